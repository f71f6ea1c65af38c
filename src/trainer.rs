//! `Trainer` is the facade over decks, journal, clock and settings. Everything above it uses it alone to reach the outside world.

mod annotations;
mod answers;
pub mod backups;
mod captions;
mod clock_jump;
mod credits;
mod custom_quiz;
mod day;
mod decks;
mod displaced;
pub mod doctor;
mod forget;
mod jottings;
mod look_back;
mod lookup_journal;
mod meetings;
mod overview;
mod personal_deck;
mod replay;
mod scenes;
mod spellings;
mod term_queue;
mod tune;

pub use forget::{Erased, Which};
pub use lookup_journal::LookupJournal;
pub use personal_deck::MINE;
pub use replay::{replay, replay_over};
pub use term_queue::Comes;
pub use tune::Tuned;

pub use crate::store::LookedUpIn;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use uuid::Uuid;

use crate::app_dirs::{AppDirs, NoHome};
use crate::core::annotations::Annotations;
use crate::core::card::TermId;
use crate::core::deck::problem::Problem;
use crate::core::deck_names;
use crate::core::learner_state::LearnerState;
use crate::core::library::Library;
use crate::core::plan::States;
use crate::core::review::Review;
use crate::core::rng::Ids;
use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Parameters, Scheduler};
use crate::core::text::reason;
use crate::core::time::{Calendar, Clock, Day, Timestamp};
use crate::core::tune::TuneError;
use crate::files::{self, Loaded, Sources};
use crate::settings::{self, Settings, WriteError};
use crate::sources::{Copies, Source};
use crate::store::{Journal, JournalError, Left, PATIENCE, PATIENCE_ON_SCREEN};

/// What to open a trainer with.
#[derive(Clone)]
pub struct Options {
    /// The user's directories, if any.
    pub places: Result<AppDirs, NoHome>,
    /// Deck files and folders named for this run.
    pub named: Vec<PathBuf>,
    /// The clock.
    pub clock: Rc<dyn Clock>,
    /// The user's time zone.
    pub zone: jiff::tz::TimeZone,
    /// A random seed, different for every running program.
    pub seed: u64,
}

/// Why an action failed. Nothing it would have changed was changed.
#[derive(Debug, thiserror::Error)]
pub enum TrainerError {
    /// There is no journal to write to.
    #[error("{0}")]
    NoJournal(String),
    /// The journal could not be read or written.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The settings could not be written.
    #[error(transparent)]
    Settings(#[from] WriteError),
    /// The setting does not accept this value.
    #[error("{0}")]
    Value(String),
    /// A deck could not be read or written.
    #[error(transparent)]
    Deck(#[from] files::WriteError),
    /// There is nowhere to write to.
    #[error(transparent)]
    NoHome(#[from] NoHome),
    /// The reviews do not allow tuning.
    #[error(transparent)]
    Tune(#[from] TuneError),
}

/// Decks, journal, clock and settings, opened together.
pub struct Trainer {
    library: Rc<Library>,
    problems: Vec<Problem>,
    notices: Vec<String>,
    /// What sources replaced, and what replaced decks of sources.
    of_sources: Vec<String>,
    /// How many of the notices are about decks; these come first.
    deck_notices: usize,
    /// Where the decks come from.
    sources: Sources,
    /// External decks with a local copy.
    kept: Vec<Source>,
    settings: Settings,
    settings_path: Option<PathBuf>,
    /// The path of the journal.
    progress: Option<PathBuf>,
    /// Whether that file is only looked at, and may be unreadable.
    only_looks: bool,
    journal: Result<Journal, String>,
    clock: Rc<dyn Clock>,
    calendar: Calendar,
    parameters: Parameters,
    scheduler: Rc<Scheduler>,
    states: States,
    /// Each term's definition as the user last saw it.
    seen: HashMap<TermId, String>,
    /// Notes and suspensions.
    marks: Rc<Annotations>,
    ids: Ids,
    seed: u64,
    /// The tuning hint, computed once per run.
    hint: OnceCell<Option<String>>,
    /// The states at the end of earlier days, computed on first use.
    past: Option<replay::Past>,
    /// How long to wait while another program writes.
    patience: Duration,
    /// The warning about the folder of the journal, once it was looked for.
    folder_warning: OnceCell<Option<String>>,
    /// When this was opened.
    opened_at: Timestamp,
    /// The answers given since then, and those of them taken back, in case the journal's file is replaced.
    given: Vec<Review>,
    struck: Vec<(Uuid, Timestamp)>,
    /// What was in such a file, until it is in the one that replaced it.
    left: Option<Left>,
    /// Where it is kept until then.
    aside: Option<PathBuf>,
}

impl Trainer {
    /// Opens everything. A broken part becomes a notice and does not stop the rest: without a journal there is no quiz, but
    /// look-up and browsing work.
    pub fn open(options: Options) -> Self {
        Self::with_decks(options, None)
    }

    /// The same for a screen, which waits only for a moment while another program writes.
    pub fn open_on_screen(options: Options) -> Self {
        Self::without_progress(options, None, PATIENCE_ON_SCREEN).with_progress()
    }

    /// Opens only what a look-up on a screen needs. Seen definitions are not loaded, so do not use it for a quiz.
    pub fn open_to_look_up(options: Options) -> Self {
        let mut trainer = Self::without_progress(options, None, PATIENCE_ON_SCREEN);
        // Look-up works without notes, and without knowing what is known.
        let _ = trainer.load_states();
        let _ = trainer.load_marks();
        trainer
    }

    /// Opens everything, with the decks that are already `loaded`, if any.
    pub(crate) fn with_decks(options: Options, loaded: Option<Loaded>) -> Self {
        Self::without_progress(options, loaded, PATIENCE).with_progress()
    }

    /// Loads the journal's data about cards and words.
    fn with_progress(mut self) -> Self {
        let mut loaded = self.load();
        if let Err(JournalError::Rebuilt(what)) = loaded {
            self.notices.push(what);
            loaded = self.load();
        }
        if let Err(error) = loaded {
            self.journal = Err(error.to_string());
        }
        self
    }

    /// Opens everything without loading the journal's data about cards and words.
    fn without_progress(options: Options, loaded: Option<Loaded>, patience: Duration) -> Self {
        let Options { places, named, clock, zone, seed } = options;
        let settings_path = places.as_ref().ok().map(AppDirs::settings);
        let progress = places.as_ref().ok().map(AppDirs::journal);
        let only_looks = places.as_ref().is_ok_and(|places| places.looked_at.is_some());
        let mut complaints = Vec::new();
        let settings = read_settings(settings_path.as_deref(), &mut complaints);
        let sources = deck_sources(&places, &named, &settings);
        let loaded = loaded.unwrap_or_else(|| files::load(&sources));
        let Loaded { library, problems, mut notices, of_sources } = loaded;
        let deck_notices = notices.len();
        notices.extend(complaints);
        notices.extend(misspelled(&settings, &library));
        let listed = places.as_ref().map(|places| Copies::new(places.sources()).list());
        let (kept, complaints) = listed.unwrap_or_default();
        notices.extend(complaints);
        let mut ids = Ids::new(seed);
        let now = clock.now();
        let journal = open_journal(&places, patience, now, ids.next(now));
        let opened = journal.as_ref().ok();
        notices.extend(opened.and_then(Journal::rebuilt));
        notices.extend(opened.and_then(Journal::only_read));
        let (parameters, notice) =
            journal.as_ref().map_or((DEFAULT_PARAMETERS, None), tune::parameters);
        notices.extend(notice);
        let scheduler = Scheduler::new(&parameters, settings.retention)
            .or_else(|_| Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION))
            .expect("the default parameters and retention make a scheduler");
        let calendar = Calendar::new(zone, settings.day_starts);
        Self {
            library: Rc::new(library),
            problems,
            notices,
            of_sources,
            deck_notices,
            kept,
            sources,
            settings,
            settings_path,
            progress,
            only_looks,
            journal,
            clock,
            calendar,
            parameters,
            scheduler: Rc::new(scheduler),
            states: States::new(),
            seen: HashMap::new(),
            marks: Rc::default(),
            ids,
            seed,
            hint: OnceCell::new(),
            past: None,
            patience,
            folder_warning: OnceCell::new(),
            opened_at: now,
            given: Vec::new(),
            struck: Vec::new(),
            left: None,
            aside: None,
        }
    }

    /// All decks.
    pub fn library(&self) -> &Rc<Library> {
        &self.library
    }

    /// Problems in the decks.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What a command says of the problems in the decks: those of sources only as their number.
    pub fn in_passing(&self) -> Vec<String> {
        self.sources.in_passing(&self.problems)
    }

    /// Other notices for the user.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// Why progress cannot be saved, if so.
    pub fn no_journal(&self) -> Option<&str> {
        self.journal.as_ref().err().map(String::as_str)
    }

    /// Fails if no answer can be saved.
    pub fn refuse_read_only(&mut self) -> Result<(), TrainerError> {
        Ok(self.journal()?.refuse_read_only()?)
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The path of the settings file.
    pub fn settings_path(&self) -> Option<&PathBuf> {
        self.settings_path.as_ref()
    }

    /// The schedule.
    pub fn scheduler(&self) -> &Rc<Scheduler> {
        &self.scheduler
    }

    /// The state of every card.
    pub fn states(&self) -> &States {
        &self.states
    }

    /// All decks with the state of their words.
    fn known(&self) -> LearnerState<'_> {
        let Self { library, states, scheduler, .. } = self;
        LearnerState { library, states, scheduler }
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The current study day.
    pub fn today(&self) -> Day {
        self.calendar.day(self.now())
    }

    /// The study day of `at`.
    pub fn day_of(&self, at: Timestamp) -> Day {
        self.calendar.day(at)
    }

    /// The seed of this run.
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// An ID for a new session.
    pub fn new_session(&mut self) -> Uuid {
        let now = self.now();
        self.ids.next(now)
    }

    fn journal(&mut self) -> Result<&mut Journal, TrainerError> {
        self.journal.as_mut().map_err(|why| TrainerError::NoJournal(why.clone()))
    }

    /// A hash of everything states depend on besides reviews.
    fn key(&self) -> u64 {
        self.scheduler.fingerprint() ^ self.library.renames().fingerprint()
    }

    fn load_states(&mut self) -> Result<(), JournalError> {
        let key = self.key();
        // It depends on the same inputs.
        self.past = None;
        let Ok(journal) = &mut self.journal else { return Ok(()) };
        if let Some(states) = journal.cached_states(key)? {
            self.states = states.into_iter().collect();
            return Ok(());
        }
        let history = journal.history()?;
        self.states = replay(&history.reviews, &self.library, &self.scheduler);
        // The cache only saves time: a read-only or full disk is no reason to stop.
        let _ = journal.put_states(key, history.extent, &self.states);
        Ok(())
    }

    fn load_seen(&mut self) -> Result<(), JournalError> {
        let Ok(journal) = &self.journal else { return Ok(()) };
        let seen = journal.seen()?.into_iter();
        self.seen = seen.map(|(term, text)| (self.library.resolve(&term), text)).collect();
        Ok(())
    }

    /// Loads what another program has written since.
    pub fn refresh(&mut self) -> Result<(), TrainerError> {
        if self.journal()?.changed_elsewhere()? {
            self.load()?;
        }
        Ok(())
    }

    /// Sets `name` to `value`, written as in the file.
    pub fn set(&mut self, name: &'static str, value: &str) -> Result<(), TrainerError> {
        self.settings.clone().set(name, value).map_err(TrainerError::Value)?;
        self.change(name, |settings| settings.set(name, value).unwrap_or_default())
    }

    /// Changes and saves a setting, and loads what other programs have set since.
    pub fn change(
        &mut self,
        name: &'static str,
        change: impl FnOnce(&mut Settings),
    ) -> Result<(), TrainerError> {
        if let Some(file) = self.progress.as_ref().filter(|_| self.only_looks) {
            return Err(JournalError::OnlyRead(file.clone()).into());
        }
        let path = self.settings_path.as_ref().ok_or(NoHome)?;
        let settings = settings::change(path, name, self.patience, change)?;
        self.apply(settings)
    }

    /// Loads what other programs have set since. Settings that can't be read stay as they were.
    pub fn refresh_settings(&mut self) -> Result<(), TrainerError> {
        match self.settings_path.as_ref().map(|path| settings::load(path)) {
            Some(Ok(found)) if found.settings != self.settings => self.apply(found.settings),
            _ => Ok(()),
        }
    }

    fn apply(&mut self, settings: Settings) -> Result<(), TrainerError> {
        self.calendar.set_start(settings.day_starts);
        self.settings = settings;
        Ok(self.reschedule()?)
    }

    /// Applies the current parameters and settings, and derives all states again if that changes them.
    fn reschedule(&mut self) -> Result<(), JournalError> {
        if let Ok(scheduler) = Scheduler::new(&self.parameters, self.settings.retention)
            && scheduler.fingerprint() != self.scheduler.fingerprint()
        {
            self.scheduler = Rc::new(scheduler);
            self.load_states()?;
        }
        Ok(())
    }
}

/// Where to look for decks: copies of external ones, the user's own, those `named` for this run, and the built-in ones that
/// `settings` let in.
pub fn deck_sources(
    places: &Result<AppDirs, NoHome>,
    named: &[PathBuf],
    settings: &Settings,
) -> Sources {
    let places = places.as_ref().ok();
    Sources {
        copies: places.map(|places| Copies::new(places.sources()).serving()).unwrap_or_default(),
        own: places.map(AppDirs::decks),
        named: named.to_owned(),
        prepared: places.map(AppDirs::prepared),
        builtin: settings.builtin.clone(),
    }
}

/// Reads the settings at `path`. Adds its problems to `notices`.
fn read_settings(path: Option<&Path>, notices: &mut Vec<String>) -> Settings {
    let Some(path) = path else { return Settings::default() };
    match settings::load(path) {
        Ok(from) => {
            let shown = path.display();
            let complaints = from.complaints.iter();
            notices.extend(complaints.map(|c| format!("{shown}:{}: {}", c.line, c.what)));
            from.settings
        }
        Err(error) => {
            notices.push(format!("cannot read settings: {}", reason(&error)));
            Settings::default()
        }
    }
}

/// The followed decks that are not installed but may be misspelled, as notices.
fn misspelled(settings: &Settings, library: &Library) -> Vec<String> {
    let decks: Vec<(&str, &str)> = library.titles().collect();
    let missing = settings.followed().iter().filter(|(deck, _)| library.deck(deck).is_none());
    let asked = missing.filter_map(|(deck, _)| {
        let question = deck_names::ask(deck, &decks)?;
        Some(format!("the settings follow `{deck}`, which is not a deck; {question}"))
    });
    asked.collect()
}

/// Opens the journal, or says why there is none. A new one gets `now` and `device`. One that cannot be written is only read.
fn open_journal(
    places: &Result<AppDirs, NoHome>,
    patience: Duration,
    now: Timestamp,
    device: Uuid,
) -> Result<Journal, String> {
    let places = places.as_ref().map_err(ToString::to_string)?;
    let path = places.journal();
    let opened = match &places.looked_at {
        Some(_) => Journal::read_only(&path, JournalError::OnlyRead, now, device),
        None => Journal::open_within(patience, &path, now, device).or_else(|why| {
            let reason = match why {
                JournalError::ReadOnly(_) => JournalError::ReadOnly,
                JournalError::Full(_) => JournalError::Full,
                JournalError::Limited(_) => JournalError::Limited,
                _ => return Err(why),
            };
            // If it cannot be read either, the reason to name is still why it cannot be written.
            Journal::read_only(&path, reason, now, device).map_err(|_| why)
        }),
    };
    opened.map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;
