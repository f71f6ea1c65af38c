//! Derives card states from the reviews: as of now, and at the end of earlier days.

use std::collections::HashMap;

use crate::core::card::{CardId, TermId};
use crate::core::learner_state::States;
use crate::core::library::Library;
use crate::core::look_back::Practice;
use crate::core::review::Review;
use crate::core::schedule::Scheduler;
use crate::core::stats::MONTH;
use crate::core::time::Day;
use crate::trainer::{Trainer, TrainerError};

/// The states at the end of earlier days, relative to `today`.
#[derive(Debug)]
pub(super) struct Past {
    today: Day,
    /// At the end of yesterday.
    pub(super) yesterday: States,
    /// At the end of the day [`MONTH`] days ago.
    pub(super) month_ago: States,
    /// The practice until now; today's may be out of date.
    pub(super) practice: Practice,
}

impl Trainer {
    /// The states at the end of earlier days, replayed on first use each day.
    pub(super) fn past(&mut self) -> Result<&Past, TrainerError> {
        let today = self.today();
        if self.past.as_ref().is_none_or(|past| past.today != today) {
            let reviews = self.journal()?.reviews()?;
            let days = [today.plus(-MONTH), today.plus(-1)];
            let (_, [month_ago, yesterday]) =
                replay_over(&reviews, days, &self.library, &self.scheduler);
            let practice = Practice::new(reviews.iter(), today);
            self.past = Some(Past { today, yesterday, month_ago, practice });
        }
        Ok(self.past.as_ref().expect("it was worked out just now"))
    }
}

/// The state of every card, from all reviews in the order in which they count.
pub fn replay(reviews: &[Review], library: &Library, scheduler: &Scheduler) -> States {
    replay_over(reviews, [], library, scheduler).0
}

/// The state of every card, from all reviews in the order in which they count; and the states from those up to the end of each of
/// `days`, which are in chronological order.
pub fn replay_over<const N: usize>(
    reviews: &[Review],
    days: [Day; N],
    library: &Library,
    scheduler: &Scheduler,
) -> (States, [States; N]) {
    let mut states = States::new();
    let mut then: [States; N] = std::array::from_fn(|_| States::new());
    let mut ended = 0;
    let mut names: HashMap<&TermId, TermId> = HashMap::new();
    for review in reviews {
        while ended < N && days[ended] < review.day {
            then[ended].clone_from(&states);
            ended += 1;
        }
        let term =
            names.entry(&review.card.term).or_insert_with(|| library.resolve(&review.card.term));
        let card = CardId::new(term.clone(), review.card.direction);
        // After a clock was set back, reviews of earlier days come later.
        let earlier = then[..ended].iter_mut().zip(days).filter(|(_, day)| review.day <= *day);
        for states in earlier.map(|(states, _)| states).chain([&mut states]) {
            if let Some(state) = scheduler.after(states.get(&card), review) {
                states.insert(card.clone(), state);
            }
        }
    }
    for rest in &mut then[ended..] {
        rest.clone_from(&states);
    }
    (states, then)
}
