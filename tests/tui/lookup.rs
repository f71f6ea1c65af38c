//! Tests look-up, from home and during a question, and reading decks.

use crate::support::DAY;
use crate::support::quiz::LAB;
use crate::support::screen::{Screen, key};
use crate::{asked, followed, look_up};

#[test]
fn a_word_can_be_looked_up_in_the_middle_of_a_question() {
    let env = followed();
    let mut screen = Screen::open(&env, &["quiz", "--new", "1"], 24, 80);
    screen.shows("A new word").go_on(" ", "show me");
    let question = screen.text();
    for open in ["/", key::CTRL_F] {
        screen.press(open).shows("Type what you heard").press("eror budg").shows("Error budget");
        screen.shows("unreliability").press(key::CTRL_F).shows("Type what you heard");
        screen.press("toil").shows("leaves it no").press(key::ESC).hides("Heard: toil");
        screen.until("the question", |screen| screen.text() == question);
    }
    screen.press(key::CTRL_C).ends_well();
}

#[test]
fn look_up_does_not_give_away_what_is_asked() {
    let env = followed();
    let mut screen = Screen::open(&env, &["quiz", "--new", "1"], 24, 80);
    screen.shows("A new word").go_on(" ", "show me");
    let text = screen.text();
    let (word, meaning) =
        LAB.iter().find(|(word, _)| asked(&text, word)).expect("a word of `lab` is asked");
    screen.press("/").shows("Type what").press(word).shows(&format!("Heard: {word}"));
    screen.hides("Type what");
    assert!(!screen.text().contains(meaning), "{}", screen.text());
    // In the field, the letter of a command is text.
    screen.press("?q").shows(&format!("{word}?q")).press(key::CTRL_C).ends_well();
}

#[test]
fn what_was_opened_in_look_up_comes_first_among_the_new_words() {
    let mut env = followed();
    // In a small window, an open entry replaces the list.
    for (word, at) in [("Flocculant", 1), ("Desiccant", 2)] {
        env.later(at * 60_000);
        let mut screen = Screen::open(&env, &[], 12, 50);
        look_up(&mut screen, word);
        let list = screen.text();
        screen.press(key::ENTER).until("the entry", |screen| screen.text() != list);
        screen.press(key::ESC).until("the list", |screen| screen.text() == list);
        screen.press(key::ESC).shows("new words · about").press(key::ENTER);
        screen.shows("A new word").shows(word).press(key::CTRL_C).ends_well();
    }
}

#[test]
fn decks_can_be_read_at_leisure() {
    let env = followed();
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen
        .shows("new words · about")
        .press("b")
        .shows("Decks")
        .shows("Platform and SRE")
        .shows("6 words");
    // By title, `lab` is the last but one.
    screen.press("G").press(key::UP).press(key::ENTER).shows("Alembic").shows("core");
    screen.press(key::DOWN).press(key::ENTER).shows("lets out single drops");
    screen.press("q").shows("Alembic").press("q").shows("Platform and SRE").press("q");
    screen.shows("new words · about").press(key::ESC).ends_well();
}

#[test]
fn look_up_alone_opens_at_once_and_escape_leaves_the_program() {
    let env = followed();
    let mut screen = Screen::open(&env, &["lookup"], 24, 80);
    screen.shows("Type what you heard").press("burett").shows("A tall tube");
    screen.press(key::ENTER).hides("enter open").press(key::ESC).shows("enter open");
    screen.press(key::ESC).ends_well();
    // It is recorded like any look-up.
    let mut screen = Screen::open(&env, &["lookup"], 24, 80);
    screen.shows("Recent look-ups").shows("Burette").press(key::CTRL_C).ends_well();
}

#[test]
fn from_hearing_a_word_to_being_quizzed_on_it() {
    let mut env = followed();
    // Heard, looked up, and jotted down with Enter.
    let mut screen = Screen::open(&env, &["lookup"], 24, 80);
    screen.shows("Type what you heard").press("flucks kompensator").shows("Nothing like that yet");
    screen.shows("▌ Jot “flucks kompensator” down").press(key::ENTER).shows("is saved");
    screen.press(key::ESC).ends_well();

    // Asked, and answered on the screen for that.
    env.later(DAY + 3_600_000);
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("1 to ask").press("a").shows("flucks kompensator").shows("yesterday").press("w");
    screen.shows("What you were told").press("What keeps the time machine going.").press(key::UP);
    screen.press("\x15").press("Flux compensator").shows("Flux compensator").press(key::ENTER);
    screen.shows("added to your own words").press(key::ESC).shows("My own words");
    let file = std::fs::read_to_string(env.data().join("decks/mine.yaml")).expect("it is written");
    assert!(file.contains("sounds_like: [flucks kompensator]"), "{file}");

    // Now look-up finds it, also by what was heard, and the quiz asks it.
    screen.press("/").shows("Type what").press("flucks komp").shows("time machine").press(key::ESC);
    screen.shows("new words · about").press(key::CTRL_C).ends_well();
    let mut screen = Screen::open(&env, &["quiz", "mine"], 24, 80);
    screen.shows("A new word").shows("Flux compensator").press(key::CTRL_C).ends_well();
    let proposed = env.run(&["deck", "propose"]).ends_with(0);
    assert!(proposed.out.starts_with("New word: Flux compensator\n"), "{proposed:#?}");
}

#[test]
fn a_sentence_in_a_narrow_terminal_is_wrapped_and_its_meanings_are_cut() {
    let env = followed();
    let sentence = "half the error budget is gone so tell kubectl to stop";
    let mut screen = Screen::open(&env, &["lookup", sentence], 24, 40);
    screen.shows("Terms").shows("amount of failure a service");
    let text = screen.text();
    let rows: Vec<&str> = text.lines().map(str::trim_end).collect();
    let at = rows.iter().position(|row| row.starts_with("error budget"));
    let below = at.and_then(|at| rows.get(at + 1)).expect("a line below");
    assert_eq!(*below, "amount of failure a service is allowed", "{text}");
    screen.ends_well();
}

#[test]
fn a_sentence_that_is_pasted_is_read_at_once() {
    let env = followed();
    let mut screen = Screen::open(&env, &["lookup"], 24, 80);
    screen.shows("Type what you heard");
    screen.press("\u{1b}[200~half the error budget is gone\rso tell kubectl to stop\u{1b}[201~");
    screen.shows("amount of failure a service is allowed").shows("▌ Error budget");
    screen.press(key::CTRL_C).ends_well();
}
