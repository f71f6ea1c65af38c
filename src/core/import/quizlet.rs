//! Imports the text exports of Quizlet in which semicolons or blank lines separate words. Those with a word a line are tables.

use crate::core::import::table::{Row, has_columns, has_header};
use crate::core::import::{Sink, one};

/// Imports the words of an export.
pub(super) fn take(words: Vec<Row>, into: &mut Sink<'_>) {
    into.say("the words are separated as in an export of Quizlet");
    for (place, cells) in words {
        let fields = ["term", "definition"].into_iter().zip(cells);
        into.add(&place, fields.map(|(field, text)| one(field, text)).collect());
    }
}

/// The words of an export of Quizlet, in which semicolons or blank lines separate words, and tabs, commas or hyphens a word from its
/// meaning. `None` if that is not plain.
pub(super) fn words(text: &str) -> Option<Vec<Row>> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let has_one = |text: &str, gap: &str| text.matches(gap).count() == 1;
    let whole = |pieces: Vec<&str>, gap: &str| {
        let pieces = pieces.into_iter().filter(|piece| !piece.trim().is_empty());
        let rows = pieces.enumerate().map(|(at, piece)| {
            let (term, meaning) = piece.split_once(gap)?;
            // With a tab, a word without a meaning is one, too.
            let is_whole = gap == "\t" || !term.trim().is_empty() && !meaning.trim().is_empty();
            is_whole.then(|| {
                (
                    format!("word {}", at + 1),
                    vec![term.trim().to_owned(), meaning.trim().to_owned()],
                )
            })
        });
        rows.collect::<Option<Vec<Row>>>().filter(|rows| rows.len() > 1)
    };
    let is_row = |line: &&str| has_one(line, "\t") && !line.trim_end().ends_with(';');
    if lines.iter().all(is_row) || text.contains('"') {
        return None;
    }
    let pieces: Vec<&str> = text.lines().flat_map(|line| split(line, "\t")).collect();
    let is_tabbed = |piece: &&str| piece.trim().is_empty() || has_one(piece, "\t");
    if text.contains(';') && pieces.iter().all(is_tabbed) {
        return whole(pieces, "\t");
    }
    let text = &text.replace("\r\n", "\n");
    let blocks: Vec<&str> = text.split("\n\n").collect();
    if blocks.iter().all(is_tabbed) {
        return whole(blocks, "\t");
    }
    // No space follows the comma after the word; a meaning may have more of them.
    let is_card = |piece: &&str| piece.split_once(',').is_some_and(|(_, it)| !it.starts_with(' '));
    if lines.len() > 1 && lines.iter().all(is_card) && !has_columns(text) && !has_header(text) {
        return whole(lines, ",");
    }
    // In one line there are no rows of a table.
    let (_, above) = lines.split_last()?;
    if !above.iter().all(|line| line.trim_end().ends_with(';')) {
        return None;
    }
    let line = lines.concat();
    let pieces = split(&line, ",");
    if pieces.iter().all(|piece| has_one(piece, ",")) || pieces.iter().all(is_card) {
        return whole(pieces, ",");
    }
    let pieces = split(&line, " - ");
    if pieces.len() > 2 { whole(pieces, " - ") } else { None }
}

/// The parts of `line` that semicolons separate. One inside a meaning, after which there is no `gap`, separates nothing.
fn split<'a>(line: &'a str, gap: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in line.match_indices(';') {
        let next = line[at + 1..].split(';').next().unwrap_or_default();
        let is_new = next.contains(gap) || !next.starts_with(' ') && gap != "\t";
        if is_new || next.trim().is_empty() {
            parts.push(&line[start..at]);
            start = at + 1;
        }
    }
    parts.push(&line[start..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}
