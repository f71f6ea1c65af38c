//! Spellings that the user asked to remember, each with the word it stands for.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};

use crate::core::card::TermId;
use crate::core::time::Timestamp;
use crate::store::{Journal, JournalError};

/// A spelling that is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// The spelling, as `core::spellings::spelling` gives it.
    pub spelling: String,
    /// The word it stands for.
    pub term: TermId,
    /// Since when.
    pub at: Timestamp,
}

impl Journal {
    /// Remembers a spelling, in place of what it stood for.
    pub fn remember(&mut self, remembered: &Remembered) -> Result<(), JournalError> {
        let Remembered { spelling, term, at } = remembered;
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO spellings (spelling, term, at) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![spelling, term, at])?;
            Ok(())
        })
    }

    /// All spellings that are remembered, in the order of the alphabet.
    pub fn spellings(&self) -> Result<Vec<Remembered>, JournalError> {
        let sql = "SELECT spelling, term, at FROM spellings ORDER BY spelling";
        self.read(sql, [], |row| {
            Ok(Remembered { spelling: row.get(0)?, term: row.get(1)?, at: row.get(2)? })
        })
    }

    /// Forgets a spelling; whether it was remembered.
    pub fn forget_spelling(&mut self, spelling: &str) -> Result<bool, JournalError> {
        self.write(|transaction| {
            let sql = "DELETE FROM spellings WHERE spelling = ?1";
            Ok(transaction.prepare_cached(sql)?.execute([spelling])? > 0)
        })
    }
}

/// The word that `spelling` stands for in the journal at `path`: one read of a file that may not be there, may be older
/// than the table, or may be broken. Whoever asks is waiting for another answer, so none of that is an error here.
pub fn spelling_at(path: &Path, spelling: &str) -> Option<TermId> {
    // An absolute path, because SQLite reads meaning into names like `:memory:` and `file:…`.
    let path = std::path::absolute(path).ok().filter(|path| path.is_file())?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).ok()?;
    let sql = "SELECT term FROM spellings WHERE spelling = ?1";
    connection.query_row(sql, [spelling], |row| row.get(0)).optional().ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{BORN, device, journal, term};

    fn remembered(spelling: &str, n: u32) -> Remembered {
        let at = Timestamp::from_millis(i64::from(n));
        Remembered { spelling: spelling.to_owned(), term: term(n), at }
    }

    #[test]
    fn a_spelling_stands_for_one_word_until_it_is_forgotten() {
        let mut journal = journal();
        for one in [remembered("sequel", 1), remembered("engine x", 2), remembered("sequel", 3)] {
            journal.remember(&one).unwrap();
        }
        let all = [remembered("engine x", 2), remembered("sequel", 3)];
        assert_eq!(journal.spellings().unwrap(), all);
        assert!(journal.forget_spelling("sequel").unwrap());
        assert!(!journal.forget_spelling("sequel").unwrap());
        assert_eq!(journal.spellings().unwrap(), all[..1]);
    }

    #[test]
    fn one_spelling_is_read_without_opening_the_journal_whatever_the_file_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.sqlite");
        assert_eq!(spelling_at(&path, "sequel"), None);
        assert!(!path.exists(), "nothing is made");
        let mut journal = Journal::open(&path, BORN, device()).unwrap();
        assert_eq!(spelling_at(&path, "sequel"), None);
        journal.remember(&remembered("sequel", 1)).unwrap();
        assert_eq!(spelling_at(&path, "sequel"), Some(term(1)));
        drop(journal);
        assert_eq!(spelling_at(&path, "sequel"), Some(term(1)));
        std::fs::write(&path, "no database, and long enough to be sure of it").unwrap();
        assert_eq!(spelling_at(&path, "sequel"), None);
    }
}
