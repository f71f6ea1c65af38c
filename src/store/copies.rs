//! Copies of the journal beside it, made before a migration or a rebuild.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use tempfile::TempPath;

use crate::store::check::{self, Depth};
use crate::store::error::JournalError;

/// The name prefix of an unfinished copy.
const UNFINISHED: &str = ".journal-copy-";
/// The name suffix of every copy.
const ENDING: &str = ".bak";

/// The path of the copy of the journal at `path` labeled `what`.
pub(super) fn named(path: &Path, what: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(format!(".{what}{ENDING}"));
    path.with_file_name(name)
}

/// All copies of the journal at `path`, including unfinished ones, sorted by name.
pub(super) fn all(path: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let own = path.file_name().unwrap_or_default().to_string_lossy().into_owned() + ".";
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let what = name.strip_prefix(&own).and_then(|rest| rest.strip_suffix(ENDING));
        let is_ours = |what: &str| what.starts_with("before-v") || what.starts_with("damaged-");
        if what.is_some_and(is_ours) || name.starts_with(UNFINISHED) {
            found.push(file);
        }
    }
    found.sort();
    Ok(found)
}

/// Copies the journal at `path` before migrating it to version `to`. The copy gets its name once complete.
pub(super) fn before_version(path: &Path, to: u32) -> Result<(), JournalError> {
    put(copied(path)?, &named(path, &format!("before-v{to}")), path)
}

/// Copies the damaged journal at `path` page by page. Returns the path of the copy.
pub(super) fn damaged(path: &Path) -> Result<PathBuf, JournalError> {
    let copy = copied(path)?;
    let names = (1_u64..).map(|number| named(path, &format!("damaged-{number}")));
    let free = names.into_iter().find(|name| !name.exists()).unwrap_or_default();
    put(copy, &free, path).map(|()| free)
}

fn put(copy: TempPath, name: &Path, journal: &Path) -> Result<(), JournalError> {
    copy.persist(name).map_err(|error| JournalError::from_io(journal, &error.error))
}

/// Copies the journal through SQLite, to include its write-ahead log.
fn copied(path: &Path) -> Result<TempPath, JournalError> {
    let target = unfinished(path).map_err(|error| JournalError::from_io(path, &error))?;
    // A second connection, because SQLite cannot copy from one that holds the write lock.
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
        .and_then(|source| source.backup("main", &target, None::<fn(rusqlite::backup::Progress)>))
        .map_err(|error| JournalError::from_sqlite(path, &error))?;
    Ok(target)
}

/// A new file beside the journal, with mode 0600, closed before SQLite opens it.
fn unfinished(path: &Path) -> io::Result<TempPath> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let made = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    Ok(made.into_temp_path())
}

/// Whether the file at `path` is a sound journal without its log. This program must have no connection to it: reading it another
/// way would drop SQLite's locks.
pub(super) fn is_sound_alone(path: &Path) -> bool {
    let look = || {
        let copy = unfinished(path).ok()?;
        fs::copy(path, &copy).ok()?;
        let alone = Connection::open(&copy).ok()?;
        let is_born = check::version(&alone).ok()? > 0;
        Some(is_born && check::flaws(&alone, Depth::Trees).ok()?.is_empty())
    };
    look().unwrap_or(false)
}
