//! What is wrong with a deck: a value, not an error, so that all of it can be said at once.

use std::fmt;
use std::sync::Arc;

use crate::core::deck::Marks;
use crate::core::deck::rules::{Rule, Severity};
use crate::core::yaml::Place;

/// The most problems that are told of a file by itself: more come from a file that was made to have them.
pub const MOST: usize = 1000;

/// One thing that is wrong, where it stands, and how to mend it.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The file.
    pub path: Arc<str>,
    /// Where in the file; bytes count from the start of the file, a byte order mark included.
    pub place: Place,
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// What is wrong.
    pub what: String,
    /// How to mend it; may be empty where `what` says it all.
    pub mend: String,
    /// Another place that it has to do with: the first of two terms with one id.
    pub also: Option<Also>,
    /// The mending as edits of the file, where it is known.
    pub fix: Option<Fix>,
    /// The value of a term that it is about (field, and item of a list) while only the line of the term is known.
    pub about: Option<(&'static str, usize)>,
}

/// Another place that a problem has to do with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Also {
    /// Its file.
    pub path: Arc<str>,
    /// Where in the file.
    pub place: Place,
    /// What is there, in a few words.
    pub label: String,
}

/// A mending as edits of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to put where; they do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it can be nothing else, so that a program may do it. The others are shown to a person, who decides.
    pub sure: bool,
    /// What it comes to, for a message on one line; may be empty where the words say it.
    pub shown: String,
}

/// Some bytes of a file, and what stands there instead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What comes in their place.
    pub text: String,
}

impl Problem {
    /// A problem of which no more is known than where it stands.
    pub fn new(
        path: Arc<str>,
        place: Place,
        rule: &'static Rule,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        let (what, mend) = (what.into(), mend.into());
        Self { path, place, rule, what, mend, also: None, fix: None, about: None }
    }

    /// Whether it keeps a deck, or a part of it, from being used.
    pub fn is_error(&self) -> bool {
        self.rule.severity == Severity::Error
    }

    /// How to mend it, with what that comes to where a few words can show it.
    pub fn mending(&self) -> String {
        match &self.fix {
            Some(fix) if !fix.shown.is_empty() => format!("{}: {}", self.mend, fix.shown),
            _ => self.mend.clone(),
        }
    }

    /// Puts it on the value it is about, when that is known of a term with these `marks`.
    pub fn locate(&mut self, marks: &Marks) {
        if let Some((field, index)) = self.about.take() {
            self.place = marks.of(field, index);
        }
    }

    /// Moves everything in it by `bytes`: for what stood in front of the text that was read.
    pub(super) fn shift(&mut self, bytes: u32) {
        self.place.shift(bytes);
        if let Some(also) = &mut self.also {
            also.place.shift(bytes);
        }
        for edit in self.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.start += bytes;
            edit.end += bytes;
        }
    }
}

impl Fix {
    /// A mending that can be nothing else.
    pub fn sure(edits: Vec<Edit>) -> Self {
        Self { edits, sure: true, shown: String::new() }
    }

    /// A mending that a person should look at.
    pub fn likely(edits: Vec<Edit>) -> Self {
        Self { sure: false, ..Self::sure(edits) }
    }

    /// The same, with what it comes to.
    #[must_use]
    pub fn showing(self, shown: impl Into<String>) -> Self {
        Self { shown: shown.into(), ..self }
    }
}

impl Edit {
    /// `text` in the place of what stands at `place`.
    pub fn at(place: Place, text: impl Into<String>) -> Self {
        Self { start: place.start, end: place.end, text: text.into() }
    }
}

/// `path:line:column: error E301: what is wrong; how to mend it`
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, place, rule, what, .. } = self;
        let (line, column) = (place.line.max(1), place.column.max(1));
        write!(f, "{path}:{line}:{column}: {} {}: {what}", rule.severity.as_str(), rule.code)?;
        if self.mend.is_empty() { Ok(()) } else { write!(f, "; {}", self.mending()) }
    }
}

impl serde::Serialize for Problem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("Problem", 11)?;
        out.serialize_field("path", &*self.path)?;
        out.serialize_field("line", &self.place.line.max(1))?;
        out.serialize_field("column", &self.place.column.max(1))?;
        out.serialize_field("start", &self.place.start)?;
        out.serialize_field("end", &self.place.end)?;
        out.serialize_field("severity", self.rule.severity.as_str())?;
        out.serialize_field("code", self.rule.code)?;
        out.serialize_field("what", &self.what)?;
        out.serialize_field("mend", &self.mending())?;
        out.serialize_field("also", &self.also)?;
        out.serialize_field("fix", &self.fix)?;
        out.end()
    }
}

impl serde::Serialize for Also {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("Also", 4)?;
        out.serialize_field("path", &*self.path)?;
        out.serialize_field("line", &self.place.line.max(1))?;
        out.serialize_field("column", &self.place.column.max(1))?;
        out.serialize_field("label", &self.label)?;
        out.end()
    }
}

impl serde::Serialize for Fix {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("Fix", 2)?;
        out.serialize_field("sure", &self.sure)?;
        let edits: Vec<_> = self
            .edits
            .iter()
            .map(|Edit { start, end, text }| {
                serde_json::json!({"start": start, "end": end, "text": text})
            })
            .collect();
        out.serialize_field("edits", &edits)?;
        out.end()
    }
}
