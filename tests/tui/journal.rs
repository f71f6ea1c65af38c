//! Tests a journal that is replaced during a quiz, and one that is restored after a kill.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use shoptalk::core::review::Grade;

use crate::support::screen::{Screen, key};
use crate::support::{TestEnv, answer};
use crate::{answer_rightly, followed};

/// The number of answers in the journal.
fn answers(env: &TestEnv) -> serde_json::Value {
    let stats = env.run(&["stats", "--json"]).ends_with(0).json();
    stats["today"]["reviews"].clone()
}

/// A quiz with one answer, and a copy of the journal from before it.
fn answered(env: &TestEnv) -> Screen {
    env.run(&["stats"]).ends_with(0);
    let copy = env.home().join("copy");
    fs::copy(env.journal(), &copy).expect("the journal can be copied");
    let mut screen = Screen::open(env, &["quiz"], 24, 80);
    screen.shows("A new word").press("i").shows("1  ");
    answer_rightly(&mut screen);
    screen.shows("1 right").go_on(" ", "A new word").press("i").shows("1  ");
    screen
}

#[test]
fn a_quiz_whose_journal_was_replaced_says_so_and_leaves_the_new_one_alone() {
    let env = followed();
    let mut screen = answered(&env);
    fs::rename(env.home().join("copy"), env.journal()).expect("a file can be put in its place");
    screen.press("1").shows("Continue with the file that is there now?");
    screen.press("n").shows("another file replaced").shows("1 right");
    screen.press(key::CTRL_C).ends_well();
    assert_eq!(answers(&env), 0, "the new one is as it was");
    env.run(&["jot", "flux"]).ends_with(0);
}

#[test]
fn a_quiz_whose_journal_was_replaced_continues_with_the_new_one_and_adds_its_answers() {
    let env = followed();
    let mut screen = answered(&env);
    fs::rename(env.home().join("copy"), env.journal()).expect("a file can be put in its place");
    screen.press("1").shows("Continue with the file that is there now?");
    screen
        .press("y")
        .shows("your progress is saved again; 1 answer was missing in the file")
        .shows("1 right");
    answer_rightly(&mut screen);
    screen.shows("2 right").press(key::CTRL_C).ends_well();
    assert_eq!(answers(&env), 2);
}

#[test]
fn each_screen_keeps_what_was_done_when_it_is_left_after_another_file_took_the_place() {
    let env = followed();
    env.write("captions.txt", "the flocculant is empty\n");
    env.run(&["stats"]).ends_with(0);
    let replace = || {
        fs::copy(env.journal(), env.home().join("copy")).expect("the journal can be copied");
        fs::rename(env.home().join("copy"), env.journal()).expect("it can be put in its place");
    };
    let kept = |number| env.data().join(format!("journal.sqlite.kept-{number}.bak")).exists();

    let mut screen = Screen::open(&env, &["lookup"], 24, 80);
    screen.shows("Type what you heard").press("desiccant").shows("Heard: desiccant");
    let list = screen.shows("▌ Desiccant").text();
    screen.press(key::ENTER).until("the entry", |screen| screen.text() != list);
    replace();
    screen.press(key::CTRL_C).ends_well();
    assert!(kept(1), "{}", screen.text());

    let mut screen = Screen::open(&env, &["scan", "--follow", "captions.txt"], 24, 80);
    screen.shows("▌ Flocculant").press("j").shows("is saved in");
    replace();
    screen.press(key::CTRL_C).ends_well();
    assert!(kept(2), "{}", screen.text());

    // Plain lines whose reader is gone end with an error.
    let mut quiz = Command::new(env!("CARGO_BIN_EXE_shoptalk"))
        .env_clear()
        .envs(env.variables().iter().cloned())
        .current_dir(env.home())
        .args(["--plain", "quiz", "lab"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it can be started");
    let mut lines = quiz.stdin.take().expect("it is piped");
    let mut out = BufReader::new(quiz.stdout.take().expect("it is piped"));
    lines.write_all(b"i\n1\n").expect("it can be written");
    let mut line = String::new();
    while !["Right", "Not right"].iter().any(|said| line.contains(said)) {
        line.clear();
        assert!(out.read_line(&mut line).expect("it can be read") > 0, "no answer is judged");
    }
    replace();
    drop(out);
    // It may have ended by itself.
    let _ = lines.write_all(b"\n");
    drop(lines);
    let ended = quiz.wait_with_output().expect("it ends");
    assert!(kept(3), "{ended:?}");
}

#[test]
fn a_data_folder_that_was_deleted_under_a_quiz_comes_back_only_if_that_is_wanted() {
    for is_wanted in [false, true] {
        let env = followed();
        let mut screen = Screen::open(&env, &["quiz"], 16, 60);
        screen.shows("A new word").press("i").shows("1  ");
        fs::remove_dir_all(env.data()).expect("a folder can be deleted");
        screen.press("1").shows("Write your progress to its file again?");
        if is_wanted {
            screen.press("y").shows("0 right");
            answer_rightly(&mut screen);
            screen.shows("1 right");
        } else {
            screen.press("n").shows("was moved or").shows("0 right");
        }
        screen.press(key::CTRL_C).ends_well();
        assert_eq!(env.journal().exists(), is_wanted);
    }
}

#[test]
fn a_copy_is_put_back_after_a_kill_as_the_program_says() {
    let env = followed();
    let mut trainer = env.trainer(0, 1);
    for _ in 0..60 {
        trainer.record(answer("lab/burette", Grade::Good)).expect("an answer can be kept");
    }
    drop(trainer);
    let copy = env.home().join("copy");
    fs::copy(env.journal(), &copy).expect("the journal can be copied");
    let mut trainer = env.trainer(1, 2);
    for _ in 0..60 {
        trainer.record(answer("lab/burette", Grade::Good)).expect("an answer can be kept");
    }
    drop(trainer);
    let mut screen = Screen::open(&env, &["quiz"], 24, 80);
    screen.shows("A new word").press("i").shows("1  ");
    answer_rightly(&mut screen);
    screen.shows("1 right").kill();
    let beside = ["", "-wal", "-shm"].map(|ending| format!("journal.sqlite{ending}"));
    let log = env.data().join(&beside[1]);
    assert!(log.exists(), "that is what a kill leaves");

    // The copy next to the old log is not written to, and the message says what to do.
    fs::copy(&copy, env.journal()).expect("the copy can be put in its place");
    let before = fs::read(&log).expect("the log can be read");
    for args in [&["stats"][..], &["jot", "flux"], &["data", "forget", "jottings", "--yes"]] {
        let ran = env.run(args).ends_with(2);
        assert!(
            ran.err.contains("move journal.sqlite-wal and journal.sqlite-shm away"),
            "{ran:#?}"
        );
    }
    assert_eq!(
        fs::read(env.journal()).expect("it is there"),
        fs::read(&copy).expect("it is there")
    );
    assert_eq!(fs::read(&log).expect("it is there"), before);

    // The old log goes with the journal that it lies beside.
    env.run(&["data", "restore", "copy", "--yes"]).ends_with(0);
    assert_eq!(answers(&env), 60);
    env.run(&["jot", "flux"]).ends_with(0);
}
