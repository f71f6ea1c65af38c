//! Tests what leaves the program: a copied entry, and a deck in the user's editor.

use crate::followed;
use crate::support::TestEnv;
use crate::support::screen::{Screen, key};

/// Opens the entry of the first word of `lab`.
fn first_entry(env: &TestEnv) -> Screen {
    let mut screen = Screen::open(env, &[], 24, 80);
    screen.shows("new words").press("b").shows("Decks");
    // By title, `lab` is the last deck but one.
    screen.press("G").press(key::UP).press(key::ENTER).shows("Alembic");
    screen.press(key::ENTER).shows("A still of two");
    screen
}

#[test]
fn an_entry_is_copied_through_the_terminal() {
    let env = followed();
    let mut screen = first_entry(&env);
    screen.press("y").shows("copied, if your terminal allows it");
    let raw = String::from_utf8_lossy(&screen.raw()).into_owned();
    // "Alembic (The lab)" in base64, up to the last complete group of three bytes.
    assert!(raw.contains("\u{1b}]52;c;QWxlbWJpYyAoVGhlIGxhYi"), "{raw:?}");
    screen.press(key::CTRL_C).ends_well();
}

#[test]
fn the_deck_is_edited_in_ones_own_editor_and_read_again() {
    let mut env = followed();
    // An editor that records its arguments, gets an interrupt from the keyboard, and saves a change.
    let script = "#!/bin/sh\nprintf '%s\\n' \"$@\" > called.txt\nkill -INT $PPID\nsleep 0.2\nstty -a > modes.txt\n\
                  sed -i.old 's/two vessels/three vessels/' \"$2\"\n";
    let script = env.write("my editor/vi", script);
    std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .expect("a script can be made to run");
    env.set("EDITOR", format!("'{}'", script.display()));
    env.set("PATH", "/usr/bin:/bin");
    let mut screen = first_entry(&env);
    screen.press("e").shows("decks reloaded").shows("A still of three");
    let called = std::fs::read_to_string(env.home().join("called.txt")).expect("it was called");
    let file = env.data().join("decks").join("lab.yaml");
    assert_eq!(called, format!("+4\n{}\n", file.display()));
    let modes = std::fs::read_to_string(env.home().join("modes.txt")).expect("it was called");
    assert!(
        modes.contains(" icanon"),
        "the editor finds the terminal as a shell leaves it: {modes}"
    );
    // The keys still work.
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
    let file = env.data().join("decks").join("lab.yaml");
    let before = std::fs::read_to_string(&file).expect("the deck is there");
    env.set("PATH", "/usr/bin:/bin");
    env.set("EDITOR", breaks);
    let mut screen = Screen::open(&env, &["quiz", "lab"], 24, 80);
    screen.shows("A new word").press("i").shows("What does it mean?").press("0");
    screen.shows("Here it is. You").press("e").shows("until this is fixed, the old words");
    screen.shows("lab.yaml:10").go_on(" ", "A new word").press(key::ESC).ends_well();
    std::fs::write(&file, &before).expect("the deck can be fixed");
    env.set("EDITOR", empties);
    env.set("SHOPTALK_SEED", "9");
    let mut screen = Screen::open(&env, &["quiz", "lab"], 24, 80);
    screen.shows("What does it mean?").press("0");
    screen.shows("Here it is. You").press("e").shows("no longer in any deck");
    screen.go_on(" ", "Come back ").press(key::ESC).ends_well();
}

#[test]
fn a_deck_that_ships_is_not_opened_and_without_an_editor_the_place_is_said() {
    let env = followed();
    let mut screen = first_entry(&env);
    screen.press("e").shows("lab.yaml:4; set EDITOR");
    screen.press(key::ESC).shows("Burette").press(key::ESC).shows("Decks").press("g");
    screen.press(key::ENTER).press(key::ENTER).shows("n note");
    screen.press("e").shows("this word is built into shoptalk").press(key::CTRL_C).ends_well();
}
