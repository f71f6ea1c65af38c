//! When a card comes back (FSRS), and how sure one can be that it is remembered.

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

/// Those that fit the reviews of many people: the published defaults, the
/// same as in crate `fsrs` 6.6.2 and py-fsrs 6.3.2. They stand here because another version of the
/// crate may mean others by "default".
pub const DEFAULT_PARAMETERS: Parameters = [
    0.212, 1.2931, 2.3065, 8.2956, // first stability, per grade
    6.4133, 0.8334, 3.0194, 0.001, // difficulty
    1.8722, 0.1666, 0.796, // stability after a pass
    1.4835, 0.0614, 0.2629, 1.6483, // stability after a lapse
    0.6014, 1.8729, // hard and easy
    0.5425, 0.0912, 0.0658, // on the same day
    0.1542, // how fast one forgets
];

/// The probability of recall at which a card comes back, unless the user set another.
pub const DEFAULT_RETENTION: f64 = 0.90;

/// What the user may set it to: below, most answers are frustrating; above, one reviews for hardly
/// anything but reviewing.
pub const RETENTION: RangeInclusive<f64> = 0.70..=0.97;

/// With this many days elapsed, a pass opens the other direction.
const A_WEEK: u32 = 7;

/// What the crate holds the last parameter, the decay, to; it does not tell.
const DECAY: RangeInclusive<f32> = 0.1..=0.8;

/// The version of the rules in this module and of the crate below it. It goes up whenever the same
/// reviews give another state, so that stored states are derived again.
const RULES: u32 = 2;

/// The memory of one card in the model's terms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Memory {
    /// Days after which recall has fallen to 90 %.
    pub stability: f32,
    /// How hard it is to make the memory last: 1 to 10.
    pub difficulty: f32,
}

impl Memory {
    /// Whether the model can go on from it. What it cannot, a damaged copy, counts as no memory.
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

/// What is known of a card: derived from its reviews alone, so it can be dropped and derived again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CardState {
    /// The memory after the latest review.
    pub memory: Memory,
    /// The study day of the first review: the day on which the card counted as new.
    pub first: Day,
    /// The study day of the latest review.
    pub last: Day,
    /// The moment of the latest review.
    pub last_at: Timestamp,
    /// The study day on which it comes back.
    pub due: Day,
    /// How many reviews it has.
    pub reviews: u32,
    /// How often it was missed after one or more days.
    pub lapses: u32,
    /// Missed, and not passed since: it comes back within the same sitting, or in the next one.
    pub unfinished: bool,
    /// Whether it was ever passed with seven or more days elapsed: that opens the other direction.
    pub held_a_week: bool,
    /// The study day on which it was learned: passed, in whatever form, on a later day than it was first asked. For good.
    pub learned: Option<Day>,
    /// Whether it was recalled ([`Review::is_recalled`]) when it was asked on a later day, and not missed since. What is right
    /// a few minutes after the answer was shown says nothing, so only the first question of a day counts.
    pub recalled: bool,
    /// What its fuzz hangs on: a hash of the id that its first review was made under.
    pub seed: u64,
}

/// Why there is no scheduler for these settings.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScheduleError {
    /// The desired retention is no number within [`RETENTION`].
    #[error("the desired retention is {0}; set it to a number from 0.70 to 0.97, for example 0.90")]
    Retention(f64),
    /// A parameter is not a finite number.
    #[error(
        "parameter {position} of 21 is {value}, not a finite number; correct it, or leave the \
         parameters out to use the default ones"
    )]
    NotFinite {
        /// Which one, counted from 1.
        position: usize,
        /// What it is.
        value: f32,
    },
    /// FSRS refuses the parameters.
    #[error(
        "FSRS refuses the parameters; leave them out to use the default ones, or compute them again"
    )]
    Refused,
}

/// The rule by which grades become memory and a day to come back on.
#[derive(Debug, Clone)]
pub struct Scheduler {
    fsrs: FSRS,
    decay: f32,
    retention: f32,
    fingerprint: u64,
}

impl Scheduler {
    /// A scheduler for FSRS-6 with these `parameters`, under which a card comes back when the
    /// probability of recall has fallen to `retention`.
    ///
    /// A parameter that is out of its range is moved to the end of it, as FSRS does everywhere.
    pub fn new(parameters: &Parameters, retention: f64) -> Result<Self, ScheduleError> {
        if !RETENTION.contains(&retention) {
            return Err(ScheduleError::Retention(retention));
        }
        if let Some(at) = parameters.iter().position(|parameter| !parameter.is_finite()) {
            return Err(ScheduleError::NotFinite { position: at + 1, value: parameters[at] });
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

    /// The state of `card` after `grade`, given on the study day `day` at the moment `at`.
    ///
    /// Days elapsed are study days since the review before. When the clock went backwards they are
    /// 0, and `last` goes back with it: a clock that once ran a year ahead must not make every
    /// review of the following year one of the same day. `due` is never before `day`.
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
            // Whether it was recalled hangs on the form, too: see `after`.
            recalled: grade.is_pass() && before.is_some_and(|state| state.recalled),
            seed,
        }
    }

    /// Per grade, from worst to best, the days until `card` comes back if that grade is given on
    /// `day`: what [`Self::review`] would then do. 0 means within the same sitting.
    pub fn preview(&self, card: &CardId, before: Option<&CardState>, day: Day) -> [u32; 4] {
        self.outcomes(seed(card, before), before, day).map(|outcome| outcome.days)
    }

    /// The state of a card after `review`, which found it in the state `before`. A pass that a cram asked for before its
    /// day leaves the memory and the day as they are, so that a card may have a review and no state.
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

    /// The state of a card after `reviews`, all of that card and in order of time; `None` when
    /// none of them counts. What each of them was made under counts, not what the card is called today.
    pub fn replay(&self, reviews: &[Review]) -> Option<CardState> {
        reviews.iter().fold(None, |before, review| self.after(before.as_ref(), review))
    }

    /// Whether a cram that asks a card in `state` on `day` asks it before its time.
    pub fn is_early(state: Option<&CardState>, day: Day) -> bool {
        state.is_some_and(|state| !state.unfinished && state.due > day)
    }

    /// The probability, from 0 to 1, that a card in `state` is recalled on `day` (FSRS calls it
    /// retrievability).
    pub fn recall(&self, state: &CardState, day: Day) -> f32 {
        if !state.memory.is_sound() {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "exact up to 45,000 years")]
        let elapsed = day.since(state.last) as f32;
        fsrs::current_retrievability(state.memory.into(), elapsed, self.decay).clamp(0.0, 1.0)
    }

    /// The memory after `grade`, given `days_elapsed` study days after the review that left the
    /// memory `before`; `None` for the first review of a card.
    pub fn next_memory(&self, before: Option<Memory>, grade: Grade, days_elapsed: u32) -> Memory {
        let next = self.next_states(before, days_elapsed);
        let state = match grade {
            Grade::Again => next.again,
            Grade::Hard => next.hard,
            Grade::Good => next.good,
            Grade::Easy => next.easy,
        };
        state.memory.into()
    }

    /// The whole days, at least 1, until a memory of this `stability` has fallen to the desired
    /// retention: FSRS alone, without spreading, order or upper end.
    pub fn raw_interval(&self, stability: f32) -> u32 {
        // The grade is for cards without a stability, so any will do.
        fuzz::rounded(self.fsrs.next_interval(Some(stability), self.retention, 1).into())
    }

    /// The desired retention, from 0.70 to 0.97.
    pub const fn retention(&self) -> f32 {
        self.retention
    }

    /// A number that changes whenever the parameters, the retention or the rules of this module do,
    /// the same on every machine: the key under which derived states may be kept.
    pub const fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// What each grade leads to, from worst to best.
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

/// What one grade leads to.
#[derive(Clone, Copy)]
struct Outcome {
    memory: Memory,
    /// Days until the card comes back; 0 within the same sitting.
    days: u32,
}

/// What the fuzz of `card` hangs on, from its first review on.
fn seed(card: &CardId, before: Option<&CardState>) -> u64 {
    before.map_or_else(|| rng::hash(&card.to_string(), 0), |state| state.seed)
}

/// The number that spreads the review after the first `reviews` ones of the card with this `seed`:
/// the same each time, so that a preview, the review itself and an undone one agree.
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
