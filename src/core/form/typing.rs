//! *Type*: type the term for its meaning.

use crate::core::form::{Answer, Asking, Prompt, Question, answers};
use crate::core::review::Form;

/// Builds the question.
pub(super) fn question(asking: Asking<'_>) -> Question {
    let prompt = Prompt::Meaning(asking.meaning());
    let answer = Answer::Typed { accepted: answers(asking.term.names()), elsewhere: asking.kin() };
    asking.question(Form::Type, "What is the word for it?", prompt, answer)
}
