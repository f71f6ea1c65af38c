//! Checks the summary of a quiz: words met, learned and missed, and when to come back.

use std::collections::BTreeSet;

use shoptalk::core::card::{CardId, Direction, TermId};
use shoptalk::core::deck::Level;

use super::desk::Desk;
use super::ledger::{Given, words};
use super::page::Page;
use super::player::{Player, Session};
use super::words::{counted, in_days};

/// Lists with more words than this are not counted.
const MANY: usize = 40;

impl<D: Desk> Player<D> {
    /// Checks the summary of a quiz of `decks`.
    pub fn summary(&mut self, decks: &[(String, Level)], session: &Session) {
        let today = self.today();
        let page = Page::of_screen(&self.desk.tall());
        let answers = &session.answers;
        let cards: BTreeSet<&CardId> = answers.iter().map(|given| &given.card).collect();
        page.head_is_read();
        self.says(
            &page,
            &format!("{}, {}", counted(cards.len(), "word"), counted(answers.len(), "answer")),
        );
        self.says(&page, &self.come_back(decks));
        // The title of a scene, which no one plays here.
        let _ = page.find("S Sit in: §");
        let _ = page.find("5 Quiz 5 more minutes");
        if page.to_string().contains('↓') {
            return;
        }
        let claimed = answers.iter().filter(|given| given.claimed);
        let claimed: Vec<&CardId> = claimed.map(|given| &given.card).collect();
        let claimed_decks = claimed.iter().map(|card| self.shown_as(card).deck().to_owned());
        let introduced = session.introduced.iter().map(|term| term.deck().to_owned());
        let met: BTreeSet<String> = introduced.chain(claimed_decks).collect();
        let asked: BTreeSet<String> =
            answers.iter().map(|given| self.shown_as(&given.card).deck().to_owned()).collect();
        for (deck, count) in self.counts() {
            let is_quizzed = decks.iter().any(|(id, _)| **id == *deck.id);
            if !is_quizzed || !asked.contains(&*deck.id) {
                continue;
            }
            let all = counted(count.words, "core word");
            let understood = count.understood;
            let said = if met.contains(&*deck.id) && count.met == count.words {
                let next = self.next_step(&deck);
                let understood = match understood {
                    0 => String::new(),
                    count => format!(", and understand {count}"),
                };
                let how = format!("`shoptalk team follow {} --depth working`", deck.id);
                format!("You have met all {all}{understood}. Next: {next} ({how}).")
            } else if understood == 0 {
                format!("{} of {all} met", count.met)
            } else if count.met == count.words {
                format!("{understood} of {all} understood")
            } else {
                let left = count.words - count.met;
                format!("{understood} of {all} understood, {left} still to meet")
            };
            self.says(&page, &format!("{} {said}", deck.title));
        }
        let rows = |cards: Vec<CardId>| -> Vec<(String, String)> {
            let mut seen = BTreeSet::new();
            let cards = cards.into_iter().filter(|card| seen.insert(card.term.clone()));
            let row = |card: CardId| {
                let term = self.library.find(&self.shown_as(&card)).expect("a word");
                let due = self.ledger.state(&card).map(|state| in_days(state.due.since(today)));
                (term.term.clone(), due.unwrap_or_default())
            };
            cards.map(row).collect()
        };
        let understand =
            |term: &TermId| CardId::new(self.library.resolve(term), Direction::Understand);
        let met = session.introduced.iter().map(understand).chain(claimed.into_iter().cloned());
        let is_learned = |given: &&Given| {
            given.card.direction == Direction::Understand
                && self.ledger.learned(&given.card) == Some(today)
        };
        let cards = |given: &Given| given.card.clone();
        let learned = answers.iter().filter(is_learned).map(cards).collect();
        let missed = answers.iter().filter(|given| !given.grade.is_pass()).map(cards);
        let missed: Vec<CardId> = missed.collect();
        let new = met.filter(|card| missed.iter().all(|other| other.term != card.term));
        let new = new.collect();
        for (title, cards) in [("+ Learned", learned), ("+ New", new), ("- Missed", missed)] {
            let rows = rows(cards);
            assert_eq!(page.table(title, &rows), rows.len(), "{today}: {title} {rows:?}\n{page}");
        }
        self.is_all_read(&page);
    }

    /// Whether `decks` have new words left for tomorrow.
    pub fn has_new(&self, decks: &[(String, Level)]) -> bool {
        let tomorrow = self.today().plus(1);
        self.quizzed(decks).any(|term| {
            let card = CardId::new(term.clone(), Direction::Understand);
            self.ledger.state(&card).is_none() && !self.ledger.is_held(&term, tomorrow)
        })
    }

    /// When the next words are due.
    fn come_back(&self, decks: &[(String, Level)]) -> String {
        let today = self.today();
        match (self.ledger.next_due(self.quizzed(decks), today), self.has_new(decks)) {
            (None, true) => "Come back tomorrow for new words.".to_owned(),
            (None, false) => "Come back tomorrow.".to_owned(),
            (Some((days, count)), _) if count > MANY => {
                format!("Come back {}; due words are spread over the coming days.", in_days(days))
            }
            (Some((days @ 2.., count)), true) => {
                let are = if count == 1 { "is" } else { "are" };
                let words = counted(count, "word");
                format!("Come back tomorrow for new words; {words} {are} due {}.", in_days(days))
            }
            (Some((days, count)), true) => {
                let words = counted(count, "due word");
                format!("Come back {} for {words} and new ones.", in_days(days))
            }
            (Some((days, count)), false) => {
                format!("Come back {} for {}.", in_days(days), counted(count, "word"))
            }
        }
    }

    /// The words of `decks`.
    pub fn quizzed(&self, decks: &[(String, Level)]) -> impl Iterator<Item = TermId> + use<D> {
        let today = self.today();
        let all = decks.iter().flat_map(move |(id, depth)| {
            let deck = self.library.deck(id).expect("it is followed");
            words(deck, *depth, today).map(|term| self.library.resolve(&term.id))
        });
        all.collect::<BTreeSet<TermId>>().into_iter()
    }
}
