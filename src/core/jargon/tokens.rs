//! Splits a text into words, each with the gap before it.

use crate::core::jargon::prose::BREAK;
use crate::core::lookup::is_unspaced;
use crate::core::words::{is_letter, spans};

/// The gap between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// The end of a sentence or clause, which no name crosses.
    Break,
    /// Whitespace.
    Space,
    /// A hyphen, slash, dot, or similar without whitespace, or nothing in scripts that don't use spaces.
    Tight,
}

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// As written.
    pub(super) text: &'a str,
    /// Its offset in bytes.
    pub(super) at: usize,
    /// The gap before it.
    pub(super) gap: Gap,
}

impl Token<'_> {
    /// Its end offset in bytes.
    pub(super) const fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

/// Splits `text` into words. In scripts without spaces each character is its own token, since word boundaries are unknown.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::with_capacity(text.len() / 6);
    let mut push = |at: usize, word: &str| {
        let from = out.last().map_or(0, Token::end);
        let gap = if out.is_empty() { Gap::Break } else { gap(&text[from..at]) };
        out.push(Token { text: &text[at..at + word.len()], at, gap });
    };
    for span in spans(text, |c| is_letter(c) || is_unspaced(c)) {
        let mut at = span.start;
        for piece in text[span].split_inclusive(is_unspaced) {
            let word = piece.trim_end_matches(is_unspaced);
            let bare = word.trim_start_matches(|c| !is_letter(c));
            if !bare.is_empty() {
                push(at + word.len() - bare.len(), bare);
            }
            if word.len() < piece.len() {
                push(at + word.len(), &piece[word.len()..]);
            }
            at += piece.len();
        }
    }
    out
}

fn gap(between: &str) -> Gap {
    let (mut spaces, mut joiners, mut and) = (false, false, false);
    for c in between.chars() {
        match c {
            BREAK => return Gap::Break,
            '&' => and = true,
            '-' | '\u{2010}' | '\u{2011}' | '–' | '/' | '_' | '.' | '\'' | '’' | '·' => {
                joiners = true;
            }
            _ if c.is_whitespace() => spaces = true,
            _ => return Gap::Break,
        }
    }
    match (spaces, joiners) {
        // `R & D` matches `R&D`.
        _ if and && !joiners => Gap::Tight,
        (true, false) => Gap::Space,
        (false, _) => Gap::Tight,
        (true, true) => Gap::Break,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Vec<(&str, Gap)> {
        tokens(text).into_iter().map(|token| (token.text, token.gap)).collect()
    }

    #[test]
    fn words_know_what_stands_before_them() {
        use Gap::{Break, Space, Tight};
        assert_eq!(
            row("An error-budget, isn't C++ in CI/CD. R & D"),
            [
                ("An", Break),
                ("error", Space),
                ("budget", Tight),
                ("isn't", Break),
                ("C++", Space),
                ("in", Space),
                ("CI", Space),
                ("CD", Tight),
                ("R", Break),
                ("D", Tight),
            ]
        );
        assert_eq!(row("one - two"), [("one", Break), ("two", Break)]);
        assert_eq!(row("node.js"), [("node", Break), ("js", Tight)]);
        assert_eq!(row(""), []);
    }

    #[test]
    fn where_a_script_writes_no_spaces_each_character_is_a_word() {
        let found = row("この負債 API");
        assert_eq!(found.len(), 5);
        assert_eq!(found[2], ("負", Gap::Tight));
        assert_eq!(found[4], ("API", Gap::Space));
    }
}
