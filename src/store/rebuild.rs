//! Rebuilding a damaged journal out of what is sound in it: possible while all is there that the user did, and damaged is only
//! what can be worked out again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::store::check::{self, Depth, Tree};
use crate::store::copies;
use crate::store::error::JournalError;
use crate::store::open::{beside, connect, leave_log, size};
use crate::store::{reviews, schema};

/// Tables that are derived from others, and derived again when they are empty; the last two in older journals.
const CACHES: [&str; 4] = ["cache", "states", "past", "past_states"];
/// Tables that fill again by themselves, and without which only some hints at changed definitions are missing.
const SPARE: [&str; 2] = ["seen", "readings"];

/// Rebuilds the journal at `path` in its place, in one transaction; the copy of the damaged one that is kept beside it. None
/// when something else is damaged, or nothing: then it is as it was.
pub(super) fn rebuild(path: &Path) -> Result<Option<PathBuf>, JournalError> {
    let sqlite = |error| JournalError::from_sqlite(path, &error);
    let had_log = size(&beside(path, "-wal")) > 0;
    let from = connect(path)?.connection;
    leave_log(&from, had_log).map_err(sqlite)?;
    let before = data_version(&from).map_err(sqlite)?;
    let Some(sound) = salvaged(&from) else { return Ok(None) };
    let copy = copies::damaged(path)?;
    let mut to = connect(path)?.connection;
    let writing = Backup::new(&sound, &mut to).map_err(sqlite)?;
    // No page yet: this waits for the lock, and then nobody else writes until all is done.
    let locked = writing.step(0).map_err(sqlite)? == StepResult::More;
    let as_it_was = data_version(&from).map_err(sqlite)? == before;
    if locked && as_it_was && writing.step(-1).map_err(sqlite)? == StepResult::Done {
        return Ok(Some(copy));
    }
    Err(JournalError::Busy { path: path.to_owned() })
}

fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA data_version", [], |row| row.get(0))
}

/// A journal in memory with all that the damaged one behind `from` holds; none when something is missing, or nothing is damaged.
fn salvaged(from: &Connection) -> Option<Connection> {
    let look = from.unchecked_transaction().ok()?;
    let flaws = check::flaws(&look, Depth::Entries).ok().filter(|flaws| !flaws.is_empty())?;
    let damaged: BTreeSet<u32> = flaws.iter().filter_map(|flaw| root_in(flaw)).collect();
    let to = schema::empty_like(&look).ok()?;
    let trees = check::trees(&look).ok()?;
    let own = check::trees(&to).ok()?;
    if !trees.iter().map(|tree| &tree.name).eq(own.iter().map(|tree| &tree.name)) {
        return None;
    }
    for table in trees.iter().filter(|tree| !tree.is_index()) {
        let name = table.name.as_str();
        if CACHES.contains(&name) {
            continue;
        }
        let indexes = trees.iter().filter(|tree| tree.is_index() && tree.table == name);
        let indexes = indexes.filter(|index| !damaged.contains(&index.root));
        let whole = !damaged.contains(&table.root) && copy(&look, &to, table, indexes).is_some();
        if !whole && !SPARE.contains(&name) {
            return None;
        }
    }
    let lost: i64 =
        to.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).ok()?;
    let sound = lost == 0 && check::flaws(&to, Depth::Entries).ok()?.is_empty();
    // What is no answer at all is damage too. An older journal lacks columns, which SQLite says itself.
    let readable =
        reviews::select(&to, "", []).err().is_none_or(|error| error.sqlite_error().is_some());
    (sound && readable).then_some(to)
}

/// The root of the tree that a line of SQLite's check is about, as in `Tree 7 page 9: …`.
fn root_in(flaw: &str) -> Option<u32> {
    let at = flaw.find("Tree ")?;
    flaw[at + 5..].split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Copies the rows of `table`; none when one cannot be read or is no row of such a table, or when one of the sound `indexes` knows
/// of a row more.
fn copy<'a>(
    from: &Connection,
    to: &Connection,
    table: &Tree,
    indexes: impl Iterator<Item = &'a Tree>,
) -> Option<()> {
    let name = &table.name;
    let mut select = from.prepare(&format!("SELECT * FROM \"{name}\" NOT INDEXED")).ok()?;
    let width = select.column_count();
    let places = vec!["?"; width].join(", ");
    let step = to.unchecked_transaction().ok()?;
    // A migration may have put something there.
    step.execute(&format!("DELETE FROM \"{name}\""), []).ok()?;
    let mut insert = step.prepare(&format!("INSERT INTO \"{name}\" VALUES ({places})")).ok()?;
    let mut rows = select.query([]).ok()?;
    let mut count = 0;
    while let Some(row) = rows.next().ok()? {
        let values: Vec<Value> = (0..width).map(|at| row.get(at)).collect::<Result<_, _>>().ok()?;
        insert.execute(params_from_iter(values)).ok()?;
        count += 1;
    }
    drop(insert);
    // One that cannot be counted is damaged as well.
    let known = indexes.filter_map(|index| check::rows_in(from, index).ok()).max();
    if known.is_some_and(|known| known > count) {
        return None;
    }
    step.commit().ok()
}
