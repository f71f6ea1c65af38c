//! Tests that the data of an earlier version opens, and that nothing in it is lost.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use crate::support::{DAY, TestEnv};

/// Tables that are derived from others, or that note what the program needs for itself.
const DERIVED: [&str; 3] = ["cache", "states", "meta"];

fn data(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/version_15");
    fs::read_to_string(folder.join(name)).expect("it is there")
}

/// The first column of what `sql` finds.
fn texts(journal: &Connection, sql: &str) -> Vec<String> {
    let mut statement = journal.prepare(sql).expect("the table is there");
    let rows = statement.query_map([], |row| row.get(0)).expect("it can be read");
    rows.collect::<Result<_, _>>().expect("it is text")
}

/// The rows of these `columns` of `table`, as text.
fn rows(journal: &Connection, table: &str, columns: &[String]) -> BTreeSet<String> {
    let sql = format!("SELECT {} FROM {table}", columns.join(", "));
    let mut statement = journal.prepare(&sql).expect("the columns are still there");
    let row = |row: &rusqlite::Row<'_>| {
        (0..columns.len()).map(|at| row.get(at)).collect::<Result<Vec<Value>, _>>()
    };
    let rows = statement.query_map([], row).expect("it can be read");
    rows.map(|row| format!("{:?}", row.expect("a row"))).collect()
}

#[test]
fn the_data_of_version_15_opens_and_loses_nothing() {
    let mut env = TestEnv::new();
    env.later(7 * DAY);
    env.write("data/settings.yaml", &data("settings.yaml"));
    env.write("data/decks/mine.yaml", &data("mine.yaml"));
    env.write("data/decks/bakery.yaml", &data("bakery.yaml"));
    let before = Connection::open_in_memory().expect("it opens");
    Connection::open(env.journal())
        .and_then(|journal| journal.execute_batch(&data("journal.sql")))
        .and_then(|()| before.execute_batch(&data("journal.sql")))
        .expect("it can be filled");

    let stats = env.run(&["stats", "--json"]).ends_with(0).json();
    let met = |deck: &str| {
        let teams = stats["decks"].as_array().expect("a list");
        let team = teams.iter().find(|team| team["deck"] == deck).expect("it is followed");
        team["met"].as_u64().expect("a number")
    };
    assert_eq!((met("platform"), met("bakery"), met("mine")), (29, 1, 1), "{stats}");
    for (args, shown) in [
        (["data", "notes"].as_slice(), ["the bank of mistakes", "keeps us honest"].as_slice()),
        (&["jot"], &["levain"]),
        (&["team", "visit", "platform"], &["They showed me the pager."]),
        (&["lookup", "sourdo"], &["A dough that rises by wild yeast.", "Ben"]),
        (&["settings", "minutes"], &["9"]),
        (&["lookup", "crum"], &["The inside of a loaf"]),
    ] {
        let ran = env.run(args).ends_with(0);
        for shown in shown {
            assert!(ran.out.contains(shown), "{args:?} lacks {shown}: {ran:#?}");
        }
    }
    env.run(&["--plain", "quiz", "platform"]).ends_with(0);
    env.run(&["data", "backup"]).ends_with(0);

    let after = Connection::open_with_flags(env.journal(), OpenFlags::SQLITE_OPEN_READ_ONLY)
        .expect("it opens");
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table'";
    for table in texts(&before, tables) {
        if DERIVED.contains(&table.as_str()) {
            continue;
        }
        let columns = texts(&before, &format!("SELECT name FROM pragma_table_info('{table}')"));
        let (old, new) = (rows(&before, &table, &columns), rows(&after, &table, &columns));
        assert!(old.is_subset(&new), "{table} lost {:?}", old.difference(&new));
    }
}
