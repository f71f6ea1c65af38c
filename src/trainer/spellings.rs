//! Spellings that look-up remembers.

use crate::core::card::TermId;
use crate::core::spellings::{Spellings, spelling};
use crate::store::Remembered;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// Maps the spelling `query` to `term`, replacing any earlier mapping.
    ///
    /// # Errors
    /// If the query is empty after normalizing, or the journal cannot be written.
    pub fn remember(&mut self, query: &str, term: &TermId) -> Result<(), TrainerError> {
        let spelling = spelling(query)
            .ok_or_else(|| TrainerError::Value("the spelling is empty".to_owned()))?;
        let at = self.now();
        Ok(self.journal()?.remember(&Remembered { spelling, term: term.clone(), at })?)
    }

    /// Removes a spelling. Returns whether it was remembered.
    pub fn forget_spelling(&mut self, query: &str) -> Result<bool, TrainerError> {
        let Some(spelling) = spelling(query) else { return Ok(false) };
        Ok(self.journal()?.forget_spelling(&spelling)?)
    }

    /// All remembered spellings, in alphabetical order.
    pub fn remembered(&mut self) -> Result<Vec<Remembered>, TrainerError> {
        Ok(self.journal()?.spellings()?)
    }

    /// The spellings for look-up; empty if the journal cannot be read, because look-up works without them.
    pub fn spellings(&mut self) -> Spellings {
        let remembered = self.remembered().unwrap_or_default();
        Spellings::new(remembered.into_iter().map(|one| (one.spelling, one.term)).collect())
    }
}
