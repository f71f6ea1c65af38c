//! *Type*: type the term for its meaning.

use crate::core::form::{Answer, Asking, Prompt, Question, answers};
use crate::core::review::Form;

/// Builds the question.
pub(super) fn question(asking: Asking<'_>) -> Question {
    let Asking { term, card, .. } = asking;
    Question {
        card: card.clone(),
        form: Form::Type,
        task: "What is the word for it?",
        prompt: Prompt::Meaning(asking.meaning()),
        answer: Answer::Typed { accepted: answers(term.names()), elsewhere: asking.kin() },
    }
}
