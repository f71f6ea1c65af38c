//! Decides which values are right where a row of a damaged journal, an index over it and a backup disagree: those that two of them
//! have, else those that agree better with the rest.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::core::words::counted;
use crate::core::wrong_dates::TOLERANCE;
use crate::store::check::{self, Depth, Tree};
use crate::store::rows::Rows;
use crate::store::{copies, schema};

/// With more other answers than this in the same places, a backup is of another history.
const GARBLED: usize = 2;
/// How many backups say what an answer was.
const VOTERS: usize = 3;
const DAY: i64 = 86_400_000;

/// How many rows of a damaged journal were corrected, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Corrected {
    /// Those with values from an index.
    pub from_index: usize,
    /// Those with values from a backup.
    pub from_backup: usize,
    /// Those that an index contradicts, and nothing says which is right; they stay as they are.
    pub doubtful: usize,
    /// The answers that no index and no backup has.
    pub unchecked: usize,
}

impl Corrected {
    /// Adds the numbers of another table.
    pub(super) fn add(&mut self, other: Self) {
        self.from_index += other.from_index;
        self.from_backup += other.from_backup;
        self.doubtful += other.doubtful;
        self.unchecked += other.unchecked;
    }

    /// In words, part by part; empty if nothing was corrected.
    pub fn told(self) -> Vec<String> {
        let parts = [
            (self.from_index, "corrected from an index"),
            (self.from_backup, "corrected from a backup"),
            (self.doubtful, "perhaps wrong, because an index says otherwise"),
            (self.unchecked, "perhaps wrong, because there is nothing to compare them with"),
        ];
        let told = parts.iter().filter(|(count, _)| *count > 0);
        told.map(|(count, how)| format!("{how}: {}", counted(*count, "row"))).collect()
    }
}

/// The sound backup of the journal at `path` with the most answers, and these answers, each as most of the oldest backups have it. One whose
/// answers differ from `answers`, which were read from the journal, is of another history, and does not count.
pub(super) fn suitable_backup(path: &Path, answers: &Rows) -> Option<(PathBuf, Connection, Rows)> {
    let (at, id) = (answers.column("at"), answers.column("id"));
    let given: HashMap<i64, (&Value, &Value)> = answers
        .rows
        .iter()
        .filter_map(|row| Some((answers.seq(row)?, (&row[id?], &row[at?]))))
        .collect();
    let mut suitable: Vec<(PathBuf, Connection, Rows)> = Vec::new();
    for (_, file) in copies::backups(path) {
        let Ok(backup) = copies::untouched(&file) else { continue };
        let is_sound = check::flaws(&backup, Depth::Entries).is_ok_and(|flaws| flaws.is_none());
        if !is_sound || schema::identify(&backup, &file).is_err() {
            continue;
        }
        let Ok(theirs) = Rows::of(&backup, "reviews") else { continue };
        let (Some(their_id), Some(their_at)) = (theirs.column("id"), theirs.column("at")) else {
            continue;
        };
        let is_other = |row: &&Vec<Value>| {
            let given = theirs.seq(row).and_then(|place| given.get(&place));
            given.is_some_and(|(id, at)| **id != row[their_id] && **at != row[their_at])
        };
        if theirs.rows.iter().filter(is_other).count() <= GARBLED {
            suitable.push((file, backup, theirs));
        }
    }
    // Of equal ones, the newest.
    let best = (0..suitable.len()).max_by_key(|at| suitable[*at].2.rows.len())?;
    let all: Vec<&Rows> = suitable.iter().map(|(.., answers)| answers).collect();
    let rows = outvoted(&all, all[best]);
    let (file, backup, mut answers) = suitable.swap_remove(best);
    answers.rows = rows;
    Some((file, backup, answers))
}

/// The rows of `best` with the values that most of the `VOTERS` oldest backups that have an answer give it: what was changed later
/// is in the newer ones as well. `all` are in order, the oldest first.
fn outvoted(all: &[&Rows], best: &Rows) -> Vec<Vec<Value>> {
    let id = |rows: &Rows, row: &[Value]| rows.column("id").map(|id| bytes(&row[id]));
    let by_place = all.iter().map(|rows| {
        let known = rows.rows.iter().filter_map(|row| Some((rows.seq(row)?, row)));
        (*rows, known.collect::<HashMap<_, _>>())
    });
    let by_place: Vec<_> = by_place.collect();
    let settled = |row: &Vec<Value>| {
        let same = by_place.iter().filter_map(|(rows, known)| {
            let old = known.get(&best.seq(row)?)?;
            (id(rows, old) == id(best, row)).then_some((rows, *old))
        });
        let oldest: Vec<_> = same.take(VOTERS).collect();
        let value = |(own, name): (&Value, &String)| {
            let votes: Vec<&Value> = oldest
                .iter()
                .filter_map(|(rows, old)| rows.column(name).map(|at| &old[at]))
                .collect();
            let count = |value: &&&Value| votes.iter().filter(|vote| vote == value).count();
            // The last of equals is the oldest.
            let most = votes.iter().rev().max_by_key(count);
            // An answer text that is missing was erased.
            let is_erased = name == "answer" && *own == Value::Null;
            most.filter(|_| !is_erased).map_or(own, |most| most).clone()
        };
        row.iter().zip(&best.columns).map(value).collect()
    };
    best.rows.iter().map(settled).collect()
}

/// How many answers of the journal behind `connection`, at `path`, are not as in its backups.
pub(super) fn unlike_backups(connection: &Connection, path: &Path) -> rusqlite::Result<usize> {
    let mut answers = Rows::of(connection, "reviews")?;
    let Some((.., theirs)) = suitable_backup(path, &answers) else { return Ok(0) };
    let indexes = check::trees(connection)?;
    let indexes = indexes.iter().filter(|tree| tree.is_index() && tree.table == "reviews");
    let indexes: Vec<_> = indexes.collect();
    let corrected = correct(connection, "reviews", &indexes, &mut answers, Some(&theirs));
    Ok(corrected.from_backup)
}

/// Corrects the `rows` of `table` by its sound `indexes`, and answers by those in a `backup`.
pub(super) fn correct(
    from: &Connection,
    table: &str,
    indexes: &[&Tree],
    rows: &mut Rows,
    backup: Option<&Rows>,
) -> Corrected {
    let (mut corrected, mut unchecked) = (Corrected::default(), HashSet::new());
    let backup = backup.filter(|_| table == "reviews");
    // An index that cannot be read is damaged as well.
    let entries = indexes.iter().filter_map(|index| Entries::of(from, index, rows).ok());
    let entries: Vec<Entries> = entries.collect();
    corrected.from_index += put_back(&entries, rows);
    let rest = Rest::of(from, rows);
    let theirs: HashMap<i64, &Vec<Value>> = backup
        .iter()
        .flat_map(|backup| backup.rows.iter().filter_map(|row| Some((backup.seq(row)?, row))))
        .collect();
    let place = |column: &usize| backup.and_then(|backup| backup.column(&rows.columns[*column]));
    let places: Vec<Option<usize>> = (0..rows.columns.len()).map(|column| place(&column)).collect();
    for at in 0..rows.rows.len() {
        let row = &rows.rows[at];
        let their = |column: usize| Some(&theirs.get(&rows.seq(row)?)?[places[column]?]);
        let (mut new, mut confirmed) = (row.clone(), HashSet::<usize>::new());
        let (mut by_index, mut is_doubtful) = (false, false);
        for Entries { columns, of } in &entries {
            let Some(known) = of.get(&bytes(&row[0])) else { continue };
            let has = |row: &[Value], entry: &[Value]| {
                columns.iter().zip(entry).all(|(column, value)| row[*column] == *value)
            };
            if known.iter().any(|entry| has(row, entry)) {
                confirmed.extend(columns);
                continue;
            }
            let mut other = new.clone();
            for (column, value) in columns.iter().zip(&known[0]) {
                other[*column] = value.clone();
            }
            let agrees =
                |row: &[Value]| columns.iter().all(|column| their(*column) == Some(&row[*column]));
            let score = |row: &[Value]| (agrees(row), rest.fits(rows, row, at));
            match score(&other).cmp(&score(&new)) {
                std::cmp::Ordering::Greater => (new, by_index) = (other, true),
                std::cmp::Ordering::Equal => is_doubtful = true,
                std::cmp::Ordering::Less => {}
            }
            confirmed.extend(columns);
        }
        // Another answer may have its place.
        let is_same = ["id", "at"].into_iter().filter_map(|name| rows.column(name));
        let mut by_backup = false;
        let is_unknown = confirmed.is_empty() && table == "reviews";
        let is_theirs = is_same.into_iter().any(|column| their(column) == Some(&new[column]));
        if is_unknown && !is_theirs {
            // Two pages may have the same answer.
            unchecked.insert(bytes(&row[0]));
        }
        if is_theirs {
            // What was changed through SQLite is in its indexes as well.
            let has_id = rows.column("id").is_some_and(|id| their(id) == Some(&new[id]));
            for column in (0..new.len()).filter(|column| has_id || !confirmed.contains(column)) {
                // An answer text that is missing was erased.
                let is_erased = rows.columns[column] == "answer" && new[column] == Value::Null;
                if let Some(value) = their(column).filter(|value| **value != new[column])
                    && !is_erased
                {
                    new[column] = value.clone();
                    by_backup = true;
                }
            }
        }
        corrected.from_index += usize::from(by_index);
        corrected.from_backup += usize::from(by_backup);
        corrected.doubtful += usize::from(is_doubtful);
        rows.rows[at] = new;
    }
    corrected.unchecked = unchecked.len();
    corrected
}

/// The entries of an index.
struct Entries {
    /// Where its columns are in a row.
    columns: Vec<usize>,
    /// The entries for each key, which is a row's first value.
    of: HashMap<Vec<u8>, Vec<Vec<Value>>>,
}

impl Entries {
    fn of(from: &Connection, index: &Tree, rows: &Rows) -> rusqlite::Result<Self> {
        let sql = "SELECT name FROM pragma_index_info(?1) WHERE name NOT NULL ORDER BY seqno";
        let mut names = from.prepare(sql)?;
        let names = names.query_map([&index.name], |row| row.get(0))?;
        let names: Vec<String> = names.collect::<Result<_, _>>()?;
        let columns: Vec<usize> = names.iter().filter_map(|name| rows.column(name)).collect();
        let key = &rows.columns[0];
        let sql = format!(
            "SELECT \"{key}\", {} FROM \"{}\" INDEXED BY \"{}\"",
            columns.iter().map(|at| rows.columns[*at].as_str()).collect::<Vec<_>>().join(", "),
            index.table,
            index.name
        );
        let mut of: HashMap<_, Vec<Vec<Value>>> = HashMap::new();
        let mut select = from.prepare(&sql)?;
        let mut found = select.query([])?;
        while let Some(row) = found.next()? {
            let values = (1..=columns.len()).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            of.entry(bytes(&row.get(0)?)).or_default().push(values);
        }
        Ok(Self { columns, of })
    }
}

/// Gives rows whose sequence numbers no index knows those that the indexes have for their IDs, if no row has them. Returns how many.
fn put_back(entries: &[Entries], rows: &mut Rows) -> usize {
    let Some(id) = rows.column("id").filter(|_| rows.column("seq") == Some(0)) else { return 0 };
    let Some(ids) = entries.iter().find(|entries| entries.columns == [id]) else { return 0 };
    let mut seqs = HashMap::new();
    for (seq, found) in &ids.of {
        seqs.extend(found.iter().map(|entry| (bytes(&entry[0]), seq)));
    }
    let knowing = |seq: &Vec<u8>| entries.iter().filter(|it| it.of.contains_key(seq)).count();
    let mut taken: HashSet<Vec<u8>> = rows.rows.iter().map(|row| bytes(&row[0])).collect();
    let mut count = 0;
    for row in &mut rows.rows {
        if knowing(&bytes(&row[0])) == 0
            && let Some(seq) = seqs.get(&bytes(&row[id])).filter(|seq| knowing(seq) > 1)
            && let Ok(number) = <[u8; 8]>::try_from(&seq[..])
            && taken.insert((*seq).clone())
        {
            row[0] = Value::Integer(i64::from_be_bytes(number));
            count += 1;
        }
    }
    rows.rows.sort_by_cached_key(|row| match row[0] {
        Value::Integer(seq) => Some(seq),
        _ => None,
    });
    count
}

/// What the rest of a journal says about the values of a row.
struct Rest {
    /// How often each value is in each of these columns.
    counts: HashMap<(&'static str, Vec<u8>), usize>,
    /// The times of the rows.
    times: Vec<i64>,
}

impl Rest {
    fn of(from: &Connection, rows: &Rows) -> Self {
        let mut counts = HashMap::new();
        for name in ["term", "direction", "sitting"] {
            let Some(column) = rows.column(name) else { continue };
            for row in &rows.rows {
                *counts.entry((name, bytes(&row[column]))).or_insert(0) += 1;
            }
        }
        for (name, sql) in [
            ("term", "SELECT DISTINCT term FROM states"),
            ("term", "SELECT DISTINCT term FROM introductions"),
            ("term", "SELECT DISTINCT term FROM seen"),
            ("id", "SELECT review FROM strikes"),
        ] {
            let Ok(mut select) = from.prepare(sql) else { continue };
            let Ok(values) = select.query_map([], |row| row.get::<_, Value>(0)) else { continue };
            for value in values.map_while(Result::ok) {
                *counts.entry((name, bytes(&value))).or_insert(0) += 1;
            }
        }
        let times = rows.column("at").map(|at| rows.rows.iter().map(move |row| time(&row[at])));
        Self { counts, times: times.into_iter().flatten().collect() }
    }

    /// How many facts agree with the values in `row`, which is at this place in `rows`, or could be.
    fn fits(&self, rows: &Rows, row: &[Value], place: usize) -> usize {
        let column = |name| rows.column(name);
        let at = column("at").map(|at| time(&row[at]));
        let made = |name| column(name).and_then(|id| born(&row[id]));
        let is_known = |name| {
            let is_own = |column: usize| row[column] == rows.rows[place][column];
            column(name).is_some_and(|column| {
                let count = self.counts.get(&(name, bytes(&row[column]))).copied().unwrap_or(0);
                count > usize::from(name != "id" && is_own(column))
            })
        };
        let is_after = |other: Option<&i64>| other.is_some_and(|other| at >= Some(*other));
        let is_before = |other: Option<&i64>| other.is_some_and(|other| at <= Some(*other));
        let within = |other: Option<i64>, most: u64| {
            at.zip(other).is_some_and(|(at, other)| at.abs_diff(other) <= most)
        };
        let day = column("day").map(|day| time(&row[day]).saturating_mul(DAY));
        [
            within(made("id"), TOLERANCE.unsigned_abs()),
            within(made("sitting"), DAY.unsigned_abs()),
            within(day, 2 * DAY.unsigned_abs()),
            place.checked_sub(1).is_some_and(|before| is_after(self.times.get(before))),
            is_before(self.times.get(place + 1)),
            is_known("term"),
            is_known("direction"),
            is_known("sitting"),
            is_known("id"),
        ]
        .into_iter()
        .filter(|fact| *fact)
        .count()
    }
}

/// The time at which this ID was made, in milliseconds since 1970, if it says so.
fn born(id: &Value) -> Option<i64> {
    let Value::Blob(id) = id else { return None };
    let id: &[u8; 16] = id.as_slice().try_into().ok()?;
    let millis = id[..6].iter().fold(0, |millis, byte| millis << 8 | i64::from(*byte));
    (id[6] >> 4 == 7).then_some(millis)
}

fn time(value: &Value) -> i64 {
    match value {
        Value::Integer(number) => *number,
        _ => i64::MIN,
    }
}

/// The bytes of a key or a word.
fn bytes(value: &Value) -> Vec<u8> {
    match value {
        Value::Integer(number) => number.to_be_bytes().to_vec(),
        Value::Text(text) => text.clone().into_bytes(),
        Value::Blob(bytes) => bytes.clone(),
        Value::Null | Value::Real(_) => Vec::new(),
    }
}
