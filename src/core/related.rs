//! Puts the terms that the found entry names itself before results that are only spelled like the query.

use std::borrow::Cow;

use crate::core::card::TermId;
use crate::core::deck::Term;
use crate::core::finder::{Finder, Findings, Found};
use crate::core::lookup::{Evidence, Hit, NEAR, Signal, Verdict};

impl Findings {
    /// For a match, inserts the terms that the first entry refers to or is confused with behind the matches and the names
    /// that start with the query: first those that name it, too, then by how often they are heard, and those it refers to
    /// before those it is only confused with. `entry` returns a term's entry.
    #[must_use]
    pub fn with_related<'a>(
        mut self,
        finder: &Finder,
        limit: usize,
        entry: impl Fn(&TermId) -> Option<Cow<'a, Term>>,
    ) -> Self {
        let first = self.found.first().filter(|_| self.verdict == Verdict::Match);
        let Some(term) = first.and_then(|found| entry(&found.term)) else { return self };
        let links = || term.see_also.iter().chain(&term.confused_with);
        let mut related: Vec<_> = links().filter_map(&entry).collect();
        related.sort_by_key(|other| {
            let is_mutual =
                other.confused_with.contains(&term.id) || other.see_also.contains(&term.id);
            (!is_mutual, other.level)
        });
        let is_kept = |found: &Found| {
            let hit = &found.hit;
            hit.evidence.is_match() || hit.evidence == Evidence::Start || hit.is_misheard_part()
        };
        let (mut rows, rest): (Vec<_>, Vec<_>) = self.found.into_iter().partition(is_kept);
        let related = related.iter().filter_map(|other| {
            let (term, entry) = finder.entry(&other.id)?;
            let (signal, evidence, matched) = (Signal::Related, Evidence::Related, Vec::new());
            let hit = Hit { entry, score: NEAR, signal, evidence, name: 0, matched, part: None };
            Some(Found { term, hit, name: other.term.clone(), is_spelling: false })
        });
        for found in related.chain(rest) {
            if rows.len() >= limit {
                break;
            }
            if rows.iter().all(|row| row.term != found.term) {
                rows.push(found);
            }
        }
        self.found = rows;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;
    use crate::core::library::Library;

    const DECK: &str = "
deck: a
terms:
  - {term: Canary, definition: d, see_also: [flag, deep-one, gone], confused_with: [back]}
  - {term: Canary test, definition: d}
  - {term: Flag, definition: d}
  - {term: Deep one, definition: d, level: deep, see_also: [canary]}
  - {term: Back, definition: d, level: core, see_also: [canary]}
  - {term: Canterbury, definition: d}
";

    fn library() -> Library {
        let read = read(&"a.yaml".into(), DECK.as_bytes(), Origin::Named);
        Library::merge(read.deck.into_iter().collect()).library
    }

    fn found(query: &str, limit: usize) -> Vec<String> {
        let library = library();
        let finder = Finder::new(&library, &[], &[]);
        let entry = |id: &TermId| library.find(id).map(Cow::Borrowed);
        let findings = finder.find(query, limit).with_related(&finder, limit, entry);
        findings.found.into_iter().map(|found| found.term.term().to_owned()).collect()
    }

    #[test]
    fn a_match_is_followed_by_what_begins_alike_and_then_by_what_its_entry_names() {
        let names = ["canary", "canary-test", "back", "deep-one", "flag"];
        assert_eq!(found("canary", 9)[..5], names);
        assert_eq!(found("canary", 3), names[..3]);
    }

    #[test]
    fn what_is_only_near_is_followed_by_nothing_that_was_not_found() {
        assert!(!found("can", 9).contains(&"back".to_owned()));
    }
}
