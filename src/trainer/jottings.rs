//! Words that were heard and not known: jotted down, listed, done with.

use crate::core::jotting::{Answered, Ended, Jotting, kept};
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// Jots `words` down, for the team `deck`, with the sentence and the person if they are known.
    ///
    /// # Errors
    /// When nothing is left of the words once they are cleaned, or the journal cannot be written.
    pub fn jot(
        &mut self,
        words: &str,
        deck: Option<String>,
        heard: Option<&str>,
        said_by: Option<&str>,
    ) -> Result<Jotting, TrainerError> {
        let words = kept(words).ok_or_else(|| {
            TrainerError::Value(
                "there is no word to jot down in that; write what you heard".to_owned(),
            )
        })?;
        let at = self.now();
        let id = self.ids.next(at);
        let (heard, said_by) = (heard.and_then(kept), said_by.and_then(kept));
        // The journal gives the number.
        let jotting = Jotting { id, number: 0, words, at, deck, heard, said_by };
        Ok(self.journal()?.jot(jotting)?)
    }

    /// The jottings that are not done with, the oldest first.
    pub fn jottings(&mut self) -> Result<Vec<Jotting>, TrainerError> {
        Ok(self.journal()?.jottings()?)
    }

    /// Writes down what is known about `jotting` now: the words, the team, the sentence and the person.
    pub fn change_jotting(&mut self, jotting: &Jotting) -> Result<(), TrainerError> {
        Ok(self.journal()?.change_jotting(jotting)?)
    }

    /// Takes back that `jotting` is done with: it is as it was before.
    pub fn reopen_jotting(&mut self, jotting: &Jotting) -> Result<(), TrainerError> {
        Ok(self.journal()?.reopen_jotting(jotting)?)
    }

    /// What became of the jotting with this number; none where it is open, or there is none.
    pub fn ended_jotting(&mut self, number: u32) -> Result<Option<Ended>, TrainerError> {
        Ok(self.journal()?.ended_jotting(number)?)
    }

    /// The jottings that were answered, each with the term that it became, the oldest first.
    pub fn answered(&mut self) -> Result<Vec<Answered>, TrainerError> {
        Ok(self.journal()?.answered()?)
    }

    /// Notes that `jotting` is done with. Of what was said about it only the word itself is kept.
    pub fn end_jotting(&mut self, jotting: &Jotting) -> Result<(), TrainerError> {
        let at = self.now();
        Ok(self.journal()?.end_jotting(jotting.id, at)?)
    }
}
