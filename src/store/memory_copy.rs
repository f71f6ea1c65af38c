//! Copies a journal into memory, to read it without writing anything: neither to the file nor beside it.

use std::fs;
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ffi};

use crate::store::connection::size;
use crate::store::error::JournalError;
use crate::store::in_place::beside;
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
    // SQLite reads a log only where it can write.
    let scratch;
    let source = if logs.iter().any(|log| size(log) > 0) {
        let mut folder = tempfile::Builder::new();
        #[cfg(unix)]
        folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        scratch = folder.tempdir().map_err(io)?;
        let name = path.file_name().unwrap_or_default();
        for file in logs.iter().map(AsRef::as_ref).chain([path]).filter(|file| size(file) > 0) {
            let to = scratch.path().join(file.file_name().unwrap_or_default());
            fs::write(to, fs::read(file).map_err(io)?).map_err(io)?;
        }
        Connection::open(scratch.path().join(name))
    } else {
        copies::untouched(path)
    };
    let source = source.map_err(sqlite)?;
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
