//! Builds the brief, a one-page summary of a team to read before a meeting: changes to its deck, questions, and words
//! to review.

pub mod page;

use std::collections::{HashMap, HashSet};

use crate::core::card::{DeckId, Direction, TermId};
use crate::core::deck::{Deck, Level, Term};
use crate::core::diff::is_material;
use crate::core::jotting::Jotting;
use crate::core::learner_state::LearnerState;
use crate::core::library::Library;
use crate::core::meeting::{Asked, Visit};
use crate::core::plan::Pace;
use crate::core::stats::counts_on;
use crate::core::time::Day;
use crate::core::words::words;

/// Number of suggested questions.
const QUESTIONS: usize = 3;
/// How many of those come from words the user recently met or looked up; the team's own fill the rest.
const OF_WORDS: usize = 2;
/// Number of words when no time is given.
const WORDS: usize = 6;
/// Maximum number of words, however much time there is.
const MOST_WORDS: usize = 30;
/// Days for which a word counts as recently met.
const LATELY: i32 = 14;

/// A team, and what decides about its words and questions.
#[derive(Clone, Copy)]
pub struct Team<'a> {
    /// All decks and the learner's progress.
    pub known: LearnerState<'a>,
    /// The team's deck.
    pub deck: &'a Deck,
    /// The depth to which the deck is followed.
    pub depth: Level,
    /// The study day.
    pub today: Day,
    /// All questions asked so far, of any team.
    pub asked: &'a [Asked],
    /// Recently looked-up words, latest first.
    pub looked_up: &'a [TermId],
}

/// The input for a brief.
pub struct Material<'a> {
    /// The team.
    pub team: Team<'a>,
    /// The deck as of the last reading.
    pub reading: Option<Reading>,
    /// All visits, of any team, newest first.
    pub visits: &'a [Visit],
    /// All open jottings.
    pub jottings: &'a [Jotting],
    /// Minutes available for words, and the user's pace.
    pub minutes: Option<(u32, Pace)>,
}

/// Snapshot of a deck on the day it was last read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The study day.
    pub day: Day,
    /// The definitions on that day.
    pub definitions: Vec<(TermId, String)>,
}

/// The brief for one team.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// The deck.
    pub deck: DeckId,
    /// The team's name.
    pub title: String,
    /// The depth to which words are counted.
    pub depth: Level,
    /// The day since which changes are counted; `None` if the deck was not read before.
    pub since: Option<Day>,
    /// Changes to the deck since then.
    pub changes: Vec<Change>,
    /// Suggested questions.
    pub questions: Vec<Suggestion>,
    /// Questions asked but not answered yet, newest first.
    pub unanswered: Vec<Asked>,
    /// Open jottings that this team could explain.
    pub jottings: Vec<Jotting>,
    /// The words most likely to come up and least likely to be known.
    pub words: Vec<Word>,
    /// Words that another team uses in a different sense the user knows better.
    pub elsewhere: Vec<Elsewhere>,
    /// The latest visit to the team.
    pub last_visit: Option<Visit>,
}

/// A change to one definition.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// The term.
    pub term: TermId,
    /// The word.
    pub word: String,
    /// How it changed.
    #[serde(flatten)]
    pub kind: ChangeKind,
}

/// The ways a definition can change.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum ChangeKind {
    /// The term was added to the deck.
    New {
        /// Its definition.
        #[serde(rename = "new")]
        definition: String,
    },
    /// The definition was reworded.
    Changed {
        /// The old definition.
        old: String,
        /// The new definition.
        new: String,
    },
    /// The term was removed or retired.
    Gone,
}

/// A suggested question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The term the question belongs to; `None` if it belongs to the team.
    pub term: Option<TermId>,
    /// The question.
    pub text: String,
    /// The record, if it was asked today. The question keeps its number until tomorrow.
    pub asked: Option<Asked>,
}

/// A word to review before the meeting.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Word {
    /// The term's ID.
    pub term: TermId,
    /// The word.
    pub word: String,
    /// Its meaning in brief.
    pub gist: String,
    /// The probability of recall tomorrow morning, 0 to 1; 0 if it was never asked, or was missed and not passed
    /// since.
    pub recall: f32,
    /// Whether it was ever asked.
    pub met: bool,
}

/// A word that another team uses in a different sense.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Elsewhere {
    /// The word.
    pub word: String,
    /// What it means to this team.
    pub here: String,
    /// The other team's name.
    #[serde(rename = "team")]
    pub title: String,
    /// What it means to that team.
    pub there: String,
    /// The same in a few words: to this team, and to that one.
    #[serde(skip)]
    pub gists: [String; 2],
}

/// Builds the brief.
pub fn brief(material: &Material<'_>) -> Brief {
    let team = &material.team;
    let Team { known, deck, depth, today, asked, .. } = team;
    let library = known.library;
    let of_team = |id: &str| library.deck(id).is_some_and(|found| found.id == deck.id);
    let words = sorted_words(team);
    let questions = questions(team, &words);
    let is_suggested = |asked: &&Asked| {
        let mut today = questions.iter().filter_map(|question| question.asked.as_ref());
        today.any(|suggested| suggested.id == asked.id)
    };
    let is_waiting =
        |asked: &&Asked| of_team(&asked.deck) && asked.answer.is_none() && !is_suggested(asked);
    let is_of_team = |jotting: &&Jotting| jotting.deck.as_deref().is_some_and(of_team);
    let reading = material.reading.as_ref();
    Brief {
        deck: deck.id.clone(),
        title: deck.title.clone(),
        depth: *depth,
        since: reading.map(|reading| reading.day),
        changes: reading
            .map_or_else(Vec::new, |reading| changes(library, deck, &reading.definitions, *today)),
        unanswered: asked.iter().filter(is_waiting).cloned().collect(),
        jottings: material.jottings.iter().filter(is_of_team).cloned().collect(),
        questions,
        elsewhere: elsewhere(team),
        last_visit: material.visits.iter().find(|visit| of_team(&visit.deck)).cloned(),
        words: words.into_iter().take(room(material.minutes)).collect(),
    }
}

/// How many words fit into the time, at 30 seconds for a new word and the user's answer time for others.
fn room(minutes: Option<(u32, Pace)>) -> usize {
    minutes.map_or(WORDS, |(minutes, pace)| {
        let each = u64::from(pace.answer_ms).max(1_000);
        let fit = u64::from(minutes) * 60_000 / each;
        usize::try_from(fit).unwrap_or(MOST_WORDS).clamp(1, MOST_WORDS)
    })
}

/// The changes from the last reading to `deck`, in deck order, with removed terms last.
pub(crate) fn changes(
    library: &Library,
    deck: &Deck,
    read: &[(TermId, String)],
    today: Day,
) -> Vec<Change> {
    let before: HashMap<TermId, &str> =
        read.iter().map(|(id, text)| (library.resolve(id), text.as_str())).collect();
    let mut found = Vec::new();
    let mut there = HashSet::new();
    for term in deck.live(today.date()) {
        let id = library.resolve(&term.id);
        let kind = match before.get(&id) {
            None => Some(ChangeKind::New { definition: term.definition.clone() }),
            Some(old) if is_material(old, &term.definition) => {
                Some(ChangeKind::Changed { old: (*old).to_owned(), new: term.definition.clone() })
            }
            Some(_) => None,
        };
        there.insert(id);
        let (term, word) = (term.id.clone(), term.term.clone());
        found.extend(kind.map(|kind| Change { term, word, kind }));
    }
    for (id, _) in read {
        let id = library.resolve(id);
        if there.insert(id.clone()) {
            let word = library
                .find(&id)
                .map_or_else(|| id.term().replace('-', " "), |term| term.term.clone());
            found.push(Change { term: id, word, kind: ChangeKind::Gone });
        }
    }
    found
}

/// All words at the followed depth, those most likely to come up and least likely to be known first.
pub(crate) fn sorted_words(team: &Team<'_>) -> Vec<Word> {
    let Team { known, deck, depth, today, looked_up, .. } = team;
    let heard: HashSet<&TermId> = looked_up.iter().collect();
    let mut rated: Vec<(f32, Word)> = deck
        .live(today.date())
        .filter(|term| term.level <= *depth)
        .map(|term| {
            let id = known.library.resolve(&term.id);
            let state = known.state(&id, Direction::Understand);
            let recall = state.map_or(0.0, |state| known.recall_tomorrow(state, *today));
            // A looked-up word was probably heard, so it weighs one level more.
            let weight = term.level.weight() + f32::from(u8::from(heard.contains(&id)));
            let (word, gist) = (term.term.clone(), term.gist().to_owned());
            let met = state.is_some();
            (weight * (1.0 - recall), Word { term: term.id.clone(), word, gist, recall, met })
        })
        .collect();
    rated.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.term.cmp(&b.1.term)));
    rated.into_iter().map(|(_, word)| word).collect()
}

/// Up to three questions not asked before today: first for words recently met or looked up, then the team's own, then
/// for the words to review.
pub(crate) fn questions(team: &Team<'_>, ready: &[Word]) -> Vec<Suggestion> {
    let Team { known, deck, today, looked_up, asked, .. } = team;
    let library = known.library;
    let plain =
        |text: &str| words(text).into_iter().map(|(word, _)| word).collect::<Vec<_>>().join(" ");
    let is_here =
        |asked: &&Asked| library.deck(&asked.deck).is_some_and(|found| found.id == deck.id);
    let mut taken: HashSet<String> = asked
        .iter()
        .filter(|asked| is_here(asked) && asked.day < *today)
        .map(|asked| plain(&asked.question))
        .collect();
    let asked_today = |text: &str| {
        let mut today = asked.iter().filter(|asked| is_here(asked) && asked.day == *today);
        today.find(|asked| plain(&asked.question) == plain(text)).cloned()
    };
    let rank = |id: &TermId| looked_up.iter().position(|seen| seen == id);
    let mut lately: Vec<(usize, i32, &Term)> = deck
        .live(today.date())
        .filter_map(|term| {
            let id = library.resolve(&term.id);
            let state = known.state(&id, Direction::Understand);
            let first = state.map(|state| state.first).filter(|first| *first > today.plus(-LATELY));
            let looked = rank(&id);
            if first.is_none() && looked.is_none() {
                return None;
            }
            let first = first.map_or(i32::MIN, Day::number);
            Some((looked.unwrap_or(usize::MAX), first, term))
        })
        .collect();
    lately.sort_by_key(|(looked, first, _)| (*looked, std::cmp::Reverse(*first)));
    let of_term = |term: &Term| {
        let text = term.ask.clone()?;
        let asked = asked_today(&text);
        Some(Suggestion { term: Some(term.id.clone()), text, asked })
    };
    let own = || {
        let suggestion = |text: &String| {
            let asked = asked_today(text);
            Suggestion { term: None, text: text.clone(), asked }
        };
        deck.ask.iter().map(suggestion)
    };
    let first = lately.iter().filter_map(|(_, _, term)| of_term(term));
    let last = ready.iter().filter_map(|word| of_term(library.term(&word.term)?));
    let mut found: Vec<Suggestion> = Vec::new();
    let mut take = |from: &mut dyn Iterator<Item = Suggestion>, most: usize| {
        for suggestion in from {
            if found.len() >= most {
                break;
            }
            if taken.insert(plain(&suggestion.text)) {
                found.push(suggestion);
            }
        }
    };
    take(&mut first.clone(), OF_WORDS);
    take(&mut own(), QUESTIONS);
    take(&mut first.chain(last), QUESTIONS);
    found
}

/// Words that another team uses in a sense the user knows better than this team's.
fn elsewhere(team: &Team<'_>) -> Vec<Elsewhere> {
    let Team { known, deck, today, depth, .. } = team;
    let library = known.library;
    let is_known = |term: &Term| {
        let state = known.state(&term.id, Direction::Understand);
        state.is_some_and(|state| counts_on(known.scheduler, state, today.plus(1)))
    };
    let recall = |term: &Term| {
        let state = known.state(&term.id, Direction::Understand);
        state.map_or(0.0, |state| known.recall_tomorrow(state, *today))
    };
    deck.live(today.date())
        .filter(|term| term.level <= *depth)
        .filter_map(|term| {
            let here = recall(term);
            let known = library.other_senses(term).filter(|(_, other)| is_known(other));
            let (_, other_deck, other) = known
                .map(|(deck, other)| (recall(other), deck, other))
                .filter(|(there, ..)| *there > here)
                .max_by(|a, b| a.0.total_cmp(&b.0))?;
            Some(Elsewhere {
                word: term.term.clone(),
                here: term.definition.clone(),
                title: other_deck.title.clone(),
                there: other.definition.clone(),
                gists: [term, other].map(|term| term.gist().to_owned()),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
