//! Connections to the journal file.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::store::error::JournalError;
use crate::store::in_place::InPlace;
use crate::store::no_locks::{self, Sharing};
use crate::store::scratch::NO_LOCKS;

/// How long to wait for another program's transaction, which takes milliseconds. Commands in the shell can wait longest.
pub const PATIENCE: Duration = Duration::from_secs(2);
/// The same where someone looks at a screen.
pub const PATIENCE_ON_SCREEN: Duration = Duration::from_millis(200);
/// The same for a look-up in the shell.
pub const PATIENCE_IN_LOOKUP: Duration = Duration::from_millis(50);

/// An open connection, and the identity of its file.
#[derive(Debug)]
pub(super) struct Opened {
    /// The connection.
    pub(super) connection: Connection,
    /// The file.
    pub(super) in_place: InPlace,
    /// How long it waits for other programs.
    pub(super) patience: Duration,
    /// Whether programs can share it.
    pub(super) sharing: Sharing,
}

impl Opened {
    /// A journal in memory.
    pub(super) fn in_memory(connection: Connection) -> Self {
        let (in_place, patience) = (InPlace::default(), PATIENCE);
        Self { connection, in_place, patience, sharing: Sharing::Possible }
    }
}

/// Connects to the file at `path` without reading from it yet.
pub(super) fn connect(path: &Path) -> Result<Opened, JournalError> {
    let sharing =
        if no_locks::can_lock(path) { Sharing::Possible } else { Sharing::NoLocks { _only: None } };
    connect_as(path, PATIENCE, sharing)
}

/// The same with another `patience`, for a file that programs can share or not.
pub(super) fn connect_as(
    path: &Path,
    patience: Duration,
    sharing: Sharing,
) -> Result<Opened, JournalError> {
    let in_place = InPlace::of(path).map_err(|error| JournalError::from_io(path, &error))?;
    // Without "create": SQLite would pick the file mode itself.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        let connection = match sharing {
            Sharing::NoLocks { .. } => Connection::open_with_flags_and_vfs(path, flags, NO_LOCKS),
            _ => Connection::open_with_flags(path, flags),
        }?;
        connection.busy_timeout(patience)?;
        if !matches!(sharing, Sharing::Possible) {
            // Before the first read: then the index of the log is in memory of this program's own.
            connection.pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |_| Ok(()))?;
        }
        Ok(connection)
    };
    let connection = open().map_err(|error| JournalError::from_sqlite(path, &error))?;
    Ok(Opened { connection, in_place, patience, sharing })
}

/// Sets whether the log is left alone when `connection` closes, rather than checkpointed and removed.
pub(super) fn leave_log(connection: &Connection, leave: bool) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave).map(drop)
}

/// The size of the file at `path` in bytes; 0 if it is missing.
pub(super) fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |file| file.len())
}
