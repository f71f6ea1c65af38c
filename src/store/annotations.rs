//! Annotations on terms: notes, suspensions and flags.

use rusqlite::types::FromSqlError;
use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::core::annotations::{Flag, Hold, Holding, Note};
use crate::core::time::{Day, Timestamp};
use crate::store::{Journal, JournalError};

impl Journal {
    /// Appends a note. Fails if the ID exists.
    pub fn put_note(&mut self, note: &Note) -> Result<(), JournalError> {
        let Note { id, term, kind, words, at } = note;
        self.execute(
            "INSERT INTO notes (id, term, kind, words, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, term, kind, words, at],
        )
    }

    /// All notes ever written, in write order.
    pub fn notes(&self) -> Result<Vec<Note>, JournalError> {
        self.read(NOTES, [], note)
    }

    /// Appends a suspension, or the end of one. Fails if the ID exists.
    pub fn put_holding(&mut self, holding: &Holding) -> Result<(), JournalError> {
        let Holding { id, term, hold, at } = holding;
        let (word, until) = match hold {
            Some(Hold::Until(day)) => ("until", Some(*day)),
            Some(Hold::Suspended) => ("suspended", None),
            None => ("none", None),
        };
        self.execute(
            "INSERT INTO holdings (id, term, hold, until, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, term, word, until, at],
        )
    }

    /// All suspensions and their ends, in write order.
    pub fn holdings(&self) -> Result<Vec<Holding>, JournalError> {
        self.read("SELECT id, term, hold, until, at FROM holdings ORDER BY seq", [], |row| {
            let word = row.get_ref(2)?.as_str()?;
            let hold = match (word, row.get::<_, Option<Day>>(3)?) {
                ("until", Some(day)) => Some(Hold::Until(day)),
                ("suspended", None) => Some(Hold::Suspended),
                ("none", None) => None,
                _ => return Err(FromSqlError::InvalidType.into()),
            };
            Ok(Holding { id: row.get(0)?, term: row.get(1)?, hold, at: row.get(4)? })
        })
    }

    /// Appends a flag. Fails if the ID exists.
    pub fn put_flag(&mut self, flag: &Flag) -> Result<(), JournalError> {
        let Flag { id, term, words, at } = flag;
        self.execute(
            "INSERT INTO flags (id, term, words, at) VALUES (?1, ?2, ?3, ?4)",
            params![id, term, words, at],
        )
    }

    /// The open flags, oldest first.
    pub fn flags(&self) -> Result<Vec<Flag>, JournalError> {
        let sql = "SELECT id, term, words, at FROM flags WHERE ended IS NULL ORDER BY at, id";
        self.read(sql, [], |row| {
            Ok(Flag { id: row.get(0)?, term: row.get(1)?, words: row.get(2)?, at: row.get(3)? })
        })
    }

    /// Closes the flag with this ID, so that it is no longer listed.
    pub fn end_flag(&mut self, id: Uuid, at: Timestamp) -> Result<(), JournalError> {
        self.execute("UPDATE flags SET ended = ?2 WHERE id = ?1 AND ended IS NULL", params![id, at])
    }
}

const NOTES: &str = "SELECT id, term, kind, words, at FROM notes ORDER BY seq";

fn note(row: &rusqlite::Row<'_>) -> rusqlite::Result<Note> {
    let (id, term, kind, words, at) = row.try_into()?;
    Ok(Note { id, term, kind, words, at })
}

/// All notes in the journal behind `connection`, in write order.
pub(super) fn notes_in(connection: &Connection) -> rusqlite::Result<Vec<Note>> {
    connection.prepare(NOTES)?.query_map([], note)?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::annotations::NoteKind;
    use crate::store::tests::{id, journal, term};

    #[test]
    fn notes_and_holdings_come_back_in_the_order_of_writing_whatever_the_clock_said() {
        let mut journal = journal();
        let note = |n: u32, words: Option<&str>| Note {
            id: id(n),
            term: term(n % 2),
            kind: if n.is_multiple_of(2) { NoteKind::Note } else { NoteKind::Mnemonic },
            words: words.map(str::to_owned),
            at: Timestamp::from_millis(-i64::from(n)),
        };
        let notes = [note(1, Some("a Büdget")), note(3, None), note(2, Some("two"))];
        for note in &notes {
            journal.put_note(note).unwrap();
        }
        assert_eq!(journal.notes().unwrap(), notes);
        assert!(matches!(journal.put_note(&notes[0]), Err(JournalError::Refused { .. })));

        let holding = |n: u32, hold| Holding {
            id: id(n),
            term: term(1),
            hold,
            at: Timestamp::from_millis(-i64::from(n)),
        };
        let until = Hold::Until(Day::from_number(20_000));
        let holdings =
            [holding(1, Some(until)), holding(2, Some(Hold::Suspended)), holding(3, None)];
        for holding in &holdings {
            journal.put_holding(holding).unwrap();
        }
        assert_eq!(journal.holdings().unwrap(), holdings);
        assert!(journal.put_holding(&holdings[0]).is_err());
    }

    #[test]
    fn flags_are_listed_oldest_first_until_they_are_done_with() {
        let mut journal = journal();
        let flag = |n: u32| Flag {
            id: id(n),
            term: term(n),
            words: (n == 1).then(|| "what is a budget".to_owned()),
            at: Timestamp::from_millis(n.into()),
        };
        journal.put_flag(&flag(2)).unwrap();
        journal.put_flag(&flag(1)).unwrap();
        assert_eq!(journal.flags().unwrap(), [flag(1), flag(2)]);
        journal.end_flag(flag(1).id, Timestamp::from_millis(9)).unwrap();
        assert_eq!(journal.flags().unwrap(), [flag(2)]);
        assert!(journal.put_flag(&flag(2)).is_err());
    }
}
