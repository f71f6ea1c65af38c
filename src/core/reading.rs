//! A text read between the lines: with the meaning of each term below it.

mod layout;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::{iter, mem};

use serde::{Serialize, Serializer};

use crate::core::card::TermId;
use crate::core::deck::Term;
use crate::core::document::{self, Section};
use crate::core::finder::{Finder, Findings, Found};
use crate::core::jargon::{
    Acronym, Certainty, Kind, Position, Scan, Scanner, Sense, Spotted, on_one_line, spoken,
};
use crate::core::library::Library;
use crate::core::lookup::{
    DESCRIBES, Evidence, HEARD, Hit, NEAR, SAME, SENTENCE, Signal, Verdict, fold, folded, is_brief,
    said,
};
use crate::core::text::clean;
use crate::core::vocabulary::{are_known, is_everyday, is_ordinary};
use crate::core::width::cut_at_word;
use crate::core::words::{occurrences, words};
pub use layout::{Role, Row, Run};

/// How many entries to search for, in order to find the misheard words of a sentence.
pub const SEARCHED: usize = 50;
/// How many entries to list that a sentence may mean.
pub const MEANINGS: usize = 3;
/// The fewest words around the terms of a sentence that describe another one, without everyday ones; fewer if all the terms are
/// plain words.
const DESCRIBED: usize = 3;
const DESCRIBED_IF_PLAIN: usize = 2;
/// The most columns of a meaning between the lines.
const GLOSS: usize = 60;
/// The most characters between an acronym and what it stands for: ", which stands for the ".
const LINK: usize = 30;
/// What stands below an acronym that no deck explains.
pub const UNKNOWN: &str = "not in any deck";

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

/// A text with meanings. Its lines are made one by one, as a text may be long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading<'a> {
    text: Cow<'a, str>,
    /// The places of terms and acronyms in order, each with the index of what it is.
    marks: Vec<(Range<usize>, usize)>,
    known: Vec<Known>,
    kind: Kind,
}

/// A term or acronym in a text, and what stands below it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    term: Option<TermId>,
    gloss: Option<String>,
}

impl Serialize for Reading<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.lines())
    }
}

/// Whether `query` has as many words as a sentence.
pub fn is_sentence(query: &str) -> bool {
    words(query).len() >= SENTENCE
}

/// Whether `scan` found a term that is not doubtful.
fn has_terms(scan: &Scan) -> bool {
    scan.words.iter().any(|word| !word.is_doubtful())
}

/// Reads `query` as a sentence. If there are any `only` decks, senses of other decks are left out, unless a deck among them has
/// the same term.
pub fn scan(
    scanner: &Scanner,
    library: &Library,
    query: &str,
    followed: &[&str],
    only: &[&str],
) -> Scan {
    let mut scan = scanner.scan(query, Kind::Plain, followed);
    if !only.is_empty() {
        for word in &mut scan.words {
            word.senses.retain_mut(|sense| {
                let mut ids = iter::once(sense.term.clone()).chain(library.same(&sense.term));
                let here = ids.find(|id| only.contains(&id.deck()));
                here.map(|id| sense.term = id).is_some()
            });
        }
        scan.words.retain(|word| !word.senses.is_empty());
    }
    scan
}

impl<'a> Reading<'a> {
    /// Reads `text` with what `scan` found in it. The terms `left_alone` have no meaning below them; for others it is their
    /// `gist`.
    pub fn new(
        text: impl Into<Cow<'a, str>>,
        kind: Kind,
        scan: &Scan,
        library: &Library,
        left_alone: &HashSet<TermId>,
        gist: &dyn Fn(&Term) -> String,
    ) -> Self {
        let text = text.into();
        let text = spoken(&text, kind).map_or(text, Cow::Owned);
        let mut known = Vec::new();
        let mut marks = Vec::new();
        for word in scan.words.iter().filter(|word| !word.is_doubtful() || word.is_guess) {
            let first = word.senses.first().and_then(|sense| library.entry(&sense.term));
            let Some((_, term)) = first else { continue };
            let is_known = left_alone.contains(&library.resolve(&term.id));
            let is_unsure = matches!(word.sure, Certainty::Unsure | Certainty::Doubtful);
            let doubt = if is_unsure { "?" } else { "" };
            let gloss = if word.is_guess {
                Some(format!("{}: {}", term.term, gist(term)))
            } else {
                (!is_known).then(|| gist(term))
            };
            let gloss = gloss.map(|gloss| cut_at_word(&clean(&gloss), GLOSS) + doubt);
            marks.extend(word.spans.iter().map(|span| (span.clone(), known.len())));
            known.push(Known { term: Some(term.id.clone()), gloss });
        }
        for Acronym { expansion, spans, .. } in &scan.acronyms {
            let expansion = expansion.as_deref();
            let spans = spans.iter().filter(|span| {
                !expansion.is_some_and(|expansion| is_beside(expansion, &text, span))
            });
            marks.extend(spans.map(|span| (span.clone(), known.len())));
            let gloss = expansion.map_or(UNKNOWN.to_owned(), |words| cut_at_word(words, GLOSS));
            known.push(Known { term: None, gloss: Some(gloss) });
        }
        marks.sort_unstable_by_key(|(span, _)| span.start);
        Self { text, marks, known, kind }
    }

    /// The lines. Of several blank ones, one is kept; none at either end.
    fn lines(&self) -> impl Iterator<Item = Vec<Piece>> {
        let mut lines = Lines { reading: self, at: 0, marks: &self.marks };
        let (mut is_begun, mut is_apart) = (false, false);
        iter::from_fn(move || {
            loop {
                let line = lines.next()?;
                if line.iter().any(|piece| !piece.text.trim().is_empty()) {
                    let gap = (mem::take(&mut is_apart) && is_begun).then(Vec::new);
                    is_begun = true;
                    return Some(gap.into_iter().chain([line]));
                }
                is_apart = true;
            }
        })
        .flatten()
    }

    /// Lays the text out in `width` columns.
    pub fn rows(&self, width: usize) -> impl Iterator<Item = Row> {
        self.lines().flat_map(move |line| layout::rows(&line, width))
    }

    /// The text with each meaning in parentheses, for a screen reader, a line at a time.
    pub fn inline(&self) -> impl Iterator<Item = String> {
        self.lines().map(|line| inline(&line, str::to_owned, str::to_owned))
    }

    /// The text as Markdown, followed by `sections`.
    pub fn markdown(&self, title: &str, sections: &[Section]) -> String {
        let is_markdown = self.kind == Kind::Markdown;
        let plain =
            |text: &str| if is_markdown { text.to_owned() } else { document::escaped(text) };
        let bold = |text: &str| format!("**{}**", plain(text));
        let lines = self.lines().map(|mut line| {
            if is_markdown {
                leave_code(&mut line);
            }
            // Bold within bold would end it.
            let has_bold =
                line.iter().any(|piece| ["**", "__"].iter().any(|mark| piece.text.contains(mark)));
            let line = if is_markdown && has_bold {
                inline(&line, plain, plain)
            } else {
                inline(&line, plain, bold)
            };
            if is_markdown { line } else { unmarked(&line) }
        });
        let text = lines.collect::<Vec<_>>().join("  \n").replace("\n  \n", "\n\n");
        document::markdown(title, &[]) + &text + "\n" + &document::sections(sections)
    }
}

/// Whether `text` itself has the `expansion` of the acronym at `span` beside it.
fn is_beside(expansion: &str, text: &str, span: &Range<usize>) -> bool {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let most = expansion.len() + LINK;
    let from = before.char_indices().nth_back(most).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(most).map_or(after.len(), |(at, _)| at);
    [&before[from..], &after[..to]].map(on_one_line).iter().any(|side| side.contains(expansion))
}

/// A Markdown `line` that does not begin an item, a rule or a block of code.
fn unmarked(line: &str) -> String {
    let line = line.trim_start();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = line.split_at(digits);
    let is_mark = if number.is_empty() {
        rest.starts_with(['-', '+', '='])
    } else {
        rest.starts_with(['.', ')'])
    };
    format!("{number}{}{rest}", if is_mark { "\\" } else { "" })
}

/// Removes the meanings of terms in code, where nothing could be marked.
fn leave_code(line: &mut [Piece]) {
    let mut ticks = 0;
    for piece in line {
        piece.gloss.take_if(|_| ticks % 2 == 1);
        ticks += piece.text.matches('`').count();
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

/// Splits a text into lines of pieces.
struct Lines<'a> {
    reading: &'a Reading<'a>,
    /// The offset of what comes next.
    at: usize,
    /// The marks from there on.
    marks: &'a [(Range<usize>, usize)],
}

impl Iterator for Lines<'_> {
    type Item = Vec<Piece>;

    fn next(&mut self) -> Option<Vec<Piece>> {
        let Reading { text, known, .. } = self.reading;
        let end_from = |at: usize| text[at..].find('\n').map_or(text.len(), |end| at + end);
        let mut line: Vec<Piece> = Vec::new();
        let mut end = end_from(self.at.min(text.len()));
        if self.at > text.len() {
            return None;
        }
        while let Some(((span, which), rest)) = self.marks.split_first()
            && span.start < end
        {
            if span.start < self.at {
                // It is within the one before.
                self.marks = rest;
                continue;
            }
            push(&mut line, &text[self.at..span.start]);
            (self.at, self.marks) = (span.end, rest);
            let Known { term, gloss } = &known[*which];
            // Once in a line is enough.
            let is_said = term.is_some() && line.iter().any(|piece| piece.term == *term);
            let gloss = gloss.clone().filter(|_| !is_said);
            let text = clean(&on_one_line(&text[span.clone()])).into_owned();
            line.push(Piece { text, term: term.clone(), gloss });
            if self.at > end {
                end = end_from(self.at);
            }
        }
        push(&mut line, &text[self.at..end]);
        self.at = end + 1;
        Some(line)
    }
}

/// Adds text without terms to `line`.
fn push(line: &mut Vec<Piece>, text: &str) {
    let text: String = text.split('\t').map(spaced).collect::<Vec<_>>().join(" ");
    if !text.is_empty() {
        line.push(Piece { text, term: None, gloss: None });
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

/// How many terms to list for a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// What look-up found, if nothing matches.
    pub near: usize,
    /// What the sentence may mean.
    pub meant: usize,
}

/// What a look-up shows for the sentence `query`: the terms that `scan` found in it, the terms that its non-English words may stand
/// for, the doubtful ones, and those that the sentence may mean. A term that is only a part of what was heard becomes doubtful. If no
/// term is certain, what look-up `found` comes first, and only a name of several words is a match. If the sentence describes a term
/// that it doesn't use, nothing is a match, and that term comes first.
pub fn findings(
    query: &str,
    scan: &mut Scan,
    found: Vec<Found>,
    finder: &Finder,
    limits: Limits,
    library: &Library,
) -> Findings {
    let describes = describes(query, scan, finder, library);
    let meant = finder.meant(query, &[], limits.meant);
    let (mut heard, found): (Vec<_>, Vec<_>) = found.into_iter().partition(|found| {
        let mut sure = scan.words.iter().filter(|word| !word.is_doubtful());
        let is_read = sure.clone().any(|word| is_within(found, word));
        !describes && !is_read && (is_name(found) || sure.any(|word| covers(found, word)))
    });
    for word in &mut scan.words {
        if heard.iter().any(|found| covers(found, word)) {
            word.sure = Certainty::Doubtful;
        }
    }
    for found in heard.iter_mut().filter(|found| is_name(found)) {
        found.hit.evidence = Evidence::Name;
    }
    let is_read = !describes && (has_terms(scan) || heard.iter().any(is_name));
    let near =
        if is_read { unlike_english(found) } else { found.into_iter().take(limits.near).collect() };
    let found = |(word, sense): (&Spotted, &Sense)| {
        let (signal, evidence, score) = if word.is_doubtful() {
            (Signal::Words, Evidence::Doubtful, NEAR)
        } else if describes {
            (Signal::Words, Evidence::Words, NEAR)
        } else {
            (Signal::Same, Evidence::Name, SAME)
        };
        let hit =
            Hit { entry: 0, score, signal, evidence, name: 0, matched: Vec::new(), part: None };
        let (_, term) = library.entry(&sense.term)?;
        let (id, name) = (term.id.clone(), term.term.clone());
        Some(Found { term: id, hit, name, is_spelling: false })
    };
    let (doubtful, sure): (Vec<_>, Vec<_>) = scan.words.iter().partition(|word| word.is_doubtful());
    let terms = |words: Vec<&Spotted>| {
        let senses = words
            .into_iter()
            .flat_map(|word| word.possible().iter().take(MEANINGS).map(move |sense| (word, sense)));
        senses.filter_map(found).collect::<Vec<_>>()
    };
    let (sure, doubtful) = (terms(sure), terms(doubtful));
    let (near, far): (Vec<_>, Vec<_>) = near.into_iter().partition(|found| found.hit.score >= NEAR);
    let mut rows = if describes {
        [near, meant, sure, doubtful].concat()
    } else {
        // Where little is said, a word that is there is likelier than one that has it in its meaning.
        let is_brief = is_brief(&folded(query));
        let (told, near): (Vec<_>, Vec<_>) =
            near.into_iter().partition(|found| is_brief && found.hit.evidence == Evidence::Meaning);
        [sure, heard, near, doubtful, told, meant].concat()
    };
    let verdict = match (is_read, rows.is_empty()) {
        (true, _) => Verdict::Match,
        (false, false) => Verdict::Near,
        (false, true) => Verdict::None,
    };
    rows.extend(far);
    let mut seen = HashSet::new();
    rows.retain(|found| seen.insert(library.resolve(&found.term)));
    Findings { verdict, found: rows }
}

/// Adds to `scan` what `text` has instead of terms that look-up `found` by parts of it, misheard or written otherwise.
pub fn guess(scan: &mut Scan, text: &str, found: &[Found]) {
    for Found { term, hit, .. } in found.iter().filter(|found| found.hit.score >= NEAR) {
        let Some(part) = &hit.part else { continue };
        let sure = scan.words.iter().filter(|word| !word.is_doubtful());
        let acronyms = scan.acronyms.iter().flat_map(|acronym| &acronym.spans);
        let taken = sure.flat_map(|word| &word.spans).chain(acronyms);
        let taken: Vec<&Range<usize>> = taken.collect();
        let is_free = |span: &Range<usize>| {
            taken.iter().all(|other| span.end <= other.start || other.end <= span.start)
        };
        let spans: Vec<_> = occurrences(text, part).into_iter().filter(is_free).collect();
        let Some(first) = spans.first() else { continue };
        let sure = if hit.evidence.is_match() { Certainty::Only } else { Certainty::Unsure };
        let first = Position { line: text[..first.start].matches('\n').count() + 1, ms: None };
        scan.words.push(Spotted::guess(text, term.clone(), sure, spans, first));
    }
}

/// The best of `found` for each part that isn't English, or that is several words sounding very much like the term. A part of a
/// better one is left out.
fn unlike_english(found: Vec<Found>) -> Vec<Found> {
    let mut seen = String::new();
    let mut is_best = |found: &Found| {
        let Some(part) = &found.hit.part else { return false };
        let part = format!(" {part} ");
        let is_strange =
            !are_known(part.trim()) || (found.hit.score >= HEARD && part.trim().contains(' '));
        let is_new = found.hit.score >= NEAR && is_strange && !seen.contains(&part);
        if is_new {
            seen.push_str(&part);
        }
        is_new
    };
    found.into_iter().filter(|found| is_best(found)).collect()
}

/// Whether the part of the sentence that `found` is for belongs to `word`.
fn is_within(found: &Found, word: &Spotted) -> bool {
    let Some(part) = &found.hit.part else { return false };
    format!(" {} ", folded(&word.text)).contains(&format!(" {part} "))
}

/// Whether `found` is several words that are a name, though it may be written otherwise: "guard rails". Look-up takes no part of
/// a sentence for a match, so that the whole sentence is read; hence the signal. No one who says “I am” spells `IAM`.
fn is_name(found: &Found) -> bool {
    let has_words = |part: &String| {
        let is_acronym = !found.name.contains(char::is_lowercase);
        part.contains(' ') && !(is_acronym && part.split(' ').all(is_ordinary))
    };
    found.hit.part.as_ref().is_some_and(has_words)
        && matches!(found.hit.signal, Signal::Same | Signal::Form)
}

/// Whether `found` is what several words were heard as, `word` among them: in "guard rails", no one meant Rails.
fn covers(found: &Found, word: &Spotted) -> bool {
    let Some(part) = &found.hit.part else { return false };
    let is_acronym = word.text.len() > 1 && word.text.chars().all(char::is_uppercase);
    let text = folded(&word.text);
    let is_in = || format!(" {part} ").contains(&format!(" {text} "));
    let is_it = word.senses.iter().any(|sense| sense.term == found.term);
    !is_acronym && !is_it && found.hit.score >= HEARD && part.len() > text.len() && is_in()
}

/// Whether the words around the terms of a sentence describe a term that it doesn't use.
fn describes(query: &str, scan: &Scan, finder: &Finder, library: &Library) -> bool {
    let sure = || scan.words.iter().filter(|word| !word.is_doubtful());
    let tells = |word: &&str| !is_everyday(word) && said(word) > 0;
    let told = |text: &str| fold(text, text.len()).split(' ').filter(tells).count();
    // A plain word that is a term may be a part of a description.
    let is_name = |term: &String| term.contains(' ') || !is_ordinary(term);
    let names: Vec<String> = sure().map(|word| folded(&word.text)).filter(is_name).collect();
    let of_terms = sure().map(|word| told(&word.text) * word.spans.len()).sum();
    let around = told(query).saturating_sub(of_terms);
    // If the terms are all everyday words, the words around them are the whole sentence.
    let least = if names.is_empty() { DESCRIBED_IF_PLAIN } else { DESCRIBED };
    if around < least && of_terms > 0 {
        return false;
    }
    let is_used = |found: &Found| {
        let mut senses = scan.words.iter().flat_map(|word| &word.senses);
        senses.any(|sense| library.resolve(&sense.term) == library.resolve(&found.term))
    };
    let meant = finder.meant(query, &names, 1);
    meant.first().is_some_and(|found| found.hit.score >= DESCRIBES && !is_used(found))
}

#[cfg(test)]
mod tests;
