//! Finds lines in notations that look like YAML but aren't: bullets, code fences, pasted diffs, text without indentation.

use crate::core::deck::fields::{self, DECK, Part};
use crate::core::deck::problem::{Edit, Fix};
use crate::core::deck::read::bullets::{bullet, dashed, item, list_in_text, mark, two_dashes};
use crate::core::deck::read::line::{Cause, Line, whole_in_quotes};
use crate::core::deck::read::lines::{
    Lasting, Lines, bold_field, column_of, field_of, is_block, known_field, names_field,
    opens_quote,
};
use crate::core::deck::read::loose_list::{Brackets, brackets};
use crate::core::deck::read::no_colon::INSTEAD_OF_COLON;
use crate::core::deck::read::notes::Notes;
use crate::core::deck::read::syntax::{AS_FIELD, NO_FIELD};
use crate::core::deck::rules::Rule;
use crate::core::yaml::{Node, Style, Value};

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

/// Reports each line in another notation. `broken` if the text does not parse.
pub(super) fn scan(broken: bool, notes: &mut Notes<'_>) {
    if broken {
        intro(notes);
    }
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
        let found = found.or_else(|| bold(&line)).or_else(|| dashed(&line));
        let found = found.or_else(|| {
            let (cause, lines) = list_in_text(&line).filter(|_| broken)?;
            taken = number..=*lines.end();
            Some(cause)
        });
        let found = found.or_else(|| bullet(&line)).or_else(|| {
            let is_comment = |above: &str| above.trim_start().starts_with('#');
            // The list may have a name that is misspelled.
            let is_named = || {
                let above = line.lines.above(number).find(|(_, above)| !is_comment(above));
                above.is_some_and(|(_, above)| above.trim_end().ends_with(':'))
            };
            let is_first = !has_terms && text.trim_start().starts_with("- term:");
            (is_first && !is_named()).then(|| no_terms(&line))
        });
        let found = found.or_else(|| {
            let (cause, lines) = hanging(&line)?;
            taken = number..=*lines.end();
            Some(cause)
        });
        let found = found.or_else(|| without_colon(&line));
        let found = found.or_else(|| {
            let found = || json_comma(&line).or_else(|| sign(&line));
            let found = || found().or_else(|| stray(&line)).or_else(|| item(&line));
            let found = || found().or_else(|| outside(&line)).or_else(|| after_value(&line));
            let found = || found().or_else(|| line.unreadable_value());
            broken.then(found).flatten()
        });
        has_terms |= text.trim_start().starts_with("- term:");
        if let Some(Cause { place, what, help, fix }) = found {
            if !notes.scanned(place) {
                notes.add_unfit(Rule::Syntax, place, what, &help).fixed(fix);
            }
            number = *taken.end();
            notes.take(taken);
        }
    }
}

/// Reports the text above the fields of the deck.
fn intro(notes: &mut Notes<'_>) {
    let lines = &notes.lines;
    let is_text = |number: &u32| {
        let line = lines.line(*number);
        line.starts_with(char::is_alphabetic)
            && field_of(line).is_none()
            && lines.no_colon(*number).is_none()
    };
    let is_skipped = |number: &u32| {
        let line = lines.line(*number).trim();
        line.is_empty() || line.starts_with('#') || line == "---"
    };
    let above: Vec<u32> =
        numbers(lines).take_while(|number| is_text(number) || is_skipped(number)).collect();
    let Some(last) = above.last().copied() else { return };
    let is_deck = known_field(lines.line(last + 1)).is_some_and(|(field, _)| field.name != "term");
    let texts: Vec<u32> = above.into_iter().filter(is_text).collect();
    let Some(first) = texts.first().copied().filter(|_| is_deck) else { return };
    let edits = texts.iter().map(|number| Edit::at(lines.place(*number, 0, 0), "# "));
    let fix = Fix::likely(edits.collect()).showing(format!("# {}", lines.line(first)));
    let place = lines.place(first, 0, lines.line(first).len());
    let what = "this text comes before the first field";
    let help = "put `#` before each line, or remove the text";
    notes.add_unfit(Rule::Syntax, place, what, help).fixed(fix);
    notes.take(first..=last);
}

/// A comma after a field whose name is in quotes, as in JSON, but without braces around the fields.
fn json_comma(line: &Line<'_>) -> Option<Cause> {
    let text = line.text.trim_end();
    let rest = text.trim_start_matches([' ', '-']);
    let (name, value) = rest.strip_prefix('"')?.split_once('"')?;
    value.trim_start().strip_prefix(':')?;
    let at = text.strip_suffix(',')?.len();
    let is_inside = line.lines.text.trim_start().starts_with(['{', '['])
        || line.lines.above(line.number).take(20).any(|(_, above)| above.trim_end().ends_with('{'));
    (!is_inside && fields::all().any(|field| field.name == name)).then_some(())?;
    let place = line.lines.place(line.number, at, 1);
    let fix = Fix::sure(vec![Edit::at(place, "")]).showing(rest.trim_end_matches(','));
    Some(line.cause(at, 1, "a comma after a field, as in JSON", "remove it", fix))
}

/// A sign before a field or an item.
fn sign(line: &Line<'_>) -> Option<Cause> {
    let text = line.text.trim_start();
    let dash = if text.starts_with("- ") { 2 } else { 0 };
    let (indent, text) = (line.indent() + dash, &text[dash..]);
    let length = text.find(|c: char| c.is_alphanumeric() || c == ' ')?;
    // In `!- term`, the dash is right.
    let is_dash = length > 1 && text[..length].ends_with('-') && text[length..].starts_with(' ');
    let (sign, rest) = text.split_at(length - usize::from(is_dash));
    let gap = rest.len() - rest.trim_start().len();
    let rest = rest.trim_start();
    let pairs = [('[', ']'), ('(', ')'), ('{', '}'), ('"', '"'), ('\'', '\'')];
    let is_pair = pairs.iter().any(|(open, close)| sign.contains(*open) && rest.contains(*close));
    let is_other = sign.contains(['#', '{']) || sign.trim_matches('-').is_empty() || is_pair;
    let name = match known_field(rest) {
        Some((field, _)) => field.name,
        None if rest.starts_with("- ") => "-",
        None => return None,
    };
    (!is_other).then_some(())?;
    let near = line.lines.above(line.number).map(|(_, above)| column_of(above)).next();
    let near = near.filter(|column| !rest.starts_with('-') && column.abs_diff(indent + gap) <= 2);
    let width = near.unwrap_or(indent + gap);
    let start = if dash > 0 { indent } else { 0 };
    let place = line.lines.place(line.number, start, line.text.len() - rest.len() - start);
    let (gap, shown) = if dash > 0 { (0, format!("- {rest}")) } else { (width, rest.to_owned()) };
    let fix = Fix::sure(vec![Edit::at(place, " ".repeat(gap))]).showing(shown.trim_end());
    let what = format!("`{sign}` before `{name}`");
    Some(line.cause(indent, sign.len(), what, "remove it", fix))
}

/// A line without words that belongs to no value.
fn stray(line: &Line<'_>) -> Option<Cause> {
    let text = line.text.trim();
    let lines = line.lines;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '#' | '-');
    let is_json = lines.text.trim_start().starts_with(['{', '[']) && line.number > 1;
    if text.is_empty() || text.contains(is_part) || text == "..." || is_json {
        return None;
    }
    let count = |sign: char| {
        let above = lines.above(line.number).take(20);
        above.map(|(_, above)| above.matches(sign).count()).sum::<usize>()
    };
    let is_inside = count('[') > count(']') || count('{') > count('}');
    if is_inside {
        return None;
    }
    let is_bracket = text.starts_with(['[', ']', '{', '}']);
    let value = || {
        let mut above = lines.above(line.number);
        above.find_map(|(_, above)| Some(field_of(above)?.value)).unwrap_or_default()
    };
    let is_open =
        text.starts_with(['"', '\'']) && opens_quote(value()) || is_bracket && value().is_empty();
    let next = lines.line(line.number + 1).trim();
    let is_brace = text.starts_with('{') && !(next.is_empty() || next.starts_with("- "));
    if is_open || is_brace {
        return None;
    }
    let fix = lines.without_lines(line.number..=line.number);
    let what = format!("`{text}` is on a line of its own");
    Some(line.cause(line.indent(), text.len(), what, "remove the line", fix))
}

/// A field of a term in the first column, or before the first term.
fn outside(line: &Line<'_>) -> Option<Cause> {
    let (field, _) = known_field(line.text).filter(|_| !line.text.trim_start().starts_with('-'))?;
    Part::Term.field(field.name)?;
    if line.indent() == 0 && field.name != "term" && DECK.iter().all(|own| own.name != field.name) {
        return line.depth();
    }
    let (_, above) = line.lines.above(line.number).next()?;
    let is_first = above.trim_end() == "terms:" && field.name != "term" && line.indent() > 0;
    let what = format!("`{}` belongs to no word", field.name);
    let help = "write `- term: …` above it";
    is_first.then(|| line.cause(line.indent(), field.name.len(), what, help, None))
}

/// A line in the notation of another format, or without words.
fn foreign(line: &Line<'_>) -> Option<Cause> {
    let text = line.text.trim();
    let at = |what: String, help: &str, fix: Option<Fix>| {
        Some(line.cause(line.indent(), text.len(), what, help, fix))
    };
    if let Some(cause) = stray(line) {
        return Some(cause);
    }
    if text.starts_with('{') || text.starts_with('}') {
        let help = "write `- {term: …, definition: …}`, or each field on its own line";
        return at("braces need a dash before them".to_owned(), help, None);
    }
    if text.starts_with('[') && text.ends_with(']') && !text.contains(',') {
        let help = "remove the line, and start each word with `- term: …`";
        return at(format!("`{text}` begins a section, as in TOML"), help, None);
    }
    if text.starts_with('<') && text.contains("</") {
        let help = "write each field as `name: text`";
        return at("these are tags, as in XML".to_owned(), help, None);
    }
    if text.contains('\t') || text.matches(';').count() > 1 {
        return at("a row of a table, as in a spreadsheet".to_owned(), NO_TABLE, None);
    }
    None
}

/// A line below a value that is complete on its own line.
fn after_value(line: &Line<'_>) -> Option<Cause> {
    let (_, above) = line.lines.above(line.number).next()?;
    let (field, known) = known_field(above)?;
    let is_whole = match brackets(field.value) {
        Brackets::Closed(end) => end == field.value.len(),
        _ => known.kind.limit().is_none() && !known.kind.is_list() && !field.value.is_empty(),
    };
    let text = line.text.trim();
    (is_whole && line.indent() <= column_of(above)).then_some(())?;
    foreign(line).or_else(|| {
        let is_text = field_of(text).is_none()
            && !names_field(text)
            && !text.starts_with(['#', '-', '"', '\'', '%', '.']);
        is_text.then(|| line.cause(line.indent(), text.len(), NO_FIELD, AS_FIELD, None))
    })
}

/// What to do about a table.
const NO_TABLE: &str =
    "a deck is not a table; `shoptalk deck new NAME --from FILE` turns one into a deck";

/// A code fence or a table of Markdown.
fn fence(line: &Line<'_>) -> Option<Cause> {
    let text = line.text.trim();
    if text.len() > 1 && text.starts_with('|') && text.ends_with('|') {
        let what = "a row of a table, as in Markdown";
        return Some(line.cause(line.indent(), text.len(), what, NO_TABLE, None));
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

/// A field or a term in bold, as in Markdown.
fn bold(line: &Line<'_>) -> Option<Cause> {
    let start = column_of(line.text);
    let text = line.text[start..].trim_end();
    if let Some((field, value)) = bold_field(text) {
        let shown = format!("{}: {value}", field.name);
        let place = line.lines.place(line.number, start, text.len());
        let fix = Fix::sure(vec![Edit::at(place, shown.clone())]).showing(shown);
        let what = format!("`{}` is marked up, as in Markdown", field.name);
        return Some(line.cause(start, text.len(), what, "write only the name of the field", fix));
    }
    let text = line.text.trim();
    let (name, rest) = text.strip_prefix("**")?.split_once("**")?;
    let is_term = rest.starts_with(':') || name.ends_with(':') || line.indent() == 0;
    is_term.then_some(())?;
    let name = name.trim_end_matches(':');
    let help = format!("write `- term: {name}`, and `definition: …` on the next line");
    Some(line.cause(line.indent(), text.len(), "a term in bold, as in Markdown", help, None))
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
    let sign = INSTEAD_OF_COLON.iter().chain(&["-"]).find_map(|sign| {
        let value = field.value.strip_prefix(sign)?;
        (value.starts_with(' ') || *sign == ";").then(|| (*sign, value.trim_start()))
    });
    let (what, help, value, colon) = match sign {
        Some((sign, value)) => {
            (format!("`{sign}` after `{}`", field.name), "write a colon and a space", value, ": ")
        }
        None => {
            (format!("the colon after `{}` is missing", field.name), "add it", field.value, ":")
        }
    };
    let end = sign.map_or(field.at, |(_, value)| line.text.trim_end().len() - value.len());
    let place = line.lines.place(line.number, field.at, end - field.at);
    let colon = if value.is_empty() { ":" } else { colon };
    let fix = Fix::sure(vec![Edit::at(place, colon)]);
    let shown = format!("{}: {value}", field.name);
    Some(line.cause(at, field.name.len(), what, help, fix.showing(shown.trim_end())))
}

/// Lines that belong to the text of the field on this line, but are not indented, or contain a colon.
fn hanging(line: &Line<'_>) -> Option<(Cause, std::ops::RangeInclusive<u32>)> {
    let (field, known) = known_field(line.text)?;
    if known.kind.limit().is_none() || known.kind.is_list() || field.value.starts_with(['[', '{']) {
        return None;
    }
    if field.value.starts_with(['|', '>']) && !is_block(field.value) {
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
    if let Some(cause) = foreign(&wrong).filter(|_| outside(&wrong)) {
        return Some((cause, line.number + 1..=wrong.number));
    }
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
