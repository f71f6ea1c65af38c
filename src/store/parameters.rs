//! Fitted scheduling parameters, append-only, so that the user can go back.

use rusqlite::{Row, params};
use uuid::Uuid;

use crate::core::schedule::Parameters;
use crate::core::time::Timestamp;
use crate::core::tune::{Comparison, Score};
use crate::store::{Journal, JournalError};

/// The outcome of a tuning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::AsRefStr, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Verdict {
    /// They predicted better, and are in force from now on.
    Kept,
    /// They did not predict better: recorded, not used.
    Refused,
    /// The user went back to the parameters before the last kept ones.
    Back,
}

/// One tuning, or one step back.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuning {
    /// Its ID, a `UUIDv7`.
    pub id: Uuid,
    /// When it happened.
    pub at: Timestamp,
    /// The outcome.
    pub verdict: Verdict,
    /// The parameters found, or gone back to.
    pub parameters: Parameters,
    /// The number of usable reviews then: those that tested a memory.
    pub reviews: usize,
    /// The comparison with the parameters then in force; `None` for a step back.
    pub comparison: Option<Comparison>,
}

/// The kept tuning in force after `tunings`, which are in write order; `None` if the defaults are in force.
pub fn in_force(tunings: &[Tuning]) -> Option<&Tuning> {
    let mut kept = Vec::new();
    for tuning in tunings {
        match tuning.verdict {
            Verdict::Kept => kept.push(tuning),
            Verdict::Refused => {}
            Verdict::Back => {
                kept.pop();
            }
        }
    }
    kept.pop()
}

impl Journal {
    /// Appends a tuning. Fails if the ID exists.
    pub fn append_tuning(&mut self, tuning: &Tuning) -> Result<(), JournalError> {
        let values: Vec<u8> =
            tuning.parameters.iter().flat_map(|value| value.to_le_bytes()).collect();
        let comparison = tuning.comparison.as_ref();
        self.execute(
            "INSERT INTO parameters (id, at, state, parameters, reviews, held_out, log_loss_before,
                                         log_loss_after, rmse_before, rmse_after)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                tuning.id,
                tuning.at,
                tuning.verdict,
                values,
                tuning.reviews,
                comparison.map(|found| found.held_out),
                comparison.map(|found| found.before.log_loss),
                comparison.map(|found| found.after.log_loss),
                comparison.map(|found| found.before.rmse_bins),
                comparison.map(|found| found.after.rmse_bins),
            ],
        )
    }

    /// All tunings, in write order.
    pub fn tunings(&self) -> Result<Vec<Tuning>, JournalError> {
        let sql = "SELECT id, at, state, parameters, reviews, held_out, log_loss_before, log_loss_after, rmse_before,
                          rmse_after
                   FROM parameters ORDER BY seq";
        self.read(sql, [], tuning)
    }

    /// The number saved under `key`.
    pub fn noted(&self, key: &str) -> Result<Option<usize>, JournalError> {
        Ok(self.read("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))?.pop())
    }

    /// Saves `value` under `key`, replacing any earlier value.
    pub fn note(&mut self, key: &str, value: usize) -> Result<(), JournalError> {
        let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2)
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.note_by_the_way(|transaction| transaction.execute(sql, params![key, value]))?;
        Ok(())
    }
}

fn tuning(row: &Row<'_>) -> rusqlite::Result<Tuning> {
    let (id, at, verdict, bytes, reviews, held_out): (_, _, _, [u8; 84], _, _) = row.try_into()?;
    let mut parameters = [0.0; 21];
    for (value, bytes) in parameters.iter_mut().zip(bytes.as_chunks().0) {
        *value = f32::from_le_bytes(*bytes);
    }
    let comparison = match held_out {
        None => None,
        Some(held_out) => Some(Comparison {
            held_out,
            before: Score { log_loss: row.get(6)?, rmse_bins: row.get(8)? },
            after: Score { log_loss: row.get(7)?, rmse_bins: row.get(9)? },
        }),
    };
    Ok(Tuning { id, at, verdict, parameters, reviews, comparison })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::schedule::DEFAULT_PARAMETERS;
    use crate::store::tests::{id, journal};

    fn tuning(n: u8, verdict: Verdict) -> Tuning {
        let mut parameters = DEFAULT_PARAMETERS;
        parameters[3] = f32::from(n) + 0.1;
        let score = |more: f64| Score { log_loss: 0.3 + more, rmse_bins: 0.05 + more };
        let comparison = Comparison { held_out: 333, before: score(0.1), after: score(0.0) };
        Tuning {
            id: id(n.into()),
            at: Timestamp::from_millis(100 - i64::from(n)),
            verdict,
            parameters,
            reviews: 400 + usize::from(n),
            comparison: (verdict != Verdict::Back).then_some(comparison),
        }
    }

    #[test]
    fn tunings_come_back_as_they_were_written_and_in_that_order() {
        let mut journal = journal();
        let written =
            [tuning(3, Verdict::Kept), tuning(1, Verdict::Refused), tuning(2, Verdict::Back)];
        for tuning in &written {
            journal.append_tuning(tuning).unwrap();
        }
        assert_eq!(journal.tunings().unwrap(), written);
        let error = journal.append_tuning(&written[0]).unwrap_err();
        assert!(matches!(error, JournalError::Refused { .. }), "{error}");
    }

    #[test]
    fn the_newest_kept_parameters_are_in_force_until_one_goes_back() {
        let (a, b) = (tuning(1, Verdict::Kept), tuning(2, Verdict::Kept));
        let (refused, back) = (tuning(3, Verdict::Refused), tuning(4, Verdict::Back));
        let after = |tunings: &[&Tuning]| {
            let tunings: Vec<Tuning> = tunings.iter().map(|tuning| (*tuning).clone()).collect();
            in_force(&tunings).map(|tuning| tuning.id)
        };
        assert_eq!(after(&[]), None);
        assert_eq!(after(&[&refused]), None);
        assert_eq!(after(&[&a, &refused]), Some(a.id));
        assert_eq!(after(&[&a, &b]), Some(b.id));
        assert_eq!(after(&[&a, &b, &back]), Some(a.id));
        assert_eq!(after(&[&a, &b, &back, &back]), None);
        assert_eq!(after(&[&back, &a]), Some(a.id), "there is nothing behind the default ones");
    }

    #[test]
    fn nothing_changes_or_erases_a_tuning() {
        let mut journal = journal();
        journal.append_tuning(&tuning(1, Verdict::Kept)).unwrap();
        let before = journal.tunings().unwrap();
        for sql in [
            "UPDATE parameters SET state = 'back'",
            "DELETE FROM parameters",
            "INSERT OR REPLACE INTO parameters (seq, id, at, state, parameters, reviews)
             SELECT seq, randomblob(16), at, 'back', parameters, reviews FROM parameters",
        ] {
            let error = journal.connection.execute(sql, []).unwrap_err();
            let error = journal.error(&error);
            assert!(matches!(error, JournalError::Refused { .. }), "{sql}: {error}");
        }
        assert_eq!(journal.tunings().unwrap(), before);
    }

    #[test]
    fn a_note_is_kept_in_place_of_the_one_before() {
        let mut journal = journal();
        assert_eq!(journal.noted("said").unwrap(), None);
        journal.note("said", 400).unwrap();
        journal.note("said", 800).unwrap();
        assert_eq!(journal.noted("said").unwrap(), Some(800));
    }
}
