//! The words of the command line, and nothing they do.

mod check;
mod decks;
mod edit;
mod learn;
mod listen;
mod marks;
mod meet;
mod own;
mod shell;
mod values;
mod word;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::settings::When;

pub use check::{Check, Diff, DiffFormat, Format};
pub use decks::{Decks, DecksAdd, DecksCommand, DecksList, DecksRemove, DecksUpdate, InitRepo};
pub use edit::{Add, Fmt, New, Rename};
pub use learn::{Follow, Quiz, Stats, Tune, Unfollow};
pub use listen::{Jot, Lookup, Propose, Scan};
pub use marks::{Flags, Notes, Suspended};
pub use meet::{Bridge, Brief, Team, Visited};
pub use own::{Forget, Forgettable, Settings};
pub use shell::{Complete, Completions, Man};
pub use values::{Age, Meeting, When as Visit};
pub use word::{Again, Reset};

/// Learn the language of your technical teams, a few minutes a day.
///
/// Without a command the trainer opens. Your progress and settings stay on this machine: the program opens no network connection.
/// `shoptalk settings` says where they are, `shoptalk forget` erases.
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

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start today's quiz at once
    Quiz(Quiz),
    /// Say what a word means, by what you heard of it
    #[command(visible_alias = "l")]
    Lookup(Lookup),
    /// Jot down a word you heard and did not know, or list those that are open
    Jot(Jot),
    /// Print what you were told, ready to be sent to the owners of a deck
    Propose(Propose),
    /// Prepare for a meeting: one page about a team
    Brief(Brief),
    /// Show the time you spent with teams; with -m, write down what you saw
    Visited(Visited),
    /// Show what you noted about a team, newest first
    Team(Team),
    /// Compare the words of two teams
    Bridge(Bridge),
    /// List the jargon in a text: an agenda, a design document, a transcript
    Scan(Scan),
    /// Say what is due, known and kept
    Stats(Stats),
    /// Work with these teams: quiz their words
    Follow(Follow),
    /// Stop quizzing the words of these teams; progress is kept
    Unfollow(Unfollow),
    /// Ask a word again in your next quiz, due or not
    Again(Again),
    /// Make a word new again: none of its answers counts any longer
    Reset(Reset),
    /// List your own notes and mnemonics
    Notes(Notes),
    /// List the definitions you flagged as unclear, by team
    Flags(Flags),
    /// List the words you left out of the quiz, or take one back
    Suspended(Suspended),
    /// Make a deck: empty, or of a list of words that you have
    New(New),
    /// Put a new word into a deck file, in its place
    Add(Add),
    /// Give a word another name, and change the links to it; progress follows
    Rename(Rename),
    /// Say everything that is wrong with decks
    Check(Check),
    /// Bring deck files into one form: order, spaces, quotes
    Fmt(Fmt),
    /// Say what changed in decks between two git revisions, or two folders
    Diff(Diff),
    /// Take decks from a repository, a folder or a zip file, and keep them up to date
    Decks(Decks),
    /// Lay down a repository of decks that is ready for contributions
    InitRepo(InitRepo),
    /// Print the JSON Schema of decks, for editors
    Schema,
    /// Print the settings and where each comes from, or change one
    Settings(Settings),
    /// Fit the schedule to your own memory, from the answers you gave
    Tune(Tune),
    /// Erase for good what you want forgotten
    Forget(Forget),
    /// Print completions for a shell
    Completions(Completions),
    /// Say what a shell may offer for the last of these words
    #[command(hide = true)]
    Complete(Complete),
    /// Write the manual pages into a folder
    Man(Man),
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::{Cli, Command};

    /// `--decks` holds for every command, so an argument of a command may not have its name: clap takes one for the
    /// other, and panics.
    #[test]
    fn decks_of_a_command_and_decks_for_the_run_are_told_apart() {
        for command in ["quiz", "stats", "follow", "unfollow"] {
            let words = ["shoptalk", "--decks", "mine.yaml", command, "platform"];
            let cli = Cli::try_parse_from(words).unwrap();
            assert_eq!(cli.global.decks, [std::path::PathBuf::from("mine.yaml")], "{command}");
            let decks = match cli.command.unwrap() {
                Command::Quiz(args) => args.decks,
                Command::Stats(args) => args.decks,
                Command::Follow(args) => args.decks,
                Command::Unfollow(args) => args.decks,
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
            ("shoptalk --plain --decks=a --color never decks list --decks b", &["a", "b"]),
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
