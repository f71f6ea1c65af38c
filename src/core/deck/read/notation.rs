//! Finds lines in notations that look like YAML but aren't: bullets, code fences, pasted diffs, text without indentation.

use crate::core::deck::fields::{Kind, Part};
use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::read::lines::{Lasting, Lines, column_of, is_block, known_field};
use crate::core::deck::read::notes::Notes;
use crate::core::deck::read::syntax::{Cause, Line, whole_in_quotes};
use crate::core::deck::rules::Rule;
use crate::core::yaml::{Node, Style, Value};

/// What people use as a bullet.
const BULLETS: &[char] = &[
    '•', '·', '◦', '▪', '●', '○', '‣', '∙', '–', '—', '−', '*', '+', '→', '➔', '►', '▶', '✓', '✔',
];

/// The length of the bullet, number or letter at the start of `text`, or of a dash without a space after it.
fn mark(text: &str) -> Option<usize> {
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

/// Whether `root` parses, but not to the shape of a deck, so that its lines deserve a closer look.
pub(super) fn is_suspect(root: &Node<'_>) -> bool {
    let Value::Map(_) = &root.value else { return true };
    if has_comment(root) {
        return true;
    }
    let Some((_, terms)) = root.field(Part::Term.names()) else { return true };
    let Value::List(terms) = &terms.value else { return true };
    let is_bulleted = |node: &Node<'_>| matches!(&node.value, Value::Text(text, Style::Plain) if mark(text).is_some());
    terms.iter().any(|term| match &term.value {
        Value::Map(fields) => fields.iter().any(|(_, value)| is_bulleted(value)),
        _ => true,
    })
}

/// Whether a field below `node`, or its text, starts with the sign of a comment in other languages.
fn has_comment(node: &Node<'_>) -> bool {
    let starts = |node: &Node<'_>| matches!(&node.value, Value::Text(text, Style::Plain) if text.starts_with("//"));
    match &node.value {
        Value::Text(..) => false,
        Value::List(items) => items.iter().any(has_comment),
        Value::Map(fields) => {
            fields.iter().any(|(key, value)| starts(key) || starts(value) || has_comment(value))
        }
    }
}

/// Whether the text was pasted from a diff, with its signs. Reports it.
pub(super) fn is_diff(notes: &mut Notes<'_>) -> bool {
    let lines = &notes.lines;
    let all = || numbers(lines).filter(|number| !lines.line(*number).trim().is_empty());
    let starts =
        |number: u32, signs: &[&str]| signs.iter().any(|sign| lines.line(number).starts_with(sign));
    let head = ["diff --git ", "index ", "--- ", "+++ ", "@@ "];
    let is_part = |number: u32| starts(number, &["+", "-", " ", "\\ "]) || starts(number, &head);
    let added = |number: &u32| starts(*number, &["+"]) && !starts(*number, &["+++"]);
    let Some(first) = all().find(added).filter(|_| all().all(is_part)) else { return false };
    // Removed lines and headings have to go, too, which only the author can do.
    let is_plain = all().all(|number| starts(number, &["+", " "]) && !starts(number, &head));
    let edits = all().map(|number| Edit::at(lines.place(number, 0, 1), "")).collect();
    let place = lines.place(first, 0, 1);
    let shown = lines.line(first)[1..].to_owned();
    let fix = is_plain.then(|| Fix::sure(edits).showing(shown));
    let what = "these lines come from a diff, with its `+` signs";
    let help = if is_plain {
        "remove the first character of each line"
    } else {
        "paste the new text without the signs and headings"
    };
    notes.add(Rule::Syntax, place, what, help).fixed(fix);
    true
}

/// The numbers of all lines.
fn numbers<'a>(lines: &'a Lines<'_>) -> impl Iterator<Item = u32> + 'a {
    (1..).take_while(|number| lines.start(*number).is_some())
}

/// Reports each line in another notation.
pub(super) fn scan(notes: &mut Notes<'_>) {
    let last = numbers(&notes.lines).last().unwrap_or_default();
    let mut has_terms = false;
    let mut lasting = Lasting::default();
    let mut number = 0;
    while number < last && !notes.is_full() {
        number += 1;
        let line = Line { lines: &notes.lines, number, text: notes.lines.line(number) };
        if lasting.holds(line.text) {
            continue;
        }
        let start = line.text.get(..4).unwrap_or_default();
        has_terms |= start.eq_ignore_ascii_case("term");
        let text = line.text;
        let mut taken = number..=number;
        let found = fence(&line).or_else(|| other_comment(&line)).or_else(|| two_dashes(&line));
        let found = found.or_else(|| bold(&line)).or_else(|| bullet(&line)).or_else(|| {
            let above = line.lines.above(number).find(|(_, above)| !above.starts_with('#'));
            // The list has a name that is misspelled.
            let is_named = above.is_some_and(|(_, above)| above.trim_end().ends_with(':'));
            let is_first = !has_terms && text.trim_start().starts_with("- term:");
            (is_first && !is_named).then(|| no_terms(&line))
        });
        let found = found.or_else(|| {
            let (cause, lines) = hanging(&line)?;
            taken = number..=*lines.end();
            Some(cause)
        });
        let found = found.or_else(|| without_colon(&line));
        if let Some(Cause { place, what, help, fix }) = found {
            has_terms |= text.trim_start().starts_with("- term:");
            if !notes.scanned(place) {
                notes.add_unfit(Rule::Syntax, place, what, &help).fixed(fix);
            }
            number = *taken.end();
            notes.take(taken);
        }
    }
}

/// A code fence or a table of Markdown.
fn fence(line: &Line<'_>) -> Option<Cause> {
    let text = line.text.trim();
    if text.len() > 1 && text.starts_with('|') && text.ends_with('|') {
        let help =
            "a deck is not a table; `shoptalk deck new NAME --from FILE` turns one into a deck";
        return Some(line.cause(
            line.indent(),
            text.len(),
            "a row of a table, as in Markdown",
            help,
            None,
        ));
    }
    text.starts_with("```").then_some(())?;
    let fix = line.lines.without_lines(line.number..=line.number);
    let what = "a code fence (```), as in Markdown";
    Some(line.cause(line.indent(), text.len(), what, "remove the line", fix))
}

/// A comment as in other languages.
fn other_comment(line: &Line<'_>) -> Option<Cause> {
    let text = line.text.trim();
    // Without a space, it may be an address.
    let slashed = text.strip_prefix("//");
    let slashed = slashed.filter(|text| text.starts_with(' ') || known_field(text).is_some());
    let inner = slashed.or_else(|| text.strip_prefix("<!--")?.strip_suffix("-->"))?;
    let place = line.lines.place(line.number, line.indent(), text.len());
    let shown = format!("# {}", inner.trim());
    let fix = Fix::sure(vec![Edit::at(place, shown.clone())]).showing(shown);
    let what = "a comment starts with `#` in YAML";
    Some(line.cause(line.indent(), text.len(), what, "write it like this", fix))
}

/// A term after two dashes.
fn two_dashes(line: &Line<'_>) -> Option<Cause> {
    let (indent, rest) = (line.indent(), line.text.trim_start().strip_prefix("- - ")?);
    let (field, _) = known_field(rest)?;
    // The fields below it stay in their column.
    let is_deep = column_of(line.lines.line(line.number + 1)) == column_of(line.text);
    let place = line.lines.place(line.number, indent, 4);
    let fix = Fix::sure(vec![Edit::at(place, if is_deep { "-   " } else { "- " })]);
    let what = format!("two dashes before `{}`", field.name);
    Some(line.cause(indent, 3, what, "remove one", fix.showing(format!("- {rest}"))))
}

/// A term in bold, as in Markdown.
fn bold(line: &Line<'_>) -> Option<Cause> {
    let text = line.text.trim();
    let (name, rest) = text.strip_prefix("**")?.split_once("**")?;
    let is_term = rest.starts_with(':') || name.ends_with(':') || line.indent() == 0;
    is_term.then_some(())?;
    let name = name.trim_end_matches(':');
    let help = format!("write `- term: {name}`, and `definition: …` on the next line");
    Some(line.cause(line.indent(), text.len(), "a term in bold, as in Markdown", help, None))
}

/// A bullet or a number where a dash belongs.
fn bullet(line: &Line<'_>) -> Option<Cause> {
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
    let after_one = || {
        let above = line.lines.above(line.number).next();
        above
            .is_some_and(|(_, above)| of_list(above) || known_field(above).is_none() && same(above))
    };
    // A dash before a field is a matter of its own.
    let is_item = if known_field(item).is_some() { mark != "-" } else { after_one() };
    is_item.then_some(())?;
    // Fields below the item stay in its column.
    let all = text.len() - item.len();
    let dash = format!("-{}", " ".repeat(text[..all].chars().count().max(2) - 1));
    let place = line.lines.place(line.number, indent, all);
    let shown = format!("- {item}");
    let fix = Fix::sure(vec![Edit::at(place, dash)]).showing(shown);
    let (what, help) = match mark {
        "-" => ("missing space after the dash".to_owned(), "add a space"),
        _ => (format!("`{mark}` does not start an item"), "start it with a dash and a space"),
    };
    Some(line.cause(indent, length, what, help, fix))
}

/// Terms without the line that names the list.
fn no_terms(line: &Line<'_>) -> Cause {
    let place = line.lines.place(line.number, 0, 0);
    let fix =
        Fix::sure(vec![Edit::at(place, format!("terms:{}", line.lines.end()))]).showing("terms:");
    let what = "the list of terms starts here without its name";
    line.cause(line.indent(), 1, what, "add a line above", fix)
}

/// A field that has lost its colon.
fn without_colon(line: &Line<'_>) -> Option<Cause> {
    let field = line.lines.no_colon(line.number)?;
    let at = field.at - field.name.len();
    let arrow = ["->", "=>", "→", "–", "—"].iter().find_map(|arrow| {
        field.value.strip_prefix(arrow)?.strip_prefix(' ').map(|value| (*arrow, value.trim_start()))
    });
    let (what, help, value, sign) = match arrow {
        Some((arrow, value)) => {
            (format!("`{arrow}` after `{}`", field.name), "write a colon and a space", value, ": ")
        }
        None => {
            (format!("the colon after `{}` is missing", field.name), "add it", field.value, ":")
        }
    };
    let end = arrow.map_or(field.at, |(_, value)| line.text.trim_end().len() - value.len());
    let place = line.lines.place(line.number, field.at, end - field.at);
    let fix = Fix::sure(vec![Edit::at(place, sign)]);
    let shown = format!("{}: {value}", field.name);
    Some(line.cause(at, field.name.len(), what, help, fix.showing(shown.trim_end())))
}

/// Lines that belong to the text of the field on this line, but are not indented, or contain a colon.
fn hanging(line: &Line<'_>) -> Option<(Cause, std::ops::RangeInclusive<u32>)> {
    let (field, known) = known_field(line.text)?;
    if known.kind.limit().is_none() || known.kind.is_list() || field.value.starts_with(['[', '{']) {
        return None;
    }
    let lines = line.lines;
    let whole = lines.whole(line.number)?;
    let column = column_of(line.text);
    let at = |number: u32| Line { lines, number, text: lines.line(number) };
    let outside = |line: &Line<'_>| line.indent() <= column;
    let has_colon =
        |line: &Line<'_>| line.text.contains(": ") || line.text.trim_end().ends_with(':');
    if is_block(field.value) {
        return uneven_block(line, field.name);
    }
    let is_text = !field.value.starts_with(['"', '\'']);
    let wrong =
        whole.below.clone().map(at).find(|line| outside(line) || is_text && has_colon(line))?;
    let name = field.name;
    let what = if outside(&wrong) {
        format!("this line belongs to `{name}`, but is not indented")
    } else {
        format!("`{name}` contains a colon, so it needs quotes")
    };
    let length = wrong.text.trim().len();
    let fix = whole_in_quotes(lines, line.number);
    let help = "put the text on one line, in quotes";
    Some((wrong.cause(wrong.indent(), length, what, help, fix), whole.below))
}

/// Lines of the block text of the field `name` on this line that are not indented, or less than the first of them.
fn uneven_block(line: &Line<'_>, name: &str) -> Option<(Cause, std::ops::RangeInclusive<u32>)> {
    let lines = line.lines;
    let below = line.number + 1..=lines.end_of_block(line.number);
    let at = |number: u32| Line { lines, number, text: lines.line(number) };
    let all = || below.clone().map(at).filter(|line| !line.text.trim().is_empty());
    let column = column_of(line.text);
    let first = all().next()?.indent();
    let width = if first > column { first } else { column + 2 };
    let wrong = all().find(|line| line.indent() < width)?;
    let what = if wrong.indent() <= column {
        format!("this line belongs to `{name}`, but is not indented")
    } else {
        format!("this line belongs to `{name}`, but is indented less than the line above")
    };
    let edits = all()
        .filter(|line| line.indent() < width)
        .map(|line| Edit::at(lines.place(line.number, 0, line.indent()), " ".repeat(width)));
    let shown = format!("{}{}", " ".repeat(width), wrong.text.trim());
    let fix = Fix::sure(edits.collect()).showing(shown);
    let help = format!("start it with {width} spaces");
    Some((wrong.cause(wrong.indent(), wrong.text.trim().len(), what, help, fix), below))
}
