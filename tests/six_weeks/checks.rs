//! Compares what a screen says with the test's own count. Every number on the screen must be accounted for.

use std::collections::HashSet;

use shoptalk::core::card::CardId;

use super::desk::Desk;
use super::page::Page;
use super::player::{Occasion, Player, Session};
use super::question::{Question, Seen};
use super::words::{in_days, minutes, when};

impl<D: Desk> Player<D> {
    /// Fails unless `page` contains `sentence`.
    pub fn says(&self, page: &Page, sentence: &str) {
        let found = page.find(sentence).is_some();
        assert!(
            found,
            "{}: the count comes to\n  {sentence}\nbut the screen says\n{page}",
            self.today()
        );
    }

    /// Fails if `page` has a number that was not counted.
    pub fn is_all_read(&self, page: &Page) {
        let unread = page.unread(&self.texts);
        assert!(unread.is_empty(), "{}: nobody counted {unread:#?} of\n{page}", self.today());
    }

    /// Checks every number in the header of a question.
    pub fn check_head(&mut self, question: &Question, introduces: bool, session: &Session) {
        let day = self.today();
        let around = self.desk.text();
        let passed = session.answers.iter().filter(|given| given.grade.is_pass());
        let passed: HashSet<&CardId> = passed.map(|given| &given.card).collect();
        let right = question.right.unwrap_or(passed.len());
        assert_eq!(right, passed.len(), "{day}, right\n{around}");
        let left = question.left.unwrap_or(0);
        assert_eq!(left, session.queue.left(), "{day}, to go\n{around}");
        if self.is_exact && session.queue.is_exact() && left > 0 {
            let (least, most) = session.queue.left_ms(introduces);
            let (range, shown) = (minutes(least)..=minutes(most), question.minutes.unwrap_or(0));
            assert!(
                range.contains(&shown),
                "{day}, quiz: {shown} minutes, not {range:?}\n{around}"
            );
        }
    }

    /// If two teams share a word and both cards are due, finds out from the days on the screen which card is asked.
    pub fn tell_apart(&mut self, question: &mut Question, occasion: Occasion) {
        if question.cards.len() > 1 {
            let page = Page::of_screen(&self.desk.text());
            question.cards.retain(|card| page.find(&self.preview(card, occasion)).is_some());
            question.cards.truncate(1);
        }
    }

    /// Checks every number below the header: when the word would come back after each grade, and otherwise only text of decks.
    pub fn check_rows(&mut self, question: &Question, occasion: Occasion) {
        let today = self.today();
        let mut text = self.desk.text();
        if let Seen::Pick(options) = &question.seen {
            // The numbers of the options.
            for number in 1..=options.len() {
                text = text.replacen(&format!("\n {number}  "), "\n ", 1);
            }
        }
        let page = Page::of_screen(&text);
        page.head_is_read();
        let own = match (&question.seen, &question.cards[..]) {
            (Seen::Outcome(said), _) => vec![said.clone()],
            (Seen::Pick(_) | Seen::Typed, [card]) => vec![self.preview(card, occasion)],
            (Seen::Back, [card]) => self.grades(card, occasion),
            (Seen::HardWord, _) => {
                let slipped = page.numbers("A hard word: missed # time(s)");
                assert!(slipped.is_some_and(|times| times[0] >= 8), "{today}:\n{page}");
                Vec::new()
            }
            _ => Vec::new(),
        };
        for sentence in own {
            assert!(
                page.find(&sentence).is_some(),
                "{today}: it comes to “{sentence}”, not\n{page}"
            );
        }
        // The undo message quotes a word, whose digits are not counts.
        let _ = page.find("✓ undone: “§” for §");
        let _ = page.find("You typed: §");
        let _ = page.find("Mistaken for it: §");
        let unread = page.unread(&self.texts);
        assert!(unread.is_empty(), "{today}: nobody counted {unread:#?} of\n{page}");
    }

    /// The days until `card` would come back after each grade, from worst to best; and for a pass in a cram, which changes
    /// nothing, the days until it is due anyway. `said` says the days.
    fn would_come_back(
        &self,
        card: &CardId,
        occasion: Occasion,
        said: fn(u32) -> String,
    ) -> ([String; 4], Option<u32>) {
        let today = self.today();
        let state = self.ledger.state(card).filter(|_| occasion == Occasion::Cram);
        let early = state.filter(|state| !state.unfinished && state.due > today);
        let stays = early.map(|state| state.due.since(today));
        let days = self.ledger.comes_back(card, today).map(said);
        let [again, ..] = days.clone();
        (
            if stays.is_some() {
                [again.as_str(), "stays", "stays", "stays"].map(str::to_owned)
            } else {
                days
            },
            stays,
        )
    }

    /// The preview of the outcome that a question shows.
    fn preview(&self, card: &CardId, occasion: Occasion) -> String {
        let ([again, hard, good, easy], stays) = self.would_come_back(card, occasion, in_days);
        let (how, right) = match (self.hinted, self.claims) {
            (true, _) => ("right with a hint", hard),
            (false, true) => ("right", easy),
            (false, false) => ("right", good),
        };
        let right = if stays.is_some() { "date unchanged" } else { &right };
        format!("{how}: {right} wrong: {again}")
    }

    /// The effect of each grade, as in the row of the grades.
    fn grades(&self, card: &CardId, occasion: Occasion) -> Vec<String> {
        let ([again, hard, good, easy], stays) = self.would_come_back(card, occasion, when);
        let good = if self.claims { &easy } else { &good };
        let mut rows =
            vec![format!("1 missed it: {again} 2 hard: {hard} 3 knew it: {good} 4 easy: {easy}")];
        rows.extend(stays.map(|days| format!("stays: back {}, as planned", in_days(days))));
        rows
    }
}
