//! Erases personal data permanently: from tables, freed pages, the write-ahead log, the backups, and all other copies of the
//! journal.

use std::path::{Path, PathBuf};
use std::{fs, io};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;

use crate::core::personal_data::PersonalData;
use crate::core::text::clean;
use crate::core::time::{Day, Timestamp};
use crate::store::check::{self, Depth};
use crate::store::error::detail;
use crate::store::in_place::beside;
use crate::store::open::refuse_damage;
use crate::store::{Journal, JournalError, copies, memory_copy, no_locks, schema, scratch};

/// A place in the journal with personal text: rows of one table, or one column of them.
#[derive(Clone, Copy)]
struct Trace {
    /// What it is erased with.
    what: PersonalData,
    table: &'static str,
    /// The column or expression that identifies a row, or the rows that are one record.
    key: &'static str,
    /// The column with the row's term or deck.
    about: &'static str,
    /// The only column to empty; `None` to delete the whole row.
    column: Option<&'static str>,
    /// Whether a row is dated by its study day rather than by its write time: a visit can be recorded later.
    by_day: bool,
}

/// Every place in the journal with personal text. A test finds tables that are missing here.
const TRACES: &[Trace] = &[
    Trace::rows(PersonalData::Jottings, "jottings", "deck"),
    Trace { by_day: true, ..Trace::rows(PersonalData::Visits, "visits", "deck") },
    Trace::rows(PersonalData::Visits, "asked", "deck"),
    // Texts of decks, a row for each word, but they tell on which day a team's page was last read.
    Trace {
        key: "deck || '/' || day",
        by_day: true,
        ..Trace::rows(PersonalData::Visits, "readings", "deck")
    },
    Trace { by_day: true, ..Trace::rows(PersonalData::Visits, "plays", "deck") },
    Trace::rows(PersonalData::People, "credits", "term"),
    Trace::rows(PersonalData::LookUps, "lookups", "term"),
    Trace::rows(PersonalData::Notes, "notes", "term"),
    Trace::rows(PersonalData::Flags, "flags", "term"),
    Trace { key: "spelling", ..Trace::rows(PersonalData::Spellings, "spellings", "term") },
    // The reviews stay, with their grades.
    Trace { column: Some("answer"), ..Trace::rows(PersonalData::Answers, "reviews", "term") },
    // Words that were put into the quiz, which name those of the user's own deck.
    Trace { key: "term", ..Trace::rows(PersonalData::OwnWords, "wanted", "term") },
    // Definitions, which are personal in the user's own deck.
    Trace { key: "term", ..Trace::rows(PersonalData::OwnWords, "seen", "term") },
    Trace {
        key: "deck || '/' || day",
        by_day: true,
        ..Trace::rows(PersonalData::OwnWords, "readings", "deck")
    },
];

impl Trace {
    /// Whole rows of `table`, each identified by its ID and dated by its write time.
    const fn rows(what: PersonalData, table: &'static str, about: &'static str) -> Self {
        Self { what, table, key: "id", about, column: None, by_day: false }
    }
}

fn traces_of(what: PersonalData) -> impl Iterator<Item = Trace> {
    TRACES.iter().copied().filter(move |trace| trace.what == what)
}

/// The end of the range to erase: everything before this time, or before the study day it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    /// The time.
    pub at: Timestamp,
    /// The study day.
    pub day: Day,
}

/// The result of erasing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erased {
    /// Journal records erased or emptied.
    pub rows: usize,
    /// Copies of the journal from which the same data was erased.
    pub rewritten: Vec<PathBuf>,
    /// Unusable copies that were removed.
    pub removed: Vec<PathBuf>,
    /// Other files with the data that were deleted.
    pub deleted: Vec<PathBuf>,
    /// Whether another program had the journal open, so that its write-ahead log could not be emptied yet.
    pub in_use: bool,
}

impl Journal {
    /// The number of records [`Journal::erase`] would erase.
    pub fn traces(
        &self,
        what: PersonalData,
        before: Option<Before>,
        about: &dyn Fn(Option<&str>) -> bool,
    ) -> Result<usize, JournalError> {
        traces_of(what)
            .map(|trace| Ok(chosen(&self.connection, trace, before, about)?.len()))
            .sum::<rusqlite::Result<usize>>()
            .map_err(|error| self.error(&error))
    }

    /// The damaged copies, from which nothing can be erased: [`Journal::erase`] deletes these.
    pub fn unusable_copies(&self) -> Vec<PathBuf> {
        let mut found = copies::all(&self.path).unwrap_or_default();
        found.retain(|copy| is_unusable(copy));
        found
    }

    /// Erases data of this kind from before `before` (all if `None`), where `about` accepts the row's term or deck. No byte is left in
    /// the journal, its log or its copies, unless another program is reading: then [`Erased::in_use`] is set.
    ///
    /// # Errors
    /// If the journal or a copy of it cannot be written. What could be erased stays erased.
    pub fn erase(
        &mut self,
        what: PersonalData,
        before: Option<Before>,
        about: &dyn Fn(Option<&str>) -> bool,
    ) -> Result<Erased, JournalError> {
        let path = self.path.clone();
        let sqlite = |error| JournalError::from_sqlite(&path, &error);
        // The file is rewritten as it was read, so damage would be copied.
        refuse_damage(&self.connection, &path)?;
        quiet(&self.connection).map_err(sqlite)?;
        let rows = self.write(|transaction| {
            let erase = |trace| {
                let chosen = chosen(transaction, trace, before, about)?;
                strike_out(transaction, trace, &chosen)?;
                Ok(chosen.len())
            };
            traces_of(what).map(erase).sum()
        })?;
        // Even if nothing was erased now: an earlier run may have been interrupted.
        let in_use = !swept(&self.connection).map_err(sqlite)?;
        self.in_place.take_note();
        let mut erased = Erased { rows, in_use, ..Erased::default() };
        let mut kept = None;
        for copy in copies::all(&path).map_err(|error| JournalError::from_io(&path, &error))? {
            // A copy that a program did not finish has no use, and a log beside it would change it.
            if scratch::is_unfinished(&copy) || is_unusable(&copy) {
                match fs::remove_file(&copy) {
                    Ok(()) => erased.removed.push(copy.clone()),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => {
                        kept.get_or_insert((copy.clone(), error.to_string()));
                    }
                }
                for ending in ["-wal", "-shm", "-journal"] {
                    let _ = fs::remove_file(beside(&copy, ending));
                }
                continue;
            }
            // It may be in use, on a full disk, or read-only. Then the others still come.
            match in_copy(&copy, true, |copy| erase_in_copy(copy, what, before, about)) {
                Ok(true) => erased.rewritten.push(copy),
                Ok(false) => {}
                Err(error) => {
                    kept.get_or_insert((copy, detail(&error)));
                }
            }
        }
        match kept {
            None => Ok(erased),
            Some((copy, why)) => Err(JournalError::NotErased(copy, clean(&why).into_owned())),
        }
    }

    /// Erases what was said with the closed jotting `id`, if anything, from the copies of the journal, and from freed pages and the
    /// log, where later changes of a page may have left it. What cannot be written now is left: the jotting is closed in any case.
    pub(super) fn sweep_talk(&mut self, id: Uuid) {
        let erase = |copy: &Connection| {
            let sql = "UPDATE jottings SET heard = NULL, said_by = NULL WHERE id = ?1 AND
                       (heard IS NOT NULL OR said_by IS NOT NULL)";
            Ok(copy.execute(sql, [id])? > 0)
        };
        for copy in copies::all(&self.path).unwrap_or_default() {
            let _ = in_copy(&copy, false, erase);
        }
        if refuse_damage(&self.connection, &self.path).is_ok() {
            let _ = quiet(&self.connection).and_then(|()| swept(&self.connection));
            self.in_place.take_note();
        }
    }
}

/// Whether the copy at `path` is damaged, or of a version that is no longer supported: no program can use it.
fn is_unusable(path: &Path) -> bool {
    let sqlite = |error| JournalError::from_sqlite(path, &error);
    let look = || {
        let copy = memory_copy::of_any(path)?;
        let is_old = (1..schema::OLDEST).contains(&check::version(&copy).map_err(sqlite)?);
        Ok(is_old || check::flaws(&copy, Depth::Trees).map_err(sqlite)?.is_some())
    };
    look().unwrap_or_else(|error| matches!(error, JournalError::Damaged(..)))
}

/// Makes later deletes overwrite the freed bytes with zeros.
pub(super) fn overwriting(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "secure_delete", "ON")
}

/// The same, and avoids temporary files on disk.
fn quiet(connection: &Connection) -> rusqlite::Result<()> {
    overwriting(connection)?;
    connection.pragma_update(None, "temp_store", "MEMORY")
}

/// The keys of the matching records.
fn chosen(
    connection: &Connection,
    Trace { table, key, about: subject, column, by_day, .. }: Trace,
    before: Option<Before>,
    about: &dyn Fn(Option<&str>) -> bool,
) -> rusqlite::Result<Vec<Value>> {
    let filled = column.map(|column| format!("AND {column} IS NOT NULL")).unwrap_or_default();
    let (when, end) = if by_day {
        ("day", before.map(|before| i64::from(before.day.number())))
    } else {
        ("at", before.map(|before| before.at.millis()))
    };
    let sql = format!(
        "SELECT DISTINCT {key}, {subject} FROM {table} WHERE (?1 IS NULL OR {when} < ?1) {filled}"
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([end])?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        if about(row.get_ref(1)?.as_str_or_null()?) {
            keys.push(row.get(0)?);
        }
    }
    Ok(keys)
}

fn strike_out(connection: &Connection, trace: Trace, keys: &[Value]) -> rusqlite::Result<()> {
    let Trace { table, key, column, .. } = trace;
    let sql = match column {
        Some(column) => format!("UPDATE {table} SET {column} = NULL WHERE {key} = ?1"),
        None => format!("DELETE FROM {table} WHERE {key} = ?1"),
    };
    let mut statement = connection.prepare(&sql)?;
    for key in keys {
        statement.execute([key])?;
    }
    Ok(())
}

/// Vacuums the file and empties its write-ahead log; `false` if another program holds the log.
fn swept(connection: &Connection) -> rusqlite::Result<bool> {
    connection.execute_batch("VACUUM")?;
    let busy: i64 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(busy == 0)
}

/// Runs `erase` on the copy at `path`, and returns whether there was anything to erase, as `erase` does. Rewrites the file if there
/// was, or `always`.
fn in_copy(
    path: &Path,
    always: bool,
    erase: impl Fn(&Connection) -> rusqlite::Result<bool>,
) -> rusqlite::Result<bool> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = no_locks::open(path, flags)?;
    // A copy is a single file: a log beside it would be lost when it is moved.
    connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    quiet(&connection)?;
    let step = connection.unchecked_transaction()?;
    let erased = erase(&step)?;
    step.commit()?;
    if erased || always {
        connection.execute_batch("VACUUM")?;
    }
    Ok(erased)
}

/// Erases the same data from a copy. Returns whether there was any.
fn erase_in_copy(
    copy: &Connection,
    what: PersonalData,
    before: Option<Before>,
    about: &dyn Fn(Option<&str>) -> bool,
) -> rusqlite::Result<bool> {
    let known = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    let mut erased = false;
    for trace in traces_of(what) {
        let known: i64 = copy.query_row(known, [trace.table], |row| row.get(0))?;
        let keys = if known == 0 { Vec::new() } else { chosen(copy, trace, before, about)? };
        strike_out(copy, trace, &keys)?;
        erased |= !keys.is_empty();
    }
    Ok(erased)
}

#[cfg(test)]
mod tests;
