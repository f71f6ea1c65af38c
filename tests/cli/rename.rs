//! Tests `shoptalk deck rename`: renames a word in every deck that links to it, or in none.

use crate::support::{Ran, TestEnv};

const PAY: &str = "deck: pay\nterms:\n  - term: Batch\n    definition: b\n    see_also: [dunning]\n  # on it\n  - term: Dunning\n    definition: d\n    confused_with: [batch]\n";
const OPS: &str = "deck: ops\nterms:\n  - term: Dunning\n    definition: other\n    see_also: # links\n      - pay/dunning # there\n      - dunning\n    same_as: pay/dunning\n";

fn text(path: &std::path::Path) -> String {
    std::fs::read_to_string(path).expect("it is there")
}

#[test]
fn name_place_id_and_links_change_together() {
    let env = TestEnv::new();
    let (pay, ops) = (env.write("decks/pay.yaml", PAY), env.write("decks/ops.yaml", OPS));
    env.write("decks/.git/HEAD", "");
    let ran = env.run(&["deck", "rename", "pay/dunning", "Ask again", "--dry-run"]).ends_with(0);
    assert!(
        ran.err.contains("pay/dunning is now pay/ask-again")
            && ran.err.contains("nothing was written")
    );
    assert_eq!((text(&pay), text(&ops)), (PAY.to_owned(), OPS.to_owned()));

    let ran = env.run(&["deck", "rename", "pay/dunning", "Ask again"]).ends_with(0);
    let expected = "deck: pay\nterms:\n  # on it\n  - term: Ask again\n    definition: d\n    confused_with: [batch]\n    formerly: [dunning]\n  - term: Batch\n    definition: b\n    see_also: [ask-again]\n";
    assert_eq!(text(&pay), expected);
    assert_eq!(text(&ops), OPS.replace("pay/dunning", "pay/ask-again"));
    assert!(
        ran.err
            .replace('\\', "/")
            .contains("  decks/pay.yaml: 1 link\n  decks/ops.yaml: 2 links\n"),
        "{ran:#?}"
    );
    assert!(
        ran.out.contains("git -C ")
            && ran.out.contains("commit -m 'Rename pay/dunning to Ask again'"),
        "{ran:#?}"
    );
    let json =
        env.run(&["deck", "rename", "pay/ask-again", "Dunning", "--json"]).ends_with(0).json();
    assert_eq!((&json["to"], &json["files"][1]["links"]), (&"pay/dunning".into(), &2.into()));
    assert_eq!(text(&ops), OPS);
    assert!(text(&pay).contains("formerly: [ask-again]"), "{}", text(&pay));
    env.run(&["deck", "check", "decks"]).ends_with(0);
}

#[test]
fn links_in_other_subfolders_of_the_decks_change_too_and_their_files_are_named() {
    let env = TestEnv::new();
    let pay = env.write("repo/decks/money/pay.yaml", PAY);
    let ops = env.write("repo/decks/run/eu/ops.yaml", OPS);
    let team = env.write("repo/decks/team.yaml", &OPS.replace("deck: ops", "deck: team"));
    let outside = env.write("repo/notes/ops.yaml", OPS);
    env.write("repo/.git/HEAD", "");
    let file = pay.display().to_string();
    let ran = env.run(&["deck", "rename", &format!("{file}/dunning"), "Ask again"]).ends_with(0);
    for path in [&ops, &team] {
        assert!(text(path).contains("same_as: pay/ask-again"), "{}", text(path));
    }
    assert_eq!(text(&outside), OPS);
    // From inside the decks, too.
    let mut inside = env.shoptalk(&["deck", "rename", "money/pay.yaml/ask-again", "Retry"]);
    Ran::of(inside.current_dir(env.home().join("repo/decks"))).ends_with(0);
    assert!(text(&ops).contains("same_as: pay/retry") && text(&outside) == OPS);
    let said = ran.err.replace('\\', "/");
    assert!(
        said.contains("/run/eu/ops.yaml: 2 links\n") && said.contains("/team.yaml: 2 links\n"),
        "{said}"
    );
}

#[test]
fn a_word_moves_to_another_deck() {
    let env = TestEnv::new();
    let (pay, ops) = (env.write("decks/pay.yaml", PAY), env.write("decks/ops.yaml", OPS));
    let ran = env.run(&["deck", "rename", "pay/batch", "ops/Batch run"]).ends_with(0);
    assert!(ran.err.contains("pay/batch is now ops/batch-run"), "{ran:#?}");
    let expected = "deck: pay\nterms:\n  # on it\n  - term: Dunning\n    definition: d\n    confused_with: [ops/batch-run]\n";
    assert_eq!(text(&pay), expected);
    let moved = "  - term: Batch run\n    definition: b\n    see_also: [pay/dunning]\n    formerly: [pay/batch]\n";
    assert_eq!(text(&ops), OPS.replace("terms:\n", &format!("terms:\n{moved}")));
    env.run(&["deck", "check", "decks"]).ends_with(0);
    // A slash can be part of a name.
    env.run(&["deck", "rename", "pay/dunning", "A/B"]).ends_with(0);
    assert!(text(&pay).contains("term: A/B"));
}

#[test]
fn when_one_file_cannot_be_changed_none_is() {
    let env = TestEnv::new();
    let pay = env.write("decks/pay.yaml", PAY);
    env.write("decks/ops.yaml", &format!("{OPS}    why: \"dunning\n"));
    let ran = env.run(&["deck", "rename", "pay/dunning", "X"]).ends_with(1);
    assert!(
        ran.err.contains("ops.yaml: line 9: ") && ran.err.contains("nothing was changed"),
        "{ran:#?}"
    );
    assert_eq!(text(&pay), PAY);
}

#[test]
fn what_cannot_be_renamed_is_said() {
    let env = TestEnv::new();
    let pay = env.write("decks/pay.yaml", PAY);
    for (args, code, why) in [
        (["dunning", "X"], 2, "as in `platform/dunning`"),
        (["pay/nothing", "X"], 1, "no term with the id `nothing`"),
        (["pay/batch", "DUNNING"], 1, "`dunning` already exists, on line 7"),
        (["pay/batch", "🚀"], 1, "no letters or digits"),
        (["pay/batch", "pay/X"], 2, "write just the new name"),
        (["pay/batch", "platform/X"], 2, "ships with the program"),
        (["platform/slo", "X"], 2, "ships with the program"),
    ] {
        let ran = env.run(&["deck", "rename", args[0], args[1]]).ends_with(code);
        assert!(ran.err.contains(why), "{args:?}: {ran:#?}");
    }
    assert_eq!(text(&pay), PAY);
}

#[test]
fn a_name_may_begin_with_a_hyphen() {
    let env = TestEnv::new();
    let pay = env.write("decks/pay.yaml", PAY);
    let args = ["deck", "rename", "pay/dunning", "-g", "--dry-run"];
    assert!(env.run(&args).ends_with(0).err.contains("nothing was written"));
    env.run(&args[..4]).ends_with(0);
    assert!(text(&pay).contains("term: \"-g\"") || text(&pay).contains("term: -g"));
}

#[test]
fn a_copy_of_the_deck_beside_it_keeps_its_own_word_and_the_links_to_it() {
    let env = TestEnv::new();
    let (pay, copy) = (env.write("pay.yaml", PAY), env.write("pay-backup.yaml", PAY));
    let part = "extends: pay\nterms:\n  - term: Fee\n    definition: f\n    see_also: [dunning]\n";
    let part = env.write("more.yaml", part);
    let ran = env.run(&["--decks", "pay.yaml", "deck", "rename", "pay/dunning", "Ask again"]);
    let ran = ran.ends_with(0);
    assert!(text(&pay).contains("see_also: [ask-again]"), "{}", text(&pay));
    assert!(text(&part).contains("see_also: [ask-again]"), "{}", text(&part));
    assert_eq!(text(&copy), PAY);
    assert!(ran.err.contains("pay-backup.yaml has pay/dunning as well"), "{ran:#?}");
}
