//! The loop's part in notes, flags, suspended words, copying, and editing a deck.

use std::path::PathBuf;

use crate::core::card::TermId;
use crate::core::deck::Origin;
use crate::core::text::{clean, reason};
use crate::core::words::no_longer_count;
use crate::trainer::TrainerError;
use crate::tui::app::{App, TerminalRequest};
use crate::tui::message::{Msg, Subject};
use crate::tui::screens::confirm::Confirm;
use crate::tui::screens::line::Line;

impl App {
    /// Resets a word's progress and notifies every screen.
    pub(super) fn reset(&mut self, term: &TermId) -> Result<Msg, TrainerError> {
        let count = self.trainer.reset(term)?;
        let env = self.env();
        for screen in &mut self.screens {
            screen.update(Msg::Reset(term.clone()), env);
        }
        let said = format!("{} is new again: {}", self.name(term), no_longer_count(count));
        Ok(Msg::Said(said))
    }

    /// The dialog that confirms the reset of `term`.
    ///
    /// # Errors
    /// If the word is new already.
    pub(super) fn confirm_reset(&mut self, term: TermId) -> Result<Confirm, TrainerError> {
        let count = self.trainer.answers_to(&term)?;
        if count == 0 {
            let what = format!("{} has no answers yet, so it is new", self.name(&term));
            return Err(TrainerError::Value(what));
        }
        let word = self.name(&term);
        Ok(Confirm::new(term, &word, count))
    }

    /// The current annotations.
    pub(super) fn marked(&self) -> Msg {
        Msg::Marked(self.trainer.marks().clone())
    }

    /// Requests an editor for the file of `term`.
    ///
    /// # Errors
    /// What to do instead, if the term isn't in one of the user's own files.
    pub(super) fn edit(&mut self, term: TermId) -> Result<(), String> {
        let Some(found) = self.trainer.library().whereabouts(&term) else { return Ok(()) };
        match (found.origin, found.source) {
            (Origin::Own | Origin::Named, _) => {
                let file = PathBuf::from(&*found.path);
                self.outside = Some(TerminalRequest::Edit { term, file, line: found.line });
                Ok(())
            }
            (Origin::BuiltIn | Origin::Copy, Some(source)) => {
                Err(format!("this deck is not yours to edit; propose changes at {source}"))
            }
            (Origin::Copy, None) => {
                Err("this deck is a copy; `shoptalk deck sources list` shows where to change it".to_owned())
            }
            (Origin::BuiltIn, None) => {
                Err("this word is built into shoptalk, so there is no file to edit; you can flag it as unclear".to_owned())
            }
        }
    }

    /// Handles the result of a terminal request; an error is the reason to show.
    pub fn came_back(&mut self, from: &TerminalRequest, done: Result<(), String>) {
        self.notice_new_day();
        if let TerminalRequest::Edit { term, file, .. } = from {
            // Even if the editor failed: it may have saved first.
            let reread = self.trainer.reread();
            // Someone who edited a definition has seen the change.
            let _ = self.trainer.saw(term);
            self.drop_indexes();
            let env = self.env();
            for screen in &mut self.screens {
                screen.update(Msg::Library(self.trainer.library().clone()), env);
            }
            let path = file.display().to_string();
            let wrong = self.trainer.problems().iter().find(|problem| *problem.path == *path);
            let wrong = wrong.map(|problem| match reread {
                Ok(false) => {
                    format!("until this is fixed, the old words are used: {problem}")
                }
                _ => problem.to_string(),
            });
            let wrong = wrong.or_else(|| reread.err().map(|error| reason(&error)));
            if done.is_ok() {
                self.dispatch(wrong.map_or(Msg::Said("decks reloaded".into()), Msg::Failed));
            }
        }
        if let Err(why) = done {
            self.dispatch(Msg::Failed(why));
        }
    }

    /// The input screen about `subject`. Doesn't show the word while it is being asked.
    pub(super) fn line(&mut self, subject: Subject) -> Line {
        // Another process may have written to the journal.
        let _ = self.trainer.refresh();
        let library = self.trainer.library().clone();
        let (term, present) = match &subject {
            Subject::Note(term, kind) => {
                let present = self.trainer.marks().note(library.renames(), term, *kind);
                (term, present.map(str::to_owned))
            }
            // You can flag a term even if the existing flag can't be read.
            Subject::Flag(term) => {
                let flag = self.trainer.flag_of(term).unwrap_or_default();
                (term, flag.map(|flag| flag.words.unwrap_or_default()))
            }
            Subject::Visit { .. } | Subject::Asked { .. } | Subject::Answer { .. } => {
                return Line::new(subject, None, None);
            }
        };
        let is_asked = self.asked().is_some_and(|asked| asked == *term);
        let entry = library.entry(term).filter(|_| !is_asked);
        let shown = entry.map(|(_, term)| (term.term.clone(), term.definition.clone()));
        Line::new(subject, shown, present.as_deref().map(clean).as_deref())
    }
}
