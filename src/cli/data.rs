//! Arguments of `shoptalk data`: what is yours.

use clap::{Args, Subcommand};

use super::word::{Again, Reset};

/// `shoptalk data`
#[derive(Debug, Args)]
pub struct Data {
    /// What to do.
    #[command(subcommand)]
    pub command: DataCommand,
}

/// What to do with your own data.
#[derive(Debug, Subcommand)]
pub enum DataCommand {
    /// Show where your progress, settings and decks are
    Where(Where),
    /// List your notes, mnemonics, flags and suspended words, or take one back
    Notes(Notes),
    /// Ask a word again in your next quiz, due or not
    Again(Again),
    /// Make a word new again: none of its answers counts any longer
    Reset(Reset),
    /// Delete what you want forgotten, for good
    Forget(Forget),
}

/// `shoptalk data where`
#[derive(Debug, Args)]
pub struct Where {
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk data notes`
#[derive(Debug, Args)]
pub struct Notes {
    /// Drop your note and mnemonic on this word
    #[arg(long, value_name = "WORD")]
    pub drop: Option<String>,
    /// Remove the flag from this word
    #[arg(long, value_name = "WORD", conflicts_with = "drop")]
    pub unflag: Option<String>,
    /// Put this suspended word back into the quiz
    #[arg(long, value_name = "WORD", conflicts_with_all = ["drop", "unflag"])]
    pub resume: Option<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk data forget`
#[derive(Debug, Args)]
#[command(
    after_help = "What you know stays. Not covered: the words of your own deck, mine.yaml, with who explained them; you edit it yourself."
)]
pub struct Forget {
    /// What to erase
    pub what: Forgettable,
    /// Only what is older than this day, as in 2026-11-01
    #[arg(long, value_name = "DATE")]
    pub before: Option<jiff::civil::Date>,
    /// Only what is about this team
    #[arg(long, value_name = "DECK")]
    pub deck: Option<String>,
    /// Erase without asking
    #[arg(long)]
    pub yes: bool,
}

/// What `shoptalk data forget` can erase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Forgettable {
    /// The words you jotted down, with who said them
    Jottings,
    /// Your visits to teams, the questions you asked, with their answers, and which team's page you read when
    Visits,
    /// What you looked up
    LookUps,
    /// Your notes and mnemonics, with what they said before
    Notes,
    /// What you flagged as unclear
    Flags,
    /// The spellings that look-up remembers
    Spellings,
    /// What you typed or picked in the quiz; your progress stays
    Answers,
}
