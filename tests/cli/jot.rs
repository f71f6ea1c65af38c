//! Tests `shoptalk jot`: words that were heard but not known.

use shoptalk::core::annotations::NoteKind;

use crate::support::TestEnv;

#[test]
fn a_word_is_jotted_down_listed_by_team_and_dropped() {
    let mut env = TestEnv::new();
    let ran = env.run(&["jot"]).ends_with(0);
    assert!(ran.out.is_empty() && ran.err.contains("nothing to ask"), "{ran:#?}");

    env.run(&[
        "jot",
        "flux",
        "compensator",
        "--from",
        "Doc",
        "--heard",
        "it's the flux compensator",
    ])
    .ends_with(0);
    env.later(60_000);
    let ran = env.run(&["jot", "air", "budget", "--deck", "platform"]).ends_with(0);
    assert!(ran.err.contains("it may mean Error budget (platform/error-budget)"), "{ran:#?}");

    let ran = env.run(&["jot"]).ends_with(0);
    let expected = "Platform and SRE
   2  air budget
      in a deck now? Error budget (platform/error-budget)

Anyone
   1  flux compensator
      heard: it's the flux compensator
      from: Doc
";
    assert_eq!(ran.out, expected);

    env.run(&["jot", "--drop", "1"]).ends_with(0);
    let json = env.run(&["jot", "--json"]).ends_with(0).json();
    assert_eq!(json.as_array().map(Vec::len), Some(1));
    assert_eq!(json[0]["words"], "air budget");
    assert_eq!(json[0]["explained_by"], "Error budget (platform/error-budget)");
}

#[test]
fn what_cannot_be_jotted_down_or_dropped_is_refused() {
    let env = TestEnv::new();
    for (args, why) in [
        (&["jot", " "][..], "no word to jot down"),
        (&["jot", "x", "--deck", "nowhere"], "unknown deck `nowhere`"),
        (&["jot", "--drop", "7"], "no jotting has number 7"),
        (&["jot", "--drop", "0"], "no jotting has number 0"),
        (&["jot", "--from", "Doc"], "WORDS"),
    ] {
        let ran = env.run(args).ends_with(2);
        assert!(ran.err.contains(why), "{args:?}: {ran:#?}");
    }
    assert!(env.run(&["jot", "--json"]).ends_with(0).out.trim() == "[]");
}

#[test]
fn what_is_hostile_in_a_jotting_does_not_reach_the_terminal() {
    let env = TestEnv::new();
    env.run(&["jot", "a\u{1b}[31mb", "--heard", "x\u{202e}y"]).ends_with(0);
    let ran = env.run(&["jot"]).ends_with(0);
    assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{ran:#?}");
}

#[test]
fn what_one_was_told_becomes_a_word_of_ones_own_that_is_found_and_quizzed() {
    let mut env = TestEnv::new();
    let args =
        ["jot", "flucks", "--heard", "the flux is off", "--from", "Doc", "--deck", "platform"];
    env.run(&args).ends_with(0);
    let ran = env.run(&["jot", "--answer", "1", "--word", "Flux", "What", "keeps", "it", "going."]);
    let ran = ran.ends_with(0);
    assert!(ran.err.contains("(mine/flux) and in your next quiz"), "{ran:#?}");
    assert_eq!(env.run(&["jot", "--json"]).ends_with(0).out.trim(), "[]");
    let ran = env.run(&["lookup", "flucks"]).ends_with(0);
    assert!(ran.out.starts_with("Flux  My own words\n\n  What keeps it going."), "{ran:#?}");
    assert!(
        ran.out.contains("Explained by  Doc on November 22, 2026")
            && !ran.out.contains("the flux is off"),
        "{ran:#?}"
    );
    let ran = env.run(&["team"]).ends_with(0);
    assert!(ran.out.contains("mine"), "{ran:#?}");
    env.run(&["deck", "check", "--strict", "data/decks/mine.yaml"]);

    // The same word again is rejected, and the jotting stays.
    env.later(60_000);
    env.run(&["jot", "flux"]).ends_with(0);
    let ran = env.run(&["jot", "--answer", "2", "Something else."]).ends_with(2);
    assert!(ran.err.contains("`flux` already exists"), "{ran:#?}");
    assert_eq!(env.run(&["jot", "--json"]).json().as_array().map(Vec::len), Some(1));
}

#[test]
fn details_of_an_open_one_are_changed_and_taken_away() {
    let env = TestEnv::new();
    env.run(&["jot", "flux", "--from", "Doc"]).ends_with(0);
    env.run(&["jot", "--edit", "1", "--deck", "design", "--from", ""]).ends_with(0);
    let json = env.run(&["jot", "--json"]).ends_with(0).json();
    assert_eq!((&json[0]["deck"], &json[0]["from"]), (&"design".into(), &serde_json::Value::Null));
    for (args, why) in [
        (&["jot", "--edit", "1"][..], "say what to change"),
        (&["jot", "--edit", "2", "--from", "x"], "no jotting has number 2"),
        (&["jot", "--answer", "1", " "], "write what it means"),
        (&["jot", "--answer", "1"], "WORDS"),
    ] {
        let ran = env.run(args).ends_with(2);
        assert!(ran.err.contains(why), "{args:?}: {ran:#?}");
    }
    let long = "word ".repeat(150);
    let ran = env.run(&["jot", "--answer", "1", &long]).ends_with(2);
    assert!(ran.err.contains("longer than 500 characters"), "{ran:#?}");
}

#[test]
fn what_was_answered_is_printed_ready_for_the_team_and_nothing_is_sent() {
    let mut env = TestEnv::new();
    let ran = env.run(&["deck", "propose"]).ends_with(0);
    assert!(ran.out.is_empty() && ran.err.contains("nothing to propose"), "{ran:#?}");
    let deck = "deck: lab\ntitle: The lab\nowners: [\"@acme/lab\"]\nsource: https://example.org/decks\nterms:\n  - {term: Alembic, definition: A still.}\n";
    env.write("data/decks/lab.yaml", deck);
    env.run(&["jot", "flux", "--deck", "lab", "--heard", "the flux is off"]).ends_with(0);
    env.run(&["jot", "--answer", "1", "What keeps: it going."]).ends_with(0);
    let ran = env.run(&["deck", "propose", "FLUX"]).ends_with(0);
    let expected = "New word for The lab: flux

I heard “flux” and did not know what it meant. This is what I was told:

```yaml
  - term: flux
    definition: \"What keeps: it going.\"
```
";
    assert_eq!(ran.out, expected);
    assert!(ran.err.contains("Send it to https://example.org/decks (@acme/lab)"), "{ran:#?}");

    env.later(60_000);
    env.run(&["jot", "second"]).ends_with(0);
    env.run(&["jot", "--answer", "2", "Another one.", "--from", "Ana"]).ends_with(0);
    let ran = env.run(&["deck", "propose"]).ends_with(0);
    let list = "  1  flux  answered, for The lab\n  2  second  answered, for anyone\n";
    assert_eq!(ran.out, list);
    let json = env.run(&["deck", "propose", "--json", "2"]).ends_with(0).json();
    assert_eq!((&json[0]["term"], &json[0]["deck"]), (&"second".into(), &serde_json::Value::Null));
    assert!(json[0]["yaml"].as_str().is_some_and(|yaml| yaml.contains("Another one.")), "{json}");
    assert!(!json.to_string().contains("Ana"), "nobody is named unless it is asked for: {json}");
    let ran = env.run(&["deck", "propose", "--credit", "2"]).ends_with(0);
    assert!(ran.out.contains("This is what Ana told me:"), "{ran:#?}");
    assert!(ran.out.contains("    explained_by: Ana\n"), "{ran:#?}");
    let ran = env.run(&["deck", "propose", "nonsense"]).ends_with(2);
    assert!(ran.err.contains("nothing to propose for “nonsense”"), "{ran:#?}");
}

#[test]
fn a_jotting_keeps_its_number_whatever_becomes_of_others() {
    let mut env = TestEnv::new();
    for (at, words) in (1..).zip(["alpha", "beta", "gamma", "delta"]) {
        env.later(at * 1_000);
        let ran = env.run(&["jot", words]).ends_with(0);
        assert!(ran.err.contains(&format!("“{words}” is jotted down as number {at};")), "{ran:#?}");
    }
    env.run(&["jot", "--answer", "1", "The first letter."]).ends_with(0);
    env.run(&["jot", "--drop", "3"]).ends_with(0);
    env.run(&["jot", "--answer", "2", "The second letter."]).ends_with(0);
    env.run(&["jot", "--edit", "4", "--from", "Ana"]).ends_with(0);
    let json = env.run(&["jot", "--json"]).ends_with(0).json();
    assert_eq!((&json[0]["number"], &json[0]["words"]), (&4.into(), &"delta".into()));
    let ran = env.run(&["lookup", "--short", "beta"]).ends_with(0);
    assert_eq!(ran.out, "beta (My own words): The second letter.\n");
    for (number, why) in [
        ("1", "number 1, “alpha”, is already answered as mine/alpha"),
        ("3", "number 3, “gamma”, was dropped"),
        ("5", "no jotting has number 5"),
    ] {
        for args in [
            &["--answer", number, "x"][..],
            &["--drop", number],
            &["--edit", number, "--from", "x"],
        ] {
            let ran = env.run(&[&["jot"], args].concat()).ends_with(2);
            assert!(
                ran.err.contains(why) && ran.err.contains("lists what is open (1)"),
                "{ran:#?}"
            );
        }
    }
    env.run(&["data", "forget", "jottings", "--yes"]).ends_with(0);
    let json = env.run(&["jot", "epsilon", "--json"]).ends_with(0).json();
    assert_eq!(json["number"], 5, "no number is given twice");
}

#[test]
fn who_explained_a_word_stays_with_it() {
    let mut env = TestEnv::new();
    for (number, args, credited) in [
        (1, &[][..], Some("Doc")),
        (2, &["--from", "Marty"], Some("Marty")),
        (3, &["--from", ""], None),
    ] {
        let word = format!("flux {number}");
        env.later(number * 1_000);
        env.run(&["jot", &word, "--from", "Doc"]).ends_with(0);
        let number = number.to_string();
        let answer = [&["jot", "--answer", &number, "What keeps it going."][..], args];
        env.run(&answer.concat()).ends_with(0);
        let json = env.run(&["lookup", &word, "--json"]).ends_with(0).json();
        assert_eq!(json["hits"][0]["explained_by"].as_str(), credited, "{json}");
    }
}

#[test]
fn what_is_invisible_is_kept_nowhere() {
    let env = TestEnv::new();
    env.write("decks/pay.yaml", "deck: pay\nterms: []\n");
    let soft = |text: &str| format!("\u{feff}{}\u{200b}", text.replace('-', "\u{ad}"));
    let [word, heard, who, told, add, visit] =
        ["Be-leg", "den Be-leg", "A-na", "Ein Be-weis", "Zu-satz", "am Tre-sen"].map(soft);
    env.run(&["jot", &word, "--heard", &heard, "--from", &who]).ends_with(0);
    let json = env.run(&["jot", "--json"]).ends_with(0).json();
    for (field, expected) in [("words", "Beleg"), ("heard", "den Beleg"), ("from", "Ana")] {
        assert_eq!(json[0][field], expected);
    }
    env.run(&["jot", "--answer", "1", &told]).ends_with(0);
    env.run(&["deck", "add", "pay", "-y", "--term", &add, "--definition", &told, "--why", &heard])
        .ends_with(0);
    env.run(&["team", "visit", "design", "-m", &visit]).ends_with(0);
    let mut trainer = env.trainer(0, 9);
    let toil = "platform/toil".parse().expect("it is an id");
    for kind in [NoteKind::Note, NoteKind::Mnemonic] {
        trainer.note(&toil, kind, &told).expect("there is a journal");
    }
    trainer.flag(&toil, &told).expect("there is a journal");
    drop(trainer);
    let read = |path: &str| std::fs::read_to_string(env.home().join(path)).expect("it is there");
    let mine = "  - term: Beleg\n    definition: Ein Beweis\n";
    let json = env.run(&["lookup", "Beleg", "--json"]).ends_with(0).json();
    assert_eq!(json["hits"][0]["explained_by"], "Ana");
    assert!(read("data/decks/mine.yaml").ends_with(mine), "{}", read("data/decks/mine.yaml"));
    let pay = "  - term: Zusatz\n    definition: Ein Beweis\n    why: den Beleg\n";
    assert!(read("decks/pay.yaml").ends_with(pay), "{}", read("decks/pay.yaml"));
    assert!(env.run(&["team", "design"]).ends_with(0).out.contains("am Tresen"));
    let notes = env.run(&["data", "notes"]).ends_with(0).out;
    assert_eq!(notes.matches("Ein Beweis").count(), 3, "{notes}");
}
