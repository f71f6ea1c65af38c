//! Putting the terms of a deck into alphabetical order; comments stay with their term.

use crate::core::deck::edit::layout::{Item, Layout, Terms};
use crate::core::deck::edit::{EditError, Source};

/// `text` with its terms in the order that `check` asks for. Terms with equal names keep their order; blank lines stay
/// where they are, comments go with the term below them or, when they stand deeper than the dashes, above them.
pub fn sort(text: &str) -> Result<String, EditError> {
    let source = Source::read(text)?;
    let layout = source.layout()?;
    let items = layout.items();
    let mut order: Vec<usize> = (0..items.len()).collect();
    // What is no term stays at the end, where it can be seen.
    let keys: Vec<_> = items.iter().map(|item| (item.key().is_none(), item.key())).collect();
    order.sort_by(|a, b| keys[*a].cmp(&keys[*b]));
    arranged(&source, &layout, &order)
}

/// The text with its terms in this `order`, given by the numbers they have now.
pub(super) fn arranged(
    source: &Source<'_>,
    layout: &Layout<'_>,
    order: &[usize],
) -> Result<String, EditError> {
    let new = match &layout.terms {
        Terms::Block(items) if !order.is_sorted() => lines(layout, items, order),
        Terms::Flow(items) if !order.is_sorted() => brackets(layout, items, order)?,
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
        // The blank lines in front of a place belong to the place, unless the text before would swallow them.
        if let Some(before) = place.checked_sub(1)
            && !items[order[before]].is_open
        {
            out += &text[items[before].end..items[place].lead];
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
            // Nobody can say whose comment that is.
            if between.contains('#') {
                return Err(EditError::Unsafe);
            }
            out += between;
        }
        out += &text[items[*at].lead..items[*at].end];
    }
    Ok(out + &text[items[items.len() - 1].end..])
}
