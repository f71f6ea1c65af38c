//! The words of the command line, and nothing they do.

mod check;
mod data;
mod deck;
mod edit;
mod learn;
mod listen;
mod meet;
mod shell;
mod sources;
mod team;
mod values;
mod word;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::settings::When;

pub use check::{Check, Diff, DiffFormat, Format};
pub use data::{Data, DataCommand, Forget, Forgettable, Notes, Where};
pub use deck::{Deck, DeckCommand};
pub use edit::{Add, Fmt, New, Rename};
pub use learn::{Quiz, Settings, SettingsCommand, Stats, Tune};
pub use listen::{Jot, Lookup, Propose, Scan};
pub use meet::Brief;
pub use shell::{Complete, Completions, Man};
pub use sources::{
    InitRepo, Sources, SourcesAdd, SourcesCommand, SourcesList, SourcesRemove, SourcesUpdate,
};
pub use team::{Bridge, Follow, Team, TeamCommand, Unfollow, Visit};
pub use values::{Age, Meeting, When as VisitDay};
pub use word::{Again, Reset};

/// Learn the language of your technical teams, a few minutes a day.
///
/// Without a command the trainer opens. Your progress and settings stay on this machine: the program opens no network connection.
/// `shoptalk data where` says where they are, and `shoptalk data forget` deletes.
#[derive(Debug, Parser)]
#[command(name = "shoptalk", version, max_term_width = 100, infer_subcommands = false)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do; the trainer opens without one.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    /// The command line `words`, of which the first is the program's name.
    ///
    /// # Errors
    /// When the words are wrong, or ask for help: what clap has to say then.
    pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let words: Vec<OsString> = words.into_iter().collect();
        let mut cli = Self::try_parse_from(&words)?;
        // Of what is named before the command and behind it clap keeps only the latter; here both count.
        let before = decks_before_the_command(&words);
        if before != cli.global.decks {
            cli.global.decks.splice(0..0, before);
        }
        Ok(cli)
    }
}

/// What `words` name with `--decks` before the command.
fn decks_before_the_command(words: &[OsString]) -> Vec<PathBuf> {
    let globals = Global::augment_args(clap::Command::new("shoptalk"));
    let command = globals.mut_args(|arg| arg.global(false)).allow_external_subcommands(true);
    let Ok(matches) = command.try_get_matches_from(words) else { return Vec::new() };
    matches.get_many("decks").into_iter().flatten().cloned().collect()
}

/// What holds for every command.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// A deck file, or a folder of them, to use for this run; may be given several times
    #[arg(long, value_name = "PATH", global = true)]
    pub decks: Vec<PathBuf>,
    /// Keep journal, own decks and settings in this folder
    #[arg(long, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    /// Read settings.yaml from this folder
    #[arg(long, value_name = "DIR", global = true)]
    pub config: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", global = true)]
    pub color: Option<When>,
    /// Plain lines, without drawing or colour: for screen readers and simple terminals
    #[arg(long, global = true)]
    pub plain: bool,
}

/// What to do, in the order of a day.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start today's quiz
    Quiz(Quiz),
    /// Look up a word by what you heard
    #[command(visible_alias = "l")]
    Lookup(Lookup),
    /// List the jargon in an agenda, a design document or a transcript
    Scan(Scan),
    /// Save a word nobody could explain, to ask about later
    Jot(Jot),
    /// Prepare for a meeting with a team
    Brief(Brief),
    /// Your teams: choose them, compare them, note visits
    Team(Team),
    /// Show your progress
    Stats(Stats),
    /// Write, check and share decks
    Deck(Deck),
    /// Your own data: where it is, your notes, and deleting it
    Data(Data),
    /// Show or change settings
    Settings(Settings),
    /// Print completions for a shell
    Completions(Completions),
    /// List what a shell can offer for the last of these words
    #[command(hide = true)]
    Complete(Complete),
    /// Write the manual pages into a folder
    #[command(hide = true)]
    Man(Man),
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::{Cli, Command, Team, TeamCommand};

    /// `--decks` holds for every command, so an argument of a command may not have its name: clap takes one for the
    /// other, and panics.
    #[test]
    fn decks_of_a_command_and_decks_for_the_run_are_told_apart() {
        for command in ["quiz", "stats", "team follow", "team unfollow"] {
            let line = format!("shoptalk --decks mine.yaml {command} platform");
            let cli = Cli::try_parse_from(line.split(' ')).unwrap();
            assert_eq!(cli.global.decks, [std::path::PathBuf::from("mine.yaml")], "{command}");
            let decks = match cli.command.unwrap() {
                Command::Quiz(args) => args.decks,
                Command::Stats(args) => args.decks,
                Command::Team(Team { command: Some(TeamCommand::Follow(args)), .. }) => args.decks,
                Command::Team(Team { command: Some(TeamCommand::Unfollow(args)), .. }) => {
                    args.decks
                }
                _ => Vec::new(),
            };
            assert_eq!(decks, ["platform"], "{command}");
        }
    }

    #[test]
    fn decks_before_the_command_and_behind_it_count_both_in_their_order() {
        for (words, expected) in [
            ("shoptalk --decks a --decks b lookup slo", &["a", "b"][..]),
            ("shoptalk lookup --decks c slo", &["c"]),
            ("shoptalk --decks a lookup --decks b --decks c slo", &["a", "b", "c"]),
            ("shoptalk --plain --decks=a --color never deck sources list --decks b", &["a", "b"]),
            ("shoptalk --decks a", &["a"]),
            ("shoptalk --decks a stats --decks a", &["a"]),
            ("shoptalk lookup -- --decks", &[]),
        ] {
            let cli = Cli::read(words.split(' ').map(Into::into)).unwrap();
            let expected: Vec<_> = expected.iter().map(std::path::PathBuf::from).collect();
            assert_eq!(cli.global.decks, expected, "{words}");
        }
        assert!(Cli::read(["shoptalk", "--decks"].map(Into::into)).is_err());
    }
}
