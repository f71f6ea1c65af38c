//! The loop: draw, wait, resolve the key, update, perform.

mod choices;
mod guard;
mod marks;
mod meeting;
mod quizzes;
mod teams;

use std::io;
use std::path::PathBuf;
use std::rc::Rc;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text;

use crate::core::card::TermId;
use crate::core::finder::Finder;
use crate::core::jotting::LONGEST;
use crate::core::overview::Overview;
use crate::core::review::{Answer, Form};
use crate::core::text::stored;
use crate::core::time::Day;
use crate::trainer::{LookedUpIn, Trainer, TrainerError};
use crate::tui::action::{Action, Context};
use crate::tui::app::guard::{Guard, Page, Press};
use crate::tui::cells;
use crate::tui::keymap::{self, Key};
use crate::tui::message::{Effect, Env, Msg, Place, Screen};
use crate::tui::screens::browse::Browse;
use crate::tui::screens::first::First;
use crate::tui::screens::home::Home;
use crate::tui::screens::line::Line;
use crate::tui::theme::{self, Theme};
use crate::tui::widgets::help;
use crate::tui::widgets::hidden;
use crate::tui::widgets::shape::Shape;

/// Where the program begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// Home, or the first start's questions when nothing is followed yet.
    Home,
    /// Look-up alone: leaving it leaves the program.
    Lookup,
    /// A quiz at once.
    Quiz {
        /// Decks to quiz; all that are followed when empty.
        decks: Vec<String>,
        /// Minutes, instead of what is left of today's.
        minutes: Option<u32>,
        /// At most this many new words.
        new: Option<u32>,
        /// The form to ask in, where a card allows it.
        form: Option<Form>,
        /// Whether to ask what is weakest, due or not.
        cram: bool,
    },
    /// A quiz of exactly these words at once.
    Words(Vec<TermId>),
}

/// What the loop should do after an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flow {
    /// Draw and wait for the next one.
    Continue,
    /// Do something with the terminal first.
    Outside(Outside),
    /// Leave.
    Quit,
}

/// What is done with the terminal itself, between two frames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outside {
    /// Go to the background, and come back.
    Suspend,
    /// Let it copy a text.
    Copy(String),
    /// Give it to an editor, and take it back.
    Edit {
        /// The term whose deck is edited.
        term: TermId,
        /// The deck's file.
        file: PathBuf,
        /// The line of the term.
        line: u32,
    },
}

/// The running trainer: a stack of screens over one [`Trainer`].
pub struct App {
    trainer: Trainer,
    theme: Theme,
    screens: Vec<Box<dyn Screen>>,
    finder: Option<Rc<Finder>>,
    help: bool,
    minutes: Option<u32>,
    new: Option<u32>,
    form: Option<Form>,
    /// What a screen wants done with the terminal.
    outside: Option<Outside>,
    guard: Guard,
    /// The study day that the screen in front was told of.
    day: Day,
}

impl App {
    /// The trainer at `start`.
    ///
    /// # Errors
    /// When a quiz was asked for at once and there is no journal to keep its answers.
    pub fn new(trainer: Trainer, theme: Theme, start: Start) -> Result<Self, TrainerError> {
        let day = trainer.today();
        let mut app = Self {
            trainer,
            theme,
            screens: Vec::new(),
            finder: None,
            help: false,
            minutes: None,
            new: None,
            form: None,
            outside: None,
            guard: Guard::default(),
            day,
        };
        match start {
            Start::Home if app.is_first_start() => {
                let overview = app.overview();
                app.screens.push(Box::new(First::new(overview.decks)));
            }
            Start::Home => {
                let overview = app.overview();
                app.screens.push(Box::new(Home::new(overview)));
            }
            Start::Lookup => app.open(Place::Lookup(None)),
            Start::Quiz { decks, minutes, new, form, cram } => {
                (app.minutes, app.new, app.form) = (minutes, new, form);
                let quiz = if cram { app.cram(decks)? } else { app.quiz(decks)? };
                app.screens.push(Box::new(quiz));
            }
            Start::Words(words) => {
                let quiz = app.words(words)?;
                app.screens.push(Box::new(quiz));
            }
        }
        Ok(app)
    }

    fn overview(&mut self) -> Overview {
        self.trainer.overview()
    }

    /// The situation the user is in.
    pub fn context(&self) -> Context {
        self.screens.last().map_or(Context::Home, |screen| screen.context())
    }

    /// What the screen in front says, as lines.
    pub(super) fn plain(&self, width: u16) -> Vec<String> {
        self.screens.last().map(|screen| screen.plain(width)).unwrap_or_default()
    }

    /// Draws the screen that is in front.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        if Shape::of(area) == Shape::Tiny {
            let place = Rect { height: area.height.min(1), ..area };
            frame.render_widget(text::Line::from("needs 30×8"), place);
            return;
        }
        if let Some(screen) = self.screens.last() {
            screen.view(frame, area, &self.theme);
        }
        if self.help {
            help::draw(frame, area, self.context(), &self.theme);
        }
        if self.theme.hiding {
            theme::veil(frame.buffer_mut());
            hidden::draw(frame, area, &self.theme);
        }
        cells::part(frame.buffer_mut());
    }

    /// What stands before the user.
    fn page(&self) -> Page {
        Page {
            context: self.context(),
            depth: self.screens.len(),
            number: self.screens.last().map_or(0, |screen| screen.page()),
            help: self.help,
            today: self.day,
        }
    }

    /// Whether there is something new to read that was not drawn yet.
    fn is_unread(&self) -> bool {
        self.guard.is_unread(self.page())
    }

    /// Notes that what is there now was drawn.
    pub fn drawn(&mut self) {
        let page = self.page();
        self.guard.note(page, self.trainer.now());
    }

    /// Notes that nothing is drawn.
    pub(super) fn reads_lines(&mut self) {
        self.guard = Guard::default();
    }

    /// Takes an event in.
    pub fn handle(&mut self, event: &Event) -> Flow {
        self.take(event, true)
    }

    /// Takes in an event that came alone, or not.
    fn take(&mut self, event: &Event, is_alone: bool) -> Flow {
        if let Event::Paste(text) = event {
            self.paste(text);
            return Flow::Continue;
        }
        match event.as_key_press_event() {
            Some(key) => self.press(key, is_alone),
            None => Flow::Continue,
        }
    }

    /// Takes a pasted text as letters where there is a field, and nowhere as keys: a line end in it hands nothing in, and
    /// no letter of it grades a word or leaves one out.
    fn paste(&mut self, text: &str) {
        if self.help || !self.context().is_text() {
            return;
        }
        let text = stored(text.trim());
        // No field takes more.
        for letter in text.chars().take(LONGEST) {
            self.tell(Msg::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE)));
        }
    }

    fn press(&mut self, key: KeyEvent, is_alone: bool) -> Flow {
        let action = keymap::resolve(self.context(), key);
        self.notice_new_day();
        // Nobody has to read what is there to leave the program, to hide it, or to close the help.
        let is_for_any_page =
            self.help || matches!(action, Some(Action::Quit | Action::Hide | Action::Suspend));
        let changes = action.is_some_and(|action| action != Action::Back);
        let (key_pressed, at) = (Key::pressed(key), self.trainer.now());
        let press = Press { key: key_pressed, changes, is_alone, at };
        let page = self.page();
        let is_meant = self.guard.is_meant(press, page);
        if !is_meant && !is_for_any_page {
            return Flow::Continue;
        }
        match action {
            Some(Action::Quit) => return Flow::Quit,
            // Also under the help: somebody may have walked up.
            Some(Action::Hide) => {
                self.theme.hiding = !self.theme.hiding;
                return Flow::Continue;
            }
            Some(Action::Suspend) => return Flow::Outside(Outside::Suspend),
            _ if self.help => {
                self.help = false;
                return Flow::Continue;
            }
            Some(Action::Help) => {
                self.help = true;
                return Flow::Continue;
            }
            Some(Action::Lookup) if !self.context().is_lookup() => {
                let asked = self.asked();
                self.open(Place::Lookup(asked));
                return Flow::Continue;
            }
            _ => {}
        }
        self.tell(action.map_or(Msg::Key(key), Msg::Action));
        if self.screens.is_empty() {
            return Flow::Quit;
        }
        self.outside.take().map_or(Flow::Continue, Flow::Outside)
    }

    /// Tells the screen in front how things stand when what it shows is of an earlier day.
    pub(super) fn notice_new_day(&mut self) {
        let today = self.trainer.today();
        if std::mem::replace(&mut self.day, today) != today {
            self.resume();
            if self.context().is_read_first() {
                self.tell(Msg::Said("a new day has begun".into()));
            }
        }
    }

    /// The word that is being asked, also when another screen is in front of the question.
    fn asked(&self) -> Option<TermId> {
        self.screens.iter().rev().find_map(|screen| screen.asked())
    }

    fn env(&self) -> Env {
        Env { now: self.trainer.now(), today: self.trainer.today() }
    }

    /// Gives a message to the screen in front, and performs what it asks for.
    fn tell(&mut self, msg: Msg) {
        let env = self.env();
        let Some(screen) = self.screens.last_mut() else { return };
        for effect in screen.update(msg, env) {
            if let Some(reply) = self.perform(effect) {
                self.tell(reply);
            }
        }
    }

    /// Does what a screen asks for; what comes of it, if the screen has to know.
    fn perform(&mut self, effect: Effect) -> Option<Msg> {
        let done = match effect {
            Effect::Record(answer) => self.record(answer).map(Some),
            Effect::Strike(review, card) => self.strike(review, card).map(Some),
            Effect::Undo => self.undo().map(Some),
            Effect::Introduce(term, took_ms, sitting) => {
                self.trainer.introduce(&term, took_ms, sitting).map(|()| None)
            }
            Effect::Reset(term) => self.reset(&term).map(Some),
            Effect::Saw(term) => self.trainer.saw(&term).map(|()| None),
            Effect::LookedUp(term, query) => {
                match self.trainer.looked_up(&term, &query, LookedUpIn::Trainer) {
                    // Where there is no journal, that has been said; and a look-up that is not noted still answers.
                    Err(TrainerError::NoJournal(_)) => Ok(None),
                    noted => noted.map(|()| None),
                }
            }
            effect @ (Effect::Remember(..)
            | Effect::Want(_)
            | Effect::Jot(_)
            | Effect::Detail(_)
            | Effect::Drop(_)
            | Effect::Reopen(_)
            | Effect::Explain(..)) => self.keep(effect),
            Effect::Keep(subject, words) => self.write_down(subject, &words),
            effect @ (Effect::Note(..)
            | Effect::Flag(..)
            | Effect::Bury(_)
            | Effect::Suspend(_)
            | Effect::TakeBack(_)
            | Effect::Copy(_)
            | Effect::Edit(_)) => self.mark(effect),
            Effect::Tell(what) => Ok(Some(Msg::Said(what.into()))),
            Effect::PlanMore { decks, words, minutes, cram } => {
                self.plan_more(&decks, &words, minutes, cram).map(|plan| Some(Msg::Planned(plan)))
            }
            Effect::Follow(deck, depth) => self.follow(&deck, depth).map(Some),
            Effect::FollowOnly(decks) => self.follow_only(decks).map(|()| None),
            Effect::Set(name, value) => self.trainer.set(name, &value).map(|()| None),
            Effect::Step(name, up) => self.step(name, up),
            Effect::Open(place) => {
                self.open(place);
                Ok(None)
            }
            Effect::Replace(place) => {
                self.screens.pop();
                self.open(place);
                Ok(None)
            }
            Effect::Back => {
                self.screens.pop();
                self.resume();
                Ok(None)
            }
            Effect::Quit => {
                self.screens.clear();
                Ok(None)
            }
        };
        done.unwrap_or_else(|error| Some(Msg::Failed(error.to_string())))
    }

    /// Tells a screen that has come to the front again how things stand now.
    pub(super) fn resume(&mut self) {
        if self.screens.is_empty() {
            return;
        }
        if self.context() == Context::Home {
            let overview = Box::new(self.overview());
            self.tell(Msg::Resumed(overview));
        } else if let Some(deck) = self.screens.last().and_then(|screen| screen.team()) {
            let deck = deck.to_owned();
            if let Some(fresh) = self.briefed(&deck) {
                self.tell(fresh);
            }
        } else {
            self.tell(self.marked());
        }
    }

    fn record(&mut self, answer: Answer) -> Result<Msg, TrainerError> {
        let (review, state) = self.trainer.record(answer)?;
        Ok(Msg::Recorded { review: review.id, state })
    }

    fn open(&mut self, place: Place) {
        let screen: Result<Box<dyn Screen>, TrainerError> = match place {
            Place::Quiz(decks) => self.quiz(decks).map(|quiz| Box::new(quiz) as _),
            Place::Cram(decks) => self.cram(decks).map(|quiz| Box::new(quiz) as _),
            Place::Words(words) => self.words(words).map(|quiz| Box::new(quiz) as _),
            Place::Lookup(hidden) => Ok(Box::new(self.lookup(hidden, String::new()))),
            Place::Find(words) => Ok(Box::new(self.lookup(None, words))),
            Place::ToAsk => self.ask().map(|ask| Box::new(ask) as _),
            Place::Browse => {
                // Another program may have written since.
                let _ = self.trainer.refresh();
                let (library, marks) =
                    (self.trainer.library().clone(), self.trainer.marks().clone());
                Ok(Box::new(Browse::new(library, marks, self.trainer.today())))
            }
            Place::Write(term, writing) => Ok(Box::new(self.note(term, writing))),
            Place::Reset(term) => self.confirm_reset(term).map(|screen| Box::new(screen) as _),
            Place::Line(subject) => Ok(Box::new(Line::new(subject))),
            Place::Brief(deck) => self.brief(&deck),
            Place::Team(deck) => self.team(&deck),
            Place::Bridge(deck) => self.bridge(&deck),
            Place::Settings => Ok(Box::new(self.settings())),
            Place::Home => Ok(Box::new(Home::new(self.overview()))),
        };
        match screen {
            Ok(screen) => {
                self.tell(Msg::Covered);
                self.screens.push(screen);
            }
            Err(error) => self.tell(Msg::Failed(error.to_string())),
        }
    }

    fn finder(&mut self) -> Rc<Finder> {
        let trainer = &self.trainer;
        self.finder
            .get_or_insert_with(|| {
                let followed: Vec<&str> =
                    trainer.settings().followed().iter().map(|(deck, _)| deck.as_str()).collect();
                Rc::new(Finder::new(trainer.library(), &followed, &[]))
            })
            .clone()
    }
}

/// Where events come from.
pub trait Events {
    /// The next one; waits for it.
    fn next(&mut self) -> io::Result<Event>;
    /// Whether there is one already.
    fn is_waiting(&mut self) -> io::Result<bool>;
}

/// Runs `app` until it is left: draws on `terminal`, reads from `events`, and does with the terminal itself what `outside`
/// does: that fails as a whole where there is no terminal any more, else with a reason that is shown.
pub fn run<B: ratatui::backend::Backend>(
    app: &mut App,
    terminal: &mut ratatui::Terminal<B>,
    mut events: impl Events,
    mut outside: impl FnMut(&mut ratatui::Terminal<B>, &Outside) -> io::Result<Result<(), String>>,
) -> io::Result<()>
where
    io::Error: std::convert::From<B::Error>,
{
    app.guard.begin();
    loop {
        // What was typed before something new could be read is not meant for that.
        while app.is_unread() && events.is_waiting()? {
            let flow = app.take(&events.next()?, false);
            if !obey(&flow, app, terminal, &mut outside)? {
                return Ok(());
            }
        }
        terminal.draw(|frame| app.draw(frame))?;
        app.drawn();
        let waited = events.is_waiting()?;
        let event = events.next()?;
        let is_alone = !waited && !events.is_waiting()?;
        let flow = app.take(&event, is_alone);
        if !obey(&flow, app, terminal, &mut outside)? {
            return Ok(());
        }
    }
}

/// Does what comes of an event; whether the program goes on.
fn obey<T>(
    flow: &Flow,
    app: &mut App,
    terminal: &mut T,
    outside: &mut impl FnMut(&mut T, &Outside) -> io::Result<Result<(), String>>,
) -> io::Result<bool> {
    if let Flow::Outside(what) = flow {
        let done = outside(terminal, what)?;
        app.came_back(what, done);
    }
    Ok(*flow != Flow::Quit)
}
