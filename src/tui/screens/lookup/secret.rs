//! The word that a quiz is asking: look-up leaves it out, and masks its names where other entries speak of it.

use crate::core::card::TermId;
use crate::core::deck::Term;
use crate::core::library::Library;
use crate::core::words;

/// What stands in place of a name.
const MASK: &str = "…";

/// A word that must not be given away.
pub(super) struct Secret {
    term: TermId,
    names: Vec<String>,
}

impl Secret {
    /// The word `id`.
    pub(super) fn new(library: &Library, id: &TermId) -> Self {
        let names = library.find(id).into_iter().flat_map(Term::names).map(str::to_owned);
        Self { term: library.resolve(id), names: names.collect() }
    }

    /// Whether `id` is the word, under whatever name.
    pub(super) fn is(&self, library: &Library, id: &TermId) -> bool {
        library.resolve(id) == self.term
    }

    /// `term` without the names of the word.
    pub(super) fn masked(&self, library: &Library, term: &Term) -> Term {
        let masked = |text: &String| words::mask(text, self.names.iter().map(String::as_str), MASK);
        let ids = |ids: &[TermId]| -> Vec<TermId> {
            ids.iter().filter(|id| !self.is(library, id)).cloned().collect()
        };
        Term {
            definition: masked(&term.definition),
            example: term.example.as_ref().map(masked),
            why: term.why.as_ref().map(masked),
            ask: term.ask.as_ref().map(masked),
            see_also: ids(&term.see_also),
            confused_with: ids(&term.confused_with),
            ..term.clone()
        }
    }
}
