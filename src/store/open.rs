//! Opens the file of the journal: made private, checked, and set up for two programs at once.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::store::error::JournalError;
use crate::store::schema;

/// How long one program waits for another's transaction. Ours take milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection to the journal at `path`, which is made when it is not there. Not yet brought forward.
pub(super) fn open(path: &Path, migrations: &[&str]) -> Result<Connection, JournalError> {
    refuse_a_lone_log(path)?;
    create(path).map_err(|error| JournalError::from_io(path, &error))?;
    let connection = connect(path).map_err(|error| JournalError::from_sqlite(path, &error))?;
    share(&connection, path, migrations)?;
    Ok(connection)
}

/// A connection to the file at `path`, of which nothing has been read yet.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    // Without "create", so that SQLite makes no file with a mode of its own choosing.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

/// Looks whether the file behind `connection` is a journal that this program may write, and sets it up for two at once.
pub(super) fn share(
    connection: &Connection,
    path: &Path,
    migrations: &[&str],
) -> Result<(), JournalError> {
    let sqlite = |error| JournalError::from_sqlite(path, &error);
    // SQLite falls back to reading when it may not write.
    if connection.is_readonly("main").map_err(sqlite)? {
        return Err(JournalError::ReadOnly { path: path.to_owned() });
    }
    schema::identify(connection, path, migrations)?;
    tighten(path);
    use_write_ahead_log(connection).map_err(sqlite)
}

/// What every connection needs, also one in memory.
pub(super) fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// The file that SQLite keeps beside the journal under this ending.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(ending);
    path.with_file_name(name)
}

/// Refuses a write-ahead log whose journal is missing or empty: SQLite would delete it, and with it the answers of
/// the last minutes. The log is looked at first, because a journal is never empty by the time that it has one.
pub(super) fn refuse_a_lone_log(path: &Path) -> Result<(), JournalError> {
    let size = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
    let log = beside(path, "-wal");
    if size(&log) > 0 && size(path) == 0 {
        let detail = format!("nothing is left of it but {}", log.display());
        return Err(JournalError::Damaged { path: path.to_owned(), detail });
    }
    Ok(())
}

/// Makes the folder (0700) and the file (0600) where they are missing.
fn create(path: &Path) -> io::Result<()> {
    // POSIX drops all locks that a process has on a file when it closes any handle of it. So no handle of ours may
    // close while another thread could already have the new file open through SQLite.
    static MAKING: Mutex<()> = Mutex::new(());
    let _alone = MAKING.lock().unwrap_or_else(PoisonError::into_inner);

    if let Some(folder) = path.parent() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// Takes the journal away from the eyes of others. A file system without modes keeps it as it is.
#[cfg(unix)]
fn tighten(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    for file in [path.to_owned(), beside(path, "-wal"), beside(path, "-shm")] {
        let Ok(mode) = fs::metadata(&file).map(|file| file.permissions().mode()) else { continue };
        if mode & 0o077 != 0 {
            let _ = fs::set_permissions(&file, fs::Permissions::from_mode(mode & 0o700));
        }
    }
}

#[cfg(not(unix))]
fn tighten(_path: &Path) {}

/// Switches to the write-ahead log, in which one program reads while another writes. Where the file system cannot
/// share memory, SQLite stays with its rollback journal, which is as safe.
fn use_write_ahead_log(connection: &Connection) -> rusqlite::Result<()> {
    // The switch asks nobody to wait: when two programs make it at once, SQLite refuses one of them.
    const PAUSE: Duration = Duration::from_millis(20);
    let mut left = PATIENCE.as_millis() / PAUSE.as_millis();
    loop {
        let switched = connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()));
        match switched {
            Err(error)
                if left > 0 && error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) =>
            {
                left -= 1;
                thread::sleep(PAUSE);
            }
            other => return other,
        }
    }
}
