//! Goes on after the file of the journal was moved, deleted or replaced while the trainer was open.

use std::fs;

use crate::app_dirs::NoHome;
use crate::core::review::Review;
use crate::core::time::Timestamp;
use crate::core::typed_command::shell_word;
use crate::core::words::counted;
use crate::files::shown;
use crate::store::backups::Contents;
use crate::store::restore::contents;
use crate::store::{Displaced, Journal};
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// What to ask if the journal's file is no longer the one that is open: a question, and what comes of saying yes.
    pub fn displaced(&mut self) -> Option<(String, String)> {
        let found = match &mut self.journal {
            Ok(journal) => journal.displaced()?,
            // The last attempt failed.
            Err(_) if self.left.is_some() => Displaced::Replaced,
            Err(_) => return None,
        };
        let path = self.progress.as_ref()?;
        let shown = shown(path);
        let told = |held| Contents::told_of(held, &self.calendar);
        let own = self.journal.as_ref().ok().and_then(|journal| journal.contents().ok());
        let there = |journal: &Journal| journal.contents_there().ok();
        let there = self.journal.as_ref().map_or_else(|_| contents(path), there);
        let again = || "Write your progress to its file again?".to_owned();
        Some(match (found, there) {
            (Displaced::Gone, _) => (
                again(),
                format!(
                    "{shown} was moved or deleted while it was open. It is written there again, with {}. Cancel if you want to put it \
                     back yourself.",
                    told(own)
                ),
            ),
            (Displaced::Unusable, _) => (
                again(),
                format!(
                    "Another file replaced {shown} while it was open, and it cannot be used. It is moved aside, and your progress is written \
                     there again, with {}.",
                    told(own)
                ),
            ),
            (Displaced::Replaced, there) => (
                "Continue with the file that is there now?".to_owned(),
                format!(
                    "Another file replaced {shown} while it was open: a restored backup, perhaps, or one from another computer. It has \
                     {}{}. What you have done since you opened shoptalk is added to it: {}. If you cancel, it is kept in another file when \
                     you quit.",
                    told(there),
                    own.map_or(String::new(), |own| format!(
                        "; yours has {}",
                        counted(own.answers, "answer")
                    )),
                    counted(self.given_now(), "answer")
                ),
            ),
        })
    }

    /// Before the trainer is closed without having continued with the file that took the journal's place: keeps what was done since it
    /// was opened in a file of its own. Returns what to tell the user.
    ///
    /// # Errors
    /// If that file cannot be written.
    pub fn keep_displaced(&mut self) -> Result<Option<String>, TrainerError> {
        let since = self.since();
        let aside = match &mut self.journal {
            Ok(journal) => {
                let found = journal.displaced();
                found.and_then(|_| journal.keep_aside(since).transpose()).transpose()?
            }
            Err(_) => self.aside.take(),
        };
        let is_gone = self.progress.as_ref().is_some_and(|path| !path.exists());
        Ok(aside.map(|aside| {
            let why = if is_gone {
                "your progress was moved or deleted while it was open"
            } else {
                "another file is in the place of your progress, so it lacks what you have done since you opened shoptalk"
            };
            let (aside, word) = (shown(&aside), shell_word(&shown(&aside)));
            format!("{why}; {aside} has it, and `shoptalk data restore {word}` puts it in place")
        }))
    }

    /// No later than what was done since the trainer was opened: the clock may have been set back meanwhile.
    fn since(&self) -> Timestamp {
        let given = self.given.iter().map(|review| review.at);
        given.chain([self.opened_at, self.now()]).min().unwrap_or(self.opened_at)
    }

    /// Removes the file with what is not in the file of the journal, because it is elsewhere, too.
    fn drop_aside(&mut self) {
        if let Some(aside) = self.aside.take() {
            let _ = fs::remove_file(aside);
        }
    }

    /// How many answers given since the trainer was opened still count.
    fn given_now(&self) -> usize {
        let is_struck = |review: &Review| self.struck.iter().any(|(id, _)| *id == review.id);
        self.given.iter().filter(|review| !is_struck(review)).count()
    }

    /// Continues with the file that is at the journal's path, and adds what was done since the trainer was opened; or writes the journal
    /// there again, if there is none. Returns what to tell the user.
    pub fn go_on(&mut self) -> Result<String, TrainerError> {
        let path = self.progress.clone().ok_or(NoHome)?;
        let closed = Err(format!("{} was closed; restart shoptalk", shown(&path)));
        let journal = std::mem::replace(&mut self.journal, closed);
        let since = self.since();
        if let Ok(journal) = &journal {
            // In case that the file that is there cannot be opened.
            self.aside = journal.keep_aside(since).ok().flatten();
        }
        match journal.map(|journal| journal.leave(since)) {
            Ok(Ok(left)) => self.left = Some(left),
            Ok(Err((journal, error))) => {
                self.journal = Ok(*journal);
                self.drop_aside();
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
        if let Some(left) = &self.left {
            added = journal.add_missing(left, &self.given, &self.struck)?;
        }
        let held = journal.contents()?.told(&self.calendar);
        self.left = None;
        self.journal = Ok(journal);
        self.drop_aside();
        self.load()?;
        let added = match added {
            0 => String::new(),
            1 => "; 1 answer was missing in the file".to_owned(),
            _ => format!("; {added} answers were missing in the file"),
        };
        Ok(format!("your progress is saved again{added}; it has {held}"))
    }
}
