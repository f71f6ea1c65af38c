//! Imports Markdown: tables, lists, headings with a paragraph, and one-term pages with front matter.

use crate::core::deck::import::{Found, Names, Sink, structured, table};

/// The separators between a term and its definition in a list.
const GAPS: &[&str] = &[": ", " – ", " — ", " - ", " = "];

/// A term that is still being read, with its line number.
struct Open {
    line: usize,
    term: String,
    text: String,
    is_heading: bool,
}

/// Imports the terms of a page.
pub(super) fn take(text: &str, names: &Names, into: &mut Sink<'_>) -> Result<(), String> {
    let (front, body, skipped) = parts(text);
    let before = into.count() + into.taken.left.len();
    if let Some(front) = front {
        let mut found = structured::front_matter(front, names)?;
        let has = |found: &Found, name| found.iter().any(|(field, _)| *field == name);
        if !has(&found, "term") {
            found.extend(heading(body).map(|title| ("term", title)));
        }
        if !has(&found, "definition") {
            found.extend(paragraph(body).map(|text| ("definition", text)));
        }
        if has(&found, "term") && has(&found, "definition") {
            into.add("line 1", found);
            return Ok(());
        }
    }
    page(body, skipped, names, into)?;
    if into.count() + into.taken.left.len() == before {
        return Err("no table, list or heading with words and meanings found".to_owned());
    }
    Ok(())
}

/// The front matter, the rest, and the number of lines before the rest.
fn parts(text: &str) -> (Option<&str>, &str, usize) {
    let none = (None, text, 0);
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else {
        return none;
    };
    let mut at = 0;
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        if matches!(line.trim_end(), "---" | "...") {
            return (Some(&rest[..at]), &rest[at + line.len()..], number + 2);
        }
        at += line.len();
    }
    none
}

/// The title of a page.
fn heading(body: &str) -> Option<String> {
    let title = body.lines().find_map(|line| line.strip_prefix("# "))?;
    Some(plain(title)).filter(|title| !title.is_empty())
}

/// The first paragraph of a page.
fn paragraph(body: &str) -> Option<String> {
    let is_text = |line: &&str| !line.trim().is_empty() && !is_mark(line);
    let lines = body.lines().skip_while(|line| !is_text(line)).take_while(is_text);
    let text = lines.map(plain).collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Whether a line is something other than running text.
fn is_mark(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['#', '|', '<', '!', '>', '`'])
        || item(line).is_some()
        || line.starts_with("---")
}

/// The text of a list item.
fn item(line: &str) -> Option<&str> {
    let line = line.trim_start();
    ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)).or_else(|| {
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        (digits > 0).then(|| line[digits..].strip_prefix(". "))?
    })
}

/// Imports tables, lists and headings.
fn page(body: &str, skipped: usize, names: &Names, into: &mut Sink<'_>) -> Result<(), String> {
    let mut page = Page { names, into, open: None, rows: Vec::new() };
    let mut fenced = false;
    let mut above = "";
    for (at, line) in body.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            page.line(at + 1 + skipped, line, above)?;
        }
        above = line;
    }
    page.close();
    page.end_table()
}

/// The parser's state.
struct Page<'a, 'b> {
    names: &'a Names,
    into: &'a mut Sink<'b>,
    /// The term whose definition is being read.
    open: Option<Open>,
    /// The rows of the table being read, each with its position.
    rows: Vec<(String, Vec<String>)>,
}

impl Page<'_, '_> {
    /// Parses line `number`; `above` is the previous line.
    fn line(&mut self, number: usize, line: &str, above: &str) -> Result<(), String> {
        let trimmed = line.trim();
        if trimmed.starts_with('|') {
            self.close();
            self.row(number, line);
            return Ok(());
        }
        self.end_table()?;
        if trimmed.starts_with('#') {
            self.close();
            // A heading of level 1 is the title of the page.
            if trimmed.starts_with("##") {
                let term = plain(trimmed.trim_start_matches('#'));
                self.open =
                    Some(Open { line: number, term, text: String::new(), is_heading: true });
            }
        } else if let Some(item) = item(line).filter(|_| !line.starts_with("    ")) {
            self.close();
            match split(item) {
                Some((term, text)) => {
                    self.open = Some(Open { line: number, term, text, is_heading: false });
                }
                None => {
                    let why = "no separator between a word and its meaning";
                    self.into.leave(&format!("line {number}"), why);
                }
            }
        } else if trimmed.is_empty() {
            // The paragraph ends here. The rest below a heading is not part of the definition.
            if self.open.as_ref().is_some_and(|open| !open.text.is_empty()) {
                self.close();
            }
        } else if let Some(text) = trimmed.strip_prefix(": ") {
            // A definition list: the term is on the line above.
            self.close();
            let (term, text) = (plain(above), plain(text));
            self.open = Some(Open { line: number, term, text, is_heading: false });
        } else if let Some(open) = self.open.as_mut().filter(|_| !is_mark(line)) {
            if !open.text.is_empty() {
                open.text.push(' ');
            }
            open.text += &plain(trimmed);
        }
        Ok(())
    }

    /// Adds a table row, unless it is the delimiter row.
    fn row(&mut self, number: usize, line: &str) {
        let cells = cells(line);
        let is_rule = cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':' | ' ')));
        if !is_rule {
            self.rows.push((format!("line {number}"), cells));
        }
    }

    fn end_table(&mut self) -> Result<(), String> {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() { Ok(()) } else { table::rows_of(&rows, self.names, self.into) }
    }

    /// Adds the open term.
    fn close(&mut self) {
        let Some(Open { line, term, text, is_heading }) = self.open.take() else { return };
        // A heading without a paragraph is just a heading.
        if !(is_heading && text.is_empty()) {
            self.into.add(&format!("line {line}"), vec![("term", term), ("definition", text)]);
        }
    }
}

/// Splits an item into term and definition, at the first separator outside links and code.
fn split(item: &str) -> Option<(String, String)> {
    let item = plain(item);
    let at = GAPS.iter().filter_map(|gap| Some((item.find(gap)?, gap.len()))).min()?;
    let (term, text) = (item[..at.0].trim(), item[at.0 + at.1..].trim());
    (!term.is_empty()).then(|| (term.to_owned(), text.to_owned()))
}

/// The cells of a table row.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(line);
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&'|') => cell.extend(chars.next()),
            '|' => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells.iter().map(|cell| plain(&cell.replace("<br>", " ").replace("<br/>", " "))).collect()
}

/// The longest text whose markup is removed, in bytes. No field of a term may be that long.
const LONGEST: usize = 4_000;

/// `text` without the markup for bold, code and links.
fn plain(text: &str) -> String {
    if text.len() > LONGEST {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.trim();
    while let Some(c) = rest.chars().next() {
        if rest.starts_with('[')
            && let Some(middle) = rest.find("](")
            && let Some(end) = rest[middle..].find(')')
        {
            out += &rest[1..middle];
            rest = &rest[middle + end + 1..];
            continue;
        }
        let pair = ["**", "__"].iter().find(|mark| rest.starts_with(**mark));
        if let Some(mark) = pair {
            rest = &rest[mark.len()..];
            continue;
        }
        if !matches!(c, '`' | '*') {
            out.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    out.trim().to_owned()
}
