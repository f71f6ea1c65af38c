//! Which team's sense of a word is meant, by the words that stand near it.

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
    occurrences: &[Occurrence],
    terms: &[TermId],
    of_row: &[usize],
    followed: &[&str],
) -> (Vec<Sense>, Sure) {
    if let [term] = terms {
        return (vec![Sense { term: term.clone(), near: 0, share: 1.0 }], Sure::Only);
    }
    let mut voices = vec![(BEFORE, 0); terms.len()];
    for at in of_row {
        let here = &occurrences[*at].words;
        let after = occurrences[at + 1..].iter().take(MOST);
        let before = occurrences[..*at].iter().rev().take(MOST);
        for other in after.chain(before).filter(|other| other.terms != *terms) {
            let there = &other.words;
            let distance =
                there.start.saturating_sub(here.end).max(here.start.saturating_sub(there.end));
            if distance > NEAR {
                continue;
            }
            for (term, (weight, near)) in terms.iter().zip(&mut voices) {
                if other.terms.iter().any(|other| other.deck() == term.deck()) {
                    *weight += voice(distance, other.terms.len());
                    *near += 1;
                }
            }
        }
    }
    let sum: f32 = voices.iter().map(|(weight, _)| weight).sum();
    let mut senses: Vec<Sense> = terms
        .iter()
        .zip(voices)
        .map(|(term, (weight, near))| Sense { term: term.clone(), near, share: weight / sum })
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
