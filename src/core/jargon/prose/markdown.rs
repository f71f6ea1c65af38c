//! Masks Markdown: code, link targets, tags, and comments are removed, markup becomes blanks, and blocks are
//! separated.

use std::ops::Range;

use super::{Mask, lines};

/// Masks everything that is not prose.
pub(super) fn mask(mask: &mut Mask<'_>) {
    let text = mask.text;
    let mut block = Block::Text;
    let mut blank_before = true;
    let mut in_list = false;
    for (number, (range, line)) in lines(text).enumerate() {
        let whole = range.start..(range.end + 1).min(text.len());
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        if let Some(next) = block.after(number, line) {
            mask.cut(whole);
            block = next;
        } else if trimmed.is_empty() {
            mask.cut(whole);
            blank_before = true;
        } else if blank_before && !in_list && (indent >= 4 || line.starts_with('\t')) {
            // Indented code.
            mask.cut(whole);
        } else {
            blank_before = false;
            in_list = marker(trimmed) > 0 || (in_list && indent > 0);
            if is_rule(trimmed) || is_definition(trimmed) {
                mask.cut(whole);
            } else {
                prose(mask, range, trimmed, whole.end);
            }
        }
    }
    comments(mask);
}

/// Masks the markup of a line of prose. `range` is the line, `end` the offset after its line ending, and `trimmed` the
/// line without its indentation.
fn prose(mask: &mut Mask<'_>, range: Range<usize>, trimmed: &str, end: usize) {
    let marker = marker(trimmed);
    let start = range.end - trimmed.len();
    if marker > 0 {
        mask.cut(range.start..start + marker);
    }
    let marks = trimmed.len() - trimmed.trim_start_matches('#').len();
    if marks > 0 {
        mask.cut(range.start..start + marks);
    }
    if trimmed.starts_with('>') {
        mask.blank(range.start..start + 1);
    }
    inline(mask, start + marker..range.end);
    if marks > 0 && end > range.end {
        mask.cut(range.end..end);
    }
}

/// The block that a line belongs to.
enum Block {
    Text,
    /// Front matter.
    Matter,
    /// Fenced code, until a line with this fence.
    Fence(String),
}

impl Block {
    /// The block after this line if the line is not prose itself: it starts, continues, or ends a block.
    fn after(&self, number: usize, line: &str) -> Option<Self> {
        let trimmed = line.trim();
        match self {
            Self::Matter if matches!(line.trim_end(), "---" | "...") => Some(Self::Text),
            Self::Matter => Some(Self::Matter),
            Self::Fence(mark) => {
                let sign = mark.as_bytes()[0] as char;
                let closed = trimmed.starts_with(mark) && trimmed.trim_matches(sign).is_empty();
                Some(if closed { Self::Text } else { Self::Fence(mark.clone()) })
            }
            Self::Text if number == 0 && line.trim_end() == "---" => Some(Self::Matter),
            Self::Text => fence(line.trim_start()).map(Self::Fence),
        }
    }
}

/// The closing fence of the code block that this line opens.
fn fence(line: &str) -> Option<String> {
    ['`', '~'].into_iter().find_map(|mark| {
        let count = line.len() - line.trim_start_matches(mark).len();
        // Inline code may start a line.
        let is_inline = mark == '`' && line[count..].contains('`');
        (count >= 3 && !is_inline).then(|| mark.to_string().repeat(count))
    })
}

/// The length in bytes of a list marker, with its checkbox if it has one.
fn marker(line: &str) -> usize {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let sign = match (digits, line.as_bytes().get(digits)) {
        (0, Some(b'-' | b'*' | b'+')) | (1..=9, Some(b'.' | b')')) => digits + 1,
        _ => return 0,
    };
    if !line[sign..].starts_with([' ', '\t']) && sign < line.len() {
        return 0;
    }
    let rest = &line[sign..];
    let boxed = ["[ ]", "[x]", "[X]"].iter().find(|boxed| rest.trim_start().starts_with(**boxed));
    sign + boxed.map_or(0, |boxed| rest.len() - rest.trim_start().len() + boxed.len())
}

/// Whether the line is a rule, a heading underline, or a table delimiter row.
fn is_rule(line: &str) -> bool {
    line.len() >= 3
        && line.chars().all(|c| matches!(c, '-' | '=' | '*' | '_' | '|' | ':' | ' ' | '\t'))
}

/// Whether the line is a link reference definition, `[name]: address`.
fn is_definition(line: &str) -> bool {
    line.strip_prefix('[')
        .and_then(|rest| rest.split_once("]:"))
        .is_some_and(|(name, _)| !name.contains(']'))
}

/// Masks inline markup.
fn inline(mask: &mut Mask<'_>, range: Range<usize>) {
    let text = mask.text;
    let line = &text[range.clone()];
    let bytes = line.as_bytes();
    let base = range.start;
    let mut at = 0;
    // Remember when no closing mark is left, so a line of a megabyte is still scanned in linear time.
    let (mut no_tag, mut no_target) = (false, false);
    while at < bytes.len() {
        let mut next = at + 1;
        match bytes[at] {
            b'*' | b'`' | b'~' | b'[' => mask.blank(base + at..base + at + 1),
            b'|' => mask.cut(base + at..base + at + 1),
            b'_' => {
                let letter = |byte: Option<&u8>| {
                    byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80 || *b == b'_')
                };
                let before = at.checked_sub(1).and_then(|before| bytes.get(before));
                if !(letter(before) && letter(bytes.get(at + 1))) {
                    mask.blank(base + at..base + at + 1);
                }
            }
            b']' => {
                mask.blank(base + at..base + at + 1);
                let close = match bytes.get(at + 1) {
                    Some(b'(') => b')',
                    Some(b'[') => b']',
                    _ => 0,
                };
                if close != 0 && !no_target {
                    match bytes[at + 1..].iter().position(|byte| *byte == close) {
                        Some(length) => {
                            next = at + 1 + length + 1;
                            mask.blank(base + at..base + next);
                        }
                        None => no_target = true,
                    }
                }
            }
            b'<' if !no_tag
                && bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') =>
            {
                match bytes[at..].iter().position(|byte| *byte == b'>') {
                    Some(length) => {
                        next = at + length + 1;
                        mask.blank(base + at..base + next);
                    }
                    None => no_tag = true,
                }
            }
            _ => {}
        }
        at = next;
    }
}

/// Masks HTML comments, also across lines.
fn comments(mask: &mut Mask<'_>) {
    let text = mask.text;
    let mut at = 0;
    while let Some(start) = text[at..].find("<!--").map(|found| at + found) {
        let end = text[start..].find("-->").map_or(text.len(), |length| start + length + 3);
        mask.cut(start..end);
        at = end;
    }
}
