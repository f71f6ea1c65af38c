//! Question forms: how a card is asked. Each form is one file that builds a question from a term; one screen renders
//! them all by kind of answer.

mod choose;
mod expand;
mod fill;
mod introduce;
mod options;
mod recall;
mod typed;
mod typing;
mod which_team;

pub use expand::TYPED_FROM;
pub use typed::{grade_typed, judge_typed};

use crate::core::card::{CardId, Direction, TermId};
use crate::core::deck::{Deck, Term};
use crate::core::library::Library;
use crate::core::review::{Form, Grade};
use crate::core::schedule::CardState;
use crate::core::words::mask;

/// Replaces names that would give the answer away.
pub const MASK: &str = "…";

/// Marks where the answer goes in a sentence.
pub const BLANK: &str = "____";

/// Stability, in days, below which a card is asked as a multiple choice.
pub const CHOOSE_BELOW: f32 = 3.0;

/// Stability, in days, below which every other question asks for an acronym's expansion or a word's sense.
pub const BETWEEN_BELOW: f32 = 10.0;

/// Stability, in days, below which a word is typed into its example; above it, from the definition alone.
pub const FILL_BELOW: f32 = 14.0;

/// A question for the user.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The card.
    pub card: CardId,
    /// Its form.
    pub form: Form,
    /// The task, in a few words.
    pub task: &'static str,
    /// The prompt.
    pub prompt: Prompt,
    /// The kind of answer.
    pub answer: Answer,
}

/// What the user sees before answering.
#[derive(Debug, Clone, PartialEq)]
pub enum Prompt {
    /// A term with its pronunciation.
    Term {
        /// The term.
        term: String,
        /// Its pronunciation.
        say: Option<String>,
    },
    /// A definition, with the term's names masked.
    Meaning(String),
    /// A sentence with the term blanked out.
    Blank {
        /// The sentence.
        sentence: String,
        /// The meaning of the missing word, with its names masked.
        meaning: String,
    },
    /// A sentence that uses the word in question.
    Sentence {
        /// The sentence.
        sentence: String,
        /// The word.
        word: String,
    },
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Read it and continue.
    Read,
    /// Recall it, reveal the answer, and grade yourself.
    Reveal,
    /// Pick an option.
    Pick {
        /// The options.
        options: Vec<Choice>,
        /// The index of the right one.
        right: usize,
    },
    /// Type it; see [`judge_typed`].
    Typed {
        /// Accepted answers. Hints refer to the first.
        accepted: Vec<String>,
        /// Other senses of the word and other teams' words for it, which are right only for another team.
        elsewhere: Vec<TermId>,
    },
}

/// An option.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The term it belongs to.
    pub term: TermId,
    /// The text shown.
    pub text: String,
}

/// The input for building a question.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// All decks.
    pub library: &'a Library,
    /// The term's deck.
    pub deck: &'a Deck,
    /// The term.
    pub term: &'a Term,
    /// The card.
    pub card: &'a CardId,
    /// The card's state.
    pub state: Option<&'a CardState>,
    /// The followed decks.
    pub followed: &'a [String],
    /// Seed for the order of options and the choice between two forms. Increases by one with each review.
    pub seed: u64,
}

impl Asking<'_> {
    /// The word's other senses, and other teams' words for it.
    fn kin(&self) -> Vec<TermId> {
        let Self { library, term, .. } = self;
        let senses = library.other_senses(term).map(|(_, sense)| sense.id.clone());
        senses.chain(library.same(&term.id)).collect()
    }
}

/// Builds the question in `form`; `None` if the term lacks the material.
pub fn question(form: Form, asking: Asking<'_>) -> Option<Question> {
    match form {
        Form::Introduce => Some(introduce::question(asking)),
        Form::Choose => choose::question(asking),
        Form::Recall => Some(recall::question(asking)),
        Form::Fill => fill::question(asking),
        Form::Type => Some(typing::question(asking)),
        Form::Expand => expand::question(asking),
        Form::WhichTeam => which_team::question(asking),
    }
}

/// The forms for a card, best first, by stability. Forms the term lacks material for are skipped; *recall*, the last,
/// always works. `wanted` comes first if it asks in the card's direction.
pub fn ladder(asking: &Asking<'_>, wanted: Option<Form>) -> Vec<Form> {
    let stability = asking.state.map_or(0.0, |state| state.memory.stability);
    let direction = asking.card.direction;
    // Every other review is a recall; every other one of the rest tries the senses first.
    let rungs: &[Form] = match direction {
        _ if stability < CHOOSE_BELOW => &[Form::Choose],
        Direction::Understand if stability < BETWEEN_BELOW => match asking.seed % 4 {
            0 => &[Form::Expand, Form::WhichTeam],
            2 => &[Form::WhichTeam, Form::Expand],
            _ => &[],
        },
        Direction::Understand => &[],
        Direction::Speak if stability < FILL_BELOW => &[Form::Fill],
        Direction::Speak => &[Form::Type],
    };
    let mut forms: Vec<Form> = wanted.into_iter().filter(|form| suits(*form, direction)).collect();
    for form in rungs.iter().chain(&[Form::Recall]) {
        if !forms.contains(form) {
            forms.push(*form);
        }
    }
    forms
}

/// Whether `form` asks in this direction and writes a review.
pub const fn suits(form: Form, direction: Direction) -> bool {
    match form {
        Form::Introduce => false,
        Form::Choose | Form::Recall => true,
        Form::Expand | Form::WhichTeam => matches!(direction, Direction::Understand),
        Form::Fill | Form::Type => matches!(direction, Direction::Speak),
    }
}

/// The grade for a picked answer. Picking only shows recognition, so it never earns more than Good.
pub const fn grade_pick(right: bool) -> Grade {
    if right { Grade::Good } else { Grade::Again }
}

/// `names` as accepted answers, without duplicates.
fn answers<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut answers: Vec<String> = Vec::new();
    for name in names {
        if !answers.iter().any(|known| known == name) {
            answers.push(name.to_owned());
        }
    }
    answers
}

/// `text` with all names of `term` masked.
pub fn masked(text: &str, term: &Term) -> String {
    mask(text, term.names(), MASK)
}

#[cfg(test)]
mod tests;
