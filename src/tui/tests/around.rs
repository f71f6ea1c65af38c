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
fn help_lists_the_keys_of_the_situation_and_any_key_closes_it() {
    let mut stage = Stage::follower();
    stage.press("?");
    assert_snapshot!("help_home", stage.shown());
    stage.press("b");
    assert_eq!(stage.app.context(), Context::Home);
}
