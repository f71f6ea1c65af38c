//! Renames a term: its id, its position, its `formerly` list, and links to it.

use crate::core::card::TermId;
use crate::core::deck::content::Content;
use crate::core::deck::edit::layout::{Item, content_end, is_flow, start};
use crate::core::deck::edit::order::{arranged, sections};
use crate::core::deck::edit::{EditError, Model, Source, append, changed, set};
use crate::core::deck::fields;
use crate::core::slug::slug;
use crate::core::yaml::{Node, Value, Within, quoted};

/// The result of a rename.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The new text.
    pub text: String,
    /// The term's new id. Unchanged if the file sets the id.
    pub id: String,
}

/// Renames the term `id` to `name` and moves it into alphabetical order. An id that is derived from the name changes too;
/// the old id is then added to `formerly`, so progress follows.
pub fn rename(text: &str, id: &str, name: &str) -> Result<Renamed, EditError> {
    let Content::Text(name) = Content::text(name) else { return Err(EditError::Unsafe) };
    let (given, was) = {
        let source = Source::read(text)?;
        let layout = source.layout()?;
        let (_, item) = layout.find(id).ok_or_else(|| EditError::NoTerm(id.to_owned()))?;
        let new = slug(&name);
        if let Some((_, other)) = layout.find(&new).filter(|(_, other)| other.dash != item.dash) {
            return Err(EditError::Exists { id: new, line: other.node.place.line });
        }
        (item.node.field("id").is_some(), texts(item, "formerly"))
    };
    let new = if given { id.to_owned() } else { slug(&name) };
    if new.is_empty() {
        return Err(EditError::NoId(name));
    }
    let mut text = set(text, id, "term", &Content::text(&name))?;
    if new != id {
        text = if was.iter().any(|old| *old == new || *old == id) {
            // A term that returns to an earlier name must not list it as a former one.
            let formerly = was.into_iter().filter(|old| *old != new && *old != id);
            set(&text, &new, "formerly", &Content::list(formerly.chain([id.to_owned()])))?
        } else {
            append(&text, &new, "formerly", &[id.to_owned()])?
        };
    }
    Ok(Renamed { text: placed(&text, &new)?, id: new })
}

/// The texts in the list `name` of `item`.
pub(super) fn texts(item: &Item<'_>, name: &str) -> Vec<String> {
    let Some((_, Node { value: Value::List(nodes), .. })) = item.node.field(name) else {
        return Vec::new();
    };
    nodes.iter().filter_map(|node| Some(node.text()?.trim().to_owned())).collect()
}

/// Moves the term `id` into alphabetical order within its section. The other terms stay where they are.
fn placed(text: &str, id: &str) -> Result<String, EditError> {
    let source = Source::read(text)?;
    let layout = source.layout()?;
    let items = layout.items();
    let (own, item) = layout.find(id).ok_or(EditError::Unsafe)?;
    let key = item.key();
    let sections = sections(&layout);
    let mut order: Vec<usize> = (0..items.len()).filter(|at| *at != own).collect();
    let is_behind = |at: &usize| (sections[*at], items[*at].key()) > (sections[own], key.clone());
    let place = order.iter().position(is_behind).unwrap_or(order.len());
    order.insert(place, own);
    arranged(&source, &layout, &order)
}

/// Replaces every link to `old` by `new` in `text`, a file of the deck `deck`. Returns the text and the number of links.
/// A link without a deck stays that way.
pub fn relink(
    text: &str,
    deck: &str,
    old: &TermId,
    new: &TermId,
) -> Result<(String, usize), EditError> {
    let now = |link: &str| {
        let (of, term) = link.split_once('/').unwrap_or((deck, link));
        let is_short = !link.contains('/') && new.deck() == deck;
        let new = if is_short { new.term() } else { new.as_str() };
        (of == old.deck() && term == old.term()).then(|| new.to_owned())
    };
    relinked(text, None, &["see_also", "confused_with", "same_as", "use"], now)
}

/// Replaces each link in the fields `names`, of the term `only` or of all, by what it is `now`, if that returns something. Everything
/// around it stays. Returns the text and the number of links.
pub(super) fn relinked(
    text: &str,
    only: Option<&str>,
    names: &[&str],
    now: impl Fn(&str) -> Option<String>,
) -> Result<(String, usize), EditError> {
    let source = Source::read(text)?;
    let layout = source.layout()?;
    let mut wanted = source.model();
    let mut changes: Vec<(usize, usize, String)> = Vec::new();
    let is_meant = |item: &Item<'_>| only.is_none_or(|id| item.id().as_deref() == Some(id));
    for (at, item) in layout.items().iter().enumerate().filter(|(_, item)| is_meant(item)) {
        for name in names {
            let Some((_, node)) = item.node.field(name) else { continue };
            let is_list = fields::of_term(name).is_some_and(|field| field.kind.is_list());
            let (nodes, bracketed) = match &node.value {
                Value::List(nodes) if is_list => (&nodes[..], is_flow(source.text, node)),
                _ => (std::slice::from_ref(node), false),
            };
            let within = if bracketed || is_flow(source.text, item.node) {
                Within::Flow
            } else {
                Within::Block
            };
            for (number, node) in nodes.iter().enumerate() {
                let Some(new) = node.text().and_then(|link| now(link.trim())) else { continue };
                let from = start(node.place);
                let to = content_end(source.text, node).ok_or(EditError::Unsafe)?;
                changes.push((from, to, quoted(&new, within).into_owned()));
                let term = wanted.terms().and_then(|terms| terms.get_mut(at));
                let value = term.and_then(|term| term.entry(name)).ok_or(EditError::Unsafe)?;
                match value {
                    Model::List(items) => items[number] = Model::Text(new),
                    value => *value = Model::Text(new),
                }
            }
        }
    }
    changes.sort_unstable();
    let count = changes.len();
    Ok((source.proven(&changed(source.text, changes), &wanted)?, count))
}
