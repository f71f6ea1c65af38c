//! Tests salvaging damaged journals: of 300 damaged copies, each is rebuilt or salvaged, and the program says what is missing.

use std::fs;
use std::path::{Path, PathBuf};

use rand::{Rng, RngExt as _};
use rusqlite::types::Value;

use super::read::Reader;
use super::*;
use crate::core::jotting::Jotting;
use crate::core::review::Review;
use crate::core::rng::{SeededRng, seeded};
use crate::store::Journal;
use crate::store::tests::{BORN, card, id, open_in, review, state};

const PAGE: usize = 4096;
const ANSWERS: u32 = 150;
/// The answers up to this one are in the backup.
const BACKED_UP: u32 = 100;
const STRUCK: [u32; 3] = [7, 70, 130];

/// A journal whose newest answers are in its log, with a backup.
struct Original {
    file: Vec<u8>,
    log: Vec<u8>,
    backup: Vec<u8>,
    /// All answers that count.
    reviews: Vec<Review>,
}

impl Original {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut journal = open_in(home.path()).unwrap();
        let extent = journal.history().unwrap().extent;
        assert!(journal.put_states(1, extent, []).unwrap());
        let mut backup = Vec::new();
        for n in 1..=ANSWERS {
            journal.append(&review(n), Some((&card(n), &state(n)))).unwrap();
            if STRUCK.contains(&n) {
                journal.strike(&[id(n)], BORN, &[(&card(n), None)]).unwrap();
            }
            if n == BACKED_UP {
                let (file, _) = journal.back_up(review(n).day).unwrap();
                backup = fs::read(file).unwrap();
            }
            if n == ANSWERS - 20 {
                journal.write_back();
            }
            if n.is_multiple_of(20) {
                journal.jot(jotting(n)).unwrap();
            }
        }
        let path = journal.path().to_owned();
        let read = |ending: &str| fs::read(beside(&path, ending)).unwrap();
        let reviews = journal.reviews().unwrap();
        Self { file: read(""), log: read("-wal"), backup, reviews }
    }

    /// Writes a damaged copy into `folder`. Returns the path of the journal.
    fn put(&self, folder: &Path, file: &[u8], log: Option<&[u8]>) -> PathBuf {
        let path = folder.join("journal.sqlite");
        fs::create_dir_all(folder.join("backups")).unwrap();
        let day = review(BACKED_UP).day;
        fs::write(copies::backup_of(&path, day), &self.backup).unwrap();
        fs::write(&path, file).unwrap();
        if let Some(log) = log {
            fs::write(beside(&path, "-wal"), log).unwrap();
        }
        path
    }
}

fn jotting(n: u32) -> Jotting {
    let words = format!("word {n}");
    Jotting { id: id(n), number: n, words, at: BORN, deck: None, heard: None, said_by: None }
}

fn scramble(bytes: &mut [u8], random: &mut SeededRng) {
    for _ in 0..random.random_range(1..=4) {
        let at = random.random_range(0..bytes.len());
        let end = (at + random.random_range(1..=64)).min(bytes.len());
        random.fill_bytes(&mut bytes[at..end]);
    }
}

fn zero_pages(bytes: &mut [u8], random: &mut SeededRng) {
    for _ in 0..random.random_range(1..=3) {
        let page = random.random_range(0..bytes.len() / PAGE);
        bytes[page * PAGE..(page + 1) * PAGE].fill(0);
    }
}

/// How many of the answers in `journal` are not among the original ones, and how many of those are missing.
fn compared(journal: &Journal, original: &Original) -> (usize, usize) {
    let found = journal.reviews().unwrap();
    let strange = found.iter().filter(|review| !original.reviews.contains(review)).count();
    (strange, original.reviews.len() + strange - found.len())
}

/// What became of a damaged copy.
#[derive(Debug, Default)]
struct Outcomes {
    sound: u32,
    rebuilt: u32,
    salvaged: u32,
    /// Salvaged with all answers.
    complete: u32,
}

#[test]
fn of_300_damaged_copies_each_answer_that_can_be_read_is_saved_and_none_is_made_up() {
    let original = Original::new();
    let mut random = seeded(20);
    let mut outcomes = Outcomes::default();
    for case in 0..300 {
        let (mut file, mut log) = (original.file.clone(), original.log.clone());
        let kind = ["bytes", "pages", "cut log", "scrambled log"][case % 4];
        match kind {
            "bytes" => scramble(&mut file, &mut random),
            "pages" => zero_pages(&mut file, &mut random),
            "cut log" => log.truncate(random.random_range(0..log.len())),
            _ => scramble(&mut log, &mut random),
        }
        if case % 8 >= 6 {
            zero_pages(&mut file, &mut random);
        }
        let home = tempfile::tempdir().unwrap();
        let path = original.put(home.path(), &file, (case % 3 > 0).then_some(&log));
        let had_log = case % 3 > 0 && !log.is_empty();
        let mut rebuilt = String::new();
        let told = match open_in(home.path()) {
            Ok(journal) if journal.rebuilt().is_some() => {
                outcomes.rebuilt += 1;
                rebuilt = journal.rebuilt().unwrap();
                let copies = ["damaged-1", "log-1"].map(|what| copies::named(&path, what));
                assert!(copies.iter().any(|copy| size(copy) > 0), "case {case}");
                None
            }
            Ok(_) => {
                outcomes.sound += 1;
                None
            }
            Err(JournalError::Damaged(..) | JournalError::ForeignLog(..)) => {
                assert_eq!(fs::read(&path).unwrap(), file, "case {case}: untouched");
                let saved = salvage(&path, BORN, Uuid::nil()).unwrap();
                outcomes.salvaged += 1;
                let aside = copies::named(&path, "damaged-1");
                assert_eq!(fs::read(&aside).unwrap(), file, "case {case}: kept");
                if had_log {
                    assert_eq!(fs::read(beside(&aside, "-wal")).unwrap(), log, "case {case}: kept");
                }
                Some(saved)
            }
            Err(error) => panic!("case {case}, {kind}: {error}"),
        };
        let journal = open_in(home.path()).unwrap();
        assert_eq!(journal.rebuilt(), None, "case {case}");
        journal.integrity().unwrap();
        let (strange, missing) = compared(&journal, &original);
        if let Some(saved) = told {
            let found = journal.reviews().unwrap();
            assert_eq!(saved.held.answers, found.len() as u64, "case {case}");
            assert_eq!(saved.held.newest, found.iter().map(|review| review.at).max());
            outcomes.complete += u32::from(missing == 0);
            let said: i64 = saved.missing.iter().map(|range| range.end() - range.start() + 1).sum();
            let known = usize::try_from(said).unwrap();
            // Struck answers can be missing as well.
            assert!(known <= missing + STRUCK.len(), "case {case}: {saved:?}");
            // Nothing is left to tell of answers that only the log had.
            assert!(known >= missing || had_log, "case {case}: {saved:?}");
            let is_honest = strange == 0 || saved.incomplete.iter().any(|it| it == "strikes");
            assert!(is_honest || kind == "bytes", "case {case}: {strange} {saved:?}");
        } else {
            // A log that ends early looks like one that a killed program left.
            let is_said = kind == "cut log" || rebuilt.contains("may be missing");
            assert!(missing == 0 || is_said, "case {case}: {missing} {rebuilt}");
            assert!(strange == 0 || rebuilt.contains("perhaps wrong"), "case {case}: {rebuilt}");
        }
        assert!(strange <= 1, "case {case}: {strange}");
    }
    let Outcomes { sound, rebuilt, salvaged, complete } = outcomes;
    assert_eq!(sound + rebuilt + salvaged, 300);
    assert!(rebuilt > 20 && salvaged > 100 && complete > 80, "{outcomes:?}");
}

#[test]
fn without_anything_to_read_and_without_a_backup_nothing_is_changed() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal.sqlite");
    fs::write(&path, vec![7; 3 * PAGE]).unwrap();
    let error = salvage(&path, BORN, Uuid::nil()).unwrap_err();
    assert!(error.to_string().contains("there is no backup"), "{error}");
    let entries: Vec<_> = fs::read_dir(home.path()).unwrap().collect();
    assert_eq!(entries.len(), 1);
    assert_eq!(fs::read(&path).unwrap(), vec![7; 3 * PAGE]);
}

#[test]
fn a_backup_of_another_history_is_left_alone() {
    let original = Original::new();
    let home = tempfile::tempdir().unwrap();
    let path = original.put(home.path(), &original.file, Some(&original.log));
    // A newer backup, of answers that were given up when an older one was restored.
    let other = tempfile::tempdir().unwrap();
    let mut journal = open_in(other.path()).unwrap();
    for n in 1..=20 {
        let at = review(n).at.plus_millis(77);
        journal.append(&Review { id: id(1_000 + n), at, ..review(n) }, None).unwrap();
    }
    let newer = copies::backup_of(&path, review(ANSWERS).day);
    journal.back_up_to(&newer).unwrap();
    let connection = Connection::open(&path).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'jottings'";
    let page: usize = connection.query_row(sql, [], |row| row.get(0)).unwrap();
    drop(connection);
    let mut file = fs::read(&path).unwrap();
    file[(page - 1) * PAGE..page * PAGE].fill(0);
    fs::write(&path, file).unwrap();
    let saved = salvage(&path, BORN, Uuid::nil()).unwrap();
    let backup = saved.backup.map(|(file, _)| file);
    assert_eq!(backup, Some(copies::backup_of(&path, review(BACKED_UP).day)));
    assert_eq!(saved.incomplete, ["jottings"]);
    let journal = open_in(home.path()).unwrap();
    assert_eq!(journal.reviews().unwrap(), original.reviews);
    assert_eq!(journal.jottings().unwrap().len(), 4, "those in the backup");
}

#[test]
fn a_corrected_answer_counts_once_even_if_the_strikes_are_lost() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    for n in 1..=5 {
        journal.append(&review(n), None).unwrap();
    }
    journal.correct(&[(id(2), review(6))], BORN).unwrap();
    journal.correct(&[(id(6), review(7))], BORN).unwrap();
    let known = journal.reviews().unwrap();
    let path = journal.path().to_owned();
    drop(journal);
    let connection = Connection::open(&path).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'strikes'";
    let page: usize = connection.query_row(sql, [], |row| row.get(0)).unwrap();
    drop(connection);
    let mut file = fs::read(&path).unwrap();
    file[(page - 1) * PAGE..page * PAGE].fill(0);
    fs::write(&path, file).unwrap();
    let saved = salvage(&path, BORN, Uuid::nil()).unwrap();
    assert_eq!((saved.held.answers, saved.incomplete), (5, vec!["strikes".to_owned()]));
    assert_eq!(open_in(home.path()).unwrap().reviews().unwrap(), known);
}

/// A journal with rows in every table, most of them on several pages. Returns its path, and the rows of each table.
fn full(home: &Path) -> (PathBuf, BTreeMap<String, Vec<Vec<Value>>>) {
    let journal = open_in(home).unwrap();
    let path = journal.path().to_owned();
    drop(journal);
    let connection = Connection::open(&path).unwrap();
    let at = BORN.millis();
    connection
        .execute_batch(&format!(
            "CREATE TEMP TABLE n (n INTEGER PRIMARY KEY, id BLOB, at INTEGER, day INTEGER, term TEXT, text TEXT);
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 300)
             INSERT INTO n SELECT n, randomblob(16), {at} + n, 20000 + n / 10, 'platform/term-' || n,
                 CASE WHEN n % 50 = 0 THEN hex(zeroblob(5000)) ELSE 'words of ' || n END FROM n;
             INSERT INTO reviews (id, term, direction, at, day, grade, form, took_ms, hint, sitting, device, kind)
                 SELECT id, term, 'speak', at, day, 3, 'type', 5000, 0, id, id, 'typed' FROM n;
             INSERT INTO strikes SELECT id, at FROM n WHERE n % 2 = 0;
             INSERT INTO introductions SELECT id, term, at, day, 900, id FROM n;
             INSERT INTO lookups SELECT id, term, at, day, text, 'shell' FROM n;
             INSERT INTO seen SELECT term, text, at FROM n;
             INSERT INTO parameters SELECT n, id, at, 'kept', zeroblob(84), 400, NULL, 1.0, 0.5, NULL, 2.0 FROM n;
             INSERT INTO jottings SELECT id, text, at, NULL, NULL, NULL, NULL, NULL, n FROM n;
             INSERT INTO credits SELECT n, id, term, 'Ana', at, day, 1 FROM n;
             INSERT INTO notes SELECT n, id, term, 'note', text, at FROM n;
             INSERT INTO holdings SELECT n, id, term, 'until', day, at FROM n;
             INSERT INTO flags SELECT id, term, NULL, at, NULL FROM n;
             INSERT INTO spellings SELECT text || n, term, at FROM n;
             INSERT INTO wanted SELECT term, at FROM n;
             INSERT INTO visits SELECT id, 'platform', at, day, NULL FROM n;
             INSERT INTO asked SELECT id, 'platform', NULL, text, at, day, text, NULL FROM n;
             INSERT INTO readings SELECT 'platform', day, term, text FROM n;
             INSERT INTO plays SELECT id, 'platform', 'outage', at, day, 12, 1 FROM n;
             UPDATE meta SET value = 300 WHERE key = 'jottings';
             DROP TABLE n;"
        ))
        .unwrap();
    (path, rows(&connection))
}

/// The rows of each table that is not derived.
fn rows(connection: &Connection) -> BTreeMap<String, Vec<Vec<Value>>> {
    let tables = Table::all(connection).unwrap().into_iter().map(|table| table.name);
    let read = |table: String| {
        let found = Reader { source: connection, table: &table, bytes: 1 << 30 }.read();
        assert!(found.is_whole && !found.rows.rows.is_empty(), "{table}");
        (table, found.rows.rows)
    };
    tables.map(read).collect()
}

#[test]
fn without_its_first_page_every_row_of_every_table_is_found_by_its_values() {
    let home = tempfile::tempdir().unwrap();
    let (path, known) = full(home.path());
    let mut file = fs::read(&path).unwrap();
    file[..PAGE].fill(0);
    fs::write(&path, file).unwrap();
    let saved = salvage(&path, BORN, Uuid::nil()).unwrap();
    assert_eq!((saved.held.given, saved.missing, saved.backup), (300, Vec::new(), None));
    assert_eq!(saved.corrected.unchecked, 300, "its indexes are not known any more");
    let told = saved.corrected.told();
    assert_eq!(told, ["perhaps wrong, because there is nothing to compare them with: 300 rows"]);
    let found = rows(&Connection::open(&path).unwrap());
    for (table, rows) in known {
        assert_eq!(found[&table], rows, "{table}");
    }
}

/// Swaps the root pages of two tables or indexes.
fn swap(path: &Path, names: [&str; 2]) {
    let connection = Connection::open(path).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let [one, two] = names.map(|name| {
        let page: usize = connection.query_row(sql, [name], |row| row.get(0)).unwrap();
        (page - 1) * PAGE
    });
    drop(connection);
    let mut file = fs::read(path).unwrap();
    let kept = file[one..one + PAGE].to_vec();
    file.copy_within(two..two + PAGE, one);
    file[two..two + PAGE].copy_from_slice(&kept);
    fs::write(path, file).unwrap();
}

#[test]
fn rows_whose_page_is_where_another_belongs_are_found_and_may_be_incomplete() {
    for (other, table) in
        [("jottings_by_number", "introductions"), ("flags", "seen"), ("seen", "flags")]
    {
        for is_backed_up in [true, false] {
            let home = tempfile::tempdir().unwrap();
            let mut journal = open_in(home.path()).unwrap();
            for n in 1..=20 {
                journal.append(&review(n), None).unwrap();
            }
            let path = journal.path().to_owned();
            let fill = format!(
                "INSERT INTO {table} SELECT {} FROM reviews",
                match table {
                    "introductions" => "id, term || seq, at, day, 900, sitting",
                    "flags" => "id, term, NULL, at, NULL",
                    _ => "term || seq, 'what it means', at",
                }
            );
            journal.connection.execute(&fill, []).unwrap();
            let known = Rows::of(&journal.connection, table).unwrap().rows;
            if is_backed_up {
                journal.back_up(review(20).day).unwrap();
            }
            drop(journal);
            swap(&path, [other, table]);
            let error = open_in(home.path()).unwrap_err();
            assert!(matches!(error, JournalError::Damaged(..)), "{table}: {error}");
            let saved = salvage(&path, BORN, Uuid::nil()).unwrap();
            assert!(saved.incomplete.iter().any(|it| it == table), "{table}: {saved:?}");
            let journal = open_in(home.path()).unwrap();
            assert_eq!(Rows::of(&journal.connection, table).unwrap().rows, known, "{table}");
            assert_eq!(journal.reviews().unwrap().len(), 20);
        }
    }
}
