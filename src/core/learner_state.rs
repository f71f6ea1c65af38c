//! The learner's knowledge: all decks, the state of each card, and the scheduler.

use std::collections::HashMap;

use crate::core::card::{CardId, Direction, TermId};
use crate::core::library::Library;
use crate::core::schedule::{CardState, Scheduler};
use crate::core::time::Day;

/// The state of every card that was ever asked.
pub type States = HashMap<CardId, CardState>;

/// All decks, the card states, and the scheduler.
#[derive(Debug, Clone, Copy)]
pub struct LearnerState<'a> {
    /// All decks.
    pub library: &'a Library,
    /// The state of every card that was ever asked.
    pub states: &'a States,
    /// The scheduler.
    pub scheduler: &'a Scheduler,
}

impl<'a> LearnerState<'a> {
    /// The state of the card of `term` in this direction, looked up under its resolved ID; `None` if it was never
    /// asked.
    pub fn state(&self, term: &TermId, direction: Direction) -> Option<&'a CardState> {
        self.states.get(&CardId::new(self.library.resolve(term), direction))
    }

    /// The probability that a card in this state is recalled tomorrow morning, 0 to 1. Right after a miss the formula is
    /// overconfident, because the user just saw the answer; a missed word counts as unknown until it is passed.
    pub fn recall_tomorrow(&self, state: &CardState, today: Day) -> f32 {
        if state.unfinished { 0.0 } else { self.scheduler.recall(state, today.plus(1)) }
    }
}
