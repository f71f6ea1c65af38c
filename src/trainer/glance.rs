//! What a look-up from the shell wants of the journal: the spelling that was typed and notes before it answers, and that
//! it was made afterwards.

use crate::core::card::TermId;
use crate::core::library::Library;
use crate::core::marks::Marks;
use crate::core::rng::Ids;
use crate::core::spellings::{Spellings, spelling};
use crate::core::text::stored;
use crate::core::time::Calendar;
use crate::store::{self, LookedUpIn, Lookup};
use crate::trainer::{Options, TrainerError};

/// The journal as far as it can be read at once; nothing where there is none.
#[derive(Debug)]
pub struct Glance(Option<store::Glance>);

impl Glance {
    /// A glance at the journal that `options` name.
    pub fn new(options: &Options) -> Self {
        let places = options.places.as_ref().ok();
        Self(places.map(|places| store::Glance::at(&places.journal())))
    }

    /// The spellings that matter for `query`.
    pub fn spellings(&self, query: &str) -> Spellings {
        let found = spelling(query).and_then(|spelling| {
            let term = self.0.as_ref()?.spelling(&spelling)?;
            Some((spelling, term))
        });
        Spellings::new(found.into_iter().collect())
    }

    /// The notes on the terms of `library`. Words that are left out of the quiz are not in it.
    pub fn notes(&self, library: &Library) -> Marks {
        let notes = self.0.as_ref().map(store::Glance::notes).unwrap_or_default();
        Marks::new(library, notes, Vec::new())
    }

    /// Notes that the entry of `term` was printed for `query`, without opening anything anew: the answer has been given,
    /// and whoever asked is waiting for the prompt.
    ///
    /// # Errors
    /// When there is no journal, or it cannot be written.
    pub fn note_lookup(
        self,
        options: &Options,
        day_starts: i8,
        term: &TermId,
        query: &str,
    ) -> Result<(), TrainerError> {
        let Some(glance) = self.0 else {
            options.places.as_ref().map_err(|none| *none)?;
            return Ok(());
        };
        let at = options.clock.now();
        let day = Calendar::new(options.zone.clone(), day_starts).day(at);
        let mut ids = Ids::new(options.seed);
        let mut journal = glance.into_journal(at, ids.next(at))?.without_waiting()?;
        let (id, query) = (ids.next(at), stored(query).into_owned());
        journal.look_up(&Lookup {
            id,
            term: term.clone(),
            at,
            day,
            query,
            place: LookedUpIn::Shell,
        })?;
        Ok(())
    }
}
