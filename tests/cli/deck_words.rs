//! Tests `shoptalk deck words`: a list for people, a vocabulary for captions, and what captions misheard.

use crate::support::TestEnv;

const PAY: &str = "deck: pay\ntitle: Payments\nterms:\n  - term: ACH\n    expansion: Automated clearing house\n    definition: d\n    gloss: moves money between banks\n    level: deep\n  - term: Dunning\n    definition: d\n    level: core\n    sounds_like:\n      # July\n      - done ink # them\n    aliases: [asking]\n  - {term: Old, definition: d, retired: 2020-01-01}\n";
const OPS: &str = "deck: ops\ntitle: Ops\nterms:\n  - {term: NASA, definition: d, level: core, say: nassa, aliases: [SLO, ach]}\n  - {term: Zone, definition: d, level: core}\n";

fn env() -> TestEnv {
    let env = TestEnv::new();
    env.write("data/decks/pay.yaml", PAY);
    env.write("data/decks/ops.yaml", OPS);
    env
}

#[test]
fn words_are_in_order_of_level_next_meeting_and_name() {
    let env = env();
    let ran = env.run(&["deck", "words"]).ends_with(2);
    assert!(ran.err.contains("name a deck, or follow a team"), "{ran:#?}");
    env.run(&["team", "follow", "pay", "--meets", "mon"]).ends_with(0);
    env.run(&["team", "follow", "ops", "--meets", "tue"]).ends_with(0);
    let ran = env.run(&["deck", "words"]).ends_with(0);
    assert_eq!(
        ran.out,
        "Dunning\tPayments\tcore\td\nNASA\tOps\tcore\td\nZone\tOps\tcore\td\nACH\tPayments\tdeep\tmoves money between banks\n"
    );
    let rows = env.run(&["deck", "words", "ops", "--json", "-n", "1"]).ends_with(0).json();
    assert_eq!(rows.as_array().map(Vec::len), Some(1));
    assert_eq!((&rows[0]["id"], &rows[0]["meeting"]), (&"ops/nasa".into(), &"2026-11-24".into()));
}

#[test]
fn a_vocabulary_has_each_name_once_and_is_cut_where_it_matters_least() {
    let env = env();
    let words = |more: &[&str]| {
        let args = ["deck", "words", "pay", "ops", "--for", "captions"];
        let ran = env.run(&[&args[..], more].concat()).ends_with(0);
        assert_eq!(ran.err, "");
        ran.out.lines().collect::<Vec<_>>().join("|")
    };
    assert_eq!(words(&[]), "Dunning|asking|NASA|SLO|ach|Zone|Automated clearing house");
    assert_eq!(words(&["--letters", "--limit", "4"]), "Dunning|asking|NASA|S.L.O.");
    env.run(&["deck", "words", "pay", "--letters"]).ends_with(2);
    env.run(&["deck", "words", "nothing"]).ends_with(2);
}

#[test]
fn misheard_words_are_shown_then_written_and_comments_stay() {
    let env = env();
    let file = env.data().join("decks/pay.yaml");
    let text = || std::fs::read_to_string(&file).expect("it is there");
    let old = text();
    env.write(
        "heard.csv",
        "heard,term\nthe donning,Dunning\nwindow,dunning\ndone ink,dunning\n\"x, y\",nothing\n",
    );
    let ran = env.run(&["deck", "words", "--heard", "heard.csv"]).ends_with(0);
    for line in [
        "line 2: “the donning” for pay/dunning, new\n",
        "line 3: “window” for pay/dunning, left out: it is a common word\n",
        "line 4: “done ink” for pay/dunning, already found\n",
        "line 5: “x, y”, left out: no deck has this term",
        "1 new, 1 already found, 2 left out\n",
        "nothing was written; --write writes it\n",
    ] {
        assert!(ran.err.contains(line), "{line}: {ran:#?}");
    }
    assert!(ran.out.contains("\n+      - the donning\n"), "{ran:#?}");
    assert_eq!(text(), old);
    let ran = env.run(&["deck", "words", "--heard", "heard.csv", "--write"]).ends_with(0);
    assert_eq!(ran.out, "", "no checkout, nothing to propose");
    let done = "      - done ink # them\n      - the donning\n";
    assert_eq!(text(), old.replace("      - done ink # them\n", done));
    let ran = env.run(&["deck", "words", "--heard", "heard.csv", "--write"]).ends_with(1);
    assert!(ran.err.contains("0 new, 2 already found, 2 left out\n"), "{ran:#?}");
}

#[test]
fn for_decks_of_others_the_misheard_words_are_a_text_to_send() {
    let env = env();
    env.write("heard.tsv", "air budgie\tError budget\ncube cuddle\tplatform/kubectl\n");
    let args = ["deck", "words", "--heard", "heard.tsv"];
    let ran = env.run(&args).ends_with(0);
    assert!(ran.out.starts_with("Misheard words for Platform and SRE\n\n"), "{ran:#?}");
    assert!(
        ran.out.contains("  - term: Error budget\n    sounds_like: [air budget, air budgie]\n")
    );
    let json = env.run(&[&args[..], &["--json", "--write"]].concat()).ends_with(0).json();
    assert_eq!((&json["written"], &json["rows"][1]["status"]), (&false.into(), &"new".into()));
    assert_eq!(json["proposals"][0]["title"], "Misheard words for Platform and SRE");
    // A deck that does not have the term.
    env.run(&[&args[..], &["design"]].concat()).ends_with(1);
}

#[test]
fn a_table_that_cannot_be_read_changes_nothing() {
    let env = env();
    let path = env.write("heard.csv", "");
    std::fs::write(&path, b"a\xff,dunning\n").expect("it can be written");
    let ran = env.run(&["deck", "words", "--heard", "heard.csv"]).ends_with(2);
    assert!(ran.err.contains("heard.csv are not UTF-8"), "{ran:#?}");
    let ran = env.run(&["deck", "words", "--heard", "none.csv"]).ends_with(2);
    assert!(ran.err.contains("none.csv: "), "{ran:#?}");
    env.run(&["deck", "words", "--write"]).ends_with(2);
}
