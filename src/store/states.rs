//! The cache of card states: valid only if it covers exactly the reviews and strikes in the journal.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::core::card::CardId;
use crate::core::schedule::{CardState, Memory};
use crate::store::columns;
use crate::store::{Journal, JournalError};

/// The version of a history. Reviews and strikes are never deleted, so their two counts identify it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HistoryVersion {
    pub(super) reviews: i64,
    pub(super) strikes: i64,
}

impl HistoryVersion {
    pub(super) const ONE_REVIEW: Self = Self { reviews: 1, strikes: 0 };

    const fn grown_by(self, more: Self) -> Self {
        Self { reviews: self.reviews + more.reviews, strikes: self.strikes + more.strikes }
    }
}

impl Journal {
    /// The cached state of each card, ordered by card; `None` if the cache was made under another `key` (parameters, retention,
    /// renamed terms: everything states depend on besides reviews) or does not cover the current history.
    pub fn cached_states(
        &mut self,
        key: u64,
    ) -> Result<Option<Vec<(CardId, CardState)>>, JournalError> {
        self.held = None;
        let read = || {
            let look = self.connection.unchecked_transaction()?;
            let there = extent(&look)?;
            if cached(&look)? != Some((key, there)) {
                return Ok(None);
            }
            Ok(Some((there, all(&look)?)))
        };
        let Some((there, states)) = read().map_err(|error| self.error(&error))? else {
            return Ok(None);
        };
        self.held = Some((key, there));
        Ok(Some(states))
    }

    /// Caches `states`, derived under `key` from the history of this `extent`. Returns `false` if another program has written
    /// meanwhile, which makes them out of date.
    pub fn put_states<'a>(
        &mut self,
        key: u64,
        extent: HistoryVersion,
        states: impl IntoIterator<Item = (&'a CardId, &'a CardState)>,
    ) -> Result<bool, JournalError> {
        self.held = None;
        let kept = self.write(|transaction| {
            if self::extent(transaction)? != extent {
                return Ok(false);
            }
            clear(transaction)?;
            for (card, state) in states {
                put(transaction, card, state)?;
            }
            transaction.execute(
                "INSERT INTO cache (only, key, reviews, strikes) VALUES (1, ?1, ?2, ?3)",
                params![key.cast_signed(), extent.reviews, extent.strikes],
            )?;
            Ok(true)
        })?;
        self.held = kept.then_some((key, extent));
        Ok(kept)
    }
}

/// The version of the current history.
pub(super) fn extent(connection: &Connection) -> rusqlite::Result<HistoryVersion> {
    connection
        .prepare_cached("SELECT (SELECT count(*) FROM reviews), (SELECT count(*) FROM strikes)")?
        .query_row([], |row| Ok(HistoryVersion { reviews: row.get(0)?, strikes: row.get(1)? }))
}

/// Updates one card's cached state and advances the cache over the row just written; returns the new cache. Returns `None` and
/// does nothing if the cache is not the one the caller holds: the state then misses what another program wrote.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    held: Option<(u64, HistoryVersion)>,
    more: HistoryVersion,
    card: &CardId,
    state: Option<&CardState>,
) -> rusqlite::Result<Option<(u64, HistoryVersion)>> {
    let Some((key, before)) = held else { return Ok(None) };
    let after = before.grown_by(more);
    let carried = transaction
        .prepare_cached(
            "UPDATE cache SET reviews = ?1, strikes = ?2 WHERE key = ?3 AND reviews = ?4 AND strikes = ?5",
        )?
        .execute(params![
            after.reviews,
            after.strikes,
            key.cast_signed(),
            before.reviews,
            before.strikes
        ])?;
    if carried == 0 {
        return Ok(None);
    }
    match state {
        Some(state) => put(transaction, card, state)?,
        None => {
            transaction
                .prepare_cached("DELETE FROM states WHERE term = ?1 AND direction = ?2")?
                .execute(params![card.term, card.direction])?;
        }
    }
    Ok(Some((key, after)))
}

fn cached(connection: &Connection) -> rusqlite::Result<Option<(u64, HistoryVersion)>> {
    connection
        .prepare_cached("SELECT key, reviews, strikes FROM cache")?
        .query_row([], |row| {
            let key: i64 = row.get(0)?;
            Ok((key.cast_unsigned(), HistoryVersion { reviews: row.get(1)?, strikes: row.get(2)? }))
        })
        .optional()
}

pub(super) fn clear(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch("DELETE FROM states; DELETE FROM cache")
}

/// All states, ordered by card.
fn all(connection: &Connection) -> rusqlite::Result<Vec<(CardId, CardState)>> {
    let mut statement = connection.prepare_cached(
        "SELECT term, direction, stability_bits, difficulty_bits, first, last, last_at, due, reviews, lapses, unfinished,
                held_a_week, seed, learned, recalled
         FROM states ORDER BY term, direction = 'speak'",
    )?;
    statement.query_map([], state)?.collect()
}

/// Inserts or replaces the state of `card`.
fn put(transaction: &Transaction<'_>, card: &CardId, state: &CardState) -> rusqlite::Result<()> {
    let CardId { term, direction } = card;
    let CardState { memory, first, last, last_at, due, reviews, lapses, unfinished, .. } = state;
    let CardState { held_a_week, seed, learned, recalled, .. } = state;
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO states (term, direction, stability_bits, difficulty_bits, first, last, last_at, due,
                                            reviews, lapses, unfinished, held_a_week, seed, learned, recalled)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        // The memory as bits, so that every value reads back equal.
        .execute(params![
            term, direction, memory.stability.to_bits(), memory.difficulty.to_bits(), first, last, last_at,
            due, reviews, lapses, unfinished, held_a_week, seed.cast_signed(), learned, recalled,
        ])
        .map(drop)
}

fn state(row: &Row<'_>) -> rusqlite::Result<(CardId, CardState)> {
    let seed: i64 = row.get(12)?;
    let state = CardState {
        memory: Memory {
            stability: f32::from_bits(row.get(2)?),
            difficulty: f32::from_bits(row.get(3)?),
        },
        first: row.get(4)?,
        last: row.get(5)?,
        last_at: row.get(6)?,
        due: row.get(7)?,
        reviews: row.get(8)?,
        lapses: row.get(9)?,
        unfinished: row.get(10)?,
        held_a_week: row.get(11)?,
        learned: row.get(13)?,
        recalled: row.get(14)?,
        seed: seed.cast_unsigned(),
    };
    Ok((columns::card(row, 0)?, state))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::time::Timestamp;
    use crate::store::tests::{card, id, journal, review, state};

    const KEY: u64 = u64::MAX;

    fn strike(journal: &mut Journal, n: u32, restored: (&CardId, Option<&CardState>)) {
        journal.strike(&[id(n)], Timestamp::from_millis(1), &[restored]).unwrap();
    }

    /// A journal with three reviews and a cache that covers them.
    fn cached() -> Journal {
        let mut journal = journal();
        for n in 1..=3 {
            journal.append(&review(n), None).unwrap();
        }
        let states: Vec<_> = (1..=3).map(|n| (card(n), state(n))).collect();
        let extent = journal.history().unwrap().extent;
        let kept =
            journal.put_states(KEY, extent, states.iter().map(|(card, state)| (card, state)));
        assert!(kept.unwrap());
        journal
    }

    fn sorted(mut states: Vec<(CardId, CardState)>) -> Vec<(CardId, CardState)> {
        states.sort_by(|a, b| a.0.cmp(&b.0));
        states
    }

    #[test]
    fn a_state_comes_back_bit_by_bit() {
        let mut journal = journal();
        let odd =
            [f32::MIN_POSITIVE / 3.0, -0.0, f32::MAX, f32::INFINITY, f32::from_bits(0x7fc0_1234)];
        let states: Vec<_> = (0..5_u32)
            .map(|n| {
                let memory = Memory { stability: odd[n as usize], difficulty: 1.0 / 3.0 };
                (card(n), CardState { memory, ..state(n) })
            })
            .collect();
        let pairs = states.iter().map(|(card, state)| (card, state));
        assert!(journal.put_states(KEY, HistoryVersion::default(), pairs).unwrap());
        let back = journal.cached_states(KEY).unwrap().unwrap();
        assert_eq!(back.len(), states.len());
        for ((card, state), (_, back)) in sorted(states).into_iter().zip(&back) {
            assert_eq!(back.memory.stability.to_bits(), state.memory.stability.to_bits(), "{card}");
            // Compared as text, because NaN does not equal itself.
            assert_eq!(format!("{back:?}"), format!("{state:?}"), "{card}");
        }
    }

    #[test]
    fn a_cache_is_believed_under_its_own_key_only() {
        let mut journal = cached();
        assert_eq!(journal.cached_states(1).unwrap(), None);
        let expected: Vec<_> = (1..=3).map(|n| (card(n), state(n))).collect();
        assert_eq!(journal.cached_states(KEY).unwrap(), Some(expected));
    }

    #[test]
    fn a_cache_goes_along_with_the_reviews_that_carry_a_state() {
        let mut journal = cached();
        journal.append(&review(4), Some((&card(4), &state(4)))).unwrap();
        journal.append(&review(5), Some((&card(1), &state(5)))).unwrap();
        strike(&mut journal, 5, (&card(1), Some(&state(6))));
        strike(&mut journal, 4, (&card(4), None));
        let expected = [(card(1), state(6)), (card(2), state(2)), (card(3), state(3))];
        assert_eq!(journal.cached_states(KEY).unwrap(), Some(expected.to_vec()));
    }

    #[test]
    fn a_review_or_strike_without_a_state_ends_the_cache_for_good() {
        for struck in [false, true] {
            let mut journal = cached();
            if struck {
                journal.strike(&[id(1)], Timestamp::from_millis(1), &[]).unwrap();
            } else {
                journal.append(&review(4), None).unwrap();
            }
            assert_eq!(journal.cached_states(KEY).unwrap(), None);
            journal.append(&review(5), Some((&card(5), &state(5)))).unwrap();
            assert_eq!(journal.cached_states(KEY).unwrap(), None);
        }
    }

    #[test]
    fn what_is_refused_leaves_the_cache_in_step() {
        let mut journal = cached();
        assert!(journal.append(&review(1), Some((&card(1), &state(9)))).is_err());
        let at = Timestamp::from_millis(1);
        assert!(journal.strike(&[id(9)], at, &[(&card(1), None)]).is_err());
        journal.append(&review(4), Some((&card(4), &state(4)))).unwrap();
        let expected: Vec<_> = (1..=4).map(|n| (card(n), state(n))).collect();
        assert_eq!(journal.cached_states(KEY).unwrap().map(sorted), Some(sorted(expected)));
    }

    #[test]
    fn a_cache_can_be_dropped_and_made_again() {
        let mut journal = cached();
        journal.drop_states().unwrap();
        assert_eq!(journal.cached_states(KEY).unwrap(), None);
        journal.append(&review(4), Some((&card(4), &state(4)))).unwrap();
        let history = journal.history().unwrap();
        assert_eq!(history.reviews.len(), 4);
        assert!(journal.put_states(3, history.extent, [(&card(1), &state(1))]).unwrap());
        assert_eq!(journal.cached_states(3).unwrap(), Some(vec![(card(1), state(1))]));
        assert_eq!(journal.cached_states(KEY).unwrap(), None);
    }
}
