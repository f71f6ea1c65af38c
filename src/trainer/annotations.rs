//! Annotations on terms: notes, suspensions and flags.

use std::rc::Rc;

use crate::core::annotations::{Annotations, Flag, Hold, Holding, Note, NoteKind};
use crate::core::card::TermId;
use crate::core::jotting::kept;
use crate::store::JournalError;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// All notes and suspensions, as this program last read or wrote them.
    pub fn marks(&self) -> &Rc<Annotations> {
        &self.marks
    }

    /// Loads the annotations from the journal.
    pub(super) fn load_marks(&mut self) -> Result<(), JournalError> {
        let Ok(journal) = &self.journal else { return Ok(()) };
        let (notes, holdings, renames) =
            (journal.notes()?, journal.holdings()?, self.library.renames());
        let marks = Annotations::new(renames, notes, holdings);
        self.marks = Rc::new(marks.with_credits(renames, journal.credits()?));
        Ok(())
    }

    /// Saves `words` as the note or mnemonic on `term`, replacing the earlier one; empty words remove it.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn note(&mut self, term: &TermId, kind: NoteKind, words: &str) -> Result<(), TrainerError> {
        self.refresh()?;
        let at = self.now();
        let note = Note { id: self.ids.next(at), term: term.clone(), kind, words: kept(words), at };
        self.journal()?.put_note(&note)?;
        Rc::make_mut(&mut self.marks).write(self.library.renames(), note);
        Ok(())
    }

    /// Skips or suspends `term` in the quiz, in both directions, or resumes it.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn hold(&mut self, term: &TermId, hold: Option<Hold>) -> Result<(), TrainerError> {
        self.refresh()?;
        let at = self.now();
        let holding = Holding { id: self.ids.next(at), term: term.clone(), hold, at };
        self.journal()?.put_holding(&holding)?;
        Rc::make_mut(&mut self.marks).hold(self.library.renames(), &holding);
        Ok(())
    }

    /// Flags the definition of `term` as unclear, with an optional comment. Replaces an open flag.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn flag(&mut self, term: &TermId, words: &str) -> Result<Flag, TrainerError> {
        let at = self.now();
        let before = self.flag_of(term)?;
        let flag = Flag { id: self.ids.next(at), term: term.clone(), words: kept(words), at };
        self.journal()?.put_flag(&flag)?;
        if let Some(before) = before {
            self.end_flag(&before)?;
        }
        Ok(flag)
    }

    /// The open flag on `term`, under any ID the term has had.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn flag_of(&mut self, term: &TermId) -> Result<Option<Flag>, TrainerError> {
        let term = self.library.resolve(term);
        let mut flags = self.flags()?;
        flags.retain(|flag| self.library.resolve(&flag.term) == term);
        Ok(flags.pop())
    }

    /// The open flags, oldest first.
    pub fn flags(&mut self) -> Result<Vec<Flag>, TrainerError> {
        Ok(self.journal()?.flags()?)
    }

    /// Closes `flag`.
    pub fn end_flag(&mut self, flag: &Flag) -> Result<(), TrainerError> {
        let at = self.now();
        Ok(self.journal()?.end_flag(flag.id, at)?)
    }
}
