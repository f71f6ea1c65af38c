//! Answers a whole quiz in a terminal correctly.

use std::cell::RefCell;

use super::screen::{Screen, key};

/// Words, each with a one-line meaning.
pub type Words<'a> = &'a [(&'a str, &'a str)];

/// Six words of a lab, none of which is in a built-in deck.
pub const LAB: [(&str, &str); 6] = [
    ("Alembic", "A still of two vessels joined by a tube."),
    ("Burette", "A tall tube that lets out single drops."),
    ("Crucible", "A small pot that stands great heat."),
    ("Desiccant", "A powder that keeps a closed box dry."),
    ("Eluent", "The liquid that washes a sample along."),
    ("Flocculant", "An agent that makes specks sink as lumps."),
];

/// The key for the correct answer to the question on the screen; `None` at the end.
pub fn right_key(text: &str, words: Words<'_>) -> Option<String> {
    let says = |what: &str| text.contains(what);
    if says("Come back ") {
        return None;
    }
    if says("A new word") || says("+ Right") || says("Not right") || says("Here it is") {
        return Some(" ".to_owned());
    }
    if says("1 missed it") {
        return Some("3".to_owned());
    }
    if says("show answer") {
        return Some(" ".to_owned());
    }
    let is_line = |what: &str| text.lines().any(|line| line.trim() == what);
    let option = |what: &str| {
        let line = text.lines().find(|line| line.trim_end().ends_with(what));
        line.and_then(|line| line.trim_start().get(..1)).map(str::to_owned)
    };
    let asked_word = words.iter().find(|(word, _)| is_line(word));
    let asked_meaning = words.iter().find(|(_, meaning)| is_line(meaning));
    match (asked_word, asked_meaning) {
        (_, Some((word, _))) if says("Answer:") => Some(format!("{word}{}", key::ENTER)),
        // Without options, the answer is to be shown; plain lines say so only the first time.
        (Some((_, answer)), _) | (None, Some((answer, _))) => {
            option(answer).or_else(|| Some(" ".to_owned()))
        }
        (None, None) => panic!("no word is asked:\n{text}"),
    }
}

/// The text of the screen once it has settled.
pub fn settled(screen: &mut Screen) -> String {
    let last = RefCell::new(String::new());
    screen.until("a screen that stands still", |screen| {
        let now = screen.text();
        let is_still = *last.borrow() == now && now.lines().count() > 1;
        last.replace(now);
        is_still
    });
    last.into_inner()
}

/// Answers all questions correctly until the end of the session. Returns the number of key presses.
pub fn play(screen: &mut Screen, words: Words<'_>) -> usize {
    for keys in 0..100 {
        let text = settled(screen);
        let Some(answer) = right_key(&text, words) else { return keys };
        let goes_on = |screen: &Screen| screen.text() != text;
        if answer == " " {
            screen.read(&answer, "the next step", goes_on);
        } else {
            screen.press(&answer).until("the next step", |screen| goes_on(screen));
        }
        // Each letter changes the screen; only the outcome is the next step.
        if answer.ends_with(key::ENTER) {
            screen.shows("You typed: ");
        }
    }
    panic!("the session does not end:\n{}", screen.text());
}
