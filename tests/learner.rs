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
use user::{CLAIMED, Outcome, RECOGNITION, Rule, SECONDS, Setup, Words, play};

/// For a single one, chance comes to 0.02.
const LEARNERS: std::ops::RangeInclusive<u64> = 1..=3;

/// A quarter of the default user, who grades themselves too well and tunes the schedule when the program suggests it.
fn quarter(kind: Kind, number: u64) -> Outcome {
    let setup = Setup {
        kind,
        number,
        words: 150,
        days: 90,
        seconds: SECONDS,
        rule: Rule::Tuned,
        speaks: true,
        recognition: RECOGNITION,
        claimed: CLAIMED,
    };
    play(&setup, &Words::new(setup.words))
}

#[test]
fn a_default_user_can_tune_within_a_quarter_and_reads_how_much_they_recalled() {
    let quarters = Kind::ALL.map(|kind| {
        std::thread::spawn(move || LEARNERS.map(|number| quarter(kind, number)).collect::<Vec<_>>())
    });
    for (kind, outcomes) in Kind::ALL.into_iter().zip(quarters) {
        let outcomes = outcomes.join().expect("nothing panics");
        let mean =
            |of: fn(&Outcome) -> f64| outcomes.iter().map(of).sum::<f64>() / outcomes.len() as f64;
        for outcome in &outcomes {
            assert!(outcome.evidence >= 2.0 * NEEDED as f64, "{kind:?}: {outcome:?}");
            assert!(outcome.fits >= 2.0, "{kind:?} got no schedule: {outcome:?}");
        }
        // Those who forget fast need one of their own.
        assert!(kind == Kind::Fsrs || mean(|of| of.tuned) > 0.5, "{kind:?}");
        let typed = mean(|of| of.typed[0] - of.typed[1]);
        assert!(typed.abs() < 0.02, "{kind:?}: {typed}");
        // They call a tenth of what they missed known, which no figure can tell.
        let judged = mean(|of| of.judged[0] - of.judged[1]);
        assert!(judged > 0.0 && judged < 0.1, "{kind:?}: {judged}");
    }
}
