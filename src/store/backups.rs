//! Backups: checked copies of the journal, one for each of the last study days, in a folder beside it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _};
use uuid::Uuid;

use crate::core::text::reason;
use crate::core::time::{Calendar, Day, Timestamp};
use crate::core::words::counted;
use crate::store::check::{self, Depth, is_damage};
use crate::store::error::detail;
use crate::store::{
    HistoryVersion, Journal, JournalError, copies, evidence, open, reviews, schema, scratch, states,
};

pub use crate::store::copies::{backups as list, folder_of_backups as folder, put_aside};

/// How many are kept.
const KEPT: usize = 7;

/// What a journal holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contents {
    /// The number of answers that count.
    pub answers: u64,
    /// When the newest of them was given.
    pub newest: Option<Timestamp>,
    /// The number of all that were ever given, which never falls.
    pub given: u64,
}

impl Contents {
    /// In words, such as `12 answers, the newest from 2026-11-22 12:00`.
    pub fn told(&self, calendar: &Calendar) -> String {
        let local = |at| calendar.local(at).strftime("%Y-%m-%d %H:%M").to_string();
        let newest = self.newest.map(|at| format!(", the newest from {}", local(at)));
        format!("{}{}", counted(self.answers, "answer"), newest.unwrap_or_default())
    }

    /// The same of a journal that perhaps cannot be read.
    pub fn told_of(held: Option<Self>, calendar: &Calendar) -> String {
        held.map_or_else(|| "an unknown number of answers".to_owned(), |held| held.told(calendar))
    }

    /// Reads it from any version that can be brought forward.
    pub(super) fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let sql = "SELECT count(*), max(at), (SELECT count(*) FROM reviews) FROM reviews
                   WHERE NOT EXISTS (SELECT 1 FROM strikes WHERE strikes.review = reviews.id)";
        connection.query_row(sql, [], |row| {
            let count = |at| row.get::<_, i64>(at).map(i64::unsigned_abs);
            Ok(Self { answers: count(0)?, newest: row.get(1)?, given: count(2)? })
        })
    }
}

impl Journal {
    /// Makes or renews the backup of `today`, unless the newest holds the same answers, or today's holds more. Returns whether it did. A backup dated later, made while the clock was wrong, does not count.
    ///
    /// # Errors
    /// If it could not be made. Nothing is left of it, and the journal is unchanged.
    pub fn back_up_daily(&self, today: Day) -> Result<bool, JournalError> {
        if self.read_only.is_some() {
            return Ok(false);
        }
        let failed = |error| self.error(&error);
        let now = extent(&self.connection).map_err(failed)?;
        let newest = list(&self.path).into_iter().rfind(|(day, _)| *day <= today);
        let held = newest.and_then(|(day, file)| Some((day, held(&file)?)));
        let is_kept = held.is_some_and(|(day, held)| {
            held == now || day == today && held.0.reviews > now.0.reviews
        });
        if now.0.reviews == 0 || is_kept {
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
        scratch::sweep(&folder);
        scratch::sweep(scratch::folder_of(&self.path));
        let now = self.contents()?;
        if held(&path).is_some_and(|held| held.0.reviews.cast_unsigned() > now.given)
            && let Ok(there) = look(&path)
        {
            return Err(JournalError::Fuller(path, there.answers, now.answers));
        }
        let unlike = self.unlike_backups().map_err(|error| self.error(&error))?;
        if unlike > 0 {
            return Err(JournalError::Unlike(self.path.clone(), unlike));
        }
        let held = self.copy_to(&path, true)?;
        self.rotate(today, now.given);
        Ok((path, held))
    }

    /// How many answers are not as in the backups: these are all read only if the answers in the newest differ.
    fn unlike_backups(&self) -> rusqlite::Result<usize> {
        let newest = list(&self.path).pop().and_then(|(_, file)| copies::untouched(&file).ok());
        match newest {
            Some(newest) if !is_continued(&newest, &self.connection).unwrap_or(false) => {
                evidence::unlike_backups(&self.connection, &self.path)
            }
            _ => Ok(0),
        }
    }

    /// Keeps the last backups up to `today`, and the one with the most answers if it has more than `given`; removes the others. Those
    /// dated later go once the journal has at least as many answers, unless it may be now that the clock is wrong.
    fn rotate(&self, today: Day, given: u64) {
        let fullest = fuller(&self.path, given).map(|(_, file, _)| file);
        let others = list(&self.path).into_iter().filter(|(day, _)| *day != today);
        let (later, past): (Vec<_>, Vec<_>) = others.partition(|(day, _)| *day > today);
        let is_done =
            |file: &Path| held(file).is_some_and(|held| held.0.reviews.cast_unsigned() <= given);
        let last = format!("SELECT max(day) FROM reviews {}", reviews::UNSTRUCK);
        let last = self.connection.query_row(&last, [], |row| row.get::<_, Option<Day>>(0));
        let is_plausible = last.is_ok_and(|last| last.is_none_or(|last| last <= today));
        let later = later.into_iter().filter(|(_, file)| is_plausible && is_done(file));
        let past = past.into_iter().rev().skip(KEPT - 1);
        for (_, old) in later.chain(past).filter(|(_, file)| Some(file) != fullest.as_ref()) {
            let _ = fs::remove_file(old);
        }
    }

    /// What the journal holds.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn contents(&self) -> Result<Contents, JournalError> {
        Contents::of(&self.connection).map_err(|error| self.error(&error))
    }

    /// What the journal holds; and the day and the contents of the sound backup with the most answers, if it has more.
    pub fn fuller_backup(&self) -> Option<(Contents, Day, Contents)> {
        if self.read_only.is_some() {
            return None;
        }
        // Counting answers takes much longer than reading the newest.
        let newest = newest_seq(&self.connection).ok()?;
        let is_newer = |file: &Path| {
            copies::untouched(file).and_then(|it| newest_seq(&it)).is_ok_and(|seq| seq > newest)
        };
        if !list(&self.path).iter().any(|(_, file)| is_newer(file)) {
            return None;
        }
        let now = self.contents().ok()?;
        let (day, _, held) = fuller(&self.path, now.given)?;
        Some((now, day, held))
    }

    /// Copies the journal to `path`, where nothing may be. Returns what the copy holds.
    ///
    /// # Errors
    /// If it could not be made. Nothing is left of it, and the journal is unchanged.
    pub fn back_up_to(&self, path: &Path) -> Result<Contents, JournalError> {
        let path = std::path::absolute(path).map_err(|error| not_made(path, &error))?;
        if path.symlink_metadata().is_ok() {
            return Err(JournalError::AlreadyThere(path));
        }
        if path.parent().is_some_and(|folder| !folder.is_dir()) {
            return Err(JournalError::NoFolder(path));
        }
        self.copy_to(&path, false)
    }

    /// Copies the journal to another name beside `path`, and checks the copy before it gets its own.
    fn copy_to(&self, path: &Path, replace: bool) -> Result<Contents, JournalError> {
        let failed = |error: io::Error| not_made(path, &error);
        let copy = scratch::unfinished(scratch::folder_of(path)).map_err(failed)?;
        let name = copy.to_str().ok_or_else(|| failed(io::ErrorKind::InvalidFilename.into()))?;
        self.connection.execute("VACUUM INTO ?1", [name]).map_err(|error| {
            if is_damage(&error) { self.error(&error) } else { unable(path, &error) }
        })?;
        let held = copies::untouched(&copy)
            .and_then(|copy| examined(&copy))
            .map_err(|error| unable(path, &error))?;
        scratch::sync(&copy).map_err(failed)?;
        let put = if replace { copy.persist(path) } else { copy.persist_noclobber(path) };
        put.map_err(|error| failed(error.error))?;
        Ok(held)
    }
}

/// The newest of the sound backups of the journal at `path` with the most answers, if these are more than `given`.
fn fuller(path: &Path, given: u64) -> Option<(Day, PathBuf, Contents)> {
    let known = list(path).into_iter().filter_map(|(day, file)| {
        let reviews = held(&file)?.0.reviews.cast_unsigned();
        (reviews > given).then_some((reviews, day, file))
    });
    let mut known: Vec<_> = known.collect();
    known.sort();
    let sound = |(_, day, file): (u64, Day, PathBuf)| Some((day, look(&file).ok()?, file));
    known.into_iter().rev().find_map(sound).map(|(day, held, file)| (day, file, held))
}

/// The history in a copy, without a check of the file; `None` if it cannot be read.
fn held(file: &Path) -> Option<(HistoryVersion, Option<Uuid>)> {
    extent(&copies::untouched(file).ok()?).ok()
}

/// The version of a history with its newest answer, which tells it from another history of the same length.
fn extent(connection: &Connection) -> rusqlite::Result<(HistoryVersion, Option<Uuid>)> {
    let newest = "SELECT id FROM reviews ORDER BY seq DESC LIMIT 1";
    let newest = connection.query_row(newest, [], |row| row.get(0)).optional()?;
    Ok((states::extent(connection)?, newest))
}

/// The sequence number of the newest answer; 0 if there is none.
fn newest_seq(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT coalesce(max(seq), 0) FROM reviews", [], |row| row.get(0))
}

/// Whether all answers in the journal behind `old` are also in `new`, as they are.
fn is_continued(old: &Connection, new: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT * FROM reviews NOT INDEXED ORDER BY seq";
    let (mut old, mut new) = (old.prepare(sql)?, new.prepare(sql)?);
    let columns = old.column_count();
    let (mut old, mut new) = (old.query([])?, new.query([])?);
    while let Some(row) = old.next()? {
        let Some(same) = new.next()? else { return Ok(false) };
        for column in 0..columns {
            if row.get_ref(column)? != same.get_ref(column)? {
                return Ok(false);
            }
        }
    }
    Ok(true)
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
    match check::flaws(copy, Depth::Trees)? {
        None => Contents::of(copy),
        Some(flaw) => {
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
            Err(rusqlite::Error::SqliteFailure(code, Some(flaw)))
        }
    }
}

fn not_made(path: &Path, error: &io::Error) -> JournalError {
    JournalError::NoBackup(path.to_owned(), reason(error))
}

fn unable(path: &Path, error: &rusqlite::Error) -> JournalError {
    JournalError::NoBackup(path.to_owned(), detail(error))
}

#[cfg(test)]
mod tests;
