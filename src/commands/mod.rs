//! Subcommands: each from its arguments to text on a writer.

mod add;
mod ask;
mod bridge;
mod brief;
mod check;
mod data;
mod diff;
mod fmt;
mod follow;
mod forget;
mod init_repo;
mod jot;
mod lookup;
mod new;
mod notes;
mod page;
mod propose;
mod quiz;
mod rename;
mod scan;
mod settings;
mod shell;
mod sources;
mod spellings;
mod stats;
mod target;
mod team;
mod tune;
mod visit;
mod word;

use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;

use anyhow::bail;

use crate::cli::{Cli, Command, DeckCommand};
use crate::commands::page::Look;
use crate::core::library::Library;
use crate::core::text::is_hostile;
use crate::core::time::Clock;
use crate::files::Sources;
use crate::places::{NoHome, Places};
use crate::settings::Settings;
pub use crate::settings::When;
use crate::trainer::{Options, Trainer, deck_sources};
pub use crate::tui::Surroundings;
use crate::tui::{Start, Theme};

/// How a command ended, when nothing kept it from running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done: exit code 0.
    Done,
    /// Nothing found, or problems found: exit code 1.
    Problems,
}

/// What goes to a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnTerminal {
    /// Data.
    pub out: bool,
    /// Talk.
    pub err: bool,
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
    pub named: Vec<PathBuf>,
    /// The clock.
    pub clock: Rc<dyn Clock>,
    /// The user's time zone.
    pub zone: jiff::tz::TimeZone,
    /// A number that no other running program has.
    pub seed: u64,
    /// When to use colour, by flag.
    pub when: Option<When>,
    /// Whether the environment asks for no colour.
    pub no_color: bool,
    /// Which of the two go to a terminal.
    pub on_terminal: OnTerminal,
    /// Columns that text on `out` may take.
    pub width: usize,
    /// Whether there is a terminal to run the trainer on.
    pub is_terminal: bool,
    /// When the quiz runs as plain lines: always by flag; by itself (auto) where the terminal can do nothing else.
    pub plain: When,
    /// The file to which a GitHub workflow wants the summary of a job added.
    pub summary: Option<PathBuf>,
    /// What the trainer runs in.
    pub around: Surroundings,
}

impl Context<'_> {
    /// The date on the calendar.
    pub fn today(&self) -> jiff::civil::Date {
        let millis = self.clock.now().millis();
        let now = jiff::Timestamp::from_millisecond(millis).unwrap_or_default();
        now.to_zoned(self.zone.clone()).date()
    }

    /// Where decks are looked for.
    pub fn sources(&self) -> Sources {
        deck_sources(&self.places, &self.named)
    }

    /// What a trainer is opened with.
    pub fn options(&self) -> Options {
        Options {
            places: self.places.clone(),
            named: self.named.clone(),
            clock: self.clock.clone(),
            zone: self.zone.clone(),
            seed: self.seed,
        }
    }

    /// Decks, journal, clock and settings, opened together.
    pub fn trainer(&self) -> Trainer {
        Trainer::open(self.options())
    }

    /// How the screens look: as the flag says, or else the settings.
    pub fn theme(&self, settings: &Settings) -> Theme {
        if self.color(settings, true) { Theme::ansi() } else { Theme::mono() }
    }

    /// Whether text on `out` may be styled.
    pub fn styled(&self, settings: &Settings) -> bool {
        self.color(settings, self.on_terminal.out)
    }

    /// How text on `out` is printed.
    fn look(&self, settings: &Settings) -> Look {
        Look { styled: self.styled(settings), plain: self.is_plain(settings), width: self.width }
    }

    /// How text on `err` is printed.
    fn look_of_talk(&self, settings: &Settings) -> Look {
        Look { styled: self.color(settings, self.on_terminal.err), ..self.look(settings) }
    }

    /// Whether the quiz runs as plain lines.
    fn is_plain(&self, settings: &Settings) -> bool {
        match (self.plain, settings.plain) {
            (When::Always, _) | (_, When::Always) | (When::Auto, When::Auto) => true,
            (When::Never, _) | (_, When::Never) => false,
        }
    }

    fn color(&self, settings: &Settings, by_itself: bool) -> bool {
        match self.when.unwrap_or(settings.color) {
            When::Always => true,
            When::Never => false,
            When::Auto => by_itself && !self.no_color,
        }
    }

    /// Prints `value` as JSON. What a terminal would act on is escaped, so that it reads as it was meant.
    fn json(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        let text = serde_json::to_string_pretty(value)?;
        let mut rest = text.as_str();
        while let Some(at) = rest.find(|c| c != '\n' && is_hostile(c)) {
            let (before, from) = rest.split_at(at);
            write!(self.out, "{before}")?;
            let mut after = from.chars();
            for unit in after.next().into_iter().flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec())
            {
                write!(self.out, "\\u{unit:04x}")?;
            }
            rest = after.as_str();
        }
        writeln!(self.out, "{rest}")
    }

    /// Prints `rows` where they are for a script, and says `none` where there are none; whether they are still to be
    /// printed for people.
    fn lists<T: serde::Serialize>(
        &mut self,
        rows: &[T],
        json: bool,
        none: &str,
    ) -> io::Result<bool> {
        if json {
            self.json(&rows)?;
        } else if rows.is_empty() {
            writeln!(self.err, "{none}")?;
        }
        Ok(!json && !rows.is_empty())
    }

    /// Asks `question`, which cannot be undone. Without a terminal there is nobody to ask, and `otherwise` says what to do.
    fn confirms(&mut self, question: &str, otherwise: &str) -> anyhow::Result<bool> {
        if !self.is_terminal {
            bail!("{otherwise}; add --yes to do it without being asked");
        }
        write!(self.err, "{question} This cannot be undone. Type yes: ")?;
        self.err.flush()?;
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        Ok(matches!(line.trim().to_lowercase().as_str(), "y" | "yes"))
    }

    /// Says what is wrong with decks, settings and journal.
    fn say_notices(&mut self, trainer: &Trainer) -> io::Result<()> {
        for problem in trainer.problems() {
            writeln!(self.err, "{problem}")?;
        }
        for notice in trainer.notices() {
            writeln!(self.err, "{notice}")?;
        }
        Ok(())
    }
}

/// The ids of `decks`, each of which must be one of `library`.
fn known_decks(decks: &[String], library: &Library) -> anyhow::Result<Vec<String>> {
    let known = |deck: &String| match library.deck(deck) {
        Some(deck) => Ok(deck.id.to_string()),
        None => {
            let ids: Vec<&str> = library.decks().iter().map(|deck| &*deck.id).collect();
            let shown = crate::core::text::clean(deck);
            bail!("there is no deck `{shown}`; decks are {}", ids.join(", "))
        }
    };
    decks.iter().map(known).collect()
}

/// Does what the command line asks for.
pub fn run(cli: Cli, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    match cli.command {
        None => quiz::open(context, Start::Home),
        Some(Command::Quiz(args)) => quiz::run(args, context),
        Some(Command::Lookup(args)) => lookup::run(&args, context),
        Some(Command::Scan(args)) => scan::run(&args, context),
        Some(Command::Jot(args)) => jot::run(&args, context),
        Some(Command::Brief(args)) => brief::run(&args, context),
        Some(Command::Team(args)) => team::run(&args, context),
        Some(Command::Stats(args)) => stats::run(&args, context),
        Some(Command::Deck(args)) => deck(&args.command, context),
        Some(Command::Data(args)) => data::run(&args, context),
        Some(Command::Settings(args)) => settings::run(&args, context),
        Some(Command::Completions(args)) => shell::completions(&args, context),
        Some(Command::Complete(args)) => shell::candidates(&args, context),
        Some(Command::Man(args)) => shell::man(&args, context),
    }
}

fn deck(command: &DeckCommand, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    match command {
        DeckCommand::New(args) => new::run(args, context),
        DeckCommand::Add(args) => add::run(args, context),
        DeckCommand::Rename(args) => rename::run(args, context),
        DeckCommand::Check(args) => check::run(args, context),
        DeckCommand::Fmt(args) => fmt::run(args, context),
        DeckCommand::Diff(args) => diff::run(args, context),
        DeckCommand::Schema => shell::schema_of_decks(context),
        DeckCommand::InitRepo(args) => init_repo::run(args, context),
        DeckCommand::Propose(args) => propose::run(args, context),
        DeckCommand::Sources(args) => sources::run(&args.command, context),
    }
}
