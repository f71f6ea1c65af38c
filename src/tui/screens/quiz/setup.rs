//! What a quiz is made of, and what it is held for.

use std::collections::HashMap;
use std::rc::Rc;

use crate::core::card::{CardId, TermId};
use crate::core::deck::Level;
use crate::core::library::Library;
use crate::core::marks::Marks;
use crate::core::plan::Pace;
use crate::core::review::Form;
use crate::core::schedule::{CardState, Scheduler};
use crate::core::sitting::Sitting;
use crate::core::time::Day;

/// What a quiz is held for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// What the day brings.
    Daily,
    /// A meeting: what is weakest, due or not.
    Cram,
    /// The first day after an absence.
    Return {
        /// Whether some of what is due has to wait for another day.
        leaves_due: bool,
    },
}

/// What a quiz is made of.
pub struct Setup {
    /// All decks.
    pub library: Rc<Library>,
    /// The schedule.
    pub scheduler: Rc<Scheduler>,
    /// What is known of every card.
    pub states: HashMap<CardId, CardState>,
    /// The questions.
    pub sitting: Sitting,
    /// The study day.
    pub today: Day,
    /// What the order of options hangs on.
    pub seed: u64,
    /// The decks that were named; empty for all that are followed.
    pub decks: Vec<String>,
    /// The decks that are quizzed, each with how deep; empty when single words are.
    pub teams: Vec<(String, Level)>,
    /// Words that were asked for, whatever their deck.
    pub wanted: Vec<TermId>,
    /// The decks that are followed.
    pub followed: Vec<String>,
    /// The only words to ask, where it is words that were named.
    pub words: Vec<TermId>,
    /// The form to ask in, where a card allows it.
    pub form: Option<Form>,
    /// The definitions that say something else than when the user saw them, as they were then.
    pub changed: HashMap<TermId, String>,
    /// The user's own notes.
    pub marks: Rc<Marks>,
    /// Whether new words are asked at all.
    pub takes_new: bool,
    /// How long things take the user.
    pub pace: Pace,
    /// What it is held for.
    pub occasion: Occasion,
    /// How many answers were given earlier today: undo takes them back, too.
    pub answered_before: usize,
}
