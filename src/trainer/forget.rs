//! Deletes personal data permanently, after counting it.

use std::collections::HashSet;

use crate::core::card::TermId;
use crate::core::time::Day;
use crate::store::erase::{
    ANSWERS, Before, FLAGS, JOTTINGS, LOOKUPS, NOTES, QUESTIONS, READINGS, SPELLINGS, Trace, VISITS,
};
use crate::trainer::{Trainer, TrainerError};

pub use crate::store::erase::Erased as Forgotten;

/// Kinds of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Jottings.
    Jottings,
    /// Visits, questions, and the deck texts saved when a team's page was read.
    Visits,
    /// Look-ups.
    LookUps,
    /// Notes and mnemonics.
    Notes,
    /// Flags, with their comments.
    Flags,
    /// Spellings that look-up remembers.
    Spellings,
    /// Typed or picked answers. The reviews stay.
    Answers,
}

/// Filters on the data; all of it by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Which {
    /// Only data from before this study day.
    pub before: Option<Day>,
    /// Only data about this deck.
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
    /// The number of rows [`Trainer::forget`] would erase.
    pub fn traces(&mut self, what: What, which: &Which) -> Result<usize, TrainerError> {
        let (before, about) = (self.before(which), self.about(which));
        let journal = self.journal()?;
        let mut count = 0;
        for trace in what.traces() {
            count += journal.traces(*trace, before, &about)?;
        }
        Ok(count)
    }

    /// Erases the data permanently; card states stay.
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

    /// Whether a row is about the chosen deck, by any ID the deck or the row's term has had.
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
