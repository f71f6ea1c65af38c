//! Finds the deck file that a command should change, and refuses read-only ones.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::commands::Context;
use crate::core::deck::read::{Read, is_json};
use crate::core::deck::{Deck, Origin};
use crate::core::deck_names;
use crate::core::slug::slug;
use crate::core::text::clean;
use crate::core::typed_command::shell_word;
use crate::files;

/// A deck and its file.
#[derive(Clone)]
pub(super) struct Target {
    /// The file's path.
    pub path: PathBuf,
    /// The deck in that file.
    pub deck: Deck,
}

/// The decks that can be changed, with their files.
pub(super) fn at_hand(context: &Context<'_>) -> Vec<Target> {
    let found = readings(context).into_iter();
    found.filter_map(|(path, read)| Some(Target { path, deck: read.deck? })).collect()
}

/// What is wrong with the file of the deck `name`, if it can be read as no deck.
pub(super) fn broken(name: &str, context: &Context<'_>) -> Option<String> {
    let mut found = readings(context).into_iter().filter(|(_, read)| read.deck.is_none());
    let (path, read) = found.find(|(path, _)| is_called(path, name))?;
    let problem = read.problems.iter().find(|problem| problem.is_error())?;
    let (name, shown, line) = (clean(name), files::shown(&path), problem.place.line.max(1));
    let (what, advice) = (&problem.what, problem.advice());
    Some(format!("the deck `{name}` is in {shown}, but line {line}: {what}; {advice}"))
}

/// The deck files that can be changed: those named for this run, `decks` in the current folder, the current folder, and the
/// user's own.
fn readings(context: &Context<'_>) -> Vec<(PathBuf, Read)> {
    let mut places = context.options.named.clone();
    places.extend([PathBuf::from("decks"), PathBuf::from(".")]);
    places.extend(context.sources().own);
    let mut seen: Vec<PathBuf> = Vec::new();
    let mut found = Vec::new();
    let files = |place: &PathBuf| {
        // The current folder may be any folder, with anything below it.
        let is_here = place == Path::new(".");
        if is_here { files::deck_files_in(place).ok() } else { files::deck_files(place).ok() }
    };
    for path in places.iter().filter_map(files).flatten() {
        let path = path.strip_prefix(".").map(Path::to_owned).unwrap_or(path);
        let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if !seen.contains(&real) && copy_of(&path, context).is_none() {
            seen.push(real);
            let read = files::read_file(&path, &Origin::Named);
            found.push((path, read));
        }
    }
    found
}

/// The folder that `shoptalk deck sources add` manages, if `path` is in it.
fn copy_of(path: &Path, context: &Context<'_>) -> Option<PathBuf> {
    let sources = fs::canonicalize(context.places().ok()?.data.join("sources")).ok()?;
    fs::canonicalize(path).ok()?.starts_with(&sources).then_some(sources)
}

/// Finds a deck by ID or file. One that is written in JSON is refused.
pub(super) fn find(name: &str, context: &Context<'_>) -> anyhow::Result<Target> {
    let target = found(name, context)?;
    refuse_json(&target.path)?;
    Ok(target)
}

/// Fails for a deck that is written in JSON, because only YAML is written.
pub(super) fn refuse_json(path: &Path) -> anyhow::Result<()> {
    if is_json(path) {
        let yaml = files::shown(&path.with_extension("yaml")).to_string();
        let (shown, yaml) = (files::shown(path).to_string(), shell_word(&yaml));
        let from = shell_word(&shown);
        bail!(
            "{shown} is JSON, and only decks in YAML can be edited here; edit it by hand, or convert it: \
             `shoptalk deck new {yaml} --from {from}`"
        );
    }
    Ok(())
}

fn found(name: &str, context: &Context<'_>) -> anyhow::Result<Target> {
    let path = Path::new(name);
    let is_path = name.contains(['/', '\\']) || files::ends_as_deck(path) || is_json(path);
    if is_path {
        return by_path(path, context);
    }
    let mut found = at_hand(context);
    if let Some(at) = found.iter().position(|target| &*target.deck.id == name) {
        let target = found.swap_remove(at);
        refuse_link(&target.path, context)?;
        return Ok(target);
    }
    if let Some(why) = broken(name, context) {
        bail!(why);
    }
    let name = clean(name);
    let library = files::load(&context.sources()).library;
    match library.deck(&name) {
        Some(deck) => {
            let from = match deck.origin {
                Origin::BuiltIn => "ships with the program",
                _ => "is a copy of a deck that others maintain",
            };
            bail!("the deck `{name}` {from}; {}", elsewhere(deck))
        }
        None => {
            let decks: BTreeMap<&str, &str> =
                found.iter().map(|target| (&*target.deck.id, &*target.deck.title)).collect();
            let decks: Vec<(&str, &str)> = decks.into_iter().collect();
            let ids: Vec<&str> = decks.iter().map(|(id, _)| *id).collect();
            let at_hand = deck_names::ask(&name, &decks).unwrap_or_else(|| match ids[..] {
                [] => "there are no deck files here.".to_owned(),
                _ => format!("the decks here are {}.", ids.join(", ")),
            });
            bail!("unknown deck `{name}`; {at_hand} `shoptalk deck new {name}` makes one")
        }
    }
}

/// Whether `name` is the id of the broken deck in the file at `path`: by its name, or by a line in it.
fn is_called(path: &Path, name: &str) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let bytes = files::file_bytes(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let is_id = |line: &str| line.trim().trim_matches(['"', '\'']) == name;
    let mut ids = text.lines().filter_map(|line| line.strip_prefix("deck:")).peekable();
    if ids.peek().is_some() { ids.any(is_id) } else { slug(&stem) == name }
}

/// Refuses to write through a link, or into a folder of decks that is one: in a clone, it may lead anywhere.
pub(super) fn refuse_link(path: &Path, context: &Context<'_>) -> anyhow::Result<()> {
    refuse_linked_decks(path.parent())?;
    match files::refuse_link(path, context.sources().own.as_deref()) {
        Some(problem) => bail!("{} {}; {}", problem.path, problem.what, problem.help),
        None => Ok(()),
    }
}

/// Refuses the folder `decks` that commands use on their own if it is a link.
pub(super) fn refuse_linked_decks(folder: Option<&Path>) -> anyhow::Result<()> {
    if folder == Some(Path::new("decks")) && files::is_link(Path::new("decks")) {
        bail!("decks is a link, which is not followed; name the folder it leads to");
    }
    Ok(())
}

/// How to propose a change to a deck that can't be edited here.
fn elsewhere(deck: &Deck) -> String {
    let id = &deck.id;
    let own = format!("add your own words to a deck that has `extends: {id}`");
    match &deck.source {
        Some(source) => format!("propose the change at {source}, or {own}"),
        None => format!("propose the change to its maintainers, or {own}"),
    }
}

fn by_path(path: &Path, context: &Context<'_>) -> anyhow::Result<Target> {
    let shown = files::shown(path);
    if path.is_dir() {
        bail!("{shown} is a folder; name one of its files");
    }
    if !path.exists() {
        bail!("{shown} does not exist; `shoptalk deck new {shown}` creates it");
    }
    refuse_link(path, context)?;
    let read = files::read_path(path, &Origin::Named).pop();
    let (deck, problems) = read.map_or((None, Vec::new()), |read| (read.deck, read.problems));
    let Some(deck) = deck else {
        let first = problems.first().map(|problem| format!(": {problem}")).unwrap_or_default();
        bail!("{shown} cannot be read as a deck{first}");
    };
    if copy_of(path, context).is_some() {
        bail!("{shown} is a copy that the next update replaces; {}", elsewhere(&deck));
    }
    Ok(Target { path: path.to_owned(), deck })
}

/// Prints the git commands that propose the change of `files` on a branch; nothing outside a checkout.
pub(super) fn say_how_to_propose(
    files: &[PathBuf],
    branch: &str,
    message: &str,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    if let Some(lines) = git_lines(files, branch, message) {
        writeln!(context.err, "To propose it:\n")?;
        lines.iter().try_for_each(|line| writeln!(context.out, "{line}"))?;
    }
    Ok(())
}

/// The git commands that propose the change of `files` on a branch; `None` outside a checkout.
pub(super) fn git_lines(files: &[PathBuf], branch: &str, message: &str) -> Option<Vec<String>> {
    let real = fs::canonicalize(files.first()?).ok()?;
    let root = real.ancestors().skip(1).find(|folder| folder.join(".git").exists())?;
    // The paths are relative to the current folder.
    let here = fs::canonicalize(".").ok();
    let inside = here.as_ref().is_some_and(|here| here.starts_with(root));
    let git = if inside {
        "git".to_owned()
    } else {
        format!("git -C {}", shell_word(&root.display().to_string()))
    };
    let name = |file: &PathBuf| {
        let real = fs::canonicalize(file).ok().filter(|_| !inside);
        shell_word(&real.as_ref().unwrap_or(file).display().to_string())
    };
    let names: Vec<String> = files.iter().map(name).collect();
    Some(vec![
        format!("{git} switch -c {}", shell_word(branch)),
        format!("{git} add {}", names.join(" ")),
        format!("{git} commit -m {}", shell_word(message)),
        format!("{git} push -u origin {}", shell_word(branch)),
    ])
}
