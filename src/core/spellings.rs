//! Spellings saved by the user, which rank their term above all other matches.

use crate::core::card::TermId;
use crate::core::finder::{Finder, Findings, Found};
use crate::core::lookup::{Evidence, Hit, SAME, Signal, Verdict, folded};

/// Minimum number of typed letters to match a spelling by prefix.
const FEW: usize = 3;

/// Spellings, each with its term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spellings(Vec<(String, TermId)>);

/// Normalizes `text` as look-up does with a query; `None` if nothing is left.
pub fn spelling(text: &str) -> Option<String> {
    let folded = folded(text);
    (!folded.is_empty()).then_some(folded)
}

impl Spellings {
    /// Wraps spellings that were normalized with [`spelling`].
    pub const fn new(spellings: Vec<(String, TermId)>) -> Self {
        Self(spellings)
    }

    /// The term saved for `query`, if any.
    pub fn of(&self, query: &str) -> Option<&TermId> {
        let key = spelling(query)?;
        self.0.iter().find(|(known, _)| *known == key).map(|(_, term)| term)
    }

    /// Saves `query` as a spelling of `term`, replacing the previous one.
    pub fn put(&mut self, query: &str, term: TermId) {
        let Some(key) = spelling(query) else { return };
        self.0.retain(|(known, _)| *known != key);
        self.0.push((key, term));
    }

    /// The best `limit` matches for `query`: the term of a saved spelling first, then the results of `finder`. A
    /// partly typed spelling counts like a prefix of a name.
    pub fn find(&self, finder: &Finder, query: &str, limit: usize) -> Findings {
        self.first(finder, query, finder.find(query, limit), limit)
    }

    /// `findings` for `query` with the term of a saved spelling first, and at most `limit` of them.
    pub fn first(
        &self,
        finder: &Finder,
        query: &str,
        mut findings: Findings,
        limit: usize,
    ) -> Findings {
        let Some(key) = spelling(query).filter(|_| !self.0.is_empty()) else { return findings };
        for (spelling, term) in &self.0 {
            let Some((score, signal, evidence)) = fits(&key, spelling) else { continue };
            let Some((term, entry)) = finder.entry(term) else { continue };
            let better = |found: &Found| found.hit.score >= score && signal != Signal::Same;
            if findings.found.iter().any(|found| found.term == term && better(found)) {
                continue;
            }
            findings.found.retain(|found| found.term != term);
            let at = findings.found.partition_point(better);
            let matched = (0..key.chars().count()).collect();
            let hit = Hit { entry, score, signal, evidence, name: 0, matched, part: None };
            let found = Found { term, hit, name: spelling.clone(), is_spelling: true };
            findings.found.insert(at, found);
        }
        findings.found.truncate(limit);
        if let Some(first) = findings.found.first() {
            findings.verdict = Verdict::of(std::slice::from_ref(&first.hit));
        }
        findings
    }
}

/// The score of `spelling` for a typed query.
#[expect(clippy::cast_precision_loss, reason = "lengths of spellings")]
fn fits(typed: &str, spelling: &str) -> Option<(f32, Signal, Evidence)> {
    if typed == spelling {
        return Some((SAME, Signal::Same, Evidence::Name));
    }
    let [typed_len, all] = [typed, spelling].map(|text| text.chars().count());
    let share = 0.5 + 0.5 * typed_len as f32 / all.max(1) as f32;
    let starts = typed_len >= FEW && spelling.starts_with(typed);
    starts.then_some((0.9 + 0.1 * share, Signal::Start, Evidence::Start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;
    use crate::core::library::Library;

    const DECK: &str = "deck: web\nterms:\n  - {term: nginx, definition: A server.}\n  - {term: Engine, definition: What drives it.}\n  - {term: Engine X, definition: Something else., formerly: [motor]}\n";

    fn library() -> Library {
        let read = read(&"web.yaml".into(), DECK.as_bytes(), Origin::Named);
        Library::merge(read.deck.into_iter().collect()).library
    }

    fn first(spellings: &[(&str, &str)], query: &str, only: &[&str]) -> Option<String> {
        let library = library();
        let finder = Finder::new(&library, &[], only);
        let spellings = spellings.iter();
        let spellings = spellings.map(|(text, id)| (spelling(text).unwrap(), id.parse().unwrap()));
        let findings = Spellings::new(spellings.collect()).find(&finder, query, 3);
        assert!(findings.found.len() <= 3);
        let mut ids: Vec<_> = findings.found.iter().map(|found| &found.term).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), findings.found.len(), "each word once");
        findings.found.first().map(|found| found.term.to_string())
    }

    #[test]
    fn a_remembered_spelling_comes_before_the_word_that_is_spelt_so() {
        assert_eq!(first(&[], "engine x", &[]).as_deref(), Some("web/engine-x"));
        let mine = [("Engine  X?", "web/nginx")];
        for query in ["engine x", "ENGINE-X", "what is an engine x"] {
            assert_eq!(first(&mine, query, &[]).as_deref(), Some("web/nginx"), "{query}");
        }
    }

    #[test]
    fn it_is_found_while_it_is_typed_after_what_fits_better() {
        let mine = [("enjin eks", "web/nginx")];
        assert_eq!(first(&mine, "enji", &[]).as_deref(), Some("web/nginx"));
        let mine = [("engines of the web", "web/nginx")];
        assert_eq!(first(&mine, "engine", &[]).as_deref(), Some("web/engine"));
    }

    #[test]
    fn it_follows_renames_and_what_is_gone_or_not_asked_for_does_no_harm() {
        let renamed = [("moh tor", "web/motor")];
        assert_eq!(first(&renamed, "moh tor", &[]).as_deref(), Some("web/engine-x"));
        assert_eq!(first(&[("moh tor", "web/gone")], "moh tor", &[]), None);
        assert_eq!(first(&renamed, "moh tor", &["design"]), None);
    }

    #[test]
    fn the_newest_word_for_a_spelling_counts() {
        let mut spellings = Spellings::default();
        spellings.put("Engine X", "web/nginx".parse().unwrap());
        spellings.put("engine x?", "web/engine".parse().unwrap());
        assert_eq!(spellings.of("engine-x").unwrap().to_string(), "web/engine");
        spellings.put("  ", "web/engine".parse().unwrap());
        assert_eq!(spellings.0.len(), 1);
    }
}
