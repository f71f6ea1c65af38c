//! The words for changing decks: `add`, `fmt`, `rename` and `new`.

use std::path::PathBuf;

use clap::Args;

use super::values::level;
use crate::core::deck::Level;
use crate::core::deck::fields::{self, TERM};

/// `shoptalk deck add`
#[derive(Debug, Default, Args)]
pub struct Add {
    /// The deck: its id, or its file
    #[arg(value_name = "DECK")]
    pub deck: Option<String>,
    /// The word as it is said
    #[arg(long, value_name = "WORD")]
    pub term: Option<String>,
    /// What it means, in 10 to 35 plain words
    #[arg(long, value_name = "TEXT")]
    pub definition: Option<String>,
    /// A sentence someone on the team would say, with the word in it
    #[arg(long, value_name = "TEXT")]
    pub example: Option<String>,
    /// Why the team cares
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    /// The question a leader could ask next
    #[arg(long, value_name = "TEXT")]
    pub ask: Option<String>,
    /// Another name for it; several times for several
    #[arg(long, value_name = "NAME")]
    pub alias: Vec<String>,
    /// What somebody types who has only heard it; several times for several
    #[arg(long, value_name = "WORDS")]
    pub sounds_like: Vec<String>,
    /// How soon it is heard: core every week, working every month, deep in the corridor
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub level: Option<Level>,
    /// A free label; several times for several
    #[arg(long, value_name = "LABEL")]
    pub tag: Vec<String>,
    /// A term that helps to understand it, as in `slo` or `product/roadmap`; several times for several
    #[arg(long, value_name = "TERM")]
    pub see_also: Vec<String>,
    /// A term it is mistaken for; several times for several
    #[arg(long, value_name = "TERM")]
    pub confused_with: Vec<String>,
    /// Who explained it
    #[arg(long, value_name = "WHO")]
    pub explained_by: Option<String>,
    /// What an acronym stands for
    #[arg(long, value_name = "TEXT")]
    pub expansion: Option<String>,
    /// How it is said, where the spelling does not tell
    #[arg(long, value_name = "TEXT")]
    pub say: Option<String>,
    /// What it means in three to nine words
    #[arg(long, value_name = "TEXT")]
    pub gloss: Option<String>,
    /// Ask nothing: take what the flags say
    #[arg(short = 'y', long)]
    pub yes: bool,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk deck fmt`
#[derive(Debug, Args)]
pub struct Fmt {
    /// Deck files or folders of them; `decks` here, or your own decks, when none is named
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write nothing; fail when a file is not in form
    #[arg(long)]
    pub check: bool,
    /// Write nothing; show what would change
    #[arg(long)]
    pub diff: bool,
}

/// `shoptalk deck rename`
#[derive(Debug, Args)]
pub struct Rename {
    /// The term, as in `platform/error-budget`
    #[arg(value_name = "DECK/TERM")]
    pub term: String,
    /// What it is called from now on; with a deck in front, as in `quality/SLO`, it moves there
    #[arg(value_name = "NEW")]
    pub name: String,
    /// Say what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk deck new`
#[derive(Debug, Args)]
pub struct New {
    /// The deck: its id, or the file to make
    #[arg(value_name = "DECK")]
    pub deck: String,
    /// Make it of the words in this file or folder: CSV, TSV, Markdown, YAML or JSON
    #[arg(long, value_name = "PATH")]
    pub from: Option<PathBuf>,
    /// Which column or field holds what, as in `term=Word,definition=Meaning`
    #[arg(long, value_name = "FIELD=NAME", value_delimiter = ',', requires = "from", value_parser = pair)]
    pub map: Vec<(String, String)>,
    /// Add to the deck of this id, in place of being one of its own
    #[arg(long, value_name = "DECK")]
    pub extends: Option<String>,
    /// Print for scripts
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
