//! Look-ups, which feed the next session.

use rusqlite::params;
use uuid::Uuid;

use crate::core::card::TermId;
use crate::core::time::{Day, Timestamp};
use crate::store::{Journal, JournalError};

/// Where a term was looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::AsRefStr, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum LookedUpIn {
    /// On the look-up screen: the entry was opened.
    Trainer,
    /// From the shell: the entry was printed.
    Shell,
}

/// A successful look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    /// Its ID, a `UUIDv7`.
    pub id: Uuid,
    /// The entry that was opened.
    pub term: TermId,
    /// When.
    pub at: Timestamp,
    /// Its study day.
    pub day: Day,
    /// What was typed.
    pub query: String,
    /// Where it was typed.
    pub place: LookedUpIn,
}

impl Journal {
    /// Appends a look-up. Fails if the ID exists.
    pub fn look_up(&mut self, lookup: &Lookup) -> Result<(), JournalError> {
        let Lookup { id, term, at, day, query, place } = lookup;
        self.execute(
            "INSERT INTO lookups (id, term, at, day, query, place) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, term, at, day, query, place],
        )
    }

    /// The last `n` distinct terms looked up, each with its latest time, newest first.
    pub fn recently_looked_up(&self, n: u32) -> Result<Vec<(TermId, Timestamp)>, JournalError> {
        let sql = "SELECT term, max(at) AS last FROM lookups GROUP BY term ORDER BY last DESC, term LIMIT ?1";
        self.read(sql, [n], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The number of look-ups per term, ordered by term.
    pub fn lookup_counts(&self) -> Result<Vec<(TermId, u32)>, JournalError> {
        let sql = "SELECT term, count(*) FROM lookups GROUP BY term ORDER BY term";
        self.read(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::LONG_LOG;
    use crate::store::tests::{id, journal, open_in, term};

    fn lookup(n: u32, of: u32, place: LookedUpIn) -> Lookup {
        Lookup {
            id: id(n),
            term: term(of),
            at: Timestamp::from_millis(i64::from(n)),
            day: Day::from_number(1),
            query: format!("quéry {n}"),
            place,
        }
    }

    #[test]
    fn what_is_noted_without_waiting_leaves_no_log_that_grows_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("journal.sqlite-wal");
        let size = || std::fs::metadata(&log).map_or(0, |file| file.len());
        let (mut longest, mut dropped) = (0, 0);
        for n in 1..=150 {
            let before = size();
            let mut journal = open_in(folder.path()).unwrap().without_waiting().unwrap();
            journal.look_up(&lookup(n, n, LookedUpIn::Shell)).unwrap();
            drop(journal);
            longest = longest.max(size());
            dropped += u32::from(size() < before);
        }
        assert!(longest > LONG_LOG / 2, "most look-ups leave it to others: {longest}");
        assert!(longest < LONG_LOG + (1 << 16), "{longest}");
        assert_eq!(dropped, 1, "of {longest}");
        let journal = open_in(folder.path()).unwrap();
        assert_eq!(journal.lookups_since(Timestamp::default()).unwrap().len(), 150);
    }

    #[test]
    fn look_ups_are_found_by_time_and_by_term() {
        let mut journal = journal();
        let made = [
            lookup(1, 1, LookedUpIn::Trainer),
            lookup(2, 2, LookedUpIn::Shell),
            lookup(3, 1, LookedUpIn::Shell),
            lookup(4, 3, LookedUpIn::Trainer),
        ];
        for lookup in &made {
            journal.look_up(lookup).unwrap();
        }
        assert_eq!(journal.lookups_since(Timestamp::from_millis(2)).unwrap(), made[1..]);
        let at = Timestamp::from_millis;
        assert_eq!(journal.recently_looked_up(2).unwrap(), [(term(3), at(4)), (term(1), at(3))]);
        assert_eq!(journal.recently_looked_up(u32::MAX).unwrap().len(), 3);
        assert_eq!(journal.lookup_counts().unwrap(), [(term(1), 2), (term(2), 1), (term(3), 1)]);
        assert!(matches!(journal.look_up(&made[0]), Err(JournalError::Refused { .. })));
    }
}
