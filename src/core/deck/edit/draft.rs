//! A term to be written to a deck: its fields, cleaned and in order.

use crate::core::deck::content::Content;
use crate::core::deck::fields::{self, Kind};
use crate::core::slug::slug;
use crate::core::yaml::Within;

/// A term to be written to a deck.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft(Vec<(&'static str, Content)>);

impl Draft {
    /// A term with the required fields.
    pub fn new(term: &str, definition: &str) -> Self {
        Self::default().with("term", term).with("definition", definition)
    }

    /// Adds a text field. Empty text and unknown fields are ignored.
    #[must_use]
    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.put(name, Content::text(text));
        self
    }

    /// Adds a list field. Empty lists and unknown fields are ignored.
    #[must_use]
    pub fn with_list<T: AsRef<str>>(
        mut self,
        name: &str,
        texts: impl IntoIterator<Item = T>,
    ) -> Self {
        self.put(name, Content::list(texts));
        self
    }

    /// Inserts a field in its place, replacing any of the same name. Returns `false` if the content is empty, the field is
    /// unknown, or the field needs a list and the content is text, or the reverse.
    pub fn put(&mut self, name: &str, content: Content) -> bool {
        let Some(field) = fields::of_term(name) else { return false };
        if content.is_empty() || field.kind.is_list() != matches!(content, Content::List(_)) {
            return false;
        }
        self.remove(name);
        self.0.push((field.name, content));
        self.0.sort_by_key(|(name, _)| fields::rank(name));
        true
    }

    /// Removes the field `name`.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| *known != name);
    }

    /// The fields, in the recommended order.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &Content)> {
        self.0.iter().map(|(name, content)| (*name, content))
    }

    /// The text of the field `name`. Empty if the field is missing or a list.
    pub fn get(&self, name: &str) -> &str {
        let content = self.0.iter().find(|(known, _)| *known == name);
        content.map_or("", |(_, content)| match content {
            Content::Text(text) => text,
            Content::List(_) => "",
        })
    }

    /// The explicit id, or else the slug of the term. May be empty.
    pub fn id(&self) -> String {
        match self.get("id") {
            "" => slug(self.get("term")),
            id => id.to_owned(),
        }
    }

    /// The term as YAML in the usual block style, for display.
    pub fn lines(&self) -> String {
        block(&self.0, 2, 1, "\n")
    }

    /// The YAML lines of the term as a list item: the dash after `column` spaces, then `gap` spaces.
    pub(super) fn block(&self, column: usize, gap: usize, line_end: &str) -> String {
        block(&self.0, column, gap, line_end)
    }

    /// The term as an item of a flow list, in braces.
    pub(super) fn flow(&self) -> String {
        format!("{{{}}}", flow(&self.0))
    }
}

/// The YAML lines of `fields` as a list item: the dash after `column` spaces, then `gap` spaces.
pub(super) fn block(
    fields: &[(&'static str, Content)],
    column: usize,
    gap: usize,
    line_end: &str,
) -> String {
    let mut out = String::new();
    for (at, (name, content)) in fields.iter().enumerate() {
        let start = if at == 0 {
            format!("{:column$}-{:gap$}", "", "")
        } else {
            " ".repeat(column + 1 + gap)
        };
        let is_date = fields::of_term(name).is_some_and(|field| field.kind == Kind::Date);
        match content {
            // As people write it; other YAML readers take it for a date, too.
            Content::Text(date) if is_date => out += &format!("{start}{name}: {date}{line_end}"),
            _ => out += &format!("{start}{name}: {}{line_end}", content.written(Within::Block)),
        }
    }
    out
}

/// `fields` as in a flow map, without its braces.
pub(super) fn flow(fields: &[(&'static str, Content)]) -> String {
    let written =
        |(name, content): &(&str, Content)| format!("{name}: {}", content.written(Within::Flow));
    fields.iter().map(written).collect::<Vec<_>>().join(", ")
}
