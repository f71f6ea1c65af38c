//! A word that was heard and not known, jotted down until somebody has explained it.

use uuid::Uuid;

use crate::core::card::TermId;
use crate::core::text::stored;
use crate::core::time::Timestamp;

/// The longest text that is kept of each part, in characters.
pub const LONGEST: usize = 500;

/// A word that was jotted down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jotting {
    /// Its name: a `UUIDv7`.
    pub id: Uuid,
    /// The number by which the user calls it, from 1: its own for good, whatever becomes of others.
    pub number: u32,
    /// The word or words, as they were heard.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// The team to ask.
    pub deck: Option<String>,
    /// The sentence in which it was said.
    pub heard: Option<String>,
    /// Who said it.
    pub said_by: Option<String>,
}

/// A word that was jotted down and answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// What was jotted down.
    pub jotting: Jotting,
    /// The term that it became.
    pub term: TermId,
}

/// What became of a jotting that is done with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The word or words.
    pub words: String,
    /// The term that it became; none where it was dropped.
    pub term: Option<TermId>,
}

/// What a word that was jotted down turned out to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The word, as it is said.
    pub term: String,
    /// What it means.
    pub definition: String,
    /// A question one could ask next.
    pub ask: Option<String>,
    /// Who explained it: credit that stays with the word.
    pub explained_by: Option<String>,
}

impl Explanation {
    /// The longest word, in characters: as long as a term of a deck may be.
    pub const LONGEST_TERM: usize = 80;
    /// The longest meaning, in characters: less than a definition may have.
    pub const LONGEST_DEFINITION: usize = LONGEST;
    /// The longest question, in characters.
    pub const LONGEST_ASK: usize = 300;
    /// The longest name of whoever explained it, in characters.
    pub const LONGEST_NAME: usize = 80;
}

/// `text` as it is kept: on one line, without what is invisible and means nothing, at most [`LONGEST`] characters; none
/// where nothing is left.
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
