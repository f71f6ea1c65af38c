//! Tests evidence, fitting, and evaluation with simulated learners and unusual histories.

use proptest::prelude::*;
use strum::VariantArray as _;
use uuid::Uuid;

use super::*;
use crate::core::card::{Direction, TermId};
use crate::core::deck::Origin;
use crate::core::deck::read::read;
use crate::core::review::{Form, Grade};
use crate::core::rng::seeded;
use crate::core::schedule::Memory;

const START: i32 = 20_000;

fn review(term: usize, day: i32, grade: Grade, form: Form) -> Review {
    let term = TermId::new("a", &format!("term-{term}"));
    let day = Day::from_number(START + day);
    Review {
        id: Uuid::nil(),
        card: CardId::new(term, Direction::Understand),
        at: Timestamp::from_millis(i64::from(day.number()) * 86_400_000),
        day,
        grade,
        form,
        kind: form.kind(),
        sentence: None,
        took_ms: 0,
        hint: false,
        answer: None,
        session: Uuid::nil(),
        device: Uuid::nil(),
        early: false,
    }
}

fn gather(reviews: &[Review]) -> Evidence {
    Evidence::gather(reviews, &Library::default())
}

fn items(evidence: &Evidence) -> Vec<Vec<(u32, u32)>> {
    let pairs = |test: &Test| {
        test.answers.iter().map(|answer| (answer.grade.number().into(), answer.days)).collect()
    };
    evidence.tests.iter().map(pairs).collect()
}

/// Simulates a learner whose memory follows `parameters`: `cards` cards over `days` days, scheduled with the default
/// parameters. Returns reviews in chronological order.
fn learner(parameters: &Parameters, cards: usize, days: i32, seed: u64) -> Vec<Review> {
    let truth = Scheduler::new(parameters, 0.9).unwrap();
    let asks = Scheduler::new(&DEFAULT_PARAMETERS, 0.9).unwrap();
    let mut rng = seeded(seed);
    let mut known: Vec<Option<(Memory, Memory, i32, i32)>> = vec![None; cards];
    let mut reviews = Vec::new();
    for day in 0..days {
        for (card, state) in known.iter_mut().enumerate() {
            let new_today = usize::try_from(day).unwrap() == card / 8;
            let due = state.map_or(new_today, |(.., due)| due <= day);
            if !due {
                continue;
            }
            let elapsed = state.map_or(0, |(.., last, _)| u32::try_from(day - last).unwrap());
            let recall = state.map_or(0.8, |(memory, ..)| recall(parameters, memory, elapsed));
            let grade = if rng.random::<f32>() < recall { Grade::Good } else { Grade::Again };
            let real = truth.next_memory(state.map(|s| s.0), grade, elapsed);
            let thought = asks.next_memory(state.map(|s| s.1), grade, elapsed);
            let wait = i32::try_from(asks.raw_interval(thought.stability)).unwrap();
            *state = Some((real, thought, day, day + wait));
            reviews.push(review(card, day, grade, Form::Recall));
        }
    }
    reviews
}

/// The FSRS-6 forgetting curve, written out.
fn recall(parameters: &Parameters, memory: Memory, days: u32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "small")]
    let days = days as f32;
    let factor = 0.9_f32.powf(-1.0 / parameters[20]) - 1.0;
    (days / memory.stability).mul_add(factor, 1.0).powf(-parameters[20])
}

/// Memories that fade three times as fast as average.
fn forgetful() -> Parameters {
    let mut parameters = DEFAULT_PARAMETERS;
    for first in &mut parameters[..4] {
        *first /= 3.0;
    }
    parameters[8] -= 0.5;
    parameters
}

#[test]
fn an_answer_is_evidence_when_it_tests_a_memory_a_day_or_more_later() {
    let reviews = [
        review(1, 0, Grade::Again, Form::Recall),
        review(2, 0, Grade::Good, Form::Choose),
        review(1, 0, Grade::Good, Form::Recall),
        review(1, 2, Grade::Again, Form::Recall),
        review(1, 2, Grade::Good, Form::Recall),
        review(2, 3, Grade::Easy, Form::Type),
    ];
    let evidence = gather(&reviews);
    assert_eq!(
        items(&evidence),
        [vec![(1, 0), (3, 0), (1, 2)], vec![(3, 0), (4, 3)]],
        "neither first answers nor those of the same day"
    );
    assert_eq!([evidence.tests[0].card, evidence.tests[1].card], [0, 1]);
}

#[test]
fn a_choice_is_in_the_history_of_a_card_and_never_at_its_end() {
    let reviews = [
        review(1, 0, Grade::Good, Form::Choose),
        review(1, 2, Grade::Good, Form::Choose),
        review(1, 5, Grade::Good, Form::WhichTeam),
        review(1, 9, Grade::Good, Form::Expand),
        review(1, 20, Grade::Hard, Form::Fill),
    ];
    assert_eq!(items(&gather(&reviews)), [vec![(3, 0), (3, 2), (3, 3), (3, 4), (2, 11)]]);
    assert!(gather(&reviews[..4]).count() == 0);
}

#[test]
fn when_the_clock_goes_back_no_days_have_passed() {
    let reviews = [
        review(1, 400, Grade::Good, Form::Recall),
        review(1, 3, Grade::Good, Form::Recall),
        review(1, 5, Grade::Good, Form::Recall),
    ];
    assert_eq!(items(&gather(&reviews)), [vec![(3, 0), (3, 0), (3, 2)]]);
}

#[test]
fn a_renamed_term_is_one_card() {
    let text = "deck: a\nterms:\n  - {term: Term 2, definition: d, formerly: [term-1]}\n";
    let deck = read(&"a".into(), text.as_bytes(), Origin::Own).deck.unwrap();
    let library = Library::merge(vec![deck]).library;
    let reviews =
        [review(1, 0, Grade::Good, Form::Recall), review(2, 4, Grade::Good, Form::Recall)];
    assert_eq!(items(&Evidence::gather(&reviews, &library)), [[(3, 0), (3, 4)]]);
    assert!(gather(&reviews).count() == 0);
}

#[test]
fn too_few_answers_are_counted() {
    let reviews = learner(&DEFAULT_PARAMETERS, 40, 12, 1);
    let evidence = gather(&reviews);
    let usable = evidence.count();
    assert!((1..NEEDED).contains(&usable), "{usable}");
    let error = tune(&evidence, &DEFAULT_PARAMETERS, None, |_, _| {}).unwrap_err();
    assert_eq!(error, TuneError::TooFew(usable));
    let text = error.to_string();
    assert!(text.contains(&usable.to_string()) && text.contains("200"), "{text}");
}

#[test]
fn parameters_move_towards_a_learner_who_forgets_fast_and_are_better() {
    let evidence = gather(&learner(&forgetful(), 200, 60, 2));
    let mut steps = Vec::new();
    let fit =
        tune(&evidence, &DEFAULT_PARAMETERS, None, |done, all| steps.push((done, all))).unwrap();
    assert!(fit.comparison.is_better(), "{fit:?}");
    assert!(fit.parameters[2] < DEFAULT_PARAMETERS[2] / 1.5, "{fit:?}");
    assert_eq!(steps, [(1, 6), (2, 6), (3, 6), (4, 6), (5, 6), (6, 6)]);
    assert_eq!(fit.comparison.held_out, evidence.count() - evidence.count() / 6);
    let again = tune(&evidence, &DEFAULT_PARAMETERS, None, |_, _| {}).unwrap();
    assert_eq!(fit, again, "the same answers give the same parameters");
}

#[test]
fn parameters_in_force_are_judged_on_answers_that_came_after_them() {
    let evidence = gather(&learner(&forgetful(), 200, 60, 2));
    let at = |part: usize| Some(evidence.at[evidence.count() * part / 10]);
    let held_out =
        |since| tune(&evidence, &forgetful(), since, |_, _| {}).unwrap().comparison.held_out;
    let fresh = held_out(at(6));
    assert!((FRESH..evidence.count() / 2).contains(&fresh), "{fresh}");
    assert_eq!(held_out(at(9)), evidence.count() - evidence.count() / 6, "too few came after");
}

#[test]
fn the_measures_are_what_they_say() {
    let model = model(&DEFAULT_PARAMETERS).unwrap();
    let answer = |grade, days| Answer { grade, days };
    let mut tally = Tally::default();
    let (first, pass) = (answer(Grade::Good, 0), answer(Grade::Good, 3));
    for grade in [Grade::Good, Grade::Good, Grade::Hard, Grade::Again] {
        tally.add(&model, &[first, answer(grade, 3)]);
    }
    let memory = Memory { stability: DEFAULT_PARAMETERS[2], difficulty: 5.0 };
    let foretold = f64::from(recall(&DEFAULT_PARAMETERS, memory, 3));
    let score = tally.score();
    let loss = -(3.0 * foretold.ln() + (1.0 - foretold).ln()) / 4.0;
    assert!((score.log_loss - loss).abs() < 1e-5, "{score:?} {loss}");
    assert!((score.rmse_bins - (foretold - 0.75).abs()).abs() < 1e-5, "{score:?} {foretold}");
    assert_eq!((tally.count(), tally.bins.len()), (4, 1));
    // Four days are in a different bin than three, and so is a review after a lapse, but not after a same-day miss.
    tally.add(&model, &[first, answer(Grade::Good, 4)]);
    tally.add(&model, &[first, answer(Grade::Again, 3), pass]);
    tally.add(&model, &[first, answer(Grade::Again, 0), pass]);
    assert_eq!((tally.count(), tally.bins.len()), (7, 3));
}

#[test]
fn what_the_optimiser_would_panic_over_is_left_out() {
    let answer = |days| Answer { grade: Grade::Good, days };
    let test = |answers: &[Answer]| Test { card: 1, answers: answers.to_vec() };
    let unsound = [test(&[]), test(&[answer(0)]), test(&[answer(0), answer(0)])];
    for tests in [&unsound[..], &unsound[..1], &[]] {
        assert!(fit(tests).is_none_or(|found| found.iter().all(|value| value.is_finite())));
    }
}

#[test]
fn what_is_kept_is_better_by_both_measures_or_clearly_by_the_first() {
    let score = |log_loss, rmse_bins| Score { log_loss, rmse_bins };
    let better =
        |after| Comparison { held_out: 300, before: score(0.40, 0.050), after }.is_better();
    assert!(better(score(0.399, 0.049)));
    assert!(better(score(0.39, 0.0504)));
    assert!(!better(score(0.39, 0.052)), "worse on average");
    assert!(!better(score(0.399, 0.050)), "not clearly");
    assert!(!better(score(0.40, 0.050)));
    assert!(!better(score(0.41, 0.020)));
    assert!(!better(score(f64::NAN, f64::NAN)));
}

/// Checks that fitting never panics and that fitted parameters are valid for scheduling.
fn survives(reviews: &[Review]) {
    let evidence = gather(reviews);
    assert!(evidence.count() >= NEEDED, "{}", evidence.count());
    if let Ok(fit) = tune(&evidence, &DEFAULT_PARAMETERS, None, |_, _| {}) {
        assert!(Scheduler::new(&fit.parameters, 0.9).is_ok());
        let Comparison { before, after, .. } = fit.comparison;
        for value in [before.log_loss, before.rmse_bins, after.log_loss, after.rmse_bins] {
            assert!(value.is_finite() && value >= 0.0, "{fit:?}");
        }
    }
}

#[test]
fn answers_that_are_all_alike_are_survived() {
    for &grade in Grade::VARIANTS {
        for days in [1, 7, 5_000] {
            let day = |at: usize| i32::try_from(at).unwrap() * days;
            let reviews: Vec<Review> = (0..6)
                .flat_map(|at| (0..90).map(move |card| review(card, day(at), grade, Form::Recall)))
                .collect();
            survives(&reviews);
        }
    }
}

#[test]
fn a_single_card_and_cards_of_one_answer_are_survived() {
    let one: Vec<Review> = (0..450).map(|day| review(1, day, Grade::Good, Form::Recall)).collect();
    survives(&one);
    let pairs = [0, 3].into_iter();
    let many: Vec<Review> = pairs
        .flat_map(|day| (0..420).map(move |card| review(card, day, Grade::Good, Form::Recall)))
        .collect();
    survives(&many);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn journals_with_jumping_clocks_are_survived(seed: u64, cards in 1..300_usize, jump in 1..3_000_i32) {
        let mut rng = seeded(seed);
        let mut day = 0;
        let mut reviews = Vec::new();
        while gather(&reviews).count() < NEEDED {
            for _ in 0..2_000 {
                if rng.random_ratio(1, 10) {
                    day += rng.random_range(-jump..=jump);
                }
                let grade = Grade::VARIANTS[rng.random_range(0..4)];
                let form = Form::VARIANTS[rng.random_range(1..7)];
                reviews.push(review(rng.random_range(0..cards), day, grade, form));
            }
        }
        survives(&reviews);
    }
}

#[test]
fn what_was_crammed_before_its_day_is_no_evidence() {
    let crammed = |day, grade| Review { early: true, ..review(1, day, grade, Form::Recall) };
    let reviews = [
        review(1, 0, Grade::Good, Form::Recall),
        crammed(1, Grade::Easy),
        crammed(2, Grade::Again),
        review(1, 2, Grade::Good, Form::Recall),
        review(1, 5, Grade::Good, Form::Recall),
    ];
    // The pass is ignored; the miss affects everything after it.
    assert_eq!(items(&gather(&reviews)), [[(3, 0), (1, 2), (3, 0), (3, 3)]]);
}
