//! What to ask today: due cards and new words, as many as the minutes allow.

use std::collections::{HashMap, HashSet};

use crate::core::card::{CardId, Direction, TermId};
use crate::core::deck::Level;
use crate::core::library::Library;
use crate::core::rng::hash;
use crate::core::schedule::{CardState, Scheduler};
use crate::core::time::Day;

mod cram;
mod fresh;
mod weave;

pub use cram::{Counts, cram};

/// What is known of every card that was ever asked.
pub type States = HashMap<CardId, CardState>;

/// How long things take the user: medians of their own times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Milliseconds to read an introduction.
    pub introduction_ms: u32,
    /// Milliseconds to answer a question.
    pub answer_ms: u32,
}

impl Default for Pace {
    /// What is assumed before there are times of one's own: 25 s an introduction, 10 s an answer.
    fn default() -> Self {
        Self { introduction_ms: 25_000, answer_ms: 10_000 }
    }
}

impl Pace {
    /// Milliseconds that a new word takes: its introduction and its first question.
    pub const fn new_word_ms(self) -> u64 {
        self.introduction_ms as u64 + self.answer_ms as u64
    }
}

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
}

/// What to ask, in order, and what there would have been.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What to ask now, in order.
    pub items: Vec<Item>,
    /// Cards that are due, whether they fit or not.
    pub due: usize,
    /// Words that were never asked, whether they fit or not.
    pub unseen: usize,
    /// Milliseconds that the items are expected to take.
    pub expected_ms: u64,
}

/// A card that could be asked.
struct Candidate {
    item: Item,
    level: Level,
    order: u64,
}

/// Plans a sitting.
pub fn plan(
    library: &Library,
    states: &States,
    scheduler: &Scheduler,
    request: &Request<'_>,
) -> Plan {
    let terms = quizzed(library, request);
    let mut due: Vec<(bool, Level, f32, Candidate)> = Vec::new();
    let mut speak = Vec::new();
    let mut fresh = Vec::new();
    for (item_term, card_term, level) in terms {
        let card = |direction| CardId::new(card_term.clone(), direction);
        let order = hash(card_term.as_str(), request.seed);
        let candidate = |direction, is_new| Candidate {
            item: Item { card: card(direction), term: item_term.clone(), is_new },
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
            if state.unfinished || (state.due <= request.today && !other_today) {
                let recall = scheduler.recall(state, request.today);
                due.push((state.unfinished, level, recall, candidate(direction, false)));
                is_due = true;
            }
        }
        match (understand, usable) {
            (None, _) => fresh.push(candidate(Direction::Understand, true)),
            (Some(heard), None) if heard.held_a_week && !is_due && !understood_today => {
                speak.push(candidate(Direction::Speak, false));
            }
            _ => {}
        }
    }
    let mut plan = Plan { due: due.len(), unseen: fresh.len(), ..Plan::default() };
    // What was missed and never passed comes first, then what is most at risk of what is heard most.
    due.sort_by(|a, b| {
        (b.0, a.1).cmp(&(a.0, b.1)).then(a.2.total_cmp(&b.2)).then(a.3.order.cmp(&b.3.order))
    });
    let mut left = request.budget_ms;
    let mut take = |cost: u64| {
        let fits = left >= cost;
        left = left.saturating_sub(if fits { cost } else { 0 });
        fits
    };
    let answer = u64::from(request.pace.answer_ms);
    let mut terms = HashSet::new();
    let mut reviews: Vec<Item> = Vec::new();
    for (.., candidate) in due {
        if reviews.len() < request.max_reviews
            && terms.insert(candidate.item.card.term.clone())
            && take(answer)
        {
            reviews.push(candidate.item);
        }
    }
    fresh::sort(&mut fresh, request.looked_up);
    speak.sort_by_key(|candidate| (candidate.level, candidate.order));
    let new = fresh::items(fresh, speak, request, &mut take, &mut terms);
    plan.expected_ms = request.budget_ms - left;
    plan.items = weave::woven(reviews, new, request.seed);
    plan
}

/// The terms that are quizzed, each with the id that its cards have and its level; no card twice.
fn quizzed(library: &Library, request: &Request<'_>) -> Vec<(TermId, TermId, Level)> {
    let mut seen = HashSet::new();
    let mut terms = Vec::new();
    for id in request.only.unwrap_or_default() {
        let Some((_, term)) = library.entry(id) else { continue };
        let card_term = library.resolve(&term.id);
        let hidden = request.hidden.binary_search(&card_term).is_ok();
        if !hidden && !term.is_retired(request.today.date()) && seen.insert(card_term.clone()) {
            terms.push((term.id.clone(), card_term, term.level));
        }
    }
    let decks = if request.only.is_some() { &[] } else { request.decks };
    for (id, depth) in decks {
        let Some(deck) = library.deck(id) else { continue };
        for term in &deck.terms {
            if term.level <= *depth && !term.is_retired(request.today.date()) {
                let card_term = library.resolve(&term.id);
                let hidden = request.hidden.binary_search(&card_term).is_ok();
                if !hidden && seen.insert(card_term.clone()) {
                    terms.push((term.id.clone(), card_term, term.level));
                }
            }
        }
    }
    terms
}

#[cfg(test)]
mod tests;
