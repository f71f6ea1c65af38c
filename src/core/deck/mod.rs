//! A deck: one team's words, as it is used once read.

pub mod edit;
pub mod fields;
pub mod fix;
pub mod import;
pub mod lint;
pub mod packed;
pub mod problem;
pub mod read;
pub mod rules;
pub mod scan;
pub mod schema;

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use crate::core::card::TermId;
use crate::core::yaml::Place;

/// How soon a leader will hear a word, and how much it weighs in fluency.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Heard every week.
    Core,
    /// Heard every month.
    #[default]
    Working,
    /// Heard in the corridor.
    Deep,
}

impl Level {
    /// All levels, from the most to the least heard.
    pub const ALL: [Self; 3] = [Self::Core, Self::Working, Self::Deep];

    /// The word that stands for it in decks, settings and on screen.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Working => "working",
            Self::Deep => "deep",
        }
    }

    /// The level that `word` stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }

    /// What a word of this level weighs in fluency.
    pub const fn weight(self) -> f32 {
        match self {
            Self::Core => 3.0,
            Self::Working => 2.0,
            Self::Deep => 1.0,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One entry of a deck. The texts are clean: nothing in them can reach the terminal as a command.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Its name everywhere.
    pub id: TermId,
    /// The word as it is said.
    pub term: String,
    /// What it means.
    pub definition: String,
    /// What an acronym stands for.
    pub expansion: Option<String>,
    /// How it is said.
    pub say: Option<String>,
    /// What it means, in a few words.
    pub gloss: Option<String>,
    /// A sentence that someone on the team would say.
    pub example: Option<String>,
    /// Why the team cares.
    pub why: Option<String>,
    /// A question a leader could ask next.
    pub ask: Option<String>,
    /// Other names for the same thing.
    pub aliases: Vec<String>,
    /// What an outsider would type after hearing it.
    pub sounds_like: Vec<String>,
    /// Terms that help to understand it.
    pub see_also: Vec<TermId>,
    /// Terms it is mistaken for.
    pub confused_with: Vec<TermId>,
    /// How soon it will be heard.
    pub level: Level,
    /// Free labels.
    pub tags: Vec<String>,
    /// Who explained it.
    pub explained_by: Option<String>,
    /// When the owners last confirmed it.
    pub reviewed: Option<Date>,
    /// The term that this one is the same as.
    pub same_as: Option<TermId>,
    /// Ids that it had, here or in another deck.
    pub formerly: Vec<TermId>,
    /// Since when it is no longer quizzed.
    pub retired: Option<Date>,
    /// What to say instead of a retired word.
    pub instead: Option<TermId>,
    /// The line of its file on which it starts.
    pub line: u32,
}

impl Term {
    /// The term, its aliases and its expansion: everything that names it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.term.as_str())
            .chain(self.aliases.iter().map(String::as_str))
            .chain(self.expansion.as_deref())
    }

    /// What it means, for a line in a list: the gloss, or else the definition, which is to be cut.
    pub fn gist(&self) -> &str {
        self.gloss.as_deref().unwrap_or(&self.definition)
    }

    /// Whether it is no longer quizzed on `today`.
    pub fn is_retired(&self, today: Date) -> bool {
        self.retired.is_some_and(|since| since <= today)
    }
}

/// Where a deck comes from: later ones are worth more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Shipped inside the program.
    BuiltIn,
    /// A copy of decks from elsewhere.
    Copy,
    /// The user's own `decks` folder.
    Own,
    /// A path that was named for this run.
    Named,
}

/// One team's words.
#[derive(Debug, Clone, PartialEq)]
pub struct Deck {
    /// Its id: a slug.
    pub id: Arc<str>,
    /// What it is called on screen.
    pub title: String,
    /// One line about the team.
    pub summary: Option<String>,
    /// Who answers for it.
    pub owners: Vec<String>,
    /// The language of its texts.
    pub language: Option<String>,
    /// Where to propose changes.
    pub source: Option<String>,
    /// The id of the deck that it adds to.
    pub extends: Option<String>,
    /// Ids that it had.
    pub formerly: Vec<String>,
    /// What to ask this team.
    pub ask: Vec<String>,
    /// Its words, in the order of the file.
    pub terms: Vec<Term>,
    /// The file it was read from, for messages.
    pub path: Arc<str>,
    /// Where it comes from.
    pub origin: Origin,
    /// The number of its source, in the order of the sources: one id twice in a source is an error.
    pub rank: u32,
}

impl Deck {
    /// How deep it is quizzed when it is followed to `followed`: just as deep, or down to its shallowest level that has words
    /// today. A deck whose words have no `level`, as imported ones, is not empty to someone who follows its core.
    pub fn depth(&self, followed: Level, today: Date) -> Level {
        let live = self.terms.iter().filter(|term| !term.is_retired(today));
        live.map(|term| term.level).min().map_or(followed, |shallowest| shallowest.max(followed))
    }
}

/// The places of the values of one term: for messages about values that are sound by themselves.
#[derive(Debug, Clone, Default)]
pub struct Marks(pub Vec<(&'static str, u32, Place)>);

impl Marks {
    /// Where the value of `field` stands; of a list, its item `index`. The start of the term when it has no such field.
    pub fn of(&self, field: &str, index: usize) -> Place {
        let wanted = u32::try_from(index).unwrap_or(u32::MAX);
        let mut found = self.0.iter().filter(|(name, ..)| *name == field);
        found
            .find(|(_, at, _)| *at == wanted)
            .or_else(|| self.0.iter().find(|(name, ..)| *name == field))
            .or_else(|| self.0.first())
            .map(|(.., place)| *place)
            .unwrap_or_default()
    }
}
