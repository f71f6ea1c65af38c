//! The content of a field, as it is written to a deck.

use crate::core::text::stored;
use crate::core::yaml::{Within, quoted};

/// The content of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Text on one line.
    Text(String),
    /// A list of such texts.
    List(Vec<String>),
}

impl Content {
    /// Text joined into one line, without the characters that decks don't allow.
    pub fn text(text: &str) -> Self {
        Self::Text(tidy(text))
    }

    /// A list of texts, without empty ones.
    pub fn list<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        let texts = texts.into_iter().map(|text| tidy(text.as_ref()));
        Self::List(texts.filter(|text| !text.is_empty()).collect())
    }

    /// Whether there is no content.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(texts) => texts.is_empty(),
        }
    }

    /// The texts: one, or those of the list.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::Text(text) => std::slice::from_ref(text),
            Self::List(texts) => texts,
        }
    }

    /// The content as YAML on one line, after `name: `.
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

/// `text` on one line, safe to store. Any whitespace becomes an ordinary space.
fn tidy(text: &str) -> String {
    stored(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
