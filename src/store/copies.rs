//! Copies of the journal: those beside it, made before a migration or a rebuild or replaced by another (also a log that belonged to
//! such a one), and the backups in their folder.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, ffi};
use tempfile::TempPath;

use crate::core::time::Day;
use crate::store::check::{self, Depth};
use crate::store::error::JournalError;
use crate::store::in_place::beside;
use crate::store::scratch::{folder_of, unfinished, unfinished_in};
use crate::store::{no_locks, scratch};

/// The name suffix of every copy.
const ENDING: &str = ".bak";
/// The name suffixes of SQLite's logs.
const LOGS: [&str; 2] = ["-wal", "-journal"];

/// The path of the copy of the journal at `path` labeled `what`.
pub(super) fn named(path: &Path, what: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(format!(".{what}{ENDING}"));
    path.with_file_name(name)
}

/// All copies of the journal at `path`, including unfinished ones: those beside it, then the backups, each sorted by name.
pub(super) fn all(path: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = folder_of(path);
    let own = path.file_name().unwrap_or_default().to_string_lossy().into_owned() + ".";
    let mut found = unfinished_in(folder)?;
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        // A log counts as part of its copy, unless it is alone.
        let main = LOGS.iter().find_map(|log| name.strip_suffix(log));
        if main.is_some_and(|main| folder.join(main).exists()) {
            continue;
        }
        let what = main.unwrap_or(&name).strip_prefix(&own);
        let what = what.and_then(|rest| rest.strip_suffix(ENDING));
        let is_ours = |what: &str| {
            ["before-v", "damaged-", "kept-", "misdated-", "replaced-", "log-"]
                .iter()
                .any(|label| what.starts_with(label))
        };
        if what.is_some_and(is_ours) {
            found.push(file);
        }
    }
    found.sort();
    found.extend(backups(path).into_iter().map(|(_, file)| file));
    found.extend(unfinished_in(&folder_of_backups(path)).unwrap_or_default());
    Ok(found)
}

/// The folder with the backups of the journal at `path`.
pub fn folder_of_backups(path: &Path) -> PathBuf {
    path.with_file_name("backups")
}

/// The backups of the journal at `path` with their study days, the oldest first. None if their folder cannot be read.
pub fn backups(path: &Path) -> Vec<(Day, PathBuf)> {
    let Ok(entries) = fs::read_dir(folder_of_backups(path)) else { return Vec::new() };
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut found: Vec<_> = files.filter_map(|file| Some((day_of(path, &file)?, file))).collect();
    found.sort();
    found
}

/// The copies beside the journal at `path` that are labeled `what` and numbered.
pub(super) fn labeled(path: &Path, what: &str) -> Vec<PathBuf> {
    let mut found = all(path).unwrap_or_default();
    let label = beside(path, &format!(".{what}-"));
    found.retain(|file| {
        file.as_os_str().as_encoded_bytes().starts_with(label.as_os_str().as_encoded_bytes())
    });
    found
}

/// Moves a backup that is no longer to be one beside the journal at `path`, labeled `what`. Returns where it is.
///
/// # Errors
/// If it cannot be moved; it is where it was.
pub fn put_aside(path: &Path, backup: &Path, what: &str) -> io::Result<PathBuf> {
    let aside = free(path, what);
    fs::rename(backup, &aside).map(|()| aside)
}

/// The path of the backup of `day`.
pub(super) fn backup_of(path: &Path, day: Day) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    folder_of_backups(path).join(format!("{stem}-{day}.sqlite"))
}

/// The day of the backup at `file`, if it is one of the journal at `path`.
fn day_of(path: &Path, file: &Path) -> Option<Day> {
    let name = file.file_stem()?.to_str()?;
    let stem = path.file_stem()?.to_str()?;
    let date: civil::Date = name.strip_prefix(stem)?.strip_prefix('-')?.parse().ok()?;
    let day = Day::from_date(date);
    (backup_of(path, day) == file).then_some(day)
}

/// Copies the journal at `path` before migrating it to version `to`. The copy gets its name once complete.
pub(super) fn before_version(path: &Path, to: u32) -> Result<(), JournalError> {
    put(copied(path)?, &named(path, &format!("before-v{to}")), path)
}

/// Copies the damaged journal at `path` page by page. Returns the path of the copy.
pub(super) fn damaged(path: &Path) -> Result<PathBuf, JournalError> {
    let copy = copied(path)?;
    let free = free(path, "damaged");
    put(copy, &free, path).map(|()| free)
}

/// The first free path for a copy of the journal at `path` labeled `what` and numbered.
pub(super) fn free(path: &Path, what: &str) -> PathBuf {
    let mut names = (1_u64..).map(|number| named(path, &format!("{what}-{number}")));
    let is_free = |name: &PathBuf| {
        let logs = LOGS.map(|log| beside(name, log));
        logs.iter().chain([name]).all(|file| file.symlink_metadata().is_err())
    };
    names.find(is_free).unwrap_or_default()
}

fn put(copy: TempPath, name: &Path, journal: &Path) -> Result<(), JournalError> {
    copy.persist(name).map_err(|error| JournalError::from_io(journal, &error.error))
}

/// Opens the file at `path`, which no one writes meanwhile, for reading only: without locking it and without files beside it.
pub(super) fn untouched(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // An address has no working folder.
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Connection::open_with_flags(address(&path), flags | OpenFlags::SQLITE_OPEN_URI)
}

/// The address of `path` with which SQLite does that.
fn address(path: &Path) -> String {
    let mut address = String::from(if path.has_root() { "file:" } else { "file:/" });
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b':' | b'-' | b'_' | b'.' => {
                address.push(char::from(*byte));
            }
            b'\\' if cfg!(windows) => address.push('/'),
            _ => address.push_str(&format!("%{byte:02x}")),
        }
    }
    address + "?immutable=1"
}

/// Copies the journal through SQLite, to include its write-ahead log.
fn copied(path: &Path) -> Result<TempPath, JournalError> {
    let target =
        unfinished(folder_of(path)).map_err(|error| JournalError::from_io(path, &error))?;
    let copy = || {
        // A second connection, because SQLite cannot copy from one that holds the write lock.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let source = no_locks::open(path, flags)?;
        let mut to = scratch::open(&target)?;
        match Backup::new(&source, &mut to)?.step(-1)? {
            StepResult::Done => Ok(()),
            _ => Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), None)),
        }
    };
    copy().map_err(|error| JournalError::from_sqlite(path, &error))?;
    Ok(target)
}

/// Whether the file at `path` is a sound journal without its log. This program must have no connection to it: reading it another
/// way would drop SQLite's locks.
pub(super) fn is_sound_alone(path: &Path) -> bool {
    let look = || {
        let copy = unfinished(folder_of(path)).ok()?;
        fs::copy(path, &copy).ok()?;
        let alone = scratch::open(&copy).ok()?;
        let is_born = check::version(&alone).ok()? > 0;
        Some(is_born && check::flaws(&alone, Depth::Entries).ok()?.is_none())
    };
    look().unwrap_or(false)
}
