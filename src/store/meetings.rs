//! Visits to teams, the questions asked there, and the last reading of each deck.

use rusqlite::params;
use uuid::Uuid;

use crate::core::brief::Reading;
use crate::core::card::{DeckId, TermId};
use crate::core::meeting::{Asked, Visit};
use crate::core::time::Day;
use crate::store::{Journal, JournalError};

impl Journal {
    /// Saves a visit. Fails if the ID exists.
    pub fn visit(&mut self, visit: &Visit) -> Result<(), JournalError> {
        let Visit { id, deck, at, day, text } = visit;
        self.execute(
            "INSERT INTO visits (id, deck, at, day, text) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, deck, at, day, text],
        )
    }

    /// All visits, newest first by day, then by write order.
    pub fn visits(&self) -> Result<Vec<Visit>, JournalError> {
        let sql = "SELECT id, deck, at, day, text FROM visits ORDER BY day DESC, at DESC, id DESC";
        self.read(sql, [], |row| {
            let (id, deck, at, day, text) = row.try_into()?;
            Ok(Visit { id, deck, at, day, text })
        })
    }

    /// Saves a question. Fails if the ID exists.
    pub fn asked(&mut self, asked: &Asked) -> Result<(), JournalError> {
        let Asked { id, deck, term, question, at, day, answer, answered } = asked;
        self.execute(
            "INSERT INTO asked (id, deck, term, question, at, day, answer, answered)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![id, deck, term, question, at, day, answer, answered],
        )
    }

    /// Saves the answer to the question with this ID, replacing any earlier one.
    pub fn answer_asked(
        &mut self,
        id: Uuid,
        answer: &str,
        answered: Day,
    ) -> Result<(), JournalError> {
        self.execute(
            "UPDATE asked SET answer = ?2, answered = ?3 WHERE id = ?1",
            params![id, answer, answered],
        )
    }

    /// All questions, newest first.
    pub fn questions(&self) -> Result<Vec<Asked>, JournalError> {
        let sql = "SELECT id, deck, term, question, at, day, answer, answered
                   FROM asked ORDER BY day DESC, at DESC, id DESC";
        self.read(sql, [], |row| {
            let (id, deck, term, question, at, day, answer, answered) = row.try_into()?;
            Ok(Asked { id, deck, term, question, at, day, answer, answered })
        })
    }

    /// The definitions in `deck` on the last day before `today` on which it was read, with that day.
    pub fn reading(&self, deck: &DeckId, today: Day) -> Result<Option<Reading>, JournalError> {
        let sql = "SELECT day, term, definition FROM readings WHERE deck = ?1 AND day =
                   (SELECT max(day) FROM readings WHERE deck = ?1 AND day < ?2) ORDER BY term";
        let rows = self.read(sql, params![deck, today], |row| {
            Ok((row.get::<_, Day>(0)?, (row.get(1)?, row.get(2)?)))
        })?;
        let Some(day) = rows.first().map(|(day, _)| *day) else { return Ok(None) };
        let definitions = rows.into_iter().map(|(_, row)| row).collect();
        Ok(Some(Reading { day, definitions }))
    }

    /// Saves the reading of `deck` for today. Of earlier readings only the last one remains.
    pub fn put_reading(
        &mut self,
        deck: &DeckId,
        today: Day,
        definitions: &[(TermId, &str)],
    ) -> Result<(), JournalError> {
        self.note_by_the_way(|transaction| {
            transaction.execute(
                "DELETE FROM readings WHERE deck = ?1 AND (day >= ?2 OR day <
                 (SELECT max(day) FROM readings WHERE deck = ?1 AND day < ?2))",
                params![deck, today],
            )?;
            let mut insert = transaction.prepare_cached(
                "INSERT INTO readings (deck, day, term, definition) VALUES (?1, ?2, ?3, ?4)",
            )?;
            for (term, definition) in definitions {
                insert.execute(params![deck, today, term, definition])?;
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::time::Timestamp;
    use crate::store::tests::{id, journal, term};

    fn visit(number: u32, day: i32) -> Visit {
        Visit {
            id: id(number),
            deck: "platform".into(),
            at: Timestamp::from_millis(i64::from(number)),
            day: Day::from_number(day),
            text: (number == 1).then(|| "sat in on the handover".to_owned()),
        }
    }

    #[test]
    fn visits_are_listed_newest_day_first_whenever_they_were_written_down() {
        let mut journal = journal();
        for one in [visit(1, 20), visit(2, 30), visit(3, 10)] {
            journal.visit(&one).unwrap();
        }
        assert_eq!(journal.visits().unwrap(), [visit(2, 30), visit(1, 20), visit(3, 10)]);
        assert!(journal.visit(&visit(1, 20)).is_err());
    }

    #[test]
    fn a_question_that_was_asked_can_be_answered_later() {
        let mut journal = journal();
        let mut asked = Asked {
            id: id(1),
            deck: "platform".into(),
            term: Some(term(1)),
            question: "What woke somebody up?".to_owned(),
            at: Timestamp::from_millis(5),
            day: Day::from_number(20),
            answer: None,
            answered: None,
        };
        journal.asked(&asked).unwrap();
        assert_eq!(journal.questions().unwrap(), std::slice::from_ref(&asked));
        journal.answer_asked(id(1), "the disk", Day::from_number(22)).unwrap();
        asked.answer = Some("the disk".to_owned());
        asked.answered = Some(Day::from_number(22));
        assert_eq!(journal.questions().unwrap(), [asked]);
    }

    #[test]
    fn a_deck_is_compared_with_the_last_reading_before_today() {
        let mut journal = journal();
        let day = Day::from_number;
        let read = |journal: &Journal, today| {
            let reading = journal.reading(&"platform".into(), day(today)).unwrap()?;
            Some((reading.day, reading.definitions))
        };
        journal.put_reading(&"platform".into(), day(1), &[(term(1), "one")]).unwrap();
        assert_eq!(read(&journal, 1), None, "what was read today is not news tomorrow only");
        assert_eq!(read(&journal, 5), Some((day(1), vec![(term(1), "one".to_owned())])));
        journal.put_reading(&"platform".into(), day(5), &[(term(1), "two")]).unwrap();
        journal.put_reading(&"platform".into(), day(5), &[(term(1), "three")]).unwrap();
        assert_eq!(read(&journal, 5), Some((day(1), vec![(term(1), "one".to_owned())])));
        assert_eq!(read(&journal, 6), Some((day(5), vec![(term(1), "three".to_owned())])));
        journal.put_reading(&"platform".into(), day(9), &[]).unwrap();
        assert_eq!(read(&journal, 9), Some((day(5), vec![(term(1), "three".to_owned())])));
        assert_eq!(journal.reading(&"design".into(), day(9)).unwrap(), None);
    }
}
