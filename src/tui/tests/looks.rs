//! Checks for every screen: styles, long and wide words, all sizes, and no unsafe characters.

use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::core::text::is_hostile;
use crate::tui::tests::labelled;

#[test]
fn every_role_is_where_it_belongs() {
    let mut stage = Stage::new("follow: [platform]\n", &DECKS, labelled::theme());
    assert_snapshot!("roles_home", labelled::painted(&stage.buffer(80, 24)));
    stage.press("⏎i0");
    assert_snapshot!("roles_picked", labelled::painted(&stage.buffer(80, 24)));
    stage.press("/errb");
    assert_snapshot!("roles_lookup", labelled::painted(&stage.buffer(80, 24)));
}

#[test]
fn long_and_wide_words_keep_within_the_screen() {
    let long = "Very ".repeat(15);
    let deck = format!(
        "deck: wide\ntitle: {}\nterms:\n  - term: {long}long\n    level: core\n    definition: {}\n  - term: 技術的負債\n    level: core\n    definition: {}\n  - term: اختبار\n    definition: rtl\n",
        "T".repeat(79),
        "word ".repeat(110),
        "借金".repeat(120),
    );
    let decks = [("wide", deck.as_str())];
    let mut stage = Stage::new("follow: [wide]\n", &decks, Theme::mono());
    assert_snapshot!("wide_home", stage.shown());
    stage.press("b⏎↓⏎");
    assert_snapshot!("wide_entry", stage.shown());
    stage.press("⎋⎋⎋/技術");
    assert!(stage.says("技術的負債"));
    stage.press("⎋⏎").finish();
    assert_eq!(stage.app.context(), Context::Summary);
}

#[test]
fn text_longer_than_the_screen_scrolls() {
    let deck = format!(
        "deck: long\nterms:\n  - term: T\n    level: core\n    definition: {}END\n",
        "word ".repeat(118)
    );
    let mut stage = Stage::new("follow: [long]\n", &[("long", &deck)], Theme::mono());
    stage.press("⏎");
    let small = |stage: &Stage| text(&stage.buffer(40, 12)).join("\n");
    assert!(small(&stage).contains('↓') && !small(&stage).contains("END"));
    for _ in 0..10 {
        stage.press("⇟");
        small(&stage);
    }
    assert!(small(&stage).contains("END") && small(&stage).contains('↑'), "{}", small(&stage));
}

#[test]
fn no_size_is_too_small_or_too_large() {
    let journeys = ["", "?", "⏎", "⏎i", "⏎i0", "/slo", "/slo⏎", "b", "b⏎", "b⏎⏎", ",", "/qqq"];
    for journey in journeys {
        let mut stage = Stage::follower();
        stage.press(journey);
        for width in [1, 2, 5, 29, 30, 41, 75, 76, 97, 98, 300] {
            for height in [1, 2, 7, 8, 9, 19, 20, 100] {
                stage.buffer(width, height);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_hostile_in_a_deck_reaches_the_screen(
        term in "[a-z\u{0}-\u{1f}\u{7f}-\u{9f}\u{200b}-\u{202e}\u{2066}-\u{2069}\u{feff}]{1,20}",
        definition in "\\PC*[\u{0}-\u{1f}\u{80}-\u{9f}\u{202a}-\u{202e}]{0,3}",
    ) {
        let quote = |text: &str| serde_json::to_string(text).unwrap();
        let entry = |at: usize| format!(
            "  - term: {}\n    definition: {}\n    example: {}\n    ask: {}\n    aliases: [{}]\n",
            quote(&format!("{term}{at}")), quote(&format!("{definition}{at}")), quote(&term), quote(&definition), quote(&term),
        );
        let terms: String = (0..5).map(entry).collect();
        let deck = format!("deck: hostile\ntitle: {}\nask: [{}]\nterms:\n{terms}", quote(&term), quote(&term));
        for journey in ["", "⏎", "⏎i", "⏎i0", "/", "/a0", "/a0⏎", "b", "b⏎", "b⏎⏎", "?"] {
            let mut stage = Stage::new("follow: [hostile]\n", &[("hostile", &deck)], Theme::mono());
            stage.press(journey);
            let buffer = stage.buffer(80, 24);
            for cell in buffer.content() {
                prop_assert!(!cell.symbol().chars().any(is_hostile), "{:?}", cell.symbol());
            }
        }
    }
}
