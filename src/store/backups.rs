//! Backups: checked copies of the journal, one for each of the last study days, in a folder beside it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use crate::core::time::{Calendar, Day, Timestamp};
use crate::core::words::counted;
use crate::store::check::{self, Depth, is_damage};
use crate::store::error::detail;
use crate::store::{Journal, JournalError, copies, open, schema, states};

pub use crate::store::copies::{backups as list, folder_of_backups as folder};

/// How many are kept.
const KEPT: usize = 7;
/// How old an unfinished copy is when the program that made it must have been killed.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// What a journal holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contents {
    /// The number of answers that count.
    pub answers: u64,
    /// When the newest of them was given.
    pub newest: Option<Timestamp>,
}

impl Contents {
    /// In words, such as `12 answers, the newest from 2026-11-22 12:00`.
    pub fn told(&self, calendar: &Calendar) -> String {
        let local = |at| calendar.local(at).strftime("%Y-%m-%d %H:%M").to_string();
        let newest = self.newest.map(|at| format!(", the newest from {}", local(at)));
        let answers = counted(usize::try_from(self.answers).unwrap_or(usize::MAX), "answer");
        format!("{answers}{}", newest.unwrap_or_default())
    }

    /// Reads it from any version that can be brought forward.
    pub(super) fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let sql = "SELECT count(*), max(at) FROM reviews
                   WHERE NOT EXISTS (SELECT 1 FROM strikes WHERE strikes.review = reviews.id)";
        connection.query_row(sql, [], |row| {
            let answers: i64 = row.get(0)?;
            Ok(Self { answers: answers.unsigned_abs(), newest: row.get(1)? })
        })
    }
}

impl Journal {
    /// Makes the backup of `today`, unless there is one or it would hold the same answers as the newest. Returns whether it did.
    ///
    /// # Errors
    /// If it could not be made. Nothing is left of it, and the journal is unchanged.
    pub fn back_up_daily(&self, today: Day) -> Result<bool, JournalError> {
        if self.read_only.is_some() {
            return Ok(false);
        }
        let known = list(&self.path);
        let now = states::extent(&self.connection).map_err(|error| self.error(&error))?;
        let holds = |file: &Path| states::extent(&copies::untouched(file)?);
        let is_there = known.iter().any(|(day, _)| *day == today);
        let is_same =
            || known.last().is_some_and(|(_, file)| holds(file).is_ok_and(|it| it == now));
        if now.reviews == 0 || is_there || is_same() {
            return Ok(false);
        }
        self.back_up(today).map(|_| true)
    }

    /// Makes or renews the backup of `today`, and removes all but the newest. Returns its path and what it holds.
    ///
    /// # Errors
    /// If it could not be made. Nothing is left of it, and the journal is unchanged.
    pub fn back_up(&self, today: Day) -> Result<(PathBuf, Contents), JournalError> {
        self.refuse_read_only()?;
        let path = copies::backup_of(&self.path, today);
        let folder = folder(&self.path);
        open::make_folder(&folder).map_err(|error| not_made(&path, &error))?;
        sweep(&folder);
        sweep(self.path.parent().unwrap_or(Path::new(".")));
        let held = self.copy_to(&path, true)?;
        let others: Vec<_> =
            list(&self.path).into_iter().filter(|(day, _)| *day != today).collect();
        for (_, old) in others.iter().rev().skip(KEPT - 1) {
            let _ = fs::remove_file(old);
        }
        Ok((path, held))
    }

    /// Copies the journal to `path`, where nothing may be. Returns what the copy holds.
    ///
    /// # Errors
    /// If it could not be made. Nothing is left of it, and the journal is unchanged.
    pub fn back_up_to(&self, path: &Path) -> Result<Contents, JournalError> {
        let path = std::path::absolute(path).map_err(|error| not_made(path, &error))?;
        self.copy_to(&path, false)
    }

    /// Copies the journal to another name beside `path`, and checks the copy before it gets its own.
    fn copy_to(&self, path: &Path, replace: bool) -> Result<Contents, JournalError> {
        let failed = |error: io::Error| not_made(path, &error);
        let parent = path.parent().unwrap_or(Path::new("."));
        let copy = copies::unfinished(parent).map_err(failed)?;
        let name = copy.to_str().ok_or_else(|| failed(io::ErrorKind::InvalidFilename.into()))?;
        self.connection.execute("VACUUM INTO ?1", [name]).map_err(|error| {
            if is_damage(&error) { self.error(&error) } else { unable(path, &error) }
        })?;
        let held = copies::untouched(&copy)
            .and_then(|copy| examined(&copy))
            .map_err(|error| unable(path, &error))?;
        let written = fs::OpenOptions::new().write(true).open(&copy);
        written.and_then(|file| file.sync_all()).map_err(failed)?;
        let put = if replace { copy.persist(path) } else { copy.persist_noclobber(path) };
        put.map_err(|error| failed(error.error))?;
        Ok(held)
    }
}

/// What the backup at `path` holds.
///
/// # Errors
/// If it is damaged, or of a version that this program cannot use.
pub fn look(path: &Path) -> Result<Contents, JournalError> {
    let bad = |error: rusqlite::Error| JournalError::BadCopy(path.to_owned(), detail(&error));
    let copy = copies::untouched(path).map_err(bad)?;
    schema::identify(&copy, path)?;
    examined(&copy).map_err(bad)
}

/// What a copy holds; fails if it is damaged.
fn examined(copy: &Connection) -> rusqlite::Result<Contents> {
    match check::flaws(copy, Depth::Trees)?.into_iter().next() {
        None => Contents::of(copy),
        Some(flaw) => {
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
            Err(rusqlite::Error::SqliteFailure(code, Some(flaw)))
        }
    }
}

/// Removes the copies in `folder` that killed programs did not finish.
fn sweep(folder: &Path) {
    for file in copies::unfinished_in(folder).unwrap_or_default() {
        let written = fs::metadata(&file).and_then(|file| file.modified());
        if written.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > ABANDONED)) {
            let _ = fs::remove_file(file);
        }
    }
}

fn not_made(path: &Path, error: &io::Error) -> JournalError {
    JournalError::NoBackup(path.to_owned(), error.to_string())
}

fn unable(path: &Path, error: &rusqlite::Error) -> JournalError {
    JournalError::NoBackup(path.to_owned(), detail(error))
}

#[cfg(test)]
mod tests;
