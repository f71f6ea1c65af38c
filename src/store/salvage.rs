//! Saves what is left of a journal that is damaged beyond rebuilding: reads each table from both ends up to what cannot be read, and what
//! is left page by page, into a new journal, and adds what is missing from the fullest sound backup.

mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::core::time::Timestamp;
use crate::store::backups::Contents;
use crate::store::check::{self, Depth};
use crate::store::connection::size;
use crate::store::doctor::is_cut_short;
use crate::store::error::JournalError;
use crate::store::evidence::{self, Corrected};
use crate::store::in_place::beside;
use crate::store::restore::{self, Candidate};
use crate::store::rows::{LAST_NUMBER, Rows};
use crate::store::{copies, cut_log, reviews, schema, scratch};

use read::{Found, NO_WAIT, Table, most_rows, read_tables};

/// What was saved of a damaged journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// What the new journal holds.
    pub held: Contents,
    /// How many answers were read from the damaged one.
    pub read: usize,
    /// The sequence numbers of the answers that are missing from it, as far as they are known.
    pub missing: Vec<RangeInclusive<i64>>,
    /// The tables of which some rows could not be read, other than that of the answers.
    pub incomplete: Vec<String>,
    /// The backup that fills gaps, and what it holds.
    pub backup: Option<(PathBuf, Contents)>,
    /// The tables that have rows from the backup.
    pub filled: Vec<String>,
    /// How many of its entries were corrected.
    pub corrected: Corrected,
    /// Whether the end of the damaged journal or of its log is missing.
    pub is_cut_short: bool,
}

/// Puts a new journal with everything that can be saved in the place of the damaged one at `path`, which is moved aside with its log
/// and never changed. The new one was made `at` this time on this `device`, if that cannot be read.
///
/// # Errors
/// If nothing can be read and there is no backup, or a program has the journal open. Nothing is changed then.
pub fn salvage(path: &Path, at: Timestamp, device: Uuid) -> Result<Salvaged, JournalError> {
    let failed = |error| JournalError::from_sqlite(path, &error);
    let io = |error| JournalError::from_io(path, &error);
    let is_cut_short = is_cut_short(path) || cut_log::cut(path).is_some();
    restore::refuse_in_use(path)?;
    let folder = scratch::folder_of(path);
    let has_log = size(&beside(path, "-wal")) > 0 && !copies::is_sound_alone(path);
    // SQLite never touches the damaged files themselves.
    let copy = if size(path) > 0 {
        Some(restore::Duplicate::of(path, folder, has_log).map_err(io)?)
    } else {
        None
    };
    let bytes = size(path) + size(&beside(path, "-wal"));
    let source = copy.as_ref().and_then(|copy| open_leniently(&copy.file));
    let target = scratch::unfinished(folder).map_err(io)?;
    let mut new = scratch::open(&target).map_err(failed)?;
    new.execute_batch(NO_WAIT).and_then(|()| schema::create_tables(&new)).map_err(failed)?;
    new.pragma_update(None, "foreign_keys", "ON").map_err(failed)?;
    let tables = Table::all(&new).map_err(failed)?;
    let mut found =
        read_tables(&tables, copy.as_ref().map(|copy| &*copy.file), source.as_ref(), bytes)
            .map_err(failed)?;
    let answers = &found["reviews"].rows;
    let mut known = source.as_ref().map(|source| known_places(source, bytes)).unwrap_or_default();
    let nothing_read = found.values().all(|found| found.rows.rows.is_empty());
    let read = answers.rows.len();
    let needs_backup = found.values().any(|found| !found.is_whole) || holes(answers, &known) > 0;
    let backup = evidence::suitable_backup(path, answers);
    if nothing_read && backup.is_none() {
        let detail = "nothing in it can be read, and there is no backup".to_owned();
        return Err(JournalError::Damaged(path.to_owned(), detail));
    }
    let answers = backup.as_ref().map(|(.., answers)| answers);
    let corrected = corrected(source.as_ref().unwrap_or(&new), &mut found, answers);
    let step = new.transaction().map_err(failed)?;
    let filler = backup.as_ref().map(|(_, backup, answers)| (backup, answers));
    let (incomplete, filled) = write_tables(&step, &tables, &found, filler).map_err(failed)?;
    step.execute(reviews::STRIKE_CORRECTED, []).map_err(failed)?;
    complete_meta(&step, at, device).map_err(failed)?;
    step.commit().map_err(failed)?;
    if check::flaws(&new, Depth::Entries).map_err(failed)?.is_some() {
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
    let backup = backup.filter(|_| needs_backup);
    let backup = backup.and_then(|(file, backup, _)| Some((file, Contents::of(&backup).ok()?)));
    new.close().map_err(|(_, error)| failed(error))?;
    scratch::sync(&target).map_err(io)?;
    Candidate::made(path, target, held).put_aside("damaged")?;
    Ok(Salvaged { held, read, missing, incomplete, backup, filled, corrected, is_cut_short })
}

/// Corrects what was `found` by the indexes in `source` and the answers in a backup.
fn corrected(
    source: &Connection,
    found: &mut BTreeMap<String, Found>,
    backup: Option<&Rows>,
) -> Corrected {
    let trees = check::trees(source).unwrap_or_default();
    let mut corrected = Corrected::default();
    for (table, found) in found.iter_mut().filter(|(_, found)| !found.rows.rows.is_empty()) {
        let indexes = trees.iter().filter(|tree| tree.is_index() && tree.table == *table);
        let indexes: Vec<_> = indexes.collect();
        corrected.add(evidence::correct(source, table, &indexes, &mut found.rows, backup));
    }
    corrected
}

/// Writes what was `found`, and what the `backup` has besides. Returns the tables, other than that of the answers, which may lack rows, and
/// those that have rows from the backup.
fn write_tables(
    to: &Connection,
    tables: &[Table],
    found: &BTreeMap<String, Found>,
    backup: Option<(&Connection, &Rows)>,
) -> rusqlite::Result<(Vec<String>, Vec<String>)> {
    let (mut incomplete, mut filled) = (Vec::new(), Vec::new());
    // Strikes and corrections refer to reviews.
    let is_answers = |table: &&String| *table == "reviews";
    let (answers, others): (Vec<_>, Vec<_>) =
        tables.iter().map(|table| &table.name).partition(is_answers);
    for table in answers.into_iter().chain(others) {
        let Found { rows, is_whole } = &found[table];
        let others = backup.filter(|_| !is_whole && !is_answers(&table));
        let filler = others.map(|(source, _)| Rows::of(source, table).unwrap_or_default());
        let mut added = 0;
        // A sound copy of an answer, which never changes, is better; in other tables it may be out of date.
        if let Some((_, filler)) = backup.filter(|_| is_answers(&table)) {
            let read: BTreeSet<_> = rows.rows.iter().map(|row| rows.seq(row)).collect();
            added = filler.rows.iter().filter(|row| !read.contains(&filler.seq(row))).count();
            filler.insert(to, table)?;
        }
        let refused = rows.insert(to, table)?;
        if let Some(filler) = filler {
            added = filler.rows.len() - filler.insert(to, table)?;
        }
        if !is_answers(&table) && (!is_whole || refused > 0) {
            incomplete.push(table.clone());
        }
        if added > 0 {
            filled.push(table.clone());
        }
    }
    Ok((incomplete, filled))
}

/// Opens a copy of a damaged journal, if its header can be read at all.
fn open_leniently(copy: &Path) -> Option<Connection> {
    let connection = scratch::open(copy).ok()?;
    // Otherwise, one garbled line of the schema would hide all tables.
    connection.pragma_update(None, "writable_schema", "ON").ok()?;
    check::trees(&connection).ok().filter(|trees| !trees.is_empty())?;
    Some(connection)
}

/// How many of the `known` places have no readable answer.
fn holes(answers: &Rows, known: &BTreeSet<i64>) -> usize {
    let read: BTreeSet<i64> = answers.rows.iter().filter_map(|row| answers.seq(row)).collect();
    known.difference(&read).count()
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

/// Adds what every journal has to `meta`.
fn complete_meta(new: &Connection, at: Timestamp, device: Uuid) -> rusqlite::Result<()> {
    new.execute(
        "INSERT OR IGNORE INTO meta (key, value)
         SELECT 'device', coalesce((SELECT device FROM reviews GROUP BY device ORDER BY count(*) DESC LIMIT 1), ?1)
         UNION ALL SELECT 'created', coalesce((SELECT min(at) FROM reviews), ?2)
         UNION ALL SELECT 'jottings', 0",
        params![device, at],
    )?;
    new.execute(LAST_NUMBER, []).map(drop)
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
