//! Tests a quiz, undo, and resuming after a restart.

use std::time::Duration;

use shoptalk::core::time::{Clock as _, SystemClock};

use crate::support::quiz::{LAB, play, settled};
use crate::support::screen::{Screen, key};
use crate::support::{DAY, TestEnv};
use crate::{answer_rightly, followed, lab};

#[test]
fn progress_survives_a_restart() {
    let mut env = followed();
    let mut screen = Screen::open(&env, &["quiz", "--new", "1"], 24, 80);
    screen.shows("A new word").press("i").shows("0 right   1 to go");
    screen.shows("1  ");
    answer_rightly(&mut screen);
    screen.shows("1 right").press(key::CTRL_C).ends_well();

    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("Quiz 5 new words").shows("· 1 answered").shows("5 new");
    screen.press(key::ESC).ends_well();
    env.later(40 * DAY);
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("Welcome back").shows("1 due").press(key::ESC).ends_well();
}

#[test]
fn a_quiz_goes_from_the_first_word_to_the_summary() {
    let env = lab();
    // Not followed: naming the deck is enough.
    let mut screen = Screen::open(&env, &["quiz", "lab", "--minutes", "20"], 24, 80);
    screen.shows("A new word");
    for _ in 0..200 {
        let text = screen.text();
        if text.contains("Come back") {
            break;
        }
        if text.contains("A new word") || text.contains("Right") {
            screen.read(" ", "the next question", |screen| screen.text() != text);
        } else if text.contains("I know this") || text.contains("show me") {
            answer_rightly(&mut screen);
        } else if text.contains("show answer") {
            screen.press(" ").shows("missed it").press("3");
            screen.until("the next question", |screen| screen.text() != text);
        }
    }
    screen.shows("6 words, ").shows("Come back in 2 days");
    screen.read(key::ENTER, "the end", Screen::has_ended).ends_well();
    assert!(!env.settings().exists(), "a deck that is quizzed once is not followed");
}

#[test]
fn an_answer_can_be_taken_back() {
    let env = followed();
    let mut screen = Screen::open(&env, &["quiz", "--new", "1"], 24, 80);
    screen.shows("A new word").go_on(" ", "show me");
    let question = screen.text();
    screen.press("0").shows("again in this quiz").press("u").shows("undone: “wrong” for ");
    screen.shows("0 right");
    assert_eq!(screen.text().lines().nth(3), question.lines().nth(3));
    answer_rightly(&mut screen);
    screen.press("u").shows("undone: “right” for ").press(key::ESC).ends_well();
    let stats = env.run(&["stats", "--json"]).ends_with(0).json();
    assert_eq!(stats["today"]["reviews"], 0, "{stats}");
}

#[test]
fn an_answer_can_be_taken_back_when_the_program_was_left_and_started_again() {
    let env = followed();
    let mut screen = Screen::open(&env, &["quiz", "--new", "1"], 24, 80);
    screen.shows("A new word").press("i").shows("show me");
    answer_rightly(&mut screen);
    screen.press(key::ESC).ends_well();
    let reviews = || env.run(&["stats", "--json"]).ends_with(0).json()["today"]["reviews"].as_u64();
    assert_eq!(reviews(), Some(1));
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("· 1 answered").press("u").shows("undone: “right” for ");
    assert_eq!(reviews(), Some(0));
    screen.go_on("u", "there is nothing to undo today").press(key::ESC).ends_well();
}

/// Sends `key` as a terminal does while it is held: at most 24 times, and not after a gap in which this test was not
/// scheduled, because the program would take that as a release.
fn hold(screen: &mut Screen, key: &str) {
    let mut last = SystemClock.now();
    for _ in 0..24 {
        if SystemClock.now().since(last) > 200 {
            return;
        }
        last = SystemClock.now();
        screen.press(key);
        std::thread::sleep(Duration::from_millis(30));
    }
}

#[test]
fn a_key_that_is_held_down_answers_nothing_and_leaves_the_summary_open() {
    let mut env = followed();
    for day in [0, 4] {
        env.later(day * DAY);
        let mut screen = Screen::open(&env, &["quiz", "--new", "6", "--minutes", "9"], 24, 80);
        screen.shows("0 right");
        play(&mut screen, &LAB);
        screen.shows("Come back ").press(key::ESC).ends_well();
    }
    env.later(60 * DAY);
    let reviews = |env: &TestEnv| {
        env.run(&["stats", "--json"]).ends_with(0).json()["today"]["reviews"].as_u64()
    };
    let args = ["quiz", "--form", "recall", "--minutes", "9"];
    let mut screen = Screen::open(&env, &args, 24, 80);
    screen.shows("show answer");
    hold(&mut screen, key::ENTER);
    screen.shows("0 right").shows("1 missed it");
    assert_eq!(reviews(&env), Some(0));
    // Pasted text arrives all at once if the terminal doesn't mark it.
    screen.press("3").shows("1 right").shows("show answer");
    screen.press(&" 3".repeat(24)).shows("1 missed it").shows("1 right");
    for right in 2..6 {
        screen.go_on("3", &format!("{right} right")).shows("show answer");
        screen.press(" ").shows("1 missed it");
    }
    screen.press(&format!("3{}", key::ENTER.repeat(24))).shows("6 words, 6 answers");
    screen.press(&key::ENTER.repeat(24));
    hold(&mut screen, key::ENTER);
    assert!(settled(&mut screen).contains("6 words, 6 answers"));
    screen.read(key::ENTER, "the end", Screen::has_ended).ends_well();
    assert_eq!(reviews(&env), Some(6));
}
