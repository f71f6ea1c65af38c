//! What was typed, prepared once to be compared with every name.

use super::definition::{Definitions, StemId};
use super::index::{letter_bits, stem_bits};
use super::readings::{Reach, Reading, readings};
use super::signals::{sound_from, typo_from};
use super::sound::{Key, Parted, Weighed, query_key};
use super::stem::is_stop;
use super::typo::{Counts, Pattern, counts};
use super::{MATCH, Scope, Signal};

/// One reading of what was typed.
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
/// The most that it can be: no match.
const NO_MATCH: f32 = MATCH - 0.01;

impl Query {
    /// All readings of `text`; none when nothing is left of it.
    pub(super) fn readings(text: &str, definitions: &Definitions, scope: &Scope) -> Vec<Self> {
        let readings = readings(text).into_iter();
        readings.map(|(how, text)| Self::new(&text, how, definitions, scope)).collect()
    }

    /// The query `folded`, read in this way.
    pub(super) fn new(
        folded: &str,
        reading: Reading,
        definitions: &Definitions,
        scope: &Scope,
    ) -> Self {
        let words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
        let letters = words.concat();
        let len = letters.chars().count();
        let enough = reading.reach() == Reach::All && len >= FEW;
        let counts = counts(&letters);
        let stems: Vec<Option<StemId>> =
            words.iter().filter(|word| !is_stop(word)).map(|word| definitions.id(word)).collect();
        let known: Vec<StemId> = stems.iter().flatten().copied().collect();
        let key = if enough { query_key(folded) } else { Key::new() };
        let shares = if enough {
            definitions.shares(words.iter().map(String::as_str), scope)
        } else {
            Vec::new()
        };
        Self {
            only_acronyms: reading.reach() == Reach::Acronyms,
            reading,
            len,
            letter_bits: letter_bits(&counts),
            counts,
            pattern: if enough { Pattern::new(&letters) } else { None },
            stem_bits: stem_bits(&known),
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

    /// What a score of this reading is worth: what fits only a part of what was typed is no more than near.
    /// Where letters were read aloud, another letter says that another word is meant, so that what is only nearly the
    /// same is no match, either.
    pub(super) fn part(&self, score: f32, signal: Signal) -> f32 {
        if self.reading == Reading::Aloud && signal == Signal::Sound && score < 1.0 {
            return score.min(NO_MATCH);
        }
        if self.reading.is_part() { (score * PART).min(NO_MATCH) } else { score }
    }

    /// What a score of this reading must be to be worth `least`; none can be where it is infinite.
    pub(super) fn needed(&self, least: f32) -> f32 {
        match self.reading.is_part() {
            true if least > NO_MATCH => f32::INFINITY,
            true => least / PART - 1e-5,
            false => least,
        }
    }

    pub(super) fn share(&self, entry: u32) -> f32 {
        self.shares.get(entry as usize).copied().unwrap_or(0.0)
    }
}
