//! Credits: who explained a word to the user.

use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::core::credit::Credit;
use crate::store::{Journal, JournalError};

impl Journal {
    /// Saves a credit. Fails if the ID exists.
    pub fn put_credit(&mut self, credit: &Credit) -> Result<(), JournalError> {
        let Credit { id, term, name, at, day, thanked } = credit;
        self.execute(
            "INSERT INTO credits (id, term, name, at, day, thanked) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, term, name, at, day, thanked],
        )
    }

    /// All credits, in write order.
    pub fn credits(&self) -> Result<Vec<Credit>, JournalError> {
        self.read(CREDITS, [], credit)
    }

    /// Records that thanks for the credits with these IDs were offered.
    pub fn thank(&mut self, ids: &[Uuid]) -> Result<(), JournalError> {
        self.note_by_the_way(|transaction| {
            let mut thank =
                transaction.prepare_cached("UPDATE credits SET thanked = 1 WHERE id = ?1")?;
            ids.iter().try_for_each(|id| thank.execute([id]).map(drop))
        })
    }
}

const CREDITS: &str = "SELECT id, term, name, at, day, thanked FROM credits ORDER BY seq";

fn credit(row: &rusqlite::Row<'_>) -> rusqlite::Result<Credit> {
    let (id, term, name, at, day, thanked) = row.try_into()?;
    Ok(Credit { id, term, name, at, day, thanked })
}

/// All credits in the journal behind `connection`, in write order.
pub(super) fn credits_in(connection: &Connection) -> rusqlite::Result<Vec<Credit>> {
    connection.prepare(CREDITS)?.query_map([], credit)?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::time::{Day, Timestamp};
    use crate::store::tests::{id, journal, term};

    #[test]
    fn credits_come_back_in_the_order_of_writing_and_are_thanked_for() {
        let mut journal = journal();
        let credit = |n: u32| Credit {
            id: id(n),
            term: term(n),
            name: format!("Ana {n}"),
            at: Timestamp::from_millis(n.into()),
            day: Day::from_number(20_000),
            thanked: false,
        };
        journal.put_credit(&credit(2)).unwrap();
        journal.put_credit(&credit(1)).unwrap();
        assert_eq!(journal.credits().unwrap(), [credit(2), credit(1)]);
        assert!(journal.put_credit(&credit(2)).is_err());
        journal.thank(&[id(1), id(3)]).unwrap();
        let thanked = Credit { thanked: true, ..credit(1) };
        assert_eq!(journal.credits().unwrap(), [credit(2), thanked]);
    }
}
