//! Seeded randomness: the same seed gives the same sequence on every release and machine.

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};
use uuid::Uuid;

use crate::core::time::Timestamp;

pub use crate::core::hash::hash;

/// A seeded generator whose sequence is stable across releases of its crate.
pub type SeededRng = ChaCha8Rng;

/// Creates a generator from `seed`.
pub fn seeded(seed: u64) -> SeededRng {
    SeededRng::seed_from_u64(seed)
}

/// Generates `UUIDv7` IDs that sort in the order they were created, even within a millisecond.
#[derive(Debug)]
pub struct Ids {
    rng: SeededRng,
    last: (u64, u16),
}

impl Ids {
    /// Creates a generator. `seed` must be unique among running processes.
    pub fn new(seed: u64) -> Self {
        Self { rng: seeded(seed), last: (0, 0) }
    }

    /// A new ID for something that happened `at`.
    pub fn next(&mut self, at: Timestamp) -> Uuid {
        let millis = u64::try_from(at.millis()).unwrap_or(0);
        let mut random = [0; 10];
        self.rng.fill_bytes(&mut random);
        // The 12 bits after the timestamp count within a millisecond (RFC 9562, 6.2, method 1).
        let count = if self.last.0 == millis { self.last.1.saturating_add(1) } else { 0 };
        self.last = (millis, count);
        [random[0], random[1]] = count.to_be_bytes();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_differ_within_a_millisecond() {
        let mut ids = Ids::new(1);
        let (a, b, c) = (
            ids.next(Timestamp::from_millis(1_000)),
            ids.next(Timestamp::from_millis(1_000)),
            ids.next(Timestamp::from_millis(2_000)),
        );
        assert!(a < b && b < c);
        assert_eq!(a.get_version_num(), 7);
    }

    #[test]
    fn the_sequence_of_a_seed_is_frozen() {
        let mut rng = seeded(7);
        assert_eq!([rng.next_u32(), rng.next_u32()], [601_310_139, 677_729_076]);
    }
}
