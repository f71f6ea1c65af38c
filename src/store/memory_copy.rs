//! Copies a journal into memory, to read it without writing anything: neither to the file nor beside it.

use std::path::{Path, PathBuf};
use std::{fs, io};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ffi};
use tempfile::TempDir;

use crate::store::connection::{PATIENCE_IN_LOOKUP, connect_as, leave_log, size};
use crate::store::error::JournalError;
use crate::store::in_place::beside;
use crate::store::no_locks::Sharing;
use crate::store::open::{refuse_a_lone_log, refuse_no_file};
use crate::store::{copies, schema};

/// A copy in memory of the journal at `path`, with what is in its log.
pub(super) fn of(path: &Path) -> Result<Connection, JournalError> {
    let copy = of_any(path)?;
    schema::identify(&copy, path)?;
    Ok(copy)
}

/// The same of any database.
pub(super) fn of_any(path: &Path) -> Result<Connection, JournalError> {
    let sqlite = |error| JournalError::from_sqlite(path, &error);
    let io = |error| JournalError::from_io(path, &error);
    refuse_no_file(path)?;
    refuse_a_lone_log(path)?;
    // Tells missing files and permissions from damage.
    fs::File::open(path).map_err(io)?;
    let logs = ["-wal", "-journal"].map(|ending| beside(path, ending));
    let scratch;
    let source = if logs.iter().any(|log| size(log) > 0) {
        // SQLite reads a log only where it can write.
        match scratch_copy(path, &logs) {
            Ok(folder) => {
                scratch = folder;
                let name = path.file_name().unwrap_or_default();
                Connection::open(scratch.path().join(name)).map_err(sqlite)?
            }
            Err(error) if lacks_room(&error) => in_its_place(path)?,
            Err(error) => return Err(io(error)),
        }
    } else {
        copies::untouched(path).map_err(sqlite)?
    };
    let copied = || {
        let mut copy = Connection::open_in_memory()?;
        if Backup::new(&source, &mut copy)?.step(-1)? != StepResult::Done {
            let busy = ffi::Error::new(ffi::SQLITE_BUSY);
            return Err(rusqlite::Error::SqliteFailure(busy, None));
        }
        Ok(copy)
    };
    copied().map_err(sqlite)
}

/// Copies the journal at `path` and its `logs` into a temporary folder.
fn scratch_copy(path: &Path, logs: &[PathBuf]) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let folder = builder.tempdir()?;
    for file in logs.iter().map(AsRef::as_ref).chain([path]).filter(|file| size(file) > 0) {
        let to = folder.path().join(file.file_name().unwrap_or_default());
        fs::write(to, fs::read(file)?)?;
    }
    Ok(folder)
}

fn lacks_room(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

/// A connection to the journal at `path` itself that needs no room on its disk: while no other program uses the journal, the index of
/// its log can be in memory, and the log is left as it is.
fn in_its_place(path: &Path) -> Result<Connection, JournalError> {
    let connection = connect_as(path, PATIENCE_IN_LOOKUP, Sharing::NoMemory)?.connection;
    leave_log(&connection, true).map_err(|error| JournalError::from_sqlite(path, &error))?;
    Ok(connection)
}
