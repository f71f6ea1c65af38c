//! Detects that an open journal's files were moved, deleted or replaced at their path.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Identifies a file. Windows does not let open files be moved, deleted or replaced, so there it only has to exist.
#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = ();

/// Size and modification time, which show that a file was written to.
type Written = (u64, Option<SystemTime>);

/// A journal's files as they were when opened.
#[derive(Debug, Default)]
pub(super) struct InPlace {
    /// The journal first, then SQLite's companion files. Empty for a journal in memory.
    files: Vec<(PathBuf, Identity)>,
    /// The journal's size and time after this program's last write.
    written: Option<Written>,
}

/// The state of the files now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// Unchanged.
    Same,
    /// The same files, but the journal was written to: another of our programs checkpointed its log, or a copy overwrote it.
    Touched,
    /// This file is gone.
    Moved(PathBuf),
    /// This file was replaced by another.
    Replaced(PathBuf),
}

impl InPlace {
    /// Records the journal at `path`, which is about to be opened.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let (identity, written) = look_at(path)?;
        Ok(Self { files: vec![(path.to_owned(), identity)], written: Some(written) })
    }

    /// Records the companion files that exist by now. SQLite puts them next to a link's target.
    pub(super) fn with_log(mut self) -> Self {
        let journal = self.files.first().and_then(|(path, _)| fs::canonicalize(path).ok());
        for ending in ["-wal", "-shm"] {
            let path = journal.as_ref().map(|journal| beside(journal, ending));
            let file = path.and_then(|path| Some((look_at(&path).ok()?.0, path)));
            self.files.extend(file.map(|(identity, path)| (path, identity)));
        }
        self
    }

    /// Accepts the journal's current size and time as this program's own write.
    pub(super) fn take_note(&mut self) {
        let journal = self.files.first().and_then(|(path, _)| look_at(path).ok());
        self.written = journal.map(|(_, written)| written).or(self.written);
    }

    /// Compares the files with what was recorded.
    pub(super) fn look(&self) -> Found {
        let mut touched = false;
        for (at, (path, identity)) in self.files.iter().enumerate() {
            match look_at(path) {
                Ok((now, _)) if now != *identity => return Found::Replaced(path.clone()),
                Ok((_, written)) => touched |= at == 0 && Some(written) != self.written,
                Err(error) if is_gone(&error) => return Found::Moved(path.clone()),
                // A file that cannot be inspected may still be writable.
                Err(_) => {}
            }
        }
        if touched { Found::Touched } else { Found::Same }
    }

    /// Whether the companion files are still the ones SQLite created, and so SQLite's to remove.
    pub(super) fn has_own_log(&self) -> bool {
        let mut beside = self.files.iter().skip(1);
        beside.all(|(path, identity)| look_at(path).is_ok_and(|(now, _)| now == *identity))
    }
}

/// The path of SQLite's companion file with this suffix.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(ending);
    path.with_file_name(name)
}

fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Inspects the file without opening it: closing it again would drop SQLite's locks on it.
fn look_at(path: &Path) -> io::Result<(Identity, Written)> {
    let file = fs::metadata(path)?;
    #[cfg(unix)]
    let identity = {
        use std::os::unix::fs::MetadataExt as _;
        (file.dev(), file.ino())
    };
    #[cfg(not(unix))]
    let identity = ();
    Ok((identity, (file.len(), file.modified().ok())))
}
