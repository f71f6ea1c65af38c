//! Finds which bytes of a deck's text belong to which term or scene.

use std::borrow::Cow;

use crate::core::deck::edit::EditError;
use crate::core::slug::slug;
use crate::core::text::stored;
use crate::core::yaml::{Node, Span, Style, Value};

/// The layout of a deck.
pub(super) struct Layout<'n> {
    /// The text.
    pub text: &'n str,
    /// Its line end.
    pub line_end: &'static str,
    /// The column of the deck's own fields, in spaces.
    pub column: usize,
    /// Whether the whole deck is in braces.
    pub in_braces: bool,
    /// The terms, or the scenes.
    pub list: Items<'n>,
}

/// The position of the terms, or of the scenes.
pub(super) enum Items<'n> {
    /// There is no such field. It can be added at the byte `after`, the end of the content.
    Missing {
        /// One past the last byte of the deck's fields, or of the line that starts the document.
        after: usize,
    },
    /// The field is empty. This range is its value, such as `[]` or `null`.
    Empty {
        /// One past the colon.
        colon: usize,
        /// The end of its value.
        end: usize,
    },
    /// A block list, each item after a dash.
    Block(Vec<Item<'n>>),
    /// A flow list, in brackets.
    Flow(Vec<Item<'n>>),
}

/// One item of a list.
pub(super) struct Item<'n> {
    /// The term, scene, or other value.
    pub node: &'n Node<'n>,
    /// The start of its text: the line of its first comment or of its dash; in a flow list, its brace.
    pub lead: usize,
    /// The position of its dash; in a flow list, of its brace.
    pub dash: usize,
    /// The end of its text (exclusive), including line end and comments.
    pub end: usize,
    /// Whether blank lines after it are part of its last text.
    pub is_open: bool,
}

impl Item<'_> {
    /// A text field, decoded.
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.node.field(name)?.1.text().map(|text| stored(text.trim()))
    }

    /// The sort key. `None` if the item isn't a term or scene.
    pub(super) fn key(&self) -> Option<String> {
        self.text("term").or_else(|| self.text("title")).map(|text| slug(&text))
    }

    /// Its id.
    pub(super) fn id(&self) -> Option<String> {
        self.text("id").map(Cow::into_owned).or_else(|| self.key())
    }
}

pub(super) fn start(place: Span) -> usize {
    usize::try_from(place.start).unwrap_or(usize::MAX)
}

fn end(place: Span) -> usize {
    usize::try_from(place.end).unwrap_or(usize::MAX)
}

/// Whether a list or map is in flow style.
///
/// A block list at the same column as its key has the position of its first item, so the bracket may be the item's.
pub(super) fn is_flow(text: &str, node: &Node<'_>) -> bool {
    let at = start(node.place);
    let (bracket, first) = match &node.value {
        Value::Text(..) => return false,
        Value::List(items) => (b'[', items.first()),
        Value::Map(fields) => (b'{', fields.first().map(|(key, _)| key)),
    };
    text.as_bytes().get(at) == Some(&bracket) && first.is_none_or(|first| start(first.place) != at)
}

/// The end of the content of `node` (exclusive). `None` for a missing value.
pub(super) fn content_end(text: &str, node: &Node<'_>) -> Option<usize> {
    match &node.value {
        Value::Text(_, Style::Plain) if node.place.start == node.place.end => None,
        Value::Text(_, Style::Plain | Style::Quoted) => Some(end(node.place)),
        Value::Text(_, Style::Block) => {
            let raw = text.get(start(node.place)..end(node.place))?;
            let kept = if is_kept(node) {
                raw.trim_end_matches(' ').len()
            } else {
                // To the end of its last line, trailing blanks included.
                let words = raw.trim_end().len();
                raw[words..].find(['\r', '\n']).map_or(raw.len(), |end| words + end)
            };
            Some(start(node.place) + kept)
        }
        Value::List(_) | Value::Map(_) if is_flow(text, node) => Some(end(node.place)),
        Value::List(items) => items.iter().rev().find_map(|item| content_end(text, item)),
        Value::Map(fields) => {
            let (key, value) = fields.last()?;
            content_end(text, value).or(Some(end(key.place)))
        }
    }
}

/// Whether the text is a block that keeps its trailing blank lines (`|+`), and has some.
fn is_kept(node: &Node<'_>) -> bool {
    matches!(&node.value, Value::Text(text, Style::Block)
        if text.ends_with("\n\n") || (!text.is_empty() && text.trim().is_empty()))
}

/// Whether the last text in `node` is such a block.
fn is_open(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Text(..) => is_kept(node),
        Value::List(items) => items.last().is_some_and(is_open),
        Value::Map(fields) => fields.last().is_some_and(|(_, value)| is_open(value)),
    }
}

/// The start of the line after the byte `at`, or `at` itself if it is at the start of a line.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    if at == 0 || text[..at].ends_with('\n') {
        return at;
    }
    text[at..].find('\n').map_or(text.len(), |found| at + found + 1)
}

/// The start of the line that contains the byte `at`.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |found| found + 1)
}

/// The line that starts at `at`, and its end (exclusive).
fn line(text: &str, at: usize) -> (&str, usize) {
    let end = text[at..].find('\n').map_or(text.len(), |found| at + found + 1);
    (&text[at..end], end)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The end of the comment lines at `at` that are indented deeper than `column`. Stops at a blank line.
pub(super) fn past_comments(text: &str, mut at: usize, column: usize) -> usize {
    while at < text.len() {
        let (line, next) = line(text, at);
        if !line.trim_start().starts_with('#') || indent(line) <= column {
            break;
        }
        at = next;
    }
    at
}

/// The position after a key's colon.
pub(super) fn colon(text: &str, key: &Node<'_>) -> Result<usize, EditError> {
    let from = end(key.place);
    let rest = text.get(from..).ok_or(EditError::Unsafe)?;
    let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    rest[gap..].starts_with(':').then_some(from + gap + 1).ok_or(EditError::Unsafe)
}

impl<'n> Layout<'n> {
    /// The layout of the list `name` in `text`, parsed as `root`.
    pub(super) fn of(
        text: &'n str,
        root: Option<&'n Node<'n>>,
        name: &str,
    ) -> Result<Self, EditError> {
        let crlf = text.matches("\r\n").count();
        let line_end = if crlf * 2 > text.matches('\n').count() { "\r\n" } else { "\n" };
        let mut layout = Self {
            text,
            line_end,
            column: 0,
            in_braces: false,
            list: Items::Missing { after: text.len() },
        };
        let Some(root) = root else { return Ok(layout) };
        let not_a_deck = |node: &Node<'_>| EditError::NotADeck(node.place.line);
        match &root.value {
            Value::Text(..) if root.place.start == root.place.end => {
                layout.list = Items::Missing { after: start(root.place) };
                return Ok(layout);
            }
            Value::Map(_) => {}
            _ => return Err(not_a_deck(root)),
        }
        layout.in_braces = is_flow(text, root);
        layout.column = usize::try_from(root.place.column.saturating_sub(1)).unwrap_or_default();
        layout.list = match root.field(name) {
            None => {
                let last = content_end(text, root).ok_or(EditError::Unsafe)?;
                // In braces, the end includes the brace, so use the end of the last field inside.
                let Value::Map(fields) = &root.value else { return Err(not_a_deck(root)) };
                let inside = fields.last().and_then(|(_, value)| content_end(text, value));
                Items::Missing {
                    after: if layout.in_braces { inside.ok_or(EditError::Unsafe)? } else { last },
                }
            }
            Some((key, node)) => match &node.value {
                Value::List(items) if !items.is_empty() && is_flow(text, node) => {
                    Items::Flow(flow_items(text, items)?)
                }
                Value::List(items) if !items.is_empty() => {
                    Items::Block(block_items(text, colon(text, key)?, items)?)
                }
                Value::List(_) => Items::Empty { colon: colon(text, key)?, end: end(node.place) },
                Value::Text(word, Style::Plain)
                    if matches!(&**word, "~" | "null" | "Null" | "NULL") =>
                {
                    let colon = colon(text, key)?;
                    Items::Empty { colon, end: content_end(text, node).unwrap_or(colon) }
                }
                _ => return Err(not_a_deck(node)),
            },
        };
        Ok(layout)
    }

    /// The terms or scenes, in file order.
    pub(super) fn items(&self) -> &[Item<'n>] {
        match &self.list {
            Items::Block(items) | Items::Flow(items) => items,
            Items::Missing { .. } | Items::Empty { .. } => &[],
        }
    }

    /// The term or scene with this id, and its index.
    pub(crate) fn find(&self, id: &str) -> Option<(usize, &Item<'n>)> {
        let mut items = self.items().iter().enumerate();
        items.find(|(_, item)| item.id().as_deref() == Some(id))
    }

    /// The column of the dashes, and the number of spaces after them.
    pub(super) fn dashes(&self) -> (usize, usize) {
        let Items::Block(items) = &self.list else { return (self.column + 2, 1) };
        let column = items.first().map_or(0, |item| item.dash - line_start(self.text, item.dash));
        let gap = items.iter().find_map(|item| {
            let between = self.text.get(item.dash + 1..start(item.node.place))?;
            (!between.is_empty() && between.bytes().all(|byte| byte == b' '))
                .then_some(between.len())
        });
        (column, gap.unwrap_or(1))
    }
}

fn flow_items<'n>(text: &str, items: &'n [Node<'n>]) -> Result<Vec<Item<'n>>, EditError> {
    let item = |node: &'n Node<'n>| {
        let at = start(node.place);
        let end = content_end(text, node).ok_or(EditError::Unsafe)?;
        Ok(Item { node, lead: at, dash: at, end, is_open: false })
    };
    items.iter().map(item).collect()
}

/// The items of the block list `nodes` below the key that ends at `colon`.
pub(super) fn block_items<'n>(
    text: &str,
    colon: usize,
    nodes: &'n [Node<'n>],
) -> Result<Vec<Item<'n>>, EditError> {
    let mut items: Vec<Item<'n>> = Vec::with_capacity(nodes.len());
    let mut at = line_end(text, colon);
    let mut column = None;
    for node in nodes {
        // Comments directly above a dash belong to its item; the others describe the list or a section.
        let mut lead = None;
        let dash = loop {
            if at >= text.len() {
                return Err(EditError::Unsafe);
            }
            let (line, next) = line(text, at);
            let words = line.trim_start_matches(' ');
            if words.starts_with('-') {
                break at + indent(line);
            }
            match words.trim_end() {
                "" => lead = None,
                words if words.starts_with('#') => lead = lead.or(Some(at)),
                _ => return Err(EditError::Unsafe),
            }
            at = next;
        };
        let depth = dash - at;
        if *column.get_or_insert(depth) != depth {
            return Err(EditError::Unsafe);
        }
        let last = content_end(text, node).unwrap_or(dash + 1);
        let end = past_comments(text, line_end(text, last), depth);
        items.push(Item { node, lead: lead.unwrap_or(at), dash, end, is_open: is_open(node) });
        at = end;
    }
    Ok(items)
}
