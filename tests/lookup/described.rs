//! Tests descriptions of ideas, as a leader types them who doesn't know the word, in the built-in decks. Counts may rise
//! but must not regress.
//!
//! The 110 descriptions were written for this test by someone who had read the names but not the definitions.

use shoptalk::core::finder::Finder;
use shoptalk::core::jargon::Scanner;
use shoptalk::core::lookup::Verdict;
use shoptalk::core::reading::{self, findings, is_sentence};

use super::samples::{Query, built_in, read};

#[test]
fn an_idea_that_is_described_is_found_without_its_name() {
    let library = built_in();
    let (finder, scanner) = (Finder::new(&library, &[], &[]), Scanner::new(&library));
    let ideas: Vec<Query> = read("ideas.json");
    // Of 55 each.
    for (half, least) in [("a", (21, 32)), ("b", (29, 37))] {
        let (mut first, mut few) = (0, 0);
        for idea in ideas.iter().filter(|idea| idea.src == half) {
            let mut found = finder.find(&idea.text, 10);
            if found.verdict != Verdict::Match && is_sentence(&idea.text) {
                let mut scan = reading::scan(&scanner, &library, &idea.text, &[], &[]);
                let most = reading::MEANINGS;
                found = findings(&idea.text, &mut scan, found.found, &finder, most, &library);
            }
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
