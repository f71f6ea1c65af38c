//! Folders whose file system lacks what SQLite needs to share a file: shared memory or locks, as on some network and FUSE mounts.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

use crate::store::check;
use crate::store::error::{JournalError, lacks_memory};
use crate::store::in_place::beside;
use crate::store::scratch::{self, folder_of};

/// Whether programs can share a journal.
#[derive(Debug)]
pub(super) enum Sharing {
    /// They can.
    Possible,
    /// They cannot share memory, so the journal cannot have a write-ahead log.
    NoMemory,
    /// Nor can it be locked, so only this program uses it.
    NoLocks {
        /// Held until the journal is closed; `None` for a quick look.
        _only: Option<OnlyProgram>,
    },
}

/// Keeps our other programs from opening a journal, by a file beside it. Where nothing can be locked, this is all there is.
#[derive(Debug)]
pub(super) struct OnlyProgram {
    file: PathBuf,
}

impl OnlyProgram {
    /// Creates the lock file of the journal at `path`. One that a killed program of this computer left is replaced.
    pub(super) fn lock(path: &Path) -> Result<Self, JournalError> {
        let file = beside(path, "-lock");
        let me = format!("{} on {}\n", std::process::id(), host());
        for _ in 0..2 {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match options.open(&file) {
                Ok(mut made) => {
                    let lock = Self { file };
                    let written = made.write_all(me.as_bytes());
                    written.map_err(|error| JournalError::from_io(path, &error))?;
                    return Ok(lock);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(JournalError::from_io(path, &error)),
            }
            if !is_left_behind(&file) {
                break;
            }
            let _ = fs::remove_file(&file);
        }
        Err(JournalError::OneAtATime(path.to_owned(), file))
    }
}

impl Drop for OnlyProgram {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.file);
    }
}

/// Whether the program of this computer that made the lock `file` has ended.
fn is_left_behind(file: &Path) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    let Some((id, place)) = text.trim_end().split_once(" on ") else { return false };
    place == host() && id.parse().is_ok_and(has_ended)
}

#[cfg(unix)]
fn has_ended(id: i32) -> bool {
    let process = rustix::process::Pid::from_raw(id);
    let ended = Err(rustix::io::Errno::SRCH);
    process.is_some_and(|process| rustix::process::test_kill_process(process) == ended)
}

#[cfg(unix)]
fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn has_ended(_: i32) -> bool {
    false
}

#[cfg(not(unix))]
fn host() -> String {
    String::new()
}

/// Finds out whether programs can share the journal at `path`, by a first read that waits for no one. From then on, `connection` waits
/// with `patience`.
pub(super) fn sharing(
    connection: &Connection,
    path: &Path,
    patience: Duration,
) -> Result<Sharing, JournalError> {
    let sqlite = |error| JournalError::from_sqlite(path, &error);
    connection.busy_timeout(Duration::ZERO).map_err(sqlite)?;
    let read = check::version(connection);
    connection.busy_timeout(patience).map_err(sqlite)?;
    match read {
        Err(error) if lacks_memory(&error) => Ok(Sharing::NoMemory),
        Err(error) if lacks_lock(&error) && !can_lock(path) => {
            let only = OnlyProgram::lock(path)?;
            Ok(Sharing::NoLocks { _only: Some(only) })
        }
        // Any other error comes again.
        _ => Ok(Sharing::Possible),
    }
}

/// Whether `error` means that a lock was not given: another program has it, or the system has none, which says so in several ways.
fn lacks_lock(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|failure| {
        matches!(failure.code, ErrorCode::DatabaseBusy | ErrorCode::PermissionDenied)
            || [
                ffi::SQLITE_IOERR_LOCK,
                ffi::SQLITE_IOERR_RDLOCK,
                ffi::SQLITE_IOERR_CHECKRESERVEDLOCK,
            ]
            .contains(&failure.extended_code)
    })
}

/// Opens the file at `path` as its folder allows: without locks where there are none.
pub(super) fn open(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    if can_lock(path) {
        Connection::open_with_flags(path, flags)
    } else {
        scratch::open_alone(path, flags)
    }
}

/// Whether files in the folder of the journal at `path` can be locked. Tries it on a file of its own, which no one else can have locked.
pub(super) fn can_lock(path: &Path) -> bool {
    #[cfg(test)]
    if tests::CANNOT_LOCK.get() {
        return false;
    }
    let Ok(trial) = scratch::unfinished(folder_of(path)) else { return true };
    let look = || {
        let connection = Connection::open(&trial)?;
        connection.busy_timeout(Duration::ZERO)?;
        connection.execute_batch("BEGIN IMMEDIATE")
    };
    !look().is_err_and(|error| lacks_lock(&error))
}

/// Whether SQLite can share memory for a write-ahead log in the folder of the journal at `path`. Asked only for a journal without
/// such a log, which is a new one, or one in a folder where the answer is no.
pub(super) fn can_share_memory(path: &Path) -> bool {
    let Ok(trial) = scratch::unfinished(folder_of(path)) else { return true };
    let look = || {
        let connection = Connection::open(&trial)?;
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        connection.execute_batch("CREATE TABLE trial (x)")
    };
    let done = look();
    for ending in ["-wal", "-shm"] {
        let _ = fs::remove_file(beside(&trial, ending));
    }
    !done.is_err_and(|error| lacks_memory(&error))
}

#[cfg(test)]
pub(super) mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_system_without_locks_is_known_by_any_of_its_errors() {
        let error = |code| rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
        // ENOLCK, EPERM, and others such as ENOSYS and EOPNOTSUPP.
        for code in [
            ffi::SQLITE_BUSY,
            ffi::SQLITE_PERM,
            ffi::SQLITE_IOERR_LOCK,
            ffi::SQLITE_IOERR_RDLOCK,
            ffi::SQLITE_IOERR_CHECKRESERVEDLOCK,
        ] {
            assert!(lacks_lock(&error(code)), "{code}");
        }
        assert!(!lacks_lock(&error(ffi::SQLITE_FULL)) && !lacks_lock(&error(ffi::SQLITE_IOERR)));
    }

    thread_local! {
        /// Makes this thread act as if no file could be locked.
        pub(in crate::store) static CANNOT_LOCK: Cell<bool> = const { Cell::new(false) };
    }
}
