//! `shoptalk rename`: gives a term another name, and changes every link to it in its folder.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::cli;
use crate::commands::target::{self, Target};
use crate::commands::{Context, Outcome};
use crate::core::card::TermId;
use crate::core::deck::Origin;
use crate::core::deck::edit::{EditError, relink, rename};
use crate::core::deck::read::read;
use crate::core::slug::slug;
use crate::core::text::clean;
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
    path: String,
    links: usize,
}

/// What is to be written.
struct Change {
    path: PathBuf,
    file: OnDisk,
    new: String,
    links: usize,
}

/// Renames the term that `args` name.
pub fn run(args: &cli::Rename, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let Some((deck, term)) = args.term.rsplit_once('/') else {
        bail!("write the term with its deck, as in `platform/{}`", slug(&args.term));
    };
    if args.name.contains('/')
        && target::find(args.name.split('/').next().unwrap_or(""), context).is_ok()
    {
        bail!(
            "a word moves to another deck by hand: put it into that file, with `formerly: [{}/{}]`",
            clean(deck),
            slug(term)
        );
    }
    let target = target::find(deck, context)?;
    let id = slug(term);
    let file = OnDisk::read(&target.path)?;
    let renamed = match rename(file.text(), &id, &args.name) {
        Ok(renamed) => renamed,
        Err(error) => {
            let shown = clean(&target.path.display().to_string()).into_owned();
            writeln!(context.err, "{shown}: {error}")?;
            return Ok(Outcome::Problems);
        }
    };
    let deck = &*target.deck.id;
    let (old, new) = (TermId::new(deck, &id), TermId::new(deck, &renamed.id));
    let changes = match changes(&target, file, &renamed.text, &old, &new) {
        Ok(changes) => changes,
        Err((path, error)) => {
            writeln!(
                context.err,
                "{}: {error}; nothing was changed",
                clean(&path.display().to_string())
            )?;
            return Ok(Outcome::Problems);
        }
    };
    let paths: Vec<PathBuf> = changes.iter().map(|change| change.path.clone()).collect();
    let row = |change: &Change| {
        let path = clean(&change.path.display().to_string()).into_owned();
        Row { path, links: change.links }
    };
    let rows: Vec<Row> = changes.iter().map(row).collect();
    if !args.dry_run {
        files::write_all(changes.into_iter().map(|change| (change.file, change.new)).collect())?;
    }
    if args.json {
        let (from, to) = (old.to_string(), new.to_string());
        context.json(&Report { from, to, files: rows, written: !args.dry_run })?;
        return Ok(Outcome::Done);
    }
    say(&rows, &old, &new, args, context)?;
    if args.dry_run {
        writeln!(context.err, "nothing was written")?;
        return Ok(Outcome::Done);
    }
    let branch = format!("rename-{}", old.term());
    let message = format!("Rename {old} to {}", clean(args.name.trim()));
    if let Some(lines) = target::git_lines(&paths, &branch, &message) {
        writeln!(context.err, "To propose it:\n")?;
        for line in lines {
            writeln!(context.out, "{line}")?;
        }
    }
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
    if old == new {
        writeln!(context.err, "{old} is called “{name}”; its id and the links to it stay")?;
    } else {
        writeln!(context.err, "{old} is {new} now, “{name}”; progress follows by `formerly`")?;
    }
    for Row { path, links } in rows {
        let links = match links {
            0 => String::new(),
            1 => ": 1 link".to_owned(),
            _ => format!(": {links} links"),
        };
        writeln!(context.err, "  {path}{links}")?;
    }
    Ok(())
}

/// What is to be written: first the file of the term itself, then those with links to it.
fn changes(
    target: &Target,
    file: OnDisk,
    text: &str,
    old: &TermId,
    new: &TermId,
) -> Result<Vec<Change>, (PathBuf, EditError)> {
    let own = |error| (target.path.clone(), error);
    let (text, links) = relink(text, &target.deck.id, old, new).map_err(own)?;
    let folder = target.path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let beside = files::deck_files(folder.unwrap_or(Path::new("."))).unwrap_or_default();
    let mut changes = vec![Change { path: target.path.clone(), file, new: text, links }];
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    for path in beside {
        if old == new || real(&path) == real(&target.path) {
            continue;
        }
        let Ok(file) = OnDisk::read(&path) else { continue };
        // Nearly every file says nothing of it.
        if !file.text().contains(old.term()) {
            continue;
        }
        let path: PathBuf = path.strip_prefix(".").map(Path::to_owned).unwrap_or(path);
        let shown = path.display().to_string();
        let read = read(&shown.as_str().into(), file.text().as_bytes(), Origin::Named);
        let deck = read.deck.map(|deck| deck.id.to_string()).unwrap_or_default();
        match relink(file.text(), &deck, old, new) {
            Ok((_, 0)) => {}
            Ok((new, links)) => changes.push(Change { path, file, new, links }),
            Err(error) => return Err((path, error)),
        }
    }
    Ok(changes)
}
