//! Unfinished files of this program's own, which no other program opens: copies that get their names once complete, and trials.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use tempfile::TempPath;

/// The name prefix of an unfinished copy.
pub const UNFINISHED: &str = ".journal-copy-";
/// How old an unfinished file is when the program that made it must have been killed.
pub const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// SQLite's way to open files without locking them.
#[cfg(unix)]
pub(super) const NO_LOCKS: &std::ffi::CStr = c"unix-none";
#[cfg(not(unix))]
pub(super) const NO_LOCKS: &std::ffi::CStr = c"win32-none";

/// The folder of the file at `path`.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

/// A new file in `folder`, with mode 0600, closed before SQLite opens it.
pub(super) fn unfinished(folder: &Path) -> io::Result<TempPath> {
    let made = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    Ok(made.into_temp_path())
}

/// Whether the file at `path` is an unfinished copy, or one of the logs beside it.
pub(super) fn is_unfinished(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(UNFINISHED))
}

/// The unfinished copies in `folder`.
pub(super) fn unfinished_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if is_unfinished(&entry.path()) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Removes the copies in `folder` that killed programs did not finish.
pub(super) fn sweep(folder: &Path) {
    for file in unfinished_in(folder).unwrap_or_default() {
        let written = fs::metadata(&file).and_then(|file| file.modified());
        if written.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > ABANDONED)) {
            let _ = fs::remove_file(file);
        }
    }
}

/// Opens an unfinished file of this program's own, which needs no locks and no shared memory: some file systems have neither.
pub(super) fn open(path: &Path) -> rusqlite::Result<Connection> {
    open_alone(path, OpenFlags::default())
}

/// Opens a file that no other program has open.
pub(super) fn open_alone(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags_and_vfs(path, flags, NO_LOCKS)?;
    // Before the first read: then the index of a log is in memory of this program's own.
    connection.pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |_| Ok(()))?;
    Ok(connection)
}

/// Waits until all of the file at `path` is on the disk.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new().write(true).open(path)?.sync_all()
}
