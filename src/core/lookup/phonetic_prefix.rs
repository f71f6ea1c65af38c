//! Finds names that start with the sound of the query, if nothing better was found.

use std::ops::RangeInclusive;

use super::index::Names;
use super::query::Query;
use super::search::Found;
use super::sound::{AFTER, SCALE, start_distance};
use super::{Rank, Scope, Signal};

/// The highest score of a phonetic prefix: near, but not a match.
const MOST: f32 = 0.84;
/// The lowest score of a phonetic prefix.
const LEAST: f32 = 0.74;
/// The range of query lengths, in sounds: shorter ones match everything, longer ones are full names.
const SOUNDS: RangeInclusive<usize> = 3..=12;
/// This many typed sounds allow one wrong consonant.
const FORGIVEN: u16 = 12;

/// Whether a search is worthwhile, given the best score so far.
pub(super) fn is_worth_it(best: f32, query: &Query) -> bool {
    best < MOST && SOUNDS.contains(&query.key.len())
}

/// The entries with a name that starts with the sound of the query: "hexagonel" finds "Hexagonal architecture", and so
/// does a query you are still typing.
// Rarely needed. Inlined, it would make every keystroke 3% slower.
#[cold]
pub(super) fn begin(names: &Names, scope: &Scope, query: &Query) -> Vec<Found> {
    let most = most(query);
    let typed = query.weighed.len;
    // One pass over the contiguous key weights; few keys need a closer look.
    let keys = (0..).zip(&names.weighed);
    let likely = keys.filter(|(_, key)| key.len > typed && query.weighed.beyond(key) <= most);
    let found = likely.filter_map(|(key, _)| {
        let score = fits(names, key, query)?;
        let at = names.sketches.partition_point(|sketch| sketch.key as usize <= key) - 1;
        let entry = names.sketches[at].entry;
        let name = u32::try_from(at).ok()?;
        (scope.rank(entry) != Rank::Out).then_some(Found {
            name,
            entry,
            score,
            signal: Signal::Sound,
            is_slip: false,
        })
    });
    found.collect()
}

/// The highest allowed distance of a key's start, in units of 1/[`SCALE`].
fn most(query: &Query) -> u16 {
    let typed = query.key.len();
    if typed == *SOUNDS.start() { 0 } else { whole(query) / FORGIVEN }
}

/// The distance if every typed sound is wrong.
fn whole(query: &Query) -> u16 {
    u16::try_from(query.key.len()).unwrap_or(u16::MAX).saturating_mul(SCALE)
}

/// The score if the key starts with the query.
#[expect(clippy::cast_precision_loss, reason = "a few sounds")]
fn fits(names: &Names, at: usize, query: &Query) -> Option<f32> {
    let typed = query.key.len();
    let most = most(query);
    if query.weighed.beyond(&names.weighed[at]) > most {
        return None;
    }
    let key = names.keys.get(at);
    if key.len() <= typed {
        return None;
    }
    // The compared part of a long key is all in its first half.
    if key.len() / 2 >= typed + AFTER && query.weighed.beyond(&names.halves[at][0]) > most {
        return None;
    }
    let distance = start_distance(&query.key, key, most)?;
    let fits = 1.0 - f32::from(distance) / f32::from(whole(query));
    let share = typed as f32 / key.len() as f32;
    Some(fits * (LEAST + (MOST - LEAST) * share))
}
