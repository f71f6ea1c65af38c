//! Journeys through the program in a real terminal.
#![cfg(unix)]

mod support;

use support::screen::{Screen, key};
use support::{DAY, TestEnv};

/// Six words, none of which is in a deck that ships.
const LAB: &str = "deck: lab
title: The lab
terms:
  - {term: Alembic, definition: A still of two vessels joined by a tube., level: core}
  - {term: Burette, definition: A tall tube that lets out single drops., level: core}
  - {term: Crucible, definition: A small pot that stands great heat., level: core}
  - {term: Desiccant, definition: A powder that keeps a closed box dry., level: core}
  - {term: Eluent, definition: The liquid that washes a sample along., level: core}
  - {term: Flocculant, definition: An agent that makes specks sink as lumps., level: core}
";

/// A machine with the deck `lab` among the user's own.
fn lab() -> TestEnv {
    let env = TestEnv::new();
    env.write("data/decks/lab.yaml", LAB);
    env
}

/// A machine on which `lab` is followed.
fn followed() -> TestEnv {
    let env = lab();
    env.run(&["follow", "lab"]).ends_with(0);
    env
}

/// Presses the number of the option that is the meaning of the word that is asked.
#[track_caller]
fn answer_rightly(screen: &mut Screen) {
    let text = screen.text();
    let (word, meaning) =
        words().find(|(word, _)| asked(&text, word)).expect("a word of `lab` is asked");
    let option = text.lines().find(|line| line.contains(meaning));
    let option = option.unwrap_or_else(|| panic!("no option is the meaning of {word}:\n{text}"));
    let number = option.trim_start().get(..1).expect("an option has a number");
    screen.press(number).shows("Right");
}

fn words() -> impl Iterator<Item = (&'static str, &'static str)> {
    LAB.lines().filter_map(|line| {
        let (word, rest) = line.strip_prefix("  - {term: ")?.split_once(", definition: ")?;
        Some((word, rest.split_once('.')?.0))
    })
}

fn asked(text: &str, word: &str) -> bool {
    text.lines().any(|line| line.trim() == word)
}

#[test]
fn the_first_quiz_is_three_keys_away() {
    let env = lab();
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("Which teams do you work with?").press(" ").shows("[x]");
    screen.press(key::ENTER).shows("How many minutes a day?").shows("5 minutes");
    screen.press(key::ENTER).shows("A new word").shows("0 answered");
    screen.press(key::ESC).shows("to meet today").press(key::ESC).ends_well();
    // The questions are asked once.
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("to meet today").press(key::ESC).ends_well();
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
    screen.shows("6 new words to meet today").shows("6 new").shows("0 of 6 core words");
    screen.shows("2026-11-22");
    screen.press(key::ESC).ends_well();
}

#[test]
fn home_follows_and_leaves_a_team() {
    let env = followed();
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("6 new words").press(" ").shows("You follow no team yet");
    screen.press(key::ENTER).shows("follow a team first");
    screen.press(" ").shows("6 new words").press(key::ESC).ends_well();
}

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
    screen.shows("6 words done").shows("Come back in 2 days");
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

#[test]
fn a_word_can_be_looked_up_in_the_middle_of_a_question() {
    let env = followed();
    let mut screen = Screen::open(&env, &["quiz", "--new", "1"], 24, 80);
    screen.shows("A new word").press(" ").shows("show me");
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
    screen.shows("A new word").press(" ").shows("show me");
    let text = screen.text();
    let (word, meaning) =
        words().find(|(word, _)| asked(&text, word)).expect("a word of `lab` is asked");
    screen.press("/").shows("Type what").press(word).shows(&format!("Heard: {word}"));
    screen.hides("Type what");
    assert!(!screen.text().contains(meaning), "{}", screen.text());
    // A letter of a command is text in a field.
    screen.press("?q").shows(&format!("{word}?q")).press(key::CTRL_C).ends_well();
}

#[test]
fn what_was_opened_in_look_up_comes_first_among_the_new_words() {
    let mut env = followed();
    // In a small window an entry that is opened takes the place of the list.
    for (word, at) in [("Flocculant", 1), ("Desiccant", 2)] {
        env.later(at * 1000);
        let mut screen = Screen::open(&env, &[], 12, 50);
        look_up(&mut screen, word);
        let list = screen.text();
        screen.press(key::ENTER).until("the entry", |screen| screen.text() != list);
        screen.press(key::ESC).until("the list", |screen| screen.text() == list);
        screen.press(key::ESC).shows("to meet today").press(key::ENTER);
        screen.shows("A new word").shows(word).press(key::CTRL_C).ends_well();
    }
}

/// Types `word` into the look-up, from home.
#[track_caller]
fn look_up(screen: &mut Screen, word: &str) {
    screen.shows("to meet today").press("/").shows("Type what").press(word);
    // Every letter changes the list; only what is drawn after the last one counts.
    let rest = "looked for";
    screen.press(rest).shows(&format!("Heard: {word}{rest}"));
    screen.press(&"\x7f".repeat(rest.len())).until(word, |screen| {
        screen.text().lines().any(|line| line.trim() == format!("Heard: {word}"))
    });
    screen.until("the list", |screen| screen.text().contains("▌ "));
}

#[test]
fn decks_can_be_read_at_leisure() {
    let env = followed();
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen
        .shows("to meet today")
        .press("b")
        .shows("Decks")
        .shows("Platform and SRE")
        .shows("6 words");
    // `lab` was loaded last.
    screen.press("G").press(key::ENTER).shows("Alembic").shows("core");
    screen.press(key::DOWN).press(key::ENTER).shows("lets out single drops");
    screen.press("q").shows("Alembic").press("q").shows("Platform and SRE").press("q");
    screen.shows("to meet today").press(key::ESC).ends_well();
}

#[test]
fn a_setting_that_was_changed_is_in_the_file() {
    let env = followed();
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("to meet today").press(",").shows("Settings").shows("minutes");
    screen.press(key::RIGHT).shows("6       minutes a day");
    let file = std::fs::read_to_string(env.settings()).expect("the settings were written");
    assert!(file.lines().any(|line| line == "minutes: 6"), "{file}");
    assert!(file.contains("lab"), "what else was set is still there: {file}");
    screen.press(key::ESC).shows("to meet today").press(key::ESC).ends_well();
}

#[test]
fn help_names_the_keys_of_the_place_one_is_in() {
    let env = followed();
    let mut screen = Screen::open(&env, &[], 40, 100);
    screen
        .shows("to meet today")
        .press("?")
        .shows("Keys, any key closes")
        .shows("before a meeting");
    screen.press("b").hides("Keys, any key").shows("to meet today");
    screen.press(key::ENTER).shows("A new word").press("?").shows("I know this").shows("undo");
    screen.press(" ").hides("Keys, any key").shows("A new word").press(key::CTRL_C).ends_well();
}

#[test]
fn a_broken_deck_is_named_and_the_rest_works() {
    let env = followed();
    env.write("data/decks/broken.yaml", "terms:\n  - term: Note: toil\n    definition: x\n");
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("broken.yaml:2:11").shows("6 new words to meet today");
    screen.press(key::ENTER).shows("A new word").press(key::ESC).shows("to meet today");
    screen.press("/").press("toil").shows("leaves it no").press(key::CTRL_C).ends_well();
}

#[test]
fn a_journal_that_cannot_be_used_is_named_and_looking_up_works() {
    let env = lab();
    env.write("data/journal.sqlite", &"no journal at all ".repeat(100));
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("journal.sqlite is damaged").press("/").press("toil").shows("leaves it no");
    screen.press(key::CTRL_C).ends_well();
}

#[test]
fn no_size_is_too_small() {
    let env = followed();
    let sizes = [(24, 80), (12, 40), (5, 20), (8, 30), (1, 1), (2, 300), (100, 9)];
    let resize = |screen: &mut Screen| {
        for (rows, columns) in sizes {
            screen.resize(rows, columns);
        }
        screen.resize(40, 80);
    };
    // What comes from the keyboard at the very moment of a resize may wait for the next key (crossterm 0.29 forgets
    // one of two things that are ready at once), so a harmless key is pressed until the new size is drawn.
    let settle_and_quit = |screen: &mut Screen, harmless: &str, text: &str| {
        screen.insist(harmless, &format!("“{text}” at 40×80"), |screen| {
            let screen = screen.text();
            screen.contains(text) && screen.lines().last().is_some_and(|line| line.contains("help"))
        });
        screen.press(key::CTRL_C).insist(key::PAGE_UP, "the end", Screen::has_ended).ends_well();
    };
    for (rows, columns) in sizes {
        let mut screen = Screen::open(&env, &[], rows, columns);
        screen.until("a first frame", |screen| !screen.text().trim().is_empty());
        // Help, browse down to an entry and back, settings, and an entry in look-up.
        screen.press("? b\r\r\x1b[Bqqq,\x1b[Bq/to\r\x1b[B");
        resize(&mut screen);
        settle_and_quit(&mut screen, key::CTRL_F, "Type what");
    }
    // A quiz: introduction, question, outcome, and help.
    for keys in ["", " ", " 0", "?"] {
        let env = followed();
        let mut screen = Screen::open(&env, &["quiz", "--new", "1"], 24, 80);
        screen.shows("A new word").press(keys);
        resize(&mut screen);
        settle_and_quit(&mut screen, key::PAGE_UP, "answered");
    }
}

#[test]
fn a_small_window_asks_for_room_and_gets_well() {
    let env = followed();
    let mut screen = Screen::open(&env, &["quiz"], 5, 20);
    screen.shows("a little larger");
    screen.resize(24, 80).shows("A new word").shows("0 answered");
    screen.resize(12, 40).shows("A new word").shows("space go on").press(key::CTRL_C).ends_well();
}

#[test]
fn a_long_text_can_be_scrolled_on_a_small_screen() {
    let env = lab();
    let long: String = (1..=80).map(|n| format!("word{n} ")).collect();
    let deck = format!("terms:\n  - {{term: Tome, definition: {long}the end, level: core}}\n");
    let deck = env.write("tome.yaml", &deck);
    let deck = deck.to_str().expect("a temporary path is text");
    let mut screen = Screen::open(&env, &["--decks", deck, "quiz", "tome"], 12, 40);
    screen.shows("word1 ").hides("word80").press("\x1b[6~").press("\x1b[6~").press("\x1b[6~");
    screen.press("\x1b[6~").press("\x1b[6~").shows("the end").press(key::CTRL_C).ends_well();
}

#[test]
fn every_way_to_end_gives_the_terminal_back() {
    let env = followed();
    let mut screen = Screen::open(&env, &["quiz"], 24, 80);
    screen.shows("A new word").press(key::CTRL_C).ends_well();
    for (signal, number) in [("TERM", 15), ("HUP", 1), ("INT", 2)] {
        let mut screen = Screen::open(&env, &["quiz"], 24, 80);
        screen.shows("A new word").signal(signal);
        let status = screen.ends();
        assert_eq!(status.exit_code(), 128 + number, "SIG{signal}");
        screen.is_restored();
    }
}

#[test]
fn the_program_goes_to_the_background_and_comes_back() {
    let env = followed();
    let mut screen = Screen::open(&env, &["quiz", "--new", "1"], 24, 80);
    screen.shows("A new word");
    let before = screen.text();
    for _ in 0..2 {
        screen.press(key::CTRL_Z).until("the program to stop", |screen| is_stopped(screen));
        screen.until("the terminal", |screen| !screen.look(vt100::Screen::alternate_screen));
        screen.is_restored();
        screen.signal("CONT").until("the screen as it was", |screen| {
            screen.look(vt100::Screen::alternate_screen) && screen.text() == before
        });
    }
    screen.press(" ").shows("show me").press(key::CTRL_C).ends_well();
}

/// Whether the program is stopped, without waiting for it.
fn is_stopped(screen: &Screen) -> bool {
    let id = screen.process_id().to_string();
    if cfg!(target_os = "linux") {
        // The state stands behind the name, which is in brackets.
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        return stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T'));
    }
    let ps = std::process::Command::new("ps").args(["-o", "state=", "-p", &id]).output();
    ps.is_ok_and(|ps| ps.stdout.trim_ascii_start().starts_with(b"T"))
}

/// The row on which `text` is, and whether all of it is inverse.
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

#[test]
fn the_selected_row_is_reversed_with_and_without_colour() {
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
        screen.shows("to meet today");
        let row = screen.look(|screen| (is_inverse(screen, "The lab"), has_colour(screen)));
        assert_eq!(row, (true, colourful), "NO_COLOR={no_color:?} {args:?}\n{}", screen.text());
        for (keys, text) in [("b", "Backend"), ("q", "The lab"), (",", "minutes")] {
            screen.press(keys).until("the selected row", |s| s.look(|s| is_inverse(s, text)));
            assert!(colourful || !screen.look(has_colour), "{keys}\n{}", screen.text());
        }
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
    // The name of a file is hostile text, too.
    let path = env.write("de\u{1b}[31mcks/ev\u{202e}il.yaml", &deck);
    let path = path.to_str().expect("a temporary path is text");
    let mut screen = Screen::open(&env, &["--decks", path], 24, 80);
    screen.shows("Which teams").press(key::ENTER).press(key::ESC).ends();
    seen(&screen);
    env.run(&["--decks", path, "follow", "evil"]).ends_with(0);
    let mut screen = Screen::open(&env, &["--decks", path], 24, 80);
    screen
        .shows("to meet today")
        .shows("Bad")
        .press("b")
        .shows("Decks")
        .press("G")
        .press(key::ENTER);
    screen.shows("Aleph").press(key::ENTER).shows("Meaning 0").press("q").press("q").press("q");
    look_up(&mut screen, "alias3");
    screen.shows("Daleth").press(key::ENTER).press(key::CTRL_F).shows("Type what").press(key::ESC);
    screen.shows("to meet today").press(key::ENTER).shows("A new word").press(" ");
    for _ in 0..3 {
        screen.press(" ").press("0").press(" ");
    }
    screen.press(key::CTRL_C).ends();
    seen(&screen);
}

/// Panics when anything but what the screens themselves draw was written to `screen`.
#[track_caller]
fn seen(screen: &Screen) {
    let raw = screen.raw();
    let text = String::from_utf8(raw).expect("the program writes UTF-8");
    for part in
        ["\u{202e}", "\u{2066}", "\u{9b}", "\x1b]", "\x07", "\x08", "\x7f", "\x1b[31m", "\0"]
    {
        assert!(!text.contains(part), "{part:?} reached the terminal");
    }
    // What is left of the sequences: the program's own end in one of these.
    for sequence in text.split("\x1b[").skip(1) {
        let end = sequence.find(|c: char| c.is_ascii_alphabetic()).map(|at| &sequence[at..=at]);
        assert!(matches!(end, Some("m" | "H" | "h" | "l" | "J" | "K")), "{sequence:?}");
    }
}

#[test]
fn a_dumb_terminal_gets_plain_lines_and_keeps_the_answers() {
    let env = followed().with("TERM", "dumb");
    let mut screen = Screen::open(&env, &["quiz"], 24, 80);
    screen.shows("A new word").shows("Type an empty line");
    screen.press("k\r").shows("What does it mean?").shows("pick 1");
    screen.press("leave\r").ends_well();
    let raw = String::from_utf8_lossy(&screen.raw()).into_owned();
    assert!(!raw.contains('\u{1b}'), "{raw:?}");
}

/// Opens the entry of the first word of `lab`.
fn first_entry(env: &TestEnv) -> Screen {
    let mut screen = Screen::open(env, &[], 24, 80);
    screen.shows("new words").press("b").shows("Decks");
    // `lab` is the last of the decks.
    screen.press("G").press(key::ENTER).shows("Alembic").press(key::ENTER).shows("A still of two");
    screen
}

#[test]
fn an_entry_is_copied_through_the_terminal() {
    let env = followed();
    let mut screen = first_entry(&env);
    screen.press("y").shows("copied, if your terminal allows it");
    let raw = String::from_utf8_lossy(&screen.raw()).into_owned();
    // "Alembic (The lab)" in base64, as far as whole groups of three bytes go.
    assert!(raw.contains("\u{1b}]52;c;QWxlbWJpYyAoVGhlIGxhYi"), "{raw:?}");
    screen.press(key::CTRL_C).ends_well();
}

#[test]
fn the_deck_is_edited_in_ones_own_editor_and_read_again() {
    let mut env = followed();
    // An editor that says what it was called with, is interrupted from the keyboard, and saves a change.
    let script = "#!/bin/sh\nprintf '%s\\n' \"$@\" > called.txt\nkill -INT $PPID\nsleep 0.2\nstty -a > modes.txt\n\
                  sed -i.old 's/two vessels/three vessels/' \"$2\"\n";
    let script = env.write("my editor/vi", script);
    std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .expect("a script can be made to run");
    env.set("EDITOR", format!("'{}'", script.display()));
    env.set("PATH", "/usr/bin:/bin");
    let mut screen = first_entry(&env);
    screen.press("e").shows("the decks were read again").shows("A still of three");
    let called = std::fs::read_to_string(env.home().join("called.txt")).expect("it was called");
    let file = env.data().join("decks").join("lab.yaml");
    assert_eq!(called, format!("+4\n{}\n", file.display()));
    let modes = std::fs::read_to_string(env.home().join("modes.txt")).expect("it was called");
    assert!(
        modes.contains(" icanon"),
        "the editor finds the terminal as a shell leaves it: {modes}"
    );
    // The keys work as before.
    screen.press(key::ESC).shows("Burette").press(key::CTRL_C).ends_well();
}

#[test]
fn a_deck_that_was_broken_by_its_editor_serves_as_it_was_and_a_word_that_is_gone_is_not_asked() {
    let mut env = followed();
    let script = |name: &str, what: &str| {
        let script = env.write(name, &format!("#!/bin/sh\n{what}\n"));
        std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .expect("a script can be made to run");
        script.display().to_string()
    };
    let breaks = script("breaks", "echo ' : : [' >> \"$1\"");
    let empties = script(
        "empties",
        "sed -i.old '/term: [A-F]/d' \"$1\"; echo '  - {term: Gel, definition: A soft solid.}' >> \"$1\"",
    );
    env.set("PATH", "/usr/bin:/bin");
    env.set("EDITOR", breaks);
    let mut screen = Screen::open(&env, &["quiz", "lab"], 24, 80);
    screen.shows("A new word").press("k").shows("What does it mean?").press("0");
    screen.shows("Here it is, comes back").press("e").shows("until this is mended the words serve");
    screen.shows("lab.yaml:10").press(" ").shows("A new word").press(key::ESC).ends_well();
    env.write("data/decks/lab.yaml", LAB);
    env.set("EDITOR", empties);
    env.set("SHOPTALK_SEED", "9");
    let mut screen = Screen::open(&env, &["quiz", "lab"], 24, 80);
    screen.shows("What does it mean?").press("0");
    screen.shows("Here it is, comes back").press("e").shows("in no deck any more");
    screen.press(" ").shows(" in all").press(key::ENTER).ends_well();
}

#[test]
fn a_deck_that_ships_is_not_opened_and_without_an_editor_the_place_is_said() {
    let env = followed();
    let mut screen = first_entry(&env);
    screen.press("e").shows("lab.yaml:4; set EDITOR");
    screen.press(key::ESC).shows("Burette").press(key::ESC).shows("Decks").press("g");
    screen.press(key::ENTER).press(key::ENTER).shows("n note");
    screen.press("e").shows("this word ships inside shoptalk").press(key::CTRL_C).ends_well();
}

#[test]
fn look_up_alone_opens_at_once_and_escape_leaves_the_program() {
    let env = followed();
    let mut screen = Screen::open(&env, &["lookup"], 24, 80);
    screen.shows("Type what you heard").press("burett").shows("A tall tube");
    screen.press(key::ENTER).shows("see also").press(key::ESC).shows("enter open");
    screen.press(key::ESC).ends_well();
    // It is noted like any look-up.
    let mut screen = Screen::open(&env, &["lookup"], 24, 80);
    screen.shows("Looked up lately").shows("Burette").press(key::CTRL_C).ends_well();
}

#[test]
fn from_hearing_a_word_to_being_quizzed_on_it() {
    let mut env = followed();
    // Heard, looked up, and jotted down with enter.
    let mut screen = Screen::open(&env, &["lookup"], 24, 80);
    screen.shows("Type what you heard").press("flucks kompensator").shows("Nothing like that yet");
    screen.shows("▌ Jot “flucks kompensator” down").press(key::ENTER).shows("is kept");
    screen.press(key::ESC).ends_well();

    // Asked, and answered on the screen for it.
    env.later(DAY);
    let mut screen = Screen::open(&env, &[], 24, 80);
    screen.shows("1 to ask").press("a").shows("flucks kompensator").shows("yesterday").press("a");
    screen.shows("What you were told").press("What keeps the time machine going.").press(key::UP);
    screen.press("\x15").press("Flux compensator").shows("Flux compensator").press(key::ENTER);
    screen.shows("in your own words now").press(key::ESC).shows("My own words");
    let file = std::fs::read_to_string(env.data().join("decks/mine.yaml")).expect("it is written");
    assert!(file.contains("sounds_like: [flucks kompensator]"), "{file}");

    // Found from then on, by what was heard too, and quizzed.
    screen.press("/").shows("Type what").press("flucks komp").shows("time machine").press(key::ESC);
    screen.shows("to meet today").press(key::CTRL_C).ends_well();
    let mut screen = Screen::open(&env, &["quiz", "mine"], 24, 80);
    screen.shows("A new word").shows("Flux compensator").press(key::CTRL_C).ends_well();
    let proposed = env.run(&["propose"]).ends_with(0);
    assert!(proposed.out.starts_with("New word: Flux compensator\n"), "{proposed:#?}");
}

#[test]
fn before_something_is_erased_for_good_the_program_asks() {
    let env = TestEnv::new();
    env.run(&["jot", "alpha"]).ends_with(0);
    let mut screen = Screen::open(&env, &["forget", "jottings"], 24, 80);
    screen.shows("Erase 1 jotting for good?").press("no\r").shows("nothing is erased");
    assert_eq!(screen.ends().exit_code(), 1);
    let mut screen = Screen::open(&env, &["forget", "jottings"], 24, 80);
    screen.shows("Type yes").press("yes\r").shows("1 jotting erased for good").ends_well();
    assert_eq!(env.run(&["jot", "--json"]).out.trim(), "[]");
}
