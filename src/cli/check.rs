//! Arguments of `deck check` and `deck diff`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::values::age;

/// `shoptalk deck check`
#[derive(Debug, Args)]
#[command(after_help = "\
Exits with 1 if there are errors, or warnings with --strict; with --base, only new ones count.

  shoptalk deck check --strict --base main...   check what this branch changed
  shoptalk deck check --strict --base HEAD      check what is not committed yet")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Check {
    /// Deck files or folders; defaults to `decks` in this folder, or to your own decks
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Fail on warnings, too
    #[arg(long)]
    pub strict: bool,
    /// Show hints, too: missing fields and unnatural English
    #[arg(long, conflicts_with_all = ["stale", "explain"])]
    pub hints: bool,
    /// Fix problems that have only one possible fix, and show the changes
    #[arg(long, conflicts_with_all = ["stale", "explain", "json"])]
    pub fix: bool,
    /// With --fix: show the changes, but write nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// Fail only on what is new since this git revision; also report ids changed without `formerly`, and what each new or changed word lacks
    #[arg(long, value_name = "REV", conflicts_with_all = ["stale", "explain"])]
    pub base: Option<String>,
    /// List words not `reviewed` for this long, by owner: 12m, 90d, 1y
    #[arg(long, value_name = "AGE", value_parser = age)]
    pub stale: Option<jiff::Span>,
    /// Explain a rule, such as E209
    #[arg(long, value_name = "CODE", conflicts_with_all = ["paths", "stale"])]
    pub explain: Option<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Print as JSON; short for `--format json`
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

/// Output formats of `deck check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people, with the lines of the file.
    Human,
    /// One line per problem.
    Short,
    /// JSON, for scripts.
    Json,
    /// GitHub workflow annotations, with a job summary.
    Github,
}

/// `shoptalk deck diff`
#[derive(Debug, Args)]
#[command(after_help = "\
Exits with 1 if learners would lose progress, or if there are new errors.

  shoptalk deck diff main...           show what this branch changed
  shoptalk deck diff v1.0 v1.1         show what a release changed
  shoptalk deck diff old/decks decks   compare two folders")]
pub struct Diff {
    /// Git revision or folder to compare with; `A...B` compares B with where it branched off A, and `A...` the current files
    #[arg(value_hint = ValueHint::AnyPath)]
    pub base: String,
    /// Second revision or folder; defaults to the current files
    #[arg(value_hint = ValueHint::AnyPath)]
    pub head: Option<String>,
    /// Deck file or folder in the repository; defaults to `decks` or this folder (can be repeated)
    #[arg(long, value_name = "PATH")]
    pub path: Vec<PathBuf>,
    /// Output format; markdown is for a pull request comment
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: DiffFormat,
    /// Print as JSON; short for `--format json`
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

/// Output formats of `deck diff`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum DiffFormat {
    /// For people, at a terminal.
    Human,
    /// For a pull request comment.
    Markdown,
    /// JSON, for scripts.
    Json,
}
