//! Which values the program can read in each column, as far as SQLite does not check them: it takes any bytes for text.

use rusqlite::types::{FromSql, ValueRef};
use uuid::Uuid;

use crate::core::annotations::NoteKind;
use crate::core::card::{Direction, TermId};
use crate::core::review::{AnswerKind, Form};
use crate::core::time::{Day, Timestamp};
use crate::store::{LookedUpIn, Verdict};

/// Whether the program can read a value. The first one is that in the first column of its row.
pub(super) type Reads = fn(ValueRef<'_>, ValueRef<'_>) -> bool;

/// How to tell that for values in this `column` of `table`.
pub(super) fn reads(table: &str, column: &str) -> Reads {
    match (table, column) {
        (_, "term" | "sentence") | ("jottings", "answer") => read_as::<TermId>,
        (_, "direction") => read_as::<Direction>,
        (_, "form") => read_as::<Form>,
        ("reviews", "kind") => read_as::<AnswerKind>,
        ("notes", "kind") => read_as::<NoteKind>,
        ("lookups", "place") => read_as::<LookedUpIn>,
        ("parameters", "state") => read_as::<Verdict>,
        (_, "id" | "sitting" | "device" | "review" | "corrects") => read_as::<Uuid>,
        (_, "day" | "until" | "answered" | "due" | "first" | "last" | "learned") => read_as::<Day>,
        (_, "took_ms" | "number" | "lapses" | "stability_bits" | "difficulty_bits")
        | ("states", "reviews") => read_as::<u32>,
        (_, "lines" | "held_out") => read_as::<usize>,
        // Otherwise, a wanted term looks the same.
        ("meta", "key") => |_, key| key.as_str().is_ok_and(|key| !key.contains('/')),
        ("meta", "value") => |key, value| match key.as_str() {
            Ok("device") => read_as::<Uuid>(key, value),
            Ok("created") => read_as::<Timestamp>(key, value),
            Ok("jottings") => read_as::<u32>(key, value),
            _ => read_as::<usize>(key, value),
        },
        _ => |_, value| !matches!(value, ValueRef::Text(_)) || value.as_str().is_ok(),
    }
}

/// Where there is no value, SQLite checks whether there may be none.
fn read_as<T: FromSql>(_: ValueRef<'_>, value: ValueRef<'_>) -> bool {
    value == ValueRef::Null || T::column_result(value).is_ok()
}
