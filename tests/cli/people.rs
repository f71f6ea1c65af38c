//! Tests what people explained: credit, thanks, and `shoptalk team teach-back`.

use shoptalk::core::review::Grade;

use crate::support::{DAY, Ran, TestEnv, answer};

const LAB: &str = "deck: lab\ntitle: The lab\nowners: [\"@acme/lab\"]\nsource: https://example.org/decks\nterms:\n  - {term: Alembic, definition: A still., aliases: [distiller]}\n";

fn lab() -> TestEnv {
    let env = TestEnv::new();
    env.write("data/decks/lab.yaml", LAB);
    env
}

/// Runs `shoptalk` with this standard input.
fn run_with(env: &TestEnv, args: &[&str], input: &str) -> Ran {
    Ran::of(env.shoptalk(args).write_stdin(input))
}

const TEXT: &str = "Alembic (The lab)

Here is how I understand it. What did I get wrong?

> A kettle that catches its steam.

The deck says:

> A still.
";

#[test]
fn a_word_is_explained_to_its_team_and_nothing_is_saved() {
    let env = lab();
    let said = "A kettle that catches its steam.";
    let args = ["team", "teach-back", "lab/alembic"];
    let ran = env.run(&[&args[..], &["-m", said]].concat()).ends_with(0);
    assert_eq!(ran.out, TEXT);
    assert!(ran.err.contains("nothing was saved or sent"), "{ran:#?}");
    assert!(ran.err.contains("teach-back lab/alembic --correction"), "{ran:#?}");
    for word in ["Alembic", "lab/distiller", "the lab/alembic"] {
        let ran =
            run_with(&env, &["team", "teach-back", word], "A kettle that\n catches its steam.");
        assert_eq!(ran.ends_with(0).out, TEXT, "{word}");
    }
    let json =
        env.run(&["team", "teach-back", "alembic", "-m", said, "--json"]).ends_with(0).json();
    assert_eq!((&json["id"], &json["text"]), (&"lab/alembic".into(), &TEXT.into()));
    let bytes = std::fs::read(env.journal()).expect("it is there");
    assert!(!bytes.windows(6).any(|window| window == b"kettle"));
}

#[test]
fn what_cannot_be_taught_back_is_refused_with_what_to_do() {
    let env = lab();
    for (word, hint) in [
        ("lab/alembik", "no deck has “lab/alembik”; did you mean lab/alembic?"),
        ("alembik", "no deck has “alembik”; did you mean lab/alembic?"),
        ("lab/zzzzqqq", "no deck has “lab/zzzzqqq”; `shoptalk lookup zzzzqqq` finds similar ones"),
    ] {
        let ran = env.run(&["team", "teach-back", word, "-m", "x"]).ends_with(1);
        assert!(ran.err.contains(hint), "{ran:#?}");
    }
    let long = "word ".repeat(150);
    for (more, why) in [
        (&["-m", " "][..], "write what it means in your own words"),
        (&["-m", &long], "your explanation is longer than 500 characters"),
        (&["--correction", " "], "the correction is empty"),
        (&["--by", " "], "the name is empty"),
        (&["--by", &long], "the name is longer than 80 characters"),
        (&["-m", "x", "--by", "Ana"], "cannot be used with"),
    ] {
        let ran = env.run(&[&["team", "teach-back", "alembic"], more].concat()).ends_with(2);
        assert!(ran.err.contains(why), "{more:?}: {ran:#?}");
    }
    let ran = run_with(&env, &["team", "teach-back", "alembic"], "\n").ends_with(2);
    assert!(ran.err.contains("write what it means in your own words"), "{ran:#?}");
    env.run(&["team", "teach-back"]).ends_with(2);
}

#[test]
fn a_correction_is_a_proposal_with_credit_that_stays_with_the_word_until_it_is_forgotten() {
    let env = lab();
    let ran = env
        .run(&[
            "team",
            "teach-back",
            "alembic",
            "--correction",
            "It only\u{1b} distils.",
            "--by",
            "Ana",
        ])
        .ends_with(0);
    let expected = "Correction: Alembic

I explained “Alembic” (`lab/alembic`) in my own words, and Ana corrected me:

> It only distils.

The definition could say so. It currently says:

```yaml
  - term: Alembic
    definition: A still.
    aliases: [distiller]
    explained_by: Ana
```
";
    assert_eq!(ran.out, expected);
    assert!(ran.err.contains("saved: “Alembic” was explained by Ana"), "{ran:#?}");
    assert!(ran.err.contains("Send it to https://example.org/decks (@acme/lab)"), "{ran:#?}");
    let ran = env.run(&["lookup", "alembic"]).ends_with(0);
    assert!(ran.out.contains("Explained by  Ana on November 22, 2026"), "{ran:#?}");
    let bytes = std::fs::read(env.journal()).expect("it is there");
    assert!(!bytes.windows(7).any(|window| window == b"distils"), "what they said is not kept");
    // The last one counts.
    env.run(&["team", "teach-back", "alembic", "--by", "Ben"]).ends_with(0);
    let json = env.run(&["lookup", "alembic", "--json"]).ends_with(0).json();
    assert_eq!(json["hits"][0]["explained_by"], "Ben");
    env.run(&["data", "forget", "people", "--yes"]).ends_with(0);
    assert!(!env.run(&["lookup", "alembic"]).ends_with(0).out.contains("Explained by"));

    let ran = env.run(&["team", "teach-back", "alembic", "--correction", "No."]).ends_with(0);
    assert!(ran.out.contains("and I was corrected:\n\n> No.") && !ran.err.contains("saved"));
    let json = ["team", "teach-back", "alembic", "--correction", "No.", "--json"];
    let json = env.run(&json).ends_with(0).json();
    assert_eq!(json["title"], "Correction: Alembic");
}

#[test]
fn a_word_of_the_users_own_is_corrected_in_their_own_deck() {
    let env = lab();
    env.run(&["jot", "flux"]).ends_with(0);
    env.run(&["jot", "--answer", "1", "What keeps it going."]).ends_with(0);
    let ran = env.run(&["team", "teach-back", "mine/flux", "--correction", "No."]).ends_with(2);
    assert!(
        ran.err.contains("mine/flux is your own word") && ran.err.contains("mine.yaml"),
        "{ran:#?}"
    );
}

#[test]
fn stats_names_who_explained_words_that_were_kept_for_three_months() {
    let mut env = lab();
    env.run(&["team", "teach-back", "alembic", "--by", "Ana"]).ends_with(0);
    for day in [0, 1, 95] {
        env.trainer(day * DAY, 1).record(answer("lab/alembic", Grade::Good)).expect("it is saved");
    }
    env.later(60 * DAY);
    let json = env.run(&["stats", "--json"]).ends_with(0).json();
    assert_eq!(json["thanks"], serde_json::json!([]));
    env.later(96 * DAY);
    let ran = env.run(&["stats"]).ends_with(0);
    let said = "\nThanks to           Ana for 1 word they explained and you still know\n";
    assert!(ran.out.contains(said), "{ran:#?}");
    let json = env.run(&["stats", "--json"]).ends_with(0).json();
    assert_eq!(json["thanks"], serde_json::json!([{ "name": "Ana", "words": ["Alembic"] }]));
}
