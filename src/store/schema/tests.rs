//! Tests migrations, including steps that fail, and makes older journals for other tests.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::core::annotations::{Flag, Hold, Holding, Note, NoteKind};
use crate::core::card::DeckId;
use crate::core::jotting::Jotting;
use crate::core::meeting::{Asked, Visit};
use crate::store::tests::{BORN, copy_path, device, id, numbers, open_in, review, term};
use crate::store::{Journal, LookedUpIn, Lookup, Remembered};

/// The tables of the oldest version.
const VERSION_10: &str = include_str!("../../../tests/data/version_10.sql");
const FAILS: &str =
    "CREATE TABLE places (at INTEGER NOT NULL) STRICT; INSERT INTO place VALUES (1)";
const ORPHANS: &str =
    "DROP TRIGGER strikes_are_not_replaced; INSERT INTO strikes VALUES (zeroblob(16), 0)";
/// Rebuilds a table that others refer to and that has a trigger against deletes.
const REBUILDS: &str = "
CREATE TABLE reviews_2 AS SELECT *, NULL AS heard_from FROM reviews;
DROP TABLE reviews;
ALTER TABLE reviews_2 RENAME TO reviews;
CREATE UNIQUE INDEX reviews_by_id ON reviews (id);
";

/// Turns the closed journal at `path` into one of version 10 with the same data, except derived states.
pub(in crate::store) fn make_older(path: &Path) {
    let older = path.with_extension("older");
    let connection = Connection::open(&older).unwrap();
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).unwrap();
    connection.execute_batch(VERSION_10).unwrap();
    connection.pragma_update(None, "application_id", APPLICATION).unwrap();
    connection.pragma_update(None, "user_version", OLDEST).unwrap();
    connection.execute("ATTACH ?1 AS newer", [path.to_str().unwrap()]).unwrap();
    let tables = "SELECT name, (SELECT group_concat(name) FROM pragma_table_info(tables.name)) FROM main.sqlite_schema AS tables
                  WHERE type = 'table' AND name NOT IN ('cache', 'states', 'past', 'past_states')";
    let tables: Vec<(String, String)> =
        read(&connection, tables, |row| Ok((row.get(0)?, row.get(1)?)));
    for (table, columns) in tables {
        let copy =
            format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}");
        connection.execute(&copy, []).unwrap();
    }
    connection.execute("DELETE FROM main.meta WHERE key = 'jottings'", []).unwrap();
    drop(connection);
    fs::rename(older, path).unwrap();
}

fn read<T>(
    connection: &Connection,
    sql: &str,
    row: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> Vec<T> {
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap()
}

/// A closed journal of version 10 with three reviews.
fn old(folder: &Path) -> PathBuf {
    let mut journal = open_in(folder).unwrap();
    for n in 1..=3 {
        journal.append(&review(n), None).unwrap();
    }
    let path = journal.path().to_owned();
    drop(journal);
    make_older(&path);
    path
}

/// Runs `migrations` on the journal at `path`, as opening it would.
fn migrate_with(path: &Path, migrations: &[&str]) -> Result<(), JournalError> {
    let mut connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "foreign_keys", "OFF").unwrap();
    migrate(&mut connection, path, migrations)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What the journal's tables, indexes and triggers are made with, without comments and spaces.
fn definitions(journal: &Journal) -> Vec<(String, String)> {
    let sql = "SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name";
    let mut all = read(&journal.connection, sql, |row| Ok((row.get(0)?, row.get::<_, String>(1)?)));
    for (_, sql) in &mut all {
        let lines = sql.lines().map(|line| line.split("--").next().unwrap_or_default());
        *sql = lines.flat_map(str::split_whitespace).collect();
    }
    all
}

#[test]
fn a_new_journal_is_made_without_copies() {
    let home = tempfile::tempdir().unwrap();
    let journal = open_in(home.path()).unwrap();
    assert_eq!(check::version(&journal.connection).unwrap(), NEWEST);
    drop(journal);
    assert_eq!(names(home.path()), ["journal.sqlite"]);
}

#[test]
fn a_migrated_journal_has_the_schema_of_a_new_one() {
    let home = tempfile::tempdir().unwrap();
    old(home.path());
    let migrated = open_in(home.path()).unwrap();
    assert_eq!(definitions(&migrated), definitions(&crate::store::tests::journal()));
}

#[test]
fn a_migrated_journal_keeps_all_its_data() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_in(home.path()).unwrap();
    for n in 1..=5 {
        journal.append(&review(n), None).unwrap();
    }
    journal.strike(&[id(2)], BORN, &[]).unwrap();
    let (at, day, words) = (BORN, review(1).day, Some("by hand".to_owned()));
    let (id, term) = (id(1), term(1));
    let deck = DeckId::from("platform");
    let jotting = Jotting {
        id,
        number: 1,
        words: "flux".to_owned(),
        at,
        deck: Some(deck.clone()),
        heard: words.clone(),
        said_by: words.clone(),
    };
    journal.jot(jotting).unwrap();
    let note = Note { id, term: term.clone(), kind: NoteKind::Mnemonic, words: words.clone(), at };
    journal.put_note(&note).unwrap();
    let hold = Some(Hold::Suspended);
    journal.put_holding(&Holding { id, term: term.clone(), hold, at }).unwrap();
    journal.put_flag(&Flag { id, term: term.clone(), words: words.clone(), at }).unwrap();
    let spelling = "sequel".to_owned();
    journal.remember(&Remembered { spelling, term: term.clone(), at }).unwrap();
    let (query, place) = ("slo".to_owned(), LookedUpIn::Shell);
    journal.look_up(&Lookup { id, term: term.clone(), at, day, query, place }).unwrap();
    journal.want(&term, at).unwrap();
    journal.visit(&Visit { id, deck: deck.clone(), at, day, text: words.clone() }).unwrap();
    let question = "why?".to_owned();
    let asked = Asked {
        id,
        deck,
        term: Some(term.clone()),
        question,
        at,
        day,
        answer: words,
        answered: Some(day),
    };
    journal.asked(&asked).unwrap();
    journal.put_reading(&"platform".into(), day, &[(term.clone(), "d")]).unwrap();
    journal.put_seen(&term, "d", at).unwrap();
    journal.note("said", 400).unwrap();
    let rows = |journal: &Journal| {
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        let tables: Vec<String> = read(&journal.connection, tables, |row| row.get(0));
        let rows = tables.into_iter().map(|table| {
            let sql = format!("SELECT * FROM {table} ORDER BY 1");
            let statement = journal.connection.prepare(&sql).unwrap();
            let width = statement.column_count();
            let rows = read(&journal.connection, &sql, |row| {
                (0..width).map(|at| row.get(at)).collect::<Result<Vec<rusqlite::types::Value>, _>>()
            });
            // Older versions did not store how a review was answered.
            let forget = |mut row: Vec<rusqlite::types::Value>| {
                if table == "reviews" {
                    row[14] = rusqlite::types::Value::Null;
                }
                row
            };
            let rows: Vec<_> = rows.into_iter().map(forget).collect();
            (table, rows)
        });
        rows.collect::<Vec<_>>()
    };
    let before = rows(&journal);
    let path = journal.path().to_owned();
    drop(journal);
    make_older(&path);
    let journal = open_in(home.path()).unwrap();
    assert!(copy_path(&path, NEWEST).exists(), "it was migrated");
    assert_eq!(rows(&journal), before);
    assert_eq!(journal.device(), device());
    journal.integrity().unwrap();
}

#[test]
fn an_older_journal_is_copied_before_each_step() {
    let home = tempfile::tempdir().unwrap();
    let path = old(home.path());
    let mut journal = open_in(home.path()).unwrap();
    assert_eq!(check::version(&journal.connection).unwrap(), NEWEST);
    journal.append(&review(4), None).unwrap();
    drop(journal);
    let copies = (OLDEST + 1..=NEWEST).map(|to| format!("journal.sqlite.before-v{to}.bak"));
    let files: Vec<String> = ["journal.sqlite".to_owned()].into_iter().chain(copies).collect();
    assert_eq!(names(home.path()), files);
    let copy = copy_path(&path, 12);
    assert_eq!(check::version(&Connection::open(&copy).unwrap()).unwrap(), 11);
    let copy = Journal::open(&copy, BORN, device()).unwrap();
    assert_eq!(numbers(&copy.reviews().unwrap()), [1, 2, 3]);
    copy.integrity().unwrap();
}

#[test]
fn a_copy_has_what_is_still_in_the_log_and_is_private() {
    let home = tempfile::tempdir().unwrap();
    let path = old(home.path());
    let running = Connection::open(&path).unwrap();
    running.execute("INSERT INTO meta VALUES ('said', 400)", []).unwrap();
    drop(open_in(home.path()).unwrap());
    let copy = copy_path(&path, 11);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let copy = Journal::open(&copy, BORN, device()).unwrap();
    assert_eq!(copy.noted("said").unwrap(), Some(400));
}

#[test]
fn a_step_that_fails_leaves_the_version_before_it_in_use() {
    for (fails, says) in [
        (FAILS, "no such table: place"),
        (ORPHANS, "1 rows would lose"),
        ("CREATE TABLE meta (x)", "already exists"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let path = old(home.path());
        for _ in 0..2 {
            let error = migrate_with(&path, &[MIGRATIONS[0], fails]).unwrap_err();
            assert!(matches!(error, JournalError::Migration { to: 12, .. }), "{error}");
            assert!(error.to_string().contains(says), "{error}");
        }
        let connection = Connection::open(&path).unwrap();
        assert_eq!(check::version(&connection).unwrap(), 11);
        connection.execute("INSERT INTO meta VALUES ('said', 400)", []).unwrap();
        drop(connection);
        // The corrected step succeeds, and copies what was written since.
        let journal = open_in(home.path()).unwrap();
        assert_eq!(numbers(&journal.reviews().unwrap()), [1, 2, 3]);
        journal.integrity().unwrap();
        let copy = Journal::open(&copy_path(&path, 12), BORN, device()).unwrap();
        assert_eq!(copy.noted("said").unwrap(), Some(400));
    }
}

#[test]
fn a_table_that_others_refer_to_can_be_rebuilt() {
    let home = tempfile::tempdir().unwrap();
    let path = old(home.path());
    open_in(home.path()).unwrap().strike(&[id(2)], BORN, &[]).unwrap();
    make_older(&path);
    migrate_with(&path, &[MIGRATIONS[0], REBUILDS]).unwrap();
    let connection = Connection::open(&path).unwrap();
    let sql = "SELECT (SELECT count(*) FROM reviews), (SELECT count(*) FROM strikes),
                      (SELECT count(*) FROM pragma_foreign_key_check)";
    let counts: (u32, u32, u32) =
        connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    assert_eq!(counts, (3, 1, 0));
}

#[test]
fn of_two_programs_that_bring_it_forward_one_does_and_both_go_on() {
    let home = tempfile::tempdir().unwrap();
    old(home.path());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let journal = open_in(home.path()).unwrap();
                assert_eq!(numbers(&journal.reviews().unwrap()), [1, 2, 3]);
            });
        }
    });
}

#[test]
fn a_journal_of_a_version_no_longer_supported_is_refused_untouched() {
    let home = tempfile::tempdir().unwrap();
    let path = old(home.path());
    for found in [1, OLDEST - 1] {
        Connection::open(&path).unwrap().pragma_update(None, "user_version", found).unwrap();
        let before = fs::read(&path).unwrap();
        let error = open_in(home.path()).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "{} was made by a development version of shoptalk that is no longer supported (schema {found}); it was not \
                 changed: keep the file and start over in another folder with --data, or move it away",
                path.display()
            )
        );
        assert!(fs::read(&path).unwrap() == before);
        assert_eq!(names(home.path()), ["journal.sqlite"]);
    }
}

#[test]
fn open_jottings_keep_the_numbers_by_which_they_were_listed_and_others_keep_no_talk() {
    let home = tempfile::tempdir().unwrap();
    let path = old(home.path());
    let connection = Connection::open(&path).unwrap();
    for (n, ended, answer) in
        [(1, None, None), (2, Some(9), None), (3, None, None), (4, Some(9), Some("mine/four"))]
    {
        let row = "INSERT INTO jottings (id, words, at, heard, said_by, ended, answer)
                   VALUES (?1, ?2, ?3, 'the talk', 'Ana', ?4, ?5)";
        let id = Uuid::from_u128(n).into_bytes();
        let at = i64::try_from(n).unwrap();
        connection.execute(row, params![id, format!("word {n}"), at, ended, answer]).unwrap();
    }
    drop(connection);
    let mut journal = open_in(home.path()).unwrap();
    let row = "SELECT number || ' ' || words || ' ' || coalesce(heard, '-') || ' ' || coalesce(said_by, '-') FROM jottings ORDER BY number";
    let rows: Vec<String> = journal.read(row, [], |row| row.get(0)).unwrap();
    assert_eq!(
        rows,
        ["1 word 1 the talk Ana", "2 word 3 the talk Ana", "3 word 2 - -", "4 word 4 - Ana"]
    );
    let new = Jotting {
        id: Uuid::from_u128(5),
        number: 0,
        words: "word 5".to_owned(),
        at: BORN,
        deck: None,
        heard: None,
        said_by: None,
    };
    assert_eq!(journal.jot(new).unwrap().number, 5);
}
