//! Rebuilds a damaged journal from its sound parts. Works only if the damage is limited to data that can be derived again.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, params_from_iter};

use crate::store::check::{self, Depth, Tree};
use crate::store::connection::{connect, leave_log, size};
use crate::store::copies;
use crate::store::error::{self, JournalError};
use crate::store::evidence::{self, Corrected};
use crate::store::in_place::beside;
use crate::store::rows::Rows;
use crate::store::tables::CACHES;
use crate::store::{data_version, schema};

/// Rebuilds the journal at `path` in place, in one transaction, and returns what to say about it. `None` if nothing is damaged, something
/// cannot be rebuilt, or it is of an older version; the journal is then unchanged.
pub(super) fn rebuild(path: &Path) -> Result<Option<String>, JournalError> {
    let sqlite = |error| JournalError::from_sqlite(path, &error);
    let had_log = size(&beside(path, "-wal")) > 0;
    let from = connect(path)?.connection;
    leave_log(&from, had_log).map_err(sqlite)?;
    let before = data_version(&from).map_err(sqlite)?;
    let Some((sound, corrected)) = salvaged(&from, path) else { return Ok(None) };
    let copy = copies::damaged(path)?;
    let mut to = connect(path)?.connection;
    let writing = Backup::new(&sound, &mut to).map_err(sqlite)?;
    // Step 0 copies no page: it waits for the lock, which then keeps other writers out until the end.
    let locked = writing.step(0).map_err(sqlite)? == StepResult::More;
    let as_it_was = data_version(&from).map_err(sqlite)? == before;
    if locked && as_it_was && writing.step(-1).map_err(sqlite)? == StepResult::Done {
        return Ok(Some(error::rebuilt(
            path,
            &copy,
            &corrected.told(),
            corrected.doubtful + corrected.unchecked == 0,
        )));
    }
    Err(JournalError::Busy(path.to_owned()))
}

/// An in-memory copy of the damaged journal behind `from`, corrected also by the backups of the journal at `path`; `None` if data is
/// missing, or nothing is damaged.
pub(super) fn salvaged(from: &Connection, path: &Path) -> Option<(Connection, Corrected)> {
    let look = from.unchecked_transaction().ok()?;
    let lines = check::lines(&look, Depth::Entries).ok().filter(|lines| !lines.is_empty())?;
    let damaged: BTreeSet<u32> = lines.iter().filter_map(|line| check::root_in(line)).collect();
    // The tables of older versions are no longer known.
    check::version(&look).ok().filter(|version| *version == schema::NEWEST)?;
    let to = Connection::open_in_memory().ok()?;
    schema::create_tables(&to).ok()?;
    let trees = check::trees(&look).ok()?;
    let own = check::trees(&to).ok()?;
    if !trees.iter().map(|tree| &tree.name).eq(own.iter().map(|tree| &tree.name)) {
        return None;
    }
    let answers = Rows::of(&look, "reviews").ok()?;
    let backup = evidence::suitable_backup(path, &answers).map(|(.., answers)| answers);
    let mut corrected = Corrected::default();
    for table in trees.iter().filter(|tree| !tree.is_index()) {
        let name = table.name.as_str();
        if CACHES.contains(&name) {
            continue;
        }
        let indexes = trees.iter().filter(|tree| tree.is_index() && tree.table == name);
        let indexes: Vec<_> = indexes.filter(|index| !damaged.contains(&index.root)).collect();
        let is_whole = !damaged.contains(&table.root);
        corrected.add(is_whole.then(|| copy(&look, &to, table, &indexes, backup.as_ref()))??);
    }
    let lost: i64 =
        to.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).ok()?;
    let sound = lost == 0 && check::flaws(&to, Depth::Entries).ok()?.is_none();
    sound.then_some((to, corrected))
}

/// Copies the rows of `table`, corrected; `None` if a row cannot be read or is invalid, or if one of the sound `indexes` has more rows.
fn copy(
    from: &Connection,
    to: &Connection,
    table: &Tree,
    indexes: &[&Tree],
    backup: Option<&Rows>,
) -> Option<Corrected> {
    let name = &table.name;
    let mut rows = Rows::of(from, name).ok()?;
    let corrected = evidence::correct(from, name, indexes, &mut rows, backup);
    let places = vec!["?"; rows.columns.len()].join(", ");
    let step = to.unchecked_transaction().ok()?;
    let mut insert = step.prepare(&format!("INSERT INTO \"{name}\" VALUES ({places})")).ok()?;
    for row in &rows.rows {
        insert.execute(params_from_iter(row)).ok()?;
    }
    drop(insert);
    if check::most_in(from, indexes.iter().copied()) > rows.rows.len() {
        return None;
    }
    step.commit().ok()?;
    Some(corrected)
}
