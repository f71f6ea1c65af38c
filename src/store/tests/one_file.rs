//! Tests that a copy of the journal's file alone holds all but the newest answers.

use std::fs;
use std::path::Path;

use crate::core::time::{Clock as _, SystemClock};
use crate::store::Journal;
use crate::store::tests::{BORN, device, id, open_in, review};

/// The number of answers in a copy of the file alone.
fn copied(folder: &Path) -> usize {
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy.sqlite");
    fs::copy(folder.join("journal.sqlite"), &copy).unwrap();
    let copy = Journal::open(&copy, BORN, device()).unwrap();
    copy.integrity().unwrap();
    copy.reviews().unwrap().len()
}

#[test]
fn while_answers_are_given_the_file_lacks_only_the_newest_and_after_a_session_none() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    journal.write_back();
    for n in 1..=38 {
        journal.append(&review(n), None).unwrap();
        assert!(n < 10 || copied(home.path()) + 10 > n as usize, "{n}");
    }
    journal.strike(&[id(38)], BORN, &[]).unwrap();
    journal.write_back();
    assert_eq!(copied(home.path()), 37);
    let log = fs::metadata(home.path().join("journal.sqlite-wal")).unwrap();
    assert_eq!(log.len(), 0, "there is nothing in it that could be played into another file");
}

#[test]
fn a_session_of_ten_answers_leaves_no_log_either() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    for n in 1..=10 {
        journal.append(&review(n), None).unwrap();
    }
    journal.write_back();
    let log = fs::metadata(home.path().join("journal.sqlite-wal")).unwrap();
    assert_eq!((copied(home.path()), log.len()), (10, 0));
}

#[test]
fn a_program_that_ends_leaves_its_answers_in_the_file_even_if_another_has_it_open() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    let other = open_in(home.path()).unwrap();
    for n in 1..=5 {
        journal.append(&review(n), None).unwrap();
    }
    drop(journal);
    assert_eq!(copied(home.path()), 5);
    assert_eq!(other.reviews().unwrap().len(), 5);
}

#[test]
fn another_program_that_reads_or_writes_is_not_waited_for() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    journal.append(&review(1), None).unwrap();
    let other = open_in(home.path()).unwrap();
    let reading = other.connection.unchecked_transaction().unwrap();
    let _: i64 = reading.query_row("SELECT count(*) FROM reviews", [], |row| row.get(0)).unwrap();
    let began = SystemClock.now();
    for n in 2..=21 {
        journal.append(&review(n), None).unwrap();
    }
    journal.write_back();
    drop(reading);
    let writer = open_in(home.path()).unwrap();
    journal.append(&review(22), None).unwrap();
    writer.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    journal.write_back();
    writer.connection.execute_batch("ROLLBACK").unwrap();
    assert!(SystemClock.now().since(began) < 4_000, "waiting takes five seconds");
    drop((other, writer));
    journal.append(&review(23), None).unwrap();
    journal.write_back();
    assert_eq!(copied(home.path()), 23);
}
