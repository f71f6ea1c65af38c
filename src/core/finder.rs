//! Look-up over a library: finds the terms that match a query.
//!
//! When a word has several meanings, those of followed decks rank first, then those of personal and company decks,
//! then built-in ones; within each group, by level.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::core::card::TermId;
use crate::core::deck::{Level, Origin};
use crate::core::library::{Library, Renames};
use crate::core::lookup::{Hit, Index, Rank, Typing, Verdict, folded};
use crate::core::packed_library::PackedLibrary;

/// A search result.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The term.
    pub term: TermId,
    /// How it matched.
    pub hit: Hit,
    /// The name that matched.
    pub name: String,
    /// Whether that name is a spelling the user saved.
    pub is_spelling: bool,
}

/// The results of a search.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// The verdict on the best result.
    pub verdict: Verdict,
    /// The results, best first.
    pub found: Vec<Found>,
}

impl Findings {
    /// For a match, all results with the same evidence as the first, and matches of other parts of a phrase; otherwise nothing.
    pub fn fitting(&self) -> impl Iterator<Item = &Found> {
        let first = self.found.first().filter(|_| self.verdict == Verdict::Match);
        let fits = move |found: &&Found| {
            let (hit, Some(first)) = (&found.hit, first.map(|first| &first.hit)) else {
                return false;
            };
            let is_other = hit.part.is_some() && hit.part != first.part;
            hit.evidence == first.evidence || (hit.evidence.is_match() && is_other)
        };
        self.found.iter().filter(fits)
    }
}

/// How to search an index.
type Search = fn(&Index, &str, usize, &mut Typing) -> Vec<Hit>;

/// A search index over a library.
pub struct Finder {
    index: Index,
    /// Maps each entry to the entry that represents all terms that are the same.
    lines: HashMap<usize, usize>,
    renames: Renames,
    /// What is kept for the next key press; one search at a time.
    typing: Mutex<Typing>,
}

impl Finder {
    /// Indexes all terms of `library`, or only those of the decks in `only`; decks in `first` win ties. Terms that are
    /// the same share one result, found by the names of each.
    pub fn new(library: &Library, first: &[&str], only: &[&str]) -> Self {
        let decks = library
            .decks()
            .iter()
            .map(|deck| (&*deck.id, &deck.origin, deck.terms.iter().map(|term| term.level)));
        let ranks = ranks(decks, first, only);
        Self::of(library.lookup_index(), &ranks, &library.same_terms(), library.renames())
    }

    /// Like [`Self::new`] for a packed library.
    pub fn on(library: &PackedLibrary, first: &[&str], only: &[&str]) -> Self {
        let ranks = ranks(library.levels(), first, only);
        Self::of(library.lookup_index(), &ranks, library.same_terms(), library.renames())
    }

    /// `same` lists entries that are the same, group by group.
    fn of(index: &Index, ranks: &[Rank], same: &[Vec<usize>], renames: &Renames) -> Self {
        let lines = same.iter().flat_map(|group| {
            let searched = group.iter().copied().filter(|at| ranks[*at] != Rank::Out);
            let first = searched.clone().min_by_key(|at| (ranks[*at], *at));
            searched.filter_map(move |at| Some((at, first?)))
        });
        Self {
            index: index.ranked(|at| ranks[at]),
            lines: lines.collect(),
            renames: renames.clone(),
            typing: Mutex::default(),
        }
    }

    /// The number of terms in the index.
    pub fn terms(&self) -> usize {
        self.index.len()
    }

    /// The best `limit` matches for `query`.
    pub fn find(&self, query: &str, limit: usize) -> Findings {
        self.findings(self.hits(query, limit, Index::search_after))
    }

    /// Finds what can be found between two key presses, and whether [`Self::find`] may find more.
    pub fn find_typing(&self, query: &str, limit: usize) -> (Findings, bool) {
        let findings = self.findings(self.hits(query, limit, Index::search_on));
        (findings, self.typing().leaves_parts())
    }

    fn typing(&self) -> MutexGuard<'_, Typing> {
        // Whatever a search left behind, the next one checks it against its query.
        self.typing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn findings(&self, hits: Vec<Hit>) -> Findings {
        let verdict = Verdict::of(&hits);
        Findings { verdict, found: hits.into_iter().filter_map(|hit| self.found(hit)).collect() }
    }

    /// The best `limit` terms that a sentence may describe by the words around `terms`, which are folded.
    pub fn meant(&self, sentence: &str, terms: &[String], limit: usize) -> Vec<Found> {
        let hits = self.index.meant_around(sentence, terms, limit).into_iter();
        hits.filter_map(|hit| self.found(hit)).collect()
    }

    fn found(&self, hit: Hit) -> Option<Found> {
        let term = self.id(self.line(hit.entry))?;
        let name = self.index.name(&hit).to_owned();
        Some(Found { term, hit, name, is_spelling: false })
    }

    /// The best `limit` hits of `search`, one for each group of same terms.
    fn hits(&self, query: &str, limit: usize, search: Search) -> Vec<Hit> {
        let mut wanted = limit;
        loop {
            let mut hits = search(&self.index, query, wanted, &mut self.typing());
            let is_all = hits.len() < wanted;
            let mut seen = HashSet::new();
            hits.retain(|hit| seen.insert(self.line(hit.entry)));
            self.prefer_named_deck(query, &mut hits);
            if is_all || hits.len() >= limit {
                hits.truncate(limit);
                return hits;
            }
            wanted *= 2;
        }
    }

    /// Puts the hits of a deck whose ID is another word of `query` before those that are as good: "the canary of security".
    fn prefer_named_deck(&self, query: &str, hits: &mut [Hit]) {
        if hits.iter().all(|hit| hit.part.is_none()) {
            return;
        }
        let folded = folded(query);
        let is_named = |hit: &Hit| {
            let (Some(part), Some(id)) = (&hit.part, self.id(hit.entry)) else { return false };
            let is_other = |word: &&str| part.split(' ').all(|other| other != *word);
            folded.split(' ').filter(is_other).any(|word| word == id.deck())
        };
        hits.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then_with(|| is_named(b).cmp(&is_named(a)))
        });
    }

    /// The entry that represents `entry` and the terms that are the same.
    fn line(&self, entry: usize) -> usize {
        self.lines.get(&entry).copied().unwrap_or(entry)
    }

    /// The ID of `entry`; `None` if the index is damaged.
    fn id(&self, entry: usize) -> Option<TermId> {
        self.index.id(entry).parse().ok()
    }

    /// The term that represents `id`, and its entry number; `None` if it is not indexed.
    pub(crate) fn entry(&self, id: &TermId) -> Option<(TermId, usize)> {
        let resolved = self.renames.resolve(id);
        let replaced = self.renames.replaced_by(&resolved);
        let same: Vec<&str> = replaced.chain([&resolved]).map(TermId::as_str).collect();
        let is_it = |at: &usize| same.contains(&self.index.id(*at)) && self.index.searches(*at);
        let at = self.line((0..self.index.len()).find(is_it)?);
        Some((self.id(at)?, at))
    }
}

/// Ranks the terms of `decks`, which are given by ID, origin and their terms' levels, and marks those to leave out.
fn ranks<'a>(
    decks: impl Iterator<Item = (&'a str, &'a Origin, impl IntoIterator<Item = Level>)>,
    first: &[&str],
    only: &[&str],
) -> Vec<Rank> {
    let ranks = decks.flat_map(|(id, origin, levels)| {
        let is_searched = only.is_empty() || only.contains(&id);
        let place = match origin {
            _ if first.contains(&id) => 0,
            Origin::BuiltIn => 2,
            _ => 1,
        };
        let rank = move |level| {
            if is_searched { Rank::In(place * 3 + level as u8) } else { Rank::Out }
        };
        levels.into_iter().map(rank).collect::<Vec<_>>()
    });
    ranks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Deck;
    use crate::core::deck::read::read;

    fn built_in_and_prepared() -> Library {
        crate::files::load(&crate::files::Sources::default()).library
    }

    fn built_in() -> Library {
        Library::merge(built_in_and_prepared().decks().to_vec()).library
    }

    #[test]
    fn a_word_is_found_by_what_was_heard_and_each_sense_has_a_line() {
        let library = built_in();
        let finder = Finder::new(&library, &["security"], &[]);
        let findings = finder.find("tokken", 5);
        assert_eq!(findings.verdict, Verdict::Match);
        let decks: Vec<_> =
            findings.found.iter().take(3).map(|found| found.term.to_string()).collect();
        assert_eq!(decks[0], "security/token", "followed teams first: {decks:?}");
        assert!(decks[1..].iter().all(|id| id.ends_with("/token")), "{decks:?}");
    }

    #[test]
    fn what_was_prepared_at_build_time_finds_the_same_as_what_is_prepared_now() {
        let prepared = built_in_and_prepared();
        let fresh = Library::merge(prepared.decks().to_vec()).library;
        let typed = fresh.terms().flat_map(|(_, term)| {
            let names = term.names().chain(term.sounds_like.iter().map(String::as_str));
            let names: Vec<String> = names.map(str::to_owned).collect();
            let start = |name: &String| name.chars().take(4).collect::<String>();
            let shuffled = |name: &String| name.replace('e', "").replace('c', "k").to_lowercase();
            let odd: Vec<String> = names.iter().flat_map(|n| [start(n), shuffled(n)]).collect();
            names.into_iter().chain(odd)
        });
        let typed: Vec<String> = typed.step_by(149).collect();
        assert!(typed.len() > 30);
        let choices: [(&[&str], &[&str]); 3] =
            [(&[], &[]), (&["ml", "design"], &[]), (&["ml"], &["ml", "data"])];
        let finders = choices.map(|(first, only)| {
            [&prepared, &fresh].map(|library| Finder::new(library, first, only))
        });
        for (query, [prepared, fresh]) in typed.iter().zip(finders.iter().cycle()) {
            assert_eq!(prepared.find(query, 5), fresh.find(query, 5), "{query}");
        }
    }

    #[test]
    fn what_is_left_out_does_not_count_in_any_way() {
        let library = built_in();
        let decks: Vec<Deck> =
            ["data", "security"].map(|id| library.deck(id).unwrap().clone()).into();
        let alone = Finder::new(&Library::merge(decks).library, &[], &[]);
        let among = Finder::new(&library, &[], &["data", "security"]);
        for query in ["token", "sequel", "words of a table", "what is pii", "who may read it", "x"]
        {
            let found = |finder: &Finder| {
                let found = finder.find(query, 20).found.into_iter();
                found.map(|found| (found.term, found.name, found.hit.score)).collect::<Vec<_>>()
            };
            assert_eq!(found(&alone), found(&among), "{query}");
        }
    }

    #[test]
    fn terms_that_are_the_same_stand_in_one_line_that_of_a_followed_team() {
        let deck = |text: &str| {
            let read = read(&"x.yaml".into(), text.as_bytes(), Origin::Named);
            read.deck.unwrap()
        };
        let library = Library::merge(vec![
            deck("deck: a\nterms:\n  - {term: Lot, definition: x}\n"),
            deck("deck: b\nterms:\n  - {term: Lot, definition: x, same_as: a/lot}\n"),
            deck("deck: c\nterms:\n  - {term: Lot, definition: another}\n"),
        ])
        .library;
        for (first, only, expected) in [
            (&[][..], &[][..], &["a/lot", "c/lot"][..]),
            (&["b"], &[], &["b/lot", "c/lot"]),
            (&["c"], &[], &["c/lot", "a/lot"]),
            (&[], &["b", "c"], &["b/lot", "c/lot"]),
        ] {
            let found = Finder::new(&library, first, only).find("lot", 9).found;
            let ids: Vec<String> = found.iter().map(|found| found.term.to_string()).collect();
            assert_eq!(ids, expected, "{first:?} {only:?}");
        }
    }

    #[test]
    fn a_term_that_is_the_same_as_another_is_found_by_the_names_of_both() {
        let deck =
            |text: &str| read(&"x.yaml".into(), text.as_bytes(), Origin::Named).deck.unwrap();
        let library = Library::merge(vec![
            deck("deck: a\nterms:\n  - {term: SQL, definition: x, aliases: [query language]}\n"),
            deck("deck: b\nterms:\n  - {term: Sequel, definition: y, aliases: [tables], same_as: a/sql}\n"),
            deck("deck: c\nterms:\n  - {term: Query, definition: z}\n"),
        ])
        .library;
        for finder in
            [Finder::new(&library, &[], &[]), Finder::on(&PackedLibrary::new(&library), &[], &[])]
        {
            for query in ["sql", "query language", "sequels", "tables"] {
                let findings = finder.find(query, 1);
                assert_eq!(findings.verdict, Verdict::Match, "{query}");
                assert_eq!(findings.found[0].term.to_string(), "a/sql", "{query}");
            }
            let found = finder.find("sequel", 3).found;
            let ids: Vec<String> = found.iter().map(|found| found.term.to_string()).collect();
            assert_eq!(ids.iter().filter(|id| *id == "a/sql").count(), 1, "one line: {ids:?}");
        }
        let texts: Vec<&str> = library
            .same_entries(library.find(&"a/sql".parse().unwrap()).unwrap())
            .iter()
            .map(|(_, term)| &*term.definition)
            .collect();
        assert_eq!(texts, ["y"]);
    }

    #[test]
    fn senses_come_by_team_and_level_and_not_by_the_alphabet() {
        let deck = |id: &str, level: &str, origin| {
            let text =
                format!("deck: {id}\nterms:\n  - {{term: Lot, definition: x, level: {level}}}\n");
            read(&"x.yaml".into(), text.as_bytes(), origin).deck.unwrap()
        };
        let library = Library::merge(vec![
            deck("a", "deep", Origin::BuiltIn),
            deck("b", "core", Origin::BuiltIn),
            deck("c", "working", Origin::Copy),
            deck("d", "core", Origin::Copy),
            deck("mine", "deep", Origin::Own),
            deck("f", "deep", Origin::BuiltIn),
        ])
        .library;
        for finder in [
            Finder::new(&library, &["f"], &[]),
            Finder::on(&PackedLibrary::new(&library), &["f"], &[]),
        ] {
            for query in ["lot", "lots"] {
                let found = finder.find(query, 9).found;
                let decks: Vec<&str> = found.iter().map(|found| found.term.deck()).collect();
                assert_eq!(decks, ["f", "d", "c", "mine", "b", "a"], "{query}");
            }
        }
    }

    #[test]
    fn only_the_decks_asked_for_are_searched() {
        let library = built_in();
        let finder = Finder::new(&library, &[], &["design"]);
        assert!(finder.find("token", 9).found.iter().all(|found| found.term.deck() == "design"));
    }
}
