//! Looks up the parts of a phrase by themselves: in "restart ngnix please" only one word is what was heard.
//!
//! A name in a phrase is what is asked for; so is a frequent word that is one ("restart the app"), if little else is said.
//! Frequent words around a term are context and cost nothing. An ordinary word alone is hardly misheard. Two and more in a row may
//! be what was heard of one ("dead letter cue"), also from a stop word on ("in vp"). In a sentence, where many words sound like
//! something, ordinary ones alone don't count.

use std::collections::HashMap;
use std::ops::Range;

use super::filler_nouns::is_beside;
use super::forms::bases;
use super::names::FORM;
use super::normalise::without_question;
use super::sound::spelled_words;
use super::{Evidence, Hit, Index, NEAR, SENTENCE, folded, is_stop};
use crate::core::vocabulary::{are_known, is_common, is_known, is_technical};

/// The fewest and the most words of a phrase.
const WORDS: [usize; 2] = [2, 24];
/// The most words that say something, beside which a frequent word is the term that is meant.
const SAID: usize = 2;
/// The fewest words of a phrase of which parts may be misheard.
const MISHEARD_WORDS: usize = 3;
/// The most words of a part.
const PART: usize = 3;
/// The most letters of a word of which forms are not looked for.
const ACRONYM: usize = 3;
/// How many names may be compared, for all parts together.
const NAMES: usize = 200_000;
/// How many parts are remembered.
const KEPT: usize = 500;
/// The fewest and the most parts that are looked up.
const PARTS: [usize; 2] = [2, 24];
/// What each further word of a part is worth, if it is not a frequent one beside a word that is no English: it is less likely
/// that two words sound like a term by chance.
const LONGER: f32 = 0.06;
/// What a part costs that is an ordinary word.
const ORDINARY: f32 = 0.14;
/// What one of several ordinary words costs, and what a word in no entry is worth in a phrase of more than three.
const ODD: f32 = 0.05;
/// What it costs to leave out a word that is no English, and one that is rare.
const LEFT: f32 = 0.15;
const RARE_LEFT: f32 = 0.05;
/// The most that it costs, so that a long sentence loses none of its words.
const MOST_LEFT: f32 = 0.2;
/// The score from which a hit for the whole phrase needs no other.
pub(super) const WHOLE: f32 = 0.9;
/// The highest score of one word that only sounds like a term.
const SOUND: f32 = 0.9;
/// The lowest score of ordinary words that sound like a term, and of those that begin one. Of the two and three words heard for
/// one term in `tests/data/lookup/heard-decks.json`, 19 in 20 reach it.
const CLOSE: f32 = 0.88;
const BEGUN: f32 = 1.0;
/// The lowest score where the first of them is a stop word, which more often belongs to the words before it.
const STOPPED: f32 = 0.92;
/// The score from which English words are no part of a description, however well it fits.
const SURELY: f32 = 1.0;
/// The score of a part that is a name, of one ordinary word that is, and of a frequent one that nothing rarer stands beside.
const NAME: f32 = 1.25;
const RARE: f32 = 1.1;
pub(super) const FREQUENT: f32 = 0.91;
/// The score of an ordinary word that is a name, where it is more likely no term.
const PLAIN: f32 = 0.75;

/// How much a word means by itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// No English: most likely what was heard.
    Unknown,
    /// A technical word that people know without any deck.
    Technical,
    /// Ordinary, but not frequent, and in no entry: hardly a description of one.
    Odd,
    /// Ordinary, but not frequent.
    Rare,
    Frequent,
    /// A noun after another word, which is more likely the term.
    Beside,
    Stop,
}

/// The words of letters spelled aloud, whatever they mean by themselves: together, they mean something else.
const LETTERS: &[Kind] = &[Kind::Unknown, Kind::Unknown];

impl Kind {
    fn of(word: &str) -> Self {
        match word {
            _ if is_stop(word) || is_aside(word) => Self::Stop,
            _ if bases(word).iter().any(|base| is_common(base)) => Self::Frequent,
            _ if is_technical(word) => Self::Technical,
            // Two letters sound like too much, and may be the start of a word.
            _ if is_known(word) || word.len() < 3 => Self::Rare,
            _ => Self::Unknown,
        }
    }

    /// What it costs to leave such a word out.
    const fn cost(self) -> f32 {
        match self {
            Self::Unknown => LEFT,
            Self::Technical | Self::Odd | Self::Rare => RARE_LEFT,
            Self::Frequent | Self::Beside | Self::Stop => 0.0,
        }
    }
}

/// What parts of the phrase found that is being typed: with the next letter, most of them are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    /// By part, and by whether only names were looked for.
    found: HashMap<(String, bool), Vec<Hit>>,
    /// Whether new parts are left out for now.
    waits: bool,
    /// Whether any were.
    pub(super) are_left: bool,
}

impl Parts {
    /// Begins a search that leaves out new parts, if it `waits`.
    pub(super) fn begin(&mut self, waits: bool) {
        (self.waits, self.are_left) = (waits, false);
    }

    /// The hits for `part` with a score of at least `least`, which depends on its words and on whether only names are looked for.
    fn find(&mut self, index: &Index, part: &str, least: f32) -> Vec<Hit> {
        let remembered = (part.to_owned(), least >= FORM);
        if let Some(hits) = self.found.get(&remembered) {
            return hits.clone();
        }
        if self.waits {
            self.are_left = true;
            return Vec::new();
        }
        if self.found.len() >= KEPT {
            self.found.clear();
        }
        let hits = index.search_readings(part, 2, &[], least);
        self.found.insert(remembered, hits.clone());
        hits
    }
}

impl Index {
    /// The hits for parts of `phrase`, which is folded, in no order; `only_names` if nothing misheard is looked for.
    pub(super) fn in_phrase(&self, phrase: &str, only_names: bool, found: &mut Parts) -> Vec<Hit> {
        let words: Vec<&str> = phrase.split(' ').collect();
        if !(WORDS[0]..=WORDS[1]).contains(&words.len()) {
            return Vec::new();
        }
        let is_sentence = words.len() >= SENTENCE;
        let is_odd = |word: &str, kind| kind == Kind::Rare && self.entries_with(word).is_empty();
        let kind = |word: &&str| match Kind::of(word) {
            kind if is_odd(word, kind) => Kind::Odd,
            kind => kind,
        };
        let mut kinds: Vec<Kind> = words.iter().map(kind).collect();
        // "The Kafka upgrade": what stands after a term says little.
        for at in 1..words.len() {
            if is_beside(words[at]) && kinds[at - 1] != Kind::Stop {
                kinds[at] = Kind::Beside;
            }
        }
        let ends = |at: usize| at + 1..=words.len().min(at + PART);
        let mut parts: Vec<_> = (0..words.len())
            .flat_map(|at| ends(at).map(move |end| at..end))
            .filter(|part| part.len() < words.len())
            .filter(|part| {
                let text = words[part.clone()].join(" ");
                if without_question(&text) != text {
                    return false;
                }
                let kinds = &kinds[part.clone()];
                let is_edge = |kind: Option<&Kind>| kind == Some(&Kind::Stop);
                let most = if is_sentence { Kind::Odd } else { Kind::Beside };
                let is_context = kinds.len() == 1 && kinds[0] > most;
                !is_context && !is_article(words[part.start]) && !is_edge(kinds.last())
            })
            .collect();
        parts.sort_by_key(|part| kinds[part.clone()].iter().min().copied());
        let letters = letter_runs(&words);
        // "Cube see tee el" has no "tee el".
        parts.retain(|part| {
            letters
                .iter()
                .all(|run| part.start <= run.start || part.start >= run.end || part.end > run.end)
        });
        parts.splice(..0, letters.iter().cloned());
        parts.truncate((NAMES / self.names.sketches.len().max(1)).clamp(PARTS[0], PARTS[1]));
        let compares = !is_sentence && words.iter().any(|word| compares(word));
        let are_names: Vec<bool> = (0..words.len())
            .map(|at| {
                compares
                    && kinds[at].cost() > 0.0
                    && found
                        .find(self, words[at], FORM)
                        .iter()
                        .any(|hit| hit.evidence == Evidence::Name)
            })
            .collect();
        let is_plain_word = |at: usize| {
            words[at].len() >= ACRONYM && kinds[at] != Kind::Rare && kinds[at] > Kind::Technical
        };
        let (told, is_half) = (said(phrase), words.len() < MISHEARD_WORDS);
        let hits = parts.into_iter().flat_map(|part| {
            // Of names that are compared, none is left out.
            let others = (0..words.len()).filter(|at| !part.contains(at) && !are_names[*at]);
            let around = Around {
                left: others.map(|at| kinds[at].cost()).sum::<f32>().min(MOST_LEFT),
                odd: if words.len() > MISHEARD_WORDS { ODD } else { 0.0 },
                is_sentence,
                is_pair: told == 2 && is_half,
                is_few: told <= SAID,
            };
            let kinds = if letters.contains(&part) { LETTERS } else { &kinds[part.clone()] };
            // Half of two words is no term that was misheard, but may be a typo of one, if the other half is in none.
            let is_typo = is_half && kinds[0] == Kind::Unknown && is_plain_word(1 - part.start);
            let text = words[part.clone()].join(" ");
            let (len, count) = (text.len(), part.len());
            let telling: Vec<&str> =
                words[part].iter().copied().filter(|word| !is_stop(word)).collect();
            // "To a message" isn't a misspelled "toast message".
            let is_padded = move |hit: &Hit| {
                telling.len() < count && {
                    let name = folded(self.name(hit));
                    telling.iter().all(|word| name.split(' ').any(|of_name| of_name == *word))
                }
            };
            // Of two or three letters, a form is too much like other words.
            let is_sure = move |hit: &Hit| match hit.evidence {
                Evidence::Form => len > ACRONYM,
                Evidence::Name => true,
                _ if is_padded(hit) => false,
                Evidence::Slip => true,
                _ => !is_half,
            };
            let least = if only_names || (is_half && !is_typo) { FORM } else { least(kinds) };
            let hits = found.find(self, &text, least);
            let is_match = hits.first().is_some_and(|hit| hit.evidence.is_match());
            let hits = hits.into_iter().map(move |hit| {
                // A part is never more certain than it would be on its own.
                let is_doubted = hit.evidence == Evidence::Slip && !is_match;
                let evidence = if is_doubted { Evidence::Letters } else { hit.evidence };
                Hit { evidence, part: Some(text.clone()), ..hit }
            });
            hits.filter(is_sure)
                .filter_map(move |hit| in_context(hit, kinds, len < ACRONYM, &around))
        });
        hits.collect()
    }
}

/// Whether `hit` is English words of a phrase that sound like a term, but not very much.
pub(super) fn may_be_english(hit: &Hit) -> bool {
    hit.score < SURELY && hit.part.as_deref().is_some_and(are_known)
}

/// How many words of `phrase`, folded, say something.
pub(crate) fn said(phrase: &str) -> usize {
    phrase.split(' ').filter(|word| !is_stop(word) && !is_aside(word)).count()
}

/// Whether `phrase`, folded, says so little that it describes nothing: "is there a problem with REST".
pub(crate) fn is_brief(phrase: &str) -> bool {
    said(phrase) <= SAID
}

/// Whether `word` stands between things that are compared.
fn compares(word: &str) -> bool {
    matches!(word, "and" | "or" | "than" | "vs" | "versus")
}

/// Whether `word` says nothing about what is asked for.
fn is_aside(word: &str) -> bool {
    matches!(word, "please" | "again" | "now" | "today" | "vs" | "versus")
}

/// Whether `word` stands before every noun, so that it says nothing about how the noun sounds.
fn is_article(word: &str) -> bool {
    matches!(word, "the" | "a" | "an")
}

/// The parts of `words`, but not all of them, that spell letters aloud.
fn letter_runs(words: &[&str]) -> Vec<Range<usize>> {
    let (mut runs, mut at) = (Vec::new(), 0);
    while at < words.len() {
        let run = spelled_words(&words[at..]);
        if run > 0 && run < words.len() {
            runs.push(at..at + run);
        }
        at += run.max(1);
    }
    runs
}

/// What the words of a part are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// One English word.
    Word,
    /// Several English words.
    Words,
    /// With a word that is no English.
    Strange,
}

/// The lowest score of a part with words of these `kinds` that may be shown in its context, so that no other is computed.
fn least(kinds: &[Kind]) -> f32 {
    match kinds {
        _ if kinds.contains(&Kind::Unknown) => NEAR,
        [Kind::Odd] => NEAR - ODD,
        // Means itself.
        [Kind::Technical | Kind::Frequent | Kind::Beside] => FORM,
        [_] => NEAR + ORDINARY,
        [Kind::Stop, ..] => STOPPED,
        _ => CLOSE,
    }
}

/// What stands around a part.
struct Around {
    /// What it costs to leave it out.
    left: f32,
    /// What one word is worth that is in no entry.
    odd: f32,
    is_sentence: bool,
    /// Whether there is one other word.
    is_pair: bool,
    /// Whether few words say something.
    is_few: bool,
}

/// `hit` for a part of a phrase with words of these `kinds`, scored in its context. A short one has two letters.
fn in_context(mut hit: Hit, kinds: &[Kind], is_short: bool, around: &Around) -> Option<Hit> {
    let Around { left, odd, is_sentence, is_pair, is_few } = *around;
    let (part, counted) = match kinds {
        _ if kinds.contains(&Kind::Unknown) => {
            (Part::Strange, kinds.iter().filter(|kind| **kind < Kind::Frequent).count())
        }
        [_] => (Part::Word, 1),
        _ => (Part::Words, kinds.len()),
    };
    #[expect(clippy::cast_precision_loss, reason = "a part is short")]
    let longer = LONGER * (counted - 1) as f32;
    let score = match (part, hit.evidence) {
        (Part::Word, Evidence::Name | Evidence::Form) if is_sentence => PLAIN,
        (Part::Word, Evidence::Name | Evidence::Form) => match kinds[0] {
            Kind::Unknown | Kind::Technical => NAME,
            Kind::Frequent if is_few && left < LEFT => FREQUENT,
            Kind::Beside if is_few && left == 0.0 => FREQUENT - ODD,
            Kind::Frequent | Kind::Beside | Kind::Stop => PLAIN,
            Kind::Odd | Kind::Rare if left == 0.0 && !is_short => RARE,
            Kind::Odd | Kind::Rare => FREQUENT,
        },
        (Part::Word, Evidence::Heard | Evidence::Slip | Evidence::Sound | Evidence::Letters) => {
            hit.score.min(SOUND) + if kinds[0] == Kind::Odd { odd } else { -ORDINARY }
        }
        // In a sentence, names of one word are judged by what stands around them.
        (_, Evidence::Name | Evidence::Form) if !is_sentence || kinds.len() > 1 => NAME + longer,
        (Part::Words, Evidence::Heard | Evidence::Slip | Evidence::Sound | Evidence::Letters)
            if hit.score >= CLOSE =>
        {
            hit.score.min(NAME) + longer - ODD
        }
        (Part::Words | Part::Strange, Evidence::Start) if kinds.len() > 1 && hit.score >= BEGUN => {
            SOUND
        }
        (Part::Strange, Evidence::Heard | Evidence::Slip) => hit.score.max(1.0) + longer,
        (Part::Strange, Evidence::Letters) if hit.score >= CLOSE => hit.score.min(SOUND),
        (Part::Strange, Evidence::Sound) if kinds.len() == 1 => hit.score.min(SOUND),
        (Part::Strange, Evidence::Sound) => hit.score + longer,
        (Part::Strange, Evidence::Start) => hit.score.min(SOUND) - ORDINARY,
        _ => return None,
    };
    hit.score = score - left;
    // Beside one other word, what is a name may be the half of what was heard.
    let is_half = is_pair && part == Part::Word && kinds[0] > Kind::Technical;
    let is_doubtful = is_half || (part == Part::Word && score < RARE);
    if is_doubtful || is_sentence || left >= LEFT {
        hit.evidence = match hit.evidence {
            Evidence::Name | Evidence::Form => Evidence::Words,
            Evidence::Slip => Evidence::Letters,
            Evidence::Heard => Evidence::Sound,
            other => other,
        };
    }
    // It was not the whole query that matched.
    hit.matched.clear();
    Some(hit)
}
