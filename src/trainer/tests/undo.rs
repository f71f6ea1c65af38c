//! Tests undoing answers after their quiz, and resetting a word.

use super::*;
use crate::core::review::Review;

#[test]
fn the_answers_of_today_are_taken_back_one_by_one_whatever_quiz_they_were_given_in() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open_bare(folder.path(), &clock, 1);
    trainer.record(answer(card(0), Grade::Good)).unwrap();
    clock.0.set(NOON + DAY);
    let yesterday = trainer.states().clone();
    let session =
        |number| Answer { session: Uuid::from_u128(number), ..answer(card(1), Grade::Easy) };
    let (first, known) = trainer.record(session(1)).unwrap();
    // The clock is set back, and the program restarted.
    clock.0.set(NOON + DAY - 3_600_000);
    drop(trainer);
    let mut trainer = open_bare(folder.path(), &clock, 2);
    let (second, _) = trainer.record(Answer { grade: Grade::Again, ..session(2) }).unwrap();
    assert_eq!(trainer.undo().unwrap(), Some((second, Some(known))));
    assert_eq!(trainer.undo().unwrap(), Some((first, None)));
    assert_eq!(trainer.states(), &yesterday);
    assert_eq!(trainer.undo().unwrap(), None, "an answer of yesterday stays");
    assert_eq!(trainer.done_today().unwrap().answers, 0);
}

#[test]
fn only_answers_of_this_machine_are_taken_back() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open_bare(folder.path(), &clock, 1);
    let (mine, _) = trainer.record(answer(card(0), Grade::Good)).unwrap();
    let other = Review {
        id: Uuid::from_u128(7),
        device: Uuid::from_u128(8),
        card: card(1),
        at: Timestamp::from_millis(NOON + 1),
        ..mine.clone()
    };
    trainer.journal().unwrap().append(&other, None).unwrap();
    assert_eq!(trainer.undo().unwrap().map(|(review, _)| review), Some(mine));
    assert_eq!(trainer.undo().unwrap(), None);
}

#[test]
fn a_word_that_is_reset_is_new_in_both_directions_and_nothing_is_erased() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    let slo = TermId::new("platform", "slo");
    let both = Direction::ALL.map(|direction| CardId::new(slo.clone(), direction));
    for (day, card) in [&both[0], &both[0], &both[1], &card(2)].into_iter().enumerate() {
        clock.0.set(NOON + i64::try_from(day).unwrap() * 40 * DAY);
        trainer.record(answer(card.clone(), Grade::Good)).unwrap();
    }
    trainer.fluency(&"platform".into(), Level::Core).unwrap();
    assert_eq!((trainer.answers_to(&slo).unwrap(), trainer.reset(&slo).unwrap()), (3, 3));
    assert_eq!(trainer.states().keys().collect::<Vec<_>>(), [&card(2)]);
    let plan = trainer.plan(&platform(), Some(200), Some(100)).unwrap();
    assert!(plan.items.iter().any(|item| item.card == both[0] && item.is_new));
    let fluency = trainer.fluency(&"platform".into(), Level::Core).unwrap().unwrap();
    assert_eq!(trainer.reset(&slo).unwrap(), 0, "there is nothing left to strike");
    drop(trainer);
    let mut trainer = open(folder.path(), &clock, 2);
    assert_eq!(trainer.states().len(), 1);
    let reopened = trainer.fluency(&"platform".into(), Level::Core).unwrap().unwrap();
    assert_eq!(fluency, reopened, "what was known a month ago is without it as well");
    let journal = rusqlite::Connection::open(folder.path().join("journal.sqlite")).unwrap();
    let count = |table| -> i64 {
        journal.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    assert_eq!((count("reviews"), count("strikes")), (4, 3));
}
