//! The journal as a shell look-up uses it: reads spellings and notes before the answer, and records the look-up after it.

use crate::core::annotations::Annotations;
use crate::core::card::TermId;
use crate::core::library::Renames;
use crate::core::rng::Ids;
use crate::core::spellings::{Spellings, spelling};
use crate::core::text::stored;
use crate::core::time::Calendar;
use crate::store::{self, LookedUpIn, Lookup};
use crate::trainer::{Options, TrainerError};

/// The journal if it can be read right away, else empty.
#[derive(Debug)]
pub struct LookupJournal(Option<store::ReadOnlyJournal>);

impl LookupJournal {
    /// Opens the journal that `options` name for reading.
    pub fn new(options: &Options) -> Self {
        let places = options.places.as_ref().ok();
        Self(places.map(|places| match &places.looked_at {
            Some(file) => store::ReadOnlyJournal::of_copy(file),
            None => store::ReadOnlyJournal::at(&places.journal()),
        }))
    }

    /// The spellings relevant to `query`.
    pub fn spellings(&self, query: &str) -> Spellings {
        let found = spelling(query).and_then(|spelling| {
            let term = self.0.as_ref()?.spelling(&spelling)?;
            Some((spelling, term))
        });
        Spellings::new(found.into_iter().collect())
    }

    /// All notes and credits. Suspensions are not included.
    pub fn notes(&self, renames: &Renames) -> Annotations {
        let journal = self.0.as_ref();
        let notes = journal.map(store::ReadOnlyJournal::notes).unwrap_or_default();
        let credits = journal.map(store::ReadOnlyJournal::credits).unwrap_or_default();
        Annotations::new(renames, notes, Vec::new()).with_credits(renames, credits)
    }

    /// Records that the entry of `term` was printed for `query`, on the open connection: the answer has been printed, and the
    /// user is waiting for the prompt.
    ///
    /// # Errors
    /// If there is no journal, or it cannot be written.
    pub fn note_lookup(
        self,
        options: &Options,
        day_starts: u32,
        term: &TermId,
        query: &str,
    ) -> Result<(), TrainerError> {
        let places = options.places.as_ref().map_err(|none| *none)?;
        if let Some(file) = &places.looked_at {
            return Err(store::JournalError::OnlyRead(file.clone()).into());
        }
        let Some(glance) = self.0 else { return Ok(()) };
        let at = options.clock.now();
        let day = Calendar::new(options.zone.clone(), day_starts).day(at);
        let mut ids = Ids::new(options.seed);
        let mut journal = glance.into_journal(at, ids.next(at))?.without_waiting()?;
        let (id, term, query) = (ids.next(at), term.clone(), stored(query).into_owned());
        let place = LookedUpIn::Shell;
        Ok(journal.look_up(&Lookup { id, term, at, day, query, place })?)
    }
}
