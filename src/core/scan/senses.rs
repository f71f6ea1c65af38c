//! Which team's sense of a word is meant, by the words that stand near it.

use std::collections::HashMap;
use std::ops::Range;

use serde::Serialize;

use crate::core::card::TermId;
use crate::core::scan::names::{Names, Occurrence};

/// How many words away a name still says something about its neighbour.
const NEAR: usize = 60;
/// At this distance, in words, it says half as much as next to it.
const HALF: f32 = 15.0;
/// How many names on each side are looked at.
const MOST: usize = 40;
/// How many places of a word are looked at.
const PLACES: usize = 50;
/// The share of the best sense from which it is clearly meant, and from which it is likely.
const CLEAR: f32 = 0.75;
const LIKELY: f32 = 0.55;
/// What each sense has before anybody has said anything: so that one neighbour is not enough to be sure.
const BEFORE: f32 = 0.25;
/// Names of the team there have to be near a word, for that to be clear.
const SEVERAL: usize = 2;

/// How sure it is that the first sense is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sure {
    /// There is no other.
    Only,
    /// At least three quarters of what the neighbours say, and more than one of them.
    Clear,
    /// More than half of it.
    Likely,
    /// The neighbours do not say.
    Unsure,
}

/// One sense of a word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sense {
    /// The term.
    pub term: TermId,
    /// Names of its team near the word, each time it occurs.
    pub near: usize,
    /// Its share of what the neighbours say, 0 to 1; closer ones say more.
    pub share: f32,
}

/// The senses `terms` of a word that stands at `of_row` among `occurrences`, likeliest first, and how sure that is. Names
/// near it speak for the teams that have them, each with one voice between them; `followed` decks come first among equals.
pub(super) fn judge(
    names: &Names,
    occurrences: &[Occurrence],
    terms: &[u32],
    of_row: &[usize],
    followed: &[&str],
) -> (Vec<Sense>, Sure) {
    if let [term] = terms {
        let term = names.term(*term).0.clone();
        return (vec![Sense { term, near: 0, share: 1.0 }], Sure::Only);
    }
    // The senses that each deck speaks for: more than one, where it has the word twice.
    let mut own: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, term) in terms.iter().enumerate() {
        own.entry(names.term(*term).1).or_default().push(at);
    }
    let mut voices = vec![(BEFORE, 0); terms.len()];
    // The first places of a word are enough to tell.
    for at in of_row.iter().take(PLACES) {
        let here = &occurrences[*at].words;
        let gap = |there: &Range<usize>| {
            there.start.saturating_sub(here.end).max(here.start.saturating_sub(there.end))
        };
        let near = |other: &&Occurrence| gap(&other.words) <= NEAR;
        let after = occurrences[at + 1..].iter().take(MOST).take_while(near);
        let before = occurrences[..*at].iter().rev().take(MOST).take_while(near);
        for other in after.chain(before).filter(|other| other.terms != *terms) {
            let mut spoken: Vec<usize> = other
                .terms
                .iter()
                .filter_map(|term| own.get(&names.term(*term).1))
                .flatten()
                .copied()
                .collect();
            spoken.sort_unstable();
            spoken.dedup();
            let voice = voice(gap(&other.words), other.terms.len());
            for sense in spoken {
                voices[sense].0 += voice;
                voices[sense].1 += 1;
            }
        }
    }
    let sum: f32 = voices.iter().map(|(weight, _)| weight).sum();
    let mut senses: Vec<Sense> = terms
        .iter()
        .zip(voices)
        .map(|(term, (weight, near))| Sense {
            term: names.term(*term).0.clone(),
            near,
            share: weight / sum,
        })
        .collect();
    let rank = |sense: &Sense| !followed.contains(&sense.term.deck());
    senses.sort_by(|a, b| b.share.total_cmp(&a.share).then(rank(a).cmp(&rank(b))));
    let sure = match senses.first() {
        Some(first) if first.share >= CLEAR && first.near >= SEVERAL => Sure::Clear,
        Some(first) if first.share >= LIKELY => Sure::Likely,
        _ => Sure::Unsure,
    };
    (senses, sure)
}

/// How much a name says that stands `distance` words away and may be one of `senses` teams' words.
#[expect(
    clippy::cast_precision_loss,
    reason = "at most sixty words, and as many senses as there are decks"
)]
fn voice(distance: usize, senses: usize) -> f32 {
    1.0 / (1.0 + distance as f32 / HALF) / senses as f32
}
