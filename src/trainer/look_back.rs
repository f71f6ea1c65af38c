//! The look back on the practice with each team, and with all of them.

use std::collections::HashSet;

use crate::core::card::{DeckId, TermId};
use crate::core::deck::{Deck, Level};
use crate::core::look_back::{AHEAD, LookBack, Material, coming, month_ends};
use crate::core::plan;
use crate::core::words::listed;
use crate::trainer::replay::replay_over;
use crate::trainer::{Trainer, TrainerError};

impl Trainer {
    /// The look back on all practice, or on that with the `named` decks.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn look_back(&mut self, named: &[DeckId]) -> Result<LookBack, TrainerError> {
        let decks = self.quizzed(named);
        Ok(self.look_back_on([(!named.is_empty(), &decks[..])])?.swap_remove(0))
    }

    /// The look back on all practice; and if several decks are followed, on that with each.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn look_backs(&mut self) -> Result<Vec<LookBack>, TrainerError> {
        let decks = self.quizzed(&[]);
        let each = decks.iter().map(std::slice::from_ref).filter(|_| decks.len() > 1);
        let each = each.map(|deck| (true, deck));
        self.look_back_on([(false, &decks[..])].into_iter().chain(each))
    }

    /// The look back on the practice with each of these groups of decks, or on all practice where the flag is not set.
    fn look_back_on<'a>(
        &mut self,
        groups: impl IntoIterator<Item = (bool, &'a [(DeckId, Level)])>,
    ) -> Result<Vec<LookBack>, TrainerError> {
        self.refresh()?;
        let today = self.today();
        let reviews = self.journal()?.reviews()?;
        let library = self.library.clone();
        let (_, ends) = replay_over(&reviews, month_ends(today), &library, &self.scheduler);
        let mut quizzed = self.quizzed(&[]);
        let plan = self.plan(&quizzed, None, None)?;
        let groups: Vec<_> = groups.into_iter().collect();
        quizzed.extend(groups.iter().flat_map(|(_, decks)| decks.iter().cloned()));
        let wanted = self.wanted(&quizzed)?.words;
        let words_on = |days| {
            let day = today.plus(days);
            plan::quizzed_cards(&library, &quizzed, &wanted, &self.marks.hidden(day), day)
        };
        let ahead: Vec<_> = (1..i32::try_from(AHEAD).unwrap_or(0)).map(words_on).collect();
        // Due words are spread only if today's quiz leaves some, as home says.
        let fitting = self.pace().reviews_in(self.settings.minutes);
        let most = fitting.min(self.settings.reviews as usize);
        let most = if plan.leaves_due() { most } else { usize::MAX };
        let coming = coming(self.known(), today, &plan.items, &ahead, most);
        let mut out = Vec::new();
        for (is_team, decks) in groups {
            let ids: Vec<DeckId> = decks.iter().map(|(id, _)| id.clone()).collect();
            let titles: Vec<_> = ids.iter().map(|id| library.title(id).into_owned()).collect();
            let words = is_team.then(|| self.words_named(&ids)).flatten();
            let team = words.map(|words| (listed(&titles, "and"), words));
            let found = |(id, depth): &(DeckId, Level)| Some((library.deck(id)?, *depth));
            let found: Vec<(&Deck, Level)> = decks.iter().filter_map(found).collect();
            let material = Material {
                known: self.known(),
                states_at_month_ends: &ends,
                reviews: &reviews,
                today,
                target: self.settings.retention,
                planned: &plan.items,
                coming: &coming,
            };
            out.push(material.look_back(team, &found));
        }
        Ok(out)
    }

    /// The words of the `named` decks, also retired ones, under their cards' IDs; `None` for all words if none is named.
    pub fn words_named(&self, named: &[DeckId]) -> Option<HashSet<TermId>> {
        let decks = named.iter().filter_map(|id| self.library.deck(id));
        let terms = decks.flat_map(|deck| deck.terms.iter());
        (!named.is_empty()).then(|| terms.map(|term| self.library.resolve(&term.id)).collect())
    }
}
