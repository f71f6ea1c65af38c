//! Look-up: which entry is meant by what someone typed of what they heard.
//!
//! The ranking in ten lines:
//! 1. Lower case, no accents or apostrophes, one space between words, without the question round a term.
//! 2. Letters read aloud also count as letters; "JSON file" counts for JSON 0.85.
//! 3. Each name gets signals. The same letters: first, always; then plurals and inflections; then a listed sound. Initials: 1.1.
//!    The start of the name: 0.9 + 0.1 × share typed.
//! 4. Words of the name or their forms, in any order: 0.8 + 0.1 × share. An abbreviation that has its word starts: up to 0.9.
//! 5. Letters in order (`fuzzy-matcher`): 0.3 to 0.75. A typo: 1 − distance / longer, from 0.55 up (0.7 in long queries);
//!    two letters swapped count half.
//! 6. Sound, as words and as read aloud: the same 1.0; else 0.92 × (1 − distance / longer), from 0.65 up (0.75). Its start: 0.8.
//! 7. Words of the definition: 0.85 × the share of the query found, rare words weighing more.
//! 8. The strongest counts, + 0.05 × (subsequence + typo + sound + definition), so that agreement breaks ties.
//! 9. The best name counts for an entry; ties go by rank, then to the shorter name, then to the order given.
//! 10. What the first one rests on ([`Evidence`]) says whether it is a match; else it is near from [`NEAR`] on, and nothing below.

mod abbreviation;
mod begins;
mod beside;
mod definition;
mod evidence;
mod forms;
mod highlight;
mod index;
mod names;
mod normalise;
mod packed;
mod pool;
mod query;
mod readings;
mod search;
mod signals;
mod sound;
mod stem;
mod subsequence;
mod typo;

pub use evidence::Evidence;

pub(crate) use names::SAME;
pub(crate) use normalise::{fold, fold_mapped, is_unspaced};
pub(crate) use stem::is_stop;

use std::fmt;
use std::sync::Arc;

use crate::core::bytes::{Reader, Writer};
use evidence::Trace;
use index::Names;
use query::Query;
use search::Found;
use subsequence::Subsequence;

/// A hit with this score or more is near enough to be shown, when it is no match.
pub const NEAR: f32 = 0.70;

/// What is looked up: one sense of one term.
#[derive(Clone, Debug, Default)]
pub struct Entry<'a> {
    /// The term as its deck writes it.
    pub term: &'a str,
    /// Its other names: aliases, and what it stands for.
    pub aliases: Vec<&'a str>,
    /// What it sounds like, after the other names when names are numbered. Never as good as a name.
    pub sounds_like: Vec<&'a str>,
    /// What it means.
    pub definition: &'a str,
    /// What it means, in a few words.
    pub gloss: &'a str,
    /// Why the team cares: it often names neighbors, which are looked for under this term.
    pub why: &'a str,
}

/// What found an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// The same letters and digits.
    Same,
    /// A plural or an inflection of the name.
    Form,
    /// The first letters of its words.
    Initials,
    /// The start of the name.
    Start,
    /// Words of the name or forms of them, in any order.
    Words,
    /// An abbreviation: the first letter, then consonants and starts of words.
    Abbreviation,
    /// The letters stand in the name in this order.
    Subsequence,
    /// A typing mistake or two away.
    Typo,
    /// It sounds like the name.
    Sound,
    /// Its definition has the words.
    Definition,
}

impl Signal {
    /// The word that stands for it in JSON and in explanations.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Form => "form",
            Self::Initials => "initials",
            Self::Start => "start",
            Self::Words => "words",
            Self::Abbreviation => "abbreviation",
            Self::Subsequence => "subsequence",
            Self::Typo => "typo",
            Self::Sound => "sound",
            Self::Definition => "definition",
        }
    }
}

/// `text` as look-up reads a query: lower case, no accents, one space between words, without the question round it.
pub(crate) fn folded(text: &str) -> String {
    normalise::without_question(&normalise::fold(text, normalise::QUERY_CHARS)).to_owned()
}

/// An entry that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which entry, in the order they were given.
    pub entry: usize,
    /// How well it fits: 0 to 1.4, comparable between queries.
    pub score: f32,
    /// What found it.
    pub signal: Signal,
    /// What it rests on.
    pub evidence: Evidence,
    /// Which name was found: 0 is the term, then the aliases.
    pub name: usize,
    /// Which characters of that name to underline, in order; empty for sounds and definitions.
    pub matched: Vec<usize>,
}

/// What to say about the best hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This is it.
    Match,
    /// It may be one of these.
    Near,
    /// Nothing like that yet.
    None,
}

impl Verdict {
    /// The verdict over hits, best first.
    pub fn of(hits: &[Hit]) -> Self {
        match hits.first() {
            Some(hit) if hit.evidence.is_match() => Self::Match,
            Some(hit) if hit.score >= NEAR => Self::Near,
            _ => Self::None,
        }
    }
}

/// Whether an entry is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// It is searched; among equals the lower number comes first.
    In(u8),
    /// As if it were not there.
    Out,
}

/// Which entries are searched.
#[derive(Clone, Debug)]
struct Scope {
    ranks: Vec<Rank>,
    /// How many are not out.
    searched: usize,
}

impl Scope {
    fn new(ranks: Vec<Rank>) -> Self {
        let searched = ranks.iter().filter(|rank| **rank != Rank::Out).count();
        Self { ranks, searched }
    }

    fn rank(&self, entry: u32) -> Rank {
        self.ranks.get(entry as usize).copied().unwrap_or(Rank::Out)
    }

    /// How many of `entries` are searched.
    fn among(&self, entries: &[u32]) -> usize {
        if self.searched == self.ranks.len() {
            return entries.len();
        }
        entries.iter().filter(|entry| self.rank(**entry) != Rank::Out).count()
    }
}

/// All entries, prepared for look-up.
#[derive(Clone)]
pub struct Index {
    names: Arc<Names>,
    scope: Scope,
    matcher: Arc<Subsequence>,
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index of {} entries", self.len())
    }
}

impl Index {
    /// Prepares `entries`, none of which comes first among equals. Distinct senses of a word stay distinct.
    pub fn new<'a>(entries: impl Iterator<Item = Entry<'a>>) -> Self {
        Self::of(Names::new(entries))
    }

    fn of(names: Names) -> Self {
        let ranks = vec![Rank::In(0); names.entries];
        let matcher = Arc::new(Subsequence::new());
        Self { names: Arc::new(names), scope: Scope::new(ranks), matcher }
    }

    /// The same entries with other ranks: `rank` gives that of each. What it finds is what an index of only those that
    /// are not out would find.
    #[must_use]
    pub fn ranked(&self, rank: impl FnMut(usize) -> Rank) -> Self {
        let ranks = (0..self.len()).map(rank).collect();
        Self { scope: Scope::new(ranks), ..self.clone() }
    }

    /// Puts what was prepared, without ranks.
    pub fn pack(&self, to: &mut Writer) {
        packed::pack(&self.names, to);
    }

    /// Takes what [`Self::pack`] put; every entry is searched, and none comes first. `None` when it is not that.
    pub fn unpack(from: &mut Reader<'_>) -> Option<Self> {
        packed::unpack(from).map(Self::of)
    }

    /// How many entries there are, searched or not.
    pub fn len(&self) -> usize {
        self.scope.ranks.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// About how much memory this takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.names.bytes() + self.scope.ranks.capacity()
    }

    /// The name that `hit` found, as its deck writes it.
    pub fn name(&self, hit: &Hit) -> &str {
        self.names.named(hit.entry, hit.name)
    }

    /// Whether the entry is searched.
    pub fn searches(&self, entry: usize) -> bool {
        self.scope.ranks.get(entry).is_some_and(|rank| *rank != Rank::Out)
    }

    /// The `limit` entries that fit `query` best, best first; each entry once.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        self.search_on(query, limit, &[])
    }

    /// The same, for who types on: `last` is what was found for the query so far. What of it still fits tells from the
    /// start how good the others must be, which saves up to 5 % of the time at the median (`cargo bench --bench
    /// lookup_speed`). More cannot be had: one letter more can make any name sound like the query.
    pub fn search_on(&self, query: &str, limit: usize, last: &[Hit]) -> Vec<Hit> {
        let (names, scope) = (&*self.names, &self.scope);
        let last: Vec<usize> =
            last.iter().flat_map(|hit| names.rows(hit.entry, hit.name)).collect();
        let mut readings: Vec<Query> = Vec::new();
        let mut all: Vec<(Found, usize)> = Vec::new();
        // What so many entries reach in one reading, others need not fall short of in another.
        let (mut best, mut least) = (0.0_f32, 0.0_f32);
        for (how, text) in readings::readings(query) {
            // A part of what was typed is worth no more, and not looked for where there is something better.
            if how.is_part() && best > query::PART_MOST {
                continue;
            }
            let query = Query::new(&text, how, query, &names.definitions, scope);
            let needed = query.needed(least);
            let found = search::search(names, scope, &self.matcher, &query, limit, &last, needed);
            let found: Vec<Found> = found
                .into_iter()
                .map(|found| Found { score: query.part(found.score), ..found })
                .collect();
            let scores = || found.iter().map(|found| found.score);
            if found.len() == limit {
                least = least.max(scores().fold(f32::INFINITY, f32::min));
            }
            best = scores().fold(best, f32::max);
            all.extend(found.into_iter().map(|found| (found, readings.len())));
            readings.push(query);
        }
        if let Some(typed) = readings.first().filter(|typed| begins::is_worth_it(best, typed)) {
            all.extend(begins::begin(names, scope, typed).into_iter().map(|found| (found, 0)));
        }
        all.sort_by(|(a, _), (b, _)| search::order(names, scope, a, b));
        let mut seen = std::collections::HashSet::new();
        all.retain(|(found, _)| seen.insert(found.entry));
        all.truncate(limit);
        all.into_iter().map(|(found, reading)| self.hit(&found, &readings[reading])).collect()
    }

    fn hit(&self, found: &Found, query: &Query) -> Hit {
        let at = found.name as usize;
        let name = self.names.shown(at);
        let (signal, is_slip) = (found.signal, found.is_slip);
        let trace = Trace { signal, is_slip, is_heard: self.names.heard[at] };
        Hit {
            entry: found.entry as usize,
            score: found.score,
            signal,
            evidence: Evidence::of(trace, query.read()),
            name: usize::from(self.names.number[at]),
            matched: highlight::positions(name, query, found.signal, &self.matcher),
        }
    }
}

#[cfg(test)]
mod tests;
