//! Fits FSRS parameters to reviews and predicts recall: wraps the optimizer of crate `fsrs` and filters input that
//! makes it panic.

use fsrs::{ComputeParametersInput, FSRSItem, FSRSReview, current_retrievability};

use crate::core::review::Grade;
use crate::core::schedule::{DEFAULT_RETENTION, Parameters, Scheduler};

/// One review of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// The grade.
    pub grade: Grade,
    /// Study days since the previous review; 0 for the first.
    pub days: u32,
}

/// A test of a memory: a card's reviews up to and including the one that tests it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// A number that identifies the card.
    pub card: i64,
    /// All reviews up to and including the test, in chronological order.
    pub answers: Vec<Answer>,
}

impl Test {
    /// Whether there was a memory and time for it to fade. The optimizer panics on other tests.
    fn is_sound(&self) -> bool {
        matches!(self.answers[..], [_, .., last] if last.days > 0)
    }
}

/// Fits parameters to `tests`, in chronological order; recent ones weigh more. `None` if there are too few, they are
/// too similar, or the result is not valid for scheduling.
pub fn fit(tests: &[Test]) -> Option<Parameters> {
    let sound = || tests.iter().filter(|test| test.is_sound());
    let input = ComputeParametersInput {
        train_set: sound().map(|test| item(&test.answers)).collect(),
        card_ids: Some(sound().map(|test| test.card).collect()),
        ..ComputeParametersInput::default()
    };
    let parameters: Parameters = fsrs::compute_parameters(input).ok()?.try_into().ok()?;
    Scheduler::new(&parameters, DEFAULT_RETENTION).is_ok().then_some(parameters)
}

impl Scheduler {
    /// The predicted probability, 0 to 1, that the last of a card's `answers` is a pass; 0.5 if there are none before
    /// it.
    pub fn foretell(&self, answers: &[Answer]) -> f32 {
        let Some((last, before)) = answers.split_last().filter(|(_, before)| !before.is_empty())
        else {
            return 0.5;
        };
        #[expect(clippy::cast_precision_loss, reason = "exact up to 45,000 years")]
        let days = last.days as f32;
        self.fsrs
            .memory_state(item(before), None)
            .map_or(0.5, |state| current_retrievability(state, days, self.decay).clamp(0.0, 1.0))
    }
}

fn item(answers: &[Answer]) -> FSRSItem {
    let review =
        |answer: &Answer| FSRSReview { rating: answer.grade.number().into(), delta_t: answer.days };
    FSRSItem { reviews: answers.iter().map(review).collect() }
}
