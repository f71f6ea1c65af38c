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
        let end = (range.end + 1).min(text.len());
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        match &block {
            Block::Matter if matches!(line.trim_end(), "---" | "...") => {
                mask.cut(range.start..end);
                block = Block::Text;
                continue;
            }
            Block::Fence(mark) => {
                let closed = trimmed.starts_with(mark)
                    && trimmed.trim_end().trim_matches(mark.as_bytes()[0] as char).is_empty();
                mask.cut(range.start..end);
                if closed {
                    block = Block::Text;
                }
                continue;
            }
            Block::Matter => {
                mask.cut(range.start..end);
                continue;
            }
            Block::Text => {}
        }
        if number == 0 && line.trim_end() == "---" {
            mask.cut(range.start..end);
            block = Block::Matter;
            continue;
        }
        if let Some(mark) = fence(trimmed) {
            mask.cut(range.start..end);
            block = Block::Fence(mark);
            continue;
        }
        if trimmed.is_empty() {
            mask.cut(range.start..end);
            blank_before = true;
            continue;
        }
        let is_code = blank_before && !in_list && (indent >= 4 || line.starts_with('\t'));
        if is_code {
            mask.cut(range.start..end);
            continue;
        }
        blank_before = false;
        let marker = marker(trimmed);
        let heading = trimmed.starts_with('#');
        in_list = marker > 0 || (in_list && indent > 0);
        let start = range.end - trimmed.len();
        if is_rule(trimmed) || is_definition(trimmed) {
            mask.cut(range.start..end);
            continue;
        }
        if marker > 0 {
            mask.cut(range.start..start + marker);
        }
        if heading {
            let marks = trimmed.len() - trimmed.trim_start_matches('#').len();
            mask.cut(range.start..start + marks);
        }
        if trimmed.starts_with('>') {
            mask.blank(range.start..start + 1);
        }
        inline(mask, start + marker..range.end);
        if heading && end > range.end {
            mask.cut(range.end..end);
        }
    }
    comments(mask);
}

/// What the lines belong to.
enum Block {
    Text,
    /// The part at the top that is about the page.
    Matter,
    /// Code, until a line of this mark.
    Fence(String),
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
