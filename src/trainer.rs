//! The trainer: decks, journal, clock and settings, opened together. Everything above it holds one of these and
//! nothing else of the world.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::rc::Rc;

use uuid::Uuid;

use crate::core::card::{CardId, TermId};
use crate::core::deck::Level;
use crate::core::deck::problem::Problem;
use crate::core::library::Library;
use crate::core::overview::{DeckRow, Overview};
use crate::core::plan::{self, Pace, Plan, Request, States};
use crate::core::review::{Form, Grade, Review, Strike};
use crate::core::rng::Ids;
use crate::core::schedule::{CardState, DEFAULT_PARAMETERS, DEFAULT_RETENTION, Scheduler};
use crate::core::stats::{self, Done, LONGEST_MS, Progress, Retention};
use crate::core::time::{Calendar, Clock, Day, Timestamp};
use crate::core::tune::Parameters;
use crate::files::{self, Loaded, Sources};
use crate::places::{NoHome, Places};
use crate::settings::{self, FromFile, Settings, WriteError};
use crate::store::{Introduction, Journal, JournalError, Lookup, Place, Seen};

mod tune;

pub use tune::{TuneFailure, Tuned};

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

/// Why something could not be done. What it concerns is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum TrainerError {
    /// There is no journal to write to.
    #[error("{0}")]
    NoJournal(String),
    /// The journal could not be read or written.
    #[error("{0}")]
    Journal(#[from] JournalError),
    /// The settings could not be written.
    #[error("{0}")]
    Settings(#[from] WriteError),
    /// A setting cannot have this value.
    #[error("{0}")]
    Value(String),
    /// There is nowhere to write to.
    #[error("{0}")]
    NoHome(#[from] NoHome),
}

/// An answer, before the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The card that was asked.
    pub card: CardId,
    /// How well it was known.
    pub grade: Grade,
    /// How it was asked.
    pub form: Form,
    /// From the question to the grade, in milliseconds.
    pub took_ms: u32,
    /// Whether a hint was shown.
    pub hint: bool,
    /// What was picked or typed.
    pub answer: Option<String>,
    /// The sitting.
    pub sitting: Uuid,
}

/// Decks, journal, clock and settings, opened together.
pub struct Trainer {
    library: Rc<Library>,
    problems: Vec<Problem>,
    notices: Vec<String>,
    settings: Settings,
    settings_path: Option<PathBuf>,
    journal: Result<Journal, String>,
    clock: Rc<dyn Clock>,
    calendar: Calendar,
    parameters: Parameters,
    scheduler: Rc<Scheduler>,
    states: States,
    ids: Ids,
    seed: u64,
    /// What to say about tuning: worked out once for each run.
    hint: OnceCell<Option<String>>,
}

impl Trainer {
    /// Opens everything. What is broken is noted and does not stop the rest: without a journal there is no quiz, but
    /// look-up and browsing work.
    pub fn open(options: Options) -> Self {
        let own = options.places.as_ref().ok().map(Places::decks);
        let loaded = files::load(&Sources { own, named: options.named.clone() });
        Self::with_decks(options, loaded)
    }

    /// Opens everything but the decks, which are at hand already.
    pub(crate) fn with_decks(options: Options, loaded: Loaded) -> Self {
        let Options { places, clock, zone, seed, .. } = options;
        let Loaded { library, problems, mut notices } = loaded;
        let settings_path = places.as_ref().ok().map(Places::settings);
        let from = settings_path
            .as_ref()
            .map_or_else(|| Ok(FromFile::default()), |path| settings::load(path));
        let settings = match from {
            Ok(from) => {
                let shown = settings_path
                    .as_ref()
                    .map(|path| path.display().to_string())
                    .unwrap_or_default();
                let complaints = from.complaints.iter();
                notices.extend(complaints.map(|c| format!("{shown}:{}: {}", c.line, c.what)));
                from.settings
            }
            Err(error) => {
                notices.push(format!("settings cannot be read: {error}"));
                Settings::default()
            }
        };
        let mut ids = Ids::new(seed);
        let now = clock.now();
        let journal = match &places {
            Ok(places) => Journal::open(&places.journal(), now, ids.next(now))
                .map_err(|error| error.to_string()),
            Err(none) => Err(none.to_string()),
        };
        let (journal, parameters) = match journal.map(tune::parameters) {
            Ok((journal, parameters, notice)) => {
                notices.extend(notice);
                (Ok(journal), parameters)
            }
            Err(why) => (Err(why), DEFAULT_PARAMETERS),
        };
        let scheduler = Scheduler::new(&parameters, settings.retention)
            .or_else(|_| Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION))
            .expect("the default parameters and retention make a scheduler");
        let calendar = Calendar::new(zone, settings.day_starts);
        let mut trainer = Self {
            library: Rc::new(library),
            problems,
            notices,
            settings,
            settings_path,
            journal,
            clock,
            calendar,
            parameters,
            scheduler: Rc::new(scheduler),
            states: States::new(),
            ids,
            seed,
            hint: OnceCell::new(),
        };
        if let Err(error) = trainer.load_states() {
            trainer.journal = Err(error.to_string());
        }
        trainer
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

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The present study day.
    pub fn today(&self) -> Day {
        self.calendar.day(self.now())
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

    /// Takes in what another program has written since.
    pub fn refresh(&mut self) -> Result<(), TrainerError> {
        if self.journal()?.changed_elsewhere()? {
            self.load_states()?;
        }
        Ok(())
    }

    /// Appends an answer to the journal: it is on disk when this returns.
    pub fn record(&mut self, answer: Answer) -> Result<(Review, CardState), TrainerError> {
        self.refresh()?;
        let at = self.now();
        let day = self.calendar.day(at);
        let id = self.ids.next(at);
        let device = self.journal()?.device();
        let review = Review {
            id,
            card: answer.card,
            at,
            day,
            grade: answer.grade,
            form: answer.form,
            took_ms: answer.took_ms,
            hint: answer.hint,
            answer: answer.answer,
            sitting: answer.sitting,
            device,
        };
        let card = review.card.clone();
        let before = self.states.get(&card);
        let state = if before.is_some_and(|state| state.last_at >= at) {
            // The clock went back or stands: state is what the reviews say in order of time, so it is derived anew.
            let mut reviews = self.reviews_of(&card)?;
            reviews.push(review.clone());
            reviews.sort_by_key(|review| (review.at, review.id));
            self.derive(&reviews)
        } else {
            Some(self.scheduler.review(&card, before, review.grade, day, at))
        };
        let state = state.expect("a card with a review has a state");
        self.journal()?.append(&review, Some((&card, &state)))?;
        self.states.insert(card, state);
        Ok((review, state))
    }

    /// Strikes `review`, which must be the newest of its sitting, and derives its card again.
    pub fn strike(
        &mut self,
        review: Uuid,
        card: &CardId,
    ) -> Result<Option<CardState>, TrainerError> {
        self.refresh()?;
        let at = self.now();
        let mut reviews = self.reviews_of(card)?;
        reviews.retain(|known| known.id != review);
        let state = self.derive(&reviews);
        self.journal()?.strike(&Strike { review, at }, Some((card, state.as_ref())))?;
        match state {
            Some(state) => self.states.insert(card.clone(), state),
            None => self.states.remove(card),
        };
        Ok(state)
    }

    fn reviews_of(&mut self, card: &CardId) -> Result<Vec<Review>, TrainerError> {
        let ids = self.library.ids_of(&card.term);
        let cards: Vec<CardId> =
            ids.into_iter().map(|id| CardId::new(id, card.direction)).collect();
        Ok(self.journal()?.reviews_of(&cards)?)
    }

    fn derive(&self, reviews: &[Review]) -> Option<CardState> {
        self.scheduler.replay(reviews)
    }

    /// Notes that a word was shown for the first time.
    pub fn introduce(
        &mut self,
        term: &TermId,
        took_ms: u32,
        sitting: Uuid,
    ) -> Result<(), TrainerError> {
        let at = self.now();
        let (id, day) = (self.ids.next(at), self.calendar.day(at));
        let introduction = Introduction { id, term: term.clone(), at, day, took_ms, sitting };
        let seen = self.library.find(term).map(|found| Seen {
            term: found.id.clone(),
            definition: found.definition.clone(),
            at,
        });
        let journal = self.journal()?;
        journal.introduce(&introduction)?;
        journal.put_seen(seen.as_slice())?;
        Ok(())
    }

    /// Notes that the entry of `term` was opened after `query` was typed.
    pub fn looked_up(
        &mut self,
        term: &TermId,
        query: &str,
        place: Place,
    ) -> Result<(), TrainerError> {
        let at = self.now();
        let (id, day) = (self.ids.next(at), self.calendar.day(at));
        let lookup = Lookup { id, term: term.clone(), at, day, query: query.to_owned(), place };
        self.journal()?.look_up(&lookup)?;
        Ok(())
    }

    /// What was done today.
    pub fn done_today(&mut self) -> Result<Done, TrainerError> {
        let today = self.today();
        let reviews = self.journal()?.reviews_on(today)?;
        let introductions = self.journal()?.introductions_on(today)?;
        let times =
            reviews.iter().map(|r| r.took_ms).chain(introductions.iter().map(|i| i.took_ms));
        Ok(Done {
            answers: reviews.len(),
            new: self.new_on(today),
            ms: times.map(|ms| u64::from(ms.min(LONGEST_MS))).sum(),
        })
    }

    /// Words that were asked for the first time on `day`.
    fn new_on(&self, day: Day) -> usize {
        let understand = crate::core::card::Direction::Understand;
        self.states
            .iter()
            .filter(|(card, state)| card.direction == understand && state.first == day)
            .count()
    }

    /// Reviews today that were not a word's first.
    fn reviews_today(&mut self) -> Result<usize, TrainerError> {
        let today = self.today();
        let done = self.done_today()?;
        Ok(done.answers.saturating_sub(self.new_on(today)))
    }

    /// The user's own times: medians of the newest hundred, and the assumed ones before there are ten.
    pub fn pace(&mut self) -> Pace {
        let assumed = Pace::default();
        let Ok(times) = self.journal().and_then(|journal| Ok(journal.recent_times(100)?)) else {
            return assumed;
        };
        let median = |mut times: Vec<u32>, assumed: u32| {
            if times.len() < 10 {
                return assumed;
            }
            times.sort_unstable();
            times[times.len() / 2].clamp(1_000, LONGEST_MS)
        };
        Pace {
            introduction_ms: median(times.introductions, assumed.introduction_ms),
            answer_ms: median(times.answers, assumed.answer_ms),
        }
    }

    /// The decks that are quizzed: those named, to their depth or else the depth at which they are followed or `core`;
    /// or all that are followed.
    pub fn quizzed(&self, named: &[String]) -> Vec<(String, Level)> {
        if named.is_empty() {
            let followed = self.settings.followed().iter();
            return followed
                .filter_map(|(id, depth)| Some((self.library.deck(id)?.id.to_string(), *depth)))
                .collect();
        }
        let depth = |id: &String| self.settings.depth(id).unwrap_or(Level::Core);
        named.iter().map(|id| (id.clone(), depth(id))).collect()
    }

    /// Plans a sitting over `decks`: for `minutes`, or for what is left of today's; with at most `new` new words, or
    /// as many as today still allows.
    pub fn plan(
        &mut self,
        decks: &[(String, Level)],
        minutes: Option<u32>,
        new: Option<u32>,
    ) -> Result<Plan, TrainerError> {
        self.refresh()?;
        let done = self.done_today()?;
        let today = self.today();
        let budget = |minutes: u32| u64::from(minutes) * 60_000;
        let budget_ms =
            minutes.map_or_else(|| budget(self.settings.minutes).saturating_sub(done.ms), budget);
        let count = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let max_new = new.map_or_else(|| count(self.settings.new).saturating_sub(done.new), count);
        let max_reviews = count(self.settings.reviews).saturating_sub(self.reviews_today()?);
        let pace = self.pace();
        let looked_up = self.looked_up_lately()?;
        let request = Request {
            decks,
            today,
            budget_ms,
            max_new,
            max_reviews,
            pace,
            looked_up: &looked_up,
            seed: crate::core::rng::hash("plan", u64::from(today.number().unsigned_abs())),
        };
        Ok(plan::plan(&self.library, &self.states, &self.scheduler, &request))
    }

    /// Terms that were looked up in the last thirty days, the latest first.
    pub fn looked_up_lately(&mut self) -> Result<Vec<TermId>, TrainerError> {
        let since = self.now().plus_millis(-30 * 86_400_000);
        let recent = self.journal()?.recently_looked_up(200)?;
        let recent = recent.into_iter().filter(|(_, at)| *at >= since);
        Ok(recent.map(|(id, _)| self.library.resolve(&id)).collect())
    }

    /// How far the user is with each of `decks`.
    pub fn progress(&self, decks: &[(String, Level)]) -> BTreeMap<String, Progress> {
        let today = self.today();
        let one = |(id, depth): &(String, Level)| {
            let deck = self.library.deck(id)?;
            let progress =
                stats::progress(&self.library, deck, *depth, &self.states, &self.scheduler, today);
            Some((id.clone(), progress))
        };
        decks.iter().filter_map(one).collect()
    }

    /// True retention of the last thirty days.
    pub fn retention(&mut self) -> Result<Retention, TrainerError> {
        let today = self.today();
        let reviews = self.journal()?.reviews()?;
        Ok(stats::true_retention(reviews.iter(), today.plus(-29), today))
    }

    /// Cards that come due on each of the next `days` days.
    pub fn forecast(&self, days: usize) -> Vec<usize> {
        stats::forecast(&self.states, &self.library, self.today(), days)
    }

    /// Sets `name` to `value`, as it would be written in the file.
    pub fn set(&mut self, name: &'static str, value: &str) -> Result<(), TrainerError> {
        let mut settings = self.settings.clone();
        settings.set(name, value).map_err(TrainerError::Value)?;
        self.change(name, |present| *present = settings)
    }

    /// How things stand.
    pub fn overview(&mut self) -> Overview {
        let decks = self.quizzed(&[]);
        let plan = self.plan(&decks, None, None).unwrap_or_default();
        let done = self.done_today().unwrap_or_default();
        let today = self.today();
        let depth = |id: &str| decks.iter().find(|(deck, _)| deck == id).map(|(_, depth)| *depth);
        let mut rows: Vec<DeckRow> = self
            .library
            .decks()
            .iter()
            .map(|deck| {
                let depth = depth(&deck.id);
                let progress = depth.map(|depth| {
                    stats::progress(
                        &self.library,
                        deck,
                        depth,
                        &self.states,
                        &self.scheduler,
                        today,
                    )
                });
                DeckRow {
                    id: deck.id.clone(),
                    title: deck.title.clone(),
                    summary: deck.summary.clone(),
                    words: deck.terms.len(),
                    depth,
                    progress: progress.unwrap_or_default(),
                }
            })
            .collect();
        rows.sort_by_key(|row| row.depth.is_none());
        let next = self.forecast(365).iter().position(|count| *count > 0);
        let next =
            next.map(|at| (u32::try_from(at + 1).unwrap_or(u32::MAX), self.forecast(at + 1)[at]));
        let mut notices: Vec<String> = self.journal.as_ref().err().cloned().into_iter().collect();
        notices.extend(self.problems.iter().map(ToString::to_string));
        notices.extend(self.notices.iter().cloned());
        notices.extend(self.tune_hint());
        Overview {
            today,
            questions: plan.items.len(),
            new: plan.items.iter().filter(|item| item.is_new).count(),
            expected_ms: plan.expected_ms,
            due: plan.due,
            done,
            minutes: self.settings.minutes,
            decks: rows,
            next,
            has_begun: !self.states.is_empty(),
            notices,
            can_quiz: self.journal.is_ok(),
        }
    }

    /// Changes a setting and writes it down.
    pub fn change(
        &mut self,
        name: &'static str,
        change: impl FnOnce(&mut Settings),
    ) -> Result<(), TrainerError> {
        let path = self.settings_path.as_ref().ok_or(NoHome)?;
        let mut settings = self.settings.clone();
        change(&mut settings);
        settings::write(path, &settings, name)?;
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

/// Notes that the entry of `term` was printed for `query`, without opening anything but the journal: the answer has been
/// given, and whoever asked is waiting for the prompt.
pub fn note_lookup(
    options: &Options,
    day_starts: i8,
    term: &TermId,
    query: &str,
) -> Result<(), TrainerError> {
    let places = options.places.as_ref().map_err(|none| *none)?;
    let at = options.clock.now();
    let day = Calendar::new(options.zone.clone(), day_starts).day(at);
    let mut ids = Ids::new(options.seed);
    let mut journal = Journal::open(&places.journal(), at, ids.next(at))?;
    let id = ids.next(at);
    let query = query.to_owned();
    journal.look_up(&Lookup { id, term: term.clone(), at, day, query, place: Place::Shell })?;
    Ok(())
}

/// The state of every card, from all reviews in order of time.
pub fn replay(reviews: &[Review], library: &Library, scheduler: &Scheduler) -> States {
    let mut states = States::new();
    let mut names: HashMap<&TermId, TermId> = HashMap::new();
    for review in reviews {
        let term =
            names.entry(&review.card.term).or_insert_with(|| library.resolve(&review.card.term));
        let card = CardId::new(term.clone(), review.card.direction);
        let before = states.get(&card);
        let state = scheduler.review(&review.card, before, review.grade, review.day, review.at);
        states.insert(card, state);
    }
    states
}

#[cfg(test)]
mod tests;
