//! What the program knows: terms, decks, memory, look-up. No terminal, file, database, clock or global randomness.

pub mod bytes;
pub mod card;
pub mod deck;
pub mod diff;
pub mod finder;
pub mod form;
pub mod hash;
pub mod hint;
pub mod jotting;
pub mod judge;
pub mod library;
pub mod lookup;
pub mod overview;
pub mod plan;
pub mod review;
pub mod rng;
pub mod schedule;
pub mod sitting;
pub mod slug;
pub mod stats;
pub mod text;
pub mod time;
pub mod tune;
pub mod words;
pub mod yaml;
