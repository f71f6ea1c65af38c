//! Arguments for decks from elsewhere and repositories of them: `deck sources`, `deck init-repo`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `shoptalk deck sources`
#[derive(Debug, Args)]
pub struct Sources {
    /// What to do.
    #[command(subcommand)]
    pub command: SourcesCommand,
}

/// What to do with decks from elsewhere.
#[derive(Debug, Subcommand)]
pub enum SourcesCommand {
    /// Take decks from elsewhere, and keep a copy
    Add(SourcesAdd),
    /// Bring the copies up to date, and say what changed; the old decks serve until the new ones are whole
    Update(SourcesUpdate),
    /// List where decks come from, and how old the copies are
    List(SourcesList),
    /// Remove a copy; progress on its words is kept
    Remove(SourcesRemove),
}

/// `shoptalk deck sources add`
#[derive(Debug, Args)]
pub struct SourcesAdd {
    /// A git repository (https://, ssh://, git://, file:// or `git@host:path`) or a folder
    #[arg(value_name = "URL|FOLDER")]
    pub from: String,
    /// What to call it; made of the address when left out
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// The folder in it that has the decks; `decks`, or else the top, when left out
    #[arg(long, value_name = "SUBDIR")]
    pub path: Option<String>,
    /// The branch or tag of the repository
    #[arg(long, value_name = "BRANCH")]
    pub branch: Option<String>,
}

/// `shoptalk deck sources update`
#[derive(Debug, Args)]
pub struct SourcesUpdate {
    /// Only this one
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}

/// `shoptalk deck sources list`
#[derive(Debug, Args)]
pub struct SourcesList {
    /// Print for scripts
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk deck sources remove`
#[derive(Debug, Args)]
pub struct SourcesRemove {
    /// What it is called
    #[arg(value_name = "NAME")]
    pub name: String,
}

/// `shoptalk deck init-repo`
#[derive(Debug, Args)]
pub struct InitRepo {
    /// The folder; what is there already stays as it is
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
    /// The action that checks decks on GitHub, as in owner/shoptalk@v1.0.0; a placeholder to fill in when left out
    #[arg(long, value_name = "ACTION")]
    pub action: Option<String>,
}
