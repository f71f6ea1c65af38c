//! The words for looking at decks: `check` and `diff`.

use std::path::PathBuf;

use clap::Args;

use super::values::{Age, age};

/// `shoptalk deck check`
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Check {
    /// Deck files or folders of them, whose subfolders are not read; `decks` here, or your own decks, when none is named
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Let warnings fail, too
    #[arg(long)]
    pub strict: bool,
    /// Show hints, too: fields that are missing, and English that no one speaks
    #[arg(long, conflicts_with_all = ["stale", "explain"])]
    pub hints: bool,
    /// Mend what can be mended in one way only, and show how
    #[arg(long, conflicts_with_all = ["stale", "explain", "json"])]
    pub fix: bool,
    /// With `--fix`: show how, and write nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// Compare with this git revision: ids that changed without a word, and what new and changed words lack, one by one
    #[arg(long, value_name = "REV", conflicts_with_all = ["stale", "explain"])]
    pub base: Option<String>,
    /// List the words that were not `reviewed` for so long, by owner: 12m, 90d, 1y
    #[arg(long, value_name = "AGE", value_parser = age)]
    pub stale: Option<Age>,
    /// Explain a rule, as in `--explain E209`
    #[arg(long, value_name = "CODE", conflicts_with_all = ["paths", "stale"])]
    pub explain: Option<String>,
    /// How to print what is found: drawn for people, a line each, for scripts, or as annotations of a GitHub workflow
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Print for scripts; short for `--format json`
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

/// How to print what is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Drawn, for people.
    Human,
    /// A line each.
    Short,
    /// For scripts.
    Json,
    /// As annotations of a GitHub workflow, with a job summary.
    Github,
}

/// `shoptalk deck diff`
#[derive(Debug, Args)]
#[command(after_help = "\
Ends with 1 when the progress of learners would be lost, or when there are errors that were not there before.

  shoptalk deck diff main...           what this branch changes, since it began
  shoptalk deck diff v1.0 v1.1         what a release changed
  shoptalk deck diff old/decks decks   two folders")]
pub struct Diff {
    /// A git revision, or a folder of decks; `A...B` is where B began from A, and `A...` where you did
    pub base: String,
    /// Another; the files as they are now when left out
    pub head: Option<String>,
    /// A deck file or folder of the repository; `decks` or this folder when left out; may be given several times
    #[arg(long, value_name = "PATH")]
    pub path: Vec<PathBuf>,
    /// How to print it; markdown is for a comment on a pull request
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: DiffFormat,
    /// Print for scripts: the same as `--format json`
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

/// How changes are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum DiffFormat {
    /// For a person at a terminal.
    Human,
    /// For a comment on a pull request.
    Markdown,
    /// For scripts.
    Json,
}
