//! What the user wants forgotten: counted first, then erased for good.

use std::collections::HashSet;

use crate::core::card::TermId;
use crate::core::time::Day;
use crate::store::erase::{
    ANSWERS, Before, FLAGS, JOTTINGS, LOOKUPS, NOTES, QUESTIONS, READINGS, SPELLINGS, Trace, VISITS,
};
use crate::trainer::{Trainer, TrainerError};

pub use crate::store::erase::Erased as Forgotten;

/// What can be forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The words that were jotted down.
    Jottings,
    /// Visits, questions that were asked, and how the decks read when a team's page was read.
    Visits,
    /// What was looked up.
    LookUps,
    /// Notes and mnemonics.
    Notes,
    /// Flags, with what was said to be unclear.
    Flags,
    /// Spellings that look-up remembers.
    Spellings,
    /// What was typed or picked. The reviews stay.
    Answers,
}

/// Which of it; all, where nothing narrows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Which {
    /// Only what is of a study day before this one.
    pub before: Option<Day>,
    /// Only what is about this deck.
    pub deck: Option<String>,
}

impl What {
    const fn traces(self) -> &'static [Trace] {
        match self {
            Self::Jottings => &[JOTTINGS],
            Self::Visits => &[VISITS, QUESTIONS, READINGS],
            Self::LookUps => &[LOOKUPS],
            Self::Notes => &[NOTES],
            Self::Flags => &[FLAGS],
            Self::Spellings => &[SPELLINGS],
            Self::Answers => &[ANSWERS],
        }
    }
}

impl Trainer {
    /// How many rows [`Trainer::forget`] would erase.
    pub fn traces(&mut self, what: What, which: &Which) -> Result<usize, TrainerError> {
        let (before, about) = (self.before(which), self.about(which));
        let journal = self.journal()?;
        let mut count = 0;
        for trace in what.traces() {
            count += journal.traces(*trace, before, &about)?;
        }
        Ok(count)
    }

    /// Erases it for good; what is known of words stays.
    pub fn forget(&mut self, what: What, which: &Which) -> Result<Forgotten, TrainerError> {
        let (before, about) = (self.before(which), self.about(which));
        let journal = self.journal()?;
        let mut all = Forgotten::default();
        for trace in what.traces() {
            let one = journal.erase(*trace, before, &about)?;
            all.rows += one.rows;
            all.rewritten.extend(one.rewritten);
            all.removed.extend(one.removed);
            all.in_use = one.in_use;
        }
        all.rewritten.sort();
        all.rewritten.dedup();
        self.load_marks()?;
        Ok(all)
    }

    fn before(&self, which: &Which) -> Option<Before> {
        which.before.map(|day| Before { at: self.calendar.start_of(day), day })
    }

    /// Whether a row is about the deck that is meant: by the id that the deck or its term has, or once had.
    fn about(&self, which: &Which) -> impl Fn(Option<&str>) -> bool + use<> {
        let library = self.library.clone();
        let deck = which.deck.clone();
        let mut ids = HashSet::new();
        if let Some(id) = &deck {
            ids.insert(id.clone());
            if let Some(deck) = library.deck(id) {
                ids.insert(deck.id.to_string());
                ids.extend(deck.formerly.iter().cloned());
            }
        }
        move |about| {
            let Some(about) = about else { return deck.is_none() };
            let term = about.parse::<TermId>().ok();
            let team = term.as_ref().map_or(about, TermId::deck);
            let today = || term.as_ref().map(|term| library.resolve(term));
            deck.is_none()
                || ids.contains(team)
                || today().is_some_and(|term| ids.contains(term.deck()))
        }
    }
}
