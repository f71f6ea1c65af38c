//! What a look-up from the shell reads of the journal before it answers: the spelling that was typed, and notes.

use crate::core::library::Library;
use crate::core::marks::Marks;
use crate::core::spellings::{Spellings, spelling};
use crate::store;
use crate::trainer::Options;

/// The journal as far as it can be read at once; nothing where there is none.
#[derive(Debug)]
pub struct Glance(store::Glance);

impl Glance {
    /// A glance at the journal that `options` name.
    pub fn new(options: &Options) -> Self {
        let places = options.places.as_ref().ok();
        Self(places.map_or(store::Glance::nowhere(), |places| store::Glance::at(&places.journal())))
    }

    /// The spellings that matter for `query`.
    pub fn spellings(&self, query: &str) -> Spellings {
        let found = spelling(query).and_then(|spelling| {
            let term = self.0.spelling(&spelling)?;
            Some((spelling, term))
        });
        Spellings::new(found.into_iter().collect())
    }

    /// The notes on the terms of `library`. Words that are left out of the quiz are not in it.
    pub fn notes(&self, library: &Library) -> Marks {
        Marks::new(library, self.0.notes(), Vec::new())
    }
}
