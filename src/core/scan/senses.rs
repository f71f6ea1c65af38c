//! Which team's sense of a word is meant, by the words that stand near it.

use std::collections::HashMap;

use serde::Serialize;

use crate::core::card::TermId;
use crate::core::scan::names::Occurrence;

/// How many words away a name still says something about its neighbour.
const NEAR: usize = 60;
/// At this distance, in words, it says half as much as next to it.
const HALF: f32 = 15.0;
/// How many names on each side are looked at.
const MOST: usize = 40;
/// The share of the best sense from which it is clearly meant, and from which it is likely.
const CLEAR: f32 = 0.75;
const LIKELY: f32 = 0.55;
/// Less than this weight of neighbours says nothing: one of them at the half distance.
const ENOUGH: f32 = 0.5;

/// How sure it is that the first sense is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sure {
    /// There is no other.
    Only,
    /// At least three quarters of what the neighbours say.
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
    /// Names of its team near the word.
    pub near: usize,
    /// Its share of what the neighbours say, 0 to 1; closer ones say more.
    pub share: f32,
}

/// Orders the senses of each of `rows`, which list the occurrences (by number) of one set of terms, likeliest first. A word
/// with one sense speaks for its team; `followed` decks come first among equals.
pub(super) fn judge(
    occurrences: &[Occurrence],
    terms: &[TermId],
    of_row: &[usize],
    followed: &[&str],
) -> (Vec<Sense>, Sure, usize) {
    let mut weights: HashMap<&str, (f32, usize)> = HashMap::new();
    let mut all = 0;
    for at in of_row {
        let here = &occurrences[*at].words;
        let after = occurrences[at + 1..]
            .iter()
            .take(MOST)
            .map(|other| (other, other.words.start.saturating_sub(here.end)));
        let before = occurrences[..*at]
            .iter()
            .rev()
            .take(MOST)
            .map(|other| (other, here.start.saturating_sub(other.words.end)));
        for side in [&mut after.into_iter() as &mut dyn Iterator<Item = _>, &mut before.into_iter()]
        {
            for (other, distance) in side.take_while(|(_, distance)| *distance <= NEAR) {
                let [term] = &other.terms[..] else { continue };
                all += 1;
                #[expect(clippy::cast_precision_loss, reason = "at most sixty words")]
                let weight = 1.0 / (1.0 + distance as f32 / HALF);
                let entry = weights.entry(term.deck()).or_default();
                entry.0 += weight;
                entry.1 += 1;
            }
        }
    }
    let of = |term: &TermId| weights.get(term.deck()).copied().unwrap_or_default();
    let sum: f32 = terms.iter().map(|term| of(term).0).sum();
    let mut senses: Vec<Sense> = terms
        .iter()
        .map(|term| {
            let (weight, near) = of(term);
            Sense { term: term.clone(), near, share: if sum > 0.0 { weight / sum } else { 0.0 } }
        })
        .collect();
    senses.sort_by(|a, b| {
        let rank = |sense: &Sense| !followed.contains(&sense.term.deck());
        b.share.total_cmp(&a.share).then(rank(a).cmp(&rank(b)))
    });
    let sure = match senses.first() {
        _ if senses.len() == 1 => Sure::Only,
        Some(first) if sum >= ENOUGH && first.share >= CLEAR => Sure::Clear,
        Some(first) if sum >= ENOUGH && first.share >= LIKELY => Sure::Likely,
        _ => Sure::Unsure,
    };
    (senses, sure, all)
}
