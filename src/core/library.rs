//! All installed decks merged into one library, with every ID a term ever had.

mod circles;
mod merge;
mod renames;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use crate::core::card::TermId;
use crate::core::deck::{Deck, Origin, Term};
use crate::core::lookup::{Entry, Index};
use crate::core::text::clean;
pub use merge::{Merge, Replaced};
pub use renames::Renames;

/// All installed decks, merged.
#[derive(Debug, Default)]
pub struct Library {
    decks: Vec<Deck>,
    /// Deck and term index of each ID.
    places: HashMap<TermId, (usize, usize)>,
    renames: Renames,
    brought: Brought,
    /// Deck and term indexes of each name shared by several terms, in lower case; built on demand.
    shared: OnceLock<HashMap<String, Vec<(usize, usize)>>>,
    /// The look-up index of all terms, deck by deck; built on demand.
    index: OnceLock<Index>,
}

/// File and origin of the terms added by decks that extend another.
pub type Brought = BTreeMap<TermId, (Arc<str>, Origin)>;

/// Where a term is defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// The file's path, for display.
    pub path: Arc<str>,
    /// The line where the term starts, from 1.
    pub line: u32,
    /// The file's origin.
    pub origin: Origin,
    /// Where its team accepts proposals, if the deck says so.
    pub source: Option<String>,
}

impl Library {
    /// Rebuilds a merged library from its parts; problems were reported earlier.
    pub fn of_merged(decks: Vec<Deck>, renames: Renames, brought: Brought) -> Self {
        let mut library = Self { decks, renames, brought, ..Self::default() };
        library.index_places();
        library
    }

    /// Records where each term is.
    fn index_places(&mut self) {
        let places = self.decks.iter().enumerate().flat_map(|(at, deck)| {
            let ids = deck.terms.iter().map(|term| term.id.clone());
            ids.enumerate().map(move |(index, id)| (id, (at, index)))
        });
        self.places.reserve(self.decks.iter().map(|deck| deck.terms.len()).sum());
        self.places.extend(places);
    }

    /// File and origin of the terms added by decks that extend another.
    pub const fn brought(&self) -> &Brought {
        &self.brought
    }

    /// The current IDs of terms and decks.
    pub const fn renames(&self) -> &Renames {
        &self.renames
    }

    /// The look-up index of all terms, in the order of [`Self::terms`].
    pub fn lookup_index(&self) -> &Index {
        self.index.get_or_init(|| lookup_index(&self.decks))
    }

    /// Uses a prebuilt `index` if it covers the same number of terms.
    #[must_use]
    pub fn with_lookup_index(self, index: Index) -> Self {
        if index.len() == self.terms().count() {
            let _ = self.index.set(index);
        }
        self
    }

    /// A copy in which `deck` replaces the deck with its ID, or is appended.
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

    /// All decks, in load order.
    pub fn decks(&self) -> &[Deck] {
        &self.decks
    }

    /// All decks, in load order, without the library.
    pub fn into_decks(self) -> Vec<Deck> {
        self.decks
    }

    /// The deck with this current or former ID.
    pub fn deck(&self, id: &str) -> Option<&Deck> {
        let find = |id: &str| self.decks.iter().find(|deck| &*deck.id == id);
        find(id).or_else(|| find(self.renames.deck(id)))
    }

    /// The ID and title of each deck.
    pub fn titles(&self) -> impl Iterator<Item = (&str, &str)> {
        self.decks().iter().map(|deck| (&*deck.id, &*deck.title))
    }

    /// The deck's title; its ID if the deck is not installed.
    pub fn title<'a>(&'a self, id: &'a str) -> Cow<'a, str> {
        self.deck(id).map_or_else(|| clean(id), |deck| Cow::Borrowed(&deck.title))
    }

    /// The term with exactly this ID.
    pub fn term(&self, id: &TermId) -> Option<&Term> {
        let (deck, term) = *self.places.get(id)?;
        self.decks.get(deck)?.terms.get(term)
    }

    /// All terms, deck by deck.
    pub fn terms(&self) -> impl Iterator<Item = (&Deck, &Term)> {
        self.decks.iter().flat_map(|deck| deck.terms.iter().map(move |term| (deck, term)))
    }

    /// The current ID of `id`; see [`Renames::resolve`].
    pub fn resolve(&self, id: &TermId) -> TermId {
        self.renames.resolve(id)
    }

    /// The terms that are the same through `same_as`, group by group, by their indexes in [`Self::terms`].
    pub fn same_terms(&self) -> Vec<Vec<usize>> {
        let replaced = self.renames.terms.iter().filter(|(id, _)| self.places.contains_key(*id));
        let mut groups: BTreeMap<&TermId, Vec<usize>> =
            replaced.map(|(_, root)| (root, Vec::new())).collect();
        if !groups.is_empty() {
            for (at, (_, term)) in self.terms().enumerate() {
                let root = self.renames.terms.get(&term.id).unwrap_or(&term.id);
                if let Some(group) = groups.get_mut(root) {
                    group.push(at);
                }
            }
        }
        groups.into_values().collect()
    }

    /// The term that `id` refers to today.
    pub fn find(&self, id: &TermId) -> Option<&Term> {
        self.term(&self.resolve(id)).or_else(|| self.term(id))
    }

    /// The term that `id` refers to, with its deck: the term itself if it exists, otherwise its successor.
    pub fn entry(&self, id: &TermId) -> Option<(&Deck, &Term)> {
        let (deck, term) = *self.places.get(id).or_else(|| self.places.get(&self.resolve(id)))?;
        let deck = self.decks.get(deck)?;
        Some((deck, deck.terms.get(term)?))
    }

    /// Where the term that `id` refers to is defined.
    pub fn whereabouts(&self, id: &TermId) -> Option<Whereabouts> {
        let (deck, term) = self.entry(id)?;
        let (path, origin) = match self.brought.get(&term.id) {
            Some((path, origin)) => (path.clone(), origin.clone()),
            None => (deck.path.clone(), deck.origin.clone()),
        };
        Some(Whereabouts { path, line: term.line, origin, source: deck.source.clone() })
    }

    /// The other terms that are the same as `id`, sorted by ID.
    pub fn same(&self, id: &TermId) -> Vec<TermId> {
        let root = self.resolve(id);
        let others = self.renames.replaced_by(&root).chain([&root]);
        let mut same: Vec<TermId> =
            others.filter(|other| *other != id && self.term(other).is_some()).cloned().collect();
        same.sort_unstable();
        same
    }

    /// The entries for `term` in other decks that are the same, each with its deck.
    pub fn same_entries(&self, term: &Term) -> Vec<(&Deck, &Term)> {
        self.same(&term.id).iter().filter_map(|id| self.entry(id)).collect()
    }

    /// The other terms with the same name, each with its deck: the other senses of the word.
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

/// Builds the look-up index of `decks`: each term with its aliases, expansion, and sound-alikes.
pub fn lookup_index(decks: &[Deck]) -> Index {
    Index::new(decks.iter().flat_map(|deck| &deck.terms).map(|term| {
        let aliases = term.aliases.iter().chain(&term.expansion);
        Entry {
            id: term.id.as_str(),
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
