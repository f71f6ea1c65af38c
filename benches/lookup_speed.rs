//! Measures the time per key press: every prefix of every query, over 1,000, 10,000 and 100,000 made-up entries, with all
//! signals. Compares with `fuzzy-matcher` alone, word by word, in the same run.
//!
//! `cargo bench --bench lookup_speed -- --queries FILE --glossary FILE --sizes 1000,10000 --every 10`. All options are
//! optional. For a quicker run, `--every 10` measures only every tenth key press.
#![expect(clippy::print_stdout, reason = "a bench prints its result")]

mod glossary;

use std::time::Duration;

use anyhow::{Context, Result, bail};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use glossary::{Files, Query, Term, index_of};
use shoptalk::core::lookup::Typing;

/// As many hits as fit on a screen.
const HITS: usize = 10;
/// `fuzzy-matcher` is slow on many names, so it gets only every n-th key press.
const SAMPLE: usize = 20;

fn main() -> Result<()> {
    let mut files = Files::default();
    let mut sizes = vec![1_000, 10_000, 100_000];
    let mut every = 1;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().context("a value is missing");
        match argument.as_str() {
            "--queries" => files.queries = value()?.into(),
            "--glossary" => files.glossary = value()?.into(),
            "--sizes" => {
                sizes = value()?.split(',').map(str::parse).collect::<Result<_, _>>()?;
            }
            "--every" => every = value()?.parse()?,
            // Added by Cargo.
            "--bench" => {}
            other => bail!(
                "what is {other}? Known: --queries FILE, --glossary FILE, --sizes N,N, --every N"
            ),
        }
    }
    let (terms, queries) = files.read()?;
    let presses: Vec<String> = queries
        .iter()
        .flat_map(|query| query.text.char_indices().map(|(at, c)| &query.text[..at + c.len_utf8()]))
        .step_by(every.max(1))
        .map(str::to_owned)
        .collect();
    println!("{} key presses, {HITS} hits each; the quickest of three tries counts", presses.len());
    for size in sizes {
        let made_up = recombined(&terms, size);
        measure(&made_up, &presses);
        quality(&made_up, &queries);
    }
    Ok(())
}

/// `size` entries: the real ones, then made-up names and definitions composed of their words.
fn recombined(terms: &[Term], size: usize) -> Vec<Term> {
    let words = |texts: &mut dyn Iterator<Item = &str>| -> Vec<String> {
        texts.flat_map(|text| text.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect()
    };
    let of_names = words(&mut terms.iter().flat_map(|t| {
        std::iter::once(t.name.as_str()).chain(t.aliases.iter().map(String::as_str))
    }));
    let of_definitions = words(&mut terms.iter().map(|term| term.definition.as_str()));
    let mut state = 1;
    let mut random = |below: usize| {
        state = shuffled(state);
        usize::try_from(state >> 33).unwrap_or(0) % below
    };
    let mut made_up: Vec<Term> = Vec::new();
    for at in 0..size {
        if let Some(term) = terms.get(at) {
            made_up.push(term.clone());
            continue;
        }
        let mut some = |from: &[String], least: usize, spread: usize| -> String {
            let count = least + random(spread);
            (0..count).map(|_| from[random(from.len())].as_str()).collect::<Vec<_>>().join(" ")
        };
        let name = some(&of_names, 1, 3);
        let definition = some(&of_definitions, 8, 8);
        // Two aliases for every third entry.
        let aliases = if at % 3 == 0 {
            vec![some(&of_names, 1, 3), some(&of_names, 1, 3)]
        } else {
            Vec::new()
        };
        made_up.push(Term { name, aliases, definition });
    }
    made_up
}

/// A pseudorandom number (`SplitMix64`), the same in every run.
fn shuffled(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The fastest of three runs.
fn quickest<T>(mut work: impl FnMut() -> T) -> Duration {
    (0..3).map(|_| timed(&mut work)).min().unwrap_or_default()
}

/// The CPU time of `work`, which excludes other processes.
fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = cpu_time();
    std::hint::black_box(work());
    cpu_time().saturating_sub(start)
}

#[cfg(unix)]
fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// Wall-clock time, for systems without a CPU clock.
#[cfg(not(unix))]
fn cpu_time() -> Duration {
    std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default()
}

fn measure(terms: &[Term], presses: &[String]) {
    let build = || index_of(terms);
    let built = quickest(&build);
    let index = build();
    println!("\n{} entries: index built in {built:.1?}", terms.len());
    report("all signals", presses.iter().map(|press| quickest(|| index.search(press, HITS))));
    // As the screen does: quickly at the key press, completely when typing rests.
    let (mut typed_on, mut rested) = (Vec::new(), Vec::new());
    for press in presses {
        let before = press.char_indices().next_back().map_or("", |(at, _)| &press[..at]);
        let mut typing = Typing::default();
        index.search_after(before, HITS, &mut typing);
        typed_on.push(quickest(|| index.search_on(press, HITS, &mut typing.clone())));
        index.search_on(press, HITS, &mut typing);
        if typing.leaves_parts() {
            rested.push(quickest(|| index.search_after(press, HITS, &mut typing.clone())));
        }
    }
    report("a key press", typed_on.into_iter());
    report("when typing rests", rested.into_iter());

    let names: Vec<&str> = terms
        .iter()
        .flat_map(|t| std::iter::once(t.name.as_str()).chain(t.aliases.iter().map(String::as_str)))
        .collect();
    let few = presses.iter().step_by(SAMPLE);
    let skim = SkimMatcherV2::default();
    report(
        "fuzzy-matcher alone",
        few.map(|press| {
            let search = || {
                best(names.iter().filter_map(|name| {
                    press.split_whitespace().map(|word| skim.fuzzy_match(name, word)).sum()
                }))
            };
            quickest(search)
        }),
    );
}

/// How many queries still find their entry among this many others.
fn quality(terms: &[Term], queries: &[Query]) {
    let index = index_of(terms);
    let queries: Vec<&Query> = queries.iter().filter(|query| !query.expected.is_empty()).collect();
    let mut found = [0; 2];
    for query in &queries {
        let hits = index.search(&query.text, 3);
        let place = hits.iter().position(|hit| query.expected.contains(&terms[hit.entry].name));
        found[0] += usize::from(place == Some(0));
        found[1] += usize::from(place.is_some());
    }
    println!("right entry first {}, among three {}, of {}", found[0], found[1], queries.len());
}

/// The best scores, as a screen would request them.
fn best(scores: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut scores: Vec<i64> = scores.collect();
    scores.sort_unstable_by(|a, b| b.cmp(a));
    scores.truncate(HITS);
    scores
}

fn report(name: &str, times: impl Iterator<Item = Duration>) {
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    let at = |part: usize| times[(times.len() * part / 1_000).min(times.len() - 1)];
    println!(
        "{name:<22} p50 {:>9.1?}  p90 {:>9.1?}  p99 {:>9.1?}  most {:>9.1?}",
        at(500),
        at(900),
        at(990),
        at(1_000)
    );
}
