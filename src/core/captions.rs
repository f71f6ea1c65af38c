//! Live captions: the terms that were heard in them so far. Of the captions, only the last few lines are kept, in memory.

mod lines;
mod rolling;

use std::cmp::Reverse;
use std::time::Duration;

use crate::core::captions::lines::{Lines, Window};
use crate::core::card::TermId;
use crate::core::deck::Level;
use crate::core::jargon::{Acronym, Certainty, Kind, Scanner, Spotted, bare};
use crate::core::library::Library;

/// How long no text must come until the last word is taken for whole.
pub const PAUSE: Duration = Duration::from_millis(200);
/// The most terms to list.
const MOST: usize = 5_000;

/// What comes from a source of captions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// Text, perhaps cut inside a word or a character.
    Text(Vec<u8>),
    /// What follows stands elsewhere: the file was truncated or replaced.
    Elsewhere,
    /// There is no file yet.
    Missing,
    /// The source cannot be read, and why.
    Failed(String),
    /// There are no more captions.
    End,
}

/// The state of a source of captions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Source {
    /// Captions come, or may come.
    #[default]
    Open,
    /// There is no file yet.
    Missing,
    /// It cannot be read, and why.
    Failed(String),
    /// There are no more captions.
    Ended,
}

/// How well the user knows a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Familiarity {
    /// Not at all, or not yet.
    New,
    /// It is understood.
    Known,
    /// So well that it is not listed.
    LeftAlone,
}

/// A term, or an acronym that no deck explains, that was heard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// Tells it from others: they count up in the order in which they were heard.
    pub number: usize,
    /// The term as its deck spells it, or the acronym.
    pub name: String,
    /// The terms it may be, the likeliest first; only one if that is certain, and none for an acronym.
    pub senses: Vec<TermId>,
    /// What the acronym stands for, if someone said so.
    pub expansion: Option<String>,
    /// Whether it was first taken for the term of another team.
    pub is_corrected: bool,
    /// How certain the first sense is.
    sure: Certainty,
    /// All senses of the word, sorted.
    meanings: Vec<TermId>,
    /// How much a leader needs it.
    pub level: Level,
    /// Whether the user understands it.
    pub is_known: bool,
    /// Whether it is muted: no longer listed.
    pub is_muted: bool,
    /// The number of the line in which it was first heard.
    line: u64,
}

impl Heard {
    /// New ones first, and core terms first among them.
    fn rank(&self) -> impl Ord + use<> {
        (self.is_known, self.senses.is_empty(), self.level)
    }

    /// The titles of the teams whose term it may be.
    pub fn teams(&self, library: &Library) -> String {
        let titles = self.senses.iter().map(|sense| library.title(sense.deck()));
        titles.collect::<Vec<_>>().join(" or ")
    }

    /// Whether `word`, which has the same senses, has another one now that more was said.
    fn is_corrected_by(&self, word: &Self) -> bool {
        word.sure <= self.sure && word.senses != self.senses
    }

    /// Takes the sense that `word`, which has the same ones, has now.
    fn correct(&mut self, word: Self) {
        if self.is_corrected_by(&word) {
            self.is_corrected |= word.senses.first() != self.senses.first();
            (self.name, self.senses, self.sure) = (word.name, word.senses, word.sure);
            (self.level, self.is_known) = (word.level, word.is_known);
        }
    }

    fn is_spotted(&self, word: &Spotted) -> bool {
        let is_own = |sense: &TermId| self.senses.first() == Some(sense);
        senses(word).any(is_own)
            || meanings(word) == self.meanings
            || word.is_doubtful()
                && word.senses.iter().any(|sense| self.senses.contains(&sense.term))
    }
}

/// What captions are understood with.
pub struct Ear<'a> {
    /// Finds terms.
    pub scanner: &'a Scanner,
    /// All decks.
    pub library: &'a Library,
    /// The followed decks, whose senses win ties.
    pub followed: &'a [&'a str],
    /// How well the user knows a term.
    pub familiarity: &'a dyn Fn(&TermId) -> Familiarity,
}

/// What was heard in captions.
#[derive(Debug, Default)]
pub struct Captions {
    lines: Lines,
    source: Source,
    heard: Vec<Heard>,
    /// How many were ever heard.
    count: usize,
    /// The number of what was heard last; of several at once, the last of the most important.
    latest: usize,
}

impl Captions {
    /// Takes what came next; `None` if nothing came for a moment, so that the last words are whole.
    pub fn take(&mut self, incoming: Option<Incoming>, ear: &Ear<'_>) {
        let mut source = Source::Open;
        match incoming {
            None if self.lines.pause() => return self.listen(ear),
            None => return,
            Some(Incoming::Text(bytes)) => self.lines.add(&bytes),
            Some(Incoming::Elsewhere) => self.lines.end_line(),
            Some(Incoming::Missing) => source = Source::Missing,
            Some(Incoming::Failed(why)) => source = Source::Failed(why),
            Some(Incoming::End) => source = Source::Ended,
        }
        if matches!(source, Source::Failed(_) | Source::Ended) {
            self.lines.end_line();
        }
        self.source = source;
        self.listen(ear);
    }

    /// The state of their source.
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// What was heard, in this order.
    pub fn heard(&self) -> impl DoubleEndedIterator<Item = &Heard> {
        self.heard.iter().filter(|heard| !heard.is_muted)
    }

    /// The same, new and core terms first, the latest of them on top.
    pub fn list(&self) -> Vec<Heard> {
        let mut list: Vec<Heard> = self.heard().cloned().collect();
        list.sort_by_key(|heard| (heard.rank(), Reverse(heard.number)));
        list
    }

    /// The number of what was heard last; of several at once, that of the last of the most important.
    pub const fn latest(&self) -> usize {
        self.latest
    }

    /// Mutes or unmutes what has this number.
    pub fn mute(&mut self, number: usize, is_muted: bool) {
        if let Some(heard) = self.heard.iter_mut().find(|heard| heard.number == number) {
            heard.is_muted = is_muted;
        }
    }

    /// Scans the last lines.
    fn listen(&mut self, ear: &Ear<'_>) {
        let window = self.lines.read();
        let scan = ear.scanner.scan(&window.text, Kind::Transcript, ear.followed);
        self.take_back(&window, &scan.words, &scan.acronyms);
        let is_whole = |spans: &[std::ops::Range<usize>]| {
            // The name of a term may go on.
            window.open_end.is_none_or(|end| spans[0].end < end)
        };
        let mut new = Vec::new();
        for word in scan.words.iter().filter(|word| !word.is_doubtful() && is_whole(&word.spans)) {
            let term = senses(word).next().and_then(|sense| ear.library.find(sense));
            let Some(term) = term else { continue };
            let familiarity = senses(word).map(ear.familiarity).min();
            let is_left_alone = familiarity == Some(Familiarity::LeftAlone);
            let heard = Heard {
                name: term.term.clone(),
                senses: senses(word).cloned().collect(),
                sure: word.sure,
                meanings: meanings(word),
                level: term.level,
                is_known: familiarity == Some(Familiarity::Known),
                line: window.line_at(word.spans[0].start),
                ..Heard::default()
            };
            match self.heard.iter().position(|other| other.meanings == heard.meanings) {
                Some(at) if !is_left_alone => self.heard[at].correct(heard),
                Some(at) if !self.heard[at].is_muted && self.heard[at].is_corrected_by(&heard) => {
                    self.heard.remove(at);
                }
                None if !is_left_alone && !self.has(word) => new.push(heard),
                _ => {}
            }
        }
        for Acronym { text, spans, expansion, .. } in
            scan.acronyms.iter().filter(|one| is_whole(&one.spans))
        {
            let is_listed = |heard: &Heard| heard.senses.is_empty() && heard.name == *text;
            if let Some(heard) = self.heard.iter_mut().find(|heard| is_listed(heard)) {
                heard.expansion = heard.expansion.take().or_else(|| expansion.clone());
            } else {
                let line = window.line_at(spans[0].start);
                let (name, level, expansion) = (text.clone(), Level::Core, expansion.clone());
                new.push(Heard { name, expansion, level, line, ..Heard::default() });
            }
        }
        new.sort_by_key(Heard::rank);
        if let Some(first) = new.first().map(Heard::rank) {
            self.latest = self.count + new.iter().filter(|heard| heard.rank() == first).count();
        }
        for heard in new.into_iter().take(MOST.saturating_sub(self.heard.len())) {
            self.count += 1;
            self.heard.push(Heard { number: self.count, ..heard });
        }
    }

    /// Whether the sense in use is listed, any if it could be any, or what was said that it stands for.
    fn has(&self, word: &Spotted) -> bool {
        let is_explained =
            |heard: &Heard| heard.expansion.is_some() && heard.name == bare(&word.text);
        self.heard.iter().any(is_explained)
            || senses(word)
                .any(|sense| self.heard.iter().any(|heard| heard.senses.first() == Some(sense)))
    }

    /// Drops what was heard only in an earlier state of a line.
    fn take_back(&mut self, window: &Window, words: &[Spotted], acronyms: &[Acronym]) {
        self.heard.retain(|heard| {
            let is_current = !window.changed.iter().any(|lines| lines.contains(&heard.line));
            let is_there = || {
                words.iter().any(|word| heard.is_spotted(word))
                    || acronyms.iter().any(|one| heard.senses.is_empty() && one.text == heard.name)
            };
            heard.is_muted || is_current || is_there()
        });
    }
}

/// All senses of `word`, sorted.
fn meanings(word: &Spotted) -> Vec<TermId> {
    let mut all: Vec<TermId> = word.senses.iter().map(|sense| sense.term.clone()).collect();
    all.sort_unstable();
    all
}

fn senses(word: &Spotted) -> impl Iterator<Item = &TermId> {
    word.possible().iter().map(|sense| &sense.term)
}

#[cfg(test)]
mod tests;
