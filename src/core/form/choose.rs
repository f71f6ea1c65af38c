//! *Choose*: pick the meaning of a term, or the term for a meaning, out of four.

use crate::core::card::Direction;
use crate::core::deck::Term;
use crate::core::form::options::wrong_answers;
use crate::core::form::{Answer, Asking, Choice, Prompt, Question, masked};
use crate::core::review::Form;
use crate::core::rng::{hash, seeded};
use rand::RngExt as _;

/// How many answers there are to choose from.
const OPTIONS: usize = 4;

/// The question; none when there are no wrong answers to go with the right one.
pub fn question(asking: Asking<'_>) -> Option<Question> {
    let Asking { term, card, seed, .. } = asking;
    let mut rng = seeded(hash(term.id.as_str(), seed));
    let wrong = wrong_answers(&asking, OPTIONS - 1, &mut rng);
    if wrong.is_empty() {
        return None;
    }
    let choice = |other: &Term| {
        let text = match card.direction {
            // The names of both are masked: a meaning that names the term asked for is no question.
            Direction::Understand => masked(&masked(&other.definition, other), term),
            Direction::Speak => other.term.clone(),
        };
        Choice { term: other.id.clone(), text }
    };
    let mut options: Vec<Choice> = wrong.into_iter().map(choice).collect();
    let right = rng.random_range(0..=options.len());
    options.insert(right, choice(term));
    let (task, prompt) = match card.direction {
        Direction::Understand => {
            ("What does it mean?", Prompt::Term { term: term.term.clone(), say: term.say.clone() })
        }
        Direction::Speak => ("Which word is it?", Prompt::Meaning(masked(&term.definition, term))),
    };
    let answer = Answer::Pick { options, right };
    Some(Question { card: card.clone(), form: Form::Choose, task, prompt, answer })
}
