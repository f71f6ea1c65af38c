//! Why the journal cannot be opened, read or written, and what the user can do.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

use crate::core::text::{clean, reason};
use crate::core::words::counted;
use crate::store::scratch;

/// Why the journal could not be opened, read or written. Each message is one line with advice; the journal was not changed.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Not a journal, or its contents are invalid.
    #[error(
        "{path} is damaged ({1}) and was not changed; quit shoptalk everywhere, then run `shoptalk data doctor --fix`, which saves \
         what can be read and fills gaps from a backup; if that is not enough, `shoptalk data restore` puts a backup in its place",
        path = .0.display()
    )]
    Damaged(PathBuf, String),
    /// Nothing can be saved of it.
    #[error(
        "nothing can be saved of {path} ({1}); it was not changed: put a copy of your own in its place with `shoptalk data restore FILE`, or \
         move it away to start over",
        path = .0.display()
    )]
    Hopeless(PathBuf, String),
    /// Derived data was damaged and the journal was rebuilt; the requested action was not done.
    #[error("{0}; please try again")]
    Rebuilt(String),
    /// The journal is sound, but its write-ahead log does not match it.
    #[error(
        "{path}-wal does not belong to {path}, which is intact (was it replaced by a copy?); nothing was changed: quit \
         shoptalk everywhere, then run `shoptalk data doctor --fix` to move {name}-wal and {name}-shm away",
        path = .0.display(), name = name_of(.0)
    )]
    ForeignLog(PathBuf),
    /// A file of the journal disappeared while it was open.
    #[error(
        "{} was moved or deleted while it was open, so nothing more is saved; put it back, or restart shoptalk",
        .0.display()
    )]
    Moved(PathBuf),
    /// A file of the journal was replaced while it was open.
    #[error(
        "another file replaced {} while it was open, so nothing more is saved; restart shoptalk to continue with the \
         new file, which may lack your latest answers",
        .0.display()
    )]
    Replaced(PathBuf),
    /// A newer version of the program has migrated it.
    #[error(
        "{} was written by a newer shoptalk (schema {found}, this one supports {known}); your progress is \
         safe: update shoptalk",
        .path.display()
    )]
    Newer {
        /// The journal.
        path: PathBuf,
        /// The schema version of the journal.
        found: u32,
        /// The newest schema version this program knows.
        known: u32,
    },
    /// A development version wrote it, before the first schema this program supports.
    #[error(
        "{path} was made by a development version of shoptalk that is no longer supported (schema {1}); it was not changed: \
         keep the file and start over in another folder with --data, or move it away",
        path = .0.display()
    )]
    Older(PathBuf, u32),
    /// The file, its folder or its disk is read-only.
    #[error(
        "{} is read-only, so nothing is saved; make the file and its folder writable",
        .0.display()
    )]
    ReadOnly(PathBuf),
    /// The user opened a file only to look at it.
    #[error(
        "{} was opened to look at it, so nothing is saved; leave out --data to continue with your own progress",
        .0.display()
    )]
    OnlyRead(PathBuf),
    /// A pipe, a device or a folder.
    #[error("{} is not a file; move it away, or choose another folder with --data", .0.display())]
    NoFile(PathBuf),
    /// Files cannot be locked there, and another program has it.
    #[error(
        "{path} is open in another shoptalk, and where it is, files cannot be shared; quit that one, or delete {lock} if there is none",
        path = .0.display(), lock = .1.display()
    )]
    OneAtATime(PathBuf, PathBuf),
    /// The file system has no shared memory or no locks, and there was no way around it.
    #[error(
        "{path} cannot be used ({1}): its disk has no shared memory or no locks, as some network folders, or a limit forbids them; choose a folder on \
         another disk with --data or SHOPTALK_DATA",
        path = .0.display()
    )]
    Unshared(PathBuf, String),
    /// The system refused to write that much.
    #[error(
        "{} cannot grow: the system limits the size of files (`ulimit -f`), or the disk failed; saved answers are \
         safe: raise the limit and try again",
        .0.display()
    )]
    Limited(PathBuf),
    /// The disk is full.
    #[error(
        "the disk is full, so nothing more is saved to {}; saved answers are safe: free some space and try again",
        .0.display()
    )]
    Full(PathBuf),
    /// Another program held the lock for longer than we wait.
    #[error("{} is locked by another program; try again when it is done", .0.display())]
    Busy(PathBuf),
    /// The operating system refused: no permission, no such place, a failing disk.
    #[error("cannot use {path}: {1}; check that its folder exists and belongs to you, or run `shoptalk data doctor`", path = .0.display())]
    Io(PathBuf, String),
    /// Personal data was erased, but not from this copy of the journal.
    #[error(
        "{path} still has what was to be erased ({1}), although your progress in use does not; free space, make the file \
         writable or quit shoptalk elsewhere, and run this again",
        path = .0.display()
    )]
    NotErased(PathBuf, String),
    /// A backup could not be made.
    #[error(
        "there is no new backup at {path}: {1}; your journal is unchanged: free space, make the folder writable, or name \
         a file in another folder with `shoptalk data backup FILE`",
        path = .0.display()
    )]
    NoBackup(PathBuf, String),
    /// A copy was asked for where there is something already.
    #[error("{} exists already, and nothing was written; name another file", .0.display())]
    AlreadyThere(PathBuf),
    /// A copy was asked for in a folder that does not exist.
    #[error("the folder of {} does not exist, and nothing was written; create it, or name another file", .0.display())]
    NoFolder(PathBuf),
    /// The backup of the day has more answers than the journal that would replace it.
    #[error(
        "{path} has {answers}, and your progress has {2}, so it was not replaced; `shoptalk data backup FILE` makes a backup in another file",
        path = .0.display(), answers = answers(*.1)
    )]
    Fuller(PathBuf, u64, u64),
    /// Answers are not as in the backups, which would be replaced.
    #[error(
        "{answers} in {path} {are} not as in your backups, and answers never change, so no new backup was made; quit shoptalk everywhere, then \
         run `shoptalk data doctor --fix`, which takes what is in the backups",
        path = .0.display(), answers = counted(*.1, "answer"), are = if *.1 == 1 { "is" } else { "are" }
    )]
    Unlike(PathBuf, usize),
    /// A copy that cannot take the place of the journal.
    #[error(
        "{path} cannot be restored ({1}); nothing was changed: `shoptalk data restore` lists the backups that can",
        path = .0.display()
    )]
    BadCopy(PathBuf, String),
    /// Another program has the journal open, so it cannot be replaced.
    #[error("{} is open in another program; nothing was changed: quit shoptalk everywhere and try again", .0.display())]
    InUse(PathBuf),
    /// A migration failed, and the journal is unchanged.
    #[error(
        "{} could not be upgraded to schema {to} ({detail}); it is unchanged: keep using the older shoptalk, and report this",
        .path.display()
    )]
    Migration {
        /// The journal.
        path: PathBuf,
        /// The target schema version.
        to: u32,
        /// What went wrong.
        detail: String,
    },
    /// The row conflicts with the journal: the ID exists, or the struck review is unknown or already struck.
    #[error("{path} rejected this entry ({1}); nothing was changed: please report this", path = .0.display())]
    Refused(PathBuf, String),
}

/// No room for the index of the log, which is how a full disk shows on opening.
const NO_ROOM_FOR_SHARED_MEMORY: i32 = ffi::SQLITE_IOERR_SHMSIZE;

impl JournalError {
    /// Maps SQLite's `error` for the journal at `path`.
    pub(super) fn from_sqlite(path: &Path, error: &rusqlite::Error) -> Self {
        let (path, detail) = (path.to_owned(), detail(error));
        let Some(failure) = error.sqlite_error() else {
            // Our statements are fixed, so a mismatch comes from the stored value.
            return Self::Damaged(path, "a value in it makes no sense".to_owned());
        };
        match failure.extended_code {
            NO_ROOM_FOR_SHARED_MEMORY if is_limited(&path) => return Self::Limited(path),
            NO_ROOM_FOR_SHARED_MEMORY => return Self::Full(path),
            ffi::SQLITE_IOERR_WRITE => return Self::Limited(path),
            ffi::SQLITE_IOERR_LOCK | ffi::SQLITE_IOERR_RDLOCK => {
                return Self::Unshared(path, detail);
            }
            _ if lacks_memory(error) => return Self::Unshared(path, detail),
            _ => {}
        }
        match failure.code {
            ErrorCode::NotADatabase => Self::Damaged(path, "it is not a database".to_owned()),
            // `Unknown` is SQLite's generic error: one of our tables or columns is missing.
            ErrorCode::DatabaseCorrupt | ErrorCode::Unknown => {
                Self::Damaged(path, "a part of it cannot be read".to_owned())
            }
            ErrorCode::ReadOnly => Self::ReadOnly(path),
            ErrorCode::CannotOpen if is_only_read(&path) => Self::ReadOnly(path),
            ErrorCode::DiskFull => Self::Full(path),
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::FileLockingProtocolFailed => Self::Busy(path),
            ErrorCode::ConstraintViolation => Self::Refused(path, detail),
            _ => Self::Io(path, detail),
        }
    }

    /// Maps the system's `error` for the journal at `path`.
    pub(super) fn from_io(path: &Path, error: &io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(path),
            io::ErrorKind::FileTooLarge => Self::Limited(path),
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(path),
            io::ErrorKind::PermissionDenied if is_only_read(&path) => Self::ReadOnly(path),
            _ => Self::Io(path, reason(error)),
        }
    }
}

/// Whether the system limits the size of files so much that beside `path` there can be none of the size of the log's index.
fn is_limited(path: &Path) -> bool {
    const INDEX: u64 = 32 << 10;
    let tried = scratch::unfinished(scratch::folder_of(path))
        .and_then(|file| std::fs::File::options().write(true).open(&file)?.set_len(INDEX));
    tried.is_err_and(|error| error.kind() == io::ErrorKind::FileTooLarge)
}

/// Whether `error` means that a file cannot be mapped into memory that programs share.
pub(super) fn lacks_memory(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|failure| {
        [ffi::SQLITE_IOERR_SHMOPEN, ffi::SQLITE_IOERR_SHMMAP, ffi::SQLITE_IOERR_SHMLOCK]
            .contains(&failure.extended_code)
    })
}

/// The message for a journal where files cannot be locked.
pub(super) fn one_at_a_time(path: &Path) -> String {
    format!(
        "files cannot be locked where {} is (a network folder?), so only one shoptalk can use it at a time; --data names \
         another folder",
        path.display()
    )
}

/// The message for a rebuilt journal, of which parts were `corrected`.
pub(super) fn rebuilt(path: &Path, copy: &Path, corrected: &[String], is_sound: bool) -> String {
    let corrected: String = corrected.iter().map(|part| format!("; {part}")).collect();
    let rest = if is_sound { "; nothing else in it seems damaged" } else { "" };
    format!(
        "{} was damaged in parts that can be rebuilt, and they were rebuilt{corrected}{rest} ({} is a copy from before)",
        path.display(),
        name_of(copy)
    )
}

/// The message for a journal whose log was cut.
pub(super) fn cut_log(path: &Path, copy: &Path) -> String {
    format!(
        "the end of the log of {} is damaged or missing, so your newest answers may be missing ({} is a copy of the log)",
        path.display(),
        name_of(copy)
    )
}

fn answers(number: u64) -> String {
    counted(number, "answer")
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// SQLite's message on one line, without the statement.
pub(super) fn detail(error: &rusqlite::Error) -> String {
    let words = match error {
        rusqlite::Error::SqliteFailure(_, Some(words)) => words.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    };
    clean(&words).into_owned()
}

/// Whether this user cannot write to the folder of `path`, but read the file.
#[cfg(unix)]
pub fn is_only_read(path: &Path) -> bool {
    use rustix::fs::{Access, access};
    use rustix::io::Errno;
    let folder = scratch::folder_of(path);
    matches!(access(folder, Access::WRITE_OK), Err(Errno::ACCESS | Errno::ROFS))
        && access(path, Access::READ_OK) != Err(Errno::ACCESS)
}

/// The same.
#[cfg(not(unix))]
pub fn is_only_read(path: &Path) -> bool {
    let folder = path.parent().and_then(|folder| folder.metadata().ok());
    folder.is_some_and(|folder| folder.permissions().readonly())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_is_one_line_that_names_the_file() {
        let path = || PathBuf::from("/home/ana/journal.sqlite");
        let detail = || "a reason".to_owned();
        for error in [
            JournalError::Damaged(path(), detail()),
            JournalError::Rebuilt(rebuilt(&path(), &path(), &[], true)),
            JournalError::ForeignLog(path()),
            JournalError::Moved(path()),
            JournalError::Replaced(path()),
            JournalError::Newer { path: path(), found: 9, known: 1 },
            JournalError::Older(path(), 9),
            JournalError::ReadOnly(path()),
            JournalError::OnlyRead(path()),
            JournalError::NoFile(path()),
            JournalError::OneAtATime(path(), path()),
            JournalError::Unshared(path(), detail()),
            JournalError::Limited(path()),
            JournalError::Full(path()),
            JournalError::Busy(path()),
            JournalError::Io(path(), detail()),
            JournalError::NoBackup(path(), detail()),
            JournalError::AlreadyThere(path()),
            JournalError::NotErased(path(), detail()),
            JournalError::NoFolder(path()),
            JournalError::Hopeless(path(), detail()),
            JournalError::Fuller(path(), 5, 2),
            JournalError::Unlike(path(), 1),
            JournalError::BadCopy(path(), detail()),
            JournalError::InUse(path()),
            JournalError::Migration { path: path(), to: 2, detail: detail() },
            JournalError::Refused(path(), detail()),
        ] {
            let message = error.to_string();
            assert!(!message.contains('\n') && !message.contains("  "), "{message}");
            assert!(message.contains("/home/ana/journal.sqlite"), "{message}");
            assert!(message.contains(';'), "says what to do: {message}");
            assert!(!message.starts_with(char::is_uppercase), "{message}");
        }
    }

    #[test]
    fn what_the_system_says_is_sorted_by_what_can_be_done() {
        let path = Path::new("/nowhere/journal.sqlite");
        let said = |kind: io::ErrorKind| JournalError::from_io(path, &kind.into());
        assert!(matches!(said(io::ErrorKind::StorageFull), JournalError::Full { .. }));
        assert!(matches!(said(io::ErrorKind::ReadOnlyFilesystem), JournalError::ReadOnly { .. }));
        assert!(matches!(said(io::ErrorKind::PermissionDenied), JournalError::Io { .. }));
    }
}
