//! Tests two programs on one journal, and programs that are killed.

use std::fs;
use std::path::Path;
use std::sync::Barrier;
use std::thread;

use rusqlite::Connection;

use crate::store::tests::{card, id, journal, numbers, open_in, review, state};
use crate::store::{HistoryVersion, Journal, JournalError};

#[test]
fn programs_that_make_the_journal_at_the_same_moment_agree_on_it() {
    for _ in 0..5 {
        let home = tempfile::tempdir().unwrap();
        let start = Barrier::new(6);
        let devices: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = (0..6)
                .map(|n| {
                    let path = home.path().join("data/journal.sqlite");
                    let start = &start;
                    scope.spawn(move || {
                        start.wait();
                        let mut journal = Journal::open(&path, super::BORN, id(500 + n)).unwrap();
                        journal.append(&review(n), None).unwrap();
                        journal.device()
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(devices.iter().all(|device| *device == devices[0]), "{devices:?}");
        let journal = open_in(&home.path().join("data")).unwrap();
        let mut found = numbers(&journal.reviews().unwrap());
        found.sort_unstable();
        assert_eq!(found, [0, 1, 2, 3, 4, 5]);
        journal.integrity().unwrap();
    }
}

#[test]
fn two_programs_that_write_at_once_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    drop(open_in(home.path()).unwrap());
    thread::scope(|scope| {
        for writer in 0..2 {
            let home = home.path();
            scope.spawn(move || {
                let mut journal = open_in(home).unwrap();
                for n in 0..40 {
                    journal.append(&review(writer + 2 * n), None).unwrap();
                }
            });
        }
    });
    let journal = open_in(home.path()).unwrap();
    let mut found = numbers(&journal.reviews().unwrap());
    found.sort_unstable();
    assert_eq!(found, (0..80).collect::<Vec<u128>>());
    journal.integrity().unwrap();
}

#[test]
fn a_program_hears_of_what_another_wrote_and_not_of_its_own() {
    let home = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open_in(home.path()).unwrap(), open_in(home.path()).unwrap());
    one.append(&review(1), None).unwrap();
    assert!(!one.changed_elsewhere().unwrap());
    assert!(two.changed_elsewhere().unwrap());
    assert!(!two.changed_elsewhere().unwrap(), "only once");
    assert_eq!(two.reviews().unwrap(), [review(1)]);
}

#[test]
fn a_state_that_missed_another_programs_review_does_not_enter_the_cache() {
    let home = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open_in(home.path()).unwrap(), open_in(home.path()).unwrap());
    assert!(one.put_states(5, HistoryVersion::default(), []).unwrap());
    assert_eq!(two.cached_states(5).unwrap(), Some(vec![]));
    one.append(&review(1), Some((&card(1), &state(1)))).unwrap();
    assert_eq!(two.cached_states(5).unwrap(), Some(vec![(card(1), state(1))]));
    // From here `one` derives without the review that `two` writes.
    two.append(&review(2), Some((&card(1), &state(2)))).unwrap();
    one.append(&review(3), Some((&card(1), &state(3)))).unwrap();
    assert_eq!(one.cached_states(5).unwrap(), None);
    assert_eq!(two.cached_states(5).unwrap(), None);
    assert_eq!(one.reviews().unwrap().len(), 3);
}

#[test]
fn states_that_were_derived_from_less_than_is_there_are_not_kept() {
    let home = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open_in(home.path()).unwrap(), open_in(home.path()).unwrap());
    let history = one.history().unwrap();
    two.append(&review(1), None).unwrap();
    assert!(!one.put_states(5, history.extent, [(&card(1), &state(1))]).unwrap());
    assert_eq!(one.cached_states(5).unwrap(), None);
    let history = one.history().unwrap();
    assert_eq!(history.reviews, [review(1)]);
    assert!(one.put_states(5, history.extent, [(&card(1), &state(1))]).unwrap());
    assert_eq!(two.cached_states(5).unwrap(), Some(vec![(card(1), state(1))]));
}

#[test]
fn a_program_that_never_lets_go_is_reported() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    journal.connection.busy_timeout(std::time::Duration::from_millis(20)).unwrap();
    let other = Connection::open(journal.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = journal.append(&review(1), None).unwrap_err();
    assert!(matches!(error, JournalError::Busy { .. }), "{error}");
    assert_eq!(journal.reviews().unwrap(), [], "reading goes on");
    other.execute_batch("ROLLBACK").unwrap();
    journal.append(&review(1), None).unwrap();
}

/// Simulates a killed program: the files as they are, without the log's shared-memory index.
fn leave_behind(from: &Path, to: &Path) {
    for name in ["journal.sqlite", "journal.sqlite-wal"] {
        fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

#[test]
fn a_killed_program_loses_no_review_that_was_appended() {
    let (home, left) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut journal = open_in(home.path()).unwrap();
    for n in 1..=20 {
        journal.append(&review(n), None).unwrap();
    }
    let half = journal.connection.unchecked_transaction().unwrap();
    half.execute("INSERT INTO strikes (review, at) SELECT id, 1 FROM reviews", []).unwrap();
    leave_behind(home.path(), left.path());
    let after = open_in(left.path()).unwrap();
    assert_eq!(numbers(&after.reviews().unwrap()), (1..=20).collect::<Vec<u128>>());
    after.integrity().unwrap();
}

#[test]
fn a_log_that_was_torn_in_its_last_entry_loses_that_entry_only() {
    let (home, left) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut journal = open_in(home.path()).unwrap();
    for n in 1..=5 {
        journal.append(&review(n), None).unwrap();
    }
    leave_behind(home.path(), left.path());
    let log = left.path().join("journal.sqlite-wal");
    let whole = fs::read(&log).unwrap();
    fs::write(&log, &whole[..whole.len() - 100]).unwrap();
    let after = open_in(left.path()).unwrap();
    assert_eq!(numbers(&after.reviews().unwrap()), [1, 2, 3, 4]);
    after.integrity().unwrap();
}

#[test]
fn a_journal_in_memory_is_nobody_elses() {
    let (mut one, two) = (journal(), journal());
    one.append(&review(1), None).unwrap();
    assert_eq!(one.reviews().unwrap(), [review(1)]);
    assert_eq!(two.reviews().unwrap(), []);
    assert!(!one.changed_elsewhere().unwrap());
}
