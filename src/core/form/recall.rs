//! *Recall*: think of the answer, reveal it, and grade yourself.

use crate::core::card::Direction;
use crate::core::form::{Answer, Asking, Prompt, Question};
use crate::core::review::Form;

/// Builds the question: the term or, in the other direction, its meaning.
pub(super) fn question(asking: Asking<'_>) -> Question {
    let Asking { term, card, .. } = asking;
    let (task, prompt) = match card.direction {
        Direction::Understand => {
            ("What does it mean?", Prompt::Term { term: term.term.clone(), say: term.say.clone() })
        }
        Direction::Speak => ("What is the word for it?", Prompt::Meaning(asking.meaning())),
    };
    Question { card: card.clone(), form: Form::Recall, task, prompt, answer: Answer::Reveal }
}
