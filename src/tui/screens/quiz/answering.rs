//! Submits, judges, saves, overrules, and undoes answers.

use crate::core::form::{self, Answer as Kind, Question};
use crate::core::hint::Hint;
use crate::core::judge::{self, Judgement};
use crate::core::plan::Item;
use crate::core::quiz_session::{Newest, Step};
use crate::core::review::{Answer, Grade};
use crate::core::schedule::CardState;
use crate::core::time::Timestamp;
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::message::{Effect, Env, Screen as _, Struck};
use crate::tui::screens::quiz::annotations::Moving;
use crate::tui::screens::quiz::{Occasion, Phase, Quiz};
use crate::tui::widgets::notice::Notice;

/// When a card is due again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Back {
    /// Days until the card is due; 0 for later in this session.
    pub(super) days: u32,
    /// Whether the answer left the due date unchanged.
    pub(super) stays: bool,
    /// The grade.
    pub(super) grade: Grade,
    /// Whether it was exact and fast, which makes it easy.
    pub(super) at_once: bool,
    /// When the outcome was shown.
    pub(super) shown_at: Timestamp,
}

/// A reply that the program judges.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reply {
    /// The index of the chosen option.
    Option(usize),
    /// A text and its judgment.
    Typed(String, Judgement),
    /// "Show me".
    ShowMe,
}

/// An answer that is being saved.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) grade: Grade,
    /// `None` if the user graded it.
    pub(super) reply: Option<Reply>,
    /// Whether it leaves the due date unchanged.
    pub(super) stays: bool,
}

impl Quiz {
    /// Whether the program judges the answer.
    pub(super) fn is_judged(&self) -> bool {
        let answer = self.question.as_ref().map(|question| &question.answer);
        matches!(answer, Some(Kind::Pick { .. } | Kind::Typed { .. }))
    }

    pub(super) fn pick(&mut self, picked: usize, env: Env) -> Vec<Effect> {
        let Some(Question { answer: Kind::Pick { options, right }, .. }) = &self.question else {
            return Vec::new();
        };
        if picked >= options.len() {
            let why = format!("there are only {} to pick from", options.len());
            self.notice = Some(Notice::failed(why));
            return Vec::new();
        }
        let grade = form::grade_pick(picked == *right);
        self.record(grade, Some(Reply::Option(picked)), env)
    }

    /// Submits the typed answer.
    pub(super) fn submit(&mut self, env: Env) -> Vec<Effect> {
        let Some(question) = &self.question else { return Vec::new() };
        let typed = self.field.value().trim().to_owned();
        if !judge::says_something(&typed) {
            let show = keymap::key_for(Context::QuizTyped, Action::Reveal);
            self.notice = Some(Notice::failed(format!("type your answer; {show} shows it")));
            return Vec::new();
        }
        let judgement = form::judge_typed(&self.library, question, &typed);
        let grade =
            form::grade_typed(question, &typed, &judgement, self.hint.is_some(), self.took(env));
        self.record(grade, Some(Reply::Typed(typed, judgement)), env)
    }

    /// Shows more of the answer.
    pub(super) fn hint(&mut self) {
        match Hint::after(self.hint) {
            Some(more) => self.hint = Some(more),
            None => {
                let show = keymap::key_for(Context::QuizTyped, Action::Reveal);
                let why = format!("that was the last hint; {show} shows the answer");
                self.notice = Some(Notice::failed(why));
            }
        }
    }

    /// "I was right": strikes the grade and saves a better one.
    pub(super) fn overrule(&mut self, env: Env) -> Vec<Effect> {
        let Phase::Replied { question, reply: Reply::Typed(typed, _), back, .. } = &self.phase
        else {
            return Vec::new();
        };
        if matches!(self.session.newest(), Some(Newest::Aside(_))) {
            self.notice = Some(Notice::failed("the word is skipped; undo that first"));
            return Vec::new();
        }
        let shown_at = back.shown_at;
        self.overruled = Some(typed.clone());
        self.question = Some((**question).clone());
        // The time spent on the outcome isn't part of the response time.
        self.leave_out(shown_at, env);
        self.undo(env)
    }

    pub(super) fn record(&mut self, grade: Grade, reply: Option<Reply>, env: Env) -> Vec<Effect> {
        let (Some(turn), Some(question)) = (self.session.turn(), &self.question) else {
            return Vec::new();
        };
        let grade = self.session_grade(grade);
        let answer = match (&reply, &question.answer) {
            (Some(Reply::Option(at)), Kind::Pick { options, .. }) => {
                Some(options[*at].term.to_string())
            }
            (Some(Reply::Typed(typed, _)), _) => Some(typed.clone()),
            _ => None,
        };
        let effect = Effect::Record(Answer {
            card: turn.item.card.clone(),
            grade,
            form: question.form,
            kind: question.kind(),
            sentence: question.sentence().cloned(),
            took_ms: self.took(env),
            hint: self.hint.is_some(),
            answer,
            session: self.session.id,
            cram: self.is_cram(),
        });
        let stays = grade.is_pass() && self.is_early();
        self.pending = Some(Pending { grade, reply, stays });
        vec![effect]
    }

    /// The grade to save: easy if an "I know this" claim holds, or else the user's grade.
    pub(super) fn session_grade(&self, grade: Grade) -> Grade {
        if grade == Grade::Good { self.session.grade(grade) } else { grade }
    }

    /// Shows the outcome. A word that the user already knew makes room for another new one.
    pub(super) fn recorded(
        &mut self,
        review: uuid::Uuid,
        state: CardState,
        env: Env,
    ) -> Vec<Effect> {
        let (Some(turn), Some(question)) = (self.session.turn().cloned(), self.question.clone())
        else {
            return Vec::new();
        };
        let Some(Pending { grade, reply, stays }) = self.pending.take() else { return Vec::new() };
        self.states.insert(turn.item.card.clone(), state);
        if let Some(source) = question.sentence() {
            self.sentences.show(turn.item.card.clone(), source.clone());
        }
        self.session.answer(grade, review, env.now);
        self.hinted.extend(self.hint.map(|hint| (review, hint)));
        let makes_room = turn.item.is_new && grade == Grade::Easy;
        let is_daily = self.scope.occasion != Occasion::Cram && self.scope.words.is_empty();
        let refill = (makes_room && is_daily).then(|| Effect::Refill(self.scope.decks.clone()));
        let Some(reply) = reply else {
            self.ask(env.now);
            return refill.into_iter().collect();
        };
        let days = if state.unfinished { 0 } else { state.due.since(self.today) };
        // A confirmed claim is also easy, but not because it was fast.
        let at_once = grade == Grade::Easy && turn.step != Step::Check;
        let back = Back { days, stays, grade, at_once, shown_at: env.now };
        let term = turn.item.term;
        self.phase = Phase::Replied { term, question: Box::new(question), reply, back };
        self.turn_page();
        refill.into_iter().collect()
    }

    /// Undoes the last action in this quiz, or else today's last answer.
    pub(super) fn undo(&mut self, env: Env) -> Vec<Effect> {
        match self.session.newest() {
            Some(Newest::Answer(newest)) => {
                vec![Effect::Strike(newest.review, newest.item.card.clone())]
            }
            Some(Newest::Aside(term)) => {
                let term = term.clone();
                self.moving = Some(Moving::Back);
                vec![Effect::Hold(term, None)]
            }
            Some(Newest::Claim) => {
                self.session.unclaim();
                self.ask(env.now);
                Vec::new()
            }
            None if std::mem::take(&mut self.is_reset) => {
                let key = keymap::key_for(self.context(), Action::Undo);
                let notice = format!("a reset can't be undone; {key} undoes the answer before it");
                self.notice = Some(Notice::failed(notice));
                Vec::new()
            }
            None => vec![Effect::Undo],
        }
    }

    /// Returns to the question whose answer was struck.
    pub(super) fn struck(&mut self, struck: Struck, env: Env) -> Vec<Effect> {
        let said = struck.to_string();
        let Struck { review, card, state, .. } = struck;
        match state {
            Some(state) => self.states.insert(card.clone(), state),
            None => self.states.remove(&card),
        };
        let is_own = matches!(
            self.session.newest(),
            Some(Newest::Answer(newest)) if newest.review == review
        );
        let undone = if is_own { self.session.undo() } else { None };
        if !is_own {
            // It was given earlier today.
            self.answered_before = self.answered_before.saturating_sub(1);
            self.session.forget(review);
            let term = card.term.clone();
            self.session.interrupt(Item { card, term, is_new: false, is_begun: true }, Step::Ask);
        }
        if let Some(typed) = self.overruled.take() {
            let reply = Reply::Typed(typed, Judgement::Right { exact: false });
            // With a hint, the grade can't be Good.
            let grade = if self.hint.is_some() { Grade::Hard } else { Grade::Good };
            return self.record(grade, Some(reply), env);
        }
        self.ask(env.now);
        self.hint = undone.and_then(|answered| self.hinted.remove(&answered.review));
        self.notice = Some(Notice::done(said));
        Vec::new()
    }
}
