//! Command-line arguments, defined with clap.

mod check;
mod data;
mod deck;
mod edit;
mod export;
mod meeting;
mod quiz;
mod settings;
mod shell;
mod sources;
mod team;
mod values;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};

use crate::core::typed_command;
use crate::settings::When;

pub use check::{Check, Diff, DiffFormat, Format};
pub use data::{Again, Backup, DataCommand, Doctor, Forget, Notes, Reset, Restore, Where};
pub use deck::DeckCommand;
pub use edit::{Add, Fmt, ImportFlags, New, Propose, Rename};
pub use export::{Export, ExportForm};
pub use meeting::{Brief, Jot, Lookup, Scan};
pub use quiz::{Quiz, Sit, Stats};
pub use settings::{Settings, SettingsCommand, Tune};
pub use shell::{Complete, Completions, Man};
pub use sources::{
    InitRepo, SourcesAdd, SourcesCommand, SourcesList, SourcesRemove, SourcesUpdate,
};
pub use team::{Bridge, Follow, TeachBack, Team, TeamCommand, Unfollow, Visit};
pub use values::{Meeting, When as PastDay};
pub use words::{Purpose, Words};

/// Learn the language of your technical teams, a few minutes a day.
///
/// Without a command, opens the trainer. Your progress and settings stay on this machine: shoptalk itself opens no network
/// connection. Run `shoptalk data where` to see where they are, and `shoptalk data forget` to delete personal data.
#[derive(Debug, Parser)]
#[command(name = "shoptalk", version, max_term_width = 100, infer_subcommands = false)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// The command to run. Without one, the trainer opens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    /// Parses a command line. The first of `words` is the program's name.
    ///
    /// # Errors
    /// If the arguments are invalid, or ask for help or the version: clap's message.
    pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let words: Vec<OsString> = words.into_iter().collect();
        let mut cli = Self::try_parse_from(&words)?;
        // If `--decks` is given both before and after the command, clap drops the values before it.
        let before = decks_before_the_command(&words);
        if before != cli.global.decks {
            cli.global.decks.splice(0..0, before);
        }
        Ok(cli)
    }
}

/// The `--decks` values in `words` that come before the command.
fn decks_before_the_command(words: &[OsString]) -> Vec<PathBuf> {
    let globals = Global::augment_args(clap::Command::new("shoptalk"));
    let command = globals.mut_args(|arg| arg.global(false)).allow_external_subcommands(true);
    let Ok(matches) = command.try_get_matches_from(words) else { return Vec::new() };
    matches.get_many("decks").into_iter().flatten().cloned().collect()
}

/// Options of every command.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// Use this deck file or folder for this run (can be repeated)
    #[arg(long, value_name = "PATH", global = true)]
    pub decks: Vec<PathBuf>,
    /// Store progress, your own decks and settings in this folder
    #[arg(long, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    /// Read settings.yaml from this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, global = true)]
    pub config: Option<PathBuf>,
    /// When to use color
    #[arg(long, value_name = "WHEN", global = true)]
    pub color: Option<When>,
    /// Use plain lines, without drawing or color, for screen readers and simple terminals
    #[arg(long, global = true)]
    pub plain: bool,
}

impl Global {
    /// Remembers the options that lead to files, for the commands that messages name.
    pub fn remember(&self) {
        let decks = self.decks.iter().map(|path| ("decks", path));
        let data = self.data.iter().map(|path| ("data", path));
        let config = self.config.iter().map(|path| ("config", path));
        let all: Vec<_> = data
            .chain(config)
            .chain(decks)
            .filter_map(|(name, path)| Some((name, path.to_str()?)))
            .collect();
        typed_command::remember(all);
    }
}

/// The commands, in the order `--help` lists them.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start today's quiz
    Quiz(Quiz),
    /// Sit in on a scene: hear a team talk, and say something at the end
    Sit(Sit),
    /// Look up a word by what you heard
    #[command(visible_alias = "l")]
    Lookup(Lookup),
    /// Find the jargon in an agenda, design document or transcript
    Scan(Scan),
    /// Save a word to ask about later
    Jot(Jot),
    /// Prepare for a meeting with a team
    Brief(Brief),
    /// Show, follow and compare teams, and record visits
    Team(Team),
    /// Show your progress
    Stats(Stats),
    /// Write, check and share decks
    #[command(subcommand)]
    Deck(DeckCommand),
    /// Show or delete your data, and manage your notes
    #[command(subcommand)]
    Data(DataCommand),
    /// Show or change settings
    Settings(Settings),
    /// Print shell completions
    Completions(Completions),
    /// List completions for the last word of a command line
    #[command(hide = true)]
    Complete(Complete),
    /// Write the manual pages to a folder
    #[command(hide = true)]
    Man(Man),
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::{Cli, Command, Team, TeamCommand};

    /// `--decks` is global, so no command may have an argument with the id `decks`: clap would confuse the two and panic.
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
