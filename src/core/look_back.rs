//! Looks back on the practice with one team or all of them, and ahead to what comes due: what the statistics show as pictures.

mod lines;

use std::collections::{HashMap, HashSet};

use jiff::ToSpan as _;
use serde::Serialize;

use crate::core::card::{Direction, TermId};
use crate::core::deck::{Deck, Level, Term};
use crate::core::learner_state::{LearnerState, States};
use crate::core::plan::{Item, due_in};
use crate::core::review::Review;
use crate::core::rng::hash;
use crate::core::stats::{InSentences, MONTH, Retention, in_new_sentences, progress, recall_rate};
use crate::core::time::Day;
pub use lines::{
    FIRST_DAY, GLYPHS, HARDEST, NOT_TESTED, RECALLED, SELF_GRADED, UNDERSTOOD, legend,
    legend_title, weekday,
};

/// The weeks of practice that are shown.
pub const WEEKS: usize = 12;

/// The months that are shown.
pub const MONTHS: usize = 12;

/// The days ahead that are shown, with today.
pub const AHEAD: usize = 14;

/// How many of the hardest words are named.
const NAMED: usize = 8;

/// The number of answers a day at which each step of the map begins.
const STEPS: [u32; 4] = [1, 10, 20, 40];

/// The number of answers on each day, from a Monday until today.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Practice {
    /// The first day, a Monday.
    pub first: Day,
    /// The number of answers on each day.
    pub answers: Vec<u32>,
}

impl Practice {
    /// The practice in these reviews: this week and the ones before it, [`WEEKS`] in all.
    pub fn new<'a>(reviews: impl Iterator<Item = &'a Review>, today: Day) -> Self {
        let since_monday = usize::try_from(today.date().weekday().to_monday_zero_offset());
        let days = (WEEKS - 1) * 7 + since_monday.unwrap_or(0) + 1;
        let first = today.plus(1 - i32::try_from(days).unwrap_or(0));
        let mut answers = vec![0; days];
        for review in reviews.filter(|review| (first..=today).contains(&review.day)) {
            answers[review.day.since(first) as usize] += 1;
        }
        Self { first, answers }
    }

    /// In how many of the weeks there was an answer.
    pub fn weeks(&self) -> usize {
        self.answers.chunks(7).filter(|week| week.iter().any(|day| *day > 0)).count()
    }

    /// On how many of the days there was an answer.
    pub fn days(&self) -> usize {
        self.answers.iter().filter(|day| **day > 0).count()
    }

    /// How much was practiced on `weekday`, from Monday, of `week`: 0 for nothing, or one of four steps. `None` for a day to come.
    pub fn step(&self, week: usize, weekday: usize) -> Option<usize> {
        let answers = self.answers.get(week * 7 + weekday)?;
        Some(STEPS.iter().filter(|from| answers >= from).count())
    }

    /// How much was practiced on the busiest day of `week`, as [`Practice::step`] says it.
    pub fn of_week(&self, week: usize) -> usize {
        (0..7).filter_map(|day| self.step(week, day)).max().unwrap_or(0)
    }

    /// For each week in which a month begins, that month's name.
    pub fn months(&self) -> Vec<Option<String>> {
        let month = |week: usize| {
            let last = (week * 7 + 6).min(self.answers.len().saturating_sub(1));
            self.first.plus(i32::try_from(last).unwrap_or(0)).date().strftime("%b").to_string()
        };
        // A month with only one week in sight gives way to the next.
        let first = usize::from(month(0) != month(1));
        let is_new = |week: usize| week == first || week > first && month(week) != month(week - 1);
        let shown = |week| is_new(week).then(|| month(week));
        (0..WEEKS).map(shown).collect()
    }
}

/// A month and how many words were understood at its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Month {
    /// The last day that counts: the end of the month, or today.
    pub end: Day,
    /// Words understood at the end of that day.
    pub understood: usize,
}

/// A word that was often missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HardWord {
    /// The term's ID.
    pub term: TermId,
    /// The word.
    pub word: String,
    /// Its meaning in a few words.
    pub gloss: String,
    /// How often it was missed on a later day.
    pub missed: u32,
}

/// The look back on one team, or on all of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LookBack {
    /// The team's name; `None` for all followed teams.
    pub team: Option<String>,
    /// The practice of the last weeks.
    pub practice: Practice,
    /// The words understood, month by month, since the first answer.
    pub months: Vec<Month>,
    /// The questions that tested a memory in the last thirty days. Separate in JSON.
    #[serde(skip)]
    pub retention: Retention,
    /// The share of them that the schedule aims to have recalled.
    pub target: f64,
    /// The words asked in a new sentence since the start. Separate in JSON.
    #[serde(skip)]
    pub in_new_sentences: InSentences,
    /// The due words of today's quiz, of tomorrow's, and so on.
    pub due: Vec<usize>,
    /// The words missed most since the start.
    pub hardest: Vec<HardWord>,
}

/// The last days of the months before today's, the latest last.
pub fn month_ends(today: Day) -> [Day; MONTHS - 1] {
    let first = today.date().first_of_month();
    std::array::from_fn(|at| {
        let ago = i32::try_from(MONTHS - 2 - at).unwrap_or(0);
        Day::from_date(first.saturating_sub(ago.months())).plus(-1)
    })
}

/// The input that all look-backs of a day share.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// What the learner knows now.
    pub known: LearnerState<'a>,
    /// What they knew at the end of each of [`month_ends`].
    pub states_at_month_ends: &'a [States],
    /// All reviews, in chronological order.
    pub reviews: &'a [Review],
    /// Today.
    pub today: Day,
    /// The share of recalled questions that the schedule aims at.
    pub target: f64,
    /// Today's quiz.
    pub planned: &'a [Item],
    /// In how many days each other word is quizzed, at least 1.
    pub coming: &'a HashMap<TermId, usize>,
}

/// In how many days each word that is not in `planned` is quizzed: on the day it comes due or as soon after that as there is
/// time, at most `most` words a day. Only the words in `ahead`, which has a set for each day from tomorrow, are quizzed.
pub(crate) fn coming(
    known: LearnerState<'_>,
    today: Day,
    planned: &[Item],
    ahead: &[HashSet<TermId>],
    most: usize,
) -> HashMap<TermId, usize> {
    let planned: HashSet<&TermId> = planned.iter().map(|item| &item.card.term).collect();
    let due = due_in(known.states.iter(), today).into_iter();
    let mut due: Vec<_> = due.filter(|(term, _)| !planned.contains(term)).collect();
    // Mix the teams, because a day's limit is for all of them.
    due.sort_by_cached_key(|(term, days)| (*days, hash(&term.to_string(), 0), (*term).clone()));
    let mut left = vec![most; ahead.len()];
    let mut out = HashMap::new();
    for (term, days) in due {
        // Days begin at 1: words that are overdue wait for tomorrow.
        let mut days = days as usize..=ahead.len();
        if let Some(day) = days.find(|day| left[day - 1] > 0 && ahead[day - 1].contains(term)) {
            left[day - 1] -= 1;
            out.insert(term.clone(), day);
        }
    }
    out
}

impl Material<'_> {
    /// The look back on `decks`, each down to a depth. `team` is their name and all words they ever had; without it, all practice
    /// counts.
    pub fn look_back(
        &self,
        team: Option<(String, HashSet<TermId>)>,
        decks: &[(&Deck, Level)],
    ) -> LookBack {
        let Self { known, reviews, today, target, planned, coming, .. } = *self;
        let library = known.library;
        let terms: Vec<&Term> = decks
            .iter()
            .flat_map(|(deck, depth)| deck.live(today.date()).filter(|term| term.level <= *depth))
            .collect();
        let is_planned = |item: &&Item| {
            let is_here = || decks.iter().any(|(deck, _)| *deck.id == *item.term.deck());
            !item.is_new && (team.is_none() || is_here())
        };
        let words = team.as_ref().map(|(_, words)| words);
        let is_meant = |term: &TermId| words.is_none_or(|words| words.contains(term));
        let mut due = vec![0; AHEAD];
        due[0] = planned.iter().filter(is_planned).count();
        coming.iter().filter(|(term, _)| is_meant(term)).for_each(|(_, day)| due[*day] += 1);
        let is_about = |review: &&Review| is_meant(&library.resolve(&review.card.term));
        let reviews: Vec<&Review> = reviews.iter().filter(is_about).collect();
        LookBack {
            practice: Practice::new(reviews.iter().copied(), today),
            months: self.months(reviews.first().map(|first| first.day), decks),
            retention: recall_rate(reviews.iter().copied(), today.plus(1 - MONTH), today),
            target,
            in_new_sentences: in_new_sentences(reviews.iter().copied()),
            due,
            hardest: self.hardest(&terms),
            team: team.map(|(name, _)| name),
        }
    }

    /// The words of `decks` understood at the end of each month since `first`, and today.
    fn months(&self, first: Option<Day>, decks: &[(&Deck, Level)]) -> Vec<Month> {
        let Some(first) = first else { return Vec::new() };
        let ends = month_ends(self.today);
        let before =
            ends.iter().copied().zip(self.states_at_month_ends).filter(|(end, _)| *end >= first);
        let all = before.chain([(self.today, self.known.states)]);
        let count = |(end, states): (Day, &States)| {
            let known = LearnerState { states, ..self.known };
            let each = decks
                .iter()
                .map(|(deck, depth)| progress(known, deck, *depth, end.plus(1)).understood);
            Month { end, understood: each.sum() }
        };
        all.map(count).collect()
    }

    /// The terms missed most, those least likely to be recalled first.
    fn hardest(&self, terms: &[&Term]) -> Vec<HardWord> {
        let known = self.known;
        let mut seen: HashSet<TermId> = HashSet::new();
        let mut hard: Vec<(u32, f32, &Term)> = Vec::new();
        for term in terms {
            let states = || Direction::ALL.into_iter().filter_map(|to| known.state(&term.id, to));
            let missed = states().map(|state| state.lapses).sum();
            let recall = |state| known.recall_tomorrow(state, self.today);
            let least = states().map(recall).fold(1.0, f32::min);
            if missed > 0 && seen.insert(known.library.resolve(&term.id)) {
                hard.push((missed, least, term));
            }
        }
        hard.sort_by(|(missed, recall, term), (others, other, than)| {
            others.cmp(missed).then(recall.total_cmp(other)).then(term.id.cmp(&than.id))
        });
        let word = |(missed, _, term): (u32, f32, &Term)| HardWord {
            term: term.id.clone(),
            word: term.term.clone(),
            gloss: term.gist().to_owned(),
            missed,
        };
        hard.into_iter().take(NAMED).map(word).collect()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::core::card::CardId;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;
    use crate::core::library::Library;
    use crate::core::review::{Form, Grade};
    use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Scheduler};
    use crate::core::time::Timestamp;

    /// A Wednesday.
    fn today() -> Day {
        Day::from_date(jiff::civil::date(2026, 12, 2))
    }

    fn review(term: &str, ago: i32, grade: Grade) -> Review {
        let day = today().plus(-ago);
        Review {
            id: Uuid::nil(),
            card: CardId::new(TermId::new("a", term), Direction::Understand),
            at: Timestamp::from_millis(i64::from(day.number()) * 86_400_000),
            day,
            grade,
            form: Form::Recall,
            kind: Form::Recall.kind(),
            sentence: None,
            took_ms: 0,
            hint: false,
            answer: None,
            session: Uuid::nil(),
            device: Uuid::nil(),
            early: false,
        }
    }

    /// The look back of a learner of two words with these reviews.
    fn look_back(reviews: &[Review]) -> LookBack {
        planned(reviews, &[])
    }

    /// The same, with a quiz of these words left today.
    fn planned(reviews: &[Review], quiz: &[&str]) -> LookBack {
        let text = "deck: a\nterms:\n  - {term: X, definition: d, level: core}\n  - {term: W, definition: d, level: core}\n";
        let deck = read(&"a".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap();
        let library = Library::merge(vec![deck]).library;
        let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap();
        let replay = |until: Day| {
            let mut states = States::new();
            for review in reviews.iter().filter(|review| review.day <= until) {
                if let Some(state) = scheduler.after(states.get(&review.card), review) {
                    states.insert(review.card.clone(), state);
                }
            }
            states
        };
        let (states, ends) = (replay(today()), month_ends(today()).map(replay));
        let known = LearnerState { library: &library, states: &states, scheduler: &scheduler };
        let (states_at_month_ends, today) = (&ends[..], today());
        let deck = library.deck("a").unwrap();
        let words: HashSet<TermId> = deck.terms.iter().map(|term| term.id.clone()).collect();
        let ahead = vec![words.clone(); AHEAD - 1];
        let item = |word: &&str| {
            let term = TermId::new("a", word);
            let card = CardId::new(term.clone(), Direction::Understand);
            Item { card, term, is_new: false, is_begun: false }
        };
        let planned: Vec<Item> = quiz.iter().map(item).collect();
        let coming = coming(known, today, &planned, &ahead, 1);
        let material = Material {
            known,
            states_at_month_ends,
            reviews,
            today,
            target: 0.9,
            planned: &planned,
            coming: &coming,
        };
        material.look_back(Some(("A".into(), words)), &[(deck, Level::Core)])
    }

    #[test]
    fn practice_is_counted_by_weeks_that_begin_on_monday_and_end_today() {
        let reviews = [
            review("x", 500, Grade::Good),
            review("x", 80, Grade::Good),
            review("x", 79, Grade::Good),
            review("x", 3, Grade::Good),
            review("x", 0, Grade::Good),
            review("w", 0, Grade::Good),
        ];
        let practice = look_back(&reviews).practice;
        assert_eq!(practice.first.date().to_string(), "2026-09-14");
        assert_eq!(practice.answers.len(), 11 * 7 + 3);
        assert_eq!((practice.weeks(), practice.days()), (3, 3), "the first was 12 weeks ago");
        let steps: Vec<_> = (0..7).map(|day| practice.step(11, day)).collect();
        assert_eq!(steps, [Some(0), Some(0), Some(1), None, None, None, None]);
        assert_eq!((practice.of_week(10), practice.of_week(11)), (1, 1), "the step of a day");
        let step = |answers| Practice { answers: vec![answers], ..practice.clone() }.step(0, 0);
        assert_eq!([0, 1, 9, 10, 20, 40, 900].map(step), [0, 1, 1, 2, 3, 4, 4].map(Some));
    }

    #[test]
    fn each_month_stands_above_its_first_week_even_if_that_is_this_week() {
        // A week that ends in another month counts for that only from its first day on.
        for (date, last) in [((2026, 11, 30), None), ((2026, 12, 1), Some("Dec"))] {
            let (year, month, day) = date;
            let today = Day::from_date(jiff::civil::date(year, month, day));
            let months = Practice::new(std::iter::empty(), today).months();
            let named: Vec<&str> = months.iter().flatten().map(String::as_str).collect();
            assert_eq!(named[..3], ["Sep", "Oct", "Nov"], "{today}");
            assert_eq!(months.last().and_then(Option::as_deref), last, "{today}");
        }
    }

    #[test]
    fn the_months_begin_with_the_first_answer_and_end_today() {
        let ends = month_ends(today()).map(|day| day.date().to_string());
        assert_eq!((&*ends[0], &*ends[9], &*ends[10]), ("2026-01-31", "2026-10-31", "2026-11-30"));
        assert_eq!(look_back(&[]).months, []);
        let reviews = [
            review("x", 40, Grade::Good),
            review("x", 30, Grade::Good),
            review("w", 3, Grade::Good),
            review("w", 1, Grade::Good),
        ];
        let months: Vec<_> = look_back(&reviews)
            .months
            .iter()
            .map(|month| (month.end.date().to_string(), month.understood))
            .collect();
        let month = |end: &str, understood| (end.to_owned(), understood);
        assert_eq!(
            months,
            [month("2026-10-31", 0), month("2026-11-30", 1), month("2026-12-02", 2)]
        );
    }

    #[test]
    fn a_word_is_due_once_in_todays_quiz_or_from_tomorrow_on() {
        let reviews = [review("x", 400, Grade::Good), review("w", 0, Grade::Again)];
        let due = |words: &[&str]| planned(&reviews, words).due;
        assert_eq!((due(&["x", "w"]).len(), &due(&["x", "w"])[..2]), (AHEAD, &[2, 0][..]));
        assert_eq!(due(&["w"])[..2], [1, 1], "what does not fit into today is due tomorrow");
        assert_eq!(due(&[])[..3], [0, 1, 1], "and the day after, if tomorrow is full");
        let due = look_back(&[review("x", 0, Grade::Good)]).due;
        assert_eq!((due[0], due.iter().sum::<usize>()), (0, 1));
    }

    #[test]
    fn the_hardest_words_are_those_missed_on_later_days() {
        let missed = |ago| review("x", ago, Grade::Again);
        let reviews = [review("x", 9, Grade::Good), missed(6), missed(3), missed(3)];
        let hardest = look_back(&reviews).hardest;
        assert_eq!((hardest.len(), &*hardest[0].word, hardest[0].missed), (1, "X", 2));
        assert_eq!(look_back(&[review("w", 3, Grade::Again)]).hardest, [], "it was new");
    }

    #[test]
    fn every_figure_says_its_period_in_pictures_and_in_sentences() {
        let reviews = [
            review("x", 40, Grade::Good),
            review("x", 10, Grade::Again),
            review("x", 3, Grade::Good),
        ];
        let shown = look_back(&reviews);
        let parts = shown.parts(today(), 60);
        let titles: Vec<&str> = parts.iter().map(|(title, _)| title.as_str()).collect();
        assert_eq!(
            titles,
            [
                "Practiced 3 of the last 12 weeks",
                "Understood at each month's end",
                "Recalled in the last 30 days",
                "Due in the next 14 days: 1 word",
                "Missed most since you began",
            ]
        );
        for row in parts.iter().flat_map(|(_, rows)| rows) {
            assert!(crate::core::width::width(row) <= 60, "{row}");
        }
        let said = shown.sentences(today());
        assert_eq!(said.len(), titles.len());
        assert_eq!(said[0], "Practiced 3 of the last 12 weeks, on 3 days.");
        assert_eq!(
            said[2],
            "Recalled in the last 30 days: 1 of 2 self-graded, 50%; the target is 90%."
        );
        assert!(said[3].ends_with(": 1 word. Thu 3: 1."), "{}", said[3]);
        let only = look_back(&[review("x", 1, Grade::Good)]).parts(today(), 60);
        assert_eq!(
            only[1].1,
            ["now 0 words; a bar for each month from January on"],
            "one month has nothing to be compared with"
        );
        let ago = look_back(&[review("x", 40, Grade::Good)]).parts(today(), 60);
        assert_eq!(ago[2].1.join(" "), NOT_TESTED);
        assert!(look_back(&[]).parts(today(), 60).is_empty());
        assert!(look_back(&[]).sentences(today()).is_empty());
    }
}
