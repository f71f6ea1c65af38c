//! Time spent with a team, and questions that were asked there: written down by the user.

use uuid::Uuid;

use crate::core::card::TermId;
use crate::core::time::{Day, Timestamp};

/// Time spent with a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Its name: a `UUIDv7`.
    pub id: Uuid,
    /// The team.
    pub deck: String,
    /// When it was written down.
    pub at: Timestamp,
    /// The study day on which it was.
    pub day: Day,
    /// What was seen or learnt.
    pub text: Option<String>,
}

/// A question that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its name: a `UUIDv7`.
    pub id: Uuid,
    /// The team that was asked.
    pub deck: String,
    /// The term whose question it is; none where it is the team's.
    pub term: Option<TermId>,
    /// The question.
    pub question: String,
    /// When it was marked as asked.
    pub at: Timestamp,
    /// The study day of that moment.
    pub day: Day,
    /// The answer.
    pub answer: Option<String>,
    /// The study day on which the answer was written down.
    pub answered: Option<Day>,
}
