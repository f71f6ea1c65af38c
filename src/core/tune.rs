//! Fits scheduler parameters to the user's own reviews and evaluates them on held-out reviews.
//!
//! A review is evidence if it tests a memory: at least one day after the previous one, in a form that requires recall.
//! A pick only shows recognition, so it is part of a card's history but never used for evaluation. The same goes for
//! cram reviews before the due day: only their misses change the schedule, and misses alone would bias a fit.
//!
//! The improvement is measured as in Anki and the FSRS benchmark: the reviews are split chronologically into six
//! parts, and each part after the first is predicted with parameters fitted to the parts before it. The final
//! parameters are fitted to all reviews.

use std::collections::{BTreeMap, HashMap};

use crate::core::card::CardId;
use crate::core::library::Library;
use crate::core::review::{Grade, Review};
use crate::core::schedule::fit::{Answer, Test, fit};
use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Parameters, Scheduler};
use crate::core::time::{Day, Timestamp};

#[cfg(test)]
mod tests;

/// Minimum number of reviews that test a memory. In simulation, starting at 100, 200 or 400 makes no difference to what is known; at
/// 200, even someone with few words gets a schedule of their own within half a year.
pub const NEEDED: usize = 200;

/// The evidence is split into one part more than this.
const SPLITS: usize = 5;

/// The current parameters were fitted to earlier reviews, so once there are this many later ones, both are evaluated
/// on those.
const FRESH: usize = 100;

/// The relative drop in log loss that suffices to accept new parameters even if the RMSE does not improve.
const CLEARLY: f64 = 0.01;

/// RMSE differences up to this count as no change: it is printed with three decimals.
const SAME_RMSE: f64 = 0.0005;

/// The reviews that test a memory, in chronological order, each with its card's earlier reviews.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    tests: Vec<Test>,
    /// The time of each test.
    at: Vec<Timestamp>,
}

impl Evidence {
    /// Collects evidence from `reviews`, which must be in chronological order without struck ones. A renamed term
    /// counts as one card.
    pub fn gather(reviews: &[Review], library: &Library) -> Self {
        struct History {
            card: i64,
            last: Day,
            answers: Vec<Answer>,
        }
        let mut names = HashMap::new();
        let mut histories: HashMap<CardId, History> = HashMap::new();
        let mut evidence = Self::default();
        for review in reviews.iter().filter(|review| !review.is_skipped()) {
            let term = names
                .entry(&review.card.term)
                .or_insert_with(|| library.resolve(&review.card.term))
                .clone();
            let number = i64::try_from(histories.len()).unwrap_or(i64::MAX);
            let history = histories
                .entry(CardId::new(term, review.card.direction))
                .or_insert_with(|| History { card: number, last: review.day, answers: Vec::new() });
            // As in the scheduler: study days, and 0 if the clock went backwards.
            let days = review.day.since(history.last);
            history.last = review.day;
            history.answers.push(Answer { grade: review.grade, days });
            if history.answers.len() >= 2 && days >= 1 && !review.early && review.is_recall() {
                let answers = history.answers.clone();
                evidence.tests.push(Test { card: history.card, answers });
                evidence.at.push(review.at);
            }
        }
        evidence
    }

    /// The number of reviews that test a memory.
    pub fn count(&self) -> usize {
        self.tests.len()
    }
}

/// Prediction errors of a set of parameters. Lower is better.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Score {
    /// Log loss: the mean negative log of the probability assigned to the actual outcome.
    pub log_loss: f64,
    /// RMSE (bins): the root mean square of the difference between predicted and actual recall, over bins of reviews
    /// with similar days elapsed, number of reviews, and lapses.
    pub rmse_bins: f64,
}

/// Two sets of parameters evaluated on the same reviews.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Comparison {
    /// The number of held-out reviews.
    pub held_out: usize,
    /// The current parameters.
    pub before: Score,
    /// The new parameters, each time fitted to the reviews before those they predict.
    pub after: Score,
}

impl Comparison {
    /// Whether to accept the new parameters: both measures improve, or log loss improves by at least 1% and RMSE
    /// (bins) is not worse. Log loss leads because it scores each review; RMSE over a few hundred reviews is noisy,
    /// but guards against parameters that are overconfident and wrong on average.
    pub fn is_better(&self) -> bool {
        let Self { before, after, .. } = self;
        let both = after.log_loss < before.log_loss && after.rmse_bins < before.rmse_bins;
        let clearly = after.log_loss <= before.log_loss * (1.0 - CLEARLY);
        both || (clearly && after.rmse_bins <= before.rmse_bins + SAME_RMSE)
    }
}

/// The result of a fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Parameters fitted to all reviews.
    pub parameters: Parameters,
    /// Their evaluation against the current ones.
    pub comparison: Comparison,
}

/// Why no parameters could be fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TuneError {
    /// Too few reviews test a memory: this many.
    #[error(
        "only {0} of your answers can be used (those a day or more after the one before, and not picked from a list), but \
         {NEEDED} are needed; keep learning and try again later"
    )]
    TooFew(usize),
    /// The optimizer found no valid result.
    #[error(
        "your answers are too similar, or cover too few cards, to fit parameters; the schedule is unchanged"
    )]
    NoFit,
}

/// Fits parameters to `evidence` and compares them with those `in_force`, which were fitted to the reviews up to
/// `fitted_until` (`None` for the defaults). Calls `progress` with the number of fits done and the total.
pub fn tune(
    evidence: &Evidence,
    in_force: &Parameters,
    fitted_until: Option<Timestamp>,
    mut progress: impl FnMut(usize, usize),
) -> Result<Fit, TuneError> {
    let count = evidence.count();
    if count < NEEDED {
        return Err(TuneError::TooFew(count));
    }
    let part = count / (SPLITS + 1);
    let is_fresh = |at: usize| fitted_until.is_none_or(|until| evidence.at[at] > until);
    let fresh_only = (part..count).filter(|at| is_fresh(*at)).count() >= FRESH;
    let (mut before, mut after) = (Tally::default(), Tally::default());
    let before_model = model(in_force)?;
    for split in 1..=SPLITS {
        let start = split * part;
        let end = if split == SPLITS { count } else { start + part };
        // With too little data, fall back to the defaults, as the optimizer itself does.
        let fitted = fit(&evidence.tests[..start]).unwrap_or(DEFAULT_PARAMETERS);
        let after_model = model(&fitted)?;
        for at in (start..end).filter(|at| !fresh_only || is_fresh(*at)) {
            before.add(&before_model, &evidence.tests[at].answers);
            after.add(&after_model, &evidence.tests[at].answers);
        }
        progress(split, SPLITS + 1);
    }
    let parameters = fit(&evidence.tests).ok_or(TuneError::NoFit)?;
    progress(SPLITS + 1, SPLITS + 1);
    let held_out = usize::try_from(before.count()).unwrap_or(usize::MAX);
    let comparison = Comparison { held_out, before: before.score(), after: after.score() };
    Ok(Fit { parameters, comparison })
}

fn model(parameters: &Parameters) -> Result<Scheduler, TuneError> {
    // The retention decides when a card is due, which does not matter here.
    Scheduler::new(parameters, DEFAULT_RETENTION).map_err(|_| TuneError::NoFit)
}

/// Sums of predicted and actual outcomes.
#[derive(Default)]
struct Tally {
    loss: f64,
    bins: BTreeMap<Bin, Sums>,
}

/// A bin of similar reviews: days elapsed, number of reviews, and lapses, each on a logarithmic scale.
type Bin = (i32, i32, i32);

#[derive(Default)]
struct Sums {
    foretold: f64,
    real: f64,
    count: u32,
}

impl Tally {
    fn add(&mut self, model: &Scheduler, answers: &[Answer]) {
        let Some(last) = answers.last() else { return };
        let foretold = f64::from(model.foretell(answers));
        let real = f64::from(u8::from(last.grade.is_pass()));
        // As in the FSRS benchmark, so one overconfident miss is not an infinite loss.
        let safe = foretold.clamp(1e-4, 1.0 - 1e-4);
        self.loss -= real.mul_add(safe.ln(), (1.0 - real) * (1.0 - safe).ln());
        let sums = self.bins.entry(bin(answers)).or_default();
        sums.foretold += foretold;
        sums.real += real;
        sums.count += 1;
    }

    fn count(&self) -> u32 {
        self.bins.values().map(|sums| sums.count).sum()
    }

    fn score(&self) -> Score {
        let count = f64::from(self.count());
        // Weighted by the number of reviews in the bin.
        let square = |sums: &Sums| (sums.foretold - sums.real).powi(2) / f64::from(sums.count);
        let squares: f64 = self.bins.values().map(square).sum();
        Score { log_loss: self.loss / count, rmse_bins: (squares / count).sqrt() }
    }
}

/// The bin of the last of `answers`, after crate `fsrs` 6.6.2 (`r_matrix_index`).
fn bin(answers: &[Answer]) -> Bin {
    let (mut long, mut lapses) = (0_u32, 0_u32);
    for (at, answer) in answers.iter().enumerate() {
        let later = answer.days > 0;
        let lapsed = later && answer.grade == Grade::Again && at + 1 < answers.len();
        long += u32::from(later);
        lapses += u32::from(lapsed);
    }
    let days = answers.last().map_or(1, |last| last.days);
    #[expect(clippy::cast_possible_truncation, reason = "a logarithm of 32 bits is small")]
    let log = |value: u32, base: f64| f64::from(value.max(1)).log(base).floor() as i32;
    let lapses = if lapses == 0 { -1 } else { log(lapses, 1.73) };
    (log(days, 3.62), log(long + 1, 1.89), lapses)
}
