//! What each number means that the program shows, on every screen, in the shell and in JSON.
//!
//! | number | what it counts |
//! | --- | --- |
//! | words | the words of a deck down to the depth at which it is followed, without retired ones |
//! | met | words that were asked at least once: their understand card has an answer |
//! | learned | words that were passed, in whatever form, on a later day than they were first asked ([`CardState::learned`]) |
//! | understood | words that were recalled without a hint on a later day, and not missed since ([`CardState::recalled`]), and that will still be recalled tomorrow morning with a probability of at least [`KNOWN_FROM`] |
//! | can use | the same of the speak card |
//! | a month ago | understood, as it stood at the end of that day, thirty days ago |
//! | by Thursday | of the words that are understood now, those that still are on the morning of that day if there is no quiz until then |
//! | percentage | understood of words, rounded, and 0% or 100% only when it is none or all |
//! | due, new | words that today's quiz still asks: those that were asked before, and those that were not ([`crate::core::plan::rest_of_day`]) |
//! | recalled in 30 days | of the questions that tested a memory, how many found it ([`recall_rate`]) |
//!
//! The probability is that of tomorrow morning, because right after an answer it is 1 whatever the answer was worth.

use std::collections::HashMap;

use serde::Serialize;

use crate::core::card::{CardId, Direction};
use crate::core::deck::{Deck, Level};
use crate::core::known::Known;
use crate::core::review::Review;
use crate::core::schedule::{CardState, Scheduler};
use crate::core::time::Day;

/// The probability of recall from which a word counts.
pub const KNOWN_FROM: f32 = 0.8;

/// How many days ago "a month ago" is.
pub const MONTH: i32 = 30;

/// Whether a card in `state` counts on the morning of `day`, which lies after its latest review.
pub fn counts_on(scheduler: &Scheduler, state: &CardState, day: Day) -> bool {
    state.recalled && scheduler.recall(state, day) >= KNOWN_FROM
}

/// How far the user is with the words of one deck, to the depth at which they follow it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Words at that depth.
    pub words: usize,
    /// Words that were asked at least once.
    pub met: usize,
    /// Words that are understood.
    pub understood: usize,
    /// Words that can be used.
    pub usable: usize,
}

/// Counts the words of `deck` down to `depth` that count on the morning of `day`: the day after the one on which one asks.
pub fn progress(known: Known<'_>, deck: &Deck, depth: Level, day: Day) -> Progress {
    let mut out = Progress::default();
    let terms = deck.terms.iter().filter(|term| term.level <= depth);
    for term in terms.filter(|term| !term.is_retired(day.plus(-1).date())) {
        let [understand, speak] = Direction::ALL.map(|direction| known.state(&term.id, direction));
        let counts = |state: Option<&CardState>| {
            usize::from(state.is_some_and(|state| counts_on(known.scheduler, state, day)))
        };
        out.words += 1;
        out.met += usize::from(understand.is_some());
        out.understood += counts(understand);
        out.usable += counts(speak);
    }
    out
}

/// `part` of `whole` in percent: 0 and 100 only where it is none and all, so that it never contradicts the count beside it.
pub fn percent(part: usize, whole: usize) -> usize {
    match (part, whole) {
        (_, 0) | (0, _) => 0,
        (part, whole) if part >= whole => 100,
        (part, whole) => ((part * 100 + whole / 2) / whole).clamp(1, 99),
    }
}

/// Of the questions that tested a memory, how many found it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Retention {
    /// Questions that found it.
    pub kept: u32,
    /// Questions that tested it.
    pub tested: u32,
}

impl Retention {
    /// The share that was kept; none when nothing was tested.
    pub fn share(self) -> Option<f64> {
        (self.tested > 0).then(|| f64::from(self.kept) / f64::from(self.tested))
    }
}

/// How much was recalled from `first` to `last`. A question tests a memory when it is the first of its card on that day, one or
/// more days after the one before, and asks for recall: *recall*, *fill* or *type*. It finds it when the answer was right
/// without a hint. A pick tests none, because one in four is right by chance; nor does what a cram asked before its day, which
/// tests no schedule. `reviews` stand in order of time and reach back to the first.
pub fn recall_rate<'a>(
    reviews: impl Iterator<Item = &'a Review>,
    first: Day,
    last: Day,
) -> Retention {
    let mut before: HashMap<&CardId, Day> = HashMap::new();
    let mut out = Retention::default();
    for review in reviews.filter(|review| !review.is_skipped()) {
        let previous = before.insert(&review.card, review.day);
        let tested = review.form.is_recall()
            && !review.early
            && previous.is_some_and(|previous| review.day > previous);
        if tested && (first..=last).contains(&review.day) {
            out.tested += 1;
            out.kept += u32::from(review.is_recalled());
        }
    }
    out
}

/// What was done on one study day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Done {
    /// Answers given.
    pub answers: usize,
    /// Words asked for the first time.
    pub new: usize,
    /// Milliseconds spent.
    pub ms: u64,
}

/// The longest time that counts for one answer or one introduction: whoever takes longer has left the desk.
pub const LONGEST_MS: u32 = 120_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::card::TermId;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;
    use crate::core::known::States;
    use crate::core::library::Library;
    use crate::core::review::{Form, Grade};
    use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Scheduler};
    use crate::core::time::Timestamp;
    use uuid::Uuid;

    const TODAY: Day = Day::from_number(20_000);

    fn review(term: &str, ago: i32, grade: Grade) -> Review {
        let day = TODAY.plus(-ago);
        Review {
            id: Uuid::nil(),
            card: CardId::new(TermId::new("a", term), Direction::Understand),
            at: Timestamp::from_millis(i64::from(day.number()) * 86_400_000),
            day,
            grade,
            form: Form::Recall,
            took_ms: 0,
            hint: false,
            answer: None,
            sitting: Uuid::nil(),
            device: Uuid::nil(),
            early: false,
        }
    }

    fn picked(ago: i32, grade: Grade) -> Review {
        Review { form: Form::Choose, ..review("x", ago, grade) }
    }

    /// A deck of two core words and a deep one, of which `X` has these reviews, counted to `depth`.
    fn counted(reviews: &[Review], depth: Level) -> Progress {
        let text = "deck: a\nterms:\n  - {term: X, definition: d, level: core}\n  - {term: W, definition: d, level: core}\n  - {term: Z, definition: d, level: deep}\n";
        let deck = read(&"a".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap();
        let library = Library::merge(vec![deck]).library;
        let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap();
        let mut states = States::new();
        if let Some(last) = reviews.last() {
            states.insert(last.card.clone(), scheduler.replay(reviews).unwrap());
        }
        let known = Known { library: &library, states: &states, scheduler: &scheduler };
        progress(known, &library.decks()[0], depth, TODAY.plus(1))
    }

    #[test]
    fn a_word_is_understood_once_it_was_recalled_on_a_later_day() {
        let understood = |reviews: &[Review]| {
            let counted = counted(reviews, Level::Core);
            assert_eq!((counted.words, counted.met, counted.usable), (2, 1, 0));
            counted.understood == 1
        };
        let first = || review("x", 5, Grade::Good);
        let known = || review("x", 3, Grade::Good);
        assert!(understood(&[first(), known()]));
        assert!(!understood(&[first()]), "not on the first day");
        assert!(!understood(&[review("x", 0, Grade::Again), review("x", 0, Grade::Good)]));
        assert!(!understood(&[first(), picked(3, Grade::Good)]), "not by picking");
        for form in [Form::WhichTeam, Form::Expand] {
            assert!(!understood(&[first(), Review { form, ..known() }]), "{form:?}");
        }
        for form in [Form::Fill, Form::Type] {
            assert!(understood(&[first(), Review { form, ..known() }]), "{form:?}");
        }
        assert!(!understood(&[first(), Review { hint: true, ..known() }]), "not with a hint");
        let typo = Review { grade: Grade::Hard, ..known() };
        assert!(understood(&[first(), typo]), "a slip is no hint");
        assert!(
            understood(&[first(), known(), picked(0, Grade::Good)]),
            "a pick takes nothing away"
        );
        assert!(understood(&[first(), Review { early: true, ..known() }]), "also in a cram");
    }

    #[test]
    fn a_miss_takes_it_away_until_it_is_recalled_on_a_day_after() {
        let first = review("x", 20, Grade::Good);
        let known = review("x", 10, Grade::Easy);
        let missed = review("x", 2, Grade::Again);
        let again = review("x", 2, Grade::Good);
        let later = review("x", 1, Grade::Good);
        let history = [first, known, missed, again, later];
        let understood: Vec<usize> =
            (1..=5).map(|n| counted(&history[..n], Level::Core).understood).collect();
        // What comes right a few minutes after it was shown says nothing.
        assert_eq!(understood, [0, 1, 0, 0, 1]);
    }

    #[test]
    fn a_word_that_will_be_forgotten_by_tomorrow_is_not_understood() {
        let faded = |ago| {
            counted(
                &[review("x", ago + 2, Grade::Good), review("x", ago, Grade::Good)],
                Level::Core,
            )
        };
        let understood: Vec<usize> = [1, 10, 100].map(|ago| faded(ago).understood).into();
        assert_eq!(understood, [1, 1, 0]);
    }

    #[test]
    fn a_deck_counts_its_words_at_the_depth_that_is_followed() {
        let reviews = [review("x", 2, Grade::Good), review("x", 0, Grade::Good)];
        let words = |depth| counted(&reviews, depth).words;
        assert_eq!([Level::Core, Level::Working, Level::Deep].map(words), [2, 2, 3]);
        assert_eq!(counted(&[], Level::Core), Progress { words: 2, ..Progress::default() });
    }

    #[test]
    fn a_percentage_never_contradicts_the_count_beside_it() {
        assert_eq!(percent(4, 23), 17);
        assert_eq!([percent(0, 0), percent(0, 900), percent(900, 900)], [0, 0, 100]);
        assert_eq!([percent(1, 900), percent(899, 900)], [1, 99]);
    }

    #[test]
    fn what_was_recalled_leaves_out_first_questions_second_tries_and_picks() {
        let rate = |reviews: &[Review]| {
            let Retention { kept, tested } = recall_rate(reviews.iter(), TODAY.plus(-29), TODAY);
            (kept, tested)
        };
        let reviews = [
            review("x", 40, Grade::Good),
            review("x", 35, Grade::Again),
            review("x", 20, Grade::Again),
            review("x", 20, Grade::Good),
            review("y", 15, Grade::Good),
            review("x", 10, Grade::Good),
            review("y", 0, Grade::Good),
        ];
        assert_eq!(rate(&reviews), (2, 3));
        let crammed = |ago, grade| Review { early: true, ..review("x", ago, grade) };
        let reviews = [
            review("x", 9, Grade::Good),
            crammed(8, Grade::Good),
            crammed(7, Grade::Again),
            review("x", 7, Grade::Good),
            review("x", 5, Grade::Good),
        ];
        assert_eq!(rate(&reviews), (1, 1), "a cram tests no schedule");
        let guessed: Vec<Review> = (0..20)
            .map(|at| picked(20 - at, if at % 4 == 0 { Grade::Good } else { Grade::Again }))
            .collect();
        assert_eq!(rate(&guessed), (0, 0), "whoever guesses recalls nothing");
        let hinted = Review { hint: true, grade: Grade::Hard, ..review("x", 2, Grade::Good) };
        assert_eq!(rate(&[review("x", 9, Grade::Good), hinted]), (0, 1));
        assert_eq!(Retention::default().share(), None);
    }
}
