//! Scans a text for jargon: known terms with their likely senses, and acronyms that no deck explains.

mod acronyms;
mod everyday_words;
mod names;
mod prose;
mod senses;
mod surroundings;
mod tokens;

pub use prose::{Kind, spoken};
pub use senses::{Certainty, Sense};

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use serde::Serialize;

use crate::core::library::Library;
use crate::core::text::clean;
use names::{Names, Occurrence};
use senses::Judge;
use surroundings::Vocabulary;
use tokens::tokens;

/// Length of an excerpt, in characters.
const EXCERPT: usize = 90;

/// A position in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// In a transcript, the start time of the cue, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
}

/// A known term that occurs in a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spotted {
    /// The first occurrence as written, without markup.
    pub text: String,
    /// Its senses, most likely first; each term under its resolved ID.
    pub senses: Vec<Sense>,
    /// How certain the first sense is.
    pub sure: Certainty,
    /// Number of occurrences.
    pub count: usize,
    /// The first occurrence's position.
    pub first: Position,
    /// The byte ranges of all occurrences, in order.
    #[serde(skip)]
    pub spans: Vec<Range<usize>>,
}

impl Spotted {
    /// Whether it may be plain English.
    pub fn is_doubtful(&self) -> bool {
        self.sure == Certainty::Doubtful
    }

    /// Adds the occurrences of `other`, the same word in another spelling.
    fn join(&mut self, other: Self) {
        let is_later = self.spans[0].start < other.spans[0].start;
        let (first, mut rest) =
            if is_later { (self.clone(), other) } else { (other, self.clone()) };
        let mut spans = first.spans.clone();
        spans.append(&mut rest.spans);
        spans.sort_by_key(|span| span.start);
        *self = Self { count: first.count + rest.count, spans, ..first };
    }
}

/// An acronym that no deck explains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Acronym {
    /// As written, without a plural ending.
    pub text: String,
    /// Number of occurrences.
    pub count: usize,
    /// The first occurrence's position.
    pub first: Position,
    /// The text around the first occurrence, cleaned, on one line.
    pub excerpt: String,
    /// The byte ranges of all occurrences, in order.
    #[serde(skip)]
    pub spans: Vec<Range<usize>>,
}

/// The findings in a text, in order of appearance.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Scan {
    /// Known terms.
    pub words: Vec<Spotted>,
    /// Acronyms that no deck explains.
    pub acronyms: Vec<Acronym>,
}

/// An index of all names in all decks.
pub struct Scanner {
    names: Names,
    vocabulary: Vocabulary,
}

impl Scanner {
    /// Indexes the names of all terms in `library`, followed or not.
    pub fn new(library: &Library) -> Self {
        Self { names: Names::new(library), vocabulary: Vocabulary::new(library) }
    }

    /// Scans `text`. Names match as whole words in any case and form, with or without hyphens; the longest match at each
    /// position wins. `followed` decks win ties between senses.
    pub fn scan(&self, text: &str, kind: Kind, followed: &[&str]) -> Scan {
        let prose = prose::prose(text, kind);
        let row = tokens(&prose);
        let occurrences = self.names.occurrences(&prose, &row, kind == Kind::Transcript);
        let places = LineIndex::new(text, kind);
        let mut order: HashMap<(&[u32], bool), usize> = HashMap::new();
        let mut rows: Vec<(&[u32], Vec<usize>)> = Vec::new();
        let mut row_of = Vec::with_capacity(occurrences.len());
        for (at, Occurrence { terms, is_exact, .. }) in occurrences.iter().enumerate() {
            let place = *order.entry((terms, *is_exact)).or_insert_with(|| {
                rows.push((terms, Vec::new()));
                rows.len() - 1
            });
            rows[place].1.push(at);
            row_of.push(place);
        }
        let mut judge =
            Judge::new(&self.names, &self.vocabulary, &row, (&occurrences, &row_of), followed);
        let words = rows.into_iter().filter_map(|(terms, of_row)| {
            let (senses, sure) = judge.judge(terms, &of_row)?;
            let span = |at: &usize| {
                let words = &occurrences[*at].words;
                row[words.start].at..row[words.end - 1].end()
            };
            let first = span(&of_row[0]);
            let spotted = Spotted {
                text: clean(&on_one_line(&prose[first.clone()])).into_owned(),
                senses,
                sure,
                count: of_row.len(),
                first: places.of(first.start),
                spans: of_row.iter().map(span).collect(),
            };
            Some((terms, spotted))
        });
        let words = each_once(words);
        let found = acronyms::unexplained(&prose, &row, &occurrences, &self.names);
        let acronyms = found.into_iter().map(|(word, at)| {
            let token = row[at[0]];
            Acronym {
                text: word.to_owned(),
                count: at.len(),
                first: places.of(token.at),
                excerpt: excerpt(&prose, token.at, token.end()),
                spans: at.iter().map(|at| row[*at].at..row[*at].end()).collect(),
            }
        });
        Scan { words, acronyms: acronyms.collect() }
    }
}

/// The words in order of appearance, each once: a word that is certain in one spelling is not doubtful in another.
fn each_once<'a>(words: impl Iterator<Item = (&'a [u32], Spotted)>) -> Vec<Spotted> {
    let mut known: HashMap<&[u32], Spotted> = HashMap::new();
    for (terms, word) in words {
        match known.entry(terms) {
            Entry::Vacant(place) => {
                place.insert(word);
            }
            Entry::Occupied(mut before) if before.get().is_doubtful() == word.is_doubtful() => {
                before.get_mut().join(word);
            }
            Entry::Occupied(mut before) if before.get().is_doubtful() => {
                before.insert(word);
            }
            Entry::Occupied(_) => {}
        }
    }
    let mut words: Vec<Spotted> = known.into_values().collect();
    words.sort_by_key(|word| word.spans[0].start);
    words
}

/// Maps byte offsets to lines and cue times.
struct LineIndex {
    lines: Vec<usize>,
    moments: Vec<(usize, u64)>,
}

impl LineIndex {
    fn new(text: &str, kind: Kind) -> Self {
        let lines =
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        let moments = if kind == Kind::Transcript { prose::moments(text) } else { Vec::new() };
        Self { lines, moments }
    }

    /// The position of byte offset `at`.
    fn of(&self, at: usize) -> Position {
        let line = self.lines.partition_point(|end| *end < at) + 1;
        let cue = self.moments.partition_point(|(start, _)| *start <= at);
        Position { line, ms: cue.checked_sub(1).map(|cue| self.moments[cue].1) }
    }
}

/// The cleaned line around the bytes `start` to `end`, shortened to the nearest words.
fn excerpt(text: &str, start: usize, end: usize) -> String {
    let from = text[..start].rfind(['\n', prose::BREAK]).map_or(0, |found| found + 1);
    let to = text[end..].find(['\n', prose::BREAK]).map_or(text.len(), |found| end + found);
    let room = EXCERPT.saturating_sub(end - start) / 2;
    let (before, after) = (&text[from..start], &text[end..to]);
    let blank = |blank: bool| if blank { " " } else { "" };
    let (mut left, cut_left) = words_of(before.split_whitespace().rev(), room);
    left.reverse();
    let (right, cut_right) = words_of(after.split_whitespace(), room);
    let line = format!(
        "{}{}{}{}{}{}{}",
        if cut_left { "… " } else { "" },
        joined(&left),
        blank(!left.is_empty() && before.ends_with(char::is_whitespace)),
        &text[start..end],
        blank(
            right.first().is_some_and(|word| !is_point(word))
                && after.starts_with(char::is_whitespace)
        ),
        joined(&right),
        if cut_right { " …" } else { "" },
    );
    clean(&line).into_owned()
}

/// `text` with one space between its words.
pub fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Joins `words` on one line. Removed markup may leave a lone period, which is attached to the word before it.
fn joined(words: &[&str]) -> String {
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && !is_point(word) {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

fn is_point(word: &str) -> bool {
    word.chars().all(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')'))
}

/// The first of `words` that fit into `room` characters, and whether any were cut.
fn words_of<'a>(words: impl Iterator<Item = &'a str>, room: usize) -> (Vec<&'a str>, bool) {
    let (mut taken, mut used) = (Vec::new(), 0);
    for word in words {
        // Count no more of a long word than necessary.
        used += word.chars().take(room + 1).count() + 1;
        if used > room + 1 {
            return (taken, true);
        }
        taken.push(word);
    }
    (taken, false)
}

#[cfg(test)]
mod tests;
