//! Stable IDs of decks, terms and cards, which learning progress is keyed by.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;
use std::sync::Arc;

/// A deck's ID, a slug, for example `platform`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct DeckId(Arc<str>);

impl DeckId {
    /// The ID as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for DeckId {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Deref for DeckId {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for DeckId {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq<str> for DeckId {
    fn eq(&self, id: &str) -> bool {
        **self == *id
    }
}

impl PartialEq<&str> for DeckId {
    fn eq(&self, id: &&str) -> bool {
        **self == **id
    }
}

impl From<&str> for DeckId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl From<String> for DeckId {
    fn from(id: String) -> Self {
        Self(id.into())
    }
}

impl fmt::Display for DeckId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for DeckId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A term's ID, `deck/term-id`, for example `platform/error-budget`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct TermId(Arc<str>);

impl TermId {
    /// The ID of `term` in `deck`. Both are slugs, so neither contains a slash.
    pub fn new(deck: &str, term: &str) -> Self {
        Self(format!("{deck}/{term}").into())
    }

    /// The full ID, `deck/term-id`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The deck's ID.
    pub fn deck(&self) -> &str {
        self.0.split_once('/').map_or("", |(deck, _)| deck)
    }

    /// The term's ID within its deck.
    pub fn term(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, term)| term)
    }
}

impl fmt::Display for TermId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TermId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A string that is not of the form `deck/term-id`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not in the form deck/term-id")]
pub struct NotATermId(pub String);

impl FromStr for TermId {
    type Err = NotATermId;

    fn from_str(text: &str) -> Result<Self, NotATermId> {
        let slashes = text.bytes().filter(|byte| *byte == b'/').count();
        if slashes == 1 && !text.starts_with('/') && !text.ends_with('/') {
            Ok(Self(text.into()))
        } else {
            Err(NotATermId(text.to_owned()))
        }
    }
}

impl<'de> serde::Deserialize<'de> for TermId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Whether a card asks for the meaning or for the term.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::AsRefStr, strum::Display, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Direction {
    /// From term to meaning.
    Understand,
    /// From meaning to term.
    Speak,
}

impl Direction {
    /// Both directions, in the order they are learned.
    pub const ALL: [Self; 2] = [Self::Understand, Self::Speak];
}

/// A term in one direction: the unit of scheduling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardId {
    /// The term.
    pub term: TermId,
    /// The direction.
    pub direction: Direction,
}

impl CardId {
    /// The card of `term` in `direction`.
    pub const fn new(term: TermId, direction: Direction) -> Self {
        Self { term, direction }
    }
}

impl fmt::Display for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.term, self.direction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_deck_fills_a_column_as_text_does() {
        assert_eq!(format!("{:<5}|", DeckId::from("ops")), "ops  |");
    }

    #[test]
    fn a_term_id_is_read_and_written_the_same() {
        let id: TermId = "platform/error-budget".parse().unwrap();
        assert_eq!((id.deck(), id.term()), ("platform", "error-budget"));
        assert_eq!(id, TermId::new("platform", "error-budget"));
        assert_eq!(id.to_string(), "platform/error-budget");
    }

    #[test]
    fn a_text_without_deck_or_term_is_no_term_id() {
        for text in ["", "platform", "/slo", "platform/", "a/b/c"] {
            assert!(text.parse::<TermId>().is_err(), "{text}");
        }
    }
}
