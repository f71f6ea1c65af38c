//! Tests queries that leaders type after hearing a word, in a large glossary and in the built-in decks. Counts may rise but
//! must not regress. A hit that only sounds similar is "near", so it must not be a match.
//!
//! The queries were made up for this test, by kind of mishearing.

use shoptalk::core::finder::Finder;
use shoptalk::core::lookup::Verdict;

use super::samples::{Query, built_in, glossary, read};

/// The number of hits that people look at while someone is speaking.
const FEW: usize = 3;

/// How many were found first, how many in the first few hits, and how many were a match with the wrong entry.
#[derive(Debug, Default, PartialEq, PartialOrd)]
struct Count {
    first: usize,
    few: usize,
    surely_wrong: usize,
}

impl Count {
    fn no_worse_than(&self, other: &Self) -> bool {
        self.first >= other.first
            && self.few >= other.few
            && self.surely_wrong <= other.surely_wrong
    }
}

/// Counts results for both halves of `queries`. `search` returns the names of the first few hits, and the verdict.
fn count(queries: &[Query], search: impl Fn(&str) -> (Vec<String>, Verdict)) -> [Count; 2] {
    ["a", "b"].map(|half| {
        let mut count = Count::default();
        for query in queries.iter().filter(|query| query.src == half) {
            let (names, verdict) = search(&query.text);
            let place = names.iter().position(|name| query.expected.contains(name));
            count.first += usize::from(place == Some(0));
            count.few += usize::from(place.is_some());
            count.surely_wrong += usize::from(verdict == Verdict::Match && place != Some(0));
        }
        count
    })
}

fn holds(found: &[Count; 2], least: &[Count; 2]) {
    for (found, least) in found.iter().zip(least) {
        assert!(found.no_worse_than(least), "{found:?} is worse than {least:?}");
    }
}

#[test]
fn what_was_heard_is_found_in_a_large_glossary() {
    let (terms, index) = glossary();
    let found = count(&read("heard.json"), |query| {
        let hits = index.search(query, FEW);
        let names = hits.iter().map(|hit| terms[hit.entry].name.clone()).collect();
        (names, Verdict::of(&hits))
    });
    // Of 559 and 569 queries. A name in a phrase of three words is a match: "data lake's house".
    let least = [
        Count { first: 536, few: 550, surely_wrong: 3 },
        Count { first: 545, few: 555, surely_wrong: 5 },
    ];
    holds(&found, &least);
}

#[test]
fn what_was_heard_is_found_in_the_decks_that_ship() {
    let library = built_in();
    let finder = Finder::new(&library, &[], &[]);
    let found = count(&read("heard-decks.json"), |query| {
        let findings = finder.find(query, FEW);
        let name = |id| library.find(id).map(|term| term.term.clone());
        (findings.found.iter().filter_map(|found| name(&found.term)).collect(), findings.verdict)
    });
    // Of 140 and 123 queries.
    let least = [
        Count { first: 134, few: 139, surely_wrong: 0 },
        Count { first: 114, few: 119, surely_wrong: 0 },
    ];
    holds(&found, &least);
}
