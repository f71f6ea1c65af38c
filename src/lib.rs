//! shoptalk: learn the language of your technical teams, in the terminal.

pub mod cli;
pub mod commands;
pub mod core;
pub mod files;
pub mod places;
pub mod settings;
