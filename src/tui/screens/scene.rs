//! The scene screen: a conversation line by line, which pauses for words, and ends with what you could say.

mod view;

use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Padding};

use crate::core::annotations::Annotations;
use crate::core::card::{CardId, Direction, TermId};
use crate::core::deck::{Deck, Term};
use crate::core::learner_state::States;
use crate::core::library::Library;
use crate::core::review::{Answer, AnswerKind, Form, Grade};
use crate::core::scene_session::{SceneSession, Step};
use crate::core::schedule::Scheduler;
use crate::core::time::{Day, Timestamp};
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen, Struck};
use crate::tui::screens::{COPIED, cut};
use crate::tui::theme::Theme;
use crate::tui::widgets::grades;
use crate::tui::widgets::layout::Breakpoint;
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::{MEASURE, Medium, Scroll, TWO_COLUMNS};

/// The gap between a conversation and the panel beside it, in columns.
const GAP: u16 = 4;

/// The parameters of a scene.
pub(crate) struct Setup {
    /// The scene to play.
    pub session: SceneSession,
    /// The library.
    pub library: Rc<Library>,
    /// The state of every card.
    pub states: States,
    /// The scheduler.
    pub scheduler: Rc<Scheduler>,
    /// The user's notes.
    pub marks: Rc<Annotations>,
    /// The study day.
    pub today: Day,
    /// When the scene is opened.
    pub now: Timestamp,
    /// How to follow its team, if the user doesn't.
    pub follow: Option<String>,
}

/// The scene screen.
pub(crate) struct Scene {
    setup: Setup,
    /// Whether the answer to the current question is shown.
    is_revealed: bool,
    /// Whether the whole entry of a new word is shown, not just its meaning.
    is_whole: bool,
    /// When the current step was shown.
    shown_at: Timestamp,
    /// When another screen covered this one, if one does.
    away: Option<Timestamp>,
    /// How many lines were saved as read, and whether the end was.
    saved: (usize, bool),
    scroll: Scroll,
    /// Whether the user scrolled this page. Until then, it keeps what comes next in sight, even if the window is resized.
    is_scrolled: bool,
    /// The page number; each step and each answer is a page.
    page: u32,
    notice: Option<Notice>,
}

impl Scene {
    /// Shows the scene in `setup`.
    pub(crate) fn new(setup: Setup) -> Self {
        let (shown_at, play) = (setup.now, setup.session.play(setup.now, setup.today));
        let scroll = Scroll::default();
        Self {
            setup,
            is_revealed: false,
            is_whole: false,
            shown_at,
            away: None,
            saved: (play.lines, play.is_ended),
            scroll,
            is_scrolled: false,
            page: 0,
            notice: None,
        }
    }

    fn session(&self) -> &SceneSession {
        &self.setup.session
    }

    /// The word that is introduced, explained or asked now.
    fn entry(&self) -> Option<(&Deck, &Term)> {
        self.setup.library.entry(&self.session().word()?.term)
    }

    fn turn_page(&mut self) {
        self.scroll.reset();
        self.is_scrolled = false;
        self.page = self.page.wrapping_add(1);
    }

    /// Shows the current step, and saves how far the scene has got.
    fn turn(&mut self, env: Env) -> Vec<Effect> {
        (self.is_revealed, self.is_whole, self.shown_at) = (false, false, env.now);
        self.turn_page();
        let play = self.session().play(env.now, env.today);
        let reached = (play.lines, play.is_ended);
        let is_new = std::mem::replace(&mut self.saved, reached) != reached;
        is_new.then_some(Effect::Played(play)).into_iter().collect()
    }

    fn took(&self, env: Env) -> u32 {
        u32::try_from(env.now.since(self.shown_at)).unwrap_or(u32::MAX)
    }

    fn act(&mut self, action: Action, env: Env) -> Vec<Effect> {
        self.notice = None;
        match action {
            Action::Next => return self.next(env),
            Action::Details => self.is_whole = !self.is_whole,
            Action::Reveal => {
                self.is_revealed = true;
                self.turn_page();
            }
            Action::Grade(grade) => return self.record(grade, env),
            Action::Pick(number) => {
                if self.setup.session.pick(usize::from(number) - 1) {
                    return self.turn(env);
                }
            }
            Action::Undo => return self.undo(env),
            Action::Back => return vec![Effect::Back],
            action => {
                self.scroll.act(action);
                self.is_scrolled = true;
            }
        }
        Vec::new()
    }

    fn next(&mut self, env: Env) -> Vec<Effect> {
        let introduced = match self.session().step() {
            Step::Introduce(_) => self.session().word().map(|word| word.term.clone()),
            _ => None,
        };
        let (took, id) = (self.took(env), self.session().id);
        let introduced = introduced.map(|term| Effect::Introduce(term, took, id));
        self.setup.session.go_on();
        introduced.into_iter().chain(self.turn(env)).collect()
    }

    fn record(&self, grade: Grade, env: Env) -> Vec<Effect> {
        let session = self.session();
        let Some(word) = session.word() else { return Vec::new() };
        let sentence = session.sentence();
        vec![Effect::Record(Answer {
            card: word.card.clone(),
            grade,
            form: if sentence.is_some() { Form::InSentence } else { Form::Recall },
            kind: AnswerKind::Judged,
            sentence,
            took_ms: self.took(env),
            hint: false,
            answer: None,
            session: session.id,
            cram: false,
        })]
    }

    /// Takes back the reply, or else the latest answer in this scene. Answers given before it stay.
    fn undo(&mut self, env: Env) -> Vec<Effect> {
        if self.setup.session.unpick() {
            return self.turn(env);
        }
        if let Some((review, word)) = self.session().newest() {
            return vec![Effect::Strike(review, word.card.clone())];
        }
        self.notice = Some(Notice::failed("nothing to undo in this scene"));
        Vec::new()
    }

    fn struck(&mut self, struck: Struck, env: Env) -> Vec<Effect> {
        let said = struck.to_string();
        let Struck { review, card, state, .. } = struck;
        match state {
            Some(state) => self.setup.states.insert(card, state),
            None => self.setup.states.remove(&card),
        };
        let effects = if self.setup.session.undo(review) { self.turn(env) } else { Vec::new() };
        self.notice = Some(Notice::done(said));
        effects
    }
}

impl Screen for Scene {
    fn context(&self) -> Context {
        match self.session().step() {
            Step::Setting | Step::Line(_) | Step::Landing => Context::Scene,
            Step::Introduce(_) | Step::Explain(_) => Context::SceneIntro,
            Step::Ask(_) | Step::Check(_) if self.is_revealed => Context::SceneBack,
            Step::Ask(_) | Step::Check(_) => Context::SceneFront,
            Step::Replies => Context::SceneReplies,
            Step::End => Context::SceneEnd,
        }
    }

    fn update(&mut self, msg: Msg, env: Env) -> Vec<Effect> {
        self.setup.today = env.today;
        // Reloads also reach covered screens; only other messages end the absence.
        if !matches!(msg, Msg::Library(_) | Msg::Reset(_))
            && let Some(since) = self.away.take()
        {
            let away = i64::try_from(env.now.since(since)).unwrap_or(0);
            self.shown_at = self.shown_at.plus_millis(away);
        }
        match msg {
            Msg::Action(action) => return self.act(action, env),
            Msg::Key(_) => self.notice = None,
            Msg::Covered => self.away = Some(env.now),
            Msg::Recorded { review, state } => {
                if let Some(word) = self.session().word() {
                    let card = word.card.clone();
                    self.setup.states.insert(card, state);
                    self.setup.session.answer(review);
                    return self.turn(env);
                }
            }
            Msg::Struck(struck) => return self.struck(struck, env),
            Msg::Reset(term) => {
                let term = self.setup.library.resolve(&term);
                for direction in Direction::ALL {
                    self.setup.states.remove(&CardId::new(term.clone(), direction));
                }
            }
            Msg::Library(library) => self.setup.library = library,
            Msg::Marked(marks) => self.setup.marks = marks,
            Msg::Copied => self.notice = Some(Notice::done(COPIED)),
            Msg::Said(text) => self.notice = Some(Notice::done(text)),
            Msg::Failed(text) => self.notice = Some(Notice::failed(text)),
            _ => {}
        }
        Vec::new()
    }

    fn is_idle(&self, action: Action, _: Rect) -> bool {
        let session = self.session();
        action == Action::Undo && session.newest().is_none() && session.picked().is_none()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let parts = self.frame(frame, area, theme, self.notice.as_ref());
        let count = self.count();
        let room = usize::from(parts.head.width).saturating_sub(count.len() + 2);
        let title = cut(&self.title(), room);
        frame.render_widget(Line::styled(title, theme.strong), parts.head);
        frame.render_widget(
            Line::from(Span::styled(count, theme.muted)).right_aligned(),
            parts.head,
        );
        let width = parts.body.width;
        let grades = self.grades(Medium::Screen, width, theme);
        let rows = u16::try_from(grades.len()).unwrap_or(0);
        let is_full = parts.shape == Breakpoint::Full;
        let gap = u16::from(rows > 0 && is_full);
        let room = parts.body.height.saturating_sub(gap + rows);
        let [mut body, _, foot] = parts.body.layout(&Layout::vertical([
            Constraint::Length(room),
            Constraint::Fill(1),
            Constraint::Length(rows),
        ]));
        let is_wide = width >= TWO_COLUMNS;
        let columns = [Constraint::Ratio(3, 5), Constraint::Length(GAP), Constraint::Fill(1)];
        let [text, _, side] = body.layout(&Layout::horizontal(columns));
        if is_wide {
            body = text;
        }
        let block = Block::bordered().border_type(BorderType::Rounded).border_style(theme.frame);
        let block = block.padding(Padding::horizontal(1));
        let panel = is_wide.then(|| self.beside(block.inner(side).width, theme)).flatten();
        // A word that is too long for its panel scrolls below the conversation.
        let panel = panel.filter(|(_, page)| page.len() + 2 <= usize::from(side.height));
        let is_beside = panel.is_some();
        if let Some((title, page)) = panel {
            let height = u16::try_from(page.len()).unwrap_or(u16::MAX).saturating_add(2);
            let side = Rect { height, ..side };
            let block = block.title(Line::styled(title, theme.muted));
            Scroll::default().draw(frame, block.inner(side), page, theme);
            frame.render_widget(block, side);
        }
        let width = body.width.min(MEASURE);
        let (mut page, mut line) = self.body(Medium::Screen, width, is_beside, theme);
        let is_long = page.len() > usize::from(room);
        if is_long && !is_full {
            (page, line) = self.body(Medium::Tight, width, is_beside, theme);
        }
        if !self.is_scrolled {
            self.scroll.follow();
        }
        self.scroll.show_end(page.len(), line, body.height);
        self.scroll.draw(frame, body, page, theme);
        grades::draw(frame, foot, grades);
    }

    fn plain(&self, width: u16) -> Vec<String> {
        self.lines(width)
    }

    fn page(&self) -> u32 {
        self.page
    }

    fn asked(&self) -> Option<TermId> {
        let word = self.session().word()?;
        (self.context() == Context::SceneFront).then(|| word.term.clone())
    }
}
