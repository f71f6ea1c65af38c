//! Backups of the journal.

use std::path::{Path, PathBuf};

use crate::trainer::{Trainer, TrainerError};

pub use crate::store::backups::{Contents, folder, list, look};
pub use crate::store::restore::{Candidate, contents};

impl Trainer {
    /// Makes the backup of today, if it is missing and the newest lacks an answer. Without a journal there is nothing to do.
    pub fn back_up_daily(&mut self) -> Result<(), TrainerError> {
        let today = self.today();
        let Ok(journal) = &self.journal else { return Ok(()) };
        journal.back_up_daily(today)?;
        Ok(())
    }

    /// Copies the journal to `path`, or else to the backup of today. Returns where the copy is and what it holds.
    pub fn back_up(&mut self, path: Option<&Path>) -> Result<(PathBuf, Contents), TrainerError> {
        let today = self.today();
        let journal = self.journal()?;
        let Some(path) = path else { return Ok(journal.back_up(today)?) };
        Ok((path.to_owned(), journal.back_up_to(path)?))
    }
}
