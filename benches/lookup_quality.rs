//! How often look-up finds the right entry: `cargo bench --bench lookup_quality -- --queries FILE --glossary FILE`.
//!
//! Without files it uses the small sample in `tests/data/lookup`. `--misses` lists the queries that were not found.
#![expect(clippy::print_stdout, reason = "a bench prints its result")]

mod glossary;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use glossary::{Files, Query, Term, index_of};
use shoptalk::core::lookup::{Hit, MATCH, Verdict};

const HITS: usize = 10;
const DRAWS: u64 = 10;
const YOUNG: usize = 150;

#[derive(Default)]
struct Options {
    files: Files,
    misses: bool,
}

impl Options {
    fn parse() -> Result<Self> {
        let mut options = Self::default();
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().context("a file is missing");
            match argument.as_str() {
                "--queries" => options.files.queries = value()?.into(),
                "--glossary" => options.files.glossary = value()?.into(),
                "--misses" => options.misses = true,
                // Cargo adds it.
                "--bench" => {}
                other => bail!("what is {other}? Known: --queries FILE, --glossary FILE, --misses"),
            }
        }
        Ok(options)
    }
}

fn main() -> Result<()> {
    let options = Options::parse()?;
    let (terms, queries) = options.files.read()?;
    let index = index_of(&terms);
    let results: Vec<(&Query, Vec<Hit>)> =
        queries.iter().map(|query| (query, index.search(&query.text, HITS))).collect();

    by_kind(&terms, &results);
    verdicts(&terms, &results);
    young(&terms, &queries);
    if options.misses {
        misses(&terms, &results);
    }
    Ok(())
}

/// The place of the first right hit, from 0.
fn place(terms: &[Term], query: &Query, hits: &[Hit]) -> Option<usize> {
    hits.iter().position(|hit| query.expected.contains(&terms[hit.entry].name))
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand queries")]
fn percent(part: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { 100.0 * part as f64 / all as f64 }
}

fn by_kind(terms: &[Term], results: &[(&Query, Vec<Hit>)]) {
    let mut kinds: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut all = [0; 3];
    for (query, hits) in results.iter().filter(|(query, _)| !query.expected.is_empty()) {
        let place = place(terms, query, hits);
        let mut names = vec![query.cls.clone()];
        if query.cls == "misheard" {
            names.push(format!("misheard, {}", query.src));
        }
        let mut rows: Vec<&mut [usize; 3]> = vec![&mut all];
        for name in names {
            count(kinds.entry(name).or_default(), place);
        }
        for row in &mut rows {
            count(row, place);
        }
    }
    println!("{:<22}{:>6}{:>9}{:>9}", "kind of query", "n", "hit@1 %", "hit@3 %");
    for (kind, row) in kinds.iter().map(|(kind, row)| (kind.as_str(), row)).chain([("all", &all)]) {
        let [n, first, three] = *row;
        println!("{kind:<22}{n:>6}{:>9.1}{:>9.1}", percent(first, n), percent(three, n));
    }
}

fn count(row: &mut [usize; 3], place: Option<usize>) {
    row[0] += 1;
    row[1] += usize::from(place == Some(0));
    row[2] += usize::from(place.is_some_and(|place| place < 3));
}

fn best(hits: &[Hit]) -> f32 {
    hits.first().map_or(0.0, |hit| hit.score)
}

fn verdicts(terms: &[Term], results: &[(&Query, Vec<Hit>)]) {
    let (answerable, missing): (Vec<_>, Vec<_>) =
        results.iter().partition(|(query, _)| !query.expected.is_empty());
    println!("\nshown as match from   no answer: shown   answerable: shown    of these right");
    for from in [0.60, 0.70, 0.75, 0.78, 0.80, 0.82, 0.84, MATCH, 0.86, 0.88, 0.90, 0.95] {
        let junk = missing.iter().filter(|(_, hits)| best(hits) >= from).count();
        let shown = answerable.iter().filter(|(_, hits)| best(hits) >= from);
        let right = shown.clone().filter(|(q, hits)| place(terms, q, hits) == Some(0)).count();
        let shown = shown.count();
        let mark = if (from - MATCH).abs() < f32::EPSILON { "*" } else { " " };
        println!(
            "{from:>18.2} {mark} {junk:>12} of {:<4}{shown:>9} of {:<4} = {:>5.1} %{right:>9} = {:>5.1} %",
            missing.len(),
            answerable.len(),
            percent(shown, answerable.len()),
            percent(right, shown),
        );
    }
    for (name, group) in [("no answer", &missing), ("answerable", &answerable)] {
        let of = |verdict| group.iter().filter(|(_, hits)| Verdict::of(hits) == verdict).count();
        println!(
            "{name}: {} match, {} near, {} none",
            of(Verdict::Match),
            of(Verdict::Near),
            of(Verdict::None)
        );
    }
}

/// A glossary that has only some of the terms: what is missing must not be answered with confidence.
fn young(terms: &[Term], queries: &[Query]) {
    if terms.len() <= YOUNG {
        return;
    }
    let (mut missing, mut junk, mut present, mut shown, mut right) = (0, 0, 0, 0, 0);
    let mut junk_by_kind: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for draw in 0..DRAWS {
        let mut order: Vec<usize> = (0..terms.len()).collect();
        order.sort_by_key(|&at| shuffled(at, draw));
        order.truncate(YOUNG);
        let index = index_of(order.iter().map(|&at| &terms[at]));
        let here: BTreeSet<&str> = order.iter().map(|&at| terms[at].name.as_str()).collect();
        for query in queries.iter().filter(|query| !query.expected.is_empty()) {
            let hits = index.search(&query.text, 3);
            let matches = Verdict::of(&hits) == Verdict::Match;
            if query.expected.iter().any(|term| here.contains(term.as_str())) {
                present += 1;
                shown += usize::from(matches);
                right += usize::from(
                    hits.first()
                        .is_some_and(|hit| query.expected.contains(&terms[order[hit.entry]].name)),
                );
            } else {
                missing += 1;
                junk += usize::from(matches);
                let row = junk_by_kind.entry(&query.cls).or_default();
                row[0] += 1;
                row[1] += usize::from(matches);
            }
        }
    }
    println!("\nyoung glossary, {DRAWS} draws of {YOUNG} entries");
    println!("missing: {junk} of {missing} shown as match = {:.1} %", percent(junk, missing));
    println!("present: {shown} of {present} shown as match = {:.1} %", percent(shown, present));
    println!("present: {right} of {present} first = {:.1} %", percent(right, present));
    let kinds: Vec<String> = junk_by_kind
        .iter()
        .map(|(kind, [n, junk])| format!("{kind} {:.1} %", percent(*junk, *n)))
        .collect();
    println!("missing, shown as match by kind: {}", kinds.join(", "));
}

/// A number that looks random (`SplitMix64`), the same in every run.
fn shuffled(at: usize, seed: u64) -> u64 {
    let mut z = (at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (seed << 32);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn misses(terms: &[Term], results: &[(&Query, Vec<Hit>)]) {
    println!("\nnot first");
    for (query, hits) in results {
        let place = place(terms, query, hits);
        let confident = query.expected.is_empty() && best(hits) >= MATCH - 0.05;
        let timid = !query.expected.is_empty() && best(hits) < MATCH;
        let missed = !query.expected.is_empty() && place != Some(0);
        if !(missed || confident || timid) {
            continue;
        }
        let shown: Vec<String> = hits
            .iter()
            .take(3.max(place.map_or(0, |place| place + 1)))
            .map(|hit| format!("{} {:.2} {:?}", terms[hit.entry].name, hit.score, hit.signal))
            .collect();
        println!(
            "{:<10} {} -> {} @{} | {}",
            query.cls,
            query.text,
            query.expected.join(" / "),
            place.map_or("-".to_owned(), |place| (place + 1).to_string()),
            shown.join(", ")
        );
    }
}
