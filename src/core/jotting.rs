//! Unknown words the user jots down to ask about later.

use uuid::Uuid;

use crate::core::card::{DeckId, TermId};
use crate::core::text::stored;
use crate::core::time::Timestamp;

/// Maximum length of each stored text, in characters.
pub const LONGEST: usize = 500;

/// A jotted-down word.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Jotting {
    /// The ID, a `UUIDv7`.
    #[serde(skip)]
    pub id: Uuid,
    /// The number the user refers to it by, from 1. Never reused.
    pub number: u32,
    /// The word or words, as heard.
    pub words: String,
    /// When it was jotted down.
    pub at: Timestamp,
    /// The team to ask.
    pub deck: Option<DeckId>,
    /// The sentence in which it was said.
    pub heard: Option<String>,
    /// Who said it.
    #[serde(rename = "from")]
    pub said_by: Option<String>,
}

/// A jotting that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The jotting.
    pub jotting: Jotting,
    /// The term it became.
    pub term: TermId,
}

/// A closed jotting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The word or words.
    pub words: String,
    /// The term it became; `None` if it was dropped.
    pub term: Option<TermId>,
}

/// The explanation of a jotted-down word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The term.
    pub term: String,
    /// Its definition.
    pub definition: String,
    /// A follow-up question to ask.
    pub ask: Option<String>,
    /// Who explained it; recorded as credit.
    pub explained_by: Option<String>,
}

impl Explanation {
    /// Maximum length of a term, in characters: the same as in a deck.
    pub const LONGEST_TERM: usize = 80;
    /// Maximum length of a definition, in characters: shorter than in a deck.
    pub const LONGEST_DEFINITION: usize = LONGEST;
    /// Maximum length of a question, in characters.
    pub const LONGEST_ASK: usize = 300;
    /// Maximum length of the explainer's name, in characters.
    pub const LONGEST_NAME: usize = 80;
}

/// `text` as stored: on one line, without meaningless invisible characters, at most [`LONGEST`] characters; `None` if
/// empty after cleaning.
pub fn kept(text: &str) -> Option<String> {
    let text: String = stored(text.trim()).chars().take(LONGEST).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_one_clean_line_of_bounded_length() {
        assert_eq!(kept("  error \n budget "), Some("error budget".to_owned()));
        assert_eq!(kept(" \t "), None);
        assert!(!kept("a\u{1b}[2Jb").unwrap().contains('\u{1b}'));
        assert_eq!(kept(&"x".repeat(9_000)).unwrap().len(), LONGEST);
    }
}
