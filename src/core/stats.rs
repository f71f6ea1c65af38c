//! Defines and computes every statistic shown on screen, in the shell, and in JSON.
//!
//! | number | definition |
//! | --- | --- |
//! | words | the words of a deck down to the depth at which it is followed, without retired ones |
//! | met | words asked at least once: their understand card has a review |
//! | learned | words passed, in any form, on a later day than they were first asked ([`CardState::learned`]) |
//! | understood | words recalled without a hint on a later day and not missed since ([`CardState::recalled`]), with a probability of recall of at least [`KNOWN_FROM`] tomorrow morning |
//! | can use | the same for the speak card |
//! | a month ago | understood, as of the end of the day thirty days ago |
//! | by Thursday | of the words understood now, those that still will be on the morning of that day without a quiz until then |
//! | percentage | understood out of words, rounded; 0% or 100% only if it is none or all |
//! | due, new | words that today's quiz still asks: previously asked ones, and new ones ([`crate::core::plan::rest_of_day`]) |
//! | understood in new sentences | of the answers *in a sentence*, in the quiz or in a scene, whose sentence was never shown with the card, how many were right, since the start ([`in_new_sentences`]) |
//! | kept for three months | words recalled twice, at least [`QUARTER`] days apart, and not missed in between; what was kept once stays counted ([`keeping`]) |
//! | recalled in 30 days | of the questions that tested a memory, how many were recalled; typed answers apart from those that the user judged ([`recall_rate`]) |
//!
//! The probability is for tomorrow morning, because right after an answer it is always 1.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::core::card::{CardId, Direction};
use crate::core::deck::{Deck, Level};
use crate::core::learner_state::LearnerState;
use crate::core::review::{AnswerKind, Form, Review};
use crate::core::schedule::{CardState, Scheduler};
use crate::core::time::Day;

/// Minimum probability of recall for a word to count as known.
pub const KNOWN_FROM: f32 = 0.8;

/// Days in "a month ago".
pub const MONTH: i32 = 30;

/// Days in "three months".
pub const QUARTER: u32 = 90;

/// Whether a card in `state` counts as known on the morning of `day`, which is after its latest review.
pub fn counts_on(scheduler: &Scheduler, state: &CardState, day: Day) -> bool {
    state.recalled && scheduler.recall(state, day) >= KNOWN_FROM
}

/// The user's progress in one deck, to the depth at which they follow it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Words at that depth.
    pub words: usize,
    /// Words asked at least once.
    pub met: usize,
    /// Understood words.
    pub understood: usize,
    /// Words the user can use.
    pub usable: usize,
}

/// Counts the words of `deck` down to `depth` as of the morning of `day`, normally tomorrow.
pub fn progress(known: LearnerState<'_>, deck: &Deck, depth: Level, day: Day) -> Progress {
    let mut out = Progress::default();
    for term in deck.live(day.plus(-1).date()).filter(|term| term.level <= depth) {
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

/// `part` of `whole` as a percentage; 0 or 100 only if it is none or all, so it never contradicts the count beside it.
pub fn percent(part: usize, whole: usize) -> usize {
    match (part, whole) {
        (_, 0) | (0, _) => 0,
        (part, whole) if part >= whole => 100,
        (part, whole) => ((part * 100 + whole / 2) / whole).clamp(1, 99),
    }
}

/// A fraction as a whole percentage, half a percent up.
pub fn share_percent(share: f64) -> f64 {
    (share * 100.0).round()
}

/// Results of the questions that tested a memory, by who judged them: what is typed is compared, and what is recalled silently
/// is worth as much as the user's own judgment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retention {
    /// Typed answers.
    pub typed: Tested,
    /// Answers that the user graded.
    pub judged: Tested,
}

/// How many questions were asked, and how many of them recalled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tested {
    /// Questions recalled.
    pub kept: u32,
    /// Questions that tested a memory.
    pub tested: u32,
}

impl Tested {
    /// The share recalled; `None` if nothing was tested.
    pub fn share(self) -> Option<f64> {
        (self.tested > 0).then(|| f64::from(self.kept) / f64::from(self.tested))
    }
}

/// The recall rate from `first` to `last`. A question tests a memory if it is the card's first of the day, at least
/// one day after the previous one, and not answered by picking. It counts as recalled
/// if the answer was right without a hint. Picks are excluded because one in four is right by chance, and so are cram
/// questions before the due day, which don't test the schedule. `reviews` must be in chronological order and complete
/// from the start.
pub fn recall_rate<'a>(
    reviews: impl Iterator<Item = &'a Review>,
    first: Day,
    last: Day,
) -> Retention {
    let mut before: HashMap<&CardId, Day> = HashMap::new();
    let mut out = Retention::default();
    for review in reviews.filter(|review| !review.is_skipped()) {
        let previous = before.insert(&review.card, review.day);
        let rate = match review.kind {
            AnswerKind::Typed => &mut out.typed,
            AnswerKind::Judged => &mut out.judged,
            AnswerKind::Picked => continue,
        };
        let is_tested = !review.early && previous.is_some_and(|previous| review.day > previous);
        if is_tested && (first..=last).contains(&review.day) {
            rate.tested += 1;
            rate.kept += u32::from(review.is_recalled());
        }
    }
    out
}

/// How a card was kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Keeping {
    /// Since when every answer recalled it; `None` after a miss.
    pub since: Option<Day>,
    /// How often it was missed on a later day.
    pub slips: u32,
    /// Whether it was ever kept for [`QUARTER`] days. A later miss does not take that away.
    pub is_long: bool,
}

/// How each card was kept. `reviews` must be in chronological order and complete from the start.
pub fn keeping<'a>(reviews: impl Iterator<Item = &'a Review>) -> HashMap<CardId, Keeping> {
    let mut before: HashMap<&CardId, Day> = HashMap::new();
    let mut all: HashMap<CardId, Keeping> = HashMap::new();
    for review in reviews.filter(|review| !review.is_skipped()) {
        let previous = before.insert(&review.card, review.day);
        let is_later = previous.is_some_and(|previous| review.day > previous);
        let card = all.entry(review.card.clone()).or_default();
        if !review.grade.is_pass() {
            card.slips += u32::from(is_later);
            card.since = None;
        } else if is_later && review.is_recalled() {
            let since = *card.since.get_or_insert(review.day);
            card.is_long |= review.day.since(since) >= QUARTER;
        }
    }
    all
}

/// Answers to questions with a sentence never shown with the card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct InSentences {
    /// Words understood.
    pub understood: u32,
    /// Words asked.
    pub asked: u32,
}

impl InSentences {
    /// The results in words; `None` if nothing was asked.
    pub fn said(self) -> Option<String> {
        let Self { understood, asked } = self;
        (asked > 0).then(|| {
            format!("Understood in a new sentence since you began: {understood} of {asked}")
        })
    }
}

/// The results *in a sentence*, of entries and scenes, counting each sentence only the first time it is shown with a card, and never a card's own
/// example, which is shown with its entry. `reviews` must be in chronological order and complete from the start.
pub fn in_new_sentences<'a>(reviews: impl Iterator<Item = &'a Review>) -> InSentences {
    let mut shown = HashSet::new();
    let mut out = InSentences::default();
    for review in reviews {
        let Some(source) = &review.sentence else { continue };
        let is_new = shown.insert((&review.card, source)) && *source != review.card.term;
        if is_new && review.form == Form::InSentence {
            out.asked += 1;
            out.understood += u32::from(review.is_recalled());
        }
    }
    out
}

/// The work done on one study day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Done {
    /// Answers given.
    pub answers: usize,
    /// Words asked for the first time.
    pub new: usize,
    /// Time spent, in milliseconds.
    pub ms: u64,
}

/// The maximum time counted for one answer or introduction, in milliseconds: after that, the user has probably left
/// the desk.
pub const LONGEST_MS: u32 = 120_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::card::TermId;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;
    use crate::core::learner_state::States;
    use crate::core::library::Library;
    use crate::core::review::{AnswerKind, Grade};
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

    fn picked(ago: i32, grade: Grade) -> Review {
        Review { form: Form::Choose, kind: AnswerKind::Picked, ..review("x", ago, grade) }
    }

    /// Progress to `depth` in a deck of two core words and a deep one, where `X` has these reviews.
    fn counted(reviews: &[Review], depth: Level) -> Progress {
        let text = "deck: a\nterms:\n  - {term: X, definition: d, level: core}\n  - {term: W, definition: d, level: core}\n  - {term: Z, definition: d, level: deep}\n";
        let deck = read(&"a".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap();
        let library = Library::merge(vec![deck]).library;
        let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap();
        let mut states = States::new();
        if let Some(last) = reviews.last() {
            states.insert(last.card.clone(), scheduler.replay(reviews).unwrap());
        }
        let known = LearnerState { library: &library, states: &states, scheduler: &scheduler };
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
            assert!(
                !understood(&[first(), Review { form, kind: form.kind(), ..known() }]),
                "{form:?}"
            );
        }
        for form in [Form::Fill, Form::Type] {
            assert!(
                understood(&[first(), Review { form, kind: form.kind(), ..known() }]),
                "{form:?}"
            );
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
        // A pass minutes after the answer was shown does not count.
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
    fn a_word_is_kept_for_three_months_between_two_recalls_without_a_miss_and_stays_so() {
        let kept = |reviews: &[Review]| {
            let Keeping { slips, is_long, since } = keeping(reviews.iter())[&reviews[0].card];
            (slips, is_long, since.is_some())
        };
        let passed = |ago| review("x", ago, Grade::Good);
        let missed = |ago| review("x", ago, Grade::Again);
        assert_eq!(kept(&[passed(200)]), (0, false, false), "met, not recalled");
        assert_eq!(kept(&[passed(200), passed(150), passed(61)]), (0, false, true), "89 days");
        assert_eq!(kept(&[passed(200), passed(150), passed(60)]), (0, true, true));
        let slipped = [passed(200), passed(150), missed(100), passed(100), passed(60), passed(0)];
        assert_eq!(kept(&slipped), (1, false, true), "since 60 days");
        assert_eq!(kept(&[passed(200), passed(150), picked(60, Grade::Good)]), (0, false, true));
        let later = [passed(200), passed(150), passed(60), missed(0)];
        assert_eq!(kept(&later), (1, true, false), "it was kept, whatever came later");
    }

    #[test]
    fn what_was_recalled_leaves_out_first_questions_second_tries_and_picks() {
        let rates = |reviews: &[Review]| recall_rate(reviews.iter(), TODAY.plus(-29), TODAY);
        let rate = |reviews: &[Review]| {
            let Retention { judged: Tested { kept, tested }, typed } = rates(reviews);
            assert_eq!(typed, Tested::default());
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
        assert_eq!(rate(&guessed), (0, 0), "someone who guesses recalls nothing");
        let hinted = Review { hint: true, grade: Grade::Hard, ..review("x", 2, Grade::Good) };
        assert_eq!(rate(&[review("x", 9, Grade::Good), hinted]), (0, 1));
        assert_eq!(Tested::default().share(), None);
        let typed = Review { kind: AnswerKind::Typed, ..review("x", 2, Grade::Again) };
        let Retention { typed, judged } = rates(&[review("x", 9, Grade::Good), typed]);
        assert_eq!((typed, judged), (Tested { kept: 0, tested: 1 }, Tested::default()));
    }
}
