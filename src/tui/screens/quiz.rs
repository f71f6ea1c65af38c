//! Asking the cards of one sitting, and its summary.

mod look;

use std::collections::HashMap;
use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};

use crate::core::card::{CardId, TermId};
use crate::core::deck::{Deck, Term};
use crate::core::form::{self, Answer as Kind, Asking, Question};
use crate::core::library::Library;
use crate::core::plan::{Pace, Plan};
use crate::core::review::{Answer, Form, Grade};
use crate::core::schedule::{CardState, Scheduler};
use crate::core::sitting::{Sitting, Step};
use crate::core::time::{Day, Timestamp};
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::page::Scroll;
use crate::tui::widgets::shape::{self, Shape};

/// How far the present question has come.
#[derive(Debug, Clone, PartialEq)]
enum Phase {
    /// It is put.
    Asked,
    /// The answer to a self-graded question is shown.
    Revealed,
    /// An option was picked (none: "show me"), and the grade is in the journal.
    Picked { question: Box<Question>, picked: Option<usize>, due: u32 },
}

/// What a question with options was answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pick {
    /// The option with this index.
    Option(usize),
    /// "Show me".
    ShowMe,
}

impl Pick {
    /// The index of the option, if one was picked.
    const fn index(self) -> Option<usize> {
        match self {
            Self::Option(at) => Some(at),
            Self::ShowMe => None,
        }
    }
}

/// The quiz screen.
pub struct Quiz {
    library: Rc<Library>,
    scheduler: Rc<Scheduler>,
    states: HashMap<CardId, CardState>,
    sitting: Sitting,
    question: Option<Question>,
    phase: Phase,
    asked_at: Timestamp,
    today: Day,
    seed: u64,
    decks: Vec<String>,
    pace: Pace,
    scroll: Scroll,
    notice: Option<String>,
    /// A pick that waits for the journal.
    pending: Option<Pick>,
}

/// What a quiz is made of.
pub struct Setup {
    /// All decks.
    pub library: Rc<Library>,
    /// The schedule.
    pub scheduler: Rc<Scheduler>,
    /// What is known of every card.
    pub states: HashMap<CardId, CardState>,
    /// The questions.
    pub sitting: Sitting,
    /// The study day.
    pub today: Day,
    /// What the order of options hangs on.
    pub seed: u64,
    /// The decks that were named; empty for all that are followed.
    pub decks: Vec<String>,
    /// How long things take the user.
    pub pace: Pace,
}

impl Quiz {
    /// A quiz at its first question.
    pub fn new(setup: Setup) -> Self {
        let Setup { library, scheduler, states, sitting, today, seed, decks, pace } = setup;
        let asked_at = sitting.began;
        let mut quiz = Self {
            library,
            scheduler,
            states,
            sitting,
            question: None,
            phase: Phase::Asked,
            asked_at,
            today,
            seed,
            decks,
            pace,
            scroll: Scroll::default(),
            notice: None,
            pending: None,
        };
        quiz.ask(asked_at);
        quiz
    }

    /// Puts the question whose turn it is.
    fn ask(&mut self, now: Timestamp) {
        self.phase = Phase::Asked;
        self.scroll.reset();
        self.asked_at = now;
        self.question = None;
        while let Some(turn) = self.sitting.turn().cloned() {
            self.question = self.make(&turn.item.term, &turn.item.card, turn.step);
            if self.question.is_some() {
                return;
            }
            // The term is gone from the decks.
            self.sitting.skip(now);
        }
    }

    fn make(&self, term: &TermId, card: &CardId, step: Step) -> Option<Question> {
        let (deck, term) = self.entry(term)?;
        let state = self.states.get(card);
        let seed = self.seed.wrapping_add(u64::from(state.map_or(0, |state| state.reviews)));
        let asking = Asking { library: &self.library, deck, term, card, seed };
        if step == Step::Introduce {
            return form::question(Form::Introduce, asking);
        }
        form::ladder(card, state).iter().find_map(|form| form::question(*form, asking))
    }

    fn entry(&self, term: &TermId) -> Option<(&Deck, &Term)> {
        self.library.entry(term)
    }

    /// The term of the present question.
    fn term(&self) -> Option<(&Deck, &Term)> {
        self.entry(&self.sitting.turn()?.item.term)
    }

    fn took(&self, env: Env) -> u32 {
        u32::try_from(env.now.since(self.asked_at)).unwrap_or(u32::MAX)
    }

    fn act(&mut self, action: Action, env: Env) -> Vec<Effect> {
        self.notice = None;
        match action {
            Action::Up => self.scroll.move_by(-1),
            Action::Down => self.scroll.move_by(1),
            Action::PageUp => self.scroll.page(-1),
            Action::PageDown => self.scroll.page(1),
            Action::Next => return self.next(env),
            Action::Claim => {
                self.sitting.claim();
                self.ask(env.now);
            }
            Action::Reveal if self.is_pick() => return self.pick(None, env),
            Action::Reveal => {
                self.phase = Phase::Revealed;
                self.scroll.reset();
            }
            Action::Pick(number) => return self.pick(Some(usize::from(number) - 1), env),
            Action::Grade(grade) => return self.record(grade, None, env),
            Action::Undo => return self.undo(),
            Action::FiveMore => return vec![Effect::PlanMore(self.decks.clone(), 5)],
            Action::Browse => return vec![Effect::Open(crate::tui::message::Place::Browse)],
            Action::Back => return vec![Effect::Back],
            _ => {}
        }
        Vec::new()
    }

    /// On from an introduction, or from the outcome of a pick.
    fn next(&mut self, env: Env) -> Vec<Effect> {
        if matches!(self.phase, Phase::Picked { .. }) {
            self.ask(env.now);
            return Vec::new();
        }
        let Some(turn) = self.sitting.turn().cloned() else { return Vec::new() };
        let took = self.took(env);
        self.sitting.read(env.now);
        self.ask(env.now);
        vec![Effect::Introduce(turn.item.term, took, self.sitting.id)]
    }

    fn is_pick(&self) -> bool {
        matches!(self.question, Some(Question { answer: Kind::Pick { .. }, .. }))
    }

    fn pick(&mut self, picked: Option<usize>, env: Env) -> Vec<Effect> {
        let Some(Question { answer: Kind::Pick { options, right }, .. }) = &self.question else {
            return Vec::new();
        };
        if picked.is_some_and(|picked| picked >= options.len()) {
            return Vec::new();
        }
        let grade = self.sitting.grade(form::grade_pick(picked == Some(*right)));
        let answer = picked.map(|picked| options[picked].term.to_string());
        self.pending = Some(picked.map_or(Pick::ShowMe, Pick::Option));
        self.record(grade, answer, env)
    }

    fn record(&self, grade: Grade, answer: Option<String>, env: Env) -> Vec<Effect> {
        let (Some(turn), Some(question)) = (self.sitting.turn(), &self.question) else {
            return Vec::new();
        };
        let grade = if question.form == Form::Choose { grade } else { self.sitting_grade(grade) };
        vec![Effect::Record(Answer {
            card: turn.item.card.clone(),
            grade,
            form: question.form,
            took_ms: self.took(env),
            hint: false,
            answer,
            sitting: self.sitting.id,
        })]
    }

    /// A claim that holds is easy; otherwise what the user says.
    fn sitting_grade(&self, grade: Grade) -> Grade {
        if grade == Grade::Good { self.sitting.grade(grade) } else { grade }
    }

    fn recorded(&mut self, review: uuid::Uuid, state: CardState, env: Env) {
        let (Some(turn), Some(question)) = (self.sitting.turn().cloned(), self.question.clone())
        else {
            return;
        };
        let grade = match (&question.answer, self.pending) {
            (Kind::Pick { right, .. }, Some(picked)) => {
                self.sitting.grade(form::grade_pick(picked == Pick::Option(*right)))
            }
            _ if state.unfinished => Grade::Again,
            _ => Grade::Good,
        };
        self.states.insert(turn.item.card.clone(), state);
        self.sitting.answer(grade, review, env.now);
        if let Some(picked) = self.pending.take() {
            let due = if state.unfinished { 0 } else { state.due.since(self.today) };
            let picked = picked.index();
            self.phase = Phase::Picked { question: Box::new(question), picked, due };
            self.scroll.reset();
        } else {
            self.ask(env.now);
        }
    }

    fn undo(&self) -> Vec<Effect> {
        match self.sitting.newest() {
            Some(newest) => vec![Effect::Strike(newest.review, newest.item.card.clone())],
            None => Vec::new(),
        }
    }

    fn struck(&mut self, card: CardId, state: Option<CardState>, env: Env) {
        match state {
            Some(state) => self.states.insert(card, state),
            None => self.states.remove(&card),
        };
        self.sitting.undo();
        self.ask(env.now);
        self.notice = Some("taken back".to_owned());
    }

    fn planned(&mut self, plan: Plan, env: Env) {
        if plan.items.is_empty() {
            self.notice =
                Some("there is nothing more to ask; follow another team, or go deeper".to_owned());
            return;
        }
        self.sitting.extend(plan.items, env.now);
        self.ask(env.now);
    }
}

impl Screen for Quiz {
    fn context(&self) -> Context {
        match (&self.phase, &self.question) {
            (Phase::Picked { .. }, _) => Context::QuizPicked,
            (_, None) => Context::Summary,
            (Phase::Revealed, _) => Context::QuizBack,
            (Phase::Asked, Some(question)) => match question.answer {
                Kind::Read => Context::QuizIntro,
                Kind::Reveal => Context::QuizFront,
                Kind::Pick { .. } => Context::QuizPick,
            },
        }
    }

    fn update(&mut self, msg: Msg, env: Env) -> Vec<Effect> {
        // A sitting may go on past the end of its day.
        self.today = env.today;
        match msg {
            Msg::Action(action) => return self.act(action, env),
            Msg::Failed(why) => {
                self.pending = None;
                self.notice = Some(why);
            }
            Msg::Recorded { review, state } => self.recorded(review, state, env),
            Msg::Struck { card, state } => self.struck(card, state, env),
            Msg::Planned(plan) => self.planned(plan, env),
            Msg::Key(_) | Msg::Resumed(_) => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let context = self.context();
        let parts = shape::frame(frame, area, theme, context, self.notice.as_deref(), false);
        self.head(frame, parts.head, theme);
        let grades = self.grades(parts.body.width, theme);
        let rows = u16::try_from(grades.len()).unwrap_or(0);
        let gap = u16::from(rows > 0 && parts.shape == Shape::Full);
        let [body, _, foot] = parts.body.layout(&Layout::vertical([
            Constraint::Fill(1),
            Constraint::Length(gap),
            Constraint::Length(rows),
        ]));
        self.scroll.draw(frame, body, self.body(body.width, theme), theme);
        for (line, y) in grades.into_iter().zip(foot.y..foot.bottom()) {
            frame.render_widget(line, Rect { y, height: 1, ..foot });
        }
    }

    fn asked(&self) -> Option<TermId> {
        let hidden = matches!(self.phase, Phase::Asked) && self.context() != Context::QuizIntro;
        hidden.then(|| self.sitting.turn().map(|turn| turn.item.term.clone())).flatten()
    }
}
