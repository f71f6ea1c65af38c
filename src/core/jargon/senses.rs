//! Word sense disambiguation: which team's sense is meant, if any, judged by the words and terms nearby.

use std::ops::Range;

use serde::Serialize;

use crate::core::card::TermId;
use crate::core::jargon::names::{Names, Occurrence};
use crate::core::jargon::surroundings::{self, Surroundings, Vocabulary};
use crate::core::jargon::tokens::Token;

/// Maximum distance, in words, at which a neighbor counts.
const NEAR: usize = 60;
/// Maximum number of neighbors on each side.
const MOST: usize = 40;
/// Maximum number of occurrences to examine.
const PLACES: usize = 50;
/// Minimum share of the best sense for `Clear`, and for `Likely`.
const CLEAR: f32 = 0.75;
const LIKELY: f32 = 0.55;
/// Minimum share, of the best sense's, of one whose team the user follows to come first if the words around don't decide.
const AS_LIKELY: f32 = 0.5;
/// Minimum number of the team's own terms nearby for `Clear`.
const SEVERAL: usize = 2;

/// What the evidence for a sense weighs: words of its entry, words of its team's entries, its team's terms, and being a
/// word that comes before others (per level). Measured on the examples of the built-in decks, which the evidence leaves out.
const OWN: f32 = 2.0;
const TEAM: f32 = 0.3;
const TERMS: f32 = 0.5;
const LEVEL: f32 = 0.2;
/// What the user's following a sense's team weighs: as much as four levels.
const FOLLOWED: f32 = 0.8;
/// What a neighbor of the same team adds to the odds that a word is a term at all.
const NEIGHBOR: f32 = 0.6;
/// What is added to the odds of a single word that is only an alias of its terms.
const ALIAS: f32 = -1.0;
/// What a term weighs that is itself called so, and not by an alias.
const NAMED: f32 = 0.5;
/// Turns evidence into shares.
const SHARP: f32 = 2.0;

/// A text of more words than this for each word that must be jargon is less and less likely to have others.
const SPARSE: f32 = 50.0;
/// What a name of several words counts, as they may be plain English.
const SEVERAL_WORDS: f32 = 0.5;
/// How much it tells that a text is full of jargon, the most by which the odds of one without any must be better, and that by
/// which those of a full one may be worse. Measured on meetings, memos, and examples of the built-in decks in a row.
const DENSITY: f32 = 2.0;
const SPARSEST: f32 = 1.5;
const DENSEST: f32 = -2.0;
/// The most words of what may be a single sentence.
const SENTENCE: usize = 100;
/// The least odds of a word that is not doubtful, and of one that is worth a row.
const PLAIN: f32 = 0.0;
const HARDLY: f32 = -2.0;

/// How certain the first sense is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// There is only one sense.
    #[default]
    Only,
    /// At least three quarters of the weight, from more than one neighbor.
    Clear,
    /// More than half of the weight.
    Likely,
    /// The neighbors do not decide it.
    Unsure,
    /// Perhaps no term at all, but the ordinary English word.
    Doubtful,
}

/// A possible sense of a word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sense {
    /// The term.
    pub term: TermId,
    /// The number of its team's terms near the word, over all occurrences.
    pub near: usize,
    /// How likely it is among the senses, 0 to 1, by the words and terms near; closer ones weigh more.
    pub share: f32,
}

/// Disambiguates the words of one text.
pub(super) struct Judge<'a> {
    names: &'a Names,
    surroundings: Surroundings<'a>,
    occurrences: &'a [Occurrence],
    /// For each occurrence, the index of its word.
    row_of: &'a [usize],
    /// The odds of each occurrence by itself; see [`Surroundings::prior`].
    priors: Vec<Option<f32>>,
    followed: &'a [&'a str],
    /// The odds that a word must exceed in this text.
    least: f32,
    /// For each deck, the index of its voice for the current word, from 1; 0 if none.
    voices: Vec<usize>,
}

/// One deck's terms near a word.
#[derive(Clone, Copy, Default)]
struct Voice {
    weight: f32,
    near: usize,
    /// The last neighbor counted for it.
    last: usize,
}

impl<'a> Judge<'a> {
    /// Creates a judge for the occurrences in one text of the words `row`. Equal words have equal numbers in `row_of`;
    /// `followed` decks win ties.
    pub(super) fn new(
        names: &'a Names,
        vocabulary: &'a Vocabulary,
        row: &'a [Token<'a>],
        (occurrences, row_of): (&'a [Occurrence], &'a [usize]),
        followed: &'a [&'a str],
    ) -> Self {
        let surroundings = Surroundings::new(vocabulary, row);
        let voices = vec![0; names.decks()];
        let prior = |found: &Occurrence| {
            let words = surroundings.said(&found.words);
            let is_called = |term: &u32| names.term(*term).is_called(words);
            let is_alias = words.len() == 1 && !found.terms.iter().any(is_called);
            let alias = if is_alias { ALIAS } else { 0.0 };
            surroundings.prior(found).map(|odds| odds + alias)
        };
        let priors: Vec<Option<f32>> = occurrences.iter().map(prior).collect();
        let sure = occurrences.iter().zip(&priors).map(|(found, prior)| match prior {
            None => 1.0,
            Some(odds) if found.words.len() > 1 && *odds > surroundings::LIKELY => SEVERAL_WORDS,
            Some(_) => 0.0,
        });
        let least = PLAIN + sparse(row.len(), sure.sum());
        Self { names, surroundings, occurrences, row_of, priors, followed, least, voices }
    }

    /// The senses `terms` of a word that occurs at `places`, most likely first, and how certain the first is; nothing if it
    /// is hardly any of them. A neighbor with several senses splits its vote among them.
    pub(super) fn judge(
        &mut self,
        terms: &[u32],
        places: &[usize],
    ) -> Option<(Vec<Sense>, Certainty)> {
        let voices = self.listen(terms, places);
        let mut weights = vec![0.0; terms.len()];
        let mut odds = 0.0;
        // The first occurrences are enough. What surrounds them is mostly the same.
        let places = &places[..places.len().min(PLACES)];
        let times = count(places.len().max(1));
        for at in places {
            let around = self.surroundings.around(&self.occurrences[*at].words);
            let mut likest = (f32::NEG_INFINITY, (0.0, 0.0));
            for (term, weight) in terms.iter().zip(&mut weights) {
                let alike = self.surroundings.likeness(&around, self.names.term(*term).entry);
                let sum = OWN * alike.0 + TEAM * alike.1;
                *weight += OWN * alike.0 + TEAM * alike.1 / times;
                if sum > likest.0 {
                    likest = (sum, alike);
                }
            }
            odds += self.surroundings.odds(self.priors[*at], &around, likest.1);
        }
        let neighbors = voices.iter().map(|voice| voice.weight).fold(0.0, f32::max);
        let odds = (odds + NEIGHBOR * neighbors) / times;
        if odds < HARDLY + self.least.min(0.0) {
            return None;
        }
        let most = |weights: &[f32]| weights.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let is_told = most(&weights) > 0.0 || neighbors > 0.0;
        let said = places
            .first()
            .map_or(&[][..], |at| self.surroundings.said(&self.occurrences[*at].words));
        for ((term, weight), voice) in terms.iter().zip(&mut weights).zip(&voices) {
            let known = self.names.term(*term);
            let is_followed = self.followed.contains(&known.id.deck());
            *weight += TERMS * voice.weight / times - LEVEL * f32::from(known.level as u8)
                + if is_followed { FOLLOWED } else { 0.0 }
                + if known.is_called(said) { NAMED } else { 0.0 };
        }
        let best = most(&weights);
        let shares: Vec<f32> =
            weights.iter().map(|weight| (SHARP * (weight - best)).exp()).collect();
        let sum: f32 = shares.iter().sum();
        let senses = terms.iter().zip(shares).zip(&voices);
        let mut senses: Vec<Sense> = senses
            .map(|((term, share), voice)| Sense {
                term: self.names.term(*term).id.clone(),
                near: voice.near,
                share: share / sum,
            })
            .collect();
        let rank = |sense: &Sense| !self.followed.contains(&sense.term.deck());
        senses.sort_by(|a, b| b.share.total_cmp(&a.share).then(rank(a).cmp(&rank(b))));
        let best = senses.first().map_or(0.0, |first| first.share);
        let sure = match senses.first() {
            _ if odds < self.least => Certainty::Doubtful,
            _ if senses.len() == 1 => Certainty::Only,
            Some(first) if first.share >= CLEAR && first.near >= SEVERAL => Certainty::Clear,
            Some(first) if first.share >= LIKELY && is_told => Certainty::Likely,
            _ => Certainty::Unsure,
        };
        if sure == Certainty::Unsure {
            senses.sort_by_key(|sense| rank(sense) || sense.share < AS_LIKELY * best);
        }
        Some((senses, sure))
    }

    /// The terms of the decks of `terms` near the word, for each of `terms`.
    fn listen(&mut self, terms: &[u32], places: &[usize]) -> Vec<Voice> {
        let mut heard: Vec<Voice> = Vec::new();
        for term in terms {
            let voice = &mut self.voices[self.names.term(*term).deck as usize];
            if *voice == 0 {
                heard.push(Voice::default());
                *voice = heard.len();
            }
        }
        let mut neighbors_seen = 0;
        for at in places.iter().take(PLACES) {
            let here = &self.occurrences[*at].words;
            let gap = |there: &Range<usize>| {
                there.start.saturating_sub(here.end).max(here.start.saturating_sub(there.end))
            };
            let near = |other: &usize| gap(&self.occurrences[*other].words) <= NEAR;
            let last = (at + MOST).min(self.occurrences.len() - 1);
            let after = (at + 1..=last).take_while(near);
            let before = (at.saturating_sub(MOST)..*at).rev().take_while(near);
            let others = after.chain(before).filter(|other| {
                let is_likely = self.priors[*other].is_none_or(|odds| odds > surroundings::LIKELY);
                self.row_of[*other] != self.row_of[*at] && is_likely
            });
            for other in others {
                let other = &self.occurrences[other];
                neighbors_seen += 1;
                let weight = weight(gap(&other.words), other.terms.len());
                for term in &other.terms {
                    let voice = self.voices[self.names.term(*term).deck as usize];
                    let Some(voice) = voice.checked_sub(1).map(|at| &mut heard[at]) else {
                        continue;
                    };
                    if voice.last != neighbors_seen {
                        *voice = Voice {
                            weight: voice.weight + weight,
                            near: voice.near + 1,
                            last: neighbors_seen,
                        };
                    }
                }
            }
        }
        let voice = |term: &u32| heard[self.voices[self.names.term(*term).deck as usize] - 1];
        let of_terms = terms.iter().map(voice).collect();
        for term in terms {
            self.voices[self.names.term(*term).deck as usize] = 0;
        }
        of_terms
    }
}

/// By how much the odds must be better in a text of so many `words`, of which `sure` must be jargon. A text that is full of
/// jargon likely has more; a sentence is too short to tell.
fn sparse(words: usize, sure: f32) -> f32 {
    let least = if words < SENTENCE { 0.0 } else { DENSEST };
    (DENSITY * (count(words) / SPARSE / (1.0 + sure)).ln()).clamp(least, SPARSEST)
}

/// The weight of a neighbor `distance` words away that could belong to any of `senses` teams.
fn weight(distance: usize, senses: usize) -> f32 {
    surroundings::weight(distance) / count(senses)
}

#[expect(clippy::cast_precision_loss, reason = "counts of words")]
const fn count(number: usize) -> f32 {
    number as f32
}
