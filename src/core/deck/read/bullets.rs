//! Finds bullets and numbers where dashes belong, and dashes where none belong.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::core::deck::fields::{Kind, Part};
use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::read::line::{Cause, Line};
use crate::core::deck::read::lines::{column_of, field_of, known_field, quoted};
use crate::core::yaml::Span;

/// What people use as a bullet.
const BULLETS: &[char] = &[
    '•', '·', '◦', '▪', '●', '○', '‣', '∙', '–', '—', '−', '*', '+', '→', '➔', '►', '▶', '✓', '✔',
];

/// The length of the bullet, number or letter at the start of `text`, or of a dash without a space after it.
pub(super) fn mark(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut after = text[digits..].chars();
    match (after.next()?, after.next()) {
        ('.' | ')', _) if (1..=3).contains(&digits) => Some(digits + 1),
        ('-', Some(next)) if digits == 0 && next.is_alphabetic() => Some(1),
        (c, Some(')')) if digits == 0 && c.is_ascii_alphabetic() => Some(2),
        (c, _) if digits == 0 && BULLETS.contains(&c) => Some(c.len_utf8()),
        // An emoji may consist of several characters.
        (c, _) if digits == 0 && !"«“„‘".contains(c) => {
            let is_symbol = |c: char| !c.is_ascii() && !c.is_alphanumeric();
            let length = text.len() - text.trim_start_matches(is_symbol).len();
            (length > 0 && text[length..].starts_with(' ')).then_some(length)
        }
        _ => None,
    }
}

/// A term after two dashes.
pub(super) fn two_dashes(line: &Line<'_>) -> Option<Cause> {
    let (indent, text) = (line.indent(), line.text.trim_start());
    let dashes = ["- - ", "-- "].into_iter().find(|dashes| text.starts_with(dashes))?;
    let rest = &text[dashes.len()..];
    let (field, _) = known_field(rest)?;
    // The fields below it stay in their column.
    let is_deep = column_of(line.lines.line(line.number + 1)) == column_of(line.text);
    let place = line.lines.place(line.number, indent, dashes.len());
    let width = if is_deep { dashes.len() } else { 2 };
    let fix = Fix::sure(vec![Edit::at(place, format!("{:<width$}", "-"))]);
    let what = format!("two dashes before `{}`", field.name);
    Some(line.cause(indent, dashes.len() - 1, what, "remove one", fix.showing(format!("- {rest}"))))
}

/// A bullet or a number where a dash belongs.
pub(super) fn bullet(line: &Line<'_>) -> Option<Cause> {
    let (indent, text) = (line.indent(), line.text.trim_start());
    let length = mark(text)?;
    let (mark, rest) = text.split_at(length);
    let item = rest.trim_start();
    let is_spaced = rest.starts_with([' ', '\t']) || mark.starts_with(['•', '●', '▪', '-']);
    if item.is_empty() || !is_spaced {
        return None;
    }
    // The first item follows a list's name, and each other item one with the same bullet.
    let of_list = |above: &str| {
        known_field(above).is_some_and(|(field, known)| {
            field.value.is_empty() && (known.kind.is_list() || matches!(known.kind, Kind::Parts(_)))
        })
    };
    let same = |above: &str| match mark.strip_suffix(['.', ')']) {
        None => above.trim_start().starts_with(mark),
        Some(_) => {
            let above = above.trim_start();
            self::mark(above).is_some_and(|at| above[..at].ends_with(['.', ')']))
        }
    };
    let is_dashed = |line: &str| line.trim_start().starts_with("- ") && known_field(line).is_none();
    let after_one = || {
        let above = line.lines.above(line.number).next();
        above.is_some_and(|(_, above)| {
            of_list(above) || is_dashed(above) || known_field(above).is_none() && same(above)
        })
    };
    // A dash before a field is a matter of its own.
    let is_item = if known_field(item).is_some() { mark != "-" } else { after_one() };
    is_item.then_some(())?;
    // Fields below the item stay in its column.
    let all = text.len() - item.len();
    let is_deep = column_of(line.lines.line(line.number + 1)) == indent + 2;
    let width = if is_deep { 2 } else { text[..all].chars().count().max(2) };
    let dash = format!("{:<width$}", "-");
    let place = line.lines.place(line.number, indent, all);
    let shown = format!("{dash}{item}");
    let mut edits = vec![Edit::at(place, dash)];
    // Items with a dash below were read as a part of this one.
    for number in (line.number + 1..).take_while(|number| is_dashed(line.lines.line(*number))) {
        let below = line.lines.line(number);
        edits.push(Edit::at(line.lines.place(number, 0, below.len()), below));
    }
    let fix = Fix::sure(edits).showing(shown);
    let (what, help) = match mark {
        "-" => ("missing space after the dash".to_owned(), "add a space"),
        _ => (format!("`{mark}` does not start an item"), "start it with a dash and a space"),
    };
    Some(line.cause(indent, length, what, help, fix))
}

/// A field with a dash of its own, in the column of the fields above.
pub(super) fn dashed(line: &Line<'_>) -> Option<Cause> {
    let own = |text: &str| {
        let (field, _) = known_field(text.trim_start().strip_prefix("- ")?)?;
        let known = Part::Term.field(field.name)?;
        (!matches!(known.name, "term" | "id")).then_some(known.name)
    };
    let (name, indent) = (own(line.text)?, line.indent());
    let indent_of = |text: &str| text.len() - text.trim_start().len();
    let is_word = |text: &str| text.trim_start().starts_with("- term:");
    let (_, word) = line.lines.above(line.number).find(|(_, above)| is_word(above))?;
    let (_, above) = line.lines.above(line.number).find(|(_, above)| {
        !above.trim_start().starts_with('#') && (own(above).is_none() || indent_of(above) != indent)
    })?;
    let (field, known) = known_field(above)?;
    let column = column_of(above);
    let is_beside = indent_of(word) != indent && Part::Term.field(field.name).is_some();
    let is_open = field.value.is_empty() && known.kind.is_list();
    (is_beside && !is_open).then_some(())?;
    let start = column_of(line.text);
    let place = line.lines.place(line.number, 0, start);
    let fix =
        Fix::sure(vec![Edit::at(place, " ".repeat(column))]).showing(line.text[start..].trim_end());
    let what = format!("`{name}` has a dash of its own");
    Some(line.cause(indent, 1, what, "remove the dash", fix))
}

/// A list below the text of a field, or in place of it, that YAML does not read as a part of the text.
pub(super) fn list_in_text(line: &Line<'_>) -> Option<(Cause, RangeInclusive<u32>)> {
    let (field, known) = known_field(line.text)?;
    if !matches!(known.kind, Kind::Prose(_))
        || field.value.starts_with(['[', '{', '"', '\'', '|', '>'])
    {
        return None;
    }
    let column = column_of(line.text);
    let lines = line.lines;
    // The list may begin on the line of the name.
    let first = field.value.strip_prefix("- ");
    let mut lead = if first.is_some() { String::new() } else { field.value.to_owned() };
    let mut items: Vec<String> = first.into_iter().map(str::to_owned).collect();
    let mut marks = BTreeSet::new();
    let mut is_read = !lead.ends_with(':') && first.is_none();
    let mut last = line.number;
    let (mut is_flat, mut outer) = (true, None);
    let end = line.number.saturating_add(100);
    for number in line.number + 1..end {
        let (text, own) = (lines.line(number).trim(), lines.line(number));
        let depth = own.len() - own.trim_start().len();
        let length = if text.starts_with("- ") { Some(1) } else { mark(text) };
        if text.is_empty() || depth < column || known_field(text).is_some() || text.starts_with('#')
        {
            break;
        }
        match (length, items.last_mut()) {
            (Some(length), _) => {
                let (sign, item) = text.split_at(length);
                marks.insert(if length == 1 || !sign.is_ascii() { sign } else { "1." });
                // No item is below another one.
                is_flat &= item.starts_with(' ') && depth <= *outer.get_or_insert(depth);
                items.push(item.trim().to_owned());
            }
            (None, _) if depth == column => break,
            (None, Some(item)) => *item += &format!(" {text}"),
            (None, None) => lead += &format!(" {text}"),
        }
        is_read &= depth > column && !text.contains(": ") && !text.ends_with(':');
        last = number;
    }
    is_read &= marks.len() < 2 || !lead.is_empty();
    (items.len() > 1 && !is_read).then_some(())?;
    let place = Span {
        end: lines.place(last, lines.line(last).trim_end().len(), 0).end,
        ..lines.place(line.number, field.at, 0)
    };
    let is_plain = |item: &String| !item.contains([',', ';', ':', '.', '"', '\'', '#']);
    let is_flat = is_flat && last + 1 < end;
    let sure =
        is_flat && lead.ends_with(':') && !marks.contains("1.") && items.iter().all(is_plain);
    let lead = lead.trim_end_matches([':', '.', ' ']);
    let text =
        if lead.is_empty() { items.join(", ") } else { format!("{lead}: {}", items.join(", ")) };
    let text = quoted(&text);
    let shown = format!("{}: {text}", field.name);
    let gap = if line.text[..field.at].ends_with(':') { " " } else { "" };
    let fix = Fix::likely(vec![Edit::at(place, format!("{gap}{text}"))]).showing(shown);
    let fix = Fix { sure, ..fix };
    let what = format!("`{}` holds text, not a list", field.name);
    let help = "write the items into the sentence";
    Some((line.cause(column, field.name.len(), what, help, fix), line.number + 1..=last))
}

/// An item of a list in another column than its list, or without one.
pub(super) fn item(line: &Line<'_>) -> Option<Cause> {
    let (indent, text) = (line.indent(), line.text.trim());
    text.starts_with('-').then_some(())?;
    let (_, above) =
        line.lines.above(line.number).find(|(_, above)| !above.trim_start().starts_with('#'))?;
    let below = line.lines.line(line.number + 1);
    let is_item = |text: &str| text.trim_start().starts_with("- ") && known_field(text).is_none();
    let first = known_field(below).map(|(field, _)| field.name);
    let is_first = Part::ALL.iter().any(|part| part.required().next() == first);
    if text == "-" && !(first.is_some() && is_first) {
        let fix = line.lines.without_lines(line.number..=line.number);
        return Some(line.cause(indent, 1, "this item is empty", "remove the line", fix));
    }
    let name = text.strip_prefix("- ")?;
    (is_item(line.text) && !name.starts_with(['{', '['])).then_some(())?;
    // It may begin a word: the fields below it are deeper.
    if column_of(below) == indent + 2
        && !below.trim_start().starts_with('-')
        && known_field(below).is_some_and(|(field, _)| Part::Term.field(field.name).is_some())
    {
        let place = line.lines.place(line.number, indent + 2, 0);
        let fix = Fix::likely(vec![Edit::at(place, "term: ")])
            .showing(format!("- term: {}", name.trim()));
        return Some(line.cause(
            indent,
            text.len(),
            "this word has no `term`",
            "write its name as a field",
            fix,
        ));
    }
    let depth = above.len() - above.trim_start().len();
    if is_item(above) {
        return (depth != indent).then(|| line.misplaced(depth));
    }
    let (field, known) = known_field(above)?;
    let column = column_of(above);
    if field.value.is_empty() || field.value.starts_with('#') {
        return (known.kind.is_list() && indent < column).then(|| line.misplaced(column + 2));
    }
    // A text goes on in deeper lines, and the list may begin on the line of its name.
    let is_text = !field.value.starts_with(['"', '\'', '[']);
    let is_read = is_text && indent > column
        || field.value.starts_with(['-', '&', '!', '{', '|', '>'])
        || field_of(name).is_some();
    let help = "add a line above it that names the list, such as `aliases:`";
    (!is_read).then(|| line.cause(indent, text.len(), "this item belongs to no list", help, None))
}
