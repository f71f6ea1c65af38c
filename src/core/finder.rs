//! Look-up over the library: which terms are meant by what someone typed.

use std::collections::HashSet;

use crate::core::card::TermId;
use crate::core::library::Library;
use crate::core::lookup::{Entry, Hit, Index, Verdict};

/// Where one of the names of a term comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// The term itself.
    Term,
    /// An alias.
    Alias,
    /// What an acronym stands for.
    Expansion,
    /// What it sounds like.
    SoundsLike,
    /// A spelling that the user asked to remember.
    Spelling,
}

/// A term that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The term.
    pub term: TermId,
    /// How it was found.
    pub hit: Hit,
    /// The name that was found.
    pub name: String,
    /// What kind of name that is.
    pub kind: NameKind,
}

/// What a search brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// What to say about the best of them.
    pub verdict: Verdict,
    /// The terms, best first.
    pub found: Vec<Found>,
}

/// A library, prepared for look-up.
pub struct Finder {
    index: Index,
    terms: Vec<(TermId, Vec<(String, NameKind)>)>,
}

impl Finder {
    /// Prepares all terms of `library`, or those of the decks `only`; the words of the decks `first` come first among
    /// equals. Terms that are the same stand in one line.
    pub fn new(library: &Library, first: &[&str], only: &[&str]) -> Self {
        let mut seen = HashSet::new();
        let mut terms: Vec<(bool, &crate::core::deck::Term)> = Vec::new();
        let mut decks: Vec<_> = library.decks().iter().collect();
        // Of terms that are the same, the one of a deck that comes first is shown.
        decks.sort_by_key(|deck| !first.contains(&&*deck.id));
        for deck in decks {
            if !only.is_empty() && !only.contains(&&*deck.id) {
                continue;
            }
            let boost = first.contains(&&*deck.id);
            let fresh = deck.terms.iter().filter(|term| seen.insert(library.resolve(&term.id)));
            terms.extend(fresh.map(|term| (boost, term)));
        }
        let names = |term: &crate::core::deck::Term| {
            let mut names = vec![(term.term.clone(), NameKind::Term)];
            names.extend(term.aliases.iter().map(|name| (name.clone(), NameKind::Alias)));
            names.extend(term.expansion.iter().map(|name| (name.clone(), NameKind::Expansion)));
            names.extend(term.sounds_like.iter().map(|name| (name.clone(), NameKind::SoundsLike)));
            names
        };
        let index = Index::new(terms.iter().map(|(boost, term)| {
            Entry {
                term: &term.term,
                aliases: term
                    .aliases
                    .iter()
                    .chain(&term.expansion)
                    .chain(&term.sounds_like)
                    .map(String::as_str)
                    .collect(),
                definition: &term.definition,
                boost: *boost,
            }
        }));
        let terms = terms.into_iter().map(|(_, term)| (term.id.clone(), names(term))).collect();
        Self { index, terms }
    }

    /// The `limit` terms that fit `query` best.
    pub fn find(&self, query: &str, limit: usize) -> Findings {
        let hits = self.index.search(query, limit);
        let verdict = Verdict::of(&hits);
        let found = hits.into_iter().filter_map(|hit| {
            let (term, names) = self.terms.get(hit.entry)?;
            let (name, kind) = names.get(hit.name)?.clone();
            Some(Found { term: term.clone(), name, kind, hit })
        });
        Findings { verdict, found: found.collect() }
    }

    /// The term that stands for `id` here, and its number among the entries; none when it is not searched.
    pub(crate) fn entry(&self, library: &Library, id: &TermId) -> Option<(TermId, usize)> {
        let resolved = library.resolve(id);
        let is_it =
            |(term, _): &(TermId, _)| *term == resolved || library.resolve(term) == resolved;
        let at = self.terms.iter().position(is_it)?;
        Some((self.terms[at].0.clone(), at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built_in() -> Library {
        Library::merge(crate::files::built_in().filter_map(|read| read.deck).collect()).library
    }

    #[test]
    fn a_word_is_found_by_what_was_heard_and_each_sense_has_a_line() {
        let library = built_in();
        let finder = Finder::new(&library, &["security"], &[]);
        let findings = finder.find("tokken", 5);
        assert_eq!(findings.verdict, Verdict::Match);
        let decks: Vec<_> =
            findings.found.iter().take(3).map(|found| found.term.to_string()).collect();
        assert_eq!(decks[0], "security/token", "followed teams first: {decks:?}");
        assert!(decks[1..].iter().all(|id| id.ends_with("/token")), "{decks:?}");
    }

    #[test]
    fn only_the_decks_asked_for_are_searched() {
        let library = built_in();
        let finder = Finder::new(&library, &[], &["design"]);
        assert!(finder.find("token", 9).found.iter().all(|found| found.term.deck() == "design"));
    }
}
