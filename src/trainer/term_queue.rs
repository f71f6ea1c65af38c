//! Terms queued by the user: they are in the next quiz, due or not, whether or not their team is followed.

use std::fmt;

use crate::core::card::{CardId, DeckId, Direction, TermId};
use crate::core::deck::Level;
use crate::core::schedule::CardState;
use crate::core::time::Timestamp;
use crate::core::words::counted;
use crate::trainer::{Trainer, TrainerError};

/// How a term enters the next quiz.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comes {
    /// It is new, and is introduced there.
    New,
    /// It is due.
    Due,
    /// It is due in this many days, and asked early.
    Early(u32),
}

/// A term that was added to the next quiz.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queued {
    /// How it enters the quiz.
    pub comes: Comes,
    /// Whether it was suspended or skipped until then.
    pub was_left_out: bool,
}

impl fmt::Display for Queued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lead = if self.was_left_out { "no longer skipped; " } else { "" };
        write!(f, "{lead}{}", self.comes)
    }
}

impl fmt::Display for Comes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => f.write_str("it is new to you, and comes up in your next quiz"),
            Self::Due => f.write_str("it is due, and comes up in your next quiz anyway"),
            Self::Early(days) => {
                let days = counted(*days, "day");
                write!(f, "it is asked again in your next quiz, {days} before it is due")
            }
        }
    }
}

/// The queued terms that belong in a quiz.
pub struct Wanted {
    /// The terms, latest first.
    pub words: Vec<TermId>,
    /// Their cards not answered since.
    pub(super) cards: Vec<CardId>,
}

impl Trainer {
    /// Queues `term` for the next quiz, due or not. If its team is not followed, or it is below the followed depth, it is quizzed
    /// from now on. Resumes a suspended term.
    ///
    /// # Errors
    /// If it is retired, or the journal cannot be written.
    pub fn want(&mut self, term: &TermId) -> Result<Queued, TrainerError> {
        self.refresh()?;
        let (at, today) = (self.now(), self.today());
        let found = self.library.find(term);
        if found.is_some_and(|term| term.is_retired(today.date())) {
            let what = "it is retired, so it is not quizzed";
            return Err(TrainerError::Value(what.to_owned()));
        }
        let was_left_out = self.marks.held(self.library.renames(), term, today).is_some();
        if was_left_out {
            self.hold(term, None)?;
        }
        self.journal()?.want(term, at)?;
        let card = self.card_to_ask(term);
        let comes = match self.states.get(&card) {
            None => Comes::New,
            Some(state) if state.unfinished || state.due <= today => Comes::Due,
            Some(state) => Comes::Early(state.due.since(today)),
        };
        Ok(Queued { comes, was_left_out })
    }

    /// Removes `term` from the queue: it is asked when due, if its team is followed.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn unwant(&mut self, term: &TermId) -> Result<(), TrainerError> {
        let resolved = self.library.resolve(term);
        for (id, _) in self.journal()?.wanted()? {
            if self.library.resolve(&id) == resolved {
                self.journal()?.unwant(&id)?;
            }
        }
        Ok(())
    }

    /// Whether `term` is queued and has not been answered since.
    pub fn is_wanted(&mut self, term: &TermId) -> Result<bool, TrainerError> {
        self.refresh()?;
        let resolved = self.library.resolve(term);
        let mut wanted = self.journal()?.wanted()?.into_iter();
        Ok(wanted.any(|(id, at)| self.library.resolve(&id) == resolved && self.waits(&id, at)))
    }

    /// Whether `term` is quizzed because its team is followed.
    pub fn is_followed(&self, term: &TermId) -> bool {
        self.library.entry(term).is_some_and(|(deck, term)| {
            self.settings.depth(&deck.id).is_some_and(|depth| term.level <= depth)
        })
    }

    /// The queued terms for a session over `decks`: all of them if these are the followed decks, else only those in these decks.
    pub fn wanted(&mut self, decks: &[(DeckId, Level)]) -> Result<Wanted, TrainerError> {
        let all = *decks == *self.quizzed(&[]);
        let mut wanted = Wanted { words: Vec::new(), cards: Vec::new() };
        for (id, at) in self.journal()?.wanted()? {
            let Some((deck, term)) = self.library.entry(&id) else { continue };
            let (waits, term) = (self.waits(&id, at), term.id.clone());
            let belongs = all || decks.iter().any(|(known, _)| *known == deck.id);
            if !waits && self.is_followed(&term) && !self.was_asked_today(&term) {
                // It no longer needs the queue, and must not outlast following its team. If that fails, it is done next time.
                let _ = self.journal()?.unwant(&id);
            } else if belongs {
                wanted.cards.extend(waits.then(|| self.card_to_ask(&term)));
                wanted.words.push(term);
            }
        }
        Ok(wanted)
    }

    /// Whether `term` has no answer newer than `at`.
    fn waits(&self, term: &TermId, at: Timestamp) -> bool {
        self.states_of(term).all(|state| state.last_at < at)
    }

    fn was_asked_today(&self, term: &TermId) -> bool {
        let today = self.today();
        self.states_of(term).any(|state| state.last == today)
    }

    /// The states of the cards of `term` that were asked.
    fn states_of(&self, term: &TermId) -> impl Iterator<Item = &CardState> {
        Direction::ALL.into_iter().filter_map(|side| self.known().state(term, side))
    }

    /// The card to ask for a queued `term`: the two directions are never asked on the same day.
    fn card_to_ask(&self, term: &TermId) -> CardId {
        let today = self.today();
        let speak = CardId::new(self.library.resolve(term), Direction::Speak);
        if self.states.get(&speak).is_some_and(|state| state.last == today) {
            speak
        } else {
            CardId { direction: Direction::Understand, ..speak }
        }
    }
}
