//! Opens the journal file: makes it private, checks it for damage, and sets it up for concurrent use.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use crate::store::check::{self, Depth};
use crate::store::connection::{Opened, connect_as, leave_log, size};
use crate::store::error::{self, JournalError};
use crate::store::in_place::beside;
use crate::store::no_locks::{self, Sharing};
use crate::store::rebuild::rebuild;
use crate::store::schema;
use crate::store::{copies, cut_log};

/// Journals up to this size in bytes, about two years of answers, are always checked entry by entry.
const SMALL: u64 = 4 << 20;
/// Larger ones are checked that way only if nothing was written for this long: once a day, before the first answer.
const REST: Duration = Duration::from_secs(12 * 60 * 60);

/// Opens the journal at `path`, creating it if missing; checks for damage but does not migrate. Waits for other programs with
/// `patience`. If it was damaged and could be repaired, also returns what to say.
pub(super) fn open(
    path: &Path,
    patience: Duration,
) -> Result<(Opened, Option<String>), JournalError> {
    refuse_no_file(path)?;
    refuse_a_lone_log(path)?;
    create(path).map_err(|error| JournalError::from_io(path, &error))?;
    let had_log = size(&beside(path, "-wal")) > 0;
    // Before SQLite overwrites it.
    let cut = if had_log { cut_log::cut(path) } else { None };
    let (opened, mut said) = match open_sound(path, patience, had_log) {
        Err(damaged @ JournalError::Damaged { .. }) => {
            if had_log && copies::is_sound_alone(path) {
                return Err(JournalError::ForeignLog(path.to_owned()));
            }
            let Ok(Some(rebuilt)) = rebuild(path) else { return Err(damaged) };
            (open_sound(path, patience, had_log)?, Some(rebuilt))
        }
        opened => (opened?, None),
    };
    if let Some(log) = cut {
        let copy = copies::free(path, "log");
        create_private(&copy)
            .and_then(|()| fs::write(&copy, log))
            .map_err(|error| JournalError::from_io(path, &error))?;
        // What SQLite does not read would be found again.
        let _ = checkpoint(&opened.connection, "TRUNCATE");
        let _ = opened.connection.busy_timeout(patience);
        let rest = said.map(|said| format!("; {said}")).unwrap_or_default();
        said = Some(error::cut_log(path, &copy) + &rest);
    }
    Ok((opened, said))
}

/// Opens the journal at `path` and fails if it is damaged. If it `had_log`, the log is not checkpointed before the check passes.
fn open_sound(path: &Path, patience: Duration, had_log: bool) -> Result<Opened, JournalError> {
    let sqlite = |error| JournalError::from_sqlite(path, &error);
    let mut opened = connect_as(path, patience, Sharing::Possible)?;
    leave_log(&opened.connection, had_log).map_err(sqlite)?;
    let sharing = no_locks::sharing(&opened.connection, path, patience)?;
    if !matches!(sharing, Sharing::Possible) {
        drop(opened);
        opened = connect_as(path, patience, sharing)?;
        leave_log(&opened.connection, had_log).map_err(sqlite)?;
    }
    share(&opened, path)?;
    refuse_damage(&opened.connection, path)?;
    leave_log(&opened.connection, false).map_err(sqlite)?;
    if !matches!(opened.sharing, Sharing::Possible) {
        end_log(&opened.connection).map_err(sqlite)?;
    }
    Ok(opened)
}

/// Checkpoints the log into its database file in this `mode`, as far as no other program blocks it. Returns whether none did. From
/// then on, `connection` waits for no other program.
pub(super) fn checkpoint(connection: &Connection, mode: &str) -> rusqlite::Result<bool> {
    connection.busy_timeout(Duration::ZERO)?;
    connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| {
        row.get::<_, bool>(0).map(|is_blocked| !is_blocked)
    })
}

/// Fails if the journal is damaged.
pub(super) fn refuse_damage(connection: &Connection, path: &Path) -> Result<(), JournalError> {
    check::refuse(connection, path, depth(path))
}

/// How thoroughly there is time to check the journal at `path` before writing to it.
fn depth(path: &Path) -> Depth {
    let files = [path.to_owned(), beside(path, "-wal")];
    let age = |path: &PathBuf| fs::metadata(path).ok()?.modified().ok()?.elapsed().ok();
    let rested = files.iter().filter_map(age).min().is_some_and(|age| age > REST);
    let is_small = files.iter().map(|file| size(file)).sum::<u64>() <= SMALL;
    if rested || is_small { Depth::Entries } else { Depth::Trees }
}

/// Checks that this is a journal that this program may write, and sets it up for concurrent use.
pub(super) fn share(opened: &Opened, path: &Path) -> Result<(), JournalError> {
    let connection = &opened.connection;
    let sqlite = |error| JournalError::from_sqlite(path, &error);
    // SQLite silently falls back to read-only.
    if connection.is_readonly("main").map_err(sqlite)? {
        return Err(JournalError::ReadOnly(path.to_owned()));
    }
    schema::identify(connection, path)?;
    tighten(path);
    let has_log = || -> rusqlite::Result<bool> {
        let mode = "PRAGMA journal_mode";
        connection.query_row(mode, [], |row| Ok(row.get_ref(0)?.as_str()? == "wal"))
    };
    let is_shared = matches!(opened.sharing, Sharing::Possible);
    if is_shared && (has_log().map_err(sqlite)? || no_locks::can_share_memory(path)) {
        // Where it cannot be, the journal keeps its rollback journal, which is just as safe.
        use_write_ahead_log(connection, opened.patience).map_err(sqlite)?;
    }
    Ok(())
}

/// Writes back the log of a journal that programs cannot share. From then on it has a rollback journal.
pub(super) fn end_log(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    connection.pragma_update_and_check(None, "locking_mode", "NORMAL", |_| Ok(()))?;
    // The lock is given back at the next access.
    check::version(connection).map(drop)
}

/// Refuses what is not a file: a pipe or a device could block forever.
pub(super) fn refuse_no_file(path: &Path) -> Result<(), JournalError> {
    match fs::metadata(path) {
        Ok(place) if !place.is_file() => Err(JournalError::NoFile(path.to_owned())),
        _ => Ok(()),
    }
}

/// Settings that every connection needs, in-memory ones included.
pub(super) fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Refuses a write-ahead log whose journal is missing or empty: SQLite would delete the log, and with it the last minutes of
/// answers. The log is checked first, because a journal is never empty once it has a log.
pub(super) fn refuse_a_lone_log(path: &Path) -> Result<(), JournalError> {
    let log = beside(path, "-wal");
    if size(&log) > 0 && size(path) == 0 {
        let detail = format!("only {} is left of it", log.display());
        return Err(JournalError::Damaged(path.to_owned(), detail));
    }
    Ok(())
}

/// Creates the folder (0700) and the file (0600) if missing.
fn create(path: &Path) -> io::Result<()> {
    // POSIX drops all of a process's locks on a file when it closes any handle to it, so none of our handles may close while
    // another thread could already have the new file open through SQLite.
    static MAKING: Mutex<()> = Mutex::new(());
    let _alone = MAKING.lock().unwrap_or_else(PoisonError::into_inner);

    path.parent().map_or(Ok(()), make_folder)?;
    match create_private(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        created => created,
    }
}

/// Creates the empty file `path` (0600).
pub(super) fn create_private(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Creates `folder` (0700) and those above it if missing.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes the journal private. Does nothing on file systems without modes.
fn tighten(path: &Path) {
    for file in [path.to_owned(), beside(path, "-wal"), beside(path, "-shm")] {
        let _ = make_private(&file);
    }
}

/// Leaves the file or folder at `path` to its owner only.
///
/// # Errors
/// If the system refuses.
#[cfg(unix)]
pub fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0 {
        fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700))?;
    }
    Ok(())
}

/// Does nothing: there are no modes.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn make_private(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Switches to the write-ahead log.
fn use_write_ahead_log(connection: &Connection, patience: Duration) -> rusqlite::Result<()> {
    // The busy timeout does not apply here: if two programs switch at once, SQLite refuses one of them.
    const PAUSE: Duration = Duration::from_millis(20);
    let mut left = patience.as_millis() / PAUSE.as_millis();
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
