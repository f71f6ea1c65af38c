//! *Recall*: think of the answer, reveal it, and grade yourself.

use crate::core::card::Direction;
use crate::core::form::{Answer, Asking, Prompt, Question};
use crate::core::review::Form;

/// Builds the question: the term or, in the other direction, its meaning.
pub(super) fn question(asking: Asking<'_>) -> Question {
    let (task, prompt) = match asking.card.direction {
        Direction::Understand => ("What does it mean?", asking.prompt()),
        Direction::Speak => ("What is the word for it?", Prompt::Meaning(asking.meaning())),
    };
    asking.question(Form::Recall, task, prompt, Answer::Reveal)
}
