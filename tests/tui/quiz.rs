//! A quiz, its undo, and what is left of it after a restart.

use crate::support::DAY;
use crate::support::screen::{Screen, key};
use crate::{answer_rightly, followed, lab};

#[test]
fn progress_survives_a_restart() {
    let mut env = followed();
    let mut screen = Screen::open(&env, &["quiz", "--new", "1"], 24, 80);
    screen.shows("A new word").press("k").shows("0 answered, 1 to go");
    screen.shows("1  ");
    answer_rightly(&mut screen);
    screen.shows("1 answered").press(key::CTRL_C).ends_well();

    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("5 new words to meet today").shows("1 answered so far").shows("5 new");
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
            screen.press(" ").until("the next question", |screen| screen.text() != text);
        } else if text.contains("I know this") || text.contains("show me") {
            answer_rightly(&mut screen);
        } else if text.contains("show the answer") {
            screen.press(" ").shows("missed it").press("3");
            screen.until("the next question", |screen| screen.text() != text);
        }
    }
    screen.shows("6 words, ").shows("Come back in 2 days");
    screen.press(key::ENTER).ends_well();
    assert!(!env.settings().exists(), "a deck that is quizzed once is not followed");
}

#[test]
fn an_answer_can_be_taken_back() {
    let env = followed();
    let mut screen = Screen::open(&env, &["quiz", "--new", "1"], 24, 80);
    screen.shows("A new word").press(" ").shows("show me");
    let question = screen.text();
    screen.press("0").shows("1 answered").press("u").shows("taken back").shows("0 answered");
    assert_eq!(screen.text().lines().nth(3), question.lines().nth(3));
    answer_rightly(&mut screen);
    screen.press("u").shows("taken back").press(key::ESC).ends_well();
    let stats = env.run(&["stats", "--json"]).ends_with(0).json();
    assert_eq!(stats["today"]["reviews"], 0, "{stats}");
}
