//! What the user makes of words: notes, words left out of the quiz, and flags for the team.

use std::rc::Rc;

use crate::core::card::TermId;
use crate::core::jotting::kept;
use crate::core::marks::{Flag, Hold, Holding, Marks, Note, NoteKind};
use crate::store::JournalError;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// The notes on all words and the words that are left out, as this program last read or wrote them.
    pub fn marks(&self) -> &Rc<Marks> {
        &self.marks
    }

    /// Reads the marks of the journal.
    pub(super) fn load_marks(&mut self) -> Result<(), JournalError> {
        let Ok(journal) = &self.journal else { return Ok(()) };
        let (notes, holdings) = (journal.notes()?, journal.holdings()?);
        self.marks = Rc::new(Marks::new(&self.library, notes, holdings));
        Ok(())
    }

    /// Writes `words` down as the note or mnemonic on `term`, in place of the one before; nothing in them takes it away.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn note(&mut self, term: &TermId, kind: NoteKind, words: &str) -> Result<(), TrainerError> {
        self.refresh()?;
        let at = self.now();
        let note = Note { id: self.ids.next(at), term: term.clone(), kind, words: kept(words), at };
        self.journal()?.put_note(&note)?;
        Rc::make_mut(&mut self.marks).write(&self.library, note);
        Ok(())
    }

    /// Leaves `term` out of the quiz, in both directions, until the next study day begins.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn bury(&mut self, term: &TermId) -> Result<(), TrainerError> {
        let tomorrow = self.today().plus(1);
        self.hold(term, Some(Hold::Until(tomorrow)))
    }

    /// Leaves `term` out of the quiz, in both directions, until it is taken back.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn suspend(&mut self, term: &TermId) -> Result<(), TrainerError> {
        self.hold(term, Some(Hold::Suspended))
    }

    /// Takes `term` back into the quiz.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn take_back(&mut self, term: &TermId) -> Result<(), TrainerError> {
        self.hold(term, None)
    }

    fn hold(&mut self, term: &TermId, hold: Option<Hold>) -> Result<(), TrainerError> {
        self.refresh()?;
        let at = self.now();
        let holding = Holding { id: self.ids.next(at), term: term.clone(), hold, at };
        self.journal()?.put_holding(&holding)?;
        Rc::make_mut(&mut self.marks).hold(&self.library, &holding);
        Ok(())
    }

    /// Flags the definition of `term` as unclear, with what is unclear about it where there are words. It takes the place of
    /// a flag that is there.
    ///
    /// # Errors
    /// When the journal cannot be written.
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

    /// The flag on `term` that is not done with, under whatever id it was flagged.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn flag_of(&mut self, term: &TermId) -> Result<Option<Flag>, TrainerError> {
        let term = self.library.resolve(term);
        let mut flags = self.flags()?;
        flags.retain(|flag| self.library.resolve(&flag.term) == term);
        Ok(flags.pop())
    }

    /// The flags that are not done with, the oldest first.
    pub fn flags(&mut self) -> Result<Vec<Flag>, TrainerError> {
        Ok(self.journal()?.flags()?)
    }

    /// Notes that `flag` is done with.
    pub fn end_flag(&mut self, flag: &Flag) -> Result<(), TrainerError> {
        let at = self.now();
        Ok(self.journal()?.end_flag(flag.id, at)?)
    }
}
