//! Words that were jotted down, until they are done with.

use rusqlite::params;
use uuid::Uuid;

use crate::core::card::TermId;
use crate::core::jotting::{Answered, Jotting};
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
            jotting,
        )
    }

    /// The jottings that were answered, each with the term that it became, the oldest first.
    pub fn answered(&self) -> Result<Vec<Answered>, JournalError> {
        self.read(
            "SELECT id, words, at, deck, heard, said_by, answer FROM jottings WHERE answer IS NOT NULL ORDER BY at, id",
            [],
            |row| Ok(Answered { jotting: jotting(row)?, term: row.get(6)? }),
        )
    }

    /// Writes down what is known about a jotting now. One that is done with stays as it is.
    pub fn change_jotting(&mut self, jotting: &Jotting) -> Result<(), JournalError> {
        let Jotting { id, words, deck, heard, said_by, .. } = jotting;
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "UPDATE jottings SET words = ?2, deck = ?3, heard = ?4, said_by = ?5 WHERE id = ?1 AND ended IS NULL",
                )?
                .execute(params![id.as_bytes(), words, deck, heard, said_by])?;
            Ok(())
        })
    }

    /// Notes that the jotting with this id was answered, and is `term` from then on.
    pub fn answer_jotting(
        &mut self,
        id: Uuid,
        term: &TermId,
        at: Timestamp,
    ) -> Result<(), JournalError> {
        self.write(|transaction| {
            transaction
                .prepare_cached("UPDATE jottings SET ended = ?2, answer = ?3 WHERE id = ?1")?
                .execute(params![id.as_bytes(), at, term])?;
            Ok(())
        })
    }

    /// Takes back that the jotting with this id is done with.
    pub fn reopen_jotting(&mut self, id: Uuid) -> Result<(), JournalError> {
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "UPDATE jottings SET ended = NULL WHERE id = ?1 AND answer IS NULL",
                )?
                .execute([id.as_bytes()])?;
            Ok(())
        })
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

fn jotting(row: &rusqlite::Row<'_>) -> rusqlite::Result<Jotting> {
    Ok(Jotting {
        id: columns::id(row, 0)?,
        words: row.get(1)?,
        at: row.get(2)?,
        deck: row.get(3)?,
        heard: row.get(4)?,
        said_by: row.get(5)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{journal, term};

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
        journal.reopen_jotting(jotting(1).id).unwrap();
        assert_eq!(journal.jottings().unwrap(), [jotting(1), jotting(2)]);
    }

    #[test]
    fn a_jotting_is_changed_while_it_is_open_and_answered_once() {
        let mut journal = journal();
        journal.jot(&jotting(1)).unwrap();
        let more = Jotting { heard: Some("so it said".to_owned()), deck: None, ..jotting(1) };
        journal.change_jotting(&more).unwrap();
        assert_eq!(journal.jottings().unwrap(), std::slice::from_ref(&more));
        journal.answer_jotting(more.id, &term(4), Timestamp::from_millis(9)).unwrap();
        assert_eq!(journal.jottings().unwrap(), []);
        journal.change_jotting(&jotting(1)).unwrap();
        journal.reopen_jotting(more.id).unwrap();
        assert_eq!(journal.jottings().unwrap(), [], "what is answered stays answered");
        assert_eq!(journal.answered().unwrap(), [Answered { jotting: more, term: term(4) }]);
    }
}
