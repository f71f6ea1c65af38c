//! What is known of the words of all decks: the state of each card, and how it fades.

use std::collections::HashMap;

use crate::core::card::{CardId, Direction, TermId};
use crate::core::library::Library;
use crate::core::schedule::{CardState, Scheduler};

/// What is known of every card that was ever asked.
pub type States = HashMap<CardId, CardState>;

/// All decks, what is known of their words, and the schedule by which it fades.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// All decks.
    pub library: &'a Library,
    /// What is known of every card that was ever asked.
    pub states: &'a States,
    /// The schedule.
    pub scheduler: &'a Scheduler,
}

impl<'a> Known<'a> {
    /// The state of the card of `term` in this direction, under the id by which it is learnt today; none when it was never
    /// asked.
    pub fn state(&self, term: &TermId, direction: Direction) -> Option<&'a CardState> {
        self.states.get(&CardId::new(self.library.resolve(term), direction))
    }
}
