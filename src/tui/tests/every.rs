//! Every screen at every size that people use: none is forgotten, because the match below names them all.

use insta::assert_snapshot;
use strum::VariantArray as _;

use super::captions::Meeting;
use super::*;
use crate::tui::action::Action;
use crate::tui::keymap;

/// The sizes of every screen, and another one of those that show more on a very large one.
const SIZES: [(u16, u16); 4] = [(80, 24), (120, 40), (40, 12), (200, 50)];
const VERY_LARGE: [Context; 4] =
    [Context::Home, Context::Stats, Context::Lookup, Context::LookupEntry];

/// A stage on which `context` is in front.
fn on(context: Context) -> Stage {
    let mut stage = match context {
        Context::FirstTeams | Context::FirstFind | Context::FirstMinutes => {
            Stage::new("", &DECKS, Theme::mono())
        }
        Context::QuizHard => hard::stage(8),
        Context::QuizChanged => quiz::changed(),
        Context::Displaced => displaced::replaced(),
        Context::QuizTyped | Context::QuizJudged => typing(),
        Context::Lookup | Context::LookupEntry | Context::LookupPicked => meeting::linked(),
        Context::Captions | Context::CaptionsEntry => Meeting::begun().stage,
        Context::Scene
        | Context::SceneIntro
        | Context::SceneFront
        | Context::SceneBack
        | Context::SceneReplies
        | Context::SceneEnd => scenes::sitting(context),
        Context::QuizIntro | Context::QuizPick | Context::QuizPicked => Stage::follower(),
        Context::Home | Context::HomeFind | Context::Stats => stats::veteran(),
        Context::QuizFront
        | Context::QuizBack
        | Context::Summary
        | Context::ToAsk
        | Context::Form
        | Context::Brief
        | Context::Team
        | Context::Bridge
        | Context::Browse
        | Context::Entry
        | Context::Note
        | Context::TeachBack
        | Context::TaughtBack
        | Context::Confirm
        | Context::Settings => met(),
    };
    let keys = match context {
        Context::FirstFind => "plat",
        Context::FirstMinutes => " ⏎",
        Context::HomeFind => "Fde",
        Context::Lookup => "/token",
        Context::LookupEntry => "/token⏎",
        Context::LookupPicked => "/token↓⏎",
        Context::ToAsk | Context::Form => "/blast radius↓↓↓↓↓↓↓↓⏎⎋a",
        Context::Brief => "m",
        Context::Team => "p",
        Context::Bridge => "=",
        Context::Browse => "b⏎↓",
        Context::Entry => "b⏎↓⏎",
        Context::Note => "b⏎↓⏎n",
        Context::TeachBack => "b⏎↓⏎T",
        Context::TaughtBack => "b⏎↓⏎Tin my own words⏎",
        Context::Confirm => "b⏎⏎R",
        Context::Settings => ",",
        Context::Stats => "P",
        Context::CaptionsEntry => "⏎",
        _ => "",
    };
    stage.press(keys);
    if context == Context::Form {
        stage.press("w");
    }
    for _ in 0..100 {
        let is_left = |from| stage.app.context() == from;
        match context {
            here if is_left(here) => break,
            _ if is_left(Context::Home) => stage.press("⏎"),
            Context::QuizPicked if is_left(Context::QuizPick) => stage.press("1"),
            Context::QuizJudged if is_left(Context::QuizTyped) => stage.press("eror budget⏎"),
            _ => {
                stage.answer();
                &mut stage
            }
        };
    }
    assert_eq!(stage.app.context(), context, "{}", stage.shown());
    stage
}

/// A user who has met all words.
fn met() -> Stage {
    let mut stage = Stage::follower();
    stage.press("⏎").finish();
    stage.later(9)
}

/// A user who is asked to type a word.
fn typing() -> Stage {
    let mut stage = Stage::new("follow: [platform]\nform: type\n", &DECKS, Theme::mono());
    for days in [4, 30] {
        stage.press("⏎").finish();
        stage = stage.later(days);
    }
    stage.press("⏎");
    stage
}

#[test]
fn all_pages_begin_at_one_left_edge() {
    let indent = |row: &String| row.chars().take_while(|c| *c == ' ').count();
    let edges = Context::VARIANTS.iter().map(|context| {
        let stage = on(*context);
        [(80, 24), (120, 40), (200, 50)].map(|(width, height)| {
            let rows = text(&stage.buffer(width, height));
            rows.iter().filter(|row| !row.is_empty()).map(indent).min()
        })
    });
    for (context, edges) in Context::VARIANTS.iter().zip(edges) {
        assert_eq!(edges, [1, 1, 20].map(Some), "{context:?}");
    }
}

#[test]
fn help_lists_every_key_that_does_something_at_every_size() {
    for &context in Context::VARIANTS {
        let mut stage = on(context);
        if context == Context::Captions {
            // The first key, whatever it is, holds the list.
            stage.press("↑");
        }
        let f1 = KeyEvent::new(KeyCode::F(1), KeyModifiers::NONE);
        let before = stage.shown();
        let help = |stage: &mut Stage| {
            stage.send(f1);
            let all = SIZES.map(|(width, height)| text(&stage.buffer(width, height)).join("\n"));
            stage.send(f1);
            all
        };
        let listed = help(&mut stage);
        for row in keymap::live(context) {
            let label = match row.action {
                // Both directions may share a place.
                Action::Up | Action::Down => "up",
                Action::PageUp | Action::PageDown => "one page",
                _ => row.label,
            };
            if listed.iter().all(|help| help.contains(label)) {
                continue;
            }
            // A message goes with the next key.
            let none = KeyEvent::new(KeyCode::F(12), KeyModifiers::NONE);
            stage.send(row.keys[0].event()).send(none);
            assert_eq!(stage.app.context(), context, "{label}");
            assert_eq!(stage.shown(), before, "{label} in {context:?}");
        }
    }
}

#[test]
fn every_screen_is_right_at_every_size() {
    for &context in Context::VARIANTS {
        let stage = on(context);
        let mut out = String::new();
        for (width, height) in SIZES {
            if height == 50 && !VERY_LARGE.contains(&context) {
                continue;
            }
            let _ = writeln!(out, "{width}×{height}");
            let mut rows = text(&stage.buffer(width, height));
            // A text with a path has as many rows as that is long.
            if matches!(context, Context::Displaced | Context::Settings) {
                let is_path = |row: &String| {
                    ["Saved in", "Another file"].iter().any(|text| row.contains(text))
                };
                let first = rows.iter().position(is_path);
                rows.truncate(first.unwrap_or(rows.len()));
                rows.retain(|row| !row.trim().is_empty());
            }
            for row in rows {
                let _ = writeln!(out, "│{row}");
            }
        }
        assert_snapshot!(format!("{context:?}"), out);
    }
}
