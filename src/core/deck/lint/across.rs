//! Lints decks against one another: duplicate definitions, and the same word in several decks.

use std::collections::{BTreeMap, HashMap};

use crate::core::deck::lint::Marked;
use crate::core::deck::problem::{Also, Problem};
use crate::core::deck::rules::Rule;
use crate::core::deck::{Deck, FieldSpans, Term};
use crate::core::library::Library;
use crate::core::words::listed;

/// What to report about `decks` in relation to one another.
pub fn across(decks: &[Marked<'_>], library: &Library) -> Vec<Problem> {
    let mut problems = same_definitions(decks, library);
    problems.extend(same_words(decks, library));
    problems
}

/// A term with its deck and the spans of its values.
type Entry<'a> = (&'a Deck, &'a Term, &'a FieldSpans);

fn entries<'a>(decks: &[Marked<'a>]) -> impl Iterator<Item = Entry<'a>> {
    decks.iter().flat_map(|(deck, marks)| {
        deck.terms.iter().zip(&marks.terms).map(move |(term, marks)| (*deck, term, marks))
    })
}

fn same_definitions(decks: &[Marked<'_>], library: &Library) -> Vec<Problem> {
    let mut first: HashMap<String, Entry<'_>> = HashMap::new();
    let mut problems = Vec::new();
    for (deck, term, marks) in entries(decks) {
        let key = term.definition.to_lowercase();
        match first.get(&key) {
            Some((other_deck, other, other_marks)) => {
                if library.resolve(&other.id) == library.resolve(&term.id) {
                    continue;
                }
                let what = format!("`{}` has the same definition as {}", term.term, other.id);
                let help = "make it an alias, add `same_as`, or say how they differ";
                let place = marks.of("definition", 0);
                let path = other_deck.path.clone();
                let (there, label) =
                    (other_marks.of("definition", 0), "same definition here".into());
                problems.push(Problem {
                    also: Some(Also { path, place: there, label }),
                    ..Problem::new(deck.path.clone(), place, Rule::SameDefinition, what, help)
                });
            }
            None => {
                first.insert(key, (deck, term, marks));
            }
        }
    }
    problems
}

/// One note for each word that has different meanings in several decks, with the owners of each. Those who own them all know.
fn same_words(decks: &[Marked<'_>], library: &Library) -> Vec<Problem> {
    let mut words: BTreeMap<String, Vec<Entry<'_>>> = BTreeMap::new();
    for (deck, term, marks) in entries(decks) {
        words.entry(term.term.to_lowercase()).or_default().push((deck, term, marks));
    }
    let mut problems = Vec::new();
    for entries in words.into_values() {
        let [(deck, term, marks), others @ ..] = &entries[..] else { continue };
        let own = library.resolve(&term.id);
        let other = others.iter().find(|(other_deck, other, _)| {
            let is_known = !deck.owners.is_empty() && other_deck.owners == deck.owners;
            other_deck.id != deck.id && !is_known && library.resolve(&other.id) != own
        });
        let Some((other_deck, _, other_marks)) = other else { continue };
        let mut teams: Vec<String> = entries.iter().map(|(deck, ..)| team(deck)).collect();
        teams.dedup();
        let what = format!("`{}` is in the decks {}", term.term, listed(&teams, "and"));
        let help = "add `same_as` to one of them if they mean the same";
        let place = marks.of("term", 0);
        let path = other_deck.path.clone();
        let (there, label) = (other_marks.of("term", 0), "also here".to_owned());
        problems.push(Problem {
            also: Some(Also { path, place: there, label }),
            ..Problem::new(deck.path.clone(), place, Rule::SameWord, what, help)
        });
    }
    problems
}

/// A deck with its owners.
fn team(deck: &Deck) -> String {
    if deck.owners.is_empty() {
        deck.id.to_string()
    } else {
        format!("{} ({})", deck.id, deck.owners.join(", "))
    }
}
