//! Goes on after the file of the journal was moved, deleted or replaced while the trainer was open.

use crate::app_dirs::NoHome;
use crate::core::text::clean;
use crate::core::words::counted;
use crate::store::{Displaced, Journal};
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// What to ask if the journal's file is no longer the one that is open: a question, and what comes of saying yes.
    pub fn displaced(&mut self) -> Option<(String, String)> {
        let found = match &mut self.journal {
            Ok(journal) => journal.displaced()?,
            // The last attempt failed.
            Err(_) if !self.left.is_empty() => Displaced::Replaced(self.progress.clone()?),
            Err(_) => return None,
        };
        Some(match found {
            Displaced::Gone(path) => (
                "Write your progress to its file again?".to_owned(),
                format!(
                    "{} was moved or deleted while it was open. It is written there again, with all your answers. Cancel if you \
                     want to put it back yourself.",
                    clean(&path.display().to_string())
                ),
            ),
            Displaced::Replaced(path) => (
                "Continue with the file that is there now?".to_owned(),
                format!(
                    "Another file replaced {} while it was open: a restored backup, perhaps, or one from another computer. What you \
                     have done since you opened shoptalk is added to it.",
                    clean(&path.display().to_string())
                ),
            ),
        })
    }

    /// Continues with the file that is at the journal's path, and adds what was done since the trainer was opened; or writes the journal
    /// there again, if there is none. Returns what to tell the user.
    pub fn go_on(&mut self) -> Result<String, TrainerError> {
        let path = self.progress.clone().ok_or(NoHome)?;
        let shown = clean(&path.display().to_string()).into_owned();
        let closed = Err(format!("{shown} was closed; restart shoptalk"));
        let journal = std::mem::replace(&mut self.journal, closed);
        // The clock may have been set back meanwhile.
        let given = self.given.iter().map(|review| review.at);
        let since = given.chain([self.opened_at, self.now()]).min().unwrap_or(self.opened_at);
        match journal.map(|journal| journal.leave(since)) {
            Ok(Ok(left)) => self.left.push(left),
            Ok(Err((journal, error))) => {
                self.journal = Ok(*journal);
                return Err(error.into());
            }
            // The file that is there could not be opened before.
            Err(_) => {}
        }
        let at = self.now();
        let device = self.ids.next(at);
        let opened = Journal::open_instead(&path, self.patience, at, device);
        let mut journal = opened.inspect_err(|why| self.journal = Err(why.to_string()))?;
        let mut added = 0;
        for left in &self.left {
            added += journal.add_missing(left, &self.given, &self.struck)?;
        }
        self.left.clear();
        self.journal = Ok(journal);
        self.load()?;
        let added = match added {
            0 => "nothing was missing in the file".to_owned(),
            _ => {
                let added = usize::try_from(added).unwrap_or(usize::MAX);
                format!("{} missing in the file added", counted(added, "answer"))
            }
        };
        Ok(format!("your progress is saved again; {added}"))
    }
}
