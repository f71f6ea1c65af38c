//! Tests live captions: a file that grows, is truncated and rotated, and captions on standard input.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::lab;
use crate::support::screen::{Screen, key};

fn append(path: &Path, text: &str) {
    let mut file =
        OpenOptions::new().append(true).create(true).open(path).expect("it can be opened");
    file.write_all(text.as_bytes()).expect("it can be written to");
}

#[test]
fn a_file_is_followed_while_it_grows_is_truncated_and_rotated() {
    let env = lab();
    let path = env.home().join("captions.txt");
    let mut screen = Screen::open(&env, &["scan", "--follow", "captions.txt"], 24, 80);
    screen.shows("Waiting for captions.txt: there is no such file yet.");
    append(&path, "so the flocc");
    append(&path, "ulant is empty\n");
    screen.shows("Flocculant").shows("1 new word");
    fs::write(&path, "").expect("it can be truncated");
    append(&path, "and the desiccant\n");
    screen.shows("Desiccant").shows("2 new words");
    fs::rename(&path, env.home().join("captions.1")).expect("it can be renamed");
    append(&path, "the flocculant, and the eluent\n");
    screen.shows("Eluent").shows("3 new words");
    // Without a new line at the end.
    append(&path, "the XQZ");
    screen.shows("XQZ").shows("4 new words").press("\x1b[B").press("q").ends_well();
    let text = screen.text();
    for part in
        ["Flocculant  The lab  ", "No deck explains: XQZ", "new to you: 3; not in any deck: 1"]
    {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn captions_come_on_standard_input_and_keys_from_the_terminal() {
    let mut env = lab();
    env.set("PATH", "/usr/bin:/bin");
    let pipe = env.home().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("`mkfifo` can be started");
    assert!(made.success());
    let mut screen = Screen::open_script(&env, "noted.sh", "scan --follow --quiz - < pipe");
    let mut pipe = OpenOptions::new().write(true).open(pipe).expect("the program reads it");
    let mut say = |text: &str| pipe.write_all(text.as_bytes()).expect("the program reads it");
    screen.shows("Reading standard input");
    say("the flocculant\n");
    screen.shows("▌ Flocculant");
    say("and the desiccant\n");
    screen.shows("▌ Desiccant").press(key::DOWN).shows("▌ Flocculant").press(key::ENTER);
    screen.hides("Desiccant").press(key::ESC);
    screen.shows("▌ Flocculant").press("m").shows("is muted").hides("▌ Flocculant");
    screen.press("q").shows("0 right   1 to go").shows("Desiccant").press(key::CTRL_C);
    screen.shows("new to you: 1").press("exit\r").ends();
}

#[test]
fn an_interrupt_ends_plain_lines_with_the_counts() {
    let env = lab();
    env.write("captions.txt", "the flocculant\n");
    let mut screen = Screen::open(&env, &["--plain", "scan", "--follow", "captions.txt"], 24, 80);
    screen.shows("Flocculant (The lab): ").press(key::CTRL_C).ends_well();
    assert!(screen.text().contains("new to you: 1; not in any deck: 0"), "{}", screen.text());
}
