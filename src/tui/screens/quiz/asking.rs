//! Goes on from one question of the quiz to the next.

use crate::core::card::{CardId, TermId};
use crate::core::form::{self, Asking, Question};
use crate::core::quiz_session::Step;
use crate::core::review::Form;
use crate::core::time::Timestamp;
use crate::tui::message::{Effect, Env};
use crate::tui::screens::quiz::{Phase, Quiz};
use crate::tui::widgets::notice::Notice;

impl Quiz {
    /// Asks the next question.
    pub(super) fn ask(&mut self, now: Timestamp) {
        self.phase = Phase::Asked;
        self.turn_page();
        self.asked_at = now;
        self.field.clear();
        self.hint = None;
        self.is_whole = false;
        self.question = None;
        while let Some(turn) = self.session.turn().cloned() {
            self.question = self.make(&turn.item.term, &turn.item.card, turn.step);
            if self.question.is_some() {
                if let Some(old) = self.changed.get(&turn.item.card.term) {
                    self.phase = Phase::Changed(old.clone());
                } else if self.is_hard() {
                    self.phase = Phase::Hard;
                }
                self.explain_form();
                return;
            }
            // The term no longer exists.
            self.session.skip(now);
        }
    }

    /// Says why a word is not asked in the form the user chose.
    fn explain_form(&mut self) {
        let (Some(form), Some(question)) = (self.scope.form, &self.question) else { return };
        if question.form != form && question.form != Form::Introduce {
            let why = form::why_not(form, question.card.direction);
            let why = format!("`{}` is not possible here: {why}", form.as_ref());
            self.notice = Some(Notice::failed(why));
        }
    }

    fn make(&self, term: &TermId, card: &CardId, step: Step) -> Option<Question> {
        let (deck, term) = self.entry(term)?;
        let state = self.states.get(card);
        let seed = self.scope.seed.wrapping_add(u64::from(state.map_or(0, |state| state.reviews)));
        let (library, followed, today) = (&self.library, &self.scope.followed, self.today);
        let sentences = &self.sentences;
        let asking = Asking { library, deck, term, card, state, today, followed, sentences, seed };
        if step == Step::Introduce {
            return form::question(Form::Introduce, asking);
        }
        form::ladder(&asking, self.scope.form)
            .into_iter()
            .find_map(|form| form::question(form, asking))
    }

    /// Continues after an introduction or an outcome.
    pub(super) fn next(&mut self, env: Env) -> Vec<Effect> {
        if matches!(self.phase, Phase::Replied { .. }) {
            self.ask(env.now);
            return Vec::new();
        }
        let Some(turn) = self.session.turn().cloned() else { return Vec::new() };
        if matches!(self.phase, Phase::Changed(_)) {
            self.changed.remove(&turn.item.card.term);
            if self.is_hard() || turn.step != Step::Ask {
                self.phase = if self.is_hard() { Phase::Hard } else { Phase::Asked };
                self.asked_at = env.now;
                self.turn_page();
            } else {
                self.read_again(env);
            }
            return vec![Effect::Saw(turn.item.card.term)];
        }
        if self.phase == Phase::Hard {
            self.studied.insert(turn.item.card);
            self.read_again(env);
            return Vec::new();
        }
        let took = self.took(env);
        self.session.read(env.now);
        self.ask(env.now);
        vec![Effect::Introduce(turn.item.term, took, self.session.id)]
    }

    /// Marks the word as read. It is asked later in the session, when the answer says more.
    fn read_again(&mut self, env: Env) {
        self.session.postpone(env.now);
        self.ask(env.now);
    }
}
