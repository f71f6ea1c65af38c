//! Arguments of the commands that write decks: `deck new`, `add`, `fmt`, `rename` and `propose`.

use std::path::PathBuf;

use clap::Args;

use super::values::level;
use crate::core::deck::Level;
use crate::core::deck::fields::{self, TERM};

/// `shoptalk deck add`
#[derive(Debug, Default, Args)]
pub struct Add {
    /// Deck id or file
    #[arg(value_name = "DECK")]
    pub deck: Option<String>,
    /// The word, in the form people use most
    #[arg(long, value_name = "WORD")]
    pub term: Option<String>,
    /// Definition, in 10 to 35 plain words
    #[arg(long, value_name = "TEXT")]
    pub definition: Option<String>,
    /// Sentence someone on the team would say, using the word
    #[arg(long, value_name = "TEXT")]
    pub example: Option<String>,
    /// Why the team cares
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    /// Question a leader could ask next
    #[arg(long, value_name = "TEXT")]
    pub ask: Option<String>,
    /// Another name for it (can be repeated)
    #[arg(long, value_name = "NAME")]
    pub alias: Vec<String>,
    /// What someone who has only heard it would type (can be repeated)
    #[arg(long, value_name = "WORDS")]
    pub sounds_like: Vec<String>,
    /// How often it is heard: core (every week), working (every month) or deep (in hallway conversations)
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub level: Option<Level>,
    /// Free-form label (can be repeated)
    #[arg(long, value_name = "LABEL")]
    pub tag: Vec<String>,
    /// Term that helps explain it, such as `slo` or `product/roadmap` (can be repeated)
    #[arg(long, value_name = "TERM")]
    pub see_also: Vec<String>,
    /// Term people confuse it with (can be repeated)
    #[arg(long, value_name = "TERM")]
    pub confused_with: Vec<String>,
    /// Who explained it
    #[arg(long, value_name = "WHO")]
    pub explained_by: Option<String>,
    /// What an acronym stands for
    #[arg(long, value_name = "TEXT")]
    pub expansion: Option<String>,
    /// How to pronounce it, if the spelling does not show it
    #[arg(long, value_name = "TEXT")]
    pub say: Option<String>,
    /// Meaning in three to nine words
    #[arg(long, value_name = "TEXT")]
    pub gloss: Option<String>,
    /// Read nothing from the terminal; use only the flags
    #[arg(short = 'y', long)]
    pub yes: bool,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk deck fmt`
#[derive(Debug, Args)]
pub struct Fmt {
    /// Deck files or folders; defaults to `decks` in this folder, or to your own decks
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write nothing; fail if a file is not formatted
    #[arg(long)]
    pub check: bool,
    /// Write nothing; show what would change
    #[arg(long)]
    pub diff: bool,
}

/// `shoptalk deck rename`
#[derive(Debug, Args)]
pub struct Rename {
    /// Term to rename, such as `platform/error-budget`
    #[arg(value_name = "DECK/TERM")]
    pub term: String,
    /// New name; prefix it with a deck, as in `quality/SLO`, to move the term there
    #[arg(value_name = "NEW")]
    pub name: String,
    /// Show what would change, but write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk deck new`
#[derive(Debug, Args)]
pub struct New {
    /// Deck id, or file to create
    #[arg(value_name = "DECK")]
    pub deck: String,
    /// Import the words in this file or folder: CSV, TSV, Markdown, YAML or JSON
    #[arg(long, value_name = "PATH")]
    pub from: Option<PathBuf>,
    /// Map deck fields to columns or fields, as in `term=Word,definition=Meaning`
    #[arg(long, value_name = "FIELD=NAME", value_delimiter = ',', requires = "from", value_parser = pair)]
    pub map: Vec<(String, String)>,
    /// Extend the deck with this id instead of creating a separate one
    #[arg(long, value_name = "DECK")]
    pub extends: Option<String>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let wrong = || "write the field, `=` and the name it has there, as in term=Word".to_owned();
    let (field, name) = text.split_once('=').ok_or_else(wrong)?;
    let is_known = TERM.iter().any(|known| known.name == field.trim());
    if !is_known {
        return Err(format!("fields are {}", fields::names(TERM)));
    }
    Ok((field.trim().to_owned(), name.trim().to_owned()))
}

/// `shoptalk deck propose`
#[derive(Debug, Args)]
pub struct Propose {
    /// Number from the list, or a word; without it, prints the list
    #[arg(value_name = "N|WORD")]
    pub what: Vec<String>,
    /// Also name the person who explained the word
    #[arg(long)]
    pub credit: bool,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}
