//! The versions of the journal's schema: creates the newest one, and brings older journals forward.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior, params};
use uuid::Uuid;

use crate::core::time::Timestamp;
use crate::store::check;
use crate::store::copies;
use crate::store::error::{JournalError, detail};
use crate::store::tables::APPLICATION;
pub(super) use crate::store::tables::{NEWEST, create_tables};

/// The oldest schema version it can bring forward.
pub(super) const OLDEST: u32 = 10;

/// The migrations from each schema version to the next, starting at the oldest. A migrated journal has the tables of a new one, so
/// each is also a change of `schema.sql`. Frozen once released: later versions append.
const MIGRATIONS: [&str; (NEWEST - OLDEST) as usize] =
    [NUMBERS, LEARNED, KINDS, PLAYS, CREDITS, CORRECTIONS];

/// A permanent number for each jotting; open ones keep their list positions as numbers. The last number is in `meta`, so that
/// erasing jottings does not free any for reuse. Closed jottings keep only the user's own words.
const NUMBERS: &str = "
ALTER TABLE jottings ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
UPDATE jottings SET number = counted.number FROM (
    SELECT id, row_number() OVER (ORDER BY ended IS NOT NULL, at, id) AS number FROM jottings
) AS counted WHERE counted.id = jottings.id;
CREATE UNIQUE INDEX jottings_by_number ON jottings (number);
INSERT INTO meta (key, value) SELECT 'jottings', count(*) FROM jottings;
UPDATE jottings SET heard = NULL WHERE ended IS NOT NULL;
UPDATE jottings SET said_by = NULL WHERE ended IS NOT NULL AND answer IS NULL;
";

/// States gain the day a word was learned and whether it was recalled. States of earlier days are no longer stored but derived on
/// demand.
const LEARNED: &str = "
DROP TABLE past;
DROP TABLE past_states;
DELETE FROM cache;
DELETE FROM states;
ALTER TABLE states ADD COLUMN learned INTEGER;
ALTER TABLE states ADD COLUMN recalled INTEGER NOT NULL DEFAULT 0;
";

/// Reviews say how they were answered, and which sentence was the question.
const KINDS: &str = "
ALTER TABLE reviews ADD COLUMN kind TEXT;
ALTER TABLE reviews ADD COLUMN sentence TEXT;
DROP TRIGGER reviews_are_not_changed;
CREATE TRIGGER reviews_are_not_changed BEFORE UPDATE ON reviews
WHEN NEW.answer IS NOT NULL
    OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.term IS NOT OLD.term
    OR NEW.direction IS NOT OLD.direction OR NEW.at IS NOT OLD.at OR NEW.day IS NOT OLD.day
    OR NEW.grade IS NOT OLD.grade OR NEW.form IS NOT OLD.form OR NEW.took_ms IS NOT OLD.took_ms
    OR NEW.hint IS NOT OLD.hint OR NEW.sitting IS NOT OLD.sitting OR NEW.device IS NOT OLD.device
    OR NEW.early IS NOT OLD.early OR NEW.kind IS NOT OLD.kind OR NEW.sentence IS NOT OLD.sentence
BEGIN SELECT RAISE(ABORT, 'a review is never changed'); END;
";

/// Scenes that were played, or left in the middle.
const PLAYS: &str = "
CREATE TABLE plays (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    deck TEXT NOT NULL,
    scene TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    lines INTEGER NOT NULL CHECK (lines >= 0),
    ended INTEGER NOT NULL CHECK (ended IN (0, 1))
) STRICT, WITHOUT ROWID;
";

/// Who explained a word to the user.
const CREDITS: &str = "
CREATE TABLE credits (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    term TEXT NOT NULL,
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    thanked INTEGER NOT NULL DEFAULT 0 CHECK (thanked IN (0, 1))
) STRICT;
";

/// Reviews with a wrong time are struck and replaced by corrected ones in their places.
const CORRECTIONS: &str = "
ALTER TABLE reviews ADD COLUMN corrects BLOB REFERENCES reviews (id);
DROP TRIGGER reviews_are_not_changed;
CREATE TRIGGER reviews_are_not_changed BEFORE UPDATE ON reviews
WHEN NEW.answer IS NOT NULL
    OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.term IS NOT OLD.term
    OR NEW.direction IS NOT OLD.direction OR NEW.at IS NOT OLD.at OR NEW.day IS NOT OLD.day
    OR NEW.grade IS NOT OLD.grade OR NEW.form IS NOT OLD.form OR NEW.took_ms IS NOT OLD.took_ms
    OR NEW.hint IS NOT OLD.hint OR NEW.sitting IS NOT OLD.sitting OR NEW.device IS NOT OLD.device
    OR NEW.early IS NOT OLD.early OR NEW.kind IS NOT OLD.kind OR NEW.sentence IS NOT OLD.sentence
    OR NEW.corrects IS NOT OLD.corrects
BEGIN SELECT RAISE(ABORT, 'a review is never changed'); END;
";

/// What a new journal is created with.
#[derive(Clone, Copy)]
pub(super) struct Birth {
    /// The device recorded in reviews.
    pub(super) device: Uuid,
    /// The creation time.
    pub(super) at: Timestamp,
}

/// Refuses a file that is not a journal, or whose version this program cannot use. Reads only the header and the list of tables.
pub(super) fn identify(connection: &Connection, path: &Path) -> Result<(), JournalError> {
    // One snapshot, because another program may be creating the journal right now.
    let look = || {
        let look = connection.unchecked_transaction()?;
        let number = |sql: &str| look.query_row(sql, [], |row| row.get::<_, i32>(0));
        let application = number("PRAGMA application_id")?;
        Ok((application, check::version(&look)?, number("SELECT count(*) FROM sqlite_schema")?))
    };
    let (application, found, tables) =
        look().map_err(|error| JournalError::from_sqlite(path, &error))?;
    if application == 0 && found == 0 && tables == 0 {
        return Ok(());
    }
    if application != APPLICATION {
        let detail = "the database of another program, not a journal".to_owned();
        return Err(JournalError::Damaged(path.to_owned(), detail));
    }
    if found < OLDEST {
        return Err(JournalError::Older(path.to_owned(), found));
    }
    refuse_newer(path, found)
}

/// Fails if version `found` is newer than this program.
pub(super) fn refuse_newer(path: &Path, found: u32) -> Result<(), JournalError> {
    if found > NEWEST {
        return Err(JournalError::Newer { path: path.to_owned(), found, known: NEWEST });
    }
    Ok(())
}

/// Brings the journal at `path` to the newest version: creates its tables if it is empty, and otherwise migrates it.
pub(super) fn bring_forward(
    connection: &mut Connection,
    path: &Path,
    birth: Birth,
) -> Result<(), JournalError> {
    create(connection, birth).map_err(|error| JournalError::from_sqlite(path, &error))?;
    migrate(connection, path, &MIGRATIONS)?;
    let found =
        check::version(connection).map_err(|error| JournalError::from_sqlite(path, &error))?;
    refuse_newer(path, found)
}

/// Creates the tables if the journal has none.
fn create(connection: &mut Connection, birth: Birth) -> rusqlite::Result<()> {
    if check::version(connection)? > 0 {
        return Ok(());
    }
    // Takes the lock first: of two programs, one creates the tables, and the other finds them.
    let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if check::version(&step)? > 0 {
        return Ok(());
    }
    create_tables(&step)?;
    let sql =
        "INSERT INTO meta (key, value) VALUES ('device', ?1), ('created', ?2), ('jottings', 0)";
    step.execute(sql, params![birth.device, birth.at])?;
    step.commit()
}

/// Runs those of the `migrations` that the journal lacks, one transaction per step, each after copying the file. If a step fails,
/// the version before it remains.
fn migrate(
    connection: &mut Connection,
    path: &Path,
    migrations: &[&str],
) -> Result<(), JournalError> {
    let sqlite = |error| JournalError::from_sqlite(path, &error);
    for (to, sql) in (OLDEST + 1..).zip(migrations) {
        if check::version(connection).map_err(sqlite)? >= to {
            continue;
        }
        // Takes the lock first: of two programs, one copies and migrates, and the other finds it done.
        let step =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sqlite)?;
        if check::version(&step).map_err(sqlite)? >= to {
            continue;
        }
        // A copy in memory is thrown away.
        if step.path().is_some_and(|file| !file.is_empty()) {
            copies::before_version(path, to)?;
        }
        apply(&step, sql, to).and_then(|()| step.commit()).map_err(|error| {
            // A failing statement is an error in the step, not damage.
            let code = error.sqlite_error_code().unwrap_or(ErrorCode::Unknown);
            if matches!(code, ErrorCode::Unknown | ErrorCode::ConstraintViolation) {
                let (path, detail) = (path.to_owned(), detail(&error));
                return JournalError::Migration { path, to, detail };
            }
            sqlite(error)
        })?;
    }
    Ok(())
}

fn apply(step: &Transaction<'_>, sql: &str, to: u32) -> rusqlite::Result<()> {
    step.execute_batch(sql)?;
    // Foreign keys are off while tables are rebuilt, so they are checked here.
    let broken: i64 =
        step.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    if broken > 0 {
        let words = format!("{broken} rows would lose what they refer to");
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY);
        return Err(rusqlite::Error::SqliteFailure(code, Some(words)));
    }
    step.pragma_update(None, "user_version", to)
}

#[cfg(test)]
pub(super) mod tests;
