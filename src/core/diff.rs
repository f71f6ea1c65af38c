//! What changed in a definition, word by word, and whether it is worth showing.

use std::collections::HashMap;

use crate::core::words::{edits, words};

/// A run of words.
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

/// The longest text that is compared word by word, in words; what is longer is shown as gone and new.
const LONGEST: usize = 400;

/// How `old` became `new`: the words of both in order, as few of them gone and new as can be (longest common
/// subsequence).
pub fn diff(old: &str, new: &str) -> Vec<Piece> {
    diff_by(old, new, |old, new| old == new)
}

/// The same where only words count, and neither punctuation nor capitals nor spelling: what is alike is in the words of
/// `new`.
pub fn reworded(old: &str, new: &str) -> Vec<Piece> {
    let plain: HashMap<&str, Vec<String>> = old
        .split_whitespace()
        .chain(new.split_whitespace())
        .map(|word| (word, plain(word)))
        .collect();
    diff_by(old, new, |old, new| {
        let (old, new) = (&plain[old], &plain[new]);
        old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_respelt(old, new))
    })
}

fn diff_by(old: &str, new: &str, same: impl Fn(&str, &str) -> bool) -> Vec<Piece> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.split_whitespace().collect(), new.split_whitespace().collect());
    if old.len() > LONGEST || new.len() > LONGEST {
        return vec![Piece::Gone(old.join(" ")), Piece::New(new.join(" "))];
    }
    // `common[i][j]`: how many words the rests from `i` and `j` on have in common, in order.
    let mut common = vec![vec![0_u16; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if same(old[i], new[j]) {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && same(old[i], new[j]) {
            push(&mut pieces, Piece::Same(new[j].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            push(&mut pieces, Piece::Gone(old[i].to_owned()));
            i += 1;
        } else {
            push(&mut pieces, Piece::New(new[j].to_owned()));
            j += 1;
        }
    }
    pieces
}

/// Adds a word to the last run, where it is of the same kind.
fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (Some(Piece::Same(run)), Piece::Same(word))
        | (Some(Piece::Gone(run)), Piece::Gone(word))
        | (Some(Piece::New(run)), Piece::New(word)) => {
            run.push(' ');
            run.push_str(&word);
        }
        (_, piece) => pieces.push(piece),
    }
}

/// Whether `new` says something else than `old`: more has changed than punctuation, capitals and spelling.
pub fn is_material(old: &str, new: &str) -> bool {
    let (old, new) = (plain(old), plain(new));
    old.len() != new.len() || old.iter().zip(&new).any(|(old, new)| !is_respelt(old, new))
}

/// The words of `text`, without punctuation and capitals.
fn plain(text: &str) -> Vec<String> {
    words(text).into_iter().map(|(word, _)| word).collect()
}

/// Whether two words are one, spelt differently: one letter of five may differ, none in short words. A number is never
/// a spelling of another.
fn is_respelt(old: &str, new: &str) -> bool {
    if old == new {
        return true;
    }
    let has_digit = |word: &str| word.chars().any(|c| c.is_ascii_digit());
    let longer = old.chars().count().max(new.chars().count());
    longer >= 5 && !has_digit(old) && !has_digit(new) && edits(old, new) <= longer / 5
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
