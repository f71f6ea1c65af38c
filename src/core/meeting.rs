//! Visits to a team and questions asked there, as recorded by the user.

use uuid::Uuid;

use crate::core::card::{DeckId, TermId};
use crate::core::time::{Day, Timestamp};

/// A visit to a team.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Visit {
    /// The ID, a `UUIDv7`.
    #[serde(skip)]
    pub id: Uuid,
    /// The team.
    pub deck: DeckId,
    /// When it was recorded.
    #[serde(skip)]
    pub at: Timestamp,
    /// The study day of the visit.
    pub day: Day,
    /// What the user saw or learned.
    pub text: Option<String>,
}

/// A question the user asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The ID, a `UUIDv7`.
    pub id: Uuid,
    /// The team that was asked.
    pub deck: DeckId,
    /// The term the question belongs to; `None` if it belongs to the team.
    pub term: Option<TermId>,
    /// The question.
    pub question: String,
    /// When it was marked as asked.
    pub at: Timestamp,
    /// The study day it was asked.
    pub day: Day,
    /// The answer.
    pub answer: Option<String>,
    /// The study day on which the answer was recorded.
    pub answered: Option<Day>,
}
