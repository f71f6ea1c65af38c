//! Reviews, the graded answers to cards, which are never changed or deleted.

use uuid::Uuid;

use crate::core::card::{CardId, TermId};
use crate::core::time::{Day, Timestamp};

/// How well the user knew a card, from worst to best.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[derive(strum::FromRepr, strum::VariantArray)]
#[repr(u8)]
pub enum Grade {
    /// Wrong, or asked to see the answer.
    Again = 1,
    /// Right, with a hint or a typo.
    Hard = 2,
    /// Right.
    Good = 3,
    /// Right, exactly and right away.
    Easy = 4,
}

impl Grade {
    /// The number used in the journal and by FSRS, 1 to 4.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Whether the card was recalled.
    pub const fn is_pass(self) -> bool {
        !matches!(self, Self::Again)
    }

    /// The label on screen.
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
#[derive(strum::AsRefStr, strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Form {
    /// Shows the term for the first time; writes no review.
    Introduce,
    /// Pick the right option.
    Choose,
    /// Recall the answer, reveal it, and grade yourself.
    Recall,
    /// Type the term blanked out of its example.
    Fill,
    /// Type the term for a definition.
    Type,
    /// Give an acronym's expansion.
    Expand,
    /// Tell which team's sense of a word is meant.
    WhichTeam,
    /// Say what a word means in a sentence, reveal its meaning, and grade yourself.
    InSentence,
}

impl Form {
    /// The kind of answer that a review in this form has if none is stored, as in journals before version 13. Expansions were
    /// typed or picked, and count as picked.
    pub const fn kind(self) -> AnswerKind {
        match self {
            Self::Introduce | Self::Recall | Self::InSentence => AnswerKind::Judged,
            Self::Choose | Self::Expand | Self::WhichTeam => AnswerKind::Picked,
            Self::Fill | Self::Type => AnswerKind::Typed,
        }
    }

    /// The form with this name, if it asks a question.
    pub fn asked(word: &str) -> Option<Self> {
        word.parse().ok().filter(|form| *form != Self::Introduce)
    }
}

/// How an answer was given.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, strum::AsRefStr, strum::EnumString, strum::IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
pub enum AnswerKind {
    /// Recalled, and graded by the user.
    Judged,
    /// Picked from options.
    Picked,
    /// Typed.
    Typed,
}

/// An answer before it is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The card.
    pub card: CardId,
    /// The grade.
    pub grade: Grade,
    /// The form it was asked in.
    pub form: Form,
    /// How it was answered.
    pub kind: AnswerKind,
    /// The term whose example was the question, or the key of a scene's line.
    pub sentence: Option<TermId>,
    /// Time from question to grade, in milliseconds.
    pub took_ms: u32,
    /// Whether a hint was shown.
    pub hint: bool,
    /// The picked or typed answer.
    pub answer: Option<String>,
    /// The session's ID.
    pub session: Uuid,
    /// Whether it was asked in a cram, due or not.
    pub cram: bool,
}

/// A saved review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The ID, a `UUIDv7`, so IDs sort by time.
    pub id: Uuid,
    /// The card, under the term's ID at the time.
    pub card: CardId,
    /// When it was graded.
    pub at: Timestamp,
    /// The study day at that time, by the user's settings then.
    pub day: Day,
    /// The grade.
    pub grade: Grade,
    /// The form it was asked in.
    pub form: Form,
    /// How it was answered.
    pub kind: AnswerKind,
    /// The term whose example was the question, or the key of a scene's line, under its ID at the time.
    pub sentence: Option<TermId>,
    /// Time from question to grade, in milliseconds.
    pub took_ms: u32,
    /// Whether a hint was shown.
    pub hint: bool,
    /// The typed or picked answer, if any.
    pub answer: Option<String>,
    /// The session's ID.
    pub session: Uuid,
    /// The ID of the device it was made on.
    pub device: Uuid,
    /// Whether a cram asked it before it was due. Such a pass does not change the schedule.
    pub early: bool,
}

impl Review {
    /// Whether scheduling ignores it: a pass in a cram before the card was due. It would lengthen the interval of a
    /// memory that had no time to fade.
    pub const fn is_skipped(&self) -> bool {
        self.early && self.grade.is_pass()
    }

    /// Whether it tests recall. A pick only shows recognition, and one in four is right by chance.
    pub const fn is_recall(&self) -> bool {
        !matches!(self.kind, AnswerKind::Picked)
    }

    /// Whether the word was recalled: right without options and without a hint.
    pub const fn is_recalled(&self) -> bool {
        self.is_recall() && self.grade.is_pass() && !self.hint
    }
}
