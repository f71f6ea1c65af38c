//! The current IDs of terms and decks that were renamed, moved or merged.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::core::card::{DeckId, TermId};

/// Maps former IDs to current ones.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renames {
    /// Maps each ID replaced through `formerly` or `same_as` to the end of its chain, which is always a term's ID.
    pub(super) terms: BTreeMap<TermId, TermId>,
    /// Maps former deck IDs, which no deck has any more, to current ones.
    pub(super) decks: BTreeMap<DeckId, DeckId>,
}

impl Renames {
    /// The current ID of `id`, under which progress is stored: renamed, moved, and merged terms keep their progress.
    /// Returns `id` if it is unknown, so a missing term's progress is kept.
    pub fn resolve(&self, id: &TermId) -> TermId {
        if let Some(now) = self.terms.get(id) {
            return now.clone();
        }
        let Some(deck) = self.decks.get(id.deck()) else { return id.clone() };
        let id = TermId::new(deck, id.term());
        self.terms.get(&id).cloned().unwrap_or(id)
    }

    /// The current ID of the deck that was once called `id`; `id` itself if it was never renamed.
    pub fn deck<'a>(&'a self, id: &'a str) -> &'a str {
        self.decks.get(id).map_or(id, |now| now)
    }

    /// The IDs that were replaced by `now`.
    pub fn replaced_by(&self, now: &TermId) -> impl Iterator<Item = &TermId> {
        self.terms.iter().filter(move |(_, current)| *current == now).map(|(id, _)| id)
    }

    /// A hash that changes whenever any ID resolves differently; part of the cache key of data derived from reviews.
    pub fn fingerprint(&self) -> u64 {
        let terms = self.terms.iter().map(|(old, new)| format!("{old} {new}"));
        let decks = self.decks.iter().map(|(old, new)| format!("{old} {new}"));
        crate::core::hash::hash(&terms.chain(decks).collect::<Vec<_>>().join("\n"), 0)
    }
}
