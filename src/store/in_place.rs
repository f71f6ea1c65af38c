//! Whether the files of an open journal are still those at its path: while a program has it open, it can be moved, deleted, or
//! replaced by a copy.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::store::open::beside;

/// What tells one file from another. Windows lets no open file be moved, deleted or replaced, so there it has to be there and
/// nothing more.
#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = ();

/// What shows that a file was written to: its size and time.
type Written = (u64, Option<SystemTime>);

/// The files of a journal, as they were when it was opened.
#[derive(Debug, Default)]
pub(super) struct InPlace {
    /// The journal first, then those that SQLite keeps beside it. Empty for a journal in memory.
    files: Vec<(PathBuf, Identity)>,
    /// How the journal was when this program wrote to it last.
    written: Option<Written>,
}

/// How the files are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// As they were.
    Same,
    /// The same files, and something wrote into the journal: another program of ours that moved its log into it, or one that
    /// copied something over it.
    Touched,
    /// This one is not there any more.
    Moved(PathBuf),
    /// In the place of this one is another.
    Replaced(PathBuf),
}

impl InPlace {
    /// The journal at `path`, about to be opened.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let (identity, written) = look_at(path)?;
        Ok(Self { files: vec![(path.to_owned(), identity)], written: Some(written) })
    }

    /// Takes in what lies beside the journal by now, as it was read. It lies beside the file that a link leads to.
    pub(super) fn with_log(mut self) -> Self {
        let journal = self.files.first().and_then(|(path, _)| fs::canonicalize(path).ok());
        for ending in ["-wal", "-shm"] {
            let path = journal.as_ref().map(|journal| beside(journal, ending));
            let file = path.and_then(|path| Some((look_at(&path).ok()?.0, path)));
            self.files.extend(file.map(|(identity, path)| (path, identity)));
        }
        self
    }

    /// Takes what the journal is like now for the work of this program.
    pub(super) fn take_note(&mut self) {
        let journal = self.files.first().and_then(|(path, _)| look_at(path).ok());
        self.written = journal.map(|(_, written)| written).or(self.written);
    }

    /// How the files are now.
    pub(super) fn look(&self) -> Found {
        let mut touched = false;
        for (at, (path, identity)) in self.files.iter().enumerate() {
            match look_at(path) {
                Ok((now, _)) if now != *identity => return Found::Replaced(path.clone()),
                Ok((_, written)) => touched |= at == 0 && Some(written) != self.written,
                Err(error) if is_gone(&error) => return Found::Moved(path.clone()),
                // What may not be looked at may still be written to.
                Err(_) => {}
            }
        }
        if touched { Found::Touched } else { Found::Same }
    }

    /// Whether what lies beside the journal is still what SQLite put there, and so SQLite's to remove.
    pub(super) fn has_own_log(&self) -> bool {
        let mut beside = self.files.iter().skip(1);
        beside.all(|(path, identity)| look_at(path).is_ok_and(|(now, _)| now == *identity))
    }
}

fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The file is only looked at, and not opened: to close it again would drop the locks that SQLite has on it.
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
