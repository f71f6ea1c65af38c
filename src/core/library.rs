//! All decks that are installed, merged into one, with every id that a term ever had.

mod circles;
mod merge;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use crate::core::card::TermId;
use crate::core::deck::{Deck, Origin, Term};
use crate::core::lookup::{Entry, Index};
use crate::core::text::clean;
pub use merge::Merge;

/// All decks that are installed, merged.
#[derive(Debug, Default)]
pub struct Library {
    decks: Vec<Deck>,
    /// Deck and term of each id.
    places: HashMap<TermId, (usize, usize)>,
    /// The id that stands for another one now, through `formerly` and `same_as`: always the last one of a chain, which is that
    /// of a term.
    now: HashMap<TermId, TermId>,
    /// Ids that decks had, and the ids that they have.
    renamed: HashMap<String, Arc<str>>,
    /// File and origin of the terms that a deck which extends another brought into it.
    brought: HashMap<TermId, (Arc<str>, Origin)>,
    /// Deck and term of each name that several terms have, in lower case: once they are needed.
    shared: OnceLock<HashMap<String, Vec<(usize, usize)>>>,
    /// All terms prepared for look-up, deck by deck: once they are needed.
    index: OnceLock<Index>,
}

/// Where the text of a term stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// The file, as it is shown.
    pub path: Arc<str>,
    /// The line on which the term begins, from 1.
    pub line: u32,
    /// Where the file comes from.
    pub origin: Origin,
    /// Where its team takes proposals, if the deck says so.
    pub source: Option<String>,
}

impl Library {
    /// The library of the `decks` that a library had, and of the terms that were [`Self::brought`] into them: what was
    /// wrong between them has been said.
    pub fn of_merged(
        decks: Vec<Deck>,
        brought: impl IntoIterator<Item = (TermId, (Arc<str>, Origin))>,
    ) -> Self {
        let brought = brought.into_iter().collect();
        let mut library = Self { decks, brought, ..Self::default() };
        library.index(&mut Vec::new());
        library
    }

    /// File and origin of the terms that a deck which extends another brought into it, by term.
    pub fn brought(&self) -> Vec<(&TermId, &(Arc<str>, Origin))> {
        let mut brought: Vec<_> = self.brought.iter().collect();
        brought.sort_unstable_by_key(|(term, _)| *term);
        brought
    }

    /// All terms prepared for look-up, in the order of [`Self::terms`].
    pub fn lookup_index(&self) -> &Index {
        self.index.get_or_init(|| lookup_index(&self.decks))
    }

    /// Takes `index` for that of the terms, when it was prepared for as many.
    #[must_use]
    pub fn with_lookup_index(self, index: Index) -> Self {
        if index.len() == self.terms().count() {
            let _ = self.index.set(index);
        }
        self
    }

    /// The same with `deck` in place of the one that has its id, or as the last one.
    #[must_use]
    pub fn with(&self, deck: Deck) -> Self {
        let (mut decks, id) = (self.decks.clone(), deck.id.clone());
        match decks.iter_mut().find(|known| known.id == deck.id) {
            Some(known) => *known = deck,
            None => decks.push(deck),
        }
        let mut library = Self::merge(decks).library;
        library.brought.clone_from(&self.brought);
        library.brought.retain(|term, _| term.deck() != &*id);
        library
    }

    /// All decks, in the order in which they came.
    pub fn decks(&self) -> &[Deck] {
        &self.decks
    }

    /// The deck with this id, or that once had it.
    pub fn deck(&self, id: &str) -> Option<&Deck> {
        let find = |id: &str| self.decks.iter().find(|deck| &*deck.id == id);
        find(id).or_else(|| find(self.renamed.get(id)?))
    }

    /// What the team of this deck is called; the id, where the deck is not here.
    pub fn title<'a>(&'a self, id: &'a str) -> Cow<'a, str> {
        self.deck(id).map_or_else(|| clean(id), |deck| Cow::Borrowed(&deck.title))
    }

    /// The term with exactly this id.
    pub fn term(&self, id: &TermId) -> Option<&Term> {
        let (deck, term) = *self.places.get(id)?;
        self.decks.get(deck)?.terms.get(term)
    }

    /// All terms, deck by deck.
    pub fn terms(&self) -> impl Iterator<Item = (&Deck, &Term)> {
        self.decks.iter().flat_map(|deck| deck.terms.iter().map(move |term| (deck, term)))
    }

    /// The id under which `id` is learnt today: renamed, moved and merged terms keep their progress. `id` itself
    /// when nothing else is known of it, so that the progress of a missing term is kept.
    pub fn resolve(&self, id: &TermId) -> TermId {
        if let Some(now) = self.now.get(id) {
            return now.clone();
        }
        match self.renamed.get(id.deck()) {
            Some(deck) if !self.places.contains_key(id) => {
                let id = TermId::new(deck, id.term());
                self.now.get(&id).cloned().unwrap_or(id)
            }
            _ => id.clone(),
        }
    }

    /// The terms that are the same as another one.
    pub fn joined(&self) -> HashSet<TermId> {
        let alive = self.now.keys().filter(|id| self.places.contains_key(*id));
        alive.flat_map(|id| [id.clone(), self.resolve(id)]).collect()
    }

    /// The term that `id` names today.
    pub fn find(&self, id: &TermId) -> Option<&Term> {
        self.term(&self.resolve(id)).or_else(|| self.term(id))
    }

    /// The term that `id` names, with its deck: the very one where it is there, else what it became.
    pub fn entry(&self, id: &TermId) -> Option<(&Deck, &Term)> {
        let (deck, term) = *self.places.get(id).or_else(|| self.places.get(&self.resolve(id)))?;
        let deck = self.decks.get(deck)?;
        Some((deck, deck.terms.get(term)?))
    }

    /// Where the text of the term that `id` names stands.
    pub fn whereabouts(&self, id: &TermId) -> Option<Whereabouts> {
        let (deck, term) = self.entry(id)?;
        let (path, origin) = match self.brought.get(&term.id) {
            Some((path, origin)) => (path.clone(), origin.clone()),
            None => (deck.path.clone(), deck.origin.clone()),
        };
        Some(Whereabouts { path, line: term.line, origin, source: deck.source.clone() })
    }

    /// The other terms that are the same as the term `id`, by id.
    pub fn same(&self, id: &TermId) -> Vec<TermId> {
        let root = self.resolve(id);
        let joined = self.now.iter().filter(|(_, now)| **now == root).map(|(other, _)| other);
        let others = joined.chain([&root]);
        let mut same: Vec<TermId> =
            others.filter(|other| *other != id && self.term(other).is_some()).cloned().collect();
        same.sort_unstable();
        same
    }

    /// What other decks say of `term`, which is the same there, each with its deck.
    pub fn same_entries(&self, term: &Term) -> Vec<(&Deck, &Term)> {
        self.same(&term.id).iter().filter_map(|id| self.entry(id)).collect()
    }

    /// Other terms that are said the same, each with its deck: the other senses of the word.
    pub fn other_senses<'a>(
        &'a self,
        term: &'a Term,
    ) -> impl Iterator<Item = (&'a Deck, &'a Term)> {
        let own = self.resolve(&term.id);
        let places = self.shared().get(&term.term.to_lowercase()).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(move |(deck, at)| {
            let deck = self.decks.get(*deck)?;
            let other = deck.terms.get(*at)?;
            (self.resolve(&other.id) != own).then_some((deck, other))
        })
    }

    /// A number that changes whenever an id means another one: part of the key of what is derived from reviews.
    pub fn renames_fingerprint(&self) -> u64 {
        let mut pairs: Vec<String> =
            self.now.iter().map(|(old, new)| format!("{old} {new}")).collect();
        pairs.extend(self.renamed.iter().map(|(old, new)| format!("{old} {new}")));
        pairs.sort_unstable();
        crate::core::hash::hash(&pairs.join("\n"), 0)
    }

    fn shared(&self) -> &HashMap<String, Vec<(usize, usize)>> {
        self.shared.get_or_init(|| {
            let mut shared: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
            for (at, deck) in self.decks.iter().enumerate() {
                for (index, term) in deck.terms.iter().enumerate() {
                    shared.entry(term.term.to_lowercase()).or_default().push((at, index));
                }
            }
            shared.retain(|_, places| places.len() > 1);
            shared
        })
    }
}

/// The terms of `decks`, prepared for look-up: each with its aliases, its expansion, and what it sounds like.
pub fn lookup_index(decks: &[Deck]) -> Index {
    Index::new(decks.iter().flat_map(|deck| &deck.terms).map(|term| {
        let aliases = term.aliases.iter().chain(&term.expansion);
        Entry {
            term: &term.term,
            aliases: aliases.map(String::as_str).collect(),
            sounds_like: term.sounds_like.iter().map(String::as_str).collect(),
            definition: &term.definition,
            gloss: term.gloss.as_deref().unwrap_or_default(),
            why: term.why.as_deref().unwrap_or_default(),
        }
    }))
}

#[cfg(test)]
mod tests;
