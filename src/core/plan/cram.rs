//! Plans a cram before a meeting: the weakest and most relevant words, due or not.

use std::collections::HashMap;

use crate::core::card::{CardId, Direction, TermId};
use crate::core::learner_state::LearnerState;
use crate::core::plan::time::Purse;
use crate::core::plan::{Item, Plan, Quizzed, Request, States, interleave, quizzed};
use crate::core::rng::hash;

/// Look-ups beyond this many do not raise a word's priority.
const WANTED_MOST: u32 = 4;

/// The number of look-ups of each word.
pub type Counts = HashMap<TermId, u32>;

/// Plans a cram with the weaker card of each word, sorted by value per minute: the probability that it is forgotten,
/// times its level's weight, raised by half for each time it was `looked_up`, divided by the expected time. Words
/// crammed today come last.
pub fn cram(known: LearnerState<'_>, request: &Request<'_>, looked_up: &Counts) -> Plan {
    let mut plan = Plan::default();
    let mut wishes: Vec<Wish> = Vec::new();
    for quizzed in quizzed(known.library, request) {
        plan.due += usize::from(is_due(&quizzed.card_term, known.states, request));
        let Some((direction, recall)) = weaker(&quizzed.card_term, known, request) else {
            continue;
        };
        let Quizzed { term, card_term, level } = quizzed;
        let order = hash(card_term.as_str(), request.seed);
        let times = looked_up.get(&card_term).copied().unwrap_or(0).min(WANTED_MOST);
        let card = CardId::new(card_term, direction);
        let is_new = !known.states.contains_key(&card);
        plan.unseen += usize::from(is_new);
        let takes_ms =
            if is_new { request.pace.new_word_ms() } else { u64::from(request.pace.answer_ms) };
        #[expect(clippy::cast_precision_loss, reason = "times of a few seconds, counts of a few")]
        let worth = (1.0 - recall) * level.weight() * (1.0 + times as f32 / 2.0) / takes_ms as f32;
        let again = request.crammed.contains(&card);
        let item = Item { card, term, is_new, is_begun: false };
        wishes.push(Wish { item, again, worth, recall, order });
    }
    wishes.sort_by(|a, b| {
        let worth = b.worth.total_cmp(&a.worth);
        a.again.cmp(&b.again).then(worth).then(a.order.cmp(&b.order))
    });
    let mut purse = Purse::new(request.budget_ms, request.pace);
    let (mut reviews, mut new) = (Vec::new(), Vec::new());
    for Wish { item, recall, .. } in wishes {
        if item.is_new {
            if new.len() < request.max_new && purse.new_word() {
                new.push(item);
            }
        } else if reviews.len() < request.max_reviews && purse.review(recall) {
            reviews.push(item);
        }
    }
    plan.expected_ms = purse.spent_ms();
    plan.budget_ms = request.budget_ms;
    plan.items = interleave::interleaved(reviews, new, request.seed);
    plan
}

/// A card to consider.
struct Wish {
    item: Item,
    /// Whether it was already crammed today.
    again: bool,
    worth: f32,
    recall: f32,
    order: u64,
}

/// Whether either card of `term` is due.
fn is_due(term: &TermId, states: &States, request: &Request<'_>) -> bool {
    let cards = Direction::ALL.map(|direction| CardId::new(term.clone(), direction));
    let mut states = cards.iter().filter_map(|card| states.get(card));
    states.any(|state| state.unfinished || state.due <= request.today)
}

/// The weaker card of `term`, with its probability of recall. The two directions are never asked on the same day.
fn weaker(
    term: &TermId,
    LearnerState { states, scheduler, .. }: LearnerState<'_>,
    request: &Request<'_>,
) -> Option<(Direction, f32)> {
    let card = |direction| CardId::new(term.clone(), direction);
    let [understood_today, used_today] =
        Direction::ALL.map(|direction| request.was_asked_today(&card(direction), states));
    let sides =
        [(Direction::Understand, used_today), (Direction::Speak, understood_today)].into_iter();
    let open = sides.filter_map(|(direction, other_today)| match states.get(&card(direction)) {
        Some(state) if state.unfinished => Some((direction, 0.0)),
        Some(_) | None if other_today => None,
        Some(state) => Some((direction, scheduler.recall(state, request.today))),
        None => (direction == Direction::Understand).then_some((direction, 0.0)),
    });
    open.min_by(|a, b| a.1.total_cmp(&b.1))
}
