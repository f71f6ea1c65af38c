//! The decks that ship with the program: a library worth learning from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use shoptalk::core::deck::lint::lint;
use shoptalk::core::deck::read::Read;
use shoptalk::core::deck::rules::Severity;
use shoptalk::core::deck::{Deck, Level, Origin};
use shoptalk::core::library::Library;
use shoptalk::files;

fn reads() -> Vec<Read> {
    files::read_path(&Path::new(env!("CARGO_MANIFEST_DIR")).join("decks"), &Origin::BuiltIn)
}

fn decks() -> Vec<Deck> {
    files::built_in()
}

#[test]
fn no_deck_has_a_problem_or_a_warning() {
    let reads = reads();
    let library = Library::merge(decks());
    assert_eq!(library.problems, []);
    assert!(reads.iter().all(|read| read.problems.is_empty()));
    let marked: Vec<_> =
        reads.iter().filter_map(|read| Some((read.deck.as_ref()?, &read.marks[..]))).collect();
    // Words of several teams are no fault: the next test but one wants them.
    let found = lint(&marked, &library.library);
    let found = found.iter().filter(|problem| problem.rule.severity != Severity::Hint);
    let found: Vec<String> = found.map(ToString::to_string).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_teams_that_were_promised_are_there_with_45_to_60_words_each() {
    let ids: Vec<String> = decks().iter().map(|deck| deck.id.to_string()).collect();
    assert_eq!(
        ids,
        [
            "backend", "data", "delivery", "design", "frontend", "media", "ml", "mobile",
            "platform", "product", "quality", "security"
        ]
    );
    for deck in decks() {
        assert!((45..=60).contains(&deck.terms.len()), "{}: {}", deck.id, deck.terms.len());
        assert!((3..=5).contains(&deck.ask.len()), "{} asks {} questions", deck.id, deck.ask.len());
        let core = deck.terms.iter().filter(|term| term.level == Level::Core).count();
        let share = core * 100 / deck.terms.len();
        assert!((30..=50).contains(&share), "{}: {share} % core", deck.id);
    }
}

#[test]
fn every_word_has_all_that_makes_it_stick() {
    for deck in decks() {
        for term in deck.terms {
            let whole = term.example.is_some() && term.why.is_some() && term.ask.is_some();
            assert!(whole, "{}", term.id);
        }
    }
}

#[test]
fn at_least_25_words_mean_different_things_to_different_teams() {
    let mut teams: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for deck in decks() {
        for term in deck.terms.iter().filter(|term| term.same_as.is_none()) {
            teams.entry(term.term.to_lowercase()).or_default().insert(deck.id.to_string());
        }
    }
    let several: Vec<_> = teams.iter().filter(|(_, teams)| teams.len() > 1).collect();
    assert!(several.len() >= 25, "{} words: {several:?}", several.len());
}
