//! `shoptalk deck init-repo`: creates a deck repository that is ready for contributions.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::cli;
use crate::commands::check::owned_files;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::code_owners;
use crate::core::deck::schema::schema;
use crate::core::text::clean;
use crate::files::{self, OnDisk};

/// Template files, copied unchanged; those under `decks` only if there is no deck yet.
const FILES: &[(&str, &str)] = &[
    ("README.md", include_str!("../../templates/repo/README.md")),
    ("CONTRIBUTING.md", include_str!("../../templates/repo/CONTRIBUTING.md")),
    ("decks/our-team.yaml", include_str!("../../templates/repo/decks/our-team.yaml")),
    (
        ".github/pull_request_template.md",
        include_str!("../../templates/repo/.github/pull_request_template.md"),
    ),
    (
        ".github/ISSUE_TEMPLATE/term.yml",
        include_str!("../../templates/repo/.github/ISSUE_TEMPLATE/term.yml"),
    ),
    (".pre-commit-config.yaml", include_str!("../../templates/repo/.pre-commit-config.yaml")),
    (".gitattributes", include_str!("../../templates/repo/.gitattributes")),
    (".prettierignore", include_str!("../../templates/repo/.prettierignore")),
    (".yamllint", include_str!("../../templates/repo/.yamllint")),
    (".vscode/settings.json", include_str!("../../.vscode/settings.json")),
    (".vscode/extensions.json", include_str!("../../.vscode/extensions.json")),
];

/// The file with the owners of decks, which a second run brings up to date.
const CODE_OWNERS: &str = ".github/CODEOWNERS";

/// What stands in a workflow for an action that is not known.
const NO_ACTION: &str = "\"<owner>/shoptalk@<release>\"";

/// The workflow template; `{action}` is replaced with this project's GitHub Action.
const WORKFLOW: &str = include_str!("../../templates/repo/.github/workflows/decks.yml");

/// The workflow that publishes the decks as a page, likewise.
const PAGE: &str = include_str!("../../templates/repo/.github/workflows/page.yml");

/// Creates all files in the folder named in `args`. Overwrites none, but brings the owners of decks up to date.
pub(super) fn run(args: &cli::InitRepo, context: &mut Context<'_>) -> CommandResult {
    let folder = args.folder.as_path();
    if folder.is_file() {
        bail!("{} is a file; name a folder", files::shown(folder));
    }
    if let Some(action) = &args.action {
        valid_action(action)?;
    }
    let action = args.action.clone().or_else(own_action);
    let decks = folder.join("decks");
    let present = if files::is_link(&decks) { Vec::new() } else { owned_files(&decks) };
    let has_deck = present.iter().any(|file| file.owners.is_some());
    let mut files: Vec<(&str, String)> = FILES
        .iter()
        .filter(|(name, _)| !has_deck || !name.starts_with("decks/"))
        .map(|(name, text)| (*name, (*text).to_owned()))
        .collect();
    let schema = serde_json::to_string_pretty(&schema())? + "\n";
    files.push(("decks/deck.schema.json", schema));
    files.push((CODE_OWNERS, code_owners::new(&present)));
    let named = action.as_deref().unwrap_or(NO_ACTION);
    files.push((".github/workflows/decks.yml", WORKFLOW.replace("{action}", named)));
    if args.page {
        files.push((".github/workflows/page.yml", PAGE.replace("{action}", named)));
    }
    let mut has_workflow = false;
    for (name, text) in &files {
        let path = if folder == Path::new(".") { name.into() } else { folder.join(name) };
        let shown = files::shown(&path);
        let is_workflow = name.starts_with(".github/workflows/");
        if lay_down(folder, &path, text).with_context(|| shown.to_string())? {
            writeln!(context.out, "{shown}")?;
            has_workflow |= is_workflow;
            continue;
        }
        let change = |old: &str| match *name {
            CODE_OWNERS => code_owners::in_step(old, &present),
            _ if is_workflow && args.action.is_some() => old.replace(NO_ACTION, named),
            _ => old.to_owned(),
        };
        if bring_up_to_date(&path, change).with_context(|| shown.to_string())? {
            writeln!(context.out, "{shown}: brought up to date")?;
        } else {
            writeln!(context.err, "{shown} already exists; left unchanged")?;
        }
    }
    // List the files first if stdout and stderr share a terminal.
    context.out.flush()?;
    let hint = match &action {
        _ if !has_workflow => None,
        None => Some(
            "in .github/workflows, replace <owner> and <release> with those of shoptalk's action; --action does it for you",
        ),
        Some(action) if is_pinned(action) => None,
        Some(_) => Some(
            "a tag can be moved to other code: to pin the action, name the commit of its release, as in \
             --action OWNER/REPOSITORY@COMMIT",
        ),
    };
    if let Some(hint) = hint {
        writeln!(context.err, "{hint}")?;
    }
    writeln!(
        context.err,
        "next: add your words to {}, then run `shoptalk deck check --strict`",
        clean(&if folder == Path::new(".") { "decks".into() } else { decks.display().to_string() })
    )?;
    Ok(Outcome::Done)
}

/// Creates a file in the repository `folder`. Returns `false` if it exists already. Follows no link, which could lead out of a clone.
fn lay_down(folder: &Path, path: &Path, text: &str) -> io::Result<bool> {
    let inside = path.ancestors().skip(1).take_while(|parent| *parent != folder);
    if let Some(link) = inside.filter(|parent| files::is_link(parent)).last() {
        let what = format!("{} is a link, which is not followed", link.display());
        return Err(io::Error::new(io::ErrorKind::NotADirectory, what));
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    match fs::File::create_new(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// Applies `change` to the text of a file that exists. Returns whether that changed it. Follows no link.
fn bring_up_to_date(path: &Path, change: impl Fn(&str) -> String) -> anyhow::Result<bool> {
    if files::is_link(path) || !path.is_file() {
        return Ok(false);
    }
    let file = OnDisk::read(path)?;
    let new = change(file.text());
    let is_changed = new != file.text();
    if is_changed {
        file.write(&new)?;
    }
    Ok(is_changed)
}

/// This project's GitHub Action, pinned to the commit of this version if the build knows it; `None` if Cargo.toml has no repository
/// URL.
fn own_action() -> Option<String> {
    let home =
        env!("CARGO_PKG_REPOSITORY").strip_prefix("https://github.com/")?.trim_end_matches('/');
    let release = concat!("v", env!("CARGO_PKG_VERSION"));
    Some(match option_env!("SHOPTALK_COMMIT") {
        Some(commit) => format!("{home}@{commit} # {release}"),
        None => format!("{home}@{release}"),
    })
}

/// Whether `action` names a commit, which can't be moved.
fn is_pinned(action: &str) -> bool {
    let release = action.split_once('@').map_or("", |(_, release)| release);
    let commit = release.split(' ').next().unwrap_or_default();
    commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit())
}

fn valid_action(action: &str) -> anyhow::Result<()> {
    let part = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    let is_valid = |(place, release): (&str, &str)| {
        place.contains('/') && !release.is_empty() && place.chars().chain(release.chars()).all(part)
    };
    if !action.split_once('@').is_some_and(is_valid) {
        bail!("`{}` is not an action; use owner/repository@release", clean(action));
    }
    Ok(())
}
