//! Asking the cards of one sitting, and its summary.

mod hard;
mod look;
mod marks;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};

use crate::core::card::{CardId, TermId};
use crate::core::deck::{Deck, Level, Term};
use crate::core::form::{self, Answer as Kind, Asking, Question};
use crate::core::hint::Hint;
use crate::core::judge::Judgement;
use crate::core::library::Library;
use crate::core::marks::Marks;
use crate::core::plan::{Pace, Plan};
use crate::core::review::{Answer, Form, Grade};
use crate::core::schedule::{CardState, Scheduler};
use crate::core::sitting::{Newest, Sitting, Step};
use crate::core::time::{Day, Timestamp};
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::screens::COPIED;
use crate::tui::screens::quiz::marks::Moving;
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::page::Scroll;
use crate::tui::widgets::shape::{self, Shape};

/// The longest answer, in characters.
const LONGEST: usize = 120;

/// How far the present question has come.
#[derive(Debug, Clone, PartialEq)]
enum Phase {
    /// It is put.
    Asked,
    /// Before it is put: the definition that the user knew, which says something else today.
    Changed(String),
    /// Before it is put: the word slipped so often that it is shown whole.
    Hard,
    /// The answer to a self-graded question is shown.
    Revealed,
    /// It was answered, and the grade is in the journal.
    Replied { question: Box<Question>, reply: Reply, back: Back },
}

/// When a card comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Back {
    /// In so many days; 0 within the sitting.
    days: u32,
    /// Whether that is as it was before the answer.
    stays: bool,
}

/// What a question was answered with, when the program is the judge.
#[derive(Debug, Clone, PartialEq)]
enum Reply {
    /// The option with this index.
    Option(usize),
    /// A text, and what it was judged to be.
    Typed(String, Judgement),
    /// "Show me".
    ShowMe,
}

/// An answer that waits for the journal.
#[derive(Debug)]
struct Pending {
    grade: Grade,
    /// None where the user was the judge.
    reply: Option<Reply>,
    /// Whether it leaves the schedule as it is.
    stays: bool,
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
    teams: Vec<(String, Level)>,
    followed: Vec<String>,
    words: Vec<TermId>,
    form: Option<Form>,
    pace: Pace,
    occasion: Occasion,
    changed: HashMap<TermId, String>,
    marks: Rc<Marks>,
    /// The hard cards that were shown whole in this sitting.
    studied: HashSet<CardId>,
    scroll: Scroll,
    notice: Option<String>,
    pending: Option<Pending>,
    /// The word that leaves or comes back.
    moving: Option<Moving>,
    /// Since when another screen has been in front that was opened from here.
    away: Option<Timestamp>,
    /// What is being typed.
    field: Field,
    /// The hint that is shown.
    hint: Option<Hint>,
    /// The text that was right after all, while its grade is being taken back.
    overruled: Option<String>,
}

/// What a quiz is held for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// What the day brings.
    Daily,
    /// A meeting: what is weakest, due or not.
    Cram,
    /// The first day after an absence.
    Return {
        /// Whether some of what is due has to wait for another day.
        leaves_due: bool,
    },
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
    /// The decks that are quizzed, each with how deep; empty when single words are.
    pub teams: Vec<(String, Level)>,
    /// The decks that are followed.
    pub followed: Vec<String>,
    /// The only words to ask, where it is words that were named.
    pub words: Vec<TermId>,
    /// The form to ask in, where a card allows it.
    pub form: Option<Form>,
    /// The definitions that say something else than when the user saw them, as they were then.
    pub changed: HashMap<TermId, String>,
    /// The user's own notes.
    pub marks: Rc<Marks>,
    /// How long things take the user.
    pub pace: Pace,
    /// What it is held for.
    pub occasion: Occasion,
}

impl Quiz {
    /// A quiz at its first question.
    pub fn new(setup: Setup) -> Self {
        let Setup { library, scheduler, states, sitting, today, seed, decks, teams, .. } = setup;
        let Setup { followed, words, form, changed, marks, pace, occasion, .. } = setup;
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
            teams,
            followed,
            words,
            form,
            pace,
            occasion,
            changed,
            marks,
            studied: HashSet::new(),
            scroll: Scroll::default(),
            notice: None,
            pending: None,
            moving: None,
            away: None,
            field: Field::new("", LONGEST),
            hint: None,
            overruled: None,
        };
        quiz.ask(asked_at);
        quiz
    }

    /// Puts the question whose turn it is.
    fn ask(&mut self, now: Timestamp) {
        self.phase = Phase::Asked;
        self.scroll.reset();
        self.asked_at = now;
        self.field.clear();
        self.hint = None;
        self.question = None;
        while let Some(turn) = self.sitting.turn().cloned() {
            self.question = self.make(&turn.item.term, &turn.item.card, turn.step);
            if self.question.is_some() {
                if let Some(old) = self.changed.get(&turn.item.card.term) {
                    self.phase = Phase::Changed(old.clone());
                } else if self.is_hard() {
                    self.phase = Phase::Hard;
                }
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
        let (library, followed) = (&self.library, &self.followed);
        let asking = Asking { library, deck, term, card, state, followed, seed };
        if step == Step::Introduce {
            return form::question(Form::Introduce, asking);
        }
        form::ladder(&asking, self.form).into_iter().find_map(|form| form::question(form, asking))
    }

    fn entry(&self, term: &TermId) -> Option<(&Deck, &Term)> {
        self.library.entry(term)
    }

    /// The term of the present question.
    fn term(&self) -> Option<(&Deck, &Term)> {
        self.entry(&self.sitting.turn()?.item.term)
    }

    fn is_cram(&self) -> bool {
        self.occasion == Occasion::Cram
    }

    /// Whether the present card is asked before it is due, so that a pass changes nothing.
    fn is_early(&self) -> bool {
        let state = self.sitting.turn().and_then(|turn| self.states.get(&turn.item.card));
        self.is_cram() && Scheduler::is_early(state, self.today)
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
            Action::Reveal if self.is_judged() => {
                return self.record(Grade::Again, Some(Reply::ShowMe), env);
            }
            Action::Enter => return self.submit(env),
            Action::Hint => self.hint = Hint::after(self.hint).or(self.hint),
            Action::Overrule => return self.overrule(),
            Action::Reveal => {
                self.phase = Phase::Revealed;
                self.scroll.reset();
            }
            Action::Pick(number) => return self.pick(usize::from(number) - 1, env),
            Action::Grade(grade) => return self.record(grade, None, env),
            Action::Undo => return self.undo(),
            Action::FiveMore => {
                let (decks, words) = (self.decks.clone(), self.words.clone());
                let cram = self.is_cram();
                return vec![Effect::PlanMore { decks, words, minutes: 5, cram }];
            }
            Action::Browse => return vec![Effect::Open(crate::tui::message::Place::Browse)],
            Action::Back => return vec![Effect::Back],
            action => return self.mark(action, env),
        }
        Vec::new()
    }

    /// On from an introduction, or from the outcome of a pick.
    fn next(&mut self, env: Env) -> Vec<Effect> {
        if matches!(self.phase, Phase::Replied { .. }) {
            self.ask(env.now);
            return Vec::new();
        }
        let Some(turn) = self.sitting.turn().cloned() else { return Vec::new() };
        if matches!(self.phase, Phase::Changed(_)) {
            self.phase = if self.is_hard() { Phase::Hard } else { Phase::Asked };
            self.asked_at = env.now;
            self.scroll.reset();
            self.changed.remove(&turn.item.card.term);
            return vec![Effect::Saw(turn.item.card.term)];
        }
        if self.phase == Phase::Hard {
            self.studied(env);
            return Vec::new();
        }
        let took = self.took(env);
        self.sitting.read(env.now);
        self.ask(env.now);
        vec![Effect::Introduce(turn.item.term, took, self.sitting.id)]
    }

    /// Whether the program judges the answer.
    fn is_judged(&self) -> bool {
        let answer = self.question.as_ref().map(|question| &question.answer);
        matches!(answer, Some(Kind::Pick { .. } | Kind::Typed { .. }))
    }

    fn pick(&mut self, picked: usize, env: Env) -> Vec<Effect> {
        match &self.question {
            Some(Question { answer: Kind::Pick { options, right }, .. })
                if picked < options.len() =>
            {
                let grade = form::grade_pick(picked == *right);
                self.record(grade, Some(Reply::Option(picked)), env)
            }
            _ => Vec::new(),
        }
    }

    /// Hands in what was typed.
    fn submit(&mut self, env: Env) -> Vec<Effect> {
        let Some(question) = &self.question else { return Vec::new() };
        let typed = self.field.value().trim().to_owned();
        if typed.is_empty() {
            let show = keymap::key_for(Context::QuizTyped, Action::Reveal).unwrap_or_default();
            self.notice = Some(format!("type your answer; {show} shows it"));
            return Vec::new();
        }
        let judgement = form::judge_typed(&self.library, question, &typed);
        let grade =
            form::grade_typed(question, &typed, &judgement, self.hint.is_some(), self.took(env));
        self.record(grade, Some(Reply::Typed(typed, judgement)), env)
    }

    /// "I was right": the grade is taken back, and given again.
    fn overrule(&mut self) -> Vec<Effect> {
        let Phase::Replied { question, reply: Reply::Typed(typed, _), .. } = &self.phase else {
            return Vec::new();
        };
        if matches!(self.sitting.newest(), Some(Newest::Aside(_))) {
            self.notice = Some("the word is left out; take that back first".to_owned());
            return Vec::new();
        }
        self.overruled = Some(typed.clone());
        self.question = Some((**question).clone());
        self.undo()
    }

    fn record(&mut self, grade: Grade, reply: Option<Reply>, env: Env) -> Vec<Effect> {
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
    fn sitting_grade(&self, grade: Grade) -> Grade {
        if grade == Grade::Good { self.sitting.grade(grade) } else { grade }
    }

    fn recorded(&mut self, review: uuid::Uuid, state: CardState, env: Env) {
        let (Some(turn), Some(question)) = (self.sitting.turn().cloned(), self.question.clone())
        else {
            return;
        };
        let Some(Pending { grade, reply, stays }) = self.pending.take() else { return };
        self.states.insert(turn.item.card.clone(), state);
        self.sitting.answer(grade, review, env.now);
        let Some(reply) = reply else {
            self.ask(env.now);
            return;
        };
        let days = if state.unfinished { 0 } else { state.due.since(self.today) };
        let back = Back { days, stays };
        self.phase = Phase::Replied { question: Box::new(question), reply, back };
        self.scroll.reset();
    }

    fn undo(&mut self) -> Vec<Effect> {
        match self.sitting.newest() {
            Some(Newest::Answer(newest)) => {
                vec![Effect::Strike(newest.review, newest.item.card.clone())]
            }
            Some(Newest::Aside(term)) => {
                let term = term.clone();
                self.moving = Some(Moving::Back);
                vec![Effect::TakeBack(term)]
            }
            None => Vec::new(),
        }
    }

    fn struck(&mut self, card: CardId, state: Option<CardState>, env: Env) -> Vec<Effect> {
        match state {
            Some(state) => self.states.insert(card, state),
            None => self.states.remove(&card),
        };
        self.sitting.undo();
        if let Some(typed) = self.overruled.take() {
            let reply = Reply::Typed(typed, Judgement::Right { exact: false });
            return self.record(Grade::Good, Some(reply), env);
        }
        self.ask(env.now);
        self.notice = Some("taken back".to_owned());
        Vec::new()
    }

    fn planned(&mut self, plan: Plan, env: Env) {
        if plan.items.is_empty() {
            self.notice =
                Some("there is nothing more to ask; follow another team, or go deeper".to_owned());
            return;
        }
        self.sitting.extend(plan.items, plan.budget_ms, env.now);
        self.ask(env.now);
    }
}

impl Screen for Quiz {
    fn context(&self) -> Context {
        match (&self.phase, &self.question) {
            // What was right needs no overruling.
            (Phase::Replied { reply: Reply::Typed(_, judgement), .. }, _)
                if !matches!(judgement, Judgement::Right { .. }) =>
            {
                Context::QuizJudged
            }
            (Phase::Replied { .. }, _) => Context::QuizPicked,
            (Phase::Changed(_), Some(_)) => Context::QuizChanged,
            (Phase::Hard, Some(_)) => Context::QuizHard,
            (_, None) => Context::Summary,
            (Phase::Revealed, _) => Context::QuizBack,
            (Phase::Asked, Some(question)) => match question.answer {
                Kind::Read => Context::QuizIntro,
                Kind::Reveal => Context::QuizFront,
                Kind::Typed { .. } => Context::QuizTyped,
                Kind::Pick { .. } => Context::QuizPick,
            },
        }
    }

    fn update(&mut self, msg: Msg, env: Env) -> Vec<Effect> {
        // A sitting may go on past the end of its day.
        self.today = env.today;
        if let Some(since) = self.away.take() {
            let ms = i64::try_from(env.now.since(since)).unwrap_or(0);
            self.asked_at = self.asked_at.plus_millis(ms);
        }
        match msg {
            Msg::Action(action) => return self.act(action, env),
            Msg::Failed(why) => {
                self.pending = None;
                self.overruled = None;
                self.moving = None;
                self.notice = Some(why);
            }
            Msg::Recorded { review, state } => self.recorded(review, state, env),
            Msg::Struck { card, state } => return self.struck(card, state, env),
            Msg::Planned(plan) => self.planned(plan, env),
            Msg::Key(key) if self.context() == Context::QuizTyped => self.field.press(key),
            Msg::Marked(marks) => self.marked(marks, env),
            Msg::Library(library) => self.reread(library, env),
            Msg::Copied => self.notice = Some(COPIED.to_owned()),
            Msg::Said(what) => self.notice = Some(what.to_owned()),
            _ => {}
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
        let typed =
            if context == Context::QuizTyped { 1 + u16::from(self.hint.is_some()) } else { 0 };
        let [body, field, _, foot] = parts.body.layout(&Layout::vertical([
            Constraint::Fill(1),
            Constraint::Length(typed),
            Constraint::Length(gap),
            Constraint::Length(rows),
        ]));
        self.scroll.draw(frame, body, self.body(body.width, theme), theme);
        if typed > 0 {
            self.field(frame, field, theme);
        }
        for (line, y) in grades.into_iter().zip(foot.y..foot.bottom()) {
            frame.render_widget(line, Rect { y, height: 1, ..foot });
        }
    }

    fn plain(&self, width: u16) -> Vec<String> {
        self.lines(width)
    }

    fn asked(&self) -> Option<TermId> {
        let hidden = matches!(self.phase, Phase::Asked) && self.context() != Context::QuizIntro;
        hidden.then(|| self.sitting.turn().map(|turn| turn.item.term.clone())).flatten()
    }
}

#[cfg(test)]
mod tests;
