//! *Fill*: type the term blanked out of its example sentence.

use crate::core::form::{Answer, Asking, BLANK, Prompt, Question, answers, masked};
use crate::core::review::Form;
use crate::core::words::{mask, occurrences, words};

/// Minimum number of words left around the blank, so the sentence still gives context.
const WORDS_LEFT: usize = 3;

/// Builds the question; `None` if there is no example or the term does not occur in it.
pub(super) fn question(asking: Asking<'_>) -> Option<Question> {
    let term = asking.term;
    let example = term.example.as_deref()?;
    let found = term.names().flat_map(|name| occurrences(example, name));
    let place = found.min_by_key(|place| (place.start, std::cmp::Reverse(place.end)))?;
    let sentence = mask(example, term.names(), BLANK);
    if words(&sentence).len() < WORDS_LEFT {
        return None;
    }
    let meaning = masked(term.gist(), term);
    let accepted = answers(std::iter::once(&example[place]).chain(term.names()));
    let answer = Answer::Typed { accepted, elsewhere: asking.kin() };
    let prompt = Prompt::Blank { sentence, meaning };
    Some(asking.question(Form::Fill, "Which word is missing?", prompt, answer))
}
