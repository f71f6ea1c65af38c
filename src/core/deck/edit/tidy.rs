//! Normalizes spaces and quotes: one space after a colon and a comma, double quotes, no trailing blanks.

use crate::core::deck::edit::layout::{colon, content_end, is_flow, start};
use crate::core::deck::edit::{EditError, Source, changed};
use crate::core::yaml::{Node, Style, Value};

/// A byte range and its replacement.
type Change = (usize, usize, String);

/// The text with one space after each colon and comma, and with single quotes changed to double.
pub(super) fn values(source: &Source<'_>) -> Result<String, EditError> {
    let text = source.text;
    let mut changes = Vec::new();
    if let Some(root) = &source.tree.root {
        map(text, root, &mut changes)?;
    }
    Ok(changed(text, changes))
}

fn map(text: &str, node: &Node<'_>, changes: &mut Vec<Change>) -> Result<(), EditError> {
    let Value::Map(fields) = &node.value else { return Ok(()) };
    if is_flow(text, node) {
        return Ok(());
    }
    for (key, value) in fields {
        let colon = colon(text, key)?;
        let name_end = text[..colon - 1].trim_end().len();
        let rest = &text[colon..];
        let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let behind = rest[gap..].chars().next();
        let ends = behind.is_none_or(|c| matches!(c, '\r' | '\n' | '#'));
        if ends && name_end + 1 != colon {
            changes.push((name_end, colon, ":".to_owned()));
        } else if !ends && (name_end + 1 != colon || &rest[..gap] != " ") {
            changes.push((name_end, colon + gap, ": ".to_owned()));
        }
        self::value(text, value, changes)?;
    }
    Ok(())
}

fn value(text: &str, node: &Node<'_>, changes: &mut Vec<Change>) -> Result<(), EditError> {
    match &node.value {
        Value::Text(..) => changes.extend(quotes(text, node)),
        Value::List(items) if is_flow(text, node) => changes.extend(brackets(text, node, items)),
        Value::List(items) => {
            for item in items {
                match &item.value {
                    Value::Map(_) => map(text, item, changes)?,
                    _ => value(text, item, changes)?,
                }
            }
        }
        Value::Map(_) => map(text, node, changes)?,
    }
    Ok(())
}

fn raw<'t>(text: &'t str, node: &Node<'_>) -> Option<&'t str> {
    text.get(start(node.place)..content_end(text, node)?)
}

/// Changes single quotes to double, if that needs no escapes.
fn quotes(text: &str, node: &Node<'_>) -> Option<Change> {
    let Value::Text(words, Style::Quoted) = &node.value else { return None };
    let raw = raw(text, node)?;
    let is_single = raw.starts_with('\'') && !raw.contains('\n') && !words.contains(['"', '\\']);
    let at = start(node.place);
    is_single.then(|| (at, at + raw.len(), format!("\"{words}\"")))
}

/// Changes a flow list of texts on one line to have one space after each comma.
fn brackets(text: &str, node: &Node<'_>, items: &[Node<'_>]) -> Option<Change> {
    let all = raw(text, node)?;
    if all.contains(['\n', '#']) {
        return None;
    }
    let written = |item: &Node<'_>| match (&item.value, quotes(text, item)) {
        (Value::Text(..), Some((.., new))) => Some(new),
        (Value::Text(..), None) => raw(text, item).map(str::to_owned),
        _ => None,
    };
    let items = items.iter().map(written).collect::<Option<Vec<_>>>()?;
    let new = format!("[{}]", items.join(", "));
    let at = start(node.place);
    (new != all).then(|| (at, at + all.len(), new))
}

/// The text without trailing blanks, with at most one blank line in a row, and with one line end at its end.
/// Multi-line texts are not changed.
pub(super) fn lines(source: &Source<'_>) -> Result<String, EditError> {
    let (text, end) = (source.text, source.layout()?.line_end);
    let mut kept = Vec::new();
    if let Some(root) = &source.tree.root {
        long_texts(text, root, &mut kept);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut next = 0;
    let mut blank = true;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end_matches(['\r', '\n']);
        let stop = at + line.len();
        // Both the texts and the lines are in file order.
        while kept.get(next).is_some_and(|(_, to)| *to < at) {
            next += 1;
        }
        let near = &kept[next..kept.len().min(next + 2)];
        let ends_inside = near.iter().any(|(from, to)| *from < stop && stop <= *to);
        let starts_inside = near.iter().any(|(from, to)| *from < at && at < *to);
        let line = if ends_inside { line } else { line.trim_end() };
        let is_blank = line.is_empty() && !starts_inside;
        if !(is_blank && blank) {
            out += line;
            out += end;
        }
        blank = is_blank;
        at += whole.len();
    }
    if kept.last().is_none_or(|(_, to)| *to != text.len()) {
        out.truncate(out.trim_end().len());
        if !out.is_empty() {
            out += end;
        }
    }
    Ok(out)
}

/// Collects the byte ranges of multi-line texts.
fn long_texts(text: &str, node: &Node<'_>, kept: &mut Vec<(usize, usize)>) {
    match &node.value {
        Value::Text(_, style) => {
            let (mut from, Some(to)) = (start(node.place), content_end(text, node)) else { return };
            if *style == Style::Block {
                // Leading blank lines are part of a block.
                from = text[..from].trim_end().len();
            }
            if text[from..to].contains('\n') {
                kept.push((from, to));
            }
        }
        Value::List(items) => {
            for item in items {
                long_texts(text, item, kept);
            }
        }
        Value::Map(fields) => {
            for (_, value) in fields {
                long_texts(text, value, kept);
            }
        }
    }
}
