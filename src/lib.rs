//! shoptalk: learn the language of your technical teams, in the terminal.
//!
//! Imports point one way: `main → commands → tui → trainer → {store, files, settings} → core`. [`core`] knows no
//! terminal, file, database, clock or global randomness; a test holds the walls.

pub mod cli;
pub mod commands;
pub mod core;
pub mod files;
pub mod places;
pub mod settings;
pub mod store;
pub mod trainer;
pub mod tui;
