//! The look back on the practice with each team, and with all of them.

use std::collections::HashSet;

use crate::core::card::TermId;
use crate::core::deck::{Deck, Level};
use crate::core::look_back::{AHEAD, LookBack, Material, month_ends};
use crate::core::plan;
use crate::core::words::listed;
use crate::trainer::replay::replay_over;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// The look back on all practice, or on that with the `named` decks; and if there are several decks, on each.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn look_back(&mut self, named: &[String]) -> Result<Vec<LookBack>, TrainerError> {
        self.refresh()?;
        let today = self.today();
        let reviews = self.journal()?.reviews()?;
        let library = self.library.clone();
        let (_, then) = replay_over(&reviews, month_ends(today), &library, &self.scheduler);
        let decks = self.quizzed(named);
        let each = decks.iter().map(std::slice::from_ref).filter(|_| decks.len() > 1);
        let mut shown = Vec::new();
        for decks in [&decks[..]].into_iter().chain(each) {
            shown.push((decks, self.wanted(decks)?.words));
        }
        let planned = self.plan(&self.quizzed(&[]), None, None)?.items;
        let ahead = i32::try_from(AHEAD).unwrap_or(0);
        let days: Vec<_> = (1..ahead).map(|days| today.plus(days)).collect();
        let hidden: Vec<_> = days.iter().map(|day| self.marks.hidden(*day)).collect();
        let (known, target) = (self.known(), self.settings.retention);
        let material = Material { known, then: &then, reviews: &reviews, today, target };
        let title = |(id, _): &(String, Level)| library.title(id).into_owned();
        let of = |at: usize, (decks, wanted): &(&[(String, Level)], Vec<TermId>)| {
            let titles: Vec<String> = decks.iter().map(title).collect();
            let name = (at > 0 || !named.is_empty()).then(|| listed(&titles, "and"));
            let quizzed = days
                .iter()
                .zip(&hidden)
                .map(|(day, hidden)| plan::quizzed_cards(&library, decks, wanted, hidden, *day));
            let ahead: Vec<HashSet<TermId>> = quizzed.collect();
            let found = |(id, depth): &(String, Level)| Some((library.deck(id)?, *depth));
            let found: Vec<(&Deck, Level)> = decks.iter().filter_map(found).collect();
            material.look_back(name, &found, &planned, &ahead)
        };
        Ok(shown.iter().enumerate().map(|(at, shown)| of(at, shown)).collect())
    }

    /// The words of the `named` decks, also retired ones, under their cards' IDs; `None` for all words if none is named.
    pub fn words_named(&self, named: &[String]) -> Option<HashSet<TermId>> {
        let decks = named.iter().filter_map(|id| self.library.deck(id));
        let terms = decks.flat_map(|deck| deck.terms.iter());
        (!named.is_empty()).then(|| terms.map(|term| self.library.resolve(&term.id)).collect())
    }
}
