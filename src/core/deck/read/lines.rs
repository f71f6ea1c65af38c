//! Line lookup in a text, and edits that fix a single line.

use std::cell::Cell;

use crate::core::deck::fields::{self, Field};
use crate::core::deck::problem::{Edit, Fix};
use crate::core::text::stored;
use crate::core::yaml::{Span, in_quotes};

/// The longest line to diagnose, in bytes. No one writes longer ones by hand, and a one-line file with an error at every letter
/// would otherwise be scanned from start to end for each.
const LONGEST: usize = 4096;

/// The starts of a text's lines.
#[derive(Debug, Default)]
pub(super) struct Lines<'a> {
    /// The text.
    pub text: &'a str,
    starts: Vec<usize>,
    /// How many more lines may be looked at from below.
    looks: Cell<usize>,
}

/// A line of the form `- name: value`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FieldLine<'a> {
    /// The name.
    pub name: &'a str,
    /// The value, including anything after it on the line.
    pub value: &'a str,
    /// The column of the value, from 1, in characters.
    pub column: usize,
    /// The byte offset of the value in the line.
    pub at: usize,
}

/// The text of a field, with the lines below that seem to continue it.
pub(super) struct Whole {
    /// From the value to the end of the last line.
    pub place: Span,
    /// The lines in one, without quotes around it.
    pub text: String,
    /// The numbers of the lines below.
    pub below: std::ops::RangeInclusive<u32>,
    /// Whether there seem to be comments between the lines.
    pub has_comment: bool,
}

/// How many lines above one are looked at.
const ABOVE: usize = 120;

/// How many of those lines may always be read. Reads farther up are limited to `NEAREST` for each line of the text plus `MORE_LOOKS`,
/// so that a hostile text does not take quadratic time.
const NEAREST: usize = 4;
const MORE_LOOKS: usize = 20_000;

impl<'a> Lines<'a> {
    /// Splits `text` into lines.
    pub(super) fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        let starts: Vec<usize> = starts.collect();
        let looks = Cell::new(NEAREST * starts.len() + MORE_LOOKS);
        Self { text, starts, looks }
    }

    /// How the lines end.
    pub(super) fn end(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// Line `number` (from 1) without its line end. Empty if there is no such line or it is too long to diagnose.
    pub(super) fn line(&self, number: u32) -> &'a str {
        let line = self.range(number).map_or("", |range| &self.text[range]);
        if line.len() > LONGEST { "" } else { line }
    }

    /// The byte offset of line `number` (from 1).
    pub(super) fn start(&self, number: u32) -> Option<usize> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.starts.get(index).copied()
    }

    /// The byte range of line `number` without its line end.
    fn range(&self, number: u32) -> Option<std::ops::Range<usize>> {
        let start = self.start(number)?;
        let end = self.start(number + 1).unwrap_or(self.text.len());
        let line = self.text[start..end].trim_end_matches(['\n', '\r']);
        Some(start..start + line.len())
    }

    /// The nearest nonblank lines above line `number`, nearest first: more than a word has.
    pub(super) fn above(&self, number: u32) -> impl Iterator<Item = (u32, &'a str)> {
        let is_near = move |up: &u32| {
            let left = self.looks.get();
            let near = usize::try_from(number - up).is_ok_and(|up| up <= NEAREST);
            self.looks.set(if near { left } else { left.saturating_sub(1) });
            near || left > 0
        };
        let lines = (1..number).rev().take_while(is_near).map(|up| (up, self.line(up)));
        lines.filter(|(_, line)| !line.trim().is_empty()).take(ABOVE)
    }

    /// The number of the last line of the block text of the field on line `number`, as it was meant: its lines may not be indented.
    pub(super) fn end_of_block(&self, number: u32) -> u32 {
        let column = column_of(self.line(number));
        let mut last = number;
        for at in number + 1..number.saturating_add(100) {
            let line = self.line(at);
            let depth = line.len() - line.trim_start().len();
            let is_item = line.trim_start().starts_with("- ") && known_field(line).is_none();
            if self.start(at).is_none() {
                break;
            }
            if !line.trim().is_empty() {
                let goes_on = continues(line, column) || is_item && depth > column;
                if !goes_on || self.no_colon(at).is_some() {
                    break;
                }
                last = at;
            }
        }
        last
    }

    /// The text of the field on line `number`, with the lines below that seem to continue it.
    pub(super) fn whole(&self, number: u32) -> Option<Whole> {
        let line = self.line(number);
        let field = field_of(line)?;
        let column = column_of(line);
        let below = |at: &u32| {
            self.start(*at).is_some()
                && continues(self.line(*at), column)
                && self.no_colon(*at).is_none()
        };
        let last = (number + 1..number.saturating_add(100)).take_while(below).last();
        let last = last.unwrap_or(number);
        let lines = (number + 1..=last).map(|at| self.line(at).trim());
        let mut parts: Vec<&str> = std::iter::once(field.value).chain(lines).collect();
        let has_comment = parts[..parts.len() - 1].iter().any(|part| comment(part).is_some());
        // A comment after the text stays where it is.
        let mut behind = 0;
        if let Some(part) = parts.last_mut()
            && let Some(at) = comment(part)
        {
            behind = part.len() - at;
            *part = &part[..at];
        }
        let text = parts.join(" ");
        let range = self.range(last)?;
        let end = self.text[range.start..range.end].trim_end().len() + range.start;
        let place =
            Span { end: narrow(end - behind), ..self.place(number, field.at.min(line.len()), 0) };
        let below = number + 1..=last;
        Some(Whole { place, text: unquoted(text.trim()), below, has_comment })
    }

    /// The text at `place`.
    pub(super) fn at(&self, place: Span) -> Option<&'a str> {
        let offset = |n: u32| usize::try_from(n).ok();
        self.text.get(offset(place.start)?..offset(place.end)?)
    }

    /// The span of `length` bytes on line `number`, starting at its byte `at`.
    pub(super) fn place(&self, number: u32, at: usize, length: usize) -> Span {
        let line = self.line(number);
        let column = line.get(..at).map_or(1, |before| before.chars().count() + 1);
        let start = self.start(number).unwrap_or_default() + at;
        let (column, start, end) = (narrow(column), narrow(start), narrow(start + length));
        Span { line: number, column, start, end }
    }

    /// A fix that removes these lines.
    pub(super) fn without_lines(&self, numbers: std::ops::RangeInclusive<u32>) -> Fix {
        let from = |number| narrow(self.start(number).unwrap_or(self.text.len()));
        let (start, end) = (from(*numbers.start()), from(*numbers.end() + 1));
        Fix::sure(vec![Edit { start, end, text: String::new() }])
    }

    /// A fix that removes the lines of `key` and `value`. `None` if anything else is on them.
    pub(super) fn without_field(&self, key: Span, value: Span) -> Option<Fix> {
        let (first, start) = (self.line(key.line), self.start(key.line)?);
        let from = usize::try_from(key.start).ok()?;
        let to = usize::try_from(value.end.max(key.end)).ok()?;
        let rest = self.text.get(to..)?;
        let blank = rest.bytes().take_while(|byte| matches!(byte, b' ' | b':' | b'\r')).count();
        let rest = rest.get(blank..)?;
        let ends = rest.is_empty() || rest.starts_with('\n');
        let own = first.get(..from.checked_sub(start)?)?.bytes().all(|byte| byte == b' ');
        let (start, end) = (narrow(start), narrow((to + blank + 1).min(self.text.len())));
        (own && ends).then(|| Fix::sure(vec![Edit { start, end, text: String::new() }]))
    }
}

pub(super) fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Parses `line` as a field with a value.
pub(super) fn field_of(line: &str) -> Option<FieldLine<'_>> {
    let (name, rest) = line.split_once(':')?;
    let name = name.trim_start_matches([' ', '-']).trim_end();
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
        return None;
    }
    let at = line.len() - rest.trim_start().len();
    let column = line[..at].chars().count() + 1;
    Some(FieldLine { name, value: rest.trim(), column, at })
}

/// Parses `line` as a known field.
pub(super) fn known_field(line: &str) -> Option<(FieldLine<'_>, &'static Field)> {
    let field = field_of(line)?;
    // `ask` of a deck is a list, and `ask` of a term is a text.
    let own = if column_of(line) > 0 { fields::DECK.len() } else { 0 };
    let mut all = fields::all().skip(own).chain(fields::all());
    let known = all.find(|known| known.name == field.name)?;
    Some((field, known))
}

/// The column in which the field on `line` starts, after its dash, from 0.
pub(super) fn column_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '-']).len()
}

/// Whether `line` seems to continue a text of the field in this column above it.
fn continues(line: &str, column: usize) -> bool {
    let text = line.trim_start();
    let is_other = text.is_empty()
        || text.starts_with(['#', '\t'])
        || ["- ", "---", "...", "```", "<<<<<<<", "=======", ">>>>>>>", "|||||||", "// ", "<!--"]
            .iter()
            .any(|mark| text.starts_with(mark))
        || names_field(text)
        || bold_field(text).is_some();
    !is_other && (line.len() - text.len() > column || field_of(line).is_none())
}

/// The byte offset in `part` at which a comment follows a text, and the space before it.
fn comment(part: &str) -> Option<usize> {
    let at = part.find(" # ")?;
    let text = part[..at].trim_end();
    let quote = text.chars().next()?;
    let is_closed = text.len() > 1 && text.trim_end_matches([',', ';', '.']).ends_with(quote);
    (!matches!(quote, '"' | '\'') || is_closed).then_some(text.len())
}

/// The known field at the start of `text` whose name is in bold or in backticks, as in Markdown, and its value.
pub(super) fn bold_field(text: &str) -> Option<(&'static Field, &str)> {
    let marks = ['*', '_', '`'];
    let rest = text.trim_start_matches(marks);
    let (name, value) = rest.split_once(':').filter(|_| rest.len() < text.len())?;
    let name = name.trim_end().trim_end_matches(marks);
    let known = fields::all().find(|known| known.name.eq_ignore_ascii_case(name))?;
    Some((known, value.trim_start_matches(marks).trim()))
}

/// Whether `text` seems to start with a known field, whatever stands before its name, and for a colon. `see also` is one, too.
pub(super) fn names_field(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let Some((name, _)) = text.split_once([':', '=', '：']) else { return false };
    let name = name.trim_end_matches(['"', '\'', ' ']).replace([' ', '-'], "_");
    fields::all().any(|known| known.name == name)
}

/// The names of the known fields with which lines of `text` begin, except in block texts.
pub fn field_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut lasting = Lasting::default();
    text.lines().filter_map(move |line| {
        let is_field = !lasting.holds(line);
        is_field.then(|| known_field(line)).flatten().map(|(field, _)| field.name)
    })
}

/// The column of the field or dash whose block text, or text in quotes, may go on below it.
#[derive(Default)]
pub(super) struct Lasting(Option<usize>);

impl Lasting {
    /// Whether `line`, the next one, is blank or belongs to the text above it.
    pub(super) fn holds(&mut self, line: &str) -> bool {
        let depth = line.len() - line.trim_start().len();
        if line.trim().is_empty() || self.0.is_some_and(|column| depth > column) {
            return true;
        }
        let rest = line.trim_start();
        let (column, text) = match (field_of(line), rest.strip_prefix("- ")) {
            (Some(field), _) => (column_of(line), field.value),
            (None, Some(item)) => (depth, item.trim()),
            // The text of a field whose name is on a line above.
            (None, None) => (depth.saturating_sub(1), rest.trim_end()),
        };
        let last = text.rsplit_once(": ").filter(|(_, last)| opens_quote(last));
        let is_own = is_block(text) || opens_quote(text);
        self.0 = is_own.then_some(column).or(last.and(Some(depth)));
        false
    }
}

/// Whether `value` starts with a quote that is not closed in it.
pub(super) fn opens_quote(value: &str) -> bool {
    match value.split_at_checked(1) {
        Some(("\"", text)) => !text.replace("\\\\", "").replace("\\\"", "").contains('"'),
        Some(("'", text)) => !text.replace("''", "").contains('\''),
        _ => false,
    }
}

/// Whether `value` starts a block text.
pub(super) fn is_block(value: &str) -> bool {
    let rest = value.strip_prefix(['|', '>']);
    rest.is_some_and(|rest| {
        rest.trim_start_matches(|c| "+-123456789".contains(c)).trim().is_empty()
    })
}

/// `value` without the quotes around it, if they don't belong to the text.
fn unquoted(value: &str) -> String {
    // A word processor changed only the quote before the text.
    let inner = value.strip_prefix(['“', '„', '”']).and_then(|text| text.strip_suffix('"'));
    if let Some(inner) = inner.filter(|text| !text.contains(['"', '“', '„', '”'])) {
        return inner.to_owned();
    }
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return value.to_owned();
    };
    let plain = |text: &str| match quote {
        '"' => text.replace("\\\"", "\""),
        _ => text.replace("''", "'"),
    };
    let inner = &value[1..];
    // Quotes open before a word, and close after one. The outer pair is only around everything if none closes it earlier.
    let (mut depth, mut closed) = (1_usize, None);
    let mut before = quote;
    let mut chars = inner.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        let is_inside = before.is_alphanumeric() && after.is_some_and(char::is_alphanumeric);
        if c == quote && before != '\\' && !is_inside {
            let opens = after.is_some_and(|c| !c.is_whitespace() && !c.is_ascii_punctuation())
                && !before.is_alphanumeric();
            depth = if opens { depth + 1 } else { depth.saturating_sub(1) };
            if depth == 0 {
                closed = Some(at);
                break;
            }
        }
        before = c;
    }
    let Some(at) = closed else { return plain(inner.strip_suffix(quote).unwrap_or(inner)) };
    let (text, rest) = (&inner[..at], &inner[at + 1..]);
    // A comma between the fields, as in JSON, or one quote too many.
    if rest.trim_matches([',', ';', ' ']).is_empty() || rest.trim_matches(quote).is_empty() {
        return plain(text);
    }
    // `"It stops".` means the sentence with its period; `"Stop", they said.` is a text that starts with a quotation.
    if rest.chars().all(|c| matches!(c, '.' | '!' | '?' | ',' | ';' | ' ')) {
        let rest = if text.ends_with(['.', '!', '?']) { "" } else { rest };
        return plain(&format!("{text}{rest}"));
    }
    plain(value)
}

/// `value` in double quotes, on one line and without unsafe characters.
pub(super) fn quoted(value: &str) -> String {
    in_quotes(&stored(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_by_its_number_and_shown_without_its_end() {
        let lines = Lines::new("a: 1\r\n\nb: é\nc");
        assert_eq!(
            (1..=5).map(|at| lines.line(at)).collect::<Vec<_>>(),
            ["a: 1", "", "b: é", "c", ""]
        );
        assert_eq!(lines.start(4), Some(13));
        assert_eq!(lines.above(4).map(|(at, _)| at).collect::<Vec<_>>(), [3, 1]);
        let place = lines.place(3, 3, 2);
        assert_eq!((place.column, place.start, place.end), (4, 10, 12));
    }

    #[test]
    fn a_field_is_taken_away_only_when_its_lines_hold_nothing_else() {
        let text = "  - term: x\n    why: ~\n    ask: ''  # why\n";
        let lines = Lines::new(text);
        let place = |from: &str, length: usize| {
            let at = text.find(from).unwrap();
            let line = text[..at].matches('\n').count() + 1;
            let (line, column) = (narrow(line), 1);
            Span { line, column, start: narrow(at), end: narrow(at + length) }
        };
        let edit = lines.without_field(place("why", 3), place("~", 1)).unwrap().edits.remove(0);
        assert_eq!(&text[edit.start as usize..edit.end as usize], "    why: ~\n");
        assert_eq!(lines.without_field(place("ask", 3), place("''", 2)), None);
        assert_eq!(lines.without_field(place("term", 4), place("x", 1)), None);
    }

    #[test]
    fn a_hostile_text_has_its_lines_looked_at_a_few_times_each() {
        let text = "x\n".repeat(30_000);
        let lines = Lines::new(&text);
        let all = (1..=30_000).map(|number| lines.above(number).count()).sum::<usize>();
        assert!((1..=30_000 * 2 * NEAREST + MORE_LOOKS + NEAREST).contains(&all), "{all}");
        assert_eq!(lines.above(30_000).count(), NEAREST);
        assert_eq!(Lines::new(&text).above(30_000).count(), ABOVE);
    }

    #[test]
    fn what_is_quoted_is_read_back_as_it_was() {
        assert_eq!(quoted(r#"a "b" \c"#), r#""a \"b\" \\c""#);
        assert_eq!(
            field_of("  - é: \"x\"").unwrap(),
            FieldLine { name: "é", value: "\"x\"", column: 8, at: 8 }
        );
        assert_eq!(field_of("no field"), None);
    }
}
