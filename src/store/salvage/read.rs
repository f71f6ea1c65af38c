//! Reads the tables of a damaged journal: each from both ends up to what cannot be read, and what is left page by page.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params};

use crate::store::readable::reads;
use crate::store::rows::{Rows, columns};
use crate::store::tables::CACHES;
use crate::store::{check, scratch};

/// The fewest bytes that a row of a table with sequence numbers takes. So a larger number is damage.
const SMALLEST_ROW: u64 = 40;
/// The size of a page, SQLite's default.
const PAGE: usize = 4096;
/// The first byte of a page with rows that have sequence numbers.
const ROWS: u8 = 0x0d;
/// The same with other rows, or entries of an index.
const KEYED: u8 = 0x0a;
/// The same with such rows between the pages that it leads to.
const INNER: u8 = 0x02;
/// The columns that tell a later state of a row from an earlier one, which an unused page may still have.
const LATER: [&str; 5] = ["ended", "answered", "thanked", "value", "at"];
/// For a new file, which is written to the disk at the end.
pub(super) const NO_WAIT: &str = "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF";
/// The rows of a table, as far as they can be read.
#[derive(Default)]
pub(super) struct Found {
    /// The rows.
    pub(super) rows: Rows,
    /// Whether none is missing.
    pub(super) is_whole: bool,
}

/// A table to save.
pub(super) struct Table {
    /// Its name.
    pub(super) name: String,
    /// The name and the type of each column, and whether it always has a value.
    columns: Vec<(String, String, bool)>,
    /// Whether its rows have sequence numbers.
    has_seq: bool,
}

impl Table {
    /// The tables of the newest version, which are in `new`, without those that only save time.
    pub(super) fn all(new: &Connection) -> rusqlite::Result<Vec<Self>> {
        let mut columns =
            new.prepare("SELECT name, type, \"notnull\" FROM pragma_table_info(?1) ORDER BY cid")?;
        let mut tables = Vec::new();
        for tree in check::trees(new)? {
            if tree.is_index() || CACHES.contains(&tree.name.as_str()) {
                continue;
            }
            let columns = columns.query_map([&tree.name], |row| row.try_into())?;
            let columns: Vec<(String, String, bool)> = columns.collect::<Result<_, _>>()?;
            let has_seq = columns.iter().any(|(name, ..)| name == "seq");
            tables.push(Self { name: tree.name, columns, has_seq });
        }
        Ok(tables)
    }

    /// Whether `row`, found on a page that may be any table's, can be one of this table's.
    fn is_likely(&self, row: &[Value], most: i64) -> bool {
        let (own, others) = row.split_at(self.columns.len());
        let names: Vec<_> = self.columns.iter().map(|(name, ..)| name.clone()).collect();
        // Entries of an index look the same, but with a place instead of a time.
        let is_late = |(name, value): (&String, &Value)| {
            name != "at" || matches!(value, Value::Integer(at) if *at > most)
        };
        others.iter().all(|value| *value == Value::Null)
            && names.iter().zip(own).all(is_late)
            && self.fits(&names, own, most)
    }

    /// Whether `row`, with values in these `columns`, can be one of this table's.
    fn fits(&self, columns: &[String], row: &[Value], most: i64) -> bool {
        columns.iter().zip(row).all(|(column, value)| {
            let own = self.columns.iter().find(|(name, ..)| name == column);
            let Some((_, kind, required)) = own else { return true };
            let is_of_kind = match (kind.as_str(), value) {
                (_, Value::Null) => !required,
                (_, Value::Integer(place)) if column == "seq" => (1..=most).contains(place),
                ("ANY", _)
                | ("TEXT", Value::Text(_))
                | ("BLOB", Value::Blob(_))
                | ("INTEGER" | "REAL", Value::Integer(_))
                | ("REAL", Value::Real(_)) => true,
                _ => false,
            };
            is_of_kind && reads(&self.name, column)((&row[0]).into(), value.into())
        })
    }
}

/// What can be read of these tables.
pub(super) fn read_tables(
    tables: &[Table],
    copy: Option<&Path>,
    source: Option<&Connection>,
    bytes: u64,
) -> rusqlite::Result<BTreeMap<String, Found>> {
    let mut found = BTreeMap::new();
    let most = most_rows(bytes);
    let trees = source.and_then(|source| check::trees(source).ok()).unwrap_or_default();
    // Whether some rows are where those of another table should be.
    let mut is_mixed = false;
    for table in tables {
        let reader = source.map(|source| Reader { source, table: &table.name, bytes });
        let mut read = reader.map(|reader| reader.read()).unwrap_or_default();
        let indexes = trees.iter().filter(|tree| tree.is_index() && tree.table == table.name);
        let known = source.map_or(0, |source| check::most_in(source, indexes));
        let count = read.rows.rows.len().max(known);
        let Rows { columns, rows } = &mut read.rows;
        rows.retain(|row| table.fits(columns, row, most));
        let is_whole = rows.len() >= count;
        (is_mixed, read.is_whole) = (is_mixed || !is_whole, read.is_whole && is_whole);
        found.insert(table.name.clone(), read);
    }
    if let Some(copy) = copy.filter(|_| found.values().any(|found| !found.is_whole)) {
        if let Some(source) = source {
            // As far as the log can be read.
            let _ = source.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
        let pages = read_pages(tables, copy, most)?;
        for (table, more) in tables.iter().zip(pages) {
            let read = found.entry(table.name.clone()).or_default();
            if !read.is_whole || is_mixed && read.rows.rows.is_empty() {
                read.is_whole &= more.is_empty();
                add(read, table, more);
            }
        }
    }
    Ok(found)
}

/// The most rows with sequence numbers that a journal of this size can have.
pub(super) fn most_rows(bytes: u64) -> i64 {
    i64::try_from(bytes / SMALLEST_ROW).unwrap_or(i64::MAX)
}

/// Reads a table that may be damaged.
pub(super) struct Reader<'a> {
    /// The journal.
    pub(super) source: &'a Connection,
    /// The name of the table.
    pub(super) table: &'a str,
    /// The size of the journal.
    pub(super) bytes: u64,
}

impl Reader<'_> {
    /// Reads what can be read from the beginning, and then from the end, up to what cannot be read.
    pub(super) fn read(&self) -> Found {
        let mut found = Found::default();
        let (Ok(keys), Ok(columns)) = (self.keys(), columns(self.source, self.table)) else {
            return found;
        };
        found.rows.columns = columns;
        found.is_whole = self.scan(&mut found.rows, &keys, "ASC") || {
            self.scan(&mut found.rows, &keys, "DESC");
            false
        };
        found
    }

    /// The columns of the primary key.
    fn keys(&self) -> rusqlite::Result<Vec<String>> {
        let sql = "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk";
        self.source.prepare(sql)?.query_map([self.table], |row| row.get(0))?.collect()
    }

    /// Adds the rows in this `direction`. Returns whether all could be read.
    fn scan(&self, found: &mut Rows, keys: &[String], direction: &str) -> bool {
        // Damaged pages may refer to each other in a circle.
        let mut left = self.bytes / 8 + 1;
        let mut is_whole = true;
        let keys: Vec<_> = keys.iter().map(|key| format!("\"{key}\" {direction}")).collect();
        let keys = keys.join(", ");
        let sql = format!("SELECT * FROM \"{}\" NOT INDEXED ORDER BY {keys}", self.table);
        let scanned = self.source.prepare(&sql).and_then(|mut statement| {
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let values = (0..found.columns.len()).map(|at| row.get(at));
                match values.collect::<rusqlite::Result<Vec<Value>>>() {
                    Ok(row) => found.rows.push(row),
                    // Such as text that is not UTF-8.
                    Err(_) => is_whole = false,
                }
                left -= 1;
                if left == 0 {
                    return Ok(false);
                }
            }
            Ok(true)
        });
        is_whole && scanned.unwrap_or(false)
    }
}

/// Adds rows of `table` that were read page by page, the latest state of each first.
fn add(found: &mut Found, table: &Table, mut rows: Vec<Vec<Value>>) {
    let place = |name: &str| table.columns.iter().position(|(column, ..)| column == name);
    let later = LATER.map(place);
    rows.sort_by_cached_key(|row| {
        Reverse(later.map(|at| match row[at?] {
            Value::Integer(number) => Some(number),
            _ => None,
        }))
    });
    let columns: Vec<String> = table.columns.iter().map(|(name, ..)| name.clone()).collect();
    let Rows { columns: read, rows: all } = &mut found.rows;
    if read.is_empty() {
        read.clone_from(&columns);
    }
    let order: Vec<_> =
        read.iter().map(|name| columns.iter().position(|column| column == name)).collect();
    let in_order = |row: Vec<Value>| {
        order.iter().map(|at| at.map_or(Value::Null, |at| row[at].clone())).collect()
    };
    all.extend(rows.into_iter().map(in_order));
}

/// The rows on each page of the journal's `copy` by itself, whether or not the pages that lead to it can be read, for each of `tables`.
/// Only values tell which table a row is of: their number, their types, and whether they make sense there.
fn read_pages(tables: &[Table], copy: &Path, most: i64) -> rusqlite::Result<Vec<Vec<Vec<Value>>>> {
    let mut found = vec![Vec::new(); tables.len()];
    let io = |error: io::Error| rusqlite::Error::ToSqlConversionFailure(error.into());
    let mut bytes = fs::read(copy).map_err(io)?;
    let count = bytes.len() / PAGE;
    // The first page leads to the others: it becomes that of a new database, whose two tables have their roots on each page in turn.
    let file = scratch::unfinished(scratch::folder_of(copy)).map_err(io)?;
    let width = tables.iter().map(|table| table.columns.len()).max().unwrap_or(0);
    let more: String = (1..=width).map(|at| format!(", c{at}")).collect();
    scratch::open(&file)?.execute_batch(&format!(
        "PRAGMA page_size = {PAGE}; {NO_WAIT}; CREATE TABLE with_seq (c0 INTEGER PRIMARY KEY{more});
         CREATE TABLE keyed (c0 PRIMARY KEY{more}) WITHOUT ROWID"
    ))?;
    let first = fs::read(&file).map_err(io)?;
    if count < 3 || first.len() < PAGE {
        return Ok(found);
    }
    bytes[..PAGE].copy_from_slice(&first[..PAGE]);
    bytes[28..32].copy_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes());
    bytes.chunks_exact_mut(PAGE).skip(1).filter(|page| page[0] == INNER).for_each(make_leaf);
    fs::write(&file, &bytes).map_err(io)?;
    let pages = scratch::open(&file)?;
    pages.execute_batch(NO_WAIT)?;
    for (page, bytes) in (1..).zip(bytes.chunks_exact(PAGE)).skip(1) {
        let table = match bytes[0] {
            ROWS => "with_seq",
            KEYED => "keyed",
            _ => continue,
        };
        pages.pragma_update(None, "writable_schema", "ON")?;
        pages.execute(
            "UPDATE sqlite_schema SET rootpage = ?1 WHERE name = ?2",
            params![page, table],
        )?;
        pages.pragma_update(None, "writable_schema", "RESET")?;
        let reader = Reader { source: &pages, table, bytes: PAGE as u64 };
        for mut row in reader.read().rows.rows {
            let fits = |at: &usize| {
                tables[*at].has_seq == (bytes[0] == ROWS) && tables[*at].is_likely(&row, most)
            };
            let fitting: Vec<usize> = (0..tables.len()).filter(fits).collect();
            if let [only] = fitting[..] {
                row.truncate(tables[only].columns.len());
                found[only].push(row);
            }
        }
    }
    Ok(found)
}

/// Makes a leaf of a page with rows between the pages that it leads to.
fn make_leaf(page: &mut [u8]) {
    page[0] = KEYED;
    let cells = usize::from(u16::from_be_bytes([page[3], page[4]])).min((PAGE - 12) / 2);
    for cell in 0..cells {
        // The list of cells comes after a shorter head, and each begins after the page that it leads to.
        let [from, to] = [12, 8].map(|head| head + 2 * cell);
        let start = u16::from_be_bytes([page[from], page[from + 1]]).saturating_add(4);
        page[to..to + 2].copy_from_slice(&start.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_states_of_a_row_the_later_one_is_saved() {
        let table = Table {
            name: "jottings".to_owned(),
            columns: ["id", "at", "ended"]
                .map(|name| (name.to_owned(), String::new(), false))
                .to_vec(),
            has_seq: false,
        };
        let state = |ended| vec![Value::Integer(1), Value::Integer(5), ended];
        let mut found = Found::default();
        add(&mut found, &table, vec![state(Value::Null), state(Value::Integer(9))]);
        assert_eq!(found.rows.rows[0], state(Value::Integer(9)));
    }
}
