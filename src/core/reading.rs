//! A text read between the lines: with the meaning of each term below it.

mod layout;

use std::ops::Range;

use serde::Serialize;

use crate::core::card::TermId;
use crate::core::deck::Term;
use crate::core::document::{self, Section};
use crate::core::finder::{Findings, Found};
use crate::core::jargon::{Certainty, Kind, Scan, Scanner, Spotted, spoken};
use crate::core::library::Library;
use crate::core::lookup::{Evidence, Hit, NEAR, SAME, Signal, Verdict, folded};
use crate::core::text::clean;
use crate::core::width::cut_at_word;
use crate::core::words::words;
pub use layout::{Role, Row, Run};

/// The fewest words of a query that is read as a sentence.
pub const SENTENCE: usize = 6;
/// The most columns of a meaning between the lines.
const GLOSS: usize = 60;
/// What stands below an acronym that no deck explains.
const UNKNOWN: &str = "not in any deck";

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The text, safe to print.
    pub text: String,
    /// The term it is, also if its meaning is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<TermId>,
    /// What stands below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gloss: Option<String>,
}

/// A text with meanings, line by line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Reading {
    lines: Vec<Vec<Piece>>,
}

/// Whether `query` has as many words as a sentence.
pub fn is_sentence(query: &str) -> bool {
    words(query).len() >= SENTENCE
}

/// Whether all of `query`, without a question around it, is one of the terms that `scan` found.
pub fn is_name(scan: &Scan, query: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let all = letters(&folded(query));
    scan.words.iter().any(|word| word.spans.iter().any(|span| letters(&query[span.clone()]) == all))
}

/// Whether `scan` found a term that is not doubtful.
pub fn has_terms(scan: &Scan) -> bool {
    scan.words.iter().any(is_sure)
}

fn is_sure(word: &Spotted) -> bool {
    word.sure != Certainty::Doubtful
}

/// Reads `query` as a sentence, for the look-up of any of `only` these decks, if there are any.
pub fn scan(scanner: &Scanner, query: &str, followed: &[&str], only: &[&str]) -> Scan {
    let mut scan = scanner.scan(query, Kind::Plain, followed);
    if !only.is_empty() {
        for word in &mut scan.words {
            word.senses.retain(|sense| only.contains(&sense.term.deck()));
        }
        scan.words.retain(|word| !word.senses.is_empty());
    }
    scan
}

impl Reading {
    /// Reads `text` with what `scan` found in it. `gloss` is the meaning of a term, or nothing to leave it alone.
    pub fn new(
        text: &str,
        kind: Kind,
        scan: &Scan,
        library: &Library,
        gloss: &dyn Fn(&Term) -> Option<String>,
    ) -> Self {
        let mut marks: Vec<(Range<usize>, Option<TermId>, Option<String>)> = Vec::new();
        for word in scan.words.iter().filter(|word| is_sure(word)) {
            let Some(term) = word.senses.first().and_then(|sense| library.find(&sense.term)) else {
                continue;
            };
            let gloss = gloss(term).map(|gloss| cut_at_word(&clean(&gloss), GLOSS));
            let mark = |span: &Range<usize>| (span.clone(), Some(term.id.clone()), gloss.clone());
            marks.extend(word.spans.iter().map(mark));
        }
        let unknown = scan.acronyms.iter().flat_map(|acronym| &acronym.spans);
        marks.extend(unknown.map(|span| (span.clone(), None, Some(UNKNOWN.to_owned()))));
        marks.sort_by_key(|(span, ..)| span.start);
        let spoken = spoken(text, kind);
        let text = spoken.as_deref().unwrap_or(text);
        let mut lines = Lines::default();
        let mut at = 0;
        for (span, term, gloss) in marks {
            lines.add(&text[at..span.start]);
            at = span.end;
            let text = clean(&text[span]).into_owned();
            // Once in a line is enough.
            let is_said = term.is_some() && lines.last.iter().any(|piece| piece.term == term);
            let gloss = gloss.filter(|_| !is_said);
            lines.last.push(Piece { text, term, gloss });
        }
        lines.add(&text[at..]);
        Self { lines: lines.done() }
    }

    /// Whether nothing stands between the lines.
    pub fn is_bare(&self) -> bool {
        self.lines.iter().flatten().all(|piece| piece.gloss.is_none())
    }

    /// Lays the text out in `width` columns.
    pub fn rows(&self, width: usize) -> impl Iterator<Item = Row> {
        self.lines.iter().flat_map(move |line| layout::rows(line, width))
    }

    /// The text with each meaning in parentheses, for a screen reader, a line at a time.
    pub fn inline(&self) -> impl Iterator<Item = String> {
        self.lines.iter().map(|line| inline(line, str::to_owned, str::to_owned))
    }

    /// The text as Markdown, followed by `sections`.
    pub fn markdown(&self, title: &str, sections: &[Section]) -> String {
        let bold = |text: &str| format!("**{}**", document::escaped(text));
        let lines = self.lines.iter().map(|line| inline(line, document::escaped, bold));
        let text = lines.collect::<Vec<_>>().join("  \n").replace("\n  \n", "\n\n");
        document::markdown(title, &[]) + &text + "\n" + &document::sections(sections)
    }
}

/// `line` with each meaning in parentheses, and the words that have one in a style of their own.
fn inline(
    line: &[Piece],
    plain: impl Fn(&str) -> String,
    strong: impl Fn(&str) -> String,
) -> String {
    let piece = |Piece { text, gloss, .. }: &Piece| match gloss {
        Some(gloss) => format!("{} ({})", strong(text), plain(gloss)),
        None => plain(text),
    };
    line.iter().map(piece).collect()
}

/// Collects pieces into lines.
#[derive(Default)]
struct Lines {
    lines: Vec<Vec<Piece>>,
    last: Vec<Piece>,
}

impl Lines {
    /// Adds text without terms.
    fn add(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.end();
            }
            let text: String = line.split('\t').map(spaced).collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                self.last.push(Piece { text, term: None, gloss: None });
            }
        }
    }

    /// Ends the line. Of several blank lines, one is kept.
    fn end(&mut self) {
        let line = std::mem::take(&mut self.last);
        let is_blank = line.iter().all(|piece| piece.text.trim().is_empty());
        if is_blank && self.lines.last().is_none_or(Vec::is_empty) {
            return;
        }
        self.lines.push(if is_blank { Vec::new() } else { line });
    }

    fn done(mut self) -> Vec<Vec<Piece>> {
        self.end();
        while self.lines.last().is_some_and(Vec::is_empty) {
            self.lines.pop();
        }
        self.lines
    }
}

/// `text` without hostile characters, but with the spaces at its ends.
fn spaced(text: &str) -> String {
    let text = text.trim_end_matches('\r');
    let bare = text.trim_matches(' ');
    let start = text.len() - text.trim_start_matches(' ').len();
    let end = text.len() - start - bare.len();
    format!("{}{}{}", " ".repeat(start), clean(bare), " ".repeat(end))
}

/// What a look-up shows for a sentence: the terms that `scan` found in it, the doubtful ones, and what the sentence may
/// mean. Without a term that is not doubtful, what look-up `found` comes first, and nothing is a match.
pub fn findings(
    scan: &Scan,
    found: impl FnOnce() -> Vec<Found>,
    meant: Vec<Found>,
    library: &Library,
) -> Findings {
    let near = if has_terms(scan) { Vec::new() } else { found() };
    let found = |word: &Spotted| {
        let sense = word.senses.first()?;
        let (signal, evidence, score) = if is_sure(word) {
            (Signal::Same, Evidence::Name, SAME)
        } else {
            (Signal::Words, Evidence::Doubtful, NEAR)
        };
        let hit = Hit { entry: 0, score, signal, evidence, name: 0, matched: Vec::new() };
        let term = library.find(&sense.term)?;
        let (id, name) = (term.id.clone(), term.term.clone());
        Some(Found { term: id, hit, name, is_spelling: false })
    };
    let (sure, doubtful): (Vec<_>, Vec<_>) = scan.words.iter().partition(|word| is_sure(word));
    let terms = |words: Vec<&Spotted>| words.into_iter().filter_map(found).collect::<Vec<_>>();
    let (sure, doubtful) = (terms(sure), terms(doubtful));
    let (near, far): (Vec<_>, Vec<_>) = near.into_iter().partition(|found| found.hit.score >= NEAR);
    let is_read = !sure.is_empty();
    let mut rows = [sure, near, doubtful, meant].concat();
    let verdict = match (is_read, rows.is_empty()) {
        (true, _) => Verdict::Match,
        (false, false) => Verdict::Near,
        (false, true) => Verdict::None,
    };
    rows.extend(far);
    let mut seen = std::collections::HashSet::new();
    rows.retain(|found| seen.insert(library.resolve(&found.term)));
    Findings { verdict, found: rows }
}

#[cfg(test)]
mod tests;
