//! Connections to the journal file.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::store::error::JournalError;
use crate::store::in_place::InPlace;

/// How long to wait for another program's transaction. Ours take milliseconds.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// An open connection, and the identity of its file.
#[derive(Debug)]
pub(super) struct Opened {
    /// The connection.
    pub(super) connection: Connection,
    /// The file.
    pub(super) in_place: InPlace,
}

/// Connects to the file at `path` without reading from it yet.
pub(super) fn connect(path: &Path) -> Result<Opened, JournalError> {
    let in_place = InPlace::of(path).map_err(|error| JournalError::from_io(path, &error))?;
    // Without "create": SQLite would pick the file mode itself.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)
        .and_then(|connection| connection.busy_timeout(PATIENCE).map(|()| connection))
        .map_err(|error| JournalError::from_sqlite(path, &error))?;
    Ok(Opened { connection, in_place })
}

/// Sets whether the log is left alone when `connection` closes, rather than checkpointed and removed.
pub(super) fn leave_log(connection: &Connection, leave: bool) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave).map(drop)
}

/// The size of the file at `path` in bytes; 0 if it is missing.
pub(super) fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |file| file.len())
}
