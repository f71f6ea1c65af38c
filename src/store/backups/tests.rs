use jiff::civil;

use super::*;
use crate::store::tests::{BORN, device, open_in, review};

fn day(n: i32) -> Day {
    Day::from_date(civil::date(2026, 12, 1)).plus(n)
}

/// A journal with the first `n` reviews.
fn filled(home: &Path, n: u32) -> Journal {
    let mut journal = open_in(home).unwrap();
    for n in 1..=n {
        journal.append(&review(n), None).unwrap();
    }
    journal
}

fn days(home: &Path) -> Vec<String> {
    list(&home.join("journal.sqlite")).iter().map(|(day, _)| day.to_string()).collect()
}

/// The names in the folder of backups.
fn names(home: &Path) -> Vec<String> {
    let entries = fs::read_dir(home.join("backups")).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn once_a_day_a_backup_is_made_if_there_is_a_new_answer() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    assert!(!journal.back_up_daily(day(0)).unwrap(), "nothing to keep yet");
    journal.append(&review(1), None).unwrap();
    assert!(journal.back_up_daily(day(0)).unwrap());
    journal.append(&review(2), None).unwrap();
    assert!(journal.back_up_daily(day(0)).unwrap(), "that of today is renewed");
    assert!(!journal.back_up_daily(day(0)).unwrap(), "it holds the same");
    journal.append(&review(3), None).unwrap();
    assert!(journal.back_up_daily(day(1)).unwrap());
    assert!(!journal.back_up_daily(day(2)).unwrap(), "the newest holds the same");
    assert_eq!(names(home.path()), ["journal-2026-12-01.sqlite", "journal-2026-12-02.sqlite"]);
    for (at, (_, path)) in list(journal.path()).into_iter().enumerate() {
        let copy = Journal::open(&path, BORN, device()).unwrap();
        assert_eq!(copy.reviews().unwrap().len(), at + 2);
        copy.integrity().unwrap();
    }
}

#[test]
fn a_backup_says_what_it_holds() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = filled(home.path(), 12);
    journal.strike(&[review(12).id], BORN, &[]).unwrap();
    let (path, held) = journal.back_up(day(0)).unwrap();
    assert_eq!(path, home.path().join("backups/journal-2026-12-01.sqlite"));
    assert_eq!(held, Contents { answers: 11, given: 12, newest: Some(review(11).at) });
    journal.append(&review(13), None).unwrap();
    assert_eq!(journal.back_up(day(0)).unwrap().1.answers, 12, "and is renewed when asked for");
}

#[test]
fn the_last_seven_are_kept_and_other_files_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = filled(home.path(), 1);
    journal.back_up(day(0)).unwrap();
    let others = ["journal-2026-12.sqlite", "journal-2026-11-01.txt", "mine-2026-11-01.sqlite"];
    for name in others {
        fs::write(home.path().join("backups").join(name), "").unwrap();
    }
    for n in 1..10 {
        journal.append(&review(10 + n), None).unwrap();
        assert!(journal.back_up_daily(day(n.cast_signed())).unwrap());
    }
    assert_eq!(days(home.path()).len(), 7);
    assert_eq!(days(home.path())[0], "2026-12-04");
    assert_eq!(names(home.path()).len(), 7 + others.len());
    // A clock that was a year ahead for a week doesn't keep today's from being kept.
    for n in 400..410 {
        journal.back_up(day(n)).unwrap();
    }
    journal.back_up(day(10)).unwrap();
    assert_eq!(days(home.path())[0], "2026-12-11");
}

#[cfg(unix)]
#[test]
fn backups_are_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let home = tempfile::tempdir().unwrap();
    let (path, _) = filled(home.path(), 1).back_up(day(0)).unwrap();
    assert_eq!((mode(&path), mode(&home.path().join("backups"))), (0o600, 0o700));
}

#[test]
fn where_no_backup_can_be_made_that_is_said_and_answers_go_on() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = filled(home.path(), 1);
    // Not a folder: unlike a read-only one, that stops root as well.
    fs::write(home.path().join("backups"), "in the way").unwrap();
    let error = journal.back_up_daily(day(0)).unwrap_err();
    assert!(matches!(error, JournalError::NoBackup { .. }), "{error}");
    journal.append(&review(2), None).unwrap();
    assert_eq!(journal.reviews().unwrap().len(), 2);
    let names = fs::read_dir(home.path()).unwrap().count();
    drop(journal);
    assert!(fs::read_dir(home.path()).unwrap().count() <= names, "and nothing is left");
}

#[test]
fn a_backup_that_cannot_get_its_name_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let journal = filled(home.path(), 200);
    fs::create_dir(home.path().join("backups")).unwrap();
    // A folder in place of today's backup: the copy is complete, but cannot get its name.
    fs::create_dir_all(copies::backup_of(journal.path(), day(0)).join("x")).unwrap();
    assert!(matches!(journal.back_up(day(0)), Err(JournalError::NoBackup { .. })));
    assert_eq!(names(home.path()), ["journal-2026-12-01.sqlite"]);
}

#[test]
fn a_copy_goes_where_it_is_asked_for_but_over_nothing() {
    let home = tempfile::tempdir().unwrap();
    let journal = filled(home.path(), 3);
    let path = home.path().join("mine.sqlite");
    assert_eq!(journal.back_up_to(&path).unwrap().answers, 3);
    let before = fs::read(&path).unwrap();
    assert!(matches!(journal.back_up_to(&path), Err(JournalError::AlreadyThere(_))));
    assert_eq!(fs::read(&path).unwrap(), before);
    let nowhere = home.path().join("nowhere/x");
    assert!(matches!(journal.back_up_to(&nowhere), Err(JournalError::NoFolder(_))));
}

#[test]
fn what_killed_programs_left_is_swept_after_an_hour() {
    let home = tempfile::tempdir().unwrap();
    let journal = filled(home.path(), 1);
    journal.back_up(day(0)).unwrap();
    let [old, new] = ["a", "b"].map(|end| {
        let path = home.path().join("backups").join(format!(".journal-copy-{end}"));
        fs::write(&path, "half").unwrap();
        path
    });
    let then = fs::metadata(&new).unwrap().modified().unwrap() - 2 * scratch::ABANDONED;
    fs::File::options().write(true).open(&old).unwrap().set_modified(then).unwrap();
    journal.back_up(day(1)).unwrap();
    assert!(!old.exists() && new.exists());
}

/// Replaces the journal by a new one with the first `n` of other reviews.
fn started_over(home: &Path, journal: Journal, n: u32) -> Journal {
    drop(journal);
    fs::write(home.join("journal.sqlite"), "").unwrap();
    let mut journal = open_in(home).unwrap();
    for n in 0..n {
        journal.append(&review(500 + n), None).unwrap();
    }
    journal
}

#[test]
fn the_backup_with_the_most_answers_outlives_a_journal_that_was_emptied() {
    let home = tempfile::tempdir().unwrap();
    let journal = filled(home.path(), 50);
    journal.back_up(day(0)).unwrap();
    assert_eq!(journal.fuller_backup(), None);
    let mut journal = started_over(home.path(), journal, 1);
    for n in 1..20 {
        journal.append(&review(600 + n), None).unwrap();
        assert!(journal.back_up_daily(day(n.cast_signed())).unwrap());
    }
    assert_eq!(days(home.path()).len(), 8, "beside the last seven");
    let (now, from, held) = journal.fuller_backup().unwrap();
    assert_eq!((now.answers, from, held.answers), (20, day(0), 50));
    for n in 20..60 {
        journal.append(&review(600 + n), None).unwrap();
    }
    journal.back_up(day(30)).unwrap();
    assert_eq!((days(home.path()).len(), journal.fuller_backup()), (7, None));
}

#[test]
fn a_fuller_backup_of_the_same_day_is_not_replaced() {
    let home = tempfile::tempdir().unwrap();
    let journal = filled(home.path(), 5);
    let (path, _) = journal.back_up(day(0)).unwrap();
    let before = fs::read(&path).unwrap();
    let journal = started_over(home.path(), journal, 2);
    assert!(!journal.back_up_daily(day(0)).unwrap());
    let error = journal.back_up(day(0)).unwrap_err().to_string();
    assert!(error.contains("has 5 answers, and your progress has 2"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(journal.back_up_daily(day(1)).unwrap());
}

#[test]
fn a_backup_dated_in_the_future_displaces_none_and_goes_once_its_answers_are_in_another() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = filled(home.path(), 3);
    for n in 0..7 {
        journal.append(&review(10 + n), None).unwrap();
        journal.back_up(day(n.cast_signed())).unwrap();
    }
    let later = copies::backup_of(journal.path(), day(400));
    fs::copy(copies::backup_of(journal.path(), day(6)), &later).unwrap();
    journal.strike(&[review(1).id], BORN, &[]).unwrap();
    assert!(journal.back_up_daily(day(7)).unwrap(), "it is not the newest");
    assert!(!later.exists());
    assert_eq!(days(home.path()).len(), 7);
    fs::copy(copies::backup_of(journal.path(), day(7)), &later).unwrap();
    let journal = started_over(home.path(), journal, 2);
    journal.back_up(day(8)).unwrap();
    assert!(later.exists(), "it has more");
}

#[test]
fn a_run_with_the_clock_set_back_deletes_no_backup() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = filled(home.path(), 3);
    for n in 0..4 {
        journal.append(&review(4 + n), None).unwrap();
        journal.back_up(day(n.cast_signed())).unwrap();
    }
    let before = days(home.path());
    let last = journal.reviews().unwrap().iter().map(|review| review.day).max().unwrap();
    journal.append(&review(20), None).unwrap();
    journal.back_up(last.plus(-3_000)).unwrap();
    assert!(before.iter().all(|day| days(home.path()).contains(day)), "{:?}", days(home.path()));
}
