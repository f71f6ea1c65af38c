//! The simulated users: what they know, and how they behave.

use rand::RngExt as _;
use shoptalk::core::card::CardId;
use shoptalk::core::review::Grade;
use shoptalk::core::rng::{SeededRng, hash, seeded};

/// How someone answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mind {
    /// Remembers most words, forgets some, and has difficulty with a few.
    Learning,
    /// Knows nothing, and admits it.
    Missing,
    /// Knows nothing, and picks at random.
    Guessing,
}

/// A person.
pub struct Person {
    /// How they answer.
    pub mind: Mind,
    rng: SeededRng,
}

impl Person {
    /// Someone of this kind, with `seed` for random numbers.
    pub fn new(mind: Mind, seed: u64) -> Self {
        Self { mind, rng: seeded(seed) }
    }

    /// Whether they know the answer to `card`, given the probability for a good memory.
    pub fn knows(&mut self, card: &CardId, probability: f64) -> bool {
        if self.mind != Mind::Learning {
            return false;
        }
        let is_hard = hash(card.term.as_str(), 1).is_multiple_of(9);
        let probability = if is_hard { probability * 0.6 } else { probability * 0.98 };
        self.rng.random_bool(probability.clamp(0.02, 0.98))
    }

    /// How they grade themselves.
    pub fn grades(&mut self, knows: bool) -> Grade {
        match self.any(10) {
            0 if knows => Grade::Easy,
            1 if knows => Grade::Hard,
            _ if knows => Grade::Good,
            _ => Grade::Again,
        }
    }

    /// Whether something happens with this probability; never for those who know nothing.
    pub fn happens(&mut self, share: f64) -> bool {
        self.mind == Mind::Learning && self.rng.random_bool(share)
    }

    /// A random event with this probability, for any kind of person.
    pub fn toss(&mut self, share: f64) -> bool {
        self.rng.random_bool(share)
    }

    /// A random number below `count`.
    pub fn any(&mut self, count: usize) -> usize {
        self.rng.random_range(0..count)
    }

    /// A random number of milliseconds, from `least` to `most`.
    pub fn takes(&mut self, least: i64, most: i64) -> i64 {
        self.rng.random_range(least..=most)
    }
}
