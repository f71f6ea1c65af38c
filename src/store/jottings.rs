//! Jottings: words you heard and noted, open until answered or closed.

use rusqlite::{ToSql, params};
use uuid::Uuid;

use crate::core::card::TermId;
use crate::core::jotting::{Answered, Ended, Jotting};
use crate::core::time::Timestamp;
use crate::store::{Journal, JournalError, erase};

/// The columns that [`jotting`] reads.
const COLUMNS: &str = "id, number, words, at, deck, heard, said_by";

impl Journal {
    /// Saves a jotting under a number never used before. Fails if the ID exists.
    pub fn jot(&mut self, jotting: Jotting) -> Result<Jotting, JournalError> {
        let Jotting { id, words, at, deck, heard, said_by, .. } = &jotting;
        let number = self.write(|transaction| {
            let number: u32 = transaction
                .prepare_cached(
                    "UPDATE meta SET value = value + 1 WHERE key = 'jottings' RETURNING value",
                )?
                .query_row([], |row| row.get(0))?;
            transaction
                .prepare_cached(
                    "INSERT INTO jottings (id, number, words, at, deck, heard, said_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![id, number, words, at, deck, heard, said_by])?;
            Ok(number)
        })?;
        Ok(Jotting { number, ..jotting })
    }

    /// The open jottings, oldest first.
    pub fn jottings(&self) -> Result<Vec<Jotting>, JournalError> {
        let sql = format!("SELECT {COLUMNS} FROM jottings WHERE ended IS NULL ORDER BY at, id");
        self.read(&sql, [], jotting)
    }

    /// The answered jottings, each with the term it became, oldest first.
    pub fn answered(&self) -> Result<Vec<Answered>, JournalError> {
        let sql = format!(
            "SELECT {COLUMNS}, answer FROM jottings WHERE answer IS NOT NULL ORDER BY at, id"
        );
        self.read(&sql, [], |row| Ok(Answered { jotting: jotting(row)?, term: row.get(7)? }))
    }

    /// How the jotting with this number was closed; `None` if it is open or does not exist.
    pub fn ended_jotting(&self, number: u32) -> Result<Option<Ended>, JournalError> {
        let found = self.read(
            "SELECT words, answer FROM jottings WHERE number = ?1 AND ended IS NOT NULL",
            [number],
            |row| Ok(Ended { words: row.get(0)?, term: row.get(1)? }),
        )?;
        Ok(found.into_iter().next())
    }

    /// Updates an open jotting. Does nothing if it is closed.
    pub fn change_jotting(&mut self, jotting: &Jotting) -> Result<(), JournalError> {
        let Jotting { id, words, deck, heard, said_by, .. } = jotting;
        // What it replaces is overwritten.
        erase::overwriting(&self.connection).map_err(|error| self.error(&error))?;
        self.execute("UPDATE jottings SET words = ?2, deck = ?3, heard = ?4, said_by = ?5 WHERE id = ?1 AND ended IS NULL", params![id, words, deck, heard, said_by])
    }

    /// Closes the jotting with this ID as answered by `term`. Erases the sentence and the speaker.
    pub fn answer_jotting(
        &mut self,
        id: Uuid,
        term: &TermId,
        at: Timestamp,
    ) -> Result<(), JournalError> {
        self.forget_talk(
            id,
            "UPDATE jottings SET ended = ?2, answer = ?3, heard = NULL, said_by = NULL WHERE id = ?1",
            params![id, at, term],
        )
    }

    /// Closes the jotting with this ID, so that it is no longer listed. Erases the sentence and the speaker.
    pub fn end_jotting(&mut self, id: Uuid, at: Timestamp) -> Result<(), JournalError> {
        self.forget_talk(
            id,
            "UPDATE jottings SET ended = ?2, heard = NULL, said_by = NULL WHERE id = ?1 AND ended IS NULL",
            params![id, at],
        )
    }

    /// Reopens a jotting as it was before. An answered one stays answered.
    pub fn reopen_jotting(&mut self, jotting: &Jotting) -> Result<(), JournalError> {
        let Jotting { id, heard, said_by, .. } = jotting;
        self.execute("UPDATE jottings SET ended = NULL, heard = ?2, said_by = ?3 WHERE id = ?1 AND ended IS NOT NULL AND answer IS NULL", params![id, heard, said_by])
    }

    /// Runs `sql`, which erases what was said with the jotting `id`. If there was anything, no byte of it is left in the journal or its
    /// copies.
    fn forget_talk(
        &mut self,
        id: Uuid,
        sql: &str,
        values: &[&dyn ToSql],
    ) -> Result<(), JournalError> {
        let talk =
            "SELECT 1 FROM jottings WHERE id = ?1 AND (heard IS NOT NULL OR said_by IS NOT NULL)";
        let has_talk = !self.read(talk, [id], |_| Ok(()))?.is_empty();
        self.execute(sql, values)?;
        if has_talk {
            self.sweep_talk(id);
        }
        Ok(())
    }
}

fn jotting(row: &rusqlite::Row<'_>) -> rusqlite::Result<Jotting> {
    let (id, number, words, at, deck, heard, said_by) = row.try_into()?;
    Ok(Jotting { id, number, words, at, deck, heard, said_by })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::personal_data::PersonalData;
    use crate::store::tests::{journal, open_in, term};

    fn jotting(number: u8) -> Jotting {
        Jotting {
            id: Uuid::from_u128(number.into()),
            number: number.into(),
            words: format!("word {number}"),
            at: Timestamp::from_millis(number.into()),
            deck: (number == 1).then(|| "platform".into()),
            heard: None,
            said_by: None,
        }
    }

    /// Saves the jotting with this number, which must be the next one.
    fn jot(journal: &mut Journal, number: u8) {
        let jotted = journal.jot(Jotting { number: 0, ..jotting(number) }).unwrap();
        assert_eq!(jotted, jotting(number));
    }

    #[test]
    fn jottings_are_listed_oldest_first_until_they_are_done_with() {
        let mut journal = journal();
        jot(&mut journal, 1);
        jot(&mut journal, 2);
        assert_eq!(journal.jottings().unwrap(), [jotting(1), jotting(2)]);
        journal.end_jotting(jotting(1).id, Timestamp::from_millis(9)).unwrap();
        assert_eq!(journal.jottings().unwrap(), [jotting(2)]);
        assert!(journal.jot(jotting(2)).is_err());
        journal.reopen_jotting(&jotting(1)).unwrap();
        assert_eq!(journal.jottings().unwrap(), [jotting(1), jotting(2)]);
    }

    #[test]
    fn a_number_is_never_given_twice() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open_in(home.path()).unwrap();
        for number in 1..=3 {
            jot(&mut journal, number);
        }
        let at = Timestamp::from_millis(9);
        journal.end_jotting(jotting(1).id, at).unwrap();
        journal.answer_jotting(jotting(3).id, &term(4), at).unwrap();
        assert_eq!(journal.jottings().unwrap(), [jotting(2)], "its number is the same");
        let ended = |number| journal.ended_jotting(number).unwrap();
        assert_eq!(ended(1), Some(Ended { words: "word 1".to_owned(), term: None }));
        assert_eq!(ended(3), Some(Ended { words: "word 3".to_owned(), term: Some(term(4)) }));
        assert_eq!((ended(2), ended(4)), (None, None));
        journal.erase(PersonalData::Jottings, None, &|_| true).unwrap();
        jot(&mut journal, 4);
    }

    #[test]
    fn a_jotting_is_changed_while_it_is_open_and_answered_once() {
        let mut journal = journal();
        jot(&mut journal, 1);
        let more = Jotting {
            heard: Some("so it said".to_owned()),
            said_by: Some("Ana".to_owned()),
            deck: None,
            ..jotting(1)
        };
        journal.change_jotting(&more).unwrap();
        assert_eq!(journal.jottings().unwrap(), std::slice::from_ref(&more));
        journal.answer_jotting(more.id, &term(4), Timestamp::from_millis(9)).unwrap();
        assert_eq!(journal.jottings().unwrap(), []);
        journal.change_jotting(&jotting(1)).unwrap();
        journal.reopen_jotting(&more).unwrap();
        assert_eq!(journal.jottings().unwrap(), [], "what is answered stays answered");
        let jotting = Jotting { heard: None, said_by: None, ..more };
        assert_eq!(journal.answered().unwrap(), [Answered { jotting, term: term(4) }]);
    }

    #[test]
    fn what_somebody_said_is_erased_with_the_end_of_a_jotting_and_comes_back_with_it() {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open_in(home.path()).unwrap();
        let said = |number| Jotting {
            heard: Some("Xylophonquartett".to_owned()),
            said_by: Some("Zacharias".to_owned()),
            ..jotting(number)
        };
        for number in 1..=2 {
            journal.jot(said(number)).unwrap();
        }
        journal.end_jotting(said(1).id, Timestamp::from_millis(9)).unwrap();
        journal.reopen_jotting(&said(1)).unwrap();
        assert_eq!(journal.jottings().unwrap(), [said(1), said(2)]);
        journal.end_jotting(said(1).id, Timestamp::from_millis(9)).unwrap();
        journal.answer_jotting(said(2).id, &term(4), Timestamp::from_millis(9)).unwrap();
        let path = journal.path().to_owned();
        drop(journal);
        let bytes = std::fs::read(path).unwrap();
        for gone in ["Xylophonquartett", "Zacharias"] {
            assert!(!bytes.windows(gone.len()).any(|window| window == gone.as_bytes()), "{gone}");
        }
        assert!(bytes.windows(6).any(|window| window == b"word 1"));
    }
}
