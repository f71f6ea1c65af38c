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
const MIGRATIONS: [&str; (NEWEST - OLDEST) as usize] = [
    include_str!("migrations/11_numbers.sql"),
    include_str!("migrations/12_learned.sql"),
    include_str!("migrations/13_kinds.sql"),
    include_str!("migrations/14_plays.sql"),
    include_str!("migrations/15_credits.sql"),
    include_str!("migrations/16_corrections.sql"),
];

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
