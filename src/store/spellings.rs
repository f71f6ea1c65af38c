//! Spellings that the user asked to remember, each mapped to a term.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::core::card::TermId;
use crate::core::time::Timestamp;
use crate::store::{Journal, JournalError};

/// A remembered spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// The spelling, normalized by `core::spellings::spelling`.
    pub spelling: String,
    /// The term it maps to.
    pub term: TermId,
    /// When it was saved.
    pub at: Timestamp,
}

impl Journal {
    /// Saves a spelling, replacing any earlier mapping.
    pub fn remember(&mut self, remembered: &Remembered) -> Result<(), JournalError> {
        let Remembered { spelling, term, at } = remembered;
        self.execute(
            "INSERT OR REPLACE INTO spellings (spelling, term, at) VALUES (?1, ?2, ?3)",
            params![spelling, term, at],
        )
    }

    /// All remembered spellings, in alphabetical order.
    pub fn spellings(&self) -> Result<Vec<Remembered>, JournalError> {
        let sql = "SELECT spelling, term, at FROM spellings ORDER BY spelling";
        self.read(sql, [], |row| {
            Ok(Remembered { spelling: row.get(0)?, term: row.get(1)?, at: row.get(2)? })
        })
    }

    /// Removes a spelling. Returns whether it was remembered.
    pub fn forget_spelling(&mut self, spelling: &str) -> Result<bool, JournalError> {
        self.write(|transaction| {
            let sql = "DELETE FROM spellings WHERE spelling = ?1";
            Ok(transaction.prepare_cached(sql)?.execute([spelling])? > 0)
        })
    }
}

/// The term that `spelling` maps to.
pub(super) fn spelling_in(
    connection: &Connection,
    spelling: &str,
) -> rusqlite::Result<Option<TermId>> {
    let sql = "SELECT term FROM spellings WHERE spelling = ?1";
    connection.query_row(sql, [spelling], |row| row.get(0)).optional()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{journal, term};

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
}
