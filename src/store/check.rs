//! Checks a whole journal for damage before anything is written to it.

use rusqlite::{Connection, ErrorCode, OptionalExtension as _};

use crate::store::error::detail;
use crate::store::tables;

/// How thoroughly a journal is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Each B-tree on its own, and that each index has as many rows as its table.
    Trees,
    /// Also that index entries match their rows and rows satisfy their table's constraints: three to five times as slow.
    Entries,
}

/// The journal's schema version: 0 for an empty file.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<u32> {
    let mut statement = connection.prepare_cached("PRAGMA user_version")?;
    let version: i32 = statement.query_row([], |row| row.get(0))?;
    // We never write a negative version; as a large one it is refused as newer.
    Ok(version.cast_unsigned())
}

/// A table or an index.
pub(super) struct Tree {
    /// Its name.
    pub(super) name: String,
    /// The table; for an index, the one it belongs to.
    pub(super) table: String,
    /// Its root page.
    pub(super) root: u32,
}

impl Tree {
    /// Whether it is an index, whose contents are also in its table.
    pub(super) fn is_index(&self) -> bool {
        self.name != self.table
    }
}

/// All tables and indexes, each table before its indexes.
pub(super) fn trees(connection: &Connection) -> rusqlite::Result<Vec<Tree>> {
    let sql = "SELECT name, tbl_name, rootpage FROM sqlite_schema WHERE rootpage > 0 ORDER BY tbl_name, type DESC, name";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| {
        Ok(Tree { name: row.get(0)?, table: row.get(1)?, root: row.get(2)? })
    })?;
    rows.collect()
}

/// The problems found in the journal behind `connection`, one per line in SQLite's words; empty if it is sound. Reads every page.
/// With [`Depth::Entries`] a year of answers takes about 20 milliseconds.
pub(super) fn flaws(connection: &Connection, depth: Depth) -> rusqlite::Result<Vec<String>> {
    let mut flaws = Vec::new();
    let mut check = || {
        let mut statement = connection.prepare(match depth {
            Depth::Trees => "PRAGMA quick_check(1000)",
            Depth::Entries => "PRAGMA integrity_check(1000)",
        })?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let found: String = row.get(0)?;
            let lines = found.lines().filter(|line| *line != "ok" && !line.starts_with("***"));
            flaws.extend(lines.map(str::to_owned));
        }
        Ok(())
    };
    match check().and_then(|()| missing_columns(connection)) {
        // Problems found earlier still count.
        Err(error) if is_damage(&error) => flaws.push(detail(&error)),
        checked => flaws.extend(checked?),
    }
    Ok(flaws)
}

/// The columns that a journal of the newest version lacks: SQLite takes a damaged name of a column for another name.
fn missing_columns(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    if version(connection)? == tables::NEWEST {
        tables::missing(connection)
    } else {
        Ok(Vec::new())
    }
}

/// Fails if the first row of any table or index cannot be read: a quick check before a look-up is recorded.
pub(super) fn begins(connection: &Connection) -> rusqlite::Result<()> {
    for tree in trees(connection)? {
        let Tree { name, table, .. } = &tree;
        let sql = if tree.is_index() {
            format!("SELECT 1 FROM \"{table}\" INDEXED BY \"{name}\" LIMIT 1")
        } else {
            // With all columns, which no index covers.
            format!("SELECT * FROM \"{table}\" NOT INDEXED LIMIT 1")
        };
        connection.prepare(&sql)?.query([])?.next()?;
    }
    Ok(())
}

/// Whether `error` means that a file is not a database, or is corrupt.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// The number of rows in `index`.
pub(super) fn rows_in(connection: &Connection, index: &Tree) -> rusqlite::Result<i64> {
    let Tree { name, table, .. } = index;
    let sql = format!("SELECT count(*) FROM \"{table}\" INDEXED BY \"{name}\"");
    connection.query_row(&sql, [], |row| row.get(0))
}

/// Whether the review in row `seq` still has this `id`.
pub(super) fn has_review(
    connection: &Connection,
    seq: i64,
    id: uuid::Uuid,
) -> rusqlite::Result<bool> {
    let found = connection
        .query_row("SELECT id FROM reviews WHERE seq = ?1", [seq], |row| row.get::<_, Vec<u8>>(0))
        .optional()?;
    Ok(found.is_some_and(|found| found == id.as_bytes()))
}
