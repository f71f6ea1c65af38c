//! The words for learning: `quiz`, `follow`, `unfollow`, `stats`, `tune`.

use clap::Args;

use super::values::{Meeting, form, level, meeting};
use crate::core::deck::Level;
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

/// `shoptalk follow`
#[derive(Debug, Args)]
pub struct Follow {
    /// Decks to follow; without one, the decks and whether you follow them
    #[arg(id = "deck", value_name = "DECK")]
    pub decks: Vec<String>,
    /// How deep to go: core, working or deep; where a deck has no word so far, its shallowest words are asked
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub depth: Option<Level>,
    /// The day of the week on which you meet the team, as in `tue`; `none` where there is no such day
    #[arg(long, value_name = "DAY", requires = "deck", value_parser = meeting)]
    pub meets: Option<Meeting>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk unfollow`
#[derive(Debug, Args)]
pub struct Unfollow {
    /// Decks to leave
    #[arg(id = "deck", value_name = "DECK", required = true)]
    pub decks: Vec<String>,
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

/// `shoptalk tune`
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
