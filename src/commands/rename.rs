//! `shoptalk deck rename`: renames a term and updates every link to it in the decks beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;

use crate::cli;
use crate::commands::target::{self, Target};
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::card::TermId;
use crate::core::deck::edit::{EditError, relink, rename, transfer};
use crate::core::deck::read::read;
use crate::core::deck::{Deck, Origin};
use crate::core::slug::slug;
use crate::core::text::clean;
use crate::core::words::counted;
use crate::files::{self, OnDisk};

#[derive(serde::Serialize)]
struct Report {
    from: String,
    to: String,
    files: Vec<Row>,
    written: bool,
}

#[derive(serde::Serialize)]
struct Row {
    path: Arc<str>,
    links: usize,
}

/// A file to write.
struct Change {
    path: PathBuf,
    file: OnDisk,
    new: String,
    links: usize,
}

/// A file, its current text, and the deck in it.
struct Own {
    target: Target,
    file: OnDisk,
    text: String,
}

/// Renames the term named in `args`.
pub(super) fn run(args: &cli::Rename, context: &mut Context<'_>) -> CommandResult {
    let Some((deck, term)) = args.term.rsplit_once('/') else {
        bail!("write the term with its deck, as in `platform/{}`", slug(&args.term));
    };
    let target = target::find(deck, context)?;
    let id = slug(term);
    let file = OnDisk::read(&target.path)?;
    let mut shown = files::shown(&target.path).to_string();
    let done = match other_deck(&args.name, &target, context)? {
        None => rename(file.text(), &id, &args.name).map(|renamed| {
            let new = TermId::new(&target.deck.id, &renamed.id);
            (new, vec![Own { text: renamed.text, target: target.clone(), file }])
        }),
        Some((other, name)) => {
            let into = OnDisk::read(&other.path)?;
            shown += &format!(" to {}", files::shown(&other.path));
            let (from_deck, into_deck) = (&*target.deck.id, &*other.deck.id);
            let moved = transfer((file.text(), from_deck), &id, (into.text(), into_deck), name);
            moved.map(|moved| {
                let new = TermId::new(into_deck, &moved.id);
                let from = Own { text: moved.from, target: target.clone(), file };
                (new, vec![from, Own { text: moved.into, target: other.clone(), file: into }])
            })
        }
    };
    let old = TermId::new(&target.deck.id, &id);
    let (new, own) = match done {
        Ok(done) => done,
        Err(error) => {
            writeln!(context.err, "{shown}: {error}; nothing was changed")?;
            return Ok(Outcome::Problems);
        }
    };
    let changes = match changes(own, &old, &new, context) {
        Ok(changes) => changes,
        Err((path, error)) => {
            writeln!(context.err, "{}: {error}; nothing was changed", files::shown(&path))?;
            return Ok(Outcome::Problems);
        }
    };
    write(changes, &old, &new, args, context)
}

/// The deck prefix and the rest of `name`, if the deck differs from that of `target`. A term name may contain a slash itself.
fn other_deck<'a>(
    name: &'a str,
    target: &Target,
    context: &Context<'_>,
) -> anyhow::Result<Option<(Target, &'a str)>> {
    let Some((deck, rest)) = name.split_once('/') else { return Ok(None) };
    if rest.trim().is_empty() || deck == &*target.deck.id {
        bail!("write just the new name, or put the deck to move to in front, as in `quality/SLO`");
    }
    let is_known = target::at_hand(context).iter().any(|other| &*other.deck.id == deck)
        || files::load(&context.sources()).library.deck(deck).is_some();
    if is_known { Ok(Some((target::find(deck, context)?, rest))) } else { Ok(None) }
}

fn write(
    changes: Vec<Change>,
    old: &TermId,
    new: &TermId,
    args: &cli::Rename,
    context: &mut Context<'_>,
) -> CommandResult {
    let paths: Vec<PathBuf> = changes.iter().map(|change| change.path.clone()).collect();
    let row = |change: &Change| Row { path: files::shown(&change.path), links: change.links };
    let rows: Vec<Row> = changes.iter().map(row).collect();
    if !args.dry_run {
        files::write_all(changes.into_iter().map(|change| (change.file, change.new)).collect())?;
    }
    if args.json {
        let (from, to) = (old.to_string(), new.to_string());
        context.json(&Report { from, to, files: rows, written: !args.dry_run })?;
        return Ok(Outcome::Done);
    }
    say(&rows, old, new, args, context)?;
    if args.dry_run {
        writeln!(context.err, "nothing was written")?;
        return Ok(Outcome::Done);
    }
    let branch = format!("rename-{}", old.term());
    let message = format!("Rename {old} to {}", clean(args.name.trim()));
    target::say_how_to_propose(&paths, &branch, &message, context)?;
    Ok(Outcome::Done)
}

fn say(
    rows: &[Row],
    old: &TermId,
    new: &TermId,
    args: &cli::Rename,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    let name = clean(args.name.trim());
    if old.deck() != new.deck() {
        writeln!(context.err, "{old} is now {new}; progress carries over through `formerly`")?;
    } else if old == new {
        writeln!(
            context.err,
            "{old} is now called “{name}”; its id and the links to it stay the same"
        )?;
    } else {
        writeln!(
            context.err,
            "{old} is now {new}, “{name}”; progress carries over through `formerly`"
        )?;
    }
    for Row { path, links } in rows {
        let links = match links {
            0 => String::new(),
            links => format!(": {}", counted(*links, "link")),
        };
        writeln!(context.err, "  {path}{links}")?;
    }
    Ok(())
}

/// The decks beside the one at `path`: all below the outermost folder `decks` that it is in, or else those in its folder.
fn beside_it(path: &Path) -> Vec<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let real = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    // Not beyond the repository.
    let root = real.ancestors().position(|folder| folder.join(".git").exists());
    let inside = real.ancestors().take(root.map_or(usize::MAX, |root| root + 1)).enumerate();
    let found = match inside.filter(|(_, folder)| folder.ends_with("decks")).last() {
        None => files::deck_files_in(folder),
        Some((0, _)) => files::deck_files(folder),
        Some((up, _)) => {
            let above = folder.ancestors().nth(up).filter(|above| above.ends_with("decks"));
            files::deck_files(&above.map_or_else(|| folder.join("../".repeat(up)), Path::to_owned))
        }
    };
    found.unwrap_or_default()
}

/// The files to write: those of the term first, then others beside it that link to it.
fn changes(
    own: Vec<Own>,
    old: &TermId,
    new: &TermId,
    context: &mut Context<'_>,
) -> Result<Vec<Change>, (PathBuf, EditError)> {
    let mut changes = Vec::new();
    let mut beside: Vec<PathBuf> = Vec::new();
    let mut seen: Vec<PathBuf> = Vec::new();
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    for Own { target, file, text } in own {
        let path = target.path;
        let linked = relink(&text, &target.deck.id, old, new);
        let (new, links) = linked.map_err(|error| (path.clone(), error))?;
        beside.extend(beside_it(&path));
        seen.push(real(&path));
        changes.push(Change { path, file, new, links });
    }
    for path in beside {
        if old == new || seen.contains(&real(&path)) {
            continue;
        }
        seen.push(real(&path));
        let Ok(file) = OnDisk::read(&path) else { continue };
        // Most files don't mention it: skip them early.
        if !file.text().contains(old.term()) {
            continue;
        }
        if let Err(link) = target::refuse_link(&path, context) {
            let _ = writeln!(context.err, "{link}");
            continue;
        }
        let path: PathBuf = path.strip_prefix(".").map(Path::to_owned).unwrap_or(path);
        let shown = path.display().to_string();
        let read = read(&shown.as_str().into(), file.text().as_bytes(), Origin::Named);
        // A copy of the deck has its own such term.
        let is_own = |deck: &Deck| deck.terms.iter().any(|term| term.id == *old);
        if read.deck.as_ref().is_some_and(is_own) {
            let _ = writeln!(context.err, "{shown} has {old} as well, and was left alone");
            continue;
        }
        let deck = read.deck.map(|deck| deck.id.to_string()).unwrap_or_default();
        match relink(file.text(), &deck, old, new) {
            Ok((_, 0)) => {}
            Ok((new, links)) => changes.push(Change { path, file, new, links }),
            Err(error) => return Err((path, error)),
        }
    }
    Ok(changes)
}
