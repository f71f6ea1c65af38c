//! What the loop does for quizzes: what is asked in one, and more of it when it is over.

use uuid::Uuid;

use crate::core::card::{CardId, TermId};
use crate::core::plan::Plan;
use crate::core::review::{Form, Review};
use crate::core::schedule::CardState;
use crate::core::sitting::Sitting;
use crate::core::text::clean;
use crate::trainer::TrainerError;
use crate::tui::action::Context;
use crate::tui::app::App;
use crate::tui::message::{Msg, Struck};
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

    /// Strikes the answer that was given last today.
    pub(super) fn undo(&mut self) -> Result<Msg, TrainerError> {
        let Some((review, state)) = self.trainer.undo()? else {
            return Ok(Msg::Said("you have given no answer today that could be taken back".into()));
        };
        if self.context() == Context::Home {
            self.resume();
        }
        let card =
            CardId::new(self.trainer.library().resolve(&review.card.term), review.card.direction);
        Ok(self.struck(&review, card, state))
    }

    /// Strikes an answer of today.
    pub(super) fn strike(&mut self, review: Uuid, card: CardId) -> Result<Msg, TrainerError> {
        let given = self.trainer.answer_given(review, &card)?;
        let state = self.trainer.strike(review, &card)?;
        Ok(match given {
            Some(given) => self.struck(&given, card, state),
            None => Msg::Said("that answer was taken back already".into()),
        })
    }

    /// Says that an answer was struck.
    fn struck(&self, review: &Review, card: CardId, state: Option<CardState>) -> Msg {
        let word = self.name(&card.term);
        let is_own = review.form == Form::Recall;
        Msg::Struck(Struck { review: review.id, card, state, grade: review.grade, is_own, word })
    }

    /// What a word is called; its id where it is in no deck any more.
    pub(super) fn name(&self, term: &TermId) -> String {
        let found = self.trainer.library().find(term);
        found.map_or_else(|| clean(term.as_str()).into_owned(), |term| term.term.clone())
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
        let answered_before = self.trainer.done_today().map_or(0, |done| done.answers);
        let sitting = Sitting::new(self.trainer.new_sitting(), self.trainer.now(), plan.items)
            .within(plan.budget_ms, pace);
        let teams = if words.is_empty() { self.trainer.quizzed(&named) } else { Vec::new() };
        // Without them the day on which words come back may be off.
        let wanted = self.trainer.wanted(&teams).map(|wanted| wanted.words).unwrap_or_default();
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
            answered_before,
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
