//! Arguments of `shoptalk quiz`, `stats` and `settings`.

use clap::{Args, Subcommand};

use super::values::form;
use crate::core::review::Form;

/// `shoptalk quiz`
#[derive(Debug, Default, Args)]
pub struct Quiz {
    /// Decks to quiz; those you follow when none is named
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// Minutes for this sitting, instead of what is left of today's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=240))]
    pub minutes: Option<u32>,
    /// At most this many new words
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=200))]
    pub new: Option<u32>,
    /// Ask in this form where a word allows it: choose, recall, fill, type, expand, which-team
    #[arg(long, value_name = "FORM", value_parser = form)]
    pub form: Option<Form>,
    /// Before a meeting: what is weakest and most heard, due or not; what was not due and is known keeps its day
    #[arg(long)]
    pub cram: bool,
}

/// `shoptalk stats`
#[derive(Debug, Args)]
pub struct Stats {
    /// Decks to count; those you follow when none is named
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk settings`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Settings {
    /// What to do; without a command, show settings or change one.
    #[command(subcommand)]
    pub command: Option<SettingsCommand>,
    /// A setting
    pub name: Option<String>,
    /// Its new value
    pub value: Option<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// What else to do with settings.
#[derive(Debug, Subcommand)]
pub enum SettingsCommand {
    /// Fit the schedule to your own memory, from your answers
    Tune(Tune),
}

/// `shoptalk settings tune`
#[derive(Debug, Args)]
pub struct Tune {
    /// Say what it would do, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Go back to the schedule before the last tuning that was kept
    #[arg(long, conflicts_with = "dry_run")]
    pub back: bool,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}
