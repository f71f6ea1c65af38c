//! Judges typed answers: exact matches, typos, and other terms.
//!
//! Case, accents, punctuation, spacing, hyphens, articles, plurals, and a trailing abbreviation in parentheses are
//! ignored. One or two typos make an answer nearly right, but not if it is a term of its own: *patch* for *batch* is
//! wrong, not a typo. Letters and numbers may be written as they are said: *ess el oh*.

mod diff;

pub use diff::{Diff, Run};

use crate::core::card::TermId;
use crate::core::lookup::{fold_mapped, spoken};
use crate::core::review::Grade;

/// Minimum number of letters to allow one typo; in shorter answers it makes a different word.
const ONE_SLIP_FROM: usize = 5;
/// Minimum number of letters to allow two typos.
const TWO_SLIPS_FROM: usize = 9;

/// Maximum length of input to judge, in characters.
const CHARS: usize = 256;

/// Thinking time, in milliseconds, allowed for a fast answer.
const THINK_MS: usize = 3_000;
/// Reading time per word of the question, in milliseconds: 240 words a minute, the adult average for silent reading
/// (Brysbaert, "How many words do we read per minute?", 2019: 238).
const READ_WORD_MS: usize = 250;
/// Typing time per letter, in milliseconds: 30 words a minute, slower than the average of 52 (Dhakal et al.,
/// "Observations on typing from 136 million keystrokes", 2018), because hunting for keys is not forgetting.
const TYPE_LETTER_MS: usize = 400;

/// The verdict on a typed answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// An accepted answer.
    Right {
        /// Whether it matches exactly, except for case.
        exact: bool,
    },
    /// An accepted answer with a typo.
    Nearly {
        /// The intended answer.
        accepted: String,
        /// What was typed and that answer, with the letters that differ marked.
        diff: Diff,
    },
    /// Another team's term: another sense of the word, or another word for the same thing.
    OtherTeam {
        /// The term it names.
        term: TermId,
    },
    /// Anything else.
    Wrong {
        /// The term it names, if any.
        named: Option<TermId>,
    },
}

/// A name of a term that was not asked for.
#[derive(Debug, Clone, Copy)]
pub struct Elsewhere<'a> {
    /// The name.
    pub name: &'a str,
    /// The term.
    pub term: &'a TermId,
    /// Whether the term is another sense of the asked word, or another team's word for the same thing.
    pub is_kin: bool,
}

/// Whether `typed` contains a letter or digit to judge.
pub fn says_something(typed: &str) -> bool {
    typed.chars().any(char::is_alphanumeric)
}

/// Judges `typed` against the `accepted` answers and the names of other terms.
pub fn judge(typed: &str, accepted: &[&str], elsewhere: &[Elsewhere<'_>]) -> Judgement {
    let text: Vec<Reading> = readings(typed);
    if text.is_empty() {
        return Judgement::Wrong { named: None };
    }
    let aloud: Vec<Reading> = spoken(typed).iter().flat_map(|text| readings(text)).collect();
    let is_named = |name: &str| {
        let mut said = text.iter().chain(&aloud);
        let names = readings(name);
        said.any(|text| names.iter().any(|name| same(text, name)))
    };
    if accepted.iter().any(|name| is_named(name)) {
        let exact =
            accepted.iter().any(|name| name.trim().to_lowercase() == typed.trim().to_lowercase());
        return Judgement::Right { exact };
    }
    let named: Vec<_> = elsewhere.iter().filter(|other| is_named(other.name)).collect();
    if let Some(kin) = named.iter().find(|other| other.is_kin) {
        return Judgement::OtherTeam { term: kin.term.clone() };
    }
    if let Some(other) = named.first() {
        return Judgement::Wrong { named: Some(other.term.clone()) };
    }
    match nearest(&text, accepted) {
        Some((name, text, reading)) => {
            let diff = Diff::new(typed, &text, name, &reading);
            Judgement::Nearly { accepted: name.to_owned(), diff }
        }
        None => Judgement::Wrong { named: None },
    }
}

/// The grade for a typed answer. For `fast`, see [`is_fast`].
///
/// Another team's term earns Hard: the word was recalled, but not the team. A hint rules out Good.
pub const fn grade(judgement: &Judgement, hinted: bool, fast: bool) -> Grade {
    match judgement {
        Judgement::Right { exact: true } if fast && !hinted => Grade::Easy,
        Judgement::Right { .. } if !hinted => Grade::Good,
        Judgement::Right { .. } | Judgement::Nearly { .. } | Judgement::OtherTeam { .. } => {
            Grade::Hard
        }
        Judgement::Wrong { .. } => Grade::Again,
    }
}

/// Whether an answer of `letters` letters to a question of `words` words took at most three seconds besides reading
/// and typing.
pub fn is_fast(words: usize, letters: usize, took_ms: u32) -> bool {
    let allowed = THINK_MS + words * READ_WORD_MS + letters * TYPE_LETTER_MS;
    usize::try_from(took_ms).is_ok_and(|took| took <= allowed)
}

/// The normalized letters of a text, each with the index of its character in the text.
type Reading = Vec<(char, usize)>;

fn same(one: &Reading, other: &Reading) -> bool {
    one.iter().map(|(c, _)| c).eq(other.iter().map(|(c, _)| c))
}

/// Every normalization of `text`. Empty if it has no letters.
fn readings(text: &str) -> Vec<Reading> {
    let chars: Vec<char> = text.chars().collect();
    let mut all: Vec<Reading> = Vec::new();
    for text in [Some(text), without_brackets(text)].into_iter().flatten() {
        let folded = fold_mapped(text, CHARS);
        let words: Vec<&[(char, usize)]> =
            folded.split(|(c, _)| *c == ' ').filter(|word| !word.is_empty()).collect();
        let last = words.len().saturating_sub(1);
        let bare =
            words.iter().enumerate().filter(|(at, word)| *at == last || !is_article(word, &chars));
        let bare: Vec<&[(char, usize)]> = bare.map(|(_, word)| *word).collect();
        for words in [&words, &bare] {
            for plural in [Plural::Kept, Plural::S, Plural::Es] {
                let reading: Reading =
                    words.iter().flat_map(|word| plural.without(word, &chars)).collect();
                if !reading.is_empty() && !all.iter().any(|known| same(known, &reading)) {
                    all.push(reading);
                }
            }
        }
    }
    all
}

/// `text` without trailing parentheses, as in "Service-level objective (SLO)".
fn without_brackets(text: &str) -> Option<&str> {
    let (before, _) = text.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    Some(before).filter(|before| !before.trim().is_empty())
}

/// Whether `word` of the text `chars` is an article. The A in A/B test is not.
fn is_article(word: &[(char, usize)], chars: &[char]) -> bool {
    let letters = || word.iter().map(|(c, _)| *c);
    let next = word.last().and_then(|(_, end)| chars.get(end + 1));
    next.is_some_and(|next| next.is_whitespace())
        && ["a", "an", "the"].iter().any(|article| letters().eq(article.chars()))
}

/// Ways to undo the plural of every word of a text. Spelling alone doesn't tell which is right: caches, patches.
#[derive(Clone, Copy)]
enum Plural {
    /// Unchanged.
    Kept,
    /// Strips s.
    S,
    /// Strips es, or turns ies into y.
    Es,
}

impl Plural {
    /// The letters of `word`, of the text `chars`, in the singular.
    fn without(self, word: &[(char, usize)], chars: &[char]) -> Reading {
        let ends = |ending: &str| {
            word.len() >= ending.len() + 2
                && word.iter().rev().map(|(c, _)| *c).zip(ending.chars().rev()).all(|(a, b)| a == b)
        };
        let cut = |letters: usize| word[..word.len() - letters].to_vec();
        // The S of an acronym is not a plural; the s of SLOs is.
        let is_acronym = word.len() < ONE_SLIP_FROM
            && word.last().and_then(|(_, at)| chars.get(*at)).is_some_and(|c| c.is_uppercase());
        let is_plural = !is_acronym && ends("s") && !["ss", "us", "is"].iter().any(|end| ends(end));
        match self {
            Self::Es if is_plural && ends("ies") && word.len() > 4 => {
                let mut letters = cut(2);
                if let Some((letter, _)) = letters.last_mut() {
                    *letter = 'y';
                }
                letters
            }
            Self::Es
                if is_plural
                    && ["ses", "xes", "zes", "ches", "shes"].iter().any(|end| ends(end)) =>
            {
                cut(2)
            }
            Self::S | Self::Es if is_plural => cut(1),
            _ => word.to_vec(),
        }
    }
}

/// How many typos are allowed in an answer with this reading. None in an acronym.
fn slips(name: &str, reading: &Reading) -> usize {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let small = letters().filter(|c| !c.is_uppercase()).count();
    let is_acronym = small == 0 || (small == 1 && name.ends_with('s') && letters().count() > 2);
    match reading.len() {
        _ if is_acronym && letters().any(char::is_uppercase) => 0,
        TWO_SLIPS_FROM.. => 2,
        ONE_SLIP_FROM.. => 1,
        _ => 0,
    }
}

/// The accepted answer within the allowed edit distance of `typed`, with the closest readings of both.
fn nearest<'a>(typed: &[Reading], accepted: &[&'a str]) -> Option<(&'a str, Reading, Reading)> {
    let mut best: Option<(usize, &str, Reading, Reading)> = None;
    for name in accepted {
        for reading in readings(name) {
            let limit = slips(name, &reading);
            for text in typed.iter().filter(|text| text.len().abs_diff(reading.len()) <= limit) {
                let distance = diff::distance(text, &reading);
                if distance <= limit && best.as_ref().is_none_or(|best| distance < best.0) {
                    best = Some((distance, name, text.clone(), reading.clone()));
                }
            }
        }
    }
    best.map(|(_, name, text, reading)| (name, text, reading))
}

#[cfg(test)]
mod tests;
