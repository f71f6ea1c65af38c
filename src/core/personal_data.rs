//! The kinds of personal data that `shoptalk data forget` can delete.

/// A kind of personal data. Each description is in the help.
///
/// All of them are in the journal (`store::erase` has its table of rows and columns) and so in its log, its backups and its other
/// copies. The user's own words are also in their deck and in the cache of decks.
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
    /// Your own deck, mine.yaml: the words you got answers for, and what you were told
    OwnWords,
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
            Self::OwnWords => ("word of your own", "words of your own"),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }
}
