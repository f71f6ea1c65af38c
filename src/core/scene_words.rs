//! The words of a scene: the terms said in it, and which of them it pauses for.

use std::collections::HashSet;
use std::ops::Range;

use crate::core::card::{CardId, DeckId, Direction, TermId};
use crate::core::deck::Level;
use crate::core::deck::scene::Scene;
use crate::core::jargon::{Certainty, Scanner};
use crate::core::learner_state::LearnerState;
use crate::core::library::Library;
use crate::core::reading;
use crate::core::time::Day;

/// The most words that a scene pauses for.
pub const MOST: usize = 6;

/// A term that is said in a scene.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SceneWord {
    /// Its card, which asks for the meaning.
    pub card: CardId,
    /// The term of the scene's own deck, or of a followed one.
    pub term: TermId,
    /// The index of the line in which it is said first.
    pub line: usize,
    /// Its place in that line, in bytes.
    pub place: Range<usize>,
    /// Whether it most likely has this sense, not another team's, and is no plain English.
    pub is_sure: bool,
}

/// Why a scene pauses for a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// It is due or weak.
    Ask,
    /// It was introduced today, but not asked yet.
    Check,
    /// It was never asked.
    Introduce,
    /// It was never asked, and the user doesn't follow the scene's team: it is explained but not asked.
    Explain,
}

/// What a day allows, and what was already done on it.
#[derive(Debug, Clone, Copy)]
pub struct Limits<'a> {
    /// The study day.
    pub today: Day,
    /// The followed decks, of which new words are introduced, each with the depth to which it is followed.
    pub decks: &'a [(DeckId, Level)],
    /// The scene's deck with the depth to which its words are explained, unless it is followed.
    pub guest: Option<&'a (DeckId, Level)>,
    /// The card IDs of terms that were asked today, in either direction.
    pub asked: &'a HashSet<TermId>,
    /// The card IDs of terms that were introduced today.
    pub introduced: &'a HashSet<TermId>,
    /// The sorted card IDs of terms to leave out.
    pub hidden: &'a [TermId],
    /// How many more new words are allowed today.
    pub new: usize,
}

/// The words of `scene` in the order they are said, each once: those of `decks`, its own deck first. A word of its own team
/// always counts, a word of another team only if it is sure.
pub fn words(
    library: &Library,
    scanner: &Scanner,
    scene: &Scene,
    decks: &[(DeckId, Level)],
) -> Vec<SceneWord> {
    let decks: Vec<&str> = decks.iter().map(|(id, _)| id.as_str()).collect();
    let scan = reading::scan(scanner, library, &scene.said(), &decks, &decks);
    let mut seen = HashSet::new();
    let found = scan.words.iter().filter_map(|word| {
        let sense = &word.senses.first()?.term;
        let is_sure = matches!(word.sure, Certainty::Only | Certainty::Clear | Certainty::Likely);
        let is_own = decks.first() == Some(&sense.deck());
        let term = library.find(sense).filter(|_| is_sure || is_own)?.id.clone();
        let card = CardId::new(library.resolve(&term), Direction::Understand);
        let (line, place) = line_of(scene, word.spans.first()?)?;
        let is_new = seen.insert(card.clone());
        is_new.then_some(SceneWord { card, term, line, place, is_sure })
    });
    found.collect()
}

/// The line of `scene` with the bytes at `span` of all lines, and their place in it.
fn line_of(scene: &Scene, span: &Range<usize>) -> Option<(usize, Range<usize>)> {
    let mut start = 0;
    for (at, line) in scene.lines.iter().enumerate() {
        let end = start + line.says.len();
        if span.start < end {
            return (span.end <= end).then(|| (at, span.start - start..span.end - start));
        }
        start = end + Scene::APART.len();
    }
    None
}

/// Which of `words` to pause for, at most `most`, in the order they are said: due and weak words come before new ones, and sure
/// ones before others. Terms that were asked today are left out.
pub fn needs(
    words: &[SceneWord],
    known: LearnerState<'_>,
    limits: &Limits<'_>,
    most: usize,
) -> Vec<(usize, Need)> {
    let need = |(at, word): (usize, &SceneWord)| Some((at, need(word, known, limits)?));
    let mut found: Vec<(usize, Need)> = words.iter().enumerate().filter_map(need).collect();
    found.sort_by_key(|(at, need)| (*need, !words[*at].is_sure, *at));
    let mut new = limits.new;
    found.retain(|(_, need)| {
        let is_allowed = *need != Need::Introduce || new > 0;
        new -= usize::from(*need == Need::Introduce && is_allowed);
        is_allowed
    });
    found.truncate(most);
    found.sort_unstable();
    found
}

/// Why to pause for `word`, if at all, apart from how many new words the day allows.
fn need(word: &SceneWord, known: LearnerState<'_>, limits: &Limits<'_>) -> Option<Need> {
    let id = &word.card.term;
    let term = known.library.find(&word.term)?;
    let is_out = limits.asked.contains(id)
        || limits.hidden.binary_search(id).is_ok()
        || term.is_retired(limits.today.date());
    let is_of = |(deck, to): &(DeckId, Level)| *deck == term.id.deck() && term.level <= *to;
    match known.states.get(&word.card) {
        _ if is_out => None,
        Some(state) => {
            let is_weak = known.scheduler.recall(state, limits.today) < known.scheduler.retention();
            (is_weak || state.unfinished || state.due <= limits.today).then_some(Need::Ask)
        }
        None if limits.introduced.contains(id) => Some(Need::Check),
        None if limits.decks.iter().any(is_of) => Some(Need::Introduce),
        None => limits.guest.is_some_and(is_of).then_some(Need::Explain),
    }
}

#[cfg(test)]
mod tests;
