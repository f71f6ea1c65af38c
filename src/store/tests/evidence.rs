//! Tests which values are kept where a row, an index over it and a backup disagree: each bit of an answer is damaged in turn.

use std::fs;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::core::review::Review;
use crate::core::rng::Ids;
use crate::core::time::{Calendar, Timestamp};
use crate::store::doctor::examine;
use crate::store::salvage::salvage;
use crate::store::tests::{BORN, id, open_in, review};
use crate::store::{Journal, copies};

const DAY: i64 = 86_400_000;
/// The answer that is damaged.
const DAMAGED: usize = 29;

/// Answers as the program writes them: with IDs that tell the time, six a day.
fn answers() -> Vec<Review> {
    let (mut ids, calendar) = (Ids::new(1), Calendar::new(jiff::tz::TimeZone::UTC, 4));
    let mut session = Uuid::nil();
    let mut answer = |n: i64| {
        let at = Timestamp::from_millis(BORN.millis() + n / 6 * DAY + n % 6 * 17_345);
        if n % 6 == 0 {
            session = ids.next(at);
        }
        let day = calendar.day(at);
        Review { id: ids.next(at), at, day, session, ..review(1 + u32::try_from(n).unwrap()) }
    };
    (0..60).map(&mut answer).collect()
}

/// A closed journal with these answers, and a backup if there is to be one.
fn filled(home: &Path, answers: &[Review], backup: bool) -> PathBuf {
    let mut journal = open_in(home).unwrap();
    for answer in answers {
        journal.append(answer, None).unwrap();
    }
    if backup {
        journal.back_up(answers[59].day).unwrap();
    }
    journal.path().to_owned()
}

/// Where the row of `answer` begins with its ID in the file, also in parts that are no longer used; and its length, to the end of the session.
fn places(file: &[u8], answer: &Review) -> (Vec<usize>, usize) {
    let start = [answer.id.as_bytes(), answer.card.term.as_str().as_bytes()].concat();
    let windows = file.windows(start.len()).enumerate();
    let found: Vec<_> = windows.filter(|(_, bytes)| *bytes == start).map(|(at, _)| at).collect();
    let session = answer.session.as_bytes();
    let end = file[found[0]..].windows(16).position(|bytes| bytes == session).unwrap();
    (found, end + 16)
}

/// The answers after one bit was damaged and the journal was opened, or else salvaged; and what was said.
fn healed(home: &Path, path: &Path) -> (Vec<Review>, String) {
    let opened = open_in(home).and_then(|journal| Ok((journal.reviews()?, journal.rebuilt())));
    if let Ok((found, said)) = opened {
        return (found, said.unwrap_or_default());
    }
    let saved = salvage(path, BORN, id(1)).unwrap();
    let said = format!("{:?}; {}", saved.missing, saved.corrected.told().join("; "));
    (open_in(home).unwrap().reviews().unwrap(), said)
}

/// Damages one bit of an answer after the other. Calls `judge` with the bit, what is there then, what was said, and the number of
/// answers that differ from the backup.
fn damage(backup: bool, judge: impl Fn(usize, &Path, &[Review], &str, usize)) {
    let answers = answers();
    let home = tempfile::tempdir().unwrap();
    let path = filled(home.path(), &answers, backup);
    let sound = fs::read(&path).unwrap();
    let (places, length) = places(&sound, &answers[DAMAGED]);
    for at in 0..length {
        let mut file = sound.clone();
        for place in &places {
            file[place + at] ^= 1 << (at % 8);
        }
        fs::write(&path, &file).unwrap();
        let unlike = examine(&path).unlike_backup;
        let (found, said) = healed(home.path(), &path);
        judge(at, &path, &found, &said, unlike);
        for copy in copies::all(&path).unwrap() {
            if !copy.starts_with(copies::folder_of_backups(&path)) {
                fs::remove_file(copy).unwrap();
            }
        }
    }
}

#[test]
fn a_damaged_bit_of_an_answer_is_put_right_by_its_indexes() {
    let answers = answers();
    damage(false, |at, _, found, said, _| {
        let is_said = said.contains("perhaps wrong") || said.contains("[30..=30]");
        let known = |review: &Review| {
            let Review { card, at, day, session, .. } = review;
            (card.clone(), *at, *day, *session)
        };
        let right = found.get(DAMAGED).is_some_and(|it| known(it) == known(&answers[DAMAGED]));
        assert!(right || is_said, "{at}: {said} {found:?}");
    });
}

#[test]
fn with_a_backup_every_damaged_bit_of_an_answer_is_put_right() {
    let answers = answers();
    damage(true, |at, path, found, said, unlike| {
        if *found != answers {
            // SQLite finds it sound.
            assert_eq!((unlike, said), (1, ""), "{at}");
            assert_eq!(salvage(path, BORN, id(1)).unwrap().corrected.from_backup, 1, "{at}");
            assert_eq!(open_in(path.parent().unwrap()).unwrap().reviews().unwrap(), answers);
        }
    });
}

#[test]
fn the_doctor_finds_an_answer_that_is_not_as_in_the_backup() {
    let answers = answers();
    let home = tempfile::tempdir().unwrap();
    let path = filled(home.path(), &answers, true);
    let mut file = fs::read(&path).unwrap();
    // The grade is the byte before the form.
    let (places, _) = places(&file, &answers[DAMAGED]);
    let form = answers[DAMAGED].form.as_ref().as_bytes();
    for place in places {
        let form = file[place..].windows(form.len()).position(|bytes| bytes == form).unwrap();
        let grade = &mut file[place + form - 1];
        *grade = if *grade == 3 { 4 } else { 3 };
    }
    fs::write(&path, &file).unwrap();
    let found = examine(&path);
    assert!(found.error.is_none());
    assert_eq!(found.unlike_backup, 1);
    let saved = salvage(&path, BORN, id(1)).unwrap();
    assert_eq!(saved.corrected.from_backup, 1);
    let journal: Journal = open_in(home.path()).unwrap();
    assert_eq!(journal.reviews().unwrap(), answers);
    assert_eq!(examine(&path).unlike_backup, 0);
}
