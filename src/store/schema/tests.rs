//! Tests migrations, including steps that fail.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::core::review::Review;
use crate::store::Journal;
use crate::store::tests::{BORN, copy_path, device, numbers, review};

const BIRTH: Birth = Birth { device: Uuid::nil(), at: BORN };
const ADDS: &str =
    "CREATE TABLE visits (at INTEGER NOT NULL) STRICT; INSERT INTO visits SELECT at FROM reviews";
const FAILS: &str = "CREATE TABLE notes (at INTEGER NOT NULL) STRICT; INSERT INTO nots VALUES (1)";
const ORPHANS: &str =
    "DROP TRIGGER strikes_are_not_replaced; INSERT INTO strikes VALUES (zeroblob(16), 0)";
/// Rebuilds a table that others refer to and that has a trigger against deletes.
const REBUILDS: &str = "
CREATE TABLE reviews_2 AS SELECT *, NULL AS heard_from FROM reviews;
DROP TABLE reviews;
ALTER TABLE reviews_2 RENAME TO reviews;
CREATE UNIQUE INDEX reviews_by_id ON reviews (id);
";

fn open(folder: &Path, migrations: &[&str]) -> Result<Journal, JournalError> {
    Journal::open_with(&folder.join("journal.sqlite"), BIRTH, migrations)
}

/// A closed journal with three reviews, of the oldest version this program can write.
fn old(folder: &Path) -> PathBuf {
    let mut journal = Journal::open_with(
        &folder.join("journal.sqlite"),
        Birth { device: device(), at: BORN },
        &[VERSION_1, CRAMS],
    )
    .unwrap();
    for n in 1..=3 {
        journal.append(&review(n), None).unwrap();
    }
    journal.path().to_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_new_journal_is_made_without_copies() {
    let home = tempfile::tempdir().unwrap();
    let journal = open(home.path(), &[VERSION_1, CRAMS, ADDS]).unwrap();
    assert_eq!(version(&journal.connection).unwrap(), 3);
    drop(journal);
    assert_eq!(names(home.path()), ["journal.sqlite"]);
}

#[test]
fn an_older_journal_is_copied_before_each_step() {
    let home = tempfile::tempdir().unwrap();
    let path = old(home.path());
    let mut journal =
        open(home.path(), &[VERSION_1, CRAMS, ADDS, "CREATE TABLE jottings (word TEXT) STRICT"])
            .unwrap();
    assert_eq!(version(&journal.connection).unwrap(), 4);
    assert_eq!(journal.device(), device());
    let visits = "SELECT count(*) FROM visits";
    let visits: u32 = journal.connection.query_row(visits, [], |row| row.get(0)).unwrap();
    assert_eq!(visits, 3);
    journal.append(&review(4), None).unwrap();
    drop(journal);
    assert_eq!(
        names(home.path()),
        ["journal.sqlite", "journal.sqlite.before-v3.bak", "journal.sqlite.before-v4.bak"]
    );
    let copy = Journal::open_with(&copy_path(&path, 3), BIRTH, &[VERSION_1, CRAMS]).unwrap();
    assert_eq!(numbers(&copy.reviews().unwrap()), [1, 2, 3]);
    copy.integrity().unwrap();
}

#[test]
fn a_copy_has_what_is_still_in_the_log_and_is_private() {
    let home = tempfile::tempdir().unwrap();
    let mut running = open(home.path(), &[VERSION_1, CRAMS]).unwrap();
    running.append(&review(1), None).unwrap();
    drop(open(home.path(), &[VERSION_1, CRAMS, ADDS]).unwrap());
    let copy = copy_path(running.path(), 3);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let copy = Journal::open_with(&copy, BIRTH, &[VERSION_1, CRAMS]).unwrap();
    assert_eq!(numbers(&copy.reviews().unwrap()), [1]);
}

#[test]
fn a_step_that_fails_leaves_the_old_journal_in_use() {
    for (fails, says) in [
        (FAILS, "no such table: nots"),
        (ORPHANS, "1 rows would lose"),
        ("CREATE TABLE meta (x)", "already exists"),
    ] {
        let home = tempfile::tempdir().unwrap();
        old(home.path());
        for _ in 0..2 {
            let error = open(home.path(), &[VERSION_1, CRAMS, fails]).unwrap_err();
            assert!(matches!(error, JournalError::Migration { to: 3, .. }), "{error}");
            assert!(error.to_string().contains(says), "{error}");
        }
        let mut journal = open(home.path(), &[VERSION_1, CRAMS]).unwrap();
        assert_eq!(version(&journal.connection).unwrap(), 2);
        journal.append(&review(4), None).unwrap();
        assert_eq!(numbers(&journal.reviews().unwrap()), [1, 2, 3, 4]);
        journal.integrity().unwrap();
        drop(journal);
        assert_eq!(names(home.path()), ["journal.sqlite", "journal.sqlite.before-v3.bak"]);
        // The corrected step succeeds, and copies what was written since.
        let path = open(home.path(), &[VERSION_1, CRAMS, ADDS]).unwrap().path().to_owned();
        let copy = Journal::open_with(&copy_path(&path, 3), BIRTH, &[VERSION_1, CRAMS]).unwrap();
        assert_eq!(numbers(&copy.reviews().unwrap()), [1, 2, 3, 4]);
    }
}

#[test]
fn a_step_that_fails_after_another_keeps_the_one_before() {
    let home = tempfile::tempdir().unwrap();
    old(home.path());
    let error = open(home.path(), &[VERSION_1, CRAMS, ADDS, FAILS]).unwrap_err();
    assert!(matches!(error, JournalError::Migration { to: 4, .. }), "{error}");
    let journal = open(home.path(), &[VERSION_1, CRAMS, ADDS]).unwrap();
    assert_eq!(numbers(&journal.reviews().unwrap()), [1, 2, 3]);
}

#[test]
fn a_table_that_others_refer_to_can_be_rebuilt() {
    let home = tempfile::tempdir().unwrap();
    old(home.path());
    let strike = crate::core::review::Strike { review: review(2).id, at: BORN };
    open(home.path(), &[VERSION_1, CRAMS]).unwrap().strike(&strike, None).unwrap();
    let journal = open(home.path(), &[VERSION_1, CRAMS, REBUILDS]).unwrap();
    assert_eq!(numbers(&journal.reviews().unwrap()), [1, 3]);
    journal.integrity().unwrap();
}

#[test]
fn of_two_programs_that_bring_it_forward_one_does_and_both_go_on() {
    let home = tempfile::tempdir().unwrap();
    old(home.path());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let journal = open(home.path(), &[VERSION_1, CRAMS, ADDS]).unwrap();
                assert_eq!(numbers(&journal.reviews().unwrap()), [1, 2, 3]);
            });
        }
    });
}

#[test]
fn a_journal_of_the_first_version_goes_on_with_all_its_answers() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal.sqlite");
    let birth = Birth { device: device(), at: BORN };
    let first = Journal::open_with(&path, birth, &[VERSION_1]).unwrap();
    for n in 1..=3 {
        let row = "INSERT INTO reviews (id, term, direction, at, day, grade, form, took_ms, hint, sitting, device)
                   VALUES (?1, 'platform/slo', 'understand', ?2, 19675, 3, 'recall', 8000, 0, zeroblob(16), zeroblob(16))";
        let Review { id, at, .. } = review(n);
        first.connection.execute(row, params![id.as_bytes(), at]).unwrap();
    }
    drop(first);
    let mut journal = open(home.path(), MIGRATIONS).unwrap();
    assert_eq!(version(&journal.connection).unwrap(), newest(MIGRATIONS));
    assert_eq!(journal.device(), device());
    assert_eq!(journal.tunings().unwrap(), []);
    assert!(journal.reviews().unwrap().iter().all(|review| !review.early));
    journal.append(&review(5), None).unwrap();
    assert_eq!(numbers(&journal.reviews().unwrap()), [1, 2, 3, 5]);
    assert!(journal.reviews().unwrap()[3].early);
    journal.integrity().unwrap();
}

#[test]
fn open_jottings_keep_the_numbers_by_which_they_were_listed_and_others_keep_no_talk() {
    let home = tempfile::tempdir().unwrap();
    let before = MIGRATIONS.iter().position(|sql| *sql == NUMBERS).unwrap();
    let journal = open(home.path(), &MIGRATIONS[..before]).unwrap();
    for (n, ended, answer) in
        [(1, None, None), (2, Some(9), None), (3, None, None), (4, Some(9), Some("mine/four"))]
    {
        let row = "INSERT INTO jottings (id, words, at, heard, said_by, ended, answer)
                   VALUES (?1, ?2, ?3, 'the talk', 'Ana', ?4, ?5)";
        let id = Uuid::from_u128(n).into_bytes();
        let at = i64::try_from(n).unwrap();
        journal
            .connection
            .execute(row, params![id, format!("word {n}"), at, ended, answer])
            .unwrap();
    }
    drop(journal);
    let journal = open(home.path(), MIGRATIONS).unwrap();
    let row = "SELECT number || ' ' || words || ' ' || coalesce(heard, '-') || ' ' || coalesce(said_by, '-') FROM jottings ORDER BY number";
    let rows: Vec<String> = journal.read(row, [], |row| row.get(0)).unwrap();
    assert_eq!(
        rows,
        ["1 word 1 the talk Ana", "2 word 3 the talk Ana", "3 word 2 - -", "4 word 4 - Ana"]
    );
    drop(journal);
    let mut journal = open(home.path(), MIGRATIONS).unwrap();
    let new = crate::core::jotting::Jotting {
        id: Uuid::from_u128(5),
        number: 0,
        words: "word 5".to_owned(),
        at: BORN,
        deck: None,
        heard: None,
        said_by: None,
    };
    assert_eq!(journal.jot(new).unwrap().number, 5);
}
