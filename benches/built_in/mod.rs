//! The built-in decks looked up as the shell does: words alone, in phrases and sentences, and described.

use anyhow::{Context, Result};
use serde::Deserialize;
use shoptalk::core::finder::{Finder, Findings};
use shoptalk::core::jargon::Scanner;
use shoptalk::core::library::Library;
use shoptalk::core::lookup::Verdict;
use shoptalk::core::reading::{self, Limits};
use shoptalk::files::built_in;

use super::{HITS, Row};

/// What people say around a word that they did not catch. None of it is in the data.
const TALK: [&str; 7] = [
    "the {} is down",
    "who owns {} now",
    "explain {} to me",
    "let's talk about {} tomorrow",
    "she says {} needs more time before we can go on",
    "do we really need {} for this",
    "I heard that {} will be ready next week",
];

#[derive(Deserialize)]
struct Query {
    query: String,
    expected: Vec<String>,
    #[serde(default)]
    src: String,
}

/// Looks up and counts.
struct Bench {
    library: Library,
    misses: bool,
}

/// Prints one row for each set of queries.
pub fn print(misses: bool) -> Result<()> {
    let bench = Bench { library: Library::merge(built_in()).library, misses };
    let finder = Finder::new(&bench.library, &[], &[]);
    let scanner = Scanner::new(&bench.library);
    let read = |name: &str| -> Result<Vec<Query>> {
        let path = format!("{}/tests/data/lookup/{name}", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_slice(&std::fs::read(&path).with_context(|| path.clone())?)
            .with_context(|| path)
    };
    println!("\nin the built-in decks      n  hit@1 %  hit@3 %  match %    wrong");
    let ideas = read("ideas.json")?;
    for half in ["a", "b"] {
        let of: Vec<_> = ideas.iter().filter(|idea| idea.src == half).collect();
        bench.row(&format!("described, {half}"), &finder, &scanner, &of, "{}");
    }
    let examples = bench.library.terms().filter_map(|(_, term)| {
        let (query, expected) = (term.example.clone()?, vec![term.term.clone()]);
        Some(Query { query, expected, src: String::new() })
    });
    let examples: Vec<Query> = examples.step_by(16).collect();
    bench.row("examples, 1 in 16", &finder, &scanner, &examples.iter().collect::<Vec<_>>(), "{}");
    for (name, file) in [("attested", "attested.json"), ("misheard", "heard-decks.json")] {
        let queries = read(file)?;
        let found = |query: &&Query| {
            let findings = bench.look(&finder, &scanner, &query.query);
            query.is_found(&findings, &bench.library) == Some(0)
        };
        let all: Vec<_> = queries.iter().filter(|query| !query.expected.is_empty()).collect();
        bench.row(name, &finder, &scanner, &all, "{}");
        // Only those found alone can be found in a phrase.
        let alone: Vec<_> = all.into_iter().filter(found).collect();
        for talk in TALK {
            bench.row(&format!("{name}, {talk}"), &finder, &scanner, &alone, talk);
        }
    }
    Ok(())
}

impl Bench {
    fn look(&self, finder: &Finder, scanner: &Scanner, query: &str) -> Findings {
        let found = finder.find(query, HITS);
        if found.verdict == Verdict::Match || !reading::is_sentence(query) {
            return found;
        }
        let mut scan = reading::scan(scanner, &self.library, query, &[], &[]);
        let limits = Limits { near: usize::MAX, meant: reading::MEANINGS };
        reading::findings(query, &mut scan, found.found, finder, limits, &self.library)
    }

    fn row(&self, name: &str, finder: &Finder, scanner: &Scanner, of: &[&Query], talk: &str) {
        let mut row = Row::default();
        for query in of {
            let text = talk.replace("{}", &query.query);
            let findings = self.look(finder, scanner, &text);
            let place = query.is_found(&findings, &self.library);
            row.count(place, findings.verdict);
            if self.misses && place != Some(0) {
                let shown = findings.found.iter().take(4).map(|found| {
                    format!("{} {:.2} {:?}", found.term, found.hit.score, found.hit.evidence)
                });
                let shown: Vec<String> = shown.collect();
                println!("  {text} -> {} | {}", query.expected.join(" / "), shown.join(", "));
            }
        }
        row.print(name);
    }
}

impl Query {
    /// The rank of the first correct term, from 0.
    fn is_found(&self, findings: &Findings, library: &Library) -> Option<usize> {
        findings.found.iter().position(|found| {
            let Some(term) = library.find(&found.term) else { return false };
            term.names().any(|name| self.expected.iter().any(|it| it.eq_ignore_ascii_case(name)))
        })
    }
}
