//! Markdown: code, targets of links, tags and comments are no prose; marks are blanks; blocks are kept apart.

use std::ops::Range;

use super::{Mask, lines};

/// Blanks out of `mask` what is not prose.
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
            // Code that is set in.
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

/// Takes the marks off a line of prose that stands on `range` and goes up to `end` with its line end; `trimmed` is the line
/// without its indent.
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

/// What the lines belong to.
enum Block {
    Text,
    /// The part at the top that is about the page.
    Matter,
    /// Code, until a line of this mark.
    Fence(String),
}

impl Block {
    /// What the lines after this one belong to, where it is no prose itself: it begins, fills or ends a block.
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

/// The mark that ends the code which this line begins.
fn fence(line: &str) -> Option<String> {
    ['`', '~'].into_iter().find_map(|mark| {
        let count = line.len() - line.trim_start_matches(mark).len();
        // Code in a line may begin it.
        let is_inline = mark == '`' && line[count..].contains('`');
        (count >= 3 && !is_inline).then(|| mark.to_string().repeat(count))
    })
}

/// Bytes of the marker of a list item, with its box if it has one.
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

/// Whether the line is drawn: a rule, the line under a heading, or the one below the head of a table.
fn is_rule(line: &str) -> bool {
    line.len() >= 3
        && line.chars().all(|c| matches!(c, '-' | '=' | '*' | '_' | '|' | ':' | ' ' | '\t'))
}

/// Whether the line says where a link leads, as `[name]: address`.
fn is_definition(line: &str) -> bool {
    line.strip_prefix('[')
        .and_then(|rest| rest.split_once("]:"))
        .is_some_and(|(name, _)| !name.contains(']'))
}

/// Marks within a line.
fn inline(mask: &mut Mask<'_>, range: Range<usize>) {
    let text = mask.text;
    let line = &text[range.clone()];
    let bytes = line.as_bytes();
    let base = range.start;
    let mut at = 0;
    // Where nothing closes any more, nothing has to be looked for again: a line of a megabyte is read once.
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

/// Comments of HTML, over lines too.
fn comments(mask: &mut Mask<'_>) {
    let text = mask.text;
    let mut at = 0;
    while let Some(start) = text[at..].find("<!--").map(|found| at + found) {
        let end = text[start..].find("-->").map_or(text.len(), |length| start + length + 3);
        mask.cut(start..end);
        at = end;
    }
}
