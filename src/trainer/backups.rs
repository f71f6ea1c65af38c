//! Backups of the journal.

use std::path::{Path, PathBuf};

use crate::core::time::Day;
use crate::core::words::counted;
use crate::trainer::{Trainer, TrainerError};

pub use crate::store::backups::{Contents, folder, list, look};
pub use crate::store::restore::{Candidate, contents};

/// What to say if the backup of `day` has more answers than there are `now`.
pub(super) fn told_fuller(now: u64, day: Day, then: u64) -> String {
    let (is, instead) = match now {
        0 => ("is missing".to_owned(), ""),
        _ => (format!("has only {}", counted(now, "answer")), ", replacing what is there now"),
    };
    let then = counted(then, "answer");
    format!(
        "your progress {is}, but the backup of {day} has {then}; `shoptalk data restore {day}` restores that backup{instead}"
    )
}

impl Trainer {
    /// What to say if most of the progress seems to be missing: a backup has more than twice as many answers.
    pub fn missing_progress(&self) -> Option<String> {
        let (now, day, held) = self.journal.as_ref().ok()?.fuller_backup()?;
        (held.answers > 2 * now.answers).then(|| told_fuller(now.answers, day, held.answers))
    }

    /// Adds a notice if most of the progress seems to be missing.
    pub fn notice_missing_progress(&mut self) {
        self.notices.extend(self.missing_progress());
    }

    /// Makes or renews the backup of today, if the newest lacks an answer. Without a journal there is nothing to do.
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
