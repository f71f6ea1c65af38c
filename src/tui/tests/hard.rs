//! Leeches: shown in full once, after the eighth lapse, with room for a mnemonic; also in plain mode.

use insta::assert_snapshot;
use uuid::Uuid;

use super::hidden::hide;
use super::wide::large;
use super::*;
use crate::core::card::{CardId, Direction, TermId};
use crate::core::review::{Answer, Form, Grade};
use crate::tui::plain;

/// A user who missed "Error budget" on `lapses` days, passed it in between, and is about to see it again.
pub(super) fn stage(lapses: usize) -> Stage {
    let stage = Stage::new("follow: [platform]\nnew: 0\n", &DECKS, Theme::mono());
    let Stage { app, clock, folder, .. } = stage;
    drop(app);
    let mut trainer = trainer(folder.path(), &clock, &DECKS);
    let card = CardId::new(TermId::new("platform", "error-budget"), Direction::Understand);
    let mut grade = |grade| {
        clock.0.set(clock.0.get() + 1_000);
        let answer = Answer {
            card: card.clone(),
            grade,
            form: Form::Recall,
            kind: Form::Recall.kind(),
            sentence: None,
            took_ms: 4_000,
            hint: false,
            answer: None,
            session: Uuid::nil(),
            cram: false,
        };
        trainer.record(answer).unwrap();
    };
    for day in 0..=lapses {
        grade(if day == 0 { Grade::Good } else { Grade::Again });
        if day < lapses && day > 0 {
            grade(Grade::Good);
        }
        clock.0.set(clock.0.get() + DAY);
    }
    let app = App::new(trainer, Theme::mono(), Start::Home).unwrap();
    Stage { app, clock, folder, flow: Flow::Continue }
}

#[test]
fn a_word_that_slipped_eight_times_is_shown_whole_before_it_is_asked() {
    let mut stage = stage(8);
    stage.press("⏎");
    assert_eq!(stage.app.context(), Context::QuizHard);
    assert_snapshot!("hard_word", stage.shown());
    hide(&mut stage);
    assert!(stage.says("missed · times"), "{}", stage.shown());
    hide(&mut stage);
    assert_snapshot!("large_hard_word", large(&stage));
    stage.press("N");
    assert_eq!(stage.app.context(), Context::Note);
    stage.press("what may still go wrong this month⏎");
    assert!(stage.says("Mnemonic  what may still go wrong this month"));
    assert_snapshot!("hard_word_mnemonic", stage.shown());
    stage.press("⏎");
    assert!(!matches!(stage.app.context(), Context::QuizHard | Context::Summary));
    assert!(!stage.says("go wrong"), "not before the answer");
    if stage.app.context() == Context::QuizPick {
        stage.press("0");
    } else {
        stage.press(" ");
    }
    assert!(stage.says("Mnemonic  what may still go wrong this month"));
    // Missed or not, it is shown only once per session.
    for _ in 0..20 {
        assert_ne!(stage.app.context(), Context::QuizHard);
        stage.answer();
    }
}

#[test]
fn a_hard_word_that_was_passed_is_asked_as_ever_until_it_slipped_four_times_more() {
    let mut stage = stage(8);
    stage.press("⏎⏎").finish();
    let mut stage = stage.later(40);
    stage.press("⏎");
    assert!(!matches!(stage.app.context(), Context::QuizHard | Context::Summary));
    for (lapses, is_shown) in [(7, false), (9, false), (11, false), (12, true)] {
        let mut stage = self::stage(lapses);
        stage.press("⏎");
        assert_eq!(stage.app.context() == Context::QuizHard, is_shown, "{lapses}");
    }
}

#[test]
fn a_hard_word_by_typed_lines_has_its_meanings_one_below_the_other() {
    let mut stage = stage(8);
    stage.press("⏎");
    let mut out = Vec::new();
    let mut lines = &b"mnemonic\nwhat may go wrong\ngo on\n"[..];
    plain::run(&mut stage.app, &mut lines, &mut out, 72, false, None).unwrap();
    assert_snapshot!("hard_word_plain", String::from_utf8(out).unwrap());
}

#[test]
fn a_hard_word_can_be_left_out_or_taken_back_like_any_other() {
    let mut stage = stage(8);
    stage.press("⏎x");
    assert!(stage.says(": suspended; u undoes that"));
    stage.press("u");
    assert_eq!(stage.app.context(), Context::QuizHard);
}
