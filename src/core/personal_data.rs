//! The kinds of personal data that `shoptalk data forget` can delete.

/// A kind of personal data in the journal. Each description is in the help.
///
/// Outside the journal, the user's own decks are the only place for personal text. They are files for the user to edit, and what is
/// cached of them follows them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, strum::EnumMessage, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum PersonalData {
    /// Words you jotted down, and who said them
    Jottings,
    /// Your visits to teams, the questions you asked, their answers, and when you read each team's page or sat in on its scenes
    Visits,
    /// Who explained words to you; the words stay
    People,
    /// What you looked up
    LookUps,
    /// Your notes and mnemonics, including earlier versions
    Notes,
    /// What you flagged as unclear
    Flags,
    /// Spellings you asked look-up to remember
    Spellings,
    /// What you typed or picked in the quiz; your progress is kept
    Answers,
}

impl PersonalData {
    /// The number of records, and what they are.
    pub fn counted(self, count: usize) -> String {
        let (one, many) = match self {
            Self::Jottings => ("jotting", "jottings"),
            Self::Visits => (
                "record of a visit, a question, a scene, or a brief that you read",
                "records of visits, questions, scenes, and briefs that you read",
            ),
            Self::People => ("credit for explaining a word", "credits for explaining words"),
            Self::LookUps => ("look-up", "look-ups"),
            Self::Notes => ("note or mnemonic", "notes and mnemonics"),
            Self::Flags => ("flag", "flags"),
            Self::Spellings => ("remembered spelling", "remembered spellings"),
            Self::Answers => {
                ("answer that you typed or picked", "answers that you typed or picked")
            }
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }
}
