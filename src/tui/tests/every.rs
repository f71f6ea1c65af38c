//! Every screen at every size that people use: none is forgotten, because the match below names them all.

use insta::assert_snapshot;
use strum::VariantArray as _;

use super::captions::Meeting;
use super::*;

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
