//! *Which team*: a sentence with a word that several teams use, each in its own sense.

use rand::RngExt as _;

use crate::core::deck::{Deck, Term};
use crate::core::form::{Answer, Asking, Choice, Prompt, Question};
use crate::core::review::Form;
use crate::core::rng::{hash, seeded};
use crate::core::words::occurrences;

/// The most teams to choose from.
const OPTIONS: usize = 4;

/// The question; none unless two teams or more have a sentence with the word.
///
/// The sentence is that of any sense, not always of the one whose card it is: someone who follows one team only would
/// know the answer without reading. Where there are more teams than options, those that are followed come first: their
/// words are the ones that meet in one room.
pub fn question(asking: Asking<'_>) -> Option<Question> {
    let Asking { library, deck, term, card, followed, seed, .. } = asking;
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
    // The sense that is asked about is always among them.
    if senses.len() < 2 || senses[0].1.id != term.id {
        return None;
    }
    let mut rng = seeded(hash(term.id.as_str(), seed));
    let is_followed = |deck: &Deck| followed.iter().any(|id| *id == *deck.id);
    // Behind the sense that is asked about, and within both parts as they came.
    senses[1..].sort_by_key(|(deck, ..)| !is_followed(deck));
    let near = 1 + senses[1..].iter().filter(|(deck, ..)| is_followed(deck)).count();
    while senses.len() > OPTIONS {
        let first = if near < senses.len() { near } else { 1 };
        let out = rng.random_range(first..senses.len());
        senses.remove(out);
    }
    // Every order is as likely as any other (Fisher and Yates).
    for last in (1..senses.len()).rev() {
        senses.swap(last, rng.random_range(0..=last));
    }
    let right = rng.random_range(0..senses.len());
    let options = senses
        .iter()
        .map(|(deck, sense, _)| Choice { term: sense.id.clone(), text: deck.title.clone() })
        .collect();
    Some(Question {
        card: card.clone(),
        form: Form::WhichTeam,
        task: "Whose sense is this?",
        prompt: Prompt::Sentence { sentence: senses[right].2.to_owned(), word: term.term.clone() },
        answer: Answer::Pick { options, right },
    })
}

/// The example of a sense, if it has the word and does not name the team.
fn telling<'a>(deck: &Deck, sense: &'a Term) -> Option<&'a str> {
    let has = |example: &&str| {
        !occurrences(example, &sense.term).is_empty()
            && occurrences(example, &deck.title).is_empty()
    };
    sense.example.as_deref().filter(has).filter(|_| sense.retired.is_none())
}
