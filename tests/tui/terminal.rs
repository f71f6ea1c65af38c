//! Tests the terminal: sizes, scrolling, ways to exit, suspension, and terminals with few features.

use crate::support::TestEnv;
use crate::support::screen::{Screen, key};
use crate::{followed, lab};

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
    // A key pressed during a resize may be delayed until the next key (crossterm 0.29 loses one of two events that
    // are ready at the same time), so press a harmless key until the new size is drawn.
    let settle_and_quit = |screen: &mut Screen, harmless: &str, text: &str| {
        screen.insist(harmless, &format!("“{text}” at 40×80"), |screen| {
            let shown = screen.text();
            let is_whole = shown.lines().last().is_some_and(|line| line.contains("help"));
            // Where a key was lost, the last `q` may have left the program.
            (shown.contains(text) && is_whole) || screen.has_ended()
        });
        screen.press(key::CTRL_C).insist(key::PAGE_UP, "the end", Screen::has_ended).ends_well();
    };
    for (rows, columns) in sizes {
        let mut screen = Screen::open(&env, &[], rows, columns);
        screen.until("a first frame", |screen| !screen.text().trim().is_empty());
        // Help, browse to an entry and back, settings, and an entry in look-up.
        screen.press("? b\r\r\x1b[Bqqq,\x1b[Bq/to\r\x1b[B");
        resize(&mut screen);
        // A lost key may have opened another screen than look-up; each has to be drawn.
        settle_and_quit(&mut screen, key::CTRL_F, "");
    }
    // A quiz: introduction, question, outcome, and help.
    for (goes_on, keys) in [(false, ""), (true, ""), (true, "0"), (false, "?")] {
        let env = followed();
        let mut screen = Screen::open(&env, &["quiz", "--new", "1"], 24, 80);
        screen.shows("A new word");
        if goes_on {
            screen.go_on(" ", "show me");
        }
        screen.press(keys);
        resize(&mut screen);
        settle_and_quit(&mut screen, key::PAGE_UP, "right");
    }
}

#[test]
fn a_small_window_asks_for_room_and_gets_well() {
    let env = followed();
    let mut screen = Screen::open(&env, &["quiz"], 5, 20);
    screen.shows("needs 30×8");
    screen.resize(24, 80).shows("A new word").shows("0 right");
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
fn the_program_and_the_script_around_it_go_to_the_background_and_come_back() {
    let mut env = followed();
    env.set("PATH", "/usr/bin:/bin");
    let mut screen = Screen::open_script(&env, "around.sh", "quiz --new 1");
    screen.shows("A new word");
    for times in 1..=2 {
        screen.press(key::CTRL_Z).until("the shell", |screen| is_stopped(screen, times));
        assert!(!screen.look(vt100::Screen::alternate_screen), "{}", screen.text());
        screen.press("fg\r").shows("A new word").hides("Stopped");
    }
    screen.go_on(" ", "show me").press(key::CTRL_C).shows("script done");
    screen.press("exit\r").ends();
}

#[test]
fn the_program_works_again_after_it_was_stopped_from_outside() {
    let mut env = followed();
    env.set("PATH", "/usr/bin:/bin");
    let mut screen = Screen::open_script(&env, "noted.sh", "quiz --new 1");
    screen.shows("A new word");
    let id = std::fs::read_to_string(env.home().join("pid")).expect("the script notes it");
    let stop = || std::process::Command::new("kill").args(["-STOP", id.trim()]).status();
    for _ in 0..2 {
        assert!(stop().expect("`kill` can be started").success());
        screen.until("the shell", |screen| is_stopped(screen, 1)).press("fg\r");
        screen.hides("Stopped").shows("A new word");
    }
    // Without line mode, a key needs no Enter.
    screen.go_on(" ", "show me").press(key::CTRL_C);
    screen.until("the shell", |screen| !screen.look(vt100::Screen::alternate_screen));
    screen.press("exit\r").ends();
}

#[test]
fn where_no_shell_could_continue_it_the_program_does_not_stop() {
    let env = followed();
    let mut screen = Screen::open(&env, &["quiz", "--new", "1"], 24, 80);
    screen.shows("A new word").press(key::CTRL_Z);
    screen.go_on(" ", "show me").press(key::CTRL_C).ends_well();
}

/// Whether the shell has said so many times that the program is stopped.
fn is_stopped(screen: &Screen, times: usize) -> bool {
    screen.text().matches("Stopped").count() == times
}

#[test]
fn a_dumb_terminal_gets_plain_lines_and_keeps_the_answers() {
    let env = followed().with("TERM", "dumb");
    let mut screen = Screen::open(&env, &["quiz"], 24, 80);
    screen.shows("A new word").shows("Type an empty line");
    screen.press("i\r").shows("What does it mean?").shows("pick 1");
    screen.press("leave\r").ends_well();
    let raw = String::from_utf8_lossy(&screen.raw()).into_owned();
    assert!(!raw.contains('\u{1b}'), "{raw:?}");
}

#[test]
fn before_something_is_erased_for_good_the_program_asks() {
    let env = TestEnv::new();
    env.run(&["jot", "alpha"]).ends_with(0);
    let mut screen = Screen::open(&env, &["data", "forget", "jottings"], 24, 80);
    screen.shows("Erase for good: 1 jotting?").press("no\r").shows("nothing was erased");
    assert_eq!(screen.ends().exit_code(), 1);
    let mut screen = Screen::open(&env, &["data", "forget", "jottings"], 24, 80);
    screen.shows("Type yes").press("yes\r").shows("erased for good: 1 jotting").ends_well();
    assert_eq!(env.run(&["jot", "--json"]).out.trim(), "[]");
}
