//! Question forms: how a card is asked. Each form is one file that builds a question from a term; one screen renders
//! them all by kind of answer.

mod choose;
mod expand;
mod fill;
mod introduce;
mod kind;
mod options;
mod recall;
mod sentence;
mod topic;
mod typed;
mod typing;
mod which_team;

pub use sentence::Sentences;
pub use typed::{grade_typed, judge_typed};

use crate::core::card::{CardId, DeckId, Direction, TermId};
use crate::core::deck::{Deck, Term};
use crate::core::library::Library;
use crate::core::review::{AnswerKind, Form, Grade};
use crate::core::schedule::CardState;
use crate::core::time::Day;
use crate::core::words::mask;

/// Stands for the word that is asked, where it would be in a sentence or give itself away.
pub const BLANK: &str = "____";

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

impl Question {
    /// How it is answered.
    pub const fn kind(&self) -> AnswerKind {
        match self.answer {
            Answer::Read | Answer::Reveal => AnswerKind::Judged,
            Answer::Pick { .. } => AnswerKind::Picked,
            Answer::Typed { .. } => AnswerKind::Typed,
        }
    }

    /// The term whose example it shows.
    pub const fn sentence(&self) -> Option<&TermId> {
        match &self.prompt {
            Prompt::Sentence { source, .. } => Some(source),
            _ => None,
        }
    }
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
        /// The word, as it is written there.
        word: String,
        /// The term whose example it is.
        source: TermId,
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
    /// The study day.
    pub today: Day,
    /// The followed decks.
    pub followed: &'a [DeckId],
    /// The sentences it can be asked in.
    pub sentences: &'a Sentences,
    /// Seed for the order of options and the choice between two forms. Increases by one with each review.
    pub seed: u64,
}

impl Asking<'_> {
    /// The question to the card in `form`.
    fn question(&self, form: Form, task: &'static str, prompt: Prompt, answer: Answer) -> Question {
        Question { card: self.card.clone(), form, task, prompt, answer }
    }

    /// The term as the prompt.
    fn prompt(&self) -> Prompt {
        Prompt::Term { term: self.term.term.clone(), say: self.term.say.clone() }
    }

    /// Whether the card was not asked before today.
    fn is_first_day(&self) -> bool {
        self.state.is_none_or(|state| state.first == self.today)
    }

    /// Whether the card was already asked today.
    fn is_repeat(&self) -> bool {
        self.state.is_some_and(|state| state.last == self.today)
    }

    /// The number of times the card was asked, by which forms and prompts take turns.
    fn turn(&self) -> u32 {
        self.state.map_or(0, |state| state.reviews)
    }

    /// What the term means, with its names masked: by turns its definition, its gloss, and its gloss with why the team cares.
    fn meaning(&self) -> String {
        let Term { definition, gloss, why, .. } = self.term;
        let text = match (self.turn() / 2 % 3, gloss, why) {
            (1, Some(gloss), _) => gloss.clone(),
            (2, Some(gloss), Some(why)) => format!("{gloss}. {why}"),
            _ => definition.clone(),
        };
        masked(&text, self.term)
    }

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
        Form::InSentence => sentence::question(asking),
    }
}

/// The forms for a card, best first. A card is picked from options on its first day and when it is asked again on the same
/// day. On later days its first question is never a choice: forms that need recall take turns. Forms the term lacks material
/// for are skipped; *recall*, the last, always works. `wanted` comes first if it asks in the card's direction.
pub fn ladder(asking: &Asking<'_>, wanted: Option<Form>) -> Vec<Form> {
    let direction = asking.card.direction;
    let turn = asking.turn();
    let is_odd = turn % 2 == 1;
    let is_acronym = asking.term.expansion.is_some();
    let rungs: &[Form] = match direction {
        _ if asking.is_first_day() => &[Form::Choose],
        Direction::Understand if asking.is_repeat() && is_odd => &[Form::WhichTeam, Form::Choose],
        _ if asking.is_repeat() => &[Form::Choose],
        Direction::Understand if is_acronym && turn % 4 == 3 => &[Form::InSentence],
        Direction::Understand if is_odd => &[],
        Direction::Understand => &[Form::Expand, Form::InSentence],
        Direction::Speak if is_odd => &[Form::Fill, Form::Type],
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
        Form::Expand | Form::WhichTeam | Form::InSentence => {
            matches!(direction, Direction::Understand)
        }
        Form::Fill | Form::Type => matches!(direction, Direction::Speak),
    }
}

/// Why a card of this direction could not be asked in `form`, the one the user chose.
pub const fn why_not(form: Form, direction: Direction) -> &'static str {
    match (form, direction) {
        (Form::Fill | Form::Type, Direction::Understand) => {
            "the word itself is typed once you have understood it for a week"
        }
        (Form::Expand | Form::WhichTeam | Form::InSentence, Direction::Speak) => {
            "this question is about using the word"
        }
        (Form::Fill | Form::InSentence, _) => "no example contains the word",
        (Form::Expand, _) => "it has no expansion",
        (Form::WhichTeam, _) => "only one team has an example of it",
        _ => "there is nothing to choose from",
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
    mask(text, term.names(), BLANK)
}

#[cfg(test)]
mod tests;
