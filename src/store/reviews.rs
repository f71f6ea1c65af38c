//! Reviews and strikes: append-only, read in chronological order.

use std::collections::HashSet;

use rusqlite::{Connection, Params, params};
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
    /// The active reviews, by time, then by ID.
    pub reviews: Vec<Review>,
    /// To pass to [`Journal::put_states`] with the states derived from them.
    pub extent: HistoryVersion,
}

const REVIEWS: &str = "SELECT id, term, direction, at, day, grade, form, took_ms, hint, answer, sitting, device, early, kind,
                              sentence FROM reviews";
const UNSTRUCK: &str = "WHERE NOT EXISTS (SELECT 1 FROM strikes WHERE strikes.review = reviews.id)";

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
        let Review { id, card: CardId { term, direction }, at, day, grade, form, kind, .. } =
            review;
        let Review { sentence, took_ms, hint, answer, session, device, early, .. } = review;
        let held = self.held;
        let (seq, kept) = self.write(|transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO reviews (id, term, direction, at, day, grade, form, took_ms, hint, answer, sitting, device,
                                          early, kind, sentence)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                )?
                .execute(params![
                    id, term, direction, at, day, grade, form, took_ms, hint, answer, session, device,
                    early, kind, sentence,
                ])?;
            let seq = transaction.last_insert_rowid();
            let Some((card, state)) = state else { return Ok((seq, None)) };
            let kept = states::keep(transaction, held, HistoryVersion::ONE_REVIEW, card, Some(state))?;
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
                transaction
                    .prepare_cached("INSERT INTO strikes (review, at) VALUES (?1, ?2)")?
                    .execute(params![review, at])?;
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

    /// All active reviews, by time, then by ID.
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
            reviews.retain(|review| !struck.contains(&review.id));
            Ok(History { reviews, extent })
        };
        read().map_err(|error| self.error(&error))
    }

    /// All cards ever reviewed, under the names they had then.
    pub fn reviewed_cards(&self) -> Result<Vec<CardId>, JournalError> {
        self.read("SELECT DISTINCT term, direction FROM reviews", [], |row| columns::card(row, 0))
    }

    /// The sentences ever asked about: each card with the term whose example it was, both under the names they had then.
    /// Includes struck reviews, since the sentence was shown all the same.
    pub fn sentences(&self) -> Result<Vec<(CardId, TermId)>, JournalError> {
        let sql =
            "SELECT DISTINCT term, direction, sentence FROM reviews WHERE sentence IS NOT NULL";
        self.read(sql, [], |row| Ok((columns::card(row, 0)?, row.get(2)?)))
    }

    /// The active reviews of `cards`, by time, then by ID.
    pub fn reviews_of(&self, cards: &[CardId]) -> Result<Vec<Review>, JournalError> {
        let mut found = Vec::new();
        for card in cards {
            found.extend(self.unstruck(
                "AND term = ?1 AND direction = ?2",
                params![card.term, card.direction],
            )?);
        }
        sort(&mut found);
        found.dedup_by(|a, b| a.id == b.id);
        Ok(found)
    }

    /// The active reviews of the study day `day`, by time, then by ID.
    pub fn reviews_on(&self, day: Day) -> Result<Vec<Review>, JournalError> {
        self.unstruck("AND day = ?1", [day])
    }

    /// The active review of the study day `day` written last on this device, regardless of the clock.
    pub fn newest_on(&self, day: Day) -> Result<Option<Review>, JournalError> {
        let tail = "AND day = ?1 AND device = ?2 ORDER BY seq DESC LIMIT 1";
        Ok(self.unstruck(tail, params![day, self.device()])?.pop())
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
        select(&self.connection, &format!("{UNSTRUCK} {tail}"), params)
            .map_err(|error| self.error(&error))
    }
}

/// The IDs of struck reviews.
pub(super) fn struck(connection: &Connection) -> rusqlite::Result<HashSet<Uuid>> {
    let mut strikes = connection.prepare_cached("SELECT review FROM strikes")?;
    strikes.query_map([], |row| row.get(0))?.collect()
}

/// The reviews that match `tail`, by time, then by ID.
pub(super) fn select(
    connection: &Connection,
    tail: &str,
    params: impl Params,
) -> rusqlite::Result<Vec<Review>> {
    let mut terms = Terms::default();
    let mut statement = connection.prepare_cached(&format!("{REVIEWS} {tail}"))?;
    let rows = statement.query_map(params, |row| {
        let direction: Direction = row.get(2)?;
        let form: Form = row.get(6)?;
        Ok(Review {
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
        })
    })?;
    let mut found = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    sort(&mut found);
    Ok(found)
}

/// Reviews are almost always written in chronological order, so this is nearly free, unlike SQLite's sort.
fn sort(reviews: &mut [Review]) {
    reviews.sort_by_key(|review| (review.at, review.id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{card, id, journal, numbers, review};

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
            at: Timestamp::from_millis(-5),
            day: Day::from_number(-1),
            took_ms: u32::MAX,
            answer: Some(String::new()),
            ..review(9)
        };
        for n in 1..=8 {
            journal.append(&review(n), None).unwrap();
        }
        journal.append(&extreme, None).unwrap();
        let expected: Vec<_> = [extreme].into_iter().chain((1..=8).map(review)).collect();
        assert_eq!(journal.reviews().unwrap(), expected);
        assert_eq!(journal.history().unwrap().reviews, expected);
    }

    #[test]
    fn reviews_of_one_moment_are_in_the_order_of_their_ids() {
        let mut journal = journal();
        for n in [3, 1, 2] {
            journal.append(&Review { at: Timestamp::from_millis(5), ..review(n) }, None).unwrap();
        }
        assert_eq!(numbers(&journal.reviews().unwrap()), [1, 2, 3]);
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
        let of = |n: u32| numbers(&journal.reviews_of(&[card(n)]).unwrap());
        assert_eq!(of(3), [3, 11, 15, 19, 23, 27]);
        assert_eq!(of(0), [4, 8, 12, 16, 20, 24]);
        let both = journal.reviews_of(&[card(3), card(0), card(3)]).unwrap();
        assert_eq!(numbers(&both), [3, 4, 8, 11, 12, 15, 16, 19, 20, 23, 24, 27]);
        assert_eq!(journal.reviews_of(&[]).unwrap(), []);
        assert_eq!(journal.reviewed_cards().unwrap(), [0, 1, 2, 3].map(card));
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
             early, kind, sentence FROM reviews WHERE seq = 4",
            "INSERT OR REPLACE INTO reviews SELECT 4, randomblob(16), term, direction, at, day, 1, form, 1, 0, NULL,
             sitting, device, early, kind, sentence FROM reviews WHERE seq = 4",
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
}
