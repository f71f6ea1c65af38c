//! Judging a typed answer: what does not matter, what is nearly right, and what is another word.
//!
//! Case, accents, punctuation, spacing, hyphens, articles, plural and a trailing abbreviation in brackets do not
//! matter. A typing mistake or two make an answer nearly right, but never when the text is a word of its own: *patch*
//! for *batch* is another word, not a slip.

mod diff;

pub use diff::Run;

use crate::core::card::TermId;
use crate::core::lookup::fold_mapped;
use crate::core::review::Grade;

/// Letters from which one mistake is a slip; in a shorter answer it makes another word.
const ONE_SLIP_FROM: usize = 5;
/// Letters from which two mistakes are a slip.
const TWO_SLIPS_FROM: usize = 9;

/// The longest text that is read, in characters.
const CHARS: usize = 256;

/// Time to think, in milliseconds, within which an answer comes at once.
const THINK_MS: usize = 3_000;
/// Time to read a word of the question, in milliseconds: 240 words a minute, the mean of adults reading in silence
/// (Brysbaert, "How many words do we read per minute?", 2019: 238).
const READ_WORD_MS: usize = 250;
/// Time to type a letter, in milliseconds: 30 words a minute, slower than the mean of 52 (Dhakal and others,
/// "Observations on typing from 136 million keystrokes", 2018), because looking at the keys is no gap in memory.
const TYPE_LETTER_MS: usize = 400;

/// What a typed answer is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// It is an accepted answer.
    Right {
        /// Whether it is one to the letter, but for case.
        exact: bool,
    },
    /// It is an accepted answer but for a slip.
    Nearly {
        /// The answer that it nearly is.
        accepted: String,
        /// That answer, with what was left out and put in.
        diff: Vec<Run>,
    },
    /// It is what another team says: a name of another sense of the word, or of the same thing elsewhere.
    OtherTeam {
        /// The term that it names.
        term: TermId,
    },
    /// It is none of these.
    Wrong {
        /// The term that it names, if it names one.
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
    /// Whether the term is another sense of the word that was asked for, or another team's word for the same.
    pub is_kin: bool,
}

/// Whether there is anything in `typed` to judge: a letter or a digit.
pub fn says_something(typed: &str) -> bool {
    typed.chars().any(char::is_alphanumeric)
}

/// Judges `typed` by the `accepted` answers and the names of other terms.
pub fn judge(typed: &str, accepted: &[&str], elsewhere: &[Elsewhere<'_>]) -> Judgement {
    let text: Vec<Reading> = readings(typed);
    if text.is_empty() {
        return Judgement::Wrong { named: None };
    }
    let is_named =
        |name: &str| readings(name).iter().any(|name| text.iter().any(|text| same(text, name)));
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
            let diff = diff::runs(typed, &text, name, &reading);
            Judgement::Nearly { accepted: name.to_owned(), diff }
        }
        None => Judgement::Wrong { named: None },
    }
}

/// The grade for a typed answer. `fast`: it came at once, see [`is_fast`].
///
/// Another team's word is Hard: the word was found, the team was not. A hint costs the Good.
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

/// Whether an answer of so many `letters` to a question of so many `words`, typed within `took_ms`, came at once:
/// three seconds to think, besides what reading and typing take.
pub fn is_fast(words: usize, letters: usize, took_ms: u32) -> bool {
    let allowed = THINK_MS + words * READ_WORD_MS + letters * TYPE_LETTER_MS;
    usize::try_from(took_ms).is_ok_and(|took| took <= allowed)
}

/// The letters of a text, each with the character of the text that it came from.
type Reading = Vec<(char, usize)>;

fn same(one: &Reading, other: &Reading) -> bool {
    one.iter().map(|(c, _)| c).eq(other.iter().map(|(c, _)| c))
}

/// Every way to read `text` in which what does not matter is left out. None for a text without letters.
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

/// `text` without what stands in brackets at its end, as in "Service-level objective (SLO)".
fn without_brackets(text: &str) -> Option<&str> {
    let (before, _) = text.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    Some(before).filter(|before| !before.trim().is_empty())
}

/// Whether `word` of the text `chars` is an article. The A of an A/B test is none.
fn is_article(word: &[(char, usize)], chars: &[char]) -> bool {
    let letters = || word.iter().map(|(c, _)| *c);
    let next = word.last().and_then(|(_, end)| chars.get(end + 1));
    next.is_some_and(|next| next.is_whitespace())
        && ["a", "an", "the"].iter().any(|article| letters().eq(article.chars()))
}

/// How the plural of every word of a text is undone. Which one is right, English does not tell: caches, patches.
#[derive(Clone, Copy)]
enum Plural {
    /// Not at all.
    Kept,
    /// Without an s.
    S,
    /// Without an es, or with a y for ies.
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
        // The S of an acronym is no plural, that of SLOs is.
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

/// How many mistakes in an answer that reads `reading` are a slip. In an acronym every letter counts.
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

/// The accepted answer that `typed` is a slip away from, with the readings of both that come nearest.
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
