//! What the program knows: terms, decks, memory, look-up. No terminal, file, database, clock or global randomness.

pub mod card;
pub mod lookup;
pub mod review;
pub mod rng;
pub mod schedule;
pub mod slug;
pub mod text;
pub mod time;
