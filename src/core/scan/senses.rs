//! Which team's sense of a word is meant, by the words that stand near it.

use std::ops::Range;

use serde::Serialize;

use crate::core::card::TermId;
use crate::core::scan::names::{Names, Occurrence};

/// How many words away a name still says something about its neighbour.
const NEAR: usize = 60;
/// At this distance, in words, it says half as much as next to it.
const HALF: f32 = 15.0;
/// How many names on each side are looked at.
const MOST: usize = 40;
/// How many places of a word are looked at.
const PLACES: usize = 50;
/// The share of the best sense from which it is clearly meant, and from which it is likely.
const CLEAR: f32 = 0.75;
const LIKELY: f32 = 0.55;
/// What each sense has before anybody has said anything: so that one neighbour is not enough to be sure.
const BEFORE: f32 = 0.25;
/// Names of the team there have to be near a word, for that to be clear.
const SEVERAL: usize = 2;

/// How sure it is that the first sense is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sure {
    /// There is no other.
    Only,
    /// At least three quarters of what the neighbours say, and more than one of them.
    Clear,
    /// More than half of it.
    Likely,
    /// The neighbours do not say.
    Unsure,
}

/// One sense of a word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sense {
    /// The term.
    pub term: TermId,
    /// Names of its team near the word, each time it occurs.
    pub near: usize,
    /// Its share of what the neighbours say, 0 to 1; closer ones say more.
    pub share: f32,
}

/// Judges the words of one text.
pub(super) struct Judge<'a> {
    names: &'a Names,
    occurrences: &'a [Occurrence],
    /// Which of them are the same words.
    row_of: &'a [usize],
    followed: &'a [&'a str],
    /// For each deck, the number (from 1) of the voice it has about the present word.
    voices: Vec<usize>,
}

/// What one deck says about a word.
#[derive(Clone, Copy)]
struct Voice {
    weight: f32,
    near: usize,
    /// The last neighbour that was counted for it.
    last: usize,
}

impl<'a> Judge<'a> {
    /// A judge of what occurs in one text, where equal words have equal numbers in `row_of`; `followed` decks come first
    /// among equals.
    pub(super) fn new(
        names: &'a Names,
        occurrences: &'a [Occurrence],
        row_of: &'a [usize],
        followed: &'a [&'a str],
    ) -> Self {
        Self { names, occurrences, row_of, followed, voices: vec![0; names.decks()] }
    }

    /// The senses `terms` of a word that stands at `places` among the occurrences, likeliest first, and how sure that is.
    /// Names near it speak for the teams that have them, each with one voice between them.
    pub(super) fn judge(&mut self, terms: &[u32], places: &[usize]) -> (Vec<Sense>, Sure) {
        if let [term] = terms {
            let term = self.names.term(*term).0.clone();
            return (vec![Sense { term, near: 0, share: 1.0 }], Sure::Only);
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
            Some(first) if first.share >= CLEAR && first.near >= SEVERAL => Sure::Clear,
            Some(first) if first.share >= LIKELY => Sure::Likely,
            _ => Sure::Unsure,
        };
        (senses, sure)
    }

    /// What each deck of `terms` says, by the number of its voice.
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
        // The first places of a word are enough to tell.
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

/// How much a name says that stands `distance` words away and may be one of `senses` teams' words.
#[expect(
    clippy::cast_precision_loss,
    reason = "at most sixty words, and as many senses as there are decks"
)]
fn weight(distance: usize, senses: usize) -> f32 {
    1.0 / (1.0 + distance as f32 / HALF) / senses as f32
}
