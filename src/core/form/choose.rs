//! *Choose*: pick the meaning of a term, or the term for a meaning, from four options.

use crate::core::card::Direction;
use crate::core::deck::Term;
use crate::core::form::options::Options;
use crate::core::form::{Answer, Asking, Choice, Prompt, Question, masked};
use crate::core::review::Form;
use crate::core::rng::{hash, seeded};
use rand::RngExt as _;

/// Number of options.
const OPTIONS: usize = 4;

/// Builds the question; `None` if there are no wrong options.
pub fn question(asking: Asking<'_>) -> Option<Question> {
    let Asking { term, card, seed, .. } = asking;
    let mut rng = seeded(hash(term.id.as_str(), seed));
    let text = |other: &Term| match card.direction {
        // Mask the names of both: an option that names the asked term would be unfair.
        Direction::Understand => masked(&masked(&other.definition, other), term),
        Direction::Speak => other.term.clone(),
    };
    let (task, prompt) = match card.direction {
        Direction::Understand => {
            ("What does it mean?", Prompt::Term { term: term.term.clone(), say: term.say.clone() })
        }
        Direction::Speak => ("Which word is it?", Prompt::Meaning(masked(&term.definition, term))),
    };
    let question = match &prompt {
        Prompt::Meaning(meaning) => meaning,
        _ => &term.term,
    };
    let plain: fn(&Term) -> &str = match card.direction {
        Direction::Understand => |other| &other.definition,
        Direction::Speak => |other| &other.term,
    };
    let kind = Kind::of(term);
    let unlike = |other: &Term| usize::from(Kind::of(other) != kind);
    let options = Options { asking: &asking, question, text: plain, shown: &text, unlike: &unlike };
    let wrong = options.meanings(OPTIONS - 1, &mut rng);
    if wrong.is_empty() {
        return None;
    }
    let choice = |other: &Term| Choice { term: other.id.clone(), text: text(other) };
    let mut options: Vec<Choice> = wrong.into_iter().map(choice).collect();
    let right = rng.random_range(0..=options.len());
    options.insert(right, choice(term));
    let answer = Answer::Pick { options, right };
    Some(Question { card: card.clone(), form: Form::Choose, task, prompt, answer })
}

/// A term's rough word class, guessed from the start of its definition: verb, noun, or neither.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Deed,
    Thing,
    Other,
}

impl Kind {
    fn of(term: &Term) -> Self {
        match term.definition.split_whitespace().next() {
            Some("To") => Self::Deed,
            Some("A" | "An" | "The") => Self::Thing,
            _ => Self::Other,
        }
    }
}
