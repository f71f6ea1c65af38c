//! The words around a meeting: `brief`, `visited`, `team`, `bridge`.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::values::{When, when};

/// `shoptalk brief`
#[derive(Debug, Args)]
pub struct Brief {
    /// The teams; without one, those that you meet next
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// How long you have to go over the words
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=60))]
    pub minutes: Option<u32>,
    /// Mark the question with this number as asked
    #[arg(long, value_name = "N", requires = "deck")]
    pub asked: Option<usize>,
    /// What the answer was
    #[arg(short, long = "message", value_name = "TEXT", requires = "asked")]
    pub message: Option<String>,
    /// Quiz the words of the page, and nothing else
    #[arg(long, conflicts_with_all = ["json", "asked", "markdown"])]
    pub quiz: bool,
    /// Print as Markdown: for a phone, or for paper
    #[arg(long, conflicts_with_all = ["json", "asked"])]
    pub markdown: bool,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk visited`
#[derive(Debug, Args)]
pub struct Visited {
    /// The team whose visits to show; without one, how long ago you were with each
    #[arg(id = "deck", value_name = "DECK")]
    pub deck: Option<String>,
    /// Write down a visit: what you saw or learned
    #[arg(short, long = "message", value_name = "TEXT", requires = "deck", value_parser = NonEmptyStringValueParser::new())]
    pub message: Option<String>,
    /// When it was: today (unless given), yesterday, a day of the week as in `mon`, or a date as in `2026-11-01`
    #[arg(long, value_name = "DAY", requires = "message", value_parser = when)]
    pub on: Option<When>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk team`
#[derive(Debug, Args)]
pub struct Team {
    /// The team
    #[arg(id = "deck", value_name = "DECK")]
    pub deck: String,
    /// Only what holds all of these words
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk bridge`
#[derive(Debug, Args)]
pub struct Bridge {
    /// One team
    #[arg(value_name = "DECK")]
    pub left: String,
    /// The other
    #[arg(value_name = "DECK")]
    pub right: String,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}
