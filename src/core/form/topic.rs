//! How near the meanings of a deck's terms are, so that wrong options are about the same thing as the right one.

use std::collections::{HashMap, HashSet};

use crate::core::card::TermId;
use crate::core::deck::{Deck, Term};
use crate::core::form::options::stems;

/// The similarity of each term of a deck to one term, from 0 to 1.
pub(super) struct Topic<'a>(HashMap<&'a TermId, f64>);

impl<'a> Topic<'a> {
    /// The cosine similarity to `term` of the words in gloss and definition, each weighted by how few terms of the deck
    /// have it (inverse document frequency: Spärck Jones 1972).
    pub(super) fn of(term: &Term, deck: &'a Deck) -> Self {
        let texts: Vec<_> = deck.terms.iter().map(|other| (&other.id, words_of(other))).collect();
        let mut terms_with: HashMap<&str, f64> = HashMap::new();
        for word in texts.iter().flat_map(|(_, words)| words) {
            *terms_with.entry(word).or_default() += 1.0;
        }
        let count = f64::from(u32::try_from(texts.len()).unwrap_or(u32::MAX));
        let weight = |word: &String| {
            let rarity = (count / terms_with.get(word.as_str()).copied().unwrap_or(count)).ln();
            rarity * rarity
        };
        let size = |words: &HashSet<String>| words.iter().map(weight).sum::<f64>().sqrt();
        let own = words_of(term);
        let own_size = size(&own);
        let similarity = |words: &HashSet<String>| {
            let common: f64 = words.intersection(&own).map(weight).sum();
            common / (size(words) * own_size).max(f64::MIN_POSITIVE)
        };
        Self(texts.iter().map(|(id, words)| (*id, similarity(words))).collect())
    }

    /// How near `other` is: 0 if it shares no word, or is of another deck.
    pub(super) fn similarity(&self, other: &Term) -> f64 {
        self.0.get(&other.id).copied().unwrap_or_default()
    }
}

/// The stems of what describes `term`.
fn words_of(term: &Term) -> HashSet<String> {
    let mut words = stems(&term.definition);
    words.extend(term.gloss.iter().flat_map(|gloss| stems(gloss)));
    words
}
