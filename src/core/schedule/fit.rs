//! Parameters fitted to answers, and what parameters foretell of an answer: the optimiser of crate `fsrs`, kept from
//! what it panics over.

use fsrs::{ComputeParametersInput, FSRSItem, FSRSReview, current_retrievability};

use crate::core::review::Grade;
use crate::core::schedule::{DEFAULT_RETENTION, Parameters, Scheduler};

/// One answer to a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// How well the card was known.
    pub grade: Grade,
    /// Study days since the answer before; 0 for the first.
    pub days: u32,
}

/// A test of a memory: the answers to a card up to one that tests it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// A number for the card.
    pub card: i64,
    /// All answers up to and including the test, in order of time.
    pub answers: Vec<Answer>,
}

impl Test {
    /// Whether there is a memory and time in which it could fade. Over other tests the optimiser panics.
    fn is_sound(&self) -> bool {
        matches!(self.answers[..], [_, .., last] if last.days > 0)
    }
}

/// The parameters that foretell `tests`, which stand in order of time; late ones weigh more. None when they are too few
/// or too much alike, or when what comes out cannot be scheduled by.
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
    /// The probability, from 0 to 1, that the last of `answers` to a card is a pass, as the ones before it foretell;
    /// a half where there are none before it.
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
