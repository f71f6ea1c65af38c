//! The people who play: what they know, and how they behave.

use rand::RngExt as _;
use shoptalk::core::card::CardId;
use shoptalk::core::review::Grade;
use shoptalk::core::rng::{SeededRng, hash, seeded};

/// What someone makes of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mind {
    /// Remembers most words, forgets some, and has a hard time with a few.
    Learning,
    /// Knows nothing, and says so.
    Missing,
    /// Knows nothing, picks at chance.
    Guessing,
}

/// A person.
pub struct Person {
    /// What they make of a question.
    pub mind: Mind,
    rng: SeededRng,
}

impl Person {
    /// Someone of this mind, whose chances hang on `seed`.
    pub fn new(mind: Mind, seed: u64) -> Self {
        Self { mind, rng: seeded(seed) }
    }

    /// Whether they know the answer to `card`, which a good memory would with this probability.
    pub fn knows(&mut self, card: &CardId, probability: f64) -> bool {
        if self.mind != Mind::Learning {
            return false;
        }
        let is_hard = hash(card.term.as_str(), 1).is_multiple_of(9);
        let probability = if is_hard { probability * 0.6 } else { probability * 0.98 };
        self.rng.random_bool(probability.clamp(0.02, 0.98))
    }

    /// The grade that they give themselves.
    pub fn grades(&mut self, knows: bool) -> Grade {
        match self.any(10) {
            0 if knows => Grade::Easy,
            1 if knows => Grade::Hard,
            _ if knows => Grade::Good,
            _ => Grade::Again,
        }
    }

    /// Whether something happens that does so this often.
    pub fn happens(&mut self, share: f64) -> bool {
        self.mind == Mind::Learning && self.rng.random_bool(share)
    }

    /// Whether a coin that falls this way this often does, whoever throws it.
    pub fn toss(&mut self, share: f64) -> bool {
        self.rng.random_bool(share)
    }

    /// A number below `count`.
    pub fn any(&mut self, count: usize) -> usize {
        self.rng.random_range(0..count)
    }

    /// So many milliseconds, from `least` to `most`.
    pub fn takes(&mut self, least: i64, most: i64) -> i64 {
        self.rng.random_range(least..=most)
    }
}
