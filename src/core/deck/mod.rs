//! The data model of a deck: one team's terms, after parsing.

pub mod content;
pub mod edit;
pub mod fields;
pub mod fix;
pub mod lint;
pub mod problem;
pub mod read;
pub mod rules;
pub mod scene;
pub mod schema;
mod sections;

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::core::card::{DeckId, TermId};
use crate::core::yaml::Span;

/// How often you will hear a term, and how much it weighs in fluency.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[derive(
    strum::AsRefStr, strum::Display, strum::EnumString, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Level {
    /// Heard every week.
    Core,
    /// Heard every month.
    #[default]
    Working,
    /// Heard in hallway conversations.
    Deep,
}

impl Level {
    /// The weight of a term of this level in fluency.
    pub const fn weight(self) -> f32 {
        match self {
            Self::Core => 3.0,
            Self::Working => 2.0,
            Self::Deep => 1.0,
        }
    }
}

/// A term of a deck. Its texts are sanitized, so nothing in them can reach the terminal as a command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Its unique id.
    pub id: TermId,
    /// The term itself.
    pub term: String,
    /// What it means.
    pub definition: String,
    /// What an acronym stands for.
    pub expansion: Option<String>,
    /// Its pronunciation.
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
    /// Related terms that help to understand it.
    pub see_also: Vec<TermId>,
    /// Terms it is easily mistaken for.
    pub confused_with: Vec<TermId>,
    /// How often you will hear it.
    pub level: Level,
    /// Free labels.
    pub tags: Vec<String>,
    /// Who explained it.
    pub explained_by: Option<String>,
    /// When the owners last confirmed it.
    pub reviewed: Option<Date>,
    /// The term it is a synonym of.
    pub same_as: Option<TermId>,
    /// Its former ids, in this or another deck.
    pub formerly: Vec<TermId>,
    /// The date since which it is no longer quizzed.
    pub retired: Option<Date>,
    /// What to say instead of a retired term.
    pub instead: Option<TermId>,
    /// The line in its file where it starts.
    pub line: u32,
}

impl Term {
    /// All its names: the term, its aliases and its expansion.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.term.as_str())
            .chain(self.aliases.iter().map(String::as_str))
            .chain(self.expansion.as_deref())
    }

    /// What it means, for a line in a list: the gloss, or else the full definition, which callers must shorten.
    pub fn gist(&self) -> &str {
        self.gloss.as_deref().unwrap_or(&self.definition)
    }

    /// Whether it is no longer quizzed on `today`.
    pub fn is_retired(&self, today: Date) -> bool {
        self.retired.is_some_and(|since| since <= today)
    }
}

/// The origin of a deck. Later variants take precedence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Origin {
    /// Built into the program.
    BuiltIn,
    /// A copy of decks from elsewhere.
    Copy,
    /// The user's own `decks` folder.
    Own,
    /// A path given for this run.
    Named,
}

/// The ID of the deck with the user's own words.
pub const MINE: &str = "mine";

/// One team's terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deck {
    /// Its id: a slug.
    pub id: DeckId,
    /// Its name on screen.
    pub title: String,
    /// One line about the team.
    pub summary: Option<String>,
    /// Its owners.
    pub owners: Vec<String>,
    /// The language of its texts.
    pub language: Option<String>,
    /// Where to propose changes.
    pub source: Option<String>,
    /// The id of the deck it extends.
    pub extends: Option<DeckId>,
    /// Its former ids.
    pub formerly: Vec<DeckId>,
    /// What to ask this team.
    pub ask: Vec<String>,
    /// Its scenes, in file order. A packed library keeps them apart.
    #[serde(skip)]
    pub scenes: Vec<scene::Scene>,
    /// Its terms, in file order. A packed library keeps them apart.
    #[serde(skip)]
    pub terms: Vec<Term>,
    /// The file it was read from, for messages.
    pub path: Arc<str>,
    /// Its origin.
    pub origin: Origin,
    /// The index of its source. Two decks with the same id in one source are an error.
    pub rank: u32,
}

impl Deck {
    /// Its terms that are not retired on `today`.
    pub fn live(&self, today: Date) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(move |term| !term.is_retired(today))
    }

    /// The level to quiz this deck at when it is followed at `followed`: that level, or the shallowest level of its unretired
    /// terms if that is deeper. Imported terms often have no `level`, and following `core` should still include them.
    pub fn depth(&self, followed: Level, today: Date) -> Level {
        let shallowest = self.live(today).map(|term| term.level).min();
        shallowest.map_or(followed, |shallowest| shallowest.max(followed))
    }
}

/// The spans of the values in a deck.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    /// Those of the deck's own fields.
    pub head: FieldSpans,
    /// Those of each term.
    pub terms: Vec<FieldSpans>,
    /// The indexes of the terms that begin a section.
    pub sections: Vec<usize>,
    /// Those of each scene. What is said is counted through from its first line to its last reply.
    pub scenes: Vec<FieldSpans>,
}

impl Marks {
    /// Shifts all spans by `bytes`.
    fn shift(&mut self, bytes: u32) {
        let parts = self.terms.iter_mut().chain(&mut self.scenes).chain([&mut self.head]);
        parts.flat_map(|part| &mut part.0).for_each(|(.., place)| place.shift(bytes));
    }
}

/// The spans of the values of one term or scene, for messages about values that are valid on their own.
#[derive(Debug, Clone, Default)]
pub struct FieldSpans(pub Vec<(&'static str, u32, Span)>);

impl FieldSpans {
    /// The span of `field`, or of item `index` if it is a list. Falls back to the first value.
    pub fn of(&self, field: &str, index: usize) -> Span {
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
