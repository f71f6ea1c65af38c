//! Where entries come from, and so what their texts may hold.

use crate::core::import::markup::{without_cards, without_tags};
use crate::core::text::stored;

/// Where entries come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Any tool.
    Foreign,
    /// An export of Anki, with gaps and sounds.
    Cards,
    /// A table that `deck export` wrote.
    OwnTable,
    /// A deck, or what `deck export` wrote of one: texts stay as they are.
    Deck,
}

impl Source {
    /// Whether the entries were written by this program, so that nothing in them has to be guessed.
    pub(super) fn is_own(self) -> bool {
        matches!(self, Self::OwnTable | Self::Deck)
    }

    /// `text` without the markup that this source may have.
    pub(super) fn plain(self, text: &str) -> String {
        match self {
            Self::Foreign => without_tags(text),
            Self::Cards => without_tags(&without_cards(text)),
            Self::OwnTable | Self::Deck => text.to_owned(),
        }
    }

    /// `text` on one line. Decks in French have spaces that do not break; elsewhere these come from pages and mean nothing.
    pub(super) fn line(self, text: &str) -> String {
        let is_gap =
            |c: char| c.is_whitespace() && !(self.is_own() && matches!(c, '\u{a0}' | '\u{202f}'));
        let text = stored(text);
        let words = text.split(is_gap).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    }
}
