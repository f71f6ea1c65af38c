//! Single words: whether one is understood, and a session of chosen words only.

use std::collections::HashSet;

use crate::core::card::{Direction, TermId};
use crate::core::plan::Plan;
use crate::core::stats::counts_on;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// Whether `term` counts as understood.
    pub fn understands(&self, term: &TermId) -> bool {
        let state = self.known().state(term, Direction::Understand);
        state.is_some_and(|state| counts_on(&self.scheduler, state, self.today().plus(1)))
    }

    /// The terms whose meaning is left out between the lines of a text: those that are understood, unless the settings say
    /// otherwise.
    pub fn left_alone(&self) -> HashSet<TermId> {
        if self.settings.glosses_known {
            return HashSet::new();
        }
        let asked = self.states.keys().map(|card| &card.term);
        asked.filter(|term| self.understands(term)).cloned().collect()
    }

    /// Plans a cram of exactly `words`, weakest first, regardless of deck, level, due date and daily limits. Skips words the user
    /// has suspended.
    pub fn cram_words(&mut self, words: &[TermId]) -> Result<Plan, TrainerError> {
        self.cram_of(&[], Some(words), u32::MAX, None)
    }
}
