//! Finds the block lists of a deck: of its terms and scenes, and of the lines and replies of each scene.

use crate::core::deck::edit::Source;
use crate::core::deck::edit::layout::{
    Item, block_items, colon, is_flow, line_start, past_comments, start,
};
use crate::core::deck::fields::Part;
use crate::core::yaml::{Node, Value};

/// A block list, each item after a dash.
pub(super) struct List<'n> {
    /// The column of its key, in spaces.
    pub column: usize,
    /// Its items.
    pub items: Vec<Item<'n>>,
}

/// The block lists of these parts in `source`. Leaves out lists in brackets, and those too unusual to edit.
pub(super) fn lists<'n>(source: &'n Source<'n>, part: Part) -> Vec<List<'n>> {
    let Some(root) = &source.tree.root else { return Vec::new() };
    let owners = match part {
        Part::Term | Part::Scene => std::slice::from_ref(root),
        Part::Line | Part::Reply => match root.field(Part::Scene.names()) {
            Some((_, Node { value: Value::List(scenes), .. })) => &scenes[..],
            _ => &[],
        },
    };
    owners.iter().filter_map(|owner| list(source.text, owner, part)).collect()
}

/// The block list of these parts in `owner`.
fn list<'n>(text: &str, owner: &'n Node<'n>, part: Part) -> Option<List<'n>> {
    let (key, node) = owner.field(part.names()).filter(|_| !is_flow(text, owner))?;
    let Value::List(nodes) = &node.value else { return None };
    if nodes.is_empty() || is_flow(text, node) {
        return None;
    }
    let at = start(key.place);
    let column = at - line_start(text, at);
    let mut items = block_items(text, colon(text, key).ok()?, nodes).ok()?;
    // Comments below the last line of a scene, as deep as its dash, are not about the field that follows.
    if let (Some(last), Part::Line | Part::Reply) = (items.last_mut(), part) {
        last.end = past_comments(text, last.end, column);
    }
    Some(List { column, items })
}
