//! Computes when the next words come due, and how many.

use std::collections::{HashMap, HashSet};

use crate::core::card::{CardId, Direction, TermId};
use crate::core::schedule::CardState;
use crate::core::time::Day;

/// In how many days the next words of these `cards` come due, and how many, as in [`due_in`].
pub fn next_due<'a>(
    cards: impl Iterator<Item = (&'a CardId, &'a CardState)>,
    today: Day,
) -> Option<(u32, usize)> {
    let words = due_in(cards, today);
    let next = *words.values().min()?;
    Some((next, words.values().filter(|days| **days == next).count()))
}

/// In how many days each word of these `cards` comes due, unless today's quiz asks it. Tomorrow includes what is already due and
/// was not asked today, and words ready for their first question in the other direction. A word with both cards due
/// counts once, because they are never asked on the same day.
pub fn due_in<'a>(
    cards: impl Iterator<Item = (&'a CardId, &'a CardState)>,
    today: Day,
) -> HashMap<&'a TermId, u32> {
    let mut words: HashMap<&TermId, u32> = HashMap::new();
    let (mut known, mut spoken) = (HashSet::new(), HashSet::new());
    for (card, state) in cards {
        let days = if state.unfinished { 1 } else { state.due.since(today).max(1) };
        let soonest = words.entry(&card.term).or_insert(days);
        *soonest = days.min(*soonest);
        match card.direction {
            Direction::Understand if state.held_a_week => known.insert(&card.term),
            Direction::Understand => false,
            Direction::Speak => spoken.insert(&card.term),
        };
    }
    words.extend(known.difference(&spoken).map(|term| (*term, 1)));
    words
}
