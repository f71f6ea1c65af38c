//! Goes on after the file of an open journal was moved, deleted or replaced, without losing what was written meanwhile.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use uuid::Uuid;

use crate::core::review::Review;
use crate::core::time::Timestamp;
use crate::store::backups::Contents;
use crate::store::check::{self, Depth};
use crate::store::in_place::{Found, beside};
use crate::store::rows::{LAST_NUMBER, Rows};
use crate::store::{
    Journal, JournalError, copies, memory_copy, open, restore, reviews, schema, scratch,
};

/// What was in a journal that was left, to be added to the one that took its place: the rows of each table.
#[derive(Debug, Default)]
pub struct Left(Vec<(String, Rows)>);

/// What happened to the file of an open journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Displaced {
    /// It is gone.
    Gone,
    /// Another file is in its place.
    Replaced,
    /// A file is in its place that is damaged or no journal.
    Unusable,
}

impl Journal {
    /// What happened to the file, if it is no longer the one that is open.
    pub fn displaced(&mut self) -> Option<Displaced> {
        let error = self.stays_in_place().err()?;
        let is_gone = matches!(error, JournalError::Moved(_)) && !self.path.exists();
        Some(match is_gone {
            true => Displaced::Gone,
            false if self.cannot_use_there() => Displaced::Unusable,
            false => Displaced::Replaced,
        })
    }

    /// Copies the open journal beside its path, where another file is now, if anything was written to it since `since`. Returns where the
    /// copy is; `None` as well if the whole folder is gone.
    ///
    /// # Errors
    /// If it could not be made.
    pub fn keep_aside(&self, since: Timestamp) -> Result<Option<PathBuf>, JournalError> {
        let rows = written(&self.connection, since)
            .map_err(|error| JournalError::from_sqlite(&self.path, &error))?;
        let is_empty = rows.iter().all(|(_, rows)| rows.rows.is_empty());
        if is_empty || !scratch::folder_of(&self.path).is_dir() {
            return Ok(None);
        }
        let aside = copies::free(&self.path, "kept");
        self.back_up_to(&aside)?;
        Ok(Some(aside))
    }

    /// What the file holds that is at the path now.
    ///
    /// # Errors
    /// If it cannot be read, is damaged, or is no journal.
    pub fn contents_there(&self) -> Result<Contents, JournalError> {
        let sqlite = |error| JournalError::from_sqlite(&self.path, &error);
        open::refuse_no_file(&self.path)?;
        let there = if self.in_place.has_own_log() {
            // The log beside it is still that of the open journal.
            copies::untouched(&self.path).map_err(sqlite)?
        } else {
            memory_copy::of_any(&self.path)?
        };
        schema::identify(&there, &self.path)?;
        Contents::of(&there).map_err(sqlite)
    }

    /// Whether the file that is at the path now is damaged or no journal.
    fn cannot_use_there(&self) -> bool {
        self.path.exists() && matches!(self.contents_there(), Err(JournalError::Damaged(..)))
    }

    /// Gives up the open files, and returns what was written to them since `since` as far as they can be trusted. If nothing is at the
    /// path, a copy of the journal is put there first; if what is there cannot be used, it is moved aside before.
    ///
    /// # Errors
    /// If that copy could not be made, or the journal could not be read. It then stays open.
    pub fn leave(self, since: Timestamp) -> Result<Left, (Box<Self>, JournalError)> {
        let found = self.in_place.look();
        // If the file was written over, pages of two journals are mixed.
        if !matches!(found, Found::Moved(_) | Found::Replaced(_)) {
            return Ok(Left::default());
        }
        if let Err(error) = open::refuse_no_file(&self.path) {
            return Err((Box::new(self), error));
        }
        let is_unusable = self.cannot_use_there();
        let is_gone = is_unusable || !self.path.exists();
        let flaws = check::flaws(&self.connection, Depth::Trees);
        let error = match flaws.map_err(|error| JournalError::from_sqlite(&self.path, &error)) {
            Ok(None) => None,
            // An empty file must not take the place of what is still open.
            Ok(Some(flaws)) if is_gone => Some(JournalError::Damaged(self.path.clone(), flaws)),
            Ok(Some(_)) => return Ok(Left::default()),
            Err(error) => Some(error),
        };
        if let Some(error) = error {
            return Err((Box::new(self), error));
        }
        if is_gone {
            let aside = copies::free(&self.path, "damaged");
            let cleared = if is_unusable { fs::rename(&self.path, aside) } else { Ok(()) };
            let cleared = cleared.map_err(|error| JournalError::from_io(&self.path, &error));
            if let Err(error) = cleared.and_then(|()| self.put_copy()) {
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
        let folder = scratch::folder_of(&self.path);
        open::make_folder(folder).map_err(io)?;
        let copy = scratch::unfinished(folder).map_err(io)?;
        let name = copy.to_str().ok_or_else(|| io(io::ErrorKind::InvalidFilename.into()))?;
        self.connection
            .execute("VACUUM INTO ?1", [name])
            .map_err(|error| JournalError::from_sqlite(&self.path, &error))?;
        scratch::sync(&copy).map_err(io)?;
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
        let before = self.contents()?.answers;
        self.write(|transaction| {
            for (table, rows) in &left.0 {
                rows.insert(transaction, table)?;
            }
            transaction.execute(LAST_NUMBER, [])?;
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
        Ok(self.contents()?.answers.saturating_sub(before))
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

/// The rows written since `since`. Without their sequence numbers, which others may have in another journal.
fn written(connection: &Connection, since: Timestamp) -> rusqlite::Result<Vec<(String, Rows)>> {
    let look = connection.unchecked_transaction()?;
    let new = Connection::open_in_memory()?;
    schema::create_tables(&new)?;
    let mut names = new.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let mut found = Vec::new();
    for table in check::trees(&new)?.into_iter().filter(|tree| !tree.is_index()) {
        let names = names.query_map([&table.name], |row| row.get(0))?;
        let (seq, columns): (Vec<String>, Vec<String>) =
            names.collect::<Result<Vec<_>, _>>()?.into_iter().partition(|name| name == "seq");
        // What has no time of its own is not the user's work.
        if !columns.iter().any(|column| column == "at") {
            continue;
        }
        // A corrected answer has the date of the one it corrects, which is struck then.
        let also = match &*table.name {
            "reviews" => "OR corrects IN (SELECT review FROM strikes WHERE at >= ?1)",
            _ => "",
        };
        let order = if seq.is_empty() { "" } else { "ORDER BY seq" };
        let sql = format!(
            "SELECT {} FROM {} WHERE at >= ?1 {also} {order}",
            columns.join(", "),
            table.name
        );
        let mut rows = look.prepare(&sql)?;
        let rows =
            rows.query_map([since], |row| (0..columns.len()).map(|at| row.get(at)).collect())?;
        let rows = rows.collect::<Result<_, _>>()?;
        found.push((table.name, Rows { columns, rows }));
    }
    // Strikes refer to reviews.
    found.sort_by_key(|(table, _)| table != "reviews");
    Ok(found)
}
