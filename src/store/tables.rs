//! The tables of the newest schema version, as in `schema.sql`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rusqlite::Connection;

/// SQLite's application ID, which marks the file as our journal: "`ShTk`".
pub(super) const APPLICATION: i32 = 0x5368_546b;

/// The schema version this program writes.
pub(super) const NEWEST: u32 = 16;

/// Derived tables, refilled when empty.
pub(super) const CACHES: [&str; 2] = ["cache", "states"];

/// What is in a table of the journal, in the user's words. `None` for what is not the user's.
pub fn kind(table: &str) -> Option<&'static str> {
    Some(match table {
        "reviews" => "answers",
        "introductions" => "which words you were shown",
        "lookups" => "look-ups",
        "seen" | "readings" => "which meanings you have read",
        "parameters" => "your tuned schedule",
        "jottings" => "jottings",
        "credits" => "who explained words to you",
        "notes" => "notes and mnemonics",
        "holdings" => "words that you skipped or suspended",
        "flags" => "flags",
        "spellings" => "remembered spellings",
        "wanted" => "words for the next quiz",
        "visits" => "visits",
        "asked" => "questions that you asked teams",
        "plays" => "scenes that you sat in on",
        _ => return None,
    })
}

/// The tables of the newest version, which an empty file gets.
const TABLES: &str = include_str!("schema.sql");

/// Creates the tables of the newest version, with no rows.
pub(super) fn create_tables(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(TABLES)?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", NEWEST)
}

/// The tables and indexes of which columns are not there.
pub(super) fn missing(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    static ALL: LazyLock<BTreeSet<(String, String)>> = LazyLock::new(|| {
        let new = Connection::open_in_memory().and_then(|new| {
            create_tables(&new)?;
            columns(&new)
        });
        new.expect("the schema is valid")
    });
    let found = columns(connection)?;
    let missing = ALL.difference(&found);
    Ok(missing.map(|(tree, _)| tree.clone()).collect())
}

/// The tables and indexes, each with each of its columns.
fn columns(connection: &Connection) -> rusqlite::Result<BTreeSet<(String, String)>> {
    let sql = "SELECT tree.name, of.name FROM sqlite_schema tree, pragma_table_info(tree.name) of \
        UNION SELECT tree.name, of.name FROM sqlite_schema tree, pragma_index_info(tree.name) of WHERE of.name NOT NULL";
    connection.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
