//! What to ask today: due cards and new words, as many as the minutes allow.

use std::collections::{HashMap, HashSet};

use crate::core::card::{CardId, Direction, TermId};
use crate::core::deck::Level;
use crate::core::library::Library;
use crate::core::rng::hash;
use crate::core::schedule::{CardState, Scheduler};
use crate::core::time::Day;

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
    /// Words that were looked up lately, the latest first: the first among the new ones.
    pub looked_up: &'a [TermId],
    /// Terms that are left out, sorted, under the ids that their cards have.
    pub hidden: &'a [TermId],
    /// What the order of equals hangs on.
    pub seed: u64,
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
        let asked_today =
            |state: Option<&CardState>| state.is_some_and(|state| state.last == request.today);
        let sides = [
            (Direction::Understand, understand, asked_today(usable)),
            (Direction::Speak, usable, asked_today(understand)),
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
            (Some(heard), None) if heard.held_a_week && !is_due && heard.last != request.today => {
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
    sort_new(&mut fresh, request.looked_up);
    speak.sort_by_key(|candidate| (candidate.level, candidate.order));
    let new = new_items(fresh, speak, request, &mut take, &mut terms);
    plan.expected_ms = request.budget_ms - left;
    plan.items = woven(reviews, new, request.seed);
    plan
}

/// The terms that are quizzed, each with the id that its cards have and its level; no card twice.
fn quizzed(library: &Library, request: &Request<'_>) -> Vec<(TermId, TermId, Level)> {
    let mut seen = HashSet::new();
    let mut terms = Vec::new();
    for (id, depth) in request.decks {
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

/// New words: those that were looked up first, then by level; the decks take turns.
fn sort_new(fresh: &mut [Candidate], looked_up: &[TermId]) {
    let rank = |candidate: &Candidate| {
        let wanted = |id: &TermId| *id == candidate.item.term || *id == candidate.item.card.term;
        looked_up.iter().position(wanted).unwrap_or(usize::MAX)
    };
    fresh.sort_by_key(|candidate| (rank(candidate), candidate.level, candidate.order));
    // The order within a deck stays; its nth word of a level stands beside the nth words of the others.
    let mut counts: HashMap<(String, Level), usize> = HashMap::new();
    fresh.sort_by_cached_key(|candidate| {
        let place = rank(candidate);
        let count =
            counts.entry((candidate.item.term.deck().to_owned(), candidate.level)).or_default();
        *count += usize::from(place == usize::MAX);
        (place, candidate.level, *count, candidate.order)
    });
}

/// Opened speak cards and new words, half and half, as many as fit.
fn new_items(
    fresh: Vec<Candidate>,
    speak: Vec<Candidate>,
    request: &Request<'_>,
    take: &mut impl FnMut(u64) -> bool,
    terms: &mut HashSet<TermId>,
) -> Vec<Item> {
    let (mut fresh, mut speak) = (fresh.into_iter().peekable(), speak.into_iter().peekable());
    let (mut items, mut words) = (Vec::new(), 0);
    let mut turn = true;
    loop {
        let may_word = words < request.max_new && fresh.peek().is_some();
        let may_speak = speak.peek().is_some();
        let word = match (may_word, may_speak) {
            (false, false) => break,
            (true, true) => turn,
            (word, _) => word,
        };
        turn = !turn;
        let cost =
            if word { request.pace.new_word_ms() } else { u64::from(request.pace.answer_ms) };
        let Some(candidate) = (if word { fresh.next() } else { speak.next() }) else { break };
        if !terms.insert(candidate.item.card.term.clone()) {
            continue;
        }
        if !take(cost) {
            break;
        }
        words += usize::from(word);
        items.push(candidate.item);
    }
    items
}

/// New words spread between the reviews, and no two of a deck in a row where it can be helped.
fn woven(reviews: Vec<Item>, new: Vec<Item>, seed: u64) -> Vec<Item> {
    // Within a handful of the most urgent the order is free: the same words in the same order teach the order.
    let mut reviews = reviews;
    for chunk in reviews.chunks_mut(8) {
        chunk.sort_by_key(|item| hash(item.card.term.as_str(), seed ^ 1));
    }
    let all = reviews.len() + new.len();
    let mut out: Vec<Item> = Vec::with_capacity(all);
    let (mut reviews, mut new) = (reviews.into_iter(), new.into_iter());
    let (review_count, new_count) = (reviews.len(), new.len());
    let mut placed = 0;
    for at in 0..all {
        // New words stand at even distances: the nth where n of them have come due.
        let is_new = review_count == 0 || (at + 1) * new_count / all > placed;
        let next = if is_new { new.next().or_else(|| reviews.next()) } else { reviews.next() };
        placed += usize::from(is_new);
        out.extend(next);
    }
    out.extend(reviews);
    out.extend(new);
    for at in 1..out.len() {
        let same = |a: &Item, b: &Item| a.term.deck() == b.term.deck();
        if same(&out[at - 1], &out[at]) {
            let other = (at + 1..out.len().min(at + 5)).find(|other| {
                !same(&out[at - 1], &out[*other]) && out[*other].is_new == out[at].is_new
            });
            if let Some(other) = other {
                out.swap(at, other);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
