//! A term as it is to be written: some fields, clean and in their order.

use crate::core::deck::fields::{Kind, TERM};
use crate::core::slug::slug;
use crate::core::text::stored;
use crate::core::yaml::{Within, quoted};

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A text on one line.
    Text(String),
    /// A list of such texts.
    List(Vec<String>),
}

impl Content {
    /// A text, on one line and without what no deck may hold.
    pub fn text(text: &str) -> Self {
        Self::Text(tidy(text))
    }

    /// A list of texts, without the empty ones.
    pub fn list<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        let texts = texts.into_iter().map(|text| tidy(text.as_ref()));
        Self::List(texts.filter(|text| !text.is_empty()).collect())
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(texts) => texts.is_empty(),
        }
    }

    /// How it is written on one line, behind `name: `.
    pub(super) fn written(&self, within: Within) -> String {
        match self {
            Self::Text(text) => quoted(text, within).into_owned(),
            Self::List(texts) => {
                let texts: Vec<_> = texts.iter().map(|text| quoted(text, Within::Flow)).collect();
                format!("[{}]", texts.join(", "))
            }
        }
    }
}

/// `text` on one line and fit to be stored; spaces of every kind become ordinary ones.
fn tidy(text: &str) -> String {
    stored(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A term as it is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft(Vec<(&'static str, Content)>);

impl Draft {
    /// A term with what every term has.
    pub fn new(term: &str, definition: &str) -> Self {
        Self::default().with("term", term).with("definition", definition)
    }

    /// The same with the text of one field more; an empty one is left out, and so is a field that terms do not have.
    #[must_use]
    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.put(name, Content::text(text));
        self
    }

    /// The same with the list of one field more; an empty one is left out, and so is a field that terms do not have.
    #[must_use]
    pub fn with_list<T: AsRef<str>>(
        mut self,
        name: &str,
        texts: impl IntoIterator<Item = T>,
    ) -> Self {
        self.put(name, Content::list(texts));
        self
    }

    /// Puts a field where it belongs, in place of one of the same name. Whether it could be put there: not when it is
    /// empty, unknown, or a text where a list belongs or the other way round.
    pub fn put(&mut self, name: &str, content: Content) -> bool {
        let Some(at) = TERM.iter().position(|field| field.name == name) else { return false };
        let is_list = matches!(TERM[at].kind, Kind::Lines(_) | Kind::Ids | Kind::Links);
        if content.is_empty() || is_list != matches!(content, Content::List(_)) {
            return false;
        }
        self.0.retain(|(known, _)| *known != name);
        self.0.push((TERM[at].name, content));
        self.0.sort_by_key(|(name, _)| TERM.iter().position(|field| field.name == *name));
        true
    }

    /// The fields, in the order in which they are best written.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &Content)> {
        self.0.iter().map(|(name, content)| (*name, content))
    }

    /// The text of the field `name`; empty when it is not there, or a list.
    pub fn get(&self, name: &str) -> &str {
        let content = self.0.iter().find(|(known, _)| *known == name);
        content.map_or("", |(_, content)| match content {
            Content::Text(text) => text,
            Content::List(_) => "",
        })
    }

    /// The id: the one that is given, or else the slug of the term; empty when that leaves nothing.
    pub fn id(&self) -> String {
        match self.get("id") {
            "" => slug(self.get("term")),
            id => id.to_owned(),
        }
    }

    /// It as it stands in most decks: for people to read.
    pub fn lines(&self) -> String {
        self.block(2, 1, "\n")
    }

    /// The lines of it as an item of a list: the dash behind `column` spaces, `gap` spaces behind the dash.
    pub(super) fn block(&self, column: usize, gap: usize, line_end: &str) -> String {
        let mut out = String::new();
        for (at, (name, content)) in self.fields().enumerate() {
            let start = if at == 0 {
                format!("{:column$}-{:gap$}", "", "")
            } else {
                " ".repeat(column + 1 + gap)
            };
            out += &format!("{start}{name}: {}{line_end}", content.written(Within::Block));
        }
        out
    }

    /// It as one item of a list in brackets.
    pub(super) fn flow(&self) -> String {
        let fields = self.fields();
        let fields: Vec<_> = fields
            .map(|(name, content)| format!("{name}: {}", content.written(Within::Flow)))
            .collect();
        format!("{{{}}}", fields.join(", "))
    }
}
