//! Measures how often look-up finds the right entry: `cargo bench --bench lookup_quality -- --queries FILE --glossary FILE`.
//!
//! Without files, uses the small sample in `tests/data/lookup`. `--misses` lists the queries that were not found.
#![expect(clippy::print_stdout, reason = "a bench prints its result")]

mod built_in;
mod glossary;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use glossary::{Files, Query, Term, index_of};
use shoptalk::core::lookup::{Hit, Verdict};

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
                // Added by Cargo.
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
    verdicts(&results);
    young(&terms, &queries);
    if options.misses {
        misses(&terms, &results);
    }
    built_in::print(options.misses)
}

/// The rank of the first correct hit, from 0.
fn place(terms: &[Term], query: &Query, hits: &[Hit]) -> Option<usize> {
    hits.iter().position(|hit| query.expected.contains(&terms[hit.entry].name))
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand queries")]
fn percent(part: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { 100.0 * part as f64 / all as f64 }
}

/// The results for the queries of one kind.
#[derive(Default)]
struct Row {
    all: usize,
    first: usize,
    three: usize,
    /// Queries answered with a match, and those with the correct entry first.
    sure: usize,
    right: usize,
}

impl Row {
    fn count(&mut self, place: Option<usize>, verdict: Verdict) {
        let is_sure = verdict == Verdict::Match;
        self.all += 1;
        self.first += usize::from(place == Some(0));
        self.three += usize::from(place.is_some_and(|place| place < 3));
        self.sure += usize::from(is_sure);
        self.right += usize::from(is_sure && place == Some(0));
    }

    fn print(&self, kind: &str) {
        println!(
            "{kind:<22}{:>6}{:>9.1}{:>9.1}{:>9.1}{:>9}",
            self.all,
            percent(self.first, self.all),
            percent(self.three, self.all),
            percent(self.sure, self.all),
            self.sure - self.right,
        );
    }
}

fn by_kind(terms: &[Term], results: &[(&Query, Vec<Hit>)]) {
    let mut kinds: BTreeMap<String, Row> = BTreeMap::new();
    let mut all = Row::default();
    for (query, hits) in results.iter().filter(|(query, _)| !query.expected.is_empty()) {
        let (place, verdict) = (place(terms, query, hits), Verdict::of(hits));
        kinds.entry(query.cls.clone()).or_default().count(place, verdict);
        if query.cls == "misheard" {
            let name = format!("misheard, {}", query.src);
            kinds.entry(name).or_default().count(place, verdict);
        }
        all.count(place, verdict);
    }
    println!("kind of query              n  hit@1 %  hit@3 %  match %    wrong");
    for (kind, row) in &kinds {
        row.print(kind);
    }
    all.print("all");
}

fn verdicts(results: &[(&Query, Vec<Hit>)]) {
    let (answerable, missing): (Vec<_>, Vec<_>) =
        results.iter().partition(|(query, _)| !query.expected.is_empty());
    println!();
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

/// A glossary with only some of the terms. Queries for missing terms must not be answered confidently.
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
    println!("missing: {junk} of {missing} shown as match = {:.1}%", percent(junk, missing));
    println!("present: {shown} of {present} shown as match = {:.1}%", percent(shown, present));
    println!("present: {right} of {present} first = {:.1}%", percent(right, present));
    let kinds: Vec<String> = junk_by_kind
        .iter()
        .map(|(kind, [n, junk])| format!("{kind} {:.1}%", percent(*junk, *n)))
        .collect();
    println!("missing, shown as match by kind: {}", kinds.join(", "));
}

/// A pseudorandom number (`SplitMix64`), the same in every run.
fn shuffled(at: usize, seed: u64) -> u64 {
    let mut z = (at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (seed << 32);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn misses(terms: &[Term], results: &[(&Query, Vec<Hit>)]) {
    println!("\nnot first, or a match where none is due, or none where one is");
    for (query, hits) in results {
        let place = place(terms, query, hits);
        let is_sure = Verdict::of(hits) == Verdict::Match;
        let is_missed = !query.expected.is_empty() && place != Some(0);
        // A query spelled like a name should be a match; a query without an answer should not.
        let is_spelled = matches!(&*query.cls, "exact" | "inflect" | "typo" | "spacing");
        if !is_missed && is_sure == is_spelled {
            continue;
        }
        let shown: Vec<String> = hits
            .iter()
            .take(3.max(place.map_or(0, |place| place + 1)))
            .map(|hit| format!("{} {:.2} {:?}", terms[hit.entry].name, hit.score, hit.evidence))
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
