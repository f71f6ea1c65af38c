//! A glance into the journal, for whoever is waiting for something else: one read of a file that may not be there, may be
//! older than its tables, or may be broken. None of that is an error here, and nothing is made or brought forward.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::core::card::TermId;
use crate::core::marks::Note;
use crate::store::marks::notes_in;
use crate::store::spellings::spelling_in;

/// The journal, open to be read as far as it can be.
#[derive(Debug)]
pub struct Glance(Option<Connection>);

impl Glance {
    /// A glance at the journal at `path`.
    pub fn at(path: &Path) -> Self {
        let open = || {
            // An absolute path, because SQLite reads meaning into names like `:memory:` and `file:…`.
            let path = std::path::absolute(path).ok().filter(|path| path.is_file())?;
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            Connection::open_with_flags(path, flags).ok()
        };
        Self(open())
    }

    /// A glance at no journal.
    pub const fn nowhere() -> Self {
        Self(None)
    }

    /// The word that `spelling` stands for, if it is remembered.
    pub fn spelling(&self, spelling: &str) -> Option<TermId> {
        spelling_in(self.0.as_ref()?, spelling).ok().flatten()
    }

    /// Every note, in the order of writing.
    pub fn notes(&self) -> Vec<Note> {
        self.0.as_ref().and_then(|connection| notes_in(connection).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::marks::NoteKind;
    use crate::core::time::Timestamp;
    use crate::store::Remembered;
    use crate::store::tests::{id, open_in, term};

    #[test]
    fn what_is_there_is_read_and_where_that_fails_there_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        let nothing =
            |glance: &Glance| glance.spelling("sequel").is_none() && glance.notes().is_empty();
        assert!(nothing(&Glance::at(&path)) && nothing(&Glance::nowhere()));
        assert!(!path.exists(), "nothing is made");
        let (words, at) = (Some("by hand".to_owned()), Timestamp::default());
        let note = Note { id: id(1), term: term(1), kind: NoteKind::Note, words, at };
        // Still open elsewhere, with what was written in the write-ahead log.
        let mut journal = open_in(folder.path()).unwrap();
        assert!(nothing(&Glance::at(&path)));
        journal.put_note(&note).unwrap();
        let spelling = "sequel".to_owned();
        journal.remember(&Remembered { spelling, term: term(1), at }).unwrap();
        let read = || (Glance::at(&path).spelling("sequel"), Glance::at(&path).notes());
        assert_eq!(read(), (Some(term(1)), vec![note.clone()]));
        drop(journal);
        assert_eq!(read(), (Some(term(1)), vec![note]));
        std::fs::write(&path, "no database, and long enough to be sure of it").unwrap();
        assert!(nothing(&Glance::at(&path)));
    }
}
