//! Arguments of `shoptalk team`.

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};

use super::values::{Meeting, When, level, meeting, when};
use crate::core::deck::Level;

/// `shoptalk team`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Team {
    /// The command to run. Without one, shows a team's page or the list of teams.
    #[command(subcommand)]
    pub command: Option<TeamCommand>,
    /// Show this team's page: visits, questions and answers, newest first; without it, lists all teams
    #[arg(id = "deck", value_name = "DECK")]
    pub deck: Option<String>,
    /// Show only entries that contain all of these words
    #[arg(value_name = "TEXT", requires = "deck")]
    pub words: Vec<String>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// Subcommands of `team`.
#[derive(Debug, Subcommand)]
pub enum TeamCommand {
    /// Follow teams to be quizzed on their words
    Follow(Follow),
    /// Stop following teams; your progress is kept
    Unfollow(Unfollow),
    /// Show your visits to teams; with -m, record one
    Visit(Visit),
    /// Compare the words of two teams
    Bridge(Bridge),
    /// Explain a word in your own words, for its team to correct
    #[command(
        after_help = "It prints a text to hand to the team and saves nothing. With their answer, run it again with --correction and --by: it prints the correction as a proposal for the deck, and who explained the word stays with it."
    )]
    TeachBack(TeachBack),
}

/// `shoptalk team follow`
#[derive(Debug, Args)]
pub struct Follow {
    /// Teams to follow
    #[arg(id = "deck", value_name = "DECK", required = true)]
    pub decks: Vec<String>,
    /// Deepest level to quiz: core, working or deep; a deck without such words is quizzed at its shallowest level
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    pub depth: Option<Level>,
    /// Weekday you meet the team, such as `tue`, or `none`
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
    /// Team whose visits to show; without it, shows how long ago you visited each team
    #[arg(id = "deck", value_name = "DECK")]
    pub deck: Option<String>,
    /// Record a visit: what you saw or learned
    #[arg(short, long = "message", value_name = "TEXT", requires = "deck", value_parser = NonEmptyStringValueParser::new())]
    pub message: Option<String>,
    /// When it was: today (the default), yesterday, a weekday such as `mon`, or a date such as `2026-11-01`
    #[arg(long, value_name = "DAY", requires = "message", value_parser = when)]
    pub on: Option<When>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk team bridge`
#[derive(Debug, Args)]
pub struct Bridge {
    /// First team
    #[arg(value_name = "DECK")]
    pub left: String,
    /// Second team
    #[arg(value_name = "DECK")]
    pub right: String,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk team teach-back`
#[derive(Debug, Args)]
pub struct TeachBack {
    /// Word to explain, such as `platform/error-budget`
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,
    /// Your explanation; without it, you type it, or it is read from standard input
    #[arg(short, long = "message", value_name = "TEXT", conflicts_with_all = ["correction", "by"])]
    pub message: Option<String>,
    /// What the team said you got wrong; prints it as a proposal for the deck
    #[arg(long, value_name = "TEXT")]
    pub correction: Option<String>,
    /// Who explained it; saved with the word as credit, and named in the proposal
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}
