//! Indents terms, scenes, lines and replies: two spaces before each dash, with the fields aligned.

use crate::core::deck::edit::layout::{Item, line_end, line_start, start};
use crate::core::deck::edit::parts::lists;
use crate::core::deck::edit::{Source, changed};
use crate::core::deck::fields::Part;
use crate::core::yaml::Value;

/// The text with each of these parts indented, together with its comments.
pub(super) fn indent(source: &Source<'_>, part: Part) -> String {
    let (text, lists) = (source.text, lists(source, part));
    let moved = lists.iter().flat_map(|list| {
        let moved = |item: &Item<'_>| moved(text, item, list.column + 2);
        list.items.iter().filter_map(move |item| Some((item.lead, item.end, moved(item)?)))
    });
    changed(text, moved)
}

/// The lines of `item` with its dash after `column` spaces. `None` if it isn't a map, or if a comment follows its dash.
pub(super) fn moved(text: &str, item: &Item<'_>, column: usize) -> Option<String> {
    let Value::Map(fields) = &item.node.value else { return None };
    let first = start(item.node.place);
    if !text[item.dash + 1..first].trim().is_empty() {
        return None;
    }
    // In braces, the first field is inside, so the brace counts.
    let first = fields.first().map_or(first, |(key, _)| start(key.place).min(first));
    let (old, new) = (first - line_start(text, first), column + 2);
    let mut out = String::new();
    for line in text[item.lead..line_start(text, item.dash)].split_inclusive('\n') {
        let words = line.trim_start_matches(' ');
        let depth = if words.trim().is_empty() { 0 } else { column };
        out += &format!("{:depth$}{words}", "");
    }
    let end = line_end(text, first + 1);
    out += &format!("{:column$}- {}", "", &text[first..end]);
    for line in text[end..item.end].split_inclusive('\n') {
        let words = line.trim_start_matches(' ');
        if words.trim().is_empty() {
            out += line;
            continue;
        }
        let depth = (line.len() - words.len() + new).saturating_sub(old);
        // A comment indented less than the fields still belongs to this item.
        let depth = if words.starts_with('#') { depth.max(new) } else { depth };
        out += &format!("{:depth$}{words}", "");
    }
    Some(out)
}
