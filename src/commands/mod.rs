//! The subcommands: each turns its arguments into text on a writer.

mod add;
mod ask;
mod backups;
mod bridge;
mod brief;
mod check;
mod data;
mod diff;
mod doctor;
mod export;
mod fmt;
mod follow;
mod forget;
mod import;
mod init_repo;
mod jot;
mod lookup;
mod new;
mod notes;
mod page;
mod propose;
mod quiz;
mod reading;
mod rename;
mod scan;
mod settings;
mod shell;
mod sources;
mod spellings;
mod stats;
mod target;
mod teach_back;
mod team;
mod tune;
mod visit;
mod word;
mod words;

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::bail;

use crate::app_dirs::{AppDirs, NoHome};
use crate::cli::{self, Cli, Command, DeckCommand};
use crate::commands::page::{OutputStyle, Page};
use crate::core::card::DeckId;
use crate::core::deck_names;
use crate::core::jotting::kept;
use crate::core::library::{Library, Renames};
use crate::core::text::is_hostile;
use crate::files::Sources;
use crate::settings::Settings;
pub use crate::settings::When;
pub use crate::trainer::Options;
use crate::trainer::{Trainer, deck_sources};
pub use crate::tui::TerminalEnv;
use crate::tui::{Start, Theme};

/// How a command ended, if it didn't fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Success: exit code 0.
    Done,
    /// Nothing found, or problems found: exit code 1.
    Problems,
}

/// How a command ended, or why it failed.
pub type CommandResult = anyhow::Result<Outcome>;

/// Which streams are terminals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnTerminal {
    /// Stdout.
    pub out: bool,
    /// Stderr.
    pub err: bool,
}

/// The environment of a command.
pub struct Context<'a> {
    /// Stdout, for data.
    pub out: &'a mut dyn Write,
    /// Stderr, for messages.
    pub err: &'a mut dyn Write,
    /// The places, decks, clock and time zone that a trainer is opened with.
    pub options: Options,
    /// When to use color, from the flag.
    pub when: Option<When>,
    /// Whether `NO_COLOR` is set.
    pub no_color: bool,
    /// Which streams are terminals.
    pub on_terminal: OnTerminal,
    /// The width of stdout, in columns.
    pub width: usize,
    /// Whether there is a terminal for the full-screen trainer.
    pub is_terminal: bool,
    /// When to run the quiz in plain lines: `Auto` means only if the terminal can't do more.
    pub plain: When,
    /// The job summary file of a GitHub workflow.
    pub summary: Option<PathBuf>,
    /// The environment of the full-screen trainer.
    pub around: TerminalEnv,
}

impl Context<'_> {
    /// Today's calendar date.
    pub fn today(&self) -> jiff::civil::Date {
        let millis = self.options.clock.now().millis();
        let now = jiff::Timestamp::from_millisecond(millis).unwrap_or_default();
        now.to_zoned(self.options.zone.clone()).date()
    }

    /// Where to look for decks.
    pub fn sources(&self) -> Sources {
        self.sources_by(&self.settings())
    }

    /// The same, where the settings are read already.
    pub fn sources_by(&self, settings: &Settings) -> Sources {
        deck_sources(&self.options.places, &self.options.named, settings)
    }

    /// The settings; the defaults if they cannot be read, which the trainer reports.
    pub fn settings(&self) -> Settings {
        let path = self.places().ok().map(AppDirs::settings);
        path.and_then(|path| crate::settings::load(&path).ok()).unwrap_or_default().settings
    }

    /// The user's own folders. If a file is only looked at, fails and says what to do `instead`.
    fn own_places(&self, instead: &str) -> anyhow::Result<&AppDirs> {
        let places = self.places()?;
        if places.looked_at.is_some() {
            bail!("--data names a file to look at; {instead}");
        }
        Ok(places)
    }

    /// The user's directories.
    fn places(&self) -> Result<&AppDirs, NoHome> {
        self.options.places.as_ref().map_err(|none| *none)
    }

    /// Opens decks, journal, clock, and settings, and prints the problems with them.
    pub fn trainer(&mut self) -> io::Result<Trainer> {
        let trainer = Trainer::open(self.options.clone());
        self.say_notices(&trainer)?;
        Ok(trainer)
    }

    /// Like [`Self::trainer`], but for a command that `writes`: then fails if the journal is read-only.
    fn trainer_to_write(&mut self, writes: bool) -> anyhow::Result<Trainer> {
        let mut trainer = Trainer::open(self.options.clone());
        if writes {
            trainer.refuse_read_only()?;
        }
        self.say_notices(&trainer)?;
        Ok(trainer)
    }

    /// The theme: from the flag, or else from the settings.
    pub fn theme(&self, settings: &Settings) -> Theme {
        if self.color(settings, true) { Theme::ansi() } else { Theme::mono() }
    }

    /// Whether to style text on `out`.
    pub fn styled(&self, settings: &Settings) -> bool {
        self.color(settings, self.on_terminal.out)
    }

    /// The output style of `out`.
    fn look(&self, settings: &Settings) -> OutputStyle {
        OutputStyle {
            styled: self.styled(settings),
            plain: self.is_plain(settings),
            width: self.width,
        }
    }

    /// A page on `out`.
    fn page(&mut self, settings: &Settings) -> Page<'_> {
        let look = self.look(settings);
        Page::new(self.out, look)
    }

    /// The output style of `err`.
    fn look_of_talk(&self, settings: &Settings) -> OutputStyle {
        OutputStyle { styled: self.color(settings, self.on_terminal.err), ..self.look(settings) }
    }

    /// Whether the quiz runs in plain lines.
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

    /// Prints `value` as JSON.
    fn json(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        let text = serde_json::to_string_pretty(value)?;
        self.json_text(&text)
    }

    /// Prints `value` as JSON on one line.
    fn json_line(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        let text = serde_json::to_string(value)?;
        self.json_text(&text)
    }

    /// Prints JSON. Escapes control characters that a terminal would interpret.
    fn json_text(&mut self, text: &str) -> io::Result<()> {
        let mut rest = text;
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

    /// Prints `rows` as JSON for scripts, or the message `none` if there are none. Returns whether the caller still has to
    /// print them for people.
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

    /// Asks `question` before something that can't be undone. Without a terminal it fails and says `otherwise`.
    fn confirms(&mut self, question: &str, otherwise: &str) -> anyhow::Result<bool> {
        self.agrees(&format!("{question} This cannot be undone."), otherwise)
    }

    /// Asks `question`. Without a terminal it fails and says `otherwise`.
    fn agrees(&mut self, question: &str, otherwise: &str) -> anyhow::Result<bool> {
        if !self.is_terminal {
            bail!("{otherwise}; add --yes to do it without asking");
        }
        write!(self.err, "{question} Type yes: ")?;
        self.err.flush()?;
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        Ok(matches!(line.trim().to_lowercase().as_str(), "y" | "yes"))
    }

    /// Prints the problems with decks, settings, and journal.
    fn say_notices(&mut self, trainer: &Trainer) -> io::Result<()> {
        trainer.in_passing().iter().try_for_each(|line| writeln!(self.err, "{line}"))?;
        trainer.notices().iter().try_for_each(|notice| writeln!(self.err, "{notice}"))
    }
}

/// The IDs of the decks with these names; fails if one isn't in `library`.
fn known_decks(
    names: &[String],
    library: &Library,
    context: &Context<'_>,
) -> anyhow::Result<Vec<DeckId>> {
    decks_among(names, library.renames(), &library.titles().collect::<Vec<_>>(), context)
}

/// The current IDs of the decks with these names, which must be among `decks` with these IDs and titles. If the file of one has an
/// error, fails and names that.
fn decks_among(
    names: &[String],
    renames: &Renames,
    decks: &[(&str, &str)],
    context: &Context<'_>,
) -> anyhow::Result<Vec<DeckId>> {
    let known = |name: &String| {
        let now = renames.deck(name);
        if decks.iter().any(|(id, _)| *id == now) {
            return Ok(now.into());
        }
        let near = match deck_names::find(name, decks) {
            Ok(id) => return Ok(id.into()),
            Err(near) => deck_names::did_you_mean(&near),
        };
        if let Some(why) = target::broken(name, context) {
            bail!(why);
        }
        let ids = || decks.iter().map(|(id, _)| *id).collect::<Vec<_>>().join(", ");
        let hint = near.unwrap_or_else(|| format!("the decks are {}", ids()));
        bail!("unknown deck `{}`; {hint}", crate::core::text::clean(name))
    };
    names.iter().map(known).collect()
}

/// Runs the command in `cli`.
pub fn run(cli: Cli, context: &mut Context<'_>) -> CommandResult {
    match cli.command {
        None => quiz::open(context, &[], |_| Start::Home),
        Some(Command::Quiz(cli::Quiz { decks, minutes, new, form, cram })) => {
            quiz::open(context, &decks, |decks| Start::Quiz { decks, minutes, new, form, cram })
        }
        Some(Command::Sit(args)) => quiz::open(context, args.deck.as_slice(), Start::Scene),
        Some(Command::Lookup(args)) => lookup::run(&args, context),
        Some(Command::Scan(args)) => scan::run(&args, context),
        Some(Command::Jot(args)) => jot::run(&args, context),
        Some(Command::Brief(args)) => brief::run(&args, context),
        Some(Command::Team(args)) => team::run(&args, context),
        Some(Command::Stats(args)) => stats::run(&args, context),
        Some(Command::Deck(command)) => deck(&command, context),
        Some(Command::Data(command)) => data::run(&command, context),
        Some(Command::Settings(args)) => settings::run(&args, context),
        Some(Command::Completions(args)) => shell::completions(&args, context),
        Some(Command::Complete(args)) => shell::candidates(&args, context),
        Some(Command::Man(args)) => shell::man(&args, context),
    }
}

fn deck(command: &DeckCommand, context: &mut Context<'_>) -> CommandResult {
    match command {
        DeckCommand::New(args) => new::run(args, context),
        DeckCommand::Add(args) => add::run(args, context),
        DeckCommand::Rename(args) => rename::run(args, context),
        DeckCommand::Check(args) => check::run(args, context),
        DeckCommand::Fmt(args) => fmt::run(args, context),
        DeckCommand::Diff(args) => diff::run(args, context),
        DeckCommand::Schema => shell::schema_of_decks(context),
        DeckCommand::InitRepo(args) => init_repo::run(args, context),
        DeckCommand::Words(args) => words::run(args, context),
        DeckCommand::Export(args) => export::run(args, context),
        DeckCommand::Propose(args) => propose::run(args, context),
        DeckCommand::Sources(command) => sources::run(command, context),
    }
}

/// `text` as it is kept; `None` if it is empty. Fails if it is longer than `longest` characters, of which saving would silently
/// cut off the excess.
fn within(text: &str, longest: usize, what: &str) -> anyhow::Result<Option<String>> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > longest {
        anyhow::bail!("{what} is longer than {longest} characters; shorten it");
    }
    Ok(kept(&text))
}
