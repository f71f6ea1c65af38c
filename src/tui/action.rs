//! The user's actions, and the contexts that decide which of them are available.

use strum::{EnumMessage as _, VariantArray as _};

use crate::core::review::Grade;

/// An action of the user. Every action has a key binding in `keymap`.
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
    /// Go to the first row.
    Top,
    /// Go to the last row.
    Bottom,
    /// Go to the lower or previous value.
    Less,
    /// Go to the higher or next value.
    More,
    /// Accept the selection.
    Enter,
    /// Mark or unmark the selection.
    Toggle,
    /// Change the depth of the selected deck.
    Depth,
    /// Find a team by its name.
    Find,
    /// Start today's quiz.
    Quiz,
    /// Sit in on a scene of the team.
    Sit,
    /// Cram the selected team before a meeting.
    Cram,
    /// Continue after reading.
    Next,
    /// "I know this": skip the introduction and ask the word now.
    Claim,
    /// Show the answer.
    Reveal,
    /// Pick the option with this number, from 1.
    Pick(u8),
    /// Grade your own answer.
    Grade(Grade),
    /// Show a hint, or more of one.
    Hint,
    /// "I was right": override the judgment.
    Overrule,
    /// Undo the last answer.
    Undo,
    /// Continue for five more minutes.
    FiveMore,
    /// Skip the word until tomorrow, or undo that.
    NotToday,
    /// Suspend the word, or unsuspend it.
    LeaveOut,
    /// Flag the definition as unclear.
    Flag,
    /// Write a note on the word.
    Note,
    /// Write a mnemonic for the word.
    Mnemonic,
    /// Explain the word in your own words, for its team to correct.
    TeachBack,
    /// Copy the entry.
    Copy,
    /// Open the deck's file at the word, in an editor.
    Edit,
    /// Clear the field.
    Erase,
    /// Open the brief before a meeting.
    Brief,
    /// Record a visit to the team.
    Visited,
    /// Open the team's page.
    Team,
    /// Compare the team with another.
    Bridge,
    /// Open look-up.
    Lookup,
    /// Select the next link of the entry.
    NextLink,
    /// Select the previous link.
    PreviousLink,
    /// Jot down the query.
    Jot,
    /// Mute the term for the rest of the meeting.
    Mute,
    /// Add the word to the next quiz, due or not, or undo that.
    Want,
    /// Reset the word's progress.
    Reset,
    /// Confirm.
    Confirm,
    /// Remember the query as a spelling of the word.
    Remember,
    /// Open the list "To ask".
    ToAsk,
    /// Show the rest of a new word's entry, or edit team, sentence, and person of a jotting.
    Details,
    /// Enter the explanation.
    Answer,
    /// Drop the jotting.
    Drop,
    /// Go to the next field of a form.
    NextField,
    /// Go to the previous field.
    PreviousField,
    /// Browse the decks.
    Browse,
    /// Open the settings.
    Settings,
    /// Look at the statistics.
    Stats,
    /// Show the keys.
    Help,
    /// Close this screen.
    Back,
    /// Quit the program.
    Quit,
    /// Suspend the process (Ctrl-Z).
    Suspend,
    /// Hide or show figures and names.
    Hide,
}

impl Action {
    /// How far this moves among rows of which `page` make a page; 0 if it doesn't.
    pub fn step(self, page: usize) -> isize {
        let page = isize::try_from(page).unwrap_or(isize::MAX);
        match self {
            Self::Up => -1,
            Self::Down => 1,
            Self::PageUp => -page,
            Self::PageDown => page,
            Self::Top => isize::MIN,
            Self::Bottom => isize::MAX,
            _ => 0,
        }
    }
}

/// The user's current context. It selects the rows of the keymap. The first line about each is its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumMessage, strum::VariantArray)]
pub enum Context {
    /// First start: teams
    FirstTeams,
    /// First start: finding a team
    FirstFind,
    /// First start: minutes
    FirstMinutes,
    /// Home
    Home,
    /// Home: finding a team
    HomeFind,
    /// Quiz: a new word
    QuizIntro,
    /// Quiz: a changed meaning
    QuizChanged,
    /// Quiz: a hard word
    ///
    /// Showing a leech in full.
    QuizHard,
    /// Quiz: pick one
    QuizPick,
    /// Quiz: after a pick
    QuizPicked,
    /// Quiz: type it
    QuizTyped,
    /// Quiz: after typing
    QuizJudged,
    /// Quiz: think
    ///
    /// A self-graded question before its answer is shown.
    QuizFront,
    /// Quiz: how was it
    ///
    /// The answer to a self-graded question.
    QuizBack,
    /// After the quiz
    Summary,
    /// A scene
    ///
    /// Something to read: the setting, a line, or how the replies land.
    Scene,
    /// A scene: a new word
    SceneIntro,
    /// A scene: think
    SceneFront,
    /// A scene: how was it
    SceneBack,
    /// A scene: what you say
    SceneReplies,
    /// After a scene
    SceneEnd,
    /// Look-up
    Lookup,
    /// Look-up: an entry
    LookupEntry,
    /// Look-up: an entry that was not the first
    ///
    /// The same, if the query could be remembered as a spelling of it.
    LookupPicked,
    /// To ask
    ToAsk,
    /// To ask: details and answers
    Form,
    /// Before a meeting
    Brief,
    /// A team's page
    Team,
    /// Two teams
    Bridge,
    /// Browse
    ///
    /// A list of decks or terms.
    Browse,
    /// An entry
    Entry,
    /// Writing a line
    ///
    /// Typing a note, a mnemonic, or the reason for a flag.
    Note,
    /// In your own words
    ///
    /// Explaining a word before its meaning is shown.
    TeachBack,
    /// In your own words, beside the deck's
    TaughtBack,
    /// Resetting a word
    Confirm,
    /// Your progress file
    ///
    /// It was moved, deleted or replaced while shoptalk was open.
    Displaced,
    /// Live captions
    Captions,
    /// Live captions: an entry
    CaptionsEntry,
    /// Settings
    Settings,
    /// Statistics
    Stats,
}

impl Context {
    /// Whether this is one of the look-up contexts.
    pub const fn is_lookup(self) -> bool {
        matches!(self, Self::Lookup | Self::LookupEntry | Self::LookupPicked)
    }

    /// The contexts in which letters go into a text field.
    pub const TYPING: &[Self] = &Self::which(true, [Self::Home; 11]);
    /// The contexts in which letters are keys.
    pub const LETTERS: &[Self] = &Self::which(false, [Self::Home; Self::VARIANTS.len() - 11]);

    /// Fills `found` with the contexts that have a text field, or with the others.
    const fn which<const N: usize>(text: bool, mut found: [Self; N]) -> [Self; N] {
        let (mut at, mut to) = (0, 0);
        while at < Self::VARIANTS.len() {
            if Self::VARIANTS[at].is_text() == text {
                found[to] = Self::VARIANTS[at];
                to += 1;
            }
            at += 1;
        }
        found
    }

    /// Whether letters go into a text field.
    pub const fn is_text(self) -> bool {
        matches!(
            self,
            Self::FirstTeams
                | Self::FirstFind
                | Self::HomeFind
                | Self::Lookup
                | Self::LookupEntry
                | Self::LookupPicked
                | Self::Form
                | Self::Team
                | Self::QuizTyped
                | Self::Note
                | Self::TeachBack
        )
    }

    /// Whether this is in a quiz or a scene, including its end.
    const fn is_quiz(self) -> bool {
        let is_question = matches!(
            self,
            Self::QuizPick
                | Self::QuizTyped
                | Self::QuizFront
                | Self::SceneFront
                | Self::SceneReplies
        );
        is_question || self.is_answer()
    }

    /// Whether a quiz or a scene shows a line, a meaning, an outcome, or its end, which the user must have read before continuing.
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
                | Self::Scene
                | Self::SceneIntro
                | Self::SceneBack
                | Self::SceneEnd
        )
    }

    /// Whether keys are ignored until the page is drawn. Not in text fields, where you can type ahead.
    pub fn is_read_first(self) -> bool {
        self.is_quiz() && !self.is_text()
    }

    /// Whether to ignore the key that led here while it is held down.
    pub const fn is_careful(self) -> bool {
        self.is_quiz() || matches!(self, Self::Home)
    }

    /// The name of the context in the help and in `docs/keys.md`.
    pub fn title(self) -> &'static str {
        self.get_documentation().and_then(|text| text.lines().next()).unwrap_or_default()
    }
}
