//! Property test: with two programs writing, the journal matches a plain list, and a valid cache equals replay.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use strum::VariantArray as _;

use crate::core::card::CardId;
use crate::core::review::{Grade, Review};
use crate::core::schedule::CardState;
use crate::core::time::Timestamp;
use crate::store::Journal;
use crate::store::tests::{card, id, open_in, review, state};

const KEY: u64 = u64::MAX - 3;

/// One action by one of two programs.
#[derive(Debug, Clone)]
enum Step {
    Append { card: u32, second: i64, grade: usize, cached: bool },
    Strike { which: usize, cached: bool },
    Undo,
    Load,
    Drop,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..3_u32, 0..40_i64, 0..4_usize, prop::bool::weighted(0.9))
            .prop_map(|(card, second, grade, cached)| Step::Append { card, second, grade, cached }),
        2 => (any::<usize>(), prop::bool::weighted(0.9))
            .prop_map(|(which, cached)| Step::Strike { which, cached }),
        1 => Just(Step::Undo),
        4 => Just(Step::Load),
        1 => Just(Step::Drop),
        1 => Just(Step::Reopen),
    ]
}

type States = BTreeMap<CardId, CardState>;

/// A simple scheduler: a state that depends on every review of the card and on their order.
fn learn(before: Option<&CardState>, review: &Review) -> CardState {
    let mut after = before.copied().unwrap_or(CardState { reviews: 0, ..state(1) });
    after.reviews += 1;
    after.last_at = review.at;
    after.seed = after.seed.wrapping_mul(31).wrapping_add(u64::from(review.grade.number()));
    after.memory.stability = after.memory.stability * 0.7 + f32::from(review.grade.number());
    after
}

fn replay(reviews: &[Review]) -> States {
    let mut states = States::new();
    for review in reviews {
        let after = learn(states.get(&review.card), review);
        states.insert(review.card.clone(), after);
    }
    states
}

/// A running program: its journal, and its states.
struct Program {
    journal: Journal,
    states: States,
}

impl Program {
    fn start(folder: &Path) -> Self {
        let mut program = Self { journal: open_in(folder).unwrap(), states: States::new() };
        program.load();
        program
    }

    /// Loads the cache, or derives the states and caches them.
    fn load(&mut self) {
        if let Some(states) = self.journal.cached_states(KEY).unwrap() {
            self.states = states.into_iter().collect();
            return;
        }
        let history = self.journal.history().unwrap();
        self.states = replay(&history.reviews);
        assert!(self.journal.put_states(KEY, history.extent, &self.states).unwrap());
    }

    fn append(&mut self, review: &Review, cached: bool) {
        let after = learn(self.states.get(&review.card), review);
        let kept = cached.then_some((&review.card, &after));
        self.journal.append(review, kept).unwrap();
        self.states.insert(review.card.clone(), after);
    }

    fn strike(&mut self, review: &Review, cached: bool) {
        let mut left = self.journal.reviews().unwrap();
        left.retain(|other| other.card == review.card && other.id != review.id);
        let after = replay(&left).remove(&review.card);
        let restored = [(&review.card, after.as_ref())];
        let restored = if cached { &restored[..] } else { &[] };
        self.journal.strike(&[review.id], review.at, restored).unwrap();
        match after {
            Some(after) => self.states.insert(review.card.clone(), after),
            None => self.states.remove(&review.card),
        };
    }
}

/// The expected journal: every review in write order, and which of them are struck.
#[derive(Default)]
struct Model {
    written: Vec<Review>,
    struck: BTreeSet<uuid::Uuid>,
}

impl Model {
    fn unstruck(&self) -> Vec<Review> {
        let counts = |review: &&Review| !self.struck.contains(&review.id);
        self.written.iter().filter(counts).cloned().collect()
    }

    fn perform(&mut self, step: &Step, program: &mut Program, folder: &Path) {
        match *step {
            Step::Append { card: of, second, grade, cached } => {
                let n = u32::try_from(self.written.len()).unwrap();
                let review = Review {
                    card: card(of),
                    // IDs that sort against write order, and times that repeat.
                    id: id(1_000 - n),
                    at: Timestamp::from_millis(second * 1_000),
                    grade: Grade::VARIANTS[grade],
                    ..review(n)
                };
                program.append(&review, cached);
                self.written.push(review);
            }
            Step::Strike { which, cached } => {
                let left = self.unstruck();
                if left.is_empty() {
                    return;
                }
                let review = &left[which % left.len()];
                program.strike(review, cached);
                self.struck.insert(review.id);
            }
            Step::Undo => {
                let Some(last) = self.written.last() else { return };
                let newest = program.journal.newest_of_session(last.session).unwrap();
                let counts = |review: &&Review| {
                    review.session == last.session && !self.struck.contains(&review.id)
                };
                assert_eq!(newest.as_ref(), self.written.iter().rfind(counts));
                if let Some(newest) = newest {
                    program.strike(&newest, true);
                    self.struck.insert(newest.id);
                }
            }
            Step::Load => program.load(),
            Step::Drop => program.journal.drop_states().unwrap(),
            Step::Reopen => *program = Program::start(folder),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48, rng_seed: RngSeed::Fixed(16), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_journal_holds_what_a_plain_list_would_hold(
        steps in prop::collection::vec((any::<bool>(), step()), 1..30)
    ) {
        let home = tempfile::tempdir().unwrap();
        let mut model = Model::default();
        let mut programs = [Program::start(home.path()), Program::start(home.path())];
        for (second, step) in &steps {
            model.perform(step, &mut programs[usize::from(*second)], home.path());
            let expected = model.unstruck();
            for program in &mut programs {
                prop_assert_eq!(&program.journal.reviews().unwrap(), &expected);
            }
            // A third program, which trusts only the cache.
            if let Some(states) = open_in(home.path()).unwrap().cached_states(KEY).unwrap() {
                prop_assert_eq!(states, replay(&expected).into_iter().collect::<Vec<_>>());
            }
        }
        programs[0].journal.integrity().unwrap();
    }
}
