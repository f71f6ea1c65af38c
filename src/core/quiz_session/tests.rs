use super::*;
use crate::core::card::{CardId, Direction, TermId};

fn item(name: &str, is_new: bool) -> Item {
    let term = TermId::new("a", name);
    Item { card: CardId::new(term.clone(), Direction::Understand), term, is_new, is_begun: false }
}

fn session(names: &[&str]) -> QuizSession {
    let items = names.iter().map(|name| item(name, name.starts_with('n'))).collect();
    QuizSession::new(Uuid::nil(), Timestamp::default(), items)
}

fn now(session: &QuizSession) -> String {
    session.turn().map_or("-".to_owned(), |turn| turn.item.term.term().to_owned())
}

fn answer(session: &mut QuizSession, grade: Grade) {
    session.answer(grade, Uuid::from_u128(session.answered().len() as u128), Timestamp::default());
}

#[test]
fn a_missed_card_comes_back_after_five_others() {
    let mut session = session(&["a", "b", "c", "d", "e", "f", "g", "h"]);
    answer(&mut session, Grade::Again);
    let mut seen = Vec::new();
    while session.turn().is_some() {
        seen.push(now(&session));
        answer(&mut session, Grade::Good);
    }
    assert_eq!(seen, ["b", "c", "d", "e", "f", "a", "g", "h"]);
}

#[test]
fn a_missed_card_comes_back_after_three_minutes() {
    let mut session = session(&["a", "b", "c"]);
    answer(&mut session, Grade::Again);
    let later = Timestamp::from_millis(3 * 60 * 1000);
    session.answer(Grade::Good, Uuid::nil(), later);
    assert_eq!(now(&session), "a");
}

#[test]
fn a_missed_card_comes_back_at_once_when_nothing_else_is_left() {
    let mut session = session(&["a"]);
    answer(&mut session, Grade::Again);
    assert_eq!(now(&session), "a");
    answer(&mut session, Grade::Good);
    assert_eq!(session.turn(), None);
}

#[test]
fn a_new_word_is_introduced_and_asked_in_the_same_session() {
    let mut session = session(&["n1", "a"]);
    assert_eq!(session.turn().unwrap().step, Step::Introduce);
    session.read(Timestamp::default());
    assert_eq!(now(&session), "a");
    answer(&mut session, Grade::Good);
    let turn = session.turn().unwrap();
    assert_eq!((turn.item.term.term(), turn.step), ("n1", Step::Ask));
}

#[test]
fn many_new_words_are_asked_between_those_that_are_still_to_be_met() {
    let mut session = session(&["n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8"]);
    let mut seen = Vec::new();
    while let Some(turn) = session.turn().cloned() {
        let asked = if turn.step == Step::Introduce { "" } else { "?" };
        seen.push(format!("{}{asked}", now(&session)));
        match turn.step {
            Step::Introduce => session.read(Timestamp::default()),
            Step::Ask | Step::Check => answer(&mut session, Grade::Good),
        }
    }
    assert_eq!(
        seen.join(" "),
        "n1 n2 n1? n3 n4 n5 n6 n2? n7 n3? n8 n4? n5? n6? n7? n8?",
        "the first after two, the rest after five others at least"
    );
}

#[test]
fn a_claim_that_holds_is_an_easy_first_answer() {
    let mut session = session(&["n1"]);
    session.claim();
    assert_eq!(session.turn().unwrap().step, Step::Check);
    assert_eq!(session.grade(Grade::Good), Grade::Easy);
    assert_eq!(session.grade(Grade::Again), Grade::Again);
}

#[test]
fn undo_gives_back_the_session_also_after_the_last_card() {
    let mut session = session(&["a", "b"]);
    answer(&mut session, Grade::Good);
    let before = session.clone();
    answer(&mut session, Grade::Again);
    assert_eq!(session.undo().unwrap().grade, Grade::Again);
    assert_eq!(session, before);
    answer(&mut session, Grade::Good);
    assert_eq!(session.turn(), None);
    session.undo();
    assert_eq!(session, before);
}

#[test]
fn a_word_that_is_put_aside_is_not_asked_again_until_that_is_undone() {
    let mut session = session(&["a", "b", "c"]);
    answer(&mut session, Grade::Again);
    let before = session.clone();
    session.put_aside(&TermId::new("a", "a"), Timestamp::default());
    assert_eq!((now(&session).as_str(), session.left()), ("b", 2));
    session.put_aside(&TermId::new("a", "b"), Timestamp::default());
    assert_eq!((now(&session).as_str(), session.left()), ("c", 1));
    assert_eq!(session.newest(), Some(Newest::Aside(&TermId::new("a", "b"))));
    answer(&mut session, Grade::Good);
    assert!(session.turn().is_none() && matches!(session.newest(), Some(Newest::Answer(_))));
    assert_eq!(session.undo().unwrap().item.term.term(), "c");
    assert_eq!((session.undo(), session.undo()), (None, None));
    assert_eq!(session, before);
    assert!(matches!(session.newest(), Some(Newest::Answer(_))));
}

#[test]
fn a_card_that_is_postponed_comes_after_five_others_or_when_nothing_else_is_left() {
    let mut session = session(&["a", "b", "c"]);
    session.postpone(Timestamp::default());
    assert_eq!((now(&session).as_str(), session.left()), ("b", 3));
    answer(&mut session, Grade::Good);
    answer(&mut session, Grade::Good);
    assert_eq!(now(&session), "a");
    session.postpone(Timestamp::default());
    assert_eq!(now(&session), "a");
}

#[test]
fn undo_before_any_answer_does_nothing() {
    let mut session = session(&["a"]);
    let before = session.clone();
    assert_eq!(session.undo(), None);
    assert_eq!(session, before);
}

#[test]
fn undo_keeps_what_was_introduced_since() {
    let mut session = session(&["a", "n1", "b"]);
    answer(&mut session, Grade::Good);
    session.read(Timestamp::default());
    session.undo();
    assert_eq!(now(&session), "a");
    answer(&mut session, Grade::Good);
    let rest: Vec<_> = std::iter::from_fn(|| {
        let turn = session.turn()?.clone();
        answer(&mut session, Grade::Good);
        Some((turn.item.term.term().to_owned(), turn.step))
    })
    .collect();
    assert!(rest.contains(&("n1".to_owned(), Step::Ask)), "{rest:?}");
    assert_eq!(rest.len(), 2);
}

#[test]
fn a_session_keeps_to_its_minutes_when_words_are_missed() {
    let pace = Pace::default();
    let missed = |session: &mut QuizSession, now: &mut Timestamp| {
        *now = now.plus_millis(10_000);
        session.answer(Grade::Again, Uuid::nil(), *now);
    };
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let mut session = session(&names).within(80_000, pace);
    let mut now = Timestamp::default();
    // Each is missed first and passed when it comes back; there is time for four.
    for _ in 0..4 {
        missed(&mut session, &mut now);
    }
    assert_eq!(session.left(), 4, "what was missed is still asked");
    while session.turn().is_some() {
        now = now.plus_millis(10_000);
        session.answer(Grade::Good, Uuid::nil(), now);
    }
    assert_eq!(now.millis(), 80_000);
    // More minutes allow more words; time on the summary does not count.
    now = now.plus_millis(50_000);
    session.extend(vec![item("e", false), item("f", false)], 30_000, now);
    assert_eq!(session.left(), 2);
    missed(&mut session, &mut now);
    assert_eq!(session.left(), 1);
}

#[test]
fn progress_counts_the_words_passed_of_all_words_and_never_goes_back() {
    let pace = Pace::default();
    let names = ["a", "b", "n1", "c", "d", "e", "f", "g"];
    let mut session = session(&names).within(70_000, pace);
    let mut now = Timestamp::default();
    let mut seen = vec![session.progress()];
    for at in 0..40_u64 {
        let Some(turn) = session.turn() else { break };
        now = now.plus_millis(if at < 3 { 14_000 } else { 2_000 });
        match (turn.step, at % 3) {
            (Step::Introduce, _) => session.read(now),
            (_, 0) if at < 9 => session.answer(Grade::Again, Uuid::nil(), now),
            _ => session.answer(Grade::Good, Uuid::nil(), now),
        }
        if at == 10 {
            session.again(item("a", false), now);
        }
        seen.push(session.progress());
    }
    assert_eq!(session.turn(), None);
    assert_eq!(seen[0], (0, 8), "words that wait count, too");
    assert!(seen.windows(2).all(|pair| pair[1].0 * pair[0].1 >= pair[0].0 * pair[1].1), "{seen:?}");
    let (passed, all) = session.progress();
    assert!(passed == all && all > 0, "at the end everything is done: {seen:?}");
}

#[test]
fn what_had_to_wait_for_misses_is_asked_when_these_take_less_time() {
    let pace = Pace::default();
    let mut session = session(&["a", "b", "c"]).within(55_000, pace);
    let mut now = Timestamp::default();
    let mut answer = |session: &mut QuizSession, grade, ms| {
        now = now.plus_millis(ms);
        session.answer(grade, Uuid::nil(), now);
        session.left()
    };
    // Two answers are outstanding, and another word might be missed, too.
    assert_eq!(answer(&mut session, Grade::Again, 10_000), 3);
    assert_eq!(answer(&mut session, Grade::Again, 10_000), 2);
    assert_eq!(answer(&mut session, Grade::Good, 2_000), 2, "there is time for the third again");
    assert_eq!(answer(&mut session, Grade::Good, 2_000), 1);
    assert_eq!(answer(&mut session, Grade::Good, 2_000), 0);
}

#[test]
fn a_session_asks_one_thing_however_little_time_there_is() {
    let mut session = session(&["a", "b"]).within(1, Pace::default());
    assert_eq!(now(&session), "a");
    answer(&mut session, Grade::Good);
    assert_eq!(session.turn(), None);
    session.undo();
    assert_eq!(now(&session), "a");
}

#[test]
fn a_card_that_is_put_before_the_others_is_asked_once_and_then_the_one_it_interrupted() {
    let mut session = session(&["n1", "b", "c"]);
    session.read(Timestamp::default());
    assert_eq!(now(&session), "b");
    for name in ["x", "c"] {
        session.interrupt(item(name, false), Step::Ask);
    }
    assert_eq!(session.left(), 4);
    let mut seen = Vec::new();
    while session.turn().is_some() {
        seen.push(now(&session));
        answer(&mut session, Grade::Good);
    }
    assert_eq!(seen, ["c", "x", "b", "n1"]);
}

#[test]
fn a_card_is_asked_once_more_on_demand_or_not() {
    let mut session = session(&["a"]);
    answer(&mut session, Grade::Good);
    assert_eq!(session.turn(), None);
    for _ in 0..2 {
        session.again(item("a", false), Timestamp::default());
        assert_eq!((now(&session).as_str(), session.left()), ("a", 1));
    }
    session.drop(&item("a", false).card, Timestamp::default());
    assert_eq!(session.turn(), None);
}

#[test]
fn a_word_that_is_reset_is_met_as_a_new_one_and_its_answers_are_gone() {
    let mut session = session(&["a", "b", "c"]);
    answer(&mut session, Grade::Again);
    answer(&mut session, Grade::Good);
    session.reset(item("a", true), Timestamp::default());
    assert_eq!(session.newest(), None);
    let answered: Vec<_> =
        session.answered().iter().map(|answer| answer.item.term.term()).collect();
    assert_eq!((now(&session).as_str(), answered, session.left()), ("c", vec!["b"], 2));
    answer(&mut session, Grade::Good);
    let turn = session.turn().unwrap();
    assert_eq!((turn.item.term.term(), turn.step), ("a", Step::Introduce));
    // A card that is not pending does not come back.
    session.reset(item("c", true), Timestamp::default());
    assert_eq!(session.left(), 1);
}
