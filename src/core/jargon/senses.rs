//! Word sense disambiguation: which team's sense is meant, judged by the terms nearby.

use std::ops::Range;

use serde::Serialize;

use crate::core::card::TermId;
use crate::core::jargon::names::{Names, Occurrence};

/// Maximum distance, in words, at which a neighbor counts.
const NEAR: usize = 60;
/// Distance, in words, at which a neighbor's weight is halved.
const HALF: f32 = 15.0;
/// Maximum number of neighbors on each side.
const MOST: usize = 40;
/// Maximum number of occurrences to examine.
const PLACES: usize = 50;
/// Minimum share of the best sense for `Clear`, and for `Likely`.
const CLEAR: f32 = 0.75;
const LIKELY: f32 = 0.55;
/// Prior weight of each sense, so one neighbor is not enough to be certain.
const BEFORE: f32 = 0.25;
/// Minimum number of the team's own terms nearby for `Clear`.
const SEVERAL: usize = 2;

/// How certain the first sense is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// There is only one sense.
    Only,
    /// At least three quarters of the weight, from more than one neighbor.
    Clear,
    /// More than half of the weight.
    Likely,
    /// The neighbors do not decide it.
    Unsure,
}

/// A possible sense of a word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sense {
    /// The term.
    pub term: TermId,
    /// The number of its team's terms near the word, over all occurrences.
    pub near: usize,
    /// Its share of the neighbors' weight, 0 to 1; closer neighbors weigh more.
    pub share: f32,
}

/// Disambiguates the words of one text.
pub(super) struct Judge<'a> {
    names: &'a Names,
    occurrences: &'a [Occurrence],
    /// For each occurrence, the index of its word.
    row_of: &'a [usize],
    followed: &'a [&'a str],
    /// For each deck, the index of its voice for the current word, from 1; 0 if none.
    voices: Vec<usize>,
}

/// One deck's evidence for a word.
#[derive(Clone, Copy)]
struct Voice {
    weight: f32,
    near: usize,
    /// The last neighbor counted for it.
    last: usize,
}

impl<'a> Judge<'a> {
    /// Creates a judge for the occurrences in one text. Equal words have equal numbers in `row_of`; `followed` decks
    /// win ties.
    pub(super) fn new(
        names: &'a Names,
        occurrences: &'a [Occurrence],
        row_of: &'a [usize],
        followed: &'a [&'a str],
    ) -> Self {
        Self { names, occurrences, row_of, followed, voices: vec![0; names.decks()] }
    }

    /// The senses `terms` of a word that occurs at `places`, most likely first, and how certain the first is. A
    /// neighbor with several senses splits its vote among them.
    pub(super) fn judge(&mut self, terms: &[u32], places: &[usize]) -> (Vec<Sense>, Certainty) {
        if let [term] = terms {
            let term = self.names.term(*term).0.clone();
            return (vec![Sense { term, near: 0, share: 1.0 }], Certainty::Only);
        }
        let heard = self.listen(terms, places);
        let of = |term: u32| heard[self.voices[self.names.term(term).1 as usize] - 1];
        let sum: f32 = terms.iter().map(|term| of(*term).weight).sum();
        let sense = |term: &u32| {
            let Voice { weight, near, .. } = of(*term);
            Sense { term: self.names.term(*term).0.clone(), near, share: weight / sum }
        };
        let mut senses: Vec<Sense> = terms.iter().map(sense).collect();
        for term in terms {
            self.voices[self.names.term(*term).1 as usize] = 0;
        }
        let rank = |sense: &Sense| !self.followed.contains(&sense.term.deck());
        senses.sort_by(|a, b| b.share.total_cmp(&a.share).then(rank(a).cmp(&rank(b))));
        let sure = match senses.first() {
            Some(first) if first.share >= CLEAR && first.near >= SEVERAL => Certainty::Clear,
            Some(first) if first.share >= LIKELY => Certainty::Likely,
            _ => Certainty::Unsure,
        };
        (senses, sure)
    }

    /// The evidence of each deck in `terms`.
    fn listen(&mut self, terms: &[u32], places: &[usize]) -> Vec<Voice> {
        let mut heard: Vec<Voice> = Vec::new();
        for term in terms {
            let voice = &mut self.voices[self.names.term(*term).1 as usize];
            if *voice == 0 {
                heard.push(Voice { weight: BEFORE, near: 0, last: 0 });
                *voice = heard.len();
            }
        }
        let mut neighbours = 0;
        // The first occurrences are enough.
        for at in places.iter().take(PLACES) {
            let here = &self.occurrences[*at].words;
            let gap = |there: &Range<usize>| {
                there.start.saturating_sub(here.end).max(here.start.saturating_sub(there.end))
            };
            let near = |other: &usize| gap(&self.occurrences[*other].words) <= NEAR;
            let last = (at + MOST).min(self.occurrences.len() - 1);
            let after = (at + 1..=last).take_while(near);
            let before = (at.saturating_sub(MOST)..*at).rev().take_while(near);
            for other in after.chain(before).filter(|other| self.row_of[*other] != self.row_of[*at])
            {
                let other = &self.occurrences[other];
                neighbours += 1;
                let weight = weight(gap(&other.words), other.terms.len());
                for term in &other.terms {
                    let voice = self.voices[self.names.term(*term).1 as usize];
                    let Some(voice) = voice.checked_sub(1).map(|at| &mut heard[at]) else {
                        continue;
                    };
                    if voice.last != neighbours {
                        *voice = Voice {
                            weight: voice.weight + weight,
                            near: voice.near + 1,
                            last: neighbours,
                        };
                    }
                }
            }
        }
        heard
    }
}

/// The weight of a neighbor `distance` words away that could belong to any of `senses` teams.
#[expect(
    clippy::cast_precision_loss,
    reason = "at most sixty words, and as many senses as there are decks"
)]
fn weight(distance: usize, senses: usize) -> f32 {
    1.0 / (1.0 + distance as f32 / HALF) / senses as f32
}
