//! Words that the user asked to be quizzed on, whatever teams they follow.

use crate::core::card::TermId;
use crate::core::deck::Level;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// Puts `term` among the first new words of the next sitting, also when its team is not followed or it lies deeper
    /// than one goes; it is quizzed from then on. Asked for again, that is taken back. Whether it is asked for now.
    pub fn want(&mut self, term: &TermId) -> Result<bool, TrainerError> {
        let (at, resolved) = (self.now(), self.library.resolve(term));
        let mut known = self.journal()?.wanted()?;
        known.retain(|id| self.library.resolve(id) == resolved);
        let journal = self.journal()?;
        if known.is_empty() {
            journal.want(term, at)?;
            return Ok(true);
        }
        for id in &known {
            journal.unwant(id)?;
        }
        Ok(false)
    }

    /// The words that were asked for and belong into a sitting of `decks`, the latest first: all of them where these
    /// are the followed ones, else those of these decks.
    pub fn wanted(&mut self, decks: &[(String, Level)]) -> Result<Vec<TermId>, TrainerError> {
        let all = *decks == *self.quizzed(&[]);
        let mut wanted = self.journal()?.wanted()?;
        wanted.retain(|id| {
            let deck = self.library.entry(id).map(|(deck, _)| &*deck.id);
            all || decks.iter().any(|(known, _)| Some(known.as_str()) == deck)
        });
        Ok(wanted)
    }
}
