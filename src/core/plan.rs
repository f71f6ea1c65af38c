//! Plans a session: due cards and new words, as many as fit into the minutes.

use std::collections::HashSet;

use crate::core::card::{CardId, DeckId, Direction, TermId};
use crate::core::deck::{Level, Term};
use crate::core::learner_state::LearnerState;
use crate::core::library::Library;
use crate::core::rng::hash;
use crate::core::schedule::{CardState, Scheduler};
use crate::core::time::Day;

mod cram;
mod fresh;
mod interleave;
mod next;
mod review_value;
mod time;
mod today;

pub use crate::core::learner_state::States;
pub use cram::{Counts, cram};
pub use next::{due_in, next_due};
pub use time::Pace;
pub use today::{SoFar, rest_of_day};

use time::Purse;

/// While new words wait, a card comes before them only when its probability of recall has fallen this far below the target. Cards
/// that have just fallen to the target come after them, in the minutes that are left. `docs/learning.md` has what it gains.
const SLACK: f32 = 0.05;

/// The input for planning a session.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The decks to quiz, each with the depth to which it is followed.
    pub decks: &'a [(DeckId, Level)],
    /// The study day.
    pub today: Day,
    /// The time budget, in milliseconds.
    pub budget_ms: u64,
    /// Whether new words are learned at all.
    pub takes_new: bool,
    /// How many more new words are allowed today.
    pub max_new: usize,
    /// How many more reviews are allowed today.
    pub max_reviews: usize,
    /// The user's pace.
    pub pace: Pace,
    /// Quiz exactly these words, from any deck and level, instead of those in `decks`.
    pub only: Option<&'a [TermId]>,
    /// Recently looked-up words, latest first; they come first among new words.
    pub looked_up: &'a [TermId],
    /// Words the user asked to learn, latest first: quizzed from any deck and level, and first among new words.
    pub wanted: &'a [TermId],
    /// Cards to ask first, due or not; the daily limits do not apply to them.
    pub asked_for: &'a [CardId],
    /// The sorted card IDs of terms to leave out.
    pub hidden: &'a [TermId],
    /// Cards passed early in a cram today, which their state does not show.
    pub crammed: &'a HashSet<CardId>,
    /// Seed for breaking ties.
    pub seed: u64,
}

impl Request<'_> {
    /// Whether `card` was asked on the planned day.
    fn was_asked_today(&self, card: &CardId, states: &States) -> bool {
        let today = |state: &CardState| state.last == self.today;
        states.get(card).is_some_and(today) || self.crammed.contains(card)
    }
}

/// A card to ask, and the term to show it under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The card.
    pub card: CardId,
    /// The term of a quizzed deck that the card belongs to.
    pub term: TermId,
    /// Whether it was never asked.
    pub is_new: bool,
    /// Whether it was missed today and not passed since, introduced today and not asked yet, or requested. Such a card
    /// is asked even when today's minutes are used up.
    pub is_begun: bool,
}

/// A planned session, and how much there was to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The cards to ask now, in order.
    pub items: Vec<Item>,
    /// The number of due words, whether they fit or not, without the postponed ones.
    pub due: usize,
    /// The number of words that are due but wait a few days more, because new words come first and fill the minutes.
    pub postponed: usize,
    /// The number of new words, whether they fit or not.
    pub unseen: usize,
    /// Expected time for the items, including repeats after a miss, in milliseconds.
    pub expected_ms: u64,
    /// The time budget of the request, in milliseconds.
    pub budget_ms: u64,
}

impl Plan {
    /// Whether some due words must wait.
    pub fn leaves_due(&self) -> bool {
        self.due > self.items.iter().filter(|item| !item.is_new).count()
    }

    /// The number of review words and new words from the deck `id`.
    pub fn of_deck(&self, id: &str) -> (usize, usize) {
        let here = || self.items.iter().filter(|item| item.term.deck() == id);
        let new = here().filter(|item| item.is_new).count();
        (here().count() - new, new)
    }

    /// The number of words in `due`: if both cards of a word are due, one has to wait.
    fn words_due(due: &[Due<'_>]) -> usize {
        due.iter().map(|due| &due.candidate.item.card.term).collect::<HashSet<_>>().len()
    }
}

/// A card to consider.
struct Candidate {
    item: Item,
    level: Level,
    order: u64,
}

/// A due card.
struct Due<'a> {
    state: &'a CardState,
    recall: f32,
    /// Its review value; set only if not all due cards fit.
    worth: f32,
    is_asked_for: bool,
    candidate: Candidate,
}

/// The cards to consider, unordered.
#[derive(Default)]
struct Candidates<'a> {
    due: Vec<Due<'a>>,
    /// Speak cards of understood words that were never asked.
    speak: Vec<Candidate>,
    /// Words that were never asked.
    fresh: Vec<Candidate>,
    /// Cards whose recall has only just fallen to the target. While there are new words, they come after these.
    ripe: Vec<Due<'a>>,
}

/// Plans a session.
pub fn plan(known: LearnerState<'_>, request: &Request<'_>) -> Plan {
    arrange(candidates(known, request), known.scheduler, request)
}

/// Orders the candidates and selects as many as the request allows.
fn arrange(all: Candidates<'_>, scheduler: &Scheduler, request: &Request<'_>) -> Plan {
    let Candidates { mut due, mut ripe, mut speak, mut fresh } = all;
    let (words_due, unseen) = (Plan::words_due(&due), fresh.len());
    let mut plan = Plan { due: words_due, unseen, ..Plan::default() };
    sort_due(&mut due, scheduler, request);
    sort_due(&mut ripe, scheduler, request);
    let mut purse = Purse::new(request.budget_ms, request.pace);
    let mut terms = HashSet::new();
    fresh::sort(&mut fresh, request);
    let mut new = fresh::asked_for(&mut fresh, request, &mut purse, &mut terms);
    let mut reviews: Vec<Item> = Vec::new();
    for Due { recall, candidate, is_asked_for, .. } in due {
        if !terms.insert(candidate.item.card.term.clone()) {
            continue;
        }
        let is_allowed = is_asked_for || reviews.len() < request.max_reviews;
        if is_allowed && purse.review(recall) {
            reviews.push(candidate.item);
        }
    }
    speak.sort_by_key(|candidate| (candidate.level, candidate.order));
    let max_new = request.max_new.saturating_sub(new.len());
    new.extend(fresh::items(fresh, speak, max_new, &mut purse, &mut terms));
    let mut last: Vec<Item> = Vec::new();
    for Due { recall, candidate, .. } in ripe {
        if !terms.insert(candidate.item.card.term.clone()) {
            continue;
        }
        if reviews.len() + last.len() < request.max_reviews && purse.review(recall) {
            last.push(candidate.item);
        } else {
            plan.postponed += 1;
        }
    }
    plan.due += last.len();
    plan.expected_ms = purse.spent_ms();
    plan.budget_ms = request.budget_ms;
    plan.items = interleave::interleaved(reviews, new, request.seed);
    plan.items.extend(last);
    interleave::alternate(&mut plan.items);
    plan
}

/// The cards to consider from the quizzed terms.
fn candidates<'a>(known: LearnerState<'a>, request: &Request<'_>) -> Candidates<'a> {
    let LearnerState { library, states, scheduler } = known;
    let mut all = Candidates::default();
    let quizzed = quizzed(library, request);
    let is_unseen = |quizzed: &Quizzed| {
        !states.contains_key(&CardId::new(quizzed.card_term.clone(), Direction::Understand))
    };
    let new_words_wait = request.takes_new && quizzed.iter().any(is_unseen);
    let falls_to = scheduler.retention() - SLACK;
    for Quizzed { term, card_term, level } in quizzed {
        let card = |direction| CardId::new(card_term.clone(), direction);
        let order = hash(card_term.as_str(), request.seed);
        let candidate = |direction, is_new| Candidate {
            item: Item {
                card: card(direction),
                term: term.clone(),
                is_new,
                is_begun: request.asked_for.contains(&card(direction)),
            },
            level,
            order,
        };
        let [understand, usable] = Direction::ALL.map(|direction| states.get(&card(direction)));
        // The two directions of a term are never asked on the same day.
        let [understood_today, used_today] =
            Direction::ALL.map(|direction| request.was_asked_today(&card(direction), states));
        let sides = [
            (Direction::Understand, understand, used_today),
            (Direction::Speak, usable, understood_today),
        ];
        let (mut first, mut ripe) = (Vec::new(), Vec::new());
        for (direction, state, other_today) in sides {
            let Some(state) = state else { continue };
            let is_asked_for = request.asked_for.contains(&card(direction));
            let recall = scheduler.recall(state, request.today);
            let is_due = state.due <= request.today && !other_today;
            let has_fallen = is_due && (!new_words_wait || recall <= falls_to);
            let comes_first = is_asked_for || state.unfinished || has_fallen;
            if comes_first || is_due {
                let candidate = candidate(direction, false);
                let due = Due { state, recall, worth: 0.0, is_asked_for, candidate };
                (if comes_first { &mut first } else { &mut ripe }).push(due);
            }
        }
        let has_due = !first.is_empty() || !ripe.is_empty();
        if first.is_empty() {
            all.ripe.append(&mut ripe);
        }
        all.due.append(&mut first);
        match (understand, usable) {
            (None, _) => all.fresh.push(candidate(Direction::Understand, true)),
            (Some(heard), None) if heard.held_a_week && !has_due && !understood_today => {
                all.speak.push(candidate(Direction::Speak, false));
            }
            _ => {}
        }
    }
    all
}

/// Sorts requested cards first, then unfinished ones. If not all due cards fit, the rest follow by review value; if
/// they do, by level and then risk of forgetting, in case time runs out anyway.
fn sort_due(due: &mut [Due<'_>], scheduler: &Scheduler, request: &Request<'_>) {
    let mut purse = Purse::new(request.budget_ms, request.pace);
    let fits = due.len() <= request.max_reviews && due.iter().all(|due| purse.review(due.recall));
    if !fits {
        for Due { state, worth, candidate, .. } in due.iter_mut() {
            *worth = review_value::review_value(scheduler, state, candidate.level, request.today);
        }
    }
    due.sort_by(|a, b| {
        let level = a.candidate.level.cmp(&b.candidate.level);
        b.is_asked_for
            .cmp(&a.is_asked_for)
            .then(b.state.unfinished.cmp(&a.state.unfinished))
            .then(b.worth.total_cmp(&a.worth))
            .then(level)
            .then(a.recall.total_cmp(&b.recall))
            .then(a.candidate.order.cmp(&b.candidate.order))
    });
}

/// A quizzed term.
struct Quizzed {
    /// The term's own ID.
    term: TermId,
    /// The ID its cards are stored under.
    card_term: TermId,
    level: Level,
}

/// The card IDs of the terms in `decks` and of the `wanted` ones that are quizzed on `day`.
pub fn quizzed_cards(
    library: &Library,
    decks: &[(DeckId, Level)],
    wanted: &[TermId],
    hidden: &[TermId],
    day: Day,
) -> HashSet<TermId> {
    let terms = wanted.iter().filter_map(|id| library.find(id)).chain(of_decks(library, decks));
    let all = live(library, terms, hidden, day).into_iter();
    all.map(|quizzed| quizzed.card_term).collect()
}

/// The quizzed terms, without duplicate cards.
fn quizzed(library: &Library, request: &Request<'_>) -> Vec<Quizzed> {
    let only = request.only.unwrap_or_default().iter();
    let only = only.filter_map(|id| library.entry(id)).map(|(_, term)| term);
    let wanted = request.wanted.iter().filter_map(|id| library.find(id));
    let decks = if request.only.is_some() { &[] } else { request.decks };
    let terms = only.chain(wanted).chain(of_decks(library, decks));
    live(library, terms, request.hidden, request.today)
}

/// The terms of `decks`, each to its depth.
fn of_decks<'a>(
    library: &'a Library,
    decks: &'a [(DeckId, Level)],
) -> impl Iterator<Item = &'a Term> {
    decks.iter().flat_map(|(id, depth)| {
        let terms = library.deck(id).into_iter().flat_map(|deck| &deck.terms);
        terms.filter(|term| term.level <= *depth)
    })
}

/// The `terms` that are neither retired on `day` nor `hidden`, without duplicate cards.
fn live<'a>(
    library: &Library,
    terms: impl Iterator<Item = &'a Term>,
    hidden: &[TermId],
    day: Day,
) -> Vec<Quizzed> {
    let mut seen = HashSet::new();
    terms
        .filter(|term| !term.is_retired(day.date()))
        .map(|term| (term, library.resolve(&term.id)))
        .filter(|(_, card_term)| hidden.binary_search(card_term).is_err())
        .filter(|(_, card_term)| seen.insert(card_term.clone()))
        .map(|(term, card_term)| Quizzed { term: term.id.clone(), card_term, level: term.level })
        .collect()
}

#[cfg(test)]
mod tests;
