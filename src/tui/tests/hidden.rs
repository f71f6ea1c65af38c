//! Hiding figures and names while others see the screen.

use insta::assert_snapshot;
use ratatui::style::Modifier;

use super::*;

/// Presses the key that hides and shows.
pub(super) fn hide(stage: &mut Stage) {
    let key = KeyEvent::new(KeyCode::F(2), KeyModifiers::NONE);
    stage.flow = stage.app.handle(&Event::Key(key));
}

#[test]
fn figures_are_hidden_until_they_are_shown_again_and_a_mark_says_so() {
    let mut stage = Stage::follower();
    let before = stage.shown();
    hide(&mut stage);
    assert_snapshot!("hidden_home", stage.shown());
    assert!(stage.says("figures and names are hidden: F2 shows them"));
    // It stays on across screens, even during a question.
    stage.press("⏎");
    assert_snapshot!("hidden_quiz", stage.shown());
    stage.press("⎋");
    hide(&mut stage);
    assert_eq!(stage.shown(), before);
    stage.press("⏎i").pick_right();
    assert!(stage.says("Right, comes back in 10 days"), "{}", stage.shown());
    hide(&mut stage);
    assert!(stage.says("Right, comes back in ·· days"), "{}", stage.shown());
}

#[test]
fn names_of_people_are_hidden_and_nothing_of_the_mark_reaches_the_terminal() {
    let mut stage = Stage::follower();
    trainer(stage.folder.path(), &stage.clock, &DECKS)
        .jot("flux", Some("platform".to_owned()), Some("Ana says flux"), Some("Ana Silva"))
        .unwrap();
    // It works in text fields.
    stage.press("/");
    hide(&mut stage);
    assert!(stage.says("are hidden"));
    stage.press("⎋a");
    assert_eq!(stage.app.context(), Context::ToAsk);
    assert_snapshot!("hidden_to_ask", stage.shown());
    let buffer = stage.buffer(80, 24);
    let marked = buffer
        .content
        .iter()
        .any(|cell| cell.modifier.intersects(Modifier::HIDDEN | Modifier::SLOW_BLINK));
    assert!(!stage.says("Ana") && !marked);
    hide(&mut stage);
    assert!(stage.says("From  Ana Silva"));
}
