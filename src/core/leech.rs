//! Leeches: cards that lapse so often that asking alone does not help.

use crate::core::schedule::CardState;

/// Number of lapses that makes a card a leech, as in Anki (<https://docs.ankiweb.net/leeches.html>).
pub const HARD_FROM: u32 = 8;
/// The entry is shown again every this many lapses: half the threshold, as in Anki.
pub const AGAIN_AFTER: u32 = HARD_FROM / 2;

/// Whether to show the whole entry before asking again: after the lapse that makes the card a leech, and after every
/// fourth one from there. True until the next pass, so the caller has to show it only once.
pub const fn is_shown(state: &CardState) -> bool {
    state.unfinished
        && state.lapses >= HARD_FROM
        && (state.lapses - HARD_FROM).is_multiple_of(AGAIN_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::card::{CardId, Direction, TermId};
    use crate::core::review::Grade;
    use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Scheduler};
    use crate::core::time::{Day, Timestamp};

    #[test]
    fn a_card_is_shown_after_its_eighth_lapse_and_after_every_fourth_more() {
        let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap();
        let card = CardId::new(TermId::new("a", "b"), Direction::Understand);
        let mut state = None;
        let mut shown = Vec::new();
        for day in 0..22 {
            for grade in [Grade::Again, Grade::Good] {
                let at = Timestamp::from_millis(i64::from(day) * 86_400_000);
                let next =
                    scheduler.review(&card, state.as_ref(), grade, Day::from_number(day), at);
                if is_shown(&next) {
                    assert_eq!(grade, Grade::Again, "once it is passed it is asked as ever");
                    shown.push(next.lapses);
                }
                state = Some(next);
            }
        }
        assert_eq!(shown, [8, 12, 16, 20]);
    }
}
