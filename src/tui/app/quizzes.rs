//! What the loop does for quizzes: what is asked in one, and more of it when it is over.

use crate::core::card::TermId;
use crate::core::plan::Plan;
use crate::core::sitting::Sitting;
use crate::trainer::TrainerError;
use crate::tui::app::App;
use crate::tui::screens::quiz::{Occasion, Quiz, Setup};

impl App {
    /// A quiz of `decks` for what is left of today's minutes; five more when they are used up.
    pub(super) fn quiz(&mut self, named: Vec<String>) -> Result<Quiz, TrainerError> {
        let decks = self.trainer.quizzed(&named);
        let mut plan = self.trainer.plan(&decks, self.minutes, self.new)?;
        if plan.items.is_empty() && self.minutes.is_none() {
            plan = self.trainer.plan(&decks, Some(5), self.new)?;
        }
        let occasion = if self.minutes.is_none()
            && self.trainer.is_return()?
            && self.trainer.done_today()?.answers == 0
        {
            Occasion::Return { leaves_due: plan.leaves_due() }
        } else {
            Occasion::Daily
        };
        Ok(self.sit(named, Vec::new(), plan, occasion))
    }

    /// A quiz of what is weakest in `decks`, due or not.
    pub(super) fn cram(&mut self, named: Vec<String>) -> Result<Quiz, TrainerError> {
        let decks = self.trainer.quizzed(&named);
        let plan = self.trainer.cram(&decks, self.minutes, self.new)?;
        Ok(self.sit(named, Vec::new(), plan, Occasion::Cram))
    }

    /// A quiz of exactly these words, due or not.
    pub(super) fn words(&mut self, words: Vec<TermId>) -> Result<Quiz, TrainerError> {
        let plan = self.trainer.cram_words(&words)?;
        Ok(self.sit(Vec::new(), words, plan, Occasion::Cram))
    }

    /// The sitting that asks what is planned.
    fn sit(
        &mut self,
        named: Vec<String>,
        words: Vec<TermId>,
        plan: Plan,
        occasion: Occasion,
    ) -> Quiz {
        let changed = plan.items.iter().filter_map(|item| {
            let old = self.trainer.changed_definition(&item.card.term)?;
            Some((item.card.term.clone(), old.to_owned()))
        });
        let changed = changed.collect();
        let pace = self.trainer.pace();
        let sitting = Sitting::new(self.trainer.new_sitting(), self.trainer.now(), plan.items)
            .within(plan.budget_ms, pace);
        let teams = if words.is_empty() { self.trainer.quizzed(&named) } else { Vec::new() };
        // Without them the day on which words come back may be off.
        let wanted = self.trainer.wanted(&teams).unwrap_or_default();
        let settings = self.trainer.settings();
        Quiz::new(Setup {
            library: self.trainer.library().clone(),
            scheduler: self.trainer.scheduler().clone(),
            states: self.trainer.states().clone(),
            sitting,
            today: self.trainer.today(),
            seed: self.trainer.seed(),
            teams,
            wanted,
            decks: named,
            followed: settings.followed().iter().map(|(deck, _)| deck.clone()).collect(),
            words,
            form: self.form.or(settings.form),
            changed,
            marks: self.trainer.marks().clone(),
            takes_new: settings.new > 0,
            pace,
            occasion,
        })
    }

    /// What to ask in some minutes more, in a quiz of `decks`, or of exactly these words.
    pub(super) fn plan_more(
        &mut self,
        decks: &[String],
        words: &[TermId],
        minutes: u32,
        cram: bool,
    ) -> Result<Plan, TrainerError> {
        let decks = self.trainer.quizzed(decks);
        if !words.is_empty() {
            self.trainer.cram_words(words)
        } else if cram {
            self.trainer.cram(&decks, Some(minutes), self.new)
        } else {
            self.trainer.plan(&decks, Some(minutes), self.new)
        }
    }
}
