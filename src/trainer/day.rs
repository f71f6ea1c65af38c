//! What the day brings: how much was done, and what to ask.

use std::collections::HashSet;

use crate::core::card::{CardId, Direction, TermId};
use crate::core::deck::{Deck, Level};
use crate::core::plan::{self, Pace, Plan, Request};
use crate::core::review::Review;
use crate::core::rng::hash;
use crate::core::stats::{self, Done, LONGEST_MS, Retention};
use crate::core::time::Day;
use crate::trainer::{Trainer, TrainerError};

/// After so many days without an answer one has been away, and the first day back is short.
const AWAY: u32 = 14;

/// So many minutes at most has the first day back; half of those that are set where that is less.
const FIRST_MINUTES: u32 = 5;

/// What the order of equals hangs on, the same for the whole of a day.
pub(super) fn seed(today: Day) -> u64 {
    hash("plan", u64::from(today.number().unsigned_abs()))
}

impl Trainer {
    /// What was done today.
    pub fn done_today(&mut self) -> Result<Done, TrainerError> {
        let today = self.today();
        let reviews = self.journal()?.reviews_on(today)?;
        let introductions = self.journal()?.introductions_on(today)?;
        let times =
            reviews.iter().map(|r| r.took_ms).chain(introductions.iter().map(|i| i.took_ms));
        Ok(Done {
            answers: reviews.len(),
            new: self.new_on(today),
            ms: times.map(|ms| u64::from(ms.min(LONGEST_MS))).sum(),
        })
    }

    /// Words that were asked for the first time on `day`.
    fn new_on(&self, day: Day) -> usize {
        let understand = Direction::Understand;
        self.states
            .iter()
            .filter(|(card, state)| card.direction == understand && state.first == day)
            .count()
    }

    /// Reviews today that were due and not a word's first.
    pub(super) fn reviews_today(&mut self) -> Result<usize, TrainerError> {
        let today = self.today();
        let done = self.done_today()?;
        let early = self.journal()?.reviews_on(today)?.iter().filter(|review| review.early).count();
        Ok(done.answers.saturating_sub(self.new_on(today) + early))
    }

    /// Cards that a cram asked today before they were due, and that were known.
    pub(super) fn crammed_today(&mut self) -> Result<HashSet<CardId>, TrainerError> {
        let today = self.today();
        let reviews = self.journal()?.reviews_on(today)?;
        let skipped = reviews.into_iter().filter(Review::is_skipped);
        Ok(skipped
            .map(|review| {
                CardId::new(self.library.resolve(&review.card.term), review.card.direction)
            })
            .collect())
    }

    /// The user's own times: medians of the newest hundred, and the assumed ones before there are ten.
    pub fn pace(&mut self) -> Pace {
        let assumed = Pace::default();
        let Ok(times) = self.journal().and_then(|journal| Ok(journal.recent_times(100)?)) else {
            return assumed;
        };
        let median = |mut times: Vec<u32>, assumed: u32| {
            if times.len() < 10 {
                return assumed;
            }
            times.sort_unstable();
            times[times.len() / 2].clamp(1_000, LONGEST_MS)
        };
        Pace {
            introduction_ms: median(times.introductions, assumed.introduction_ms),
            answer_ms: median(times.answers, assumed.answer_ms),
        }
    }

    /// The decks that are quizzed, each with how deep: those named, or all that are followed.
    pub fn quizzed(&self, named: &[String]) -> Vec<(String, Level)> {
        let followed = self.settings.followed().iter().map(|(id, _)| id);
        let decks: Vec<&String> =
            if named.is_empty() { followed.collect() } else { named.iter().collect() };
        let decks = decks.into_iter().filter_map(|id| self.library.deck(id));
        decks.map(|deck| (deck.id.to_string(), self.depth(deck))).collect()
    }

    /// How deep `deck` is quizzed and counted: as deep as it is followed, or to its core where it is not; and deeper where
    /// there is no word so far.
    pub fn depth(&self, deck: &Deck) -> Level {
        let mut followed = self.settings.followed().iter();
        let is_meant =
            |id: &str| self.library.deck(id).is_some_and(|followed| followed.id == deck.id);
        let followed = followed.find(|(id, _)| is_meant(id)).map_or(Level::Core, |(_, to)| *to);
        deck.depth(followed, self.today().date())
    }

    /// Whether today is the first day after two weeks or more without an answer.
    pub fn is_return(&mut self) -> Result<bool, TrainerError> {
        let today = self.today();
        let last = self.journal()?.last_day_before(today)?;
        Ok(last.is_some_and(|last| today.since(last) >= AWAY))
    }

    /// Minutes that today has: those that are set, and fewer on the first day after an absence.
    pub(super) fn minutes_today(&mut self) -> Result<u32, TrainerError> {
        let minutes = self.settings.minutes;
        Ok(if self.is_return()? { minutes.div_ceil(2).min(FIRST_MINUTES) } else { minutes })
    }

    /// Plans a sitting over `decks`: for `minutes`, or for what is left of today's; with at most `new` new words, or
    /// as many as today still allows: none on the first day after an absence while anything is due.
    pub fn plan(
        &mut self,
        decks: &[(String, Level)],
        minutes: Option<u32>,
        new: Option<u32>,
    ) -> Result<Plan, TrainerError> {
        self.refresh()?;
        let done = self.done_today()?;
        let today = self.today();
        let budget = |minutes: u32| u64::from(minutes) * 60_000;
        let daily = self.minutes_today()?;
        let budget_ms = minutes.map_or_else(|| budget(daily).saturating_sub(done.ms), budget);
        let count = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let max_new = new.map_or_else(|| count(self.settings.new).saturating_sub(done.new), count);
        let max_reviews = count(self.settings.reviews).saturating_sub(self.reviews_today()?);
        let pace = self.pace();
        let looked_up = self.looked_up_lately()?;
        let wanted = self.wanted(decks)?;
        let hidden = self.marks.hidden(today);
        let crammed = self.crammed_today()?;
        // On the first day after an absence new words wait until what was known is gone over.
        let waits = new.is_none() && self.is_return()?;
        let request = Request {
            decks,
            today,
            budget_ms,
            max_new,
            max_reviews,
            pace,
            only: None,
            looked_up: &looked_up,
            wanted: &wanted,
            hidden: &hidden,
            crammed: &crammed,
            seed: seed(today),
        };
        let plan = plan::plan(self.known(), &request);
        if waits && plan.due > 0 {
            let request = Request { max_new: 0, ..request };
            return Ok(plan::plan(self.known(), &request));
        }
        Ok(plan)
    }

    /// Plans a cram of `decks` for `minutes`, or for as many as there are a day; with at most `new` new words. Whoever
    /// crams means it, so what the day allows otherwise does not bind.
    pub fn cram(
        &mut self,
        decks: &[(String, Level)],
        minutes: Option<u32>,
        new: Option<u32>,
    ) -> Result<Plan, TrainerError> {
        self.refresh()?;
        let today = self.today();
        let counts = self.journal()?.lookup_counts()?;
        let mut looked_up = plan::Counts::new();
        for (term, count) in counts {
            let total = looked_up.entry(self.library.resolve(&term)).or_default();
            *total = total.saturating_add(count);
        }
        let crammed = self.crammed_today()?;
        let hidden = self.marks.hidden(today);
        let request = Request {
            decks,
            today,
            budget_ms: u64::from(minutes.unwrap_or(self.settings.minutes)) * 60_000,
            max_new: new.map_or(usize::MAX, |new| usize::try_from(new).unwrap_or(usize::MAX)),
            max_reviews: usize::MAX,
            pace: self.pace(),
            only: None,
            looked_up: &[],
            wanted: &[],
            hidden: &hidden,
            crammed: &crammed,
            seed: seed(today),
        };
        Ok(plan::cram(self.known(), &request, &looked_up))
    }

    /// Terms that were looked up in the last thirty days, the latest first.
    pub fn looked_up_lately(&mut self) -> Result<Vec<TermId>, TrainerError> {
        let since = self.now().plus_millis(-30 * 86_400_000);
        let recent = self.journal()?.recently_looked_up(200)?;
        let recent = recent.into_iter().filter(|(_, at)| *at >= since);
        Ok(recent.map(|(id, _)| self.library.resolve(&id)).collect())
    }

    /// True retention of the last thirty days.
    pub fn retention(&mut self) -> Result<Retention, TrainerError> {
        let today = self.today();
        let reviews = self.journal()?.reviews()?;
        Ok(stats::true_retention(reviews.iter(), today.plus(-29), today))
    }

    /// Cards that come due on each of the next `days` days.
    pub fn forecast(&self, days: usize) -> Vec<usize> {
        let today = self.today();
        let hidden = self.marks.hidden(today.plus(1));
        stats::forecast(&self.states, &self.library, &hidden, today, days)
    }
}
