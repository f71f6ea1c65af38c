//! Hints that reveal part of an answer. Using any hint rules out Good.

use strum::VariantArray as _;
use unicode_normalization::char::is_combining_mark;

/// Replaces a hidden letter.
const BLANK: &str = "_";

/// How much of an answer to reveal, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::VariantArray)]
pub enum Hint {
    /// The first letter.
    FirstLetter,
    /// The first letter, and a blank for each other letter.
    Length,
    /// Every other letter.
    Half,
}

impl Hint {
    /// The hint after `shown`, or the first if `None`; `None` after the last.
    pub fn after(shown: Option<Self>) -> Option<Self> {
        Self::VARIANTS.iter().copied().find(|hint| shown.is_none_or(|shown| *hint > shown))
    }

    /// The revealed parts of `answer`: letters and blanks separated by one space, words by three, for example `E _ _ _
    /// _   _ _ _ _ _ _`. Hyphens and other symbols are always shown.
    pub fn show(self, answer: &str) -> String {
        let mut letter = 0;
        let mut words: Vec<String> = Vec::new();
        for word in answer.split_whitespace() {
            let mut signs: Vec<String> = Vec::new();
            for sign in signs_of(word) {
                let is_letter = sign.chars().any(char::is_alphanumeric);
                let shown = !is_letter || letter == 0 || (self == Self::Half && letter % 2 == 0);
                if self == Self::FirstLetter && is_letter && letter == 0 {
                    return format!("{sign}…");
                }
                letter += usize::from(is_letter);
                signs.push(if shown { sign.to_owned() } else { BLANK.to_owned() });
            }
            words.push(signs.join(" "));
        }
        words.join("   ")
    }
}

/// The number of letters in each word of `answer`, for screen readers, which can't convey a row of blanks.
pub fn letters(answer: &str) -> Vec<usize> {
    let count =
        |word| signs_of(word).filter(|sign| sign.chars().any(char::is_alphanumeric)).count();
    answer.split_whitespace().map(count).filter(|letters| *letters > 0).collect()
}

/// The grapheme-like units of a word: each character with its combining accents.
fn signs_of(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let mut after_first = rest.char_indices().skip(1);
        let end =
            after_first.find(|(_, c)| !is_combining_mark(*c)).map_or(rest.len(), |(at, _)| at);
        let (sign, tail) = rest.split_at(end);
        rest = tail;
        Some(sign).filter(|sign| !sign.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_shows_the_first_letter_then_the_length_then_half_of_the_letters() {
        for (answer, shown) in [
            ("Error budget", ["E…", "E _ _ _ _   _ _ _ _ _ _", "E _ r _ r   _ u _ g _ t"]),
            ("SLO", ["S…", "S _ _", "S _ O"]),
            ("A/B test", ["A…", "A / _   _ _ _ _", "A / _   t _ s _"]),
            ("e\u{301}te\u{301}", ["e\u{301}…", "e\u{301} _ _", "e\u{301} _ e\u{301}"]),
            ("技術的負債", ["技…", "技 _ _ _ _", "技 _ 的 _ 債"]),
        ] {
            assert_eq!(
                Hint::VARIANTS.iter().map(|hint| hint.show(answer)).collect::<Vec<_>>(),
                shown
            );
        }
    }

    #[test]
    fn each_hint_is_followed_by_the_next_and_the_last_by_none() {
        let mut shown = None;
        let mut seen = Vec::new();
        while let Some(hint) = Hint::after(shown) {
            seen.push(hint);
            shown = Some(hint);
        }
        assert_eq!(seen, Hint::VARIANTS);
    }

    #[test]
    fn the_letters_of_each_word_are_counted() {
        assert_eq!(letters("Error budget"), [5, 6]);
        assert_eq!(letters("A/B test – e\u{301}"), [2, 4, 1]);
        assert_eq!(letters(""), [0; 0]);
    }
}
