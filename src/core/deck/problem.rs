//! What is wrong with a deck: a value, not an error, so that all of it can be said at once.

use std::fmt;
use std::sync::Arc;

use crate::core::deck::rules::{Rule, Severity};
use crate::core::yaml::Place;

/// One thing that is wrong, where it stands, and how to mend it.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The file.
    pub path: Arc<str>,
    /// Where in the file.
    pub place: Place,
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// What is wrong.
    pub what: String,
    /// How to mend it; may be empty where `what` says it all.
    pub mend: String,
}

impl Problem {
    /// Whether it keeps a deck, or a part of it, from being used.
    pub fn is_error(&self) -> bool {
        self.rule.severity == Severity::Error
    }
}

/// `path:line:column: error E301: what is wrong; how to mend it`
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, place, rule, what, mend } = self;
        let (line, column) = (place.line.max(1), place.column.max(1));
        write!(f, "{path}:{line}:{column}: {} {}: {what}", rule.severity.as_str(), rule.code)?;
        if mend.is_empty() { Ok(()) } else { write!(f, "; {mend}") }
    }
}

impl serde::Serialize for Problem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("Problem", 7)?;
        out.serialize_field("path", &*self.path)?;
        out.serialize_field("line", &self.place.line.max(1))?;
        out.serialize_field("column", &self.place.column.max(1))?;
        out.serialize_field("severity", self.rule.severity.as_str())?;
        out.serialize_field("code", self.rule.code)?;
        out.serialize_field("what", &self.what)?;
        out.serialize_field("mend", &self.mend)?;
        out.end()
    }
}
