//! Tests for playing a scene.

use super::*;
use crate::core::card::{CardId, Direction};
use crate::core::deck::scene::{Lands, Line};

const ID: Uuid = Uuid::from_u128(7);
const NOW: Timestamp = Timestamp::from_millis(5);
const TODAY: Day = Day::from_number(20_000);

fn scene(lines: usize) -> Scene {
    let reply = |says: &str, lands| Reply {
        says: says.to_owned(),
        lands,
        why: "That is how it is.".to_owned(),
    };
    Scene {
        id: "night".to_owned(),
        title: "Night".to_owned(),
        setting: "A call.".to_owned(),
        lines: (0..lines)
            .map(|at| Line { who: "engineer".to_owned(), says: format!("line {at}") })
            .collect(),
        replies: vec![
            reply("a", Lands::Helps),
            reply("b", Lands::Flat),
            reply("c", Lands::Micromanages),
        ],
        line: 1,
    }
}

fn word(term: &str, line: usize) -> SceneWord {
    let term = TermId::new("ops", term);
    let card = CardId::new(term.clone(), Direction::Understand);
    SceneWord { card, term, line, place: 0..1, is_sure: true }
}

/// A scene of three lines in which a due word is said first and a new one in the second line.
fn session(read: usize, needs: &[(usize, Need)]) -> SceneSession {
    let words = vec![word("slo", 0), word("canary", 1), word("toil", 1)];
    SceneSession::new(ID, "ops".into(), scene(3), read, words, needs)
}

/// Goes through the rest of the scene. Returns the steps, in words.
fn played(session: &mut SceneSession) -> Vec<String> {
    let mut steps = Vec::new();
    loop {
        steps.push(format!("{:?}", session.step()));
        match session.step() {
            Step::End => return steps,
            Step::Replies => assert!(session.pick(1)),
            Step::Ask(_) | Step::Check(_) => session.answer(Uuid::from_u128(steps.len() as u128)),
            _ => session.go_on(),
        }
    }
}

#[test]
fn a_scene_goes_from_its_setting_over_its_pauses_to_the_words_to_keep() {
    let mut session = session(0, &[(0, Need::Ask), (1, Need::Introduce)]);
    assert_eq!(
        played(&mut session),
        ["Setting", "Ask(0)", "Introduce(1)", "Line(2)", "Check(1)", "Replies", "Landing", "End"],
        "a line with a pause is shown with it, and a new word is asked before the replies"
    );
    assert_eq!((session.asked(), session.picked()), (2, Some(1)));
    assert_eq!(session.play(NOW, TODAY).lines, 3);
    session.go_on();
    assert_eq!(session.step(), Step::End);
}

#[test]
fn a_scene_without_pauses_is_read_line_by_line() {
    let mut session = session(0, &[]);
    let steps = played(&mut session);
    assert_eq!(steps, ["Setting", "Line(0)", "Line(1)", "Line(2)", "Replies", "Landing", "End"]);
}

#[test]
fn a_scene_that_was_left_goes_on_at_the_line_it_was_left_at() {
    let mut left = session(0, &[(0, Need::Ask), (1, Need::Introduce), (2, Need::Ask)]);
    left.go_on();
    left.answer(Uuid::from_u128(1));
    left.go_on();
    assert_eq!(left.step(), Step::Ask(2));
    let play = left.play(NOW, TODAY);
    assert_eq!((play.lines, play.is_ended, play.id), (2, false, ID));
    // The due word was asked, and the new one was introduced.
    let mut session = session(play.lines, &[(1, Need::Check), (2, Need::Ask)]);
    let steps = played(&mut session);
    assert_eq!(steps, ["Ask(2)", "Line(2)", "Check(1)", "Replies", "Landing", "End"]);
    // Words of lines that were read are not asked later.
    let mut session = self::session(3, &[(0, Need::Ask), (1, Need::Introduce)]);
    assert_eq!(played(&mut session), ["Line(2)", "Replies", "Landing", "End"]);
    let session = self::session(99, &[]);
    assert_eq!(session.step(), Step::Line(2), "a scene may have become shorter");
}

#[test]
fn an_answer_that_is_taken_back_is_given_again_and_the_scene_goes_on_where_it_was() {
    let mut session = session(0, &[(0, Need::Ask), (2, Need::Ask)]);
    session.go_on();
    for n in [1, 2] {
        session.answer(Uuid::from_u128(n));
    }
    assert_eq!(session.step(), Step::Line(2));
    let newest = |session: &SceneSession| session.newest().map(|(id, _)| id.as_u128());
    assert_eq!(newest(&session), Some(2));
    assert!(!session.undo(Uuid::from_u128(1)), "the latest comes first");
    assert!(session.undo(Uuid::from_u128(2)) && session.undo(Uuid::from_u128(1)));
    assert_eq!((session.step(), newest(&session)), (Step::Ask(0), None));
    assert_eq!(session.play(NOW, TODAY).lines, 3, "what was read stays read");
    session.answer(Uuid::from_u128(3));
    assert_eq!(session.step(), Step::Ask(2));
    session.answer(Uuid::from_u128(4));
    assert_eq!((session.step(), session.asked()), (Step::Line(2), 2));
}

#[test]
fn the_sentence_of_a_question_is_a_line_of_the_scene_and_no_term() {
    let mut session = session(0, &[(1, Need::Introduce), (2, Need::Ask)]);
    let mut keys = Vec::new();
    while session.step() != Step::Replies {
        keys.extend(session.sentence().map(|key| key.to_string()));
        match session.step() {
            Step::Ask(_) | Step::Check(_) => session.answer(ID),
            _ => session.go_on(),
        }
    }
    assert_eq!(keys, ["ops/night#2"], "only that: what was just introduced is asked by itself");
    assert!(keys[0].parse::<TermId>().is_ok());
    assert!(!crate::core::slug::is_slug(keys[0].split_once('/').unwrap().1));
}

#[test]
fn replies_come_in_an_order_of_each_play_and_only_one_is_picked() {
    let order = |n: u128| -> String {
        let session =
            SceneSession::new(Uuid::from_u128(n), "ops".into(), scene(3), 0, Vec::new(), &[]);
        session.replies().map(|reply| reply.says.as_str()).collect()
    };
    let mut orders: Vec<String> = (0..40).map(order).collect();
    assert_eq!(orders, (0..40).map(order).collect::<Vec<_>>());
    orders.sort();
    orders.dedup();
    assert_eq!(orders.len(), 6);
    let mut session = session(3, &[]);
    assert!(!session.pick(0), "not before the last line");
    session.go_on();
    assert!(!session.pick(3) && session.pick(2) && !session.pick(0));
    assert_eq!((session.picked(), session.step()), (Some(2), Step::Landing));
    assert!(session.play(NOW, TODAY).is_ended);
    session.go_on();
    assert!(session.unpick() && !session.unpick());
    assert_eq!((session.picked(), session.step()), (None, Step::Replies));
    assert!(!session.play(NOW, TODAY).is_ended && session.pick(0), "another one can be picked");
}

#[test]
fn a_word_that_is_explained_is_not_asked_later() {
    let mut session = session(0, &[(0, Need::Explain), (1, Need::Ask)]);
    assert_eq!(session.pauses(), 2);
    assert_eq!(
        played(&mut session),
        ["Setting", "Explain(0)", "Ask(1)", "Line(2)", "Replies", "Landing", "End"]
    );
}
