//! The main screens on a large terminal: readable line lengths and wide margins.

use insta::assert_snapshot;

use super::*;
use crate::tui::keymap::SCENE;
use crate::tui::widgets::layout::SINGLE;

/// Columns and rows.
const LARGE: (u16, u16) = (120, 40);
/// The columns between the narrow margins of that terminal.
const SIDE_BY_SIDE: usize = 118;

/// The screen on a large terminal. Checks that the text stays within the maximum width.
pub(super) fn large(stage: &Stage) -> String {
    let rows = text(&stage.buffer(LARGE.0, LARGE.1));
    let most = match stage.app.context() {
        Context::Entry | Context::Brief | Context::Team | Context::Bridge | Context::ToAsk => {
            SIDE_BY_SIDE
        }
        Context::Home | Context::Browse | Context::Settings | Context::Summary => SIDE_BY_SIDE,
        context if SCENE.contains(&context) => SIDE_BY_SIDE,
        context if context.is_lookup() => SIDE_BY_SIDE,
        _ => usize::from(SINGLE),
    };
    let indent = |row: &&String| row.chars().take_while(|c| *c == ' ').count();
    let left = rows.iter().filter(|row| !row.is_empty()).map(|row| indent(&row)).min();
    for row in &rows {
        let width = ratatui::text::Span::raw(row.as_str()).width();
        assert!(width - left.unwrap_or(0).min(width) <= most, "{row}");
    }
    let mut out = String::new();
    for row in rows {
        let _ = writeln!(out, "│{row}");
    }
    out
}

#[test]
fn every_main_situation_is_calm_on_a_large_terminal() {
    let mut stage = Stage::new("", &DECKS, Theme::mono());
    assert_snapshot!("large_first_teams", large(&stage));
    stage.press(" ⏎");
    assert_snapshot!("large_first_minutes", large(&stage));

    let mut stage = Stage::follower();
    assert_snapshot!("large_home", large(&stage));
    stage.press("?");
    assert_snapshot!("large_help", large(&stage));
    stage.press("x⏎");
    assert_snapshot!("large_introduce", large(&stage));
    stage.press("n");
    assert_snapshot!("large_note", large(&stage));
    stage.press("⎋i");
    assert_snapshot!("large_pick", large(&stage));
    let wrong = ["1", "2"].into_iter().find(|key| {
        stage.press(key);
        let is_wrong = stage.says("Not right");
        if !is_wrong {
            stage.press("u");
        }
        is_wrong
    });
    assert!(wrong.is_some());
    assert_snapshot!("large_wrong_pick", large(&stage));
    stage.press(" ").finish();
    assert_snapshot!("large_summary", large(&stage));

    let mut stage = stage.later(4);
    stage.press("⏎").finish();
    let mut stage = stage.later(30);
    assert_snapshot!("large_home_return", large(&stage));
    stage.press("⏎");
    assert_eq!(stage.app.context(), Context::QuizFront);
    assert_snapshot!("large_front", large(&stage));
    stage.press(" ");
    assert_snapshot!("large_back", large(&stage));
}

#[test]
fn look_up_fills_a_wide_terminal_with_rows_and_an_entry_in_two_columns() {
    let deck = "deck: ops
title: Operations and everything that runs at night
terms:
  - {term: Token, gloss: a secret that stands for a login, definition: A secret that stands for a login., why: It expires., ask: Who can revoke it?, example: The token leaked., aliases: [access key], see_also: [rollback, canary-release]}
  - {term: Token bucket, gloss: a limit that fills up again, definition: A limit that fills up again.}
  - {term: Rollback, gloss: the return to the last version, definition: The return to the last version., aliases: [token of regret]}
  - {term: Canary release, definition: A release to a few users first and to everyone else only if they see no problem with it.}
";
    let decks = [("ops", deck), DECKS[1]];
    let mut stage = Stage::new("follow: [ops]\n", &decks, Theme::mono());
    stage.press("/token");
    let sizes = |stage: &Stage| {
        let sizes = [(200, 50), (120, 40), (80, 24), (40, 12)].map(|(width, height)| {
            let rows = text(&stage.buffer(width, height)).join("\n│");
            format!("{width}×{height}\n│{rows}\n")
        });
        sizes.concat()
    };
    assert_snapshot!("huge_lookup", sizes(&stage));
    stage.press("⏎");
    assert_snapshot!("huge_lookup_entry", sizes(&stage));
}

#[test]
fn look_up_shows_as_many_rows_as_leave_room_for_an_entry() {
    let terms = (10..50).map(|at| format!("  - {{term: Word {at}, definition: Meaning {at}.}}\n"));
    let deck = format!("deck: many\nterms:\n{}", terms.collect::<String>());
    let mut stage = Stage::new("follow: [many]\n", &[("many", &deck)], Theme::mono());
    stage.press("/word");
    for (size, least) in [((200, 50), 25), ((120, 40), 15), ((80, 24), 5)] {
        let rows = text(&stage.buffer(size.0, size.1));
        let count = rows.iter().filter(|row| row.contains("Meaning ")).count() - 1;
        assert!(count >= least, "{count} at {size:?}: {rows:#?}");
    }
}

#[test]
fn a_question_stands_in_the_middle_and_its_answer_begins_on_the_same_row() {
    let mut stage = Stage::follower();
    stage.press("⏎").finish();
    let mut stage = stage.later(4);
    stage.press("⏎").finish();
    let mut stage = stage.later(30);
    stage.press("⏎");
    let place = |stage: &Stage, size: (u16, u16)| {
        let rows = text(&stage.buffer(size.0, size.1));
        rows.iter().position(|row| row.contains("What did she just say?"))
    };
    let task = |stage: &Stage| [(80, 24), (120, 40), (200, 50)].map(|size| place(stage, size));
    let asked = task(&stage);
    assert_eq!(asked, [9, 14, 18].map(Some), "below the greeting");
    stage.press(" ");
    assert_eq!(task(&stage), asked);
    let rows = text(&stage.buffer(200, 50));
    assert!(
        rows[47].contains("1 missed it: today  2 hard: 2 months  3 knew it: 3 months"),
        "{rows:#?}"
    );
}

#[test]
fn the_selected_question_of_a_brief_stays_in_sight_in_two_columns() {
    let mut stage = Stage::follower();
    stage.press("m");
    for size in [(120, 40), (120, 14), (100, 24), (96, 16)] {
        for key in ["", "↓", "↓", "↑", "↑"] {
            stage.press(key);
            let rows = text(&stage.buffer(size.0, size.1));
            assert!(rows.iter().any(|row| row.contains("▌ ")), "{size:?} {rows:#?}");
        }
    }
}

#[test]
fn the_bar_of_a_quiz_stays_where_it_is_and_a_long_team_is_cut_after_a_word() {
    let long = "The people who look after everything that runs while all others sleep";
    let bars = ["Ops", long].map(|title| {
        let deck = DECKS[0].1.replace("title: Platform and SRE", &format!("title: {title}"));
        let mut stage = Stage::new("follow: [platform]\n", &[("platform", &deck)], Theme::mono());
        stage.press("⏎i");
        let heads = [80, 70, 60].map(|width| {
            let rows = text(&stage.buffer(width, 24));
            rows.into_iter().find(|row| row.contains("0 right")).unwrap()
        });
        if title != "Ops" {
            assert!(heads[0].contains(" after everything…  "), "{}", heads[0]);
        }
        let place = |head: String| head.find("right").map(|at| head[..at].chars().count());
        heads.map(place)
    });
    assert_eq!(bars[0], bars[1]);
}

#[test]
fn what_is_beside_the_quiz_is_calm_on_a_large_terminal() {
    let mut stage = Stage::follower();
    stage.press("/errorb");
    assert_snapshot!("large_lookup", large(&stage));
    stage.press("⏎");
    assert_snapshot!("large_lookup_entry", large(&stage));
    stage.press("⎋⎋/blast radius");
    stage.control('l');
    stage.press("⎋a");
    assert_snapshot!("large_to_ask", large(&stage));
    stage.press("⎋m");
    assert_snapshot!("large_brief", large(&stage));
    stage.press("⎋p");
    assert_snapshot!("large_team", large(&stage));
    stage.press("⎋b");
    assert_snapshot!("large_browse", large(&stage));
    stage.press("⏎⏎");
    assert_snapshot!("large_entry", large(&stage));
    stage.press("⎋⎋⎋,");
    let folder = stage.folder.path().display().to_string();
    let shown = large(&stage).replace(&folder, "FOLDER");
    let shown: Vec<&str> = shown.lines().filter(|line| !line.contains("FOLDER")).collect();
    assert_snapshot!("large_settings", shown.join("\n"));
}
