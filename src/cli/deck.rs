//! Arguments of `shoptalk deck`: everything about deck files.

use clap::{Args, Subcommand};

use super::{Add, Check, Diff, Fmt, InitRepo, New, Propose, Rename, Sources};

/// `shoptalk deck`
#[derive(Debug, Args)]
pub struct Deck {
    /// What to do.
    #[command(subcommand)]
    pub command: DeckCommand,
}

/// What to do with decks.
#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "it is read once, and never moved about")]
pub enum DeckCommand {
    /// Create a deck, empty or from a list of words you have
    New(New),
    /// Add a word to a deck
    Add(Add),
    /// Rename a word or move it to another deck; links and progress follow
    Rename(Rename),
    /// Report everything wrong with deck files
    Check(Check),
    /// Format deck files: order, spaces, quotes
    Fmt(Fmt),
    /// Show what changed between two git revisions or two folders
    Diff(Diff),
    /// Print the JSON Schema of decks, for editors
    Schema,
    /// Set up a repository of decks that is ready for contributions
    InitRepo(InitRepo),
    /// Print what you were told, ready to send to a deck's owners
    Propose(Propose),
    /// Decks from elsewhere: add, update, list and remove them
    Sources(Sources),
}
