//! The journal: the user's progress in one SQLite file, which two programs may use at once.
//!
//! Reviews and strikes are append-only. Card states are derived from them; the stored states are a cache, valid only if it covers
//! exactly the reviews and strikes in the journal.

mod annotations;
pub mod backups;
mod check;
mod columns;
mod connection;
mod copies;
mod credits;
mod cut_log;
mod displaced;
pub mod doctor;
pub mod erase;
mod error;
mod evidence;
mod in_place;
mod introductions;
mod jottings;
mod lookups;
mod meetings;
mod memory_copy;
mod no_locks;
mod open;
mod parameters;
mod plays;
mod read_only_journal;
mod readable;
mod rebuild;
pub mod restore;
mod reviews;
mod rows;
pub mod salvage;
mod schema;
mod scratch;
mod seen;
mod spellings;
mod states;
mod tables;
mod term_queue;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use uuid::Uuid;

use crate::core::time::Timestamp;

pub use connection::{PATIENCE, PATIENCE_IN_LOOKUP, PATIENCE_ON_SCREEN};
pub use displaced::{Displaced, Left, put_log_aside};
pub use error::{JournalError, is_only_read};
pub use evidence::Corrected;
pub use introductions::{Effort, Introduction, RecentTimes};
pub use lookups::{LookedUpIn, Lookup};
pub use open::make_private;
pub use parameters::{Tuning, Verdict, in_force};
pub use read_only_journal::ReadOnlyJournal;
pub use reviews::History;
pub use scratch::{ABANDONED, UNFINISHED as UNFINISHED_COPY};
pub use spellings::Remembered;
pub use states::HistoryVersion;
pub use tables::kind;

use check::Depth;
use connection::Opened;
use in_place::{Found, InPlace};
use no_locks::Sharing;
use schema::Birth;

/// The largest log in bytes left for the next reader: about 75 look-ups, a tenth of a millisecond to read.
const LONG_LOG: u64 = 1 << 20;

/// After how many answers the log is written back into the file.
const WRITE_BACK: u32 = 10;

/// The user's progress: reviews, strikes, introductions, look-ups, definitions seen, and annotations.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
    path: PathBuf,
    device: Uuid,
    /// SQLite's counter of writes by other connections, as last read.
    elsewhere: i64,
    /// The cache the caller holds: its key and what it covers.
    held: Option<(u64, HistoryVersion)>,
    /// The identity of the open files.
    in_place: InPlace,
    /// The review this program wrote last: its row number and ID.
    newest: Option<(i64, Uuid)>,
    /// What to say if it was damaged.
    damage: Option<String>,
    /// The answers and strikes since the log was last emptied.
    in_log: u32,
    /// How long to wait for other programs.
    patience: Duration,
    /// Why nothing can be written, if this is a copy in memory.
    read_only: Option<WhyReadOnly>,
    /// Whether programs can share the file.
    sharing: Sharing,
}

/// Names the error of a write to the journal at a path.
pub type WhyReadOnly = fn(PathBuf) -> JournalError;

impl Journal {
    /// Opens the journal at `path`, creating it and its folder if missing, with `opened_at` as its creation time and `new_device`
    /// as its device. Copies and migrates an older journal.
    ///
    /// Checks for damage first. Damaged derived data is rebuilt, which [`Journal::rebuilt`] reports.
    pub fn open(path: &Path, opened_at: Timestamp, new_device: Uuid) -> Result<Self, JournalError> {
        Self::open_within(PATIENCE, path, opened_at, new_device)
    }

    /// The same, but waits for other programs with another `patience`, then and later.
    pub fn open_within(
        patience: Duration,
        path: &Path,
        opened_at: Timestamp,
        new_device: Uuid,
    ) -> Result<Self, JournalError> {
        // An absolute path also keeps SQLite from interpreting names like `:memory:` and `file:…`.
        let path =
            std::path::absolute(path).map_err(|error| JournalError::from_io(path, &error))?;
        let (opened, damage) = open::open(&path, patience)?;
        let mut journal = Self::on(opened, path, Birth { device: new_device, at: opened_at })?;
        journal.damage = damage;
        Ok(journal)
    }

    /// A copy in memory of the journal at `path`, for reading only. `why` says why nothing can be written, or that the user only
    /// wants to look at it. Nothing on disk is changed.
    pub fn read_only(
        path: &Path,
        why: WhyReadOnly,
        opened_at: Timestamp,
        new_device: Uuid,
    ) -> Result<Self, JournalError> {
        let path =
            std::path::absolute(path).map_err(|error| JournalError::from_io(path, &error))?;
        let connection = memory_copy::of(&path)?;
        open::refuse_damage(&connection, &path)?;
        let opened = Opened::in_memory(connection);
        let mut journal = Self::on(opened, path, Birth { device: new_device, at: opened_at })?;
        journal.read_only = Some(why);
        Ok(journal)
    }

    /// Fails if nothing can be written, and says why.
    pub fn refuse_read_only(&self) -> Result<(), JournalError> {
        self.read_only.map_or(Ok(()), |why| Err(why(self.path.clone())))
    }

    /// Migrates an opened journal if it is older.
    fn on(opened: Opened, path: PathBuf, birth: Birth) -> Result<Self, JournalError> {
        let Opened { mut connection, in_place, patience, sharing } = opened;
        let sqlite = |error| JournalError::from_sqlite(&path, &error);
        // A migration that rebuilds a table must not be stopped halfway by a reference to it.
        connection.pragma_update(None, "foreign_keys", "OFF").map_err(sqlite)?;
        schema::bring_forward(&mut connection, &path, birth)?;
        open::set_up(&connection).map_err(sqlite)?;
        let device = "SELECT value FROM meta WHERE key = 'device'";
        let device = connection.query_row(device, [], |row| row.get(0));
        let read = device.and_then(|device| Ok((device, data_version(&connection)?)));
        let (device, elsewhere) = read.map_err(sqlite)?;
        let mut in_place = in_place.with_log();
        in_place.take_note();
        Ok(Self {
            connection,
            path,
            device,
            elsewhere,
            held: None,
            in_place,
            newest: None,
            damage: None,
            in_log: 0,
            patience,
            read_only: None,
            sharing,
        })
    }

    /// Stops waiting for the disk on each write and on close. A power failure may lose the last entries but harms nothing else:
    /// use it for look-ups from the shell, never for answers.
    pub fn without_waiting(self) -> Result<Self, JournalError> {
        // A new database is still entirely in the WAL, and a long log slows every start: in both cases the log is checkpointed on
        // close, a long one only if the journal is sound.
        let born = connection::size(&self.path) <= 4096;
        let long = connection::size(&in_place::beside(&self.path, "-wal")) > LONG_LOG;
        if long {
            open::refuse_damage(&self.connection, &self.path)?;
        }
        self.connection
            .pragma_update(None, "synchronous", "NORMAL")
            .and_then(|()| connection::leave_log(&self.connection, !(born || long)))
            .map_err(|error| self.error(&error))?;
        Ok(self)
    }

    /// The message to show if the journal was damaged and rebuilt.
    pub fn rebuilt(&self) -> Option<String> {
        self.damage.clone()
    }

    /// Writes what the program notes for itself; nothing if the journal is only read.
    fn note_by_the_way<T: Default>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        if self.read_only.is_some() { Ok(T::default()) } else { self.write(work) }
    }

    /// The message to show if the journal is only read.
    pub fn only_read(&self) -> Option<String> {
        // The advice is for those who want to write.
        let why = self.refuse_read_only().err()?.to_string();
        Some(why.split_once(';').map_or(&*why, |(fact, _)| fact).to_owned())
    }

    /// The message to show if only one program at a time can use the journal.
    pub fn one_at_a_time(&self) -> Option<String> {
        matches!(self.sharing, Sharing::NoLocks { .. }).then(|| error::one_at_a_time(&self.path))
    }

    /// The device this journal was created on, which new reviews carry.
    pub const fn device(&self) -> Uuid {
        self.device
    }

    /// Whether another program has written since the last call, or since opening.
    pub fn changed_elsewhere(&mut self) -> Result<bool, JournalError> {
        self.stays_in_place()?;
        let now = data_version(&self.connection).map_err(|error| self.error(&error))?;
        Ok(std::mem::replace(&mut self.elsewhere, now) != now)
    }

    /// Fails if the open files are no longer those at the path: writes would be lost, or end up in the wrong file.
    fn stays_in_place(&mut self) -> Result<(), JournalError> {
        match self.in_place.look() {
            Found::Same => Ok(()),
            Found::Moved(path) => Err(JournalError::Moved(path)),
            Found::Replaced(path) => Err(JournalError::Replaced(path)),
            // Most likely another of our programs checkpointed its log.
            Found::Touched if self.makes_sense() => {
                self.in_place.take_note();
                // SQLite notices only writes made through SQLite.
                self.elsewhere = i64::MIN;
                Ok(())
            }
            Found::Touched => Err(JournalError::Replaced(self.path.clone())),
        }
    }

    /// Whether a file that was written to is sound and has this program's last review.
    fn makes_sense(&self) -> bool {
        let look = || {
            // Pages in memory may no longer match the file.
            self.connection.execute_batch("PRAGMA shrink_memory")?;
            let has = |(seq, id)| check::has_review(&self.connection, seq, id);
            let is_there = self.newest.map_or(Ok(true), has)?;
            let flaws = check::flaws(&self.connection, Depth::Trees)?;
            Ok::<_, rusqlite::Error>(is_there && flaws.is_none())
        };
        look().unwrap_or(false)
    }

    fn error(&self, error: &rusqlite::Error) -> JournalError {
        self.rebuilt_after(JournalError::from_sqlite(&self.path, error))
    }

    /// Passes `error` on, unless it is damage that can be rebuilt; then rebuilds the journal.
    fn rebuilt_after(&self, error: JournalError) -> JournalError {
        let is_damage = matches!(error, JournalError::Damaged { .. });
        if !is_damage || self.in_place.look() != Found::Same {
            return error;
        }
        match rebuild::rebuild(&self.path) {
            Ok(Some(said)) => JournalError::Rebuilt(said),
            _ => error,
        }
    }

    /// Runs a query and returns its rows.
    fn read<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        row: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, JournalError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map(params, row)?.collect())
            .map_err(|error| self.error(&error))
    }

    /// Runs `work` in one transaction that holds the write lock from the start, so all of it is on disk afterwards or nothing is.
    /// Fails if the files are no longer at the path.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        self.refuse_read_only()?;
        self.stays_in_place()?;
        let done = self.transact(work);
        self.in_place.take_note();
        done.map_err(|error| self.rebuilt_after(error))
    }

    /// Counts an answer or a strike, and writes the log back after every few.
    fn count_in_log(&mut self) {
        self.in_log += 1;
        if self.in_log.is_multiple_of(WRITE_BACK) {
            // The log stays as long as it is, because growing it again would take longer than overwriting it.
            self.checkpoint("PASSIVE");
        }
    }

    /// Writes the log back into the file and empties it, so that a copy of the file alone holds every answer. Does as much as other
    /// programs allow, without waiting for them.
    pub fn write_back(&mut self) {
        if self.in_log > 0 && self.stays_in_place().is_ok() && self.checkpoint("TRUNCATE") {
            self.in_log = 0;
        }
    }

    /// Checkpoints the log in this `mode`. Returns whether that was possible.
    fn checkpoint(&mut self, mode: &str) -> bool {
        // The answers are safe in the log, so a full disk is no reason to stop.
        let is_done = open::checkpoint(&self.connection, mode).unwrap_or(false);
        let _ = self.connection.busy_timeout(self.patience);
        self.in_place.take_note();
        is_done
    }

    /// Runs one statement in such a transaction.
    fn execute(&mut self, sql: &str, params: impl rusqlite::Params) -> Result<(), JournalError> {
        self.write(|transaction| transaction.prepare_cached(sql)?.execute(params).map(drop))
    }

    fn transact<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        let path = &self.path;
        let sqlite = |error| JournalError::from_sqlite(path, &error);
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(sqlite)?;
        // A newer program may have migrated the journal while this one had it open.
        let found = check::version(&transaction).map_err(sqlite)?;
        schema::refuse_newer(path, found)?;
        let done = work(&transaction).map_err(sqlite)?;
        transaction.commit().map_err(sqlite)?;
        Ok(done)
    }
}

impl Drop for Journal {
    /// On close, SQLite checkpoints the log into the open file and removes the companion files at the path, which is wrong once
    /// the two no longer belong together. A log that is still ours is checkpointed into its own file, wherever that is now, so
    /// that it does not end up in the one that replaced it.
    fn drop(&mut self) {
        let found = self.in_place.look();
        if found == Found::Same || (found == Found::Touched && self.makes_sense()) {
            // On close, SQLite does this only for the last program.
            if self.in_log > 0 {
                self.checkpoint("TRUNCATE");
            }
            return;
        }
        if found != Found::Touched && self.in_place.has_own_log() {
            let _ = open::checkpoint(&self.connection, "TRUNCATE");
        }
        let _ = connection::leave_log(&self.connection, true);
    }
}

fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}
