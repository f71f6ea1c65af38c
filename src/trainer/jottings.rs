//! Jottings: saves, lists, changes and closes unknown words.

use crate::core::card::DeckId;
use crate::core::jotting::{Answered, Ended, Jotting, kept};
use crate::core::spellings::spelling;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// Jots `words` down for the team `deck`, with the sentence and the speaker if known.
    ///
    /// # Errors
    /// If the words are empty after cleaning, or the journal cannot be written.
    pub fn jot(
        &mut self,
        words: &str,
        deck: Option<DeckId>,
        heard: Option<&str>,
        said_by: Option<&str>,
    ) -> Result<Jotting, TrainerError> {
        let words = kept(words).ok_or_else(|| {
            TrainerError::Value("no word to jot down; write what you heard".to_owned())
        })?;
        let at = self.now();
        let id = self.ids.next(at);
        let (heard, said_by) = (heard.and_then(kept), said_by.and_then(kept));
        // The journal assigns the number.
        let jotting = Jotting { id, number: 0, words, at, deck, heard, said_by };
        Ok(self.journal()?.jot(jotting)?)
    }

    /// The open jottings, oldest first.
    pub fn jottings(&mut self) -> Result<Vec<Jotting>, TrainerError> {
        Ok(self.journal()?.jottings()?)
    }

    /// The open jotting of the same words, however they are written.
    pub fn open_jotting(&mut self, words: &str) -> Result<Option<Jotting>, TrainerError> {
        let is_same = |known: &Jotting| spelling(&known.words) == spelling(words);
        Ok(self.jottings()?.into_iter().find(is_same))
    }

    /// Saves the current words, team, sentence and speaker of `jotting`.
    pub fn change_jotting(&mut self, jotting: &Jotting) -> Result<(), TrainerError> {
        Ok(self.journal()?.change_jotting(jotting)?)
    }

    /// Reopens `jotting` as it was before.
    pub fn reopen_jotting(&mut self, jotting: &Jotting) -> Result<(), TrainerError> {
        Ok(self.journal()?.reopen_jotting(jotting)?)
    }

    /// How the jotting with this number was closed; `None` if it is open or does not exist.
    pub fn ended_jotting(&mut self, number: u32) -> Result<Option<Ended>, TrainerError> {
        Ok(self.journal()?.ended_jotting(number)?)
    }

    /// The answered jottings, each with the term it became, oldest first.
    pub fn answered(&mut self) -> Result<Vec<Answered>, TrainerError> {
        Ok(self.journal()?.answered()?)
    }

    /// Closes `jotting`. Of its details only the word itself is kept.
    pub fn end_jotting(&mut self, jotting: &Jotting) -> Result<(), TrainerError> {
        let at = self.now();
        Ok(self.journal()?.end_jotting(jotting.id, at)?)
    }
}
