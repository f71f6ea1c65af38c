//! The decks, read again after one of them was changed.

use std::rc::Rc;

use crate::files::{self, Loaded};
use crate::store::JournalError;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// Reads all decks again: what is known of their words follows them, whatever they are called now.
    ///
    /// # Errors
    /// When the journal, which is read again as well, cannot be read.
    pub fn reread(&mut self) -> Result<(), TrainerError> {
        let Loaded { library, problems, notices } = files::load(&self.sources);
        self.library = Rc::new(library);
        self.problems = problems;
        let count = notices.len();
        self.notices.splice(..self.deck_notices, notices);
        self.deck_notices = count;
        Ok(self.load()?)
    }

    /// Reads what the journal says of the words of the decks.
    pub(super) fn load(&mut self) -> Result<(), JournalError> {
        self.load_states()?;
        self.load_seen()?;
        self.load_marks()
    }
}
