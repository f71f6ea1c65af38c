//! Spellings that look-up remembers.

use crate::core::card::TermId;
use crate::core::spellings::{Spellings, spelling};
use crate::store::Remembered;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// Remembers that `query` stands for `term`, in place of what it stood for.
    ///
    /// # Errors
    /// When nothing is left of the query once it is read as look-up does, or the journal cannot be written.
    pub fn remember(&mut self, query: &str, term: &TermId) -> Result<(), TrainerError> {
        let spelling = spelling(query).ok_or_else(|| {
            TrainerError::Value("there is nothing to remember in that spelling".to_owned())
        })?;
        let at = self.now();
        Ok(self.journal()?.remember(&Remembered { spelling, term: term.clone(), at })?)
    }

    /// Forgets a spelling; whether it was remembered.
    pub fn forget_spelling(&mut self, query: &str) -> Result<bool, TrainerError> {
        let Some(spelling) = spelling(query) else { return Ok(false) };
        Ok(self.journal()?.forget_spelling(&spelling)?)
    }

    /// All spellings that are remembered, in the order of the alphabet.
    pub fn remembered(&mut self) -> Result<Vec<Remembered>, TrainerError> {
        Ok(self.journal()?.spellings()?)
    }

    /// What look-up has to know of them; none when the journal cannot be read, because look-up works without.
    pub fn spellings(&mut self) -> Spellings {
        let remembered = self.remembered().unwrap_or_default();
        Spellings::new(remembered.into_iter().map(|one| (one.spelling, one.term)).collect())
    }
}
