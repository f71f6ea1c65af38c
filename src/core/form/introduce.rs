//! *Introduce*: shows a new term with its whole entry. Writes no review.

use crate::core::form::{Answer, Asking, Prompt, Question};
use crate::core::review::Form;

/// Builds the introduction.
pub(super) fn question(asking: Asking<'_>) -> Question {
    Question {
        card: asking.card.clone(),
        form: Form::Introduce,
        task: "A new word",
        prompt: Prompt::Term { term: asking.term.term.clone(), say: asking.term.say.clone() },
        answer: Answer::Read,
    }
}
