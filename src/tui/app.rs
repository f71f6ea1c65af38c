//! The application: resolves a key, updates the screen in front, and runs its effects.

mod annotations;
mod captions;
mod choices;
mod event_loop;
mod guard;
mod meeting;
mod quizzes;
mod scenes;
mod teams;

pub use captions::CaptionSource;
#[cfg(test)]
pub(super) use event_loop::REST;
pub(super) use event_loop::{Events, run};

use std::cell::{Cell, OnceCell};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::widgets::{Paragraph, Wrap};

use crate::core::card::{DeckId, TermId};
use crate::core::finder::Finder;
use crate::core::jargon::Scanner;
use crate::core::jotting::LONGEST;
use crate::core::overview::Overview;
use crate::core::review::{Answer, Form};
use crate::core::text::{reason, stored};
use crate::core::time::Day;
use crate::trainer::{LookedUpIn, Trainer, TrainerError};
use crate::tui::action::{Action, Context};
use crate::tui::app::captions::Following;
use crate::tui::app::guard::{Guard, Page, Press};
use crate::tui::cells;
use crate::tui::keymap::{self, Key};
use crate::tui::message::{Effect, Env, Msg, Reply, Route, Screen};
use crate::tui::screens::browse::Browse;
use crate::tui::screens::confirm::Confirm;
use crate::tui::screens::first::First;
use crate::tui::screens::home::Home;
use crate::tui::screens::stats::Stats;
use crate::tui::screens::teach_back::TeachBack;
use crate::tui::theme::{self, Background, Theme};
use crate::tui::widgets::help;
use crate::tui::widgets::hidden;
use crate::tui::widgets::layout::Breakpoint;

/// Where the program starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// Home, or the questions of a first start if no team is followed yet.
    Home,
    /// Look-up only: leaving it quits the program.
    Lookup,
    /// A quiz.
    Quiz {
        /// Decks to quiz; empty for all followed decks.
        decks: Vec<DeckId>,
        /// Minutes, instead of the rest of today's.
        minutes: Option<u32>,
        /// The maximum number of new words.
        new: Option<u32>,
        /// The question form, for cards that allow it.
        form: Option<Form>,
        /// Whether to cram: ask the weakest cards, due or not.
        cram: bool,
    },
    /// A quiz of exactly these words.
    Words(Vec<TermId>),
    /// The most fitting scene of these decks; if empty, of all followed decks.
    Scene(Vec<DeckId>),
}

/// What the loop should do after an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flow {
    /// Draw, then wait for the next event.
    Continue,
    /// First run something on the terminal.
    TerminalRequest(TerminalRequest),
    /// Quit.
    Quit,
}

/// A request to the terminal, run between two frames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TerminalRequest {
    /// Suspend the process group until it is continued.
    Suspend,
    /// Set the terminal up again after the process was continued.
    Continue,
    /// Copy a text to the clipboard.
    Copy(String),
    /// Open an editor and wait for it to exit.
    Edit {
        /// The term to edit.
        term: TermId,
        /// The deck's file.
        file: PathBuf,
        /// The line number of the term.
        line: u32,
    },
}

/// The running trainer: a stack of screens over one [`Trainer`].
pub struct App {
    trainer: Trainer,
    theme: Theme,
    screens: Vec<Box<dyn Screen>>,
    /// Whether the window was too small for the screen when it was last drawn.
    is_tiny: Cell<bool>,
    finder: Option<Arc<Finder>>,
    /// Finds words in sentences; built when it is first needed.
    scanner: Rc<OnceCell<Scanner>>,
    help: bool,
    minutes: Option<u32>,
    new: Option<u32>,
    form: Option<Form>,
    /// The pending request to the terminal.
    outside: Option<TerminalRequest>,
    guard: Guard,
    /// The live captions that are followed, if any.
    following: Option<Following>,
    /// The study day that the front screen last knew.
    day: Day,
    /// Whether the backup of that day still has to be made.
    lacks_backup: bool,
}

impl App {
    /// Opens the trainer at `start`.
    ///
    /// # Errors
    /// If `start` is a quiz and there is no journal to save its answers in.
    pub fn new(trainer: Trainer, theme: Theme, start: Start) -> Result<Self, TrainerError> {
        let mut app = Self::empty(trainer, theme);
        app.lacks_backup = start != Start::Lookup;
        let place = match start {
            Start::Home if app.is_first_start() => {
                let overview = app.overview();
                app.screens.push(Box::new(First::new(overview.decks)));
                return Ok(app);
            }
            Start::Home => Route::Home,
            Start::Lookup => Route::Lookup(None),
            Start::Quiz { decks, minutes, new, form, cram } => {
                (app.minutes, app.new, app.form) = (minutes, new, form);
                if cram { Route::Cram(decks) } else { Route::Quiz(decks) }
            }
            Start::Words(words) => Route::Words(words),
            Start::Scene(decks) => Route::Scene(decks, None),
        };
        let screen = app.screen(place)?;
        app.screens.push(screen);
        Ok(app)
    }

    /// A trainer without a screen.
    fn empty(trainer: Trainer, theme: Theme) -> Self {
        let hiding = theme.hiding || trainer.settings().privacy;
        Self {
            day: trainer.today(),
            trainer,
            theme: Theme { hiding, ..theme },
            screens: Vec::new(),
            is_tiny: Cell::new(false),
            finder: None,
            scanner: Rc::default(),
            help: false,
            minutes: None,
            new: None,
            form: None,
            outside: None,
            guard: Guard::default(),
            following: None,
            lacks_backup: false,
        }
    }

    fn overview(&mut self) -> Overview {
        // Another process may have changed them. Otherwise, those known stay.
        let _ = self.trainer.refresh_settings();
        let mut overview = self.trainer.overview();
        let runs_out = overview.new == 0 && overview.done.answers > 0;
        overview.offers = self.offers(&[], runs_out);
        overview
    }

    /// The current context.
    pub fn context(&self) -> Context {
        self.screens.last().map_or(Context::Home, |screen| screen.context())
    }

    /// The front screen as lines of text.
    pub(super) fn plain(&self, width: u16) -> Vec<String> {
        self.screens.last().map(|screen| screen.plain(width)).unwrap_or_default()
    }

    /// Draws the front screen.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        self.is_tiny.set(Breakpoint::of(area) == Breakpoint::Tiny);
        if self.is_tiny.get() {
            let key = keymap::key_for(Context::Home, Action::Quit);
            let said = Paragraph::new(format!("needs 30×8; {key} quits"));
            frame.render_widget(said.wrap(Wrap { trim: true }), area);
            return;
        }
        if let Some(screen) = self.screens.last() {
            screen.view(frame, area, &self.theme);
        }
        if let Some(screen) = self.screens.last().filter(|_| self.help) {
            let is_idle = |action| screen.is_idle(action, area);
            help::draw(frame, area, (screen.context(), is_idle), &self.theme);
        }
        if self.theme.hiding {
            theme::redact(frame.buffer_mut());
            hidden::draw(frame, area, &self.theme);
        }
        cells::part(frame.buffer_mut());
    }

    /// Identifies the page in front of the user.
    fn page(&self) -> Page {
        Page {
            context: self.context(),
            depth: self.screens.len(),
            number: self.screens.last().map_or(0, |screen| screen.page()),
            help: self.help,
            today: self.day,
        }
    }

    /// Whether there is new content to read that wasn't drawn yet.
    fn is_unread(&self) -> bool {
        self.guard.is_unread(self.page())
    }

    /// Records that the current page was drawn.
    pub fn drawn(&mut self) {
        let page = self.page();
        self.guard.note(page, self.trainer.now());
    }

    /// Makes the backup of the day, once the screen is there. Returns whether the screen now says that it failed.
    pub(super) fn back_up(&mut self) -> bool {
        if !std::mem::take(&mut self.lacks_backup) {
            return false;
        }
        let failure = self.trainer.back_up_daily().err();
        failure.map(|why| self.dispatch(Msg::Failed(why.to_string()))).is_some()
    }

    /// Whether the screens have color.
    pub(super) fn has_color(&self) -> bool {
        self.theme != Theme { hiding: self.theme.hiding, ..Theme::mono() }
    }

    /// Uses the colors for this background from now on.
    fn suit(&mut self, background: Background) {
        self.theme = Theme { hiding: self.theme.hiding, ..Theme::on(background) };
    }

    /// Switches to plain mode, which draws nothing.
    pub(super) fn reads_lines(&mut self) {
        self.guard = Guard::default();
    }

    /// Prepares for closing the application. Returns what to tell the user if there is progress outside the journal file.
    ///
    /// # Errors
    /// If it cannot be kept.
    pub fn leave(&mut self) -> Result<Option<String>, TrainerError> {
        self.trainer.keep_displaced()
    }

    /// Handles an event that no other follows soon.
    pub fn handle(&mut self, event: &Event) -> Flow {
        let flow = self.take(event, true);
        self.rest();
        flow
    }

    /// Whether work was left for a moment without a key.
    fn is_waiting(&self) -> bool {
        self.screens.last().is_some_and(|screen| screen.is_waiting())
    }

    /// Does what was left for such a moment.
    fn rest(&mut self) {
        if self.is_waiting() {
            self.dispatch(Msg::Rested);
        }
    }

    /// Handles an event; `is_alone` if no other event is waiting behind it.
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

    /// Inserts pasted text into the field, if there is one. Never treats it as keys: a line break doesn't submit, and no letter
    /// grades or skips a word.
    fn paste(&mut self, text: &str) {
        if self.help || !self.context().is_text() {
            return;
        }
        let text = stored(text.trim());
        if self.context() == Context::Lookup {
            // A look-up after each letter of a long text would take seconds.
            self.dispatch(Msg::Pasted(text.into_owned()));
            return;
        }
        // No field holds more than this.
        for letter in text.chars().take(LONGEST) {
            self.dispatch(Msg::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE)));
        }
    }

    fn press(&mut self, key: KeyEvent, is_alone: bool) -> Flow {
        let action = keymap::resolve(self.context(), key);
        self.notice_new_day();
        // These work without reading the page: quit, hide, and closing the help.
        let is_for_any_page =
            self.help || matches!(action, Some(Action::Quit | Action::Hide | Action::Suspend));
        let changes = action.is_some_and(|action| action != Action::Back);
        let at = self.trainer.now();
        let press = Press { key: Key::pressed(key), changes, is_alone, at };
        let page = self.page();
        let is_meant = self.guard.is_meant(press, page);
        // What cannot be seen is not answered.
        if (!is_meant || self.is_tiny.get()) && !is_for_any_page {
            return Flow::Continue;
        }
        match action {
            Some(Action::Quit) => return Flow::Quit,
            Some(Action::Suspend) => return Flow::TerminalRequest(TerminalRequest::Suspend),
            // Also works under the help, in case someone walks up.
            Some(Action::Hide) => self.theme.hiding = !self.theme.hiding,
            _ if self.help => self.help = false,
            Some(Action::Help) => {
                // What was just done is not said any longer.
                self.dispatch(Msg::Action(Action::Help));
                self.help = true;
            }
            Some(Action::Lookup) if !self.context().is_lookup() => {
                self.open(Route::Lookup(self.asked()));
            }
            _ => {
                self.dispatch(action.map_or(Msg::Key(key), Msg::Action));
                if self.screens.is_empty() {
                    return Flow::Quit;
                }
                return self.outside.take().map_or(Flow::Continue, Flow::TerminalRequest);
            }
        }
        Flow::Continue
    }

    /// Refreshes the front screen if a new study day has begun.
    pub(super) fn notice_new_day(&mut self) {
        let today = self.trainer.today();
        if std::mem::replace(&mut self.day, today) != today {
            self.lacks_backup = true;
            self.resume();
            if self.context().is_read_first() {
                self.dispatch(Msg::Said("a new day has begun".into()));
            }
        }
    }

    /// The word of the open question, even if another screen covers it.
    fn asked(&self) -> Option<TermId> {
        self.screens.iter().rev().find_map(|screen| screen.asked())
    }

    fn env(&self) -> Env {
        Env { now: self.trainer.now(), today: self.trainer.today() }
    }

    /// Sends a message to the front screen and runs the effects it returns.
    fn dispatch(&mut self, msg: Msg) {
        let env = self.env();
        let Some(screen) = self.screens.last_mut() else { return };
        for effect in screen.update(msg, env) {
            match self.run_effect(effect) {
                Ok(reply) => reply.into_iter().for_each(|reply| self.dispatch(reply)),
                Err(error) => self.failed(&error),
            }
        }
    }

    /// Shows `error` on the front screen. If another file is in the place of the journal, asks whether to continue with that.
    fn failed(&mut self, error: &TrainerError) {
        self.dispatch(Msg::Failed(reason(error)));
        if self.context() != Context::Displaced
            && let Some(asked) = self.trainer.displaced()
        {
            self.dispatch(Msg::Covered);
            self.screens.push(Box::new(Confirm::displaced(asked)));
        }
    }

    /// Runs an effect. Returns the reply for the screen, if any.
    fn run_effect(&mut self, effect: Effect) -> Result<Option<Msg>, TrainerError> {
        match effect {
            Effect::Record(answer) => return self.record(answer).map(Some),
            Effect::Strike(review, card) => return self.strike(review, card).map(Some),
            Effect::Undo => return self.undo().map(Some),
            Effect::Introduce(term, took_ms, session) => {
                self.trainer.introduce(&term, took_ms, session)?;
            }
            Effect::Played(play) => self.trainer.played(&play)?,
            Effect::Reset(term) => return self.reset(&term).map(Some),
            Effect::ContinueWithFile => {
                let said = self.trainer.go_on()?;
                self.resume();
                return Ok(Some(Msg::Said(said)));
            }
            Effect::Saw(term) => self.trainer.saw(&term)?,
            Effect::LookedUp(term, query) => {
                match self.trainer.looked_up(&term, &query, LookedUpIn::Trainer) {
                    // A missing journal was reported already, and look-up works without a log.
                    Err(TrainerError::NoJournal(_)) => {}
                    noted => noted?,
                }
            }
            Effect::Remember(query, term) => {
                self.trainer.remember(&query, &term)?;
                return Ok(Some(Msg::Remembered(term)));
            }
            Effect::Want(term) => return self.want(&term).map(Some),
            Effect::Jot(words) => return self.jot(&words).map(Some),
            Effect::Detail(jotting) => {
                self.trainer.change_jotting(&jotting)?;
                return self.list(Reply::Kept).map(Some);
            }
            Effect::Drop(jotting) => {
                self.trainer.end_jotting(&jotting)?;
                return self.list(Reply::Dropped).map(Some);
            }
            Effect::Reopen(jotting) => {
                self.trainer.reopen_jotting(&jotting)?;
                return self.list(Reply::Back).map(Some);
            }
            Effect::Explain(jotting, explanation) => {
                self.trainer.explain(&jotting, &explanation)?;
                self.drop_indexes();
                self.dispatch(Msg::Library(self.trainer.library().clone()));
                return self.list(Reply::Answered).map(Some);
            }
            Effect::Mute(number, is_muted) => self.mute(number, is_muted),
            Effect::Keep(subject, words) => return self.write_down(subject, &words).map(Some),
            Effect::Hold(term, hold) => {
                self.trainer.hold(&term, hold)?;
                return Ok(Some(self.marked()));
            }
            Effect::Thanked(thanks) => {
                self.trainer.thanked(&thanks)?;
                return Ok(Some(Msg::Resumed(Box::new(self.overview()))));
            }
            Effect::Copy(text) => {
                self.outside = Some(TerminalRequest::Copy(text));
                return Ok(Some(Msg::Copied));
            }
            Effect::Edit(term) => return Ok(self.edit(term).err().map(Msg::Failed)),
            Effect::Tell(what) => return Ok(Some(Msg::Said(what.into()))),
            Effect::PlanMore { decks, words, new, cram } => {
                let plan = self.plan_more(&decks, &words, new, cram)?;
                return Ok(Some(Msg::Planned(plan)));
            }
            Effect::OfferScene(decks) => {
                self.trainer.write_back();
                return Ok(Some(Msg::Offered(self.offer_after_quiz(&decks)?)));
            }
            Effect::Refill(decks) => return Ok(self.refill(&decks)?.map(Msg::Refilled)),
            Effect::Follow(deck, depth) => return self.follow(&deck, depth).map(Some),
            Effect::FollowOnly(decks) => self.follow_only(decks)?,
            Effect::Set(name, value) => self.trainer.set(name, &value)?,
            Effect::Step(name, up) => return self.step(name, up),
            Effect::Open(place) => self.open(place),
            Effect::Replace(place) => {
                self.screens.pop();
                self.open(place);
            }
            Effect::Back => {
                self.screens.pop();
                self.trainer.write_back();
                self.resume();
            }
            Effect::Quit => self.screens.clear(),
        }
        Ok(None)
    }

    /// Refreshes the front screen after the one above it closed.
    pub(super) fn resume(&mut self) {
        if self.screens.is_empty() {
            return;
        }
        if matches!(self.context(), Context::Home | Context::HomeFind) {
            let overview = Box::new(self.overview());
            self.dispatch(Msg::Resumed(overview));
        } else if let Some(deck) = self.screens.last().and_then(|screen| screen.team()) {
            let deck = deck.clone();
            let is_page = self.context() == Context::Team;
            let fresh = if is_page { self.stands(&deck) } else { self.briefed(&deck) };
            if let Some(fresh) = fresh {
                self.dispatch(fresh);
            }
        } else {
            self.dispatch(self.marked());
            if self.context() == Context::Summary
                && let Ok(answers) = self.trainer.answered_in_scenes()
            {
                self.dispatch(Msg::Sat(self.trainer.states().clone(), answers));
            }
        }
    }

    fn record(&mut self, answer: Answer) -> Result<Msg, TrainerError> {
        let (review, state) = self.trainer.record(answer)?;
        Ok(Msg::Recorded { review: review.id, state })
    }

    fn open(&mut self, place: Route) {
        match self.screen(place) {
            Ok(screen) => {
                self.dispatch(Msg::Covered);
                self.screens.push(screen);
            }
            Err(error) => self.failed(&error),
        }
    }

    fn screen(&mut self, place: Route) -> Result<Box<dyn Screen>, TrainerError> {
        if matches!(place, Route::Quiz(_) | Route::Cram(_) | Route::Words(_) | Route::Scene(..)) {
            // Before the first answer, not after it.
            self.trainer.refuse_read_only()?;
        }
        Ok(match place {
            Route::Quiz(decks) => Box::new(self.quiz(decks)?),
            Route::Cram(decks) => Box::new(self.cram(decks)?),
            Route::Words(words) => Box::new(self.words(words)?),
            Route::Scene(decks, scene) => Box::new(self.scene(&decks, scene.as_deref())?),
            Route::Lookup(hidden) => Box::new(self.lookup(hidden, String::new())),
            Route::Find(words) => Box::new(self.lookup(None, words)),
            Route::ToAsk => Box::new(self.ask()?),
            Route::Browse(deck) => {
                // Another process may have written to the journal.
                let _ = self.trainer.refresh();
                let (library, marks) = (self.trainer.library(), self.trainer.marks());
                let today = self.trainer.today();
                Box::new(Browse::new(library.clone(), marks.clone(), today, deck.as_deref()))
            }
            Route::Reset(term) => Box::new(self.confirm_reset(term)?),
            Route::TeachBack(term) => {
                Box::new(TeachBack::new(self.trainer.library().clone(), term))
            }
            Route::Line(subject) => Box::new(self.line(subject)),
            Route::Brief(deck) => Box::new(self.brief(&deck)?),
            Route::Team(deck) => Box::new(self.team(&deck)?),
            Route::Bridge(deck, other) => Box::new(self.bridge(&deck, other.as_ref())?),
            Route::Settings => Box::new(self.settings()),
            Route::Stats => Box::new(Stats::new(self.trainer.look_backs()?, self.trainer.today())),
            Route::Home => Box::new(Home::new(self.overview())),
        })
    }

    /// Drops what was derived from the library, because it has changed.
    fn drop_indexes(&mut self) {
        self.finder = None;
        self.scanner = Rc::default();
    }

    fn finder(&mut self) -> Arc<Finder> {
        let trainer = &self.trainer;
        self.finder
            .get_or_insert_with(|| {
                let followed: Vec<&str> =
                    trainer.settings().followed().iter().map(|(deck, _)| deck.as_str()).collect();
                Arc::new(Finder::new(trainer.library(), &followed, &[]))
            })
            .clone()
    }
}
