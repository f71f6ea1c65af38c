//! Which scene to sit in on next, and when to offer it.

use std::cmp::Reverse;

use crate::core::card::DeckId;
use crate::core::scene_session::Play;
use crate::core::time::Day;
use crate::core::width::width;

/// A scene that could be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    /// Its deck.
    pub deck: DeckId,
    /// Its index in the deck.
    pub scene: usize,
    /// Where it was left today.
    pub left: Option<Play>,
    /// The last day on which it was played to the end.
    pub last: Option<Day>,
    /// How many of its words are due or weak.
    pub due: usize,
    /// In how many days the user meets the team, from 0.
    pub meets_in: Option<u32>,
    /// Whether half of the team's core words were met.
    pub is_half_met: bool,
}

/// Why a scene is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It was left after this many lines.
    Left(usize),
    /// The team meets today.
    MeetsToday,
    /// The team meets tomorrow.
    MeetsTomorrow,
    /// This many of its words are due since it was played.
    Due(usize),
    /// Half of the team's core words were met.
    HalfMet,
    /// The quiz has no new words left for today.
    NoNewWords,
}

impl Reason {
    /// The reason in a few words, after the name of the team.
    pub fn words(self) -> String {
        match self {
            Self::Left(line) => format!("left at line {line}"),
            Self::MeetsToday => "you meet today".to_owned(),
            Self::MeetsTomorrow => "you meet tomorrow".to_owned(),
            Self::Due(1) => "one of its words is due".to_owned(),
            Self::Due(words) => format!("{words} of its words are due"),
            Self::HalfMet => "you have met enough of its words".to_owned(),
            Self::NoNewWords => "your new words for today are done".to_owned(),
        }
    }
}

/// A scene to offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its deck.
    pub deck: DeckId,
    /// Its ID in the deck.
    pub scene: String,
    /// The team's name.
    pub team: String,
    /// The scene's title.
    pub title: String,
    /// Why now.
    pub reason: Reason,
}

impl Offer {
    /// The offer on one line, the title first.
    pub fn line(&self) -> String {
        format!("{} ({}, {})", self.title, self.team, self.reason.words())
    }

    /// The offer in at most `room` columns, without the reason or also the team if needed. The title stays whole.
    pub fn within(&self, room: usize) -> String {
        let shorter = [self.line(), format!("{} ({})", self.title, self.team)];
        let fitting = shorter.into_iter().find(|said| width(said) <= room);
        fitting.unwrap_or_else(|| self.title.clone())
    }
}

impl Prospect {
    /// Whether it is new, was left today, or has words that are due since it was played.
    pub fn is_ready(&self, today: Day) -> bool {
        let is_due_again = |last: Day| last < today && self.due > 0;
        self.left.is_some() || self.last.is_none_or(is_due_again)
    }

    /// Why to offer it, if it should be; `runs_out` if the quiz has no new words left.
    pub fn reason(&self, today: Day, runs_out: bool) -> Option<Reason> {
        let reason = match (&self.left, self.meets_in, self.last) {
            (Some(play), ..) => Reason::Left(play.lines),
            (_, Some(0), _) => Reason::MeetsToday,
            (_, Some(1), _) => Reason::MeetsTomorrow,
            (_, _, Some(_)) => Reason::Due(self.due),
            _ if self.is_half_met => Reason::HalfMet,
            _ if runs_out => Reason::NoNewWords,
            _ => return None,
        };
        self.is_ready(today).then_some(reason)
    }
}

/// Sorts scenes, the most fitting one first: one that was left today, then those that are ready, of a team met today or
/// tomorrow, not played for longest, and with the most words due.
pub fn sort(prospects: &mut [Prospect], today: Day) {
    prospects.sort_by_key(|prospect| {
        let Prospect { left, last, due, meets_in, .. } = prospect;
        let soon = meets_in.filter(|days| *days <= 1).unwrap_or(2);
        (left.is_none(), !prospect.is_ready(today), soon, *last, Reverse(*due))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::time::Timestamp;
    use uuid::Uuid;

    const TODAY: Day = Day::from_number(20_000);

    fn prospect(scene: usize) -> Prospect {
        let (left, last, due, meets_in) = (None, None, 0, None);
        Prospect { deck: "ops".into(), scene, left, last, due, meets_in, is_half_met: false }
    }

    fn left(lines: usize) -> Play {
        let (deck, scene, at) = ("ops".into(), "s".to_owned(), Timestamp::default());
        Play { id: Uuid::nil(), deck, scene, at, day: TODAY, lines, is_ended: false }
    }

    #[test]
    fn the_most_fitting_scene_comes_first() {
        let mut all = [
            Prospect { last: Some(TODAY), due: 3, ..prospect(0) },
            Prospect { last: Some(TODAY.plus(-3)), due: 1, ..prospect(1) },
            Prospect { last: Some(TODAY.plus(-3)), due: 2, ..prospect(2) },
            Prospect { last: Some(TODAY.plus(-9)), due: 1, ..prospect(3) },
            prospect(4),
            Prospect { meets_in: Some(2), ..prospect(5) },
            Prospect { meets_in: Some(1), last: Some(TODAY.plus(-1)), due: 1, ..prospect(6) },
            Prospect { meets_in: Some(0), ..prospect(7) },
            Prospect { left: Some(left(2)), ..prospect(8) },
        ];
        sort(&mut all, TODAY);
        assert_eq!(all.map(|prospect| prospect.scene), [8, 7, 6, 4, 5, 3, 2, 1, 0]);
    }

    #[test]
    fn a_scene_offers_itself_for_a_reason_and_after_it_was_played_only_when_words_are_due() {
        let reason = |prospect: Prospect, runs_out| prospect.reason(TODAY, runs_out);
        assert_eq!(reason(prospect(0), false), None);
        assert_eq!(reason(prospect(0), true), Some(Reason::NoNewWords));
        let half = Prospect { is_half_met: true, ..prospect(0) };
        assert_eq!(reason(half.clone(), false), Some(Reason::HalfMet));
        for (days, expected) in
            [(0, Some(Reason::MeetsToday)), (1, Some(Reason::MeetsTomorrow)), (2, None)]
        {
            assert_eq!(reason(Prospect { meets_in: Some(days), ..prospect(0) }, false), expected);
        }
        let played = Prospect { last: Some(TODAY.plus(-5)), meets_in: Some(0), ..half };
        assert_eq!(reason(played.clone(), true), None);
        let due = Prospect { due: 2, ..played };
        assert_eq!(reason(due.clone(), false), Some(Reason::MeetsToday));
        let due = Prospect { meets_in: None, is_half_met: false, ..due };
        assert_eq!(
            reason(due.clone(), false),
            Some(Reason::Due(2)),
            "whoever played it can follow it, however many of the team's words they met"
        );
        assert_eq!(reason(Prospect { last: Some(TODAY), ..due.clone() }, false), None);
        assert_eq!(reason(Prospect { left: Some(left(4)), ..due }, false), Some(Reason::Left(4)));
    }

    #[test]
    fn an_offer_is_one_line_that_begins_with_the_scene() {
        let [scene, team, title] = ["night", "Ops", "Night"].map(str::to_owned);
        let mut offer = Offer { deck: "ops".into(), scene, team, title, reason: Reason::Due(1) };
        assert_eq!(offer.line(), "Night (Ops, one of its words is due)");
        offer.reason = Reason::Due(3);
        assert_eq!(offer.line(), "Night (Ops, 3 of its words are due)");
        let within = |room| offer.within(room);
        assert_eq!(
            [35, 34, 11, 10, 2].map(within),
            ["Night (Ops, 3 of its words are due)", "Night (Ops)", "Night (Ops)", "Night", "Night"],
            "the title is never cut"
        );
    }
}
