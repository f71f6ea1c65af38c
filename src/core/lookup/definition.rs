//! Scores entries by the query's words in their texts, weighted by inverse document frequency.
//!
//! A few words score by the share of them that an entry contains. A description of an idea scores like BM25F without a
//! correction for length: a word counts more in the gloss than in the definition, and repeating it helps less and less.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Scope;
use super::column;
use super::pool::Texts;
use super::stem::{is_stop, stem};
use crate::core::hash::Fnv;

/// The most query words that are looked up in the definitions.
const WORDS: usize = 24;
/// The frequency, in definitions, at which a word has half of its weight. On the ideas in `tests/data/lookup`, 1 to
/// 3 come to the same, with or without a correction for the length of a text.
const HALF: f32 = 2.0;

/// How much a word counts in each text, in tenths of its weight in a definition.
#[derive(Clone, Copy)]
#[repr(u8)]
pub(super) enum Text {
    /// A name or the definition.
    Plain = 10,
    /// The gloss.
    Gloss = 20,
    /// The reason why it matters, which names neighbors.
    Why = 3,
}

/// Deck words need no protection against chosen collisions.
type Quick = BuildHasherDefault<Fnv>;

/// The number of a stem.
pub(super) type StemId = u32;

/// An inverted index: all stems of names and definitions, with the entries that contain each.
#[derive(Serialize, Deserialize)]
pub(super) struct Definitions {
    /// The stems in sorted order; a stem's position is its number.
    pub(super) stems: Texts,
    /// The entries of stem `id` are `entries[starts[id]..starts[id + 1]]`.
    #[serde(with = "column")]
    starts: Vec<u32>,
    #[serde(with = "column")]
    entries: Vec<u32>,
    /// How often each of `entries` contains the stem, in tenths, by [`Text`].
    tenths: Vec<u8>,
}

/// Collects the words of each entry.
#[derive(Default)]
pub(super) struct Gathering {
    ids: HashMap<Box<str>, StemId, Quick>,
    /// Cache of words seen before: the stem's number, and whether the word is a stop word.
    words: HashMap<Box<str>, (StemId, bool), Quick>,
    /// The place in `found` of the last entry each stem was seen in.
    last: Vec<usize>,
    /// Stem, entry, and how often, in tenths.
    found: Vec<(StemId, u32, u8)>,
}

impl Gathering {
    /// Returns the number of the stem of `word`, and whether `word` is a stop word.
    pub(super) fn number(&mut self, word: &str) -> (StemId, bool) {
        if let Some(known) = self.words.get(word) {
            return *known;
        }
        let new = (self.id(&stem(word)), is_stop(word));
        self.words.insert(word.into(), new);
        new
    }

    /// Records that `word` is in this `text` of `entry`. Returns the number of its stem.
    pub(super) fn add(&mut self, entry: u32, word: &str, text: Text) -> StemId {
        let (id, stop) = self.number(word);
        let last = &mut self.last[id as usize];
        match self.found.get_mut(*last) {
            _ if stop => {}
            Some((_, known, tenths)) if *known == entry => {
                *tenths = tenths.saturating_add(text as u8);
            }
            _ => {
                *last = self.found.len();
                self.found.push((id, entry, text as u8));
            }
        }
        id
    }

    fn id(&mut self, stem: &str) -> StemId {
        if let Some(id) = self.ids.get(stem) {
            return *id;
        }
        let id = u32::try_from(self.last.len()).unwrap_or(u32::MAX);
        self.ids.insert(stem.into(), id);
        self.last.push(usize::MAX);
        id
    }

    /// Returns the sorted stems, and the new number of each number that [`Self::add`] returned.
    pub(super) fn finish(self) -> (Definitions, Vec<StemId>) {
        let mut sorted: Vec<(Box<str>, StemId)> = self.ids.into_iter().collect();
        sorted.sort_unstable();
        let mut stems = Texts::new();
        let mut number = vec![0; sorted.len()];
        for (place, (text, id)) in (0..).zip(&sorted) {
            stems.push(text);
            number[*id as usize] = place;
        }
        stems.shrink();
        let mut starts = vec![0_u32; sorted.len() + 1];
        for (id, ..) in &self.found {
            starts[number[*id as usize] as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![0; self.found.len()];
        let mut tenths = vec![0; self.found.len()];
        for (id, entry, often) in self.found {
            let at = &mut next[number[id as usize] as usize];
            entries[*at as usize] = entry;
            tenths[*at as usize] = often;
            *at += 1;
        }
        (Definitions { stems, starts, entries, tenths }, number)
    }
}

impl Definitions {
    /// An empty index.
    pub(super) const fn none() -> Self {
        Self { stems: Texts::new(), starts: Vec::new(), entries: Vec::new(), tenths: Vec::new() }
    }

    /// Whether every stem has entries, and all of them are below `count`.
    pub(super) fn is_valid(&self, count: usize) -> bool {
        let Self { stems, starts, entries, tenths } = self;
        stems.is_valid()
            && tenths.len() == entries.len()
            && starts.len() == stems.len() + 1
            && starts.is_sorted()
            && starts.last().is_some_and(|last| *last as usize == entries.len())
            && entries.iter().all(|entry| (*entry as usize) < count)
    }

    /// The number of the stem of `word`, if any entry contains it.
    pub(super) fn id(&self, word: &str) -> Option<StemId> {
        self.find(&stem(word))
    }

    pub(super) fn find(&self, stem: &str) -> Option<StemId> {
        let (mut low, mut high) = (0, self.stems.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.stems.get(middle).cmp(stem) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return StemId::try_from(middle).ok(),
            }
        }
        None
    }

    /// For each entry, the share of the query's words found in its texts, weighted by inverse document frequency among the
    /// entries in `scope`. Empty if no entry contains any.
    pub(super) fn shares<'a>(
        &self,
        words: impl Iterator<Item = &'a str>,
        scope: &Scope,
    ) -> Vec<f32> {
        self.sums(words, &HashSet::new(), scope, |_| 1.0)
    }

    /// The same, but each word also counts by how often and where an entry contains it: for each entry, how well the words
    /// describe it, from 0 to 1. Words of `terms` describe nothing, and only make the share of the others smaller.
    pub(super) fn described<'a>(
        &self,
        words: impl Iterator<Item = &'a str>,
        terms: &[String],
        scope: &Scope,
    ) -> Vec<f32> {
        let often = |tenths: u8| f32::from(tenths) / f32::from(Text::Plain as u8);
        let words = words.filter(|word| word.len() > 1);
        let of_terms: HashSet<Cow<'_, str>> =
            terms.iter().flat_map(|term| term.split(' ')).map(stem).collect();
        self.sums(words, &of_terms, scope, |tenths| often(tenths) / (HALF + often(tenths)))
    }

    fn sums<'a>(
        &self,
        words: impl Iterator<Item = &'a str>,
        of_terms: &HashSet<Cow<'_, str>>,
        scope: &Scope,
        gain: impl Fn(u8) -> f32,
    ) -> Vec<f32> {
        let mut seen: Vec<Cow<'_, str>> = Vec::new();
        let mut shares: Vec<f32> = Vec::new();
        let mut all = 0.0;
        for word in words.take(WORDS) {
            let stem = stem(word);
            if is_stop(word) || seen.contains(&stem) {
                continue;
            }
            let places = self.find(&stem).map_or(0..0, |id| self.places_of(id));
            let entries = &self.entries[places.clone()];
            let weight = weight(scope.among(entries), scope.searched);
            all += weight;
            let entries = if of_terms.contains(&stem) { &[] } else { entries };
            if shares.is_empty() && !entries.is_empty() {
                shares = vec![0.0; scope.ranks.len()];
            }
            for (entry, tenths) in entries.iter().zip(&self.tenths[places]) {
                shares[*entry as usize] += weight * gain(*tenths);
            }
            seen.push(stem);
        }
        for share in &mut shares {
            *share /= all;
        }
        shares
    }

    /// The entries that contain `word` or a form of it, in order.
    pub(super) fn entries_with(&self, word: &str) -> &[u32] {
        self.id(word).map_or(&[], |id| &self.entries[self.places_of(id)])
    }

    fn places_of(&self, id: StemId) -> Range<usize> {
        let at = id as usize;
        self.starts[at] as usize..self.starts[at + 1] as usize
    }
}

/// The inverse document frequency of a word that `with` of `all` entries contain.
#[expect(clippy::cast_precision_loss, reason = "counts of entries")]
fn weight(with: usize, all: usize) -> f32 {
    ((all as f32 + 1.0) / (with as f32 + 0.5)).ln().max(0.1)
}
