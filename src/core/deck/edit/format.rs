//! Formats a deck: order, indentation, spaces and quotes. Comments stay with their term or field.

use crate::core::deck::Origin;
use crate::core::deck::edit::layout::{
    Item, Terms, colon, content_end, is_flow, line_end, line_start, start,
};
use crate::core::deck::edit::{EditError, Model, Source, changed, indent, sort, tidy};
use crate::core::deck::fields::rank;
use crate::core::deck::problem::Problem;
use crate::core::deck::read::read;
use crate::core::yaml::{Node, Value};

/// A formatting step; takes and returns the text without a byte order mark.
type Step = fn(&Source<'_>) -> Result<String, EditError>;

/// Formats `text`: terms in alphabetical order, fields in table order, two spaces before each dash, one after colons and
/// commas, double quotes instead of single ones, at most one blank line in a row, and one line end at the end.
/// Formatting twice changes nothing. Fails on a deck with errors.
///
/// Skips any step that would change the content, and anything in braces.
pub fn format(text: &str) -> Result<String, EditError> {
    let read = read(&"deck".into(), text.as_bytes(), Origin::Named);
    if let Some(problem) = read.problems.into_iter().find(Problem::is_error) {
        return Err(EditError::Broken { line: problem.place.line, what: problem.what });
    }
    let mut wanted = Source::read(text)?.model();
    in_order(&mut wanted);
    let steps: [Step; 5] =
        [|source| sort(source.text), fields, indent::indent, tidy::values, tidy::lines];
    let mut current = text.to_owned();
    for step in steps {
        let source = Source::read(&current)?;
        let Ok(new) = step(&source) else { continue };
        let same = Source::read(&new).is_ok_and(|new| {
            let mut model = new.model();
            in_order(&mut model);
            model == wanted
        });
        if same {
            current = format!("{}{new}", source.mark);
        }
    }
    Ok(current)
}

/// Sorts the terms and their fields, so that formatted decks can be compared regardless of order.
fn in_order(deck: &mut Model) {
    let Some(terms) = deck.terms() else { return };
    for term in terms.iter_mut() {
        if let Model::Map(fields) = term {
            fields.sort_by_key(|(key, _)| match key {
                Model::Text(name) => rank(name).unwrap_or(usize::MAX),
                _ => usize::MAX,
            });
        }
    }
    terms.sort_by_cached_key(|term| match term {
        Model::Map(fields) => format!("{:?}", fields.first()),
        _ => String::new(),
    });
}

/// The text with the fields of each term in order.
fn fields(source: &Source<'_>) -> Result<String, EditError> {
    let layout = source.layout()?;
    let Terms::Block(items) = &layout.terms else { return Ok(source.text.to_owned()) };
    let sorted = items.iter().filter_map(|item| reordered(source.text, item, layout.line_end));
    Ok(changed(source.text, sorted))
}

/// The byte range of the fields of `item`, and their sorted text. `None` if they are in order already, or can't be moved
/// without separating a comment from its field.
fn reordered(text: &str, item: &Item<'_>, end: &str) -> Option<(usize, usize, String)> {
    let Value::Map(map) = &item.node.value else { return None };
    if is_flow(text, item.node) {
        return None;
    }
    let name = |key: &Node<'_>| key.text().and_then(rank).unwrap_or(usize::MAX);
    let mut order: Vec<usize> = (0..map.len()).collect();
    order.sort_by_key(|at| name(&map[*at].0));
    if order.is_sorted() {
        return None;
    }
    let from = start(map[0].0.place);
    let column = from - line_start(text, from);
    // Each field with the comments above it.
    let mut pieces = Vec::with_capacity(map.len());
    let mut at = from;
    for (key, value) in map {
        let last = content_end(text, value).or_else(|| colon(text, key).ok())?;
        let next = line_end(text, last);
        pieces.push(&text[at..next]);
        at = next;
    }
    let mut out = String::new();
    for (place, number) in order.iter().enumerate() {
        let piece = pieces[*number];
        let piece = match (place, *number) {
            (0, 0) => piece.to_owned(),
            (0, _) => {
                let rest = piece.strip_prefix(&*" ".repeat(column))?;
                // A comment can't go between the dash and the first field.
                if rest.starts_with(['#', ' ', '\r', '\n']) {
                    return None;
                }
                rest.to_owned()
            }
            (_, 0) => format!("{:column$}{piece}", ""),
            _ => piece.to_owned(),
        };
        out += &piece;
        if !out.ends_with('\n') {
            out += end;
        }
    }
    Some((from, at, out))
}
