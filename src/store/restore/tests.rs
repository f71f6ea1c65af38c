use rusqlite::OpenFlags;

use super::*;
use crate::core::time::Day;
use crate::store::Journal;
use crate::store::schema::NEWEST;
use crate::store::schema::tests::make_older;
use crate::store::tests::{BORN, device, open_in, review};

/// A closed journal with `n` reviews, and a backup from when it had 10.
fn backed_up(home: &Path, n: u32) -> (PathBuf, PathBuf) {
    let mut journal = open_in(home).unwrap();
    let mut copy = PathBuf::new();
    for n in 1..=n {
        journal.append(&review(n), None).unwrap();
        if n == 10 {
            copy = journal.back_up(Day::from_number(20_000)).unwrap().0;
        }
    }
    (journal.path().to_owned(), copy)
}

fn count(path: &Path) -> usize {
    let journal = Journal::open(path, BORN, device()).unwrap();
    journal.integrity().unwrap();
    journal.reviews().unwrap().len()
}

/// All files below `folder` with their contents.
fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<_> = files
        .flat_map(|path| {
            if path.is_dir() {
                everything(&path)
            } else {
                vec![(path.clone(), fs::read(path).unwrap())]
            }
        })
        .collect();
    found.sort();
    found
}

#[test]
fn a_backup_takes_the_place_of_the_journal_and_that_can_be_undone() {
    let home = tempfile::tempdir().unwrap();
    let (path, copy) = backed_up(home.path(), 25);
    let candidate = Candidate::take(&copy, &path).unwrap();
    assert_eq!((candidate.held.answers, contents(&path).unwrap().answers), (10, 25));
    let aside = candidate.put().unwrap().unwrap();
    assert_eq!(aside, home.path().join("journal.sqlite.replaced-1.bak"));
    assert_eq!((count(&path), count(&copy)), (10, 10));
    let again = Candidate::take(&aside, &path).unwrap().put().unwrap().unwrap();
    assert_eq!(count(&path), 25);
    assert_eq!((count(&again), count(&aside)), (10, 25));
}

#[test]
fn the_log_of_the_present_journal_moves_with_it_and_is_not_played_into_the_copy() {
    let home = tempfile::tempdir().unwrap();
    let (path, copy) = backed_up(home.path(), 12);
    // As after the program was killed.
    let mut journal = open_in(home.path()).unwrap();
    journal.append(&review(13), None).unwrap();
    leave_log(&journal.connection, true).unwrap();
    journal.in_log = 0;
    drop(journal);
    assert!(size(&beside(&path, "-wal")) > 0);
    let aside = Candidate::take(&copy, &path).unwrap().put().unwrap().unwrap();
    assert_eq!(size(&beside(&path, "-wal")), 0);
    assert_eq!((count(&path), count(&aside)), (10, 13));
}

#[test]
fn a_copy_is_taken_with_its_log() {
    let (home, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut journal = open_in(other.path()).unwrap();
    journal.append(&review(1), None).unwrap();
    let path = home.path().join("data/journal.sqlite");
    let candidate = Candidate::take(journal.path(), &path).unwrap();
    assert_eq!(candidate.held.answers, 1);
    assert_eq!(candidate.put().unwrap(), None, "on a new machine, nothing is replaced");
    assert_eq!(count(&path), 1);
    assert_eq!(everything(&home.path().join("data")).len(), 1);
}

#[test]
fn while_a_program_has_the_journal_open_it_is_not_replaced() {
    let home = tempfile::tempdir().unwrap();
    let (path, copy) = backed_up(home.path(), 12);
    let mut open = open_in(home.path()).unwrap();
    let error = Candidate::take(&copy, &path).unwrap().put().unwrap_err();
    assert!(matches!(error, JournalError::InUse { .. }), "{error}");
    open.append(&review(13), None).unwrap();
    drop(open);
    assert_eq!(count(&path), 13);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let reader = rusqlite::Connection::open_with_flags(&path, flags).unwrap();
    assert_eq!(check::version(&reader).unwrap(), NEWEST);
    assert!(matches!(
        Candidate::take(&copy, &path).unwrap().put(),
        Err(JournalError::InUse { .. })
    ));
    drop(reader);
    assert!(Candidate::take(&copy, &path).unwrap().put().is_ok());
}

#[test]
fn what_is_damaged_or_no_journal_is_refused_and_nothing_changes() {
    let home = tempfile::tempdir().unwrap();
    let (path, _) = backed_up(home.path(), 300);
    let whole = fs::read(&path).unwrap();
    let bad = home.path().join("bad");
    let mut zeroed = whole.clone();
    zeroed[5 * 4096..9 * 4096].fill(0);
    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    let mut foreign = whole.clone();
    foreign[68..72].fill(7);
    for (what, bytes, why) in [
        ("zeroed pages", zeroed.as_slice(), "cannot be restored"),
        ("half a file", &whole[..whole.len() / 2], "cannot be restored"),
        ("text", b"dear diary", "cannot be restored"),
        ("nothing", b"", "it is empty"),
        ("another program's", &foreign, "another program"),
        ("a newer version's", &newer, "newer shoptalk"),
    ] {
        fs::write(&bad, bytes).unwrap();
        let before = everything(home.path());
        let error = Candidate::take(&bad, &path).unwrap_err().to_string();
        assert!(error.contains(why), "{what}: {error}");
        assert!(everything(home.path()) == before, "{what}");
    }
    for from in [&path, &home.path().join("backups"), &home.path().join("nowhere")] {
        let error = Candidate::take(from, &path).unwrap_err();
        assert!(matches!(error, JournalError::BadCopy { .. }), "{error}");
    }
    assert_eq!(count(&path), 300);
}

#[test]
fn a_damaged_journal_is_moved_aside_byte_for_byte() {
    let home = tempfile::tempdir().unwrap();
    let (path, copy) = backed_up(home.path(), 12);
    let damaged = vec![7; 9_000];
    fs::write(&path, &damaged).unwrap();
    assert_eq!(contents(&path), None);
    let aside = Candidate::take(&copy, &path).unwrap().put().unwrap().unwrap();
    assert_eq!(fs::read(&aside).unwrap(), damaged);
    assert_eq!(count(&path), 10);
}

#[test]
fn a_copy_of_an_older_version_is_brought_forward_when_it_is_opened() {
    let home = tempfile::tempdir().unwrap();
    let (path, copy) = backed_up(home.path(), 12);
    make_older(&copy);
    let candidate = Candidate::take(&copy, &path).unwrap();
    assert_eq!(candidate.held.answers, 10);
    candidate.put().unwrap();
    assert_eq!(count(&path), 10);
}

#[cfg(unix)]
#[test]
fn what_was_restored_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let (path, copy) = backed_up(home.path(), 12);
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o644)).unwrap();
    Candidate::take(&copy, &path).unwrap().put().unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_log_without_its_journal_is_kept_and_never_overwritten() {
    let home = tempfile::tempdir().unwrap();
    let (path, copy) = backed_up(home.path(), 12);
    for n in 1..=2 {
        fs::remove_file(&path).unwrap();
        fs::write(beside(&path, "-wal"), format!("log {n}")).unwrap();
        let aside = Candidate::take(&copy, &path).unwrap().put().unwrap().unwrap();
        assert_eq!(aside, home.path().join(format!("journal.sqlite.log-{n}.bak")));
        assert_eq!(fs::read(&aside).unwrap(), format!("log {n}").as_bytes());
        assert!(copies::all(&path).unwrap().contains(&aside));
        assert_eq!(count(&path), 10);
    }
    let lone = home.path().join("journal.sqlite.damaged-1.bak-wal");
    fs::write(&lone, "of an earlier version").unwrap();
    assert!(copies::all(&path).unwrap().contains(&lone));
    assert_eq!(copies::free(&path, "damaged"), home.path().join("journal.sqlite.damaged-2.bak"));
}
