//! Arguments of the commands that write decks: `deck new`, `add`, `fmt`, `rename` and `propose`.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use super::values::level;
use crate::core::deck::content::Content;
use crate::core::deck::edit::Draft;
use crate::core::deck::fields::{self, Field, Kind, TERM};
use crate::core::slug::slug;
use crate::core::typed_command::shell_word;

/// `shoptalk deck add`
#[derive(Debug, Default, Args)]
pub struct Add {
    /// Deck id or file
    #[arg(value_name = "DECK")]
    pub deck: Option<String>,
    /// The fields of the term.
    #[command(flatten)]
    pub term: TermFlags,
    /// Add a scene instead of a word: a conversation to sit in on
    #[arg(long)]
    pub scene: bool,
    /// Import the words of this file or folder, or with `--scene`, read the scene; `-` is standard input
    #[arg(long, value_name = "PATH")]
    pub from: Option<PathBuf>,
    /// How to import words.
    #[command(flatten)]
    pub import: ImportFlags,
    /// Read nothing from the terminal; use only the flags
    #[arg(short = 'y', long)]
    pub yes: bool,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// The fields of a term, one flag for each.
#[derive(Debug, Default)]
pub struct TermFlags(pub Draft);

impl Args for TermFlags {
    fn augment_args(command: Command) -> Command {
        command.args(TERM.iter().filter_map(flag))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for TermFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut draft = Draft::default();
        for field in TERM {
            let Some(given) = field.flag.and_then(|flag| matches.get_many::<String>(flag)) else {
                continue;
            };
            let content = match field.kind {
                Kind::Links => Content::list(given.map(|link| as_link(link))),
                kind if kind.is_list() => Content::list(given),
                _ => Content::text(given.map(String::as_str).next_back().unwrap_or_default()),
            };
            draft.put(field.name, content);
        }
        Ok(Self(draft))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn flag(field: &Field) -> Option<Arg> {
    let flag = field.flag?;
    let help = field.help.trim_end_matches('.');
    let arg = Arg::new(flag).long(flag).allow_hyphen_values(true);
    Some(match field.kind {
        Kind::Level => {
            let word = |word: &str| level(word).map(|level| level.to_string());
            arg.value_name("LEVEL").value_parser(word).help(help)
        }
        kind if kind.is_list() => {
            let name = if kind == Kind::Links { "TERM" } else { "TEXT" };
            let arg = arg.value_name(name).action(ArgAction::Append);
            arg.help(format!("{help} (can be repeated)"))
        }
        _ => arg.value_name("TEXT").help(help),
    })
}

/// Turns `Error budget` into `error-budget`, and `Product/Road map` into `product/road-map`.
fn as_link(text: &str) -> String {
    text.split('/').map(slug).collect::<Vec<_>>().join("/")
}

/// `shoptalk deck fmt`
#[derive(Debug, Args)]
pub struct Fmt {
    /// Deck files or folders; defaults to `decks` in this folder, or to your own decks
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write nothing; fail if a file is not formatted
    #[arg(long)]
    pub check: bool,
    /// Write nothing; show what would change
    #[arg(long)]
    pub diff: bool,
}

/// `shoptalk deck rename`
#[derive(Debug, Args)]
pub struct Rename {
    /// Term to rename, such as `platform/error-budget`
    #[arg(value_name = "DECK/TERM")]
    pub term: String,
    /// New name; prefix it with a deck, as in `quality/SLO`, to move the term there
    #[arg(value_name = "NEW", allow_hyphen_values = true)]
    pub name: String,
    /// Show what would change, but write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// How to import words.
#[derive(Debug, Default, Args)]
pub struct ImportFlags {
    /// Map deck fields to columns, fields, or numbers of columns, as in `term=Word,definition=Meaning` or `term=en.term`
    #[arg(long, value_name = "FIELD=NAME", value_delimiter = ',', requires = "from", value_parser = pair)]
    pub map: Vec<(String, String)>,
    /// Whether the first row of a table names the columns; detected by default
    #[arg(long, value_name = "YES|NO", requires = "from", value_parser = yes_or_no)]
    pub header: Option<bool>,
    /// Show what would be imported, but write nothing
    #[arg(long, requires = "from")]
    pub dry_run: bool,
}

impl ImportFlags {
    /// These flags, and `--yes`, as they are typed after a command, with a space before each.
    pub(crate) fn typed(&self, yes: bool) -> String {
        let map = self
            .map
            .iter()
            .map(|(field, name)| format!(" --map {}", shell_word(&format!("{field}={name}"))));
        let header = self.header.map(|has| if has { " --header yes" } else { " --header no" });
        let dry_run = self.dry_run.then_some(" --dry-run");
        let rest = header.into_iter().chain(dry_run).chain(yes.then_some(" --yes"));
        map.chain(rest.map(str::to_owned)).collect()
    }
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" => Ok(true),
        "no" | "n" | "false" => Ok(false),
        _ => Err("say yes or no".to_owned()),
    }
}

/// `shoptalk deck new`
#[derive(Debug, Args)]
pub struct New {
    /// Deck id, or file to create
    #[arg(value_name = "DECK")]
    pub deck: String,
    /// Import the words in this file or folder: CSV, TSV, Markdown, YAML, JSON, or a text export of Anki or Quizlet; `-` is
    /// standard input
    #[arg(long, value_name = "PATH")]
    pub from: Option<PathBuf>,
    /// How to import words.
    #[command(flatten)]
    pub import: ImportFlags,
    /// Import without asking
    #[arg(short = 'y', long, requires = "from")]
    pub yes: bool,
    /// Extend the deck with this id instead of creating a separate one
    #[arg(long, value_name = "DECK")]
    pub extends: Option<String>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let wrong = || "write the field, `=` and the name it has there, as in term=Word".to_owned();
    let (field, name) = text.split_once('=').ok_or_else(wrong)?;
    if fields::of_term(field.trim()).is_none() {
        return Err(format!("fields are {}", fields::names(TERM)));
    }
    Ok((field.trim().to_owned(), name.trim().to_owned()))
}

/// `shoptalk deck propose`
#[derive(Debug, Args)]
pub struct Propose {
    /// Number from the list, or a word; without it, prints the list
    #[arg(value_name = "N|WORD")]
    pub what: Vec<String>,
    /// Also name the person who explained the word
    #[arg(long)]
    pub credit: bool,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}
