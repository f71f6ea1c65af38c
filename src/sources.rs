//! External decks: local copies of decks from repositories and folders.
//!
//! Each source has a folder of its name, with a record ([`Source`]) and the current copy. An update writes a new copy beside the
//! old one and then switches the record, which is atomic even after a crash. The previous copy stays until the next update, for
//! programs that are reading it. A copy contains only files that could be decks.

mod address;
mod content;
mod fetch;
mod record;
mod selection;

pub use address::Address;
pub use record::{Kind, Source};
pub use selection::Selection;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::core::deck::Origin;
use crate::core::deck::problem::Problem;
use crate::core::deck::read::Read;
use crate::core::slug::is_slug;
use crate::core::text::clean;
use crate::core::time::Timestamp;
use crate::files;
use crate::git::GitError;
use fetch::fetch;

/// How the name of an unfinished copy begins.
pub const UNFINISHED: &str = ".new-";

/// Why nothing was fetched. Existing copies are unchanged.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The address is not allowed.
    #[error("{0}")]
    Refused(String),
    /// There is no source of this name.
    #[error("unknown source `{0}`; `shoptalk deck sources list` shows your sources")]
    Unknown(String),
    /// A source of this name exists, which comes from there.
    #[error("source `{0}` already exists, from {1}; update it, or choose another --name")]
    Taken(String, String),
    /// Another program is changing the sources.
    #[error("another shoptalk is changing the decks; try again when it is done")]
    Busy,
    /// Git failed.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The new copy breaks decks that could be read before.
    #[error("{} was readable before but is broken in the new copy", .0.first().map_or("a deck", |one| &*one.path))]
    Broken(Vec<Problem>),
    /// This file could not be read or written.
    #[error("{0}: {1}")]
    Io(String, io::Error),
}

fn io_at(path: &Path) -> impl FnOnce(io::Error) -> SourceError {
    let path = clean(&path.display().to_string()).into_owned();
    move |error| SourceError::Io(path, error)
}

/// The result of adding or updating a source.
#[derive(Debug)]
pub struct Fetched {
    /// The source as it is now.
    pub source: Source,
    /// The decks before.
    pub before: Vec<Read>,
    /// The decks now.
    pub after: Vec<Read>,
    /// Skipped files, each with the reason.
    pub left_out: Vec<String>,
}

/// The external decks of one user.
#[derive(Debug, Clone)]
pub struct Copies {
    folder: PathBuf,
}

impl Copies {
    /// The sources in `folder`, which may be missing.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// All sources, in the order they were added; and messages about those that cannot be read.
    pub fn list(&self) -> (Vec<Source>, Vec<String>) {
        let (mut sources, mut complaints) = (Vec::new(), Vec::new());
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        for name in entries.filter_map(|entry| entry.file_name().into_string().ok()) {
            if !is_slug(&name) || !self.folder.join(&name).is_dir() {
                continue;
            }
            match record::read(&self.folder, &name) {
                Ok(source) => sources.push(source),
                Err(why) => complaints.push(format!(
                    "cannot read the source `{name}` ({why}); run `shoptalk deck sources remove {name}`, then add it again"
                )),
            }
        }
        sources.sort_by(|a, b| (a.order, &a.name).cmp(&(b.order, &b.name)));
        complaints.sort_unstable();
        (sources, complaints)
    }

    /// The source of this name.
    pub fn find(&self, name: &str) -> Result<Source, SourceError> {
        let path = self.folder_of(name)?;
        record::read(&self.folder, name).map_err(io_at(&path))
    }

    /// The folder of the source of this name.
    fn folder_of(&self, name: &str) -> Result<PathBuf, SourceError> {
        let path = self.folder.join(name);
        let is_there = is_slug(name) && path.is_dir();
        is_there.then_some(path).ok_or_else(|| SourceError::Unknown(clean(name).into_owned()))
    }

    /// The folders of the current copies, in the order of their sources.
    pub fn serving(&self) -> Vec<PathBuf> {
        self.list().0.iter().map(|source| source.copy(&self.folder)).collect()
    }

    /// The decks in the current copy of `source`, under their paths in it.
    pub fn decks(&self, source: &Source) -> Vec<Read> {
        decks_in(&source.copy(&self.folder))
    }

    /// Adds a source called `name`. Passes progress messages to `progress`.
    pub fn add(
        &self,
        name: &str,
        wanted: &Selection,
        now: Timestamp,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Fetched, SourceError> {
        if !is_slug(name) || name.len() > 60 {
            let name = clean(name);
            return Err(SourceError::Refused(format!(
                "`{name}` is not a valid source name; choose one with --name, in lowercase letters and hyphens"
            )));
        }
        let _lock = self.lock()?;
        if let Ok(present) = self.find(name) {
            return Err(SourceError::Taken(name.to_owned(), present.from));
        }
        let content = fetch(wanted, &self.folder, progress)?;
        let order = self.list().0.last().map_or(0, |last| last.order) + 1;
        let source = record::made(name, wanted, &content, order, now);
        // The source's folder appears complete, in one rename.
        let build = scratch_in(&self.folder)?;
        let inside = build.path().join(&source.copy);
        content.write(&inside)?;
        record::write(&build.path().join(record::FILE), &source)?;
        let at = self.folder.join(name);
        if at.exists() {
            // The remains of a source with an unreadable record.
            fs::remove_dir_all(&at).map_err(io_at(&at))?;
        }
        fs::rename(build.keep(), &at).map_err(io_at(&at))?;
        let after = self.decks(&source);
        Ok(Fetched { source, before: Vec::new(), after, left_out: content.left_out() })
    }

    /// Updates the source called `name`. The old copy stays current until the new one is complete, and for good if the new one
    /// breaks a deck that could be read.
    pub fn update(
        &self,
        name: &str,
        now: Timestamp,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Fetched, SourceError> {
        let _lock = self.lock()?;
        let present = self.find(name)?;
        let at = self.folder.join(name);
        let content = fetch(&present.wanted()?, &self.folder, progress)?;
        let before = self.decks(&present);
        let build = scratch_in(&self.folder)?;
        let inside = build.path().join("copy");
        content.write(&inside)?;
        let after = decks_in(&inside);
        let broken = newly_broken(&before, &after, &content.others);
        if !broken.is_empty() {
            return Err(SourceError::Broken(broken));
        }
        let source = record::renewed(&present, &content, now);
        self.sweep(&present);
        let copy = source.copy(&self.folder);
        fs::rename(&inside, &copy).map_err(io_at(&copy))?;
        record::write(&at.join(record::FILE), &source)?;
        let after = self.decks(&source);
        Ok(Fetched { source, before, after, left_out: content.left_out() })
    }

    /// Removes the source called `name` and its copy.
    pub fn remove(&self, name: &str) -> Result<(), SourceError> {
        let _lock = self.lock()?;
        let at = self.folder_of(name)?;
        // Renamed away first, so that it is gone at once however long deleting takes.
        let away = scratch_in(&self.folder)?;
        fs::rename(&at, away.path().join("gone")).map_err(io_at(&at))
    }

    /// Deletes all copies of `source` except the one in its record.
    fn sweep(&self, source: &Source) {
        let entries = fs::read_dir(self.folder.join(&source.name)).into_iter().flatten().flatten();
        for entry in entries.filter(|entry| entry.file_name() != source.copy.as_str()) {
            // A leftover copy does no harm.
            let _ = match entry.path() {
                copy if copy.is_dir() => fs::remove_dir_all(copy),
                // A record that a killed program did not finish.
                file if entry.file_name() != record::FILE => fs::remove_file(file),
                _ => Ok(()),
            };
        }
    }

    /// Locks the sources against other programs until dropped, and cleans up after killed ones.
    fn lock(&self) -> Result<fs::File, SourceError> {
        files::make_private(&self.folder).map_err(io_at(&self.folder))?;
        let path = self.folder.join(".lock");
        let file = fs::File::create(&path).map_err(io_at(&path))?;
        // Continue without a lock if the file system has none.
        if matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)) {
            return Err(SourceError::Busy);
        }
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        Ok(file)
    }
}

/// A temporary folder in `folder`, deleted when dropped.
fn scratch_in(folder: &Path) -> Result<tempfile::TempDir, SourceError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir_in(folder).map_err(io_at(folder))
}

/// The decks in the folder `copy`, under their paths in it: the place of a copy means nothing to the user.
fn decks_in(copy: &Path) -> Vec<Read> {
    let folder = files::shown(copy);
    let inside = |path: &str| {
        let inside = Path::new(path).strip_prefix(&*folder);
        inside.map_or_else(|_| path.into(), files::shown)
    };
    let reads = files::read_path(copy, &Origin::Copy).into_iter();
    reads.map(|read| read.renamed(inside)).collect()
}

/// Decks in `after` that cannot be read at all, or became one of the `others`, but could be read in `before` under the same path.
fn newly_broken(before: &[Read], after: &[Read], others: &[Problem]) -> Vec<Problem> {
    let could = |path: &str| {
        let mut decks = before.iter().filter_map(|read| read.deck.as_ref());
        decks.any(|deck| &*deck.path == path)
    };
    let broken = after.iter().filter(|read| read.deck.is_none());
    let problems = broken.flat_map(|read| &read.problems).filter(|one| one.is_error());
    problems.chain(others).filter(|one| could(&one.path)).cloned().collect()
}

#[cfg(test)]
mod tests;
