//! Imports tables: CSV and TSV, and the rows of any other table.

use crate::core::deck::import::{Names, Sink};
use crate::core::text::clean;

/// Imports a table.
pub(super) fn take(text: &str, names: &Names, into: &mut Sink<'_>) -> Result<(), String> {
    let rows = table(text)?.into_iter().map(|(line, cells)| (format!("line {line}"), cells));
    rows_of(&rows.collect::<Vec<_>>(), names, into)
}

/// The rows of a table that aren't empty, each with its line, from 1. The separator is the comma, semicolon or tab, whichever
/// occurs most in the first line.
pub fn table(text: &str) -> Result<Vec<(usize, Vec<String>)>, String> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |gap: u8| first.bytes().filter(|byte| *byte == gap).count();
    // `max_by_key` returns the last of equal elements.
    let gap = [b';', b',', b'\t'].into_iter().max_by_key(|gap| count(*gap)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(gap)
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

/// Imports the `rows` of a table, each with its position. The first row names the columns; otherwise, the first two columns
/// are term and definition.
pub(super) fn rows_of(
    rows: &[(String, Vec<String>)],
    names: &Names,
    into: &mut Sink<'_>,
) -> Result<(), String> {
    let Some((_, head)) = rows.first() else { return Err("it is empty".to_owned()) };
    let heads: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut fields = names.fields(&heads);
    let has = |fields: &[Option<&str>], name| fields.contains(&Some(name));
    let mut body = &rows[1..];
    if !has(&fields, "term") && !has(&fields, "definition") && !names.is_given() {
        if heads.len() < 2 {
            return Err("there is only one column; a word and its meaning need two".to_owned());
        }
        fields = vec![None; heads.len()];
        fields[..2].copy_from_slice(&[Some("term"), Some("definition")]);
        body = rows;
        let why = "no known column names; the first two columns are used as the word and its meaning. \
                   Name others with --map";
        into.leave(&rows[0].0, why);
    } else if !has(&fields, "term") || !has(&fields, "definition") {
        let missing = if has(&fields, "term") { "definition" } else { "term" };
        let heads: Vec<_> = heads.iter().map(|head| format!("`{}`", clean(head))).collect();
        return Err(format!(
            "no column for the {missing}; the columns are {}. Name it with --map {missing}=…",
            heads.join(", ")
        ));
    } else {
        for (head, _) in heads.iter().zip(&fields).filter(|(_, field)| field.is_none()) {
            if !head.trim().is_empty() {
                let why = "not a field of a term; to import it, use --map field=column";
                into.leave(&format!("column `{}`", head.trim()), why);
            }
        }
    }
    for (place, cells) in body {
        let found = fields.iter().zip(cells);
        let found = found.filter_map(|(field, cell)| Some(((*field)?, cell.clone())));
        let found = found.filter(|(field, cell)| !is_null(field, cell));
        into.add(place, found.collect());
        if cells.len() > fields.len()
            && cells[fields.len()..].iter().any(|cell| !cell.trim().is_empty())
        {
            into.leave(place, "more cells than columns; the rest is imported");
        }
    }
    Ok(())
}

/// Whether `cell` is a database's notation for a missing value. A term may really be called "null", so names don't count.
fn is_null(field: &str, cell: &str) -> bool {
    !matches!(field, "term" | "aliases" | "sounds_like")
        && matches!(cell.trim(), "null" | "Null" | "NULL" | "\\N" | "~")
}
