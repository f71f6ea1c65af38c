//! Subcommands: each from its arguments to text on a writer.

mod check;
mod settings;
mod shell;

use std::io::{self, Write};

use crate::cli::{Cli, Command};
use crate::files::Sources;
use crate::places::{NoHome, Places};

/// How a command ended, when nothing kept it from running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done: exit code 0.
    Done,
    /// Nothing found, or problems found: exit code 1.
    Problems,
}

/// What a command may know of the world.
pub struct Context<'a> {
    /// For data.
    pub out: &'a mut dyn Write,
    /// For talk.
    pub err: &'a mut dyn Write,
    /// Where the user's files live, if anywhere.
    pub places: Result<Places, NoHome>,
    /// Files and folders of decks named for this run.
    pub named: Vec<std::path::PathBuf>,
}

impl Context<'_> {
    /// Where decks are looked for.
    pub fn sources(&self) -> Sources {
        Sources { own: self.places.as_ref().ok().map(Places::decks), named: self.named.clone() }
    }

    /// Prints `value` as JSON.
    fn json(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut self.out, value)?;
        writeln!(self.out)
    }
}

/// Does what the command line asks for.
pub fn run(cli: Cli, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    match cli.command {
        Some(Command::Check(args)) => check::run(&args, context),
        Some(Command::Settings(args)) => settings::run(&args, context),
        Some(Command::Completions(args)) => shell::completions(&args, context),
        Some(Command::Man(args)) => shell::man(&args, context),
        _ => Ok(Outcome::Done),
    }
}
