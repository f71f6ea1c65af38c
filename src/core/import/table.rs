//! Imports tables: CSV and the like with any separator, and the rows of any other table.

use crate::core::deck::fields::TERM;
use crate::core::import::languages::LanguageColumn;
use crate::core::import::source::Source;
use crate::core::import::{Names, Refusal, Sink, has, names, one};
use crate::core::text::{clean, unguarded};
use crate::core::words::listed;

/// Separators of cells, likeliest first if a text fits several.
const GAPS: &[u8] = b"\t;,|^~";
/// The message about letters above the words that begin with them.
pub(super) const LETTERS: &str = "single letters that divide the list, left out";
/// How many lines decide about the separator and the header.
const START: usize = 200;
/// The most columns.
const MAX_COLUMNS: usize = 500;
/// The most rows above a header.
const TITLE_ROWS: usize = 10;

/// A row with its position.
pub(super) type Row = (String, Vec<String>);

/// Imports a table.
pub(super) fn take(text: &str, into: &mut Sink<'_>) -> Result<(), Refusal> {
    let (rows, gap) = read(text, into)?;
    if rows.first().is_some_and(|(_, cells)| is_own(cells)) {
        into.source = Source::OwnTable;
    }
    rows_of(&rows, char::from(gap), into)
}

/// The rows of a table that aren't empty, each with its line, from 1.
pub fn table(text: &str) -> Result<Vec<(usize, Vec<String>)>, String> {
    checked(text, gap(text, |_| false))
}

/// Whether the lines of `text` have the same number of cells, and more than one. A single line is a word with its meaning if it
/// has one separator without a space after it, which prose would have.
pub(super) fn has_columns(text: &str) -> bool {
    let is_gap = |pair: &&[u8]| GAPS[..3].contains(&pair[0]) && !pair[1].is_ascii_whitespace();
    let is_word = || text.trim().as_bytes().windows(2).filter(is_gap).count() == 1;
    GAPS.iter().any(|gap| {
        let rows = separated(start(text), *gap).unwrap_or_default();
        let count = rows.first().map_or(0, |(_, cells)| cells.len());
        count > 1
            && rows.iter().all(|(_, cells)| cells.len() == count)
            && (rows.len() > 1 || count == 2 && is_word())
    })
}

/// Whether one of the first lines of `text` is a header, and it is none of Markdown.
pub(super) fn has_header(text: &str) -> bool {
    GAPS.iter().filter(|gap| **gap != b'|').any(|gap| {
        let rows = separated(start(text), *gap).unwrap_or_default();
        rows.iter().take(TITLE_ROWS).any(|(_, cells)| is_header(cells, &Names::default()))
    })
}

/// The rows of `text`, and their separator.
fn read(text: &str, into: &mut Sink<'_>) -> Result<(Vec<Row>, u8), Refusal> {
    // Excel's own notation.
    let first = text.lines().next().unwrap_or_default().trim();
    let told = first.strip_prefix("sep=").and_then(|gap| gap.bytes().next().or(Some(b'\t')));
    let gap = told.unwrap_or_else(|| {
        let is_header = |(_, cells): &(usize, Vec<String>)| is_header(cells, into.names);
        gap(text, |rows| rows.iter().take(TITLE_ROWS).any(is_header))
    });
    let mut rows = checked(text, gap)?;
    if told.is_some() && !rows.is_empty() {
        rows.remove(0);
    }
    let row = |(line, cells): (usize, Vec<String>)| -> Row {
        (format!("line {line}"), cells.iter().map(|cell| unguarded(cell).to_owned()).collect())
    };
    let mut all: Vec<Row> = Vec::new();
    let mut goes_on = false;
    for (place, cells) in rows.into_iter().map(row) {
        // Flashcards are exported with line breaks and without quotes.
        let is_rest = gap == b'\t'
            && cells.len() == 1
            && cells[0].starts_with(char::is_lowercase)
            && !is_section(&cells[0]);
        let is_card = |above: &[String]| {
            is_rest && above.len() > 1 && (goes_on || !is_header(above, into.names))
        };
        match all.last_mut().filter(|(_, above)| is_card(above)) {
            Some((_, above)) => {
                into.note("lines joined to the meaning above", &cells[0], &place);
                *above.last_mut().expect("it has two") += &format!(" {}", cells[0]);
                goes_on = true;
            }
            None => {
                all.push((place, cells));
                goes_on = false;
            }
        }
    }
    Ok((all, gap))
}

/// The first lines of `text`.
fn start(text: &str) -> &str {
    let end = text.match_indices('\n').nth(START).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// The separator with which `text` has a header, or else the most rows of the same length.
fn gap(text: &str, has_header: impl Fn(&[(usize, Vec<String>)]) -> bool) -> u8 {
    let fit = |gap: &u8| {
        let rows = separated(start(text), *gap).unwrap_or_default();
        let mut lengths: Vec<usize> =
            rows.iter().map(|(_, cells)| cells.len()).filter(|length| *length > 1).collect();
        lengths.sort_unstable();
        let most = lengths.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or_default();
        (has_header(&rows), most)
    };
    // `max_by_key` returns the last of equal elements.
    GAPS.iter().rev().copied().max_by_key(fit).unwrap_or(b',')
}

/// The rows of `text`, whose cells `gap` separates. Fails if a quotation mark takes the rows below it into its cell.
pub(super) fn checked(text: &str, gap: u8) -> Result<Vec<(usize, Vec<String>)>, String> {
    let rows = separated(text, gap)?;
    let Some(line) = unclosed(text, gap, &rows) else { return Ok(rows) };
    // Exports with tabs don't use quotes.
    if gap == b'\t' {
        return read_rows(text, gap, false);
    }
    Err(format!(
        "line {line}: a quotation mark opens a text that does not end where it should; close it, or double it inside a text"
    ))
}

/// The rows of `text`, whose cells `gap` separates, as far as its quotation marks can be trusted.
fn separated(text: &str, gap: u8) -> Result<Vec<(usize, Vec<String>)>, String> {
    let is_odd = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    read_rows(text, gap, gap != b'\t' || !is_odd)
}

fn read_rows(text: &str, gap: u8, has_quotes: bool) -> Result<Vec<(usize, Vec<String>)>, String> {
    // Some programs use single quotes, also around the header.
    let first = text.trim_start().lines().next().unwrap_or_default().trim_end();
    let is_single = first
        .split(char::from(gap))
        .all(|cell| cell.len() > 1 && cell.starts_with('\'') && cell.ends_with('\''));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(gap)
        .quote(if is_single { b'\'' } else { b'"' })
        .quoting(has_quotes)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for record in reader.records() {
        match record {
            Ok(record) => {
                // The reader's own line number is one too low after Windows line ends and before blank lines.
                let at = record.position().map_or(0, csv::Position::byte);
                let at = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
                let blank =
                    text.as_bytes()[at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
                let start = at + blank.count();
                let ends = text.as_bytes()[counted..start].iter().filter(|byte| **byte == b'\n');
                line += ends.count();
                counted = start;
                let cells: Vec<String> = record.iter().map(str::to_owned).collect();
                if cells.iter().any(|cell| !cell.trim().is_empty()) {
                    rows.push((line, cells));
                }
            }
            Err(error) => return Err(format!("cannot read the table: {error}")),
        }
    }
    Ok(rows)
}

/// The line of the first row that goes on over several lines though its quotation marks don't fit its cells.
fn unclosed(text: &str, gap: u8, rows: &[(usize, Vec<String>)]) -> Option<usize> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let starts = rows.iter().map(|(line, _)| line - 1);
    let ends = starts.clone().skip(1).chain([lines.len()]);
    let row = rows.iter().zip(starts.zip(ends)).find(|((_, cells), (start, end))| {
        cells.iter().any(|cell| cell.contains('\n'))
            && !is_quoted(&lines[*start..*end].concat(), gap)
    });
    row.map(|((line, _), _)| *line)
}

/// Whether each cell of `text` that begins with a quotation mark ends with one.
fn is_quoted(text: &str, gap: u8) -> bool {
    #[derive(Clone, Copy, PartialEq)]
    enum At {
        Start,
        Plain,
        Quoted,
        /// After a quotation mark that closes the text, or is the first of two.
        Closed,
    }
    let step = |at: At, c: char| match (at, c) {
        (At::Quoted, '"') => Some(At::Closed),
        (At::Start | At::Closed, '"') | (At::Quoted, _) => Some(At::Quoted),
        (_, '\r' | '\n') => Some(At::Start),
        (_, c) if c == char::from(gap) => Some(At::Start),
        (At::Closed, ' ') => Some(At::Closed),
        (At::Closed, _) => None,
        (At::Start | At::Plain, _) => Some(At::Plain),
    };
    text.chars().try_fold(At::Start, step).is_some_and(|at| at != At::Quoted)
}

/// Whether `cells` are the header that `deck export` writes.
fn is_own(cells: &[String]) -> bool {
    let names = ["deck"].into_iter().chain(TERM.iter().map(|field| field.name));
    names.eq(cells.iter().map(String::as_str))
}

/// Whether `cells` name a column for the term and one for the definition.
fn is_header(cells: &[String], names: &Names) -> bool {
    let heads: Vec<&str> = cells.iter().take(MAX_COLUMNS).map(String::as_str).collect();
    is_enough(&names.columns(&heads))
}

/// Whether `fields` make a term.
fn is_enough(fields: &[Option<&str>]) -> bool {
    let has = |name| fields.contains(&Some(name));
    has("term") && (has("definition") || has("expansion"))
}

/// Whether the first row, of unknown names, looks like a header: short texts above longer ones.
fn looks_like_header(rows: &[Row]) -> bool {
    let [(_, first), rest @ ..] = rows else { return false };
    let is_short = |cell: &String| {
        let words = cell.split_whitespace().count();
        (1..=3).contains(&words)
            && cell.chars().count() <= 24
            && !cell.trim_end().ends_with(['.', '!', ';', ','])
    };
    let mut lengths: Vec<usize> =
        rest.iter().filter_map(|(_, cells)| Some(cells.get(1)?.chars().count())).collect();
    lengths.sort_unstable();
    let Some(median) = lengths.get(lengths.len() / 2).copied() else { return false };
    let own = first.get(1).map_or(0, |cell| cell.chars().count());
    let is_lower = first[0].chars().next().is_some_and(char::is_lowercase)
        && rest.iter().all(|(_, cells)| cells[0].chars().next().is_some_and(char::is_uppercase));
    first.iter().take(2).all(is_short)
        && median >= 20.max(own * 5 / 2)
        && (median >= 30 || is_lower)
}

/// The index of the header among `rows`: the first row that names columns, or that has a name that is known or mapped; `None` if
/// there is none.
fn header_of(rows: &[Row], names: &Names) -> Option<usize> {
    if let Some(is_there) = names.header() {
        return is_there.then_some(0);
    }
    // Columns that are mapped by their numbers may have names all the same.
    let is_numbered = names.numbers().next().is_some();
    let known = Names::default();
    let names = if is_numbered { &known } else { names };
    let named = rows.iter().take(TITLE_ROWS).position(|(_, cells)| is_header(cells, names));
    named.or_else(|| {
        // The first row below the titles.
        let is_title =
            |cells: &[String]| cells.iter().filter(|cell| !cell.trim().is_empty()).count() < 2;
        let mut starts = rows.iter().take(TITLE_ROWS);
        let start = starts.position(|(_, cells)| !is_title(cells)).unwrap_or(0);
        let heads: Vec<&str> = rows[start].1.iter().map(String::as_str).collect();
        let is_known =
            |field: Option<&str>| matches!(field, Some("term" | "definition" | "expansion"));
        (names.fields(&heads).into_iter().any(is_known) || names.is_given()).then_some(start)
    })
}

/// Imports the `rows` of a table whose cells `gap` separates. The first row that names columns is the header; without one, the
/// first two columns are term and definition.
pub(super) fn rows_of(rows: &[Row], gap: char, into: &mut Sink<'_>) -> Result<(), Refusal> {
    let names = into.names;
    let Some((first_place, first)) = rows.first() else { return Err("it is empty".into()) };
    let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default();
    if width > MAX_COLUMNS {
        return Err(format!("it has {width} columns; the limit is {MAX_COLUMNS}").into());
    }
    if names.header().is_none() && !names.is_given() {
        refuse_turned(rows, into)?;
    }
    let header = header_of(rows, names);
    let (fields, heads, body) = match header {
        Some(at) => {
            let heads: Vec<String> = rows[at].1.clone();
            let texts: Vec<&str> = heads.iter().map(String::as_str).collect();
            if at > 0 {
                into.say(format!("the header is {}; the rows above it were left out", rows[at].0));
            }
            let mut fields = names.columns(&texts);
            for (field, at) in names.numbers().filter(|(_, at)| *at < texts.len()) {
                fields[at] = Some(field);
            }
            (fields, heads, &rows[at + 1..])
        }
        None if width < 2 => {
            return Err("there is only one column; a word and its meaning need two".into());
        }
        None => {
            let is_head = names.header().is_none()
                && names.numbers().next().is_none()
                && looks_like_header(rows);
            let mut fields = vec![None; width];
            for (field, at) in names.numbers().filter(|(_, at)| *at < width) {
                fields[at] = Some(field);
            }
            if fields.iter().all(Option::is_none) {
                fields[..2].copy_from_slice(&[Some("term"), Some("definition")]);
            }
            let heads = if is_head {
                first.clone()
            } else {
                (1..=width).map(|at| format!("column {at}")).collect()
            };
            if is_head && first.len() > 2 {
                return Err(names.unknown(first, &[]));
            }
            if names.header().is_none() {
                into.say(if is_head {
                    format!("{first_place} is used as the header; if it is a word, say --header no")
                } else {
                    format!("no known column names; {first_place} is used as a word; if it is the header, say --header yes")
                });
            }
            (fields, heads, if is_head { &rows[1..] } else { rows })
        }
    };
    let fields: Vec<Option<&'static str>> = if header.is_some()
        && names.header() == Some(true)
        && !is_enough(&fields)
        && heads.len() == 2
        && !names.is_given()
    {
        vec![Some("term"), Some("definition")]
    } else {
        fields
    };
    if !is_enough(&fields) {
        let known: Vec<&str> = fields.iter().flatten().copied().collect();
        let heads: Vec<String> =
            heads.iter().filter(|head| !head.trim().is_empty()).cloned().collect();
        return Err(names.unknown(&heads, &known));
    }
    for (at, (head, field)) in heads.iter().zip(&fields).enumerate() {
        let is_again = heads[..at].contains(head);
        let name = if is_again { format!("{head} (column {})", at + 1) } else { head.clone() };
        into.column(&name, *field);
    }
    body_of(body, &heads, &fields, gap, into);
    Ok(())
}

/// Imports the rows below the header, whose names are `heads`.
fn body_of(
    body: &[Row],
    heads: &[String],
    fields: &[Option<&'static str>],
    gap: char,
    into: &mut Sink<'_>,
) {
    let texts: Vec<&str> = heads.iter().map(String::as_str).collect();
    let values =
        |at: usize| body.iter().filter_map(move |(_, cells)| Some(cells.get(at)?.as_str()));
    let languages = LanguageColumn::of(&texts, values);
    for (at, (place, cells)) in body.iter().enumerate() {
        let is_other =
            |column: &LanguageColumn| cells.get(column.at).is_some_and(|it| column.is_other(it));
        if let Some(column) = languages.filter(is_other) {
            let term = fields.iter().position(|field| *field == Some("term"));
            let term = term.and_then(|at| cells.get(at)).map_or("", String::as_str);
            into.left(column.left_out(), term, place);
            continue;
        }
        let next = body.get(at + 1).map_or(&[][..], |(_, cells)| cells);
        if divides(cells, next) {
            into.note(LETTERS, cells.concat().trim(), place);
        } else {
            row(place, cells, fields, gap, into);
        }
    }
}

/// Refuses tables whose rows hold no entries: with a column for each letter, or for each word.
fn refuse_turned(rows: &[Row], into: &Sink<'_>) -> Result<(), Refusal> {
    let [(_, first), rest @ ..] = rows else { return Ok(()) };
    if rest.is_empty()
        || rows.iter().take(TITLE_ROWS).any(|(_, cells)| is_header(cells, into.names))
    {
        return Ok(());
    }
    let shown = |cells: &[String]| {
        let names = cells.iter().map(|cell| clean(cell.trim()).into_owned());
        let names = names.filter(|name| !name.is_empty()).take(names::MOST_COLUMNS);
        listed(&names.map(|name| format!("`{name}`")).collect::<Vec<_>>(), "and")
    };
    let is_letter = |cell: &String| {
        let mut letters = cell.trim().chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    };
    let is_ordered = first.windows(2).all(|pair| pair[0].trim() < pair[1].trim());
    if first.len() > 1 && first.iter().all(is_letter) && is_ordered {
        return Err(format!(
            "its columns are the letters {}, with words below them; put each word in a row of its own, and its meaning in the next column",
            shown(first)
        )
        .into());
    }
    let heads: Vec<&str> =
        rows.iter().filter_map(|(_, cells)| cells.first().map(String::as_str)).collect();
    let is_turned = first.len() > 2
        && heads.len() < TITLE_ROWS
        && into.names.fields(&heads[1..]).contains(&Some("definition"));
    if is_turned {
        return Err(format!(
            "its columns are the words {}, and its rows their fields {}; swap rows and columns first",
            shown(&first[1..]),
            shown(&heads[1..].iter().map(|head| (*head).to_owned()).collect::<Vec<_>>())
        )
        .into());
    }
    Ok(())
}

/// Imports a row.
fn row(
    place: &str,
    cells: &[String],
    fields: &[Option<&'static str>],
    gap: char,
    into: &mut Sink<'_>,
) {
    let mut cells = cells.to_vec();
    let surplus = cells.len().saturating_sub(fields.len());
    if surplus > 0 && cells[fields.len()..].iter().any(|cell| !cell.trim().is_empty()) {
        let last = fields.last().copied().flatten();
        let what = cells[0].clone();
        if matches!(last, Some("definition" | "example" | "why" | "ask" | "gloss")) {
            // The separator stands in an unquoted text.
            let rest = cells.split_off(fields.len() - 1);
            cells.push(rest.join(&if gap == '|' { " | ".to_owned() } else { gap.to_string() }));
            into.note("more cells than columns, joined to the last one, because its text seems not to be quoted", &what, place);
        } else {
            into.note("more cells than columns, left out", &what, place);
        }
    }
    let filled = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let found = fields.iter().zip(cells);
    let found = found.filter_map(|(field, cell)| Some(((*field)?, cell)));
    let is_own = into.source.is_own();
    let found = found.filter(|(field, cell)| is_own || !is_null(field, cell));
    let found = found.map(|(field, cell)| one(field, cell)).collect();
    if !has(&found, "term") && !has(&found, "definition") && filled == 0 {
        return;
    }
    into.add(place, found);
}

/// Whether a row only divides a list by letters: it has nothing else, and the `next` one begins with such a letter. `C` may be a word
/// without a meaning.
pub(super) fn divides(cells: &[String], next: &[String]) -> bool {
    let mut filled = cells.iter().filter(|cell| !cell.trim().is_empty());
    let (Some(text), None) = (filled.next(), filled.next()) else { return false };
    let text = text.trim().to_lowercase();
    let next = next.iter().map(|cell| cell.trim()).find(|cell| !cell.is_empty());
    let next = next.and_then(|cell| cell.to_lowercase().chars().next());
    let Some(next) = next.filter(|_| is_section(&text)) else { return false };
    if !next.is_alphabetic() {
        return text == "symbols" || text == "numbers" || !text.starts_with(char::is_alphabetic);
    }
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    match (letters.next(), letters.next_back()) {
        (Some(first), Some(last)) if text.contains(['-', '–']) => (first..=last).contains(&next),
        _ => text.contains(next),
    }
}

/// Whether `text` only divides a list by letters: `A`, `A-C`, `0–9`, `#`.
pub(super) fn is_section(text: &str) -> bool {
    let text = text.trim();
    let parts: Vec<&str> =
        text.split(['-', '–', '/', ' ', ',', '&']).filter(|part| !part.is_empty()).collect();
    let is_letter = |part: &&str| part.chars().count() == 1;
    !text.is_empty()
        && (parts.iter().all(is_letter)
            || clean(text).eq_ignore_ascii_case("symbols")
            || text.eq_ignore_ascii_case("numbers"))
        && !text.eq_ignore_ascii_case("n/a")
}

/// Whether `cell` is a database's notation for a missing value. A term may really be called "null", so names don't count.
fn is_null(field: &str, cell: &str) -> bool {
    !matches!(field, "term" | "aliases" | "sounds_like")
        && matches!(cell.trim(), "null" | "Null" | "NULL" | "\\N" | "~")
}
