//! The loop's part in meetings: briefs, visits, and team pages.

use crate::core::card::DeckId;
use crate::trainer::TrainerError;
use crate::tui::app::App;
use crate::tui::message::{Msg, Subject};
use crate::tui::screens::bridge::Bridge;
use crate::tui::screens::brief::Brief;
use crate::tui::screens::team::Team;

impl App {
    /// Saves a note, a flag, a visit, a question, or an answer.
    pub(super) fn write_down(
        &mut self,
        subject: Subject,
        words: &str,
    ) -> Result<Msg, TrainerError> {
        let said = (!words.trim().is_empty()).then_some(words);
        match subject {
            Subject::Visit { deck, .. } => self.trainer.visited(&deck, None, said).map(|_| ()),
            Subject::Asked { deck, term, question } => {
                self.trainer.ask(&deck, term, &question, said).map(|_| ())
            }
            Subject::Answer { id, .. } => self.trainer.answer(id, words),
            Subject::Note(term, kind) => self.trainer.note(&term, kind, words),
            Subject::Flag(term) => self.trainer.flag(&term, words).map(|_| ()),
        }?;
        Ok(Msg::Kept)
    }

    /// The brief for the team of `deck`. Later changes in the deck count as new.
    pub(super) fn brief(&mut self, deck: &DeckId) -> Result<Brief, TrainerError> {
        let Some(brief) = self.trainer.brief(deck, None)? else { return Err(gone(deck)) };
        let Some(fluency) = self.trainer.fluency(deck, brief.depth)? else {
            return Err(gone(deck));
        };
        self.trainer.read_deck(deck)?;
        let today = self.trainer.today();
        let teams = self.trainer.by_meeting().into_iter().map(|(deck, _)| deck).collect();
        Ok(Brief::new(brief, &fluency, teams, self.trainer.library(), today))
    }

    /// The refreshed brief, for a screen that shows it already.
    pub(super) fn briefed(&mut self, deck: &DeckId) -> Option<Msg> {
        let brief = self.trainer.brief(deck, None).ok().flatten()?;
        let fluency = self.trainer.fluency(deck, brief.depth).ok().flatten()?;
        Some(Msg::Briefed(Box::new((brief, fluency, self.trainer.library().clone()))))
    }

    /// The refreshed counts of words and history, for a team page that shows them already.
    pub(super) fn stands(&mut self, deck: &DeckId) -> Option<Msg> {
        let entries = self.trainer.team(deck).ok()?;
        self.trainer.standing(deck).ok().map(|standing| Msg::Standing(standing, entries))
    }

    /// The team page of `deck`.
    pub(super) fn team(&mut self, deck: &DeckId) -> Result<Team, TrainerError> {
        let (entries, standing) = (self.trainer.team(deck)?, self.trainer.standing(deck)?);
        let found = self.trainer.library().deck(deck).ok_or_else(|| gone(deck))?;
        Ok(Team::new(found, standing, entries))
    }

    /// Compares the team of `deck` with the others: `other`, which is this week's, then followed ones.
    pub(super) fn bridge(
        &mut self,
        deck: &DeckId,
        other: Option<&DeckId>,
    ) -> Result<Bridge, TrainerError> {
        if other.is_some() {
            // Without a journal it is offered again.
            let _ = self.trainer.compared();
        }
        let library = self.trainer.library();
        let left = library.deck(deck).ok_or_else(|| gone(deck))?.id.clone();
        let others = library.decks().iter().map(|deck| &deck.id).filter(|id| **id != left);
        let mut others: Vec<_> = others.cloned().collect();
        let is_other = |id: &DeckId| Some(id) == other;
        others.sort_by_key(|id| (!is_other(id), self.trainer.settings().depth(id).is_none()));
        Ok(Bridge::new(library.clone(), left, others, self.trainer.today()))
    }
}

fn gone(deck: &DeckId) -> TrainerError {
    TrainerError::Value(format!("the deck `{deck}` no longer exists"))
}
