//! What was known of each card at the end of an earlier day: remembered, so that not every start replays a long history to
//! say how much more is known since.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::core::card::CardId;
use crate::core::schedule::CardState;
use crate::core::time::Day;
use crate::store::states::{self, Extent};
use crate::store::{History, Journal, JournalError, reviews};

/// The table of the states.
const STATES: &str = "past_states";

/// What was known at the end of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The study day.
    pub day: Day,
    /// The state of each card that had been asked by then.
    pub states: Vec<(CardId, CardState)>,
}

impl Journal {
    /// What is remembered of an earlier day; `None` when that was under another `key` (see [`Journal::cached_states`]), or
    /// when an answer of that day or before was written or struck since.
    pub fn past(&self, key: u64) -> Result<Option<Past>, JournalError> {
        let read = || {
            let look = self.connection.unchecked_transaction()?;
            let found = look
                .prepare_cached("SELECT key, day, reviews, strikes FROM past")?
                .query_row([], |row| {
                    let key: i64 = row.get(0)?;
                    let extent = Extent { reviews: row.get(2)?, strikes: row.get(3)? };
                    Ok((key.cast_unsigned(), row.get(1)?, extent))
                })
                .optional()?;
            match found {
                Some((found, day, extent)) if found == key && extent == until(&look, day)? => {
                    Ok(Some(Past { day, states: states::all(&look, STATES)? }))
                }
                _ => Ok(None),
            }
        };
        read().map_err(|error| self.error(&error))
    }

    /// The unstruck reviews up to the end of `day`, from after the end of `from` on, by moment, then by id; and what all of
    /// those up to `day` amount to.
    pub fn history_until(&self, from: Option<Day>, day: Day) -> Result<History, JournalError> {
        let read = || {
            let look = self.connection.unchecked_transaction()?;
            let extent = until(&look, day)?;
            let struck = reviews::struck(&look)?;
            let after = from.map_or(i64::MIN, |from| from.number().into());
            let tail = "WHERE day > ?1 AND day <= ?2";
            let mut reviews = reviews::select(&look, tail, params![after, day])?;
            reviews.retain(|review| !struck.contains(&review.id));
            Ok(History { reviews, extent })
        };
        read().map_err(|error| self.error(&error))
    }

    /// Remembers that at the end of `day` these were the `states`, derived under `key` from the history of this `extent`: in
    /// place of what was remembered, or beside it where only those are given that changed since the end of `from`.
    /// Returns whether they were kept: not when another program has written something that they hang on.
    pub fn put_past<'a>(
        &mut self,
        key: u64,
        from: Option<Day>,
        day: Day,
        extent: Extent,
        states: impl IntoIterator<Item = (&'a CardId, &'a CardState)>,
    ) -> Result<bool, JournalError> {
        self.write(|transaction| {
            if until(transaction, day)? != extent {
                return Ok(false);
            }
            let row = params![key.cast_signed(), day, extent.reviews, extent.strikes, from];
            let is_there = match from {
                None => {
                    transaction.execute_batch("DELETE FROM past_states; DELETE FROM past")?;
                    transaction.execute(
                        "INSERT INTO past (only, key, day, reviews, strikes) VALUES (1, ?1, ?2, ?3, ?4)",
                        &row[..4],
                    )?
                }
                Some(_) => transaction.execute(
                    "UPDATE past SET day = ?2, reviews = ?3, strikes = ?4 WHERE key = ?1 AND day = ?5",
                    row,
                )?,
            };
            if is_there == 0 {
                return Ok(false);
            }
            for (card, state) in states {
                states::put(transaction, STATES, card, state)?;
            }
            Ok(true)
        })
    }
}

/// What the reviews up to the end of `day` and the strikes of them amount to.
fn until(connection: &Connection, day: Day) -> rusqlite::Result<Extent> {
    connection
        .prepare_cached(
            "SELECT (SELECT count(*) FROM reviews WHERE day <= ?1),
                    (SELECT count(*) FROM strikes JOIN reviews ON reviews.id = strikes.review WHERE day <= ?1)",
        )?
        .query_row([day], |row| Ok(Extent { reviews: row.get(0)?, strikes: row.get(1)? }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::review::Strike;
    use crate::core::time::Timestamp;
    use crate::store::tests::{card, id, journal, numbers, review, state};

    const KEY: u64 = u64::MAX - 3;

    /// A journal with thirty reviews of four days, and the day on which the first nine were.
    fn filled() -> (Journal, Day) {
        let mut journal = journal();
        for n in 1..=30 {
            journal.append(&review(n), None).unwrap();
        }
        (journal, review(1).day)
    }

    /// Remembers the states with these numbers for `day`, as far as they changed since `from`.
    fn remember(journal: &mut Journal, from: Option<Day>, day: Day, numbers: &[u32]) -> bool {
        let extent = journal.history_until(from, day).unwrap().extent;
        let states: Vec<_> = numbers.iter().map(|n| (card(*n), state(*n))).collect();
        let states = states.iter().map(|(card, state)| (card, state));
        journal.put_past(KEY, from, day, extent, states).unwrap()
    }

    fn past(journal: &Journal) -> Option<(Day, Vec<u32>)> {
        let Past { day, states } = journal.past(KEY).unwrap()?;
        let mut states: Vec<u32> = states.iter().map(|(_, state)| state.reviews).collect();
        states.sort_unstable();
        Some((day, states))
    }

    #[test]
    fn what_was_known_on_a_day_is_remembered_and_carried_forward() {
        let (mut journal, day) = filled();
        assert_eq!(past(&journal), None);
        assert!(remember(&mut journal, None, day, &[0, 1]));
        assert_eq!(past(&journal), Some((day, vec![0, 1])));
        assert_eq!(journal.past(KEY + 1).unwrap(), None, "under another key it means nothing");
        // Only what changed on the days between is read and written.
        let between = journal.history_until(Some(day), day.plus(1)).unwrap();
        assert_eq!(numbers(&between.reviews), (10..=19).collect::<Vec<u128>>());
        assert!(remember(&mut journal, Some(day), day.plus(1), &[2]));
        assert_eq!(past(&journal), Some((day.plus(1), vec![0, 1, 2])));
        assert!(
            !remember(&mut journal, Some(day), day.plus(2), &[3]),
            "from where it is not any more"
        );
        assert!(remember(&mut journal, None, day, &[3]));
        assert_eq!(past(&journal), Some((day, vec![3])));
    }

    #[test]
    fn what_happens_after_the_day_leaves_it_and_what_happens_to_it_drops_it() {
        let strike = |journal: &mut Journal, n| {
            let strike = Strike { review: id(n), at: Timestamp::from_millis(1) };
            journal.strike(&strike, None).unwrap();
        };
        let (mut journal, day) = filled();
        assert!(remember(&mut journal, None, day, &[1]));
        journal.append(&review(31), None).unwrap();
        strike(&mut journal, 20);
        assert_eq!(past(&journal), Some((day, vec![1])));
        let extent = journal.history_until(None, day).unwrap().extent;
        strike(&mut journal, 4);
        assert_eq!(past(&journal), None);
        assert!(!journal.put_past(KEY, None, day, extent, []).unwrap(), "out of date already");
        let left: Vec<u128> = [1, 2, 3, 5, 6, 7, 8, 9].into();
        assert_eq!(numbers(&journal.history_until(None, day).unwrap().reviews), left);
    }
}
