//! Looks up the parts of a phrase by themselves: in "restart ngnix please" only one word is what was heard.
//!
//! Ordinary English around a term is context and costs nothing. Of an ordinary word alone only what it names counts, and
//! little. Two and more in a row may be what was heard of one term ("dead letter cue").

use super::{Evidence, Hit, Index, is_stop};
use crate::core::vocabulary::{is_frequent, is_known};

/// The fewest and the most words of a phrase.
const WORDS: [usize; 2] = [3, 24];
/// From this many words on it is a sentence, in which a name may be plain English.
const SENTENCE: usize = 6;
/// The most words of a part.
const PART: usize = 3;
/// How many names may be compared, for all parts together.
const NAMES: usize = 100_000;
/// The fewest and the most parts that are looked up.
const PARTS: [usize; 2] = [2, 10];
/// What each further word of a part is worth, if it is not a frequent one beside a word that is no English: it is less likely
/// that two words sound like a term by chance.
const LONGER: f32 = 0.06;
/// What a part costs that consists of ordinary words.
const ORDINARY: f32 = 0.14;
/// What it costs to leave out a word that is no English, and one that is rare.
const LEFT: f32 = 0.15;
const RARE_LEFT: f32 = 0.05;
/// The score from which a hit for the whole phrase needs no other.
pub(super) const WHOLE: f32 = 0.9;
/// The highest score of one word that only sounds like a term.
const SOUND: f32 = 0.9;
/// The lowest score of ordinary words that sound like a term.
const CLOSE: f32 = 0.88;
/// The score of one ordinary word that is a name.
const PLAIN: f32 = 0.75;

/// How much a word means by itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// No English: most likely what was heard.
    Unknown,
    /// Ordinary, but not frequent.
    Rare,
    Frequent,
    Stop,
}

impl Kind {
    fn of(word: &str) -> Self {
        match word {
            _ if is_stop(word) => Self::Stop,
            _ if is_frequent(word) => Self::Frequent,
            // Two letters sound like too much, and may be the start of a word.
            _ if is_known(word) || word.len() < 3 => Self::Rare,
            _ => Self::Unknown,
        }
    }

    /// What it costs to leave such a word out.
    const fn cost(self) -> f32 {
        match self {
            Self::Unknown => LEFT,
            Self::Rare => RARE_LEFT,
            Self::Frequent | Self::Stop => 0.0,
        }
    }
}

impl Index {
    /// The hits for parts of `phrase`, which is folded, in no order.
    pub(super) fn in_phrase(&self, phrase: &str) -> Vec<Hit> {
        let words: Vec<&str> = phrase.split(' ').collect();
        if !(WORDS[0]..=WORDS[1]).contains(&words.len()) {
            return Vec::new();
        }
        let is_sentence = words.len() >= SENTENCE;
        let kinds: Vec<Kind> = words.iter().map(|word| Kind::of(word)).collect();
        let ends = |at: usize| at + 1..=words.len().min(at + PART);
        let mut parts: Vec<_> = (0..words.len())
            .flat_map(|at| ends(at).map(move |end| at..end))
            .filter(|part| part.len() < words.len())
            .filter(|part| {
                let kinds = &kinds[part.clone()];
                let is_edge = |kind: Option<&Kind>| kind == Some(&Kind::Stop);
                // A sentence has too many words that sound like something.
                let is_context = if is_sentence {
                    !kinds.contains(&Kind::Unknown)
                } else {
                    kinds.len() == 1 && kinds[0] >= Kind::Frequent
                };
                !is_context && !is_edge(kinds.first()) && !is_edge(kinds.last())
            })
            .collect();
        parts.sort_by_key(|part| kinds[part.clone()].iter().min().copied());
        parts.truncate((NAMES / self.names.sketches.len().max(1)).clamp(PARTS[0], PARTS[1]));
        let hits = parts.into_iter().flat_map(|part| {
            let others = kinds[..part.start].iter().chain(&kinds[part.end..]);
            let left: f32 = others.map(|kind| kind.cost()).sum();
            let kinds = &kinds[part.clone()];
            let hits = self.search_readings(&words[part].join(" "), 2, &[]);
            hits.into_iter().filter_map(move |hit| in_context(hit, kinds, left, is_sentence))
        });
        hits.collect()
    }
}

/// `hit` for a part of a phrase with words of these `kinds`, scored in its context, in which words that cost `left` may belong
/// to what was heard.
fn in_context(mut hit: Hit, kinds: &[Kind], left: f32, is_sentence: bool) -> Option<Hit> {
    let is_english = !kinds.contains(&Kind::Unknown);
    let is_word = kinds.len() == 1 && is_english;
    let rare = kinds.iter().filter(|kind| **kind < Kind::Frequent).count();
    let counted = if is_english { kinds.len() } else { rare };
    #[expect(clippy::cast_precision_loss, reason = "at most four")]
    let longer = LONGER * (counted - 1) as f32;
    hit.score = match hit.evidence {
        // In a sentence, names are judged by what stands around them.
        Evidence::Name | Evidence::Form if is_sentence => return None,
        Evidence::Name | Evidence::Form if is_word => PLAIN,
        Evidence::Name | Evidence::Form => 1.25 + longer,
        Evidence::Heard | Evidence::Slip | Evidence::Sound | Evidence::Letters if is_word => {
            hit.score.min(SOUND) - ORDINARY
        }
        Evidence::Slip | Evidence::Heard if !is_english => hit.score.max(1.0) + longer,
        Evidence::Sound if kinds.len() == 1 => hit.score.min(SOUND),
        Evidence::Slip | Evidence::Heard | Evidence::Sound if is_english && hit.score >= CLOSE => {
            hit.score.min(1.0) + longer - ORDINARY
        }
        Evidence::Sound if !is_english => hit.score + longer,
        Evidence::Start if !is_english => hit.score.min(SOUND) - ORDINARY,
        _ => return None,
    };
    hit.score -= left;
    let is_doubtful = is_word || is_sentence || left > RARE_LEFT;
    hit.evidence = match hit.evidence {
        Evidence::Name | Evidence::Form if is_doubtful => Evidence::Words,
        Evidence::Slip if is_doubtful => Evidence::Letters,
        Evidence::Heard if is_doubtful => Evidence::Sound,
        other => other,
    };
    hit.matched.clear();
    Some(hit)
}
