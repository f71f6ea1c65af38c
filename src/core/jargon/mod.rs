//! Scans a text for jargon: known terms with their likely senses, and acronyms that no deck explains.

mod acronyms;
mod capitals;
mod explained;
mod ids;
mod misheard;
mod names;
mod prose;
mod senses;
mod surroundings;
mod tokens;

pub use misheard::add_misheard;
pub(in crate::core) use names::bare;
pub use prose::{Kind, spoken};
pub use senses::{Certainty, Sense};

use std::collections::HashMap;
use std::mem;
use std::ops::Range;

use serde::Serialize;

use crate::core::card::TermId;
use crate::core::library::Library;
use crate::core::text::clean;
use explained::Explained;
use names::{Names, Occurrence};
use senses::Judge;
use surroundings::Vocabulary;
use tokens::{Token, tokens};

/// Length of an excerpt, in characters.
const EXCERPT: usize = 90;
/// How much of a line is read on either side for it, in characters.
const WINDOW: usize = 4 * EXCERPT;

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
    /// Whether it stands for something else, which may have been misheard.
    #[serde(skip)]
    pub is_guess: bool,
    /// Number of occurrences.
    pub count: usize,
    /// The first occurrence's position.
    pub first: Position,
    /// The byte ranges of all occurrences, in order.
    #[serde(skip)]
    pub spans: Vec<Range<usize>>,
}

impl Spotted {
    /// The `term` that the words of `text` at `spans` may have been meant for, of which the first are at the position `first`.
    pub fn guess(
        text: &str,
        term: TermId,
        sure: Certainty,
        spans: Vec<Range<usize>>,
        first: Position,
    ) -> Self {
        let written = spans.first().map_or("", |span| &text[span.clone()]);
        Self {
            text: clean(&on_one_line(written)).into_owned(),
            senses: vec![Sense { term, near: 0, share: 1.0 }],
            sure,
            is_guess: true,
            count: spans.len(),
            first,
            spans,
        }
    }

    /// Whether it may be plain English.
    pub fn is_doubtful(&self) -> bool {
        self.sure == Certainty::Doubtful
    }

    /// The sense in use; every sense, if it could be any.
    pub fn possible(&self) -> &[Sense] {
        let count = if self.sure == Certainty::Unsure { self.senses.len() } else { 1 };
        &self.senses[..count.min(self.senses.len())]
    }

    /// Adds the occurrences of `other`, the same word in another spelling.
    fn join(&mut self, mut other: Self) {
        if other.spans[0].start < self.spans[0].start {
            mem::swap(self, &mut other);
        }
        self.count += other.count;
        self.spans.append(&mut other.spans);
        self.spans.sort_by_key(|span| span.start);
    }
}

/// An acronym that no deck explains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Acronym {
    /// As written, without a plural ending.
    pub text: String,
    /// What the text says that it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expansion: Option<String>,
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
    /// position wins. `followed` decks win ties between senses. A long text is scanned in parts, since its words take many
    /// times their own memory; each part is judged by itself.
    pub fn scan(&self, text: &str, kind: Kind, followed: &[&str]) -> Scan {
        let prose = prose::prose(text, kind);
        let places = LineIndex::new(text, kind);
        let mut words = HashMap::new();
        let mut acronyms = Acronyms::default();
        let mut explained = Explained::default();
        let mut at = 0;
        while at < prose.len() {
            let part = at..part_end(&prose, at);
            at = part.end;
            let part = Part { prose: &prose[part.clone()], start: part.start, places: &places };
            self.scan_part(&part, kind, followed, &mut explained, (&mut words, &mut acronyms));
        }
        let mut words: Vec<Spotted> = words.into_values().collect();
        words.sort_by_key(|word| word.spans[0].start);
        Scan { words, acronyms: acronyms.found }
    }

    fn scan_part<'a>(
        &self,
        part: &Part<'a>,
        kind: Kind,
        followed: &[&str],
        explained: &mut Explained<'a>,
        (words, acronyms): (&mut HashMap<Vec<u32>, Spotted>, &mut Acronyms),
    ) {
        let prose = part.prose;
        let row = tokens(prose);
        let mut occurrences = self.names.occurrences(prose, &row, kind == Kind::Transcript);
        explained.apply(prose, &row, &mut occurrences, (&self.names, &self.vocabulary));
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
        for (terms, of_row) in rows {
            let Some((senses, sure)) = judge.judge(terms, &of_row) else { continue };
            let span = |at: &usize| {
                let words = &occurrences[*at].words;
                part.start + row[words.start].at..part.start + row[words.end - 1].end()
            };
            let first = &occurrences[of_row[0]].words;
            let written = &prose[row[first.start].at..row[first.end - 1].end()];
            let spans: Vec<Range<usize>> = of_row.iter().map(span).collect();
            let spotted = Spotted {
                text: clean(&on_one_line(written)).into_owned(),
                senses,
                sure,
                is_guess: false,
                count: spans.len(),
                first: part.places.of(spans[0].start),
                spans,
            };
            add(words, terms, spotted);
        }
        for (word, at) in acronyms::unexplained(prose, &row, &occurrences, (&self.names, explained))
        {
            let spans = at.iter().map(|at| part.start + row[*at].at..part.start + row[*at].end());
            let expansion = explained.unknown(word);
            acronyms.add((word, expansion), spans.collect(), part, row[at[0]]);
        }
    }
}

/// The length of a part that is scanned at once, in bytes: the words of a book.
const PART: usize = 1 << 20;

/// A part of the prose of a text.
struct Part<'a> {
    prose: &'a str,
    /// Its offset in bytes.
    start: usize,
    places: &'a LineIndex,
}

/// The end of the part of `prose` that begins at `start`: if possible, where no name can cross.
fn part_end(prose: &str, start: usize) -> usize {
    let mut end = start + PART;
    if end >= prose.len() {
        return prose.len();
    }
    while !prose.is_char_boundary(end) {
        end -= 1;
    }
    let part = &prose[start..end];
    let last =
        [prose::BREAK, ' '].into_iter().find_map(|c| part.rfind(c).filter(|at| *at > PART / 2));
    last.map_or(end, |at| start + at + 1)
}

/// Adds `word` to `words`, each of which stands there once: one that is certain in one spelling is not doubtful in another.
fn add(words: &mut HashMap<Vec<u32>, Spotted>, terms: &[u32], word: Spotted) {
    match words.get_mut(terms) {
        None => {
            words.insert(terms.to_owned(), word);
        }
        Some(before) if before.is_doubtful() == word.is_doubtful() => before.join(word),
        Some(before) if before.is_doubtful() => *before = word,
        Some(_) => {}
    }
}

/// Acronyms in order of appearance.
#[derive(Default)]
struct Acronyms {
    found: Vec<Acronym>,
    known: HashMap<String, usize>,
}

impl Acronyms {
    /// Adds the occurrences of `word` at `spans`, of which `first` is the first in `part`.
    fn add(
        &mut self,
        (word, expansion): (&str, Option<&str>),
        mut spans: Vec<Range<usize>>,
        part: &Part<'_>,
        first: Token<'_>,
    ) {
        let expansion = expansion.map(|words| clean(words).into_owned());
        if let Some(at) = self.known.get(word) {
            let acronym = &mut self.found[*at];
            acronym.expansion = acronym.expansion.take().or(expansion);
            acronym.count += spans.len();
            acronym.spans.append(&mut spans);
            return;
        }
        self.known.insert(word.to_owned(), self.found.len());
        self.found.push(Acronym {
            text: word.to_owned(),
            expansion,
            count: spans.len(),
            first: part.places.of(spans[0].start),
            excerpt: excerpt(part.prose, first.at, first.end()),
            spans,
        });
    }
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

/// The cleaned line around the bytes `start` to `end`, shortened to the nearest words, without what tells who someone is.
fn excerpt(text: &str, start: usize, end: usize) -> String {
    let from = text[..start].rfind(['\n', prose::BREAK]).map_or(0, |found| found + 1);
    let to = text[end..].find(['\n', prose::BREAK]).map_or(text.len(), |found| end + found);
    let room = EXCERPT.saturating_sub(end - start) / 2;
    // A window is enough: a line may be a megabyte long.
    let (before, after) = (&text[from..start], &text[end..to]);
    let first = before.char_indices().nth_back(WINDOW).map_or(0, |(at, _)| at);
    let last = after.char_indices().nth(WINDOW).map_or(after.len(), |(at, _)| at);
    let (before, after) = (ids::without_ids(&before[first..]), ids::without_ids(&after[..last]));
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
