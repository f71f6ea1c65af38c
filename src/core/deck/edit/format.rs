//! Formats a deck: order, indentation, spaces and quotes. Comments stay with their term or field.

use crate::core::deck::Origin;
use crate::core::deck::edit::layout::{
    Item, colon, content_end, is_flow, line_end, line_start, past_comments, start,
};
use crate::core::deck::edit::parts::lists;
use crate::core::deck::edit::{EditError, Model, Source, changed, indent, sort, tidy};
use crate::core::deck::fields::{DECK, Field, Kind, Part};
use crate::core::deck::problem::Problem;
use crate::core::deck::read::read;
use crate::core::yaml::{Node, Value};

/// A formatting step; takes and returns the text without a byte order mark.
type Step<'a> = &'a dyn Fn(&Source<'_>) -> Result<String, EditError>;

/// Formats `text`: terms in alphabetical order, fields of terms and scenes in table order, two spaces before each dash, one after colons and
/// commas, double quotes instead of single ones, at most one blank line in a row, and one line end at the end.
/// Formatting twice changes nothing. Fails on a deck with errors.
///
/// Skips any step that would change the content, and anything in braces.
pub fn format(text: &str) -> Result<String, EditError> {
    let read = read(&"deck".into(), text.as_bytes(), Origin::Named);
    if let Some(problem) = read.problems.into_iter().find(Problem::is_error) {
        let what = format!("{}; {}", problem.what, problem.advice());
        return Err(EditError::broken(&problem, what));
    }
    let mut wanted = Source::read(text)?.model();
    in_order(&mut wanted);
    let mut current = text.to_owned();
    let mut take = |step: Step<'_>| -> Result<(), EditError> {
        let source = Source::read(&current)?;
        let Ok(new) = step(&source) else { return Ok(()) };
        let same = Source::read(&new).is_ok_and(|new| {
            let mut model = new.model();
            in_order(&mut model);
            model == wanted
        });
        if same {
            current = format!("{}{new}", source.mark);
        }
        Ok(())
    };
    take(&|source| sort(source.text))?;
    for part in Part::ALL {
        take(&|source| fields(source, part))?;
        take(&|source| Ok(indent::indent(source, part)))?;
    }
    take(&tidy::values)?;
    take(&tidy::lines)?;
    Ok(current)
}

/// Sorts the terms, and the fields of terms and scenes, so that formatted decks can be compared regardless of order.
fn in_order(deck: &mut Model) {
    parts_in_order(deck, DECK);
    let Some(terms) = deck.terms() else { return };
    terms.sort_by_cached_key(|term| match term {
        Model::Map(fields) => format!("{:?}", fields.first()),
        _ => String::new(),
    });
}

/// Sorts the fields of the parts that `model`, a map with the fields of `table`, lists.
fn parts_in_order(model: &mut Model, table: &[Field]) {
    let Model::Map(fields) = model else { return };
    for (key, value) in fields {
        let field = table.iter().find(|field| key.is(field.name));
        let (Some(Kind::Parts(part)), Model::List(items)) = (field.map(|field| field.kind), value)
        else {
            continue;
        };
        for item in items {
            if let Model::Map(fields) = item {
                fields.sort_by_key(|(key, _)| {
                    part.fields().iter().position(|field| key.is(field.name)).unwrap_or(usize::MAX)
                });
            }
            parts_in_order(item, part.fields());
        }
    }
}

/// The text with the fields of each of these parts in order.
fn fields(source: &Source<'_>, part: Part) -> Result<String, EditError> {
    let (text, lists) = (source.text, lists(source, part));
    let end = source.layout()?.line_end;
    let items = lists.iter().flat_map(|list| &list.items);
    Ok(changed(text, items.filter_map(|item| reordered(text, item, part.fields(), end))))
}

/// The byte range of the fields of `item`, and their sorted text. `None` if they are in order already, or can't be moved
/// without separating a comment from its field.
fn reordered(
    text: &str,
    item: &Item<'_>,
    table: &[Field],
    end: &str,
) -> Option<(usize, usize, String)> {
    let Value::Map(map) = &item.node.value else { return None };
    if is_flow(text, item.node) {
        return None;
    }
    let rank = |key: &str| table.iter().position(|field| field.name == key);
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
        // Comments deeper than the fields belong to the value above them.
        let next = past_comments(text, line_end(text, last), column);
        pieces.push(&text[at..next]);
        at = next;
    }
    let mut out = String::new();
    for (place, number) in order.iter().enumerate() {
        let piece = pieces[*number];
        let piece = match (place, *number) {
            (0, 0) => piece.to_owned(),
            (0, _) => {
                let piece = piece.trim_start_matches(['\r', '\n']);
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
