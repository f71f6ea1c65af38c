//! Deletes personal data permanently, after counting it.

use std::collections::HashSet;

use crate::core::card::TermId;
use crate::core::personal_data::PersonalData;
use crate::core::time::Day;
use crate::store::erase::Before;
use crate::trainer::{Trainer, TrainerError};

pub use crate::store::erase::Erased;

/// Filters on the data; all of it by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Which {
    /// Only data from before this study day.
    pub before: Option<Day>,
    /// Only data about this deck.
    pub deck: Option<String>,
}

impl Trainer {
    /// The number of records [`Trainer::forget`] would erase.
    pub fn traces(&mut self, what: PersonalData, which: &Which) -> Result<usize, TrainerError> {
        let (before, about) = (self.before(which), self.about(which));
        Ok(self.journal()?.traces(what, before, &about)?)
    }

    /// Erases the data permanently; card states stay.
    pub fn forget(&mut self, what: PersonalData, which: &Which) -> Result<Erased, TrainerError> {
        let (before, about) = (self.before(which), self.about(which));
        let erased = self.journal()?.erase(what, before, &about)?;
        self.load_marks()?;
        Ok(erased)
    }

    fn before(&self, which: &Which) -> Option<Before> {
        which.before.map(|day| Before { at: self.calendar.start_of(day), day })
    }

    /// Whether a row is about the chosen deck, by any ID the deck or the row's term has had.
    fn about(&self, which: &Which) -> impl Fn(Option<&str>) -> bool + use<> {
        let library = self.library.clone();
        let deck = which.deck.clone();
        let mut ids = HashSet::new();
        if let Some(id) = &deck {
            ids.insert(id.clone());
            if let Some(deck) = library.deck(id) {
                ids.insert(deck.id.to_string());
                ids.extend(deck.formerly.iter().cloned());
            }
        }
        move |about| {
            let Some(about) = about else { return deck.is_none() };
            let term = about.parse::<TermId>().ok();
            let team = term.as_ref().map_or(about, TermId::deck);
            let today = || term.as_ref().map(|term| library.resolve(term));
            deck.is_none()
                || ids.contains(team)
                || today().is_some_and(|term| ids.contains(term.deck()))
        }
    }
}
