//! shoptalk: learn the language of your technical teams, in the terminal.
//!
//! The map of the program, from the outside in. Imports point one way, and a test holds the walls:
//! `main → commands → tui → trainer → {store, sources, files, settings} → core`.
//!
//! - [`cli`] has the words of the command line, and [`commands`] what each of them does.
//! - [`tui`] is the trainer in the terminal: screens, keys and looks. Screens return what they want done as data.
//! - [`trainer`] is the waist: decks, journal, clock and settings, opened together. What is above it and has to do with
//!   learning holds one [`Trainer`](trainer::Trainer) and nothing else of the world.
//! - [`store`] is the journal, one SQLite file of reviews that are only ever appended; [`files`] reads decks, [`sources`]
//!   fetches those that come from elsewhere, [`settings`] reads the settings, [`git`] runs the program of that name, and
//!   [`places`] says where all of them live.
//! - [`core`] is what the program knows: decks and terms ([`core::deck`], [`core::library`]), memory
//!   ([`core::schedule`], [`core::tune`]), what to ask today ([`core::plan`], [`core::sitting`]) and how ([`core::form`]), and finding a
//!   word by what was heard ([`core::finder`], [`core::lookup`]). It knows no terminal, file, database, clock or global
//!   randomness.
//!
//! `ARCHITECTURE.md` tells the life of a key press, of a review and of a look-up, and where to add things.

pub mod cli;
pub mod commands;
pub mod core;
pub mod files;
pub mod git;
pub mod places;
pub mod settings;
pub mod sources;
pub mod store;
pub mod trainer;
pub mod tui;
