//! Tests that two people can add a word to one deck at the same time, merged by git.

use std::process::Command;

use crate::support::TestEnv;

/// What git printed in the home folder of `env`, if it succeeded.
fn git(env: &TestEnv, args: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    command.current_dir(env.home()).args(["-c", "user.name=Ana", "-c", "user.email=ana@acme.org"]);
    command.args(args).env_clear().envs(env.variables().iter().cloned());
    let output = command.output().expect("git can be started");
    let said = String::from_utf8(output.stdout).expect("it prints text");
    output.status.success().then_some(said)
}

const DEFINITION: &str =
    "A payment that is sent back to the bank of the person who made it at first.";

/// A repository with a deck in which two branches, `main` and `other`, have each added a word.
fn added_by_two(words: [&str; 2], more: [&[&str]; 2]) -> TestEnv {
    let env = TestEnv::new();
    let term =
        |name: &str| format!("  - term: {name}\n    definition: It is {name}.\n    level: core\n");
    let terms: String = ["Batch", "Dunning", "Float", "Ledger", "Payout"].map(term).concat();
    env.write("decks/pay.yaml", &format!("deck: pay\ntitle: Payments\nterms:\n{terms}"));
    let done = |args: &[&str]| assert!(git(&env, args).is_some(), "{args:?}");
    done(&["init", "-q", "-b", "main"]);
    done(&["add", "."]);
    done(&["commit", "-qm", "A deck"]);
    done(&["branch", "other"]);
    for (branch, word, more) in [("main", words[0], more[0]), ("other", words[1], more[1])] {
        done(&["switch", "-q", branch]);
        let args = ["deck", "add", "pay", "--term", word, "--definition", DEFINITION];
        env.run(&[&args[..], more].concat()).ends_with(0);
        done(&["commit", "-qam", "A word"]);
    }
    done(&["switch", "-q", "main"]);
    env
}

/// The words in the deck.
fn words(env: &TestEnv) -> Vec<String> {
    let text = std::fs::read_to_string(env.home().join("decks/pay.yaml")).expect("it is there");
    text.lines().filter_map(|line| Some(line.strip_prefix("  - term: ")?.to_owned())).collect()
}

#[test]
fn words_in_different_places_merge_without_a_conflict() {
    for both in [["Accrual", "Escrow"], ["Escrow", "Zelle"], ["Chargeback", "Netting"]] {
        let env = added_by_two(both, [&["--level", "core"], &["--why", "It costs us."]]);
        assert!(git(&env, &["merge", "-q", "--no-edit", "other"]).is_some(), "{both:?}");
        let words = words(&env);
        assert!(words.len() == 7 && words.is_sorted(), "{words:?}");
        env.run(&["deck", "check", "decks"]).ends_with(0);
    }
}

#[test]
fn of_words_in_the_same_place_both_are_kept_whole_with_one_command() {
    let level: &[&str] = &["--level", "core"];
    let why: &[&str] = &["--why", "It costs us.", "--level", "core"];
    let alias: &[&str] = &["--alias", "return", "--tag", "money"];
    let words_of = [["Card", "Chargeback"], ["Chargeback", "Card"]].into_iter().cycle();
    let more = [[level, level], [level, why], [why, alias], [alias, alias], [&[], level]];
    for (both, more) in words_of.zip(more) {
        let env = added_by_two(both, more);
        assert!(git(&env, &["merge", "-q", "--no-edit", "other"]).is_none(), "git asks");
        let ran = env.run(&["deck", "check", "decks", "--fix"]);
        assert!(!ran.out.contains("E1"), "{ran:#?}");
        let text = std::fs::read_to_string(env.home().join("decks/pay.yaml"));
        let text = text.expect("it is there");
        for (word, branch) in both.iter().zip(["main", "other"]) {
            let alone = git(&env, &["show", &format!("{branch}:decks/pay.yaml")]);
            let alone = alone.expect("it is there");
            let start = alone.find(&format!("  - term: {word}")).expect("it was added");
            let end = alone.find("  - term: Dunning").expect("it follows");
            assert!(text.contains(&alone[start..end]), "{text}");
        }
        assert!(words(&env).is_sorted(), "{text}");
    }
}
