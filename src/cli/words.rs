//! Arguments of `shoptalk deck words`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::values::number;

/// `shoptalk deck words`
#[derive(Debug, Args)]
#[command(after_help = "\
Words are in order of importance: core words first, and among those the words of the team you meet next. Speech recognition \
services accept a limited list, so cut it with --limit; the guide names their limits.

--heard reads a table with the columns `heard` and `term` (CSV or TSV), made by correcting captions. What look-up does not \
find yet is added to `sounds_like` of the term: with --write in the deck files that you can change, and for all other decks \
as the text of an issue.")]
pub struct Words {
    /// Decks to list (with --heard, to search); defaults to those you follow (with --heard, to all)
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// Print a vocabulary for speech recognition: one phrase per line
    #[arg(long = "for", value_name = "USE")]
    pub purpose: Option<Purpose>,
    /// With --for captions: spell acronyms that are read letter by letter, `S.L.O.` for SLO
    #[arg(long, requires = "purpose")]
    pub letters: bool,
    /// Print at most this many lines
    #[arg(short = 'n', long, value_name = "N", value_parser = number(1..=99_999_usize))]
    pub limit: Option<usize>,
    /// Propose the misheard words in this table as `sounds_like`; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["purpose", "limit"])]
    pub heard: Option<PathBuf>,
    /// Write them to the deck files that you can change
    #[arg(long, requires = "heard")]
    pub write: bool,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// What a list of words is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Purpose {
    /// Speech recognition.
    Captions,
}
