//! Explains YAML syntax errors to people who don't know YAML.

use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::read::line::{Cause, Line, in_quotes};
use crate::core::deck::read::lines::{Lines, field_of, known_field, opens_quote, quoted};
use crate::core::deck::read::notes::Notes;
use crate::core::deck::rules::Rule;
use crate::core::yaml::{Fault, FaultKind, Span, TrailingComment};

/// What is wrong if no cause is found.
pub const UNREADABLE: &str = "the file cannot be read from here on";

/// What is wrong with a line that is neither a field nor the text of one.
pub const NO_FIELD: &str = "this line is not a field";

/// How to fix that.
pub(super) const AS_FIELD: &str =
    "write it as `name: text`, or put `#` before it if it is a comment";

/// Reports `fault`, unless the precheck already found its cause.
pub(super) fn explain(fault: &Fault, notes: &mut Notes<'_>) {
    if notes.passes_over() {
        return;
    }
    let place = fault.place;
    let line = Line { lines: &notes.lines, number: place.line, text: notes.lines.line(place.line) };
    // Another document starts with `---`, or just goes on below `...`.
    let is_other = fault.kind == FaultKind::SecondDocument && !line.text.starts_with("---");
    let is_end = |(_, line): &(u32, &str)| line.trim_end() == "...";
    let end = is_other.then(|| notes.lines.above(place.line).find(is_end)).flatten();
    let goes_on = fault.kind == FaultKind::SecondDocument && goes_on(&notes.lines, place.line);
    let is_above = fault.kind == FaultKind::Anchor && !line.text.contains(['&', '*']);
    let (rule, what, help) = match &fault.kind {
        // The parser's own words help no one who does not know YAML's grammar.
        FaultKind::Syntax(_) | FaultKind::OddKey => {
            let found = match fault.kind {
                FaultKind::OddKey => line.question().or_else(|| line.value()),
                _ => cause(place, &notes.lines),
            };
            let place = found.as_ref().map_or(place, |cause| cause.place);
            if notes.scanned_near(place) || notes.told(place) {
                return;
            }
            match found {
                Some(cause) => {
                    notes.add(Rule::Syntax, place, cause.what, cause.help).fixed(cause.fix);
                }
                None if fault.kind == FaultKind::OddKey => {
                    let what = "expected a field name, found a list or a map";
                    notes.add(Rule::OddKey, place, what, "put the text in double quotes");
                }
                None => {
                    let help = if notes.told_above(place) {
                        "fix the problem above first; this may follow from it"
                    } else {
                        "look for a missing quote, colon or space here or on the line above"
                    };
                    notes.add(Rule::Syntax, place, UNREADABLE, help);
                }
            }
            return;
        }
        // The key is reported with the fields.
        FaultKind::Anchor if line.text.trim_start().starts_with("<<") => return,
        FaultKind::Anchor if is_above => (
            Rule::Anchor,
            "`&` gives what starts here a name, which decks don't use",
            "remove the name on the line above, and write the fields out where they are needed",
        ),
        FaultKind::Anchor => {
            (Rule::Anchor, "`&` and `*` before a value are not allowed", "put the text in quotes")
        }
        FaultKind::Tag => {
            (Rule::Tag, "`!` before a value is not allowed", "put the text in quotes")
        }
        FaultKind::Directive => {
            (Rule::Directive, "a `%` directive is not allowed", "remove the line")
        }
        FaultKind::SecondDocument if end.is_some() => (
            Rule::SecondDocument,
            "`...` ends the deck before this line",
            "remove the line with `...`",
        ),
        FaultKind::SecondDocument if is_last(&notes.lines, place) => (
            Rule::SecondDocument,
            "`---` begins a second document, with nothing in it",
            "remove the line",
        ),
        FaultKind::SecondDocument if goes_on => (
            Rule::SecondDocument,
            "`---` in the middle of the deck begins a second document",
            "remove the line",
        ),
        FaultKind::SecondDocument => {
            (Rule::SecondDocument, "a second document starts here", "put it in a separate file")
        }
        FaultKind::TooDeep => {
            (Rule::TooDeep, "this is nested too deeply", "a deck has at most five levels")
        }
    };
    let fix = match &fault.kind {
        FaultKind::Anchor if is_above => None,
        FaultKind::SecondDocument if goes_on => {
            Some(notes.lines.without_lines(place.line..=place.line))
        }
        FaultKind::SecondDocument => end.map(|(at, _)| notes.lines.without_lines(at..=at)),
        FaultKind::Anchor | FaultKind::Tag => {
            // Whether `&` starts an anchor or belongs to the text is for a person to decide. Nothing follows an alias.
            let field = field_of(line.text).filter(|field| field.value.starts_with('*'));
            let sure = field.is_some_and(|field| {
                let value = field.value.split(" #").next().unwrap_or_default().trim_end();
                value[1..].contains([' ', '*'])
            });
            in_quotes(&notes.lines, place).map(|fix| Fix { sure, ..fix })
        }
        FaultKind::Directive => directive(&notes.lines),
        _ => None,
    };
    // The parser reports the text after the sign.
    let place = match field_of(notes.lines.line(place.line)) {
        Some(field) if fault.kind == FaultKind::Tag && fix.is_some() => {
            notes.lines.place(place.line, field.at, field.value.len())
        }
        _ => place,
    };
    notes.add(rule, place, what, help).fixed(fix);
}

/// Whether the deck goes on below `---` on line `number`: with an item, or a field that it does not have yet.
fn goes_on(lines: &Lines<'_>, number: u32) -> bool {
    let below = (number + 1..).map(|at| lines.line(at)).take(20);
    let next = below.into_iter().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let has = |name: &str| {
        lines
            .above(number)
            .any(|(_, line)| line.split_once(':').is_some_and(|(own, _)| own == name))
    };
    lines.line(number).trim_end() == "---"
        && next.is_some_and(|next| {
            next.starts_with([' ', '-'])
                || known_field(next).is_some_and(|(field, _)| !has(field.name) && !has("terms"))
        })
}

/// Whether nothing follows the line of `place`.
fn is_last(lines: &Lines<'_>, place: Span) -> bool {
    let rest = lines.start(place.line + 1).and_then(|start| lines.text.get(start..));
    rest.unwrap_or_default().trim().is_empty()
}

/// A fix that removes the directives at the start of a text.
fn directive(lines: &Lines<'_>) -> Option<Fix> {
    let last = (1..100).take_while(|line| lines.line(*line).starts_with('%')).last()?;
    Some(lines.without_lines(1..=last))
}

/// Reports that a comment cuts off text, if it follows a field that contains prose.
pub(super) fn explain_cut(cut: &TrailingComment, notes: &mut Notes<'_>) {
    if notes.passes_over() || notes.told(cut.place) {
        return;
    }
    let line = notes.lines.line(cut.place.line);
    let Some((field, known)) = known_field(line) else { return };
    if known.kind.limit().is_some() {
        let what = "everything after ` #` is read as a comment";
        // `#1` belongs to the text; `# TODO` and `#todo` may well be comments, but not in place of a text.
        let is_text = field
            .value
            .split_once(" #")
            .is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()));
        let is_all = field.value.strip_prefix('#').is_some_and(is_label);
        // A comment before or between the lines of a value is one.
        let is_before = field.value.starts_with("# ");
        let is_between = field.value.starts_with('[') && !is_text;
        if is_before || is_between {
            return;
        }
        let fix = if is_text || is_all {
            in_quotes(&notes.lines, cut.place)
        } else {
            // What follows may belong to the text, too.
            let text = quoted(field.value);
            let place = notes.lines.place(cut.place.line, field.at, field.value.len());
            let fix = Fix::likely(vec![Edit::at(place, text.clone())]);
            let is_bare = !field.value.starts_with(['"', '\'', '[']);
            is_bare.then(|| fix.showing(format!("{}: {text}", field.name)))
        };
        let help = match &fix {
            Some(fix) if fix.sure => "put the whole text in double quotes",
            _ => "put the text in double quotes, or the comment on its own line",
        };
        notes.add(Rule::Cut, cut.place, what, help).fixed(fix);
    }
}

/// Whether `text` after a `#` is more likely a label, such as the name of a channel, than a comment.
pub(super) fn is_label(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    !word.is_empty() && !["todo", "tbd", "fixme", "xxx", "note"].contains(&&*word.to_lowercase())
}

/// Reports fields that became part of the text at `place` because the space after their colon is missing. Returns their names.
/// `first` includes the first line of the text.
pub(super) fn explain_glued(place: Span, first: bool, notes: &mut Notes<'_>) -> Vec<&'static str> {
    let mut names = Vec::new();
    let from = place.line + u32::from(!first);
    for number in from..from.saturating_add(100) {
        let start = notes.lines.start(number).and_then(|start| u32::try_from(start).ok());
        if start.is_none_or(|start| start >= place.end) {
            break;
        }
        let line = Line { lines: &notes.lines, number, text: notes.lines.line(number) };
        if let Some((name, cause)) = line.glued() {
            notes.add(Rule::Syntax, cause.place, cause.what, cause.help).fixed(cause.fix);
            names.push(name);
        }
    }
    names
}

/// The likely cause of a syntax error: on the line where parsing failed, or just above it.
fn cause(place: Span, lines: &Lines<'_>) -> Option<Cause> {
    let at = |number| Line { lines, number, text: lines.line(number) };
    // A quote that is not closed ends where the next one opens.
    let opened = lines.above(place.line).find(|(number, line)| {
        let quote =
            known_field(line).map(|(field, _)| field.value).filter(|text| opens_quote(text));
        let Some(quote) = quote.and_then(|text| text.chars().next()) else { return false };
        let mut below = (number + 1..=place.line).map(|number| lines.line(number));
        let end = below.find(|line| known_field(line).is_some() || line.contains(quote));
        end.is_some_and(|line| known_field(line).is_some())
    });
    if let Some(cause) = opened.and_then(|(number, _)| at(number).value()) {
        return Some(cause);
    }
    let near = (0..3).find_map(|up| {
        let line = at(place.line.checked_sub(up).filter(|number| *number > 0)?);
        line.comma()
            .or_else(|| line.gap())
            .or_else(|| line.braces())
            .or_else(|| line.value())
            .or_else(|| line.depth())
    });
    // A list may start many lines above.
    let owner = || lines.above(place.line).find(|(_, line)| field_of(line).is_some());
    let line = at(place.line);
    let is_field =
        known_field(line.text).is_some() || line.text.trim_start().starts_with(['-', '"', '#']);
    let text = line.text.trim();
    near.or_else(|| owner().and_then(|(number, _)| at(number).value())).or_else(|| {
        let is_other = !is_field && !text.is_empty();
        is_other.then(|| line.cause(line.indent(), text.len(), NO_FIELD, AS_FIELD, None))
    })
}
