//! *Choose*: pick the meaning of a term, or the term for a meaning, from four options.

use std::cell::LazyCell;

use crate::core::card::Direction;
use crate::core::deck::Term;
use crate::core::form::kind::Kind;
use crate::core::form::options::{OPTIONS, Options, shared, stems};
use crate::core::form::topic::Topic;
use crate::core::form::{Answer, Asking, Choice, Prompt, Question, masked};
use crate::core::review::Form;

/// How many steps of unlikeness in kind a similarity of 1 in topic makes up for: a tenth makes up for one.
const TOPIC: f64 = 10.0;

/// A text of a term to show as an option.
type Text = fn(&Term) -> &str;

/// Builds the question; `None` if there are no wrong options. Meanings are shown as glosses, four short lines, if the term and
/// enough others have one, and otherwise as definitions.
pub(super) fn question(asking: Asking<'_>) -> Option<Question> {
    let Asking { term, card, .. } = asking;
    let (task, prompt, options) = match card.direction {
        Direction::Understand => {
            let gloss: Text = |term| term.gloss.as_deref().unwrap_or_default();
            let are_whole = |(options, right): &(Vec<Choice>, usize)| {
                options.len() == OPTIONS && options[*right].text == gloss(term)
            };
            let has_gloss = term.gloss.is_some();
            let glosses = has_gloss.then(|| pick(&asking, &term.term, gloss)).flatten();
            let options = glosses
                .filter(are_whole)
                .or_else(|| pick(&asking, &term.term, |term| &term.definition))?;
            ("What does it mean?", asking.prompt(), options)
        }
        Direction::Speak => {
            let clue = clue(term);
            let options = pick(&asking, &clue, |term| &term.term)?;
            ("Which word is it?", Prompt::Meaning(clue), options)
        }
    };
    let (options, right) = options;
    Some(asking.question(Form::Choose, task, prompt, Answer::Pick { options, right }))
}

/// What the term means, in one sentence with its names masked: of the definition's first sentence and the gloss, the one
/// that shares fewer words with the term. Later sentences name the opposite, another sense, or where the word comes from.
fn clue(term: &Term) -> String {
    let name = stems(&term.term);
    let first = first_sentence(&term.definition);
    let texts = std::iter::once(first).chain(term.gloss.as_deref());
    let clues = texts.map(|text| masked(text, term));
    clues.min_by_key(|clue| shared(clue, &name)).unwrap_or_default()
}

/// The first sentence of `text`.
fn first_sentence(text: &str) -> &str {
    let ends = text.match_indices(['.', '!', '?']).map(|(at, mark)| at + mark.len());
    let starts = |rest: &str| rest.trim_start().starts_with(char::is_uppercase);
    let mut ends = ends.filter(|at| text[*at..].starts_with(char::is_whitespace));
    ends.find(|at| starts(&text[*at..])).map_or(text, |end| &text[..end])
}

/// The options, each shown as its `text`, and the index of the right one; `None` if there is no wrong one.
fn pick(asking: &Asking<'_>, question: &str, text: Text) -> Option<(Vec<Choice>, usize)> {
    let Asking { term, card, .. } = *asking;
    let shown = |other: &Term| match card.direction {
        // Mask the names of both: an option that names the asked term would be unfair.
        Direction::Understand => masked(&masked(text(other), other), term),
        Direction::Speak => other.term.clone(),
    };
    let kind = Kind::of(term);
    let topic = LazyCell::new(|| Topic::of(term, asking.deck));
    let unlike =
        |other: &Term| f64::from(kind.unlike(&Kind::of(other))) - TOPIC * topic.similarity(other);
    Options { asking, question, text, shown: &shown, unlike: &unlike }.pick(true)
}
