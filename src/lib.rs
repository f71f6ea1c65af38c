//! shoptalk: learn the language of your technical teams, in the terminal.

pub mod core;
pub mod store;
