//! Checks a whole journal for damage before anything is written to it.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{Connection, ErrorCode, OptionalExtension as _};

use crate::core::words::listed;
use crate::store::error::{JournalError, detail};
use crate::store::readable::reads;
use crate::store::rows::columns;
use crate::store::tables::{self, kind};

/// How thoroughly a journal is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Each B-tree on its own, and that each index has as many rows as its table.
    Trees,
    /// Also that index entries match their rows, that rows satisfy their table's constraints, and that the program can read them: several
    /// times as slow.
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

/// What is damaged in the journal behind `connection`, in words; `None` if it is sound. Reads every page.
pub(super) fn flaws(connection: &Connection, depth: Depth) -> rusqlite::Result<Option<String>> {
    let found = lines(connection, depth)?;
    if found.is_empty() {
        return Ok(None);
    }
    let trees = trees(connection).unwrap_or_default();
    let about = |line: &String| {
        let root = root_in(line);
        let names = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        trees.iter().find(|tree| {
            Some(tree.root) == root || root.is_none() && names.clone().any(|name| name == tree.name)
        })
    };
    let known = found.iter().filter_map(about).map(|tree| match &*tree.table {
        "strikes" => "answers that you took back",
        "cache" | "states" => "what follows from your answers",
        table => kind(table).unwrap_or("what the program notes for itself"),
    });
    let known: BTreeSet<_> = known.collect();
    let known: Vec<_> = known.into_iter().collect();
    Ok(Some(match &known[..] {
        [] => "a part of it cannot be read".to_owned(),
        _ => format!("the damage may affect {}", listed(&known, "and")),
    }))
}

/// Fails if the journal at `path` behind `connection` is damaged.
pub(super) fn refuse(
    connection: &Connection,
    path: &Path,
    depth: Depth,
) -> Result<(), JournalError> {
    let sqlite = |error| JournalError::from_sqlite(path, &error);
    let flaws = flaws(connection, depth).map_err(sqlite)?;
    flaws.map_or(Ok(()), |flaws| Err(JournalError::Damaged(path.to_owned(), flaws)))
}

/// The root page of the tree that a line of SQLite's check is about, as in `Tree 7 page 9: …`.
pub(super) fn root_in(line: &str) -> Option<u32> {
    let at = line.find("Tree ")?;
    line[at + 5..].split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// The problems, mostly in SQLite's words, each with the name or the root page of a table or an index if it is about one.
pub(super) fn lines(connection: &Connection, depth: Depth) -> rusqlite::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut check = || {
        // In one transaction, because another program may be upgrading the journal.
        let transaction = connection.is_autocommit().then(|| connection.unchecked_transaction());
        let _transaction = transaction.transpose()?;
        let mut statement = connection.prepare(match depth {
            Depth::Trees => "PRAGMA quick_check(1000)",
            Depth::Entries => "PRAGMA integrity_check(1000)",
        })?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let line: String = row.get(0)?;
            let lines = line.lines().filter(|line| *line != "ok" && !line.starts_with("***"));
            found.extend(lines.map(str::to_owned));
        }
        if version(connection)? == tables::NEWEST {
            // SQLite takes a damaged name of a column for another name.
            found.extend(tables::missing(connection)?);
            if found.is_empty() && connection.query_row(LACKS_VALUES, [], |row| row.get(0))? {
                found.push("meta".to_owned());
            }
        }
        if depth == Depth::Entries && found.is_empty() {
            found.extend(unreadable(connection)?);
        }
        Ok(())
    };
    match check() {
        // Problems found earlier still count.
        Err(error) if is_damage(&error) => found.push(detail(&error)),
        checked => checked?,
    }
    Ok(found)
}

/// Whether a value is missing that every journal has, or the last number of a jotting is too low.
const LACKS_VALUES: &str = "
SELECT (SELECT count(*) FROM meta WHERE key IN ('device', 'created', 'jottings')) < 3
    OR (SELECT value FROM meta WHERE key = 'jottings') < (SELECT coalesce(max(number), 0) FROM jottings)";

/// The tables with rows that the program cannot read, and the indexes that cannot be read at all: each by its name, or by its root page as
/// in SQLite's check.
fn unreadable(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut found = Vec::new();
    for tree in trees(connection)? {
        if tree.is_index() {
            // SQLite's check passes an empty index whose page is one of a table.
            match begins_in(connection, &tree) {
                Err(error) if is_damage(&error) => found.push(format!("Tree {}", tree.root)),
                read => read?,
            }
            continue;
        }
        let name = tree.name;
        let columns = columns(connection, &name)?;
        let reads: Vec<_> = columns.iter().map(|column| reads(&name, column)).collect();
        let mut select = connection.prepare(&format!("SELECT * FROM \"{name}\" NOT INDEXED"))?;
        let mut rows = select.query([])?;
        let mut is_readable = true;
        while is_readable && let Some(row) = rows.next()? {
            for (at, reads) in reads.iter().enumerate() {
                is_readable &= reads(row.get_ref(0)?, row.get_ref(at)?);
            }
        }
        if !is_readable {
            found.push(name);
        }
    }
    Ok(found)
}

/// Fails if the first row of any table or index cannot be read: a quick check before a look-up is recorded.
pub(super) fn begins(connection: &Connection) -> rusqlite::Result<()> {
    trees(connection)?.iter().try_for_each(|tree| begins_in(connection, tree))
}

fn begins_in(connection: &Connection, tree: &Tree) -> rusqlite::Result<()> {
    let Tree { name, table, .. } = tree;
    let sql = if tree.is_index() {
        format!("SELECT 1 FROM \"{table}\" INDEXED BY \"{name}\" LIMIT 1")
    } else {
        // With all columns, which no index covers.
        format!("SELECT * FROM \"{table}\" NOT INDEXED LIMIT 1")
    };
    connection.prepare(&sql)?.query([])?.next()?;
    Ok(())
}

/// Whether `error` means that a file is not a database, or is corrupt.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// The number of rows that one of the `indexes` has, the one with the most.
pub(super) fn most_in<'a>(
    connection: &Connection,
    indexes: impl IntoIterator<Item = &'a Tree>,
) -> usize {
    let count = |Tree { name, table, .. }: &Tree| {
        let sql = format!("SELECT count(*) FROM \"{table}\" INDEXED BY \"{name}\"");
        // One that cannot be counted is damaged as well.
        connection.query_row(&sql, [], |row| row.get(0)).unwrap_or(0)
    };
    indexes.into_iter().map(count).max().unwrap_or(0)
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
