//! The parameters of a quiz.

use std::collections::HashMap;
use std::rc::Rc;

use crate::core::annotations::Annotations;
use crate::core::card::{CardId, DeckId, TermId};
use crate::core::deck::Level;
use crate::core::form::Sentences;
use crate::core::library::Library;
use crate::core::plan::Pace;
use crate::core::quiz_session::QuizSession;
use crate::core::review::Form;
use crate::core::scene_offer::Offer;
use crate::core::schedule::{CardState, Scheduler};
use crate::core::stats::Keeping;
use crate::core::time::Day;

/// The occasion for a quiz.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// The daily quiz.
    Daily,
    /// Before a meeting: the weakest cards, due or not.
    Cram,
    /// The first quiz after a break.
    Return {
        /// Whether some due cards are left for another day.
        leaves_due: bool,
    },
}

/// What a quiz is about. It stays the same until the end.
pub(crate) struct Scope {
    /// The scheduler.
    pub scheduler: Rc<Scheduler>,
    /// The random seed for the order of options.
    pub seed: u64,
    /// The decks that were named; empty for all followed decks.
    pub decks: Vec<DeckId>,
    /// The decks in this quiz and their depth; empty for a quiz of single words.
    pub teams: Vec<(DeckId, Level)>,
    /// Requested words, from any deck.
    pub wanted: Vec<TermId>,
    /// The followed decks.
    pub followed: Vec<DeckId>,
    /// The only words to ask; empty if no words were named.
    pub words: Vec<TermId>,
    /// The question form, for cards that allow it.
    pub form: Option<Form>,
    /// Whether the settings allow new words at all.
    pub takes_new: bool,
    /// New words a day, by the settings or for this run.
    pub new: u32,
    /// How each card was kept before the quiz.
    pub kept: HashMap<CardId, Keeping>,
    /// The user's average response times.
    pub pace: Pace,
    /// The occasion.
    pub occasion: Occasion,
}

/// The parameters of a quiz.
pub(crate) struct Setup {
    /// What it is about.
    pub scope: Scope,
    /// The library.
    pub library: Rc<Library>,
    /// The state of every card.
    pub states: HashMap<CardId, CardState>,
    /// The questions.
    pub session: QuizSession,
    /// The study day.
    pub today: Day,
    /// The sentences that words can be asked in.
    pub sentences: Sentences,
    /// The old text of definitions that changed since the user saw them.
    pub changed: HashMap<TermId, String>,
    /// The user's notes and flags.
    pub marks: Rc<Annotations>,
    /// The number of answers given earlier today, which can also be undone.
    pub answered_before: usize,
    /// A scene to offer, if there is nothing to ask.
    pub offer: Option<Offer>,
}
