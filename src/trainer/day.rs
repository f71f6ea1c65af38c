//! The daily workload: how much was done, and what to ask.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::core::card::{CardId, DeckId, Direction, TermId};
use crate::core::deck::{Deck, Level};
use crate::core::learner_state::LearnerState;
use crate::core::plan::{self, Pace, Plan, Request, SoFar};
use crate::core::review::{Grade, Review};
use crate::core::rng::hash;
use crate::core::schedule::CardState;
use crate::core::stats::{self, Done, Keeping, LONGEST_MS};
use crate::core::time::{Day, Timestamp};
use crate::store::Effort;
use crate::trainer::term_queue::Wanted;
use crate::trainer::{Trainer, TrainerError};

/// Days without an answer after which the first day back is short.
const AWAY: u32 = 14;

/// The most minutes on the first day back; half the daily minutes if that is less.
const FIRST_MINUTES: u32 = 5;

/// The seed for ordering ties, constant for a whole day.
pub(super) fn seed(today: Day) -> u64 {
    hash("plan", u64::from(today.number().unsigned_abs()))
}

impl Trainer {
    /// What was done today.
    pub fn done_today(&mut self) -> Result<Done, TrainerError> {
        let today = self.today();
        let answers = self.journal()?.reviews_on(today)?.len();
        let ms = spent(&self.journal()?.efforts_on(today)?);
        let understand = Direction::Understand;
        let is_new = |(card, state): &(&CardId, &CardState)| {
            card.direction == understand && state.first == today
        };
        Ok(Done { answers, new: self.states.iter().filter(is_new).count(), ms })
    }

    /// The number of words whose only answer so far was given today and was easy: the user knew them before.
    fn known_before(&mut self) -> Result<usize, TrainerError> {
        let today = self.today();
        let reviews = self.journal()?.reviews_on(today)?;
        let is_claim = |review: &&Review| {
            let card = self.present(&review.card);
            !review.is_skipped()
                && review.grade == Grade::Easy
                && card.direction == Direction::Understand
                && self
                    .states
                    .get(&card)
                    .is_some_and(|state| state.first == today && state.reviews == 1)
        };
        Ok(reviews.iter().filter(is_claim).count())
    }

    /// The number of new words asked today, without those the user already knew.
    pub(super) fn new_today(&mut self) -> Result<usize, TrainerError> {
        Ok(self.done_today()?.new - self.known_before()?)
    }

    /// The number of cards reviewed today because they were due, without new cards and early reviews in a cram. A missed card
    /// that was asked again counts once.
    pub(super) fn reviews_today(&mut self) -> Result<usize, TrainerError> {
        let today = self.today();
        let reviews = self.journal()?.reviews_on(today)?;
        let due = reviews.iter().filter(|review| !review.early).map(|review| &review.card);
        let cards: HashSet<CardId> = due.map(|card| self.present(card)).collect();
        let is_old = |card: &&CardId| self.states.get(card).is_some_and(|s| s.first < today);
        Ok(cards.iter().filter(is_old).count())
    }

    /// Cards that a cram asked early today and that were recalled.
    pub(super) fn crammed_today(&mut self) -> Result<HashSet<CardId>, TrainerError> {
        let today = self.today();
        let reviews = self.journal()?.reviews_on(today)?;
        let skipped = reviews.into_iter().filter(Review::is_skipped);
        Ok(skipped.map(|review| self.present(&review.card)).collect())
    }

    /// The user's own pace: medians of the newest hundred durations before today; assumed ones if there are fewer than ten.
    /// Constant for the whole day, so that today's quiz does not change while you answer it.
    pub fn pace(&mut self) -> Pace {
        let (assumed, today) = (Pace::default(), self.today());
        let times = self.journal().and_then(|journal| Ok(journal.recent_times(100, today)?));
        let Ok(times) = times else { return assumed };
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

    /// The decks to quiz, each with a depth: the named ones, or all followed ones in the order of the library.
    pub fn quizzed(&self, named: &[DeckId]) -> Vec<(DeckId, Level)> {
        let decks: Vec<&Deck> = if named.is_empty() {
            self.library.decks().iter().filter(|deck| self.follows(deck)).collect()
        } else {
            named.iter().filter_map(|id| self.library.deck(id)).collect()
        };
        decks.into_iter().map(|deck| (deck.id.clone(), self.depth(deck))).collect()
    }

    /// How deep to quiz and count `deck`: the depth it is followed to, or core if it is not followed; deeper if it has no word at
    /// that level.
    pub fn depth(&self, deck: &Deck) -> Level {
        deck.depth(self.followed_to(deck).unwrap_or(Level::Core), self.today().date())
    }

    /// Whether the user follows `deck`.
    pub fn follows(&self, deck: &Deck) -> bool {
        self.followed_to(deck).is_some()
    }

    /// The depth to which the user follows `deck`, if they do.
    fn followed_to(&self, deck: &Deck) -> Option<Level> {
        let is_meant = |id: &str| self.library.deck(id).is_some_and(|meant| meant.id == deck.id);
        self.settings.followed().iter().find(|(id, _)| is_meant(id)).map(|(_, to)| *to)
    }

    /// Whether today is the first day after two weeks or more without an answer.
    pub fn is_return(&mut self) -> Result<bool, TrainerError> {
        let today = self.today();
        let last = self.journal()?.last_day_before(today)?;
        Ok(last.is_some_and(|last| today.since(last) >= AWAY))
    }

    /// Today's minutes: as set, or fewer on the first day after an absence.
    pub(super) fn minutes_today(&mut self) -> Result<u32, TrainerError> {
        let minutes = self.settings.minutes;
        Ok(if self.is_return()? { minutes.div_ceil(2).min(FIRST_MINUTES) } else { minutes })
    }

    /// Plans a session over `decks` for `minutes`, or for the rest of today's quiz. At most `new` new words, or as many as today
    /// still allows: none on the first day after an absence while anything is due.
    pub fn plan(
        &mut self,
        decks: &[(DeckId, Level)],
        minutes: Option<u32>,
        new: Option<u32>,
    ) -> Result<Plan, TrainerError> {
        self.refresh()?;
        let (done, today) = (self.done_today()?, self.today());
        let reviewed = self.reviews_today()?;
        let daily = self.minutes_today()?;
        let known_before = self.known_before()?;
        let count = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let (max_new, max_reviews) = (count(self.settings.new), count(self.settings.reviews));
        let pace = self.pace();
        let looked_up = self.looked_up_lately()?;
        let Wanted { words: wanted, cards: asked_for } = self.wanted(decks)?;
        let hidden = self.marks.hidden(today);
        let crammed = self.crammed_today()?;
        let introduced = self.introduced_today()?;
        // On the first day after an absence, new words wait until the due ones are reviewed.
        let waits = new.is_none() && self.is_return()?;
        self.past()?;
        let yesterday = self.past.as_ref().map_or(&self.states, |past| &past.yesterday);
        let so_far = SoFar {
            morning: LearnerState { states: yesterday, ..self.known() },
            new: done.new - known_before,
            known_before,
            introduced: &introduced,
            spent_ms: done.ms,
        };
        let request = Request {
            decks,
            today,
            budget_ms: u64::from(minutes.unwrap_or(daily)) * 60_000,
            takes_new: self.settings.new > 0,
            max_new: new.map_or(max_new, |new| count(new).saturating_add(so_far.new)),
            max_reviews,
            pace,
            only: None,
            looked_up: &looked_up,
            wanted: &wanted,
            asked_for: &asked_for,
            hidden: &hidden,
            crammed: &crammed,
            seed: seed(today),
        };
        let plan = |request: &Request<'_>| {
            if minutes.is_none() {
                return plan::rest_of_day(self.known(), request, &so_far);
            }
            let max_new = request.max_new.saturating_sub(so_far.new);
            let max_reviews = request.max_reviews.saturating_sub(reviewed);
            plan::plan(self.known(), &Request { max_new, max_reviews, ..request.clone() })
        };
        let planned = plan(&request);
        // Also when all of it has been reviewed: answering must not make the quiz grow.
        if waits && (planned.due > 0 || reviewed > 0) {
            return Ok(plan(&Request { max_new: 0, takes_new: false, ..request }));
        }
        Ok(planned)
    }

    /// The words introduced today, under their cards' IDs.
    pub(super) fn introduced_today(&mut self) -> Result<HashSet<TermId>, TrainerError> {
        let today = self.today();
        let introduced = self.journal()?.introduced_on(today)?;
        Ok(introduced.iter().map(|term| self.library.resolve(term)).collect())
    }

    /// Plans a cram of `decks` for `minutes`, or for the daily minutes, with at most `new` new words. Daily limits do not apply.
    pub fn cram(
        &mut self,
        decks: &[(DeckId, Level)],
        minutes: Option<u32>,
        new: Option<u32>,
    ) -> Result<Plan, TrainerError> {
        let minutes = minutes.unwrap_or(self.settings.minutes);
        self.cram_of(decks, None, minutes, new)
    }

    /// The same for exactly the words `only`, if there are any.
    pub(super) fn cram_of(
        &mut self,
        decks: &[(DeckId, Level)],
        only: Option<&[TermId]>,
        minutes: u32,
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
            budget_ms: u64::from(minutes) * 60_000,
            takes_new: false,
            max_new: new.map_or(usize::MAX, |new| usize::try_from(new).unwrap_or(usize::MAX)),
            max_reviews: usize::MAX,
            pace: self.pace(),
            only,
            looked_up: &[],
            wanted: &[],
            asked_for: &[],
            hidden: &hidden,
            crammed: &crammed,
            seed: seed(today),
        };
        Ok(plan::cram(self.known(), &request, &looked_up))
    }

    /// Terms looked up in the last thirty days, latest first.
    pub fn looked_up_lately(&mut self) -> Result<Vec<TermId>, TrainerError> {
        let since = self.now().plus_millis(-30 * 86_400_000);
        let recent = self.journal()?.recently_looked_up(200)?;
        let recent = recent.into_iter().filter(|(_, at)| *at >= since);
        Ok(recent.map(|(id, _)| self.library.resolve(&id)).collect())
    }

    /// How each card was kept so far.
    pub fn keeping(&mut self) -> Result<HashMap<CardId, Keeping>, TrainerError> {
        let reviews = self.journal()?.reviews()?;
        let all = stats::keeping(reviews.iter()).into_iter();
        Ok(all.map(|(card, kept)| (self.present(&card), kept)).collect())
    }

    /// In how many days the next words of the followed decks are due, and how many; and whether tomorrow has new ones.
    pub(super) fn tomorrow(&mut self) -> Result<(Option<(u32, usize)>, bool), TrainerError> {
        let decks = self.quizzed(&[]);
        let wanted = self.wanted(&decks)?.words;
        let tomorrow = self.today().plus(1);
        let hidden = self.marks.hidden(tomorrow);
        let words = plan::quizzed_cards(&self.library, &decks, &wanted, &hidden, tomorrow);
        let cards = self.states.iter().filter(|(card, _)| words.contains(&card.term));
        let is_new = |term: &TermId| {
            !self.states.contains_key(&CardId::new(term.clone(), Direction::Understand))
        };
        let new = self.settings.new > 0 && words.iter().any(is_new);
        Ok((plan::next_due(cards, self.today()), new))
    }
}

/// Milliseconds spent on `efforts`, which are sorted by session and time. Counts reading time between two of them, and from the
/// start of the session, which its ID contains, as the session does. Long gaps are capped: the user was away.
fn spent(efforts: &[Effort]) -> u64 {
    let mut before: Option<(Uuid, Timestamp)> = None;
    let each = efforts.iter().map(|Effort { session, at, took_ms }| {
        let last = before.replace((*session, *at)).filter(|(last, _)| last == session);
        let since = last.map(|(_, at)| at).or_else(|| began(*session));
        since.map_or(u64::from(*took_ms), |since| at.since(since)).min(LONGEST_MS.into())
    });
    each.sum()
}

/// When a session began, from its ID.
fn began(session: Uuid) -> Option<Timestamp> {
    let (seconds, nanoseconds) = session.get_timestamp()?.to_unix();
    let millis = i64::try_from(seconds).ok()?.checked_mul(1_000)?;
    Some(Timestamp::from_millis(millis.checked_add(i64::from(nanoseconds / 1_000_000))?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::rng::Ids;

    #[test]
    fn the_time_of_a_quiz_is_that_from_its_beginning_whatever_was_taken_back() {
        let at = Timestamp::from_millis;
        let mut ids = Ids::new(1);
        let [first, second] = [100_000, 900_000].map(|millis| ids.next(at(millis)));
        let effort = |session, millis, took_ms| Effort { session, at: at(millis), took_ms };
        let efforts = [
            // Twenty seconds to the first answer, eight of them since the question was shown again.
            effort(first, 120_000, 8_000),
            // Reading before the second answer counts.
            effort(first, 135_000, 5_000),
            // Away from the desk.
            effort(first, 500_000, 4_000),
            effort(second, 907_000, 7_000),
        ];
        assert_eq!(spent(&efforts), 20_000 + 15_000 + u64::from(LONGEST_MS) + 7_000);
        // An ID without a timestamp.
        assert_eq!(spent(&[effort(Uuid::nil(), 120_000, 8_000)]), 8_000);
    }
}
