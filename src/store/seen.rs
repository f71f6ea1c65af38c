//! The definitions as the user last saw them, for showing changes.

use rusqlite::params;

use crate::core::card::TermId;
use crate::core::time::Timestamp;
use crate::store::{Journal, JournalError};

/// A definition as the user last saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The term it defines.
    pub term: TermId,
    /// The text then.
    pub definition: String,
    /// When it was seen.
    pub at: Timestamp,
}

impl Journal {
    /// All definitions seen, ordered by term.
    pub fn seen(&self) -> Result<Vec<Seen>, JournalError> {
        self.read("SELECT term, definition, at FROM seen ORDER BY term", [], |row| {
            Ok(Seen { term: row.get(0)?, definition: row.get(1)?, at: row.get(2)? })
        })
    }

    /// Saves a definition just seen, replacing the earlier text of the term.
    pub fn put_seen(&mut self, seen: &Seen) -> Result<(), JournalError> {
        let Seen { term, definition, at } = seen;
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
        let seen = |of, definition: &str, at| Seen {
            term: term(of),
            definition: definition.to_owned(),
            at: Timestamp::from_millis(at),
        };
        for seen in [seen(2, "two", 1), seen(1, "one", 1), seen(2, "two,\nbut better", 5)] {
            journal.put_seen(&seen).unwrap();
        }
        assert_eq!(journal.seen().unwrap(), [seen(1, "one", 1), seen(2, "two,\nbut better", 5)]);
    }
}
