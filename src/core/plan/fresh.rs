//! Chooses which new words to introduce, and which known words to ask in the other direction.

use std::collections::{HashMap, HashSet};

use crate::core::card::{DeckId, TermId};
use crate::core::deck::Level;
use crate::core::plan::time::Purse;
use crate::core::plan::{Candidate, Item, Request};

/// Sorts new words: requested ones first, then looked-up ones, then by level, alternating between decks.
pub(super) fn sort(fresh: &mut [Candidate], request: &Request<'_>) {
    let rank = |candidate: &Candidate| {
        let wanted = |id: &TermId| *id == candidate.item.term || *id == candidate.item.card.term;
        let mut first = request.wanted.iter().chain(request.looked_up);
        first.position(wanted).unwrap_or(usize::MAX)
    };
    fresh.sort_by_key(|candidate| (rank(candidate), candidate.level, candidate.order));
    // Keep the order within a deck, and align the nth word of each level across decks.
    let mut counts: HashMap<(DeckId, Level), usize> = HashMap::new();
    fresh.sort_by_cached_key(|candidate| {
        let place = rank(candidate);
        let count = counts.entry((candidate.item.term.deck().into(), candidate.level)).or_default();
        *count += usize::from(place == usize::MAX);
        (place, candidate.level, *count, candidate.order)
    });
}

/// Takes the requested words out of `fresh`, as many as fit, ignoring the limit on new words.
pub(super) fn asked_for(
    fresh: &mut Vec<Candidate>,
    request: &Request<'_>,
    purse: &mut Purse,
    terms: &mut HashSet<TermId>,
) -> Vec<Item> {
    let is_taken = |candidate: &mut Candidate| {
        let Item { card, .. } = &candidate.item;
        request.asked_for.contains(card) && purse.new_word() && terms.insert(card.term.clone())
    };
    fresh.extract_if(.., is_taken).map(|candidate| candidate.item).collect()
}

/// Newly opened speak cards and new words, half and half, as many as fit, with at most `max_new` words.
pub(super) fn items(
    fresh: Vec<Candidate>,
    speak: Vec<Candidate>,
    max_new: usize,
    purse: &mut Purse,
    terms: &mut HashSet<TermId>,
) -> Vec<Item> {
    let (mut fresh, mut speak) = (fresh.into_iter().peekable(), speak.into_iter().peekable());
    let (mut items, mut words) = (Vec::new(), 0);
    let mut turn = true;
    loop {
        let may_word = words < max_new && fresh.peek().is_some();
        let may_speak = speak.peek().is_some();
        let word = match (may_word, may_speak) {
            (false, false) => break,
            (true, true) => turn,
            (word, _) => word,
        };
        turn = !turn;
        let Some(candidate) = (if word { fresh.next() } else { speak.next() }) else { break };
        if !terms.insert(candidate.item.card.term.clone()) {
            continue;
        }
        if !(if word { purse.new_word() } else { purse.speak() }) {
            break;
        }
        words += usize::from(word);
        items.push(candidate.item);
    }
    items
}
