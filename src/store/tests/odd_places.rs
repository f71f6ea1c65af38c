//! Tests a journal where it cannot be written, locked or shared, and what is no file at all.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use crate::core::personal_data::PersonalData;
use crate::store::connection::connect_as;
use crate::store::in_place::beside;
use crate::store::no_locks::tests::CANNOT_LOCK;
use crate::store::no_locks::{OnlyProgram, Sharing};
use crate::store::salvage::salvage;
use crate::store::schema::NEWEST;
use crate::store::schema::tests::make_older;
use crate::store::tests::{BORN, copy_path, device, fill, id, numbers, open_in, review};
use crate::store::{Journal, JournalError, ReadOnlyJournal, open, restore};

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
        for why in [JournalError::OnlyRead, JournalError::ReadOnly, JournalError::Full] {
            let mut read = Journal::read_only(&path, why, BORN, id(9)).unwrap();
            assert_eq!(read.device(), device());
            assert_eq!(numbers(&read.reviews().unwrap()), [1, 2, 3, 4, 5]);
            let error = read.append(&review(6), None).unwrap_err().to_string();
            assert_eq!(error, why(path.clone()).to_string());
            assert!(error.starts_with(&read.only_read().unwrap()), "{error}");
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
    let read = Journal::read_only(&path, JournalError::OnlyRead, BORN, id(9)).unwrap();
    assert_eq!(read.reviews().unwrap(), []);
    assert_eq!(files(home.path()), before);
}

#[test]
fn a_damaged_or_missing_journal_is_not_read() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal.sqlite");
    assert!(Journal::read_only(&path, JournalError::ReadOnly, BORN, id(9)).is_err());
    fs::write(&path, "dear diary, today I learned what a blast radius is").unwrap();
    let error = Journal::read_only(&path, JournalError::ReadOnly, BORN, id(9)).unwrap_err();
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
        assert!(
            Journal::read_only(&path, JournalError::OnlyRead, BORN, device()).is_err(),
            "{name}"
        );
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
    let opened = connect_as(&path, Duration::ZERO, Sharing::NoLocks { _only: Some(lock) }).unwrap();
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

/// A folder in which no file can be locked: the journal in it is locked all the time, so it can only be used without locks.
struct NoLocks {
    path: PathBuf,
    _locked: Connection,
}

impl NoLocks {
    fn at(path: &Path) -> Self {
        CANNOT_LOCK.set(true);
        let locked = Connection::open(path).unwrap();
        // Otherwise, it could not be opened without shared memory.
        locked.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())).unwrap();
        locked.execute_batch("BEGIN EXCLUSIVE").unwrap();
        Self { path: path.to_owned(), _locked: locked }
    }

    fn open(&self) -> Result<Journal, JournalError> {
        Journal::open(&self.path, BORN, device())
    }
}

impl Drop for NoLocks {
    fn drop(&mut self) {
        CANNOT_LOCK.set(false);
    }
}

#[test]
fn without_locks_a_journal_is_opened_brought_forward_backed_up_and_erased_from() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    fill(&mut journal, 1..=5);
    let path = journal.path().to_owned();
    drop(journal);
    make_older(&path);
    let folder = NoLocks::at(&path);
    let mut journal = folder.open().unwrap();
    assert!(copy_path(&path, NEWEST).exists());
    assert!(journal.one_at_a_time().is_some());
    fill(&mut journal, 6..=7);
    journal.back_up(review(1).day).unwrap();
    assert!(matches!(folder.open(), Err(JournalError::OneAtATime(..))));
    assert!(matches!(restore::refuse_in_use(&path), Err(JournalError::OneAtATime(..))));
    let erased = journal.erase(PersonalData::Answers, None, &|_| true).unwrap();
    assert!(erased.rows > 0 && erased.rewritten.len() >= 2, "{erased:?}");
    journal.integrity().unwrap();
    assert_eq!(numbers(&journal.reviews().unwrap()), [1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn without_locks_a_backup_is_restored_and_a_damaged_journal_is_saved() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    fill(&mut journal, 1..=5);
    let path = journal.path().to_owned();
    let (backup, _) = journal.back_up(review(1).day).unwrap();
    fill(&mut journal, 6..=9);
    drop(journal);
    let folder = NoLocks::at(&path);
    assert_eq!(restore::contents(&path).unwrap().answers, 9);
    let candidate = restore::Candidate::take(&backup, &path).unwrap();
    assert_eq!(candidate.held.answers, 5);
    let aside = candidate.put().unwrap().unwrap();
    assert_eq!(restore::contents(&aside).unwrap().answers, 9);
    let saved = salvage(&aside, BORN, device()).unwrap();
    assert_eq!((saved.held.answers, saved.incomplete), (9, Vec::new()));
    drop(folder);
    assert_eq!(open_in(home.path()).unwrap().reviews().unwrap().len(), 5);
}
