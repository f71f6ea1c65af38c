//! Names that begin as what was typed sounds: looked for only where nothing better is found.

use std::ops::RangeInclusive;

use super::index::Names;
use super::query::Query;
use super::search::Found;
use super::sound::{SCALE, start_distance};
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
pub(super) fn begin(names: &Names, scope: &Scope, query: &Query) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (name, sketch) in (0_u32..).zip(&names.sketches) {
        if scope.rank(sketch.entry) == Rank::Out {
            continue;
        }
        let Some((score, _)) = best_key(names, name as usize, query) else { continue };
        let new = Found { name, entry: sketch.entry, score, signal: Signal::Sound };
        // The names of an entry come one after the other.
        match found.last_mut().filter(|last| last.entry == new.entry) {
            Some(last) if last.score >= score => {}
            Some(last) => *last = new,
            None => found.push(new),
        }
    }
    found
}

/// What it is worth that the name at `at` begins so, if it does, and the key that does.
pub(super) fn best_key(names: &Names, at: usize, query: &Query) -> Option<(f32, usize)> {
    let sketch = &names.sketches[at];
    let keys = sketch.key as usize..sketch.key as usize + usize::from(sketch.keys);
    let fitting = keys.filter_map(|key| Some((fits(names, key, query)?, key)));
    fitting.reduce(|best, next| if next.0 > best.0 { next } else { best })
}

/// What it is worth that the key begins so, if it does.
#[expect(clippy::cast_precision_loss, reason = "a few sounds")]
fn fits(names: &Names, key: usize, query: &Query) -> Option<f32> {
    let typed = query.key.len();
    let whole = u16::try_from(typed).ok()?.saturating_mul(SCALE);
    let most = if typed == *SOUNDS.start() { 0 } else { whole / FORGIVEN };
    if query.weighed.beyond(&names.weighed[key]) > most {
        return None;
    }
    let key = names.keys.get(key);
    if key.len() <= typed {
        return None;
    }
    let distance = start_distance(&query.key, key, most)?;
    let fits = 1.0 - f32::from(distance) / f32::from(whole);
    let share = typed as f32 / key.len() as f32;
    Some(fits * (LEAST + (MOST - LEAST) * share))
}
