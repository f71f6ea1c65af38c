//! Tests that the default user of the learning benchmark gets a schedule of their own, and reads how much they recall.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "counts, days and probabilities of a simulation are small"
)]
#![allow(dead_code, reason = "the benchmark uses the rest")]

#[path = "../benches/learning/learners.rs"]
mod learners;
#[path = "../benches/learning/schedulers.rs"]
mod schedulers;
#[path = "../benches/learning/user.rs"]
mod user;

use learners::Kind;
use shoptalk::core::tune::NEEDED;
use user::{Outcome, RECOGNITION, Rule, SECONDS, Setup, Words, play};

/// A quarter of the default user, who grades themselves honestly and tunes the schedule when the program suggests it.
fn quarter(kind: Kind) -> Outcome {
    let setup = Setup {
        kind,
        number: 1,
        words: 150,
        days: 90,
        seconds: SECONDS,
        rule: Rule::Tuned,
        speaks: true,
        recognition: RECOGNITION,
        claimed: 0.0,
    };
    play(&setup, &Words::new(setup.words))
}

#[test]
fn a_default_user_can_tune_within_a_quarter_and_reads_how_much_they_recalled() {
    let quarters = Kind::ALL.map(|kind| (kind, std::thread::spawn(move || quarter(kind))));
    let mut differences = 0.0;
    for (kind, outcome) in quarters {
        let outcome = outcome.join().expect("nothing panics");
        assert!(outcome.evidence >= 2.0 * NEEDED as f64, "{kind:?}: {outcome:?}");
        assert!(outcome.fits >= 2.0, "{kind:?} got no schedule: {outcome:?}");
        // Those who forget fast need one of their own.
        assert!(kind == Kind::Fsrs || outcome.tuned > 0.0, "{kind:?}: {outcome:?}");
        differences += outcome.recalled - outcome.truth;
    }
    // For one of them, chance alone comes to 0.015.
    let difference = differences / Kind::ALL.len() as f64;
    assert!(difference.abs() < 0.02, "{difference}");
}
