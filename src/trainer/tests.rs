//! Tests the trainer with a journal in a temporary folder and a settable clock.

mod annotations;
mod clock;
mod days;
mod displaced;
mod meeting;
mod renames;
mod replay;
mod restarts;
mod scenes;
mod undo;

use std::cell::Cell;
use std::path::Path;

use super::*;
use crate::core::card::{CardId, DeckId, Direction};
use crate::core::deck::Level;
use crate::core::plan::Item;
use crate::core::review::{Answer, Form, Grade};
use crate::core::stats::Done;

/// A clock that tests can set.
#[derive(Clone, Default)]
struct TestClock(Rc<Cell<i64>>);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.get())
    }
}

/// Noon of 2026-11-22 UTC.
const NOON: i64 = 1_795_348_800_000;
const DAY: i64 = 86_400_000;

fn options(folder: &Path, clock: &TestClock, seed: u64) -> Options {
    Options {
        places: Ok(AppDirs { data: folder.to_owned(), config: folder.to_owned(), looked_at: None }),
        named: Vec::new(),
        clock: Rc::new(clock.clone()),
        zone: jiff::tz::TimeZone::UTC,
        seed,
    }
}

fn open(folder: &Path, clock: &TestClock, seed: u64) -> Trainer {
    Trainer::open(options(folder, clock, seed))
}

/// Without decks, for tests that need only the journal.
fn open_bare(folder: &Path, clock: &TestClock, seed: u64) -> Trainer {
    Trainer::with_decks(options(folder, clock, seed), Some(Loaded::default()))
}

fn clock() -> TestClock {
    TestClock(Rc::new(Cell::new(NOON)))
}

fn card(at: usize) -> CardId {
    let term = ["slo", "sli", "toil", "runbook", "canary"][at % 5];
    CardId::new(TermId::new("platform", term), Direction::ALL[at / 5 % 2])
}

fn answer(card: CardId, grade: Grade) -> Answer {
    let form = Form::Recall;
    Answer {
        card,
        grade,
        form,
        kind: form.kind(),
        sentence: None,
        took_ms: 8_000,
        hint: false,
        answer: None,
        session: Uuid::nil(),
        cram: false,
    }
}

fn platform() -> Vec<(DeckId, Level)> {
    vec![("platform".into(), Level::Core)]
}

/// Writes the user's own deck.
fn write_mine(folder: &Path, terms: &str) {
    let decks = folder.join("decks");
    std::fs::create_dir_all(&decks).unwrap();
    std::fs::write(decks.join("mine.yaml"), format!("terms:\n{terms}")).unwrap();
}
