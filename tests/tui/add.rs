//! Tests that `deck add` asks on a terminal, where several lines can be pasted.

use std::fs;

use crate::lab;
use crate::support::screen::{Screen, key};

/// The lines of a word in the deck that was added by pressing `definition` and these `aliases`.
fn added(definition: &str, aliases: &str) -> String {
    let env = lab();
    let mut screen = Screen::open(&env, &["deck", "add", "lab"], 40, 80);
    screen.shows("The word").press("Pipetteu\x7f\r").shows("What it means, in 10");
    screen.press(definition).shows("press Enter to skip");
    screen.shows("three to nine words").press("\r").shows("say, using the word").press("\r");
    screen.shows("Why the team cares").press("\r").shows("ask next").press("\r");
    screen.shows("Other names").press(aliases).shows("only heard it");
    while !screen.text().contains("Add it to") {
        let before = screen.text();
        screen.press("\r").until("a question", |screen| screen.text() != before);
    }
    screen.press("y\r").shows("lab/pipette is in").ends_well();
    let file = env.data().join("decks/lab.yaml");
    let text = fs::read_to_string(file).expect("the deck is there");
    text[text.find("  - term: Pipette").expect("the word is there")..].to_owned()
}

#[test]
fn pasted_lines_are_one_answer() {
    let definition = "definition: A thin glass tube for moving small amounts of a liquid";
    let pasted = "\x1b[200~A thin glass tube\nfor moving small\r\namounts of a liquid\x1b[201~\r";
    let word = added(pasted, "\x1b[200~dropper\nglass pipe\x1b[201~\r");
    assert!(word.contains(definition), "{word}");
    assert!(word.contains("aliases: [dropper, glass pipe]"), "{word}");
    // As sent by a terminal that does not mark what is pasted, the last line with its end.
    let word = added("A thin glass tube\rfor moving small\ramounts of a liquid\r", "\r");
    assert!(word.contains(definition), "{word}");
    assert!(!word.contains("aliases"), "{word}");
}

#[test]
fn one_leaves_with_ctrl_c_and_nothing_is_written() {
    let env = lab();
    let file = env.data().join("decks/lab.yaml");
    let before = fs::read(&file).expect("the deck is there");
    let mut screen = Screen::open(&env, &["deck", "add", "lab"], 24, 80);
    screen.shows("The word").press("Pipette").shows("Pipette").press(key::CTRL_C);
    screen.shows("nothing was written");
    assert_eq!(fs::read(&file).expect("the deck is there"), before);
}
