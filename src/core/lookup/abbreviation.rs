//! Matches abbreviations: the first letter of a word, then consonants and word starts, in order.

use super::index::Start;
use super::query::Query;

/// The longest abbreviation and name that are compared, in letters.
const TYPED: usize = 16;
const NAME: usize = 64;

/// The cost of skipping a vowel, a consonant, the rest of a word, and a whole word.
const VOWEL: f32 = 0.01;
const CONSONANT: f32 = 0.06;
const REST: f32 = 0.02;
const WORD: f32 = 0.08;

/// Scores the typed words as an abbreviation of the name with these letters. Each typed word must start a word of the name.
pub(super) fn abbreviates(query: &Query, letters: &str, starts: &[Start]) -> Option<f32> {
    let typed = query.letters.as_bytes();
    let name = letters.as_bytes();
    if typed.first() != name.first()
        || !(2..=TYPED).contains(&typed.len())
        || name.len() > NAME
        || !letters.is_ascii()
    {
        return None;
    }
    let mut starting = 0_u64;
    for start in starts {
        starting |= 1_u64.checked_shl(u32::from(start.at)).unwrap_or(0);
    }
    let mut typed_starts = 0_u32;
    let mut at = 0;
    for word in &query.words {
        typed_starts |= 1 << at;
        at += word.len();
    }
    // cost[j]: the lowest cost of matching the letters so far, the last one at j.
    let mut cost = [f32::INFINITY; NAME];
    cost[0] = 0.0;
    for (i, &letter) in typed.iter().enumerate().skip(1) {
        let mut next = [f32::INFINITY; NAME];
        // The lowest cost of staying within the last letter's word, and of having left it.
        let (mut within, mut left) = (f32::INFINITY, f32::INFINITY);
        let mut found = false;
        for j in 1..name.len() {
            let start = starting & (1 << j) != 0;
            left = left.min(cost[j - 1] + REST);
            within = if start { f32::INFINITY } else { within.min(cost[j - 1]) };
            if name[j] == letter {
                let here = if start {
                    left
                } else if typed_starts & (1 << i) != 0 {
                    f32::INFINITY
                } else {
                    within
                };
                next[j] = here;
                found |= here < f32::INFINITY;
            }
            let pass = if matches!(name[j], b'a' | b'e' | b'i' | b'o' | b'u' | b'y') {
                VOWEL
            } else {
                CONSONANT
            };
            within += pass;
            // Past the start of a word, that word is skipped.
            left += if start { WORD } else { 0.0 };
        }
        if !found {
            return None;
        }
        cost = next;
    }
    let least = cost[..name.len()].iter().copied().fold(f32::INFINITY, f32::min);
    #[expect(clippy::cast_precision_loss, reason = "lengths of names")]
    let share = typed.len() as f32 / name.len() as f32;
    let score = 0.82 - least + 0.08 * share;
    (score >= 0.5).then_some(score)
}
