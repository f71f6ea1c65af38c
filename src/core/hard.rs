//! Hard words: cards that slipped so often that asking alone will not teach them.

use crate::core::schedule::CardState;

/// The number of lapses from which a card is hard: that of Anki's leeches
/// (<https://docs.ankiweb.net/leeches.html>).
pub const HARD_FROM: u32 = 8;
/// It is shown again after so many more: half of them, as there.
pub const AGAIN_AFTER: u32 = HARD_FROM / 2;

/// Whether a card is to be shown whole before it is asked again: once after the lapse that made it hard, and then after
/// every fourth more. Between the lapse and the first pass after it, that is; whoever asks shows it once.
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
