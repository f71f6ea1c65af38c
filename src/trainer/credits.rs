//! Credits: who explained words to the user, and what to thank them for.

use std::rc::Rc;

use crate::core::card::{CardId, Direction, TermId};
use crate::core::credit::{self, Credit, Thanks};
use crate::core::jotting::kept;
use crate::core::stats::counts_on;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// Records that `name` explained `term`, replacing an earlier credit.
    ///
    /// # Errors
    /// If the name is empty after cleaning, or the journal cannot be written.
    pub fn credit(&mut self, term: &TermId, name: &str) -> Result<Credit, TrainerError> {
        let name = kept(name).ok_or_else(|| {
            TrainerError::Value("the name is empty; write who explained it".to_owned())
        })?;
        self.refresh()?;
        let (at, day) = (self.now(), self.today());
        let credit =
            Credit { id: self.ids.next(at), term: term.clone(), name, at, day, thanked: false };
        self.journal()?.put_credit(&credit)?;
        Rc::make_mut(&mut self.marks).credit(self.library.renames(), credit.clone());
        Ok(credit)
    }

    /// The people who explained words that were kept for three months since and are still known, most words first.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn thanks(&mut self) -> Result<Vec<Thanks>, TrainerError> {
        let (marks, today) = (self.marks.clone(), self.today());
        // Most days there is nothing to look for in the answers.
        if !marks.credits().any(|(_, credit)| credit.is_due(today)) {
            return Ok(Vec::new());
        }
        let keeping = self.keeping()?;
        let is_kept = |term: &TermId| {
            let card = CardId::new(term.clone(), Direction::Understand);
            let is_known = |state| counts_on(&self.scheduler, state, today.plus(1));
            keeping.get(&card).is_some_and(|kept| kept.is_long)
                && self.states.get(&card).is_some_and(is_known)
        };
        Ok(credit::thanks(marks.credits(), &self.library, today, is_kept))
    }

    /// The thanks to offer now, if any: once for each person, and again when another of their words is due.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn new_thanks(&mut self) -> Result<Option<Thanks>, TrainerError> {
        let today = self.today();
        let is_open = |credit: &Credit| !credit.thanked && credit.is_due(today);
        if !self.marks.credits().any(|(_, credit)| is_open(credit)) {
            return Ok(None);
        }
        Ok(self.thanks()?.into_iter().find(|thanks| thanks.is_new))
    }

    /// Records that `thanks` were offered, whether they are said or not.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn thanked(&mut self, thanks: &Thanks) -> Result<(), TrainerError> {
        self.journal()?.thank(&thanks.credits)?;
        Ok(self.load_marks()?)
    }
}
