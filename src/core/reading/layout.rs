//! Wraps a line to a width, with each meaning below its term.

use super::Piece;
use crate::core::card::TermId;
use crate::core::width::{cut_at_word, width};

/// The least gap after a meaning, in columns.
const GAP: usize = 2;
/// The most columns a line is indented.
const INDENT: usize = 8;

/// What a run of text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Plain text, or a gap.
    Plain,
    /// A term.
    Term(TermId),
    /// An acronym that no deck explains.
    Unknown,
}

/// Text of one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// What it is.
    pub role: Role,
}

/// A row of text, and what stands below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The text, in order.
    pub text: Vec<Run>,
    /// The meanings, each at the column of its term; empty if there are none.
    pub below: String,
    /// The columns that the text takes.
    wide: usize,
    /// The column from which words may follow the last meaning.
    free: usize,
}

/// A part of a word: a term with its meaning, or other text.
#[derive(Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    piece: &'a Piece,
    gloss: Option<&'a str>,
}

/// Lays `line` out in `room` columns, at least one.
pub(super) fn rows(line: &[Piece], room: usize) -> Vec<Row> {
    let room = room.max(1);
    let mut rows = vec![Row::default()];
    let first = line.first().filter(|piece| piece.gloss.is_none()).map_or("", |piece| &piece.text);
    let indent = (first.len() - first.trim_start_matches(' ').len()).min(INDENT).min(room / 4);
    rows[0].pad(indent);
    let mut is_first = true;
    for word in words(line, room - indent) {
        let mut row = rows.last_mut().expect("there is a row");
        if !is_first && row.placed(&word) > room {
            rows.push(Row::default());
            row = rows.last_mut().expect("there is a row");
            is_first = true;
        }
        row.place(&word, usize::from(!is_first), room);
        is_first = false;
    }
    rows
}

impl Row {
    /// The columns needed if `word` came next.
    fn placed(&self, word: &[Part<'_>]) -> usize {
        let (mut at, mut needed) = (self.start(1, word), 0);
        for part in word {
            needed = needed.max(at + part.gloss.map_or(0, width));
            at += width(part.text);
        }
        needed.max(at)
    }

    /// The column where `word` starts that comes `gap` columns after the one before. A word with a meaning keeps clear of the
    /// meaning before it; another may stand above its end, which leaves smaller holes in the text.
    fn start(&self, gap: usize, word: &[Part<'_>]) -> usize {
        let below = width(&self.below);
        let has_gloss = word.iter().any(|part| part.gloss.is_some());
        let clear = if has_gloss && below > 0 { below + GAP } else { self.free };
        (self.wide + gap).max(clear)
    }

    /// Adds `word`, with its meaning cut to `room` columns.
    fn place(&mut self, word: &[Part<'_>], gap: usize, room: usize) {
        let start = self.start(gap, word);
        self.pad(start - self.wide);
        for part in word {
            if let Some(gloss) = part.gloss {
                let at = self.wide;
                self.below.push_str(&" ".repeat(at.saturating_sub(width(&self.below))));
                // Keep the question mark of a doubtful meaning.
                let (gloss, doubt) =
                    gloss.strip_suffix('?').map_or((gloss, ""), |gloss| (gloss, "?"));
                let most = room.saturating_sub(at + width(doubt)).max(1);
                let gloss = cut_at_word(gloss, most) + doubt;
                self.free = at + width(&gloss) * 2 / 3 + 1;
                self.below.push_str(&gloss);
            }
            let role = match (&part.piece.term, &part.piece.gloss) {
                (Some(term), _) => Role::Term(term.clone()),
                (None, Some(_)) => Role::Unknown,
                (None, None) => Role::Plain,
            };
            self.push(part.text, role);
        }
    }

    fn pad(&mut self, columns: usize) {
        self.push(&" ".repeat(columns), Role::Plain);
    }

    fn push(&mut self, text: &str, role: Role) {
        self.wide += width(text);
        match self.text.last_mut() {
            Some(last) if last.role == role && role == Role::Plain => last.text.push_str(text),
            _ if text.is_empty() => {}
            _ => self.text.push(Run { text: text.to_owned(), role }),
        }
    }
}

/// The words of `line`, each without spaces in it except in a term, with at most one meaning, and none wider than `room`.
fn words(line: &[Piece], room: usize) -> Vec<Vec<Part<'_>>> {
    let mut words: Vec<Vec<Part<'_>>> = Vec::new();
    let mut open = false;
    for piece in line {
        let mut gloss = piece.gloss.as_deref();
        let whole = piece.term.is_some() && width(&piece.text) <= room;
        let texts: Vec<&str> =
            if whole { vec![&piece.text] } else { piece.text.split(' ').collect() };
        for (at, text) in texts.iter().enumerate() {
            open &= at == 0;
            for (nth, text) in chunks(text, room).into_iter().enumerate() {
                let part = Part { text, piece, gloss: gloss.take() };
                let wide = |word: &Vec<Part<'_>>| {
                    word.iter().map(|part| width(part.text)).sum::<usize>() + width(text)
                };
                let is_free = |word: &Vec<Part<'_>>| {
                    part.gloss.is_none() || word.iter().all(|part| part.gloss.is_none())
                };
                match words.last_mut() {
                    Some(word) if open && nth == 0 && is_free(word) && wide(word) <= room => {
                        word.push(part);
                    }
                    _ => words.push(vec![part]),
                }
                open = true;
            }
        }
    }
    words
}

/// `text` in chunks of at most `room` columns; none if it is empty.
fn chunks(text: &str, room: usize) -> Vec<&str> {
    if text.is_empty() {
        return Vec::new();
    }
    if text.len() <= room {
        return vec![text];
    }
    let (mut chunks, mut start, mut used) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        let wide = width(c.encode_utf8(&mut [0; 4]));
        if used + wide > room && at > start {
            chunks.push(&text[start..at]);
            (start, used) = (at, 0);
        }
        used += wide;
    }
    chunks.push(&text[start..]);
    chunks
}
