//! A parsed query, prepared once so it can be compared with every name.

use super::Scope;
use super::definition::{Definitions, StemId};
use super::evidence::Read;
use super::forms::bases;
use super::index::{letter_bits, stem_bits};
use super::normalise::{QUERY_CHARS, fold};
use super::readings::{Reach, Reading};
use super::signals::{ALOUD, sound_from, typo_from};
use super::sound::{Key, Parted, Weighed, query_key};
use super::stem::{is_stop, stem};
use super::typo::{Counts, Pattern, counts};
use crate::core::vocabulary::{are_known, is_common, is_frequent, is_known};

/// One reading of the query text.
#[expect(clippy::struct_excessive_bools, reason = "each is a property of the words")]
pub(super) struct Query {
    /// Whether only names count that have these letters, or have them as initials.
    pub(super) only_acronyms: bool,
    /// How this reading was derived from the query text.
    pub(super) reading: Reading,
    /// Folded words with one space between them.
    pub(super) words: Vec<String>,
    /// The words without spaces.
    pub(super) letters: String,
    /// The number of letters.
    pub(super) len: usize,
    pub(super) counts: Counts,
    pub(super) letter_bits: u32,
    /// For the typo signal. `None` if the query is too short or too long for it.
    pub(super) pattern: Option<Pattern>,
    /// The stems of all words except stop words; `None` for a word that no entry contains.
    pub(super) stems: Vec<Option<StemId>>,
    pub(super) stem_bits: u32,
    /// The uninflected words joined into one, with its stem: "rolled back" may be a form of "rollback".
    pub(super) compounds: Vec<(StemId, String)>,
    /// Whether the query is an acronym, or every word of it is known, so it can't be a typo.
    pub(super) is_known: bool,
    /// Whether the query is an acronym or an everyday word, so it means itself and not something that sounds like it.
    pub(super) is_meant: bool,
    /// Whether a word of it, as typed, is no English.
    is_strange: bool,
    /// Whether the query is the plural of an acronym ("GAs"), and not a word that looks like it.
    pub(super) is_plural: bool,
    pub(super) key: Key,
    pub(super) weighed: Weighed,
    pub(super) parted: Parted,
    /// The lowest typo and sound signals that count.
    pub(super) typo_from: f32,
    pub(super) sound_from: f32,
    /// For each entry, the share of the query that its definition covers.
    pub(super) shares: Vec<f32>,
}

/// The fewest letters for the typo, sound and definition signals: two letters are close to everything.
const FEW: usize = 3;

/// The fewest letters without a vowel that no one says.
const SAYABLE: usize = 5;

/// The highest score of a partial reading.
pub(super) const PART_MOST: f32 = 0.86;
/// What a definition with all words of a query counts that has one common English word or two, and none that is rarer, beside stop
/// words. Of 77 words that transcripts of podcasts got wrong, 3 more come first.
const COMMON: [f32; 3] = [0.0, 0.8, 0.9];
/// The longest acronym, in capitals.
const ACRONYM: usize = 5;
/// The most query words that are joined to match a one-word name.
const COMPOUND: usize = 3;

impl Query {
    /// Prepares `folded`, one reading of the text `typed`.
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
        let only_sounds = reading.reach() == Reach::Sounds;
        let is_heard = (only_sounds && !has_triple(&letters)) || (enough && can_be_heard(folded));
        let key = if is_heard { query_key(folded) } else { Key::new() };
        let mut shares = if enough {
            definitions.shares(words.iter().map(String::as_str), scope)
        } else {
            Vec::new()
        };
        // "Come at it" describes nothing.
        let told = || words.iter().filter(|word| !is_stop(word));
        if words.len() > 1
            && let Some(common) = COMMON.get(told().count())
            && told().all(|word| is_common(word))
        {
            for share in &mut shares {
                *share *= common;
            }
        }
        let is_acronym = has_acronym(typed, "", &letters);
        Self {
            is_strange: !are_known(&fold(typed, QUERY_CHARS)),
            only_acronyms: reading.reach() == Reach::Acronyms,
            reading,
            len,
            letter_bits: if only_sounds { u32::MAX } else { letter_bits(&counts) },
            counts,
            pattern: if enough { Pattern::new(&letters) } else { None },
            stem_bits: if only_sounds { 0 } else { stem_bits(&known) },
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

    /// What the evidence for a hit depends on in this reading.
    pub(super) fn read(&self) -> Read {
        Read {
            is_part: self.reading.is_part(),
            is_aloud: self.reading.is_aloud(),
            is_strange: self.is_strange,
            is_meant: self.is_meant,
        }
    }

    /// Adjusts a score for this reading: partial readings are scaled down, and readings aloud are capped below a listed
    /// sound.
    pub(super) fn part(&self, score: f32) -> f32 {
        match self.reading {
            reading if reading.is_part() => (score * reading.worth()).min(PART_MOST),
            reading if reading.is_aloud() => score.min(ALOUD),
            reading => score * reading.worth(),
        }
    }

    /// The inverse of [`Self::part`]: the raw score needed to reach `least`, infinite if that's impossible.
    pub(super) fn needed(&self, least: f32) -> f32 {
        match self.reading {
            reading if reading.is_part() && least > PART_MOST => f32::INFINITY,
            reading if reading.is_aloud() && least > ALOUD => f32::INFINITY,
            reading if reading.worth() < 1.0 => least / reading.worth() - 1e-5,
            _ => least,
        }
    }

    pub(super) fn share(&self, entry: u32) -> f32 {
        self.shares.get(entry as usize).copied().unwrap_or(0.0)
    }
}

/// Whether someone may have heard `folded`: no word has a letter three times in a row, or many letters and no vowel.
fn can_be_heard(folded: &str) -> bool {
    let is_vowel = |c: char| !c.is_ascii_alphabetic() || "aeiouy".contains(c);
    let can_be_said = |word: &str| word.len() < SAYABLE || word.contains(is_vowel);
    folded.split(' ').all(|word| !has_triple(word) && can_be_said(word))
}

/// Whether a letter stands three times in a row in `word`.
fn has_triple(word: &str) -> bool {
    word.as_bytes().windows(3).any(|three| three[0] == three[1] && three[1] == three[2])
}

/// Whether `typed` contains `letters` as two to five capitals followed by `ending`.
fn has_acronym(typed: &str, ending: &str, letters: &str) -> bool {
    let is_one = |word: &str| {
        let Some(bare) = word.strip_suffix(ending) else { return false };
        (2..=ACRONYM).contains(&bare.chars().count())
            && bare.chars().all(char::is_uppercase)
            && fold(word, QUERY_CHARS) == letters
    };
    typed.split(|c: char| !c.is_alphanumeric()).any(is_one)
}

/// `words` joined into one word, each in turn uninflected, if names or definitions contain the result.
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
