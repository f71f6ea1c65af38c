//! What was typed, prepared once to be compared with every name.

use super::beside::without_word_beside;
use super::definition::{Definitions, StemId};
use super::index::{letter_bits, stem_bits};
use super::normalise::{QUERY_CHARS, fold, without_question};
use super::signals::{sound_from, typo_from};
use super::sound::{Key, Parted, Weighed, partly_spelled, query_key, spelled};
use super::stem::is_stop;
use super::typo::{Counts, Pattern, counts};
use super::{MATCH, Scope};

/// What a reading is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The letters and sounds of names, and definitions.
    All,
    /// Only the letters of names.
    Letters,
    /// Only names that are these letters, or have them as initials.
    Acronyms,
}

/// One reading of what was typed.
pub(super) struct Query {
    pub(super) reach: Reach,
    /// Whether a word beside it was left out.
    is_part: bool,
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

impl Query {
    /// All readings of `text`; none when nothing is left of it.
    pub(super) fn readings(text: &str, definitions: &Definitions, scope: &Scope) -> Vec<Self> {
        let folded = fold(text, QUERY_CHARS);
        if folded.is_empty() {
            return Vec::new();
        }
        // The "a" of "a eleven why" is a letter.
        let letters = spelled(&folded);
        let asked = if letters.is_some() { &folded } else { without_question(&folded) };
        let mut readings = vec![Self::new(asked, Reach::All, definitions, scope)];
        if let Some(letters) = letters {
            readings.push(Self::new(&letters, Reach::Acronyms, definitions, scope));
        } else if let Some(partly) = partly_spelled(asked) {
            readings.push(Self::new(&partly, Reach::Letters, definitions, scope));
        }
        if asked != folded {
            // A term may itself look like a question; then its letters are typed.
            readings.push(Self::new(&folded, Reach::Letters, definitions, scope));
        }
        if let Some(written) = spoken_signs(asked) {
            readings.push(Self::new(&written, Reach::All, definitions, scope));
        }
        if let Some(part) = without_word_beside(asked) {
            let mut add = |text: &str, reach| {
                let part = Self::new(text, reach, definitions, scope);
                readings.push(Self { is_part: true, ..part });
            };
            add(part, Reach::All);
            if let Some(letters) = spelled(part) {
                add(&letters, Reach::Acronyms);
            }
        }
        if has_stray_letters(asked) {
            readings.push(Self::new(&asked.replace(' ', ""), Reach::All, definitions, scope));
        }
        readings
    }

    fn new(folded: &str, reach: Reach, definitions: &Definitions, scope: &Scope) -> Self {
        let words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
        let letters = words.concat();
        let len = letters.chars().count();
        let enough = reach == Reach::All && len >= FEW;
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
            reach,
            is_part: false,
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
    pub(super) fn part(&self, score: f32) -> f32 {
        if self.is_part { (score * PART).min(MATCH - 0.01) } else { score }
    }

    pub(super) fn share(&self, entry: u32) -> f32 {
        self.shares.get(entry as usize).copied().unwrap_or(0.0)
    }
}

/// Whether letters without a vowel stand beside words: then they may be letters read aloud ("g zip"), or the sounds of
/// one word taken apart ("thr ottling").
fn has_stray_letters(folded: &str) -> bool {
    let vowel = |word: &str| word.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let stray = |word: &str| word.is_ascii() && word.len() <= 3 && !vowel(word);
    folded.split(' ').any(stray) && folded.split(' ').any(|word| word.len() >= 3 && vowel(word))
}

/// Signs that are said as words, written as signs or left out as names do: "dot net" is ".NET", "c sharp" is "C#",
/// "tcp slash ip" is "TCP/IP". `None` when there are none.
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
    use super::spoken_signs;

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
