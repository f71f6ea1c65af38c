//! Notes, mnemonics, flags, copying, and suspended words.

use insta::assert_snapshot;

use super::*;
use crate::tui::app::TerminalRequest;

/// The entry of "Runbook", the second term of the first deck.
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
    assert!(stage.says("✓ saved; ") && stage.says("Note  ask Ana?"));
    stage.press("Nthe book that runs with you⏎");
    assert_snapshot!("entry_own", stage.shown());
    stage.press("n!");
    assert_snapshot!("note_present", stage.shown());
    stage.control('u').press("⏎");
    assert!(stage.says("deleted") && !stage.says("Note  "));
    let mut stage = stage.later(1);
    stage.press("/runbook");
    assert!(stage.says("the book that runs"), "also in look-up, after a restart");
}

#[test]
fn an_entry_is_flagged_for_its_team() {
    let mut stage = entry();
    stage.press("!");
    assert_snapshot!("flag", stage.shown());
    stage.press("whose book?⏎");
    assert!(stage.says("✓ saved; `shoptalk data notes` lists it"));
    stage.press("!");
    assert_snapshot!("flag_present", stage.shown());
    stage.press(" Ana's?⏎");
    let flags = trainer(stage.folder.path(), &stage.clock, &DECKS).flags().unwrap();
    let words: Vec<_> = flags.iter().map(|flag| flag.words.as_deref()).collect();
    assert_eq!(words, [Some("whose book? Ana's?")], "one flag on one word");
}

#[test]
fn a_word_is_left_out_and_taken_back_with_the_same_key() {
    let mut stage = entry();
    stage.press("t");
    assert_snapshot!("entry_not_today", stage.shown());
    stage.press("t");
    assert!(!stage.says("Left out until tomorrow"));
    stage.press("tx");
    assert!(stage.says("Suspended: not in the quiz; x undoes that"));
    stage.press("t");
    assert!(stage.says("it is already suspended"));
    stage.press("x");
    assert!(!stage.says("undoes that"));
}

#[test]
fn an_entry_is_copied_and_the_screen_says_what_that_hangs_on() {
    let mut stage = entry();
    stage.press("npersonal⏎y");
    assert!(stage.says("✓ copied, if your terminal allows it"));
    let Flow::TerminalRequest(TerminalRequest::Copy(text)) = &stage.flow else {
        panic!("{:?}", stage.flow)
    };
    assert!(text.starts_with("Runbook (Platform and SRE)\n"), "{text}");
    assert!(!text.contains("personal"), "{text}");
}

#[test]
fn what_cannot_be_kept_stays_in_the_field() {
    let mut stage = entry();
    stage.press("nprecious");
    let journal = stage.folder.path().join("journal.sqlite");
    // A newer version migrates the journal while this one has it open.
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
    assert!(stage.says("Keys, any key closes") && stage.says("ctrl-u   erase"));
}

/// The word that is being introduced or asked.
pub(super) fn word(stage: &Stage) -> String {
    // Below the head and the task.
    let rows = text(&stage.buffer(80, 24));
    let mut said = rows.iter().map(|row| row.trim()).filter(|row| !row.is_empty());
    said.nth(2).unwrap_or_default().to_owned()
}

#[test]
fn a_word_that_is_left_out_leaves_the_quiz_and_undo_brings_it_back() {
    let mut stage = Stage::follower();
    stage.press("⏎");
    let (first, before) = (word(&stage), stage.shown());
    stage.press("t");
    assert_ne!(word(&stage), first);
    assert!(stage.says(": skipped today; u undoes that"));
    assert_snapshot!("quiz_not_today", stage.shown());
    stage.press("u");
    assert!(stage.says("undone") && word(&stage) == first);
    // The next key clears the notice.
    stage.press("↑");
    assert_eq!(stage.shown(), before);
    stage.press("x");
    assert!(stage.says(": suspended; u undoes that"));
    stage.finish();
    let mut stage = stage.later(60);
    stage.press("⏎").finish();
    assert!(!stage.says(&first), "suspended words do not come back by themselves");
    stage.press("b");
    assert!(stage.says("Decks"));
}

#[test]
fn a_word_is_left_out_after_its_answer_and_taken_back_with_the_same_key() {
    let mut stage = Stage::follower();
    stage.press("⏎i0");
    assert!(stage.says("Here it is"));
    stage.press("t");
    assert!(stage.says("Here it is") && stage.says(": skipped today; u undoes that"));
    stage.press("t");
    assert!(stage.says("Here it is") && stage.says("undone"));
    stage.press("xu");
    assert!(stage.says("Here it is") && stage.says("undone"), "the answer stands");
    stage.press("u");
    assert!(stage.says("0 right") && stage.says("undone"), "and is taken back next");
}

#[test]
fn a_word_that_was_answered_and_left_out_is_not_said_to_come_back() {
    let mut stage = Stage::follower();
    stage.press("⏎i0t");
    assert!(stage.says("Here it is, skipped until tomorrow"), "{}", stage.shown());
    stage.press("x");
    assert!(stage.says("Here it is, suspended") && stage.says(": suspended"));
    stage.press("t");
    assert!(stage.says("it is already suspended"));
    stage.press("u");
    assert!(stage.says("Here it is. You'll see it again in this quiz"), "{}", stage.shown());
    stage.press("u");
    assert!(stage.says("0 right"));
}

#[test]
fn a_note_is_written_after_an_answer_and_shown_only_after_answers() {
    let mut stage = Stage::follower();
    stage.press("⏎i0");
    stage.press("Nlike a mountain hut⏎");
    assert_eq!(stage.app.context(), Context::QuizPicked);
    assert!(stage.says("✓ saved; ") && stage.says("Mnemonic  like a mountain hut"));
    assert_snapshot!("quiz_mnemonic", stage.shown());
    let mut seen = 0;
    for _ in 0..60 {
        let shown = stage.says("like a mountain hut");
        let answered = matches!(
            stage.app.context(),
            Context::QuizPicked | Context::QuizJudged | Context::QuizBack
        );
        assert!(answered || !shown, "{}", stage.shown());
        seen += usize::from(shown);
        match stage.app.context() {
            Context::Summary => break,
            _ => assert!(stage.answer()),
        }
    }
    assert!(seen >= 2, "it is shown again when the word has come back");
}

#[test]
fn what_is_being_asked_is_not_given_away_by_its_flag() {
    let mut stage = Stage::new("follow: [platform]\n", &DECKS, Theme::mono());
    stage.press("⏎");
    let asked = word(&stage);
    stage.press("i!");
    assert_snapshot!("flag_asked", stage.shown());
    assert!(!stage.says(&asked));
    // Look-up opened from the flag screen hides it, too.
    stage.control('f').press(&asked);
    let rows = text(&stage.buffer(80, 24));
    assert!(rows[3..].iter().all(|row| !row.contains(&format!("▌ {asked}"))), "{rows:#?}");
    stage.press("⎋⎋");
    assert_eq!(stage.app.context(), Context::QuizPick);
}

#[test]
fn the_time_that_a_flag_takes_is_no_part_of_the_answer() {
    let mut stage = Stage::follower();
    stage.press("⏎i!something that takes a while to type⏎1");
    let journal = rusqlite::Connection::open(stage.folder.path().join("journal.sqlite")).unwrap();
    let took: i64 = journal.query_row("SELECT took_ms FROM reviews", [], |row| row.get(0)).unwrap();
    assert!(took <= 6_000, "{took}");
}
