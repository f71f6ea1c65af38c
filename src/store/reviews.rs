//! Reviews and strikes: append-only, read in the order in which reviews count.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, Params, Transaction, params};
use uuid::Uuid;

use crate::core::card::{CardId, Direction, TermId};
use crate::core::review::{AnswerKind, Form, Review};
use crate::core::schedule::CardState;
use crate::core::time::{Day, Timestamp};
use crate::store::columns::{self, Terms};
use crate::store::states::{self, HistoryVersion};
use crate::store::{Journal, JournalError};

/// All active reviews, with the history version they cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The active reviews, in the order in which they count.
    pub reviews: Vec<Review>,
    /// To pass to [`Journal::put_states`] with the states derived from them.
    pub extent: HistoryVersion,
}

/// A corrected review has the place of the one it corrects.
const REVIEWS: &str = "SELECT id, term, direction, at, day, grade, form, took_ms, hint, answer, sitting, device, early, kind,
                              sentence,
                              CASE WHEN corrects IS NULL THEN seq
                                   ELSE coalesce((SELECT first.seq FROM reviews AS first
                                                  WHERE first.id = reviews.corrects), seq) END
                       FROM reviews";
pub(super) const UNSTRUCK: &str =
    "WHERE NOT EXISTS (SELECT 1 FROM strikes WHERE strikes.review = reviews.id)";

impl Journal {
    /// Appends a review. Caches the card's new `state` in the same transaction, unless another program has written since the
    /// caller read the cache; then the cache is left to be derived again.
    ///
    /// Fails if the ID exists.
    pub fn append(
        &mut self,
        review: &Review,
        state: Option<(&CardId, &CardState)>,
    ) -> Result<(), JournalError> {
        let held = self.held;
        let (seq, kept) = self.write(|transaction| {
            insert(transaction, review, None)?;
            let seq = transaction.last_insert_rowid();
            let Some((card, state)) = state else { return Ok((seq, None)) };
            let kept =
                states::keep(transaction, held, HistoryVersion::ONE_REVIEW, card, Some(state))?;
            Ok((seq, kept))
        })?;
        self.newest = Some((seq, review.id));
        self.held = kept.or(held);
        self.count_in_log();
        Ok(())
    }

    /// Strikes all of these reviews or none, so that they no longer count. `restored` are the states of their cards without
    /// them (`None` if a card has no other review), cached on the same terms as in [`Journal::append`].
    ///
    /// Fails if a review is unknown or already struck.
    pub fn strike(
        &mut self,
        reviews: &[Uuid],
        at: Timestamp,
        restored: &[(&CardId, Option<&CardState>)],
    ) -> Result<(), JournalError> {
        let held = self.held;
        let kept = self.write(|transaction| {
            for review in reviews {
                insert_strike(transaction, *review, at)?;
            }
            let mut kept = held;
            let strikes = i64::try_from(reviews.len()).unwrap_or(i64::MAX);
            let mut more = HistoryVersion { reviews: 0, strikes };
            for (card, state) in restored {
                kept = states::keep(transaction, kept, more, card, *state)?;
                more = HistoryVersion::default();
            }
            Ok(kept)
        })?;
        self.held = kept.or(held);
        self.count_in_log();
        Ok(())
    }

    /// Replaces reviews whose time is wrong by corrected ones, which take their places: strikes each review in `corrected` and appends
    /// the one beside it. All of them or none.
    ///
    /// Fails if a review is unknown or already struck.
    pub fn correct(
        &mut self,
        corrected: &[(Uuid, Review)],
        at: Timestamp,
    ) -> Result<(), JournalError> {
        self.write(|transaction| {
            for (wrong, right) in corrected {
                insert_strike(transaction, *wrong, at)?;
                insert(transaction, right, Some(*wrong))?;
            }
            Ok(())
        })
    }

    /// Whether `review`, which is about to be appended, will be the last to count.
    pub fn is_last(&self, review: &Review) -> Result<bool, JournalError> {
        // Only reviews of other devices can come after it. Elsewhere, a study day may have begun two days earlier.
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM reviews WHERE day >= ?1 - 2 AND at >= ?2 AND device <> ?3)";
        let found = self.read(sql, params![review.day, review.at, review.device], |row| row.get(0));
        Ok(found?.pop().unwrap_or_default())
    }

    /// All active reviews, in the order in which they count.
    pub fn reviews(&self) -> Result<Vec<Review>, JournalError> {
        Ok(self.history()?.reviews)
    }

    /// All active reviews and the version they cover, from one snapshot.
    pub fn history(&self) -> Result<History, JournalError> {
        let read = || {
            let look = self.connection.unchecked_transaction()?;
            let extent = states::extent(&look)?;
            // For a full history, asking SQLite about each review is slower than reading all strikes.
            let struck = struck(&look)?;
            let mut reviews = select(&look, "", [])?;
            reviews.retain(|(_, review)| !struck.contains(&review.id));
            Ok(History { reviews: in_order(reviews), extent })
        };
        read().map_err(|error| self.error(&error))
    }

    /// The sentences ever asked about: each card with the term whose example it was, both under the names they had then.
    /// Includes struck reviews, since the sentence was shown all the same.
    pub fn sentences(&self) -> Result<Vec<(CardId, TermId)>, JournalError> {
        let sql =
            "SELECT DISTINCT term, direction, sentence FROM reviews WHERE sentence IS NOT NULL";
        self.read(sql, [], |row| Ok((columns::card(row, 0)?, row.get(2)?)))
    }

    /// The active reviews of the study day `day`, in the order in which they count.
    pub fn reviews_on(&self, day: Day) -> Result<Vec<Review>, JournalError> {
        self.unstruck("AND day = ?1", [day])
    }

    /// The last active review of the study day `day` on this device, regardless of the clock.
    pub fn newest_on(&self, day: Day) -> Result<Option<Review>, JournalError> {
        let device = self.device();
        Ok(self.reviews_on(day)?.into_iter().rfind(|review| review.device == device))
    }

    /// The last study day before `day` with an answer.
    pub fn last_day_before(&self, day: Day) -> Result<Option<Day>, JournalError> {
        let days =
            self.read("SELECT max(day) FROM reviews WHERE day < ?1", [day], |row| row.get(0))?;
        Ok(days.into_iter().next().flatten())
    }

    pub(super) fn unstruck(
        &self,
        tail: &str,
        params: impl Params,
    ) -> Result<Vec<Review>, JournalError> {
        unstruck(&self.connection, tail, params).map(in_order).map_err(|error| self.error(&error))
    }
}

/// The active reviews that match `tail`, each with its place in the order of writing.
pub(super) fn unstruck(
    connection: &Connection,
    tail: &str,
    params: impl Params,
) -> rusqlite::Result<Vec<(i64, Review)>> {
    select(connection, &format!("{UNSTRUCK} {tail}"), params)
}

/// Inserts `review`, which takes the place of `corrects` if there is one.
fn insert(
    transaction: &Transaction<'_>,
    review: &Review,
    corrects: Option<Uuid>,
) -> rusqlite::Result<()> {
    let Review { id, card: CardId { term, direction }, at, day, grade, form, kind, .. } = review;
    let Review { sentence, took_ms, hint, answer, session, device, early, .. } = review;
    transaction
        .prepare_cached(
            "INSERT INTO reviews (id, term, direction, at, day, grade, form, took_ms, hint, answer, sitting, device, early,
                                  kind, sentence, corrects)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
                     (SELECT coalesce(corrects, id) FROM reviews WHERE id = ?16))",
        )?
        .execute(params![
            id, term, direction, at, day, grade, form, took_ms, hint, answer, session, device, early,
            kind, sentence, corrects,
        ])
        .map(drop)
}

fn insert_strike(
    transaction: &Transaction<'_>,
    review: Uuid,
    at: Timestamp,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("INSERT INTO strikes (review, at) VALUES (?1, ?2)")?
        .execute(params![review, at])
        .map(drop)
}

/// The IDs of struck reviews.
pub(super) fn struck(connection: &Connection) -> rusqlite::Result<HashSet<Uuid>> {
    let mut strikes = connection.prepare_cached("SELECT review FROM strikes")?;
    strikes.query_map([], |row| row.get(0))?.collect()
}

/// The reviews that match `tail`, each with its place in the order of writing.
pub(super) fn select(
    connection: &Connection,
    tail: &str,
    params: impl Params,
) -> rusqlite::Result<Vec<(i64, Review)>> {
    let mut terms = Terms::default();
    let mut statement = connection.prepare_cached(&format!("{REVIEWS} {tail}"))?;
    let rows = statement.query_map(params, |row| {
        let direction: Direction = row.get(2)?;
        let form: Form = row.get(6)?;
        let review = Review {
            id: row.get(0)?,
            card: CardId::new(terms.read(row, 1)?, direction),
            at: row.get(3)?,
            day: row.get(4)?,
            grade: row.get(5)?,
            form,
            kind: row.get::<_, Option<AnswerKind>>(13)?.unwrap_or(form.kind()),
            sentence: row.get(14)?,
            took_ms: row.get(7)?,
            hint: row.get(8)?,
            answer: row.get(9)?,
            session: row.get(10)?,
            device: row.get(11)?,
            early: row.get(12)?,
        };
        Ok((row.get(15)?, review))
    })?;
    rows.collect()
}

/// Sorts reviews by the time at which each counts: the later of its own time and that of the review before it on the same device.
/// So on one device they stay in the order of writing, whatever the clock did. Ties are sorted by device, then in that order.
pub(super) fn in_order(mut written: Vec<(i64, Review)>) -> Vec<Review> {
    written.sort_by_key(|(place, _)| *place);
    let mut clocks: HashMap<Uuid, Timestamp> = HashMap::new();
    let placed = written.into_iter().map(|(_, review)| {
        let clock = clocks.entry(review.device).or_insert(review.at);
        *clock = review.at.max(*clock);
        (*clock, review)
    });
    let mut placed: Vec<_> = placed.collect();
    // Stable, so ties on one device stay as they are.
    placed.sort_by_key(|(clock, review)| (*clock, review.device));
    placed.into_iter().map(|(_, review)| review).collect()
}

/// Strikes each review that another corrects, and each correction but the last, where the strike is missing.
pub(super) const STRIKE_CORRECTED: &str = "INSERT INTO strikes (review, at) SELECT r.id, r.at FROM reviews AS r
     WHERE (r.id IN (SELECT corrects FROM reviews WHERE corrects IS NOT NULL)
            OR r.corrects IS NOT NULL
               AND r.seq NOT IN (SELECT max(seq) FROM reviews WHERE corrects IS NOT NULL GROUP BY corrects))
       AND NOT EXISTS (SELECT 1 FROM strikes WHERE review = r.id)";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{id, journal, numbers, review};

    fn struck(journal: &mut Journal, n: u32) -> Result<(), JournalError> {
        journal.strike(&[id(n)], Timestamp::from_millis(1), &[])
    }

    /// A journal with reviews 1 to 30, of which 7 and 28 are struck.
    fn filled() -> Journal {
        let mut journal = journal();
        for n in 1..=30 {
            journal.append(&review(n), None).unwrap();
        }
        struck(&mut journal, 7).unwrap();
        struck(&mut journal, 28).unwrap();
        journal
    }

    #[test]
    fn a_review_comes_back_as_it_was() {
        let mut journal = journal();
        let extreme = Review {
            at: Timestamp::from_millis(i64::MAX),
            day: Day::from_number(-1),
            took_ms: u32::MAX,
            answer: Some(String::new()),
            ..review(9)
        };
        for n in 1..=8 {
            journal.append(&review(n), None).unwrap();
        }
        journal.append(&extreme, None).unwrap();
        let expected: Vec<_> = (1..=8).map(review).chain([extreme]).collect();
        assert_eq!(journal.reviews().unwrap(), expected);
        assert_eq!(journal.history().unwrap().reviews, expected);
    }

    /// The `n`th review, on this device, in this second.
    fn at(n: u32, device: u32, second: i64) -> Review {
        Review { device: id(device), at: Timestamp::from_millis(second * 1_000), ..review(n) }
    }

    #[test]
    fn on_one_device_reviews_are_in_the_order_of_writing_whatever_the_clock_does() {
        let mut journal = journal();
        for (n, second) in [(3, 5), (1, 900), (2, 900), (5, -7), (4, 6)] {
            journal.append(&at(n, 1, second), None).unwrap();
        }
        assert_eq!(numbers(&journal.reviews().unwrap()), [3, 1, 2, 5, 4]);
    }

    #[test]
    fn reviews_of_several_devices_are_in_the_order_of_time_and_ties_by_device() {
        let mut journal = journal();
        let written = [(1, 2, 10), (2, 1, 10), (3, 1, 5), (4, 2, 11), (5, 2, 9), (6, 1, 12)];
        for (n, device, second) in written {
            let review = at(n, device, second);
            let is_last = journal.is_last(&review).unwrap();
            journal.append(&review, None).unwrap();
            let all = journal.reviews().unwrap();
            assert!(!is_last || all.last() == Some(&review), "{n}");
        }
        // 3 counts at 10, as 2 does; 5 at 11.
        assert_eq!(numbers(&journal.reviews().unwrap()), [2, 3, 1, 4, 5, 6]);
        assert!(!journal.is_last(&at(7, 1, 11)).unwrap());
        assert!(!journal.is_last(&at(7, 2, 1)).unwrap(), "device 1 is at 12");
        assert!(journal.is_last(&at(7, 1, 12)).unwrap());
    }

    #[test]
    fn a_corrected_review_takes_the_place_of_the_wrong_one() {
        let mut journal = journal();
        for (n, second) in [(1, 10), (2, 900), (3, 901), (4, 12)] {
            journal.append(&at(n, 1, second), None).unwrap();
        }
        let corrected = [(id(2), at(5, 1, 11)), (id(3), at(6, 1, 11))];
        journal.correct(&corrected, Timestamp::from_millis(1)).unwrap();
        assert_eq!(numbers(&journal.reviews().unwrap()), [1, 5, 6, 4]);
        journal.correct(&[(id(6), at(7, 1, 12))], Timestamp::from_millis(1)).unwrap();
        assert_eq!(numbers(&journal.reviews().unwrap()), [1, 5, 7, 4], "corrected again");
        let error = journal.correct(&[(id(6), at(8, 1, 12))], Timestamp::from_millis(1));
        assert!(error.is_err(), "only what counts can be corrected");
        assert_eq!(numbers(&journal.reviews().unwrap()), [1, 5, 7, 4]);
        journal.integrity().unwrap();
    }

    #[test]
    fn a_review_is_appended_once() {
        let mut journal = journal();
        journal.append(&review(1), None).unwrap();
        let again = Review { took_ms: 5, ..review(1) };
        let error = journal.append(&again, None).unwrap_err();
        assert!(matches!(error, JournalError::Refused { .. }), "{error}");
        assert_eq!(journal.reviews().unwrap(), [review(1)]);
    }

    #[test]
    fn struck_reviews_are_nowhere() {
        let journal = filled();
        let left: Vec<u128> = (1..=30).filter(|n| ![7, 28].contains(n)).collect();
        assert_eq!(numbers(&journal.reviews().unwrap()), left);
        let day = review(1).day;
        assert_eq!(numbers(&journal.reviews_on(day).unwrap()), [1, 2, 3, 4, 5, 6, 8, 9]);
        assert_eq!(journal.last_day_before(day.plus(2)).unwrap(), Some(day.plus(1)));
        assert_eq!(journal.last_day_before(day).unwrap(), None);
    }

    #[test]
    fn a_review_is_struck_once_and_only_when_it_is_there() {
        let mut journal = filled();
        for n in [7, 99] {
            let error = struck(&mut journal, n).unwrap_err();
            assert!(matches!(error, JournalError::Refused { .. }), "{n}: {error}");
        }
        assert_eq!(journal.reviews().unwrap().len(), 28);
    }

    #[test]
    fn undo_finds_the_review_that_was_written_last_in_the_session() {
        let mut journal = filled();
        let (first, second) = (review(1).session, review(30).session);
        let newest = |journal: &Journal, session| {
            journal.newest_of_session(session).unwrap().map(|review| review.id.as_u128())
        };
        assert_eq!(newest(&journal, first), Some(19));
        struck(&mut journal, 30).unwrap();
        struck(&mut journal, 29).unwrap();
        assert_eq!(newest(&journal, second), Some(27), "28 is struck already");
        // The clock was set back by an hour.
        let late = Review { at: review(1).at, session: second, ..review(31) };
        journal.append(&late, None).unwrap();
        assert_eq!(newest(&journal, second), Some(31));
        assert_eq!(newest(&journal, id(5)), None);
    }

    #[test]
    fn nothing_changes_or_erases_a_review_or_a_strike() {
        let journal = filled();
        let before = journal.reviews().unwrap();
        for sql in [
            "UPDATE reviews SET grade = 4",
            "DELETE FROM reviews",
            "DELETE FROM reviews WHERE seq = 30",
            "INSERT OR REPLACE INTO reviews SELECT seq, id, term, direction, at, day, 1, form, 1, 0, NULL, sitting, device,
             early, kind, sentence, corrects FROM reviews WHERE seq = 4",
            "INSERT OR REPLACE INTO reviews SELECT 4, randomblob(16), term, direction, at, day, 1, form, 1, 0, NULL,
             sitting, device, early, kind, sentence, corrects FROM reviews WHERE seq = 4",
            "UPDATE strikes SET at = 5",
            "DELETE FROM strikes",
            "INSERT OR REPLACE INTO strikes SELECT review, 99 FROM strikes",
        ] {
            let error = journal.connection.execute(sql, []).unwrap_err();
            let error = journal.error(&error);
            assert!(matches!(error, JournalError::Refused { .. }), "{sql}: {error}");
        }
        assert_eq!(journal.reviews().unwrap(), before);
        journal.integrity().unwrap();
    }

    #[test]
    fn a_correction_of_a_missing_review_has_its_own_place() {
        let mut journal = journal();
        for n in 1..=3 {
            journal.append(&review(n), None).unwrap();
        }
        journal.correct(&[(id(2), review(4))], Timestamp::from_millis(1)).unwrap();
        let lose = "PRAGMA foreign_keys = OFF; DROP TRIGGER reviews_are_not_erased; DELETE FROM reviews WHERE seq = 2";
        journal.connection.execute_batch(lose).unwrap();
        assert_eq!(numbers(&journal.reviews().unwrap()), [1, 3, 4]);
    }
}
