//! Checks the scheduler against review histories on which other implementations of FSRS-6 agree.

use serde_json::Value;
use shoptalk::core::card::{CardId, Direction, TermId};
use shoptalk::core::review::{Form, Grade, Review};
use shoptalk::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Memory, Scheduler};
use shoptalk::core::time::{Day, Timestamp};
use uuid::Uuid;

fn vectors() -> Value {
    serde_json::from_str(include_str!("data/fsrs-vectors.json")).expect("the file is valid JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number stands here")
}

fn whole(value: &Value) -> u32 {
    u32::try_from(value.as_u64().expect("a whole number stands here")).expect("it is small")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list stands here")
}

/// One history: grades, and days since the previous review.
fn reviews(history: &Value) -> Vec<(Grade, u32)> {
    let reviews = list(&history["reviews"]).iter().map(|review| {
        let grade = u8::try_from(whole(&review["rating"])).ok().and_then(Grade::from_repr);
        (grade.expect("a rating is 1 to 4"), whole(&review["delta_days"]))
    });
    reviews.collect()
}

fn assert_memory(memory: Memory, expected: &Value, place: &str) {
    let (stability, difficulty) = (number(&expected["stability"]), number(&expected["difficulty"]));
    let off = (f64::from(memory.stability) / stability - 1.0).abs();
    assert!(off <= 5e-5, "{place}: stability {}, not {stability}", memory.stability);
    let off = (f64::from(memory.difficulty) - difficulty).abs();
    assert!(off <= 1e-4, "{place}: difficulty {}, not {difficulty}", memory.difficulty);
}

#[test]
fn our_parameters_and_retention_are_those_of_the_reference() {
    let vectors = vectors();
    let meta = &vectors["meta"];
    let published: Vec<f64> = list(&meta["parameters"]).iter().map(number).collect();
    let ours = DEFAULT_PARAMETERS.map(|ours| ours.to_string().parse::<f64>().expect("a number"));
    assert_eq!(published, ours);
    assert_eq!(meta["desired_retention"], DEFAULT_RETENTION);
}

#[test]
fn every_memory_and_interval_of_the_reference_histories_is_reproduced() {
    let vectors = vectors();
    let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).expect("the defaults");
    let mut steps = 0;
    for history in list(&vectors["histories"]) {
        let mut memory = None;
        let trace = list(&history["trace"]);
        let reviews = reviews(history);
        assert_eq!(trace.len(), reviews.len(), "history {}", history["id"]);
        for (n, ((grade, days), expected)) in reviews.into_iter().zip(trace).enumerate() {
            let place = format!("history {}, review {n}", history["id"]);
            let next = scheduler.next_memory(memory, grade, days);
            assert_memory(next, expected, &place);
            let interval = scheduler.raw_interval(next.stability);
            assert_eq!(interval, whole(&expected["interval_days"]), "{place}");
            memory = Some(next);
            steps += 1;
        }
        let last = memory.expect("every history has a review");
        let place = format!("history {}", history["id"]);
        assert_memory(last, &history["expected"], &place);
        let interval = scheduler.raw_interval(last.stability);
        assert_eq!(interval, whole(&history["expected"]["interval_days"]), "{place}");
    }
    assert_eq!((list(&vectors["histories"]).len(), steps), (21, 178));
}

#[test]
fn the_intervals_of_other_retentions_are_reproduced() {
    for retention in ["0.70", "0.80", "0.85", "0.95", "0.97"] {
        let desired = retention.parse().expect("a number");
        let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, desired).expect("within the range");
        for history in list(&vectors()["histories"]) {
            let expected = &history["expected"];
            let interval = number(&expected["interval_unrounded_at"][retention]);
            let memory = reviews(history).into_iter().fold(None, |before, (grade, days)| {
                Some(scheduler.next_memory(before, grade, days))
            });
            let stability = memory.expect("every history has a review").stability;
            let ours = f64::from(scheduler.raw_interval(stability));
            // The reference is not rounded, so our interval may differ by half a day plus the tolerance.
            let off = (ours - interval.max(1.0)).abs();
            assert!(off <= 0.5 + 5e-5 * interval, "{}: {ours}, not {interval}", history["id"]);
        }
    }
}

#[test]
fn replayed_histories_are_recalled_as_the_reference_says() {
    let vectors = vectors();
    let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).expect("the defaults");
    let card = CardId::new(TermId::new("platform", "slo"), Direction::Understand);
    for history in list(&vectors["histories"]) {
        let mut day = Day::from_number(20_458);
        let reviews = (0_i64..).zip(reviews(history)).map(|(n, (grade, days))| {
            day = day.plus(days.cast_signed());
            Review {
                id: Uuid::nil(),
                card: card.clone(),
                at: Timestamp::from_millis(n),
                day,
                grade,
                form: Form::Recall,
                kind: Form::Recall.kind(),
                sentence: None,
                took_ms: 0,
                hint: false,
                answer: None,
                session: Uuid::nil(),
                device: Uuid::nil(),
                early: false,
            }
        });
        let reviews: Vec<Review> = reviews.collect();
        let state = scheduler.replay(&reviews).expect("every history has a review");
        assert_memory(state.memory, &history["expected"], &format!("history {}", history["id"]));
        let expected = history["expected"]["retrievability"].as_object().expect("days to numbers");
        assert_eq!(expected.len(), 5);
        for (days, probability) in expected {
            let later = state.last.plus(days.parse().expect("days"));
            let ours = f64::from(scheduler.recall(&state, later));
            let off = (ours - number(probability)).abs();
            assert!(off <= 1e-5, "history {}, {days} days: {ours}", history["id"]);
        }
    }
}
