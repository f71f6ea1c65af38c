//! The journal: the user's progress in one SQLite file, which two programs may use at once.
//!
//! Reviews and strikes are only ever appended. What is known of a card is derived from them; the copy of it that is
//! kept here is a cache, which is believed only when it covers exactly the reviews and strikes that are there.

mod columns;
pub mod erase;
mod error;
mod glance;
mod introductions;
mod jottings;
mod lookups;
mod marks;
mod meetings;
mod open;
mod parameters;
mod reviews;
mod schema;
mod seen;
mod spellings;
mod states;
#[cfg(test)]
mod tests;
mod wanted;

use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use uuid::Uuid;

use crate::core::time::Timestamp;

pub use error::JournalError;
pub use glance::Glance;
pub use introductions::{Introduction, RecentTimes};
pub use lookups::{LookedUpIn, Lookup};
pub use parameters::{Tuning, Verdict, in_force};
pub use reviews::History;
pub use seen::Seen;
pub use spellings::Remembered;
pub use states::Extent;

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
}

impl Journal {
    /// Opens the journal at `path`, and makes it (and its folder) when it is not there: then it is born at
    /// `opened_at` on the machine `new_device`. An older journal is copied and brought forward.
    ///
    /// Whether the file is damaged is judged by its header, its length and its list of tables, which costs nothing;
    /// damage further in shows when it is read.
    pub fn open(path: &Path, opened_at: Timestamp, new_device: Uuid) -> Result<Self, JournalError> {
        Self::open_with(path, Birth { device: new_device, at: opened_at }, schema::MIGRATIONS)
    }

    fn open_with(path: &Path, birth: Birth, migrations: &[&str]) -> Result<Self, JournalError> {
        // An absolute path also keeps SQLite from reading meaning into names like `:memory:` and `file:…`.
        let path =
            std::path::absolute(path).map_err(|error| JournalError::from_io(path, &error))?;
        let connection = open::open(&path, migrations)?;
        Self::on(connection, path, birth, migrations)
    }

    /// The journal behind `connection`, brought forward where it is older.
    fn on(
        mut connection: Connection,
        path: PathBuf,
        birth: Birth,
        migrations: &[&str],
    ) -> Result<Self, JournalError> {
        Self::prepare(&mut connection, &path, birth, migrations)?;
        Self::ready(connection, path, schema::newest(migrations))
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

    fn ready(connection: Connection, path: PathBuf, version: u32) -> Result<Self, JournalError> {
        let device = "SELECT value FROM meta WHERE key = 'device'";
        let device = connection
            .query_row(device, [], |row| columns::id(row, 0))
            .and_then(|device| Ok((device, data_version(&connection)?)));
        match device {
            Ok((device, elsewhere)) => {
                Ok(Self { connection, path, device, version, elsewhere, held: None })
            }
            Err(error) => Err(JournalError::from_sqlite(&path, &error)),
        }
    }

    /// Lets the system write down what follows when it sees fit, instead of waiting for the disk each time and once more at
    /// the end. When the power fails, what was noted last may be missing and nothing else is harmed: for look-ups
    /// from the shell, never for answers.
    pub fn without_waiting(self) -> Result<Self, JournalError> {
        // A journal that was born just now is all in its log, and a long log has to be read at every start: such a one is
        // moved into the file, as at every other end.
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
        let born = size(&self.path) <= 4096;
        let long = size(&open::beside(&self.path, "-wal")) > LONG_LOG;
        self.connection
            .pragma_update(None, "synchronous", "NORMAL")
            .and_then(|()| {
                self.connection
                    .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !(born || long))
            })
            .map_err(|error| self.error(&error))?;
        Ok(self)
    }

    /// The machine that this journal was made on: what new reviews carry as their device.
    pub const fn device(&self) -> Uuid {
        self.device
    }

    /// Whether another program has written since this was last asked, or since the journal was opened.
    pub fn changed_elsewhere(&mut self) -> Result<bool, JournalError> {
        let now = data_version(&self.connection).map_err(|error| self.error(&error))?;
        Ok(std::mem::replace(&mut self.elsewhere, now) != now)
    }

    fn error(&self, error: &rusqlite::Error) -> JournalError {
        JournalError::from_sqlite(&self.path, error)
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
    /// nothing is.
    fn write<T>(
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

fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}
