//! Arguments of `shoptalk deck export`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `shoptalk deck export`
#[derive(Debug, Args)]
#[command(after_help = "\
HTML is one page that needs nothing else: put it on an intranet, mail it, or keep it on a phone. It can be searched, also with \
typing mistakes, and printed. Anki imports the text file (File > Import), and updates its cards when you import it again. YAML and \
JSON hold one deck per file, so that reading it gives the same deck; several go to a folder with --output.")]
pub struct Export {
    /// Decks to export: their ids, or files and folders; defaults to all but your own words
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// What to turn them into
    #[arg(long, value_name = "FORM")]
    pub to: ExportForm,
    /// Write to this file, or this folder for several decks as YAML or JSON; defaults to standard output
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Title of an HTML page; defaults to that of the deck
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Repository in which readers of an HTML page can propose changes; defaults to the `source` of each deck
    #[arg(long, value_name = "URL")]
    pub source: Option<String>,
}

/// What decks are turned into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportForm {
    /// One page to read and search
    Html,
    /// A table for spreadsheets
    Csv,
    /// Cards for Anki
    Anki,
    /// A page of text
    Markdown,
    /// A deck as JSON
    Json,
    /// A deck
    Yaml,
}
