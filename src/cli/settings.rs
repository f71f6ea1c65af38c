//! Arguments of `settings`.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Subcommand};

use crate::settings::{self, SETTINGS};

/// `shoptalk settings`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Settings {
    /// The command to run. Without one, shows or changes a setting.
    #[command(subcommand)]
    pub command: Option<SettingsCommand>,
    /// Setting to show or change
    #[arg(value_parser = names())]
    pub name: Option<String>,
    /// New value
    pub value: Option<String>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

fn names() -> PossibleValuesParser {
    let row = |setting: &settings::Setting| PossibleValue::new(setting.name).help(setting.help);
    PossibleValuesParser::new(SETTINGS.iter().map(row))
}

/// Subcommands of `settings`.
#[derive(Debug, Subcommand)]
pub enum SettingsCommand {
    /// Fit the schedule to your memory, based on your answers
    Tune(Tune),
}

/// `shoptalk settings tune`
#[derive(Debug, Args)]
pub struct Tune {
    /// Show what would change, but change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Restore the schedule from before the last saved tuning
    #[arg(long, conflicts_with = "dry_run")]
    pub back: bool,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}
