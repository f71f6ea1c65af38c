//! Measures how much simulated default users learn under the program's rules, those of before, and other schedulers:
//! `cargo bench --bench learning`
//!
//! Offline and seeded, so each version always gives the same numbers. A report, not a gate; `docs/learning.md` explains
//! the tables and has the latest ones.
#![expect(clippy::print_stdout, reason = "a bench prints its result")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "counts, days and probabilities of a simulation are small"
)]

mod learners;
mod schedulers;
mod user;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use learners::Kind;
use schedulers::Other;
use user::{CLAIMED, Outcome, RECOGNITION, Rule, SECONDS, Setup, Words, play};

/// Learners of each kind, and the seed of the first one.
const LEARNERS: u64 = 60;
const FIRST: u64 = 5_000;
const DAYS: i32 = 180;
/// The sizes of the followed decks: more than half a year holds, and what a quarter does.
const SIZES: [usize; 2] = [250, 60];
/// By how many seconds a day one of the rows is shorter.
const LESS: u32 = 5;
/// What picking teaches, relative to recalling, if it is less or more than assumed.
const RECOGNITIONS: [f64; 2] = [0.3, 1.0];

fn main() {
    // `cargo bench` passes this flag. `cargo test --benches` does not, and only checks that this compiles.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let number = |name: &str, default: u64| {
        let mut arguments = std::env::args().skip_while(|argument| argument != name).skip(1);
        arguments.next().and_then(|number| number.parse().ok()).unwrap_or(default)
    };
    let seeds = number("--first", FIRST)..number("--first", FIRST) + number("--learners", LEARNERS);
    let words = SIZES.map(Words::new);
    println!(
        "{DAYS} days, {} learners of each kind (seeds {} to {})",
        seeds.end - seeds.start,
        seeds.start,
        seeds.end - 1
    );
    for (size, words) in SIZES.iter().zip(&words) {
        let setup = |rule| Setup { words: *size, rule, ..base() };
        let rows = [Rule::Before, Rule::Now, Rule::Tuned];
        let mut rows: Vec<(String, Setup)> =
            rows.iter().map(|rule| (name(*rule), setup(*rule))).collect();
        // What is gained is no matter of the few seconds that a quiz may take longer.
        let shorter = Setup { seconds: SECONDS - LESS, ..setup(Rule::Now) };
        rows.insert(2, (format!("shoptalk, {LESS} seconds less a day"), shorter));
        println!("\n## {size} words\n");
        let found = run(&rows, &seeds, words);
        knowledge(&rows, &found);
        println!();
        minutes(&rows, &found);
    }
    println!("\n## Without the other direction, beside other schedulers: 250 words\n");
    let rules = [Rule::Now].into_iter().chain(Other::ALL.map(Rule::Other));
    let rows: Vec<(String, Setup)> =
        rules.map(|rule| (name(rule), Setup { rule, speaks: false, ..base() })).collect();
    knowledge(&rows, &run(&rows, &seeds, &words[0]));
    println!(
        "\n## If picking teaches less or more, or users grade themselves otherwise: 250 words\n"
    );
    let others = RECOGNITIONS.map(|recognition| Setup { recognition, ..base() });
    let others = others.into_iter().chain([Setup { claimed: 0.2, ..base() }]);
    for setup in others {
        let rows = [Rule::Before, Rule::Now].map(|rule| (name(rule), Setup { rule, ..setup }));
        println!("\nrecognition {}, over-claiming {}\n", setup.recognition, setup.claimed);
        knowledge(&rows, &run(&rows, &seeds, &words[0]));
    }
}

const fn base() -> Setup {
    Setup {
        kind: Kind::Fsrs,
        number: 0,
        words: SIZES[0],
        days: DAYS,
        seconds: SECONDS,
        rule: Rule::Now,
        speaks: true,
        recognition: RECOGNITION,
        claimed: CLAIMED,
    }
}

fn name(rule: Rule) -> String {
    match rule {
        Rule::Now => "shoptalk".to_owned(),
        Rule::Tuned => "shoptalk, tuned".to_owned(),
        Rule::Before => "the rules of before".to_owned(),
        Rule::Other(other) => other.text().to_owned(),
    }
}

/// The outcomes of one row: for each kind, those of all learners.
type Found = [Vec<Outcome>; 3];

/// Plays all rows for all learners in parallel, one thread per core.
fn run(rows: &[(String, Setup)], seeds: &std::ops::Range<u64>, words: &Words) -> Vec<Found> {
    let jobs: Vec<Setup> = rows
        .iter()
        .flat_map(|(_, setup)| Kind::ALL.map(|kind| Setup { kind, ..*setup }))
        .flat_map(|setup| seeds.clone().map(move |number| Setup { number, ..setup }))
        .collect();
    let next = AtomicUsize::new(0);
    let results = Mutex::new(vec![Outcome::default(); jobs.len()]);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(setup) = jobs.get(at) else { break };
                    let outcome = play(setup, words);
                    results.lock().expect("no job panics")[at] = outcome;
                }
            });
        }
    });
    let results = results.into_inner().expect("no job panics");
    let each = seeds.clone().count();
    let mut all = results.chunks(each).map(<[Outcome]>::to_vec);
    let mut kind = || all.next().expect("three kinds of each row");
    rows.iter().map(|_| [kind(), kind(), kind()]).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The standard error of the mean.
fn error(values: &[f64]) -> f64 {
    let middle = mean(values);
    let squares: f64 = values.iter().map(|value| (value - middle).powi(2)).sum();
    (squares / (values.len() as f64 - 1.0) / values.len() as f64).sqrt()
}

fn column(found: &[Outcome], of: fn(&Outcome) -> f64) -> Vec<f64> {
    found.iter().map(of).collect()
}

/// The mean, and for all rows but the first the difference to the first in percent with its paired error.
fn cell(found: &[Outcome], first: Option<&[Outcome]>, of: fn(&Outcome) -> f64) -> String {
    let values = column(found, of);
    let Some(first) = first else { return format!("{:.1}", mean(&values)) };
    let before = column(first, of);
    let differences: Vec<f64> = values.iter().zip(&before).map(|(a, b)| a - b).collect();
    let percent = 100.0 / mean(&before);
    format!(
        "{:.1} ({:+.1} ± {:.1}%)",
        mean(&values),
        percent * mean(&differences),
        percent * error(&differences)
    )
}

/// Words known: for each kind of learner, one row for each rule.
fn knowledge(rows: &[(String, Setup)], found: &[Found]) {
    println!(
        "| learners | rule | day 30 | day 90 | day 180 | last week | mean of all days | minutes |"
    );
    println!("|{}", " --- |".repeat(8));
    let columns: [fn(&Outcome) -> f64; 6] = [
        |out| out.day_30,
        |out| out.day_90,
        |out| out.end,
        |out| out.last_week,
        |out| out.mean,
        |out| out.minutes,
    ];
    for (at, kind) in Kind::ALL.iter().enumerate() {
        for (row, (name, _)) in rows.iter().enumerate() {
            let first = (row > 0).then(|| &found[0][at][..]);
            let cells = columns.map(|of| cell(&found[row][at], first, of));
            println!("| {} | {name} | {} |", kind.text(), cells.join(" | "));
        }
    }
}

/// Minutes and recall.
fn minutes(rows: &[(String, Setup)], found: &[Found]) {
    println!(
        "| learners | rule | minutes | without introductions | fifth quiz | longest quiz | met on day 90 | can use on day 180 | usable answers | tuned | typed, as shown | truth | judged, as shown | truth |"
    );
    println!("|{}", " --- |".repeat(14));
    for (at, kind) in Kind::ALL.iter().enumerate() {
        for (row, (name, _)) in rows.iter().enumerate() {
            let of = |of: fn(&Outcome) -> f64| mean(&column(&found[row][at], of));
            println!(
                "| {} | {name} | {:.0} | {:.0} | {:.1} | {:.1} | {:.0} | {:.0} | {:.0} | {:.0}% | {:.3} | {:.3} | {:.3} | {:.3} |",
                kind.text(),
                of(|out| out.minutes),
                of(|out| out.minutes - out.introductions),
                of(|out| out.fifth),
                of(|out| out.longest),
                of(|out| out.met_90),
                of(|out| out.usable),
                of(|out| out.evidence),
                100.0 * of(|out| out.tuned),
                of(|out| out.typed[0]),
                of(|out| out.typed[1]),
                of(|out| out.judged[0]),
                of(|out| out.judged[1]),
            );
        }
    }
}
