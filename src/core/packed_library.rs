//! A binary library with its look-up index, embedded in the program or cached for decks on disk. Each term is decoded when
//! it is asked for, so a look-up pays only for the terms it shows, and never for scenes; the trainer decodes all.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::core::card::TermId;
use crate::core::deck::scene::Scene;
use crate::core::deck::{Deck, Level, Origin, Term};
use crate::core::library::{Brought, Library, Renames};
use crate::core::lookup::Index;

/// A library whose terms are still encoded.
#[derive(Debug)]
pub struct PackedLibrary {
    contents: Contents,
    index: Index,
    /// Encoded terms, one after the other, from `start`; then the scenes.
    bytes: Cow<'static, [u8]>,
    start: usize,
}

/// All of a library except its terms, its scenes and its index.
#[derive(Debug, Serialize, Deserialize)]
struct Contents {
    /// The decks without terms and scenes.
    decks: Vec<Deck>,
    /// Where the terms of each deck end, counted deck by deck.
    deck_ends: Vec<usize>,
    /// The level of each term.
    levels: Vec<Level>,
    /// Where each encoded term ends, from the start of the first.
    term_ends: Vec<usize>,
    /// The length of the encoded scenes, a list for each deck, behind the terms.
    scenes: usize,
    renames: Renames,
    brought: Brought,
    /// The terms that are the same, group by group.
    same: Vec<Vec<usize>>,
}

impl Contents {
    /// Reads the contents at `start`, and finds the range of the encoded terms and scenes behind them.
    fn read(bytes: &[u8], start: usize) -> Option<(Self, Range<usize>)> {
        let (contents, rest) = postcard::take_from_bytes::<Self>(bytes.get(start..)?).ok()?;
        let Self { decks, deck_ends, levels, term_ends, .. } = &contents;
        let count = term_ends.len();
        let is_valid = levels.len() == count
            && decks.len() == deck_ends.len()
            && deck_ends.is_sorted()
            && *deck_ends.last().unwrap_or(&0) == count
            && contents.same.iter().flatten().all(|at| *at < count);
        let terms = bytes.len() - rest.len();
        let end = terms.checked_add(contents.terms_end())?.checked_add(contents.scenes)?;
        (is_valid && term_ends.is_sorted() && end <= bytes.len()).then_some((contents, terms..end))
    }

    /// Where the terms end and the scenes begin.
    fn terms_end(&self) -> usize {
        *self.term_ends.last().unwrap_or(&0)
    }

    /// The indexes of the terms of the deck at index `at`.
    fn terms_of(&self, at: usize) -> Range<usize> {
        at.checked_sub(1).map_or(0, |before| self.deck_ends[before])..self.deck_ends[at]
    }

    /// Decodes the term at index `at` of `terms`; `None` if it is malformed.
    fn term(&self, at: usize, terms: &[u8]) -> Option<Term> {
        let start = at.checked_sub(1).map_or(0, |before| self.term_ends[before]);
        postcard::from_bytes(terms.get(start..self.term_ends[at])?).ok()
    }

    /// Decodes all of `terms`, and the scenes behind them; `None` if any is malformed.
    fn library(&self, terms: &[u8]) -> Option<Library> {
        let scenes = terms.get(self.terms_end()..)?.get(..self.scenes)?;
        let mut scenes = postcard::from_bytes::<Vec<Vec<Scene>>>(scenes).ok()?.into_iter();
        let mut decks = self.decks.clone();
        for (at, deck) in decks.iter_mut().enumerate() {
            deck.terms = self.terms_of(at).map(|at| self.term(at, terms)).collect::<Option<_>>()?;
            deck.scenes = scenes.next()?;
        }
        Some(Library::of_merged(decks, self.renames.clone(), self.brought.clone()))
    }
}

/// Decodes the decks in `bytes`, which [`PackedLibrary::to_bytes`] wrote, without the look-up index.
pub fn decks(bytes: &[u8]) -> Option<Vec<Deck>> {
    let (contents, terms) = Contents::read(bytes, 0)?;
    Some(contents.library(&bytes[terms])?.into_decks())
}

impl PackedLibrary {
    /// Encodes `library`.
    pub fn new(library: &Library) -> Self {
        let mut contents = Contents {
            decks: Vec::new(),
            deck_ends: Vec::new(),
            levels: library.terms().map(|(_, term)| term.level).collect(),
            term_ends: Vec::new(),
            scenes: 0,
            renames: library.renames().clone(),
            brought: library.brought().clone(),
            same: library.same_terms(),
        };
        let mut terms = Vec::new();
        for deck in library.decks() {
            for term in &deck.terms {
                terms = postcard::to_extend(term, terms).expect("a vector takes all bytes");
                contents.term_ends.push(terms.len());
            }
            contents.decks.push(Deck { terms: Vec::new(), scenes: Vec::new(), ..deck.clone() });
            contents.deck_ends.push(contents.term_ends.len());
        }
        let scenes: Vec<&[Scene]> = library.decks().iter().map(|deck| &deck.scenes[..]).collect();
        let bytes = postcard::to_extend(&scenes, terms).expect("a vector takes all bytes");
        contents.scenes = bytes.len() - contents.terms_end();
        Self { contents, index: library.lookup_index().clone(), bytes: bytes.into(), start: 0 }
    }

    /// The bytes that [`Self::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let why = "a vector takes all bytes";
        let mut bytes = postcard::to_extend(&self.contents, Vec::new()).expect(why);
        bytes.extend_from_slice(
            &self.bytes[self.start..][..self.contents.terms_end() + self.contents.scenes],
        );
        postcard::to_extend(&self.index, bytes).expect(why)
    }

    /// Reads what [`Self::to_bytes`] wrote to `bytes` from `start` to the end; `None` if malformed. Terms are checked when
    /// they are decoded.
    pub fn from_bytes(bytes: Cow<'static, [u8]>, start: usize) -> Option<Self> {
        let (contents, terms) = Contents::read(&bytes, start)?;
        let (index, rest) = postcard::take_from_bytes::<Index>(&bytes[terms.end..]).ok()?;
        let is_whole = rest.is_empty() && index.len() == contents.term_ends.len();
        is_whole.then_some(Self { contents, index, bytes, start: terms.start })
    }

    /// Decodes the whole library; `None` if any of it is malformed.
    pub fn unpack(&self) -> Option<Library> {
        let library = self.contents.library(&self.bytes[self.start..])?;
        Some(library.with_lookup_index(self.index.clone()))
    }

    /// The encoded terms.
    fn terms(&self) -> &[u8] {
        &self.bytes[self.start..][..self.contents.terms_end()]
    }

    /// The look-up index of all terms.
    pub const fn lookup_index(&self) -> &Index {
        &self.index
    }

    /// The current IDs of terms and decks.
    pub const fn renames(&self) -> &Renames {
        &self.contents.renames
    }

    /// The terms that are the same, group by group, by their indexes.
    pub fn same_terms(&self) -> &[Vec<usize>] {
        &self.contents.same
    }

    /// The ID and title of each deck, in load order.
    pub fn titles(&self) -> impl Iterator<Item = (&str, &str)> {
        self.contents.decks.iter().map(|deck| (&*deck.id, &*deck.title))
    }

    /// The ID and origin of each deck, and the levels of its terms.
    pub fn levels(&self) -> impl Iterator<Item = (&str, &Origin, impl Iterator<Item = Level>)> {
        let Contents { decks, levels, .. } = &self.contents;
        decks.iter().enumerate().map(|(at, deck)| {
            (&*deck.id, &deck.origin, levels[self.contents.terms_of(at)].iter().copied())
        })
    }

    /// The term that `id` refers to, with its deck's title: the term itself if it exists, otherwise its successor.
    pub fn entry(&self, id: &TermId) -> Option<(&str, Term)> {
        self.exactly(id).or_else(|| self.exactly(&self.renames().resolve(id)))
    }

    /// The term with exactly this ID, with its deck's title.
    fn exactly(&self, id: &TermId) -> Option<(&str, Term)> {
        let at = self.contents.decks.iter().position(|deck| *deck.id == *id.deck())?;
        let mut terms = self.contents.terms_of(at);
        let term = terms.find(|term| self.index.id(*term) == id.as_str())?;
        Some((&self.contents.decks[at].title, self.contents.term(term, self.terms())?))
    }

    /// The entries for the same term in other decks, each with its deck's title, sorted by ID.
    pub fn same_entries(&self, id: &TermId) -> Vec<(&str, Term)> {
        let root = self.renames().resolve(id);
        let mut same: Vec<&TermId> = self.renames().replaced_by(&root).chain([&root]).collect();
        same.sort_unstable();
        same.into_iter().filter(|other| *other != id).filter_map(|id| self.exactly(id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::read::read;
    use crate::core::finder::Finder;
    use crate::core::spellings::{Spellings, spelling};

    const A: &str = "
deck: a
formerly: [old]
terms:
  - {term: One, definition: d, see_also: [two, b/gone, old/four], confused_with: [b/three]}
  - {term: Two, definition: d, see_also: [five]}
  - {term: Three, definition: d, same_as: b/three}
  - {term: Four, definition: d}
  - {term: Five, definition: d}
scenes:
  - {title: Late, setting: s, lines: [{who: tester, says: It broke.},{who: tester, says: It broke.},{who: tester, says: It broke.},{who: tester, says: It broke.},{who: tester, says: It broke.},{who: tester, says: It broke.}], replies: [{says: a, lands: helps, why: w}, {says: b, lands: flat, why: w}, {says: c, lands: micromanages, why: w}]}
";
    const B: &str = "
deck: b
terms:
  - {term: Three, definition: d}
  - {term: Six, definition: d, formerly: [gone]}
  - {term: Seven, definition: d, retired: 2026-01-01, use: eight}
  - {term: Eight, definition: d}
  - {term: Nine, definition: d}
";

    fn library() -> Library {
        let deck = |text: &str| {
            read(&"x.yaml".into(), text.trim_start().as_bytes(), Origin::Named).deck.unwrap()
        };
        Library::merge(vec![deck(A), deck(B)]).library
    }

    #[test]
    fn a_whole_library_comes_back_as_it_was() {
        let library = library();
        let again = PackedLibrary::new(&library).unpack().unwrap();
        assert_eq!(again.decks(), library.decks());
        assert_eq!(again.brought(), library.brought());
        assert_eq!(again.renames(), library.renames());
    }

    #[test]
    fn a_packed_library_knows_every_term_of_the_whole_one() {
        let whole = library();
        let packed = PackedLibrary::from_bytes(PackedLibrary::new(&whole).to_bytes().into(), 0);
        let packed = packed.unwrap();
        let old = ["b/gone", "old/four", "no/where", "a/no"].map(|id| id.parse().unwrap());
        for id in whole.terms().map(|(_, term)| &term.id).chain(&old) {
            let titled = |(deck, term): (&Deck, &Term)| (deck.title.clone(), term.clone());
            let owned = |(title, term): (&str, Term)| (title.to_owned(), term);
            assert_eq!(packed.entry(id).map(owned), whole.entry(id).map(titled), "{id}");
            let same: Vec<_> =
                packed.same_entries(id).into_iter().map(|(_, term)| term.id).collect();
            assert_eq!(same, whole.same(id), "{id}");
        }
    }

    #[test]
    fn a_look_up_finds_the_same_in_a_packed_library() {
        let whole = library();
        let packed = PackedLibrary::new(&whole);
        let choices: [(&[&str], &[&str]); 4] =
            [(&[], &[]), (&["b"], &[]), (&[], &["a"]), (&["b"], &["b"])];
        let spelt =
            [("tree", "a/three"), ("gone", "b/gone"), ("for", "old/four"), ("x", "no/where")];
        let spelt = spelt.map(|(text, id)| (spelling(text).unwrap(), id.parse().unwrap()));
        let spellings = Spellings::new(spelt.to_vec());
        for (first, only) in choices {
            let finders = [Finder::new(&whole, first, only), Finder::on(&packed, first, only)];
            for query in ["one", "three", "tree", "gone", "for", "e", "x", "nothing at all"] {
                let [found, packed] =
                    [0, 1].map(|at: usize| spellings.find(&finders[at], query, 9));
                assert_eq!(found, packed, "{query} {first:?} {only:?}");
            }
        }
    }

    #[test]
    fn damaged_bytes_are_refused_or_do_no_harm() {
        let whole = library();
        let bytes = PackedLibrary::new(&whole).to_bytes();
        for end in 0..bytes.len() {
            assert!(PackedLibrary::from_bytes(bytes[..end].to_vec().into(), 0).is_none(), "{end}");
        }
        for at in 0..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0x81;
            let _ = decks(&bytes);
            if let Some(packed) = PackedLibrary::from_bytes(bytes.into(), 0) {
                Finder::on(&packed, &[], &[]).find("three", 3);
                for (_, term) in whole.terms() {
                    let _ = (packed.entry(&term.id), packed.same_entries(&term.id));
                }
                let _ = packed.unpack();
            }
        }
    }
}
