//! Word-by-word diffs of definitions, and whether a change is worth showing.

use std::hash::Hash;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::core::words::words;

/// A run of words in a diff.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Piece {
    /// In both texts.
    Same(String),
    /// In the old text only.
    Gone(String),
    /// In the new text only.
    New(String),
}

/// The minimal diff from `old` to `new`, word by word.
pub fn diff(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (split(old), split(new));
    pieces(&old, &new, &old, &new)
}

/// Like [`diff`], but ignores punctuation, case, and spelling; unchanged words are shown as in `new`.
pub fn reworded(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (split(old), split(new));
    let mut known: Vec<Vec<String>> = Vec::new();
    // Map each word to the first word it is a respelling of.
    let mut number = |word: &&str| {
        let words = plain(word);
        let same = |known: &Vec<String>| {
            known.len() == words.len() && known.iter().zip(&words).all(|(a, b)| is_respelt(a, b))
        };
        known.iter().position(same).unwrap_or_else(|| {
            known.push(words);
            known.len() - 1
        })
    };
    let old_numbers: Vec<usize> = old.iter().map(&mut number).collect();
    let new_numbers: Vec<usize> = new.iter().map(&mut number).collect();
    pieces(&old, &new, &old_numbers, &new_numbers)
}

fn split(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Compares the words of `old` and `new` by their keys and groups them into runs.
fn pieces<K: Hash + Eq + Ord>(
    old: &[&str],
    new: &[&str],
    old_keys: &[K],
    new_keys: &[K],
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old_keys, new_keys) {
        let (old, new) = (&old[op.old_range()], &new[op.new_range()]);
        if op.tag() == DiffTag::Equal {
            pieces.push(Piece::Same(new.join(" ")));
            continue;
        }
        if !old.is_empty() {
            pieces.push(Piece::Gone(old.join(" ")));
        }
        if !new.is_empty() {
            pieces.push(Piece::New(new.join(" ")));
        }
    }
    pieces
}

/// Whether `new` differs from `old` in more than punctuation, case, and spelling.
pub fn is_material(old: &str, new: &str) -> bool {
    let (old, new) = (plain(old), plain(new));
    old.len() != new.len() || old.iter().zip(&new).any(|(old, new)| !is_respelt(old, new))
}

/// The words of `text` without punctuation and case.
fn plain(text: &str) -> Vec<String> {
    words(text).into_iter().map(|(word, _)| word).collect()
}

/// Whether the words are spellings of the same word: one letter in five may differ, and none in short words or
/// numbers.
fn is_respelt(old: &str, new: &str) -> bool {
    if old == new {
        return true;
    }
    let has_digit = |word: &str| word.chars().any(|c| c.is_ascii_digit());
    let longer = old.chars().count().max(new.chars().count());
    longer >= 5
        && !has_digit(old)
        && !has_digit(new)
        && strsim::osa_distance(old, new) <= longer / 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_word_by_word() {
        assert_eq!(
            diff("a target for a service", "a promise for a whole service"),
            [
                Piece::Same("a".into()),
                Piece::Gone("target".into()),
                Piece::New("promise".into()),
                Piece::Same("for a".into()),
                Piece::New("whole".into()),
                Piece::Same("service".into()),
            ]
        );
        assert_eq!(diff("", "new words"), [Piece::New("new words".into())]);
        assert_eq!(diff("same", "same"), [Piece::Same("same".into())]);
    }

    #[test]
    fn what_was_reworded_is_told_from_what_was_only_spelt_or_punctuated_anew() {
        assert_eq!(
            reworded(
                "a behavior that never runs out.",
                "A behaviour, that runs out after a while."
            ),
            [
                Piece::Same("A behaviour, that".into()),
                Piece::Gone("never".into()),
                Piece::Same("runs out".into()),
                Piece::New("after a while.".into()),
            ]
        );
        assert_eq!(reworded("10 days", "90 days")[0], Piece::Gone("10".into()));
        assert_eq!(reworded("a - b", "a – b"), [Piece::Same("a – b".into())]);
    }

    #[test]
    fn punctuation_capitals_and_spelling_pass_silently() {
        for (old, new, material) in [
            ("A target, for weeks.", "a target for weeks", false),
            ("The organization behaves", "The organisation behaves", false),
            ("a color on screen", "a colour on screen", false),
            ("a target for weeks", "a target for days", true),
            ("at most 10 days", "at most 90 days", true),
            ("a target", "a hard target", true),
            ("it can fail", "it can't fail", true),
            ("we ship it", "we skip it", true),
        ] {
            assert_eq!(is_material(old, new), material, "{old} / {new}");
        }
    }
}
