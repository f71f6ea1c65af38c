//! Look-up: finds the entry meant by a query, which may be misspelled or typed by ear.
//!
//! The ranking:
//! 1. Fold: lower case, no accents or apostrophes, single spaces, no question around a term.
//! 2. Letters spelled aloud also count as letters; "JSON file" scores 0.85 of JSON.
//! 3. Each name gets signals. The same letters always come first; then plurals and inflections; then a listed sound.
//!    Initials: 1.1. A prefix of the name: 0.9 + 0.1 × share typed.
//! 4. Words of the name or their forms, in any order: 0.8 + 0.1 × share. An abbreviation with its word starts: up to 0.9.
//! 5. Subsequence (`fuzzy-matcher`): 0.3 to 0.75. Typo: 1 − distance / longer, if at least 0.55 (0.7 in long queries);
//!    a swap of two letters counts half.
//! 6. Sound, as words and spelled aloud: the same 1.0; else 0.92 × (1 − distance / longer), if at least 0.65 (0.75). Prefix: 0.8.
//! 7. Definition: 0.85 × the share of the query's words found, weighted by rarity.
//! 8. The score is the strongest signal + 0.05 × (subsequence + typo + sound + definition), so agreement breaks ties.
//! 9. An entry scores as its best name. Ties go by rank, then shorter name, then input order.
//! 10. If it is no name itself, a phrase is also searched for names, and three words or more for misheard parts (`phrase`), and
//!     as the description of an idea instead of line 7 ([`Index::meant`]).
//! 11. The first hit's [`Evidence`] decides whether it is a match; otherwise it is near from [`NEAR`] up, and nothing below that.

mod abbreviation;
mod column;
mod definition;
mod evidence;
mod filler_nouns;
mod forms;
mod highlight;
mod index;
mod names;
mod normalise;
mod phonetic_prefix;
mod phrase;
mod pool;
mod query;
mod readings;
mod restore;
mod search;
mod signals;
mod sound;
mod stem;
mod subsequence;
mod typo;

pub use evidence::Evidence;

pub(crate) use forms::{bases, nouns, singulars};
pub(crate) use names::SAME;
pub(crate) use normalise::{fold, fold_mapped, is_unspaced};
pub(crate) use phrase::{is_brief, said};
pub(crate) use readings::spoken;
pub(crate) use sound::spelled_words;
pub(crate) use stem::is_stop;

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use evidence::Trace;
use index::Names;
use phrase::Parts;
use query::Query;
use search::Found;
use subsequence::Subsequence;

/// The lowest score of a hit that is shown when it is not a match.
pub const NEAR: f32 = 0.70;
/// The fewest words of a query that is a sentence.
pub const SENTENCE: usize = 6;
/// How well words must describe an entry, from 0 to 1, to find it at all. Of 110 ideas 5 in 100 find nothing better.
const FITS: f32 = 0.08;
/// How well, so that more says no more, and the score of that.
const FITS_WELL: f32 = 0.3;
const MEANT_MOST: f32 = 0.85;
/// How much less a term of the next level counts for a description.
const SELDOM: f32 = 0.05;
/// From this score up, two words are taken together as one term.
const ALIKE: f32 = 0.92;
/// The score from which a definition fits all words of a query, so that one of them alone is hardly what is asked for.
const TOLD: f32 = 0.8;
/// The score from which several words of a sentence are what was heard of one term, and no terms by themselves.
pub const HEARD: f32 = 0.93;
/// The score from which a sentence describes a term rather than using others. So well do 1 in 100 examples of the built-in
/// decks describe a term that they don't use, and 75 in 100 ideas the term that is meant.
pub const DESCRIBES: f32 = NEAR + 0.11;
/// The lowest score of a misheard part of a sentence that counts more than a description without it.
const MISHEARD: f32 = NEAR + 0.05;
/// The fewest words of a description, without stop words: 5 in 100 ideas have less.
const DESCRIPTION: usize = 4;

/// An entry to index: one sense of a term.
#[derive(Clone, Debug, Default)]
pub struct Entry<'a> {
    /// What the caller calls it. Not searched, and may be empty.
    pub id: &'a str,
    /// The term as its deck writes it.
    pub term: &'a str,
    /// Its other names: aliases and the expansion.
    pub aliases: Vec<&'a str>,
    /// What it sounds like. Numbered after the other names, and always scored below a name.
    pub sounds_like: Vec<&'a str>,
    /// What it means.
    pub definition: &'a str,
    /// What it means, in a few words.
    pub gloss: &'a str,
    /// Why the team cares. It often names related terms, so people may search for those and find this one.
    pub why: &'a str,
}

/// The signal that found an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Signal {
    /// The same letters and digits.
    Same,
    /// A plural or an inflection of the name.
    Form,
    /// The initials of the name's words.
    Initials,
    /// A prefix of the name.
    Start,
    /// Words of the name or forms of them, in any order.
    Words,
    /// An abbreviation: the first letter, then consonants and word starts.
    Abbreviation,
    /// The letters occur in the name in this order.
    Subsequence,
    /// One or two typos away.
    Typo,
    /// Sounds like the name.
    Sound,
    /// The definition contains the words.
    Definition,
    /// The matching entry names it.
    Related,
}

/// `text` folded as a query: lower case, no accents, single spaces, no question around a term.
pub(crate) fn folded(text: &str) -> String {
    normalise::without_question(&normalise::fold(text, normalise::QUERY_CHARS)).to_owned()
}

/// A search result.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The index of the entry, in input order.
    pub entry: usize,
    /// How well it fits: 0 to 1.4, comparable across queries.
    pub score: f32,
    /// The signal that found it.
    pub signal: Signal,
    /// Why it was found.
    pub evidence: Evidence,
    /// The number of the name that was found: 0 is the term, then the aliases.
    pub name: usize,
    /// The characters of that name to underline, in order. Empty for sounds and definitions.
    pub matched: Vec<usize>,
    /// The words of the query that were found, folded, if they are a part of it.
    pub part: Option<String>,
}

impl Hit {
    /// Whether it is what a part of a phrase was heard or typed as, without much doubt.
    pub fn is_misheard_part(&self) -> bool {
        let is_misheard = !matches!(self.evidence, Evidence::Name | Evidence::Form);
        is_misheard && self.part.is_some() && self.score >= HEARD
    }
}

/// The verdict on a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The first hit is the term.
    Match,
    /// It may be one of the hits.
    Near,
    /// Nothing close.
    None,
}

impl Verdict {
    /// The verdict on `hits`, best first.
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
    /// Searched. Ties go to the lower number.
    In(u8),
    /// Not searched, as if it weren't there.
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

/// What is remembered from one key press to the next.
#[derive(Clone, Debug, Default)]
pub struct Typing {
    /// The hits for the previous query: while the user keeps typing, most of them match again.
    last: Vec<Hit>,
    parts: Parts,
}

impl Typing {
    /// Whether the last search left out parts of a phrase.
    pub const fn leaves_parts(&self) -> bool {
        self.parts.are_left
    }
}

/// A searchable index of all entries.
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
    /// Indexes `entries`, all with the same rank. Senses of the same word stay separate.
    pub fn new<'a>(entries: impl Iterator<Item = Entry<'a>>) -> Self {
        Self::of(Names::new(entries))
    }

    fn of(names: Names) -> Self {
        let ranks = vec![Rank::In(0); names.ids.len()];
        let matcher = Arc::new(Subsequence::new());
        Self { names: Arc::new(names), scope: Scope::new(ranks), matcher }
    }

    /// The same index with new ranks: `rank` returns each entry's. Results are the same as from an index that contains only
    /// the entries that aren't out.
    #[must_use]
    pub fn ranked(&self, rank: impl FnMut(usize) -> Rank) -> Self {
        let ranks = (0..self.len()).map(rank).collect();
        Self { scope: Scope::new(ranks), ..self.clone() }
    }

    /// The number of entries, searched or not.
    pub(super) fn len(&self) -> usize {
        self.scope.ranks.len()
    }

    /// The ID of this entry, which must be below the number of entries.
    pub fn id(&self, entry: usize) -> &str {
        self.names.ids.get(entry)
    }

    /// The entries, in order, whose names or meaning have `word`, folded, or a form of it.
    pub(crate) fn entries_with(&self, word: &str) -> &[u32] {
        self.names.definitions.entries_with(word)
    }

    /// The `limit` entries that `query` describes best, best first. A word heard less often has to fit a little better.
    pub fn meant(&self, query: &str, limit: usize) -> Vec<Hit> {
        self.meant_around(query, &[], limit)
    }

    /// The same, but only by the words around `terms`, which are folded.
    pub fn meant_around(&self, query: &str, terms: &[String], limit: usize) -> Vec<Hit> {
        let folded = folded(query);
        let fits = self.names.definitions.described(folded.split(' '), terms, &self.scope);
        let fit = |(entry, fit): (usize, f32)| match self.scope.ranks[entry] {
            Rank::In(rank) => Some((entry, fit * (1.0 - SELDOM * f32::from(rank % 3)))),
            Rank::Out => None,
        };
        let mut found: Vec<(usize, f32)> =
            fits.into_iter().enumerate().filter_map(fit).filter(|(_, fit)| *fit >= FITS).collect();
        found.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
        found.truncate(limit);
        let hit = |(entry, fit): (usize, f32)| Hit {
            entry,
            // Near, and never more.
            score: NEAR + (MEANT_MOST - NEAR) * (fit / FITS_WELL).min(1.0),
            signal: Signal::Definition,
            evidence: Evidence::Meaning,
            name: 0,
            matched: Vec::new(),
            part: None,
        };
        found.into_iter().map(hit).collect()
    }

    /// The name that `hit` found, as its deck writes it.
    pub fn name(&self, hit: &Hit) -> &str {
        self.names.named(hit.entry, hit.name)
    }

    /// Whether the entry is searched.
    pub fn searches(&self, entry: usize) -> bool {
        self.scope.ranks.get(entry).is_some_and(|rank| *rank != Rank::Out)
    }

    /// The `limit` best entries for `query`, best first, each once.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        self.search_after(query, limit, &mut Typing::default())
    }

    /// Searches between two key presses. Parts of a phrase that were not looked up before are left to
    /// [`Self::search_after`]; [`Typing::leaves_parts`] tells whether there are any.
    pub fn search_on(&self, query: &str, limit: usize, typing: &mut Typing) -> Vec<Hit> {
        typing.parts.begin(true);
        self.search_typed(query, limit, typing)
    }

    /// Searches when typing rests: completely.
    pub fn search_after(&self, query: &str, limit: usize, typing: &mut Typing) -> Vec<Hit> {
        typing.parts.begin(false);
        self.search_typed(query, limit, typing)
    }

    /// Searches as the user types. Of the hits for the previous query, those that still fit give an early lower
    /// bound, which saves up to 5% of the median time (`cargo bench --bench lookup_speed`). More isn't possible: one more
    /// letter can make any name sound like the query.
    fn search_typed(&self, query: &str, limit: usize, typing: &mut Typing) -> Vec<Hit> {
        let mut hits = self.search_readings(query, limit, &typing.last, 0.0);
        let folded = folded(query);
        let words = || folded.split(' ');
        let told = phrase::said(&folded);
        let named = hits.first().filter(|hit| hit.evidence != Evidence::Meaning);
        let best = named.map_or(0.0, |hit| hit.score);
        // Two words that sound like one term are not another one and something.
        let is_whole = words().count() == 2 && told == 2 && best >= ALIKE;
        if limit > 0 && Verdict::of(&hits) != Verdict::Match && !is_whole {
            let phrase = normalise::fold(query, normalise::QUERY_CHARS);
            let is_found = best >= phrase::WHOLE;
            let mut parts = self.in_phrase(&phrase, is_found, &mut typing.parts);
            if let Some(first) = hits.first().filter(|_| named.is_none())
                && first.score >= TOLD
            {
                hold_back(&mut parts, first.score, &folded);
            }
            merge(&mut hits, parts, limit);
        }
        let is_long = words().count() >= 4 || told >= 3;
        if is_long && Verdict::of(&hits) != Verdict::Match {
            // As for a description, not as for words that all have to be there.
            hits.retain(|hit| hit.evidence != Evidence::Meaning);
            let mut meant = self.meant(query, limit);
            // Whether a description has a word of this part.
            let uses = |hit: &Hit, part: &str| {
                let has =
                    |word| self.entries_with(word).iter().any(|entry| *entry as usize == hit.entry);
                part.split(' ').any(|word| !is_stop(word) && has(word))
            };
            if let Some(first) = meant.first()
                && first.score >= DESCRIBES
                && words().count() >= SENTENCE
                && told >= DESCRIPTION
            {
                // Then English words that merely sound like a term are part of the description.
                for hit in hits.iter_mut().filter(|hit| phrase::may_be_english(hit)) {
                    if hit.part.as_deref().is_some_and(|part| uses(first, part)) {
                        hit.score = hit.score.min(first.score - f32::EPSILON);
                    }
                }
            }
            // What has none of the words that were misheard only describes what stands around them.
            let is_misheard = |hit: &&Hit| hit.score >= MISHEARD && !phrase::may_be_english(hit);
            let misheard = hits.iter().find(is_misheard);
            if let Some((part, score)) =
                misheard.and_then(|hit| Some((hit.part.as_deref()?, hit.score)))
            {
                for hit in meant.iter_mut().filter(|hit| !uses(hit, part)) {
                    hit.score = hit.score.min(score - f32::EPSILON);
                }
            }
            merge(&mut hits, meant, limit);
        }
        typing.last.clone_from(&hits);
        hits
    }

    /// The hits of all readings of `query`, best first; those below `least` may be left out.
    fn search_readings(&self, query: &str, limit: usize, last: &[Hit], mut least: f32) -> Vec<Hit> {
        let (names, scope) = (&*self.names, &self.scope);
        let last: Vec<usize> =
            last.iter().flat_map(|hit| names.rows(hit.entry, hit.name)).collect();
        let mut readings: Vec<Query> = Vec::new();
        let mut all: Vec<(Found, usize)> = Vec::new();
        // The scores that `limit` entries reach in one reading are a lower bound for the next.
        let mut best = least;
        for (how, text) in readings::readings(query) {
            // A partial reading scores lower, so skip it if there is something better.
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
        if let Some(typed) =
            readings.first().filter(|typed| phonetic_prefix::is_worth_it(best, typed))
        {
            all.extend(
                phonetic_prefix::begin(names, scope, typed).into_iter().map(|found| (found, 0)),
            );
        }
        all.sort_by(|(a, _), (b, _)| search::order(names, scope, a, b));
        let mut seen = HashSet::new();
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
            part: None,
        }
    }
}

/// Puts the `parts` of a query after a definition that has all its words and scores `most`: frequent words, and if it says
/// much, single words.
fn hold_back(parts: &mut [Hit], most: f32, folded: &str) {
    let is_word = |hit: &Hit| hit.part.as_ref().is_some_and(|part| !part.contains(' '));
    let is_less = |hit: &&mut Hit| {
        hit.score <= phrase::FREQUENT || (!phrase::is_brief(folded) && is_word(hit))
    };
    for hit in parts.iter_mut().filter(is_less) {
        hit.score = hit.score.min(most.min(MEANT_MOST) - f32::EPSILON);
    }
}

/// Adds `more` to `hits`: each entry once, with its best score, the best `limit` first.
fn merge(hits: &mut Vec<Hit>, more: Vec<Hit>, limit: usize) {
    hits.extend(more);
    hits.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut seen = HashSet::new();
    hits.retain(|hit| seen.insert(hit.entry));
    hits.truncate(limit);
}

#[cfg(test)]
mod tests;
