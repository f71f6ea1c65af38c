//! The journal: the user's progress in one SQLite file, which two programs may use at once.
//!
//! Reviews and strikes are only ever appended. What is known of a card is derived from them; the copy of it that is
//! kept here is a cache, which is believed only when it covers exactly the reviews and strikes that are there.

mod check;
mod columns;
mod copies;
pub mod erase;
mod error;
mod glance;
mod in_place;
mod introductions;
mod jottings;
mod lookups;
mod marks;
mod meetings;
mod open;
mod parameters;
mod rebuild;
mod reviews;
mod schema;
mod seen;
mod spellings;
mod states;
#[cfg(test)]
mod tests;
mod wanted;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use uuid::Uuid;

use crate::core::time::Timestamp;

pub use error::JournalError;
pub use glance::Glance;
pub use introductions::{Effort, Introduction, RecentTimes};
pub use lookups::{LookedUpIn, Lookup};
pub use parameters::{Tuning, Verdict, in_force};
pub use reviews::History;
pub use seen::Seen;
pub use spellings::Remembered;
pub use states::Extent;

use check::Depth;
use in_place::{Found, InPlace};
use open::Opened;
use schema::Birth;

/// The most bytes of a log that are left for the next one to read: about 75 look-ups, a tenth of a millisecond.
const LONG_LOG: u64 = 1 << 20;

/// The user's progress: reviews, strikes, introductions, look-ups, the definitions that were seen, and marks on words.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
    path: PathBuf,
    device: Uuid,
    /// The schema version that this program writes.
    version: u32,
    /// SQLite's count of what other connections wrote, when it was last asked for.
    elsewhere: i64,
    /// The cache as the caller has it: its key and what it covers.
    held: Option<(u64, Extent)>,
    /// Which files are open.
    in_place: InPlace,
    /// The review that this program wrote last: its number and its id.
    newest: Option<(i64, Uuid)>,
    /// The copy of the journal as it was, when it was damaged and has been rebuilt.
    damaged: Option<PathBuf>,
}

impl Journal {
    /// Opens the journal at `path`, and makes it (and its folder) when it is not there: then it is born at
    /// `opened_at` on the machine `new_device`. An older journal is copied and brought forward.
    ///
    /// It is looked through for damage first. What can be worked out again is, and [`Journal::rebuilt`] says so.
    pub fn open(path: &Path, opened_at: Timestamp, new_device: Uuid) -> Result<Self, JournalError> {
        Self::open_with(path, Birth { device: new_device, at: opened_at }, schema::MIGRATIONS)
    }

    fn open_with(path: &Path, birth: Birth, migrations: &[&str]) -> Result<Self, JournalError> {
        // An absolute path also keeps SQLite from reading meaning into names like `:memory:` and `file:…`.
        let path =
            std::path::absolute(path).map_err(|error| JournalError::from_io(path, &error))?;
        let (opened, damaged) = open::open(&path, migrations)?;
        let mut journal = Self::on(opened, path, birth, migrations)?;
        journal.damaged = damaged;
        Ok(journal)
    }

    /// The journal that was opened, brought forward where it is older.
    fn on(
        opened: Opened,
        path: PathBuf,
        birth: Birth,
        migrations: &[&str],
    ) -> Result<Self, JournalError> {
        let Opened { mut connection, in_place } = opened;
        Self::prepare(&mut connection, &path, birth, migrations)?;
        let device = "SELECT value FROM meta WHERE key = 'device'";
        let device = connection.query_row(device, [], |row| columns::id(row, 0));
        let read = device.and_then(|device| Ok((device, data_version(&connection)?)));
        let (device, elsewhere) = read.map_err(|error| JournalError::from_sqlite(&path, &error))?;
        let mut in_place = in_place.with_log();
        in_place.take_note();
        Ok(Self {
            connection,
            path,
            device,
            version: schema::newest(migrations),
            elsewhere,
            held: None,
            in_place,
            newest: None,
            damaged: None,
        })
    }

    fn prepare(
        connection: &mut Connection,
        path: &Path,
        birth: Birth,
        migrations: &[&str],
    ) -> Result<(), JournalError> {
        // A migration that rebuilds a table must not be stopped halfway by a reference to it.
        connection
            .pragma_update(None, "foreign_keys", "OFF")
            .map_err(|error| JournalError::from_sqlite(path, &error))?;
        schema::bring_forward(connection, path, migrations, birth)?;
        open::set_up(connection).map_err(|error| JournalError::from_sqlite(path, &error))
    }

    /// Lets the system write down what follows when it sees fit, instead of waiting for the disk each time and once more at
    /// the end. When the power fails, what was noted last may be missing and nothing else is harmed: for look-ups
    /// from the shell, never for answers.
    pub fn without_waiting(self) -> Result<Self, JournalError> {
        // A journal that was born just now is all in its log, and a long log has to be read at every start: such a one is
        // moved into the file, as at every other end, unless it makes no sense there.
        let born = open::size(&self.path) <= 4096;
        let long = open::size(&open::beside(&self.path, "-wal")) > LONG_LOG;
        if long {
            open::refuse_damage(&self.connection, &self.path)?;
        }
        self.connection
            .pragma_update(None, "synchronous", "NORMAL")
            .and_then(|()| open::leave_log(&self.connection, !(born || long)))
            .map_err(|error| self.error(&error))?;
        Ok(self)
    }

    /// What to say when the journal was damaged and has been rebuilt.
    pub fn rebuilt(&self) -> Option<String> {
        self.damaged.as_ref().map(|copy| error::rebuilt(&self.path, copy))
    }

    /// The machine that this journal was made on: what new reviews carry as their device.
    pub const fn device(&self) -> Uuid {
        self.device
    }

    /// Whether another program has written since this was last asked, or since the journal was opened.
    pub fn changed_elsewhere(&mut self) -> Result<bool, JournalError> {
        self.stays_in_place()?;
        let now = data_version(&self.connection).map_err(|error| self.error(&error))?;
        Ok(std::mem::replace(&mut self.elsewhere, now) != now)
    }

    /// Refuses to go on when the files that are open are not those at the path any more: what is written to them would be
    /// lost, or would end up in a file that it does not belong to.
    fn stays_in_place(&mut self) -> Result<(), JournalError> {
        match self.in_place.look() {
            Found::Same => Ok(()),
            Found::Moved(path) => Err(JournalError::Moved { path }),
            Found::Replaced(path) => Err(JournalError::Replaced { path }),
            // Most likely another program of ours has moved its log into the file.
            Found::Touched if self.makes_sense() => {
                self.in_place.take_note();
                // SQLite hears of what its own kind wrote, and of nothing else.
                self.elsewhere = i64::MIN;
                Ok(())
            }
            Found::Touched => Err(JournalError::Replaced { path: self.path.clone() }),
        }
    }

    /// Whether the file, into which something wrote, is sound and has what this program put there.
    fn makes_sense(&self) -> bool {
        let look = || {
            // What is remembered of the file may not be in it any more.
            self.connection.execute_batch("PRAGMA shrink_memory")?;
            let newest = self.newest;
            let is_there = newest
                .map_or(Ok(true), |(seq, id)| check::has_review(&self.connection, seq, id))?;
            Ok::<_, rusqlite::Error>(
                is_there && check::flaws(&self.connection, Depth::Trees)?.is_empty(),
            )
        };
        look().unwrap_or(false)
    }

    fn error(&self, error: &rusqlite::Error) -> JournalError {
        self.rebuilt_after(JournalError::from_sqlite(&self.path, error))
    }

    /// `error`, unless it says that something is damaged that can be worked out again: then that is done.
    fn rebuilt_after(&self, error: JournalError) -> JournalError {
        let is_damage = matches!(error, JournalError::Damaged { .. });
        if !is_damage || self.in_place.look() != Found::Same {
            return error;
        }
        match rebuild::rebuild(&self.path) {
            Ok(Some(copy)) => JournalError::Rebuilt { what: error::rebuilt(&self.path, &copy) },
            _ => error,
        }
    }

    /// The rows of a query.
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

    /// Does `work` in one transaction that holds the write lock from its start: all of it is on disk afterwards, or
    /// nothing is. Only in the files that are at the path.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, JournalError> {
        self.stays_in_place()?;
        let done = self.transact(work);
        self.in_place.take_note();
        done.map_err(|error| self.rebuilt_after(error))
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
        // A newer program may have brought the journal forward while this one had it open.
        let found = schema::version(&transaction).map_err(sqlite)?;
        schema::refuse_newer(path, found, self.version)?;
        let done = work(&transaction).map_err(sqlite)?;
        transaction.commit().map_err(sqlite)?;
        Ok(done)
    }
}

impl Drop for Journal {
    /// SQLite moves the log into the file that is open, and removes what lies beside the path: not when one does not belong to
    /// the other any more. A log that is still ours is emptied into the file that it belongs to, wherever that is now, so
    /// that it does not get into the one that took its place.
    fn drop(&mut self) {
        let found = self.in_place.look();
        if found == Found::Same || (found == Found::Touched && self.makes_sense()) {
            return;
        }
        if found != Found::Touched && self.in_place.has_own_log() {
            let _ = open::empty_log(&self.connection);
        }
        let _ = open::leave_log(&self.connection, true);
    }
}

fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}
