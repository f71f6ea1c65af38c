//! Tests a journal that is moved, deleted or replaced while open.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::store::copies;
use crate::store::salvage::salvage;
use crate::store::tests::{BORN, fill, id, numbers, open_in, review};
use crate::store::{Journal, JournalError};

const FILES: [&str; 3] = ["journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm"];

/// A closed journal in `folder` with 300 reviews, and a copy from when it had 100.
fn closed_with_copy(folder: &Path) -> (PathBuf, PathBuf) {
    let (path, copy) = (folder.join(FILES[0]), folder.join("copy.sqlite"));
    let mut journal = open_in(folder).unwrap();
    fill(&mut journal, 1..=100);
    drop(journal);
    fs::copy(&path, &copy).unwrap();
    let mut journal = open_in(folder).unwrap();
    fill(&mut journal, 101..=300);
    (path, copy)
}

/// Copies in another process: in this one, closing a file drops SQLite's locks on it.
fn run(program: &str, from: &Path, to: &Path) {
    assert!(Command::new(program).arg(from).arg(to).status().unwrap().success());
}

/// The number of reviews in the journal in `folder`.
fn count(folder: &Path) -> usize {
    let journal = open_in(folder).unwrap();
    journal.integrity().unwrap();
    journal.reviews().unwrap().len()
}

#[track_caller]
fn is_replaced(journal: &mut Journal, by: u32, file: &str) {
    let error = journal.append(&review(by), None).unwrap_err();
    assert!(matches!(error, JournalError::Replaced { .. }), "{error}");
    assert!(error.to_string().contains(&format!("{file} while it was open")), "{error}");
    let error = journal.changed_elsewhere().unwrap_err();
    assert!(matches!(error, JournalError::Replaced { .. }), "{error}");
}

#[test]
fn what_took_the_place_of_the_journal_is_not_written_to() {
    for moved_aside in [false, true] {
        let (home, aside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (path, copy) = closed_with_copy(home.path());
        let mut journal = open_in(home.path()).unwrap();
        fill(&mut journal, 301..=310);
        if moved_aside {
            fs::rename(&path, aside.path().join(FILES[0])).unwrap();
        }
        run("cp", &copy, &home.path().join("new"));
        fs::rename(home.path().join("new"), &path).unwrap();
        is_replaced(&mut journal, 311, "journal.sqlite");
        drop(journal);
        assert_eq!(fs::read(&path).unwrap(), fs::read(&copy).unwrap());
        assert_eq!(count(home.path()), 100);
        if moved_aside {
            assert_eq!(count(aside.path()), 310, "all that was answered is in the old one");
        }
    }
}

#[test]
fn a_copy_that_was_written_over_the_open_journal_is_not_mixed_with_it() {
    for answers in [0, 10, 150] {
        let home = tempfile::tempdir().unwrap();
        let (path, copy) = closed_with_copy(home.path());
        let mut journal = open_in(home.path()).unwrap();
        fill(&mut journal, 301..=300 + answers);
        run("cp", &copy, &path);
        if answers == 0 {
            // Nothing of the old journal is left to mix in, so the copy works.
            journal.append(&review(901), None).unwrap();
            drop(journal);
            assert_eq!(count(home.path()), 101);
            continue;
        }
        is_replaced(&mut journal, 901, "journal.sqlite");
        drop(journal);
        assert_eq!(fs::read(&path).unwrap(), fs::read(&copy).unwrap(), "{answers}");
        let error = open_in(home.path()).unwrap_err();
        assert!(matches!(error, JournalError::ForeignLog { .. }), "{error}");
        assert!(error.to_string().contains("journal.sqlite-wal and journal.sqlite-shm"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), fs::read(&copy).unwrap(), "{answers}");
        let saved = salvage(&path, BORN, id(1)).unwrap();
        assert_eq!((saved.held.answers, saved.missing, saved.backup), (100, Vec::new(), None));
        let aside = copies::named(&path, "damaged-1");
        assert!(fs::metadata(aside.with_extension("bak-wal")).unwrap().len() > 0, "it is kept");
        assert_eq!(count(home.path()), 100);
    }
}

#[test]
fn a_copy_that_was_written_over_the_journal_is_not_mixed_with_it_at_the_end_either() {
    let home = tempfile::tempdir().unwrap();
    let (path, copy) = closed_with_copy(home.path());
    let mut journal = open_in(home.path()).unwrap();
    fill(&mut journal, 301..=310);
    run("cp", &copy, &path);
    drop(journal);
    assert_eq!(fs::read(&path).unwrap(), fs::read(&copy).unwrap());
    assert!(matches!(open_in(home.path()), Err(JournalError::ForeignLog { .. })));
}

#[test]
fn a_copy_of_just_this_journal_is_as_good_as_the_journal() {
    let home = tempfile::tempdir().unwrap();
    let (path, copy) = closed_with_copy(home.path());
    fs::copy(&path, &copy).unwrap();
    let mut journal = open_in(home.path()).unwrap();
    // All of these are still in the log.
    fill(&mut journal, 301..=305);
    run("cp", &copy, &path);
    fill(&mut journal, 306..=320);
    drop(journal);
    assert_eq!(count(home.path()), 320);
}

#[test]
fn another_program_refuses_a_copy_beside_which_the_log_of_the_old_journal_lies() {
    let home = tempfile::tempdir().unwrap();
    let (path, copy) = closed_with_copy(home.path());
    let mut journal = open_in(home.path()).unwrap();
    fill(&mut journal, 301..=310);
    run("cp", &copy, &home.path().join("new"));
    fs::rename(home.path().join("new"), &path).unwrap();
    assert!(matches!(open_in(home.path()), Err(JournalError::ForeignLog { .. })));
    drop(journal);
    assert_eq!(fs::read(&path).unwrap(), fs::read(&copy).unwrap());
    assert_eq!(count(home.path()), 100);
}

#[test]
fn a_journal_that_was_deleted_takes_no_more_answers_and_does_not_come_back() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let mut journal = open_in(&folder).unwrap();
    fill(&mut journal, 1..=3);
    fs::remove_dir_all(&folder).unwrap();
    let error = journal.append(&review(4), None).unwrap_err();
    assert!(matches!(error, JournalError::Moved { .. }), "{error}");
    assert!(error.to_string().contains("moved or deleted"), "{error}");
    drop(journal);
    assert!(!folder.exists());
}

#[test]
fn a_folder_that_was_moved_has_all_that_was_answered_and_can_be_moved_back() {
    let home = tempfile::tempdir().unwrap();
    let (folder, moved) = (home.path().join("data"), home.path().join("moved"));
    let mut journal = open_in(&folder).unwrap();
    fill(&mut journal, 1..=3);
    fs::rename(&folder, &moved).unwrap();
    let error = journal.append(&review(4), None).unwrap_err();
    assert!(matches!(error, JournalError::Moved { .. }), "{error}");
    fs::rename(&moved, &folder).unwrap();
    fill(&mut journal, 4..=5);
    fs::rename(&folder, &moved).unwrap();
    // Another program starts a new journal at the old path.
    assert_eq!(count(&folder), 0);
    let error = journal.append(&review(6), None).unwrap_err();
    assert!(matches!(error, JournalError::Replaced { .. }), "{error}");
    drop(journal);
    assert_eq!((count(&folder), count(&moved)), (0, 5));
}

#[test]
fn the_log_of_another_program_is_not_removed_at_the_end() {
    let home = tempfile::tempdir().unwrap();
    let (folder, moved) = (home.path().join("data"), home.path().join("moved"));
    let mut journal = open_in(&folder).unwrap();
    fill(&mut journal, 1..=3);
    fs::rename(&folder, &moved).unwrap();
    let mut other = open_in(&folder).unwrap();
    fill(&mut other, 11..=12);
    drop(journal);
    fill(&mut other, 13..=14);
    drop(other);
    assert_eq!((count(&folder), count(&moved)), (4, 3));
}

#[test]
fn the_files_beside_the_journal_are_watched_as_well() {
    for file in &FILES[1..] {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open_in(home.path()).unwrap();
        fill(&mut journal, 1..=3);
        let path = home.path().join(file);
        let bytes = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let error = journal.append(&review(4), None).unwrap_err();
        assert!(matches!(error, JournalError::Moved { .. }), "{error}");
        assert!(error.to_string().contains(file), "{error}");
        fs::write(home.path().join("new"), bytes).unwrap();
        fs::rename(home.path().join("new"), &path).unwrap();
        is_replaced(&mut journal, 4, file);
        drop(journal);
        assert_eq!(count(home.path()), 3, "{file}");
    }
}

#[test]
fn every_kind_of_writing_stops() {
    use crate::store::tests::{BORN, term};
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let mut journal = open_in(&folder).unwrap();
    fill(&mut journal, 1..=3);
    fs::rename(&folder, home.path().join("moved")).unwrap();
    let moved = [
        journal.strike(&[id(1)], BORN, &[]),
        journal.end_jotting(id(1), BORN),
        journal.put_seen(&term(1), "d", BORN),
        journal.note("said", 1),
        journal.end_flag(id(1), BORN),
        journal.put_reading(&"platform".into(), review(1).day, &[(term(1), "d")]),
        journal.erase(crate::core::personal_data::PersonalData::LookUps, None, &|_| true).map(drop),
        journal.changed_elsewhere().map(drop),
    ];
    for done in moved {
        assert!(matches!(done, Err(JournalError::Moved { .. })), "{done:?}");
    }
}

#[test]
fn what_another_program_of_ours_does_to_the_file_stops_nobody() {
    let home = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open_in(home.path()).unwrap(), open_in(home.path()).unwrap());
    fill(&mut one, 1..=3);
    fill(&mut two, 4..=6);
    two.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    fill(&mut one, 7..=9);
    two.erase(crate::core::personal_data::PersonalData::LookUps, None, &|_| true).unwrap();
    assert!(one.changed_elsewhere().unwrap());
    fill(&mut one, 10..=12);
    assert_eq!(numbers(&two.reviews().unwrap()), (1..=12).collect::<Vec<u128>>());
}

#[test]
fn a_journal_behind_a_link_is_watched_where_it_is() {
    let (home, kept) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(open_in(kept.path()).unwrap());
    std::os::unix::fs::symlink(kept.path().join(FILES[0]), home.path().join(FILES[0])).unwrap();
    let mut journal = open_in(home.path()).unwrap();
    fill(&mut journal, 1..=3);
    fs::remove_file(kept.path().join(FILES[1])).unwrap();
    let error = journal.append(&review(4), None).unwrap_err();
    assert!(matches!(error, JournalError::Moved { .. }), "{error}");
}

#[test]
fn a_log_that_a_killed_program_left_goes_with_its_own_journal_only() {
    let (home, left) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (path, copy) = closed_with_copy(home.path());
    let mut journal = open_in(home.path()).unwrap();
    fill(&mut journal, 301..=310);
    let log = home.path().join(FILES[1]);
    let leave = |file: &Path| {
        run("cp", file, &left.path().join(FILES[0]));
        run("cp", &log, &left.path().join(FILES[1]));
    };
    leave(&path);
    assert_eq!(count(left.path()), 310);
    leave(&copy);
    let error = open_in(left.path()).unwrap_err();
    assert!(matches!(error, JournalError::ForeignLog { .. }), "{error}");
    assert_eq!(fs::read(left.path().join(FILES[1])).unwrap(), fs::read(&log).unwrap());
}

#[test]
fn a_journal_that_cannot_be_read_is_not_left() {
    let home = tempfile::tempdir().unwrap();
    let (path, copy) = closed_with_copy(home.path());
    let journal = open_in(home.path()).unwrap();
    journal.connection.execute_batch("CREATE VIEW odd AS SELECT * FROM nowhere").unwrap();
    fs::rename(&copy, &path).unwrap();
    let (journal, error) = journal.leave(BORN).unwrap_err();
    assert!(matches!(error, JournalError::Damaged(..)), "{error}");
    assert_eq!(journal.reviews().unwrap().len(), 300, "it is still open");
}
