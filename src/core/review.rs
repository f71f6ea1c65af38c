//! A grade given to a card at a moment: never changed or deleted afterwards.

use uuid::Uuid;

use crate::core::card::CardId;
use crate::core::time::{Day, Timestamp};

/// How well a card was known.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Missed it: wrong, or "show me".
    Again = 1,
    /// Right, with a hint or a small slip.
    Hard = 2,
    /// Knew it.
    Good = 3,
    /// Known at once, and exactly.
    Easy = 4,
}

impl Grade {
    /// All grades, from worst to best.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// The number that stands for it in the journal and in FSRS: 1 to 4.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The grade with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.number() == number)
    }

    /// Whether the card was recalled.
    pub const fn is_pass(self) -> bool {
        !matches!(self, Self::Again)
    }

    /// What the grade is called on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Again => "missed it",
            Self::Hard => "hard",
            Self::Good => "knew it",
            Self::Easy => "easy",
        }
    }
}

/// How a card was asked.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// The term is shown for the first time; writes no review.
    Introduce,
    /// Pick the right one of several.
    Choose,
    /// Think of the answer, look, and say whether one knew it.
    Recall,
    /// The example with the term blanked out.
    Fill,
    /// Type the term that has this meaning.
    Type,
    /// What an acronym stands for.
    Expand,
    /// Whose sense of a word this is.
    WhichTeam,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 7] = [
        Self::Introduce,
        Self::Choose,
        Self::Recall,
        Self::Fill,
        Self::Type,
        Self::Expand,
        Self::WhichTeam,
    ];

    /// The word that stands for it in the journal, in settings and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Introduce => "introduce",
            Self::Choose => "choose",
            Self::Recall => "recall",
            Self::Fill => "fill",
            Self::Type => "type",
            Self::Expand => "expand",
            Self::WhichTeam => "which-team",
        }
    }

    /// The form that `word` stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == word)
    }

    /// Whether an answer comes out of memory. A pick shows recognition only, and one in four is right by chance. An expansion
    /// may be picked or typed and the journal does not say which, so it counts as picked.
    pub const fn is_recall(self) -> bool {
        matches!(self, Self::Recall | Self::Fill | Self::Type)
    }

    /// The form that `word` stands for, where it is one that asks something.
    pub fn asked(word: &str) -> Option<Self> {
        Self::from_word(word).filter(|form| *form != Self::Introduce)
    }
}

/// An answer, before the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The card that was asked.
    pub card: CardId,
    /// How well it was known.
    pub grade: Grade,
    /// How it was asked.
    pub form: Form,
    /// From the question to the grade, in milliseconds.
    pub took_ms: u32,
    /// Whether a hint was shown.
    pub hint: bool,
    /// What was picked or typed.
    pub answer: Option<String>,
    /// The sitting.
    pub sitting: Uuid,
    /// Whether it was asked in a cram, due or not.
    pub cram: bool,
}

/// A graded answer as it stands in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Its name: a `UUIDv7`, so that ids sort by time.
    pub id: Uuid,
    /// What was asked, under the id that the term had then.
    pub card: CardId,
    /// When it was graded.
    pub at: Timestamp,
    /// The study day of that moment, as the user's settings had it then.
    pub day: Day,
    /// How well it was known.
    pub grade: Grade,
    /// How it was asked.
    pub form: Form,
    /// From the question to the grade, in milliseconds.
    pub took_ms: u32,
    /// Whether a hint was shown.
    pub hint: bool,
    /// What was typed or picked, where something was.
    pub answer: Option<String>,
    /// The sitting it belongs to.
    pub sitting: Uuid,
    /// The machine it was made on.
    pub device: Uuid,
    /// Whether a cram asked it before it was due. Such a pass leaves the schedule as it is.
    pub early: bool,
}

impl Review {
    /// Whether it says nothing about when the card comes back: a pass that a cram asked for before its day. It would
    /// lengthen the interval of a memory that had no time to fade.
    pub const fn is_skipped(&self) -> bool {
        self.early && self.grade.is_pass()
    }

    /// Whether the word came out of memory: right in *recall*, *fill* or *type*, without a hint.
    pub const fn is_recalled(&self) -> bool {
        self.form.is_recall() && self.grade.is_pass() && !self.hint
    }
}

/// The word that a review does not count: a row of its own, so that nothing is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strike {
    /// The review that is struck.
    pub review: Uuid,
    /// When it was struck.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_and_forms_are_read_as_they_are_written() {
        for grade in Grade::ALL {
            assert_eq!(Grade::from_number(grade.number()), Some(grade));
        }
        for form in Form::ALL {
            assert_eq!(Form::from_word(form.as_str()), Some(form));
        }
        assert_eq!(Grade::from_number(0), None);
        assert_eq!(Form::from_word("guess"), None);
    }
}
