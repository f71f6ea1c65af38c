//! Tests the appearance: the selected row with and without color, and no hidden text from decks.

use std::collections::BTreeSet;

use crate::support::screen::{Screen, key};
use crate::{followed, lab, look_up};

/// The row that contains `text`, and whether all of it is inverse.
fn is_inverse(screen: &vt100::Screen, text: &str) -> bool {
    let (rows, columns) = screen.size();
    (0..rows.get()).any(|row| {
        let line = screen.contents_between(row, 0, row, columns.get());
        let at = line.find(text).and_then(|at| u16::try_from(line[..at].chars().count()).ok());
        let width = u16::try_from(text.chars().count()).unwrap_or(u16::MAX);
        at.is_some_and(|at| {
            (at..at + width).all(|at| screen.cell(row, at).is_some_and(vt100::Cell::inverse))
        })
    })
}

fn has_colour(screen: &vt100::Screen) -> bool {
    let (rows, columns) = screen.size();
    let mut places =
        (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |column| (row, column)));
    places.any(|(row, column)| {
        screen.cell(row, column).is_some_and(|cell| {
            cell.fgcolor() != vt100::Color::Default || cell.bgcolor() != vt100::Color::Default
        })
    })
}

/// Whether the row of `text` has the bar before it and is bold.
fn has_bar(screen: &vt100::Screen, text: &str) -> bool {
    let (rows, columns) = screen.size();
    (0..rows.get()).any(|row| {
        let line = screen.contents_between(row, 0, row, columns.get());
        let at = line.find(text).and_then(|at| u16::try_from(line[..at].chars().count()).ok());
        at.is_some_and(|at| {
            line.contains('▌') && screen.cell(row, at).is_some_and(vt100::Cell::bold)
        })
    })
}

#[test]
fn the_selected_row_has_a_bar_with_and_without_colour() {
    let colours: [(&str, &[&str], bool); 5] = [
        ("", &[], true),
        ("1", &[], false),
        ("", &["--color", "never"], false),
        ("1", &["--color", "always"], true),
        ("0", &[], false),
    ];
    for (no_color, args, colourful) in colours {
        let env = followed().with("NO_COLOR", no_color);
        let mut screen = Screen::open(&env, args, 24, 80);
        screen.shows("new words · about");
        let is_selected =
            |screen: &vt100::Screen, text: &str| has_bar(screen, text) && !is_inverse(screen, text);
        let row = screen.look(|screen| (is_selected(screen, "The lab"), has_colour(screen)));
        assert_eq!(row, (true, colourful), "NO_COLOR={no_color:?} {args:?}\n{}", screen.text());
        for (keys, text) in [("b", "Backend"), ("q", "The lab"), (",", "minutes")] {
            screen.press(keys).until("the selected row", |s| s.look(|s| is_selected(s, text)));
            assert!(colourful || !screen.look(has_colour), "{keys}\n{}", screen.text());
        }
        screen.press(key::CTRL_C).ends_well();
    }
}

/// The colors of the cells in the foreground that are one of the 240 with a fixed value.
fn own_colors(screen: &vt100::Screen) -> BTreeSet<u8> {
    let (rows, columns) = screen.size();
    let cells = (0..rows.get())
        .flat_map(|row| (0..columns.get()).filter_map(move |column| screen.cell(row, column)));
    let colors = cells.filter_map(|cell| match cell.fgcolor() {
        vt100::Color::Idx(number @ 16..) => Some(number),
        _ => None,
    });
    colors.collect()
}

#[test]
fn a_terminal_that_says_its_background_gets_colors_for_it_and_types_nothing() {
    const QUESTION: &str = "\x1b]11;?\x07";
    let asked = |screen: &Screen| String::from_utf8_lossy(&screen.raw()).contains(QUESTION);
    let open = |args: &[&str]| {
        let env = followed().with("TERM", "xterm-256color");
        let mut screen = Screen::open(&env, args, 24, 80);
        screen.shows("new words · about").until("the question", |screen| asked(screen));
        assert_eq!(screen.look(own_colors), BTreeSet::new(), "not before the answer");
        (env, screen)
    };
    // The color of keys on a light background, and on a dark one.
    let keys = [24, 117];
    for (at, answer) in ["\x1b]11;rgb:fdfd/f6f6/e3e3\x07", "\x1b]11;rgb:0000/0000/0000\x1b\\"]
        .into_iter()
        .enumerate()
    {
        let (_env, mut screen) = open(&[]);
        screen.press(answer).until("colors", |s| s.look(own_colors).contains(&keys[at]));
        assert!(!screen.look(own_colors).contains(&keys[1 - at]), "{}", screen.text());
        // None of the letters was taken for a key.
        screen.shows("new words · about").press("q").ends_well();
    }
    // A key goes through while the answer is awaited, and the answer is not taken for keys afterwards.
    let (_env, mut screen) = open(&[]);
    screen.press("b").shows("Decks").press("\x1b]11;rgb:0/0/0\x07");
    screen.until("colors", |s| !s.look(own_colors).is_empty()).shows("Decks");
    screen.press(key::CTRL_C).ends_well();
    for (name, value) in [("TERM", "linux"), ("NO_COLOR", "1")] {
        let env = followed().with("TERM", "xterm-256color").with(name, value);
        let mut screen = Screen::open(&env, &[], 24, 80);
        screen.shows("new words · about");
        assert!(!asked(&screen), "{name}={value}");
        screen.press(key::CTRL_C).ends_well();
    }
}

#[test]
fn nothing_that_a_deck_hides_reaches_the_terminal() {
    let env = lab();
    let evil = r"\x1b[31m\x1b]0;owned\x07\u202eesrever\u2066\x9b5mA\r\nB\x00\x08\x7f";
    let mut deck = format!(
        "deck: evil\ntitle: \"Bad{evil}\"\nsummary: \"Sum{evil}\"\nask: [\"Deck{evil}\"]\nterms:\n"
    );
    for (at, word) in ["Aleph", "Beth", "Gimel", "Daleth", "He"].into_iter().enumerate() {
        deck.push_str(&format!(
            "  - term: \"{word}{evil}\"\n    id: t{at}\n    definition: \"Meaning {at}{evil}\"\n    ask: \"Ask{evil}\"\n    \
             example: \"Example{evil}\"\n    why: \"Why{evil}\"\n    say: \"Say{evil}\"\n    expansion: \"Long{evil}\"\n    \
             aliases: [\"Alias{at}{evil}\"]\n    sounds_like: [\"Sound{at}{evil}\"]\n    level: core\n"
        ));
    }
    // The name of a file can be hostile, too.
    let path = env.write("de\u{1b}[31mcks/ev\u{202e}il.yaml", &deck);
    let path = path.to_str().expect("a temporary path is text");
    let mut screen = Screen::open(&env, &["--decks", path], 24, 80);
    screen.shows("Which teams").press(key::ENTER).press(key::ESC).ends();
    seen(&screen);
    env.run(&["--decks", path, "team", "follow", "evil"]).ends_with(0);
    let mut screen = Screen::open(&env, &["--decks", path], 24, 80);
    screen
        .shows("new words · about")
        .shows("Bad")
        .press("b")
        .shows("Decks")
        // By title, it is the second one.
        .press(key::DOWN)
        .press(key::ENTER);
    screen.shows("Aleph").press(key::ENTER).shows("Meaning 0").press("q").press("q").press("q");
    look_up(&mut screen, "alias3");
    screen.shows("Daleth").press(key::ENTER).press(key::CTRL_F).shows("Type what").press(key::ESC);
    screen.shows("new words · about").press(key::ENTER).shows("A new word").press("i");
    for _ in 0..3 {
        screen.shows("show me").press("0").shows("Here it is");
        screen.read(" ", "the next word", |screen| !screen.text().contains("Here it is"));
        screen.press("i");
    }
    screen.press(key::CTRL_C).ends();
    seen(&screen);
}

/// Panics if anything was written to `screen` that the program's own screens don't draw.
#[track_caller]
fn seen(screen: &Screen) {
    let raw = screen.raw();
    let text = String::from_utf8(raw).expect("the program writes UTF-8");
    // The program's own question about the background.
    let text = text.replacen("\x1b]11;?\x07", "", 1);
    // The wheel's mode, saved and brought back: these two sequences, and no others that end so.
    let text = text.replace("\x1b[?1007s", "").replace("\x1b[?1007r", "");
    for part in
        ["\u{202e}", "\u{2066}", "\u{9b}", "\x1b]", "\x07", "\x08", "\x7f", "\x1b[31m", "\0"]
    {
        assert!(!text.contains(part), "{part:?} reached the terminal");
    }
    // After stripping the sequences: each of the program's own ends with one of these.
    for sequence in text.split("\x1b[").skip(1) {
        let end = sequence.find(|c: char| c.is_ascii_alphabetic()).map(|at| &sequence[at..=at]);
        assert!(matches!(end, Some("m" | "H" | "h" | "l" | "J" | "K")), "{sequence:?}");
    }
}
