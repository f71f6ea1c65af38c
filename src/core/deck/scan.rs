//! What is wrong with a deck's text before anybody reads it as YAML: encoding, invisible characters, tabs, conflict marks.

use crate::core::deck::rules::{self, Rule};
use crate::core::text::is_hostile;
use crate::core::yaml::Place;

/// The most bytes a deck file may have: 2 MiB.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;

/// Something wrong at a place of the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Find {
    /// Where.
    pub place: Place,
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: &'static str,
}

/// The text of `bytes` without a byte order mark, or why it is none.
pub fn decode(bytes: &[u8]) -> Result<&str, Find> {
    let start = Place { line: 1, column: 1, start: 0, end: 0 };
    if bytes.len() > MAX_BYTES {
        let what = format!("the file has {} KiB; a deck may have 2,048", bytes.len() / 1024);
        let mend = "split it into decks of one team each";
        return Err(Find { place: start, rule: &rules::TOO_LARGE, what, mend });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let good = error.valid_up_to();
            let before = &bytes[..good];
            let line = before.split(|byte| *byte == b'\n').count();
            let from = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let column = String::from_utf8_lossy(&before[from..]).chars().count() + 1;
            let place = place(line, column, good, good + 1);
            let what = format!("byte {} (0x{:02x}) is not UTF-8", good + 1, bytes[good]);
            let mend = "save the file as UTF-8";
            Err(Find { place, rule: &rules::NOT_UTF8, what, mend })
        }
    }
}

fn place(line: usize, column: usize, start: usize, end: usize) -> Place {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Place { line: number(line), column: number(column), start: number(start), end: number(end) }
}

/// Everything in `text` that no deck may hold, in the order of the text.
pub fn scan(text: &str) -> Vec<Find> {
    let mut finds = Vec::new();
    if !text.contains('\n') && text.contains('\r') {
        let what = "the lines end in carriage returns only".to_owned();
        let mend = "save the file with line feeds (LF)";
        finds.push(Find { place: place(1, 1, 0, 0), rule: &rules::CR_ONLY, what, mend });
        return finds;
    }
    let mut from = 0;
    for (index, whole) in text.split_inclusive('\n').enumerate() {
        let line = whole.trim_end_matches(['\n', '\r']);
        scan_line(line, index + 1, from, &mut finds);
        from += whole.len();
    }
    finds
}

fn scan_line(line: &str, number: usize, from: usize, finds: &mut Vec<Find>) {
    // Nearly every line is plain: one pass over bytes says so.
    if line.bytes().all(|byte| (0x20..0x7f).contains(&byte)) && !is_conflict(line) {
        return;
    }
    let mut push = |at: usize, c: Option<char>, rule, what: String, mend| {
        let column = line[..at].chars().count() + 1;
        let place = place(number, column, from + at, from + at + c.map_or(0, char::len_utf8));
        finds.push(Find { place, rule, what, mend });
    };
    if is_conflict(line) {
        let what = "a mark of an unfinished merge".to_owned();
        push(0, None, &rules::CONFLICT, what, "choose one side and remove the marks");
        return;
    }
    let indent = line.len() - line.trim_start_matches([' ', '\t', '-', '\u{a0}']).len();
    let mut tab = false;
    for (at, c) in line.char_indices() {
        match c {
            '\t' if at >= indent => {}
            '\t' => {
                if !tab {
                    let what = "a tab in front of a field".to_owned();
                    push(at, Some(c), &rules::TAB, what, "put two spaces for each level");
                }
                tab = true;
            }
            '\u{a0}' | '\u{2007}' | '\u{202f}' if at < indent || c == '\u{a0}' => {
                let what = "a non-breaking space".to_owned();
                push(at, Some(c), &rules::ODD_SPACE, what, "put an ordinary space");
            }
            _ if is_hostile(c) => {
                let what = format!("an invisible or control character (U+{:04X})", u32::from(c));
                push(at, Some(c), &rules::HOSTILE, what, "remove it");
            }
            _ => {}
        }
    }
}

fn is_conflict(line: &str) -> bool {
    ["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|mark| line.starts_with(mark))
        || line == "======="
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, u32, u32)> {
        let found = |find: Find| (find.rule.code, find.place.line, find.place.column);
        scan(text).into_iter().map(found).collect()
    }

    #[test]
    fn each_unfit_character_is_found_where_it_stands() {
        assert_eq!(found("a: b\n"), []);
        assert_eq!(found("a:\n\tb: 1\n"), [("E104", 2, 1)]);
        assert_eq!(found("a: x\ty\n"), []);
        assert_eq!(found("é:\u{a0}b\n"), [("E105", 1, 3)]);
        assert_eq!(found("a: x\u{202e}y\u{200b}\n"), [("E103", 1, 5), ("E103", 1, 7)]);
        assert_eq!(found("a: \u{1b}[31m\n"), [("E103", 1, 4)]);
        assert_eq!(found("<<<<<<< HEAD\n=======\n>>>>>>> x\n").len(), 3);
        assert_eq!(found("a: 1\rb: 2\r"), [("E107", 1, 1)]);
    }

    #[test]
    fn a_byte_that_is_not_utf8_is_named_with_its_place() {
        let find = decode(b"a: 1\nb: \xff\n").unwrap_err();
        assert_eq!((find.place.line, find.place.column), (2, 4));
        assert_eq!(find.what, "byte 9 (0xff) is not UTF-8");
    }

    #[test]
    fn a_byte_order_mark_is_passed_over_and_a_huge_file_refused() {
        assert_eq!(decode("\u{feff}a".as_bytes()), Ok("a"));
        assert_eq!(decode(&vec![b' '; MAX_BYTES + 1]).unwrap_err().rule.code, "E101");
    }
}
