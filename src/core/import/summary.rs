//! What was found in an import, what each column became, and what was left out, summed up by its cause.

/// The most examples kept for each cause.
const EXAMPLES: usize = 3;

/// What happened in an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// The entries found, imported or not.
    pub found: usize,
    /// What each column, or field of another name, became.
    pub columns: Vec<Column>,
    /// What was left out or changed, in the order it was first seen.
    pub left: Vec<Note>,
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
    /// Whether these are whole entries that were left out.
    pub is_entry: bool,
    /// Whether it only says how something was understood.
    #[serde(skip)]
    pub is_remark: bool,
}

impl Summary {
    /// Counts an entry that was left out.
    pub(super) fn left(&mut self, cause: impl Into<String>, example: String) {
        self.found += 1;
        self.put(cause.into(), example, true, false);
    }

    /// Counts something smaller than an entry.
    pub(super) fn note(&mut self, is_remark: bool, cause: impl Into<String>, example: String) {
        self.put(cause.into(), example, false, is_remark);
    }

    fn put(&mut self, cause: String, example: String, is_entry: bool, is_remark: bool) {
        let known = self.left.iter_mut().find(|note| note.cause == cause);
        let note = match known {
            Some(note) => note,
            None => {
                let new = Note { cause, count: 0, examples: Vec::new(), is_entry, is_remark };
                self.left.push(new);
                self.left.last_mut().expect("it was just added")
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
        if self.is_remark {
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
