//! The screens, one file each. They use `core` and shared widgets, and do no I/O.

pub(super) mod ask;
pub(super) mod bridge;
pub(super) mod brief;
pub(super) mod browse;
pub(super) mod captions;
pub(super) mod confirm;
pub(super) mod first;
pub(super) mod home;
pub(super) mod line;
pub(super) mod lookup;
pub(super) mod marking;
pub(super) mod quiz;
pub(super) mod scene;
pub(super) mod settings;
pub(super) mod stats;
pub(super) mod teach_back;
pub(super) mod team;

use crate::core::words::counted;

pub(super) use crate::core::width::cut;

/// The notice after copying; the terminal doesn't report success.
pub(super) const COPIED: &str = "copied, if your terminal allows it";

/// The maximum length of what is typed to find a team, in characters.
pub(super) const LONGEST_TEAM: usize = 40;
/// The label of the field for finding a team.
pub(super) const FIND_TEAM: &str = "Type to find a team: ";
/// Shown instead of the list if no team matches.
pub(super) const NO_TEAM: &str = "No team matches.";
/// Shown instead of the list if there are no decks.
pub(super) const NO_DECKS: &str = "There are no decks. Put deck files into your decks folder; `shoptalk settings` shows where it is.";

/// The label of a quiz beyond today's minutes.
pub(super) const FIVE_MINUTES: &str = "quiz 5 more minutes";
/// The same if only new words are left.
pub(super) const FIVE_WORDS: &str = "quiz 5 more words";

/// The label of a scene that is offered.
pub(super) const SIT_IN: &str = "Sit in";

/// The place `step` places after `at` of `len`, where the first comes after the last.
pub(super) fn turned(at: usize, step: isize, len: usize) -> usize {
    let last = len.saturating_sub(1);
    match at.checked_add_signed(step) {
        Some(at) if at <= last => at,
        Some(_) => 0,
        None => last,
    }
}

/// The time until something that comes in `days` days, as a column says it.
pub(super) fn when(days: u32) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..=29 => format!("{days} days"),
        30..=364 => counted((days as usize + 15) / 30, "month"),
        _ => format!("{:.1} years", f64::from(days) / 365.0),
    }
}

/// The same, as a sentence says it.
pub(super) fn in_days(days: u32) -> String {
    let when = when(days);
    if days < 2 { when } else { format!("in {when}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_people_say_them() {
        let said: Vec<String> = [0, 1, 2, 29, 30, 44, 60, 400].map(in_days).into();
        assert_eq!(
            said,
            [
                "today",
                "tomorrow",
                "in 2 days",
                "in 29 days",
                "in 1 month",
                "in 1 month",
                "in 2 months",
                "in 1.1 years"
            ]
        );
        let columns = [0, 1, 2, 60, 400].map(when);
        assert_eq!(columns, ["today", "tomorrow", "2 days", "2 months", "1.1 years"]);
    }
}
