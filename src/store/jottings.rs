//! Words that were jotted down, until they are done with.

use rusqlite::params;
use uuid::Uuid;

use crate::core::jotting::Jotting;
use crate::core::time::Timestamp;
use crate::store::columns;
use crate::store::{Journal, JournalError};

impl Journal {
    /// Keeps a jotting. An id that is already there is refused.
    pub fn jot(&mut self, jotting: &Jotting) -> Result<(), JournalError> {
        let Jotting { id, words, at, deck, heard, said_by } = jotting;
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO jottings (id, words, at, deck, heard, said_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![id.as_bytes(), words, at, deck, heard, said_by])?;
            Ok(())
        })
    }

    /// The jottings that are not done with, the oldest first.
    pub fn jottings(&self) -> Result<Vec<Jotting>, JournalError> {
        self.read(
            "SELECT id, words, at, deck, heard, said_by FROM jottings WHERE ended IS NULL ORDER BY at, id",
            [],
            |row| {
                Ok(Jotting {
                    id: columns::id(row, 0)?,
                    words: row.get(1)?,
                    at: row.get(2)?,
                    deck: row.get(3)?,
                    heard: row.get(4)?,
                    said_by: row.get(5)?,
                })
            },
        )
    }

    /// Notes that the jotting with this id is done with: it is no longer listed.
    pub fn end_jotting(&mut self, id: Uuid, at: Timestamp) -> Result<(), JournalError> {
        self.write(|transaction| {
            transaction
                .prepare_cached("UPDATE jottings SET ended = ?2 WHERE id = ?1 AND ended IS NULL")?
                .execute(params![id.as_bytes(), at])?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::journal;

    fn jotting(number: u8) -> Jotting {
        Jotting {
            id: Uuid::from_u128(number.into()),
            words: format!("word {number}"),
            at: Timestamp::from_millis(number.into()),
            deck: (number == 1).then(|| "platform".to_owned()),
            heard: None,
            said_by: None,
        }
    }

    #[test]
    fn jottings_are_listed_oldest_first_until_they_are_done_with() {
        let mut journal = journal();
        journal.jot(&jotting(2)).unwrap();
        journal.jot(&jotting(1)).unwrap();
        assert_eq!(journal.jottings().unwrap(), [jotting(1), jotting(2)]);
        journal.end_jotting(jotting(1).id, Timestamp::from_millis(9)).unwrap();
        assert_eq!(journal.jottings().unwrap(), [jotting(2)]);
        assert!(journal.jot(&jotting(2)).is_err());
    }
}
