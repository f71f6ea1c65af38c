//! When terms were introduced, and how long introductions and answers take this user.

use rusqlite::params;
use uuid::Uuid;

use crate::core::card::TermId;
use crate::core::time::{Day, Timestamp};
use crate::store::{Journal, JournalError};

/// The first showing of a term. It is not a review: the term counts as new on the day of its first grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    /// Its ID, a `UUIDv7`.
    pub id: Uuid,
    /// The term that was shown.
    pub term: TermId,
    /// When the user went on.
    pub at: Timestamp,
    /// Its study day.
    pub day: Day,
    /// How long the user looked at it, in milliseconds.
    pub took_ms: u32,
    /// The session it belongs to.
    pub session: Uuid,
}

/// Durations of the newest answers and introductions, in milliseconds, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecentTimes {
    /// Of active reviews.
    pub answers: Vec<u32>,
    /// Of introductions.
    pub introductions: Vec<u32>,
}

/// Something that took time in a quiz: an introduction or an answer, including answers undone later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// The session it belongs to.
    pub session: Uuid,
    /// When it ended.
    pub at: Timestamp,
    /// Its own duration, in milliseconds.
    pub took_ms: u32,
}

impl Journal {
    /// All efforts of the study day `day`, by session, then by time.
    pub fn efforts_on(&self, day: Day) -> Result<Vec<Effort>, JournalError> {
        let sql = "SELECT sitting, at, took_ms FROM reviews WHERE day = ?1
                   UNION ALL SELECT sitting, at, took_ms FROM introductions WHERE day = ?1 ORDER BY sitting, at";
        self.read(sql, params![day], |row| {
            Ok(Effort { session: row.get(0)?, at: row.get(1)?, took_ms: row.get(2)? })
        })
    }

    /// Appends an introduction. Fails if the ID exists.
    pub fn introduce(&mut self, introduction: &Introduction) -> Result<(), JournalError> {
        let Introduction { id, term, at, day, took_ms, session } = introduction;
        self.execute(
            "INSERT INTO introductions (id, term, at, day, took_ms, sitting) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, term, at, day, took_ms, session],
        )
    }

    /// The terms introduced on the study day `day`, by time, then by ID.
    pub fn introduced_on(&self, day: Day) -> Result<Vec<TermId>, JournalError> {
        let sql = "SELECT term FROM introductions WHERE day = ?1 ORDER BY at, id";
        self.read(sql, params![day], |row| row.get(0))
    }

    /// Durations of the newest `n` answers and the newest `n` introductions before `day`. Newest is by study day, then by time.
    pub fn recent_times(&self, n: u32, day: Day) -> Result<RecentTimes, JournalError> {
        let answers = "SELECT took_ms FROM reviews
                       WHERE day < ?2 AND NOT EXISTS (SELECT 1 FROM strikes WHERE strikes.review = reviews.id)
                       ORDER BY day DESC, at DESC, seq DESC LIMIT ?1";
        let introductions = "SELECT took_ms FROM introductions WHERE day < ?2 ORDER BY day DESC, at DESC, id DESC LIMIT ?1";
        Ok(RecentTimes {
            answers: self.read(answers, params![n, day], |row| row.get(0))?,
            introductions: self.read(introductions, params![n, day], |row| row.get(0))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{id, journal, review, term};

    fn introduction(n: u32) -> Introduction {
        Introduction {
            id: id(n),
            term: term(n % 3),
            at: Timestamp::from_millis(i64::from(n) * 1_000),
            day: Day::from_number(i32::try_from(n).unwrap() / 10),
            took_ms: n * 100,
            session: id(7),
        }
    }

    #[test]
    fn introductions_are_found_by_day() {
        let mut journal = journal();
        for n in [5, 3, 12] {
            journal.introduce(&introduction(n)).unwrap();
        }
        let day = Day::from_number(0);
        assert_eq!(journal.introduced_on(day).unwrap(), [term(0), term(2)]);
        let again = journal.introduce(&introduction(3));
        assert!(matches!(again, Err(JournalError::Refused { .. })), "{again:?}");
    }

    #[test]
    fn recent_times_are_those_of_the_newest_that_count() {
        let mut journal = journal();
        for n in 1..=5 {
            journal.introduce(&introduction(n)).unwrap();
            journal.append(&review(n), None).unwrap();
        }
        journal.strike(&[id(5)], Timestamp::default(), &[]).unwrap();
        let expected = |n: &[u32]| n.iter().map(|n| review(*n).took_ms).collect::<Vec<_>>();
        let later = review(5).day.plus(1);
        let times = journal.recent_times(3, later).unwrap();
        assert_eq!(times.answers, expected(&[4, 3, 2]));
        assert_eq!(times.introductions, [500, 400, 300]);
        assert_eq!(journal.recent_times(0, later).unwrap(), RecentTimes::default());
        assert_eq!(journal.recent_times(3, Day::from_number(0)).unwrap(), RecentTimes::default());
    }
}
