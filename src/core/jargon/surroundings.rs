//! The words around a name: how much they sound like an entry, like a team, and like technical talk at all.

use std::collections::HashMap;
use std::ops::Range;

use crate::core::jargon::names::{Occurrence, is_capitals, is_particle};
use crate::core::jargon::tokens::{Gap, Token};
use crate::core::library::Library;
use crate::core::lookup::{Index, bases, fold, is_stop};
use crate::core::vocabulary::{is_common, is_everyday, is_ordinary, is_technical};

/// The greatest distance, in words, at which a word counts.
const NEAR: usize = 40;
/// The distance, in words, at which a word's weight is halved.
const HALF: f32 = 15.0;
/// How many entries a team's share of a word is smoothed by.
const SMOOTH: f32 = 40.0;
/// How much an everyday word tells about the topic, compared with other words.
const EVERYDAY_SAYS: f32 = 0.5;
/// Words in more than one of so many entries say nothing.
const RARE: usize = 6;

/// The entries of a library by the words in them, and the deck of each.
#[derive(Debug)]
pub(super) struct Vocabulary {
    index: Index,
    /// The deck of each entry.
    decks: Vec<u32>,
    /// The number of entries of each deck.
    sizes: Vec<f32>,
}

impl Vocabulary {
    #[expect(clippy::cast_precision_loss, reason = "counts of entries")]
    pub(super) fn new(library: &Library) -> Self {
        let sizes = library.decks().iter().map(|deck| deck.terms.len() as f32).collect();
        let decks = (0_u32..).zip(library.decks());
        let decks = decks.flat_map(|(at, deck)| deck.terms.iter().map(move |_| at)).collect();
        Self { index: library.lookup_index().clone(), decks, sizes }
    }

    /// Whether the entry has more than half of the `words` that mean something.
    pub(super) fn shares<'a>(&self, entry: u32, words: impl Iterator<Item = &'a str>) -> bool {
        let words = words.map(|word| fold(word, 64)).filter(|word| !is_stop(word));
        let (has, lacks): (Vec<_>, Vec<_>) =
            words.partition(|word| self.index.entries_with(word).binary_search(&entry).is_ok());
        has.len() > lacks.len()
    }

    /// The number of entries.
    #[expect(clippy::cast_precision_loss, reason = "a count of entries")]
    fn all(&self) -> f32 {
        self.decks.len() as f32
    }
}

/// The size of a library that knows most words of technical talk, in entries.
const LARGE: f32 = 1_000.0;
/// The odds of an everyday word by itself, and what a capital in the middle of a sentence adds.
const EVERYDAY: f32 = 1.03;
const CAPITAL: f32 = 0.8;
/// The odds of a name that consists of stop words: "to do".
const STOPPED: f32 = -9.0;
/// Words that stand before a noun, never before a verb.
const DETERMINERS: [&str; 8] = ["a", "an", "the", "no", "our", "your", "their", "its"];
/// Words that are frequent in English, but nearly always technical.
const UNMISTAKABLE: [&str; 4] = ["algorithm", "byte", "compiler", "database"];
/// The weight of the words around at which more of them make it no less likely that a word is a name.
const ENOUGH: f32 = 11.0;

/// How common a word is in plain English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Common {
    /// Everyone uses it every day.
    Everyday,
    /// One of the few thousand most frequent words.
    Frequent,
    /// Any other word of a dictionary.
    Ordinary,
    /// Not English, or no word at all.
    Not,
}

impl Common {
    /// How common `word` is, or a word that it is a form of.
    pub(super) fn of(word: &str) -> Self {
        let word = fold(word, 64);
        let of = |word: &str| match word {
            _ if is_everyday(word) => Self::Everyday,
            _ if is_common(word) && !UNMISTAKABLE.contains(&word) => Self::Frequent,
            _ if is_ordinary(word) => Self::Ordinary,
            _ => Self::Not,
        };
        bases(&word).iter().map(|base| of(base)).fold(of(&word), Self::min)
    }
}

/// What is known of a word of the text.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    /// Tells it from other words.
    number: usize,
    /// The entries with this word or a form of it.
    entries: &'a [u32],
    /// Whether technical talk has it and plain English hardly does.
    is_technical: bool,
    /// Whether it says nothing: "the", a number, or a word of another language.
    is_mute: bool,
    /// Whether everyone uses it every day.
    is_everyday: bool,
}

impl Word<'_> {
    /// Whether both are forms of one word.
    fn is_form_of(&self, other: &Self) -> bool {
        let same_entries = std::ptr::eq(self.entries, other.entries) && !self.entries.is_empty();
        self.number == other.number || same_entries
    }
}

/// Weighs the words of one text.
pub(super) struct Surroundings<'a> {
    vocabulary: &'a Vocabulary,
    row: &'a [Token<'a>],
    known: HashMap<&'a str, Word<'a>>,
}

/// The weighed words around one occurrence.
pub(super) struct Around<'a> {
    words: Vec<(f32, &'a [u32])>,
    total: f32,
    unknown: f32,
    technical: f32,
}

impl<'a> Surroundings<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary, row: &'a [Token<'a>]) -> Self {
        Self { vocabulary, row, known: HashMap::new() }
    }

    fn word(&mut self, text: &'a str) -> Word<'a> {
        let index = &self.vocabulary.index;
        let number = self.known.len();
        *self.known.entry(text).or_insert_with(|| {
            let folded = fold(text, 64);
            let entries = index.entries_with(&folded);
            let is_plain = is_everyday(&folded) || is_common(&folded);
            let is_technical = is_technical(&folded) || (entries.len() > 1 && !is_plain);
            let is_foreign = entries.is_empty() && !is_plain && !is_ordinary(&folded);
            let is_mute = is_foreign || is_stop(&folded);
            let is_everyday = is_everyday(&folded);
            Word { number, entries, is_technical, is_mute, is_everyday }
        })
    }

    /// The words `here`.
    pub(super) fn said(&self, here: &Range<usize>) -> &'a [Token<'a>] {
        &self.row[here.clone()]
    }

    /// The words around the words `here`.
    pub(super) fn around(&mut self, here: &Range<usize>) -> Around<'a> {
        let mut around = Around { words: Vec::new(), total: 0.0, unknown: 0.0, technical: 0.0 };
        let mut seen: Vec<Word<'_>> = here.clone().map(|at| self.word(self.row[at].text)).collect();
        let from = here.start.saturating_sub(NEAR);
        let to = (here.end + NEAR).min(self.row.len());
        for at in (from..here.start).rev().chain(here.end..to) {
            let distance = if at < here.start { here.start - at } else { at + 1 - here.end };
            let word = self.word(self.row[at].text);
            if word.is_mute || seen.iter().any(|seen| seen.is_form_of(&word)) {
                continue;
            }
            seen.push(word);
            let Word { entries, is_technical, is_everyday, .. } = word;
            let weight = weight(distance);
            around.total += weight;
            around.technical += if is_technical { weight } else { 0.0 };
            if entries.is_empty() {
                around.unknown += weight;
            } else if entries.len() * RARE < self.vocabulary.decks.len().max(RARE * 8) {
                let weight = if is_everyday { weight * EVERYDAY_SAYS } else { weight };
                around.words.push((weight, entries));
            }
        }
        around
    }

    /// How much `around` sounds like the entry, and like its deck.
    #[expect(clippy::cast_precision_loss, reason = "counts of entries")]
    pub(super) fn likeness(&self, around: &Around<'_>, entry: u32) -> (f32, f32) {
        let Vocabulary { decks, sizes, .. } = self.vocabulary;
        let (all, deck) = (self.vocabulary.all(), decks[entry as usize]);
        let size = sizes[deck as usize];
        let (mut own, mut team) = (0.0, 0.0);
        for (weight, entries) in &around.words {
            let count = entries.len() as f32;
            if entries.binary_search(&entry).is_ok() {
                own += weight * ((all + 1.0) / (count + 0.5)).ln() / 5.0;
            }
            let usual = count / all;
            // The decks of the entries are in order.
            let up_to = |is_before: fn(u32, u32) -> bool| {
                entries.partition_point(|entry| is_before(decks[*entry as usize], deck))
            };
            let here = up_to(|entry, deck| entry <= deck) - up_to(|entry, deck| entry < deck);
            team += weight * ((here as f32 + SMOOTH * usual) / (size + SMOOTH) / usual).ln();
        }
        (own, team)
    }

    /// The log odds that words with this `prior`, next to what is `around`, are a name and not plain English, by a
    /// logistic regression over the examples of the built-in decks (names) and office mail (plain English). The last argument
    /// is the likeness to the likeliest sense.
    pub(super) fn odds(
        &self,
        prior: Option<f32>,
        around: &Around<'_>,
        (own, team): (f32, f32),
    ) -> f32 {
        let Some(prior) = prior else { return SURE };
        let total = around.total.max(0.5);
        let share = |weight: f32| weight / total;
        // A small library knows few words of any talk.
        let unknown = around.unknown * (self.vocabulary.all() / LARGE).min(1.0);
        prior + 1.47 * own + 1.15 * share(team) + 1.3 * share(around.technical)
            - 2.05 * share(unknown)
            - 1.49 * (1.0 + total.min(ENOUGH)).ln()
    }

    /// The log odds that the words `here` are a name, without a look around; `None` if they cannot be plain English.
    pub(super) fn prior(&self, found: &Occurrence) -> Option<f32> {
        let Occurrence { words: here, is_exact, is_proper, .. } = found;
        let words = &self.row[here.clone()];
        let first = words[0];
        let common = words.iter().map(|word| Common::of(word.text)).max()?;
        let is_capital = first.gap != Gap::Break
            && first.text.starts_with(char::is_uppercase)
            && !is_capitals(first.text);
        let capital = if is_capital { CAPITAL } else { 0.0 };
        let before = here.start.checked_sub(1).filter(|_| first.gap != Gap::Break);
        let before = before.map(|at| self.row[at].text.to_ascii_lowercase());
        let is_noun = || before.as_deref().is_some_and(|word| DETERMINERS.contains(&word));
        let is_apart = |word: &Token<'_>| word.gap == Gap::Space && is_stop(&fold(word.text, 64));
        let is_plain =
            words.len() > 1 && is_stop(&fold(first.text, 64)) && words[1..].iter().all(is_apart);
        let is_verb = || !is_exact && is_particle(words[1].text) && !is_noun();
        Some(match (words.len(), common) {
            (1, _) if *is_proper => return None,
            (1, _) if !is_exact || first.text.len() == 1 => EVERYDAY,
            (_, Common::Everyday) if is_plain && !is_noun() => STOPPED,
            (_, Common::Everyday) if is_verb() => EVERYDAY,
            (_, Common::Not) => return None,
            (1, Common::Everyday) => EVERYDAY + capital,
            (1, Common::Frequent) => 1.8 + capital,
            (1, _) => 3.3 + capital,
            (_, Common::Everyday) => 3.72,
            (..) => 4.8,
        })
    }
}

/// The prior odds of a likely name: several words, or one that is not frequent.
pub(super) const LIKELY: f32 = 3.0;
/// The odds of what cannot be plain English.
const SURE: f32 = 9.0;

/// The weight of a word `distance` words away.
#[expect(clippy::cast_precision_loss, reason = "few words")]
pub(super) fn weight(distance: usize) -> f32 {
    1.0 / (1.0 + distance as f32 / HALF)
}
