//! A binary library with a look-up index, embedded in the program or cached for decks on disk. Look-up decodes only
//! the terms it shows; the trainer decodes all.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use strum::VariantArray as _;

use crate::core::card::TermId;
use crate::core::codec::{Reader, Writer};
use crate::core::deck::packed::{
    pack_head, pack_term, put_origin, take_origin, unpack_head, unpack_term,
};
use crate::core::deck::{Deck, Level, Origin, Term};
use crate::core::library::Library;
use crate::core::lookup::Index;

/// An encoded library and its look-up index.
#[derive(Debug, Clone)]
pub struct PackedLibrary {
    packed: Arc<Packed>,
    index: Index,
}

/// The encoded decks of a library.
#[derive(Debug)]
struct Packed {
    bytes: Cow<'static, [u8]>,
    /// The decks without terms, and the index in `terms` where each starts.
    heads: Vec<(Deck, usize)>,
    terms: Vec<Slot>,
    brought: Vec<(TermId, (Arc<str>, Origin))>,
}

/// The position of a term in the bytes.
#[derive(Debug)]
struct Slot {
    at: Range<usize>,
    /// Whether it replaces another ID or is replaced by one.
    joins: bool,
    level: Level,
}

/// Encodes `library`.
pub fn pack(library: &Library, to: &mut Writer) {
    to.all(library.decks(), |to, deck| {
        pack_head(deck, to);
        to.all(&deck.terms, |to, term| {
            to.byte(u8::from(joins(term)) | (term.level as u8) << 1);
            let mut packed = Writer::default();
            pack_term(term, &mut packed);
            to.bytes(&packed.into_bytes());
        });
    });
    to.all(&library.brought(), |to, (term, (path, origin))| {
        to.text(term.as_str());
        to.text(path);
        put_origin(origin, to);
    });
    library.lookup_index().pack(to);
}

/// Whether a term has former IDs, or points to another term through `same_as` or `instead`.
fn joins(term: &Term) -> bool {
    !term.formerly.is_empty() || term.same_as.is_some() || term.instead.is_some()
}

/// Decodes the decks at the start of `bytes`, without the look-up index.
pub fn decks(bytes: &'static [u8]) -> Option<Vec<Deck>> {
    Packed::take(Cow::Borrowed(bytes), 0)?.0.decks()
}

impl PackedLibrary {
    /// Reads what [`pack`] wrote to `bytes` from `start` to the end; `None` if malformed. Terms are checked when they
    /// are decoded.
    pub fn of(bytes: Cow<'static, [u8]>, start: usize) -> Option<Self> {
        let (packed, index) = Packed::take(bytes, start)?;
        let mut reader = Reader::new(packed.bytes.get(index..)?);
        let index = Index::unpack(&mut reader)?;
        let whole = reader.is_empty() && index.len() == packed.terms.len();
        whole.then(|| Self { packed: Arc::new(packed), index })
    }

    /// Packs `library` in memory.
    pub fn holding(library: &Library) -> Self {
        let mut bytes = Writer::default();
        pack(library, &mut bytes);
        Self::of(Cow::Owned(bytes.into_bytes()), 0).expect("it was packed a moment ago")
    }

    /// Decodes the whole library; `None` if any of it is malformed.
    pub fn library(self) -> Option<Library> {
        let brought = self.packed.brought.iter().cloned();
        let library = Library::of_merged(self.packed.decks()?, brought);
        Some(library.with_lookup_index(self.index))
    }

    /// The look-up index of all terms.
    pub const fn lookup_index(&self) -> &Index {
        &self.index
    }

    /// The decks without terms, each with its terms' levels.
    pub fn decks(&self) -> impl Iterator<Item = (&Deck, impl Iterator<Item = Level>)> {
        let packed = &*self.packed;
        let levels = |at| packed.terms[packed.terms_of(at)].iter().map(|slot| slot.level);
        (0..packed.heads.len()).map(move |at| (&packed.heads[at].0, levels(at)))
    }

    /// Decodes the term at index `at`, counted deck by deck; `None` if it does not exist or is malformed.
    pub fn term(&self, at: usize) -> Option<Term> {
        self.packed.term(at)
    }

    /// The sorted indexes of the terms with exactly these IDs, found in one pass.
    pub fn positions<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a TermId>,
    ) -> Vec<(usize, &'a TermId)> {
        self.packed.positions(ids)
    }

    /// A partial library: the terms at the `wanted` indexes, the terms they link to, and every term that replaces
    /// another. That is enough to print the wanted ones and resolve any ID.
    pub fn part(&self, wanted: impl IntoIterator<Item = usize>) -> Library {
        let packed = &self.packed;
        let joining = (0..packed.terms.len()).filter(|at| packed.terms[*at].joins);
        let mut numbers: BTreeSet<usize> = joining.chain(wanted).collect();
        let known = packed.some(&numbers);
        let named: HashSet<TermId> = known
            .terms()
            .flat_map(|(_, term)| {
                let lists = term.see_also.iter().chain(&term.confused_with);
                lists.chain(&term.same_as).chain(&term.instead)
            })
            .flat_map(|id| [id.clone(), known.resolve(id)])
            .collect();
        numbers.extend(packed.positions(&named).into_iter().map(|(at, _)| at));
        packed.some(&numbers)
    }
}

impl Packed {
    /// Reads the decks in `bytes` from `start`, and the offset after them.
    fn take(bytes: Cow<'static, [u8]>, start: usize) -> Option<(Self, usize)> {
        let end = bytes.len();
        let mut reader = Reader::new(bytes.get(start..)?);
        let mut terms = Vec::new();
        let heads = reader.all(|from| {
            let (head, first) = (unpack_head(from)?, terms.len());
            for _ in 0..from.count()? {
                let about = from.byte()?;
                let (joins, level) =
                    (about & 1 == 1, *Level::VARIANTS.get(usize::from(about >> 1))?);
                let len = from.bytes()?.len();
                let behind = end - from.left();
                terms.push(Slot { at: behind - len..behind, joins, level });
            }
            Some((head, first))
        })?;
        let brought = reader.all(|from| {
            let term = from.text()?.parse().ok()?;
            Some((term, (from.text()?.into(), take_origin(from)?)))
        })?;
        let next = end - reader.left();
        Some((Self { bytes, heads, terms, brought }, next))
    }

    /// The term indexes of the deck at index `at`.
    fn terms_of(&self, at: usize) -> Range<usize> {
        let start = |at: usize| self.heads.get(at).map_or(self.terms.len(), |(_, first)| *first);
        start(at)..start(at + 1)
    }

    fn reader(&self, at: usize) -> Option<Reader<'_>> {
        Some(Reader::new(self.bytes.get(self.terms.get(at)?.at.clone())?))
    }

    fn term(&self, at: usize) -> Option<Term> {
        let deck = self.heads.partition_point(|(_, first)| *first <= at).checked_sub(1)?;
        let mut reader = self.reader(at)?;
        let term = unpack_term(&self.heads[deck].0.id, &mut reader)?;
        reader.is_empty().then_some(term)
    }

    fn positions<'a>(&self, ids: impl IntoIterator<Item = &'a TermId>) -> Vec<(usize, &'a TermId)> {
        let mut wanted: HashMap<&str, HashMap<&str, &TermId>> = HashMap::new();
        for id in ids {
            wanted.entry(id.deck()).or_default().insert(id.term(), id);
        }
        let mut found = Vec::new();
        for (deck, (head, _)) in self.heads.iter().enumerate() {
            let Some(mut ids) = wanted.remove(&*head.id) else { continue };
            let mut terms = self.terms_of(deck);
            while let (false, Some(at)) = (ids.is_empty(), terms.next()) {
                // An encoded term starts with its ID within the deck.
                let term = self.reader(at).and_then(|mut from| from.text());
                found.extend(term.and_then(|term| Some((at, ids.remove(term)?))));
            }
        }
        found
    }

    /// Decodes the decks with all terms; `None` if any is malformed.
    fn decks(&self) -> Option<Vec<Deck>> {
        let decks = self.heads.iter().enumerate().map(|(at, (head, _))| {
            let terms = self.terms_of(at).map(|at| self.term(at)).collect::<Option<_>>()?;
            Some(Deck { terms, ..head.clone() })
        });
        decks.collect()
    }

    /// A library of just the terms at these indexes; malformed ones are skipped.
    fn some(&self, numbers: &BTreeSet<usize>) -> Library {
        let decks = self.heads.iter().enumerate().map(|(at, (head, _))| {
            let terms = numbers.range(self.terms_of(at)).filter_map(|at| self.term(*at)).collect();
            Deck { terms, ..head.clone() }
        });
        Library::of_merged(decks.collect(), self.brought.iter().cloned())
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

    fn ids(library: &Library) -> Vec<&str> {
        library.terms().map(|(_, term)| term.id.as_str()).collect()
    }

    #[test]
    fn a_whole_library_comes_back_as_it_was() {
        let library = library();
        let again = PackedLibrary::holding(&library).library().unwrap();
        assert_eq!(again.decks(), library.decks());
        assert_eq!(again.brought(), library.brought());
        assert_eq!(again.renames_fingerprint(), library.renames_fingerprint());
    }

    #[test]
    fn a_part_has_what_is_wanted_what_that_names_and_what_stands_for_others() {
        let whole = library();
        let shelf = PackedLibrary::holding(&whole);
        let joining = ["a/three", "b/three", "b/six", "b/seven", "b/eight"];
        assert_eq!(ids(&shelf.part([])), joining);
        let one: TermId = "a/one".parse().unwrap();
        let part = shelf.part(shelf.positions([&one]).into_iter().map(|(at, _)| at));
        assert_eq!(ids(&part), [&["a/one", "a/two", "a/three", "a/four"], &joining[1..]].concat());
        for id in ["a/one", "b/gone", "old/four", "a/three", "b/seven", "no/where"] {
            let id = id.parse().unwrap();
            assert_eq!(part.resolve(&id), whole.resolve(&id));
            assert_eq!(part.find(&id), whole.find(&id), "{id}");
        }
        assert_eq!(ids(&shelf.part([1_000])), joining, "what is not there does no harm");
    }

    #[test]
    fn a_look_up_finds_the_same_on_the_shelf_as_in_the_library() {
        let whole = library();
        let shelf = PackedLibrary::holding(&whole);
        let choices: [(&[&str], &[&str]); 4] =
            [(&[], &[]), (&["b"], &[]), (&[], &["a"]), (&["b"], &["b"])];
        let spelt =
            [("tree", "a/three"), ("gone", "b/gone"), ("for", "old/four"), ("x", "no/where")];
        let spelt = spelt.map(|(text, id)| (spelling(text).unwrap(), id.parse().unwrap()));
        let spellings = Spellings::new(spelt.to_vec());
        for (first, only) in choices {
            let finders =
                [Finder::new(&whole, first, only), Finder::on(shelf.clone(), first, only)];
            for query in ["one", "three", "tree", "gone", "for", "e", "x", "nothing at all"] {
                let [found, on_shelf] = [(&finders[0], &whole), (&finders[1], &shelf.part([]))]
                    .map(|(finder, library)| spellings.find(library, finder, query, 9));
                assert_eq!(found, on_shelf, "{query} {first:?} {only:?}");
            }
        }
    }

    #[test]
    fn damaged_bytes_are_refused_or_do_no_harm() {
        let mut bytes = Writer::default();
        pack(&library(), &mut bytes);
        let bytes = bytes.into_bytes();
        for end in 0..bytes.len() {
            assert!(PackedLibrary::of(bytes[..end].to_vec().into(), 0).is_none(), "{end}");
        }
        for at in 0..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0x81;
            if let Some(shelf) = PackedLibrary::of(bytes.into(), 0) {
                let part = shelf.part(0..3);
                Finder::on(shelf.clone(), &[], &[]).find("three", 3);
                assert!(
                    shelf
                        .library()
                        .is_none_or(|library| library.terms().count() >= ids(&part).len())
                );
            }
        }
    }
}
