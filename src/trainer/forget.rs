//! Deletes personal data permanently, after counting it.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::PathBuf;

use crate::core::card::{DeckId, TermId};
use crate::core::personal_data::PersonalData;
use crate::core::time::Day;
use crate::files;
use crate::store::erase::Before;
use crate::trainer::{MINE, Trainer, TrainerError};

pub use crate::store::erase::Erased;

/// Filters on the data; all of it by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Which {
    /// Only data from before this study day.
    pub before: Option<Day>,
    /// Only data about this deck.
    pub deck: Option<DeckId>,
}

/// The number of records: of the user's own words, if their deck is there, not what else the journal has of each.
const fn counted(rows: usize, words: usize) -> usize {
    if words > 0 { words } else { rows }
}

/// The filters as they apply to `what`: the user's own deck goes as a whole.
fn meant(what: PersonalData, which: &Which) -> Result<Which, TrainerError> {
    if what != PersonalData::OwnWords {
        return Ok(which.clone());
    }
    if which.before.is_some() || which.deck.as_deref().is_some_and(|deck| deck != MINE) {
        let why = "your own deck is deleted as a whole; leave out --before and --deck, or edit the file yourself";
        return Err(TrainerError::Value(why.to_owned()));
    }
    Ok(Which { before: None, deck: Some(MINE.into()) })
}

impl Trainer {
    /// The number of records [`Trainer::forget`] would erase.
    pub fn traces(&mut self, what: PersonalData, which: &Which) -> Result<usize, TrainerError> {
        let which = &meant(what, which)?;
        let (before, about) = (self.before(which), self.about(which));
        let rows = self.journal()?.traces(what, before, &about)?;
        Ok(counted(rows, self.words_in_files(what)))
    }

    /// The damaged copies of the journal that [`Trainer::forget`] deletes as a whole.
    pub fn unusable_copies(&mut self) -> Result<Vec<PathBuf>, TrainerError> {
        Ok(self.journal()?.unusable_copies())
    }

    /// Erases the data permanently; card states stay.
    pub fn forget(&mut self, what: PersonalData, which: &Which) -> Result<Erased, TrainerError> {
        let which = &meant(what, which)?;
        let (before, about) = (self.before(which), self.about(which));
        let words = self.words_in_files(what);
        let mut erased = self.journal()?.erase(what, before, &about)?;
        erased.rows = counted(erased.rows, words);
        if what == PersonalData::OwnWords {
            if let Some(path) = self.own_words() {
                // A link to it goes as well.
                for path in [fs::canonicalize(&path).ok(), Some(path)].into_iter().flatten() {
                    match fs::remove_file(&path) {
                        Ok(()) => erased.deleted.push(path),
                        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                        Err(error) => return Err(files::WriteError::Io(path, error).into()),
                    }
                }
            }
            if let Some(folder) = &self.sources.own {
                files::remove_leftovers(folder, self.patience)
                    .map_err(|error| files::WriteError::Io(folder.clone(), error))?;
            }
            self.sources.prepared.iter().for_each(|folder| files::drop_cache(folder));
        }
        self.load_marks()?;
        Ok(erased)
    }

    /// The number of words of the user's own, if this kind of data includes them.
    fn words_in_files(&self, what: PersonalData) -> usize {
        let has_words = what == PersonalData::OwnWords;
        let mine = self.library.deck(MINE).filter(|_| has_words && self.own_words().is_some());
        mine.map_or(0, |deck| deck.terms.len().max(1))
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
                ids.insert(deck.id.clone());
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
