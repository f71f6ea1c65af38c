//! External deck files: checked one by one, measured, and written to a copy.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::core::deck::problem::Problem;
use crate::core::deck::read::{MAX_BYTES, is_other_file};
use crate::core::text::{clean, is_hostile};
use crate::core::words::counted;
use crate::sources::{SourceError, io_at};

/// The maximum number of deck files in one source.
const MOST_FILES: usize = 2_000;
/// The maximum total size of those files, in bytes.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// How many of the files that are not decks are named.
const MOST_NAMED: usize = 3;

/// Deck files, and those that were skipped.
#[derive(Debug, Default)]
pub(super) struct Content {
    files: Vec<(String, Vec<u8>)>,
    bytes: usize,
    /// The commit they are from.
    pub commit: Option<String>,
    /// Skipped files, each with the reason.
    left_out: Vec<String>,
    /// Files that are not decks but something else.
    pub others: Vec<Problem>,
}

impl Content {
    /// Whether a file of this name, which may be in subfolders, and size can be a deck on every system; if not, records it as skipped.
    pub(super) fn may_take(&mut self, name: &str, size: u64) -> bool {
        let odd = |c: char| is_hostile(c) || "\\:*?\"<>|".contains(c);
        if name.contains(odd) || name.len() > 200 {
            self.leave(name, "its name is not valid on every system");
            return false;
        }
        if size > u64::try_from(MAX_BYTES).unwrap_or(u64::MAX) {
            self.leave(name, "it is larger than 2 MiB");
            return false;
        }
        true
    }

    /// Whether there are no files.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Records that a file is skipped.
    pub(super) fn leave(&mut self, name: &str, why: &str) {
        self.left_out.push(format!("skipped {}: {why}", clean(name)));
    }

    /// Skipped files, each with the reason; if many are not decks, some of them.
    pub(super) fn left_out(&self) -> Vec<String> {
        let mut lines = self.left_out.clone();
        let skipped = |one: &Problem| format!("skipped {}: {}", one.path, one.what);
        lines.extend(self.others.iter().take(MOST_NAMED).map(skipped));
        if let Some(more @ 1..) = self.others.len().checked_sub(MOST_NAMED) {
            lines.push(format!("skipped {} that are not decks", counted(more, "more file")));
        }
        lines
    }

    /// Adds a file, if it is not something else than a deck.
    pub(super) fn put(&mut self, name: String, bytes: Vec<u8>) -> Result<(), SourceError> {
        if let Some(other) = is_other_file(&clean(&name).into(), &bytes) {
            self.others.push(other);
            return Ok(());
        }
        self.bytes = self.bytes.saturating_add(bytes.len());
        self.files.push((name, bytes));
        measure(self.files.len(), self.bytes)
    }

    /// Creates the folder `at` and writes all files into it.
    pub(super) fn write(&self, at: &Path) -> Result<(), SourceError> {
        fs::create_dir(at).map_err(io_at(at))?;
        let mut files: Vec<_> = self.files.iter().collect();
        files.sort();
        for (name, bytes) in files {
            let path = at.join(name);
            let folder = path.parent().unwrap_or(at);
            fs::create_dir_all(folder).map_err(io_at(folder))?;
            // Fails if two names are the same on this file system, rather than losing one file.
            let file = fs::File::create_new(&path);
            let written = file.and_then(|mut file| {
                file.write_all(bytes)?;
                file.sync_all()
            });
            written.map_err(io_at(&path))?;
        }
        Ok(())
    }
}

/// Fails if the number of files or their total bytes exceeds the limit for one source.
pub(super) fn measure(files: usize, bytes: usize) -> Result<(), SourceError> {
    if files > MOST_FILES || bytes > MOST_BYTES {
        let most = MOST_BYTES / 1024 / 1024;
        return Err(SourceError::Refused(format!(
            "more than {MOST_FILES} decks or {most} MiB; choose a smaller folder with --path"
        )));
    }
    Ok(())
}
