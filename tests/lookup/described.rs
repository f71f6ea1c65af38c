//! Tests descriptions of ideas, as a leader types them who doesn't know the word, in the built-in decks. Counts may rise
//! but must not regress.
//!
//! The 110 descriptions were written for this test by someone who had read the names but not the definitions.

use shoptalk::core::finder::{Finder, Findings};
use shoptalk::core::jargon::Scanner;
use shoptalk::core::library::Library;
use shoptalk::core::lookup::Verdict;
use shoptalk::core::reading::{self, Limits, findings, is_sentence};

use super::samples::{Query, built_in, read};

/// What the program answers to `query`.
fn look(query: &str, finder: &Finder, scanner: &Scanner, library: &Library) -> Findings {
    let found = finder.find(query, 10);
    if found.verdict == Verdict::Match || !is_sentence(query) {
        return found;
    }
    let mut scan = reading::scan(scanner, library, query, &[], &[]);
    let limits = Limits { near: 10, meant: reading::MEANINGS };
    findings(query, &mut scan, found.found, finder, limits, library)
}

#[test]
fn a_sentence_with_a_term_is_a_match_and_begins_with_the_term() {
    let library = built_in();
    let (finder, scanner) = (Finder::new(&library, &[], &[]), Scanner::new(&library));
    for (sentence, term) in [
        ("who pays for the kubernetes in this company", "platform/kubernetes"),
        ("our error budget is empty again now", "platform/error-budget"),
        ("the error budget pays for the cash", "platform/error-budget"),
        ("what did the postmortem say about it", "platform/postmortem"),
        ("we will shard the users table before the holidays", "backend/sharding"),
        ("is ruby still used in this company", "tools/ruby"),
        ("we moved to terraform last year", "tools/terraform"),
        ("kanban was new to us last year", "delivery/kanban"),
        ("why did the failover not work there", "platform/failover"),
        ("it has nothing to do with kubernetes", "platform/kubernetes"),
    ] {
        let found = look(sentence, &finder, &scanner, &library);
        assert_eq!(found.verdict, Verdict::Match, "{sentence}");
        assert_eq!(found.found[0].term.as_str(), term, "{sentence}");
    }
    // Made of stop words alone, a name is no term of a sentence that describes something.
    let described = look("what you are allowed to do", &finder, &scanner, &library);
    assert_ne!(described.verdict, Verdict::Match);
    // "To a message" is no toast message.
    let padded =
        look("what happens to a message nobody could process", &finder, &scanner, &library);
    assert!(padded.found[..3].iter().all(|found| found.term.as_str() != "design/toast"));
    let misheard = look("the second retry was not item potent", &finder, &scanner, &library);
    assert_eq!(misheard.found[1].term.as_str(), "backend/idempotent");
}

#[test]
fn an_idea_that_is_described_is_found_without_its_name() {
    let library = built_in();
    let (finder, scanner) = (Finder::new(&library, &[], &[]), Scanner::new(&library));
    let ideas: Vec<Query> = read("ideas.json");
    // Of 55 each.
    for (half, least) in [("a", (23, 33)), ("b", (28, 37))] {
        let (mut first, mut few) = (0, 0);
        for idea in ideas.iter().filter(|idea| idea.src == half) {
            let found = look(&idea.text, &finder, &scanner, &library);
            let is_meant = |name: &str| idea.expected.iter().any(|expected| expected == name);
            let place = found.found.iter().position(|found| {
                let term = library.find(&found.term).expect("what was found exists");
                is_meant(&term.term) || term.names().any(is_meant)
            });
            first += usize::from(place == Some(0));
            few += usize::from(place.is_some_and(|place| place < 3));
        }
        assert!((first, few) >= least && few >= least.1, "{half}: {first} and {few}");
    }
}
