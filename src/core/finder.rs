//! Look-up over the library: which terms are meant by what someone typed.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::core::card::TermId;
use crate::core::deck::{Deck, Term};
use crate::core::library::Library;
use crate::core::lookup::{Explanation, Hit, Index, Rank, Verdict};
use crate::core::shelf::Shelf;

/// Where one of the names of a term comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// The term itself.
    Term,
    /// An alias.
    Alias,
    /// What an acronym stands for.
    Expansion,
    /// What it sounds like.
    SoundsLike,
    /// A spelling that the user asked to remember.
    Spelling,
}

/// A term that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The term.
    pub term: TermId,
    /// How it was found.
    pub hit: Hit,
    /// The name that was found.
    pub name: String,
    /// What kind of name that is.
    pub kind: NameKind,
}

/// What a search brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// What to say about the best of them.
    pub verdict: Verdict,
    /// The terms, best first.
    pub found: Vec<Found>,
}

/// A library, prepared for look-up.
pub struct Finder {
    index: Index,
    terms: Terms,
    /// What was found last: who types on finds much of it again.
    last: RefCell<Vec<Hit>>,
}

/// The terms by the numbers of their entries.
enum Terms {
    /// All of them.
    Known(Vec<(TermId, Kinds)>),
    /// Still packed, until they are found.
    Packed(Shelf),
}

impl Terms {
    fn get(&self, entry: usize) -> Option<(TermId, Kinds)> {
        match self {
            Self::Known(terms) => terms.get(entry).cloned(),
            Self::Packed(shelf) => {
                shelf.term(entry).map(|term| (term.id.clone(), Kinds::of(&term)))
            }
        }
    }
}

/// How many names of each kind a term has besides itself, in this order; the rest is what it sounds like.
#[derive(Clone, Copy)]
struct Kinds {
    aliases: usize,
    expansions: usize,
}

impl Kinds {
    fn of(term: &Term) -> Self {
        Self { aliases: term.aliases.len(), expansions: usize::from(term.expansion.is_some()) }
    }

    /// The kind of the name with this number.
    const fn kind(self, number: usize) -> NameKind {
        match number {
            0 => NameKind::Term,
            _ if number <= self.aliases => NameKind::Alias,
            _ if number <= self.aliases + self.expansions => NameKind::Expansion,
            _ => NameKind::SoundsLike,
        }
    }
}

impl Finder {
    /// Prepares all terms of `library`, or those of the decks `only`; the words of the decks `first` come first among
    /// equals. Terms that are the same stand in one line.
    pub fn new(library: &Library, first: &[&str], only: &[&str]) -> Self {
        let decks = library.decks().iter().map(|deck| (deck, deck.terms.len()));
        let mut ranks = ranks(decks, first, only);
        join(&mut ranks, library, || library.terms().map(|(_, term)| &term.id).enumerate());
        let terms = library.terms().map(|(_, term)| (term.id.clone(), Kinds::of(term))).collect();
        Self {
            index: library.lookup_index().ranked(|at| ranks[at]),
            terms: Terms::Known(terms),
            last: RefCell::default(),
        }
    }

    /// The same for the terms on `shelf`, of which only those that are found are taken out.
    pub fn on(shelf: Shelf, first: &[&str], only: &[&str]) -> Self {
        let mut ranks = ranks(shelf.decks(), first, only);
        let joining = shelf.part([]);
        join(&mut ranks, &joining, || {
            shelf.positions(joining.terms().map(|(_, term)| &term.id)).into_iter()
        });
        Self {
            index: shelf.lookup_index().ranked(|at| ranks[at]),
            terms: Terms::Packed(shelf),
            last: RefCell::default(),
        }
    }

    /// The `limit` terms that fit `query` best.
    pub fn find(&self, query: &str, limit: usize) -> Findings {
        let hits = self.index.search_on(query, limit, &self.last.borrow());
        self.last.replace(hits.clone());
        let verdict = Verdict::of(&hits);
        let found = hits.into_iter().filter_map(|hit| {
            let (term, kinds) = self.terms.get(hit.entry)?;
            let (name, kind) = (self.index.name(&hit).to_owned(), kinds.kind(hit.name));
            Some(Found { term, hit, name, kind })
        });
        Findings { verdict, found: found.collect() }
    }

    /// Why `found`, which [`Self::find`] gave for `query`, was found; `None` for a spelling that was remembered.
    pub fn explain(&self, query: &str, found: &Found) -> Option<Explanation> {
        if found.kind == NameKind::Spelling {
            return None;
        }
        self.index.explain(query, &found.hit)
    }

    /// The term that stands for `id` here, and its number among the entries; none when it is not searched. Of a shelf,
    /// `library` is a part at least.
    pub(crate) fn entry(&self, library: &Library, id: &TermId) -> Option<(TermId, usize)> {
        let resolved = library.resolve(id);
        let stands = |term: &TermId| *term == resolved || library.resolve(term) == resolved;
        let searched = |at: &usize| self.index.searches(*at);
        match &self.terms {
            Terms::Known(terms) => {
                let at = (0..terms.len()).filter(searched).find(|at| stands(&terms[*at].0))?;
                Some((terms[at].0.clone(), at))
            }
            Terms::Packed(shelf) => {
                let joining = library.terms().map(|(_, term)| &term.id);
                let standing = joining.chain([&resolved]).filter(|term| stands(term));
                let mut placed = shelf.positions(standing).into_iter();
                let (at, term) = placed.find(|(at, _)| searched(at))?;
                Some((term.clone(), at))
            }
        }
    }
}

/// What comes first and what is left out: the rank of each term of `decks`, which come with the numbers of their terms.
fn ranks<'a>(
    decks: impl Iterator<Item = (&'a Deck, usize)>,
    first: &[&str],
    only: &[&str],
) -> Vec<Rank> {
    let ranks = decks.flat_map(|(deck, terms)| {
        let searched = only.is_empty() || only.contains(&&*deck.id);
        let rank = match (searched, first.contains(&&*deck.id)) {
            (false, _) => Rank::Out,
            (true, true) => Rank::First,
            (true, false) => Rank::In,
        };
        std::iter::repeat_n(rank, terms)
    });
    ranks.collect()
}

/// Leaves out all but one of the terms that are the same, by `library`, which knows at least these; `entries` are theirs.
/// The one of a deck that comes first is shown.
fn join<'a, I>(ranks: &mut [Rank], library: &Library, entries: impl FnOnce() -> I)
where
    I: Iterator<Item = (usize, &'a TermId)>,
{
    let joined = library.joined();
    if joined.is_empty() {
        return;
    }
    let mut best: HashMap<TermId, usize> = HashMap::new();
    for (at, id) in entries() {
        if ranks[at] == Rank::Out || !joined.contains(id) {
            continue;
        }
        let shown = best.entry(library.resolve(id)).or_insert(at);
        if ranks[at] < ranks[*shown] {
            ranks[std::mem::replace(shown, at)] = Rank::Out;
        } else if at != *shown {
            ranks[at] = Rank::Out;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
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
    fn only_the_decks_asked_for_are_searched() {
        let library = built_in();
        let finder = Finder::new(&library, &[], &["design"]);
        assert!(finder.find("token", 9).found.iter().all(|found| found.term.deck() == "design"));
    }
}
