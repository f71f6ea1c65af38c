//! The order within a sitting: new words between the reviews, teams in turn.

use crate::core::plan::Item;
use crate::core::rng::hash;

/// New words spread between the reviews, and no two of a deck in a row where it can be helped.
pub(super) fn woven(reviews: Vec<Item>, new: Vec<Item>, seed: u64) -> Vec<Item> {
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
