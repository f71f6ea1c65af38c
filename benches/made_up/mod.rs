//! Made-up words, the same in every run.

use shoptalk::core::rng::hash;

const SYLLABLES: [&str; 16] = [
    "ba", "den", "fo", "gul", "hi", "ka", "lor", "mi", "ne", "pra", "qui", "ro", "sta", "tem",
    "ve", "zon",
];

/// The word with this number, of `least` to `least + 2` syllables.
pub fn word(number: u64, least: u64) -> String {
    let seed = hash("word", number);
    let syllables = (0..least + seed % 3).map(|at| usize::try_from(seed >> (8 + at * 4) & 15));
    syllables.map(|syllable| SYLLABLES[syllable.unwrap_or(0)]).collect()
}
