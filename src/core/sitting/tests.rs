use super::*;
use crate::core::card::{CardId, Direction, TermId};

fn item(name: &str, is_new: bool) -> Item {
    let term = TermId::new("a", name);
    Item { card: CardId::new(term.clone(), Direction::Understand), term, is_new, is_begun: false }
}

fn sitting(names: &[&str]) -> Sitting {
    let items = names.iter().map(|name| item(name, name.starts_with('n'))).collect();
    Sitting::new(Uuid::nil(), Timestamp::default(), items)
}

fn now(sitting: &Sitting) -> String {
    sitting.turn().map_or("-".to_owned(), |turn| turn.item.term.term().to_owned())
}

fn answer(sitting: &mut Sitting, grade: Grade) {
    sitting.answer(grade, Uuid::from_u128(sitting.answered().len() as u128), Timestamp::default());
}

#[test]
fn a_missed_card_comes_back_after_five_others() {
    let mut sitting = sitting(&["a", "b", "c", "d", "e", "f", "g", "h"]);
    answer(&mut sitting, Grade::Again);
    let mut seen = Vec::new();
    while sitting.turn().is_some() {
        seen.push(now(&sitting));
        answer(&mut sitting, Grade::Good);
    }
    assert_eq!(seen, ["b", "c", "d", "e", "f", "a", "g", "h"]);
}

#[test]
fn a_missed_card_comes_back_after_three_minutes() {
    let mut sitting = sitting(&["a", "b", "c"]);
    answer(&mut sitting, Grade::Again);
    let later = Timestamp::from_millis(3 * 60 * 1000);
    sitting.answer(Grade::Good, Uuid::nil(), later);
    assert_eq!(now(&sitting), "a");
}

#[test]
fn a_missed_card_comes_back_at_once_when_nothing_else_is_left() {
    let mut sitting = sitting(&["a"]);
    answer(&mut sitting, Grade::Again);
    assert_eq!(now(&sitting), "a");
    answer(&mut sitting, Grade::Good);
    assert_eq!(sitting.turn(), None);
}

#[test]
fn a_new_word_is_introduced_and_asked_in_the_same_sitting() {
    let mut sitting = sitting(&["n1", "a"]);
    assert_eq!(sitting.turn().unwrap().step, Step::Introduce);
    sitting.read(Timestamp::default());
    assert_eq!(now(&sitting), "a");
    answer(&mut sitting, Grade::Good);
    let turn = sitting.turn().unwrap();
    assert_eq!((turn.item.term.term(), turn.step), ("n1", Step::Ask));
}

#[test]
fn many_new_words_are_asked_between_those_that_are_still_to_be_met() {
    let mut sitting = sitting(&["n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8"]);
    let mut seen = Vec::new();
    while let Some(turn) = sitting.turn().cloned() {
        let asked = if turn.step == Step::Introduce { "" } else { "?" };
        seen.push(format!("{}{asked}", now(&sitting)));
        match turn.step {
            Step::Introduce => sitting.read(Timestamp::default()),
            Step::Ask | Step::Check => answer(&mut sitting, Grade::Good),
        }
    }
    assert_eq!(
        seen.join(" "),
        "n1 n2 n3 n4 n5 n6 n1? n7 n2? n8 n3? n4? n5? n6? n7? n8?",
        "each after five others at least"
    );
}

#[test]
fn a_claim_that_holds_is_an_easy_first_answer() {
    let mut sitting = sitting(&["n1"]);
    sitting.claim();
    assert_eq!(sitting.turn().unwrap().step, Step::Check);
    assert_eq!(sitting.grade(Grade::Good), Grade::Easy);
    assert_eq!(sitting.grade(Grade::Again), Grade::Again);
}

#[test]
fn undo_gives_back_the_sitting_also_after_the_last_card() {
    let mut sitting = sitting(&["a", "b"]);
    answer(&mut sitting, Grade::Good);
    let before = sitting.clone();
    answer(&mut sitting, Grade::Again);
    assert_eq!(sitting.undo().unwrap().grade, Grade::Again);
    assert_eq!(sitting, before);
    answer(&mut sitting, Grade::Good);
    assert_eq!(sitting.turn(), None);
    sitting.undo();
    assert_eq!(sitting, before);
}

#[test]
fn a_word_that_is_put_aside_is_not_asked_again_until_that_is_undone() {
    let mut sitting = sitting(&["a", "b", "c"]);
    answer(&mut sitting, Grade::Again);
    let before = sitting.clone();
    sitting.put_aside(&TermId::new("a", "a"), Timestamp::default());
    assert_eq!((now(&sitting).as_str(), sitting.left()), ("b", 2));
    sitting.put_aside(&TermId::new("a", "b"), Timestamp::default());
    assert_eq!((now(&sitting).as_str(), sitting.left()), ("c", 1));
    assert_eq!(sitting.newest(), Some(Newest::Aside(&TermId::new("a", "b"))));
    answer(&mut sitting, Grade::Good);
    assert!(sitting.turn().is_none() && matches!(sitting.newest(), Some(Newest::Answer(_))));
    assert_eq!(sitting.undo().unwrap().item.term.term(), "c");
    assert_eq!((sitting.undo(), sitting.undo()), (None, None));
    assert_eq!(sitting, before);
    assert!(matches!(sitting.newest(), Some(Newest::Answer(_))));
}

#[test]
fn a_card_that_is_postponed_comes_after_five_others_or_when_nothing_else_is_left() {
    let mut sitting = sitting(&["a", "b", "c"]);
    sitting.postpone(Timestamp::default());
    assert_eq!((now(&sitting).as_str(), sitting.left()), ("b", 3));
    answer(&mut sitting, Grade::Good);
    answer(&mut sitting, Grade::Good);
    assert_eq!(now(&sitting), "a");
    sitting.postpone(Timestamp::default());
    assert_eq!(now(&sitting), "a");
}

#[test]
fn undo_before_any_answer_does_nothing() {
    let mut sitting = sitting(&["a"]);
    let before = sitting.clone();
    assert_eq!(sitting.undo(), None);
    assert_eq!(sitting, before);
}

#[test]
fn undo_keeps_what_was_introduced_since() {
    let mut sitting = sitting(&["a", "n1", "b"]);
    answer(&mut sitting, Grade::Good);
    sitting.read(Timestamp::default());
    sitting.undo();
    assert_eq!(now(&sitting), "a");
    answer(&mut sitting, Grade::Good);
    let rest: Vec<_> = std::iter::from_fn(|| {
        let turn = sitting.turn()?.clone();
        answer(&mut sitting, Grade::Good);
        Some((turn.item.term.term().to_owned(), turn.step))
    })
    .collect();
    assert!(rest.contains(&("n1".to_owned(), Step::Ask)), "{rest:?}");
    assert_eq!(rest.len(), 2);
}

#[test]
fn a_sitting_keeps_to_its_minutes_when_words_are_missed() {
    let pace = Pace::default();
    let missed = |sitting: &mut Sitting, now: &mut Timestamp| {
        *now = now.plus_millis(10_000);
        sitting.answer(Grade::Again, Uuid::nil(), *now);
    };
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let mut sitting = sitting(&names).within(80_000, pace);
    let mut now = Timestamp::default();
    // Each is missed, and right when it comes back: there is time for four of them.
    for _ in 0..4 {
        missed(&mut sitting, &mut now);
    }
    assert_eq!(sitting.left(), 4, "what was missed is still asked");
    while sitting.turn().is_some() {
        now = now.plus_millis(10_000);
        sitting.answer(Grade::Good, Uuid::nil(), now);
    }
    assert_eq!(now.millis(), 80_000);
    // More minutes, more words; time at the summary does not count.
    now = now.plus_millis(50_000);
    sitting.extend(vec![item("e", false), item("f", false)], 30_000, now);
    assert_eq!(sitting.left(), 2);
    missed(&mut sitting, &mut now);
    assert_eq!(sitting.left(), 1);
}

#[test]
fn what_had_to_wait_for_misses_is_asked_when_these_take_less_time() {
    let pace = Pace::default();
    let mut sitting = sitting(&["a", "b", "c"]).within(55_000, pace);
    let mut now = Timestamp::default();
    let mut answer = |sitting: &mut Sitting, grade, ms| {
        now = now.plus_millis(ms);
        sitting.answer(grade, Uuid::nil(), now);
        sitting.left()
    };
    // Two answers are owed, and another word could be missed, too.
    assert_eq!(answer(&mut sitting, Grade::Again, 10_000), 3);
    assert_eq!(answer(&mut sitting, Grade::Again, 10_000), 2);
    assert_eq!(answer(&mut sitting, Grade::Good, 2_000), 2, "there is time for the third again");
    assert_eq!(answer(&mut sitting, Grade::Good, 2_000), 1);
    assert_eq!(answer(&mut sitting, Grade::Good, 2_000), 0);
}

#[test]
fn a_sitting_asks_one_thing_however_little_time_there_is() {
    let mut sitting = sitting(&["a", "b"]).within(1, Pace::default());
    assert_eq!(now(&sitting), "a");
    answer(&mut sitting, Grade::Good);
    assert_eq!(sitting.turn(), None);
    sitting.undo();
    assert_eq!(now(&sitting), "a");
}

#[test]
fn a_card_that_is_put_before_the_others_is_asked_once_and_then_the_one_it_interrupted() {
    let mut sitting = sitting(&["n1", "b", "c"]);
    sitting.read(Timestamp::default());
    assert_eq!(now(&sitting), "b");
    for name in ["x", "c"] {
        sitting.interrupt(item(name, false), Step::Ask);
    }
    assert_eq!(sitting.left(), 4);
    let mut seen = Vec::new();
    while sitting.turn().is_some() {
        seen.push(now(&sitting));
        answer(&mut sitting, Grade::Good);
    }
    assert_eq!(seen, ["c", "x", "b", "n1"]);
}

#[test]
fn a_card_is_asked_once_more_on_demand_or_not() {
    let mut sitting = sitting(&["a"]);
    answer(&mut sitting, Grade::Good);
    assert_eq!(sitting.turn(), None);
    for _ in 0..2 {
        sitting.again(item("a", false), Timestamp::default());
        assert_eq!((now(&sitting).as_str(), sitting.left()), ("a", 1));
    }
    sitting.drop(&item("a", false).card, Timestamp::default());
    assert_eq!(sitting.turn(), None);
}

#[test]
fn a_word_that_is_reset_is_met_as_a_new_one_and_its_answers_are_gone() {
    let mut sitting = sitting(&["a", "b", "c"]);
    answer(&mut sitting, Grade::Again);
    answer(&mut sitting, Grade::Good);
    sitting.reset(item("a", true), Timestamp::default());
    assert_eq!(sitting.newest(), None);
    let answered: Vec<_> =
        sitting.answered().iter().map(|answer| answer.item.term.term()).collect();
    assert_eq!((now(&sitting).as_str(), answered, sitting.left()), ("c", vec!["b"], 2));
    answer(&mut sitting, Grade::Good);
    let turn = sitting.turn().unwrap();
    assert_eq!((turn.item.term.term(), turn.step), ("a", Step::Introduce));
    // One that is not to come does not come.
    sitting.reset(item("c", true), Timestamp::default());
    assert_eq!(sitting.left(), 1);
}
