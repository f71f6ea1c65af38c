//! Checks the summary of a quiz: words met, learned and missed, and when to come back.

use std::collections::BTreeSet;

use shoptalk::core::card::{CardId, Direction, TermId};
use shoptalk::core::deck::Level;

use super::desk::Desk;
use super::ledger::{Given, words};
use super::player::{Player, Session};
use super::words::{counted, in_days};

/// Lists with more words than this are not counted.
const MANY: usize = 40;

impl<D: Desk> Player<D> {
    /// Checks the summary of a quiz of `decks`.
    pub fn summary(&mut self, decks: &[(String, Level)], session: &Session) {
        let today = self.today();
        let page = self.page();
        let answers = &session.answers;
        let cards: BTreeSet<&CardId> = answers.iter().map(|given| &given.card).collect();
        page.head_is_read();
        self.says(
            &page,
            &format!("{}, {}", counted(cards.len(), "word"), counted(answers.len(), "answer")),
        );
        self.says(&page, &self.come_back(decks));
        let introduced = session.introduced.iter().map(TermId::deck);
        let claimed = answers.iter().filter(|given| given.claimed);
        let claimed: Vec<TermId> = claimed.map(|given| self.shown_as(&given.card)).collect();
        let met: BTreeSet<&str> = introduced.chain(claimed.iter().map(TermId::deck)).collect();
        for (deck, count) in self.counts() {
            let is_quizzed = decks.iter().any(|(id, _)| **id == *deck.id);
            if is_quizzed && met.contains(&*deck.id) && count.met == count.words {
                let all = counted(count.words, "core word");
                let next = self.next_step(&deck);
                let understood = match count.understood {
                    0 => String::new(),
                    count => format!(", and understand {count}"),
                };
                let how = format!("`shoptalk team follow {} --depth working`", deck.id);
                self.says(
                    &page,
                    &format!(
                        "{} You have met all {all}{understood}. Next: {next} ({how}).",
                        deck.title
                    ),
                );
            }
        }
        let named = |terms: Vec<TermId>| -> Vec<String> {
            let mut seen = BTreeSet::new();
            let terms = terms.into_iter().filter(|term| seen.insert(term.clone()));
            let word = |term: TermId| self.library.find(&term).expect("a word").term.clone();
            terms.map(word).collect()
        };
        let shown = |given: &Given| self.shown_as(&given.card);
        let claimed = answers.iter().filter(|given| given.claimed).map(shown);
        let met = session.introduced.iter().cloned().chain(claimed).collect();
        let is_learned = |given: &&Given| {
            given.card.direction == Direction::Understand
                && self.ledger.learned(&given.card) == Some(today)
        };
        let learned = answers.iter().filter(is_learned).map(shown).collect();
        let missed = answers.iter().filter(|given| !given.grade.is_pass()).map(shown).collect();
        for (label, words) in
            [("Met", named(met)), ("Learned", named(learned)), ("Missed", named(missed))]
        {
            if words.is_empty() {
                assert!(
                    !page.has_row(&format!("{label} ")),
                    "{today}: nothing was {label}\n{page}"
                );
            } else {
                self.says(&page, &format!("{label} {}", words.join(", ")));
            }
        }
        // The title of a scene, which no one plays here.
        let _ = page.find("Sit in §");
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
            (Some((days, count)), _) => {
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
