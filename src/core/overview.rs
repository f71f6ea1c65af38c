//! The current status, as shown on the home screen.

use crate::core::bridge::Shared;
use crate::core::card::DeckId;
use crate::core::credit::Thanks;
use crate::core::deck::Level;
use crate::core::fluency::Fluency;
use crate::core::look_back::Practice;
use crate::core::scene_offer::Offer;
use crate::core::stats::Done;
use crate::core::time::Day;

/// A deck on the home screen.
#[derive(Debug, Clone, PartialEq)]
pub struct DeckRow {
    /// Its ID.
    pub id: DeckId,
    /// Its title.
    pub title: String,
    /// One line about the team.
    pub summary: Option<String>,
    /// Its number of words.
    pub words: usize,
    /// Whether it has scenes.
    pub has_scenes: bool,
    /// The depth at which it is followed; `None` if it is not.
    pub depth: Option<Level>,
    /// Previously asked words that today's quiz still asks.
    pub due: usize,
    /// New words that today's quiz still asks.
    pub new: usize,
    /// The user's fluency, if the deck is followed.
    pub fluency: Option<Fluency>,
    /// More about the team, if the deck is followed.
    pub glance: Option<Glance>,
}

impl DeckRow {
    /// The places of those `decks` whose titles contain `typed`, in any case, then of those in whose summaries a word begins with
    /// it.
    pub fn found(decks: &[Self], typed: &str) -> Vec<usize> {
        let typed = typed.trim().to_lowercase();
        let is_named = |at: &usize| decks[*at].title.to_lowercase().contains(&typed);
        let (mut found, others): (Vec<_>, Vec<_>) = (0..decks.len()).partition(is_named);
        // In a sentence, only the beginning of a word is what someone typed.
        let begins = |text: &str| {
            let text = text.to_lowercase();
            text.match_indices(&typed).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
        };
        let about = |at: &usize| decks[*at].summary.as_deref().is_some_and(begins);
        found.extend(others.into_iter().filter(about));
        found
    }
}

/// What stands beside the list of teams about one of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Glance {
    /// The day of the next meeting, which may be today.
    pub meeting: Option<Day>,
    /// The words that were met and are least likely to be recalled, each with its meaning in a few words.
    pub weakest: Vec<(String, String)>,
    /// The next question to ask the team.
    pub ask: Option<String>,
    /// How many words of the deck are new, reworded or gone since its brief was last read.
    pub changes: usize,
}

/// The status shown on the home screen.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact about today, and any may go with any"
)]
pub struct Overview {
    /// The study day.
    pub today: Day,
    /// Whether the journal can be read. If not, nothing is known about the user's progress.
    pub has_journal: bool,
    /// Words that today's quiz still asks: the sum of `due` and `new` over all decks.
    pub questions: usize,
    /// New words among `questions`.
    pub new: usize,
    /// Expected time for them, in milliseconds.
    pub expected_ms: u64,
    /// Due words in the followed decks, whether they fit into today or not.
    pub due: usize,
    /// The work done today.
    pub done: Done,
    /// Today's time budget, in minutes.
    pub minutes: u32,
    /// Whether this is the first day after a break.
    pub is_return: bool,
    /// Whether some due words must wait for another day.
    pub leaves_due: bool,
    /// Words due that wait a few days more, because new words wait.
    pub postponed: usize,
    /// All decks, followed ones first.
    pub decks: Vec<DeckRow>,
    /// Open jottings that need an explanation.
    pub to_ask: usize,
    /// The team that the user meets most of those they don't follow, by visits and words looked up lately.
    pub met_most: Option<String>,
    /// Whether new words are left, and the settings allow some tomorrow.
    pub new_tomorrow: bool,
    /// In how many days the next words come due, and how many.
    pub next: Option<(u32, usize)>,
    /// Followed teams the user visited, with the day of the last visit, longest ago first; empty if hidden by the
    /// settings.
    pub visits: Vec<(String, Day)>,
    /// Scenes to sit in on now, at most one of each followed team, the most fitting first.
    pub offers: Vec<Offer>,
    /// The thanks to offer, if any.
    pub thanks: Option<Thanks>,
    /// The word of the week that two followed teams use in different senses, unless they were compared this week.
    pub bridge: Option<Shared>,
    /// The practice of the last weeks.
    pub practice: Practice,
    /// Messages for the user about the journal and the settings.
    pub notices: Vec<String>,
    /// A suggestion about the settings, if there is no message.
    pub hint: Option<String>,
    /// The first problem with decks, and how many more there are.
    pub deck_problem: Option<String>,
    /// A message if copies of external decks are old.
    pub aging: Option<String>,
}

impl Overview {
    /// Whether the minutes of the day are used up, so that a quiz goes on beyond them.
    pub fn is_over_time(&self) -> bool {
        self.due > 0 || self.done.ms >= u64::from(self.minutes) * 60_000
    }
}
