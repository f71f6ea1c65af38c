//! Tests opening a journal: new, foreign, damaged or read-only.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use crate::store::tests::{BORN, device, id, numbers, open_in, review};
use crate::store::{Journal, JournalError, schema};

/// A closed journal with `n` reviews, all in one file.
fn closed(folder: &Path, n: u32) -> std::path::PathBuf {
    let mut journal = open_in(folder).unwrap();
    for n in 1..=n {
        journal.append(&review(n), None).unwrap();
    }
    journal.path().to_owned()
}

#[test]
fn a_new_journal_is_empty_and_keeps_the_device_it_was_made_on() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("data").join("shoptalk").join("journal.sqlite");
    let journal = Journal::open(&path, BORN, device()).unwrap();
    assert_eq!(journal.device(), device());
    assert_eq!(journal.reviews().unwrap(), []);
    drop(journal);
    let journal = Journal::open(&path, BORN.plus_millis(5), id(99)).unwrap();
    assert_eq!(journal.device(), device());
    journal.integrity().unwrap();
}

#[test]
fn the_journal_syncs_each_write_and_keeps_a_write_ahead_log() {
    let home = tempfile::tempdir().unwrap();
    let journal = open_in(home.path()).unwrap();
    let pragma = |name: &str| -> String {
        let sql = format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}");
        journal.connection.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(pragma("journal_mode"), "wal");
    assert_eq!(pragma("synchronous"), "2", "FULL");
    assert_eq!(pragma("foreign_keys"), "1");
    let patience: String = journal
        .connection
        .query_row("SELECT CAST(timeout AS TEXT) FROM pragma_busy_timeout", [], |row| row.get(0))
        .unwrap();
    assert_eq!(patience, "2000");
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_the_journal() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let mut journal = open_in(&folder).unwrap();
    journal.append(&review(1), None).unwrap();
    assert_eq!(mode(&folder), 0o700);
    for name in ["journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm"] {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
    drop(journal);
    let file = folder.join("journal.sqlite");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o664)).unwrap();
    let mut journal = open_in(&folder).unwrap();
    journal.append(&review(2), None).unwrap();
    for name in ["journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm"] {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
}

#[test]
fn an_empty_file_becomes_a_journal() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("journal.sqlite"), "").unwrap();
    assert_eq!(open_in(home.path()).unwrap().reviews().unwrap(), []);
}

#[test]
fn names_that_mean_something_to_sqlite_are_just_names() {
    let home = tempfile::tempdir().unwrap();
    for name in [":memory:", "file:x?mode=memory", "a b#c%20d"] {
        let path = home.path().join(name);
        if Journal::open(&path, BORN, device()).unwrap().append(&review(1), None).is_ok() {
            let journal = Journal::open(&path, BORN, device()).unwrap();
            assert_eq!(journal.reviews().unwrap(), [review(1)], "{name}");
        }
        assert!(path.exists(), "{name}");
    }
}

#[test]
fn a_damaged_file_is_reported_and_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let path = closed(home.path(), 300);
    let whole = fs::read(&path).unwrap();
    let mut garbled = whole.clone();
    garbled[..16].copy_from_slice(b"not a database!!");
    for (what, bytes) in [
        ("a garbled header", garbled.as_slice()),
        ("a few pages only", &whole[..3 * 4096]),
        ("less than a header", &whole[..50]),
        ("plain text", b"dear diary, today I learnt what a blast radius is".as_slice()),
    ] {
        fs::write(&path, bytes).unwrap();
        let error = open_in(home.path()).unwrap_err();
        assert!(matches!(error, JournalError::Damaged { .. }), "{what}: {error}");
        assert_eq!(fs::read(&path).unwrap(), bytes, "{what}");
    }
    fs::write(&path, &whole).unwrap();
    assert_eq!(open_in(home.path()).unwrap().reviews().unwrap().len(), 300);
}

#[test]
fn a_word_that_no_program_of_ours_wrote_is_damage() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    journal.append(&review(1), None).unwrap();
    let other = "INSERT INTO reviews SELECT 9, x'00112233445566778899aabbccddeeff', term, direction, at, day, grade,
                 'guess', took_ms, hint, answer, sitting, device, early, kind, sentence, corrects FROM reviews";
    journal.connection.execute(other, []).unwrap();
    let error = journal.reviews().unwrap_err().to_string();
    assert!(error.contains("a value in it makes no sense"), "{error}");
}

#[test]
fn a_log_without_its_journal_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    journal.append(&review(1), None).unwrap();
    let other = tempfile::tempdir().unwrap();
    let log = other.path().join("journal.sqlite-wal");
    fs::copy(home.path().join("journal.sqlite-wal"), &log).unwrap();
    let before = fs::read(&log).unwrap();
    for empty in [false, true] {
        if empty {
            fs::write(other.path().join("journal.sqlite"), "").unwrap();
        }
        let error = open_in(other.path()).unwrap_err();
        assert!(matches!(error, JournalError::Damaged { .. }), "{error}");
        assert_eq!(fs::read(&log).unwrap(), before);
        assert_eq!(other.path().join("journal.sqlite").exists(), empty);
    }
}

#[test]
fn the_database_of_another_program_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal.sqlite");
    for made in
        ["CREATE TABLE cookies (name)", "PRAGMA application_id = 77", "PRAGMA user_version = 3"]
    {
        let _ = fs::remove_file(&path);
        Connection::open(&path).unwrap().execute_batch(made).unwrap();
        let before = fs::read(&path).unwrap();
        let error = open_in(home.path()).unwrap_err();
        assert!(matches!(error, JournalError::Damaged { .. }), "{made}: {error}");
        assert_eq!(fs::read(&path).unwrap(), before, "{made}");
    }
}

#[test]
fn a_journal_from_a_newer_version_is_refused_untouched() {
    let home = tempfile::tempdir().unwrap();
    let path = closed(home.path(), 3);
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(&path).unwrap();
    let error = open_in(home.path()).unwrap_err();
    assert!(matches!(error, JournalError::Newer { found: 99, .. }), "{error}");
    assert_eq!(
        error.to_string(),
        format!(
            "{} was written by a newer shoptalk (schema 99, this one supports {}); your progress is safe: update \
             shoptalk",
            path.display(),
            schema::NEWEST
        )
    );
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_journal_that_is_brought_forward_while_it_is_open_takes_no_old_rows() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    let newer = Connection::open(journal.path()).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    let error = journal.append(&review(1), None).unwrap_err();
    assert!(matches!(error, JournalError::Newer { found: 99, .. }), "{error}");
}

#[test]
fn a_place_that_cannot_be_is_reported() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "a file").unwrap();
    for path in [file.join("journal.sqlite"), home.path().to_owned()] {
        let error = Journal::open(&path, BORN, device()).unwrap_err();
        assert!(matches!(error, JournalError::Io { .. } | JournalError::NoFile(_)), "{error}");
    }
    assert_eq!(fs::read(&file).unwrap(), b"a file");
}

/// Root may write anywhere, so for root a read-only connection replaces the file mode.
#[test]
fn a_journal_that_takes_no_writes_says_so_and_still_reads() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    journal.append(&review(1), None).unwrap();
    journal.connection.pragma_update(None, "query_only", true).unwrap();
    let error = journal.append(&review(2), None).unwrap_err();
    assert!(matches!(error, JournalError::ReadOnly { .. }), "{error}");
    assert_eq!(journal.reviews().unwrap(), [review(1)]);
}

#[cfg(unix)]
#[test]
fn a_read_only_file_or_folder_is_reported() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let chmod = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let path = closed(home.path(), 3);
    let before = fs::read(&path).unwrap();
    chmod(&path, 0o400);
    if fs::OpenOptions::new().append(true).open(&path).is_ok() {
        // For root, modes block nothing, and nothing is lost.
        let mut journal = open_in(home.path()).unwrap();
        journal.append(&review(4), None).unwrap();
        assert_eq!(numbers(&journal.reviews().unwrap()), [1, 2, 3, 4]);
        return;
    }
    let file = open_in(home.path()).unwrap_err();
    chmod(&path, 0o600);
    chmod(home.path(), 0o500);
    let folder = open_in(home.path()).unwrap_err();
    let new = Journal::open(&home.path().join("new.sqlite"), BORN, device()).unwrap_err();
    chmod(home.path(), 0o700);
    for error in [file, folder, new] {
        assert!(matches!(error, JournalError::ReadOnly { .. }), "{error}");
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_full_disk_loses_nothing_that_was_recorded() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    let pages: i64 =
        journal.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let cap = |journal: &Journal, pages: i64| {
        let sql = format!("PRAGMA max_page_count = {pages}");
        journal.connection.query_row(&sql, [], |_| Ok(())).unwrap();
    };
    cap(&journal, pages + 2);
    let mut written: u32 = 0;
    let error = loop {
        match journal.append(&review(written + 1), None) {
            Ok(()) => written += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, JournalError::Full { .. }), "{error}");
    assert!(written > 10, "{written}");
    let expected: Vec<u128> = (1..=u128::from(written)).collect();
    assert_eq!(numbers(&journal.reviews().unwrap()), expected);
    journal.integrity().unwrap();
    cap(&journal, 1_000);
    journal.append(&review(written + 1), None).unwrap();
    drop(journal);
    assert_eq!(open_in(home.path()).unwrap().reviews().unwrap().len(), expected.len() + 1);
}
