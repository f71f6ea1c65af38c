//! The value of a review: how much it improves future recall per unit of time.

use crate::core::deck::Level;
use crate::core::review::Grade;
use crate::core::schedule::{CardState, Scheduler};
use crate::core::time::Day;

/// The planning horizon, in days.
const AHEAD: i32 = 10;

/// The value per minute of reviewing a card in `state` on `today` instead of skipping it: the gain in its probability
/// of recall [`AHEAD`] days from now, times its level's weight, divided by the expected number of answers.
///
/// A fresh card gains little. A forgotten one takes two answers and, if it fades fast, is soon lost again, so it can
/// just as well be relearned later. The cards in between are worth the most. `docs/learning.md` describes the
/// simulation behind this choice.
pub(super) fn review_value(
    scheduler: &Scheduler,
    state: &CardState,
    level: Level,
    today: Day,
) -> f32 {
    let recall = scheduler.recall(state, today);
    let later = today.plus(AHEAD);
    let days = today.since(state.last);
    let after = |memory| scheduler.recall(&CardState { memory, last: today, ..*state }, later);
    let passed = scheduler.next_memory(Some(state.memory), Grade::Good, days);
    let missed = scheduler.next_memory(Some(state.memory), Grade::Again, days);
    let relearnt = scheduler.next_memory(Some(missed), Grade::Good, 0);
    let with = recall * after(passed) + (1.0 - recall) * after(relearnt);
    level.weight() * (with - scheduler.recall(state, later)) / (2.0 - recall)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::card::{CardId, Direction, TermId};
    use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Memory};
    use crate::core::time::Timestamp;

    /// The value of reviewing a card of this stability once its probability of recall has fallen to `recall`.
    fn at(scheduler: &Scheduler, stability: f32, recall: f32) -> f32 {
        let card = CardId::new(TermId::new("a", "t"), Direction::Understand);
        let day = Day::from_number(0);
        let first = scheduler.review(&card, None, Grade::Good, day, Timestamp::default());
        let memory = Memory { stability, difficulty: 5.0 };
        let state = CardState { memory, ..first };
        let fallen = |days: &i32| scheduler.recall(&state, Day::from_number(*days)) <= recall;
        let today = (0..100_000).find(fallen).expect("it falls so far");
        review_value(scheduler, &state, Level::Core, Day::from_number(today))
    }

    #[test]
    fn what_is_fresh_gains_least() {
        let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap();
        for stability in [5.0, 15.0, 50.0] {
            let worth = [0.97, 0.9, 0.8, 0.7].map(|recall| at(&scheduler, stability, recall));
            assert!(worth.is_sorted_by(|a, b| a < b), "{stability}: {worth:?}");
            assert!(worth[0] > 0.0);
        }
    }

    #[test]
    fn where_forgetting_is_fast_what_can_be_saved_comes_before_what_is_lost() {
        let mut parameters = DEFAULT_PARAMETERS;
        // A steep forgetting curve, and little memory left after a miss.
        for (at, value) in [(20, 0.8), (11, 0.05), (14, 0.0), (17, 0.0)] {
            parameters[at] = value;
        }
        let scheduler = Scheduler::new(&parameters, DEFAULT_RETENTION).unwrap();
        for stability in [3.0, 10.0] {
            let (saved, lost) = (at(&scheduler, stability, 0.7), at(&scheduler, stability, 0.2));
            assert!(saved > lost, "{stability}: {saved} {lost}");
        }
    }

    #[test]
    fn a_core_word_is_worth_more_than_a_deep_one() {
        let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap();
        let card = CardId::new(TermId::new("a", "t"), Direction::Understand);
        let day = Day::from_number(0);
        let state = scheduler.review(&card, None, Grade::Good, day, Timestamp::default());
        let [core, deep] = [Level::Core, Level::Deep]
            .map(|level| review_value(&scheduler, &state, level, day.plus(20)));
        assert!((core - 3.0 * deep).abs() < 1e-6);
    }
}
