//! When a card comes back (FSRS), and how sure one can be that it is remembered.

use crate::core::time::{Day, Timestamp};

/// The memory of one card in the model's terms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Memory {
    /// Days after which recall has fallen to 90 %.
    pub stability: f32,
    /// How hard it is to make the memory last: 1 to 10.
    pub difficulty: f32,
}

/// What is known of a card: derived from its reviews alone, so it can be dropped and derived again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CardState {
    /// The memory after the latest review.
    pub memory: Memory,
    /// The study day of the first review: the day on which the card counted as new.
    pub first: Day,
    /// The study day of the latest review.
    pub last: Day,
    /// The moment of the latest review.
    pub last_at: Timestamp,
    /// The study day on which it comes back.
    pub due: Day,
    /// How many reviews it has.
    pub reviews: u32,
    /// How often it was missed after one or more days.
    pub lapses: u32,
    /// Missed, and not passed since: it comes back within the same sitting, or in the next one.
    pub unfinished: bool,
    /// Whether it was ever passed with seven or more days elapsed: that opens the other direction.
    pub held_a_week: bool,
    /// What its fuzz hangs on: a hash of the id that its first review was made under.
    pub seed: u64,
}
