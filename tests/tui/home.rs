//! Tests home and the first start: what there is to do, the teams, settings, help, and broken decks.

use crate::support::screen::{Screen, key};
use crate::{followed, lab};

#[test]
fn the_first_quiz_is_three_keys_away() {
    let env = lab();
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("Which teams do you work with?").press(" ").shows("[x]");
    screen.press(key::ENTER).shows("How many minutes a day?").shows("5 minutes");
    screen.press(key::ENTER).shows("A new word").shows("0 right");
    screen.press(key::ESC).shows("new words · about").press(key::ESC).ends_well();
    // The questions are asked only once.
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("new words · about").press(key::ESC).ends_well();
}

#[test]
fn without_a_team_the_first_start_says_what_to_do() {
    let env = lab();
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("Which teams").press(key::ENTER).shows("choose a team first");
    screen.press(key::ESC).ends_well();
    assert!(!env.settings().exists());
}

#[test]
fn home_counts_what_there_is_to_do() {
    let env = followed();
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("Quiz 6 new words").shows("6 new").shows("6 core words to meet.");
    screen.shows("2026-11-22");
    screen.press(key::ESC).ends_well();
}

#[test]
fn home_follows_and_leaves_a_team() {
    let env = followed();
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("6 new words").press(" ").press("f").shows("Follow a team to be quizzed");
    screen.shows("you no longer follow The lab").press(key::ENTER).shows("follow a team first");
    screen.go_on("f", "6 new words").press(key::ESC).ends_well();
}

#[test]
fn a_setting_that_was_changed_is_in_the_file() {
    let env = followed();
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("new words · about").press(",").shows("Settings").shows("minutes");
    screen.press(key::RIGHT).shows("6           minutes a day");
    let file = std::fs::read_to_string(env.settings()).expect("the settings were written");
    assert!(file.lines().any(|line| line == "minutes: 6"), "{file}");
    assert!(file.contains("lab"), "what else was set is still there: {file}");
    screen.press(key::ESC).shows("new words · about").press(key::ESC).ends_well();
}

#[test]
fn help_names_the_keys_of_the_place_one_is_in() {
    let env = followed();
    let mut screen = Screen::open(&env, &[], 40, 100);
    screen
        .shows("new words · about")
        .press("?")
        .shows("Keys, any key closes")
        .shows("before a meeting");
    screen.press("b").hides("Keys, any key").shows("new words · about");
    screen.press(key::ENTER).shows("A new word").press("?").shows("I know this").hides("undo");
    screen.press(" ").hides("Keys, any key").shows("A new word").press(key::CTRL_C).ends_well();
}

#[test]
fn a_broken_deck_is_named_and_the_rest_works() {
    let env = followed();
    env.write("data/decks/broken.yaml", "terms:\n  - term: Note: toil\n    definition: x\n");
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("broken.yaml:2:11").shows("Quiz 6 new words");
    screen.press(key::ENTER).shows("A new word").press(key::ESC).shows("new words · about");
    screen.press("/").press("toil").shows("leaves it no").press(key::CTRL_C).ends_well();
}

#[test]
fn what_a_source_replaces_is_named_with_the_command_that_lists_its_errors() {
    let env = followed();
    let term = "  - term: Toil\n    definition: What the squad calls the work that comes back.\n";
    env.write("squad/a.yaml", &format!("extends: platform\nterms:\n{term}"));
    env.write("squad/b.yaml", "terms:\n  - term: Note: toil\n    definition: x\n");
    env.run(&["deck", "sources", "add", "squad"]).ends_with(0);
    let mut screen = Screen::open(&env, &[], 24, 120);
    screen.shows("the source squad replaces `Toil` of the built-in");
    screen.shows("(and 1 more: shoptalk deck sources list)").press(key::ESC).ends_well();
}

#[test]
fn a_journal_that_cannot_be_used_is_named_and_looking_up_works() {
    let env = lab();
    env.write("data/journal.sqlite", &"no journal at all ".repeat(100));
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("journal.sqlite is damaged").press("/").press("toil").shows("leaves it no");
    screen.press(key::CTRL_C).ends_well();
}
