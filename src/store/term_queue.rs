//! Terms that the user queued for the quiz, whether or not they follow the team.

use rusqlite::params;

use crate::core::card::TermId;
use crate::core::time::Timestamp;
use crate::store::{Journal, JournalError};

impl Journal {
    /// Queues a term; queuing it again resets the time.
    pub fn want(&mut self, term: &TermId, at: Timestamp) -> Result<(), JournalError> {
        self.execute("INSERT OR REPLACE INTO wanted (term, at) VALUES (?1, ?2)", params![term, at])
    }

    /// Removes a term from the queue.
    pub fn unwant(&mut self, term: &TermId) -> Result<(), JournalError> {
        self.execute("DELETE FROM wanted WHERE term = ?1", [term])
    }

    /// The queued terms, each with the time it was queued, latest first.
    pub fn wanted(&self) -> Result<Vec<(TermId, Timestamp)>, JournalError> {
        let sql = "SELECT term, at FROM wanted ORDER BY at DESC, term";
        self.read(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{journal, term};

    #[test]
    fn the_word_that_was_asked_for_last_comes_first_until_that_is_taken_back() {
        let mut journal = journal();
        for (n, at) in [(1, 5), (2, 6), (1, 7)] {
            journal.want(&term(n), Timestamp::from_millis(at)).unwrap();
        }
        let at = Timestamp::from_millis;
        assert_eq!(journal.wanted().unwrap(), [(term(1), at(7)), (term(2), at(6))]);
        journal.unwant(&term(1)).unwrap();
        assert_eq!(journal.wanted().unwrap(), [(term(2), at(6))]);
    }
}
