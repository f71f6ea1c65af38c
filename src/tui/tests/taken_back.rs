//! Undoing answers after the quiz, requesting words again, and resetting words.

use insta::assert_snapshot;

use super::*;

/// A user who was introduced to every word and answered it correctly.
fn played() -> Stage {
    let mut stage = Stage::follower();
    stage.press("⏎").finish();
    stage
}

/// The number of answers that count today.
fn answers(stage: &Stage) -> usize {
    trainer(stage.folder.path(), &stage.clock, &DECKS).done_today().unwrap().answers
}

#[test]
fn answers_are_taken_back_on_the_home_screen_and_a_message_says_which() {
    let mut stage = played();
    let before = answers(&stage);
    stage.press("⏎u");
    assert_eq!((stage.app.context(), answers(&stage)), (Context::Home, before - 1));
    assert!(stage.says("✓ undone: “right” for "));
    assert!(stage.says("Quiz 1 new word"), "its card is as it was: {}", stage.shown());
    for _ in 1..before {
        stage.press("u");
    }
    assert_eq!(answers(&stage), 0);
    stage.press("u");
    assert!(stage.says("! there is nothing to undo today"));
}

#[test]
fn an_answer_of_an_earlier_quiz_is_taken_back_in_a_new_one_and_asked_at_once() {
    let mut stage = played();
    let before = answers(&stage);
    stage.press("⏎⏎");
    assert_eq!(stage.app.context(), Context::Summary);
    assert!(stage.says("u undo"));
    stage.press("u");
    assert_eq!(answers(&stage), before - 1);
    assert!(stage.says("✓ undone: “right” for ") && stage.says("0 right   1 to go"));
    stage.finish();
    assert_eq!((answers(&stage), stage.app.context()), (before, Context::Summary));
    // Undo starts with this quiz's answer, then goes on to earlier ones.
    stage.press("uu");
    assert_eq!(answers(&stage), before - 2);
    assert!(stage.says("0 right   2 to go"));
    stage.finish();
    assert_eq!(answers(&stage), before);
}

#[test]
fn a_word_that_was_answered_is_asked_once_more_on_demand() {
    let mut stage = Stage::follower();
    stage.press("⏎i").pick_right();
    assert!(stage.says("1 right "));
    let left = |stage: &Stage| {
        let head = text(&stage.buffer(80, 24))[1].clone();
        let words: Vec<&str> = head.split_whitespace().collect();
        let at = words.iter().position(|word| *word == "to").unwrap();
        words[at - 1].parse::<usize>().unwrap()
    };
    let before = left(&stage);
    stage.press("r");
    assert!(stage.says("✓ it comes back in this quiz; r undoes that"));
    assert_eq!(left(&stage), before + 1);
    stage.press("r");
    assert!(stage.says("✓ undone: it comes up when it is due"));
    assert_eq!(left(&stage), before);
    stage.press("r").finish();
    assert_eq!(answers(&stage), 8, "seven words, and one of them twice");
}

#[test]
fn a_word_that_is_not_due_is_put_into_the_next_quiz_from_its_entry() {
    let mut stage = played();
    stage.press("⏎");
    assert!(stage.says("Today's quiz is done"));
    stage.press("/toil").control('d');
    assert!(stage.says("✓ it is asked again in your next quiz, 2 days before it is due"));
    stage.control('d');
    assert!(stage.says("✓ undone: it comes up when it is due"));
    stage.press("⎋b⏎");
    while !stage.says("▌ Toil") {
        stage.press("↓");
    }
    stage.press("⏎r");
    assert!(stage.says("✓ it is asked again in your next quiz, 2 days before it is due"));
    stage.press("⎋⎋⎋");
    assert!(stage.says("Quiz 1 due word"), "{}", stage.shown());
    stage.press("⏎");
    assert!(stage.says("Toil") && stage.says("0 right   1 to go"));
    stage.finish();
    assert!(stage.says("1 word, 1 answer"));
    stage.press("⏎");
    assert!(stage.says("Today's quiz is done"));
}

#[test]
fn a_word_is_made_new_again_after_a_question() {
    let mut stage = played();
    let before = answers(&stage);
    stage.press("⏎b⏎⏎R");
    assert_snapshot!("reset", stage.shown());
    stage.press("n");
    assert_eq!(answers(&stage), before);
    stage.press("R⏎ ");
    assert_eq!(
        (stage.app.context(), answers(&stage)),
        (Context::Confirm, before),
        "only y does it"
    );
    stage.press("y");
    assert_eq!((stage.app.context(), answers(&stage)), (Context::Entry, before - 1));
    assert!(stage.says("is new again: 1 answer no longer counts"));
    stage.press("R");
    assert!(stage.says("has no answers yet, so it is new"));
    stage.press("⎋⎋⎋");
    assert!(stage.says("Quiz 1 new word"), "{}", stage.shown());
}

#[test]
fn a_word_that_is_made_new_in_the_quiz_is_met_at_once_and_the_quiz_goes_on() {
    let mut stage = played().later(9);
    stage.press("⏎");
    while stage.app.context() != Context::QuizFront {
        stage.answer();
    }
    stage.press(" Ry");
    assert_eq!(stage.app.context(), Context::QuizIntro);
    assert!(stage.says("is new again: 1 answer no longer counts") && stage.says("0 right"));
    stage.finish();
    assert_eq!(stage.app.context(), Context::Summary);
    assert!(stage.says("7 words, 7 answers"), "{}", stage.shown());
    // Answers from before the reset are undone like those of an earlier quiz.
    let before = answers(&stage);
    stage.press("u");
    assert_eq!(answers(&stage), before - 1);
    stage.finish();
    assert_eq!(answers(&stage), before);
}

#[test]
fn a_word_of_the_quiz_that_is_made_new_in_look_up_comes_as_a_new_one() {
    let mut stage = played().later(9);
    stage.press("⏎");
    let asked = stage.shown();
    let other = if asked.contains("Toil") { "runbook" } else { "toil" };
    stage.press("/").press(other).control('k');
    assert_eq!(stage.app.context(), Context::Confirm);
    stage.press("y⎋");
    assert!(stage.says("0 right   7 to go"));
    let mut met = false;
    while stage.app.context() != Context::Summary {
        met |= stage.app.context() == Context::QuizIntro;
        stage.answer();
    }
    assert!(met);
}

#[test]
fn a_word_whose_answer_is_taken_back_after_the_quiz_is_still_asked_today() {
    let mut stage = Stage::new("follow: [platform, design]\nnew: 2\n", &DECKS, Theme::mono());
    stage.press("⏎i").pick_right().finish();
    assert!(stage.says("3 words, 3 answers"), "{}", stage.shown());
    stage.press("u⎋");
    assert_eq!((stage.app.context(), answers(&stage)), (Context::Home, 2));
    assert!(stage.says("Quiz 1 new word"), "{}", stage.shown());
    // A word that was not known after all takes one of the day's two places.
    stage.press("uu");
    assert!(stage.says("Quiz 2 new words"), "{}", stage.shown());
}
