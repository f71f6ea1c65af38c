//! Fits the parameters of the schedule to the user's own answers, and judges on answers that the fit has not seen.
//!
//! An answer is evidence when it tests a memory: one or more days after the answer before, in a form that asks for
//! recall. A choice shows recognition, so it shapes the history of a card but is never what a fit is judged by. Nor is
//! what a cram asked before its day: only its misses change the schedule, and misses alone would bend a fit.
//!
//! How much better own parameters are is measured as Anki and the benchmark of FSRS do it: the answers, in order of
//! time, are cut into six parts; each part after the first is foretold by parameters that were fitted to the parts before
//! it. What is kept in the end is fitted to all of them.

use std::collections::{BTreeMap, HashMap};

use crate::core::card::CardId;
use crate::core::library::Library;
use crate::core::review::{Grade, Review};
use crate::core::schedule::fit::{Answer, Test, fit};
use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Parameters, Scheduler};
use crate::core::time::{Day, Timestamp};

#[cfg(test)]
mod tests;

/// So many answers that test a memory are needed. With fewer, the default parameters foretell better than own ones.
pub const NEEDED: usize = 400;

/// The evidence is cut into one part more than this.
const SPLITS: usize = 5;

/// Parameters in force were fitted to the answers before them, so they are judged on the ones after, as soon as there
/// are so many.
const FRESH: usize = 100;

/// By what share the log loss must fall for own parameters to be kept although the other measure does not improve.
const CLEARLY: f64 = 0.01;

/// What counts as no change of the RMSE over bins: it is printed with three digits.
const SAME_RMSE: f64 = 0.0005;

/// The answers that test a memory, in order of time, each with all answers to its card before it.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    tests: Vec<Test>,
    /// The moment of each test.
    at: Vec<Timestamp>,
}

impl Evidence {
    /// What `reviews` say, which stand in order of time and none of which is struck. Renamed terms are one card.
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
            // As in the schedule: study days, and 0 when the clock went backwards.
            let days = review.day.since(history.last);
            history.last = review.day;
            history.answers.push(Answer { grade: review.grade, days });
            if history.answers.len() >= 2 && days >= 1 && !review.early && review.form.is_recall() {
                let answers = history.answers.clone();
                evidence.tests.push(Test { card: history.card, answers });
                evidence.at.push(review.at);
            }
        }
        evidence
    }

    /// How many answers test a memory.
    pub fn len(&self) -> usize {
        self.tests.len()
    }

    /// Whether no answer tests a memory.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }
}

/// How well parameters foretell answers. Lower is better.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Score {
    /// The mean negative logarithm of the probability that was given to what happened.
    pub log_loss: f64,
    /// How far foretold and real recall are apart: the root of the mean square over bins of alike answers, alike in days
    /// elapsed, number of reviews and lapses.
    pub rmse_bins: f64,
}

/// Two sets of parameters, judged on the same answers.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Comparison {
    /// How many answers they were judged on.
    pub held_out: usize,
    /// The parameters in force.
    pub before: Score,
    /// Own parameters, each time fitted to the answers before those that they foretell.
    pub after: Score,
}

impl Comparison {
    /// Whether to keep the new parameters: when both measures are better, or when the log loss is better by 1 % or more
    /// and the RMSE over bins is not worse. Log loss leads, because it judges each answer; the RMSE over bins of a few
    /// hundred answers is noisy, but guards against parameters that are sure of themselves and wrong on average.
    pub fn is_better(&self) -> bool {
        let Self { before, after, .. } = self;
        let both = after.log_loss < before.log_loss && after.rmse_bins < before.rmse_bins;
        let clearly = after.log_loss <= before.log_loss * (1.0 - CLEARLY);
        both || (clearly && after.rmse_bins <= before.rmse_bins + SAME_RMSE)
    }
}

/// What fitting came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Parameters fitted to all answers.
    pub parameters: Parameters,
    /// How well such parameters do, compared with those in force.
    pub comparison: Comparison,
}

/// Why there is no fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TuneError {
    /// Too few answers test a memory.
    #[error(
        "{usable} of your answers test a memory (a day or more after the one before, and not picked from a list), and \
         {NEEDED} are needed; go on learning and try again"
    )]
    TooFew {
        /// How many there are.
        usable: usize,
    },
    /// The optimiser finds nothing, or nothing that makes sense.
    #[error(
        "your answers are too much alike, or too few cards have them, to fit anything to; the schedule stays as it is"
    )]
    NoFit,
}

/// Fits parameters to `evidence` and compares them with those `in_force`, which were fitted to the answers up to
/// `fitted_until` (none for the default ones). `progress` is told how many of how many fits are done.
pub fn tune(
    evidence: &Evidence,
    in_force: &Parameters,
    fitted_until: Option<Timestamp>,
    mut progress: impl FnMut(usize, usize),
) -> Result<Fit, TuneError> {
    let count = evidence.len();
    if count < NEEDED {
        return Err(TuneError::TooFew { usable: count });
    }
    let part = count / (SPLITS + 1);
    let is_fresh = |at: usize| fitted_until.is_none_or(|until| evidence.at[at] > until);
    let fresh_only = (part..count).filter(|at| is_fresh(*at)).count() >= FRESH;
    let (mut before, mut after) = (Tally::default(), Tally::default());
    let before_model = model(in_force)?;
    for split in 1..=SPLITS {
        let start = split * part;
        let end = if split == SPLITS { count } else { start + part };
        // Where there is too little to fit to, the default parameters serve: so does the optimiser itself.
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
    let comparison =
        Comparison { held_out: before.count(), before: before.score(), after: after.score() };
    Ok(Fit { parameters, comparison })
}

fn model(parameters: &Parameters) -> Result<Scheduler, TuneError> {
    // The retention decides when a card comes back, and nothing here.
    Scheduler::new(parameters, DEFAULT_RETENTION).map_err(|_| TuneError::NoFit)
}

/// Sums over what was foretold and what happened.
#[derive(Default)]
struct Tally {
    loss: f64,
    bins: BTreeMap<Bin, Sums>,
}

/// Answers that are alike: by days elapsed, by number of reviews, by lapses, each on a logarithmic scale.
type Bin = (i32, i32, i32);

#[derive(Default)]
struct Sums {
    foretold: f64,
    real: f64,
    count: f64,
}

impl Tally {
    fn add(&mut self, model: &Scheduler, answers: &[Answer]) {
        let Some(last) = answers.last() else { return };
        let foretold = f64::from(model.foretell(answers));
        let real = f64::from(u8::from(last.grade.is_pass()));
        // As in the benchmark of FSRS, so that one sure mistake is not an infinite loss.
        let safe = foretold.clamp(1e-4, 1.0 - 1e-4);
        self.loss -= real.mul_add(safe.ln(), (1.0 - real) * (1.0 - safe).ln());
        let sums = self.bins.entry(bin(answers)).or_default();
        sums.foretold += foretold;
        sums.real += real;
        sums.count += 1.0;
    }

    fn count(&self) -> usize {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a sum of ones"
        )]
        let count = self.bins.values().map(|sums| sums.count).sum::<f64>() as usize;
        count
    }

    fn score(&self) -> Score {
        let count: f64 = self.bins.values().map(|sums| sums.count).sum();
        // Weighted by how many answers a bin holds.
        let square = |sums: &Sums| (sums.foretold - sums.real).powi(2) / sums.count;
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
