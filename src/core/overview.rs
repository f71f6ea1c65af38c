//! How things stand: what the home screen shows.

use std::sync::Arc;

use crate::core::deck::Level;
use crate::core::fluency::Fluency;
use crate::core::stats::Done;
use crate::core::time::Day;

/// One deck as the home screen lists it.
#[derive(Debug, Clone, PartialEq)]
pub struct DeckRow {
    /// Its id.
    pub id: Arc<str>,
    /// What it is called.
    pub title: String,
    /// One line about the team.
    pub summary: Option<String>,
    /// How many words it has.
    pub words: usize,
    /// The depth to which it is followed, if it is.
    pub depth: Option<Level>,
    /// Words of it that today's quiz still asks and that were asked before.
    pub due: usize,
    /// New words of it that today's quiz still asks.
    pub new: usize,
    /// How fluent the user is in it, where it is followed.
    pub fluency: Option<Fluency>,
}

/// How things stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// The study day.
    pub today: Day,
    /// Words that today's quiz still asks: the sum of `due` and `new` of all decks.
    pub questions: usize,
    /// New words among them.
    pub new: usize,
    /// How long they would take, in milliseconds.
    pub expected_ms: u64,
    /// Words that are due in the followed decks, whether they fit or not.
    pub due: usize,
    /// What was done today.
    pub done: Done,
    /// Minutes that today has.
    pub minutes: u32,
    /// Whether it is the first day after an absence.
    pub is_return: bool,
    /// Whether some of what is due has to wait for another day.
    pub leaves_due: bool,
    /// The decks, followed ones first.
    pub decks: Vec<DeckRow>,
    /// Words that were jotted down and wait for somebody to explain them.
    pub to_ask: usize,
    /// Whether words are still to be met, and the settings allow some tomorrow.
    pub new_tomorrow: bool,
    /// In how many days the next words come due, and how many.
    pub next: Option<(u32, usize)>,
    /// The followed teams that time was spent with, and how many days ago, longest ago first; none where the settings hide it.
    pub visits: Vec<(String, u32)>,
    /// What the user should know: problems with decks, settings or the journal.
    pub notices: Vec<String>,
    /// That copies of decks from elsewhere are old, when they are.
    pub aging: Option<String>,
}
