//! Problems in decks, as values instead of errors, so they can all be reported at once.

use std::fmt;
use std::sync::Arc;

use crate::core::deck::FieldSpans;
use crate::core::deck::rules::{Rule, Severity};
use crate::core::yaml::Span;

/// The most problems reported per file. Only a hostile file has more.
pub const MOST: usize = 1000;

/// A problem in a deck: what is wrong, where, and how to fix it.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The file.
    pub path: Arc<str>,
    /// The position in the file. Byte offsets include a byte order mark.
    pub place: Span,
    /// The rule that is broken.
    pub rule: Rule,
    /// What is wrong.
    pub what: String,
    /// How to fix it. May be empty if `what` is enough.
    pub help: String,
    /// A related position, such as the first of two terms with the same id.
    pub also: Option<Also>,
    /// The fix as edits of the file, if known.
    pub fix: Option<Fix>,
    /// The value it is about (field and list index), while only the term's line is known.
    pub about: Option<(&'static str, usize)>,
}

/// A position related to a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Also {
    /// Its file.
    pub path: Arc<str>,
    /// The position in the file.
    pub place: Span,
    /// A short description.
    pub label: String,
}

/// A fix as edits of the text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fix {
    /// The edits; they must not overlap.
    pub edits: Vec<Edit>,
    /// Whether this is the only possible fix, so that a program can apply it. Other fixes need a person's decision.
    pub sure: bool,
    /// The result, for a one-line message. May be empty if the message is clear without it.
    #[serde(skip)]
    pub shown: String,
}

/// A byte range of a file, and its replacement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Edit {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The replacement.
    pub text: String,
}

impl Problem {
    /// A problem without a fix or a related position.
    pub fn new(
        path: Arc<str>,
        place: Span,
        rule: Rule,
        what: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let (what, help) = (what.into(), help.into());
        Self { path, place, rule, what, help, also: None, fix: None, about: None }
    }

    /// Whether it prevents a deck, or part of it, from being used.
    pub fn is_error(&self) -> bool {
        self.rule.severity() == Severity::Error
    }

    /// Whether it has only one possible fix.
    pub fn is_fixable(&self) -> bool {
        self.fix.as_ref().is_some_and(|fix| fix.sure)
    }

    /// How to fix it, with the result if that is short.
    pub fn advice(&self) -> String {
        match &self.fix {
            Some(fix) if !fix.shown.is_empty() => format!("{}: {}", self.help, fix.shown),
            _ => self.help.clone(),
        }
    }

    /// Moves it to the value it is about, if `marks` of the term contain that.
    pub fn locate(&mut self, marks: &FieldSpans) {
        if let Some((field, index)) = self.about.take() {
            self.place = marks.of(field, index);
        }
    }

    /// Shifts all positions by `bytes`, to account for text before the part that was parsed.
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

/// The most characters of a result that is shown: more than the longest definition.
const LONGEST_SHOWN: usize = 700;

impl Fix {
    /// The only possible fix.
    pub fn sure(edits: Vec<Edit>) -> Self {
        Self { edits, sure: true, shown: String::new() }
    }

    /// A fix that a person should check.
    pub fn likely(edits: Vec<Edit>) -> Self {
        Self { sure: false, ..Self::sure(edits) }
    }

    /// Sets the result to show. A very long one is left out, because no one would read it.
    #[must_use]
    pub fn showing(self, shown: impl Into<String>) -> Self {
        let mut shown = shown.into();
        if shown.chars().count() > LONGEST_SHOWN {
            shown.clear();
        }
        Self { shown, ..self }
    }
}

impl Edit {
    /// Replaces the text at `place` by `text`.
    pub fn at(place: Span, text: impl Into<String>) -> Self {
        Self { start: place.start, end: place.end, text: text.into() }
    }
}

/// `path:line:column: error E301: what is wrong; how to fix it`
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, place, rule, what, .. } = self;
        let (line, column) = (place.line.max(1), place.column.max(1));
        write!(f, "{path}:{line}:{column}: {} {}: {what}", rule.severity().as_ref(), rule.code())?;
        if self.help.is_empty() { Ok(()) } else { write!(f, "; {}", self.advice()) }
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
        out.serialize_field("severity", self.rule.severity().as_ref())?;
        out.serialize_field("code", self.rule.code())?;
        out.serialize_field("what", &self.what)?;
        out.serialize_field("help", &self.advice())?;
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
