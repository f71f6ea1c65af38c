//! Interleaves a session: spreads new words among the reviews and alternates teams.

use crate::core::plan::Item;
use crate::core::rng::hash;

/// Spreads new words among the reviews, and alternates decks.
pub(super) fn interleaved(reviews: Vec<Item>, new: Vec<Item>, seed: u64) -> Vec<Item> {
    // Shuffle within small groups of similar urgency, because a fixed order becomes a cue.
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
        // Space new words evenly: place the nth once the position calls for n of them.
        let is_new = review_count == 0 || (at + 1) * new_count / all > placed;
        let next = if is_new { new.next().or_else(|| reviews.next()) } else { reviews.next() };
        placed += usize::from(is_new);
        out.extend(next);
    }
    out.extend(reviews);
    out.extend(new);
    alternate(&mut out);
    out
}

/// Avoids two items from the same deck in a row where possible.
pub(super) fn alternate(out: &mut [Item]) {
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
}
