//! The decks, read again after one of them was changed.

use std::rc::Rc;

use crate::core::deck::Deck;
use crate::core::deck::problem::Problem;
use crate::files::{self, Loaded};
use crate::store::JournalError;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// Reads all decks again: what is known of their words follows them, whatever they are called now. Returns whether
    /// they are as they are on disk: where one cannot be read any more, all of them serve as they were.
    ///
    /// # Errors
    /// When the journal, which is read again as well, cannot be read.
    pub fn reread(&mut self) -> Result<bool, TrainerError> {
        let Loaded { library, problems, notices } = files::load(&self.sources);
        let is_lost = |deck: &Deck| {
            let mut wrong = problems.iter().filter(|problem| problem.path == deck.path);
            library.deck(&deck.id).is_none() && wrong.any(Problem::is_error)
        };
        let is_whole = !self.library.decks().iter().any(is_lost);
        if is_whole {
            self.library = Rc::new(library);
        }
        self.problems = problems;
        let count = notices.len();
        self.notices.splice(..self.deck_notices, notices);
        self.deck_notices = count;
        self.load()?;
        Ok(is_whole)
    }

    /// Reads what the journal says of the words of the decks.
    pub(super) fn load(&mut self) -> Result<(), JournalError> {
        self.load_states()?;
        self.load_seen()?;
        self.load_marks()
    }
}
