//! Names that begin as what was typed sounds: looked for only where nothing better is found.

use std::ops::RangeInclusive;

use super::index::Names;
use super::query::Query;
use super::search::Found;
use super::sound::{AFTER, SCALE, start_distance};
use super::{Rank, Scope, Signal};

/// What the start of a name by its sound is worth at most: near, and no match.
const MOST: f32 = 0.84;
/// What it is worth at least, when it fits.
const LEAST: f32 = 0.74;
/// The fewest and the most sounds that are looked for: fewer begin everything, more are names by themselves.
const SOUNDS: RangeInclusive<usize> = 3..=12;
/// For so many sounds typed one plain wrong consonant is forgiven.
const FORGIVEN: u16 = 12;

/// Whether it is worth looking when the best score so far is `best`.
pub(super) fn is_worth_it(best: f32, query: &Query) -> bool {
    best < MOST && SOUNDS.contains(&query.key.len())
}

/// The entries of which a name begins with what was typed as it sounds: "hexagonel" for "Hexagonal architecture", and
/// what is still being typed.
// Rarely needed: kept out of the way of what every key press does, which takes 3 % more time otherwise.
#[cold]
pub(super) fn begin(names: &Names, scope: &Scope, query: &Query) -> Vec<Found> {
    let most = most(query);
    let typed = query.weighed.len;
    // One pass over what keys weigh, which stands close together; few are looked at any closer.
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

/// How far the start of a key may be off, in units of 1/[`SCALE`].
fn most(query: &Query) -> u16 {
    let typed = query.key.len();
    if typed == *SOUNDS.start() { 0 } else { whole(query) / FORGIVEN }
}

/// How far everything is off that was typed.
fn whole(query: &Query) -> u16 {
    u16::try_from(query.key.len()).unwrap_or(u16::MAX).saturating_mul(SCALE)
}

/// What it is worth that the key begins so, if it does.
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
    // As much as is looked at of a long key is in its first half.
    if key.len() / 2 >= typed + AFTER && query.weighed.beyond(&names.halves[at][0]) > most {
        return None;
    }
    let distance = start_distance(&query.key, key, most)?;
    let fits = 1.0 - f32::from(distance) / f32::from(whole(query));
    let share = typed as f32 / key.len() as f32;
    Some(fits * (LEAST + (MOST - LEAST) * share))
}
