//! The dialog after the file with the progress was moved, deleted or replaced, and a file that can only be read.
#![cfg(unix)]

use std::fs;

use super::*;
use crate::tui::plain;

/// A user with one answer, who was just asked another question; a copy of the journal from before is beside it.
fn asked() -> Stage {
    let mut stage = Stage::follower();
    let journal = stage.folder.path().join("journal.sqlite");
    let copy = stage.folder.path().join("copy");
    let open = rusqlite::Connection::open(&journal).unwrap();
    open.execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    drop(open);
    stage.press("⏎i").pick_right().press(" ");
    while stage.app.context() != Context::QuizPick {
        stage.answer();
    }
    stage
}

/// The number of answers given today.
fn answers(stage: &Stage) -> usize {
    trainer(stage.folder.path(), &stage.clock, &DECKS).done_today().unwrap().answers
}

/// A user who just answered another question, but not into that file.
pub(super) fn replaced() -> Stage {
    let mut stage = asked();
    replace(&stage);
    stage.press("1");
    stage
}

fn replace(stage: &Stage) {
    let at = |name| stage.folder.path().join(name);
    fs::rename(at("copy"), at("journal.sqlite")).unwrap();
}

#[test]
fn whoever_cancels_and_quits_keeps_the_answers_in_a_file_of_their_own() {
    let mut stage = asked();
    assert_eq!(stage.app.leave().unwrap(), None, "in its place");
    let folder = stage.folder.path().to_owned();
    let answers = |file: &str| -> i64 {
        let journal = rusqlite::Connection::open(folder.join(file)).unwrap();
        journal.query_row("SELECT count(*) FROM reviews", [], |row| row.get(0)).unwrap()
    };
    let given = answers("journal.sqlite");
    assert!(given > 0);
    replace(&stage);
    stage.press("1n");
    let said = stage.app.leave().unwrap().unwrap();
    let aside = stage.folder.path().join("journal.sqlite.kept-1.bak");
    assert!(said.contains(&format!("restore {}", aside.display())), "{said}");
    assert_eq!(answers("journal.sqlite.kept-1.bak"), given);
}

#[test]
fn a_quiz_continues_with_the_file_that_took_the_place_or_says_that_it_does_not() {
    let mut stage = asked();
    replace(&stage);
    stage.press("1");
    assert_eq!(stage.app.context(), Context::Displaced);
    stage.press("n");
    assert_eq!(stage.app.context(), Context::QuizPick);
    assert!(stage.says("another file replaced"), "{}", stage.shown());
    stage.press("1y");
    assert!(stage.says("1 answer was missing in the file"), "{}", stage.shown());
    assert!(stage.says("1 right"));
    stage.pick_right();
    assert!(stage.says("2 right"));
    stage.finish();
    // The copy had no answer yet: all are in it now.
    assert!(answers(&stage) >= 2);
}

#[test]
fn the_home_screen_says_it_and_asks_at_the_next_step() {
    let mut stage = asked();
    stage.press("⎋");
    fs::remove_file(stage.folder.path().join("journal.sqlite")).unwrap();
    stage.press("⏎");
    assert_eq!(stage.app.context(), Context::Displaced);
    assert!(stage.says("Write your progress to its file again?"));
    stage.press("y");
    assert_eq!(stage.app.context(), Context::Home);
    assert!(stage.says("is saved again") && !stage.says("moved or deleted"), "{}", stage.shown());
    assert_eq!(answers(&stage), 1);
}

#[test]
fn plain_lines_ask_the_same() {
    let mut stage = asked();
    replace(&stage);
    let mut out = Vec::new();
    let mut input = "1\ncontinue\n".as_bytes();
    plain::run(&mut stage.app, &mut input, &mut out, 72, false, None).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(out.contains("Continue with the file that is there now?"), "{out}");
    assert!(out.contains("y for “continue”"), "{out}");
    assert!(out.replace('\n', " ").contains("1 answer was missing in the file"), "{out}");
}

#[test]
fn home_shows_a_journal_that_is_only_read_and_asks_nothing() {
    let stage = asked();
    let journal = stage.folder.path().join("journal.sqlite");
    let Stage { app, folder, clock, .. } = stage;
    drop(app);
    let places =
        AppDirs { looked_at: Some(journal), ..options(folder.path(), &clock).places.unwrap() };
    let options = Options { places: Ok(places), ..options(folder.path(), &clock) };
    let trainer = Trainer::with_decks(options, Some(loaded(&DECKS)));
    let mut app = App::new(trainer, Theme::mono(), Start::Home).unwrap();
    app.drawn();
    let mut stage = Stage { app, folder, clock, flow: Flow::Continue };
    assert!(stage.says("was opened to look at it"), "{}", stage.shown());
    stage.press("⏎");
    assert_eq!(stage.app.context(), Context::Home);
}
