//! Sorts the terms of a deck alphabetically within their section. Comments stay with their term.

use crate::core::deck::edit::layout::{Item, Items, Layout};
use crate::core::deck::edit::{EditError, Source};
use crate::core::deck::sections::is_below_heading;

/// Sorts the terms in the order that `check` requires (a stable sort). Headings and blank lines stay where they are. Other comments
/// move with the term below them or, if indented deeper than the dashes, with the term above.
pub fn sort(text: &str) -> Result<String, EditError> {
    let source = Source::read(text)?;
    let layout = source.layout()?;
    let items = layout.items();
    let mut order: Vec<usize> = (0..items.len()).collect();
    let sections = sections(&layout);
    // Items that aren't terms go last, where they are easy to see.
    let keys: Vec<_> = items
        .iter()
        .zip(sections)
        .map(|(item, of)| (of, item.key().is_none(), item.key()))
        .collect();
    order.sort_by(|a, b| keys[*a].cmp(&keys[*b]));
    arranged(&source, &layout, &order)
}

/// The number of the section of each item.
pub(super) fn sections(layout: &Layout<'_>) -> Vec<usize> {
    let is_list = matches!(layout.list, Items::Block(_));
    let number = |section: &mut usize, item: &Item<'_>| {
        *section += usize::from(is_list && is_below_heading(layout.text, item.dash));
        Some(*section)
    };
    layout.items().iter().scan(0, number).collect()
}

/// The text with its terms in `order`, a permutation of their indexes.
pub(super) fn arranged(
    source: &Source<'_>,
    layout: &Layout<'_>,
    order: &[usize],
) -> Result<String, EditError> {
    let new = match &layout.list {
        Items::Block(items) if !order.is_sorted() => lines(layout, items, order),
        Items::Flow(items) if !order.is_sorted() => brackets(layout, items, order)?,
        _ => return Ok(format!("{}{}", source.mark, source.text)),
    };
    let mut wanted = source.model();
    let terms = wanted.terms().ok_or(EditError::Unsafe)?;
    *terms = order.iter().map(|at| terms[*at].clone()).collect();
    source.proven(&new, &wanted)
}

fn lines(layout: &Layout<'_>, items: &[Item<'_>], order: &[usize]) -> String {
    let text = layout.text;
    let mut out = text[..items[0].lead].to_owned();
    for (place, at) in order.iter().enumerate() {
        let item = &items[*at];
        if let Some(before) = place.checked_sub(1) {
            let between = &text[items[before].end..items[place].lead];
            // Blank lines stay in place, unless the text above them would absorb them.
            let is_absorbed = items[order[before]].is_open;
            out += if is_absorbed { between.trim_start_matches(['\r', '\n']) } else { between };
        }
        out += &text[item.lead..item.end];
        if !out.ends_with('\n') {
            out += layout.line_end;
        }
    }
    out + &text[items[items.len() - 1].end..]
}

fn brackets(layout: &Layout<'_>, items: &[Item<'_>], order: &[usize]) -> Result<String, EditError> {
    let text = layout.text;
    let mut out = text[..items[0].lead].to_owned();
    for (place, at) in order.iter().enumerate() {
        if let Some(before) = place.checked_sub(1) {
            let between = &text[items[before].end..items[place].lead];
            // It's unclear which term the comment belongs to.
            if between.contains('#') {
                return Err(EditError::Unsafe);
            }
            out += between;
        }
        out += &text[items[*at].lead..items[*at].end];
    }
    Ok(out + &text[items[items.len() - 1].end..])
}
