//! Arguments of `shoptalk data`.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, Subcommand, ValueEnum};
use strum::{EnumMessage as _, VariantArray as _};

use super::values::{When, when};

use crate::core::personal_data::PersonalData;

/// Subcommands of `shoptalk data`.
#[derive(Debug, Subcommand)]
pub enum DataCommand {
    /// Show where your progress, settings and decks are stored
    Where(Where),
    /// List your notes, mnemonics, flags and suspended words, or undo one
    Notes(Notes),
    /// Include a word in your next quiz, due or not
    Again(Again),
    /// Reset a word to new; its answers no longer count
    Reset(Reset),
    /// Back up your progress now
    Backup(Backup),
    /// List the backups of your progress, or restore one
    Restore(Restore),
    /// Check your progress and its backups, and fix what is wrong
    Doctor(Doctor),
    /// Delete personal data for good
    Forget(Forget),
}

/// `shoptalk data doctor`
#[derive(Debug, Args)]
#[command(
    after_help = "Checks the file for damage, the dates of your answers, the backups, who can read the files, unfinished files, and the free space. \
                  Exits with 1 if something is wrong and was not fixed. Nothing is lost by a fix: a damaged file is moved aside, and an answer \
                  with a wrong date is kept beside the corrected one. Quit shoptalk everywhere first."
)]
pub struct Doctor {
    /// Fix what can be fixed
    #[arg(long)]
    pub fix: bool,
    /// Correct dates later than now without asking whether the clock is right
    #[arg(long, visible_alias = "yes", requires = "fix")]
    pub clock_is_right: bool,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk data backup`
#[derive(Debug, Args)]
#[command(
    after_help = "The trainer and the quiz do this once a day and keep the last seven backups. A backup holds your progress, notes and jottings, \
                  but not your own decks and your settings. `shoptalk data forget` doesn't reach a FILE elsewhere."
)]
pub struct Backup {
    /// Write to this file, which must not exist, instead of the folder of backups
    pub file: Option<PathBuf>,
}

/// `shoptalk data restore`
#[derive(Debug, Args)]
#[command(
    after_help = "Your present progress is moved aside, not deleted: the command says where to. Quit shoptalk everywhere first. To \
                  look at a copy before, name it as --data: `shoptalk --data FILE stats`."
)]
pub struct Restore {
    /// Day of a backup, such as 2026-11-01, or a file; lists the backups if missing
    #[arg(value_name = "COPY")]
    pub copy: Option<PathBuf>,
    /// Restore without asking for confirmation
    #[arg(long, requires = "copy")]
    pub yes: bool,
    /// Print the list as JSON
    #[arg(long, conflicts_with = "copy")]
    pub json: bool,
}

/// `shoptalk data where`
#[derive(Debug, Args)]
pub struct Where {
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk data notes`
#[derive(Debug, Args)]
pub struct Notes {
    /// Delete your note and mnemonic for this word
    #[arg(long, value_name = "WORD")]
    pub drop: Option<String>,
    /// Remove the flag from this word
    #[arg(long, value_name = "WORD", conflicts_with = "drop")]
    pub unflag: Option<String>,
    /// Quiz this suspended word again
    #[arg(long, value_name = "WORD", conflicts_with_all = ["drop", "unflag"])]
    pub resume: Option<String>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk data forget`
#[derive(Debug, Args)]
#[command(
    after_help = "Your progress is kept. Only `own-words` changes your own deck, mine.yaml; to remove single words from it, edit it."
)]
pub struct Forget {
    /// What to delete
    pub what: PersonalData,
    /// Delete only data from before this day, such as yesterday, mon, or 2026-11-01
    #[arg(long, value_name = "DAY", value_parser = when)]
    pub before: Option<When>,
    /// Delete only data about this team
    #[arg(long, value_name = "DECK")]
    pub deck: Option<String>,
    /// Delete without asking for confirmation
    #[arg(long)]
    pub yes: bool,
}

impl ValueEnum for PersonalData {
    fn value_variants<'a>() -> &'a [Self] {
        Self::VARIANTS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(<&str>::from(self)).help(self.get_documentation()?))
    }
}

/// `shoptalk data again`
#[derive(Debug, Args)]
pub struct Again {
    /// Word or its id, such as `platform/slo`
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,
}

/// `shoptalk data reset`
#[derive(Debug, Args)]
#[command(
    after_help = "The answers stay in the journal but don't count. To undo only today's last answers, press `u` in the trainer."
)]
pub struct Reset {
    /// Word or its id, such as `platform/slo`
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,
    /// Reset without asking for confirmation
    #[arg(long)]
    pub yes: bool,
}
