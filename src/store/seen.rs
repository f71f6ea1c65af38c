//! The definitions as the user last saw them, for showing changes.

use rusqlite::params;

use crate::core::card::TermId;
use crate::core::time::Timestamp;
use crate::store::{Journal, JournalError};

impl Journal {
    /// The definition of each term as the user last saw it, ordered by term.
    pub fn seen(&self) -> Result<Vec<(TermId, String)>, JournalError> {
        self.read("SELECT term, definition FROM seen ORDER BY term", [], |row| row.try_into())
    }

    /// Saves the definition of `term` that was seen just now, replacing the earlier text.
    pub fn put_seen(
        &mut self,
        term: &TermId,
        definition: &str,
        at: Timestamp,
    ) -> Result<(), JournalError> {
        self.execute(
            "INSERT INTO seen (term, definition, at) VALUES (?1, ?2, ?3)
             ON CONFLICT (term) DO UPDATE SET definition = excluded.definition, at = excluded.at",
            params![term, definition, at],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{journal, term};

    #[test]
    fn a_definition_is_kept_as_it_was_seen_last() {
        let mut journal = journal();
        for (of, definition, at) in [(2, "two", 1), (1, "one", 1), (2, "two,\nbut better", 5)] {
            journal.put_seen(&term(of), definition, Timestamp::from_millis(at)).unwrap();
        }
        let seen = [(1, "one"), (2, "two,\nbut better")];
        let seen = seen.map(|(of, definition)| (term(of), definition.to_owned()));
        assert_eq!(journal.seen().unwrap(), seen);
    }
}
