//! Tests one word of the quiz: asking it again, and resetting it.

use shoptalk::core::review::Grade;

use crate::support::{DAY, TestEnv, answer};

/// A machine on which a word was recalled half an hour ago.
fn known() -> TestEnv {
    let env = TestEnv::new();
    env.run(&["team", "follow", "platform"]).ends_with(0);
    let mut trainer = env.trainer(-1_800_000, 1);
    trainer.record(answer("platform/error-budget", Grade::Good)).expect("there is a journal");
    env
}

/// What the home screen lists to do, and how many answers count.
fn due(env: &TestEnv) -> (usize, u64) {
    let mut trainer = env.trainer(DAY / 4, 9);
    let plan = trainer.plan(&trainer.quizzed(&[]), Some(5), Some(0)).expect("there is a journal");
    let reviews = env.run(&["stats", "--json"]).ends_with(0).json()["today"]["reviews"].as_u64();
    (plan.items.len(), reviews.expect("there is a count"))
}

#[test]
fn a_word_is_asked_again_in_the_next_quiz_by_its_name_or_its_id() {
    for words in [&["Error", "budget"][..], &["error BUDGET"], &["platform/error-budget"]] {
        let env = known();
        assert_eq!(due(&env), (0, 1));
        let ran = env.run(&[&["data", "again"], words].concat()).ends_with(0);
        let expected = "“Error budget” (Platform and SRE): it is asked again in your next quiz, 2 days before it is due\n";
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", expected), "{words:?}");
        assert_eq!(due(&env), (1, 1));
        // Requesting it twice has no further effect.
        env.run(&[&["data", "again"], words].concat()).ends_with(0);
        assert_eq!(due(&env), (1, 1));
    }
    let env = known();
    let ran = env.run(&["data", "again", "sli"]).ends_with(0);
    assert!(ran.err.contains("it is new to you, and comes up in your next quiz"), "{ran:#?}");
}

#[test]
fn a_word_is_reset_only_when_it_is_told_to() {
    let env = known();
    let ran = env.run(&["data", "reset", "error budget"]).ends_with(2);
    assert!(ran.err.contains("1 answer no longer counts; add --yes to do it"), "{ran:#?}");
    assert_eq!(due(&env), (0, 1));
    let ran = env.run(&["data", "reset", "error budget", "--yes"]).ends_with(0);
    assert_eq!(
        ran.err,
        "“Error budget” (Platform and SRE) is new again: 1 answer no longer counts\n"
    );
    assert_eq!(due(&env), (0, 0));
    let ran = env.run(&["data", "reset", "error budget", "--yes"]).ends_with(1);
    assert!(ran.err.contains("has no answers yet, so it is new"), "{ran:#?}");
}

#[test]
fn a_word_that_is_in_no_deck_or_in_several_is_asked_about() {
    let env = known();
    for command in ["again", "reset"] {
        let ran = env.run(&["data", command, "air\u{1b}[2J", "budget"]).ends_with(1);
        assert!(ran.err.starts_with("no deck has “air"), "{ran:#?}");
        assert!(!ran.err.contains('\u{1b}'), "{ran:#?}");
        let ran = env.run(&["data", command, "air budget"]).ends_with(1);
        assert!(ran.err.contains("did you mean platform/error-budget?"), "{ran:#?}");
        let ran = env.run(&["data", command, "zzzzqqq"]).ends_with(1);
        assert!(ran.err.contains("`shoptalk lookup zzzzqqq` finds similar"), "{ran:#?}");
        let ran = env.run(&["data", command, "token"]).ends_with(2);
        assert!(ran.err.contains("“token” has several meanings: name one of "), "{ran:#?}");
        assert!(ran.err.contains("design/") && ran.err.contains("security/"), "{ran:#?}");
    }
}
