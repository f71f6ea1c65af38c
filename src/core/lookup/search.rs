//! Searches in two passes: an upper bound for every name, then exact scores for the best candidates.
//!
//! The bound never underestimates the score, so the search is exact for up to [`CLOSE_LOOKS`] names.

use std::cmp::Ordering;

use super::index::{Names, Sketch};
use super::names::strongest;
use super::query::Query;
use super::signals::{HEARD, Signals};
use super::sound::{SCALE, Weighed, distance};
use super::subsequence::{MOST, Subsequence};
use super::{Rank, Scope, Signal};

/// The lowest score that is shown at all.
const FLOOR: f32 = 0.45;
/// The number of buckets, by upper bound, that candidates are sorted into.
const STEPS: usize = 160;
/// Bounds on the number of exact scores, which is one in five names. Only long queries that nothing fits reach it, above
/// some 2,000 entries. With it, none of 802 queries loses its place in the top three among 10,000 or 100,000 entries;
/// a bound of 3,000 there would cost two.
const CLOSE_LOOKS: [usize; 2] = [3_000, 6_000];
/// The longest acronym, in letters.
const ACRONYM: usize = 5;
/// More than the rounding error of a few sums.
const ROUNDING: f32 = 1e-5;

/// A name that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) name: u32,
    pub(super) entry: u32,
    pub(super) score: f32,
    pub(super) signal: Signal,
    pub(super) is_slip: bool,
}

/// The best `limit` entries for one reading of a query that score at least `needed`, best first. The names in `last` (any
/// names) are scored first, because their scores raise the lower bound for the rest.
pub(super) fn search(
    names: &Names,
    scope: &Scope,
    matcher: &Subsequence,
    query: &Query,
    limit: usize,
    last: &[usize],
    needed: f32,
) -> Vec<Found> {
    if limit == 0 {
        return Vec::new();
    }
    let floor = needed.max(FLOOR);
    let mut best = Best { names, scope, limit, floor, found: Vec::with_capacity(limit + 1) };
    for &at in last {
        let Some(sketch) = names.sketches.get(at) else { continue };
        if scope.rank(sketch.entry) == Rank::Out {
            continue;
        }
        let signals = bounds(names, query, at);
        if let Some(signals) = close_look(names, matcher, query, at, signals, floor) {
            best.add(Found::new(names, at, &signals));
        }
    }
    let candidates = first_pass(names, scope, query, limit, best.least());
    let close_looks = (names.sketches.len() / 5).clamp(CLOSE_LOOKS[0], CLOSE_LOOKS[1]);
    for candidate in most_promising(&candidates, close_looks) {
        let least = best.least() - ROUNDING;
        if candidate.signals.score() < least {
            continue;
        }
        let at = candidate.name as usize;
        if let Some(signals) = close_look(names, matcher, query, at, candidate.signals, least) {
            best.add(Found::new(names, at, &signals));
        }
    }
    best.found
}

impl Found {
    fn new(names: &Names, at: usize, signals: &Signals) -> Self {
        Self {
            name: u32::try_from(at).expect("less than 4 G of names"),
            entry: names.sketches[at].entry,
            score: signals.score(),
            signal: signals.signal(),
            is_slip: signals.is_slip,
        }
    }
}

/// A name with upper bounds for its signals.
#[derive(Clone, Copy)]
struct Candidate {
    name: u32,
    signals: Signals,
}

impl Candidate {
    /// The upper bound of its score, in hundredths.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1.4")]
    fn step(&self) -> usize {
        ((self.signals.score() * 100.0) as usize).min(STEPS - 1)
    }
}

/// Every name that could be among the best `limit` with a score of at least `least`.
fn first_pass(
    names: &Names,
    scope: &Scope,
    query: &Query,
    limit: usize,
    least: f32,
) -> Vec<Candidate> {
    let mut sure = LowerBounds::new(limit, least);
    let mut candidates = Vec::new();
    let whole = scope.searched == scope.ranks.len();
    for (name, sketch) in (0_u32..).zip(&names.sketches) {
        if !whole && scope.rank(sketch.entry) == Rank::Out {
            continue;
        }
        let signals = bounds(names, query, name as usize);
        if signals.score() >= sure.least {
            sure.add(sketch.entry, signals.sure_score());
            candidates.push(Candidate { name, signals });
        }
    }
    candidates
}

/// Upper bounds for the signals of the name `at`.
fn bounds(names: &Names, query: &Query, at: usize) -> Signals {
    let sketch = &names.sketches[at];
    let has_letters = !query.only_acronyms && query.letter_bits & !sketch.letters == 0;
    Signals {
        letters: strongest(names, at, query),
        is_slip: false,
        subsequence: if has_letters { MOST } else { 0.0 },
        typo: typo_bound(query, sketch),
        sound: sound_bound(query, names, sketch),
        definition: query.share(sketch.entry),
    }
}

/// The best guaranteed scores so far, for skipping names that can't compete.
struct LowerBounds {
    limit: usize,
    /// Best first, one per entry.
    scores: Vec<f32>,
    /// The last entry and its best score. The names of an entry are contiguous.
    entry: (u32, f32),
    least: f32,
}

impl LowerBounds {
    fn new(limit: usize, least: f32) -> Self {
        Self { limit, scores: Vec::new(), entry: (u32::MAX, 0.0), least: least - ROUNDING }
    }

    fn add(&mut self, entry: u32, score: f32) {
        if self.entry.0 != entry {
            self.entry = (entry, 0.0);
        }
        if score <= self.entry.1 || score <= self.least {
            return;
        }
        let before = std::mem::replace(&mut self.entry.1, score);
        if let Some(at) = self.scores.iter().position(|other| other.total_cmp(&before).is_eq())
            && before > 0.0
        {
            self.scores.remove(at);
        }
        let at = self.scores.partition_point(|other| *other >= score);
        self.scores.insert(at, score);
        self.scores.truncate(self.limit);
        if self.scores.len() == self.limit {
            self.least = self.least.max(self.scores[self.limit - 1] - ROUNDING);
        }
    }
}

/// The candidates with the highest bounds first. A counting sort, because the order within a bucket doesn't matter.
fn most_promising(candidates: &[Candidate], close_looks: usize) -> impl Iterator<Item = Candidate> {
    let mut next = [0_usize; STEPS];
    for candidate in candidates {
        next[candidate.step()] += 1;
    }
    let mut sum = 0;
    for count in next.iter_mut().rev() {
        sum += std::mem::replace(count, sum);
    }
    let mut order = vec![0_usize; candidates.len().min(close_looks)];
    for (at, candidate) in candidates.iter().enumerate() {
        let slot = &mut next[candidate.step()];
        if let Some(place) = order.get_mut(*slot) {
            *place = at;
        }
        *slot += 1;
    }
    order.into_iter().map(|at| candidates[at])
}

/// The exact signals of a name, as far as needed. `None` once it can't reach `least`.
fn close_look(
    names: &Names,
    matcher: &Subsequence,
    query: &Query,
    at: usize,
    mut signals: Signals,
    least: f32,
) -> Option<Signals> {
    if signals.letters.0 >= HEARD {
        return Some(signals);
    }
    if signals.typo > 0.0
        && let Some(pattern) = &query.pattern
    {
        let longer = pattern.letters().max(usize::from(names.sketches[at].len));
        let distance = pattern.distance(names.letters.get(at));
        let is_swap = distance == 1 && query.counts == names.sketches[at].counts;
        let nearness = ratio(distance, longer);
        signals.typo =
            from(query.typo_from, if is_swap { f32::midpoint(nearness, 1.0) } else { nearness });
        signals.is_slip = is_slip(names, at, query, distance, is_swap);
        if signals.score() < least {
            return None;
        }
    }
    if signals.sound > 0.0 {
        let needed = Signals { sound: 0.0, ..signals }.sound_needed(least);
        signals.sound = sound(names, at, query, needed);
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

/// Whether the query can only be the name `at` with one typo per four letters, at most two. In an acronym only a swap of
/// two letters is a typo, since another letter makes another acronym. A query that lacks more than the last letter is
/// a prefix.
fn is_slip(names: &Names, at: usize, query: &Query, distance: usize, is_swap: bool) -> bool {
    let (written, name) = (names.written.get(at), names.letters.get(at));
    let is_acronym = written.len() <= ACRONYM && written.bytes().all(|c| c.is_ascii_uppercase());
    let most = match query.len.min(names.sketches[at].len.into()) {
        0..4 => 0,
        4..8 => 1,
        _ if name.starts_with(&query.letters) => 1,
        _ => 2,
    };
    !query.is_known && !names.heard[at] && distance <= most && (is_swap || !is_acronym)
}

#[expect(clippy::cast_precision_loss, reason = "lengths of names")]
fn ratio(distance: usize, longer: usize) -> f32 {
    1.0 - distance as f32 / longer.max(1) as f32
}

fn from(least: f32, value: f32) -> f32 {
    if value >= least { value } else { 0.0 }
}

/// An upper bound for the typo signal, from the letter counts of both.
fn typo_bound(query: &Query, sketch: &Sketch) -> f32 {
    let Some(pattern) = &query.pattern else { return 0.0 };
    let (typed, len) = (pattern.letters(), usize::from(sketch.len));
    let mut apart = 0_u16;
    for (a, b) in query.counts.iter().zip(&sketch.counts) {
        apart += u16::from(a.abs_diff(*b));
    }
    let least = (usize::from(apart) + typed.abs_diff(len)).div_ceil(2);
    from(query.typo_from, ratio(least, typed.max(len)))
}

/// An upper bound for the sound signal.
fn sound_bound(query: &Query, names: &Names, sketch: &Sketch) -> f32 {
    if query.key.is_empty() {
        return 0.0;
    }
    let keys = sketch.key as usize..sketch.key as usize + usize::from(sketch.keys);
    let bounds = names.weighed[keys].iter().map(|key| key_bound(&query.weighed, key));
    from(query.sound_from, bounds.fold(0.0, f32::max))
}

fn key_bound(typed: &Weighed, key: &Weighed) -> f32 {
    let longer = usize::from(typed.len.max(key.len)) * usize::from(SCALE);
    ratio(usize::from(typed.apart(key)), longer)
}

/// The sound signal of a name; 0 if it is below `needed` or too low to count.
fn sound(names: &Names, at: usize, query: &Query, needed: f32) -> f32 {
    let sketch = &names.sketches[at];
    let mut best = 0.0_f32;
    let mut needed = needed.max(query.sound_from);
    for index in sketch.key as usize..sketch.key as usize + usize::from(sketch.keys) {
        let key = names.keys.get(index);
        let longer = key.len().max(query.key.len()) * usize::from(SCALE);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few hundred, not negative"
        )]
        let most = ((1.0 - needed) * longer as f32 + ROUNDING) as u16;
        if query.weighed.apart(&names.weighed[index]) > most
            || !query.parted.may_be_within(&names.halves[index], most)
        {
            continue;
        }
        if let Some(distance) = distance(&query.key, key, most) {
            best = best.max(ratio(usize::from(distance), longer));
            needed = needed.max(best);
        }
    }
    from(query.sound_from, best)
}

/// The best entries so far, each once, best first.
struct Best<'a> {
    names: &'a Names,
    scope: &'a Scope,
    limit: usize,
    /// The lowest score that counts.
    floor: f32,
    found: Vec<Found>,
}

impl Best<'_> {
    /// The score a name must reach to be added.
    fn least(&self) -> f32 {
        match self.found.last() {
            Some(last) if self.found.len() == self.limit => last.score,
            _ => self.floor,
        }
    }

    fn add(&mut self, found: Found) {
        if let Some(at) = self.found.iter().position(|other| other.entry == found.entry) {
            if !before(self.names, self.scope, &found, &self.found[at]) {
                return;
            }
            self.found.remove(at);
        }
        let at = self.found.partition_point(|other| before(self.names, self.scope, other, &found));
        self.found.insert(at, found);
        self.found.truncate(self.limit);
    }
}

/// Whether `a` comes before `b`: by higher score, then rank, then shorter name, then terms before aliases, then input
/// order.
pub(super) fn before(names: &Names, scope: &Scope, a: &Found, b: &Found) -> bool {
    order(names, scope, a, b).is_lt()
}

/// The order of hits; see [`before`].
pub(super) fn order(names: &Names, scope: &Scope, a: &Found, b: &Found) -> Ordering {
    let rank = |found: &Found| {
        let at = found.name as usize;
        (scope.rank(found.entry), names.sketches[at].len, names.number[at].min(1), found.name)
    };
    b.score.total_cmp(&a.score).then_with(|| rank(a).cmp(&rank(b)))
}
