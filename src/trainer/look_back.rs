//! The look back on the practice with each team, and with all of them.

use crate::core::deck::{Deck, Level};
use crate::core::look_back::{LookBack, Material, month_ends};
use crate::core::plan;
use crate::core::words::listed;
use crate::trainer::replay::replay_over;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// The look back on all practice, or on that with the `named` decks; and if there are several decks, on each.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn look_back(&mut self, named: &[String]) -> Result<Vec<LookBack>, TrainerError> {
        self.refresh()?;
        let today = self.today();
        let reviews = self.journal()?.reviews()?;
        let library = self.library.clone();
        let (_, then) = replay_over(&reviews, month_ends(today), &library, &self.scheduler);
        let hidden = self.marks.hidden(today);
        let (known, target) = (self.known(), self.settings.retention);
        let material = Material { known, then: &then, reviews: &reviews, today, target };
        let of = |name: Option<String>, decks: &[(String, Level)]| {
            let due = plan::quizzed_cards(&library, decks, &[], &hidden, today);
            let found = |(id, depth): &(String, Level)| Some((library.deck(id)?, *depth));
            let found: Vec<(&Deck, Level)> = decks.iter().filter_map(found).collect();
            material.look_back(name, &found, &due)
        };
        let decks = self.quizzed(named);
        let title = |(id, _): &(String, Level)| library.title(id).into_owned();
        let titles: Vec<String> = decks.iter().map(title).collect();
        let all = (!named.is_empty()).then(|| listed(&titles, "and"));
        let each = decks.iter().zip(&titles).filter(|_| decks.len() > 1);
        let each = each.map(|(deck, title)| of(Some(title.clone()), std::slice::from_ref(deck)));
        Ok([of(all, &decks)].into_iter().chain(each).collect())
    }
}
