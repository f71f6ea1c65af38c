//! shoptalk: learn the language of your technical teams, in the terminal.
//!
//! An overview of the modules, from the outside in. Dependencies point one way, which a test enforces:
//! `main → commands → tui → trainer → {store, sources, files, settings} → core`.
//!
//! - [`cli`] defines the command line, and [`commands`] runs each command.
//! - [`tui`] is the terminal interface: screens, keys and themes. Screens return the actions they want as data.
//! - [`trainer`] is the facade over decks, journal, clock and settings. Everything above it that has to do with learning
//!   reaches the outside world only through a [`Trainer`](trainer::Trainer).
//! - [`store`] is the journal, a SQLite file of append-only reviews; [`files`] reads decks, [`sources`] fetches external
//!   decks, [`settings`] reads and writes the settings, [`git`] runs the `git` program, and [`app_dirs`] locates all files.
//! - [`core`] is the domain: decks and terms ([`core::deck`], [`core::library`]), memory ([`core::schedule`],
//!   [`core::tune`]), what to ask today ([`core::plan`], [`core::quiz_session`]) and how ([`core::form`]), and looking up a
//!   word as heard ([`core::finder`], [`core::lookup`]). It uses no terminal, file, database, clock or global randomness.
//!
//! `ARCHITECTURE.md` follows a key press, a review and a look-up through the program, and says where to add things.

// Not for tests and benches, which are crates of their own and say `pub` to share code.
#![warn(unreachable_pub)]

pub mod app_dirs;
pub mod cli;
pub mod commands;
pub mod core;
pub mod files;
pub mod git;
pub mod settings;
pub mod sources;
pub mod store;
pub mod trainer;
pub mod tui;
