//! What happened, and what the world must do.

use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use uuid::Uuid;

use crate::core::brief::Brief;
use crate::core::card::{CardId, TermId};
use crate::core::fluency::Fluency;
use crate::core::jotting::{Explanation, Jotting};
use crate::core::library::Library;
use crate::core::marks::{Marks, NoteKind};
use crate::core::overview::Overview;
use crate::core::plan::Plan;
use crate::core::review::{Answer, Grade};
use crate::core::schedule::CardState;
use crate::core::time::{Day, Timestamp};
use crate::tui::action::{Action, Context};
use crate::tui::theme::Theme;

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key that the keymap knows in this context.
    Action(Action),
    /// A key that it does not: text for a field, if one has the focus.
    Key(KeyEvent),
    /// What was asked of the world could not be done.
    Failed(String),
    /// The answer is in the journal.
    Recorded {
        /// The review.
        review: Uuid,
        /// What is known of its card now.
        state: CardState,
    },
    /// An answer was struck.
    Struck(Struck),
    /// The setting of this name has this value.
    Setting(&'static str, String),
    /// The word was asked for, or that was taken back.
    Wanted {
        /// Whether it is asked for now.
        is_wanted: bool,
        /// What that comes to.
        said: String,
    },
    /// The word is new again: its answers count no longer. Every screen is told; what it answers is not done.
    Reset(TermId),
    /// Another screen comes to the front of this one.
    Covered,
    /// More to ask.
    Planned(Plan),
    /// The spelling stands for this word from now on.
    Remembered(TermId),
    /// The words are jotted down, now or before.
    Jotted {
        /// Whether they were not before.
        is_new: bool,
    },
    /// What is to be asked, after what was done about it.
    ToAsk(Vec<ToAsk>, Reply),
    /// The decks as they are now. After they were read again every screen is told, whether it is in front or not; what it
    /// answers is not done.
    Library(Rc<Library>),
    /// The notes on words and the words that are left out, as they are now.
    Marked(Rc<Marks>),
    /// The text is on its way to the terminal, which may take it or not.
    Copied,
    /// Something to tell the user.
    Said(Cow<'static, str>),
    /// What was written about a meeting is in the journal.
    Kept,
    /// The page before a meeting as it reads now, for a screen that comes to the front.
    Briefed(Box<(Brief, Fluency, Rc<Library>)>),
    /// How things stand, for a screen that comes to the front.
    Resumed(Box<Overview>),
}

/// An answer that was struck.
#[derive(Debug, Clone, PartialEq)]
pub struct Struck {
    /// The review.
    pub review: Uuid,
    /// Its card, as it is called today.
    pub card: CardId,
    /// What is known of the card without it.
    pub state: Option<CardState>,
    /// Its grade.
    pub grade: Grade,
    /// Whether the user gave it themselves, rather than an answer that was judged.
    pub is_own: bool,
    /// What the word is called.
    pub word: String,
}

impl fmt::Display for Struck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match (self.is_own, self.grade.is_pass()) {
            (true, _) => self.grade.label(),
            (false, true) => "right",
            (false, false) => "wrong",
        };
        write!(f, "taken back: “{said}” for {}", self.word)
    }
}

/// Something the world must do. Screens return effects; the loop performs them.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Append an answer to the journal; answered by `Recorded`.
    Record(Answer),
    /// Strike this answer to this card, of this grade; answered by `Struck`.
    Strike(Uuid, CardId),
    /// Strike the answer that was given last today; answered by `Struck`, or by `Said` where there is none.
    Undo,
    /// Note that a word was introduced, and how many milliseconds it took.
    Introduce(TermId, u32, Uuid),
    /// Note that a definition was seen as it is today.
    Saw(TermId),
    /// Note that an entry was opened after something was typed.
    LookedUp(TermId, String),
    /// Remember what was typed as a spelling of a word; answered by `Remembered`.
    Remember(String, TermId),
    /// Ask a word in the next quiz, or take that back; answered by `Wanted`.
    Want(TermId),
    /// Make a word new again; answered by `Reset` on all screens, and `Said`.
    Reset(TermId),
    /// Jot words down; answered by `Jotted`.
    Jot(String),
    /// Write down what is known about a jotting; answered by `ToAsk`.
    Detail(Jotting),
    /// Make a jotting a word of one's own; answered by `Library` and `ToAsk`.
    Explain(Jotting, Explanation),
    /// Drop a jotting; answered by `ToAsk`.
    Drop(Jotting),
    /// Take back that a jotting is done with; answered by `ToAsk`.
    Reopen(Jotting),
    /// Write a note or mnemonic on a term, in place of the one before; answered by `Marked`.
    Note(TermId, NoteKind, String),
    /// Flag the definition of a term as unclear, with what is unclear; answered by `Marked`.
    Flag(TermId, String),
    /// Leave a term out until the next study day; answered by `Marked`.
    Bury(TermId),
    /// Leave a term out until it is taken back; answered by `Marked`.
    Suspend(TermId),
    /// Take a term back that was left out; answered by `Marked`.
    TakeBack(TermId),
    /// Write down what was seen, asked or answered; answered by `Kept`.
    Keep(Subject, String),
    /// Copy a text to the clipboard; answered by `Copied`.
    Copy(String),
    /// Open the deck's file at a term in the user's editor; answered by `Library` on all screens.
    Edit(TermId),
    /// Tell this to the screen that is in front then.
    Tell(&'static str),
    /// Plan this many more minutes of a sitting's decks, or of a cram of them; answered by `Planned`.
    PlanMore {
        /// The decks that were named.
        decks: Vec<String>,
        /// The only words to ask, where it is words that were named.
        words: Vec<TermId>,
        /// How many minutes.
        minutes: u32,
        /// Whether due or not.
        cram: bool,
    },
    /// Follow a deck to a depth, or not.
    Follow(String, Option<crate::core::deck::Level>),
    /// Follow exactly these decks.
    FollowOnly(Vec<String>),
    /// Change a setting to a value.
    Set(&'static str, String),
    /// Change a setting to the value before or behind (`true`) the present one; answered by `Setting` or `Said`.
    Step(&'static str, bool),
    /// Open a screen.
    Open(Place),
    /// Open a screen in place of this one.
    Replace(Place),
    /// Leave this screen.
    Back,
    /// Leave the program.
    Quit,
}

/// A screen to open.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// Today's quiz, of these decks or else of all that are followed.
    Quiz(Vec<String>),
    /// A cram of these decks, or else of all that are followed.
    Cram(Vec<String>),
    /// A cram of exactly these words.
    Words(Vec<TermId>),
    /// Look-up, without the word that is being asked.
    Lookup(Option<TermId>),
    /// Look-up of these words.
    Find(String),
    /// What is to be asked.
    ToAsk,
    /// The decks.
    Browse,
    /// A field for a text of one's own on a term.
    Write(TermId, Writing),
    /// The question whether a word is to be made new again.
    Reset(TermId),
    /// A line about a meeting.
    Line(Subject),
    /// The page before a meeting with the team of this deck.
    Brief(String),
    /// Everything that happened with the team of this deck.
    Team(String),
    /// What the team of this deck shares with others.
    Bridge(String),
    /// The settings.
    Settings,
    /// Home.
    Home,
}

/// What a line about a meeting is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// Time spent with a team.
    Visit {
        /// Its deck.
        deck: String,
        /// What it is called.
        title: String,
    },
    /// A question that was asked.
    Asked {
        /// The deck of the team.
        deck: String,
        /// The term whose question it is.
        term: Option<TermId>,
        /// The question.
        question: String,
    },
    /// The answer to a question that was asked before.
    Answer {
        /// The question in the journal.
        id: Uuid,
        /// Its text.
        question: String,
    },
}

/// What is written on a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// A note or a mnemonic.
    Note(NoteKind),
    /// What is unclear, for its team.
    Flag,
}

/// A word that was jotted down, and the entry that may explain it by now.
#[derive(Debug, Clone, PartialEq)]
pub struct ToAsk {
    /// What was jotted down.
    pub jotting: Jotting,
    /// The study day on which that was.
    pub day: Day,
    /// The entry that look-up is sure of.
    pub explained: Option<TermId>,
}

/// What was done about what is to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// Nothing: this is how it is.
    Listed,
    /// Details were written down.
    Kept,
    /// One was answered.
    Answered,
    /// One was dropped.
    Dropped,
    /// One was taken back.
    Back,
}

/// What a screen may know of the world while it updates.
#[derive(Debug, Clone, Copy)]
pub struct Env {
    /// The present moment.
    pub now: Timestamp,
    /// The present study day.
    pub today: Day,
}

/// A full-screen view of the program.
pub trait Screen {
    /// The situation the user is in: it selects the rows of the keymap.
    fn context(&self) -> Context;
    /// Takes a message in, and says what the world must do.
    fn update(&mut self, msg: Msg, env: Env) -> Vec<Effect>;
    /// Draws the screen. Drawing changes nothing.
    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme);
    /// What the screen says, as lines of at most `width` columns, for those who cannot use a drawn one. Empty for screens
    /// that have no such form.
    fn plain(&self, _width: u16) -> Vec<String> {
        Vec::new()
    }
    /// A number that changes whenever there is something new to read, other than a notice: a key that is still held down is
    /// not meant for that.
    fn page(&self) -> u32 {
        0
    }
    /// The deck whose page before a meeting is shown: it is told how that reads when it comes to the front again.
    fn team(&self) -> Option<&str> {
        None
    }
    /// The word that is being asked: look-up must not give it away.
    fn asked(&self) -> Option<TermId> {
        None
    }
}
