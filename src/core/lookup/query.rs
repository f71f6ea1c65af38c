//! What was typed, prepared once to be compared with every name.

use super::Scope;
use super::definition::{Definitions, StemId};
use super::evidence::Read;
use super::forms::bases;
use super::index::{letter_bits, stem_bits};
use super::names::ALOUD;
use super::normalise::{QUERY_CHARS, fold};
use super::readings::{Reach, Reading};
use super::signals::{sound_from, typo_from};
use super::sound::{Key, Parted, Weighed, query_key};
use super::stem::{is_stop, stem};
use super::typo::{Counts, Pattern, counts};
use crate::core::vocabulary::{is_frequent, is_known};

/// One reading of what was typed.
#[expect(clippy::struct_excessive_bools, reason = "each is a property of the words")]
pub(super) struct Query {
    /// Whether only names count that are these letters, or have them as initials.
    pub(super) only_acronyms: bool,
    /// How it came of what was typed.
    pub(super) reading: Reading,
    /// Folded words with one space between them.
    pub(super) words: Vec<String>,
    /// The words without spaces.
    pub(super) letters: String,
    /// How many letters that are.
    pub(super) len: usize,
    pub(super) counts: Counts,
    pub(super) letter_bits: u32,
    /// For typing mistakes; `None` for what is too short or too long for them.
    pub(super) pattern: Option<Pattern>,
    /// The stems of its words that say something; `None` for a word that no entry has.
    pub(super) stems: Vec<Option<StemId>>,
    pub(super) stem_bits: u32,
    /// What its words, uninflected, are as one word, with the stem of that: "rolled back" may be of "rollback".
    pub(super) compounds: Vec<(StemId, String)>,
    /// Whether every word of it means something by itself, or it is an acronym: then it is no typing mistake.
    pub(super) is_known: bool,
    /// Whether it is an acronym or a single word that everyone uses: then it is meant, and nothing that sounds like it.
    pub(super) is_meant: bool,
    /// Whether it is the plural of an acronym, and so no word that looks like it: "GAs".
    pub(super) is_plural: bool,
    pub(super) key: Key,
    pub(super) weighed: Weighed,
    pub(super) parted: Parted,
    /// What the typo and the sound signal must reach to count.
    pub(super) typo_from: f32,
    pub(super) sound_from: f32,
    /// Of each entry, how much of the query its definition speaks of.
    pub(super) shares: Vec<f32>,
}

/// The fewest letters for which mistakes, sounds and definitions are looked at: two letters are near to everything.
const FEW: usize = 3;

/// How much of its score is left to what fits only a part of what was typed.
const PART: f32 = 0.85;
/// The most that it can be.
pub(super) const PART_MOST: f32 = 0.86;
/// The longest acronym, in capitals.
const ACRONYM: usize = 5;
/// The most words that a name of one word is looked for in.
const COMPOUND: usize = 3;

impl Query {
    /// The query `folded`, which `typed` is read as in this way.
    pub(super) fn new(
        folded: &str,
        reading: Reading,
        typed: &str,
        definitions: &Definitions,
        scope: &Scope,
    ) -> Self {
        let words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
        let letters = words.concat();
        let len = letters.chars().count();
        let enough = reading.reach() == Reach::All && len >= FEW;
        let counts = counts(&letters);
        let is_plural = has_acronym(typed, "s", &letters);
        let base = |word: &'_ str| if is_plural { word.len() - 1 } else { word.len() };
        let stems: Vec<Option<StemId>> = words
            .iter()
            .filter(|word| !is_stop(word))
            .map(|word| definitions.id(&word[..base(word)]))
            .collect();
        let compounds = if enough { compounds(&words, definitions) } else { Vec::new() };
        let known: Vec<StemId> =
            stems.iter().flatten().copied().chain(compounds.iter().map(|(id, _)| *id)).collect();
        let key = if enough { query_key(folded) } else { Key::new() };
        let shares = if enough {
            definitions.shares(words.iter().map(String::as_str), scope)
        } else {
            Vec::new()
        };
        let is_acronym = has_acronym(typed, "", &letters);
        Self {
            only_acronyms: reading.reach() == Reach::Acronyms,
            reading,
            len,
            letter_bits: letter_bits(&counts),
            counts,
            pattern: if enough { Pattern::new(&letters) } else { None },
            stem_bits: stem_bits(&known),
            compounds,
            is_known: is_acronym || words.iter().all(|word| is_known(word)),
            is_meant: is_acronym || matches!(&words[..], [word] if is_frequent(word)),
            is_plural,
            stems,
            typo_from: typo_from(len),
            sound_from: sound_from(key.len()),
            weighed: Weighed::new(&key),
            parted: Parted::new(&key),
            key,
            shares,
            words,
            letters,
        }
    }

    /// How it was read, as far as that says what a hit proves.
    pub(super) fn read(&self) -> Read {
        Read {
            is_part: self.reading.is_part(),
            is_aloud: self.reading.is_aloud(),
            is_meant: self.is_meant,
        }
    }

    /// What a score of this reading is worth: what fits only a part of what was typed is worth less, and what was read
    /// aloud is worth no more than what is listed as a sound.
    pub(super) fn part(&self, score: f32) -> f32 {
        match self.reading {
            reading if reading.is_part() => (score * PART).min(PART_MOST),
            reading if reading.is_aloud() => score.min(ALOUD),
            _ => score,
        }
    }

    /// What a score of this reading must be to be worth `least`; none can be where it is infinite.
    pub(super) fn needed(&self, least: f32) -> f32 {
        match self.reading {
            reading if reading.is_part() && least > PART_MOST => f32::INFINITY,
            reading if reading.is_part() => least / PART - 1e-5,
            reading if reading.is_aloud() && least > ALOUD => f32::INFINITY,
            _ => least,
        }
    }

    pub(super) fn share(&self, entry: u32) -> f32 {
        self.shares.get(entry as usize).copied().unwrap_or(0.0)
    }
}

/// Whether `letters` stand in `typed` as two to five capitals and `ending`.
fn has_acronym(typed: &str, ending: &str, letters: &str) -> bool {
    let is_one = |word: &str| {
        let Some(bare) = word.strip_suffix(ending) else { return false };
        (2..=ACRONYM).contains(&bare.chars().count())
            && bare.chars().all(char::is_uppercase)
            && fold(word, QUERY_CHARS) == letters
    };
    typed.split(|c: char| !c.is_alphanumeric()).any(is_one)
}

/// What `words` may be as one word, as far as names and definitions have it: each word in turn without its inflection.
fn compounds(words: &[String], definitions: &Definitions) -> Vec<(StemId, String)> {
    if !(2..=COMPOUND).contains(&words.len()) {
        return Vec::new();
    }
    let without = |at: usize| {
        let (before, after) = (words[..at].concat(), words[at + 1..].concat());
        bases(&words[at]).into_iter().map(move |base| format!("{before}{base}{after}"))
    };
    let joined = (0..words.len()).flat_map(without);
    joined.filter_map(|word| Some((definitions.find(&stem(&word))?, word))).collect()
}
