//! What the reviews say: words known by deck, what is due, and how much was really kept.

use std::collections::HashMap;

use serde::Serialize;

use crate::core::card::{CardId, Direction, TermId};
use crate::core::deck::{Deck, Level};
use crate::core::known::{Known, States};
use crate::core::library::Library;
use crate::core::review::Review;
use crate::core::time::Day;

/// The probability of recall from which a word counts as known.
pub const KNOWN_FROM: f32 = 0.8;

/// How far the user is with the words of one deck, to the depth at which they follow it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Progress {
    /// Words at that depth.
    pub words: usize,
    /// Core words among them.
    pub core: usize,
    /// Words one would understand now.
    pub understood: usize,
    /// Core words one would understand now.
    pub core_understood: usize,
    /// Words one could use now.
    pub usable: usize,
    /// Core words one could use now.
    pub core_usable: usize,
    /// Cards that are due, without words that are left out.
    pub due: usize,
    /// Words that were never asked, without words that are left out.
    pub unseen: usize,
    /// Weighted probability of understanding a word, 0 to 1; core words weigh 3, working 2, deep 1. One that was missed and
    /// not passed since counts 0, as in the counts.
    pub understand: f32,
    /// Weighted probability of finding the word, 0 to 1.
    pub speak: f32,
}

/// Counts the words of `deck` down to `depth`, as they stand on `today`. Those that are `hidden` (sorted, under the ids that
/// their cards have) are counted as words that may be known, and neither due nor new.
pub fn progress(
    known: Known<'_>,
    deck: &Deck,
    depth: Level,
    hidden: &[TermId],
    today: Day,
) -> Progress {
    let Known { library, states, scheduler } = known;
    let mut out = Progress::default();
    let (mut weights, mut sums) = (0.0, [0.0; 2]);
    let live = |level: Level| level <= depth;
    for term in deck.terms.iter().filter(|t| live(t.level) && !t.is_retired(today.date())) {
        let id = library.resolve(&term.id);
        let asked = hidden.binary_search(&id).is_err();
        let is_core = term.level == Level::Core;
        let weight = term.level.weight();
        out.words += 1;
        out.core += usize::from(is_core);
        weights += weight;
        for (at, direction) in Direction::ALL.into_iter().enumerate() {
            let Some(state) = states.get(&CardId::new(id.clone(), direction)) else {
                out.unseen += usize::from(asked && direction == Direction::Understand);
                continue;
            };
            // Right after a miss the formula is sure of the word, which was only just read. Until it is passed it is not known.
            let recall = if state.unfinished { 0.0 } else { scheduler.recall(state, today) };
            sums[at] += weight * recall;
            let known = usize::from(recall >= KNOWN_FROM);
            match direction {
                Direction::Understand => {
                    out.understood += known;
                    out.core_understood += if is_core { known } else { 0 };
                }
                Direction::Speak => {
                    out.usable += known;
                    out.core_usable += if is_core { known } else { 0 };
                }
            }
            out.due += usize::from(asked && (state.unfinished || state.due <= today));
        }
    }
    if weights > 0.0 {
        (out.understand, out.speak) = (sums[0] / weights, sums[1] / weights);
    }
    out
}

/// How many of the reviews that tested a memory found it there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Retention {
    /// Reviews that found it.
    pub kept: u32,
    /// Reviews that tested it.
    pub tested: u32,
}

impl Retention {
    /// The share that was kept; none when nothing was tested.
    pub fn share(self) -> Option<f64> {
        (self.tested > 0).then(|| f64::from(self.kept) / f64::from(self.tested))
    }
}

/// True retention from `first` to `last`: of the first review of each card on each day, one or more days after the
/// one before, how many were passed. What a cram asked before its day tests no schedule, so it does not count. `reviews`
/// stand in order of time and reach back to the first.
pub fn true_retention<'a>(
    reviews: impl Iterator<Item = &'a Review>,
    first: Day,
    last: Day,
) -> Retention {
    let mut before: HashMap<&CardId, Day> = HashMap::new();
    let mut out = Retention::default();
    for review in reviews.filter(|review| !review.is_skipped()) {
        let previous = before.insert(&review.card, review.day);
        let tested = !review.early && previous.is_some_and(|previous| review.day > previous);
        if tested && (first..=last).contains(&review.day) {
            out.tested += 1;
            out.kept += u32::from(review.grade.is_pass());
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

/// How many cards come due on each of the `days` days after `today`, the first of them tomorrow. Those of `hidden` terms
/// (sorted) do not.
pub fn forecast(
    states: &States,
    library: &Library,
    hidden: &[TermId],
    today: Day,
    days: usize,
) -> Vec<usize> {
    let mut out = vec![0; days];
    for (card, state) in states {
        let ahead = usize::try_from(state.due.since(today)).unwrap_or(usize::MAX);
        let asked = hidden.binary_search(&card.term).is_err();
        if (1..=days).contains(&ahead) && asked && library.find(&card.term).is_some() {
            out[ahead - 1] += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;
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

    #[test]
    fn a_word_that_was_just_missed_counts_nothing_until_it_is_known_again() {
        let text = "deck: a\nterms:\n  - {term: X, definition: d, level: core}\n";
        let deck = read(&"a".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap();
        let library = Library::merge(vec![deck]).library;
        let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap();
        let card = CardId::new(TermId::new("a", "x"), Direction::Understand);
        let known = |reviews: &[Review]| {
            let states = States::from([(card.clone(), scheduler.replay(reviews).unwrap())]);
            let deck = &library.decks()[0];
            let known = Known { library: &library, states: &states, scheduler: &scheduler };
            progress(known, deck, Level::Core, &[], TODAY).understand
        };
        let missed = [review("x", 9, Grade::Good), review("x", 0, Grade::Again)];
        assert!(known(&missed) < f32::EPSILON);
        let [first, second] = missed;
        assert!(known(&[first, second, review("x", 0, Grade::Good)]) > 0.99);
    }

    #[test]
    fn a_deck_counts_its_words_at_the_depth_that_is_followed() {
        let text = "deck: a\nterms:\n  - {term: X, definition: d, level: core}\n  - {term: W, definition: d, level: core}\n  - {term: Z, definition: d, level: deep}\n";
        let deck = read(&"a".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap();
        let library = Library::merge(vec![deck]).library;
        let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap();
        let state = scheduler.replay(&[review("x", 2, Grade::Good)]).unwrap();
        let card = CardId::new(TermId::new("a", "x"), Direction::Understand);
        let states = States::from([(card, state)]);
        let known = Known { library: &library, states: &states, scheduler: &scheduler };
        let progress = progress(known, &library.decks()[0], Level::Core, &[], TODAY);
        assert_eq!((progress.words, progress.core, progress.unseen, progress.due), (2, 2, 1, 1));
        assert_eq!((progress.understood, progress.core_understood, progress.usable), (1, 1, 0));
        assert!((progress.understand - scheduler.recall(&state, TODAY) / 2.0).abs() < 1e-6);
        let hidden = ["a/w", "a/x"].map(|id| id.parse().unwrap());
        let left_out = self::progress(known, &library.decks()[0], Level::Core, &hidden, TODAY);
        assert_eq!(left_out, Progress { due: 0, unseen: 0, ..progress });
    }

    #[test]
    fn true_retention_leaves_out_first_reviews_and_second_tries() {
        let reviews = [
            review("x", 40, Grade::Good),
            review("x", 35, Grade::Again),
            review("x", 20, Grade::Again),
            review("x", 20, Grade::Good),
            review("y", 15, Grade::Good),
            review("x", 10, Grade::Good),
            review("y", 0, Grade::Good),
        ];
        let retention = true_retention(reviews.iter(), TODAY.plus(-29), TODAY);
        assert_eq!((retention.kept, retention.tested), (2, 3));
        let crammed = |ago, grade| Review { early: true, ..review("x", ago, grade) };
        let reviews = [
            review("x", 9, Grade::Good),
            crammed(8, Grade::Good),
            crammed(7, Grade::Again),
            review("x", 7, Grade::Good),
            review("x", 5, Grade::Good),
        ];
        let retention = true_retention(reviews.iter(), TODAY.plus(-29), TODAY);
        assert_eq!((retention.kept, retention.tested), (1, 1), "a cram tests no schedule");
        assert_eq!(true_retention([].into_iter(), TODAY, TODAY).share(), None);
    }
}
