//! Reloads the decks after a change.

use std::rc::Rc;

use crate::core::deck::Deck;
use crate::core::deck::problem::Problem;
use crate::files::{self, Loaded};
use crate::store::JournalError;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// Reloads all decks; progress follows renamed terms. Returns `false`, and leaves all decks as they were, if one can no
    /// longer be read.
    ///
    /// # Errors
    /// If the journal, which is reloaded too, cannot be read.
    pub fn reread(&mut self) -> Result<bool, TrainerError> {
        let Loaded { library, problems, notices, of_sources } = files::load(&self.sources);
        let is_lost = |deck: &Deck| {
            let mut wrong = problems.iter().filter(|problem| problem.path == deck.path);
            library.deck(&deck.id).is_none() && wrong.any(Problem::is_error)
        };
        let is_whole = !self.library.decks().iter().any(is_lost);
        if is_whole {
            self.library = Rc::new(library);
        }
        (self.problems, self.of_sources) = (problems, of_sources);
        let count = notices.len();
        self.notices.splice(..self.deck_notices, notices);
        self.deck_notices = count;
        self.load()?;
        Ok(is_whole)
    }

    /// Loads the journal's data about the decks' terms.
    pub(super) fn load(&mut self) -> Result<(), JournalError> {
        self.load_states()?;
        self.load_seen()?;
        self.load_marks()
    }
}
