//! One pass over all names for what each could reach at best, then a close look at those that may be among the first.

use super::Signal;
use super::index::{KeySketch, Names, Sketch};
use super::names::{SAME, strongest};
use super::query::Query;
use super::sound::{SCALE, distance};
use super::subsequence::{MOST, Subsequence};

/// What scores less is not shown at all.
const FLOOR: f32 = 0.45;
/// How much the signals that agree with the strongest one add.
const AGREEMENT: f32 = 0.05;
const TYPO_FROM: f32 = 0.55;
const SOUND_FROM: f32 = 0.6;
const SOUND: f32 = 0.92;
const DEFINITION: f32 = 0.85;
/// Steps of the best possible score by which names are sorted before the close look.
const STEPS: usize = 160;

/// The signals of one name.
#[derive(Clone, Copy, Debug)]
struct Signals {
    letters: (f32, Signal),
    subsequence: f32,
    typo: f32,
    sound: f32,
    definition: f32,
}

impl Signals {
    /// The strongest counts, agreement breaks ties.
    fn score(&self) -> f32 {
        if self.letters.0 >= SAME {
            return SAME;
        }
        let strongest = self
            .letters
            .0
            .max(self.subsequence)
            .max(self.typo)
            .max(SOUND * self.sound)
            .max(DEFINITION * self.definition);
        strongest + AGREEMENT * (self.subsequence + self.typo + self.sound + self.definition)
    }

    fn signal(&self) -> Signal {
        [
            self.letters,
            (self.typo, Signal::Typo),
            (SOUND * self.sound, Signal::Sound),
            (DEFINITION * self.definition, Signal::Definition),
            (self.subsequence, Signal::Subsequence),
        ]
        .into_iter()
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map_or(Signal::Subsequence, |(_, signal)| signal)
    }
}

/// A name that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) name: u32,
    pub(super) entry: u32,
    pub(super) score: f32,
    pub(super) signal: Signal,
}

/// The best `limit` entries for one reading of a query, best first.
pub(super) fn search(
    names: &Names,
    matcher: &Subsequence,
    query: &Query,
    limit: usize,
) -> Vec<Found> {
    let mut best = Best { names, limit, found: Vec::with_capacity(limit + 1) };
    let candidates = sketchy(names, query);
    for (name, signals) in candidates {
        let sketch = &names.sketches[name as usize];
        let least = best.least();
        if signals.score() < least {
            continue;
        }
        if let Some(signals) = close(names, matcher, query, name as usize, signals, least) {
            let (score, signal) = (signals.score(), signals.signal());
            best.add(Found { name, entry: sketch.entry, score, signal });
        }
    }
    best.found
}

/// Every name with what it could reach at best, the most promising first.
fn sketchy(names: &Names, query: &Query) -> Vec<(u32, Signals)> {
    let mut steps = [0_u32; STEPS];
    let mut candidates: Vec<(u8, u32, Signals)> = Vec::new();
    for (at, sketch) in names.sketches.iter().enumerate() {
        let signals = Signals {
            letters: strongest(names, at, query),
            subsequence: if query.letter_bits & !sketch.letters == 0 { MOST } else { 0.0 },
            typo: typo_bound(query, sketch),
            sound: names.key_sketches[sketch.key as usize..][..usize::from(sketch.keys)]
                .iter()
                .map(|key| sound_bound(query, key))
                .fold(0.0, f32::max),
            definition: query.share(sketch.entry),
        };
        let score = signals.score();
        if score >= FLOOR {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1.4")]
            let step = ((score * 100.0) as usize).min(STEPS - 1) as u8;
            steps[usize::from(step)] += 1;
            #[expect(clippy::cast_possible_truncation, reason = "the index holds less than 4 G")]
            candidates.push((step, at as u32, signals));
        }
    }
    // A counting sort: exact order within a step does not matter.
    let mut next = 0;
    for count in steps.iter_mut().rev() {
        next += std::mem::replace(count, next);
    }
    let mut order = vec![0_u32; candidates.len()];
    for (at, (step, _, _)) in candidates.iter().enumerate() {
        let slot = &mut steps[usize::from(*step)];
        #[expect(clippy::cast_possible_truncation, reason = "the index holds less than 4 G")]
        {
            order[*slot as usize] = at as u32;
        }
        *slot += 1;
    }
    order.into_iter().map(|at| (candidates[at as usize].1, candidates[at as usize].2)).collect()
}

/// The signals of one name exactly; `None` once it cannot reach `least`.
fn close(
    names: &Names,
    matcher: &Subsequence,
    query: &Query,
    at: usize,
    mut signals: Signals,
    least: f32,
) -> Option<Signals> {
    if signals.letters.0 >= SAME {
        return Some(signals);
    }
    if signals.typo > 0.0
        && let Some(pattern) = &query.pattern
    {
        let sketch = &names.sketches[at];
        let distance = pattern.distance(names.letters.get(at));
        signals.typo =
            from(TYPO_FROM, ratio(distance, pattern.letters().max(usize::from(sketch.len))));
        if signals.score() < least {
            return None;
        }
    }
    if signals.sound > 0.0 {
        signals.sound = sound(names, at, query);
        if signals.score() < least {
            return None;
        }
    }
    if signals.subsequence > 0.0 {
        let words = query.words.iter().map(String::as_str);
        signals.subsequence = matcher.score(names.written.get(at), words).unwrap_or(0.0);
    }
    (signals.score() >= least).then_some(signals)
}

#[expect(clippy::cast_precision_loss, reason = "lengths of names")]
fn ratio(distance: usize, longer: usize) -> f32 {
    1.0 - distance as f32 / longer.max(1) as f32
}

fn from(least: f32, value: f32) -> f32 {
    if value >= least { value } else { 0.0 }
}

fn typo_bound(query: &Query, sketch: &Sketch) -> f32 {
    let Some(pattern) = &query.pattern else { return 0.0 };
    let (typed, len) = (pattern.letters(), usize::from(sketch.len));
    let mut apart = 0_u16;
    for (a, b) in query.counts.iter().zip(&sketch.counts) {
        apart += u16::from(a.abs_diff(*b));
    }
    let least = (usize::from(apart) + typed.abs_diff(len)).div_ceil(2);
    from(TYPO_FROM, ratio(least, typed.max(len)))
}

fn sound_bound(query: &Query, key: &KeySketch) -> f32 {
    let typed = &query.key_sketch;
    let mut apart = 0_u16;
    for (a, b) in typed.weights.iter().zip(&key.weights) {
        apart += u16::from(a.abs_diff(*b));
    }
    let least = u16::midpoint(apart, typed.sum.abs_diff(key.sum));
    let longer = usize::from(typed.len.max(key.len)) * usize::from(SCALE);
    if typed.len == 0 { 0.0 } else { from(SOUND_FROM, ratio(usize::from(least), longer)) }
}

fn sound(names: &Names, at: usize, query: &Query) -> f32 {
    let sketch = &names.sketches[at];
    let mut best = 0.0_f32;
    for index in sketch.key as usize..sketch.key as usize + usize::from(sketch.keys) {
        let key = names.keys.get(index);
        let longer = key.len().max(query.key.len()) * usize::from(SCALE);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few hundred"
        )]
        let most = ((1.0 - best.max(SOUND_FROM)) * longer as f32) as u16;
        if let Some(distance) = distance(&query.key, key, most) {
            best = best.max(from(SOUND_FROM, ratio(usize::from(distance), longer)));
        }
    }
    best
}

/// The best entries so far, each once, best first.
struct Best<'a> {
    names: &'a Names,
    limit: usize,
    found: Vec<Found>,
}

impl Best<'_> {
    /// What a name must reach to be of interest.
    fn least(&self) -> f32 {
        if self.found.len() < self.limit {
            FLOOR
        } else {
            self.found.last().map_or(FLOOR, |last| last.score)
        }
    }

    fn add(&mut self, found: Found) {
        if let Some(at) = self.found.iter().position(|other| other.entry == found.entry) {
            if !before(self.names, &found, &self.found[at]) {
                return;
            }
            self.found.remove(at);
        }
        let at = self.found.partition_point(|other| before(self.names, other, &found));
        self.found.insert(at, found);
        self.found.truncate(self.limit);
    }
}

/// Higher score, then boosted entries, then shorter names, then the term before its aliases, then the order of the
/// entries.
pub(super) fn before(names: &Names, a: &Found, b: &Found) -> bool {
    let rank = |found: &Found| {
        let at = found.name as usize;
        (
            !names.boost[found.entry as usize],
            names.sketches[at].len,
            names.number[at].min(1),
            found.name,
        )
    };
    b.score.total_cmp(&a.score).then_with(|| rank(a).cmp(&rank(b))).is_lt()
}
