//! Screens used before, during, and after a meeting.

use insta::assert_snapshot;

use super::{Event, KeyCode, KeyEvent, KeyModifiers, Stage};
use crate::tui::{Context, Theme};

/// Two teams that use the same word in different senses.
const SHARED: [(&str, &str); 2] = [
    (
        "ops",
        "deck: ops\ntitle: Operations\nterms:\n  - {term: Alert, definition: A call for help that a machine makes., level: core}\n  - {term: Token, definition: A secret that stands for a login., level: core}\n",
    ),
    (
        "web",
        "deck: web\ntitle: Web\nterms:\n  - {term: Banner, definition: A line across the page that asks for attention., level: core, see_also: [ops/alert]}\n  - {term: Token, definition: A named colour that code shares., level: core}\n",
    ),
];

/// A user with two months of history with the team selected on home.
fn leader() -> Stage {
    let mut stage = Stage::follower();
    stage.press("⏎");
    for _ in 0..60 {
        match stage.app.context() {
            Context::QuizIntro | Context::QuizPicked => stage.press(" "),
            Context::QuizPick => stage.press("1"),
            _ => break,
        };
    }
    stage.press("⎋⎋");
    stage.later(3)
}

#[test]
fn the_page_before_a_meeting_is_one_key_from_home() {
    let mut stage = leader();
    stage.press("m");
    assert_eq!(stage.app.context(), Context::Brief);
    assert_snapshot!("brief", stage.shown());
    stage.press("⎋");
    assert_eq!(stage.app.context(), Context::Home);
}

#[test]
fn a_question_is_marked_as_asked_with_its_answer_and_not_suggested_again_from_tomorrow() {
    let mut stage = leader();
    stage.press("m");
    let before = stage.shown();
    let question = "What woke somebody up last month?";
    assert!(before.contains(question), "{before}");
    stage.press("⏎");
    assert_snapshot!("brief_asked", stage.shown());
    stage.press("a full disk⏎");
    assert_eq!(stage.app.context(), Context::Brief);
    let after = stage.shown();
    assert!(after.contains("✓ saved"), "{after}");
    assert!(after.contains("(answered today)"), "it keeps its number until tomorrow: {after}");
    stage.press("p");
    assert!(stage.shown().contains("a full disk"), "{}", stage.shown());
    assert_snapshot!("team", stage.shown());
    stage.press("budget disk");
    assert_snapshot!("team_searched", stage.shown());
    stage.press("⎋");
    assert_eq!(stage.app.context(), Context::Brief);
}

#[test]
fn time_with_a_team_is_written_down_and_home_says_how_long_ago_it_was() {
    let mut stage = leader();
    stage.press("v");
    assert_snapshot!("visit", stage.shown());
    stage.press("the handover⏎");
    assert_eq!(stage.app.context(), Context::Home);
    let mut stage = stage.later(12);
    assert!(stage.shown().contains("12 days ago"), "{}", stage.shown());
    assert_snapshot!("home_visits", stage.shown());
    stage.press("m");
    assert!(stage.shown().contains("12 days ago: the handover"), "{}", stage.shown());
}

#[test]
fn the_words_of_the_page_are_drilled_and_no_others() {
    let mut stage = leader();
    stage.press("mw");
    assert!(stage.shown().contains("Cram"), "{}", stage.shown());
}

#[test]
fn nothing_that_was_noted_about_people_is_seen_while_names_are_hidden() {
    let mut stage = leader();
    stage.press("v");
    stage.press("Ana's handover⏎");
    stage.press("m⏎");
    stage.press("Ben said so");
    let key = KeyEvent::new(KeyCode::F(2), KeyModifiers::NONE);
    stage.flow = stage.app.handle(&Event::Key(key));
    assert_snapshot!("hidden_line", stage.shown());
    stage.press("⏎");
    assert_snapshot!("hidden_brief", stage.shown());
    stage.press("p");
    assert_snapshot!("hidden_team", stage.shown());
    for screen in ["", "⎋", "⎋"] {
        stage.press(screen);
        let shown = stage.shown();
        assert!(!shown.contains("Ana") && !shown.contains("Ben"), "{shown}");
        assert!(shown.contains("hidden"), "{shown}");
        assert!(!shown.contains("Last met: P"), "{shown}");
    }
}

#[test]
fn the_page_before_a_meeting_turns_to_the_team_that_is_met_next() {
    let settings = "follow: [ops, web]\nmeets: {ops: fri, web: mon}\n";
    let mut stage = Stage::new(settings, &SHARED, Theme::mono());
    stage.press("m");
    let ops = stage.shown();
    assert!(ops.contains("Before you meet Operations"), "{ops}");
    stage.press("l");
    assert!(stage.shown().contains("Before you meet Web"), "{}", stage.shown());
    stage.press("h");
    assert!(stage.shown().contains("Before you meet Operations"), "{}", stage.shown());
    stage.press("⎋");
    assert_eq!(stage.app.context(), Context::Home, "the pages do not pile up");
    let mut alone = leader();
    alone.press("ml");
    assert_eq!(alone.app.context(), Context::Brief);
}

#[test]
fn two_teams_are_compared_and_turned_through() {
    let mut stage = Stage::new("follow: [ops, web]\n", &SHARED, Theme::mono());
    stage.press("m=");
    assert_eq!(stage.app.context(), Context::Bridge);
    assert_snapshot!("bridge", stage.shown());
    assert_snapshot!("large_bridge", super::wide::large(&stage));
    let before = stage.shown();
    stage.press("ll");
    assert_eq!(stage.shown(), before, "there is one other team");
    stage.press("q⎋");
    assert_eq!(stage.app.context(), Context::Home);
}

#[test]
fn the_brief_says_how_many_words_the_team_has_and_opens_all_of_them() {
    let words: String = (1..=9)
        .map(|n| format!("  - {{term: Word {n}, definition: Meaning {n}., level: core}}\n"))
        .collect();
    let deck = format!("deck: ops\ntitle: Operations\nterms:\n{words}");
    let decks =
        [("art", "deck: art\nterms:\n  - {term: X, definition: d, level: core}\n"), ("ops", &deck)];
    let mut stage = Stage::new("follow: [ops]\n", &decks, Theme::mono());
    stage.press("m");
    assert!(stage.says("Words to have ready (6 of 9)"), "{}", stage.shown());
    stage.press("b");
    assert_eq!(stage.app.context(), Context::Browse);
    assert!(stage.says("Operations") && stage.says("Word 9"), "{}", stage.shown());
    stage.press("⎋⎋");
    assert_eq!(stage.app.context(), Context::Brief);
}
