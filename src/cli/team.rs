//! Arguments of `shoptalk team`: your teams, and the time you spend with them.

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};

use super::values::{Meeting, When, level, meeting, when};
use crate::core::deck::Level;

/// `shoptalk team`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Team {
    /// What to do; without a command, a team's page or the list of teams.
    #[command(subcommand)]
    pub command: Option<TeamCommand>,
    /// Show this team's page: visits, questions and answers, newest first; without it, list all teams
    #[arg(id = "deck", value_name = "DECK")]
    pub deck: Option<String>,
    /// Only entries that contain all of these words
    #[arg(value_name = "TEXT", requires = "deck")]
    pub words: Vec<String>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// What to do with teams.
#[derive(Debug, Subcommand)]
pub enum TeamCommand {
    /// Follow teams: their words are quizzed
    Follow(Follow),
    /// Stop quizzing the words of these teams; progress is kept
    Unfollow(Unfollow),
    /// Show the time you spent with teams; with -m, note a visit
    Visit(Visit),
    /// Compare the words of two teams
    Bridge(Bridge),
}

/// `shoptalk team follow`
#[derive(Debug, Args)]
pub struct Follow {
    /// Teams to follow
    #[arg(id = "deck", value_name = "DECK", required = true)]
    pub decks: Vec<String>,
    /// How deep to go: core, working or deep; a deck without words that deep is quizzed on its shallowest ones
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub depth: Option<Level>,
    /// The day of the week on which you meet the team, as in `tue`; `none` where there is no such day
    #[arg(long, value_name = "DAY", value_parser = meeting)]
    pub meets: Option<Meeting>,
}

/// `shoptalk team unfollow`
#[derive(Debug, Args)]
pub struct Unfollow {
    /// Teams to stop following
    #[arg(id = "deck", value_name = "DECK", required = true)]
    pub decks: Vec<String>,
}

/// `shoptalk team visit`
#[derive(Debug, Args)]
pub struct Visit {
    /// The team whose visits to show; without one, how long ago you were with each
    #[arg(id = "deck", value_name = "DECK")]
    pub deck: Option<String>,
    /// Note a visit: what you saw or learned
    #[arg(short, long = "message", value_name = "TEXT", requires = "deck", value_parser = NonEmptyStringValueParser::new())]
    pub message: Option<String>,
    /// When it was: today (unless given), yesterday, a day of the week such as `mon`, or a date such as `2026-11-01`
    #[arg(long, value_name = "DAY", requires = "message", value_parser = when)]
    pub on: Option<When>,
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk team bridge`
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
