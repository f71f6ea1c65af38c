//! The trainer: decks, journal, clock and settings, opened together. Everything above it holds one of these and
//! nothing else of the world.

mod answers;
mod day;
mod decks;
mod forget;
mod glance;
mod jottings;
mod marks;
mod meetings;
mod mine;
mod overview;
mod replay;
mod spellings;
mod tune;
mod wanted;
mod words;

pub use forget::{Forgotten, What, Which};
pub use glance::Glance;
pub use mine::MINE;
pub use replay::{replay, replay_over};
pub use tune::{TuneFailure, Tuned};
pub use wanted::Comes;

pub use crate::store::LookedUpIn;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use uuid::Uuid;

use crate::core::card::TermId;
use crate::core::deck::problem::Problem;
use crate::core::known::Known;
use crate::core::library::Library;
use crate::core::marks::Marks;
use crate::core::plan::States;
use crate::core::rng::Ids;
use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Parameters, Scheduler};
use crate::core::time::{Calendar, Clock, Day, Timestamp};
use crate::files::{self, Loaded, Sources};
use crate::places::{NoHome, Places};
use crate::settings::{self, Settings, WriteError};
use crate::sources::{Copies, Source};
use crate::store::{Journal, JournalError};

/// What a trainer is opened with.
pub struct Options {
    /// Where the user's files live, if anywhere.
    pub places: Result<Places, NoHome>,
    /// Files and folders of decks named for this run.
    pub named: Vec<PathBuf>,
    /// The clock.
    pub clock: Rc<dyn Clock>,
    /// The user's time zone.
    pub zone: jiff::tz::TimeZone,
    /// A number that no other running program has.
    pub seed: u64,
}

impl Options {
    /// Where decks are looked for.
    fn sources(&self) -> Sources {
        deck_sources(&self.places, &self.named)
    }
}

/// Why something could not be done. What it concerns is as it was before.
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
    /// A setting cannot have this value.
    #[error("{0}")]
    Value(String),
    /// A deck could not be read or written.
    #[error(transparent)]
    Deck(#[from] files::WriteError),
    /// There is nowhere to write to.
    #[error(transparent)]
    NoHome(#[from] NoHome),
}

/// Decks, journal, clock and settings, opened together.
pub struct Trainer {
    library: Rc<Library>,
    problems: Vec<Problem>,
    notices: Vec<String>,
    /// How many of the notices are about decks: these come first.
    deck_notices: usize,
    /// Where the decks come from.
    sources: Sources,
    /// Decks from elsewhere of which copies serve.
    kept: Vec<Source>,
    settings: Settings,
    settings_path: Option<PathBuf>,
    journal: Result<Journal, String>,
    clock: Rc<dyn Clock>,
    calendar: Calendar,
    parameters: Parameters,
    scheduler: Rc<Scheduler>,
    states: States,
    /// The definition of each term as the user last saw it.
    seen: HashMap<TermId, String>,
    /// Notes on words, and words that are left out.
    marks: Rc<Marks>,
    ids: Ids,
    seed: u64,
    /// What to say about tuning: worked out once for each run.
    hint: OnceCell<Option<String>>,
    /// What was known at the end of earlier days: worked out when it is first asked for.
    past: Option<replay::Past>,
}

impl Trainer {
    /// Opens everything. What is broken is noted and does not stop the rest: without a journal there is no quiz, but
    /// look-up and browsing work.
    pub fn open(options: Options) -> Self {
        let loaded = files::load(&options.sources());
        Self::with_decks(options, loaded)
    }

    /// Opens what look-up needs and nothing more: what is known of cards and definitions is not read, so this is no
    /// trainer to quiz with.
    pub fn open_to_look_up(options: Options) -> Self {
        let loaded = files::load(&options.sources());
        let mut trainer = Self::without_progress(options, loaded);
        // Notes are worth having and look-up works without.
        let _ = trainer.load_marks();
        trainer
    }

    /// Opens everything but the decks, which are at hand already.
    pub(crate) fn with_decks(options: Options, loaded: Loaded) -> Self {
        let mut trainer = Self::without_progress(options, loaded);
        let mut loaded = trainer.load();
        if let Err(JournalError::Rebuilt { what }) = loaded {
            trainer.notices.push(what);
            loaded = trainer.load();
        }
        if let Err(error) = loaded {
            trainer.journal = Err(error.to_string());
        }
        trainer
    }

    /// Opens everything, and reads nothing of what the journal says about cards and words.
    fn without_progress(options: Options, loaded: Loaded) -> Self {
        let sources = options.sources();
        let Options { places, clock, zone, seed, .. } = options;
        let Loaded { library, problems, mut notices } = loaded;
        let deck_notices = notices.len();
        let settings_path = places.as_ref().ok().map(Places::settings);
        let settings = read_settings(settings_path.as_deref(), &mut notices);
        let listed = places.as_ref().map(|places| Copies::new(places.sources()).list());
        let (kept, complaints) = listed.unwrap_or_default();
        notices.extend(complaints);
        let mut ids = Ids::new(seed);
        let now = clock.now();
        let journal = open_journal(&places, now, ids.next(now));
        notices.extend(journal.as_ref().ok().and_then(Journal::rebuilt));
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
            deck_notices,
            kept,
            sources,
            settings,
            settings_path,
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
        }
    }

    /// All decks.
    pub fn library(&self) -> &Rc<Library> {
        &self.library
    }

    /// What is wrong with decks.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What else the user should know.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// Why progress cannot be kept, if so.
    pub fn no_journal(&self) -> Option<&str> {
        self.journal.as_ref().err().map(String::as_str)
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Where the settings are kept.
    pub fn settings_path(&self) -> Option<&PathBuf> {
        self.settings_path.as_ref()
    }

    /// The schedule.
    pub fn scheduler(&self) -> &Rc<Scheduler> {
        &self.scheduler
    }

    /// What is known of every card.
    pub fn states(&self) -> &States {
        &self.states
    }

    /// All decks, and what is known of their words.
    fn known(&self) -> Known<'_> {
        let Self { library, states, scheduler, .. } = self;
        Known { library, states, scheduler }
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The present study day.
    pub fn today(&self) -> Day {
        self.calendar.day(self.now())
    }

    /// The study day of the moment `at`.
    pub fn day_of(&self, at: Timestamp) -> Day {
        self.calendar.day(at)
    }

    /// The seed of this run.
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// A name for a new sitting.
    pub fn new_sitting(&mut self) -> Uuid {
        let now = self.now();
        self.ids.next(now)
    }

    fn journal(&mut self) -> Result<&mut Journal, TrainerError> {
        self.journal.as_mut().map_err(|why| TrainerError::NoJournal(why.clone()))
    }

    /// What the cache of states hangs on, besides reviews.
    fn key(&self) -> u64 {
        self.scheduler.fingerprint() ^ self.library.renames_fingerprint()
    }

    fn load_states(&mut self) -> Result<(), JournalError> {
        let key = self.key();
        // It hangs on the same.
        self.past = None;
        let Ok(journal) = &mut self.journal else { return Ok(()) };
        if let Some(states) = journal.cached_states(key)? {
            self.states = states.into_iter().collect();
            return Ok(());
        }
        let history = journal.history()?;
        self.states = replay(&history.reviews, &self.library, &self.scheduler);
        // The cache saves time and nothing else: a read-only or full disk is no reason to stop.
        let _ = journal.put_states(key, history.extent, &self.states);
        Ok(())
    }

    fn load_seen(&mut self) -> Result<(), JournalError> {
        let Ok(journal) = &self.journal else { return Ok(()) };
        let seen = journal.seen()?.into_iter();
        self.seen = seen.map(|seen| (self.library.resolve(&seen.term), seen.definition)).collect();
        Ok(())
    }

    /// Takes in what another program has written since.
    pub fn refresh(&mut self) -> Result<(), TrainerError> {
        if self.journal()?.changed_elsewhere()? {
            self.load()?;
        }
        Ok(())
    }

    /// Sets `name` to `value`, as it would be written in the file.
    pub fn set(&mut self, name: &'static str, value: &str) -> Result<(), TrainerError> {
        self.settings.clone().set(name, value).map_err(TrainerError::Value)?;
        self.change(name, |settings| settings.set(name, value).unwrap_or_default())
    }

    /// Changes a setting and writes it down, and takes in what other programs have set since.
    pub fn change(
        &mut self,
        name: &'static str,
        change: impl FnOnce(&mut Settings),
    ) -> Result<(), TrainerError> {
        let path = self.settings_path.as_ref().ok_or(NoHome)?;
        let settings = settings::change(path, name, change)?;
        self.calendar.set_start(settings.day_starts);
        self.settings = settings;
        Ok(self.reschedule()?)
    }

    /// Schedules by the parameters and settings of now, and derives all states again when that makes a difference.
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

/// Where decks are looked for: copies of those from elsewhere, the user's own, and those `named` for this run.
pub fn deck_sources(places: &Result<Places, NoHome>, named: &[PathBuf]) -> Sources {
    let places = places.as_ref().ok();
    Sources {
        copies: places.map(|places| Copies::new(places.sources()).serving()).unwrap_or_default(),
        own: places.map(Places::decks),
        named: named.to_owned(),
        prepared: places.map(Places::prepared),
        builtin: places
            .and_then(|places| settings::load(&places.settings()).ok()?.settings.builtin),
    }
}

/// The settings in the file at `path`. What is wrong with it goes to the `notices`.
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
            notices.push(format!("settings cannot be read: {error}"));
            Settings::default()
        }
    }
}

/// The journal, or why there is none. A new one is born `now`, on the machine `device`.
fn open_journal(
    places: &Result<Places, NoHome>,
    now: Timestamp,
    device: Uuid,
) -> Result<Journal, String> {
    let places = places.as_ref().map_err(ToString::to_string)?;
    Journal::open(&places.journal(), now, device).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;
