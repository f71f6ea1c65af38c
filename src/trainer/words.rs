//! Single words: whether one is known, and a sitting of nothing but some of them.

use crate::core::card::{Direction, TermId};
use crate::core::plan::{self, Plan, Request};
use crate::core::stats::KNOWN_FROM;
use crate::trainer::day::seed;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// Whether the user would understand `term` now: with a probability of at least [`KNOWN_FROM`].
    pub fn knows(&self, term: &TermId) -> bool {
        let today = self.today();
        self.known().state(term, Direction::Understand).is_some_and(|state| {
            !state.unfinished && self.scheduler.recall(state, today) >= KNOWN_FROM
        })
    }

    /// Plans a cram of exactly `words`, whatever their deck and level, due or not, the weakest first; without those that the
    /// user has put aside. The limits of the day do not count.
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
            hidden: &hidden,
            crammed: &crammed,
            seed: seed(today),
        };
        let counts = plan::Counts::new();
        Ok(plan::cram(self.known(), &request, &counts))
    }
}
