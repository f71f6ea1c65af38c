//! Which parts of a text are prose: what is code, a link's target, a mark of time or a speaker's name is blanked out.
//!
//! The result is as long as the text, byte for byte, so that places in one are places in the other.

mod markdown;
mod transcript;

use std::ops::Range;

use serde::Serialize;

/// Stands in the prose where no name can reach across: between paragraphs, items, cells and speakers.
pub(super) const BREAK: char = '\u{c}';

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Paragraphs with blank lines between them.
    Plain,
    /// Markdown.
    Markdown,
    /// Subtitles of a recording: `WebVTT` or `SubRip`.
    Transcript,
}

impl Kind {
    /// The kind of the file `name` with this `text`: by its ending; where it has none that is known, by how it begins.
    pub fn of(name: &str, text: &str) -> Self {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdx" => Self::Markdown,
            "vtt" | "srt" => Self::Transcript,
            _ if transcript::begins(text) => Self::Transcript,
            _ => Self::Plain,
        }
    }
}

/// A text whose bytes are taken away piece by piece.
struct Mask<'a> {
    text: &'a str,
    bytes: Vec<u8>,
}

impl<'a> Mask<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, bytes: text.as_bytes().to_vec() }
    }

    /// Blanks `range` out. Both ends must be ends of characters.
    fn blank(&mut self, range: Range<usize>) {
        self.bytes[range].fill(b' ');
    }

    /// Blanks `range` out and lets no name reach across.
    fn cut(&mut self, range: Range<usize>) {
        self.blank(range.clone());
        if !range.is_empty() {
            self.bytes[range.start] = 0x0c;
        }
    }

    /// What is left. Only whole characters were replaced, and by ASCII.
    fn done(self) -> String {
        String::from_utf8(self.bytes).unwrap_or_else(|_| " ".repeat(self.text.len()))
    }

    /// Blanks out what is an address of something rather than a word: links, mail addresses, paths.
    fn addresses(&mut self) {
        let text = self.text;
        let mut at = 0;
        for piece in
            text.split([' ', '\t', '\n', '\r', '(', ')', '<', '>', '"', ',', '|', '[', ']'])
        {
            let range = at..at + piece.len();
            at = range.end + 1;
            if is_address(piece) {
                self.blank(range);
            }
        }
    }
}

fn is_address(piece: &str) -> bool {
    // Nearly every piece is a word.
    if !piece.bytes().any(|byte| matches!(byte, b'/' | b'@' | b'.')) {
        return false;
    }
    let mail = |piece: &str| {
        piece.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'))
    };
    piece.contains("://")
        || piece.starts_with("www.")
        || ["/", "./", "../", "~/"].iter().any(|start| {
            piece
                .strip_prefix(start)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        })
        || mail(piece)
}

/// The lines of `text`, each with the bytes it stands on, its end left out.
fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        (start..start + line.len(), line)
    })
}

/// The prose of `text`: as long as it, with everything else blank.
pub(super) fn prose(text: &str, kind: Kind) -> String {
    let mut mask = Mask::new(text);
    match kind {
        Kind::Plain => paragraphs(&mut mask),
        Kind::Markdown => markdown::mask(&mut mask),
        Kind::Transcript => transcript::mask(&mut mask),
    }
    mask.addresses();
    mask.done()
}

/// The moment of each place in a transcript, in milliseconds: where a cue starts, in bytes, and when.
pub(super) fn moments(text: &str) -> Vec<(usize, u64)> {
    transcript::moments(text)
}

/// Lets no name reach across a blank line.
fn paragraphs(mask: &mut Mask<'_>) {
    for (range, line) in lines(mask.text) {
        if line.trim().is_empty() && range.end < mask.bytes.len() {
            mask.cut(range.start..range.end + 1);
        }
    }
}

#[cfg(test)]
mod tests;
