//! Messages to screens, and the effects that screens ask the loop to run.

use std::fmt;
use std::rc::Rc;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use uuid::Uuid;

use crate::core::annotations::{Annotations, Hold, NoteKind};
use crate::core::brief::Brief;
use crate::core::captions::{Heard, Source};
use crate::core::card::{CardId, DeckId, TermId};
use crate::core::credit::Thanks;
use crate::core::fluency::Fluency;
use crate::core::jotting::{Explanation, Jotting};
use crate::core::learner_state::States;
use crate::core::library::Library;
use crate::core::overview::Overview;
use crate::core::plan::Plan;
use crate::core::review::{Answer, Grade};
use crate::core::scene_offer::Offer;
use crate::core::scene_session::Play;
use crate::core::schedule::CardState;
use crate::core::team::Entry;
use crate::core::time::{Day, Timestamp};
use crate::tui::action::{Action, Context};
use crate::tui::theme::Theme;
use crate::tui::widgets::layout::{self, Parts};
use crate::tui::widgets::notice::Notice;

/// A message to a screen.
#[derive(Debug)]
pub(super) enum Msg {
    /// A key bound in the current context.
    Action(Action),
    /// Any other key: text input, if a field has the focus.
    Key(KeyEvent),
    /// Text pasted into a field that takes it as a whole.
    Pasted(String),
    /// No key was pressed for a moment.
    Rested,
    /// An effect failed.
    Failed(String),
    /// The answer was saved in the journal.
    Recorded {
        /// The review.
        review: Uuid,
        /// The card's state after the review.
        state: CardState,
    },
    /// An answer was struck.
    Struck(Struck),
    /// The new value of a setting.
    Setting(&'static str, String),
    /// The word was added to the next quiz, or removed from it.
    Wanted {
        /// Whether it is in the next quiz now.
        is_wanted: bool,
        /// The notice to show.
        said: String,
    },
    /// The word's progress was reset. Sent to every screen; effects returned for it are ignored.
    Reset(TermId),
    /// Another screen was opened on top of this one.
    Covered,
    /// The plan for more minutes.
    Planned(Plan),
    /// The scene to offer after a quiz, if any.
    Offered(Option<Offer>),
    /// The rest of today's quiz, planned again.
    Refilled(Plan),
    /// The spelling was saved for this word.
    Remembered(TermId),
    /// The words are in the list "To ask".
    Jotted {
        /// Whether they are new there.
        is_new: bool,
    },
    /// The updated list "To ask".
    ToAsk(Vec<ToAsk>, Reply),
    /// The current decks. Sent to every screen after a reload; effects returned for it are ignored.
    Library(Rc<Library>),
    /// The current notes, flags, and suspended words.
    Marked(Rc<Annotations>),
    /// The text was sent to the terminal's clipboard, which may not support it.
    Copied,
    /// Something was done, or is new.
    Said(String),
    /// The text was saved in the journal.
    Kept,
    /// What was heard in live captions so far.
    Captions(Box<Listing>),
    /// The refreshed counts of words and history, for a team page that returns to the front.
    Standing(Vec<String>, Vec<Entry>),
    /// The refreshed states of all cards, and when today's answers in scenes were given, for the summary of a quiz that returns
    /// to the front.
    Sat(States, Vec<Timestamp>),
    /// The refreshed brief, for a screen that returns to the front.
    Briefed(Box<(Brief, Fluency, Rc<Library>)>),
    /// The refreshed overview, for a screen that returns to the front.
    Resumed(Box<Overview>),
}

/// What was heard in live captions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Listing {
    /// The terms, in the order of the list.
    pub heard: Vec<Heard>,
    /// The number of the one that was heard last.
    pub latest: usize,
    /// The state of their source.
    pub source: Source,
}

/// A struck answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Struck {
    /// The review.
    pub review: Uuid,
    /// Its card, under its current ID.
    pub card: CardId,
    /// The card's state without the review.
    pub state: Option<CardState>,
    /// Its grade.
    pub grade: Grade,
    /// Whether the user graded it, rather than the program.
    pub is_own: bool,
    /// The name of the word.
    pub word: String,
}

impl fmt::Display for Struck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match (self.is_own, self.grade.is_pass()) {
            (true, _) => self.grade.label(),
            (false, true) => "right",
            (false, false) => "wrong",
        };
        write!(f, "undone: “{said}” for {}", self.word)
    }
}

/// A side effect. Screens return effects; the loop runs them.
#[derive(Debug, PartialEq)]
pub(super) enum Effect {
    /// Save an answer in the journal. Replies with `Recorded`.
    Record(Answer),
    /// Strike this answer to this card. Replies with `Struck`.
    Strike(Uuid, CardId),
    /// Strike today's last answer. Replies with `Struck`, or `Failed` if there is none.
    Undo,
    /// Save how far a scene was played.
    Played(Play),
    /// Record that a word was introduced, and the time it took in milliseconds.
    Introduce(TermId, u32, Uuid),
    /// Record that the user saw the current definition.
    Saw(TermId),
    /// Record that an entry was opened for a query.
    LookedUp(TermId, String),
    /// Remember a query as a spelling of a word. Replies with `Remembered`.
    Remember(String, TermId),
    /// Add a word to the next quiz, or remove it. Replies with `Wanted`.
    Want(TermId),
    /// Reset a word's progress. Replies with `Reset` to all screens, and `Said`.
    Reset(TermId),
    /// Continue with the file at the journal's path. Replies with `Said`.
    ContinueWithFile,
    /// Jot words down. Replies with `Jotted`.
    Jot(String),
    /// Mute a term of live captions by its number, or unmute it. Replies with `Captions`.
    Mute(usize, bool),
    /// Save the details of a jotting. Replies with `ToAsk`.
    Detail(Jotting),
    /// Turn a jotting into a term in the user's own deck. Replies with `Library` and `ToAsk`.
    Explain(Jotting, Explanation),
    /// Drop a jotting. Replies with `ToAsk`.
    Drop(Jotting),
    /// Reopen a dropped jotting. Replies with `ToAsk`.
    Reopen(Jotting),
    /// Skip or suspend a term, or quiz it again. Replies with `Marked`.
    Hold(TermId, Option<Hold>),
    /// Save a note, a flag, a visit, a question, or an answer. Replies with `Kept`.
    Keep(Subject, String),
    /// Record that these thanks were offered. Replies with `Resumed`.
    Thanked(Thanks),
    /// Copy a text to the clipboard. Replies with `Copied`.
    Copy(String),
    /// Open the deck's file at a term in the user's editor. Replies with `Library` to all screens.
    Edit(TermId),
    /// Show this notice on the screen that is in front by then.
    Tell(&'static str),
    /// Plan five more minutes of a session or a cram. Replies with `Planned`.
    PlanMore {
        /// The decks that were named.
        decks: Vec<DeckId>,
        /// The only words to ask; empty if no words were named.
        words: Vec<TermId>,
        /// How many new words, whatever the day allows; `None` for what it does.
        new: Option<u32>,
        /// Whether to cram, due or not.
        cram: bool,
    },
    /// Plan the rest of today's quiz of these decks again. Replies with `Refilled`, unless the quiz has minutes of its own.
    Refill(Vec<DeckId>),
    /// Write the journal's log back after a quiz, and find a scene of these decks, or of the followed ones, to offer. Replies with
    /// `Offered`.
    OfferScene(Vec<DeckId>),
    /// Follow a deck at a depth; `None` to unfollow it.
    Follow(DeckId, Option<crate::core::deck::Level>),
    /// Follow exactly these decks.
    FollowOnly(Vec<DeckId>),
    /// Set a setting.
    Set(&'static str, String),
    /// Change a setting to its previous or next (`true`) value. Replies with `Setting` or `Failed`.
    Step(&'static str, bool),
    /// Open a screen.
    Open(Route),
    /// Replace this screen with another.
    Replace(Route),
    /// Close this screen.
    Back,
    /// Quit the program.
    Quit,
}

/// A screen to open.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Route {
    /// Today's quiz of these decks; if empty, of all followed decks.
    Quiz(Vec<DeckId>),
    /// A cram of these decks; if empty, of all followed decks.
    Cram(Vec<DeckId>),
    /// A cram of exactly these words.
    Words(Vec<TermId>),
    /// The scene with this ID, or else the most fitting one, of these decks; if empty, of all followed decks.
    Scene(Vec<DeckId>, Option<String>),
    /// Look-up, without the word that is being asked.
    Lookup(Option<TermId>),
    /// Look-up with this query.
    Find(String),
    /// The list "To ask".
    ToAsk,
    /// The deck browser: the words of this deck, or else all decks.
    Browse(Option<DeckId>),
    /// The dialog that confirms a reset.
    Reset(TermId),
    /// The word in the user's own words.
    TeachBack(TermId),
    /// The input screen for a text about a term or a meeting.
    Line(Subject),
    /// The brief for the team of this deck.
    Brief(DeckId),
    /// The team page of this deck.
    Team(DeckId),
    /// The comparison of this deck with others: first with the second one, if any, which is the bridge of the week.
    Bridge(DeckId, Option<DeckId>),
    /// The settings.
    Settings,
    /// The statistics.
    Stats,
    /// The home screen.
    Home,
}

/// The subject of a text about a term or a meeting.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Subject {
    /// A visit to a team.
    Visit {
        /// The team's deck.
        deck: DeckId,
        /// The team's title.
        title: String,
    },
    /// A question that was asked.
    Asked {
        /// The team's deck.
        deck: DeckId,
        /// The term that the question belongs to.
        term: Option<TermId>,
        /// The text of the question.
        question: String,
    },
    /// The answer to an earlier question.
    Answer {
        /// The ID of the question in the journal.
        id: Uuid,
        /// The text of the question.
        question: String,
    },
    /// A note or a mnemonic on a term.
    Note(TermId, NoteKind),
    /// The reason why a definition is unclear, addressed to the term's team.
    Flag(TermId),
}

/// A jotting and the entry that may explain it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ToAsk {
    /// The jotting.
    pub jotting: Jotting,
    /// The study day it was made on.
    pub day: Day,
    /// The entry, if look-up is certain.
    pub explained: Option<TermId>,
}

/// The change that led to an updated list "To ask".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reply {
    /// Details were saved.
    Kept,
    /// A jotting was answered.
    Answered,
    /// A jotting was dropped.
    Dropped,
    /// A dropped jotting was reopened.
    Back,
}

/// The environment of a screen update.
#[derive(Debug, Clone, Copy)]
pub(super) struct Env {
    /// The current time.
    pub now: Timestamp,
    /// The current study day.
    pub today: Day,
}

/// A full-screen view.
pub(super) trait Screen {
    /// The current context. It selects the rows of the keymap.
    fn context(&self) -> Context;
    /// Handles a message and returns the effects to run.
    fn update(&mut self, msg: Msg, env: Env) -> Vec<Effect>;
    /// Draws the screen, without changing any state.
    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme);
    /// Whether `action` does nothing at the moment in a window of this size, so that footer and help leave it out.
    fn is_idle(&self, _action: Action, _area: Rect) -> bool {
        false
    }
    /// A label for what `action` does right now, if it differs from the usual one. The footer ranks such a key right after Enter, Esc
    /// and help.
    fn label(&self, _action: Action) -> Option<&'static str> {
        None
    }
    /// Draws the footer and the notice, and returns the other areas.
    fn frame(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        theme: &Theme,
        notice: Option<&Notice>,
    ) -> Parts {
        let is_idle = |action| self.is_idle(action, area);
        let keys = (self.context(), is_idle, |action| self.label(action));
        layout::frame(frame, area, theme, keys, notice)
    }
    /// The screen as text for plain mode, wrapped to `width` columns. Empty if the screen has no plain form.
    fn plain(&self, _width: u16) -> Vec<String> {
        Vec::new()
    }
    /// A number that changes whenever new content appears, except for notices. Used to ignore keys that are still held down.
    fn page(&self) -> u32 {
        0
    }
    /// Whether work was left for a moment without a key.
    fn is_waiting(&self) -> bool {
        false
    }
    /// The deck of the brief or the team page on screen, which is refreshed when the screen returns to the front.
    fn team(&self) -> Option<&DeckId> {
        None
    }
    /// The word of the open question, which look-up must not reveal.
    fn asked(&self) -> Option<TermId> {
        None
    }
}
