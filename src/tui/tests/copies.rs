//! Copies of remote decks on the home screen.

use insta::assert_snapshot;

use super::*;
use crate::sources::{Address, Copies, Selection};

#[test]
fn home_says_quietly_when_copies_are_old() {
    let stage = Stage::follower();
    let team = stage.folder.path().join("team");
    std::fs::create_dir(&team).unwrap();
    std::fs::write(team.join("ops.yaml"), "terms:\n  - {term: SLO, definition: d}\n").unwrap();
    let wanted = Selection::new(Address::Folder(team), None, None).unwrap();
    let copies = Copies::new(stage.folder.path().join("sources"));
    copies.add("acme", &wanted, Timestamp::from_millis(NOON), &mut |_| ()).unwrap();
    let stage = stage.later(29);
    assert!(!stage.says("days old"));
    let stage = stage.later(1);
    assert_snapshot!("home_old_copies", stage.shown());
}
