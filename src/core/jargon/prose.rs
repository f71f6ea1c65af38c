//! Masks everything in a text that is not prose: code, link targets, timestamps, and speaker names.
//!
//! The result has the same length in bytes, so offsets stay valid.

mod markdown;
mod transcript;
mod turns;

use std::ops::Range;

use serde::Serialize;

/// A boundary that no name can cross: between paragraphs, items, cells, and speakers.
pub(super) const BREAK: char = '\u{c}';

/// The format of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Plain paragraphs separated by blank lines.
    #[default]
    Plain,
    /// Markdown.
    Markdown,
    /// A transcript: `WebVTT`, `SubRip`, or plain text with times or speakers, or without punctuation.
    Transcript,
}

impl Kind {
    /// Detects the format by the extension of `name` and by what is in `text`.
    pub fn of(name: &str, text: &str) -> Self {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending.to_ascii_lowercase().as_str() {
            "vtt" | "srt" => Self::Transcript,
            _ if transcript::begins(text) || turns::is_transcript(text) => Self::Transcript,
            "md" | "markdown" | "mdx" => Self::Markdown,
            _ if turns::is_unpunctuated(text) => Self::Transcript,
            _ => Self::Plain,
        }
    }
}

/// A text whose bytes are masked step by step.
struct Mask<'a> {
    text: &'a str,
    bytes: Vec<u8>,
}

impl<'a> Mask<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, bytes: text.as_bytes().to_vec() }
    }

    /// Masks `range` with blanks. Both ends must be on character boundaries.
    fn blank(&mut self, range: Range<usize>) {
        self.bytes[range].fill(b' ');
    }

    /// Masks `range` and adds a boundary.
    fn cut(&mut self, range: Range<usize>) {
        self.blank(range.clone());
        if !range.is_empty() {
            self.bytes[range.start] = 0x0c;
        }
    }

    /// The masked text. Only whole characters were replaced, with ASCII.
    fn done(self) -> String {
        String::from_utf8(self.bytes).unwrap_or_else(|_| " ".repeat(self.text.len()))
    }

    /// Masks addresses: URLs, email addresses, and paths.
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
    // Nearly every token is a plain word.
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

/// The lines of `text` with their byte ranges, without line endings.
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

/// The prose of `text`, with everything else masked.
pub(super) fn prose(text: &str, kind: Kind) -> String {
    let mut mask = Mask::new(text);
    match kind {
        Kind::Plain => paragraphs(&mut mask),
        Kind::Markdown => markdown::mask(&mut mask),
        Kind::Transcript if transcript::has_cues(text) => transcript::mask(&mut mask),
        Kind::Transcript => turns::mask(&mut mask),
    }
    mask.addresses();
    mask.done()
}

/// The times in a transcript: the offset in bytes from which on each counts, and the time in milliseconds.
pub(super) fn moments(text: &str) -> Vec<(usize, u64)> {
    let cues = transcript::moments(text);
    if cues.is_empty() { turns::moments(text) } else { cues }
}

/// In a transcript, the lines that someone said, with who said them and without tags; of the same length. `None` for other
/// texts, which are read as they are.
pub fn spoken(text: &str, kind: Kind) -> Option<String> {
    if kind != Kind::Transcript {
        return None;
    }
    if !transcript::has_cues(text) {
        let mut mask = Mask::new(text);
        turns::join(&mut mask);
        return Some(mask.done());
    }
    let prose = prose(text, kind);
    let is_said = |(range, _): (Range<usize>, &str)| prose[range].contains(char::is_alphanumeric);
    let said: Vec<bool> = lines(text).map(is_said).collect();
    drop(prose);
    let mut mask = Mask::new(text);
    for ((range, line), is_said) in lines(text).zip(said) {
        if !is_said {
            mask.blank(range);
            continue;
        }
        for (at, _) in line.match_indices('<') {
            let Some(end) = line[at..].find('>').map(|end| at + end) else { break };
            let place = range.start + at..range.start + end + 1;
            // `<v Ana>` is who speaks: `Ana:` fits into its place.
            let speaker =
                line[at + 1..end].strip_prefix("v ").map(|name| format!("{}:", name.trim()));
            mask.blank(place.clone());
            if let Some(speaker) = speaker {
                mask.bytes[place.start..][..speaker.len()].copy_from_slice(speaker.as_bytes());
            }
        }
    }
    Some(mask.done())
}

/// Adds a boundary at each blank line.
fn paragraphs(mask: &mut Mask<'_>) {
    for (range, line) in lines(mask.text) {
        if line.trim().is_empty() && range.end < mask.bytes.len() {
            mask.cut(range.start..range.end + 1);
        }
    }
}

#[cfg(test)]
mod tests;
