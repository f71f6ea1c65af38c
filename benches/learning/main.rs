//! Measures how many minutes simulated learners need with this and other schedulers: `cargo bench --bench learning`
//!
//! Offline and seeded, so each version always gives the same numbers. A report, not a gate; `docs/learning.md` explains
//! the table and has the latest one.
#![expect(clippy::print_stdout, reason = "a bench prints its result")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts, days and probabilities of a simulation are small"
)]

mod learners;
mod schedulers;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use learners::{Kind, Learner, WORDS};
use rand::RngExt as _;
use schedulers::{DECK, Name, card, policy};
use shoptalk::core::card::TermId;
use shoptalk::core::deck::Origin;
use shoptalk::core::deck::read::read;
use shoptalk::core::library::Library;
use shoptalk::core::quiz_session::{QuizSession, Step};
use shoptalk::core::review::Grade;
use shoptalk::core::time::{Day, Timestamp};
use uuid::Uuid;

/// Learners of each kind. A learner's number is its seed.
const LEARNERS: u64 = 20;
const DAYS: i32 = 60;
/// New words a day. All words have been introduced by day 42.
const NEW: usize = 12;
const INTRODUCTION_S: f64 = 25.0;
const PASS_S: f64 = 10.0;
/// A miss takes longer, because the learner reads the answer.
const MISS_S: f64 = 15.0;
/// True retention is measured from this day on.
const SETTLED: i32 = 30;
/// The first day. Must be a multiple of 7.
const START: i32 = 20_601;
/// Knowledge is averaged over the mornings after this day, up to the morning after the last day.
const LAST_WEEK: i32 = 53;

/// The result of 60 days.
#[derive(Debug, Clone, Copy)]
struct Result {
    minutes: f64,
    /// The mean probability of recall over all words, on the mornings of the last week.
    known: f64,
    /// The same 30 days after the last quiz.
    known_later: f64,
    /// The mean probability of recall at a word's first question of a day, at least one day after its previous one.
    retention: f64,
}

fn simulate(kind: Kind, number: u64, name: Name, intensity: f64, library: &Library) -> Result {
    let words: HashMap<TermId, usize> = (0..WORDS).map(|word| (card(word).term, word)).collect();
    let mut learner = Learner::new(kind, number);
    let mut policy = policy(name, intensity, library, number);
    let mut asked: Vec<Option<i32>> = vec![None; WORDS];
    let (mut total, mut tests, mut sum) = (0.0, 0_u32, 0.0);
    let known =
        |learner: &Learner| (0..WORDS).map(|word| learner.recall(word)).sum::<f64>() / WORDS as f64;
    let mut mornings = Vec::new();
    for day in 0..DAYS {
        if day > LAST_WEEK {
            mornings.push(known(&learner));
        }
        let today = Day::from_number(START + day);
        let morning = Timestamp::from_millis(i64::from(today.number()) * 86_400_000 + 28_800_000);
        let mut seconds: f64 = 0.0;
        let now = |seconds: f64| morning.plus_millis((seconds * 1000.0) as i64);
        let mut session = QuizSession::new(Uuid::nil(), morning, policy.items(today, NEW));
        while let Some(turn) = session.turn() {
            let word = words[&turn.item.card.term];
            if turn.step == Step::Introduce {
                learner.meet(word);
                learner.wait(INTRODUCTION_S);
                seconds += INTRODUCTION_S;
                session.read(now(seconds));
                continue;
            }
            let recall = learner.recall(word);
            let passes = learner.rng.random::<f64>() < recall;
            let (grade, takes) =
                if passes { (Grade::Good, PASS_S) } else { (Grade::Again, MISS_S) };
            let first = asked[word] != Some(day);
            if first && asked[word].is_some() && day >= SETTLED {
                tests += 1;
                sum += recall;
            }
            asked[word] = Some(day);
            learner.answer(word, grade);
            learner.wait(takes);
            seconds += takes;
            policy.answered(word, grade, today, now(seconds), first);
            session.answer(grade, Uuid::nil(), now(seconds));
        }
        policy.end(today);
        learner.sleep(seconds);
        total += seconds;
    }
    mornings.push(known(&learner));
    for _ in 1..30 {
        learner.sleep(0.0);
    }
    Result {
        minutes: total / 60.0,
        known: mean(mornings.into_iter()),
        known_later: known(&learner),
        retention: sum / f64::from(tests.max(1)),
    }
}

/// One simulation: learner, scheduler, intensity.
type Job = (Kind, u64, Name, f64);

/// Runs all jobs in parallel, one thread per core. Returns the results in order.
fn run(jobs: &[Job], library: &Library) -> Vec<Result> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(vec![None; jobs.len()]);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some((kind, number, name, intensity)) =
                    jobs.get(next.fetch_add(1, Ordering::Relaxed)).copied()
                {
                    let result = simulate(kind, number, name, intensity, library);
                    let at = |job: &Job| *job == (kind, number, name, intensity);
                    let at = jobs.iter().position(at).expect("a job that was taken");
                    results.lock().expect("no job panics")[at] = Some(result);
                }
            });
        }
    });
    let results = results.into_inner().expect("no job panics");
    results.into_iter().map(|result| result.expect("all jobs were done")).collect()
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    values.iter().sum::<f64>() / values.len() as f64
}

fn deviation(values: &[f64]) -> f64 {
    let middle = mean(values.iter().copied());
    let squares: f64 = values.iter().map(|value| (value - middle).powi(2)).sum();
    (squares / (values.len() as f64 - 1.0)).sqrt()
}

/// The results of a scheduler at one intensity, over all learners of a kind.
struct Point {
    intensity: f64,
    minutes: f64,
    known: f64,
    known_later: f64,
    retentions: Vec<f64>,
}

/// The minutes needed to reach `goal`, and what is retained later, by linear interpolation between the two nearest
/// intensities. `None` if no intensity reaches the goal, or even the lowest exceeds it.
fn at_goal(points: &[Point], goal: f64) -> Option<(f64, f64)> {
    let mut points: Vec<&Point> = points.iter().collect();
    points.sort_by(|a, b| a.minutes.total_cmp(&b.minutes));
    let pair = points.windows(2).find(|pair| pair[0].known < goal && pair[1].known >= goal)?;
    let share = (goal - pair[0].known) / (pair[1].known - pair[0].known);
    let between = |of: fn(&Point) -> f64| share.mul_add(of(pair[1]) - of(pair[0]), of(pair[0]));
    Some((between(|point| point.minutes), between(|point| point.known_later)))
}

const NAMES: [Name; 7] = [
    Name::Shoptalk,
    Name::Tuned,
    Name::Crate,
    Name::Sm2,
    Name::Leitner,
    Name::RoundRobin,
    Name::Random,
];

fn main() {
    // `cargo bench` passes this flag. `cargo test --benches` does not, and only checks that this compiles.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let verbose = std::env::args().any(|argument| argument == "--sweep");
    let library = library();
    let jobs: Vec<Job> = [Kind::Fsrs, Kind::ActR]
        .into_iter()
        .flat_map(|kind| NAMES.map(|name| (kind, name)))
        .flat_map(|(kind, name)| name.intensities().iter().map(move |at| (kind, name, *at)))
        .flat_map(|(kind, name, at)| (0..LEARNERS).map(move |number| (kind, number, name, at)))
        .collect();
    let results = run(&jobs, &library);
    println!(
        "{WORDS} words, {NEW} new ones a day, {DAYS} days, {LEARNERS} learners of each kind (seeds 0 to {})",
        LEARNERS - 1
    );
    for kind in [Kind::Fsrs, Kind::ActR] {
        let points: Vec<(Name, Vec<Point>)> =
            NAMES.iter().map(|name| (*name, points(kind, *name, &jobs, &results))).collect();
        report(kind, &points, verbose);
    }
}

fn points(kind: Kind, name: Name, jobs: &[Job], results: &[Result]) -> Vec<Point> {
    let point = |intensity: f64| {
        let is_it =
            |job: &Job| job.0 == kind && job.2 == name && job.3.to_bits() == intensity.to_bits();
        let of: Vec<Result> = jobs
            .iter()
            .zip(results)
            .filter(|(job, _)| is_it(job))
            .map(|(_, found)| *found)
            .collect();
        Point {
            intensity,
            minutes: mean(of.iter().map(|found| found.minutes)),
            known: mean(of.iter().map(|found| found.known)),
            known_later: mean(of.iter().map(|found| found.known_later)),
            retentions: of.iter().map(|found| found.retention).collect(),
        }
    };
    name.intensities().iter().map(|intensity| point(*intensity)).collect()
}

fn report(kind: Kind, points: &[(Name, Vec<Point>)], verbose: bool) {
    let (title, goals) = match kind {
        Kind::Fsrs => ("Learners after FSRS", [0.85, 0.90, 0.95]),
        Kind::ActR => ("Learners after ACT-R", [0.70, 0.80, 0.90]),
    };
    println!("\n{title}\n");
    let heads = goals.map(|goal| {
        let goal = goal * 100.0;
        format!("minutes to {goal:.0} % | shoptalk takes | 30 days later")
    });
    println!("| scheduler | {} |", heads.join(" | "));
    println!("|{}", " --- |".repeat(10));
    let own = |goal| points.first().and_then(|(_, points)| at_goal(points, goal));
    for (name, points) in points {
        let cells = goals.map(|goal| match (at_goal(points, goal), own(goal)) {
            (Some((minutes, later)), Some((own, _))) => {
                format!("{minutes:.0} | {:.2} × | {later:.2}", own / minutes)
            }
            (Some((minutes, later)), None) => format!("{minutes:.0} | – | {later:.2}"),
            (None, _) => {
                let least = points.iter().map(|point| point.known).fold(1.0, f64::min);
                let why = if least >= goal { "less was not tried" } else { "not reached" };
                format!("{why} | – | –")
            }
        });
        println!("| {} | {} |", name.text(), cells.join(" | "));
    }
    println!(
        "\n| desired retention | true retention | spread | tuned weekly | spread | raw crate | spread |"
    );
    println!("|{}", " --- |".repeat(7));
    let of = |name: Name| points.iter().find(|(known, _)| *known == name).map(|(_, points)| points);
    if let [Some(plain), Some(tuned), Some(raw)] =
        [Name::Shoptalk, Name::Tuned, Name::Crate].map(of)
    {
        for ((plain, tuned), raw) in plain.iter().zip(tuned).zip(raw) {
            let mut row = format!("| {:.2}", plain.intensity);
            for point in [plain, tuned, raw] {
                let middle = mean(point.retentions.iter().copied());
                let _ = write!(row, " | {middle:.3} | {:.3}", deviation(&point.retentions));
            }
            println!("{row} |");
        }
    }
    if verbose {
        println!();
        for (name, points) in points {
            for Point { intensity, minutes, known, known_later, .. } in points {
                let name = name.text();
                println!(
                    "{name:<24} {intensity:>6.2} {minutes:>7.0} min {known:.3} {known_later:.3}"
                );
            }
        }
    }
}

fn library() -> Library {
    let mut text = format!("deck: {DECK}\nterms:\n");
    for word in 0..WORDS {
        let _ = writeln!(text, "  - {{term: Word {word}, definition: d, level: core}}");
    }
    let deck = read(&"words".into(), text.as_bytes(), Origin::Named).deck;
    Library::merge(deck.into_iter().collect()).library
}
