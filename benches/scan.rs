//! Measures finding terms in a text: 1 MB of made-up prose against 1,000 and 10,000 terms.
//!
//! `cargo bench --bench scan -- --sizes 1000,10000`. Preparing the names and scanning are timed separately.
#![expect(clippy::print_stdout, reason = "a bench prints its result")]

mod made_up;

use std::time::Instant;

use anyhow::{Context, Result, bail};
use made_up::word;
use shoptalk::core::deck::read::read;
use shoptalk::core::deck::{Deck, Origin};
use shoptalk::core::jargon::{Kind, Scanner};
use shoptalk::core::library::Library;
use shoptalk::core::rng::hash;

/// The size of the text in bytes.
const TEXT: usize = 1_000_000;
/// Terms per deck.
const DECK: usize = 200;
/// Repetitions of each measurement; the median counts.
const ROUNDS: usize = 11;

fn main() -> Result<()> {
    let mut sizes = vec![1_000, 10_000];
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--sizes" => {
                let value = arguments.next().context("a value is missing")?;
                sizes = value.split(',').map(str::parse).collect::<Result<_, _>>()?;
            }
            // Added by Cargo.
            "--bench" => {}
            other => bail!("what is {other}? Known: --sizes N,N"),
        }
    }
    for size in sizes {
        let library = library(size);
        let text = prose(&library);
        let prepared = median(|| {
            let _ = Scanner::new(&library);
        });
        let scanner = Scanner::new(&library);
        println!("{size} terms, {} bytes: {prepared:.1} ms to prepare", text.len());
        for kind in [Kind::Plain, Kind::Markdown, Kind::Transcript] {
            let text = if kind == Kind::Transcript { transcript(&text) } else { text.clone() };
            let found = scanner.scan(&text, kind, &[]);
            let ms = median(|| {
                let _ = scanner.scan(&text, kind, &[]);
            });
            let (words, acronyms) = (found.words.len(), found.acronyms.len());
            println!("  {kind:?}: {ms:.1} ms; {words} words, {acronyms} acronyms");
        }
    }
    Ok(())
}

/// The median time of `work`, in milliseconds.
#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn median(mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

/// `size` terms of one to three words, some in several decks, each with an alias and an expansion.
fn library(size: usize) -> Library {
    let decks = (0..size.div_ceil(DECK)).filter_map(|deck| {
        let mut text = format!("deck: deck{deck}\nterms:\n");
        for at in 0..DECK.min(size - deck * DECK) {
            let seed = hash("term", (deck * DECK + at) as u64);
            let words: Vec<String> =
                (0..=seed % 3).map(|part| word(seed >> (part * 7) & 4_095, 3)).collect();
            text += &format!(
                "  - term: {} {at}x\n    id: t{at}\n    definition: d\n    aliases: [{}]\n",
                words.join(" "),
                words.join("-")
            );
        }
        read(&format!("{deck}.yaml").into(), text.as_bytes(), Origin::Named).deck
    });
    Library::merge(decks.collect::<Vec<Deck>>()).library
}

/// Prose of made-up words. One in twelve is a name.
fn prose(library: &Library) -> String {
    let names: Vec<&str> = library.terms().flat_map(|(_, term)| term.names()).collect();
    let mut text = String::with_capacity(TEXT + 100);
    let mut at = 0_u64;
    while text.len() < TEXT {
        at += 1;
        let seed = hash("prose", at);
        if seed.is_multiple_of(12) && !names.is_empty() {
            text += names[usize::try_from(seed >> 8).unwrap_or(0) % names.len()];
        } else {
            text += &word(seed & 65_535, 3);
        }
        text += match seed % 14 {
            0 => ".\n\n",
            1 => ", ",
            2 => "\n",
            _ => " ",
        };
    }
    text
}

/// The same text as subtitles.
fn transcript(text: &str) -> String {
    let mut out = "WEBVTT\n\n".to_owned();
    for (at, line) in text.lines().filter(|line| !line.is_empty()).enumerate() {
        let (minutes, seconds) = (at / 60 % 60, at % 60);
        out += &format!(
            "00:{minutes:02}:{seconds:02}.000 --> 00:{minutes:02}:{seconds:02}.900\n{line}\n\n"
        );
    }
    out
}
