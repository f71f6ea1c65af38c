//! Tests the quality of the built-in decks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use shoptalk::core::card::TermId;
use shoptalk::core::deck::lint::lint;
use shoptalk::core::deck::read::Read;
use shoptalk::core::deck::{Deck, Level, Origin, Term};
use shoptalk::core::library::Library;
use shoptalk::files;

/// Every id that a built-in term has ever had.
const OLD_IDS: &str = include_str!("data/decks/ids.txt");

fn reads() -> Vec<Read> {
    files::read_path(&Path::new(env!("CARGO_MANIFEST_DIR")).join("decks"), &Origin::BuiltIn)
}

fn decks() -> Vec<Deck> {
    files::built_in()
}

#[test]
fn no_deck_has_a_problem_a_warning_or_a_hint() {
    let reads = reads();
    let library = Library::merge(decks());
    assert_eq!(library.problems, []);
    assert!(reads.iter().all(|read| read.problems.is_empty()));
    let marked: Vec<_> =
        reads.iter().filter_map(|read| Some((read.deck.as_ref()?, &read.marks))).collect();
    // Tools only need a gloss and a definition.
    let is_fine =
        |code: &str, path: &str| ["N409", "N410"].contains(&code) && path.ends_with("tools.yaml");
    let found = lint(&marked, &library.library);
    let found = found.iter().filter(|problem| !is_fine(problem.rule.code(), &problem.path));
    let found: Vec<String> = found.map(ToString::to_string).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_teams_that_were_promised_are_there_with_about_a_hundred_words_each() {
    let mut ids: Vec<String> = decks().iter().map(|deck| deck.id.to_string()).collect();
    ids.sort();
    assert_eq!(
        ids,
        [
            "backend", "basics", "business", "data", "delivery", "design", "frontend", "media",
            "ml", "mobile", "platform", "product", "quality", "security", "tools"
        ]
    );
    for deck in decks() {
        assert!((80..=250).contains(&deck.terms.len()), "{}: {}", deck.id, deck.terms.len());
        assert!((3..=5).contains(&deck.ask.len()), "{} asks {} questions", deck.id, deck.ask.len());
        let core = deck.terms.iter().filter(|term| term.level == Level::Core).count();
        assert!((30..=50).contains(&core), "{}: {core} core words", deck.id);
    }
}

#[test]
fn every_word_has_all_that_makes_it_stick() {
    let has_all = |term: &Term| {
        let texts = [&term.gloss, &term.example, &term.why, &term.ask];
        texts.iter().all(|text| text.is_some()) && term.reviewed.is_some()
    };
    for deck in decks().iter().filter(|deck| &*deck.id != "tools") {
        for term in &deck.terms {
            assert!(has_all(term) && !term.confused_with.is_empty(), "{}", term.id);
        }
    }
}

#[test]
fn every_id_that_a_word_ever_had_leads_to_it() {
    let library = Library::merge(decks()).library;
    let lost: Vec<&str> = OLD_IDS
        .lines()
        .filter(|id| {
            let id: TermId = id.parse().expect("an id");
            library.find(&id).is_none()
        })
        .collect();
    assert_eq!(lost, [""; 0]);
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

#[test]
fn the_documents_count_the_words_of_the_decks() {
    let decks = decks();
    let count: usize = decks.iter().map(|deck| deck.terms.len()).sum();
    let count = format!("{},{:03} words", count / 1000, count % 1000);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| std::fs::read_to_string(root.join(name)).expect("it is there");
    assert_eq!(decks.len(), 15);
    assert!(read("README.md").contains(&format!("Fifteen decks with {count}")), "{count}");
    let table = read("decks/README.md");
    assert!(table.contains(&format!("That is {count}.")), "{count}");
    for deck in &decks {
        let (id, title, words) = (&deck.id, &deck.title, deck.terms.len());
        let row =
            table.lines().find(|row| row.starts_with(&format!("| [{id}]({id}.yaml) | {title} |")));
        assert!(row.is_some_and(|row| row.ends_with(&format!("| {words} |"))), "{id}: {words}");
    }
}
