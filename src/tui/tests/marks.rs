//! Notes, mnemonics, flags, copying, and words left out: on the entry screen.

use insta::assert_snapshot;

use super::*;
use crate::tui::app::Outside;

/// The entry of "Runbook", which is the second of the first deck.
fn entry() -> Stage {
    let mut stage = Stage::follower();
    stage.press("b⏎↓⏎");
    assert_eq!(stage.app.context(), Context::Entry);
    stage
}

#[test]
fn a_note_is_typed_in_one_line_and_stands_with_the_entry() {
    let mut stage = entry();
    stage.press("n");
    assert_snapshot!("note_empty", stage.shown());
    stage.press("ask q Ana?");
    stage.press("⎋");
    assert!(!stage.says("Ana"), "escape leaves it as it was");
    stage.press("nask Ana?⏎");
    assert!(stage.says("! kept") && stage.says("Note  ask Ana?"));
    stage.press("mthe book that runs with you⏎");
    assert_snapshot!("entry_own", stage.shown());
    stage.press("n!");
    assert_snapshot!("note_present", stage.shown());
    stage.control('x').press("⏎");
    assert!(stage.says("nothing is kept of it") && !stage.says("Note  "));
    let mut stage = stage.later(1);
    stage.press("/runbook");
    assert!(stage.says("the book that runs"), "also in look-up, after a restart");
}

#[test]
fn an_entry_is_flagged_for_its_team() {
    let mut stage = entry();
    stage.press("f");
    assert_snapshot!("flag", stage.shown());
    stage.press("whose book?⏎");
    assert!(stage.says("! flagged; `shoptalk flags` lists it"));
}

#[test]
fn a_word_is_left_out_and_taken_back_with_the_same_key() {
    let mut stage = entry();
    stage.press("t");
    assert_snapshot!("entry_not_today", stage.shown());
    stage.press("t");
    assert!(!stage.says("Left out until tomorrow"));
    stage.press("tx");
    assert!(stage.says("Suspended: left out of the quiz; x takes it back"));
    stage.press("t");
    assert!(stage.says("it is left out for longer already"));
    stage.press("x");
    assert!(!stage.says("takes it back"));
}

#[test]
fn an_entry_is_copied_and_the_screen_says_what_that_hangs_on() {
    let mut stage = entry();
    stage.press("npersonal⏎y");
    assert!(stage.says("! copied, if your terminal allows it"));
    let Flow::Outside(Outside::Copy(text)) = &stage.flow else { panic!("{:?}", stage.flow) };
    assert!(text.starts_with("Runbook (Platform and SRE)\n"), "{text}");
    assert!(!text.contains("personal"), "{text}");
}

#[test]
fn what_cannot_be_kept_stays_in_the_field() {
    let mut stage = entry();
    stage.press("nprecious");
    let journal = stage.folder.path().join("journal.sqlite");
    // A newer program brings the journal forward while this one has it open.
    rusqlite::Connection::open(&journal).unwrap().pragma_update(None, "user_version", 99).unwrap();
    stage.press("⏎");
    assert_eq!(stage.app.context(), Context::Note);
    assert!(stage.says("precious") && stage.says("! "));
}

#[test]
fn help_of_a_field_is_on_a_key_that_is_no_letter() {
    let mut stage = entry();
    stage.press("n?");
    assert!(stage.says("> ?"));
    stage.app.handle(&Event::Key(KeyEvent::new(KeyCode::F(1), KeyModifiers::NONE)));
    assert!(stage.says("Keys, any key closes") && stage.says("ctrl-x   erase"));
}
