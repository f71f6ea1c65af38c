//! Arguments of `deck sources` and `deck init-repo`.

use std::path::PathBuf;

use clap::builder::{StringValueParser, TypedValueParser as _};
use clap::{Args, Subcommand, ValueHint};

/// Subcommands of `shoptalk deck sources`.
#[derive(Debug, Subcommand)]
pub enum SourcesCommand {
    /// Add decks from a git repository or folder, and store a copy
    Add(SourcesAdd),
    /// Update the copies and show what changed; the old decks stay in use until the update is complete
    Update(SourcesUpdate),
    /// List the sources and the age of their copies
    List(SourcesList),
    /// Remove a source and its copy; your progress is kept
    Remove(SourcesRemove),
}

/// `shoptalk deck sources add`
#[derive(Debug, Args)]
#[command(after_help = "\
A folder called OWNER/REPOSITORY comes before the repository on GitHub. You can also paste
the address of a folder on GitHub or GitLab from the browser.

  shoptalk deck sources add acme/words
  shoptalk deck sources add https://github.com/acme/words/tree/main/team/decks
  shoptalk deck sources add git@example.org:acme/words
  shoptalk deck sources add ./words")]
pub struct SourcesAdd {
    /// Git repository (https://, ssh://, git://, file://, `git@host:path`, or OWNER/REPOSITORY on GitHub) or folder
    #[arg(value_name = "URL|FOLDER", value_hint = ValueHint::DirPath)]
    pub from: String,
    /// Name of the source; defaults to one made from the address
    #[arg(long, value_name = "NAME", value_parser = StringValueParser::new().map(|name| name.to_lowercase()))]
    pub name: Option<String>,
    /// Folder in it that has the decks; defaults to `decks`, or else the top level
    #[arg(long, value_name = "SUBDIR")]
    pub path: Option<String>,
    /// Branch or tag to use
    #[arg(long, value_name = "BRANCH")]
    pub branch: Option<String>,
}

/// `shoptalk deck sources update`
#[derive(Debug, Args)]
pub struct SourcesUpdate {
    /// Update only this source
    #[arg(value_name = "NAME", value_parser = StringValueParser::new().map(|name| name.to_lowercase()))]
    pub name: Option<String>,
}

/// `shoptalk deck sources list`
#[derive(Debug, Args)]
pub struct SourcesList {
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// `shoptalk deck sources remove`
#[derive(Debug, Args)]
pub struct SourcesRemove {
    /// Name of the source
    #[arg(value_name = "NAME", value_parser = StringValueParser::new().map(|name| name.to_lowercase()))]
    pub name: String,
}

/// `shoptalk deck init-repo`
#[derive(Debug, Args)]
pub struct InitRepo {
    /// Folder to set up; existing files are not changed
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath, default_value = ".")]
    pub folder: PathBuf,
    /// GitHub action that checks the decks, as OWNER/REPOSITORY@COMMIT; by default that of this release, or a placeholder to fill in
    #[arg(long, value_name = "ACTION")]
    pub action: Option<String>,
    /// Also add a workflow that publishes the decks as a page on GitHub Pages
    #[arg(long)]
    pub page: bool,
}
