//! Tests `shoptalk settings tune` on made-up journals: too few answers, better, not better, reset, and the trainer's hint.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::path::Path;
use std::process::Output;
use std::rc::Rc;

use assert_cmd::Command;
use rand::RngExt as _;
use serde_json::Value;
use shoptalk::app_dirs::AppDirs;
use shoptalk::core::card::{CardId, Direction, TermId};
use shoptalk::core::review::{Form, Grade, Review};
use shoptalk::core::rng::{Ids, seeded};
use shoptalk::core::schedule::{CardState, DEFAULT_PARAMETERS, Scheduler};
use shoptalk::core::time::{Day, FixedClock, Timestamp};
use shoptalk::core::tune::NEEDED;
use shoptalk::store::Journal;
use shoptalk::trainer::{Options, Trainer};
use tempfile::TempDir;
use uuid::Uuid;

const START: i32 = 20_000;
/// Long after the last answer in any of the journals.
const NOW: i64 = (START as i64 + 200) * 86_400_000;

fn shoptalk(home: &Path, words: &[&str]) -> Output {
    Command::cargo_bin("shoptalk")
        .unwrap()
        .args(words)
        .env_clear()
        .env("SHOPTALK_DATA", home)
        .env("SHOPTALK_CONFIG", home)
        .env("SHOPTALK_NOW", NOW.to_string())
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A journal of a learner who met `cards` cards in `days` days, was asked as the program schedules, and forgets `faster`
/// times as fast as most people.
fn learnt(cards: u16, days: i32, faster: f32, form: Form) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let mut journal =
        Journal::open(&home.path().join("journal.sqlite"), Timestamp::default(), Uuid::nil())
            .unwrap();
    let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, 0.9).unwrap();
    let (mut rng, mut ids) = (seeded(4), Ids::new(4));
    let mut states: Vec<Option<CardState>> = vec![None; cards.into()];
    for day in 0..days {
        for (number, state) in states.iter_mut().enumerate() {
            let today = Day::from_number(START + day);
            let meets = usize::try_from(day).unwrap() == number / 10;
            if !state.map_or(meets, |state| state.due <= today || state.unfinished) {
                continue;
            }
            let recall = state.map_or(0.9, |state| {
                // The same memory, as if `faster` times as much time had passed.
                #[expect(clippy::cast_possible_truncation, reason = "days, rounded down")]
                let later = (f64::from(today.since(state.last)) * f64::from(faster)) as i32;
                scheduler.recall(&state, state.last.plus(later))
            });
            let grade = if rng.random::<f32>() < recall { Grade::Good } else { Grade::Again };
            let term = TermId::new("gone", &format!("word-{number}"));
            let card = CardId::new(term, Direction::Understand);
            let millis = i64::from(today.number()) * 86_400_000 + 43_200_000;
            let at = Timestamp::from_millis(millis + i64::try_from(number).unwrap());
            *state = Some(scheduler.review(&card, state.as_ref(), grade, today, at));
            let review = Review {
                id: ids.next(at),
                card,
                at,
                day: today,
                grade,
                form,
                kind: form.kind(),
                sentence: None,
                took_ms: 5_000,
                hint: false,
                answer: None,
                session: Uuid::nil(),
                device: Uuid::nil(),
                early: false,
            };
            journal.append(&review, None).unwrap();
        }
    }
    home
}

fn trainer(home: &Path) -> Trainer {
    Trainer::open(Options {
        places: Ok(AppDirs { data: home.to_owned(), config: home.to_owned(), looked_at: None }),
        named: Vec::new(),
        clock: Rc::new(FixedClock(Timestamp::from_millis(NOW))),
        zone: jiff::tz::TimeZone::UTC,
        seed: 1,
    })
}

fn hints(trainer: &mut Trainer) -> usize {
    let hint = trainer.overview().hint;
    hint.iter().filter(|hint| hint.contains("shoptalk settings tune")).count()
}

#[test]
fn too_few_answers_are_counted_and_nothing_is_written() {
    let home = learnt(30, 10, 1.0, Form::Recall);
    let output = shoptalk(home.path(), &["settings", "tune"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let text = said(&output);
    let number = text.strip_prefix("only ").and_then(|rest| rest.split(' ').next());
    let usable: usize = number.expect("it begins with the count").parse().unwrap();
    assert!((1..NEEDED).contains(&usable), "{text}");
    assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains("200 are needed"));
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let output = shoptalk(home.path(), &["settings", "tune", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let report = json(&output);
    assert_eq!(report["outcome"], "too-few");
    assert_eq!(report["usable"], usable);
    assert_eq!(report["needed"], NEEDED);
    assert_eq!(hints(&mut trainer(home.path())), 0);
}

#[test]
fn an_empty_journal_and_one_of_choices_have_too_few() {
    let home = tempfile::tempdir().unwrap();
    let output = shoptalk(home.path(), &["settings", "tune", "--json"]);
    assert_eq!((output.status.code(), json(&output)["usable"].clone()), (Some(1), 0.into()));
    let home = learnt(150, 30, 1.0, Form::Choose);
    let output = shoptalk(home.path(), &["settings", "tune", "--json"]);
    assert_eq!((output.status.code(), json(&output)["usable"].clone()), (Some(1), 0.into()));
}

#[test]
fn a_schedule_that_foretells_better_is_kept_and_can_be_gone_back_from() {
    let home = learnt(200, 50, 4.0, Form::Recall);
    let home = home.path();
    let (fingerprint, states) = {
        let mut trainer = trainer(home);
        assert_eq!(hints(&mut trainer), 1);
        assert_eq!(hints(&mut trainer), 1, "as long as it runs");
        (trainer.scheduler().fingerprint(), trainer.states().clone())
    };
    assert_eq!(hints(&mut trainer(home)), 0, "said once");

    let dry = shoptalk(home, &["settings", "tune", "--dry-run", "--json"]);
    assert_eq!(dry.status.code(), Some(0), "{}", said(&dry));
    assert_eq!(json(&dry)["outcome"], "would-keep");
    assert_eq!(trainer(home).scheduler().fingerprint(), fingerprint);

    let output = shoptalk(home, &["settings", "tune", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let report = json(&output);
    assert_eq!(report["outcome"], "kept");
    for measure in ["log_loss", "rmse_bins"] {
        let value = |when: &str| report[when][measure].as_f64().unwrap();
        assert!(value("after") < value("before"), "{report}");
    }
    assert_eq!(report["fitted"], report["parameters"]);
    assert_eq!(report["fitted"], json(&dry)["fitted"]);
    {
        let trainer = trainer(home);
        assert_ne!(trainer.scheduler().fingerprint(), fingerprint);
        assert_ne!(*trainer.states(), states, "derived again");
        assert_eq!(trainer.states().len(), states.len());
    }

    // The same answers contain no new information.
    let output = shoptalk(home, &["settings", "tune"]);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("Not better"), "{text}");
    assert!(text.contains("log loss") && text.contains("RMSE (bins)"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");

    let output = shoptalk(home, &["settings", "tune", "--back"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(said(&output).contains("default schedule is in use again"), "{}", said(&output));
    {
        let trainer = trainer(home);
        assert_eq!(trainer.scheduler().fingerprint(), fingerprint);
        assert_eq!(*trainer.states(), states);
    }
    let output = shoptalk(home, &["settings", "tune", "--back", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(json(&output)["outcome"], "nothing-to-go-back-to");
}

#[test]
fn struck_answers_do_not_count() {
    let home = learnt(150, 40, 1.0, Form::Recall);
    let usable = |home: &Path| {
        json(&shoptalk(home, &["settings", "tune", "--dry-run", "--json"]))["usable"].clone()
    };
    let before = usable(home.path()).as_u64().unwrap();
    let mut journal =
        Journal::open(&home.path().join("journal.sqlite"), Timestamp::default(), Uuid::nil())
            .unwrap();
    let last = journal.reviews().unwrap().pop().unwrap();
    journal.strike(&[last.id], last.at, &[]).unwrap();
    assert_eq!(usable(home.path()).as_u64().unwrap(), before - 1);
}
