//! Imports glossaries of Sphinx, and what holds words beside them: definition lists, tables that are lists, and fields.

use crate::core::import::markdown::NO_COLUMNS;
use crate::core::import::markdown::one_text::is_term;
use crate::core::import::markdown::plain::{NO_ENTRY, indented, of_rst};
use crate::core::import::table::{Row, rows_of};
use crate::core::import::{Found, Names, Sink, one};

/// Fields about the page, such as `:Author: Ann`.
const OF_PAGE: &str = "author authors organization contact address version revision status date copyright dedication abstract orphan \
    tocdepth nocomments nosearch";

/// Imports the `.. glossary::` of Sphinx in `text`, and the definition lists, tables and fields beside it. Returns whether there is one.
pub(super) fn take(text: &str, into: &mut Sink<'_>) -> bool {
    if !text.lines().any(|line| line.starts_with(".. glossary::")) {
        return false;
    }
    let lines: Vec<&str> = text.lines().collect();
    let at = |at: usize| lines.get(at).copied().unwrap_or_default();
    // The lines as they would stand on a page of their own; all others are empty.
    let (mut out, mut depth, mut is_inside, mut is_list) = (String::new(), None, false, false);
    // Fields above the first line of text are about the page.
    let is_text = |line: &&str| !line.is_empty() && !line.starts_with([':', '.', ' ', '\t']);
    let start = lines.iter().position(is_text).unwrap_or(0);
    // The line where what stands beside it ends.
    let mut end = 0;
    for (number, line) in lines.iter().enumerate() {
        if number >= end.max(start) {
            end = number + beside(&lines, number, into);
        }
        if number < end {
            (is_inside, is_list) = (false, false);
            out.push('\n');
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        if indent == 0 && !line.is_empty() {
            (is_inside, depth) = (line.starts_with(".. glossary::"), None);
            let is_first = number == 0 || at(number - 1).trim().is_empty();
            is_list = is_first && !is_mark(line) && at(number + 1).starts_with([' ', '\t']);
            let is_title = is_mark(at(number + 1)) && !is_mark(line);
            let is_comment = line.starts_with(".. ") && !line.contains("::");
            if is_list {
                out += line;
            } else if is_first && !is_inside && !is_title && !is_comment {
                into.note(
                    "text outside of the glossary, left out",
                    line,
                    &format!("line {}", number + 1),
                );
            }
        } else if is_list {
            out += line;
        } else if is_inside && !line.trim_start().starts_with(':') && !line.trim().is_empty() {
            out += line.get(*depth.get_or_insert(indent)..).unwrap_or_default();
        }
        out.push('\n');
    }
    indented(&out, true, into);
    true
}

fn is_mark(line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_punctuation())
}

/// Imports the table or the fields that begin at the line `at`. Returns how many lines they have.
fn beside(lines: &[&str], at: usize, into: &mut Sink<'_>) -> usize {
    if lines[at].starts_with(".. list-table::") {
        let below = lines[at + 1..].iter();
        let is_inside = |line: &&&str| line.trim().is_empty() || line.starts_with([' ', '\t']);
        let count = 1 + below.take_while(is_inside).count();
        table(&lines[at..at + count], at + 1, into);
        return count;
    }
    let (mut all, mut count): (Vec<Field<'_>>, _) = (Vec::new(), 0);
    for (below, line) in lines[at..].iter().enumerate() {
        match (field(line), all.last_mut()) {
            (Some((name, text)), _) => all.push((at + below + 1, name, text.to_owned())),
            (None, Some((.., text))) if line.starts_with([' ', '\t']) => {
                *text += &format!(" {}", line.trim());
            }
            (None, Some(_)) if line.is_empty() => continue,
            _ => break,
        }
        count = below + 1;
    }
    if all.is_empty() {
        return 0;
    }
    let mut above = lines[..at].iter().rev().filter(|line| !line.is_empty());
    let title = match (above.next(), above.next()) {
        (Some(mark), Some(title)) if is_mark(mark) && !is_mark(title) => Some(title.trim()),
        _ => None,
    };
    fields(all, title, into);
    count
}

/// A field with its line, its name and its text.
type Field<'a> = (usize, &'a str, String);

/// The name and the text in a line such as `:SLO: A target.`, if it is not about the page.
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, text) = line.strip_prefix(':')?.split_once(':')?;
    let is_of_page = OF_PAGE.split(' ').any(|known| name.eq_ignore_ascii_case(known));
    let is_field = text.is_empty() || text.starts_with([' ', '\t']);
    (is_field && !is_of_page && !name.trim().is_empty()).then(|| (name, text.trim()))
}

/// Imports fields: they are words with their meanings, or records, of which the first may be about the `title` above it.
fn fields(all: Vec<Field<'_>>, title: Option<&str>, into: &mut Sink<'_>) {
    let label = |name: &str| Names::default().label(name);
    let is_main = |name: &str| matches!(label(name), Some("term" | "definition" | "expansion"));
    let are_records = all.iter().any(|(_, name, _)| is_main(name));
    let of_title = |title: &str| (format!("line {}", all[0].0), vec![one("term", of_rst(title))]);
    let has_title = are_records && label(all[0].1) != Some("term");
    let mut open: Option<(String, Found)> = title.filter(|_| has_title).map(of_title);
    for (line, name, text) in all {
        let (place, text) = (format!("line {line}"), of_rst(&text));
        let new = match (label(name).filter(|_| are_records), &mut open) {
            (Some("term"), _) => vec![one("term", text)],
            (Some(field), Some((_, found))) => {
                found.push(one(field, text));
                continue;
            }
            (None, _) if are_records => {
                into.column(name, None);
                continue;
            }
            (None, _) if is_term(name) => vec![one("term", of_rst(name)), one("definition", text)],
            _ => {
                into.note(NO_ENTRY, &format!("{name}: {text}"), &place);
                continue;
            }
        };
        if let Some((place, found)) = open.replace((place, new)) {
            into.add(&place, found);
        }
    }
    if let Some((place, found)) = open {
        into.add(&place, found);
    }
}

/// Imports a table that is a list of rows, each a list of cells. `number` is its first line.
fn table(lines: &[&str], number: usize, into: &mut Sink<'_>) {
    let mut rows: Vec<Row> = Vec::new();
    let cell = |text: &str| {
        let rest = text.strip_prefix('-')?;
        (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| rest.trim().to_owned())
    };
    // How far rows and cells are indented.
    let (mut of_row, mut of_cell) = (None, 0);
    for (at, line) in lines.iter().enumerate().skip(1) {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        let inner = text.strip_prefix('*').map_or("", str::trim_start);
        match (cell(inner), rows.last_mut()) {
            (Some(first), _) if of_row.is_none_or(|known| known == indent) => {
                (of_row, of_cell) = (Some(indent), line.len() - inner.len());
                rows.push((format!("line {}", number + at), vec![first]));
            }
            (_, Some((_, cells))) => match cell(text).filter(|_| indent == of_cell) {
                Some(next) => cells.push(next),
                None => *cells.last_mut().expect("a row has one") += &format!(" {text}"),
            },
            // Its options.
            _ => {}
        }
    }
    for cell in rows.iter_mut().flat_map(|(_, cells)| cells) {
        *cell = of_rst(cell.trim());
    }
    if rows_of(&rows, '|', into).is_err() {
        let title = lines[0].trim_start_matches(".. list-table::").trim();
        into.note(NO_COLUMNS, title, &format!("line {number}"));
    }
}
