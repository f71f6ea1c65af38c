//! Asking the cards of one sitting, and its summary.

mod answering;
mod hard;
mod look;
mod marks;
mod outcome;
mod setup;
mod summary;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use uuid::Uuid;

use crate::core::card::{CardId, TermId};
use crate::core::deck::{Deck, Level, Term};
use crate::core::form::{self, Answer as Kind, Asking, Question};
use crate::core::hint::Hint;
use crate::core::judge::Judgement;
use crate::core::library::Library;
use crate::core::marks::Marks;
use crate::core::plan::{Pace, Plan};
use crate::core::review::{Form, Grade};
use crate::core::schedule::{CardState, Scheduler};
use crate::core::sitting::{Sitting, Step};
use crate::core::time::{Day, Timestamp};
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::screens::COPIED;
use crate::tui::screens::quiz::answering::{Back, Pending, Reply};
use crate::tui::screens::quiz::look::Medium;
use crate::tui::screens::quiz::marks::Moving;
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::page::Scroll;
use crate::tui::widgets::shape::{self, Shape};

pub use setup::{Occasion, Setup};

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
    /// It was answered, and the grade is in the journal: the question on `term`, which may be another team's entry than
    /// the one that gave the card its name.
    Replied { term: TermId, question: Box<Question>, reply: Reply, back: Back },
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
    wanted: Vec<TermId>,
    followed: Vec<String>,
    words: Vec<TermId>,
    form: Option<Form>,
    pace: Pace,
    occasion: Occasion,
    /// How many answers of earlier today are left to take back.
    answered_before: usize,
    changed: HashMap<TermId, String>,
    takes_new: bool,
    marks: Rc<Marks>,
    /// The hard cards that were shown whole in this sitting.
    studied: HashSet<CardId>,
    scroll: Scroll,
    /// Which page this is: a question, an answer, an outcome.
    page: u32,
    notice: Option<String>,
    pending: Option<Pending>,
    /// The word that leaves or comes back.
    moving: Option<Moving>,
    /// Since when another screen has been in front that was opened from here.
    away: Option<Timestamp>,
    /// Whether that screen is in front, and not only the terminal lent to an editor.
    is_covered: bool,
    /// What is being typed.
    field: Field,
    /// The hint that is shown.
    hint: Option<Hint>,
    /// The hints that helped to each answer: undo does not make them unseen.
    hinted: HashMap<Uuid, Hint>,
    /// The text that was right after all, while its grade is being taken back.
    overruled: Option<String>,
}

impl Quiz {
    /// A quiz at its first question.
    pub fn new(setup: Setup) -> Self {
        let Setup {
            library, scheduler, states, sitting, today, seed, decks, teams, wanted, ..
        } = setup;
        let Setup { followed, words, form, changed, marks, takes_new, pace, occasion, .. } = setup;
        let answered_before = setup.answered_before;
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
            wanted,
            followed,
            words,
            form,
            pace,
            occasion,
            answered_before,
            changed,
            takes_new,
            marks,
            studied: HashSet::new(),
            scroll: Scroll::default(),
            page: 0,
            notice: None,
            pending: None,
            moving: None,
            away: None,
            is_covered: false,
            field: Field::new("", LONGEST),
            hint: None,
            hinted: HashMap::new(),
            overruled: None,
        };
        quiz.ask(asked_at);
        quiz
    }

    /// Puts the question whose turn it is.
    fn ask(&mut self, now: Timestamp) {
        self.phase = Phase::Asked;
        self.turn_page();
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

    /// Something new is to be read.
    fn turn_page(&mut self) {
        self.scroll.reset();
        self.page = self.page.wrapping_add(1);
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

    /// The time since `since` is no part of the answer.
    fn leave_out(&mut self, since: Timestamp, env: Env) {
        let ms = i64::try_from(env.now.since(since)).unwrap_or(0);
        self.asked_at = self.asked_at.plus_millis(ms);
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
            Action::Hint => self.hint(),
            Action::Overrule => return self.overrule(env),
            Action::Reveal => {
                self.phase = Phase::Revealed;
                self.turn_page();
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
        self.sitting.read(env.now);
        self.ask(env.now);
        vec![Effect::Introduce(turn.item.term, took, self.sitting.id)]
    }

    /// The word was read: it is asked a little later, so that the answer says something.
    fn read_again(&mut self, env: Env) {
        self.sitting.postpone(env.now);
        self.ask(env.now);
    }

    fn planned(&mut self, plan: Plan, env: Env) {
        if plan.items.is_empty() {
            self.notice = Some("nothing else is due, and today's new words are done".to_owned());
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
        // Decks are read again behind another screen, too; only what is said to the front ends the absence.
        let behind = self.is_covered && matches!(msg, Msg::Library(_) | Msg::Reset(_));
        if let Some(since) = self.away.take_if(|_| !behind) {
            self.is_covered = false;
            self.leave_out(since, env);
        }
        match msg {
            Msg::Covered => (self.away, self.is_covered) = (Some(env.now), true),
            Msg::Action(action) => return self.act(action, env),
            Msg::Failed(why) => {
                self.pending = None;
                self.overruled = None;
                self.moving = None;
                self.notice = Some(why);
            }
            Msg::Recorded { review, state } => self.recorded(review, state, env),
            Msg::Struck(struck) => return self.struck(struck, env),
            Msg::Wanted { is_wanted, said } => self.wanted(is_wanted, said, env),
            Msg::Reset(term) => self.reset(&term, env),
            Msg::Planned(plan) => self.planned(plan, env),
            Msg::Key(key) if self.context() == Context::QuizTyped => {
                self.notice = self.field.press(key);
            }
            Msg::Marked(marks) => self.marked(marks, env),
            Msg::Library(library) => self.reread(library, env),
            Msg::Copied => self.notice = Some(COPIED.to_owned()),
            Msg::Said(what) => self.notice = Some(what.into()),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let context = self.context();
        let is_undone = self.sitting.newest().is_none() && self.answered_before == 0;
        let nothing_to_undo = is_undone.then_some(Action::Undo);
        let no_hint_left = (self.hint == Some(Hint::Half)).then_some(Action::Hint);
        let idle: Vec<Action> = nothing_to_undo.into_iter().chain(no_hint_left).collect();
        let keys = (context, &idle[..]);
        let parts = shape::frame(frame, area, theme, keys, self.notice.as_deref(), false);
        self.head(frame, parts.head, theme);
        let grades = self.grades(Medium::Screen, parts.body.width, theme);
        let rows = u16::try_from(grades.len()).unwrap_or(0);
        let gap = u16::from(rows > 0 && parts.shape == Shape::Full);
        let width = parts.body.width;
        let is_typed = context == Context::QuizTyped;
        let hint = if is_typed { self.hint_lines(width) } else { Vec::new() };
        let typed = u16::from(is_typed) + u16::try_from(hint.len()).unwrap_or(0);
        let room = parts.body.height.saturating_sub(typed + gap + rows);
        let mut page = self.body(Medium::Screen, width, theme);
        // What there is to pick from is best seen at once; elsewhere it is the small screen that wants each row.
        let is_dear = context == Context::QuizPick || parts.shape != Shape::Full;
        if is_dear && page.len() > usize::from(room) {
            page = self.body(Medium::Tight, width, theme);
        }
        // What is typed stands below what is asked.
        let height = if typed > 0 { u16::try_from(page.len()).unwrap_or(room) } else { room };
        let [body, field, _, foot] = parts.body.layout(&Layout::vertical([
            Constraint::Length(height.min(room)),
            Constraint::Length(typed),
            Constraint::Fill(1),
            Constraint::Length(rows),
        ]));
        self.scroll.draw(frame, body, page, theme);
        if is_typed {
            self.field(frame, hint, field, theme);
        }
        for (line, y) in grades.into_iter().zip(foot.y..foot.bottom()) {
            frame.render_widget(line, Rect { y, height: 1, ..foot });
        }
    }

    fn plain(&self, width: u16) -> Vec<String> {
        self.lines(width)
    }

    fn page(&self) -> u32 {
        self.page
    }

    fn asked(&self) -> Option<TermId> {
        let hidden = matches!(self.phase, Phase::Asked) && self.context() != Context::QuizIntro;
        hidden.then(|| self.sitting.turn().map(|turn| turn.item.term.clone())).flatten()
    }
}

#[cfg(test)]
mod tests;
