//! The screens around the quiz: look-up, browsing, settings, and help.

use insta::assert_snapshot;

use super::*;

#[test]
fn look_up_finds_while_one_types() {
    let mut stage = Stage::follower();
    stage.press("/");
    assert_snapshot!("lookup_empty", stage.shown());
    stage.press("errorb");
    assert_snapshot!("lookup_match", stage.shown());
    stage.press("⏎⎋⎋");
    assert_eq!(stage.app.context(), Context::Home);
    stage.press("/tokken");
    assert_snapshot!("lookup_senses", stage.shown());
    stage.press("⎋/qqqqqq");
    assert_snapshot!("lookup_nothing", stage.shown());
}

#[test]
fn browsing_leads_from_decks_to_terms_to_an_entry_and_back() {
    let mut stage = Stage::follower();
    stage.press("b");
    assert_snapshot!("browse_decks", stage.shown());
    stage.press("⏎");
    assert_snapshot!("browse_terms", stage.shown());
    stage.press("↓⏎");
    assert_snapshot!("browse_entry", stage.shown());
    stage.press("⎋⎋⎋");
    assert_eq!(stage.app.context(), Context::Home);
}

#[test]
fn settings_are_changed_with_the_arrows_and_kept() {
    let mut stage = Stage::follower();
    stage.press(",");
    let shown = stage.shown().replace(&stage.folder.path().display().to_string(), "FOLDER");
    let shown: Vec<&str> =
        shown.lines().filter(|line| !line.contains("FOLDER") && !line.contains("too.")).collect();
    assert_snapshot!("settings", shown.join("\n"));
    stage.press("++↓-");
    let settings = std::fs::read_to_string(stage.folder.path().join("settings.yaml")).unwrap();
    assert_eq!(settings, "follow: [platform, design]\nminutes: 7\nnew: 7\n");
}

#[test]
fn the_selected_row_of_a_wide_list_of_decks_or_terms_shows_what_it_opens() {
    let mut stage = Stage::follower();
    let wide = |stage: &Stage| text(&stage.buffer(120, 40)).join("\n");
    stage.press("b");
    assert!(wide(&stage).contains("Manual work that comes back"), "{}", wide(&stage));
    stage.press("⏎↓");
    assert!(wide(&stage).contains("Why  Nobody thinks well at three"), "{}", wide(&stage));
    assert!(!stage.says("Why  "), "there is no room in a small window");
}

#[test]
fn the_name_of_the_selected_row_and_its_meaning_are_whole_at_every_size() {
    let deck = "deck: ops
title: Operations
summary: Keeps everything that customers use running, day and night, and gets it back up when it breaks.
terms:
  - {term: Continuous integration pipeline, definition: A d., gloss: every change is built and tested before anyone else can use it}
";
    let mut stage = Stage::new("follow: [ops]\n", &[("ops", deck)], Theme::mono());
    stage.press("b");
    let meanings = ["and gets it back up when it breaks.", "before anyone else can use it"];
    let names = ["Operations", "Continuous integration pipeline"];
    for (meaning, name) in meanings.into_iter().zip(names) {
        for (width, height) in [(80, 24), (60, 16), (47, 10), (40, 12), (30, 12)] {
            let rows = text(&stage.buffer(width, height)).join(" ");
            let words: Vec<&str> = rows.split_whitespace().collect();
            assert!(words.join(" ").contains(meaning), "{width}×{height}: {rows}");
            assert!(width < 40 || rows.contains(name), "{width}×{height}: {rows}");
        }
        stage.press("⏎");
    }
}

#[test]
fn help_leaves_out_keys_that_do_nothing_now() {
    let mut stage = Stage::follower();
    stage.press("?");
    assert!(stage.says("record a visit") && !stage.says("thanks") && !stage.says("undo"));
    stage.press("?f?");
    assert!(stage.says("undo"), "{}", stage.shown());
    let mut stage = people::taught(95);
    stage.press("?");
    assert!(stage.says("no thanks"), "{}", stage.shown());
}

#[test]
fn in_a_narrow_window_results_of_one_name_say_their_teams_and_a_quiz_its_progress() {
    let narrow = |stage: &Stage| text(&stage.buffer(40, 12)).join("\n");
    let mut stage = meeting::linked();
    stage.press("/token");
    let rows = narrow(&stage);
    assert!(rows.contains(" Operations\n") && rows.contains(" Web\n"), "{rows}");
    let mut stage = Stage::follower();
    stage.press("⏎");
    assert!(narrow(&stage).contains("  7 to go  3 min ─────"), "{}", narrow(&stage));
    stage.press("i").pick_right();
    assert!(narrow(&stage).contains(" 6 to go  3 min ─────"), "{}", narrow(&stage));
}

#[test]
fn help_lists_the_keys_of_the_situation_and_any_key_closes_it() {
    let mut stage = Stage::follower();
    stage.press("?");
    assert_snapshot!("help_home", stage.shown());
    stage.press("b");
    assert_eq!(stage.app.context(), Context::Home);
}
