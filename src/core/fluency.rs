//! How fluent the user is in a team's language: now, a month ago, and by a day to come.

use jiff::civil::Weekday;
use serde::Serialize;

use crate::core::card::Direction;
use crate::core::deck::{Deck, Level};
use crate::core::known::Known;
use crate::core::stats::{KNOWN_FROM, Progress};
use crate::core::time::Day;

/// How many days back "this month" reaches.
pub const MONTH: i32 = 30;

/// How fluent the user is in a team's language.
#[derive(Debug, Clone, PartialEq)]
pub struct Fluency {
    /// The depth to which words are counted.
    pub depth: Level,
    /// How things stand now.
    pub now: Progress,
    /// How they stood thirty days ago.
    pub month_ago: Progress,
    /// The study day of now.
    pub today: Day,
    /// The next day after it on which the team is met, or a week from now.
    pub by: Day,
    /// Whether that is the day of a meeting.
    pub is_meeting: bool,
    /// How many words will most likely be understood then, of those that were asked before.
    pub kept: usize,
}

impl Fluency {
    /// What is known, of how many: in words that one can count, the percentage beside them.
    pub fn counts(&self) -> String {
        let Self { depth, now, .. } = self;
        let [heard, said] = Direction::ALL.map(|direction| now.count(*depth, direction));
        let share = now.understand * 100.0;
        format!(
            "understand {} of {} {} ({share:.0} %), can use {}",
            heard.known,
            heard.of,
            noun(*depth),
            said.known
        )
    }

    /// What changed within the month: nothing to say where nothing was known before or is now.
    pub fn month(&self) -> Option<String> {
        let known = |progress: &Progress| progress.count(self.depth, Direction::Understand).known;
        let (now, before) = (known(&self.now), known(&self.month_ago));
        Some(match (now, before) {
            (0, 0) => return None,
            (now, before) if now > before => format!("{} more than a month ago", now - before),
            (now, before) if now < before => format!("{} fewer than a month ago", before - now),
            _ => "as many as a month ago".to_owned(),
        })
    }

    /// What will be kept by the next meeting, or in a week: nothing to say before a word was met.
    pub fn forecast(&self) -> Option<String> {
        let met = self.now.words - self.now.unseen;
        let when = self.by.date().strftime("%A");
        let when = if self.is_meeting {
            // On the day of a meeting its name alone would mean this one.
            let next = if self.by == self.today.plus(7) { "next " } else { "" };
            format!("by {next}{when}'s meeting")
        } else {
            format!("by next {when}")
        };
        (met > 0).then(|| {
            format!("{when} you will most likely have kept {} of the {met} you have met", self.kept)
        })
    }
}

/// Words that are known, of so many: what a percentage never stands without.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Words that are known.
    pub known: usize,
    /// Words there are.
    pub of: usize,
}

impl Progress {
    /// The words that count at `depth` in `direction`: the core words where that is how deep one goes, else all down to it.
    pub const fn count(&self, depth: Level, direction: Direction) -> Count {
        match (depth, direction) {
            (Level::Core, Direction::Understand) => {
                Count { known: self.core_understood, of: self.core }
            }
            (Level::Core, Direction::Speak) => Count { known: self.core_usable, of: self.core },
            (_, Direction::Understand) => Count { known: self.understood, of: self.words },
            (_, Direction::Speak) => Count { known: self.usable, of: self.words },
        }
    }
}

/// What `count` is a count of, in words: "core words" or "words".
pub const fn noun(depth: Level) -> &'static str {
    match depth {
        Level::Core => "core words",
        Level::Working | Level::Deep => "words",
    }
}

/// How many words of `deck` down to `depth` the user will most likely understand on `day`, if every card is asked when it
/// comes due. Words that were never asked are not counted in: they are new, not kept.
///
/// A card that comes due before `day` is passed with its probability of recall on the day it is asked, and counts then; one
/// that does not counts when its probability on `day` is at least [`KNOWN_FROM`]. The sum is the expected number.
pub fn kept_by(known: Known<'_>, deck: &Deck, depth: Level, today: Day, day: Day) -> usize {
    let scheduler = known.scheduler;
    let expected: f32 = deck
        .terms
        .iter()
        .filter(|term| term.level <= depth && !term.is_retired(today.date()))
        .filter_map(|term| {
            let state = known.state(&term.id, Direction::Understand)?;
            let asked = state.due.max(today);
            Some(if state.unfinished || asked <= day {
                scheduler.recall(state, asked)
            } else if scheduler.recall(state, day) >= KNOWN_FROM {
                1.0
            } else {
                0.0
            })
        })
        .sum();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a sum of probabilities of at most some thousand words"
    )]
    let whole = expected.round() as usize;
    whole
}

/// The first `weekday` after `today`; a week from today without one.
pub fn next(weekday: Option<Weekday>, today: Day) -> Day {
    let Some(weekday) = weekday else { return today.plus(7) };
    let ahead = today.date().weekday().until(weekday);
    today.plus(if ahead == 0 { 7 } else { i32::from(ahead) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::card::{CardId, TermId};
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;
    use crate::core::known::States;
    use crate::core::library::Library;
    use crate::core::review::Grade;
    use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Scheduler};
    use crate::core::time::Timestamp;

    const TODAY: Day = Day::from_number(20_000);

    #[test]
    fn what_will_be_kept_is_the_sum_of_what_is_likely() {
        let words: String =
            (0..10).map(|n| format!("  - {{term: W{n}, definition: d, level: core}}\n")).collect();
        let text = format!("deck: a\nterms:\n{words}");
        let deck = read(&"a".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap();
        let library = Library::merge(vec![deck]).library;
        let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap();
        let mut states = States::new();
        for n in 0..8 {
            let card = CardId::new(TermId::new("a", &format!("w{n}")), Direction::Understand);
            let state = scheduler.review(&card, None, Grade::Easy, TODAY, Timestamp::default());
            states.insert(card, state);
        }
        let deck = library.deck("a").unwrap();
        let known = Known { library: &library, states: &states, scheduler: &scheduler };
        let kept = |days| kept_by(known, deck, Level::Core, TODAY, TODAY.plus(days));
        assert_eq!(kept(1), 8, "none is due before tomorrow");
        assert_eq!(kept(30), 7, "all are asked once, and nine in ten are kept");
    }

    #[test]
    fn fluency_is_said_in_words_that_one_can_count() {
        let now = Progress {
            words: 22,
            core: 22,
            core_understood: 14,
            core_usable: 3,
            unseen: 6,
            understand: 0.61,
            ..Progress::default()
        };
        let month_ago = Progress { core_understood: 9, ..now.clone() };
        let by = Day::from_date(jiff::civil::date(2026, 11, 26));
        let today = by.plus(-3);
        let mut fluency =
            Fluency { depth: Level::Core, now, month_ago, today, by, is_meeting: true, kept: 15 };
        assert_eq!(fluency.counts(), "understand 14 of 22 core words (61 %), can use 3");
        assert_eq!(fluency.month().unwrap(), "5 more than a month ago");
        assert_eq!(
            fluency.forecast().unwrap(),
            "by Thursday's meeting you will most likely have kept 15 of the 16 you have met"
        );
        fluency.today = by.plus(-7);
        assert!(fluency.forecast().unwrap().starts_with("by next Thursday's meeting "));
        fluency.now.unseen = 22;
        fluency.now.core_understood = 0;
        fluency.month_ago.core_understood = 0;
        assert_eq!((fluency.month(), fluency.forecast()), (None, None));
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
