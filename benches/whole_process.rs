//! Measures a look-up from the shell as a whole process, from start to exit: with the built-in decks, with 40 decks of 100
//! terms on disk, and with 500 decks of 200 terms.
//!
//! `cargo bench --bench whole_process -- --runs 40 --word sequel`. Decks and journals are created in a temporary folder. If
//! `tldr` (tealdeer) is on the PATH and has its pages, it runs after each look-up, and the ratio of the two times is
//! printed. Pairs are more reliable than absolute times on a busy machine.
#![expect(clippy::print_stdout, reason = "a bench prints its result")]

mod made_up;

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use made_up::word;
use shoptalk::core::rng::hash;

/// Folders of decks: name, number of decks, terms per deck, and target in milliseconds.
const SETS: [(&str, usize, usize, f64); 3] = [
    ("the decks that ship", 0, 0, 6.0),
    ("40 decks of 100 terms", 40, 100, 50.0),
    ("500 decks of 200 terms", 500, 200, 400.0),
];
/// The page to ask `tldr` for.
const PAGE: &str = "tar";

fn main() -> Result<()> {
    let (mut runs, mut word) = (20, "sequel".to_owned());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().context("a value is missing");
        match argument.as_str() {
            "--runs" => runs = value()?.parse::<usize>()?.max(1),
            "--word" => word = value()?,
            // Added by Cargo.
            "--bench" => {}
            other => bail!("what is {other}? Known: --runs N, --word WORD"),
        }
    }
    let other = || Command::new("tldr");
    let has_other = quiet(other().arg(PAGE)).is_ok();
    if !has_other {
        println!("`tldr {PAGE}` does not run here, so there is nothing to compare with");
    }
    let folder = tempfile::tempdir()?;
    for (name, decks, terms, aim) in SETS {
        let place = folder.path().join(decks.to_string());
        let own = place.join("data/decks");
        std::fs::create_dir_all(&own)?;
        for number in 0..decks {
            std::fs::write(own.join(format!("team-{number}.yaml")), deck(number, terms))?;
        }
        if decks > 0 {
            // Files that are too new are not cached.
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        // The first run creates the journal and the cache; the second finds both.
        let first = look_up(&place, &word)?;
        look_up(&place, &word)?;
        let (mut times, mut ratios) = (Vec::new(), Vec::new());
        for _ in 0..runs {
            let time = look_up(&place, &word)?;
            times.push(time);
            if has_other {
                ratios.push(time / quiet(other().arg(PAGE))?);
            }
        }
        let took = median(&mut times);
        print!("{name}: {took:.1} ms (aim {aim}), the first time {first:.0} ms");
        if has_other {
            print!("; {:.1} × tldr", median(&mut ratios));
        }
        println!("; {runs} runs");
    }
    Ok(())
}

/// Looks up `word` with the data in `place`. Returns the time in milliseconds.
fn look_up(place: &Path, word: &str) -> Result<f64> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shoptalk"));
    for variable in ["SHOPTALK_DECKS", "SHOPTALK_NOW", "SHOPTALK_SEED"] {
        command.env_remove(variable);
    }
    command.env("SHOPTALK_DATA", place.join("data")).env("SHOPTALK_CONFIG", place.join("config"));
    quiet(command.args(["lookup", word]))
}

/// Runs a command and discards its output. Returns the time in milliseconds.
#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn quiet(command: &mut Command) -> Result<f64> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status()?;
    let took = start.elapsed().as_secs_f64() * 1000.0;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(took)
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A deck of made-up terms, each with the texts of a good one.
fn deck(number: usize, terms: usize) -> String {
    let mut text = format!("deck: team-{number}\ntitle: Team {number}\nterms:\n");
    for at in 0..terms {
        let seed = hash("term", (number * 1_000 + at) as u64);
        let _ = write!(
            text,
            "  - term: {} {at}\n    id: t{at}\n    definition: {}.\n    example: {}.\n    why: {}.\n    ask: {}?\n",
            words(seed, 1 + at % 3),
            words(seed ^ 1, 18),
            words(seed ^ 2, 12),
            words(seed ^ 3, 12),
            words(seed ^ 4, 10),
        );
        if at % 3 == 0 {
            let _ = writeln!(text, "    aliases: [{} also {at}]", words(seed ^ 5, 2));
        }
    }
    text
}

/// `count` made-up words.
fn words(seed: u64, count: usize) -> String {
    let number = |at: u64| hash("place", seed ^ at << 32) & 4_095;
    (0..count as u64).map(|at| word(number(at), 2)).collect::<Vec<_>>().join(" ")
}
