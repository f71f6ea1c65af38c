//! Forms: how a card is asked. Each form is one file that makes a question of a term; one screen draws them all by
//! their kind of answer.

mod choose;
mod introduce;
mod options;
mod recall;

use crate::core::card::{CardId, Direction};
use crate::core::deck::{Deck, Term};
use crate::core::library::Library;
use crate::core::review::{Form, Grade};
use crate::core::schedule::CardState;
use crate::core::words::mask;

/// What stands where the answer would show itself.
pub const MASK: &str = "…";

/// Days of stability below which a card is asked with options to choose from.
pub const CHOOSE_BELOW: f32 = 3.0;

/// A question as it is put to the user.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The card that is asked.
    pub card: CardId,
    /// How it is asked.
    pub form: Form,
    /// What is asked for, in a few words.
    pub task: &'static str,
    /// What it is asked about: a term or a meaning.
    pub prompt: Prompt,
    /// How it is answered.
    pub answer: Answer,
}

/// What a question is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Prompt {
    /// A term, with how it is said.
    Term {
        /// The term.
        term: String,
        /// How it is said.
        say: Option<String>,
    },
    /// A meaning, with whatever names the term masked.
    Meaning(String),
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Read it and go on.
    Read,
    /// Think, look, and say oneself whether one knew it.
    Reveal,
    /// Pick one.
    Pick {
        /// What there is to pick from.
        options: Vec<Choice>,
        /// Which one is right.
        right: usize,
    },
}

/// One thing to pick.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The term that it belongs to.
    pub term: crate::core::card::TermId,
    /// What is shown.
    pub text: String,
}

/// What a form needs to make a question.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// All decks.
    pub library: &'a Library,
    /// The deck of the term.
    pub deck: &'a Deck,
    /// The term.
    pub term: &'a Term,
    /// The card.
    pub card: &'a CardId,
    /// What the order of options hangs on.
    pub seed: u64,
}

/// Makes the question in `form`, unless the term lacks what it needs.
pub fn question(form: Form, asking: Asking<'_>) -> Option<Question> {
    match form {
        Form::Introduce => Some(introduce::question(asking)),
        Form::Choose => choose::question(asking),
        Form::Recall => Some(recall::question(asking)),
        Form::Fill | Form::Type | Form::Expand | Form::WhichTeam => None,
    }
}

/// The forms for a card, the best one first: a ladder that is climbed by stability. *Recall* suits every term.
pub fn ladder(card: &CardId, state: Option<&CardState>) -> &'static [Form] {
    match (card.direction, state) {
        (_, None) => &[Form::Choose, Form::Recall],
        (_, Some(state)) if state.memory.stability < CHOOSE_BELOW => &[Form::Choose, Form::Recall],
        (Direction::Understand | Direction::Speak, Some(_)) => &[Form::Recall],
    }
}

/// The grade for an answer that was picked: choosing shows recognition, so it never earns more than Good.
pub const fn grade_pick(right: bool) -> Grade {
    if right { Grade::Good } else { Grade::Again }
}

/// `text` without anything that names `term`.
pub fn masked(text: &str, term: &Term) -> String {
    mask(text, term.names(), MASK)
}

#[cfg(test)]
mod tests;
