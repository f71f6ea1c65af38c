//! Converts core types to and from SQLite columns.

use std::collections::HashMap;

use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::core::annotations::NoteKind;
use crate::core::card::{CardId, DeckId, Direction, TermId};
use crate::core::review::{AnswerKind, Form, Grade};
use crate::core::time::{Day, Timestamp};
use crate::store::{LookedUpIn, Verdict};

/// The error for a column value that this program never writes.
fn unknown(what: &str, found: &dyn std::fmt::Display) -> FromSqlError {
    FromSqlError::Other(format!("unknown {what} `{found}`").into())
}

/// Stores a type as the number that its first function returns and its second one takes.
macro_rules! stored_as_numbers {
    ($($kind:ident $number:ident $to:ident $from:expr)*) => {$(
        impl ToSql for $kind {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.$to().into())
            }
        }

        impl FromSql for $kind {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let number = $number::column_result(value)?;
                $from(number).ok_or_else(|| unknown(stringify!($kind), &number))
            }
        }
    )*};
}

stored_as_numbers! {
    Timestamp i64 millis |millis| Some(Timestamp::from_millis(millis))
    Day i32 number |number| Some(Day::from_number(number))
    Grade u8 number Grade::from_repr
}

/// Stores an enum as the word for it; `what` is what an unknown word would be.
macro_rules! stored_as_words {
    ($($kind:ident $what:literal)*) => {$(
        impl ToSql for $kind {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.as_ref().into())
            }
        }

        impl FromSql for $kind {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let word = value.as_str()?;
                word.parse().map_err(|_| unknown($what, &word))
            }
        }
    )*};
}

stored_as_words! {
    AnswerKind "kind of answer"
    Direction "direction"
    Form "form"
    LookedUpIn "place"
    NoteKind "kind of note"
    Verdict "state"
}

impl ToSql for DeckId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok((**self).into())
    }
}

impl FromSql for DeckId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str().map(Self::from)
    }
}

impl ToSql for TermId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.as_str().into())
    }
}

impl FromSql for TermId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        text.parse().map_err(FromSqlError::other)
    }
}

/// The card with its term in column `at` of `row` and its direction in the next.
pub(super) fn card(row: &Row<'_>, at: usize) -> rusqlite::Result<CardId> {
    Ok(CardId::new(row.get(at)?, row.get(at + 1)?))
}

/// Interns terms while reading: a long history has few distinct terms, and each is allocated once.
#[derive(Default)]
pub(super) struct Terms(HashMap<Box<str>, TermId>);

impl Terms {
    /// The term in column `at` of `row`.
    pub(super) fn read(&mut self, row: &Row<'_>, at: usize) -> rusqlite::Result<TermId> {
        if let Ok(text) = row.get_ref(at)?.as_str()
            && let Some(term) = self.0.get(text)
        {
            return Ok(term.clone());
        }
        let term: TermId = row.get(at)?;
        self.0.insert(term.as_str().into(), term.clone());
        Ok(term)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    fn kept<T: ToSql + FromSql + PartialEq + Debug>(values: &[(T, &str)]) {
        for (value, word) in values {
            let stored = value.to_sql().unwrap();
            assert_eq!(stored, ToSqlOutput::from(*word));
            assert_eq!(&T::column_result(ValueRef::from(*word)).unwrap(), value);
        }
        assert!(T::column_result(ValueRef::from("guess")).is_err());
    }

    #[test]
    fn enums_are_stored_as_words_that_stay_the_same() {
        kept(&[(Direction::Understand, "understand"), (Direction::Speak, "speak")]);
        kept(&[
            (Form::Introduce, "introduce"),
            (Form::Choose, "choose"),
            (Form::Recall, "recall"),
            (Form::Fill, "fill"),
            (Form::Type, "type"),
            (Form::Expand, "expand"),
            (Form::WhichTeam, "which-team"),
            (Form::InSentence, "in-sentence"),
        ]);
        kept(&[
            (AnswerKind::Judged, "judged"),
            (AnswerKind::Picked, "picked"),
            (AnswerKind::Typed, "typed"),
        ]);
        kept(&[(LookedUpIn::Trainer, "trainer"), (LookedUpIn::Shell, "shell")]);
        kept(&[(NoteKind::Note, "note"), (NoteKind::Mnemonic, "mnemonic")]);
        kept(&[(Verdict::Kept, "kept"), (Verdict::Refused, "refused"), (Verdict::Back, "back")]);
    }
}
