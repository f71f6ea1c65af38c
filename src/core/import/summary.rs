//! What was found in an import, what each column became, and what was left out, summed up by its cause.

use crate::core::deck::content::Content;
use crate::core::import::languages::of_headings;
use crate::core::text::clean;

/// The most examples kept for each cause.
const EXAMPLES: usize = 3;

/// What happened in an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// The entries found, imported or not.
    pub found: usize,
    /// What each column, or field of another name, became.
    pub columns: Vec<Column>,
    /// The ids of the first few terms, in the order of the input.
    #[serde(skip)]
    pub first: Vec<String>,
    /// What was left out or changed, in the order it was first seen.
    pub notes: Vec<Note>,
    /// The title and other fields of the deck that was imported, if it was one, for a new deck to take over.
    #[serde(skip)]
    pub head: Vec<(&'static str, Content)>,
}

/// A column of a table, or a field of another name.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The field of a term that it became, if any.
    pub field: Option<&'static str>,
    /// How often it was seen.
    pub count: usize,
}

/// What was left out, or changed, for one cause.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Note {
    /// The cause, such as `no definition`.
    pub cause: String,
    /// How often.
    pub count: usize,
    /// The first few, with their positions.
    pub examples: Vec<String>,
    /// What it is about.
    pub kind: NoteKind,
}

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// Whole entries that were left out.
    Entry,
    /// Parts of entries that were left out or changed.
    Part,
    /// How something was understood.
    Remark,
}

impl Summary {
    /// Counts the head of an imported deck as left out, because the deck it goes to has its own.
    pub fn leave_head(&mut self) {
        for (name, content) in std::mem::take(&mut self.head) {
            let text = content.texts().join(", ");
            let cause = format!("`{name}` of the imported deck, left out");
            self.note(NoteKind::Part, cause, clean(&text).into_owned());
        }
    }

    /// Gives a new deck the language of the names of the columns for words and meanings, and says so: unless that is English, or the
    /// imported deck has its own.
    pub fn take_language(&mut self) {
        let has = |field| self.columns.iter().any(|column| column.field == Some(field));
        let meaning = if has("definition") { "definition" } else { "expansion" };
        let is_main = |column: &&Column| matches!(column.field, Some(field) if field == "term" || field == meaning);
        let names = self.columns.iter().filter(is_main).map(|column| &*column.name);
        let is_said = self.head.iter().any(|(name, _)| *name == "language");
        let Some((code, language)) = of_headings(names).filter(|_| !is_said) else { return };
        let what = format!("the names of the columns are {language}, so `language` is `{code}`");
        self.note(NoteKind::Remark, what, String::new());
        self.head.push(("language", Content::text(code)));
    }

    /// Counts an entry that was left out.
    pub(super) fn left(&mut self, cause: impl Into<String>, example: String) {
        self.found += 1;
        self.note(NoteKind::Entry, cause, example);
    }

    /// Counts something of this kind. Notes with the same cause are one.
    pub(super) fn note(&mut self, kind: NoteKind, cause: impl Into<String>, example: String) {
        let cause = cause.into();
        let known = self.notes.iter_mut().find(|note| note.cause == cause);
        let note = match known {
            Some(note) => note,
            None => {
                let new = Note { cause, count: 0, examples: Vec::new(), kind };
                self.notes.push(new);
                self.notes.last_mut().expect("it was just added")
            }
        };
        note.count += 1;
        if note.examples.len() < EXAMPLES && !example.is_empty() {
            note.examples.push(example);
        }
    }

    pub(super) fn column(&mut self, name: String, field: Option<&'static str>) {
        match self.columns.iter_mut().find(|column| column.name == name && column.field == field) {
            Some(column) => column.count += 1,
            None => self.columns.push(Column { name, field, count: 1 }),
        }
    }
}

impl Note {
    /// It as a line: `no definition: 2 (line 4; line 7)`.
    pub fn line(&self) -> String {
        let examples = self.examples.join("; ");
        if self.kind == NoteKind::Remark {
            return if examples.is_empty() {
                self.cause.clone()
            } else {
                format!("{} ({examples})", self.cause)
            };
        }
        let more = self.count.saturating_sub(self.examples.len());
        let more = if more > 0 && !self.examples.is_empty() { "; …" } else { "" };
        let examples = if examples.is_empty() { examples } else { format!(" ({examples}{more})") };
        format!("{}: {}{examples}", self.cause, self.count)
    }
}
