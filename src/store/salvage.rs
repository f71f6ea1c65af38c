//! Saves what is left of a journal that is damaged beyond rebuilding: reads each table from both ends up to what cannot be read, and the
//! answers page by page, into a new journal, and adds what is missing from the newest sound backup.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use rusqlite::types::{FromSql, Value, ValueRef};
use rusqlite::{Connection, params, params_from_iter};
use uuid::Uuid;

use crate::core::card::{Direction, TermId};
use crate::core::review::{AnswerKind, Form};
use crate::core::time::Timestamp;
use crate::store::backups::Contents;
use crate::store::check::{self, Depth};
use crate::store::connection::size;
use crate::store::error::JournalError;
use crate::store::in_place::beside;
use crate::store::rebuild::CACHES;
use crate::store::restore::{self, Candidate};
use crate::store::{LookedUpIn, copies, reviews, schema};

/// The fewest bytes that a row of a table with sequence numbers takes. So a larger number is damage.
const SMALLEST_ROW: u64 = 40;
/// The size of a page, SQLite's default.
const PAGE: usize = 4096;
/// The tables whose rows are never changed, so that a page of theirs counts whether or not it is still in use, and the first byte of
/// such a page.
const BY_PAGE: [(&str, u8); 2] = [("reviews", 0x0d), ("strikes", 0x0a)];
/// For a new file, which is written to the disk at the end.
const NO_WAIT: &str = "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF";
/// With more other answers than this in the same places, a backup is of another history.
const GARBLED: usize = 2;

/// What was saved of a damaged journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// What the new journal holds.
    pub held: Contents,
    /// The sequence numbers of the answers that are missing from it, as far as they are known.
    pub missing: Vec<RangeInclusive<i64>>,
    /// The tables of which some rows could not be read, other than that of the answers.
    pub incomplete: Vec<String>,
    /// The backup that was used to fill gaps.
    pub backup: Option<PathBuf>,
    /// Where the damaged journal is now.
    pub aside: Option<PathBuf>,
}

/// The rows of a table, as far as they can be read.
#[derive(Default)]
struct Rows {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
    /// Whether none is missing.
    is_whole: bool,
}

impl Rows {
    fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
}

/// Puts a new journal with everything that can be saved in the place of the damaged one at `path`, which is moved aside with its log
/// and never changed. The new one was made `at` this time on this `device`, if that cannot be read.
///
/// # Errors
/// If nothing can be read and there is no backup, or a program has the journal open. Nothing is changed then.
pub fn salvage(path: &Path, at: Timestamp, device: Uuid) -> Result<Salvaged, JournalError> {
    let failed = |error| JournalError::from_sqlite(path, &error);
    let io = |error| JournalError::from_io(path, &error);
    restore::refuse_in_use(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let has_log = size(&beside(path, "-wal")) > 0 && !copies::is_sound_alone(path);
    // SQLite never touches the damaged files themselves.
    let copy = if size(path) > 0 {
        Some(restore::Duplicate::of(path, folder, has_log).map_err(io)?)
    } else {
        None
    };
    let bytes = size(path) + size(&beside(path, "-wal"));
    let source = copy.as_ref().and_then(|copy| open_leniently(&copy.file));
    let target = copies::unfinished(folder).map_err(io)?;
    let mut new = Connection::open(&target).map_err(failed)?;
    new.execute_batch(NO_WAIT).and_then(|()| schema::create_tables(&new)).map_err(failed)?;
    new.pragma_update(None, "foreign_keys", "ON").map_err(failed)?;
    let tables: Vec<String> = check::trees(&new)
        .map_err(failed)?
        .into_iter()
        .filter(|tree| !tree.is_index() && !CACHES.contains(&tree.name.as_str()))
        .map(|tree| tree.name)
        .collect();
    let found = read_tables(&tables, copy.as_ref(), source.as_ref(), bytes).map_err(failed)?;
    let answers = &found["reviews"];
    let mut known = source.as_ref().map(|source| known_places(source, bytes)).unwrap_or_default();
    let nothing_read = found.values().all(|rows| rows.rows.is_empty());
    let needs_backup = found.values().any(|rows| !rows.is_whole) || holes(answers, &known) > 0;
    let backup = if needs_backup { suitable_backup(path, answers) } else { None };
    if nothing_read && backup.is_none() {
        let detail = "nothing in it can be read, and there is no backup".to_owned();
        return Err(JournalError::Damaged(path.to_owned(), detail));
    }
    let step = new.transaction().map_err(failed)?;
    let filler = backup.as_ref().map(|(_, backup)| backup);
    let incomplete = write_tables(&step, &tables, &found, filler).map_err(failed)?;
    step.execute(reviews::STRIKE_CORRECTED, []).map_err(failed)?;
    complete_meta(&step, at, device).map_err(failed)?;
    step.commit().map_err(failed)?;
    let sound = check::flaws(&new, Depth::Entries).map_err(failed)?.is_empty()
        && reviews::select(&new, "", []).is_ok();
    if !sound {
        let detail = "what can be read of it makes no sense".to_owned();
        return Err(JournalError::Damaged(path.to_owned(), detail));
    }
    let places = new
        .prepare("SELECT seq FROM reviews")
        .and_then(|mut all| {
            all.query_map([], |row| row.get(0))?.collect::<Result<BTreeSet<i64>, _>>()
        })
        .map_err(failed)?;
    known.extend(&places);
    let missing =
        ranges((1..=known.last().copied().unwrap_or(0)).filter(|at| !places.contains(at)));
    let held = Contents::of(&new).map_err(failed)?;
    new.close().map_err(|(_, error)| failed(error))?;
    fs::OpenOptions::new()
        .write(true)
        .open(&target)
        .and_then(|file| file.sync_all())
        .map_err(io)?;
    let aside = Candidate::made(path, target, held).put_aside("damaged")?;
    Ok(Salvaged { held, missing, incomplete, backup: backup.map(|(file, _)| file), aside })
}

/// What can be read of these tables.
fn read_tables(
    tables: &[String],
    copy: Option<&restore::Duplicate>,
    source: Option<&Connection>,
    bytes: u64,
) -> rusqlite::Result<BTreeMap<String, Rows>> {
    let mut found = BTreeMap::new();
    let most = most_rows(bytes);
    for table in tables {
        let read = source.map(|source| Reader { source, table, bytes }.read());
        let mut rows = read.unwrap_or_default();
        let leaf = BY_PAGE.iter().find(|(name, _)| name == table);
        if let (Some((_, leaf)), Some(copy)) = (leaf, copy)
            && !rows.is_whole
        {
            add_by_page(&mut rows, table, *leaf, source, &copy.file)?;
        }
        let count = rows.rows.len();
        let Rows { columns, rows: all, .. } = &mut rows;
        all.retain(|row| makes_sense(table, columns, row, most));
        rows.is_whole &= rows.rows.len() == count;
        found.insert(table.clone(), rows);
    }
    Ok(found)
}

/// Writes what was `found`, and what the `backup` has besides. Returns the tables, other than that of the answers, which may lack rows.
fn write_tables(
    to: &Connection,
    tables: &[String],
    found: &BTreeMap<String, Rows>,
    backup: Option<&Connection>,
) -> rusqlite::Result<Vec<String>> {
    let mut incomplete = Vec::new();
    // Strikes and corrections refer to reviews.
    let is_answers = |table: &&String| *table == "reviews";
    let (answers, others): (Vec<_>, Vec<_>) = tables.iter().partition(is_answers);
    for table in answers.into_iter().chain(others) {
        let rows = &found[table];
        let filler = backup.filter(|_| !rows.is_whole || is_answers(&table));
        let filler = filler.map(|source| Reader { source, table, bytes: u64::MAX / 2 }.read());
        // A sound copy of an answer, which never changes, is better; in other tables it may be out of date.
        if let Some(filler) = filler.as_ref().filter(|_| is_answers(&table)) {
            insert(to, table, filler)?;
        }
        let refused = insert(to, table, rows)?;
        if let Some(filler) = filler.as_ref().filter(|_| !is_answers(&table)) {
            insert(to, table, filler)?;
        }
        if !is_answers(&table) && (!rows.is_whole || refused > 0) {
            incomplete.push(table.clone());
        }
    }
    Ok(incomplete)
}

/// Opens a copy of a damaged journal, if its header can be read at all.
fn open_leniently(copy: &Path) -> Option<Connection> {
    let connection = Connection::open(copy).ok()?;
    // Otherwise, one garbled line of the schema would hide all tables.
    connection.pragma_update(None, "writable_schema", "ON").ok()?;
    check::trees(&connection).ok().filter(|trees| !trees.is_empty())?;
    Some(connection)
}

/// The most rows with sequence numbers that a journal of this size can have.
fn most_rows(bytes: u64) -> i64 {
    i64::try_from(bytes / SMALLEST_ROW).unwrap_or(i64::MAX)
}

/// How many of the `known` places have no readable answer.
fn holes(answers: &Rows, known: &BTreeSet<i64>) -> usize {
    let read: BTreeSet<i64> = answers.rows.iter().filter_map(|row| place(answers, row)).collect();
    known.difference(&read).count()
}

fn place(rows: &Rows, row: &[Value]) -> Option<i64> {
    match row[rows.column("seq")?] {
        Value::Integer(place) => Some(place),
        _ => None,
    }
}

/// Reads a table that may be damaged.
struct Reader<'a> {
    source: &'a Connection,
    table: &'a str,
    /// The size of the journal.
    bytes: u64,
}

impl Reader<'_> {
    /// Reads what can be read from the beginning, and then from the end, up to what cannot be read.
    fn read(&self) -> Rows {
        let mut found = Rows::default();
        let columns = format!("SELECT * FROM \"{}\"", self.table);
        let (Ok(keys), Ok(columns)) = (self.keys(), self.source.prepare(&columns)) else {
            return found;
        };
        found.columns = columns.column_names().map(str::to_owned).collect();
        found.is_whole = self.scan(&mut found, &keys, "ASC") || {
            self.scan(&mut found, &keys, "DESC");
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
                    // Such as text that is none.
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

/// Adds the rows of `table` on each page of the journal's `copy` by itself, whether or not the pages that lead to it can be read.
fn add_by_page(
    rows: &mut Rows,
    table: &str,
    leaf: u8,
    source: Option<&Connection>,
    copy: &Path,
) -> rusqlite::Result<()> {
    if let Some(source) = source {
        // As far as the log can be read.
        let _ = source.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }
    let io = |error: io::Error| rusqlite::Error::ToSqlConversionFailure(error.into());
    let mut bytes = fs::read(copy).map_err(io)?;
    let count = bytes.len() / PAGE;
    // The first page leads to the others: it becomes that of a new database, whose only table has its root on each page in turn.
    let file = copies::unfinished(copy.parent().unwrap_or(Path::new("."))).map_err(io)?;
    let pages = Connection::open(&file)?;
    pages.execute_batch(&format!(
        "PRAGMA page_size = {PAGE}; {NO_WAIT}; {}",
        schema::table(table)
    ))?;
    drop(pages);
    let first = fs::read(&file).map_err(io)?;
    if count < 3 || first.len() < PAGE {
        return Ok(());
    }
    bytes[..PAGE].copy_from_slice(&first[..PAGE]);
    bytes[28..32].copy_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes());
    fs::write(&file, &bytes).map_err(io)?;
    let pages = Connection::open(&file)?;
    pages.execute_batch(NO_WAIT)?;
    for page in (2..=count).filter(|page| bytes[(page - 1) * PAGE] == leaf) {
        pages.pragma_update(None, "writable_schema", "ON")?;
        pages.execute(
            "UPDATE sqlite_schema SET rootpage = ?1 WHERE name = ?2",
            params![page, table],
        )?;
        pages.pragma_update(None, "writable_schema", "RESET")?;
        let found = Reader { source: &pages, table, bytes: PAGE as u64 }.read();
        if rows.columns.is_empty() {
            rows.columns.clone_from(&found.columns);
        }
        let at: Vec<_> = rows.columns.iter().map(|column| found.column(column)).collect();
        let in_order = |row: &Vec<Value>| {
            at.iter().map(|at| at.map_or(Value::Null, |at| row[at].clone())).collect()
        };
        rows.rows.extend(found.rows.iter().map(in_order));
    }
    Ok(())
}

/// The sequence numbers that reviews had, from the indexes and the count in the cache.
fn known_places(source: &Connection, bytes: u64) -> BTreeSet<i64> {
    let most = most_rows(bytes);
    let mut known = BTreeSet::new();
    let indexes = check::trees(source).unwrap_or_default();
    let indexes = indexes.iter().filter(|tree| tree.is_index() && tree.table == "reviews");
    let mut queries: Vec<_> = indexes
        .map(|index| format!("SELECT seq FROM reviews INDEXED BY \"{}\"", index.name))
        .collect();
    queries.push("SELECT reviews FROM cache".to_owned());
    for sql in queries {
        let Ok(mut statement) = source.prepare(&sql) else { continue };
        let Ok(rows) = statement.query_map([], |row| row.get::<_, i64>(0)) else { continue };
        // A damaged index ends early, or in a circle.
        let read = rows.map_while(Result::ok).take(usize::try_from(bytes).unwrap_or(usize::MAX));
        known.extend(read.filter(|place| (1..=most).contains(place)));
    }
    known
}

/// The sound backup with the most answers, opened. Those whose answers are others than those that were read don't count.
fn suitable_backup(path: &Path, answers: &Rows) -> Option<(PathBuf, Connection)> {
    let (at, id) = (answers.column("at"), answers.column("id"));
    let given: BTreeMap<i64, (&Value, &Value)> = answers
        .rows
        .iter()
        .filter_map(|row| Some((place(answers, row)?, (&row[id?], &row[at?]))))
        .collect();
    let mut best: Option<(usize, PathBuf, Connection)> = None;
    for (_, file) in copies::backups(path).into_iter().rev() {
        let Ok(backup) = copies::read_only(&file) else { continue };
        let is_sound = check::flaws(&backup, Depth::Entries).is_ok_and(|flaws| flaws.is_empty());
        if !is_sound || schema::identify(&backup, &file).is_err() {
            continue;
        }
        let theirs = Reader { source: &backup, table: "reviews", bytes: u64::MAX / 2 }.read();
        let (Some(their_id), Some(their_at)) = (theirs.column("id"), theirs.column("at")) else {
            continue;
        };
        let is_other = |row: &&Vec<Value>| {
            let given = place(&theirs, row).and_then(|place| given.get(&place));
            given.is_some_and(|(id, at)| **id != row[their_id] && **at != row[their_at])
        };
        let is_ours = theirs.rows.iter().filter(is_other).count() <= GARBLED;
        let count = theirs.rows.len();
        if is_ours && best.as_ref().is_none_or(|(most, ..)| count > *most) {
            best = Some((count, file, backup));
        }
    }
    best.map(|(_, file, backup)| (file, backup))
}

/// Inserts the rows that fit and are not there yet. Returns how many were refused.
fn insert(to: &Connection, table: &str, rows: &Rows) -> rusqlite::Result<usize> {
    let own = to.prepare(&format!("SELECT * FROM \"{table}\""))?;
    let is_own = |at: &usize| own.column_index(&rows.columns[*at]).is_ok();
    let shared: Vec<usize> = (0..rows.columns.len()).filter(is_own).collect();
    if shared.is_empty() {
        return Ok(0);
    }
    let names: Vec<_> = shared.iter().map(|at| format!("\"{}\"", rows.columns[*at])).collect();
    let sql = format!(
        "INSERT INTO \"{table}\" ({}) VALUES ({})",
        names.join(", "),
        vec!["?"; names.len()].join(", ")
    );
    let mut insert = to.prepare(&sql)?;
    let mut is_there = to.prepare("SELECT 1 FROM reviews WHERE id = ?1")?;
    let corrects = rows.column("corrects");
    let mut refused = 0;
    // In order, because corrected reviews refer to earlier ones.
    let mut all: Vec<_> = rows.rows.iter().collect();
    all.sort_by_key(|row| place(rows, row));
    for row in all {
        let mut values: Vec<Value> = shared.iter().map(|at| row[*at].clone()).collect();
        if let Some(at) = corrects.and_then(|at| shared.iter().position(|shared| *shared == at))
            && !is_there.exists([&values[at]])?
        {
            values[at] = Value::Null;
        }
        match insert.execute(params_from_iter(values)) {
            Ok(_) => {}
            Err(rusqlite::Error::SqliteFailure(error, _))
                if error.code == rusqlite::ErrorCode::ConstraintViolation =>
            {
                refused += 1;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(refused)
}

/// Adds what every journal has to `meta`.
fn complete_meta(new: &Connection, at: Timestamp, device: Uuid) -> rusqlite::Result<()> {
    new.execute(
        "INSERT OR IGNORE INTO meta (key, value)
         SELECT 'device', coalesce((SELECT device FROM reviews GROUP BY device ORDER BY count(*) DESC LIMIT 1), ?1)
         UNION ALL SELECT 'created', coalesce((SELECT min(at) FROM reviews), ?2)
         UNION ALL SELECT 'jottings', 0",
        params![device, at],
    )?;
    new.execute(
        "UPDATE meta SET value = max(value, (SELECT coalesce(max(number), 0) FROM jottings)) WHERE key = 'jottings'",
        [],
    )?;
    Ok(())
}

/// Whether the program can use what is in `row`, as far as the schema does not say so.
fn makes_sense(table: &str, columns: &[String], row: &[Value], most: i64) -> bool {
    columns.iter().zip(row).all(|(column, value)| match (table, column.as_str()) {
        _ if *value == Value::Null => true,
        (_, "term" | "sentence") => reads::<TermId>(value),
        (_, "direction") => reads::<Direction>(value),
        (_, "form") => reads::<Form>(value),
        ("reviews", "kind") => reads::<AnswerKind>(value),
        ("lookups", "place") => reads::<LookedUpIn>(value),
        ("meta", "value") if row[0] == Value::Text("device".to_owned()) => reads::<Uuid>(value),
        ("meta", "value") => reads::<Timestamp>(value),
        // Entries of an index look the same, but with a place instead of a time.
        ("strikes", "at") => matches!(value, Value::Integer(at) if *at > most),
        (_, "seq") => matches!(value, Value::Integer(place) if (1..=most).contains(place)),
        _ => true,
    })
}

fn reads<T: FromSql>(value: &Value) -> bool {
    T::column_result(ValueRef::from(value)).is_ok()
}

/// `numbers`, which are in order, as ranges.
fn ranges(numbers: impl Iterator<Item = i64>) -> Vec<RangeInclusive<i64>> {
    let mut all: Vec<RangeInclusive<i64>> = Vec::new();
    for number in numbers {
        match all.last_mut() {
            Some(last) if *last.end() + 1 == number => *last = *last.start()..=number,
            _ => all.push(number..=number),
        }
    }
    all
}

#[cfg(test)]
mod tests;
