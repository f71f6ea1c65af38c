//! Decks from elsewhere: repositories and folders, of which a copy is kept in the data folder.
//!
//! Each source has a folder of its name, with a record ([`Source`]) and the copy that serves. An update puts a new copy
//! beside it, and then changes the record: from one moment to the next, whatever happens in between. The copy before stays
//! until the next update, for programs that are just reading it. Only files that could be decks come into a copy.

mod address;
mod content;
mod fetch;
mod record;
mod wanted;

pub use address::Address;
pub use record::{Kind, Source};
pub use wanted::Wanted;

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

/// Why nothing was fetched. What was there before is as it was.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The address is none that is gone to.
    #[error("{0}")]
    Refused(String),
    /// There is no source of this name.
    #[error("there is no source `{0}`; `shoptalk deck sources list` shows those that are there")]
    Unknown(String),
    /// There is one of this name.
    #[error("there is a source `{name}` already, from {from}; update it, or choose another --name")]
    Taken {
        /// The name.
        name: String,
        /// Where it comes from.
        from: String,
    },
    /// Another program is at it.
    #[error("another shoptalk is changing the decks just now; try again when it is done")]
    Busy,
    /// Git could not do it.
    #[error(transparent)]
    Git(#[from] GitError),
    /// Decks that could be read are broken in the new copy.
    #[error("{} that could be read is broken in the new copy", .0.first().map_or("a deck", |one| &*one.path))]
    Broken(Vec<Problem>),
    /// A file could not be read or written.
    #[error("{what}: {error}")]
    Io {
        /// What was to be done, or the path.
        what: String,
        /// What kept it from being done.
        error: io::Error,
    },
}

fn io_at(path: &Path) -> impl FnOnce(io::Error) -> SourceError {
    let what = clean(&path.display().to_string()).into_owned();
    move |error| SourceError::Io { what, error }
}

/// What came of adding or updating a source.
#[derive(Debug)]
pub struct Fetched {
    /// The source as it is now.
    pub source: Source,
    /// The decks that served before.
    pub before: Vec<Read>,
    /// The decks that serve now.
    pub after: Vec<Read>,
    /// Files that were left out, each with the reason.
    pub left_out: Vec<String>,
}

/// The decks from elsewhere that one user has copies of.
#[derive(Debug, Clone)]
pub struct Copies {
    folder: PathBuf,
}

impl Copies {
    /// Those kept in `folder`, which need not exist.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// All sources, in the order in which they were added; and what is wrong with those that cannot be read.
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
                    "the source `{name}` cannot be read ({why}); `shoptalk deck sources remove {name}`, and add it again"
                )),
            }
        }
        sources.sort_by(|a, b| (a.order, &a.name).cmp(&(b.order, &b.name)));
        complaints.sort_unstable();
        (sources, complaints)
    }

    /// The source of this name.
    pub fn find(&self, name: &str) -> Result<Source, SourceError> {
        let unknown = || SourceError::Unknown(clean(name).into_owned());
        if !is_slug(name) || !self.folder.join(name).is_dir() {
            return Err(unknown());
        }
        let path = self.folder.join(name);
        record::read(&self.folder, name).map_err(|error| io_at(&path)(error))
    }

    /// The folders of the copies that serve, in the order of their sources.
    pub fn serving(&self) -> Vec<PathBuf> {
        self.list().0.iter().map(|source| source.copy(&self.folder)).collect()
    }

    /// The decks of `source` that serve.
    pub fn decks(&self, source: &Source) -> Vec<Read> {
        files::read_path(&source.copy(&self.folder), &Origin::Copy)
    }

    /// Adds a source called `name`. Calls `progress` with what is said on the way.
    pub fn add(
        &self,
        name: &str,
        wanted: &Wanted,
        now: Timestamp,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Fetched, SourceError> {
        if !is_slug(name) || name.len() > 60 {
            let name = clean(name);
            return Err(SourceError::Refused(format!(
                "`{name}` is no name for a source; choose one in lower case and hyphens with --name"
            )));
        }
        let _lock = self.lock()?;
        if let Ok(present) = self.find(name) {
            return Err(SourceError::Taken { name: name.to_owned(), from: present.from });
        }
        let content = fetch(wanted, &self.folder, progress)?;
        let order = self.list().0.last().map_or(0, |last| last.order) + 1;
        let source = record::made(name, wanted, &content, order, now);
        // The folder of the source comes to be with all that is in it.
        let build = self.scratch()?;
        let inside = build.path().join(&source.copy);
        content.write(&inside)?;
        record::write(&build.path().join(record::FILE), &source)?;
        let at = self.folder.join(name);
        if at.exists() {
            // What is left of one whose record cannot be read.
            fs::remove_dir_all(&at).map_err(io_at(&at))?;
        }
        fs::rename(build.keep(), &at).map_err(io_at(&at))?;
        let after = self.decks(&source);
        Ok(Fetched { source, before: Vec::new(), after, left_out: content.left_out })
    }

    /// Brings the source called `name` up to date. The decks that are there serve until the new ones are whole; and on,
    /// when one of them that could be read is broken now.
    pub fn update(
        &self,
        name: &str,
        may_ask: bool,
        now: Timestamp,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Fetched, SourceError> {
        let _lock = self.lock()?;
        let present = self.find(name)?;
        let at = self.folder.join(name);
        let content = fetch(&present.wanted(may_ask)?, &self.folder, progress)?;
        let before = self.decks(&present);
        let build = self.scratch()?;
        let inside = build.path().join("copy");
        content.write(&inside)?;
        let after = files::read_path(&inside, &Origin::Copy);
        let broken = newly_broken(&before, &after);
        if !broken.is_empty() {
            return Err(SourceError::Broken(broken));
        }
        let source = record::renewed(&present, &content, now);
        self.sweep(&present);
        let copy = source.copy(&self.folder);
        fs::rename(&inside, &copy).map_err(io_at(&copy))?;
        record::write(&at.join(record::FILE), &source)?;
        let after = self.decks(&source);
        Ok(Fetched { source, before, after, left_out: content.left_out })
    }

    /// Removes the source called `name` and its copy.
    pub fn remove(&self, name: &str) -> Result<(), SourceError> {
        let _lock = self.lock()?;
        let at = self.folder.join(name);
        if !is_slug(name) || !at.is_dir() {
            return Err(SourceError::Unknown(clean(name).into_owned()));
        }
        // It is gone at once, however long it takes to clear away.
        let away = self.scratch()?;
        fs::rename(&at, away.path().join("gone")).map_err(io_at(&at))
    }

    /// Clears away copies of `source` that no longer serve, but for the newest of them.
    fn sweep(&self, source: &Source) {
        let entries = fs::read_dir(self.folder.join(&source.name)).into_iter().flatten().flatten();
        for entry in entries.filter(|entry| entry.file_name() != source.copy.as_str()) {
            if entry.path().is_dir() {
                // It is in nobody's way.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }

    /// A folder to build in, on the same disk; it is gone when dropped.
    fn scratch(&self) -> Result<tempfile::TempDir, SourceError> {
        tempfile::Builder::new()
            .prefix(".new-")
            .tempdir_in(&self.folder)
            .map_err(io_at(&self.folder))
    }

    /// Keeps other programs from changing sources until dropped, and clears away what one that was killed has left.
    fn lock(&self) -> Result<fs::File, SourceError> {
        fs::create_dir_all(&self.folder).map_err(io_at(&self.folder))?;
        let path = self.folder.join(".lock");
        let file = fs::File::create(&path).map_err(io_at(&path))?;
        // A disk that has no locks is used without.
        if matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)) {
            return Err(SourceError::Busy);
        }
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(".new-") {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        Ok(file)
    }
}

/// What is wrong with the decks of `after` that are broken as a whole, where `before` could read a file of that name.
fn newly_broken(before: &[Read], after: &[Read]) -> Vec<Problem> {
    let name =
        |path: &str| Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned());
    let could = |path: &str| {
        let decks = before.iter().filter_map(|read| read.deck.as_ref());
        decks.into_iter().any(|deck| name(&deck.path) == name(path))
    };
    let broken = after.iter().filter(|read| read.deck.is_none());
    let problems =
        broken.flat_map(|read| &read.problems).filter(|one| one.is_error() && could(&one.path));
    // The folder they were built in is no concern of anybody's.
    problems
        .map(|one| Problem { path: name(&one.path).unwrap_or_default().into(), ..one.clone() })
        .collect()
}

#[cfg(test)]
mod tests;
