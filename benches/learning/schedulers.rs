//! The schedulers to compare. Each chooses today's questions and gets the answers.

use std::collections::HashSet;

use rand::RngExt as _;
use rand::seq::SliceRandom as _;
use shoptalk::core::card::{CardId, Direction, TermId};
use shoptalk::core::deck::Level;
use shoptalk::core::learner_state::LearnerState;
use shoptalk::core::library::Library;
use shoptalk::core::plan::{Item, Pace, Request, States, plan};
use shoptalk::core::review::{Form, Grade, Review};
use shoptalk::core::rng::{Ids, SeededRng, seeded};
use shoptalk::core::schedule::{DEFAULT_PARAMETERS, Memory, Parameters, Scheduler};
use shoptalk::core::time::{Day, Timestamp};
use shoptalk::core::tune::{Evidence, tune};
use shoptalk::trainer::replay;
use uuid::Uuid;

use crate::learners::WORDS;

/// The deck of all words.
pub const DECK: &str = "words";

/// The kind of scheduler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// This program's scheduler.
    Shoptalk,
    /// This program's scheduler, tuned every seven days.
    Tuned,
    /// FSRS as in the crate: rounded intervals, no fuzz, no planning.
    Crate,
    /// SM-2: intervals of 1 and 6 days, then times 2.5; back to the start after a miss.
    Sm2,
    /// Leitner: boxes with intervals of one day, two, four …; back to the first after a miss.
    Leitner,
    /// A fixed number of words a day, those not asked for the longest time first.
    RoundRobin,
    /// A fixed number of words a day, at random.
    Random,
}

impl Name {
    /// The name in the table.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Shoptalk => "shoptalk",
            Self::Tuned => "shoptalk, tuned weekly",
            Self::Crate => "raw crate `fsrs`",
            Self::Sm2 => "SM-2",
            Self::Leitner => "Leitner",
            Self::RoundRobin => "round robin",
            Self::Random => "random",
        }
    }

    /// Intensities to try, in the scheduler's own unit: desired retention; for SM-2, Anki's factor on all intervals; for
    /// Leitner, the ratio between the intervals of successive boxes; words a day.
    pub const fn intensities(self) -> &'static [f64] {
        match self {
            Self::Shoptalk | Self::Tuned | Self::Crate => {
                &[0.70, 0.75, 0.80, 0.85, 0.90, 0.93, 0.95, 0.97]
            }
            Self::Sm2 => &[0.42, 0.5, 0.65, 0.8, 1.0, 1.5, 2.5, 5.0],
            Self::Leitner => &[1.1, 1.25, 1.5, 2.0, 3.0, 4.5, 7.0, 12.0],
            Self::RoundRobin | Self::Random => &[10.0, 20.0, 40.0, 60.0, 85.0, 120.0, 170.0, 240.0],
        }
    }
}

/// A scheduler.
pub trait Policy {
    /// What to ask on `day`, including `new` words that were never asked.
    fn items(&mut self, day: Day, new: usize) -> Vec<Item>;
    /// Records an answer to `word`, and whether it is the first on that day.
    fn answered(&mut self, word: usize, grade: Grade, day: Day, at: Timestamp, first: bool);
    /// Ends the session.
    fn end(&mut self, _day: Day) {}
}

/// The scheduler of this kind at this intensity.
pub fn policy(name: Name, intensity: f64, library: &Library, seed: u64) -> Box<dyn Policy + '_> {
    match name {
        Name::Shoptalk | Name::Tuned => {
            Box::new(Program::new(library, intensity, name == Name::Tuned, seed))
        }
        _ => Box::new(Simple {
            rule: match name {
                Name::Crate => Rule::Crate(
                    Scheduler::new(&DEFAULT_PARAMETERS, intensity).expect("a retention in range"),
                ),
                Name::Sm2 => Rule::Sm2(intensity),
                Name::Leitner => Rule::Leitner(intensity),
                Name::RoundRobin => Rule::Count { a_day: intensity as usize, by_lot: false },
                _ => Rule::Count { a_day: intensity as usize, by_lot: true },
            },
            cards: vec![None; WORDS],
            rng: seeded(seed),
        }),
    }
}

/// The card of a word.
pub fn card(word: usize) -> CardId {
    CardId::new(TermId::new(DECK, &format!("word-{word}")), Direction::Understand)
}

fn item(word: usize, is_new: bool) -> Item {
    let card = card(word);
    Item { term: card.term.clone(), card, is_new, is_begun: false }
}

/// This program: its planning, scheduling and tuning.
struct Program<'a> {
    library: &'a Library,
    decks: Vec<(String, Level)>,
    scheduler: Scheduler,
    retention: f64,
    states: States,
    crammed: HashSet<CardId>,
    /// Set only if it is tuned.
    tunes: Option<Tunes>,
    seed: u64,
}

struct Tunes {
    parameters: Parameters,
    since: Option<Timestamp>,
    reviews: Vec<Review>,
    ids: Ids,
}

impl<'a> Program<'a> {
    fn new(library: &'a Library, retention: f64, tuned: bool, seed: u64) -> Self {
        let tunes = || Tunes {
            parameters: DEFAULT_PARAMETERS,
            since: None,
            reviews: Vec::new(),
            ids: Ids::new(seed),
        };
        Self {
            library,
            decks: vec![(DECK.to_owned(), Level::Deep)],
            scheduler: Scheduler::new(&DEFAULT_PARAMETERS, retention).expect("in range"),
            retention,
            states: States::new(),
            crammed: HashSet::new(),
            tunes: tuned.then(tunes),
            seed,
        }
    }
}

impl Policy for Program<'_> {
    fn items(&mut self, day: Day, new: usize) -> Vec<Item> {
        let request = Request {
            decks: &self.decks,
            today: day,
            budget_ms: u64::MAX,
            takes_new: true,
            max_new: new,
            max_reviews: usize::MAX,
            pace: Pace::default(),
            only: None,
            looked_up: &[],
            wanted: &[],
            asked_for: &[],
            hidden: &[],
            crammed: &self.crammed,
            seed: self.seed ^ u64::from(day.number().unsigned_abs()),
        };
        let (library, states) = (self.library, &self.states);
        let known = LearnerState { library, states, scheduler: &self.scheduler };
        let mut items = plan(known, &request).items;
        items.retain(|item| item.card.direction == Direction::Understand);
        items
    }

    fn answered(&mut self, word: usize, grade: Grade, day: Day, at: Timestamp, _first: bool) {
        let card = card(word);
        let state = self.scheduler.review(&card, self.states.get(&card), grade, day, at);
        if let Some(tunes) = &mut self.tunes {
            tunes.reviews.push(Review {
                id: tunes.ids.next(at),
                card: card.clone(),
                at,
                day,
                grade,
                form: Form::Recall,
                kind: Form::Recall.kind(),
                sentence: None,
                took_ms: 10_000,
                hint: false,
                answer: None,
                session: Uuid::nil(),
                device: Uuid::nil(),
                early: false,
            });
        }
        self.states.insert(card, state);
    }

    fn end(&mut self, day: Day) {
        let Some(tunes) = &mut self.tunes else { return };
        if day.number() % 7 != 0 {
            return;
        }
        let evidence = Evidence::gather(&tunes.reviews, self.library);
        let Ok(fit) = tune(&evidence, &tunes.parameters, tunes.since, |_, _| {}) else { return };
        if fit.comparison.is_better() {
            tunes.parameters = fit.parameters;
            tunes.since = tunes.reviews.last().map(|review| review.at);
            self.scheduler =
                Scheduler::new(&fit.parameters, self.retention).expect("a fit is in range");
            self.states = replay(&tunes.reviews, self.library, &self.scheduler);
        }
    }
}

/// Any scheduler that treats each word independently.
struct Simple {
    rule: Rule,
    cards: Vec<Option<Card>>,
    rng: SeededRng,
}

enum Rule {
    Crate(Scheduler),
    Sm2(f64),
    Leitner(f64),
    Count { a_day: usize, by_lot: bool },
}

#[derive(Clone, Copy)]
struct Card {
    due: i32,
    last: i32,
    missed: bool,
    /// Consecutive passes, on different days.
    row: i32,
    interval: f64,
    memory: Option<Memory>,
}

impl Simple {
    fn due(&mut self, day: i32) -> Vec<usize> {
        let known = |(word, card): (usize, &Option<Card>)| card.map(|card| (word, card));
        let known: Vec<(usize, Card)> = self.cards.iter().enumerate().filter_map(known).collect();
        let Rule::Count { a_day, by_lot } = self.rule else {
            let due = known.into_iter().filter(|(_, card)| card.missed || card.due <= day);
            return due.map(|(word, _)| word).collect();
        };
        let mut order = known;
        if by_lot {
            order.shuffle(&mut self.rng);
        } else {
            order.sort_by_key(|(word, card)| (card.last, *word));
        }
        order.into_iter().take(a_day).map(|(word, _)| word).collect()
    }
}

impl Policy for Simple {
    fn items(&mut self, day: Day, new: usize) -> Vec<Item> {
        let mut due = self.due(day.number());
        due.shuffle(&mut self.rng);
        let mut items: Vec<Item> = due.into_iter().map(|word| item(word, false)).collect();
        let fresh = (0..WORDS).filter(|word| self.cards[*word].is_none()).take(new);
        for word in fresh.collect::<Vec<_>>() {
            // Spread among the reviews, as in the program.
            let at = self.rng.random_range(0..=items.len());
            items.insert(at, item(word, true));
        }
        items
    }

    fn answered(&mut self, word: usize, grade: Grade, day: Day, _at: Timestamp, first: bool) {
        let today = day.number();
        let before = self.cards[word];
        let mut card = before.unwrap_or(Card {
            due: today,
            last: today,
            missed: false,
            row: 0,
            interval: 0.0,
            memory: None,
        });
        card.missed = !grade.is_pass();
        if let Rule::Crate(scheduler) = &self.rule {
            let elapsed = (today - card.last).unsigned_abs();
            let memory = scheduler.next_memory(card.memory, grade, elapsed);
            card.interval = scheduler.raw_interval(memory.stability).into();
            card.memory = Some(memory);
        } else if first {
            // A word asked again after a miss only has to be passed eventually.
            card.row = if grade.is_pass() { card.row + 1 } else { 0 };
            card.interval = match (&self.rule, card.row) {
                (Rule::Count { .. }, _) => 0.0,
                (Rule::Leitner(times), row) => times.powi(row.clamp(1, 7) - 1),
                (Rule::Sm2(times), 0 | 1) => *times,
                (Rule::Sm2(times), 2) => 6.0 * times,
                (Rule::Sm2(times), _) => card.interval * 2.5 * times,
                (Rule::Crate(_), _) => card.interval,
            };
        }
        card.last = today;
        card.due = today + (card.interval.round() as i32).max(1);
        self.cards[word] = Some(card);
    }
}
