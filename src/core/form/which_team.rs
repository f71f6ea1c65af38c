//! *Which team*: tell from a sentence which team's sense of a word is meant.

use rand::RngExt as _;

use crate::core::deck::{Deck, Term};
use crate::core::form::options::OPTIONS;
use crate::core::form::{Answer, Asking, Choice, Prompt, Question};
use crate::core::review::Form;
use crate::core::rng::{hash, seeded};
use crate::core::words::occurrences;

/// Builds the question; `None` unless at least two teams have a sentence with the word.
///
/// The sentence may be any sense's, not always the card's: otherwise someone who follows only one team would know the
/// answer without reading. If there are more teams than options, followed ones come first, because their words meet in
/// the same room.
pub(super) fn question(asking: Asking<'_>) -> Option<Question> {
    let Asking { library, deck, term, followed, seed, .. } = asking;
    let mut senses: Vec<(&Deck, &Term, &str)> = Vec::new();
    for (deck, sense) in std::iter::once((deck, term)).chain(library.other_senses(term)) {
        let is_new =
            senses.iter().all(|(known, ..)| known.id != deck.id && known.title != deck.title);
        if let Some(example) = telling(deck, sense)
            && is_new
        {
            senses.push((deck, sense, example));
        }
    }
    // The card's own sense is always an option.
    if senses.len() < 2 || senses[0].1.id != term.id {
        return None;
    }
    let mut rng = seeded(hash(term.id.as_str(), seed));
    let is_followed = |deck: &Deck| followed.iter().any(|id| *id == *deck.id);
    // After the card's own sense, followed decks first; the sort is stable.
    senses[1..].sort_by_key(|(deck, ..)| !is_followed(deck));
    let near = 1 + senses[1..].iter().filter(|(deck, ..)| is_followed(deck)).count();
    while senses.len() > OPTIONS {
        let first = if near < senses.len() { near } else { 1 };
        let out = rng.random_range(first..senses.len());
        senses.remove(out);
    }
    // Fisher–Yates shuffle: every order is equally likely.
    for last in (1..senses.len()).rev() {
        senses.swap(last, rng.random_range(0..=last));
    }
    let right = rng.random_range(0..senses.len());
    let options = senses
        .iter()
        .map(|(deck, sense, _)| Choice { term: sense.id.clone(), text: deck.title.clone() })
        .collect();
    let prompt = Prompt::Sentence {
        sentence: senses[right].2.to_owned(),
        word: term.term.clone(),
        source: library.resolve(&senses[right].1.id),
    };
    let answer = Answer::Pick { options, right };
    Some(asking.question(Form::WhichTeam, "Whose sense is this?", prompt, answer))
}

/// A sense's example, if it contains the word and does not name the team.
fn telling<'a>(deck: &Deck, sense: &'a Term) -> Option<&'a str> {
    let has = |example: &&str| {
        !occurrences(example, &sense.term).is_empty()
            && occurrences(example, &deck.title).is_empty()
    };
    sense.example.as_deref().filter(has).filter(|_| sense.retired.is_none())
}
