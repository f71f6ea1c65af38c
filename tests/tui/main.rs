//! Tests user journeys in a real terminal.
#![cfg(unix)]

mod add;
mod captions;
mod home;
mod journal;
mod looks;
mod lookup;
mod outside;
mod quiz;
mod scenes;
#[path = "../support/mod.rs"]
mod support;
mod terminal;

use support::TestEnv;
use support::quiz::LAB;
use support::screen::Screen;

/// A machine with `lab` among the user's own decks.
fn lab() -> TestEnv {
    let env = TestEnv::new();
    let term = |(term, definition): &(&str, &str)| {
        format!("  - {{term: {term}, definition: {definition}, level: core}}\n")
    };
    let terms: String = LAB.iter().map(term).collect();
    env.write("data/decks/lab.yaml", &format!("deck: lab\ntitle: The lab\nterms:\n{terms}"));
    env
}

/// A machine on which `lab` is followed.
fn followed() -> TestEnv {
    let env = lab();
    env.run(&["team", "follow", "lab"]).ends_with(0);
    env
}

/// Presses the number of the option with the meaning of the current word.
#[track_caller]
fn answer_rightly(screen: &mut Screen) {
    let text = screen.text();
    let (word, meaning) =
        LAB.iter().find(|(word, _)| asked(&text, word)).expect("a word of `lab` is asked");
    let option = text.lines().find(|line| line.contains(meaning));
    let option = option.unwrap_or_else(|| panic!("no option is the meaning of {word}:\n{text}"));
    let number = option.trim_start().get(..1).expect("an option has a number");
    screen.press(number).shows("Right");
}

/// Whether `word` is asked on a screen that contains `text`.
fn asked(text: &str, word: &str) -> bool {
    text.lines().any(|line| line.trim() == word)
}

/// Types `word` into look-up, from home.
#[track_caller]
fn look_up(screen: &mut Screen, word: &str) {
    screen.shows("new words · about").press("/").shows("Type what").press(word);
    // Every letter changes the list; only the frame after the last one counts.
    let rest = "looked for";
    screen.press(rest).shows(&format!("Heard: {word}{rest}"));
    screen.press(&"\x7f".repeat(rest.len())).until(word, |screen| {
        screen.text().lines().any(|line| line.trim() == format!("Heard: {word}"))
    });
    screen.until("the list", |screen| screen.text().contains("▌ "));
}
