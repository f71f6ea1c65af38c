//! Keeps look-up from revealing the word that a quiz asks: omits all its senses and masks its names in other entries.

use crate::core::card::TermId;
use crate::core::deck::Term;
use crate::core::form::BLANK;
use crate::core::library::Library;
use crate::core::words;

/// A word that must not be revealed.
pub(super) struct Spoilers {
    /// The word and its other senses. They share a name, and in "which team" questions each sense is the answer or reveals it.
    senses: Vec<TermId>,
    names: Vec<String>,
}

impl Spoilers {
    /// Hides the word `id`.
    pub(super) fn new(library: &Library, id: &TermId) -> Self {
        let term = library.find(id);
        let others = term.into_iter().flat_map(|term| library.other_senses(term));
        let others = others.map(|(_, other)| library.resolve(&other.id));
        let names = term.into_iter().flat_map(Term::names).map(str::to_owned).collect();
        Self { senses: std::iter::once(library.resolve(id)).chain(others).collect(), names }
    }

    /// Whether `id` is the word or one of its senses, after resolving old IDs.
    pub(super) fn is(&self, library: &Library, id: &TermId) -> bool {
        self.senses.contains(&library.resolve(id))
    }

    /// `text` with the word's names masked.
    pub(super) fn text(&self, text: &str) -> String {
        words::mask(text, self.names.iter().map(String::as_str), BLANK)
    }

    /// `term` with the word's names masked.
    pub(super) fn masked(&self, library: &Library, term: &Term) -> Term {
        let masked = |text: &String| self.text(text);
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
