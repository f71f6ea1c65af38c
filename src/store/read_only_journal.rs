//! Best-effort reads from the journal for quick commands. The file may be missing, outdated or broken; none of that is an error,
//! and nothing is created or migrated.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use uuid::Uuid;

use crate::core::annotations::Note;
use crate::core::card::TermId;
use crate::core::credit::Credit;
use crate::core::time::Timestamp;
use crate::store::annotations::notes_in;
use crate::store::check;
use crate::store::connection::{Opened, PATIENCE_IN_LOOKUP, connect_as, leave_log};
use crate::store::credits::credits_in;
use crate::store::cut_log;
use crate::store::memory_copy;
use crate::store::no_locks::Sharing;
use crate::store::open::{refuse_a_lone_log, share};
use crate::store::schema::Birth;
use crate::store::spellings::spelling_in;
use crate::store::{Journal, JournalError};

/// The journal, opened for best-effort reads.
#[derive(Debug)]
pub struct ReadOnlyJournal {
    path: PathBuf,
    opened: Option<Opened>,
    /// A copy in memory, if the file can only be read that way.
    copy: Option<Connection>,
}

impl ReadOnlyJournal {
    /// Opens the journal at `path` for reading.
    pub fn at(path: &Path) -> Self {
        // An absolute path, because SQLite interprets names like `:memory:` and `file:…`.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let open = || {
            if !path.is_file() || refuse_a_lone_log(&path).is_err() {
                return None;
            }
            let opened = connect_as(&path, PATIENCE_IN_LOOKUP, Sharing::Possible).ok()?;
            // An unreadable file is closed again before SQLite creates companion files.
            check::version(&opened.connection).ok()?;
            // Readers leave the log to writers.
            leave_log(&opened.connection, true).ok()?;
            Some(opened)
        };
        let opened = open();
        let copy = if opened.is_none() { memory_copy::of(&path).ok() } else { None };
        Self { path, opened, copy }
    }

    /// Makes this the copy in memory of a file that the user only looks at.
    pub fn of_copy(path: &Path) -> Self {
        Self { path: path.to_owned(), opened: None, copy: memory_copy::of(path).ok() }
    }

    fn connection(&self) -> Option<&Connection> {
        self.opened.as_ref().map(|opened| &opened.connection).or(self.copy.as_ref())
    }

    /// Turns this into a journal for writing on the same connection; created if missing, as by [`Journal::open`].
    pub fn into_journal(
        self,
        opened_at: Timestamp,
        new_device: Uuid,
    ) -> Result<Journal, JournalError> {
        let Self { path, opened, .. } = self;
        let Some(opened) = opened else {
            return Journal::open_within(PATIENCE_IN_LOOKUP, &path, opened_at, new_device);
        };
        // If the file is not a journal, no companion files are left behind.
        let sqlite = |error| JournalError::from_sqlite(&path, &error);
        if cut_log::cut(&path).is_some() {
            // The trainer keeps a copy of it before it is overwritten, and says so.
            let detail = "the end of its log is damaged or missing".to_owned();
            return Err(JournalError::Damaged(path, detail));
        }
        leave_log(&opened.connection, false).map_err(sqlite)?;
        share(&opened, &path)?;
        check::begins(&opened.connection).map_err(sqlite)?;
        leave_log(&opened.connection, true).map_err(sqlite)?;
        let birth = Birth { device: new_device, at: opened_at };
        Journal::on(opened, path, birth)
    }

    /// The term that `spelling` maps to, if remembered.
    pub fn spelling(&self, spelling: &str) -> Option<TermId> {
        spelling_in(self.connection()?, spelling).ok().flatten()
    }

    /// All notes, in write order.
    pub fn notes(&self) -> Vec<Note> {
        self.connection().and_then(|connection| notes_in(connection).ok()).unwrap_or_default()
    }

    /// All credits, in write order.
    pub fn credits(&self) -> Vec<Credit> {
        self.connection().and_then(|connection| credits_in(connection).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::annotations::NoteKind;
    use crate::store::Remembered;
    use crate::store::tests::{id, open_in, term};

    #[test]
    fn what_is_there_is_read_and_where_that_fails_there_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        let nothing = |glance: &ReadOnlyJournal| {
            glance.spelling("sequel").is_none() && glance.notes().is_empty()
        };
        assert!(nothing(&ReadOnlyJournal::at(&path)));
        assert!(!path.exists(), "nothing is made");
        let (words, at) = (Some("by hand".to_owned()), Timestamp::default());
        let note = Note { id: id(1), term: term(1), kind: NoteKind::Note, words, at };
        // Still open elsewhere, with its writes in the write-ahead log.
        let mut journal = open_in(folder.path()).unwrap();
        assert!(nothing(&ReadOnlyJournal::at(&path)));
        journal.put_note(&note).unwrap();
        let spelling = "sequel".to_owned();
        journal.remember(&Remembered { spelling, term: term(1), at }).unwrap();
        let read =
            || (ReadOnlyJournal::at(&path).spelling("sequel"), ReadOnlyJournal::at(&path).notes());
        assert_eq!(read(), (Some(term(1)), vec![note.clone()]));
        drop(journal);
        assert_eq!(read(), (Some(term(1)), vec![note]));
        let broken = "no database, and long enough to be sure of it";
        std::fs::write(&path, broken).unwrap();
        assert!(nothing(&ReadOnlyJournal::at(&path)));
        assert!(ReadOnlyJournal::at(&path).into_journal(at, id(2)).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), broken, "and it is left alone");
    }

    #[test]
    fn a_glance_becomes_the_journal_that_it_is_a_glance_at() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        let at = Timestamp::default();
        let made = ReadOnlyJournal::at(&path).into_journal(at, id(1)).unwrap();
        assert_eq!(made.device(), id(1));
        drop(made);
        let glance = ReadOnlyJournal::at(&path);
        assert_eq!(glance.spelling("sequel"), None);
        let mut journal = glance.into_journal(at, id(2)).unwrap();
        assert_eq!(journal.device(), id(1), "the one that is there");
        let spelling = "sequel".to_owned();
        journal.remember(&Remembered { spelling, term: term(1), at }).unwrap();
        drop(journal);
        assert_eq!(ReadOnlyJournal::at(&path).spelling("sequel"), Some(term(1)));
    }

    #[test]
    fn a_log_without_its_journal_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        let log = folder.path().join("journal.sqlite-wal");
        std::fs::write(&path, "").unwrap();
        std::fs::write(&log, "the answers of the last minutes").unwrap();
        let glance = ReadOnlyJournal::at(&path);
        assert_eq!(glance.spelling("sequel"), None);
        assert!(glance.into_journal(Timestamp::default(), id(1)).is_err());
        assert!(log.is_file());
    }
}
