//! Tests a journal where it cannot be written, locked or shared, and what is no file at all.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use crate::store::connection::connect_as;
use crate::store::in_place::beside;
use crate::store::no_locks::{OnlyProgram, Sharing};
use crate::store::open;
use crate::store::tests::{BORN, device, fill, id, numbers, open_in, review};
use crate::store::{Journal, JournalError, ReadOnlyJournal};

/// The names and contents of the files in `folder`.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .map(|file| (file.display().to_string(), fs::read(&file).unwrap_or_default()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_journal_is_read_without_writing_anything_with_and_without_a_log() {
    for is_open in [false, true] {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open_in(home.path()).unwrap();
        fill(&mut journal, 1..=5);
        let path = journal.path().to_owned();
        // A copy, because closing a handle to an open journal would drop its locks.
        let folder = tempfile::tempdir().unwrap();
        if !is_open {
            drop(journal);
        }
        for name in ["journal.sqlite", "journal.sqlite-wal"] {
            let from = home.path().join(name);
            if from.exists() {
                fs::copy(from, folder.path().join(name)).unwrap();
            }
        }
        let path = folder.path().join(path.file_name().unwrap());
        let before = files(folder.path());
        for look in [false, true] {
            let mut read = Journal::read_only(&path, look, BORN, id(9)).unwrap();
            assert_eq!(read.device(), device());
            assert_eq!(numbers(&read.reviews().unwrap()), [1, 2, 3, 4, 5]);
            let error = read.append(&review(6), None).unwrap_err();
            let is_expected = if look {
                matches!(error, JournalError::OnlyRead(_))
            } else {
                matches!(error, JournalError::ReadOnly(_))
            };
            assert!(is_expected, "{error}");
            assert!(read.only_read().unwrap().contains("nothing is saved"));
            assert!(read.back_up(review(1).day).is_err());
        }
        assert_eq!(files(folder.path()), before);
    }
}

#[test]
fn a_journal_of_an_older_version_can_be_looked_at() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("old name #1?.sqlite");
    let old = include_str!("../../../tests/data/version_10.sql");
    let made = Connection::open(&path).unwrap();
    made.execute_batch(old).unwrap();
    let header = "PRAGMA application_id = 1399346283; PRAGMA user_version = 10;
                  INSERT INTO meta VALUES ('device', randomblob(16))";
    made.execute_batch(header).unwrap();
    drop(made);
    let before = files(home.path());
    let read = Journal::read_only(&path, true, BORN, id(9)).unwrap();
    assert_eq!(read.reviews().unwrap(), []);
    assert_eq!(files(home.path()), before);
}

#[test]
fn a_damaged_or_missing_journal_is_not_read() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal.sqlite");
    assert!(Journal::read_only(&path, false, BORN, id(9)).is_err());
    fs::write(&path, "dear diary, today I learned what a blast radius is").unwrap();
    let error = Journal::read_only(&path, false, BORN, id(9)).unwrap_err();
    assert!(matches!(error, JournalError::Damaged { .. }), "{error}");
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let home = tempfile::tempdir().unwrap();
    for name in ["pipe", "folder", "device"] {
        let path = home.path().join(name);
        match name {
            "folder" => fs::create_dir(&path).unwrap(),
            "device" => std::os::unix::fs::symlink("/dev/zero", &path).unwrap(),
            _ => {
                let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
                assert!(made.success());
            }
        }
        let error = Journal::open(&path, BORN, device()).unwrap_err();
        assert!(matches!(error, JournalError::NoFile(_)), "{name}: {error}");
        assert!(Journal::read_only(&path, true, BORN, device()).is_err(), "{name}");
        assert_eq!(ReadOnlyJournal::at(&path).notes(), []);
    }
}

#[test]
fn without_locks_one_program_at_a_time_uses_the_journal_and_no_log_is_left() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    fill(&mut journal, 1..=5);
    let path = journal.path().to_owned();
    drop(journal);
    let lock = OnlyProgram::lock(&path).unwrap();
    let error = OnlyProgram::lock(&path).unwrap_err();
    assert!(matches!(error, JournalError::OneAtATime(..)), "{error}");
    let opened = connect_as(&path, Duration::ZERO, Sharing::NoLocks { _only: lock }).unwrap();
    open::share(&opened, &path).unwrap();
    open::end_log(&opened.connection).unwrap();
    let mode = |connection: &Connection| -> String {
        connection.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap()
    };
    assert_eq!(mode(&opened.connection), "delete");
    let count = "SELECT count(*) FROM reviews";
    let count: i64 = opened.connection.query_row(count, [], |row| row.get(0)).unwrap();
    assert_eq!(count, 5);
    assert!(!beside(&path, "-wal").exists());
    drop(opened);
    assert!(!beside(&path, "-lock").exists());
    assert_eq!(open_in(home.path()).unwrap().reviews().unwrap().len(), 5);
}

#[test]
fn the_lock_of_a_program_that_was_killed_holds_up_nobody() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal.sqlite");
    let mut ended = std::process::Command::new("true").spawn().unwrap();
    let number = ended.id();
    ended.wait().unwrap();
    let here = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let file = beside(&path, "-lock");
    for (text, is_free) in [
        (format!("{number} on {here}\n"), true),
        (format!("{} on {here}\n", std::process::id()), false),
        (format!("{number} on another-{here}\n"), false),
        (String::new(), false),
    ] {
        fs::write(&file, &text).unwrap();
        assert_eq!(OnlyProgram::lock(&path).is_ok(), is_free, "{text}");
    }
}

#[test]
fn a_journal_with_a_rollback_journal_gets_a_log_again_where_memory_can_be_shared() {
    let home = tempfile::tempdir().unwrap();
    let path = open_in(home.path()).unwrap().path().to_owned();
    let plain = Connection::open(&path).unwrap();
    plain.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())).unwrap();
    drop(plain);
    let mut journal = open_in(home.path()).unwrap();
    fill(&mut journal, 1..=2);
    assert!(beside(&path, "-wal").exists());
    let hidden = |(name, _): &(String, Vec<u8>)| name.contains(".journal-copy-");
    assert!(!files(home.path()).iter().any(hidden));
}
