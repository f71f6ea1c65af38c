//! Tests continuing after the journal's file was moved, deleted or replaced while the trainer was open.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use super::*;
use crate::core::jotting::Jotting;

/// Copies in another process: in this one, closing a file drops SQLite's locks on it.
fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg(from).arg(to).status().unwrap().success());
}

fn count(trainer: &mut Trainer) -> usize {
    trainer.journal().unwrap().integrity().unwrap();
    trainer.journal().unwrap().reviews().unwrap().len()
}

/// A trainer with one answer from earlier and three from now, and a copy of the journal from before these.
fn played(home: &Path, clock: &TestClock) -> Trainer {
    let mut trainer = open_bare(home, clock, 1);
    trainer.record(answer(card(0), Grade::Good)).unwrap();
    drop(trainer);
    copy(&home.join("journal.sqlite"), &home.join("copy"));
    clock.0.set(NOON + DAY);
    let mut trainer = open_bare(home, clock, 2);
    for at in 0..3 {
        trainer.record(answer(card(at), Grade::Good)).unwrap();
        clock.0.set(clock.0.get() + 60_000);
    }
    assert_eq!(trainer.displaced(), None);
    trainer
}

fn jot(trainer: &mut Trainer, words: &str) -> Jotting {
    let at = trainer.now();
    let id = trainer.new_session();
    let (deck, heard, said_by) = (None, None, None);
    let jotting = Jotting { id, number: 0, words: words.to_owned(), at, deck, heard, said_by };
    trainer.journal().unwrap().jot(jotting).unwrap()
}

#[test]
fn what_was_done_meanwhile_is_added_to_the_file_that_took_the_place() {
    let (home, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = played(home.path(), &clock);
    jot(&mut trainer, "error budget");
    trainer.undo().unwrap();
    fs::rename(home.path().join("copy"), home.path().join("journal.sqlite")).unwrap();
    let error = trainer.record(answer(card(4), Grade::Good)).unwrap_err();
    assert!(error.to_string().contains("replaced"), "{error}");
    let (question, comes_of_it) = trainer.displaced().unwrap();
    assert!(question.starts_with("Continue") && comes_of_it.contains("journal.sqlite"));
    assert!(comes_of_it.contains("It has 1 answer, the newest from 2026-11-22"), "{comes_of_it}");
    assert!(
        comes_of_it.contains("is added to it: 2 answers. If you cancel, it is kept"),
        "{comes_of_it}"
    );
    let said = trainer.go_on().unwrap();
    assert!(said.contains("2 answers were missing in the file; it has 3 answers"), "{said}");
    assert_eq!(trainer.displaced(), None);
    assert_eq!(count(&mut trainer), 3, "one of four was taken back");
    trainer.record(answer(card(4), Grade::Good)).unwrap();
    let known = trainer.states().clone();
    drop(trainer);
    let mut trainer = open_bare(home.path(), &clock, 3);
    assert_eq!((count(&mut trainer), trainer.states()), (4, &known));
    assert_eq!(trainer.jottings().unwrap()[0].words, "error budget");
}

#[test]
fn a_copy_that_was_written_over_the_open_file_gets_the_answers_of_this_session() {
    let (home, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = played(home.path(), &clock);
    let path = home.path().join("journal.sqlite");
    copy(&home.path().join("copy"), &path);
    // Until the damage is noticed, nothing is written.
    assert!(trainer.record(answer(card(4), Grade::Good)).is_err() || count(&mut trainer) == 5);
    if trainer.displaced().is_some() {
        trainer.go_on().unwrap();
        assert_eq!(count(&mut trainer), 4);
        trainer.record(answer(card(4), Grade::Good)).unwrap();
    }
    drop(trainer);
    let mut trainer = open_bare(home.path(), &clock, 3);
    assert_eq!(count(&mut trainer), 5);
}

#[test]
fn a_journal_that_is_gone_is_written_again() {
    let (home, clock) = (tempfile::tempdir().unwrap(), clock());
    for whole_folder in [false, true] {
        let folder = home.path().join(format!("data-{whole_folder}"));
        fs::create_dir(&folder).unwrap();
        clock.0.set(NOON);
        let mut trainer = played(&folder, &clock);
        if whole_folder {
            fs::remove_dir_all(&folder).unwrap();
        } else {
            fs::remove_file(folder.join("journal.sqlite")).unwrap();
        }
        assert!(trainer.record(answer(card(4), Grade::Good)).is_err());
        let (question, comes_of_it) = trainer.displaced().unwrap();
        assert!(question.starts_with("Write"), "{question}");
        assert!(comes_of_it.contains("with 4 answers, the newest"), "{comes_of_it}");
        trainer.go_on().unwrap();
        assert_eq!(count(&mut trainer), 4);
        trainer.record(answer(card(4), Grade::Good)).unwrap();
        drop(trainer);
        let mut trainer = open_bare(&folder, &clock, 3);
        assert_eq!(count(&mut trainer), 5);
    }
}

#[test]
fn a_log_that_was_deleted_loses_nothing() {
    let (home, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = played(home.path(), &clock);
    fs::remove_file(home.path().join("journal.sqlite-wal")).unwrap();
    assert!(trainer.record(answer(card(4), Grade::Good)).is_err());
    trainer.go_on().unwrap();
    assert_eq!(count(&mut trainer), 4);
}

#[test]
fn a_file_that_cannot_be_used_is_moved_aside_and_the_journal_written_again() {
    let (home, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = played(home.path(), &clock);
    let path = home.path().join("journal.sqlite");
    fs::write(home.path().join("new"), "dear diary, nothing happened today").unwrap();
    fs::rename(home.path().join("new"), &path).unwrap();
    let (question, comes_of_it) = trainer.displaced().unwrap();
    assert!(question.starts_with("Write"), "{question}");
    assert!(comes_of_it.contains("it cannot be used. It is moved aside"), "{comes_of_it}");
    let said = trainer.go_on().unwrap();
    assert!(said.contains("it has 4 answers"), "{said}");
    assert_eq!(count(&mut trainer), 4);
    let aside = fs::read_to_string(home.path().join("journal.sqlite.damaged-1.bak")).unwrap();
    assert!(aside.starts_with("dear diary"));
    trainer.record(answer(card(4), Grade::Good)).unwrap();
    drop(trainer);
    assert_eq!(count(&mut open_bare(home.path(), &clock, 3)), 5);
}

#[test]
fn a_pipe_in_the_place_of_the_journal_is_named_and_not_waited_for() {
    let (home, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = played(home.path(), &clock);
    let path = home.path().join("journal.sqlite");
    fs::rename(&path, home.path().join("elsewhere")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert!(trainer.displaced().is_some());
    let error = trainer.go_on().unwrap_err();
    assert!(error.to_string().contains("is not a file"), "{error}");
    fs::remove_file(&path).unwrap();
    fs::rename(home.path().join("elsewhere"), &path).unwrap();
    assert_eq!(count(&mut trainer), 4);
}

#[test]
fn a_corrected_answer_is_added_although_its_date_is_long_past() {
    let (home, clock) = (tempfile::tempdir().unwrap(), clock());
    for is_there in [true, false] {
        let home = home.path().join(is_there.to_string());
        fs::create_dir(&home).unwrap();
        clock.0.set(NOON);
        let mut trainer = played(&home, &clock);
        let now = trainer.now();
        let journal = trainer.journal().unwrap();
        let first = journal.reviews().unwrap().remove(0);
        let right = Review { id: Uuid::from_u128(9), at: first.at.plus_millis(-DAY), ..first };
        journal.correct(&[(first.id, right.clone())], now).unwrap();
        if !is_there {
            fs::write(home.join("copy"), "").unwrap();
        }
        fs::rename(home.join("copy"), home.join("journal.sqlite")).unwrap();
        trainer.go_on().unwrap();
        assert_eq!(count(&mut trainer), 4, "{is_there}");
        let reviews = trainer.journal().unwrap().reviews().unwrap();
        assert!(reviews.contains(&right) && reviews.iter().all(|it| it.id != first.id));
    }
}

/// What is in the file that `said` names: the answers and the jottings.
fn kept(home: &Path, said: &str) -> [i64; 2] {
    let file = home.join("journal.sqlite.kept-1.bak");
    assert!(said.contains(&format!("; {} has it", file.display())), "{said}");
    let kept = rusqlite::Connection::open(file).unwrap();
    ["reviews", "jottings"].map(|table| {
        kept.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    })
}

#[test]
fn what_was_jotted_is_kept_without_an_answer_and_nothing_if_nothing_was_done() {
    let (home, clock) = (tempfile::tempdir().unwrap(), clock());
    for jots in [false, true] {
        let home = home.path().join(format!("it's {jots}"));
        fs::create_dir(&home).unwrap();
        clock.0.set(NOON);
        drop(played(&home, &clock));
        let mut trainer = open_bare(&home, &clock, 3);
        let now = trainer.now();
        let journal = trainer.journal().unwrap();
        let first = journal.reviews().unwrap().remove(0);
        let right = Review { id: Uuid::from_u128(9), at: first.at.plus_millis(-DAY), ..first };
        journal.correct(&[(first.id, right)], now).unwrap();
        drop(trainer);
        clock.0.set(clock.0.get() + 60_000);
        let mut trainer = open_bare(&home, &clock, 4);
        if jots {
            jot(&mut trainer, "error budget");
        }
        fs::rename(home.join("copy"), home.join("journal.sqlite")).unwrap();
        let said = trainer.keep_displaced().unwrap();
        assert_eq!(said.is_some(), jots, "{said:?}");
        if let Some(said) = said {
            assert!(said.starts_with("another file is in the place of your progress"), "{said}");
            assert!(said.contains(r"`shoptalk data restore '") && said.contains(r"it'\''s"));
            assert_eq!(kept(&home, &said), [5, 1]);
        }
    }
}

#[test]
fn a_deleted_file_is_not_called_another_one() {
    let (home, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = played(home.path(), &clock);
    fs::remove_file(home.path().join("journal.sqlite")).unwrap();
    let said = trainer.keep_displaced().unwrap().unwrap();
    assert!(said.starts_with("your progress was moved or deleted while it was open; "), "{said}");
    assert_eq!(kept(home.path(), &said), [4, 0]);
}

#[test]
fn what_was_done_is_kept_until_it_is_in_the_file_that_could_not_be_opened() {
    let (home, clock) = (tempfile::tempdir().unwrap(), clock());
    for is_mended in [false, true] {
        let home = home.path().join(is_mended.to_string());
        fs::create_dir(&home).unwrap();
        clock.0.set(NOON);
        let mut trainer = played(&home, &clock);
        let version = |file: &str, version: u32| {
            let newer = rusqlite::Connection::open(home.join(file)).unwrap();
            newer.pragma_update(None, "user_version", version).unwrap();
        };
        let open = rusqlite::Connection::open(home.join("copy")).unwrap();
        let own = open.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        drop(open);
        version("copy", 999);
        fs::rename(home.join("copy"), home.join("journal.sqlite")).unwrap();
        trainer.go_on().unwrap_err();
        if is_mended {
            version("journal.sqlite", own);
            trainer.go_on().unwrap();
            assert_eq!(count(&mut trainer), 4);
            assert!(!home.join("journal.sqlite.kept-1.bak").exists());
            assert_eq!(trainer.keep_displaced().unwrap(), None);
        } else {
            let said = trainer.keep_displaced().unwrap().unwrap();
            assert_eq!(kept(&home, &said), [4, 0]);
        }
    }
}
