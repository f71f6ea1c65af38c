//! What the user can ask for, and the situations in which they can ask for it.

use crate::core::review::Grade;

/// Something the user can ask for. Every action is bound in `keymap`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One screen up.
    PageUp,
    /// One screen down.
    PageDown,
    /// To the first row.
    Top,
    /// To the last row.
    Bottom,
    /// The lower or earlier value.
    Less,
    /// The higher or later value.
    More,
    /// Take what is selected.
    Enter,
    /// Mark or unmark what is selected.
    Toggle,
    /// How deep to go with the selected deck.
    Depth,
    /// Start today's quiz.
    Quiz,
    /// Cram the selected team before a meeting.
    Cram,
    /// Go on after reading.
    Next,
    /// "I know this": ask me at once.
    Claim,
    /// Show the answer.
    Reveal,
    /// Pick the option with this number, from 1.
    Pick(u8),
    /// Grade oneself.
    Grade(Grade),
    /// Show a hint, or more of it.
    Hint,
    /// "I was right": overrule the judgement.
    Overrule,
    /// Take the last answer back.
    Undo,
    /// Five more minutes.
    FiveMore,
    /// Leave the word out until tomorrow, or take that back.
    NotToday,
    /// Leave the word out until that is taken back, or take it back.
    LeaveOut,
    /// Flag the definition for its team.
    Flag,
    /// Write a note on the word.
    Note,
    /// Write a mnemonic for the word.
    Mnemonic,
    /// Copy the entry.
    Copy,
    /// Open the deck's file at the word.
    Edit,
    /// Take away what stands in the field.
    Erase,
    /// The page before a meeting.
    Brief,
    /// Write down time with the team.
    Visited,
    /// Everything that happened with the team.
    Team,
    /// What the team shares with another.
    Bridge,
    /// Look a word up.
    Lookup,
    /// The next word that the entry leads to.
    NextLink,
    /// The one before.
    PreviousLink,
    /// Jot down what was typed.
    Jot,
    /// Ask the word in the next quiz, due or not, or take that back.
    Want,
    /// Make the word new again.
    Reset,
    /// Yes, do it.
    Confirm,
    /// Remember what was typed as a spelling of the word.
    Remember,
    /// What is to be asked.
    ToAsk,
    /// Write down team, sentence and person.
    Details,
    /// Write down what it means.
    Answer,
    /// Drop it.
    Drop,
    /// To the next line of a form.
    NextField,
    /// To the one before.
    PreviousField,
    /// Browse the decks.
    Browse,
    /// Open the settings.
    Settings,
    /// Show the keys.
    Help,
    /// Leave this screen.
    Back,
    /// Leave the program.
    Quit,
    /// Go to the background.
    Suspend,
    /// Hide figures and names, or show them again.
    Hide,
}

/// The situation the user is in: it selects the rows of the keymap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// First start: which teams.
    FirstTeams,
    /// First start: how many minutes.
    FirstMinutes,
    /// Home.
    Home,
    /// A new word is shown.
    QuizIntro,
    /// What changed in a definition is shown.
    QuizChanged,
    /// A hard word is shown.
    QuizHard,
    /// A question with options.
    QuizPick,
    /// The outcome of a pick.
    QuizPicked,
    /// A question with an answer to type.
    QuizTyped,
    /// The outcome of a typed answer.
    QuizJudged,
    /// A question to think about.
    QuizFront,
    /// Its answer.
    QuizBack,
    /// After the last question.
    Summary,
    /// Typing what one heard.
    Lookup,
    /// Reading an entry that was looked up.
    LookupEntry,
    /// The same, when what was typed could be remembered for it.
    LookupPicked,
    /// What is to be asked.
    ToAsk,
    /// Writing down what is known of it.
    Form,
    /// The page before a meeting.
    Brief,
    /// A team's page, and searching it.
    Team,
    /// What two teams share.
    Bridge,
    /// A list of decks or terms.
    Browse,
    /// An entry to read.
    Entry,
    /// Typing a note, a mnemonic, or what is unclear.
    Note,
    /// Being asked whether a word is to be made new again.
    Confirm,
    /// The settings.
    Settings,
}

impl Context {
    /// All situations.
    pub const ALL: [Self; 26] = [
        Self::FirstTeams,
        Self::FirstMinutes,
        Self::Home,
        Self::QuizIntro,
        Self::QuizChanged,
        Self::QuizHard,
        Self::QuizPick,
        Self::QuizPicked,
        Self::QuizTyped,
        Self::QuizJudged,
        Self::QuizFront,
        Self::QuizBack,
        Self::Summary,
        Self::Lookup,
        Self::LookupEntry,
        Self::LookupPicked,
        Self::ToAsk,
        Self::Form,
        Self::Brief,
        Self::Team,
        Self::Bridge,
        Self::Browse,
        Self::Entry,
        Self::Note,
        Self::Confirm,
        Self::Settings,
    ];

    /// Whether this is look-up, whatever it shows.
    pub const fn is_lookup(self) -> bool {
        matches!(self, Self::Lookup | Self::LookupEntry | Self::LookupPicked)
    }

    /// Whether letters go into a text field.
    pub const fn is_text(self) -> bool {
        matches!(
            self,
            Self::Lookup
                | Self::LookupEntry
                | Self::LookupPicked
                | Self::Form
                | Self::Team
                | Self::QuizTyped
                | Self::Note
        )
    }

    /// Whether this is in a quiz, or at its end.
    const fn is_quiz(self) -> bool {
        self.is_question() || self.is_answer()
    }

    /// Whether something is asked.
    const fn is_question(self) -> bool {
        matches!(self, Self::QuizPick | Self::QuizTyped | Self::QuizFront)
    }

    /// Whether a quiz shows what a word means, what an answer came to, or its end: whoever goes on must have read it.
    pub const fn is_answer(self) -> bool {
        matches!(
            self,
            Self::QuizIntro
                | Self::QuizChanged
                | Self::QuizHard
                | Self::QuizPicked
                | Self::QuizJudged
                | Self::QuizBack
                | Self::Summary
        )
    }

    /// Whether keys have to wait until what is there was drawn. Into a field one may type ahead.
    pub const fn is_read_first(self) -> bool {
        self.is_quiz() && !self.is_text()
    }

    /// Whether the key that led here does nothing here as long as it is held down.
    pub const fn is_careful(self) -> bool {
        self.is_quiz() || matches!(self, Self::Home)
    }

    /// What the situation is called in the help and in `docs/keys.md`.
    pub const fn title(self) -> &'static str {
        match self {
            Self::FirstTeams => "First start: teams",
            Self::FirstMinutes => "First start: minutes",
            Self::Home => "Home",
            Self::QuizIntro => "Quiz: a new word",
            Self::QuizChanged => "Quiz: a changed meaning",
            Self::QuizHard => "Quiz: a hard word",
            Self::QuizPick => "Quiz: pick one",
            Self::QuizPicked => "Quiz: after a pick",
            Self::QuizTyped => "Quiz: type it",
            Self::QuizJudged => "Quiz: after typing",
            Self::QuizFront => "Quiz: think",
            Self::QuizBack => "Quiz: how was it",
            Self::Summary => "After the quiz",
            Self::Lookup => "Look-up",
            Self::LookupEntry => "Look-up: an entry",
            Self::LookupPicked => "Look-up: an entry that was not the first",
            Self::ToAsk => "To ask",
            Self::Form => "To ask: details and answers",
            Self::Brief => "Before a meeting",
            Self::Team => "A team's page",
            Self::Bridge => "Two teams",
            Self::Browse => "Browse",
            Self::Entry => "An entry",
            Self::Note => "Writing a line",
            Self::Confirm => "Resetting a word",
            Self::Settings => "Settings",
        }
    }
}
