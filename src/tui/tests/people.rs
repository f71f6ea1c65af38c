//! What people explained: credit, thanks, and a word taught back to its team.

use insta::assert_snapshot;

use super::*;
use crate::core::card::{CardId, Direction};
use crate::core::review::{Answer, Form, Grade};
use crate::tui::app::TerminalRequest;

/// Two teams with one word in two senses.
const SHARED: [(&str, &str); 2] = [
    (
        "ops",
        "deck: ops\ntitle: Operations\nterms:\n  - {term: Canary, definition: A release to a few users first., level: core}\n  - {term: Token, definition: A secret that stands for a login., level: core}\n",
    ),
    (
        "web",
        "deck: web\ntitle: Web\nterms:\n  - {term: Token, definition: A named color that code shares., level: core}\n",
    ),
];

/// A user of one team, to whom Ana explained its words.
pub(super) fn taught(days: i64) -> Stage {
    let stage = Stage::new("follow: [ops]\n", &SHARED, Theme::mono());
    let mut someone = trainer(stage.folder.path(), &stage.clock, &SHARED);
    let start = stage.clock.0.get();
    for word in ["canary", "token"] {
        someone.credit(&format!("ops/{word}").parse().unwrap(), "Ana").unwrap();
    }
    for day in [0, 1, days - 1] {
        stage.clock.0.set(start + day * DAY);
        for word in ["canary", "token"] {
            let term = format!("ops/{word}").parse().unwrap();
            let card = CardId::new(term, Direction::Understand);
            let (form, kind) = (Form::Recall, Form::Recall.kind());
            let (grade, session) = (Grade::Good, uuid::Uuid::nil());
            let (sentence, answer, took_ms, hint, cram) = (None, None, 4_000, false, false);
            let answer =
                Answer { card, grade, form, kind, sentence, took_ms, hint, answer, session, cram };
            someone.record(answer).unwrap();
        }
    }
    drop(someone);
    stage.later_with(1, &SHARED)
}

/// The same user, whose quiz asks for the meaning of a word.
fn asked() -> Stage {
    let mut stage = taught(5).later_with(30, &SHARED);
    stage.press("⏎");
    assert_eq!(stage.app.context(), Context::QuizFront, "{}", stage.shown());
    stage
}

fn copied(stage: &Stage) -> &str {
    match &stage.flow {
        Flow::TerminalRequest(TerminalRequest::Copy(text)) => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn home_offers_once_to_thank_for_words_that_were_kept_for_three_months() {
    let stage = taught(60);
    assert!(!stage.says("taught you"), "{}", stage.shown());
    let mut stage = taught(95);
    assert_snapshot!("thanks", stage.shown());
    assert_snapshot!("large_thanks", wide::large(&stage));
    hidden::hide(&mut stage);
    assert!(!stage.shown().contains("Ana"), "{}", stage.shown());
    hidden::hide(&mut stage);
    stage.press("y");
    let thanks = "Thank you for explaining “Canary” and “Token” to me: I still know both.";
    assert_eq!(copied(&stage), thanks);
    assert!(stage.says("✓ copied, if your terminal allows it: Thank you"), "{}", stage.shown());
    assert!(!stage.says("taught you"), "{}", stage.shown());
    stage.press("u");
    assert!(stage.says("! nothing to undo"), "no answer is taken back: {}", stage.shown());
    let mut stage = stage.later_with(1, &SHARED);
    assert!(!stage.says("taught you"), "once for each number of words");
    stage.press("y");
    assert_eq!(stage.flow, Flow::Continue);
}

#[test]
fn thanks_that_are_waved_away_are_not_offered_again() {
    let mut stage = taught(95);
    stage.press("n");
    assert_eq!(stage.flow, Flow::Continue);
    assert!(!stage.says("taught you"), "{}", stage.shown());
    assert!(!stage.later_with(7, &SHARED).says("taught you"));
}

#[test]
fn after_an_answer_the_quiz_says_who_explained_the_word() {
    let mut stage = asked();
    assert!(!stage.says("Explained by"));
    stage.press(" ");
    assert!(stage.says("Explained by  Ana on November 22, 2026"), "{}", stage.shown());
    hidden::hide(&mut stage);
    assert!(stage.says("Explained by  ") && !stage.says("Ana"), "{}", stage.shown());
}

#[test]
fn home_offers_the_bridge_of_the_week_until_it_is_opened() {
    let mut stage = Stage::new("follow: [ops, web]\n", &SHARED, Theme::mono());
    assert_snapshot!("bridge_of_the_week", stage.shown());
    assert_snapshot!("large_bridge_of_the_week", wide::large(&stage));
    stage.press("=");
    assert_eq!(stage.app.context(), Context::Bridge);
    assert!(stage.says("Operations / Web") && stage.says("Token"), "{}", stage.shown());
    stage.press("⎋");
    assert!(!stage.says("means one thing"), "{}", stage.shown());
    // Sunday, November 22; the next week begins on Monday.
    let mut stage = stage.later_with(1, &SHARED);
    assert!(!stage.says("means one thing"), "their only word: {}", stage.shown());
    stage.press("=");
    assert!(stage.says("Operations / Web"), "the selected team's, if there is no offer");
}

#[test]
fn one_team_has_no_bridge() {
    assert!(!taught(60).says("means one thing"));
}

#[test]
fn a_word_is_explained_before_its_meaning_is_shown_and_copied_for_the_team() {
    let mut stage = asked();
    stage.press("T");
    assert_eq!(stage.app.context(), Context::QuizFront, "one tries to recall it first");
    stage.press(" T");
    assert_eq!(stage.app.context(), Context::TeachBack);
    assert!(stage.says("Token") && !stage.says("A secret"), "{}", stage.shown());
    assert_snapshot!("teach_back", stage.shown());
    stage.press("⏎");
    assert!(stage.says("! write what it means"), "{}", stage.shown());
    stage.press("A coin for the bus.⏎");
    assert_eq!(stage.app.context(), Context::TaughtBack);
    assert_snapshot!("taught_back", stage.shown());
    assert_snapshot!("large_taught_back", wide::large(&stage));
    stage.press("y");
    let text = "Token (Operations)\n\nHere is how I understand it. What did I get wrong?\n\n> A coin for the bus.\n\nThe deck says:\n\n> A secret that stands for a login.\n";
    assert_eq!(copied(&stage), text);
    stage.press("⎋");
    assert_eq!(stage.app.context(), Context::QuizBack, "it is still to be graded");
    stage.press("TDraft⎋");
    assert_eq!(stage.app.context(), Context::QuizBack);
    let bytes = std::fs::read(stage.folder.path().join("journal.sqlite")).unwrap();
    assert!(!bytes.windows(11).any(|window| window == b"A coin for "), "nothing is saved");
}

#[test]
fn a_word_is_taught_back_by_typed_lines() {
    let mut stage = asked();
    stage.press(" T");
    assert_eq!(
        stage.app.plain(60).join("\n"),
        "In your own words\n\nToken\nOperations\n\nWhat does it mean? You will read the deck's words next."
    );
    stage.press("A bird.⏎");
    assert_snapshot!("plain_taught_back", stage.app.plain(60).join("\n"));
}

#[test]
fn look_up_does_not_give_away_the_word_that_is_being_explained() {
    let mut stage = asked();
    stage.press(" T");
    stage.control('f');
    stage.press("token");
    assert!(!stage.says("A secret"), "{}", stage.shown());
}

#[test]
fn a_word_is_taught_back_from_its_entry_in_look_up() {
    let mut stage = Stage::new("follow: [ops]\n", &SHARED, Theme::mono());
    stage.press("/canary⏎");
    stage.control('t');
    assert_eq!(stage.app.context(), Context::TeachBack);
    assert!(stage.says("Canary") && !stage.says("A release"), "{}", stage.shown());
}
