//! The jargon in a text: which terms occur where, which of their senses is likely, and which acronyms no deck explains.

mod acronyms;
mod everyday_words;
mod names;
mod prose;
mod senses;
mod tokens;

pub use prose::Kind;
pub use senses::{Sense, Sure};

use std::collections::HashMap;

use serde::Serialize;

use crate::core::library::Library;
use crate::core::text::clean;
use names::{Names, Occurrence};
use senses::Judge;
use tokens::tokens;

/// Characters of the text that are shown round a word.
const EXCERPT: usize = 90;

/// Where something stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// In a transcript, the start of the cue in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
}

/// A word of the decks that occurs in a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spotted {
    /// As it is first written.
    pub text: String,
    /// Its senses, likeliest first; each term under the id by which it is learnt.
    pub senses: Vec<Sense>,
    /// How sure it is that the first one is meant.
    pub sure: Sure,
    /// How often it occurs.
    pub count: usize,
    /// Where it first does.
    pub first: Place,
}

/// An acronym that no deck explains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Acronym {
    /// As it is written, without the ending of a plural.
    pub text: String,
    /// How often it occurs.
    pub count: usize,
    /// Where it first does.
    pub first: Place,
    /// What stands round it there: one clean line.
    pub excerpt: String,
}

/// What was found in a text, in order of appearance.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Scan {
    /// Words of the decks.
    pub words: Vec<Spotted>,
    /// Acronyms that none of them explains.
    pub acronyms: Vec<Acronym>,
}

/// The names of all decks, made ready to be found.
pub struct Scanner {
    names: Names,
}

impl Scanner {
    /// Prepares the names of all terms of `library`: of every deck, whether it is followed or not.
    pub fn new(library: &Library) -> Self {
        Self { names: Names::new(library) }
    }

    /// Finds what is in `text`: names as whole words in any case and number, with or without hyphens, the longest at each
    /// place. Of several senses those of `followed` decks come first among equals.
    pub fn scan(&self, text: &str, kind: Kind, followed: &[&str]) -> Scan {
        let prose = prose::prose(text, kind);
        let row = tokens(&prose);
        let occurrences = self.names.occurrences(&prose, &row, kind == Kind::Transcript);
        let places = Places::new(text, kind);
        let mut order: HashMap<&[u32], usize> = HashMap::new();
        let mut rows: Vec<(&[u32], Vec<usize>)> = Vec::new();
        for (at, Occurrence { terms, .. }) in occurrences.iter().enumerate() {
            let place = *order.entry(terms).or_insert_with(|| {
                rows.push((terms, Vec::new()));
                rows.len() - 1
            });
            rows[place].1.push(at);
        }
        let mut row_of = vec![0; occurrences.len()];
        for (row, (_, places)) in rows.iter().enumerate() {
            for at in places {
                row_of[*at] = row;
            }
        }
        let mut judge = Judge::new(&self.names, &occurrences, &row_of, followed);
        let words = rows.into_iter().map(|(terms, of_row)| {
            let (senses, sure) = judge.judge(terms, &of_row);
            let first = &occurrences[of_row[0]].words;
            let (from, to) = (row[first.start].at, row[first.end - 1].end());
            Spotted {
                text: clean(&text[from..to]).into_owned(),
                senses,
                sure,
                count: of_row.len(),
                first: places.of(from),
            }
        });
        let words = words.collect();
        let found = acronyms::unexplained(&prose, &row, &occurrences, &self.names);
        let acronyms = found.into_iter().map(|(word, at)| {
            let token = row[at[0]];
            Acronym {
                text: word.to_owned(),
                count: at.len(),
                first: places.of(token.at),
                excerpt: excerpt(&prose, token.at, token.end()),
            }
        });
        Scan { words, acronyms: acronyms.collect() }
    }
}

/// Lines and moments of a text.
struct Places {
    lines: Vec<usize>,
    moments: Vec<(usize, u64)>,
}

impl Places {
    fn new(text: &str, kind: Kind) -> Self {
        let lines =
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        let moments = if kind == Kind::Transcript { prose::moments(text) } else { Vec::new() };
        Self { lines, moments }
    }

    /// The place of the byte `at`.
    fn of(&self, at: usize) -> Place {
        let line = self.lines.partition_point(|end| *end < at) + 1;
        let cue = self.moments.partition_point(|(start, _)| *start <= at);
        Place { line, ms: cue.checked_sub(1).map(|cue| self.moments[cue].1) }
    }
}

/// What `text` says in the line of the bytes from `start` to `end`: clean and cut to what stands near.
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

/// `words` in a line. Where marks were taken away, a full stop may stand alone: it belongs to the word before.
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

/// The first of `words` that take no more than `room` characters, and whether some are left.
fn words_of<'a>(words: impl Iterator<Item = &'a str>, room: usize) -> (Vec<&'a str>, bool) {
    let (mut taken, mut used) = (Vec::new(), 0);
    for word in words {
        // A long word is counted no further than it has to be.
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
