//! What to ask shortly before a meeting: the weakest and most heard words, due or not.

use std::collections::HashMap;

use crate::core::card::{CardId, Direction, TermId};
use crate::core::library::Library;
use crate::core::plan::time::Purse;
use crate::core::plan::{Item, Plan, Request, States, quizzed, weave};
use crate::core::rng::hash;
use crate::core::schedule::Scheduler;

/// Beyond this many look-ups a word is not wanted more.
const WANTED_MOST: u32 = 4;

/// How often each word was looked up.
pub type Counts = HashMap<TermId, u32>;

/// Plans a cram: of each word the card that is known worse, in the order of what a minute spent on it is worth now. That
/// is the probability that it is not known, times the weight of its level and half as much again for each time it was
/// `looked_up`, over the time it takes. Words that were crammed today come last.
pub fn cram(
    library: &Library,
    states: &States,
    scheduler: &Scheduler,
    request: &Request<'_>,
    looked_up: &Counts,
) -> Plan {
    struct Wish {
        item: Item,
        again: bool,
        worth: f32,
        recall: f32,
        order: u64,
    }
    let mut plan = Plan::default();
    let mut wishes: Vec<Wish> = Vec::new();
    for (term, card_term, level) in quizzed(library, request) {
        let card = |direction| CardId::new(card_term.clone(), direction);
        let asked_today =
            Direction::ALL.map(|direction| request.was_asked_today(&card(direction), states));
        let sides = Direction::ALL.into_iter().zip([asked_today[1], asked_today[0]]);
        // The card that is known worse; the two directions of a word are never asked on the same day.
        let weaker = sides
            .filter_map(|(direction, other_today)| {
                let state = states.get(&card(direction));
                plan.due += usize::from(
                    state.is_some_and(|state| state.unfinished || state.due <= request.today),
                );
                match state {
                    Some(state) if state.unfinished => Some((direction, 0.0)),
                    Some(_) | None if other_today => None,
                    Some(state) => Some((direction, scheduler.recall(state, request.today))),
                    None => (direction == Direction::Understand).then_some((direction, 0.0)),
                }
            })
            .min_by(|a, b| a.1.total_cmp(&b.1));
        let Some((direction, recall)) = weaker else { continue };
        let is_new = !states.contains_key(&card(direction));
        plan.unseen += usize::from(is_new);
        let takes_ms =
            if is_new { request.pace.new_word_ms() } else { u64::from(request.pace.answer_ms) };
        let times = looked_up.get(&card_term).copied().unwrap_or(0).min(WANTED_MOST);
        #[expect(clippy::cast_precision_loss, reason = "times of a few seconds, counts of a few")]
        let worth = (1.0 - recall) * level.weight() * (1.0 + times as f32 / 2.0) / takes_ms as f32;
        let order = hash(card_term.as_str(), request.seed);
        let card = card(direction);
        let again = request.crammed.contains(&card);
        wishes.push(Wish { item: Item { card, term, is_new }, again, worth, recall, order });
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
    plan.items = weave::woven(reviews, new, request.seed);
    plan
}
