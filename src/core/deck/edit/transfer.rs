//! Moves a term to another deck, together with its comments, progress and links.

use crate::core::deck::content::Content;
use crate::core::deck::edit::indent::moved;
use crate::core::deck::edit::insert::{Piece, put};
use crate::core::deck::edit::layout::{Item, Items, Layout, colon};
use crate::core::deck::edit::{EditError, Model, Source, rename, set};
use crate::core::yaml::{Node, Value};

/// The two texts after a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transferred {
    /// The deck it was in.
    pub from: String,
    /// The deck it is in now.
    pub into: String,
    /// Its id in the new deck.
    pub id: String,
}

/// Moves the term `id` from one deck to another, under the name `name`. Both decks are given as text and id. The old id is
/// added to `formerly`, so progress follows, and the term's own links get an explicit deck.
pub fn transfer(
    from: (&str, &str),
    id: &str,
    into: (&str, &str),
    name: &str,
) -> Result<Transferred, EditError> {
    let renamed = rename(from.0, id, name)?;
    let mut text = renamed.text;
    let changes = {
        let source = Source::read(&text)?;
        let layout = source.layout()?;
        let (_, item) = layout.find(&renamed.id).ok_or(EditError::Unsafe)?;
        links(item, from.1, id, &format!("{}/{}", into.1, renamed.id))
    };
    for (name, content) in changes {
        text = set(&text, &renamed.id, name, &content)?;
    }
    let source = Source::read(&text)?;
    let layout = source.layout()?;
    let (at, item) = layout.find(&renamed.id).ok_or(EditError::Unsafe)?;
    let Items::Block(items) = &layout.list else { return Err(EditError::Unsafe) };
    let lines = |column: usize, _: usize, end: &str| {
        let lines = moved(source.text, item, column)?;
        Some(lines.lines().map(|line| format!("{line}{end}")).collect())
    };
    let piece = Piece {
        list: "terms",
        id: renamed.id.clone(),
        key: Some(item.key().ok_or(EditError::Unsafe)?),
        model: Model::of(item.node),
        lines: &lines,
        flow: None,
    };
    let into = put(into.0, &piece)?;
    let from = without(&source, &layout, items, at)?;
    Ok(Transferred { from, into, id: renamed.id })
}

/// The link fields of `item` that must change when it moves to another deck. `now` is its link there.
fn links(item: &Item<'_>, deck: &str, id: &str, now: &str) -> Vec<(&'static str, Content)> {
    let far =
        |text: &str| if text.contains('/') { text.to_owned() } else { format!("{deck}/{text}") };
    let mut changes = Vec::new();
    for name in ["see_also", "confused_with", "formerly", "same_as", "use"] {
        let nodes = match item.node.field(name) {
            Some((_, Node { value: Value::List(nodes), .. })) => nodes,
            Some((_, node)) => std::slice::from_ref(node),
            None => &[],
        };
        let texts = nodes.iter().filter_map(Node::text);
        let old: Vec<String> = texts.map(|text| text.trim().to_owned()).collect();
        let mut new: Vec<String> = old.iter().map(|link| far(link)).collect();
        if name == "formerly" {
            let was = format!("{deck}/{id}");
            new.retain(|old| *old != was && old != now);
            new.push(was);
        }
        if new != old {
            let is_text = matches!(name, "same_as" | "use");
            let content = if is_text { Content::text(&new.concat()) } else { Content::list(new) };
            changes.push((name, content));
        }
    }
    changes
}

/// The text without the term at index `at`, its comments, and the blank lines before it.
fn without(
    source: &Source<'_>,
    layout: &Layout<'_>,
    items: &[Item<'_>],
    at: usize,
) -> Result<String, EditError> {
    let (text, item) = (source.text, &items[at]);
    let before = at.checked_sub(1).map(|before| &items[before]);
    let new = match (before, items.get(at + 1)) {
        (Some(before), _) => format!("{}{}", &text[..before.end], &text[item.end..]),
        (None, Some(next)) => format!("{}{}", &text[..item.lead], &text[next.lead..]),
        (None, None) => {
            let root = source.tree.root.as_ref().ok_or(EditError::Unsafe)?;
            let (key, _) = root.field("terms").ok_or(EditError::Unsafe)?;
            let colon = colon(layout.text, key)?;
            format!("{} []{}{}", &text[..colon], &text[colon..item.lead], &text[item.end..])
        }
    };
    let mut wanted = source.model();
    wanted.terms().ok_or(EditError::Unsafe)?.remove(at);
    source.proven(&new, &wanted)
}
