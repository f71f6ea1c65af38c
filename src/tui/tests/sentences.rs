//! Sentences at look-up: read between the lines, with their terms as rows.

use insta::assert_snapshot;

use super::*;
use crate::core::card::{CardId, Direction};
use crate::core::review::{Answer, Form, Grade};

/// A team whose terms have meanings of different lengths.
const TEAM: [(&str, &str); 1] = [(
    "platform",
    "deck: platform
title: Platform and SRE
terms:
  - {term: Error budget, gloss: how much failure we may spend, definition: The failure a service is allowed., level: core}
  - {term: kubectl, gloss: types orders to the cluster, definition: The command for a cluster., level: core}
  - {term: Failover, gloss: a spare takes over, definition: Work moves to a spare machine., level: core}
",
)];
const SENTENCE: &str =
    "Half the error budget is gone since the XQZ broke, so tell kubectl to stop; failover waits.";

fn paste(stage: &mut Stage, text: &str) {
    stage.flow = stage.app.handle(&Event::Paste(text.to_owned()));
}

fn reading() -> Stage {
    let mut stage = Stage::new("follow: [platform]\n", &TEAM, Theme::mono());
    stage.press("/");
    paste(&mut stage, SENTENCE);
    stage
}

/// The screen at the sizes of a window, a large window, and a corner of one.
fn sizes(stage: &Stage) -> String {
    let sizes = [(80, 24), (120, 40), (40, 12)].map(|(width, height)| {
        let rows = text(&stage.buffer(width, height)).join("\n│");
        format!("{width}×{height}\n│{rows}\n")
    });
    sizes.concat()
}

#[test]
fn a_sentence_is_read_between_the_lines_above_its_terms() {
    let stage = reading();
    assert!(stage.says("how much failure we may spend") && stage.says("not in any deck"));
    assert_snapshot!("sentence", sizes(&stage));
}

#[test]
fn the_selected_term_is_marked_and_in_sight() {
    let mut stage = reading();
    stage.press("↓↓");
    assert_snapshot!("sentence_down", sizes(&stage));
}

#[test]
fn a_sentence_records_only_the_word_that_was_opened() {
    let mut stage = reading();
    stage.press("↓⏎");
    assert!(stage.says("The command for a cluster."), "{}", stage.shown());
    assert_eq!(stage.app.context(), Context::LookupEntry, "a sentence is no spelling");
    let Stage { app, clock, folder, .. } = stage;
    drop(app);
    let mut trainer = trainer(folder.path(), &clock, &TEAM);
    let words: Vec<String> =
        trainer.looked_up_lately().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(words, ["platform/kubectl"]);
}

#[test]
fn a_pasted_text_is_one_line_without_anything_hostile_and_ends_where_the_field_does() {
    let mut stage = Stage::new("follow: [platform]\n", &TEAM, Theme::mono());
    stage.press("/");
    paste(
        &mut stage,
        &format!("the error\nbudget is all\u{1b}\u{202e} gone now {}", "技術".repeat(5_000)),
    );
    assert!(stage.says("how much failure we may spend"), "{}", stage.shown());
    assert!(stage.says("at most 1000 characters fit here"), "{}", stage.shown());
    for size in [(1, 1), (10, 3), (30, 8), (40, 12), (200, 60)] {
        assert!(!text(&stage.buffer(size.0, size.1)).concat().contains(['\u{1b}', '\u{202e}']));
    }
}

#[test]
fn what_is_known_well_is_left_alone_unless_the_settings_say_otherwise() {
    for (setting, is_shown) in [("", false), ("glosses: all\n", true)] {
        let settings = format!("follow: [platform]\n{setting}");
        let mut stage = Stage::new(&settings, &TEAM, Theme::mono());
        for _ in 0..2 {
            let card = CardId::new("platform/failover".parse().unwrap(), Direction::Understand);
            let known = Answer {
                card,
                grade: Grade::Easy,
                form: Form::Recall,
                kind: Form::Recall.kind(),
                sentence: None,
                took_ms: 3_000,
                hint: false,
                answer: None,
                session: uuid::Uuid::nil(),
                cram: false,
            };
            let Stage { app, clock, folder, .. } = stage;
            drop(app);
            trainer(folder.path(), &clock, &TEAM).record(known).unwrap();
            clock.0.set(clock.0.get() + 9 * DAY);
            stage = Stage::open(folder, clock, &TEAM, Theme::mono());
        }
        stage.press("/");
        paste(&mut stage, SENTENCE);
        let lines = text(&stage.buffer(80, 24));
        let above = lines.iter().take_while(|line| !line.contains('▌'));
        let shown = above.filter(|line| line.contains("a spare takes over")).count() == 1;
        assert_eq!(shown, is_shown, "{setting}: {}", stage.shown());
    }
}
