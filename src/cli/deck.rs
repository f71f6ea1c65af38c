//! Arguments of `shoptalk deck`.

use clap::Subcommand;

use super::{Add, Check, Diff, Export, Fmt, InitRepo, New, Propose, Rename, SourcesCommand, Words};

/// Subcommands of `shoptalk deck`.
#[derive(Debug, Subcommand)]
pub enum DeckCommand {
    /// Create a deck, empty or from an existing list of words
    New(New),
    /// Add a word or a scene to a deck
    Add(Add),
    /// Rename a word or move it to another deck; links and progress follow
    Rename(Rename),
    /// Check deck files and report every problem
    Check(Check),
    /// Format deck files: order, spacing and quotes
    Fmt(Fmt),
    /// Show what changed between two git revisions or folders
    Diff(Diff),
    /// Print the JSON Schema of decks, for editors
    Schema,
    /// Set up a deck repository that is ready for contributions
    InitRepo(InitRepo),
    /// List the words of decks, also for captions, and add what captions misheard
    Words(Words),
    /// Turn decks into a page, a table, or cards for Anki
    Export(Export),
    /// Print the explanations you collected, ready to send to a deck's owners
    Propose(Propose),
    /// Add, update, list and remove decks from elsewhere
    #[command(subcommand)]
    Sources(SourcesCommand),
}
