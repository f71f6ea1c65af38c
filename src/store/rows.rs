//! Rows of a table on their way from one journal to another.

use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, params_from_iter};

/// Rows of one table.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// The names of the columns.
    pub(super) columns: Vec<String>,
    /// The rows.
    pub(super) rows: Vec<Vec<Value>>,
}

impl Rows {
    /// All rows of `table`, in order.
    pub(super) fn of(from: &Connection, table: &str) -> rusqlite::Result<Self> {
        let columns = columns(from, table)?;
        let mut select = from.prepare(&format!("SELECT * FROM \"{table}\" NOT INDEXED"))?;
        let all = 0..columns.len();
        let rows = select.query_map([], |row| all.clone().map(|at| row.get(at)).collect())?;
        Ok(Self { rows: rows.collect::<Result<_, _>>()?, columns })
    }

    /// Where the column of this name is.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// The place of `row` in the order in which the rows were written, if they have one.
    pub(super) fn seq(&self, row: &[Value]) -> Option<i64> {
        match row[self.column("seq")?] {
            Value::Integer(seq) => Some(seq),
            _ => None,
        }
    }

    /// Inserts the rows into `table` that fit and are not there yet. Returns how many were refused.
    pub(super) fn insert(&self, to: &Connection, table: &str) -> rusqlite::Result<usize> {
        let own = to.prepare(&format!("SELECT * FROM \"{table}\""))?;
        let shared: Vec<&String> =
            self.columns.iter().filter(|column| own.column_index(column).is_ok()).collect();
        if shared.is_empty() {
            return Ok(0);
        }
        let value = |column: &&String| match (table, column.as_str()) {
            // The answer that it corrects may be missing.
            ("reviews", "corrects") => "(SELECT id FROM reviews WHERE id = :corrects)".to_owned(),
            // Another jotting may have its number.
            ("jottings", "number") => {
                "CASE WHEN EXISTS (SELECT 1 FROM jottings WHERE number = :number)
                 THEN (SELECT max(number) FROM jottings) + 1 ELSE :number END"
                    .to_owned()
            }
            _ => format!(":{column}"),
        };
        let names: Vec<_> = shared.iter().map(|column| format!("\"{column}\"")).collect();
        let values: Vec<_> = shared.iter().map(value).collect();
        let sql = format!(
            "INSERT INTO \"{table}\" ({}) VALUES ({})",
            names.join(", "),
            values.join(", ")
        );
        let mut insert = to.prepare(&sql)?;
        let at: Vec<_> = shared.iter().filter_map(|column| self.column(column)).collect();
        let mut refused = 0;
        // In order, because corrected reviews refer to earlier ones.
        let mut all: Vec<_> = self.rows.iter().collect();
        all.sort_by_key(|row| self.seq(row));
        for row in all {
            match insert.execute(params_from_iter(at.iter().map(|at| &row[*at]))) {
                Ok(_) => {}
                Err(rusqlite::Error::SqliteFailure(error, _))
                    if error.code == ErrorCode::ConstraintViolation =>
                {
                    refused += 1;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(refused)
    }
}

/// The names of the columns of `table`, which may be damaged: [`rusqlite::Statement::column_names`] would panic.
pub(super) fn columns(from: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut names = from.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
    names.query_map([table], |row| row.get(0))?.collect()
}

/// The number of the last jotting is at least that of each that is there.
pub(super) const LAST_NUMBER: &str = "
UPDATE meta SET value = max(value, (SELECT coalesce(max(number), 0) FROM jottings)) WHERE key = 'jottings'";
