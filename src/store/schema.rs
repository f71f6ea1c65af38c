//! The journal's tables and migrations.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior, params};
use uuid::Uuid;

use crate::core::time::Timestamp;
use crate::store::copies;
use crate::store::error::{JournalError, detail};

/// SQLite's application ID, which marks the file as our journal: "`ShTk`".
pub(super) const APPLICATION: i32 = 0x5368_546b;

/// The migrations from each schema version to the next; the first creates version 1 in an empty file. Frozen once released: later
/// versions append.
pub(super) const MIGRATIONS: &[&str] = &[
    VERSION_1, VERSION_2, VERSION_3, MARKS, CRAMS, SPELLINGS, ANSWERS, ERASABLE, MEETINGS, PAST,
    NUMBERS, LEARNED,
];

/// Reviews are stored in write order (`seq`) and sorted by time when read. The triggers also block `INSERT OR REPLACE`, which
/// deletes without firing the delete trigger.
const VERSION_1: &str = "
CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE reviews (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    term TEXT NOT NULL,
    direction TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),
    form TEXT NOT NULL,
    took_ms INTEGER NOT NULL CHECK (took_ms >= 0),
    hint INTEGER NOT NULL CHECK (hint IN (0, 1)),
    answer TEXT,
    sitting BLOB NOT NULL CHECK (length(sitting) = 16),
    device BLOB NOT NULL CHECK (length(device) = 16)
) STRICT;
CREATE INDEX reviews_by_day ON reviews (day, at);
CREATE INDEX reviews_by_card ON reviews (term, direction);
CREATE INDEX reviews_by_sitting ON reviews (sitting);

CREATE TABLE strikes (
    review BLOB NOT NULL PRIMARY KEY REFERENCES reviews (id),
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER reviews_are_not_changed BEFORE UPDATE ON reviews
BEGIN SELECT RAISE(ABORT, 'a review is never changed'); END;
CREATE TRIGGER reviews_are_not_erased BEFORE DELETE ON reviews
BEGIN SELECT RAISE(ABORT, 'a review is never erased'); END;
CREATE TRIGGER reviews_are_not_replaced BEFORE INSERT ON reviews
WHEN EXISTS (SELECT 1 FROM reviews WHERE id = NEW.id OR seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'this review is already there'); END;
CREATE TRIGGER strikes_are_not_changed BEFORE UPDATE ON strikes
BEGIN SELECT RAISE(ABORT, 'a strike is never changed'); END;
CREATE TRIGGER strikes_are_not_erased BEFORE DELETE ON strikes
BEGIN SELECT RAISE(ABORT, 'a strike is never erased'); END;
CREATE TRIGGER strikes_are_not_replaced BEFORE INSERT ON strikes
WHEN EXISTS (SELECT 1 FROM strikes WHERE review = NEW.review)
BEGIN SELECT RAISE(ABORT, 'this review is already struck'); END;

-- The cache: one row of `cache` says what `states` was derived from. Both can be emptied at any time.
CREATE TABLE cache (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    key INTEGER NOT NULL,
    reviews INTEGER NOT NULL,
    strikes INTEGER NOT NULL
) STRICT;
CREATE TABLE states (
    term TEXT NOT NULL,
    direction TEXT NOT NULL,
    stability_bits INTEGER NOT NULL,
    difficulty_bits INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    due INTEGER NOT NULL,
    reviews INTEGER NOT NULL,
    lapses INTEGER NOT NULL,
    unfinished INTEGER NOT NULL,
    held_a_week INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    PRIMARY KEY (term, direction)
) STRICT, WITHOUT ROWID;

CREATE TABLE introductions (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    term TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    took_ms INTEGER NOT NULL CHECK (took_ms >= 0),
    sitting BLOB NOT NULL CHECK (length(sitting) = 16)
) STRICT, WITHOUT ROWID;
CREATE INDEX introductions_by_day ON introductions (day, at);

CREATE TABLE lookups (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    term TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    query TEXT NOT NULL,
    place TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX lookups_by_moment ON lookups (at);

CREATE TABLE seen (
    term TEXT NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Fitted parameters in write order (`seq`): 21 little-endian 32-bit floats. The ones in force follow from the rows: `kept`
/// pushes new ones, `back` pops the top.
const VERSION_2: &str = "
CREATE TABLE parameters (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('kept', 'refused', 'back')),
    parameters BLOB NOT NULL CHECK (length(parameters) = 84),
    reviews INTEGER NOT NULL CHECK (reviews >= 0),
    held_out INTEGER,
    log_loss_before REAL,
    log_loss_after REAL,
    rmse_before REAL,
    rmse_after REAL
) STRICT;
CREATE TRIGGER parameters_are_not_changed BEFORE UPDATE ON parameters
BEGIN SELECT RAISE(ABORT, 'a tuning is never changed'); END;
CREATE TRIGGER parameters_are_not_erased BEFORE DELETE ON parameters
BEGIN SELECT RAISE(ABORT, 'a tuning is never erased'); END;
CREATE TRIGGER parameters_are_not_replaced BEFORE INSERT ON parameters
WHEN EXISTS (SELECT 1 FROM parameters WHERE id = NEW.id OR seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'this tuning is already there'); END;
";

/// What a new journal is created with.
#[derive(Clone, Copy)]
pub(super) struct Birth {
    /// The device recorded in reviews.
    pub(super) device: Uuid,
    /// The creation time.
    pub(super) at: Timestamp,
}

/// The schema version that `migrations` lead to.
pub(super) fn newest(migrations: &[&str]) -> u32 {
    u32::try_from(migrations.len()).unwrap_or(u32::MAX)
}

/// The journal's schema version: 0 for an empty file.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<u32> {
    let mut statement = connection.prepare_cached("PRAGMA user_version")?;
    let version: i32 = statement.query_row([], |row| row.get(0))?;
    // We never write a negative version; as a large one it is refused as newer.
    Ok(version.cast_unsigned())
}

/// Refuses a file that is not a journal or that is from a newer program. Reads only the header and the list of tables.
pub(super) fn identify(
    connection: &Connection,
    path: &Path,
    migrations: &[&str],
) -> Result<(), JournalError> {
    // One snapshot, because another program may be creating the journal right now.
    let look = || {
        let look = connection.unchecked_transaction()?;
        let number = |sql: &str| look.query_row(sql, [], |row| row.get::<_, i32>(0));
        let application = number("PRAGMA application_id")?;
        Ok((application, version(&look)?, number("SELECT count(*) FROM sqlite_schema")?))
    };
    let (application, found, tables) =
        look().map_err(|error| JournalError::from_sqlite(path, &error))?;
    let empty = application == 0 && found == 0 && tables == 0;
    if application != APPLICATION && !empty {
        let detail = "the database of another program, not a journal".to_owned();
        return Err(JournalError::Damaged { path: path.to_owned(), detail });
    }
    refuse_newer(path, found, newest(migrations))
}

/// Migrates the journal to the newest schema version, one transaction per step, after copying the file unless it is new. If a
/// step fails, the version before it remains.
pub(super) fn bring_forward(
    connection: &mut Connection,
    path: &Path,
    migrations: &[&str],
    birth: Birth,
) -> Result<(), JournalError> {
    let sqlite = |error| JournalError::from_sqlite(path, &error);
    let mut made_now = false;
    while version(connection).map_err(sqlite)? < newest(migrations) {
        // Takes the lock first: of two programs, one copies and migrates, and the other finds it done.
        let step =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sqlite)?;
        let from = version(&step).map_err(sqlite)?;
        let Some(sql) = usize::try_from(from).ok().and_then(|from| migrations.get(from)) else {
            continue;
        };
        made_now |= from == 0;
        if !made_now {
            copies::before_version(path, from + 1)?;
        }
        apply(&step, sql, from, birth).and_then(|()| step.commit()).map_err(|error| {
            // A failing statement is an error in the step, not damage.
            let code = error.sqlite_error_code().unwrap_or(ErrorCode::Unknown);
            if matches!(code, ErrorCode::Unknown | ErrorCode::ConstraintViolation) {
                let (path, detail) = (path.to_owned(), detail(&error));
                return JournalError::Migration { path, to: from + 1, detail };
            }
            JournalError::from_sqlite(path, &error)
        })?;
    }
    refuse_newer(path, version(connection).map_err(sqlite)?, newest(migrations))
}

/// Fails if version `found` is newer than `known`.
pub(super) fn refuse_newer(path: &Path, found: u32, known: u32) -> Result<(), JournalError> {
    if found > known {
        return Err(JournalError::Newer { path: path.to_owned(), found, known });
    }
    Ok(())
}

/// An in-memory journal of the same version as the one behind `other`, with all tables and no rows.
pub(super) fn empty_like(other: &Connection) -> rusqlite::Result<Connection> {
    let version = version(other)?;
    let made = Connection::open_in_memory()?;
    let steps = MIGRATIONS.iter().take(usize::try_from(version).unwrap_or(usize::MAX));
    steps.copied().try_for_each(|sql| made.execute_batch(sql))?;
    made.pragma_update(None, "application_id", APPLICATION)?;
    made.pragma_update(None, "user_version", version)?;
    Ok(made)
}

fn apply(step: &Transaction<'_>, sql: &str, from: u32, birth: Birth) -> rusqlite::Result<()> {
    step.execute_batch(sql)?;
    if from == 0 {
        step.pragma_update(None, "application_id", APPLICATION)?;
        let mut meta = step.prepare("INSERT INTO meta (key, value) VALUES (?1, ?2)")?;
        meta.execute(params!["device", birth.device.as_bytes()])?;
        meta.execute(params!["created", birth.at])?;
    }
    // Foreign keys are off while tables are rebuilt, so they are checked here.
    let broken: i64 =
        step.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    if broken > 0 {
        let words = format!("{broken} rows would lose what they refer to");
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY);
        return Err(rusqlite::Error::SqliteFailure(code, Some(words)));
    }
    step.pragma_update(None, "user_version", from + 1)
}

#[cfg(test)]
mod tests;

/// Jottings: unknown words, open until explained (`ended`).
const VERSION_3: &str = "
CREATE TABLE jottings (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    words TEXT NOT NULL,
    at INTEGER NOT NULL,
    deck TEXT,
    heard TEXT,
    said_by TEXT,
    ended INTEGER
) STRICT, WITHOUT ROWID;
";

/// Annotations: notes, suspensions (`holdings`) and flags for the team. For notes and holdings a term's last row (`seq`) applies
/// and earlier ones remain; flags are open until closed (`ended`).
const MARKS: &str = "
CREATE TABLE notes (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    term TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('note', 'mnemonic')),
    words TEXT,
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE holdings (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    term TEXT NOT NULL,
    hold TEXT NOT NULL CHECK (hold IN ('until', 'suspended', 'none')),
    until INTEGER CHECK ((until IS NOT NULL) = (hold = 'until')),
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE flags (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    term TEXT NOT NULL,
    words TEXT,
    at INTEGER NOT NULL,
    ended INTEGER
) STRICT, WITHOUT ROWID;
";

/// Which reviews a cram asked before they were due. Earlier reviews count as not crammed.
const CRAMS: &str = "
ALTER TABLE reviews ADD COLUMN early INTEGER NOT NULL DEFAULT 0 CHECK (early IN (0, 1));
";

/// Spellings that look-up remembers, each mapped to one term.
const SPELLINGS: &str = "
CREATE TABLE spellings (
    spelling TEXT NOT NULL PRIMARY KEY,
    term TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// The term that an answered jotting became; and terms queued for the quiz.
const ANSWERS: &str = "
ALTER TABLE jottings ADD COLUMN answer TEXT;

CREATE TABLE wanted (
    term TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Visits to teams, questions asked there, and the last readings of the decks (`readings`).
const MEETINGS: &str = "
CREATE TABLE visits (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    deck TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    text TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE asked (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    deck TEXT NOT NULL,
    term TEXT,
    question TEXT NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    answer TEXT,
    answered INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE readings (
    deck TEXT NOT NULL,
    day INTEGER NOT NULL,
    term TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (deck, day, term)
) STRICT, WITHOUT ROWID;
";

/// A review's answer can be erased, but nothing else changed: an update must empty it and leave every other column alone.
const ERASABLE: &str = "
DROP TRIGGER reviews_are_not_changed;
CREATE TRIGGER reviews_are_not_changed BEFORE UPDATE ON reviews
WHEN NEW.answer IS NOT NULL
    OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR NEW.term IS NOT OLD.term
    OR NEW.direction IS NOT OLD.direction OR NEW.at IS NOT OLD.at OR NEW.day IS NOT OLD.day
    OR NEW.grade IS NOT OLD.grade OR NEW.form IS NOT OLD.form OR NEW.took_ms IS NOT OLD.took_ms
    OR NEW.hint IS NOT OLD.hint OR NEW.sitting IS NOT OLD.sitting OR NEW.device IS NOT OLD.device
    OR NEW.early IS NOT OLD.early
BEGIN SELECT RAISE(ABORT, 'a review is never changed'); END;
";

/// Another cache, of the states at the end of an earlier day: a row of `past` has the day and the history they were derived from.
/// Both can be emptied at any time.
const PAST: &str = "
CREATE TABLE past (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,
    reviews INTEGER NOT NULL,
    strikes INTEGER NOT NULL
) STRICT;
CREATE TABLE past_states (
    term TEXT NOT NULL,
    direction TEXT NOT NULL,
    stability_bits INTEGER NOT NULL,
    difficulty_bits INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    due INTEGER NOT NULL,
    reviews INTEGER NOT NULL,
    lapses INTEGER NOT NULL,
    unfinished INTEGER NOT NULL,
    held_a_week INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    PRIMARY KEY (term, direction)
) STRICT, WITHOUT ROWID;
";

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
