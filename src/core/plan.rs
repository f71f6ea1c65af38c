//! What to ask today: due cards and new words, as many as the minutes allow.

use std::collections::HashSet;

use crate::core::card::{CardId, Direction, TermId};
use crate::core::deck::{Level, Term};
use crate::core::known::Known;
use crate::core::library::Library;
use crate::core::rng::hash;
use crate::core::schedule::{CardState, Scheduler};
use crate::core::time::Day;

mod cram;
mod fresh;
mod next;
mod time;
mod today;
mod weave;
mod worth;

pub use crate::core::known::States;
pub use cram::{Counts, cram};
pub use next::next_due;
pub use time::Pace;
pub use today::{SoFar, rest_of_day};

use time::Purse;

/// What a sitting is planned for.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The decks to quiz, each with how deep to go.
    pub decks: &'a [(String, Level)],
    /// The study day.
    pub today: Day,
    /// Milliseconds there are.
    pub budget_ms: u64,
    /// New words there may still be today.
    pub max_new: usize,
    /// Reviews there may still be today.
    pub max_reviews: usize,
    /// How long things take.
    pub pace: Pace,
    /// Exactly these words, from whatever deck and level, instead of those of `decks`.
    pub only: Option<&'a [TermId]>,
    /// Words that were looked up lately, the latest first: the first among the new ones.
    pub looked_up: &'a [TermId],
    /// Words that were asked for, the latest first: quizzed whatever their deck and level, and the first among the new ones.
    pub wanted: &'a [TermId],
    /// Cards to ask whether they are due or not, before everything else: the limits of the day do not bind them.
    pub asked_for: &'a [CardId],
    /// Terms that are left out, sorted, under the ids that their cards have.
    pub hidden: &'a [TermId],
    /// Cards that a cram asked today before they were due, and that were known: their state does not tell.
    pub crammed: &'a HashSet<CardId>,
    /// What the order of equals hangs on.
    pub seed: u64,
}

impl Request<'_> {
    /// Whether `card` was asked on the day that is planned.
    fn was_asked_today(&self, card: &CardId, states: &States) -> bool {
        let today = |state: &CardState| state.last == self.today;
        states.get(card).is_some_and(today) || self.crammed.contains(card)
    }
}

/// One card to ask, and the term under which it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The card.
    pub card: CardId,
    /// The term of a quizzed deck that it stands for.
    pub term: TermId,
    /// Whether it was never asked.
    pub is_new: bool,
    /// Whether it was missed today and not passed since, introduced today and not asked yet, or asked for: it is asked also
    /// when today's minutes are over.
    pub is_begun: bool,
}

/// What to ask, in order, and what there would have been.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What to ask now, in order.
    pub items: Vec<Item>,
    /// Words that are due, whether they fit or not.
    pub due: usize,
    /// Words that were never asked, whether they fit or not.
    pub unseen: usize,
    /// Milliseconds that the items are expected to take, with what is missed and asked again.
    pub expected_ms: u64,
    /// Milliseconds there are: those of the request.
    pub budget_ms: u64,
}

impl Plan {
    /// Whether some of what is due has to wait.
    pub fn leaves_due(&self) -> bool {
        self.due > self.items.iter().filter(|item| !item.is_new).count()
    }

    /// The words asked of the deck `id`: those that were asked before, and those that were not.
    pub fn of_deck(&self, id: &str) -> (usize, usize) {
        let here = || self.items.iter().filter(|item| item.term.deck() == id);
        let new = here().filter(|item| item.is_new).count();
        (here().count() - new, new)
    }

    /// How many words are `due`: of a word of which both cards are, one has to wait.
    fn words_due(due: &[Due<'_>]) -> usize {
        due.iter().map(|due| &due.candidate.item.card.term).collect::<HashSet<_>>().len()
    }
}

/// A card that could be asked.
struct Candidate {
    item: Item,
    level: Level,
    order: u64,
}

/// A card that is due.
struct Due<'a> {
    state: &'a CardState,
    recall: f32,
    /// Set only when not all that is due fits.
    worth: f32,
    is_asked_for: bool,
    candidate: Candidate,
}

/// What there is to ask, not yet in order.
#[derive(Default)]
struct Candidates<'a> {
    due: Vec<Due<'a>>,
    /// Words that are understood and were never said.
    speak: Vec<Candidate>,
    /// Words that were never asked.
    fresh: Vec<Candidate>,
}

/// Plans a sitting.
pub fn plan(known: Known<'_>, request: &Request<'_>) -> Plan {
    arrange(candidates(known, request), known.scheduler, request)
}

/// Puts what there is to ask in order, as much of it as the request allows.
fn arrange(all: Candidates<'_>, scheduler: &Scheduler, request: &Request<'_>) -> Plan {
    let Candidates { mut due, mut speak, mut fresh } = all;
    let mut plan = Plan { due: Plan::words_due(&due), unseen: fresh.len(), ..Plan::default() };
    sort_due(&mut due, scheduler, request);
    let mut purse = Purse::new(request.budget_ms, request.pace);
    let mut terms = HashSet::new();
    fresh::sort(&mut fresh, request);
    let mut new = fresh::asked_for(&mut fresh, request, &mut purse, &mut terms);
    let mut reviews: Vec<Item> = Vec::new();
    let mut waits = false;
    for Due { recall, candidate, is_asked_for, .. } in due {
        if !terms.insert(candidate.item.card.term.clone()) {
            continue;
        }
        let is_allowed = is_asked_for || reviews.len() < request.max_reviews;
        if is_allowed && purse.review(recall) {
            reviews.push(candidate.item);
        } else {
            waits = true;
        }
    }
    speak.sort_by_key(|candidate| (candidate.level, candidate.order));
    // New words wait until what is due fits into a day.
    if !waits {
        let max_new = request.max_new.saturating_sub(new.len());
        new.extend(fresh::items(fresh, speak, max_new, &mut purse, &mut terms));
    }
    plan.expected_ms = purse.spent_ms();
    plan.budget_ms = request.budget_ms;
    plan.items = weave::woven(reviews, new, request.seed);
    plan
}

/// What there is to ask of the terms that are quizzed.
fn candidates<'a>(known: Known<'a>, request: &Request<'_>) -> Candidates<'a> {
    let Known { library, states, scheduler } = known;
    let mut all = Candidates::default();
    for Quizzed { term, card_term, level } in quizzed(library, request) {
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
        let mut is_due = false;
        for (direction, state, other_today) in sides {
            let Some(state) = state else { continue };
            let is_asked_for = request.asked_for.contains(&card(direction));
            let is_ripe = state.due <= request.today && !other_today;
            if is_asked_for || state.unfinished || is_ripe {
                let recall = scheduler.recall(state, request.today);
                let candidate = candidate(direction, false);
                all.due.push(Due { state, recall, worth: 0.0, is_asked_for, candidate });
                is_due = true;
            }
        }
        match (understand, usable) {
            (None, _) => all.fresh.push(candidate(Direction::Understand, true)),
            (Some(heard), None) if heard.held_a_week && !is_due && !understood_today => {
                all.speak.push(candidate(Direction::Speak, false));
            }
            _ => {}
        }
    }
    all
}

/// What was asked for comes first, then what was missed and never passed. When not all of it fits, what is worth most is next; when it does, what is
/// most at risk of what is heard most, for the case that time runs out all the same.
fn sort_due(due: &mut [Due<'_>], scheduler: &Scheduler, request: &Request<'_>) {
    let mut purse = Purse::new(request.budget_ms, request.pace);
    let fits = due.len() <= request.max_reviews && due.iter().all(|due| purse.review(due.recall));
    if !fits {
        for Due { state, worth, candidate, .. } in due.iter_mut() {
            *worth = worth::worth(scheduler, state, candidate.level, request.today);
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

/// A term that is quizzed.
struct Quizzed {
    /// Its own id.
    term: TermId,
    /// The id that its cards have.
    card_term: TermId,
    level: Level,
}

/// The terms of `decks` and those that are `wanted`, as far as they are quizzed on `day`, under the ids that their cards have.
pub fn quizzed_cards(
    library: &Library,
    decks: &[(String, Level)],
    wanted: &[TermId],
    hidden: &[TermId],
    day: Day,
) -> HashSet<TermId> {
    let terms = wanted.iter().filter_map(|id| library.find(id)).chain(of_decks(library, decks));
    let all = live(library, terms, hidden, day).into_iter();
    all.map(|quizzed| quizzed.card_term).collect()
}

/// The terms that are quizzed; no card twice.
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
    decks: &'a [(String, Level)],
) -> impl Iterator<Item = &'a Term> {
    decks.iter().flat_map(|(id, depth)| {
        let terms = library.deck(id).into_iter().flat_map(|deck| &deck.terms);
        terms.filter(|term| term.level <= *depth)
    })
}

/// Those of `terms` that are neither retired on `day` nor `hidden`; no card twice.
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
