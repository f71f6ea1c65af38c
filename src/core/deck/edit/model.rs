//! The content of a parsed text, without positions and style, for comparison.

use crate::core::deck::content::Content;
use crate::core::deck::edit::draft::Draft;
use crate::core::yaml::{Node, Value};

/// The content of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Model {
    /// Text. Trailing line ends don't count, because decks drop them.
    Text(String),
    /// A list.
    List(Vec<Model>),
    /// A map, in file order.
    Map(Vec<(Model, Model)>),
}

impl Model {
    /// The content of `node`.
    pub(super) fn of(node: &Node<'_>) -> Self {
        match &node.value {
            Value::Text(text, _) => Self::text(text),
            Value::List(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Map(fields) => {
                let pairs = fields.iter().map(|(key, value)| (Self::of(key), Self::of(value)));
                Self::Map(pairs.collect())
            }
        }
    }

    fn text(text: &str) -> Self {
        Self::Text(text.trim_end_matches('\n').to_owned())
    }

    /// The content that `content` will have when written.
    pub(super) fn of_content(content: &Content) -> Self {
        match content {
            Content::Text(text) => Self::text(text),
            Content::List(texts) => Self::List(texts.iter().map(|text| Self::text(text)).collect()),
        }
    }

    /// The content that `draft` will have when written.
    pub(super) fn of_draft(draft: &Draft) -> Self {
        Self::of_fields(draft.fields())
    }

    /// The content that a map of `fields` will have when written.
    pub(super) fn of_fields<'a>(fields: impl Iterator<Item = (&'static str, &'a Content)>) -> Self {
        let pairs = fields.map(|(name, content)| (Self::text(name), Self::of_content(content)));
        Self::Map(pairs.collect())
    }

    /// Whether it is this text.
    pub(super) fn is(&self, text: &str) -> bool {
        matches!(self, Self::Text(own) if own == text)
    }

    /// The terms of a deck. Creates an empty list if there is none.
    pub(super) fn terms(&mut self) -> Option<&mut Vec<Model>> {
        self.list("terms")
    }

    /// The list `name` of a deck. Creates an empty one if there is none.
    pub(super) fn list(&mut self, name: &str) -> Option<&mut Vec<Model>> {
        let list = self.entry(name)?;
        if !matches!(list, Self::List(_)) {
            *list = Self::List(Vec::new());
        }
        match list {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The value of the field `name` of a map. Creates it if there is none.
    pub(super) fn entry(&mut self, name: &str) -> Option<&mut Model> {
        // An empty file, or nothing after `---`.
        if matches!(self, Self::Text(_)) {
            *self = Self::Map(Vec::new());
        }
        let Self::Map(fields) = self else { return None };
        let key = Self::text(name);
        let at = fields.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
            fields.push((key, Self::text("")));
            fields.len() - 1
        });
        Some(&mut fields[at].1)
    }
}
