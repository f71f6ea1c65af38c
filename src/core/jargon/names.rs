//! A trie of all term names, which finds occurrences in one pass over the words of a text.

mod spelled;

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::core::card::TermId;
use crate::core::deck::{Level, Term};
use crate::core::hash::Fnv;
use crate::core::jargon::names::spelled::{figure, letters, spelled};
use crate::core::jargon::tokens::{Gap, Token, tokens};
use crate::core::library::Library;
use crate::core::lookup::{bases, fold, is_stop, nouns, singulars};
use crate::core::vocabulary::{is_everyday, is_ordinary};
pub(super) use spelled::is_particle;

/// Words longer than this, in characters, are never compared.
const LONGEST: usize = 64;
/// The longest ending of a form, in bytes.
const LONGEST_ENDING: usize = 3;
/// The most forms of a word that are tried.
const FORMS: usize = 6;

/// Deck words need no protection against chosen collisions.
type Quick = BuildHasherDefault<Fnv>;

/// A name of a term.
#[derive(Debug)]
struct Name {
    /// The index of its term.
    term: u32,
    /// Its leading and trailing symbols, as in `.NET`.
    edges: (Box<str>, Box<str>),
    /// For an everyday word, the only spelling that is surely the name.
    exact: Option<Box<str>>,
    /// For an acronym, or a word that its entry writes like the name of a product, the spelling that cannot be plain English.
    proper: Option<Box<str>>,
    /// Whether it is a sound-alike.
    heard: bool,
}

/// The names of all terms in a library.
#[derive(Debug, Default)]
pub(super) struct Names {
    words: HashMap<Box<str>, u32, Quick>,
    /// Maps a node and a word ID to the next node; the root is 0.
    steps: HashMap<(u32, u32), u32, Quick>,
    /// The names that end at each node.
    ends: Vec<Vec<Name>>,
    terms: Vec<Known>,
}

/// A term, and what distinguishes it.
#[derive(Debug)]
pub(super) struct Known {
    /// Its resolved ID.
    pub(super) id: TermId,
    /// The index of its deck.
    pub(super) deck: u32,
    /// Its index among all terms of the library.
    pub(super) entry: u32,
    /// How much a leader needs it.
    pub(super) level: Level,
    /// The term itself, as one word.
    term: Box<str>,
}

impl Known {
    /// Whether `words` are the term itself, perhaps in another form, and not another name of it.
    pub(super) fn is_called(&self, words: &[Token<'_>]) -> bool {
        let said: String = words.iter().map(|word| folded(word.text)).collect();
        let ending = said.strip_prefix(&*self.term);
        ending.is_some_and(|ending| ending.len() <= LONGEST_ENDING)
            || singulars(&said).any(|one| one == *self.term)
            || nouns(&said).any(|noun| noun == *self.term)
    }
}

/// An occurrence of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occurrence {
    /// The range of its words.
    pub(super) words: std::ops::Range<usize>,
    /// The indexes of the terms with this name, sorted and without duplicates.
    pub(super) terms: Vec<u32>,
    /// Whether the spelling alone shows that it is the name and not an everyday word.
    pub(super) is_exact: bool,
    /// Whether its spelling cannot be that of a word of plain English.
    pub(super) is_proper: bool,
}

impl Names {
    /// Indexes the names of all terms in `library`, under their resolved IDs.
    pub(super) fn new(library: &Library) -> Self {
        let mut names = Self { ends: vec![Vec::new()], ..Self::default() };
        let mut numbers: HashMap<TermId, u32> = HashMap::new();
        let mut decks: HashMap<String, u32> = HashMap::new();
        for (entry, (_, term)) in library.terms().enumerate() {
            let id = library.resolve(&term.id);
            let (stands, entry) = (id == term.id, number(entry));
            let next = number(names.terms.len());
            let id = *numbers.entry(id).or_insert_with_key(|id| {
                let count = number(decks.len());
                let deck = match decks.get(id.deck()) {
                    Some(deck) => *deck,
                    None => *decks.entry(id.deck().to_owned()).or_insert(count),
                };
                let own =
                    tokens(&term.term).iter().map(|token| folded(token.text)).collect::<String>();
                let (level, term) = (term.level, own.into());
                names.terms.push(Known { id: id.clone(), deck, entry, level, term });
                next
            });
            if stands {
                let known = &mut names.terms[id as usize];
                (known.entry, known.level) = (entry, term.level);
            }
            for name in term.names() {
                names.add(name, id, term, false);
            }
            // Single-word sound-alikes are mostly everyday words.
            for name in term.sounds_like.iter().filter(|name| name.contains(' ')) {
                names.add(name, id, term, true);
            }
        }
        names
    }

    /// The number of decks.
    pub(super) fn decks(&self) -> usize {
        self.terms.iter().map(|term| term.deck as usize + 1).max().unwrap_or(0)
    }

    /// The term with this index.
    pub(super) fn term(&self, number: u32) -> &Known {
        &self.terms[number as usize]
    }

    fn add(&mut self, name: &str, id: u32, term: &Term, heard: bool) {
        let row = tokens(name);
        let (Some(first), Some(last)) = (row.first(), row.last()) else { return };
        let mut words: Vec<String> = row.iter().map(|token| folded(token.text)).collect();
        let edge = |edge: &str| edge.trim_matches(['(', ')', '"', '“', '”', ' ']).to_owned();
        // `Five whys?` also matches without the question mark.
        let behind = edge(&name[last.end()..]);
        let behind = behind.trim_end_matches(['?', '!', '.', '…', ':']);
        let edges: (Box<str>, Box<str>) = (edge(&name[..first.at]).into(), behind.into());
        let is_plain_word =
            |word: &str| is_everyday(word) || singulars(word).any(|one| is_everyday(&one));
        let exact = (row.len() == 1 && is_plain_word(&words[0])).then(|| row[0].text.into());
        let is_everyday = exact.is_some() && !is_capitals(name);
        let is_proper = row.len() == 1 && !is_everyday && is_proper(name, term);
        let proper = is_proper.then(|| name.into());
        let (exact, proper) = (&exact, &proper);
        let entry = || {
            let (edges, exact, proper) = (edges.clone(), exact.clone(), proper.clone());
            Name { term: id, edges, exact, proper, heard }
        };
        self.put(&words, entry());
        // `postmortem` matches `post-mortem`, `backend` matches `back end`, `SEV1` matches `Sev 1`.
        let is_part =
            |word: &String| word.len() >= 2 || word.bytes().all(|byte| byte.is_ascii_digit());
        if words.len() == 2 && words[0].len() >= 2 && is_part(&words[1]) && !heard {
            self.put(&[words.concat()], entry());
        }
        // `story point` matches `Story points`, but `team` doesn't match `Teams`.
        let is_word = exact.is_some() || proper.is_some();
        let one = words
            .last()
            .filter(|last| last.len() >= 5 && !is_word)
            .and_then(|last| singulars(last).next().map(Cow::into_owned));
        if let (Some(one), Some(last)) = (one, words.last_mut()) {
            *last = one;
            self.put(&words, entry());
        }
    }

    fn put(&mut self, words: &[String], name: Name) {
        let mut node = 0;
        for word in words {
            let count = number(self.words.len());
            let word = match self.words.get(word.as_str()) {
                Some(word) => *word,
                None => *self.words.entry(word.as_str().into()).or_insert(count),
            };
            node = *self.steps.entry((node, word)).or_insert_with(|| {
                self.ends.push(Vec::new());
                number(self.ends.len() - 1)
            });
        }
        let ends = &mut self.ends[node as usize];
        if !ends.iter().any(|known| known.term == name.term && known.heard == name.heard) {
            ends.push(name);
        }
    }

    /// The terms with `word` alone as a name.
    pub(super) fn called(&self, word: &str) -> Vec<u32> {
        let word = self.words.get(folded(word).as_str());
        let node = word.and_then(|word| self.steps.get(&(0, *word)));
        let names = node.into_iter().flat_map(|node| &self.ends[*node as usize]);
        names.filter(|name| !name.heard).map(|name| name.term).collect()
    }

    /// Where names occur in `text`, whose words are `row`, in order: the longest at each position, without overlaps.
    /// With `heard`, sound-alikes match, too.
    pub(super) fn occurrences(
        &self,
        text: &str,
        row: &[Token<'_>],
        heard: bool,
    ) -> Vec<Occurrence> {
        let mut small = String::new();
        let ids: Vec<[Option<u32>; FORMS]> =
            row.iter().map(|token| self.ids(token.text, &mut small)).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < row.len() {
            // Most words start no name.
            let joined = row.get(at + 1).is_some_and(|next| next.gap == Gap::Tight);
            let letters = letters(row, at);
            let is_figure = figure(row, at).is_some();
            let split = self.split(row, at, heard, &mut small);
            let is_other = joined || letters > 1 || is_figure || split.is_some() || heard;
            if ids[at] == [None; FORMS] && !is_other {
                at += 1;
                continue;
            }
            let occurrence = match self.longest(text, row, &ids, at, heard) {
                Some(long) if long.words.len() > 1 => Some(long),
                // A letter of others is no name, nor is a number.
                short => split
                    .or(short.filter(|_| letters < 2 && spelled::numeral(row[at].text).is_none())),
            };
            at = occurrence.as_ref().map_or(at + letters.max(1), |found| found.words.end);
            found.extend(occurrence.filter(|_| !is_numbered(text, row, at - 1)));
        }
        found
    }

    /// The IDs of the words that `text` may match: itself, and the words it may be a form of. `small` is a reusable buffer.
    fn ids(&self, text: &str, small: &mut String) -> [Option<u32>; FORMS] {
        let mut out = [None; FORMS];
        let mut found = 0;
        let mut try_word = |word: &str| {
            if found < FORMS
                && let Some(id) = self.words.get(word)
            {
                out[found] = Some(*id);
                found += 1;
            }
        };
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            small.clear();
            small.push_str(text.get(..LONGEST).unwrap_or(text));
            small.make_ascii_lowercase();
            try_word(small);
        } else {
            *small = folded(text);
            try_word(small);
            if let Some(bare) = possessive(text) {
                *small = folded(bare);
                try_word(small);
            }
        }
        let word = small.as_str();
        // `sev one` for `Sev 1`.
        if let Some(value) = spelled::numeral(word) {
            try_word(&value.to_string());
        }
        // `SLOs`, but not `iOS`.
        if word.ends_with('s')
            && (word.len() >= 4 || text.strip_suffix('s').is_some_and(is_capitals))
        {
            for one in singulars(word) {
                try_word(&one);
            }
        }
        let is_small = text.starts_with(char::is_lowercase);
        // `cached`, `caching`, and `sharded` for `sharding`.
        if is_small && (word.ends_with("ed") || word.ends_with("ing")) {
            for base in bases(word).iter().skip(1) {
                try_word(base);
            }
            // But `booked` is no form of `booking`.
            if let Some(stem) = word.strip_suffix("ed").filter(|_| !is_ordinary(word)) {
                try_word(&format!("{stem}ing"));
            }
        }
        // `shard` for `sharding`, and `deprecate` for `deprecation`.
        if is_small && out[0].is_none() {
            out[0] = nouns(word).find_map(|noun| self.words.get(noun.as_str()).copied());
        }
        out
    }

    /// The longest name that starts at word `start` of `row`.
    fn longest(
        &self,
        text: &str,
        row: &[Token<'_>],
        ids: &[[Option<u32>; FORMS]],
        start: usize,
        heard: bool,
    ) -> Option<Occurrence> {
        let mut best: Option<Occurrence> = None;
        let mut open = vec![(start, 0_u32)];
        // `post-mortem` matches `postmortem`.
        if let Some(next) = row.get(start + 1)
            && next.gap == Gap::Tight
            && text.as_bytes().get(row[start].end()) == Some(&b'-')
        {
            let joined = format!("{}{}", row[start].text, next.text);
            for id in self.ids(&joined, &mut String::new()).into_iter().flatten() {
                if let Some(node) = self.steps.get(&(0, id)) {
                    self.end(text, row, start..start + 2, *node, heard, &mut best);
                }
            }
        }
        // `S.L.O.` and `S L O` match `SLO`, and `p 99` and `p ninety nine` match `P99`.
        for (end, joined) in spelled(row, start, heard).into_iter().chain(figure(row, start)) {
            for id in self.ids(&joined, &mut String::new()).into_iter().flatten() {
                if let Some(node) = self.steps.get(&(0, id)) {
                    self.end(text, row, start..end, *node, heard, &mut best);
                    open.push((end, *node));
                }
            }
        }
        while let Some((at, node)) = open.pop() {
            if at >= row.len() || (at > start && row[at].gap == Gap::Break) {
                continue;
            }
            for id in ids[at].into_iter().flatten() {
                if let Some(next) = self.steps.get(&(node, id))
                    && !(at > start && self.is_clause(&row[at - 1..=at], id))
                {
                    self.end(text, row, start..at + 1, *next, heard, &mut best);
                    open.push((at + 1, *next));
                    // `p and l` for `P&L`.
                    let is_and = row
                        .get(at + 1)
                        .is_some_and(|next| next.text == "and" && next.gap != Gap::Break);
                    if heard && is_and && spelled::is_letter(&row[at]) {
                        open.push((at + 2, *next));
                    }
                }
            }
        }
        best
    }

    /// Whether two words are a plural and a verb of the name's word `id`, and not the name: "customers asked".
    fn is_clause(&self, words: &[Token<'_>], id: u32) -> bool {
        words[0].text.ends_with('s')
            && words[1].text.ends_with("ed")
            && self.words.get(folded(words[1].text).as_str()) != Some(&id)
    }

    /// Adds the names that end at `node` to `best` if they are at least as long; longer ones replace it.
    fn end(
        &self,
        text: &str,
        row: &[Token<'_>],
        words: std::ops::Range<usize>,
        node: u32,
        heard: bool,
        best: &mut Option<Occurrence>,
    ) {
        let names = &self.ends[node as usize];
        if names.is_empty() || best.as_ref().is_some_and(|best| best.words.end > words.end) {
            return;
        }
        let fits = |name: &&&Name| (heard || !name.heard) && fits(name, text, row, &words, heard);
        let fitting: Vec<&Name> = names.iter().filter(|name| fits(&name)).collect();
        let exact = |name: &&&Name| is_exact(name, text, row[words.start]);
        let mut is_exact = fitting.iter().any(|name| exact(&name));
        let named = fitting.iter().filter(|name| !is_exact || exact(name));
        let mut terms: Vec<u32> = named.map(|name| name.term).collect();
        let first = row[words.start];
        let is_spelled = |proper| is_spelled(first.text, proper);
        let mut is_proper =
            fitting.iter().any(|name| name.proper.as_deref().is_some_and(is_spelled))
                && !(is_capitals(first.text) && is_shouted(text, first.at));
        match best {
            Some(best) if best.words.end == words.end => {
                terms.append(&mut best.terms);
                is_exact |= best.is_exact;
                is_proper |= best.is_proper;
            }
            _ => {}
        }
        if !terms.is_empty() {
            terms.sort_unstable();
            terms.dedup();
            *best = Some(Occurrence { words, terms, is_exact, is_proper });
        }
    }
}

/// Whether `name` is an acronym, or `term` writes it with a capital in the middle of a sentence and never without.
fn is_proper(name: &str, term: &Term) -> bool {
    if is_capitals(name) || !name.starts_with(char::is_uppercase) {
        return is_capitals(name);
    }
    let texts =
        [Some(&term.definition), term.example.as_ref(), term.why.as_ref(), term.ask.as_ref()];
    let small = name.to_lowercase();
    let mut is_inside = false;
    // Most entries have it in few of their texts.
    let has_name = |text: &&String| text.contains(&small) || text.contains(name);
    for text in texts.into_iter().flatten().filter(has_name) {
        if begun(text, &small).any(|(_, ending)| ending.len() <= LONGEST_ENDING) {
            return false;
        }
        is_inside |= begun(text, name).any(|(before, ending)| {
            let before = before.strip_suffix(' ').unwrap_or("");
            matches!(ending, "" | "s") && before.ends_with(|c: char| c.is_lowercase() || c == ',')
        });
    }
    is_inside
}

/// The words of `text` that begin with `start`: what stands before each, and its ending.
fn begun<'a>(text: &'a str, start: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let ending = |rest: &'a str| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let found = text.match_indices(start).map(|(at, _)| text.split_at(at));
    found
        .filter(|(before, _)| !before.ends_with(char::is_alphanumeric))
        .map(move |(before, word)| (before, ending(&word[start.len()..])))
}

/// Whether symbols match too, and an acronym is not just the everyday word in small letters. If it was `heard`, it may be either.
fn fits(
    name: &Name,
    text: &str,
    row: &[Token<'_>],
    words: &std::ops::Range<usize>,
    heard: bool,
) -> bool {
    let (first, last) = (row[words.start], row[words.end - 1]);
    if !text[..first.at].ends_with(&*name.edges.0)
        || !text[last.end()..].starts_with(&*name.edges.1)
    {
        return false;
    }
    let is_acronym = name.exact.as_ref().is_some_and(|exact| is_capitals(exact));
    !is_acronym || is_exact(name, text, first) || (heard && !is_stop(&folded(first.text)))
}

/// Whether the spelling of the word `first` shows that it is `name` and not the everyday word.
fn is_exact(name: &Name, text: &str, first: Token<'_>) -> bool {
    let Some(exact) = &name.exact else { return true };
    let same = is_spelled(first.text, exact);
    if is_capitals(exact) {
        return same && !is_shouted(text, first.at);
    }
    // A capital at the start of a sentence proves nothing, and a lowercase name is just the everyday word.
    same && exact.starts_with(char::is_uppercase) && first.gap != Gap::Break
}

/// Whether `word` is `name` in this spelling, perhaps with a plural or possessive ending.
fn is_spelled(word: &str, name: &str) -> bool {
    let word = possessive(word).unwrap_or(word);
    word.strip_prefix(name).is_some_and(|end| matches!(end, "" | "s"))
}

/// Whether the line of `text` around byte `at` is all capitals, as a heading may be.
pub(super) fn is_shouted(text: &str, at: usize) -> bool {
    // A window is enough: a line may be a megabyte long.
    let window = 80;
    let ends = ['\n', crate::core::jargon::prose::BREAK];
    let mut from = at.saturating_sub(window);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (at + window).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let start = text[from..at].rfind(ends).map_or(from, |found| from + found);
    let end = text[at..to].find(ends).map_or(to, |found| at + found);
    let line = &text[start..end];
    let words: Vec<&str> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().any(char::is_alphabetic))
        .collect();
    let capitals = words.iter().filter(|word| is_capitals(word)).count();
    words.len() >= 3 && capitals * 3 >= words.len() * 2
}

/// Whether `word` has at least two letters, all of them capitals.
pub(super) fn is_capitals(word: &str) -> bool {
    let mut letters = 0;
    word.chars().all(|c| {
        letters += usize::from(c.is_uppercase());
        !c.is_lowercase()
    }) && letters >= 2
}

/// Whether the word `at` of `row` is an acronym with a number, as an ID is: `SLO-7`.
pub(super) fn is_numbered(text: &str, row: &[Token<'_>], at: usize) -> bool {
    let is_number = |next: &Token<'_>| {
        next.gap == Gap::Tight && next.text.bytes().all(|byte| byte.is_ascii_digit())
    };
    is_capitals(row[at].text)
        && text[row[at].end()..].starts_with('-')
        && row.get(at + 1).is_some_and(is_number)
}

/// `word` without a possessive ending, and without the plural ending of an acronym.
pub(in crate::core) fn bare(word: &str) -> &str {
    let word = possessive(word).unwrap_or(word);
    word.strip_suffix('s').filter(|bare| is_capitals(bare)).unwrap_or(word)
}

/// `word` normalized for comparison.
fn folded(word: &str) -> String {
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return word.get(..LONGEST).unwrap_or(word).to_ascii_lowercase();
    }
    fold(word, LONGEST)
}

/// `word` without a possessive ending, if it has one.
fn possessive(word: &str) -> Option<&str> {
    ["'s", "’s", "'", "’"].iter().find_map(|end| word.strip_suffix(end))
}

/// `count` as the next index. There are never four billion names.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
