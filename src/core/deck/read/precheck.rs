//! Checks a deck's text before it is parsed as YAML: encoding, invisible characters, tabs, conflict markers.

use std::borrow::Cow;
use std::sync::Arc;

use crate::core::deck::problem::{Edit, Fix, Problem};
use crate::core::deck::read::lines::{FieldLine, Lasting, column_of, known_field, narrow};
use crate::core::deck::read::notes::Notes;
use crate::core::deck::rules::Rule;
use crate::core::encoding::utf_16;
use crate::core::slug::slug;
use crate::core::text::is_hostile;
use crate::core::yaml::Span;

/// The largest deck file, in bytes: 2 MiB.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;

/// Decodes `bytes`, the file at `path`, as UTF-8, without a byte order mark. The error says why that failed.
pub(super) fn decode<'a>(path: &Arc<str>, bytes: &'a [u8]) -> Result<&'a str, Box<Problem>> {
    let start = place(1, 1, 0, 0);
    let broken = |place, rule, what: String, help| {
        Err(Box::new(Problem::new(path.clone(), place, rule, what, help)))
    };
    if bytes.len() > MAX_BYTES {
        let what = format!("the file is {} KiB; the limit is 2,048 KiB", bytes.len() / 1024);
        let help = "split it into one deck per team";
        return broken(start, Rule::TooLarge, what, help);
    }
    let help = "save the file as UTF-8";
    // A file that is no text may start like UTF-16.
    if utf_16(bytes).is_some_and(|(text, _)| text.contains(char::is_alphanumeric)) {
        return broken(start, Rule::NotUtf8, "the file is UTF-16".to_owned(), help);
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
            broken(place, Rule::NotUtf8, what, help)
        }
    }
}

fn place(line: usize, column: usize, start: usize, end: usize) -> Span {
    Span { line: narrow(line), column: narrow(column), start: narrow(start), end: narrow(end) }
}

/// Reports everything in `text` that decks don't allow, until there are more problems than can be shown.
pub(super) fn scan(text: &str, notes: &mut Notes<'_>) {
    if !text.contains('\n') && text.contains('\r') {
        let whole = place(1, 1, 0, text.len());
        let fix = Fix::sure(vec![Edit::at(whole, text.replace('\r', "\n"))]);
        let what = "the lines end with only a carriage return (CR)";
        let help = "save the file with line feeds (LF)";
        notes.add_unfit(Rule::CrOnly, place(1, 1, 0, 0), what, help).fixed(fix);
        return;
    }
    let mut from = 0;
    // As it would be with its tabs fixed.
    let mut above = Cow::from("");
    let french = is_french(text);
    let mut conflict_ends = 0;
    let mut lasting = Lasting::default();
    for (index, whole) in text.split_inclusive('\n').enumerate() {
        let line = whole.trim_end_matches(['\n', '\r']);
        let is_marker = !lasting.holds(line) && is_conflict(line);
        if index >= conflict_ends && is_marker && line.trim_start().starts_with('<') {
            conflict_ends = index + conflict(&text[from..], index + 1, from, notes).unwrap_or(0);
        }
        let mut without_tabs = None;
        if index >= conflict_ends && is_marker {
            let what = "a merge conflict marker";
            let help = "keep the correct lines, and remove the marker";
            let place = place(index + 1, 1, from, from + line.len());
            notes.add_unfit(Rule::Conflict, place, what, help);
        } else if index >= conflict_ends {
            without_tabs = scan_line(line, &above, index + 1, from, french, notes);
        }
        if notes.is_full() {
            break;
        }
        if !line.trim_start().is_empty() {
            above = without_tabs.map_or(line.into(), Cow::from);
        }
        from += whole.len();
    }
}

/// Reports the merge conflict at the start of `text`, which is line `number` and byte `from` of the file. Returns the number of its
/// lines, or `None` if it is not complete.
fn conflict(text: &str, number: usize, from: usize, notes: &mut Notes<'_>) -> Option<usize> {
    let (mut ours, mut theirs, mut base) = (String::new(), String::new(), String::new());
    let mut edits = Vec::new();
    // Where the other side begins.
    let mut middle = 0;
    let (mut at, mut count, mut side) = (from, 0, 0);
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end_matches(['\n', '\r']);
        count += 1;
        if is_conflict(line) || line.trim_start() == MIDDLE {
            edits.push(Edit::at(place(0, 0, at, at + whole.len()), ""));
            side = match &line.trim_start()[..1] {
                "<" if side == 0 => 1,
                "|" if side == 1 => 2,
                "=" if side > 0 && side < 3 => {
                    middle = edits.len() - 1;
                    3
                }
                ">" if side == 3 => 4,
                _ => return None,
            };
            if side == 4 {
                break;
            }
        } else {
            [&mut ours, &mut base, &mut theirs][side - 1].push_str(whole);
        }
        at += whole.len();
    }
    (side == 4).then_some(())?;
    let (first, last) = (narrow(number), narrow(number + count - 1));
    let what = format!("a merge conflict, down to line {last}");
    let marker = place(number, 1, from, from + text.lines().next()?.len());
    let shared = shared(text.get(at - from..)?, &ours);
    let both = base.trim().is_empty() && are_other_terms(&ours, &theirs) && shared.is_some();
    if let Some(shared) = shared.filter(|shared| !shared.is_empty()) {
        shared.clone_into(&mut edits[middle].text);
    }
    let help = if both {
        "both sides add terms: keep both, and remove only the markers"
    } else {
        "keep the correct lines of both sides, and remove the markers"
    };
    let fix = both.then(|| Fix::sure(edits));
    notes.add_unfit(Rule::Conflict, marker, what, help).fixed(fix);
    notes.take(first..=last);
    Some(count)
}

/// The lines at the end of the last term of both sides, which git takes out of a conflict because they are the same. `text` begins
/// with the marker at the end of the conflict. `None` if another conflict is in them.
fn shared<'t>(text: &'t str, ours: &str) -> Option<&'t str> {
    let column = ours.find("- term:")?;
    let mut lines = text.split_inclusive('\n');
    let from = lines.next()?.len();
    let (mut at, mut to) = (from, from);
    for line in lines {
        let depth = line.len() - line.trim_start_matches(' ').len();
        let is_blank = line.trim().is_empty();
        if is_conflict(line.trim_end()) {
            // A conflict of its own begins with the next term.
            return (to < at || to == from).then(|| &text[from..to]);
        }
        if !is_blank && depth <= column {
            break;
        }
        at += line.len();
        to = if is_blank { to } else { at };
    }
    text.get(from..to)
}

/// Whether both texts consist of whole terms, none of which has the name of another.
fn are_other_terms(ours: &str, theirs: &str) -> bool {
    let starts = |text: &str| text.find("- term:").filter(|at| text[..*at].trim().is_empty());
    let names = |text: &str| -> Vec<String> {
        let names = text.lines().filter_map(|line| line.trim_start().strip_prefix("- term:"));
        names.map(slug).collect()
    };
    let (mine, others) = (names(ours), names(theirs));
    starts(ours).is_some()
        && starts(ours) == starts(theirs)
        && !mine.iter().any(|name| others.contains(name))
}

/// Whether the deck says that it is in French.
fn is_french(text: &str) -> bool {
    let language = text.lines().take(200).find_map(|line| line.strip_prefix("language:"));
    let language =
        language.map(|language| language.trim().trim_matches(['"', '\'']).to_lowercase());
    language.is_some_and(|language| language == "fr" || language.starts_with("fr-"))
}

/// Whether the non-breaking space `c` at the byte `at` of `line` is right: French has one inside quotation marks, before double
/// punctuation, and in numbers.
fn is_typographic(line: &str, at: usize, c: char, french: bool) -> bool {
    let before = line[..at].chars().next_back();
    let after = line[at + c.len_utf8()..].chars().next();
    let (Some(before), Some(after)) = (before, after) else { return false };
    // Before the colon of a field, or right after it, the space would be part of the YAML.
    let name = line[..at].trim_start_matches([' ', '-']);
    let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let is_inside = !before.is_whitespace() && !after.is_whitespace() && before != ':' && !is_name;
    let is_quotation = before == '«' || after == '»';
    (is_quotation || french) && is_inside
}

/// Reports what decks don't allow on a line. Returns it without the tabs before its text, if there are any.
fn scan_line(
    line: &str,
    above: &str,
    number: usize,
    from: usize,
    french: bool,
    notes: &mut Notes<'_>,
) -> Option<String> {
    // Nearly all lines are plain ASCII; one pass over the bytes is enough for them.
    if line.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return None;
    }
    let at_column = |column: usize, at: usize, length: usize| {
        place(number, column, from + at, from + at + length)
    };
    let indent = line.len() - line.trim_start_matches([' ', '\t', '-', '\u{a0}']).len();
    let mut without_tabs = None;
    for (column, (at, c)) in (1..).zip(line.char_indices()) {
        let place = at_column(column, at, c.len_utf8());
        match c {
            '\t' if at >= indent => {
                // YAML allows a tab there, but editors and people expect a space.
                let is_gap = |field: &FieldLine<'_>| line[..at].ends_with(':') && at < field.at;
                if known_field(line).is_some_and(|(field, _)| is_gap(&field)) {
                    let end = line.len() - line[at..].trim_start().len();
                    let fix = Fix::sure(vec![Edit::at(at_column(column, at, end - at), " ")]);
                    notes
                        .add(Rule::Tab, place, "a tab after the colon", "use one space")
                        .fixed(fix);
                }
            }
            '\t' | '\u{a0}' if at < indent && without_tabs.is_none() => {
                let (rule, what, help) = match c {
                    '\t' => (Rule::Tab, "a tab before a field", "use two spaces per level"),
                    _ => (Rule::OddSpace, "a non-breaking space", "use ordinary spaces"),
                };
                let start = untabbed(line, above, indent);
                let edit = Edit::at(at_column(1, 0, indent), start.clone());
                notes.add_unfit(rule, place, what, help).fixed(Fix::sure(vec![edit]));
                without_tabs = Some(start + &line[indent..]);
            }
            '\t' | '\u{a0}' if at < indent => {}
            '\u{a0}' | '\u{2007}' | '\u{202f}' if is_typographic(line, at, c, french) => {}
            '\u{a0}' | '\u{2007}' | '\u{202f}' if at < indent || c == '\u{a0}' => {
                let fix = Fix::sure(vec![Edit::at(place, " ")]);
                let (what, help) = ("a non-breaking space", "use an ordinary space");
                notes.add_unfit(Rule::OddSpace, place, what, help).fixed(fix);
            }
            _ if is_hostile(c) => {
                let what = format!("an invisible or control character (U+{:04X})", u32::from(c));
                // Text after a control character was probably part of a command, so removing just the character isn't a fix.
                let fix = (!c.is_control()).then(|| {
                    let instead = if matches!(c, '\u{2028}' | '\u{2029}') { " " } else { "" };
                    Fix::sure(vec![Edit::at(place, instead)])
                });
                notes.add_unfit(Rule::Hostile, place, what, "remove it").fixed(fix);
                if notes.is_full() {
                    return without_tabs;
                }
            }
            _ => {}
        }
    }
    without_tabs
}

/// The first `indent` bytes of `line` without tabs: as deep as the line `above`, or with two spaces per tab.
fn untabbed(line: &str, above: &str, indent: usize) -> String {
    let blank = |c: char| c == ' ' || c == '\t' || c == '\u{a0}';
    let margin = line.len() - line.trim_start_matches(blank).len();
    let field = column_of(above);
    let is_item = line[margin..].starts_with('-');
    let opens = above.trim_end().ends_with(':');
    let width = match (is_item, above.contains(':'), opens) {
        (false, true, false) => field,
        (false, true, true) => field + 2,
        _ => line[..margin].chars().map(|c| if c == '\t' { 2 } else { 1 }).sum(),
    };
    " ".repeat(width) + &line[margin..indent].replace(['\t', '\u{a0}'], " ")
}

/// What git writes between the two sides of a conflict.
const MIDDLE: &str = "=======";

/// Whether `line` is a conflict marker. All but `=======` may be indented, as some editors leave them.
fn is_conflict(line: &str) -> bool {
    let text = line.trim_start();
    let rest = ["<<<<<<<", ">>>>>>>", "|||||||"].iter().find_map(|mark| text.strip_prefix(mark));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) || line == MIDDLE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::problem::MOST;

    fn decode(bytes: &[u8]) -> Result<&str, Box<Problem>> {
        super::decode(&"deck.yaml".into(), bytes)
    }

    fn scan(text: &str) -> Vec<Problem> {
        let mut notes = Notes::new(&"deck.yaml".into(), text);
        super::scan(text, &mut notes);
        notes.into_problems()
    }

    fn found(text: &str) -> Vec<(&'static str, u32, u32)> {
        let found = |find: Problem| (find.rule.code(), find.place.line, find.place.column);
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
        assert_eq!(found("<<<<<<< HEAD\n=======\n>>>>>>> x\n"), [("E106", 1, 1)]);
        assert_eq!(found("=======\n>>>>>>> x\n").len(), 2, "a conflict that was half removed");
        assert_eq!(found("a: 1\rb: 2\r"), [("E107", 1, 1)]);
    }

    #[test]
    fn an_indented_conflict_marker_is_one_except_in_the_text_of_a_field() {
        let below =
            |first: &str| found(&format!("- term: x\n  example: {first}\n    <<<<<<< HEAD\n"));
        for first in ["|", "\"one", "\n    \"one", "\n    |", "d\n  note: |"] {
            assert_eq!(below(first), [], "{first}");
        }
        assert_eq!(below("d"), [("E106", 3, 1)]);
        assert_eq!(found("example: |\n  one\n<<<<<<< HEAD\n"), [("E106", 3, 1)]);
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
        assert_eq!(decode(&vec![b' '; MAX_BYTES + 1]).unwrap_err().rule.code(), "E101");
    }

    #[test]
    fn utf_16_is_known_with_and_without_its_mark() {
        for bytes in [&b"\xff\xfet\0"[..], b"\xfe\xff\0t", b"t\0e\0", b"\0t\0e"] {
            assert_eq!(decode(bytes).unwrap_err().what, "the file is UTF-16");
        }
        assert_eq!(decode(b""), Ok(""));
        for no_text in [&b"\0"[..], b"\0\x01\x02", b"\xff\xfe\0", b"\xfe\xffa"] {
            let what = decode(no_text).err().map(|problem| problem.what).unwrap_or_default();
            assert!(!what.contains("UTF-16"), "{no_text:?}: {what}");
        }
    }

    #[test]
    fn what_can_be_nothing_else_is_fixed() {
        for (text, fixed) in [
            ("terms:\n  - term: a\n\tdefinition: b\n", "terms:\n  - term: a\n    definition: b\n"),
            ("terms:\n\t-\tterm: a\n", "terms:\n  - term: a\n"),
            (
                "terms:\n\t- term: a\n\t  definition: b\n\t\texample: c\n",
                "terms:\n  - term: a\n    definition: b\n    example: c\n",
            ),
            ("a:\n\tb: 1\n", "a:\n  b: 1\n"),
            ("a: x\u{200b}y\u{a0}z\n", "a: xy z\n"),
            ("a: 1\rb: 2\r", "a: 1\nb: 2\n"),
        ] {
            let finds = scan(text);
            let mut edits: Vec<_> =
                finds.into_iter().flat_map(|find| find.fix.unwrap().edits).collect();
            edits.sort();
            let mut out = text.to_owned();
            for edit in edits.iter().rev() {
                out.replace_range(edit.start as usize..edit.end as usize, &edit.text);
            }
            assert_eq!(out, fixed);
        }
    }

    #[test]
    fn a_text_full_of_unfit_characters_is_not_looked_at_to_its_end() {
        assert_eq!(scan(&"\u{1b}".repeat(10 * MOST)).len(), MOST + 1);
        assert_eq!(scan(&"a\u{1b}\n".repeat(10 * MOST)).len(), MOST + 1);
    }
}
