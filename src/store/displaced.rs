//! Goes on after the file of an open journal was moved, deleted or replaced, without losing what was written meanwhile.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use uuid::Uuid;

use crate::core::review::Review;
use crate::core::text::clean;
use crate::core::time::Timestamp;
use crate::store::backups::Contents;
use crate::store::check::{self, Depth};
use crate::store::in_place::{Found, beside};
use crate::store::{Journal, JournalError, copies, open, restore, reviews};

/// The tables with what the user did, each with the column that identifies a row. Rows are dated by their column `at`.
const TABLES: [(&str, &str); 15] = [
    ("reviews", "id"),
    ("strikes", "review"),
    ("introductions", "id"),
    ("lookups", "id"),
    ("jottings", "id"),
    ("credits", "id"),
    ("notes", "id"),
    ("holdings", "id"),
    ("flags", "id"),
    ("spellings", "spelling"),
    ("wanted", "term"),
    ("visits", "id"),
    ("asked", "id"),
    ("plays", "id"),
    ("parameters", "id"),
];

/// Rows of one table.
#[derive(Debug)]
struct Rows {
    table: &'static str,
    key: &'static str,
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

/// What was in a journal that was left, to be added to the one that took its place.
#[derive(Debug, Default)]
pub struct Left(Vec<Rows>);

/// What happened to the file of an open journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Displaced {
    /// It is gone.
    Gone(PathBuf),
    /// Another file is in its place.
    Replaced(PathBuf),
}

impl Journal {
    /// What happened to the file, if it is no longer the one that is open.
    pub fn displaced(&mut self) -> Option<Displaced> {
        let error = self.stays_in_place().err()?;
        let is_gone = matches!(error, JournalError::Moved(_)) && !self.path.exists();
        let path = self.path.clone();
        Some(if is_gone { Displaced::Gone(path) } else { Displaced::Replaced(path) })
    }

    /// Gives up the open files, and returns what was written to them since `since` as far as they can be trusted. If nothing is at the
    /// path, a copy of the journal is put there first.
    ///
    /// # Errors
    /// If that copy could not be made, or the journal could not be read. It then stays open.
    pub fn leave(self, since: Timestamp) -> Result<Left, (Box<Self>, JournalError)> {
        let found = self.in_place.look();
        // If the file was written over, pages of two journals are mixed.
        if !matches!(found, Found::Moved(_) | Found::Replaced(_)) {
            return Ok(Left::default());
        }
        let is_gone = !self.path.exists();
        let sound = check::flaws(&self.connection, Depth::Trees)
            .map_err(|error| JournalError::from_sqlite(&self.path, &error))
            .and_then(|flaws| match flaws.first() {
                // An empty file must not take the place of what is still open.
                Some(flaw) if is_gone => {
                    Err(JournalError::Damaged(self.path.clone(), clean(flaw).into_owned()))
                }
                flaw => Ok(flaw.is_none()),
            });
        match sound {
            Ok(true) => {}
            Ok(false) => return Ok(Left::default()),
            Err(error) => return Err((Box::new(self), error)),
        }
        if is_gone {
            if let Err(error) = self.put_copy() {
                return Err((Box::new(self), error));
            }
            return Ok(Left::default());
        }
        if matches!(&found, Found::Moved(file) if *file != self.path) {
            // Only its log is gone, which this program still has.
            let _ = open::checkpoint(&self.connection, "TRUNCATE");
        }
        match written(&self.connection, since) {
            Ok(rows) => Ok(Left(rows)),
            Err(error) => {
                let error = JournalError::from_sqlite(&self.path, &error);
                Err((Box::new(self), error))
            }
        }
    }

    /// Copies the journal to its own path, where nothing is.
    fn put_copy(&self) -> Result<(), JournalError> {
        let io = |error: io::Error| JournalError::from_io(&self.path, &error);
        let folder = self.path.parent().unwrap_or(Path::new("."));
        open::make_folder(folder).map_err(io)?;
        let copy = copies::unfinished(folder).map_err(io)?;
        let name = copy.to_str().ok_or_else(|| io(io::ErrorKind::InvalidFilename.into()))?;
        self.connection
            .execute("VACUUM INTO ?1", [name])
            .map_err(|error| JournalError::from_sqlite(&self.path, &error))?;
        let written = fs::OpenOptions::new().write(true).open(&copy);
        written.and_then(|file| file.sync_all()).map_err(io)?;
        copy.persist_noclobber(&self.path).map_err(|error| io(error.error))
    }

    /// Opens the journal that took the place of the one at `path`. A log that does not belong to it is put aside.
    pub fn open_instead(
        path: &Path,
        patience: std::time::Duration,
        at: Timestamp,
        device: Uuid,
    ) -> Result<Self, JournalError> {
        match Self::open_within(patience, path, at, device) {
            Err(JournalError::ForeignLog(_)) => {
                move_log_aside(path)?;
                Self::open_within(patience, path, at, device)
            }
            opened => opened,
        }
    }

    /// Adds what is missing: from the journal that was left, and of this program's own answers `given`, of which some were `struck`.
    /// Returns how many answers were missing.
    pub fn add_missing(
        &mut self,
        left: &Left,
        given: &[Review],
        struck: &[(Uuid, Timestamp)],
    ) -> Result<u64, JournalError> {
        let count = |journal: &Self| {
            let contents = Contents::of(&journal.connection);
            contents.map(|contents| contents.answers).map_err(|error| journal.error(&error))
        };
        let before = count(self)?;
        self.write(|transaction| {
            left.0.iter().try_for_each(|rows| rows.add_to(transaction))?;
            transaction.execute(reviews::STRIKE_CORRECTED, []).map(drop)
        })?;
        let is_there = |done: Result<(), JournalError>| match done {
            Err(JournalError::Refused(..)) => Ok(()),
            done => done,
        };
        for review in given {
            is_there(self.append(review, None))?;
        }
        for (review, at) in struck {
            is_there(self.strike(&[*review], *at, &[]))?;
        }
        Ok(count(self)?.saturating_sub(before))
    }
}

/// Puts the log aside that does not belong to the journal at `path`. Returns where it is now.
///
/// # Errors
/// If a program has the journal open, or the log cannot be moved.
pub fn put_log_aside(path: &Path) -> Result<PathBuf, JournalError> {
    restore::refuse_in_use(path)?;
    move_log_aside(path)
}

fn move_log_aside(path: &Path) -> Result<PathBuf, JournalError> {
    let aside = copies::free(path, "log");
    fs::rename(beside(path, "-wal"), &aside)
        .map_err(|error| JournalError::from_io(path, &error))?;
    let _ = fs::remove_file(beside(path, "-shm"));
    Ok(aside)
}

impl Rows {
    /// Adds the rows that are missing in `connection`.
    fn add_to(&self, connection: &Connection) -> rusqlite::Result<()> {
        let Self { table, key, columns, rows } = self;
        let place = |(column, at): (&String, usize)| match column.as_str() {
            // The answer that it corrects may be missing.
            "corrects" => format!("(SELECT id FROM reviews WHERE id = ?{at})"),
            _ => format!("?{at}"),
        };
        let places: Vec<_> = columns.iter().zip(1..).map(place).collect();
        let at = columns.iter().position(|column| column == key).map_or(0, |at| at + 1);
        // A strike needs its review.
        let also = match *table {
            "strikes" => format!("AND EXISTS (SELECT 1 FROM reviews WHERE id = ?{at})"),
            _ => String::new(),
        };
        let sql = format!(
            "INSERT INTO {table} ({}) SELECT {} WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {key} = ?{at}) {also}",
            columns.join(", "),
            places.join(", ")
        );
        let mut insert = connection.prepare(&sql)?;
        let number = columns.iter().position(|column| *table == "jottings" && column == "number");
        for row in rows {
            let mut row = row.clone();
            if let Some(number) = number {
                // Another jotting may have its number by now.
                let next =
                    "UPDATE meta SET value = value + 1 WHERE key = 'jottings' RETURNING value";
                row[number] = connection.query_row(next, [], |row| row.get(0))?;
            }
            insert.execute(params_from_iter(row))?;
        }
        Ok(())
    }
}

/// The rows written since `since`.
fn written(connection: &Connection, since: Timestamp) -> rusqlite::Result<Vec<Rows>> {
    let look = connection.unchecked_transaction()?;
    let rows_of = |(table, key)| {
        let mut columns = look.prepare("SELECT name FROM pragma_table_info(?1)")?;
        let mut columns: Vec<String> =
            columns.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let count = columns.len();
        columns.retain(|column| column != "seq");
        let has_seq = columns.len() < count;
        // A corrected answer has the date of the one it corrects.
        let (also, order) = match table {
            "reviews" => ("OR corrects IS NOT NULL", "ORDER BY seq"),
            _ if has_seq => ("", "ORDER BY seq"),
            _ => ("", ""),
        };
        let sql =
            format!("SELECT {} FROM {table} WHERE at >= ?1 {also} {order}", columns.join(", "));
        let mut rows = look.prepare(&sql)?;
        let rows =
            rows.query_map([since], |row| (0..columns.len()).map(|at| row.get(at)).collect())?;
        let rows = rows.collect::<Result<_, _>>()?;
        Ok(Rows { table, key, columns, rows })
    };
    TABLES.into_iter().map(rows_of).collect()
}
