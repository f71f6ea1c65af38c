//! *Introduce*: shows a new term with its whole entry. Writes no review.

use crate::core::form::{Answer, Asking, Question};
use crate::core::review::Form;

/// Builds the introduction.
pub(super) fn question(asking: Asking<'_>) -> Question {
    asking.question(Form::Introduce, "A new word", asking.prompt(), Answer::Read)
}
