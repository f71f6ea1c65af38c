//! Answers: handed in, judged, written into the journal, overruled and taken back.

use crate::core::form::{self, Answer as Kind, Question};
use crate::core::hint::Hint;
use crate::core::judge::{self, Judgement};
use crate::core::plan::Item;
use crate::core::review::{Answer, Grade};
use crate::core::schedule::CardState;
use crate::core::sitting::{Newest, Step};
use crate::core::time::Timestamp;
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::message::{Effect, Env, Struck};
use crate::tui::screens::quiz::marks::Moving;
use crate::tui::screens::quiz::{Phase, Quiz};

/// When a card comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Back {
    /// In so many days; 0 within the sitting.
    pub(super) days: u32,
    /// Whether that is as it was before the answer.
    pub(super) stays: bool,
    /// The grade.
    pub(super) grade: Grade,
    /// Whether it was known exactly and at once, and so is easy.
    pub(super) at_once: bool,
    /// When the outcome was shown.
    pub(super) shown_at: Timestamp,
}

/// What a question was answered with, when the program is the judge.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reply {
    /// The option with this index.
    Option(usize),
    /// A text, and what it was judged to be.
    Typed(String, Judgement),
    /// "Show me".
    ShowMe,
}

/// An answer that waits for the journal.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) grade: Grade,
    /// None where the user was the judge.
    pub(super) reply: Option<Reply>,
    /// Whether it leaves the schedule as it is.
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
            self.notice = Some(format!("there are only {} to pick from", options.len()));
            return Vec::new();
        }
        let grade = form::grade_pick(picked == *right);
        self.record(grade, Some(Reply::Option(picked)), env)
    }

    /// Hands in what was typed.
    pub(super) fn submit(&mut self, env: Env) -> Vec<Effect> {
        let Some(question) = &self.question else { return Vec::new() };
        let typed = self.field.value().trim().to_owned();
        if !judge::says_something(&typed) {
            let show = keymap::key_for(Context::QuizTyped, Action::Reveal).unwrap_or_default();
            self.notice = Some(format!("type your answer; {show} shows it"));
            return Vec::new();
        }
        let judgement = form::judge_typed(&self.library, question, &typed);
        let grade =
            form::grade_typed(question, &typed, &judgement, self.hint.is_some(), self.took(env));
        self.record(grade, Some(Reply::Typed(typed, judgement)), env)
    }

    /// Shows a little more of the answer.
    pub(super) fn hint(&mut self) {
        match Hint::after(self.hint) {
            Some(more) => self.hint = Some(more),
            None => {
                let show = keymap::key_for(Context::QuizTyped, Action::Reveal).unwrap_or_default();
                self.notice = Some(format!("that was the last hint; {show} shows the answer"));
            }
        }
    }

    /// "I was right": the grade is taken back, and given again.
    pub(super) fn overrule(&mut self, env: Env) -> Vec<Effect> {
        let Phase::Replied { question, reply: Reply::Typed(typed, _), back, .. } = &self.phase
        else {
            return Vec::new();
        };
        if matches!(self.sitting.newest(), Some(Newest::Aside(_))) {
            self.notice = Some("the word is left out; take that back first".to_owned());
            return Vec::new();
        }
        let shown_at = back.shown_at;
        self.overruled = Some(typed.clone());
        self.question = Some((**question).clone());
        // The answer had been given by then.
        self.leave_out(shown_at, env);
        self.undo()
    }

    pub(super) fn record(&mut self, grade: Grade, reply: Option<Reply>, env: Env) -> Vec<Effect> {
        let (Some(turn), Some(question)) = (self.sitting.turn(), &self.question) else {
            return Vec::new();
        };
        let grade = self.sitting_grade(grade);
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
            took_ms: self.took(env),
            hint: self.hint.is_some(),
            answer,
            sitting: self.sitting.id,
            cram: self.is_cram(),
        });
        let stays = grade.is_pass() && self.is_early();
        self.pending = Some(Pending { grade, reply, stays });
        vec![effect]
    }

    /// A claim that holds is easy; otherwise what the user says.
    pub(super) fn sitting_grade(&self, grade: Grade) -> Grade {
        if grade == Grade::Good { self.sitting.grade(grade) } else { grade }
    }

    pub(super) fn recorded(&mut self, review: uuid::Uuid, state: CardState, env: Env) {
        let (Some(turn), Some(question)) = (self.sitting.turn().cloned(), self.question.clone())
        else {
            return;
        };
        let Some(Pending { grade, reply, stays }) = self.pending.take() else { return };
        self.states.insert(turn.item.card.clone(), state);
        self.sitting.answer(grade, review, env.now);
        self.hinted.extend(self.hint.map(|hint| (review, hint)));
        let Some(reply) = reply else {
            self.ask(env.now);
            return;
        };
        let days = if state.unfinished { 0 } else { state.due.since(self.today) };
        // A claim that holds is easy, too, however long it took.
        let at_once = grade == Grade::Easy && turn.step != Step::Check;
        let back = Back { days, stays, grade, at_once, shown_at: env.now };
        let term = turn.item.term;
        self.phase = Phase::Replied { term, question: Box::new(question), reply, back };
        self.turn_page();
    }

    /// Takes back what was done last in this quiz, or else the answer that was given last today.
    pub(super) fn undo(&mut self) -> Vec<Effect> {
        match self.sitting.newest() {
            Some(Newest::Answer(newest)) => {
                vec![Effect::Strike(newest.review, newest.item.card.clone())]
            }
            Some(Newest::Aside(term)) => {
                let term = term.clone();
                self.moving = Some(Moving::Back);
                vec![Effect::TakeBack(term)]
            }
            None => vec![Effect::Undo],
        }
    }

    /// Goes back to the question whose answer was struck.
    pub(super) fn struck(&mut self, struck: Struck, env: Env) -> Vec<Effect> {
        let said = struck.to_string();
        let Struck { review, card, state, .. } = struck;
        match state {
            Some(state) => self.states.insert(card.clone(), state),
            None => self.states.remove(&card),
        };
        let is_own = matches!(
            self.sitting.newest(),
            Some(Newest::Answer(newest)) if newest.review == review
        );
        let undone = if is_own { self.sitting.undo() } else { None };
        if !is_own {
            // It was given earlier today.
            self.answered_before = self.answered_before.saturating_sub(1);
            self.sitting.forget(review);
            let term = card.term.clone();
            self.sitting.interrupt(Item { card, term, is_new: false, is_begun: true }, Step::Ask);
        }
        if let Some(typed) = self.overruled.take() {
            let reply = Reply::Typed(typed, Judgement::Right { exact: false });
            // Right or not, a hint costs the Good.
            let grade = if self.hint.is_some() { Grade::Hard } else { Grade::Good };
            return self.record(grade, Some(reply), env);
        }
        self.ask(env.now);
        self.hint = undone.and_then(|answered| self.hinted.remove(&answered.review));
        self.notice = Some(said);
        Vec::new()
    }
}
