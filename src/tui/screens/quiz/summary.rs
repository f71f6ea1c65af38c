//! After the last question: what was met, learned and missed, what to ask whom, and when to come back.

use std::collections::{HashMap, HashSet};

use crate::core::card::{CardId, Direction, TermId};
use crate::core::deck::Level;
use crate::core::library::Library;
use crate::core::marks::Marks;
use crate::core::plan::{Item, next_due, quizzed_cards};
use crate::core::schedule::CardState;
use crate::core::sitting::Sitting;
use crate::core::time::Day;
use crate::core::words::counted;
use crate::tui::screens::in_days;
use crate::tui::screens::quiz::setup::Occasion;
use crate::tui::theme::Theme;
use crate::tui::widgets::page::Page;

/// To so many teams there is a question at the end.
const TEAMS: usize = 3;

/// So many words are counted; more would be no help.
const MANY: usize = 40;

/// A sitting, and what is known after it.
pub struct Summary<'a> {
    /// The sitting.
    pub sitting: &'a Sitting,
    /// All decks.
    pub library: &'a Library,
    /// What is known of every card.
    pub states: &'a HashMap<CardId, CardState>,
    /// The decks that were quizzed, each with how deep; empty when single words were.
    pub teams: &'a [(String, Level)],
    /// Words that were asked for, whatever their deck.
    pub wanted: &'a [TermId],
    /// The words that are left out.
    pub marks: &'a Marks,
    /// Whether new words are asked at all.
    pub takes_new: bool,
    /// What it was held for.
    pub occasion: Occasion,
    /// The study day.
    pub today: Day,
}

impl Summary<'_> {
    /// Whether the teams have words in use; true where no team was asked for.
    fn has_words(&self) -> bool {
        let mut teams = self.teams.iter().filter_map(|(id, _)| self.library.deck(id));
        let today = self.today.date();
        self.teams.is_empty()
            || teams.any(|deck| deck.terms.iter().any(|term| !term.is_retired(today)))
    }

    /// The text of it.
    pub fn page(&self, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        let answered = self.sitting.answered();
        let cards: HashSet<&CardId> = answered.iter().map(|answer| &answer.item.card).collect();
        if cards.is_empty() {
            let has_words = self.has_words();
            let (what, why) = if !has_words {
                (
                    "There are no words here yet",
                    "`shoptalk deck add DECK` puts one into the team's deck.",
                )
            } else if self.occasion == Occasion::Cram {
                ("There is nothing to cram", "Follow the team deeper, or choose another one.")
            } else {
                let why = if self.has_new() {
                    "Today's new words are done, and nothing else is due."
                } else {
                    "What you have met is still fresh."
                };
                ("Nothing to ask", why)
            };
            page.text(what, theme.strong);
            page.text(why, theme.text);
            if self.occasion != Occasion::Cram && has_words {
                page.text(&self.come_back(), theme.figure(theme.text));
            }
            return page;
        }
        let done =
            format!("{}, {}", counted(cards.len(), "word"), counted(answered.len(), "answer"));
        page.text(&done, theme.figure(theme.strong));
        page.text(&self.come_back(), theme.figure(theme.text));
        if self.occasion == Occasion::Cram {
            page.text("What you knew before it was due stays on its day.", theme.text);
        }
        for (label, items) in
            [("Met  ", self.met()), ("Learned  ", self.learned()), ("Missed  ", self.missed())]
        {
            let names = self.names(&items);
            if !names.is_empty() {
                page.blank();
                page.hanging(label, theme.strong, &names.join(", "), theme.text);
            }
        }
        for (team, word, ask) in self.questions() {
            page.blank();
            page.hanging(
                &format!("Ask {team}  "),
                theme.strong,
                &format!("{word}: {ask}"),
                theme.text,
            );
        }
        page
    }

    /// Words that were met in this sitting: introduced, or said to be known already.
    fn met(&self) -> Vec<&Item> {
        let answered = self.sitting.answered().iter().map(|answer| &answer.item);
        let claimed = answered.filter(|item| item.is_new);
        let mut seen = HashSet::new();
        let all = self.sitting.introduced().iter().chain(claimed);
        all.filter(|item| seen.insert(&item.term)).collect()
    }

    /// Words that were passed in this sitting for the first time on a later day than they were met.
    fn learned(&self) -> Vec<&Item> {
        let is_learned = |card: &CardId| {
            let state = self.states.get(card).filter(|_| card.direction == Direction::Understand);
            state.is_some_and(|state| state.learned == Some(self.today))
        };
        let mut seen = HashSet::new();
        let items = self.sitting.answered().iter().map(|answer| &answer.item);
        let learned = items.filter(|item| is_learned(&item.card));
        learned.filter(|item| seen.insert(&item.term)).collect()
    }

    /// Words that were missed, each once.
    fn missed(&self) -> Vec<&Item> {
        let mut seen = HashSet::new();
        let answered = self.sitting.answered().iter();
        let missed = answered.filter(|answer| !answer.grade.is_pass()).map(|answer| &answer.item);
        missed.filter(|item| seen.insert(&item.term)).collect()
    }

    fn names(&self, items: &[&Item]) -> Vec<&str> {
        let name = |item: &&Item| Some(self.library.find(&item.term)?.term.as_str());
        items.iter().filter_map(name).collect()
    }

    /// Team, word and question, for as many as [`TEAMS`] teams of this sitting: from words that were missed first, then from new
    /// ones, then from the others.
    fn questions(&self) -> Vec<(&str, &str, &str)> {
        let answered = self.sitting.answered().iter().map(|answer| &answer.item);
        let items = self.missed().into_iter().chain(self.sitting.introduced()).chain(answered);
        let mut teams = HashSet::new();
        let question = |item: &Item| {
            let (deck, term) = self.library.entry(&item.term)?;
            let ask = term.ask.as_deref()?;
            Some((&deck.id, deck.title.as_str(), term.term.as_str(), ask))
        };
        items
            .filter_map(question)
            .filter(|(id, ..)| teams.insert(*id))
            .map(|(_, team, word, ask)| (team, word, ask))
            .take(TEAMS)
            .collect()
    }

    /// When the next words are due, and how many; and that new ones wait until tomorrow, where some do.
    fn come_back(&self) -> String {
        let asked = self.asked();
        let cards = self.states.iter().filter(|(card, _)| asked.contains(&card.term));
        match (next_due(cards, self.today), self.has_new()) {
            (None, true) => "Come back tomorrow, for new words.".to_owned(),
            (None, false) => "Come back tomorrow.".to_owned(),
            (Some((next, count)), _) if count > MANY => {
                format!("Come back {}; what is due is spread over the coming days.", in_days(next))
            }
            (Some((next @ 2.., count)), true) => {
                let are = if count == 1 { "is" } else { "are" };
                let words = counted(count, "word");
                format!("Come back tomorrow, for new words; {words} {are} due {}.", in_days(next))
            }
            (Some((next, count)), _) => {
                format!("Come back {}, for {}.", in_days(next), counted(count, "word"))
            }
        }
    }

    /// The words that are asked on days to come, under the ids that their cards have: of the decks that were quizzed, of this
    /// sitting, and those that were asked for.
    fn asked(&self) -> HashSet<TermId> {
        let tomorrow = self.today.plus(1);
        let hidden = self.marks.hidden(tomorrow);
        let answered = self.sitting.answered().iter().map(|answer| answer.item.card.term.clone());
        let more: Vec<TermId> = self.wanted.iter().cloned().chain(answered).collect();
        quizzed_cards(self.library, self.teams, &more, &hidden, tomorrow)
    }

    /// Whether some of them are still to be met.
    fn has_new(&self) -> bool {
        let is_new =
            |term: TermId| !self.states.contains_key(&CardId::new(term, Direction::Understand));
        self.takes_new && self.asked().into_iter().any(is_new)
    }
}
