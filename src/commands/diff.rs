//! `shoptalk deck diff`: compares decks between two git revisions or two folders.

pub(super) mod human;
mod markdown;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::Serialize;

use crate::cli::{self, DiffFormat};
use crate::commands::diff::human::Reader;
use crate::commands::{CommandResult, Context, Outcome};
use crate::core::changes::{Changes, changes};
use crate::core::deck::Origin;
use crate::core::deck::read::Read;
use crate::core::text::clean;
use crate::core::words::counted;
use crate::files::{self, Revision};

#[derive(Serialize)]
struct Report<'a> {
    /// Whether learners would lose progress, or there are new errors.
    bad: bool,
    #[serde(flatten)]
    changes: &'a Changes,
}

/// Compares the revisions or folders named in `args`.
pub(super) fn run(args: &cli::Diff, context: &mut Context<'_>) -> CommandResult {
    let (old, new) = sides(args)?;
    let around: Vec<_> = files::built_in();
    let changes = changes(old, new, &around);
    match if args.json { DiffFormat::Json } else { args.format } {
        DiffFormat::Human => {
            human::write(&changes, Reader::Reviewer, context.width, context.out)?;
            writeln!(context.err, "{}", summary(&changes))?;
        }
        DiffFormat::Markdown => write!(context.out, "{}", markdown::text(&changes))?,
        DiffFormat::Json => context.json(&Report { bad: changes.is_bad(), changes: &changes })?,
    }
    Ok(if changes.is_bad() { Outcome::Problems } else { Outcome::Done })
}

type Sides = (Vec<Read>, Vec<Read>);

/// Loads the decks of both sides.
fn sides(args: &cli::Diff) -> anyhow::Result<Sides> {
    if let Some(head) = &args.head
        && let (base, head) = (Path::new(&args.base), Path::new(head))
        && base.exists()
        && head.exists()
    {
        if !args.path.is_empty() {
            bail!("`--path` is for git revisions; name the folders themselves");
        }
        return Ok(two_places(base, head));
    }
    let paths = match &args.path[..] {
        // Where a deck repository has its decks.
        [] if Path::new("decks").is_dir() => vec!["decks".into()],
        [] => vec![".".into()],
        paths => paths.to_vec(),
    };
    two_revisions(&args.base, args.head.as_deref(), &paths).map_err(|error| {
        let is_place = |name: &str| Path::new(name).exists();
        if is_place(&args.base) && args.head.is_none() {
            error.context("to compare two folders, name both")
        } else {
            error
        }
    })
}

/// Loads both sides from folders or files.
fn two_places(base: &Path, head: &Path) -> Sides {
    let old = files::read_path(base, &Origin::Named).into_iter().map(|read| {
        // Display the path of the new side in messages and in the comparison.
        let name = read.deck.as_ref().map(|deck| deck.path.clone());
        let name = name.or_else(|| read.problems.first().map(|one| one.path.clone()));
        let inside = name.as_deref().map(Path::new).and_then(|path| {
            if base.is_dir() {
                path.strip_prefix(&*files::shown(base)).ok()
            } else {
                path.file_name().map(Path::new)
            }
        });
        let at = match inside {
            Some(inside) if head.is_dir() => head.join(inside),
            _ => head.to_owned(),
        };
        let shown = files::shown(&at);
        read.renamed(|_| shown.clone())
    });
    (old.collect(), files::read_path(head, &Origin::Named))
}

/// Loads both sides from git. Without `head`, the new side is the working tree.
fn two_revisions(base: &str, head: Option<&str>, paths: &[PathBuf]) -> anyhow::Result<Sides> {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for (rank, path) in (0..).zip(paths) {
        let ranked = |reads: Vec<Read>| reads.into_iter().map(move |read| read.ranked(rank));
        let at = |revision| Revision::find(path, revision)?.read(path, &Origin::Named);
        old.extend(ranked(at(base)?));
        match head {
            Some(head) => new.extend(ranked(at(head)?)),
            // A deleted path has no decks; one that exists on neither side is a typo.
            None if path.exists() => new.extend(ranked(files::read_path(path, &Origin::Named))),
            None if old.is_empty() => {
                bail!("{} exists neither here nor at `{}`", path.display(), clean(base))
            }
            None => {}
        }
    }
    if old.is_empty() && new.is_empty() {
        let shown: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
        let shown = clean(&shown.join(", ")).into_owned();
        return Err(anyhow::anyhow!("there are no decks at {shown}"))
            .context("name a file or folder of decks with --path");
    }
    Ok((old, new))
}

/// A one-line summary of the changes.
pub(super) fn summary(changes: &Changes) -> String {
    let parts = [
        (changes.added.len(), "term", "added"),
        (changes.removed.len(), "term", "removed"),
        (changes.renamed.len(), "term", "renamed"),
        (changes.changed.len(), "term", "changed"),
        (changes.decks_added.len(), "deck", "added"),
        (changes.decks_removed.len(), "deck", "removed"),
        (changes.decks_changed.len(), "deck", "changed"),
        (changes.scenes_added.len(), "scene", "added"),
        (changes.scenes_removed.len(), "scene", "removed"),
        (changes.scenes_changed.len(), "scene", "changed"),
        (changes.broken_links.len(), "link", "broken"),
        (changes.problems.len(), "new problem", ""),
        (changes.fixed, "problem", "fixed"),
        (changes.unread.len(), "file", "not compared"),
    ];
    let said = parts.iter().filter(|(count, ..)| *count > 0);
    let said = said.map(|(count, what, how)| format!("{} {how}", counted(*count, what)));
    let said: Vec<_> = said.map(|part| part.trim_end().to_owned()).collect();
    if said.is_empty() { "nothing has changed".to_owned() } else { said.join(", ") }
}

/// The heading above removed terms.
fn lost(changes: &Changes) -> Option<String> {
    let count = changes.removed.len();
    (count > 0).then(|| {
        format!("Progress on {} would be lost: use `formerly` or `retired`", counted(count, "term"))
    })
}

/// How to keep learners' progress for a removed term.
fn fix(removed: &crate::core::changes::Removed) -> String {
    let id = &removed.was.id;
    match &removed.perhaps {
        Some(new) if new.deck() == id.deck() => {
            format!("is it {new} now? Add to that term: formerly: [{}]", id.term())
        }
        Some(new) => format!("is it {new} now? Add to that term: formerly: [{id}]"),
        None => "is it no longer used? Keep it, with the date: retired: 2026-11-01".to_owned(),
    }
}
