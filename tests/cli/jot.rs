//! `shoptalk jot`: words that were heard and not known.

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
    env.later(1_000);
    let ran = env.run(&["jot", "air", "budget", "--deck", "platform"]).ends_with(0);
    assert!(
        ran.err.contains("Error budget (platform/error-budget) may be what was meant"),
        "{ran:#?}"
    );

    let ran = env.run(&["jot"]).ends_with(0);
    let expected = "Platform and SRE
   2  air budget
      explained by now? Error budget (platform/error-budget)

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
        (&["jot", "x", "--deck", "nowhere"], "there is no deck `nowhere`"),
        (&["jot", "--drop", "7"], "there is no number 7"),
        (&["jot", "--drop", "0"], "there is no number 0"),
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
