//! Puts a copy in the place of the journal. The present one is moved aside with its log, and never changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::ErrorCode;
use rusqlite::backup::Backup;
use tempfile::TempPath;

use crate::store::backups::Contents;
use crate::store::check::{self, Depth};
use crate::store::connection::{Opened, connect, leave_log, size};
use crate::store::error::{JournalError, detail};
use crate::store::in_place::beside;
use crate::store::no_locks::{OnlyProgram, Sharing};
use crate::store::{copies, open, rebuild, schema, scratch};

/// A copy that passed every check, ready to be put in the place of the journal.
#[derive(Debug)]
pub struct Candidate {
    journal: PathBuf,
    copy: TempPath,
    /// What it holds.
    pub held: Contents,
}

impl Candidate {
    /// Copies the journal at `from`, with its log if it has one, beside the one at `journal`, and checks it entry by entry. Neither is
    /// changed.
    ///
    /// # Errors
    /// If it is damaged, no journal, or of a version that this program cannot use.
    pub fn take(from: &Path, journal: &Path) -> Result<Self, JournalError> {
        let bad = |why: String| JournalError::BadCopy(from.to_owned(), why);
        let io = |error: io::Error| bad(error.to_string());
        let sqlite = |error: rusqlite::Error| bad(detail(&error));
        let journal =
            std::path::absolute(journal).map_err(|error| JournalError::from_io(journal, &error))?;
        // What the place of the journal lacks is no fault of the copy.
        let here = |error: io::Error| match JournalError::from_io(&journal, &error) {
            JournalError::Io(..) => io(error),
            place => place,
        };
        let source = fs::canonicalize(from).map_err(io)?;
        if fs::canonicalize(&journal).is_ok_and(|present| present == source) {
            return Err(bad("it is the journal in use".to_owned()));
        }
        if !source.is_file() {
            return Err(bad("it is not a file".to_owned()));
        }
        let folder = scratch::folder_of(&journal);
        open::make_folder(folder).map_err(|error| JournalError::from_io(&journal, &error))?;
        let Duplicate { file: copy, _beside } =
            Duplicate::of(&source, folder, size(&beside(&source, "-wal")) > 0).map_err(here)?;
        let held = {
            let mut connection = scratch::open(&copy).map_err(sqlite)?;
            schema::identify(&connection, from).map_err(|error| match error {
                JournalError::Damaged(_, why) => bad(why),
                other => other,
            })?;
            if check::version(&connection).map_err(sqlite)? == 0 {
                return Err(bad("it is empty".to_owned()));
            }
            // Ends the log, so that the copy is one file.
            connection
                .pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))
                .map_err(sqlite)?;
            if let Some(flaw) = check::flaws(&connection, Depth::Entries).map_err(sqlite)? {
                let Some((sound, _)) = rebuild::salvaged(&connection, &journal) else {
                    return Err(bad(flaw));
                };
                // Only what can be worked out again was damaged.
                Backup::new(&sound, &mut connection)
                    .and_then(|writing| writing.step(-1))
                    .map_err(sqlite)?;
            }
            Contents::of(&connection).map_err(sqlite)?
        };
        scratch::sync(&copy).map_err(here)?;
        Ok(Self { journal, copy, held })
    }

    /// A new journal at `copy`, which was checked.
    pub(super) fn made(journal: &Path, copy: TempPath, held: Contents) -> Self {
        Self { journal: journal.to_owned(), copy, held }
    }

    /// Puts the copy in the place of the journal. Returns where the journal is now, if there was one, together with its log, or where
    /// its log is now, if that was all that was left. There is a whole journal in its place at every moment, whenever the program is killed.
    ///
    /// # Errors
    /// If a program has the journal open, or a file cannot be moved: then everything is where it was.
    pub fn put(self) -> Result<Option<PathBuf>, JournalError> {
        self.put_aside("replaced")
    }

    /// The same; the journal that is moved away is labeled `what`.
    pub(super) fn put_aside(self, what: &str) -> Result<Option<PathBuf>, JournalError> {
        let Self { journal, copy, .. } = self;
        let io = |error: io::Error| JournalError::from_io(&journal, &error);
        refuse_in_use(&journal)?;
        let mut aside = copies::free(&journal, what);
        let was_there = second_name(&journal, &aside).map_err(io)?;
        let has_lone_log = !was_there && size(&beside(&journal, "-wal")) > 0;
        if has_lone_log {
            aside = copies::free(&journal, "log");
        }
        let mut moved = Vec::new();
        // It is made from the log again.
        let _ = fs::remove_file(beside(&journal, "-shm"));
        // A log left behind would be played into the copy.
        let mut done = Ok(());
        for ending in ["-wal", "-journal"] {
            let is_main = has_lone_log && ending == "-wal";
            let to = if is_main { aside.clone() } else { beside(&aside, ending) };
            let from = beside(&journal, ending);
            match fs::rename(&from, &to) {
                Ok(()) => moved.push((from, to)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => done = Err(error),
            }
        }
        if let Err(error) = done.and_then(|()| copy.persist(&journal).map_err(|it| it.error)) {
            for (from, to) in moved {
                let _ = fs::rename(to, from);
            }
            if was_there {
                let _ = fs::remove_file(aside);
            }
            return Err(io(error));
        }
        Ok((was_there || has_lone_log).then_some(aside))
    }
}

/// Gives the file at `path` a `second` name, or copies it where files have only one. Returns whether there is such a file.
fn second_name(path: &Path, second: &Path) -> io::Result<bool> {
    match fs::hard_link(path, second) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(_) => open::create_private(second).and_then(|()| fill(path, second)).map(|()| true),
    }
}

/// A copy of a journal with its log, removed when dropped. Its file is private.
pub(super) struct Duplicate {
    pub(super) file: TempPath,
    _beside: [Result<TempPath, io::Error>; 2],
}

impl Duplicate {
    /// Copies the journal at `source` into `folder`, with its log if it `has_log`.
    pub(super) fn of(source: &Path, folder: &Path, has_log: bool) -> io::Result<Self> {
        let file = scratch::unfinished(folder)?;
        fill(source, &file)?;
        let log = beside(&file, "-wal");
        let others = [log.clone(), beside(&file, "-shm")].map(TempPath::try_from_path);
        if has_log {
            open::create_private(&log)?;
            fill(&beside(source, "-wal"), &log)?;
        }
        Ok(Self { file, _beside: others })
    }
}

/// What the journal at `path` holds, read without writing to it, even if it is damaged elsewhere. `None` if it cannot be read.
pub fn contents(path: &Path) -> Option<Contents> {
    let path = std::path::absolute(path).ok()?;
    let connection = connect(&path).ok()?.connection;
    leave_log(&connection, true).ok()?;
    Contents::of(&connection).ok()
}

/// Fails if a connection to the journal is open: with a write-ahead log, each one holds a lock. Writes the log of a sound journal
/// back, and nothing else.
pub(super) fn refuse_in_use(path: &Path) -> Result<(), JournalError> {
    let Ok(Opened { connection, sharing, .. }) = connect(path) else { return Ok(()) };
    // Where nothing can be locked, a file beside the journal says that it is open.
    let _only = match sharing {
        Sharing::NoLocks { .. } => Some(OnlyProgram::lock(path)?),
        _ => None,
    };
    let look = || {
        leave_log(&connection, true)?;
        connection.busy_timeout(Duration::ZERO)?;
        connection.pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |_| Ok(()))?;
        check::version(&connection)?;
        if check::flaws(&connection, Depth::Entries)?.is_none() {
            open::checkpoint(&connection, "TRUNCATE")?;
            leave_log(&connection, false)?;
        }
        Ok::<(), rusqlite::Error>(())
    };
    match look() {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
            Err(JournalError::InUse(path.to_owned()))
        }
        // No one can have a file open that is too damaged for this.
        _ => Ok(()),
    }
}

/// Copies the bytes of a file into one that is there; its mode stays.
fn fill(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = fs::File::open(from)?;
    io::copy(&mut source, &mut fs::OpenOptions::new().write(true).open(to)?).map(drop)
}

#[cfg(test)]
mod tests;
