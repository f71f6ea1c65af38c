//! Summarizes the user's fluency in a team's language in sentences: now, a month ago, and forecast.

use jiff::civil::Weekday;

use crate::core::deck::{Deck, Level};
use crate::core::stats::{Progress, percent};
use crate::core::time::Day;
use crate::core::words::counted;

/// The user's fluency in a team's language. See [`crate::core::stats`] for the definitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fluency {
    /// The depth to which words are counted.
    pub depth: Level,
    /// Current progress.
    pub now: Progress,
    /// Progress thirty days ago.
    pub month_ago: Progress,
    /// How many of the words understood now still will be on the morning of `by` without a quiz until then.
    pub then: usize,
    /// The current study day.
    pub today: Day,
    /// The team's next meeting day, or a week from now.
    pub by: Day,
    /// Whether `by` is a meeting day.
    pub is_meeting: bool,
    /// The next deeper level with words, and how many it has.
    pub deeper: Option<(Level, usize)>,
}

impl Fluency {
    /// All sentences.
    pub fn sentences(&self) -> Vec<String> {
        [Some(self.standing()), self.month(), self.forecast()].into_iter().flatten().collect()
    }

    /// How many words are understood, with the percentage, and how many were met.
    pub fn standing(&self) -> String {
        let Progress { words, met, understood, usable } = self.now;
        let of_all = counted(words, noun(self.depth));
        match (met, understood, usable) {
            _ if words == 0 => format!("There are no {}s here.", noun(self.depth)),
            (0, ..) => format!("{of_all} to meet."),
            (_, 0, 0) => format!(
                "You have met {met} of {of_all}. A word counts as understood once you recall it, not just pick it, on a later day."
            ),
            _ => {
                let share = percent(understood, words);
                let and = if usable > 0 { format!(" and can use {usable}") } else { String::new() };
                let met = if met < words { format!(" You have met {met}.") } else { String::new() };
                format!("You understand {understood} of {of_all} ({share}%){and}.{met}")
            }
        }
    }

    /// Progress a month ago; `None` if no word had been met by then, or none is understood then or now.
    pub fn month(&self) -> Option<String> {
        let (now, before) = (self.now.understood, self.month_ago.understood);
        match before {
            0 if now == 0 || self.month_ago.met == 0 => None,
            0 => Some("A month ago you understood none.".to_owned()),
            before => Some(format!("A month ago you understood {before}.")),
        }
    }

    /// The forecast for the next meeting or a week from now; `None` until a word is understood.
    pub fn forecast(&self) -> Option<String> {
        let day = self.by.date().strftime("%A");
        // A week from now, the weekday alone would mean today.
        let next = if self.by == self.today.plus(7) { "next " } else { "" };
        let when = if self.is_meeting {
            format!("by {next}{day}'s meeting")
        } else {
            format!("{next}{day}")
        };
        let (then, now) = (self.then, self.now.understood);
        (now > 0).then(|| {
            format!("Without another quiz, you'd still understand {then} of {now} {when}.")
        })
    }
}

/// What comes after the words of `deck` down to `depth`: the next level with words, and how many it has.
pub fn deeper(deck: &Deck, depth: Level, today: Day) -> Option<(Level, usize)> {
    let live = deck.live(today.date());
    let deeper: Vec<Level> = live.map(|term| term.level).filter(|level| *level > depth).collect();
    let next = deeper.iter().min()?;
    Some((*next, deeper.iter().filter(|level| *level == next).count()))
}

/// What comes next, in words: "38 working words, said every month".
pub fn next_step((level, count): (Level, usize)) -> String {
    format!("{}, {}", counted(count, &format!("{level} word")), heard(level))
}

/// How often the words of a level are heard.
pub const fn heard(level: Level) -> &'static str {
    match level {
        Level::Core => "said every week",
        Level::Working => "said every month",
        Level::Deep => "said now and then",
    }
}

/// The noun for the counted words, singular: "core word" or "word".
pub const fn noun(depth: Level) -> &'static str {
    match depth {
        Level::Core => "core word",
        Level::Working | Level::Deep => "word",
    }
}

/// The first `weekday` after `today`; a week from today if `None`.
pub fn next(weekday: Option<Weekday>, today: Day) -> Day {
    let Some(weekday) = weekday else { return today.plus(7) };
    let ahead = today.date().weekday().until(weekday);
    today.plus(if ahead == 0 { 7 } else { i32::from(ahead) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fluency(now: Progress) -> Fluency {
        let by = Day::from_date(jiff::civil::date(2026, 11, 26));
        let month_ago = Progress::default();
        Fluency {
            depth: Level::Core,
            now,
            month_ago,
            then: 0,
            today: by.plus(-3),
            by,
            is_meeting: true,
            deeper: None,
        }
    }

    #[test]
    fn fluency_is_said_in_words_that_one_can_count() {
        let now = Progress { words: 22, met: 16, understood: 14, usable: 3 };
        let month_ago = Progress { met: 12, understood: 9, ..now };
        let mut fluency = Fluency { month_ago, then: 12, ..fluency(now) };
        assert_eq!(
            fluency.sentences(),
            [
                "You understand 14 of 22 core words (64%) and can use 3. You have met 16.",
                "A month ago you understood 9.",
                "Without another quiz, you'd still understand 12 of 14 by Thursday's meeting."
            ]
        );
        fluency.today = fluency.by.plus(-7);
        fluency.month_ago.understood = 0;
        assert_eq!(
            fluency.sentences()[1..],
            [
                "A month ago you understood none.",
                "Without another quiz, you'd still understand 12 of 14 by next Thursday's meeting."
            ]
        );
        fluency.is_meeting = false;
        fluency.month_ago.understood = 14;
        fluency.depth = Level::Working;
        fluency.now = Progress { words: 14, met: 14, understood: 14, usable: 0 };
        assert_eq!(
            fluency.sentences(),
            [
                "You understand 14 of 14 words (100%).",
                "A month ago you understood 14.",
                "Without another quiz, you'd still understand 12 of 14 next Thursday."
            ]
        );
    }

    #[test]
    fn who_begins_reads_what_is_ahead_and_no_zeros() {
        let said = |words, met| fluency(Progress { words, met, ..Progress::default() }).sentences();
        assert_eq!(said(23, 0), ["23 core words to meet."]);
        assert_eq!(said(1, 0), ["1 core word to meet."]);
        assert_eq!(
            said(23, 8),
            [
                "You have met 8 of 23 core words. A word counts as understood once you recall it, not just pick it, on a later day."
            ]
        );
        assert_eq!(said(0, 0), ["There are no core words here."]);
    }

    #[test]
    fn the_day_of_the_meeting_is_the_next_one_that_bears_its_name() {
        let monday = Day::from_date(jiff::civil::date(2026, 11, 23));
        assert_eq!(next(Some(Weekday::Tuesday), monday), monday.plus(1));
        assert_eq!(next(Some(Weekday::Sunday), monday), monday.plus(6));
        assert_eq!(next(Some(Weekday::Monday), monday), monday.plus(7));
        assert_eq!(next(None, monday), monday.plus(7));
    }
}
