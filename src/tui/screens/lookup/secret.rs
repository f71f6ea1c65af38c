//! The word that a quiz is asking: look-up leaves out all its senses, and masks its names where other entries speak of it.

use crate::core::card::TermId;
use crate::core::deck::Term;
use crate::core::library::Library;
use crate::core::words;

/// What stands in place of a name.
const MASK: &str = "…";

/// A word that must not be given away.
pub(super) struct Secret {
    /// The word and its other senses: the name of one is the name of all, and when it is asked which team's sense a
    /// sentence has, each of them is the answer or tells it.
    senses: Vec<TermId>,
    names: Vec<String>,
}

impl Secret {
    /// The word `id`.
    pub(super) fn new(library: &Library, id: &TermId) -> Self {
        let term = library.find(id);
        let others = term.into_iter().flat_map(|term| library.other_senses(term));
        let others = others.map(|(_, other)| library.resolve(&other.id));
        let names = term.into_iter().flat_map(Term::names).map(str::to_owned).collect();
        Self { senses: std::iter::once(library.resolve(id)).chain(others).collect(), names }
    }

    /// Whether `id` is the word or another sense of it, under whatever id.
    pub(super) fn is(&self, library: &Library, id: &TermId) -> bool {
        self.senses.contains(&library.resolve(id))
    }

    /// `term` without the names of the word.
    pub(super) fn masked(&self, library: &Library, term: &Term) -> Term {
        let masked = |text: &String| words::mask(text, self.names.iter().map(String::as_str), MASK);
        let ids = |ids: &[TermId]| -> Vec<TermId> {
            ids.iter().filter(|id| !self.is(library, id)).cloned().collect()
        };
        Term {
            definition: masked(&term.definition),
            gloss: term.gloss.as_ref().map(masked),
            example: term.example.as_ref().map(masked),
            why: term.why.as_ref().map(masked),
            ask: term.ask.as_ref().map(masked),
            see_also: ids(&term.see_also),
            confused_with: ids(&term.confused_with),
            ..term.clone()
        }
    }
}
