//! What the YAML parser stumbles over, in words for people who do not know YAML.

use crate::core::deck::fields::{DECK, Kind, TERM};
use crate::core::deck::problem::Problem;
use crate::core::deck::read::Notes;
use crate::core::deck::rules;
use crate::core::text::clean;
use crate::core::yaml::{Cut, Fault, FaultKind, Place};

/// Notes what is wrong at `fault`, unless the scan of the text has named the cause already.
pub fn explain(fault: &Fault, text: &str, notes: &mut Notes) {
    let place = fault.place;
    match &fault.kind {
        FaultKind::Syntax(words) => {
            let found = cause(place, text);
            let place = found.as_ref().map_or(place, |cause| cause.place);
            let named = |problem: &Problem| {
                problem.place.line == place.line && problem.rule.code.starts_with("E2")
            };
            if notes.scanned.iter().any(|line| line.abs_diff(place.line) <= 1)
                || notes.problems.iter().any(named)
            {
                return;
            }
            match found {
                Some(cause) => notes.add(&rules::SYNTAX, cause.place, cause.what, cause.mend),
                None => {
                    let what = format!("this cannot be read: {words}");
                    let mend = "look for a missing quote, colon or space here or on the line above";
                    notes.add(&rules::SYNTAX, place, what, mend);
                }
            }
        }
        FaultKind::Anchor => {
            let what = "`&` and `*` in front of a value are not allowed";
            notes.add(&rules::ANCHOR, place, what, quoted(place, text));
        }
        FaultKind::Tag => {
            let what = "`!` in front of a value is not allowed";
            notes.add(&rules::TAG, place, what, quoted(place, text));
        }
        FaultKind::Directive => {
            notes.add(
                &rules::DIRECTIVE,
                place,
                "a `%` directive is not allowed",
                "remove the line",
            );
        }
        FaultKind::SecondDocument => {
            let what = "a second document begins here";
            notes.add(&rules::SECOND_DOCUMENT, place, what, "put it into a file of its own");
        }
        FaultKind::TooDeep => {
            let what = "this is nested too deep";
            notes.add(&rules::TOO_DEEP, place, what, "a deck has three levels");
        }
        FaultKind::OddKey => {
            let what = "a list or a map stands where the name of a field belongs";
            notes.add(&rules::ODD_KEY, place, what, "put the text in double quotes");
        }
    }
}

/// Notes that `cut` has cut off a text, where it stands behind a field that holds prose.
pub fn explain_cut(cut: &Cut, text: &str, notes: &mut Notes) {
    let line = line_of(text, cut.place.line);
    let Some(field) = field_of(line) else { return };
    let is_prose = DECK.iter().chain(TERM).any(|known| {
        known.name == field.name
            && matches!(known.kind, Kind::Prose(_) | Kind::Line(_) | Kind::Lines(_))
    });
    if is_prose {
        let what = "everything after ` #` is cut off as a comment";
        let mend = format!(
            "write {}: \"{}\", or put the comment on a line of its own",
            field.name,
            escaped(field.value)
        );
        notes.add(&rules::CUT, cut.place, what, mend);
    }
}

struct Cause {
    place: Place,
    what: String,
    mend: String,
}

/// A line of the form `- name: value`.
struct FieldLine<'a> {
    name: &'a str,
    value: &'a str,
    /// Column of the value, from 1.
    column: usize,
}

fn field_of(line: &str) -> Option<FieldLine<'_>> {
    let (name, rest) = line.split_once(':')?;
    let name = name.trim_start_matches([' ', '-']).trim_end();
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
        return None;
    }
    let value = rest.trim();
    let column = line.chars().count() - rest.trim_start().chars().count() + 1;
    Some(FieldLine { name, value, column })
}

/// Line `number` (from 1) of `text`.
fn line_of(text: &str, number: u32) -> &str {
    let number = usize::try_from(number).unwrap_or(1).saturating_sub(1);
    text.lines().nth(number).unwrap_or_default()
}

fn escaped(value: &str) -> String {
    clean(value).replace('\\', "\\\\").replace('"', "\\\"")
}

fn quoted(place: Place, text: &str) -> String {
    match field_of(line_of(text, place.line)) {
        Some(field) => {
            format!("put the text in quotes: {}: \"{}\"", field.name, escaped(field.value))
        }
        None => "put the text in double quotes".to_owned(),
    }
}

/// The likely cause of a syntax error: on the line where the parser gave up, or just above it.
fn cause(place: Place, text: &str) -> Option<Cause> {
    (0..3).find_map(|up| {
        let number = place.line.checked_sub(up).filter(|number| *number > 0)?;
        cause_on(text, number)
    })
}

fn cause_on(text: &str, number: u32) -> Option<Cause> {
    let line = line_of(text, number);
    let at = |column: usize, what: &str, mend: String| {
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        let place = Place { line: number, column, start: 0, end: 0 };
        Some(Cause { place, what: what.to_owned(), mend })
    };
    let indent = line.len() - line.trim_start().len();
    let trimmed = line.trim_start();
    // `-term: x`
    if let Some(rest) = trimmed.strip_prefix('-')
        && rest.starts_with(|c: char| c.is_alphabetic())
        && field_of(rest).is_some()
    {
        return at(indent + 1, "a space is missing after the dash", format!("write `- {rest}`"));
    }
    let field = field_of(line)?;
    let value = field.value;
    let fixed =
        || format!("put the whole text in double quotes: {}: \"{}\"", field.name, escaped(value));
    if let Some(first) = value.chars().next()
        && matches!(first, '@' | '`' | '%' | '*' | '&' | '!' | '}' | ']' | ',' | '?')
    {
        return at(
            field.column,
            &format!("a text that begins with `{first}` needs quotes"),
            fixed(),
        );
    }
    if let Some(quote @ ('\'' | '"')) = value.chars().next() {
        let inner = value.trim_end().trim_matches(quote);
        let closed = value.len() > 1 && value.trim_end().ends_with(quote);
        if !closed
            || (quote == '\'' && inner.replace("''", "").contains('\''))
            || inner.contains(quote)
        {
            let what = format!("the quote {quote} that begins here does not end well");
            let plain = escaped(inner);
            let mend = format!("write {}: \"{plain}\"", field.name);
            return at(field.column, &what, mend);
        }
    }
    if !value.starts_with(['"', '\'', '[', '{', '|', '>']) && value.contains(": ") {
        return at(field.column, "a text with a colon in it needs quotes", fixed());
    }
    if value.starts_with('[') && !value.trim_end().ends_with(']') {
        return at(
            field.column,
            "the list that begins here is not closed",
            "add the `]`".to_owned(),
        );
    }
    // A field that stands deeper or less deep than the one above it.
    let above =
        (1..number).rev().map(|up| line_of(text, up)).find(|line| !line.trim().is_empty())?;
    let upper = field_of(above)?;
    let start = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let is_item = trimmed.starts_with("- ");
    if start(line) != start(above) && !upper.value.is_empty() && !is_item {
        let mend = format!("begin it in the same column as `{}` above", upper.name);
        return at(
            indent + 1,
            &format!("`{}` is not indented like its neighbours", field.name),
            mend,
        );
    }
    if is_item {
        let item = |line: &str| {
            line.trim_start().starts_with("- ").then(|| line.len() - line.trim_start().len())
        };
        let other = (1..number).rev().find_map(|up| item(line_of(text, up)))?;
        if other != indent {
            let what = "this term is not indented like the others".to_owned();
            return at(indent + 1, &what, format!("put {other} spaces in front of the dash"));
        }
    }
    None
}
