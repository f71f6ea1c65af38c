//! *Choose*: pick the meaning of a term, or the term for a meaning, from four options.

use crate::core::card::Direction;
use crate::core::deck::Term;
use crate::core::form::kind::Kind;
use crate::core::form::options::Options;
use crate::core::form::{Answer, Asking, Choice, Prompt, Question, masked};
use crate::core::review::Form;
use crate::core::rng::{hash, seeded};
use rand::RngExt as _;

/// Number of options.
const OPTIONS: usize = 4;

/// A text of a term to show as an option.
type Text = fn(&Term) -> &str;

/// Builds the question; `None` if there are no wrong options. Meanings are shown as glosses, four short lines, if the term and
/// enough others have one, and otherwise as definitions.
pub(super) fn question(asking: Asking<'_>) -> Option<Question> {
    let Asking { term, card, .. } = asking;
    let (task, prompt, options) = match card.direction {
        Direction::Understand => {
            let prompt = Prompt::Term { term: term.term.clone(), say: term.say.clone() };
            let gloss: Text = |term| term.gloss.as_deref().unwrap_or_default();
            let are_whole = |(options, right): &(Vec<Choice>, usize)| {
                options.len() == OPTIONS && options[*right].text == gloss(term)
            };
            let has_gloss = term.gloss.is_some();
            let glosses = has_gloss.then(|| pick(&asking, &term.term, gloss)).flatten();
            let options = glosses
                .filter(are_whole)
                .or_else(|| pick(&asking, &term.term, |term| &term.definition))?;
            ("What does it mean?", prompt, options)
        }
        Direction::Speak => {
            let meaning = asking.meaning();
            let options = pick(&asking, &meaning, |term| &term.term)?;
            ("Which word is it?", Prompt::Meaning(meaning), options)
        }
    };
    let (options, right) = options;
    let answer = Answer::Pick { options, right };
    Some(Question { card: card.clone(), form: Form::Choose, task, prompt, answer })
}

/// The options, each shown as its `text`, and the index of the right one; `None` if there is no wrong one.
fn pick(asking: &Asking<'_>, question: &str, text: Text) -> Option<(Vec<Choice>, usize)> {
    let Asking { term, card, seed, .. } = *asking;
    let mut rng = seeded(hash(term.id.as_str(), seed));
    let shown = |other: &Term| match card.direction {
        // Mask the names of both: an option that names the asked term would be unfair.
        Direction::Understand => masked(&masked(text(other), other), term),
        Direction::Speak => other.term.clone(),
    };
    let kind = Kind::of(term);
    let unlike = |other: &Term| kind.unlike(&Kind::of(other));
    let options = Options { asking, question, text, shown: &shown, unlike: &unlike };
    let wrong = options.meanings(OPTIONS - 1, &mut rng);
    if wrong.is_empty() {
        return None;
    }
    let choice = |other: &Term| Choice { term: other.id.clone(), text: shown(other) };
    let mut options: Vec<Choice> = wrong.into_iter().map(choice).collect();
    let right = rng.random_range(0..=options.len());
    options.insert(right, choice(term));
    Some((options, right))
}
