//! `shoptalk deck init-repo`: creates a deck repository that is ready for contributions.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::cli;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::deck::schema::schema;
use crate::core::deck::{Deck, Origin};
use crate::core::text::clean;
use crate::files;

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
    (".vscode/settings.json", include_str!("../../.vscode/settings.json")),
    (".vscode/extensions.json", include_str!("../../.vscode/extensions.json")),
];

/// The workflow template; `{action}` is replaced with this project's GitHub Action.
const WORKFLOW: &str = include_str!("../../templates/repo/.github/workflows/decks.yml");

/// The workflow that publishes the decks as a page, likewise.
const PAGE: &str = include_str!("../../templates/repo/.github/workflows/page.yml");

/// Creates all files in the folder named in `args`. Never overwrites.
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
    let present: Vec<Deck> = if decks.is_dir() && !files::is_link(&decks) {
        files::read_path(&decks, &Origin::Named).into_iter().filter_map(|read| read.deck).collect()
    } else {
        Vec::new()
    };
    let mut files: Vec<(&str, String)> = FILES
        .iter()
        .filter(|(name, _)| present.is_empty() || !name.starts_with("decks/"))
        .map(|(name, text)| (*name, (*text).to_owned()))
        .collect();
    let schema = serde_json::to_string_pretty(&schema())? + "\n";
    files.push(("decks/deck.schema.json", schema));
    files.push((".github/CODEOWNERS", code_owners(&present)));
    let named = action.as_deref().unwrap_or("\"<owner>/shoptalk@<release>\"");
    files.push((".github/workflows/decks.yml", WORKFLOW.replace("{action}", named)));
    if args.page {
        files.push((".github/workflows/page.yml", PAGE.replace("{action}", named)));
    }
    let mut has_workflow = false;
    for (name, text) in &files {
        let path = if folder == Path::new(".") { name.into() } else { folder.join(name) };
        let shown = files::shown(&path);
        if lay_down(folder, &path, text).with_context(|| shown.to_string())? {
            writeln!(context.out, "{shown}")?;
            has_workflow |= name.starts_with(".github/workflows/");
        } else {
            writeln!(context.err, "{shown} already exists; left unchanged")?;
        }
    }
    // List the files first if stdout and stderr share a terminal.
    context.out.flush()?;
    let hint = match &action {
        _ if !has_workflow => None,
        None => Some(
            "in .github/workflows, replace <owner> with the address of shoptalk's action; --action does it for you",
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

/// A CODEOWNERS file with the deck owners that are GitHub handles.
fn code_owners(decks: &[Deck]) -> String {
    let mut text = String::from(
        "# Owners review changes to a deck. Names are @account, @organization/team, or an email address.\n",
    );
    for deck in decks {
        let file = deck.path.rsplit(['/', '\\']).next().unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./@+".contains(c);
        let is_name =
            |owner: &&str| owner.contains('@') && owner.len() > 1 && owner.chars().all(plain);
        let owners: Vec<&str> = deck.owners.iter().map(String::as_str).filter(is_name).collect();
        if !owners.is_empty() && file.chars().all(plain) {
            text += &format!("/decks/{file} {}\n", owners.join(" "));
        }
    }
    if decks.is_empty() {
        text += "# /decks/our-team.yaml @acme/our-team\n";
    }
    text
}
