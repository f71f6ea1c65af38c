//! Puts the terms that the found entry names itself before results that are only spelled like the query.

use std::borrow::Cow;

use crate::core::card::TermId;
use crate::core::deck::Term;
use crate::core::finder::{Finder, Findings, Found};
use crate::core::lookup::{Evidence, Hit, NEAR, Signal, Verdict};

impl Findings {
    /// For a match, inserts the terms that the first entry is confused with or refers to behind the matches and the names
    /// that start with the query: first those that refer to it, too, then by how often they are heard. `entry` returns a
    /// term's entry.
    #[must_use]
    pub fn with_related<'a>(
        mut self,
        finder: &Finder,
        limit: usize,
        entry: impl Fn(&TermId) -> Option<Cow<'a, Term>>,
    ) -> Self {
        let first = self.found.first().filter(|_| self.verdict == Verdict::Match);
        let Some(term) = first.and_then(|found| entry(&found.term)) else { return self };
        let links = || term.confused_with.iter().chain(&term.see_also);
        let mut related: Vec<_> = links().filter_map(&entry).collect();
        related.sort_by_key(|other| {
            let is_mutual =
                other.confused_with.contains(&term.id) || other.see_also.contains(&term.id);
            (!is_mutual, other.level)
        });
        let is_kept =
            |found: &Found| found.hit.evidence.is_match() || found.hit.evidence == Evidence::Start;
        let (mut rows, rest): (Vec<_>, Vec<_>) = self.found.into_iter().partition(is_kept);
        let related = related.iter().filter_map(|other| {
            let (term, entry) = finder.entry(&other.id)?;
            let (signal, evidence) = (Signal::Related, Evidence::Related);
            let hit = Hit { entry, score: NEAR, signal, evidence, name: 0, matched: Vec::new() };
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
