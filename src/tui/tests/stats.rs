//! The statistics: pictures on a large screen, lines on a small one, and nothing where there is nothing.

use insta::assert_snapshot;
use uuid::Uuid;

use super::*;
use crate::core::card::{CardId, Direction};
use crate::core::review::{Answer, Form, Grade};

/// A learner who answered in nine of the last eleven weeks.
pub(super) fn veteran() -> Stage {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("settings.yaml"), "follow: [platform, design]\n").unwrap();
    let clock = Rc::new(TestClock(Cell::new(NOON - 75 * DAY)));
    let words = ["platform/error-budget", "platform/slo", "platform/toil", "design/affordance"];
    for day in (0..75).filter(|day| day % 3 == 0 && !(20..34).contains(day)) {
        let mut trainer = trainer(folder.path(), &clock, &DECKS);
        for (at, word) in words.iter().cycle().take(1 + day % 13 * 4).enumerate() {
            clock.0.set(clock.0.get() + 20_000);
            let missed = (day + at) % 7 == 3 && at < words.len();
            trainer
                .record(Answer {
                    card: CardId::new(word.parse().unwrap(), Direction::Understand),
                    grade: if missed { Grade::Again } else { Grade::Good },
                    form: Form::Recall,
                    kind: Form::Recall.kind(),
                    sentence: None,
                    took_ms: 8_000,
                    hint: false,
                    answer: None,
                    session: Uuid::nil(),
                    cram: false,
                })
                .unwrap();
        }
        drop(trainer);
        clock.0.set(NOON + (i64::try_from(day).unwrap() + 3 - 75) * DAY);
    }
    clock.0.set(NOON);
    Stage::open(folder, clock, &DECKS, Theme::mono())
}

#[test]
fn the_statistics_are_pictures_for_all_teams_and_for_each() {
    let mut stage = veteran();
    stage.press("P");
    assert_eq!(stage.app.context(), Context::Stats);
    assert_snapshot!("stats", stage.shown());
    assert_snapshot!("large_stats", text(&stage.buffer(120, 40)).join("\n"));
    assert_snapshot!("huge_stats", text(&stage.buffer(200, 50)).join("\n"));
    assert!(stage.says("Statistics: All teams"));
    stage.press("l");
    assert!(stage.says("Statistics: Platform and SRE"));
    stage.press("ll");
    assert!(stage.says("Statistics: All teams"), "after the last comes the first");
    stage.press("h");
    assert!(stage.says("Statistics: Design"));
    stage.press("⎋");
    assert_eq!(stage.app.context(), Context::Home);
}

#[test]
fn every_word_missed_most_is_reached_at_every_size() {
    let mut stage = veteran();
    stage.press("P");
    for (width, height) in [(80, 24), (76, 20), (120, 40), (40, 12)] {
        let mut seen = String::new();
        for _ in 0..20 {
            seen.push_str(&text(&stage.buffer(width, height)).join("\n"));
            stage.press("⇟");
        }
        for word in ["SLO", "Error budget", "Toil", "Affordance"] {
            assert!(seen.contains(word), "{word} at {width}×{height}:\n{seen}");
        }
        stage.press("⎋P");
    }
}

#[test]
fn the_pictures_and_the_words_below_them_scroll_as_one_page() {
    let mut stage = veteran();
    stage.press("P");
    let has = |stage: &Stage, words: &str| text(&stage.buffer(80, 24)).join("\n").contains(words);
    assert!(has(&stage, "Practiced 10 of") && has(&stage, "Recalled in"), "{}", stage.shown());
    assert!(!has(&stage, "Affordance"), "there is more below");
    stage.press("⇟");
    assert!(!has(&stage, "Practiced 10 of") && !has(&stage, "Recalled in"), "{}", stage.shown());
    assert!(has(&stage, "Affordance    The part of a thing that shows what can be done"));
}

#[test]
fn statistics_without_a_missed_word_fit_and_do_not_scroll() {
    let mut stage = Stage::follower();
    stage.press("⏎").finish().press("⎋P");
    assert_eq!(stage.app.context(), Context::Stats);
    assert!(stage.says("Due in the next 14 days"), "{}", stage.shown());
    let rows = text(&stage.buffer(80, 24)).join("\n");
    assert!(!rows.contains('↓'), "{rows}");
}

#[test]
fn a_row_of_a_team_says_what_its_figures_mean_and_hides_only_those_about_the_user() {
    let mut stage = veteran();
    for width in 76..200 {
        let rows = text(&stage.buffer(width, 24)).join("\n");
        assert!(rows.contains("understood 2 of 4"), "{width}:\n{rows}");
    }
    stage.send(KeyEvent::new(KeyCode::F(2), KeyModifiers::NONE));
    for (width, known) in
        [(120, "understood · of 4"), (80, "understood · of 4"), (60, "understood ·")]
    {
        let rows = text(&stage.buffer(width, 24)).join("\n");
        assert!(rows.contains(known), "{width}:\n{rows}");
    }
}

#[test]
fn a_beginner_reads_where_statistics_come_from() {
    let mut stage = Stage::follower();
    stage.press("P");
    assert!(stage.says("After the first answer, the days of practice and what comes due"));
    let mut stage = Stage::without_journal("follow: [platform]\n", &DECKS);
    stage.press("P");
    assert_eq!(stage.app.context(), Context::Home, "{}", stage.shown());
}

#[test]
fn home_shows_the_practice_and_on_a_wide_screen_the_selected_team() {
    let mut stage = veteran();
    assert_snapshot!("home", text(&stage.buffer(80, 24)).join("\n"));
    assert_snapshot!("large_home", text(&stage.buffer(120, 40)).join("\n"));
    assert_snapshot!("huge_home", text(&stage.buffer(200, 50)).join("\n"));
    let wide = |stage: &Stage| text(&stage.buffer(120, 40)).join("\n");
    assert!(wide(&stage).contains("Weakest words"));
    stage.press("↓");
    assert!(wide(&stage).contains("Affordance"), "{}", wide(&stage));
    for width in [110, 113, 114, 115, 160, 164, 300] {
        for height in [1, 8, 19, 20, 24, 30, 100] {
            stage.buffer(width, height);
        }
    }
}

#[test]
fn statistics_stand_at_every_size() {
    let mut stage = veteran();
    stage.press("P");
    for width in [1, 2, 5, 29, 30, 41, 75, 76, 90, 161, 300] {
        for height in [1, 2, 7, 8, 9, 19, 20, 26, 100] {
            stage.buffer(width, height);
        }
    }
}

#[test]
fn no_meaning_is_cut_where_there_is_room_for_all_of_it() {
    let mut stage = veteran();
    for keys in ["", "P", "⎋b", "⏎"] {
        stage.press(keys);
        let rows = text(&stage.buffer(120, 40)).join("\n");
        assert!(!rows.contains('…'), "{rows}");
    }
}
