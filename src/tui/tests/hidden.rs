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
    assert!(stage.says("Right, comes back in · days"), "{}", stage.shown());
}

#[test]
fn names_of_people_are_hidden_and_nothing_of_the_mark_reaches_the_terminal() {
    let mut stage = Stage::follower();
    trainer(stage.folder.path(), &stage.clock, &DECKS)
        .jot("flux", Some("platform".into()), Some("Ana says flux"), Some("Ana Silva"))
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
    assert!(stage.says("From   Ana Silva"));
}

#[test]
fn what_is_hidden_does_not_show_how_long_it_is() {
    let shown = [1, 40].map(|times| {
        let mut stage = Stage::follower();
        let heard = "We need the flux compensator. ".repeat(times);
        let who = "Ana Maria da Silva ".repeat(times.min(3));
        trainer(stage.folder.path(), &stage.clock, &DECKS)
            .jot("flux", Some("platform".into()), Some(&heard), Some(&who))
            .unwrap();
        stage.press("a");
        hide(&mut stage);
        let list = stage.shown();
        stage.press("w");
        [list, stage.shown()]
    });
    assert_eq!(shown[0], shown[1]);
}

#[test]
fn a_trainer_whose_setting_is_privacy_starts_hidden_and_the_key_still_shows() {
    let mut stage = Stage::new("privacy: on\nfollow: [platform, design]\n", &DECKS, Theme::mono());
    assert!(stage.says("Quiz · new words"), "{}", stage.shown());
    hide(&mut stage);
    assert!(stage.says("Quiz 7 new words"), "{}", stage.shown());
}

#[test]
fn a_change_of_the_setting_works_at_once() {
    let mut stage = Stage::follower();
    stage.press(",");
    for _ in 0..20 {
        if stage.says("▌ Privacy") {
            break;
        }
        stage.press("↓");
    }
    stage.press("l");
    assert!(stage.says("F2 shows them") && stage.says("Privacy         on"), "{}", stage.shown());
    stage.press("l");
    assert!(!stage.says("F2 shows them"), "{}", stage.shown());
}

#[test]
fn the_size_of_a_deck_is_not_hidden_and_the_words_you_know_least_are() {
    let mut stage = Stage::new("follow: [platform]\n", &DECKS, Theme::mono());
    stage.press("⏎").finish().press("⎋");
    let mut stage = stage.later(9);
    let wide = |stage: &Stage| super::text(&stage.buffer(140, 30)).join("\n");
    assert!(wide(&stage).contains("Weakest words"), "{}", wide(&stage));
    hide(&mut stage);
    assert!(!wide(&stage).contains("Weakest words"), "{}", wide(&stage));
    let words = wide(&stage).lines().filter(|row| row.contains("Design")).collect::<String>();
    assert!(words.chars().any(|c| c.is_ascii_digit()), "{words}");
}

#[test]
fn of_the_form_about_a_jotting_the_team_is_not_hidden() {
    let mut stage = Stage::follower();
    trainer(stage.folder.path(), &stage.clock, &DECKS)
        .jot("flux", Some("platform".into()), None, Some("Ana Silva"))
        .unwrap();
    hide(&mut stage);
    stage.press("aw").press("Ana owns it");
    assert!(!stage.says("flux") && !stage.says("Ana"), "{}", stage.shown());
    stage.press("⎋e");
    assert!(stage.says("Team     platform") && !stage.says("Ana"), "{}", stage.shown());
}

#[test]
fn a_brief_does_not_say_which_words_are_new_to_you() {
    let mut stage = Stage::follower();
    stage.press("m");
    assert!(stage.says("Runbook (new): "), "{}", stage.shown());
    hide(&mut stage);
    assert!(stage.says("Runbook: ") && !stage.says("(new)"), "{}", stage.shown());
}

#[test]
fn a_meaning_that_would_give_away_a_hidden_jotting_is_hidden_as_well() {
    let mut stage = Stage::follower();
    stage.press("/error budget").control('l').press("⎋a");
    assert!(stage.says("in a deck now? Error budget") && stage.says("The amount of unreliability"));
    hide(&mut stage);
    assert!(!stage.says("rror budget") && !stage.says("The amount of unreliability"));
}
