//! Tests a clock that was wrong for one quiz: what is known, what is said, and that correcting the dates leads to the same states as
//! a right clock.

use super::*;
use crate::core::schedule::CardState;
use crate::trainer::doctor::Doctor;

const HOUR: i64 = 3_600_000;
const YEAR: i64 = 365 * DAY;

/// The quizzes of a learner, at these times after noon of the first day. The one at position `wrong` is held with a clock that is
/// off by `error`. Returns the clock, set to a day after the last quiz.
fn learn(folder: &Path, wrong: usize, error: i64) -> TestClock {
    let clock = clock();
    let times = [0, DAY, 2 * DAY, 3 * DAY + HOUR, 3 * DAY + 2 * HOUR, 4 * DAY, 6 * DAY, 9 * DAY];
    for (n, start) in times.into_iter().enumerate() {
        let off = if n == wrong { error } else { 0 };
        clock.0.set(NOON + start + off);
        let mut trainer = open_bare(folder, &clock, 10 + n as u64);
        let session = trainer.new_session();
        for at in 0..10 {
            clock.0.set(clock.0.get() + 20_000);
            let grade = if (at + n) % 3 == 0 { Grade::Again } else { Grade::Good };
            trainer.record(Answer { session, ..answer(card(at), grade) }).unwrap();
        }
    }
    clock.0.set(NOON + 10 * DAY);
    clock
}

/// The states, without the time of day of the last answer.
fn states(folder: &Path, clock: &TestClock) -> Vec<(CardId, CardState)> {
    let trainer = open_bare(folder, clock, 99);
    let without = |state: &CardState| CardState { last_at: Timestamp::default(), ..*state };
    let mut all: Vec<_> =
        trainer.states().iter().map(|(card, state)| (card.clone(), without(state))).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// Fixes everything, and returns the problems that were found.
fn fix(folder: &Path, clock: &TestClock) -> Vec<String> {
    let mut doctor = Doctor::new(&options(folder, clock, 500)).unwrap().trusting_clock(true);
    let (_, findings, done) = doctor.fix();
    done.unwrap();
    assert!(findings.iter().all(|finding| finding.fixed.is_some()), "{findings:?}");
    findings.into_iter().map(|finding| finding.problem).collect()
}

#[test]
fn after_the_dates_are_corrected_the_states_are_those_of_a_right_clock() {
    let right = tempfile::tempdir().unwrap();
    let clock = learn(right.path(), 0, 0);
    let expected = states(right.path(), &clock);
    fix(right.path(), &clock);
    assert_eq!(states(right.path(), &clock), expected);
    for error in [3 * DAY, YEAR, 30 * YEAR, -HOUR, -3 * YEAR, -20 * YEAR] {
        // Where only one day fits.
        for wrong in [2, 3, 4, 7] {
            let home = tempfile::tempdir().unwrap();
            let clock = learn(home.path(), wrong, error);
            let found = fix(home.path(), &clock);
            let hours = error / HOUR;
            assert_eq!(states(home.path(), &clock), expected, "{wrong}, {hours} hours: {found:?}");
            let corrected = found.iter().any(|problem| problem.contains("the clock was wrong"));
            assert!(corrected || error == -HOUR, "an hour back without a conflict does no harm");
            assert_eq!(fix(home.path(), &clock), [""; 0], "once");
        }
    }
}

#[test]
fn answers_given_after_a_quiz_with_a_wrong_date_count_before_it_is_corrected() {
    let home = tempfile::tempdir().unwrap();
    let clock = clock();
    let mut trainer = open_bare(home.path(), &clock, 1);
    clock.0.set(NOON + YEAR / 2);
    trainer.record(answer(card(0), Grade::Again)).unwrap();
    for day in 1..4 {
        clock.0.set(NOON + day * DAY);
        let (_, state) = trainer.record(answer(card(0), Grade::Good)).unwrap();
        assert!(!state.unfinished, "it is known now");
        assert_eq!(state.last, trainer.today());
        assert_eq!(open_bare(home.path(), &clock, 2).states()[&card(0)], state);
    }
}

#[test]
fn a_jump_of_the_clock_is_said_once() {
    let home = tempfile::tempdir().unwrap();
    let clock = clock();
    let said = |seed| {
        let mut trainer = open_bare(home.path(), &clock, seed);
        trainer.notice_clock_jump();
        let of_clock = |notice: &&String| notice.contains("clock");
        trainer.notices().iter().find(of_clock).cloned()
    };
    let answered = |seed, at| {
        clock.0.set(at);
        open_bare(home.path(), &clock, seed).record(answer(card(0), Grade::Good)).unwrap();
    };
    answered(1, NOON);
    assert_eq!(said(2), None);
    answered(3, NOON + 4 * DAY);
    clock.0.set(NOON + DAY);
    assert_eq!(
        said(4).as_deref(),
        Some(
            "your clock seems to have jumped: the newest answer is 3 days in the future; `shoptalk data doctor` shows it, and `shoptalk data doctor --fix` corrects it"
        )
    );
    assert_eq!(said(5), None, "once");
    answered(6, NOON + DAY);
    assert_eq!(said(7), None, "that it is right again is no jump");
    answered(8, NOON + DAY + HOUR);
    answered(9, NOON + DAY + 60_000);
    clock.0.set(NOON + DAY + 2 * HOUR);
    let back = said(10).unwrap();
    assert!(back.contains("an answer is dated 59 minutes before the one given earlier"), "{back}");
    assert_eq!(said(11), None);
}

#[test]
fn when_all_answers_seem_to_be_in_the_future_no_date_is_corrected() {
    let home = tempfile::tempdir().unwrap();
    let clock = learn(home.path(), 0, 0);
    clock.0.set(NOON - 3 * YEAR);
    let before = states(home.path(), &clock);
    let mut doctor = Doctor::new(&options(home.path(), &clock, 500)).unwrap();
    let (_, findings, _) = doctor.fix();
    let dates: Vec<_> = findings.iter().filter(|finding| finding.check == "dates").collect();
    assert!(!dates.is_empty() && dates.iter().all(|finding| finding.fixed.is_none()));
    assert!(dates[0].problem.contains("set the clock and run this again"), "{dates:?}");
    assert_eq!(states(home.path(), &clock), before);
}
