//! Forms: how a card is asked. Each form is one file that makes a question of a term; one screen draws them all by
//! their kind of answer.

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

/// What stands where the answer would show itself.
pub const MASK: &str = "…";

/// What stands in a sentence where the answer is to be typed.
pub const BLANK: &str = "____";

/// Days of stability below which a card is asked with options to choose from.
pub const CHOOSE_BELOW: f32 = 3.0;

/// Days of stability below which acronyms and words with several senses are asked for those, every other time.
pub const BETWEEN_BELOW: f32 = 10.0;

/// Days of stability below which a word is typed into its example; from there on, from its meaning alone.
pub const FILL_BELOW: f32 = 14.0;

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
    /// A sentence in which the term is blanked out.
    Blank {
        /// The sentence.
        sentence: String,
        /// What the missing word means, with whatever names it masked.
        meaning: String,
    },
    /// A sentence with a word that is to be understood.
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
    /// Type it; see [`judge_typed`].
    Typed {
        /// What is accepted. The first is what hints are about.
        accepted: Vec<String>,
        /// The other senses of the word and what other teams call the same: right words of another team.
        elsewhere: Vec<TermId>,
    },
}

/// One thing to pick.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The term that it belongs to.
    pub term: TermId,
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
    /// What is known of the card.
    pub state: Option<&'a CardState>,
    /// The decks that the user follows.
    pub followed: &'a [String],
    /// What the order of options hangs on, and which of two forms it is. It goes up by one with each review.
    pub seed: u64,
}

impl Asking<'_> {
    /// The other senses of the word, and what other teams call the same.
    fn kin(&self) -> Vec<TermId> {
        let Self { library, term, .. } = self;
        let senses = library.other_senses(term).map(|(_, sense)| sense.id.clone());
        senses.chain(library.same(&term.id)).collect()
    }
}

/// Makes the question in `form`, unless the term lacks what it needs.
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

/// The forms for a card, the best one first: a ladder that is climbed by stability. What a term lacks the material for
/// is passed over; *recall*, the last, suits every term. `wanted` comes first where it asks in the card's direction.
pub fn ladder(asking: &Asking<'_>, wanted: Option<Form>) -> Vec<Form> {
    let stability = asking.state.map_or(0.0, |state| state.memory.stability);
    let direction = asking.card.direction;
    // Every other review is a recall, and of the others every other begins with the senses.
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

/// Whether `form` asks in this direction, and makes a review.
pub const fn suits(form: Form, direction: Direction) -> bool {
    match form {
        Form::Introduce => false,
        Form::Choose | Form::Recall => true,
        Form::Expand | Form::WhichTeam => matches!(direction, Direction::Understand),
        Form::Fill | Form::Type => matches!(direction, Direction::Speak),
    }
}

/// The grade for an answer that was picked: choosing shows recognition, so it never earns more than Good.
pub const fn grade_pick(right: bool) -> Grade {
    if right { Grade::Good } else { Grade::Again }
}

/// `names` as accepted answers, each once.
fn answers<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut answers: Vec<String> = Vec::new();
    for name in names {
        if !answers.iter().any(|known| known == name) {
            answers.push(name.to_owned());
        }
    }
    answers
}

/// `text` without anything that names `term`.
pub fn masked(text: &str, term: &Term) -> String {
    mask(text, term.names(), MASK)
}

#[cfg(test)]
mod tests;
