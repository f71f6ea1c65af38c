use super::*;
use crate::core::deck::Origin;
use crate::core::deck::read::read;

fn reads(texts: &[&str]) -> Vec<Read> {
    let file = |text: &&str| {
        let line = text.lines().next().unwrap_or_default();
        let path = format!("{}.yaml", line.split(": ").nth(1).unwrap_or("broken"));
        read(&path.as_str().into(), text.as_bytes(), Origin::Named)
    };
    texts.iter().map(file).collect()
}

fn between(old: &[&str], new: &[&str]) -> Changes {
    changes(reads(old), reads(new), &[])
}

fn ids(named: &[Named]) -> Vec<&str> {
    named.iter().map(|one| one.id.as_str()).collect()
}

const OPS: &str = "deck: ops\nterms:\n  - {term: SLO, definition: A target for a service that a team agreed on, see_also: [toil]}\n  - {term: Toil, definition: Work that comes back every week and leaves nothing}\n";

#[test]
fn the_same_decks_have_no_changes() {
    assert!(between(&[OPS], &[OPS]).is_empty());
    assert!(between(&[], &[]).is_empty());
}

#[test]
fn terms_come_go_and_change() {
    let new = OPS
        .replace("A target for", "A hard promise for")
        .replace("term: Toil", "term: Drill")
        .replace("Work that comes back every week and leaves nothing", "A trial of an emergency");
    let changes = between(&[OPS], &[&new]);
    assert_eq!(ids(&changes.added), ["ops/drill"]);
    let removed: Vec<_> = changes.removed.iter().map(|one| one.was.id.as_str()).collect();
    assert_eq!((removed, &changes.removed[0].perhaps), (vec!["ops/toil"], &None));
    let [changed] = &changes.changed[..] else { panic!("{changes:?}") };
    assert_eq!((changed.id.as_str(), changed.shown_again), ("ops/slo", true));
    assert_eq!(changed.fields[0].field, "definition");
    assert_eq!(changed.fields[0].words[1], Piece::Gone("target".into()));
    let [link] = &changes.broken_links[..] else { panic!("{changes:?}") };
    assert_eq!(
        (link.from.as_str(), link.field, link.to.as_str()),
        ("ops/slo", "see_also", "ops/toil")
    );
    assert!(changes.is_bad());
    let new = OPS.replace("A target", "a target").replace("see_also: [toil]", "level: core");
    let changes = between(&[OPS], &[&new]);
    let fields: Vec<_> = changes.changed[0].fields.iter().map(|one| one.field).collect();
    assert_eq!(
        (fields, changes.changed[0].shown_again),
        (vec!["definition", "see_also", "level"], false)
    );
}

#[test]
fn what_says_what_it_was_is_renamed_and_what_does_not_is_suspected() {
    let renamed = OPS.replace("term: Toil,", "term: Drudge, formerly: [toil],");
    let changes = between(&[OPS], &[&renamed]);
    assert_eq!(changes.renamed[0].to.as_str(), "ops/drudge");
    assert!(
        changes.removed.is_empty() && changes.added.is_empty() && changes.broken_links.is_empty()
    );
    assert_eq!(changes.changed[0].fields[0].field, "term");
    assert!(!changes.is_bad());

    let silent = OPS.replace("term: Toil", "term: Drudge");
    let changes = between(&[OPS], &[&silent]);
    assert_eq!(changes.removed[0].perhaps.as_ref().unwrap().as_str(), "ops/drudge");
    let other_id =
        OPS.replace("term: SLO", "term: SLO, id: objective").replace("A target", "Any aim");
    let changes = between(&[OPS], &[&other_id]);
    assert_eq!(changes.removed[0].perhaps.as_ref().unwrap().as_str(), "ops/objective");
}

#[test]
fn decks_are_renamed_and_terms_move_between_them() {
    let moved = OPS.replace("deck: ops", "deck: reliability\nformerly: [ops]");
    let changes = between(&[OPS], &[&moved]);
    assert_eq!((changes.renamed.len(), changes.removed.len()), (2, 0));
    let changes = between(&[OPS], &[&OPS.replace("deck: ops", "deck: reliability")]);
    assert_eq!((changes.removed.len(), &changes.decks_removed[..]), (2, &["ops".into()][..]));
    assert_eq!(changes.decks_added, ["reliability"]);
    let two_in_one = OPS.replace("term: SLO, ", "term: SLO, formerly: [toil], ");
    let two_in_one =
        two_in_one.split("  - {term: Toil").next().unwrap().replace(", see_also: [toil]", "");
    let changes = between(&[OPS], &[&two_in_one]);
    assert_eq!((changes.renamed[0].to.as_str(), changes.removed.len()), ("ops/slo", 0));
}

#[test]
fn a_deck_that_ships_does_not_serve_for_one_that_is_gone() {
    let around = reads(&[OPS, "deck: other\nterms:\n  - {term: X, definition: d}\n"]);
    let around: Vec<Deck> = around.into_iter().filter_map(|read| read.deck).collect();
    let changes = super::changes(reads(&[OPS]), Vec::new(), &around);
    assert_eq!((changes.removed.len(), &changes.decks_removed[..]), (2, &["ops".into()][..]));
    // An extension of a built-in deck is compared with the built-in terms.
    let extra =
        "extends: ops\nterms:\n  - {term: Page, definition: A call, see_also: [toil, other/x]}\n";
    let changes = super::changes(reads(&[extra]), Vec::new(), &around);
    assert_eq!((changes.removed.len(), changes.decks_removed.len()), (1, 0));
}

#[test]
fn only_problems_that_were_not_there_are_told() {
    let unsorted = OPS.replace("term: SLO", "term: Zebra");
    let moved = unsorted.replace("deck: ops\n", "deck: ops\n\n\n");
    let changes = between(&[&unsorted], &[&moved]);
    assert_eq!((changes.problems.len(), changes.fixed), (0, 0));
    let changes = between(&[OPS], &[&unsorted]);
    let codes: Vec<_> = changes.problems.iter().map(|one| one.rule.code()).collect();
    assert!(codes.contains(&"W401"), "{codes:?}");
    let changes = between(&[&unsorted], &[OPS]);
    let codes: Vec<_> = changes.problems.iter().map(|one| one.rule.code()).collect();
    assert!(!codes.contains(&"W401") && changes.fixed >= 1, "{codes:?}");
}

#[test]
fn terms_of_a_broken_file_are_not_called_lost() {
    let broken = "deck: ops\nterms:\n  - {term: SLO\n";
    let changes = between(&[OPS], &[broken]);
    assert!(changes.removed.is_empty() && changes.is_bad());
    assert_eq!(changes.unread, ["ops.yaml"]);
    let changes = between(&[broken], &[OPS]);
    assert!(changes.added.is_empty() && !changes.is_bad());
}

#[test]
fn changes_can_be_narrowed_to_some_decks() {
    let other = "deck: other\nterms:\n  - {term: X, definition: d}\n";
    let changes = between(&[OPS, other], &[]).of_decks(|deck| deck == "other");
    assert_eq!((changes.removed.len(), changes.decks_removed.len()), (1, 1));
}

#[test]
fn a_library_that_has_new_ids_throughout_is_compared_all_the_same() {
    let deck = |suffix: &str| {
        let term =
            |at: usize| format!("  - {{term: T{at}{suffix}, definition: the {at} of them all}}\n");
        format!("deck: ops\nterms:\n{}", (0..300).map(term).collect::<String>())
    };
    let changes = between(&[&deck("a")], &[&deck("b")]);
    let perhaps = changes.removed.iter().map(|one| one.perhaps.as_ref().map(TermId::as_str));
    let expected = (0..300).map(|at| format!("ops/t{at}b")).collect::<Vec<_>>();
    assert!(perhaps.eq(expected.iter().map(|id| Some(id.as_str()))));
}

#[test]
fn scenes_come_go_and_change() {
    let line = "{who: developer, says: It broke.}, ".repeat(5);
    let scene = |title: &str, said: &str| {
        format!(
            "  - {{title: {title}, setting: A call., lines: [{line}{{who: lead, says: {said}}}], \
             replies: [{{says: a, lands: helps, why: w}}, {{says: b, lands: flat, why: w}}, {{says: c, lands: flat, why: w}}]}}\n"
        )
    };
    let (one, two, three) = (scene("One", "Go."), scene("Two", "Go."), scene("Three", "Go."));
    let (old, new) = (format!("{OPS}scenes:\n{one}{two}"), scene("Two", "Wait."));
    let new = format!("{OPS}scenes:\n{new}{three}");
    let found = between(&[&old], &[&new]);
    let ids = |scenes: &[NamedScene]| scenes.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    assert_eq!(
        (ids(&found.scenes_added), ids(&found.scenes_removed)),
        (vec!["ops/three".into()], vec!["ops/one".into()])
    );
    let [changed] = &found.scenes_changed[..] else { panic!("{found:?}") };
    assert_eq!((changed.id.as_str(), changed.fields[0].field), ("ops/two", "lines"));
    assert_eq!(changed.fields[0].words[1], Piece::Gone("Go.".into()));
    assert!(!found.is_bad() && found.changed.is_empty() && found.decks_changed.is_empty());
    assert!(found.of_decks(|deck| deck == "other").scenes_changed.is_empty());
    let renamed = old.replace("deck: ops", "deck: reliability\nformerly: [ops]");
    let found = between(&[&old], &[&renamed]);
    assert!(found.scenes_added.is_empty() && found.scenes_removed.is_empty(), "{found:?}");
}
