//! Derives the possible readings of a query: as typed, or as spoken letters, signs and words.

use std::borrow::Cow;

use super::filler_nouns::without_word_beside;
use super::normalise::{QUERY_CHARS, fold, without_question};
use super::singulars;
use super::sound::{named, partly_spelled, spelled};

/// The most letters that are read one by one.
const LETTERS: usize = 5;

/// What a reading is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The letters and sounds of names, and definitions.
    All,
    /// Only the letters of names.
    Letters,
    /// Only names with these letters, or with these initials.
    Acronyms,
    /// The sounds of names.
    Sounds,
}

/// How a reading was derived from the query text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As typed, without the question around it.
    Typed,
    /// Letters spelled aloud, as typed.
    Aloud,
    /// With the question around it, since a term may look like a question.
    Whole,
    /// Letters spelled aloud.
    Spelled,
    /// Letters spelled aloud, and words.
    PartlySpelled,
    /// Signs spelled as words.
    Signs,
    /// Without the noun after the term.
    Beside,
    /// Letters spelled aloud, without the noun after them.
    SpelledBeside,
    /// Without spaces.
    Together,
    /// One word without the ending of a plural.
    Singular,
    /// A few letters, each by its name: what was heard as "CSED" may be "CI/CD".
    LetterByLetter,
}

impl Reading {
    /// What this reading is compared with.
    pub(super) const fn reach(self) -> Reach {
        match self {
            Self::Typed | Self::Aloud | Self::Signs | Self::Beside | Self::Together => Reach::All,
            Self::Whole | Self::PartlySpelled => Reach::Letters,
            Self::Spelled | Self::SpelledBeside => Reach::Acronyms,
            Self::Singular | Self::LetterByLetter => Reach::Sounds,
        }
    }

    /// Whether this reading uses only part of the query.
    pub(super) const fn is_part(self) -> bool {
        matches!(self, Self::Beside | Self::SpelledBeside)
    }

    /// What a score for this reading is worth.
    pub(super) const fn worth(self) -> f32 {
        match self {
            Self::Beside | Self::SpelledBeside => 0.85,
            Self::Singular => 0.93,
            Self::LetterByLetter => 0.95,
            _ => 1.0,
        }
    }

    /// Whether spoken letters or signs were read.
    pub(super) const fn is_aloud(self) -> bool {
        matches!(self, Self::Spelled | Self::PartlySpelled | Self::Signs | Self::SpelledBeside)
    }
}

/// All readings of `text`, each as folded words. Empty if folding leaves nothing.
pub(super) fn readings(text: &str) -> Vec<(Reading, String)> {
    let folded = fold(text, QUERY_CHARS);
    if folded.is_empty() {
        return Vec::new();
    }
    // The "a" of "a eleven why" is a letter.
    let whole = spelled(&folded);
    let asked = if whole.is_some() { &folded } else { without_question(&folded) };
    let letters = whole.or_else(|| spelled(asked));
    let first = if letters.is_some() { Reading::Aloud } else { Reading::Typed };
    let part = without_word_beside(asked);
    let partly = if letters.is_none() { partly_spelled(asked) } else { None };
    let others = [
        (Reading::Whole, (asked != folded).then(|| folded.clone())),
        (Reading::Spelled, letters),
        (Reading::PartlySpelled, partly),
        (Reading::Signs, spoken_signs(asked)),
        (Reading::Beside, part.map(str::to_owned)),
        (Reading::SpelledBeside, part.and_then(spelled)),
        (Reading::Singular, singular(asked)),
        (Reading::LetterByLetter, letter_by_letter(asked)),
        (Reading::Together, has_stray_letters(asked).then(|| asked.replace(' ', ""))),
    ];
    let others = others.into_iter().filter_map(|(reading, text)| Some((reading, text?)));
    std::iter::once((first, asked.to_owned())).chain(others).collect()
}

/// What `text` may be if letters, numbers and signs in it are written as they are said, each as folded words.
pub(crate) fn spoken(text: &str) -> Vec<String> {
    let folded = fold(text, QUERY_CHARS);
    [spelled(&folded), partly_spelled(&folded), spoken_signs(&folded)]
        .into_iter()
        .flatten()
        .collect()
}

/// Whether letters without a vowel occur beside words. They may be spoken letters ("g zip") or parts of one word
/// ("thr ottling").
fn has_stray_letters(folded: &str) -> bool {
    let vowel = |word: &str| word.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let stray = |word: &str| word.is_ascii() && word.len() <= 3 && !vowel(word);
    folded.split(' ').any(stray) && folded.split(' ').any(|word| word.len() >= 3 && vowel(word))
}

/// `folded`, if it is one word and may be a plural, as its singular.
fn singular(folded: &str) -> Option<String> {
    let is_one = !folded.contains(' ') && folded.len() >= 4;
    is_one.then(|| singulars(folded).next().map(Cow::into_owned))?
}

/// The few letters that `folded` may stand for, apart: its own, or those that its words name.
fn letter_by_letter(folded: &str) -> Option<String> {
    let letters: String = folded.split(' ').map(|word| named(word).unwrap_or(word)).collect();
    let is_one = !folded.contains(' ') || folded.split(' ').any(|word| named(word).is_some());
    let are_few = (2..=LETTERS).contains(&letters.len());
    let are_letters = letters.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let apart: Vec<&str> = letters.split("").filter(|letter| !letter.is_empty()).collect();
    let apart = apart.join(" ");
    (is_one && are_few && are_letters && apart != folded).then_some(apart)
}

/// Replaces spoken signs, or drops them where folding does: "c sharp" becomes "c#", "dot net" becomes "net", and
/// "tcp slash ip" becomes "tcp ip". `None` if there are none.
fn spoken_signs(folded: &str) -> Option<String> {
    let words: Vec<&str> = folded.split(' ').collect();
    let mut out: Vec<String> = Vec::new();
    let mut changed = false;
    for (at, word) in words.iter().enumerate() {
        let before_is_letter = at > 0 && words[at - 1].len() == 1;
        match *word {
            "dot" | "point" | "slash" | "dash" | "hyphen" if words.len() > 1 => changed = true,
            "hash" | "sharp" | "plus" if before_is_letter || (changed && *word == "plus") => {
                let sign = if *word == "plus" { '+' } else { '#' };
                match out.last_mut() {
                    Some(last) => last.push(sign),
                    None => out.push(sign.to_string()),
                }
                changed = true;
            }
            "cetera" if at > 0 && words[at - 1] == "et" => {
                out.pop();
                out.push("etc".to_owned());
                changed = true;
            }
            _ => out.push((*word).to_owned()),
        }
    }
    (changed && !out.is_empty()).then(|| out.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{Reading, readings, spoken_signs};

    #[test]
    fn what_was_typed_may_be_meant_in_several_ways() {
        for (typed, others) in [
            ("error budget", &[][..]),
            (
                "what is an SLO?",
                &[(Reading::Whole, "what is an slo"), (Reading::LetterByLetter, "s l o")],
            ),
            ("see icd", &[(Reading::LetterByLetter, "c i c d")]),
            ("wrenches", &[(Reading::Singular, "wrench")]),
            ("a eleven why", &[(Reading::Spelled, "a11y")]),
            ("see sharp", &[]),
            ("dot net", &[(Reading::Signs, "net")]),
            ("jason file", &[(Reading::Beside, "jason")]),
            ("g zip", &[(Reading::Together, "gzip")]),
        ] {
            let found: Vec<_> = readings(typed).into_iter().skip(1).collect();
            let found: Vec<_> =
                found.iter().map(|(reading, text)| (*reading, text.as_str())).collect();
            assert_eq!(found, others, "{typed}");
        }
        assert!(readings(" ?!").iter().all(|(reading, _)| *reading == Reading::Typed));
        assert!(readings("").is_empty());
    }

    #[test]
    fn signs_may_be_said() {
        for (spoken, written) in [
            ("dot net", Some("net")),
            ("c sharp", Some("c#")),
            ("f hash", Some("f#")),
            ("c plus plus", Some("c++")),
            ("tcp slash ip", Some("tcp ip")),
            ("et cetera driver", Some("etc driver")),
            ("dot", None),
            ("sharp edges", None),
            ("one plus one", None),
        ] {
            assert_eq!(spoken_signs(spoken).as_deref(), written, "{spoken}");
        }
    }
}
