//! Visits every screen that shows numbers.

use std::collections::BTreeSet;

use shoptalk::core::card::{CardId, Direction, TermId};
use shoptalk::core::deck::{Deck, Level};
use shoptalk::core::time::Day;

use super::desk::{Bench, Desk, Key};
use super::home::Moment;
use super::ledger::{Counted, words};
use super::page::Page;
use super::player::Player;
use super::queue::Agenda;
use super::words::{ago, counted};

impl Player<Bench> {
    /// Checks home and the output of the shell.
    pub fn glance(&mut self, moment: Moment) -> Agenda {
        let decks = self.counts();
        let (agenda, rows) = self.home(&decks, moment);
        self.stats(&decks, &rows);
        agenda
    }

    /// Checks all screens, starting and ending at home.
    pub fn tour(&mut self, moment: Moment) -> Agenda {
        let decks = self.counts();
        let (agenda, rows) = self.home(&decks, moment);
        for (at, (deck, count)) in decks.iter().enumerate() {
            if at > 0 {
                self.press(Key::Down);
            }
            let page = self.page();
            self.selected(&page, deck, *count);
            self.brief(deck, *count);
            self.team(deck, *count);
        }
        decks.iter().skip(1).for_each(|_| self.press(Key::Up));
        self.stats(&decks, &rows);
        self.stats_in_words(&decks, &rows);
        self.elsewhere();
        agenda
    }
}

impl<D: Desk> Player<D> {
    /// The counts for each team's words.
    pub fn counts(&self) -> Vec<(Deck, Counted)> {
        let today = self.today();
        let decks: Vec<(Deck, Counted)> = self
            .followed
            .iter()
            .map(|(id, depth)| {
                let deck = self.library.deck(id).expect("it is followed").clone();
                let count = self.ledger.count(&deck, *depth, &self.library, today);
                (deck, count)
            })
            .collect();
        decks
    }

    /// The brief.
    fn brief(&mut self, deck: &Deck, count: Counted) {
        self.press(Key::Char('m'));
        let page = self.page();
        for sentence in self.standing(count) {
            self.says(&page, &sentence);
        }
        let today = self.today();
        let visits = self.visits.iter().filter(|(id, ..)| *id == *deck.id);
        if let Some((_, day, text)) = visits.max_by_key(|(_, day, _)| *day) {
            self.says(&page, &format!("{}: {text}", ago(today.since(*day))));
        }
        // The list may begin below the screen.
        let _ = page.find(&format!("Words to have ready (6 of {})", count.words));
        self.is_all_read(&page);
        let text = self.desk.text();
        for term in words(deck, Level::Core, today) {
            let card = CardId::new(self.library.resolve(&term.id), Direction::Understand);
            let is_new = text.contains(&format!("  {} (new): ", term.term));
            assert!(
                !is_new || self.ledger.state(&card).is_none(),
                "{today}: {card} is not new\n{text}"
            );
        }
        // Shared words depend only on the decks.
        if today.number() % 7 == 0 {
            self.open(Key::Char('='));
            self.press(Key::Esc);
        }
        self.press(Key::Esc);
    }

    /// The team's page: how many words are known, by themselves and in new sentences, and what happened on which day.
    fn team(&mut self, deck: &Deck, count: Counted) {
        self.press(Key::Char('p'));
        let days = self.ledger.first_days(deck, &self.library);
        let visits = self.visits.iter().filter(|(id, ..)| *id == *deck.id);
        let dates: BTreeSet<Day> =
            days.keys().copied().chain(visits.clone().map(|(_, day, _)| *day)).collect();
        let first = self.desk.text();
        let all = first.contains('↓').then(|| self.desk.tall());
        for text in std::iter::once(first).chain(all) {
            let page = Page::of_screen(&text);
            self.says(&page, &self.standing(count)[0]);
            let is_here = |term: &TermId| {
                deck.terms.iter().any(|known| self.library.resolve(&known.id) == *term)
            };
            let (understood, asked) = self.ledger.in_new_sentences_of(is_here);
            if asked > 0 {
                let said = format!(
                    "Understood in a new sentence since you began: {understood} of {asked}."
                );
                self.says(&page, &said);
            }
            let is_whole = !text.contains('↓');
            for day in dates.iter().rev() {
                let date = day.to_string();
                let is_there =
                    page.find(&date).is_some() || page.find(&format!("{date} ↓ more")).is_some();
                for (_, _, text) in
                    visits.clone().filter(|(_, on, _)| on == day).filter(|_| is_whole)
                {
                    self.says(&page, &format!("visit {text}"));
                }
                if let Some(words) = days.get(day).filter(|_| is_whole) {
                    assert!(is_there, "{}: nothing of {date}\n{page}", self.today());
                    for (at, word) in words.iter().enumerate() {
                        let term = deck.terms.iter().find(|term| term.term == *word);
                        let gist = term.map_or("", |term| term.gist());
                        let met = if at == 0 { "met " } else { "" };
                        self.says(&page, &format!("{met}{word}: {gist}"));
                    }
                }
            }
            self.is_all_read(&page);
        }
        self.press(Key::Esc);
    }

    /// Opens a screen with `key` that shows no counts.
    fn open(&mut self, key: Key) {
        self.press(key);
        let page = self.page();
        self.is_all_read(&page);
    }

    /// The other screens: settings, browse, look-up, words to ask.
    fn elsewhere(&mut self) {
        self.press(Key::Char(','));
        let page = self.page();
        let settings = [
            ("Quiz", "5"),
            ("New words", "8"),
            ("Reviews", "60"),
            ("Retention", "90%"),
            ("Start of day", "4"),
        ];
        for (name, value) in settings {
            let found = [format!("{name} {value} §"), format!("▌ {name} {value} §")];
            assert!(found.iter().any(|pattern| page.find(pattern).is_some()), "{name}\n{page}");
        }
        // The path of the file depends on the machine.
        let _ = page.find("Minutes a day (`minutes`): a whole number from 1 to 240.");
        let _ = page.find("Saved in §, which you can also edit.");
        self.is_all_read(&page);
        self.press(Key::Esc);
        self.press(Key::Char('b'));
        let page = self.page();
        for (at, deck) in self.library.decks().iter().enumerate() {
            let selected = if at == 0 { "▌ " } else { "" };
            self.says(
                &page,
                &format!("{selected}{} § {}", deck.title, counted(deck.terms.len(), "word")),
            );
        }
        self.is_all_read(&page);
        // Its list of words, and one entry.
        self.open(Key::Enter);
        self.open(Key::Enter);
        (0..3).for_each(|_| self.press(Key::Esc));
        self.open(Key::Char('/'));
        self.write("slo");
        self.open(Key::Enter);
        (0..2).for_each(|_| self.press(Key::Esc));
        self.press(Key::Char('a'));
        let page = self.page();
        let today = self.today();
        for (at, (number, words, day)) in self.to_ask.iter().enumerate() {
            let selected = if at == 0 { "▌ " } else { "" };
            let row = format!("{selected}{number} {words} {}", ago(today.since(*day)));
            self.says(&page, &row);
        }
        self.is_all_read(&page);
        self.press(Key::Esc);
    }
}
