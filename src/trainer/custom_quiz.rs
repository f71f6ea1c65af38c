//! Single words: whether one is understood, and a session of chosen words only.

use crate::core::card::{Direction, TermId};
use crate::core::plan::{self, Plan, Request};
use crate::core::stats::counts_on;
use crate::trainer::day::seed;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// Whether `term` counts as understood.
    pub fn understands(&self, term: &TermId) -> bool {
        let state = self.known().state(term, Direction::Understand);
        state.is_some_and(|state| counts_on(&self.scheduler, state, self.today().plus(1)))
    }

    /// Plans a cram of exactly `words`, weakest first, regardless of deck, level, due date and daily limits. Skips words the user
    /// has suspended.
    pub fn cram_words(&mut self, words: &[TermId]) -> Result<Plan, TrainerError> {
        self.refresh()?;
        let today = self.today();
        let pace = self.pace();
        let crammed = self.crammed_today()?;
        let hidden = self.marks.hidden(today);
        let request = Request {
            decks: &[],
            today,
            budget_ms: u64::from(u32::MAX),
            max_new: words.len(),
            max_reviews: words.len(),
            pace,
            only: Some(words),
            looked_up: &[],
            wanted: &[],
            asked_for: &[],
            hidden: &hidden,
            crammed: &crammed,
            seed: seed(today),
        };
        let counts = plan::Counts::new();
        Ok(plan::cram(self.known(), &request, &counts))
    }
}
