//! The loop's part in quizzes: planning, extending, and undo.

use uuid::Uuid;

use crate::core::card::{CardId, DeckId, TermId};
use crate::core::plan::Plan;
use crate::core::quiz_session::QuizSession;
use crate::core::review::{AnswerKind, Review};
use crate::core::schedule::CardState;
use crate::core::text::clean;
use crate::trainer::TrainerError;
use crate::tui::action::Context;
use crate::tui::app::App;
use crate::tui::message::{Msg, Struck};
use crate::tui::screens::quiz::{Occasion, Quiz, Scope, Setup};

/// How many minutes a quiz goes on beyond those of the day.
const MORE: u32 = 5;

impl App {
    /// A quiz of `named` for the rest of today's minutes, or for five more if they are used up.
    pub(super) fn quiz(&mut self, named: Vec<DeckId>) -> Result<Quiz, TrainerError> {
        let decks = self.trainer.quizzed(&named);
        let mut plan = self.trainer.plan(&decks, self.minutes, self.new)?;
        if plan.items.is_empty() && self.minutes.is_none() {
            plan = self.trainer.plan(&decks, Some(MORE), self.new)?;
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

    /// A cram: the weakest cards in `named`, due or not.
    pub(super) fn cram(&mut self, named: Vec<DeckId>) -> Result<Quiz, TrainerError> {
        let decks = self.trainer.quizzed(&named);
        let plan = self.trainer.cram(&decks, self.minutes, self.new)?;
        Ok(self.sit(named, Vec::new(), plan, Occasion::Cram))
    }

    /// A quiz of exactly these words, due or not.
    pub(super) fn words(&mut self, words: Vec<TermId>) -> Result<Quiz, TrainerError> {
        let plan = self.trainer.cram_words(&words)?;
        Ok(self.sit(Vec::new(), words, plan, Occasion::Cram))
    }

    /// Undoes today's last answer.
    pub(super) fn undo(&mut self) -> Result<Msg, TrainerError> {
        let Some((review, state)) = self.trainer.undo()? else {
            return Ok(Msg::Failed("there is nothing to undo today".into()));
        };
        if self.context() == Context::Home {
            self.resume();
        }
        let card =
            CardId::new(self.trainer.library().resolve(&review.card.term), review.card.direction);
        Ok(self.struck(&review, card, state))
    }

    /// Strikes one of today's answers.
    pub(super) fn strike(&mut self, review: Uuid, card: CardId) -> Result<Msg, TrainerError> {
        let given = self.trainer.answer_given(review, &card)?;
        let state = self.trainer.strike(review, &card)?;
        Ok(match given {
            Some(given) => self.struck(&given, card, state),
            None => Msg::Failed("that answer was already undone".into()),
        })
    }

    /// The message that an answer was struck.
    fn struck(&self, review: &Review, card: CardId, state: Option<CardState>) -> Msg {
        let word = self.name(&card.term);
        let is_own = review.kind == AnswerKind::Judged;
        Msg::Struck(Struck { review: review.id, card, state, grade: review.grade, is_own, word })
    }

    /// The name of a word, or its ID if it is no longer in a deck.
    pub(super) fn name(&self, term: &TermId) -> String {
        let found = self.trainer.library().find(term);
        found.map_or_else(|| clean(term.as_str()).into_owned(), |term| term.term.clone())
    }

    /// A quiz screen for a plan.
    fn sit(
        &mut self,
        named: Vec<DeckId>,
        words: Vec<TermId>,
        plan: Plan,
        occasion: Occasion,
    ) -> Quiz {
        let offer =
            plan.items.is_empty().then(|| self.offer_after_quiz(&named).unwrap_or_default());
        let offer = offer.flatten();
        let changed = plan.items.iter().filter_map(|item| {
            let old = self.trainer.changed_definition(&item.card.term)?;
            Some((item.card.term.clone(), old.to_owned()))
        });
        let changed = changed.collect();
        let pace = self.trainer.pace();
        let answered_before = self.trainer.done_today().map_or(0, |done| done.answers);
        let session = QuizSession::new(self.trainer.new_session(), self.trainer.now(), plan.items)
            .within(plan.budget_ms, pace);
        let teams = if words.is_empty() { self.trainer.quizzed(&named) } else { Vec::new() };
        // Without these, the day shown for the next review may be off.
        let wanted = self.trainer.wanted(&teams).map(|wanted| wanted.words).unwrap_or_default();
        let sentences = self.trainer.sentences().unwrap_or_default();
        let sentences = sentences.with_scanner(self.scanner.clone());
        // Only the milestones at the end need it.
        let kept = self.trainer.keeping().unwrap_or_default();
        let settings = self.trainer.settings();
        let scope = Scope {
            scheduler: self.trainer.scheduler().clone(),
            seed: self.trainer.seed(),
            decks: named,
            teams,
            wanted,
            followed: settings.followed().iter().map(|(deck, _)| deck.clone()).collect(),
            words,
            form: self.form.or(settings.form),
            takes_new: settings.new > 0,
            new: self.new.unwrap_or(settings.new),
            kept,
            pace,
            occasion,
        };
        Quiz::new(Setup {
            scope,
            library: self.trainer.library().clone(),
            states: self.trainer.states().clone(),
            session,
            today: self.trainer.today(),
            sentences,
            changed,
            marks: self.trainer.marks().clone(),
            answered_before,
            offer,
        })
    }

    /// Plans the rest of today's quiz of `decks` again; `None` if the quiz has minutes of its own.
    pub(super) fn refill(&mut self, decks: &[DeckId]) -> Result<Option<Plan>, TrainerError> {
        if self.minutes.is_some() {
            return Ok(None);
        }
        let decks = self.trainer.quizzed(decks);
        self.trainer.plan(&decks, None, self.new).map(Some)
    }

    /// Plans five more minutes for a quiz of `decks`, or of exactly these words.
    pub(super) fn plan_more(
        &mut self,
        decks: &[DeckId],
        words: &[TermId],
        new: Option<u32>,
        cram: bool,
    ) -> Result<Plan, TrainerError> {
        let (decks, new) = (self.trainer.quizzed(decks), new.or(self.new));
        if !words.is_empty() {
            self.trainer.cram_words(words)
        } else if cram {
            self.trainer.cram(&decks, Some(MORE), new)
        } else {
            self.trainer.plan(&decks, Some(MORE), new)
        }
    }
}
