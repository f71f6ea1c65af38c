//! Schedules reviews with FSRS and estimates the probability of recall.

use std::fmt::Write;
use std::ops::RangeInclusive;

use fsrs::{FSRS, MemoryState, NextStates};
use rand::Rng;

use crate::core::card::CardId;
use crate::core::review::{Grade, Review};
use crate::core::rng;
use crate::core::time::{Day, Timestamp};

pub mod fit;
mod fuzz;
#[cfg(test)]
mod tests;

/// The 21 parameters of FSRS-6.
pub type Parameters = [f32; 21];

/// The published FSRS defaults, fitted to many people's reviews; the same as in crate `fsrs` 6.6.2 and py-fsrs 6.3.2.
/// Copied here because another version of the crate may change its defaults.
pub const DEFAULT_PARAMETERS: Parameters = [
    0.212, 1.2931, 2.3065, 8.2956, // first stability, per grade
    6.4133, 0.8334, 3.0194, 0.001, // difficulty
    1.8722, 0.1666, 0.796, // stability after a pass
    1.4835, 0.0614, 0.2629, 1.6483, // stability after a lapse
    0.6014, 1.8729, // hard and easy
    0.5425, 0.0912, 0.0658, // on the same day
    0.1542, // decay
];

/// The default desired retention: a card comes back when its probability of recall falls to this.
pub const DEFAULT_RETENTION: f64 = 0.90;

/// The allowed range: below it, most answers are frustrating; above it, there are too many reviews for little gain.
pub const RETENTION: RangeInclusive<f64> = 0.70..=0.97;

/// Days elapsed from which a pass opens the other direction.
const A_WEEK: u32 = 7;

/// The range to which the crate silently clamps the last parameter, the decay.
const DECAY: RangeInclusive<f32> = 0.1..=0.8;

/// The version of the rules in this module and of the `fsrs` crate. Raise it whenever the same reviews yield a
/// different state, so cached states are recomputed.
const RULES: u32 = 3;

/// A card's memory state in FSRS.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Memory {
    /// Days until the probability of recall falls to 90%.
    pub stability: f32,
    /// How hard it is to increase stability, 1 to 10.
    pub difficulty: f32,
}

impl Memory {
    /// Whether FSRS can use it. A corrupt state counts as no memory.
    const fn is_sound(self) -> bool {
        self.stability.is_finite() && self.stability > 0.0 && self.difficulty.is_finite()
    }
}

impl From<MemoryState> for Memory {
    fn from(MemoryState { stability, difficulty }: MemoryState) -> Self {
        Self { stability, difficulty }
    }
}

impl From<Memory> for MemoryState {
    fn from(Memory { stability, difficulty }: Memory) -> Self {
        Self { stability, difficulty }
    }
}

/// A card's state, derived from its reviews alone, so it can be recomputed at any time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CardState {
    /// The memory after the latest review.
    pub memory: Memory,
    /// The study day of the first review, when the card counted as new.
    pub first: Day,
    /// The study day of the latest review.
    pub last: Day,
    /// The time of the latest review.
    pub last_at: Timestamp,
    /// The study day it is due.
    pub due: Day,
    /// The number of reviews.
    pub reviews: u32,
    /// The number of misses after at least one day.
    pub lapses: u32,
    /// Missed and not passed since: it comes back in this session or the next.
    pub unfinished: bool,
    /// Whether it was ever passed after seven or more days, which opens the other direction.
    pub held_a_week: bool,
    /// The study day it was learned: first passed, in any form, on a later day than the first review. Never reset.
    pub learned: Option<Day>,
    /// Whether it was recalled ([`Review::is_recalled`]) on a later day and not missed since. Only the first question
    /// of a day counts, because being right minutes after seeing the answer proves nothing.
    pub recalled: bool,
    /// Seed for its interval fuzz: a hash of the ID used in its first review.
    pub seed: u64,
}

/// Why the settings are not valid.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScheduleError {
    /// The desired retention is not a number in [`RETENTION`].
    #[error("the desired retention is {0}; set it to a number from 0.70 to 0.97, for example 0.90")]
    Retention(f64),
    /// The parameter at this position, from 1, is this value, which is not a finite number.
    #[error(
        "parameter {0} of 21 is {1}, not a finite number; fix it, or leave the \
         parameters out to use the defaults"
    )]
    NotFinite(usize, f32),
    /// FSRS rejects the parameters.
    #[error(
        "FSRS rejects the parameters; leave them out to use the defaults, or compute them again"
    )]
    Refused,
}

/// Turns grades into memory states and due days.
#[derive(Debug, Clone)]
pub struct Scheduler {
    fsrs: FSRS,
    decay: f32,
    retention: f32,
    fingerprint: u64,
}

impl Scheduler {
    /// Creates an FSRS-6 scheduler with these `parameters`, which schedules a card when its probability of recall
    /// falls to `retention`.
    ///
    /// Parameters out of range are clamped, as everywhere in FSRS.
    pub fn new(parameters: &Parameters, retention: f64) -> Result<Self, ScheduleError> {
        if !RETENTION.contains(&retention) {
            return Err(ScheduleError::Retention(retention));
        }
        if let Some(at) = parameters.iter().position(|parameter| !parameter.is_finite()) {
            return Err(ScheduleError::NotFinite(at + 1, parameters[at]));
        }
        #[expect(clippy::cast_possible_truncation, reason = "the model counts in f32")]
        let retention = retention as f32;
        Ok(Self {
            fsrs: FSRS::new(parameters).map_err(|_| ScheduleError::Refused)?,
            decay: parameters[20].clamp(*DECAY.start(), *DECAY.end()),
            retention,
            fingerprint: fingerprint(parameters, retention),
        })
    }

    /// The state of `card` after `grade` on the study day `day` at the time `at`.
    ///
    /// Days elapsed are study days since the previous review. If the clock went backwards they are 0, and `last` moves
    /// back too: otherwise, after a clock was a year ahead, every review in the following year would count as
    /// same-day. `due` is never before `day`.
    pub fn review(
        &self,
        card: &CardId,
        before: Option<&CardState>,
        grade: Grade,
        day: Day,
        at: Timestamp,
    ) -> CardState {
        let seed = seed(card, before);
        let outcomes = self.outcomes(seed, before, day);
        let Outcome { memory, days } = outcomes[usize::from(grade.number()) - 1];
        let elapsed = before.map_or(0, |state| day.since(state.last));
        let held = grade.is_pass() && elapsed >= A_WEEK;
        let learned = (grade.is_pass() && elapsed >= 1).then_some(day);
        let lapsed = !grade.is_pass() && elapsed >= 1;
        CardState {
            memory,
            first: before.map_or(day, |state| state.first),
            last: day,
            last_at: at,
            due: day.plus(i32::try_from(days).unwrap_or(i32::MAX)),
            reviews: before.map_or(0, |state| state.reviews).saturating_add(1),
            lapses: before.map_or(0, |state| state.lapses).saturating_add(u32::from(lapsed)),
            unfinished: !grade.is_pass(),
            held_a_week: held || before.is_some_and(|state| state.held_a_week),
            learned: before.and_then(|state| state.learned).or(learned),
            // Whether it was recalled also depends on the form: see `after`.
            recalled: grade.is_pass() && before.is_some_and(|state| state.recalled),
            seed,
        }
    }

    /// The days until `card` comes back for each grade, from worst to best, if reviewed on `day`; matches what
    /// [`Self::review`] would do. 0 means within the same session.
    pub fn preview(&self, card: &CardId, before: Option<&CardState>, day: Day) -> [u32; 4] {
        self.outcomes(seed(card, before), before, day).map(|outcome| outcome.days)
    }

    /// The state of a card after `review`, given the state `before`. A pass in a cram before the due day leaves memory
    /// and due day unchanged, so a card may have a review and no state.
    pub fn after(&self, before: Option<&CardState>, review: &Review) -> Option<CardState> {
        let Review { card, grade, day, at, .. } = review;
        let elapsed = before.map_or(0, |state| day.since(state.last));
        let mut state = if review.is_skipped() {
            let before = *before?;
            let learned = before.learned.or_else(|| (elapsed >= 1).then_some(*day));
            CardState { learned, ..before }
        } else {
            self.review(card, before, *grade, *day, *at)
        };
        state.recalled |= elapsed >= 1 && review.is_recalled();
        Some(state)
    }

    /// The state of a card after all its `reviews`, in chronological order; `None` if none of them counts. Each review
    /// counts under the ID it was made with, not the card's current one.
    pub fn replay(&self, reviews: &[Review]) -> Option<CardState> {
        reviews.iter().fold(None, |before, review| self.after(before.as_ref(), review))
    }

    /// Whether a cram on `day` asks a card in `state` before it is due.
    pub fn is_early(state: Option<&CardState>, day: Day) -> bool {
        state.is_some_and(|state| !state.unfinished && state.due > day)
    }

    /// The probability, 0 to 1, that a card in `state` is recalled on `day` (FSRS calls it retrievability).
    pub fn recall(&self, state: &CardState, day: Day) -> f32 {
        if !state.memory.is_sound() {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "exact up to 45,000 years")]
        let elapsed = day.since(state.last) as f32;
        fsrs::current_retrievability(state.memory.into(), elapsed, self.decay).clamp(0.0, 1.0)
    }

    /// The memory after `grade`, `days_elapsed` study days after the review that produced `before`; `None` for a
    /// card's first review.
    pub fn next_memory(&self, before: Option<Memory>, grade: Grade, days_elapsed: u32) -> Memory {
        let NextStates { again, hard, good, easy } = self.next_states(before, days_elapsed);
        let next = [again, hard, good, easy];
        next[usize::from(grade.number()) - 1].memory.into()
    }

    /// Whole days, at least 1, until a memory of this `stability` falls to the desired retention: the plain FSRS
    /// interval without fuzz, ordering, or maximum.
    pub fn raw_interval(&self, stability: f32) -> u32 {
        // The grade matters only for cards without a stability.
        fuzz::rounded(self.fsrs.next_interval(Some(stability), self.retention, 1).into())
    }

    /// The desired retention, 0.70 to 0.97.
    pub const fn retention(&self) -> f32 {
        self.retention
    }

    /// A hash of the parameters, the retention, and the rules of this module, the same on every machine: the cache key
    /// for derived states.
    pub const fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The outcome of each grade, from worst to best.
    fn outcomes(&self, seed: u64, before: Option<&CardState>, day: Day) -> [Outcome; 4] {
        let elapsed = before.map_or(0, |state| day.since(state.last));
        let next = self.next_states(before.map(|state| state.memory), elapsed);
        let draw = draw(seed, before.map_or(0, |state| state.reviews));
        let raw = [next.hard.interval, next.good.interval, next.easy.interval];
        let [hard, good, easy] = fuzz::whole_days(raw, draw);
        [(next.again, 0), (next.hard, hard), (next.good, good), (next.easy, easy)]
            .map(|(state, days)| Outcome { memory: state.memory.into(), days })
    }

    fn next_states(&self, before: Option<Memory>, days_elapsed: u32) -> NextStates {
        let before = before.filter(|memory| memory.is_sound()).map(MemoryState::from);
        self.fsrs
            .next_states(before, self.retention, days_elapsed)
            .expect("the crate holds parameters and memories to ranges that stay finite")
    }
}

/// The outcome of one grade.
#[derive(Clone, Copy)]
struct Outcome {
    memory: Memory,
    /// Days until the card comes back; 0 means within the same session.
    days: u32,
}

/// The fuzz seed of `card`, fixed at its first review.
fn seed(card: &CardId, before: Option<&CardState>) -> u64 {
    before.map_or_else(|| rng::hash(&card.to_string(), 0), |state| state.seed)
}

/// The random number for the fuzz after `reviews` reviews of the card with this `seed`. Deterministic, so a preview,
/// the review, and a redo after undo agree.
fn draw(seed: u64, reviews: u32) -> u32 {
    rng::seeded(seed.wrapping_add(u64::from(reviews))).next_u32()
}

fn fingerprint(parameters: &Parameters, retention: f32) -> u64 {
    let mut text = format!("{:08x}", retention.to_bits());
    for parameter in parameters {
        let _ = write!(text, " {:08x}", parameter.to_bits());
    }
    rng::hash(&text, RULES.into())
}
