//! The default user: half a year of five minutes a day, played through the program's own plan, session, forms and grades.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use rand::RngExt as _;
use shoptalk::core::card::{CardId, Direction, TermId};
use shoptalk::core::deck::read::read;
use shoptalk::core::deck::{Level, Origin};
use shoptalk::core::form::{Asking, Sentences, grade_pick, ladder, question, suits};
use shoptalk::core::learner_state::LearnerState;
use shoptalk::core::library::Library;
use shoptalk::core::plan::{Item, Pace, Request, States, plan};
use shoptalk::core::quiz_session::{QuizSession, Step};
use shoptalk::core::review::{AnswerKind, Form, Grade, Review};
use shoptalk::core::rng::{Ids, hash, seeded};
use shoptalk::core::schedule::{
    CardState, DEFAULT_PARAMETERS, DEFAULT_RETENTION, Parameters, Scheduler,
};
use shoptalk::core::stats::recall_rate;
use shoptalk::core::time::{Day, Timestamp};
use shoptalk::core::tune::{Evidence, NEEDED, tune};
use shoptalk::trainer::replay;
use strum::VariantArray as _;
use uuid::Uuid;

use crate::learners::{Kind, Learner, Taught};
use crate::schedulers::{Other, Simple};

/// The default settings: seconds a day, new words and reviews.
pub const SECONDS: u32 = 300;
pub const NEW: usize = 8;
const REVIEWS: usize = 60;
/// The share of days without a quiz, besides two weeks off.
const MISSED: f64 = 0.2;
const OFF: std::ops::Range<i32> = 60..74;
/// After this many days without an answer, the first day back is half as long and has no new words.
const AWAY: i32 = 14;
/// The share of choices guessed right by someone who does not know. One in four is chance.
pub const GUESSED: f64 = 0.3;
/// The share of misses that someone who grades themselves calls known.
pub const CLAIMED: f64 = 0.1;
/// What picking the right option teaches, relative to recalling it. Not known: see `docs/learning.md`.
pub const RECOGNITION: f64 = 0.6;
/// A miss takes longer, because the user reads the answer.
const MISS_MS: u32 = 5_000;
/// Under the rules of before, cards with less stability were always asked by choice.
const CHOICE_BELOW: f32 = 3.0;
/// The first day.
const START: i32 = 20_601;
const DECK: &str = "words";

/// What decides what is asked, and how.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// This program's rules.
    Now,
    /// The same, tuned when the program suggests it: from enough answers on, and whenever they have doubled.
    Tuned,
    /// This program's rules of before: a card is due when recall has fallen to the target, whatever else waits, and is asked by
    /// choice while its stability is low.
    Before,
    /// Another scheduler, with the forms of now.
    Other(Other),
}

/// A simulation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setup {
    pub kind: Kind,
    pub number: u64,
    pub words: usize,
    pub days: i32,
    /// Seconds a day.
    pub seconds: u32,
    pub rule: Rule,
    /// Whether words are asked in the other direction as well.
    pub speaks: bool,
    pub recognition: f64,
    pub claimed: f64,
}

impl Setup {
    /// The grade of an answer that was `recalled` or not. Those who don't know may be lucky, or grade themselves too well.
    fn grade(&self, kind: AnswerKind, recalled: bool, luck: f64) -> Grade {
        match kind {
            AnswerKind::Picked => grade_pick(recalled || luck < GUESSED),
            AnswerKind::Judged if luck < self.claimed => Grade::Good,
            _ if recalled => Grade::Good,
            _ => Grade::Again,
        }
    }
}

/// The result of half a year.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outcome {
    /// The expected number of words whose meaning is recalled on the mornings of day 30, of day 90, and after the last day.
    pub day_30: f64,
    pub day_90: f64,
    pub end: f64,
    /// The mean over all mornings, and over those of the last week.
    pub mean: f64,
    pub last_week: f64,
    /// The same after the last day for words that are found for their meaning.
    pub usable: f64,
    pub met_90: f64,
    pub minutes: f64,
    /// Minutes spent on introductions.
    pub introductions: f64,
    /// Minutes of the fifth quiz, and of the longest one.
    pub fifth: f64,
    pub longest: f64,
    /// Usable answers, how often a schedule was fitted to them, and whether one was kept.
    pub evidence: f64,
    #[allow(dead_code, reason = "for tests/learner.rs")]
    pub fits: f64,
    pub tuned: f64,
    /// What `stats` shows as recalled, and the mean probability of recall when these questions were asked: of typed answers
    /// and of those that the user judged.
    pub typed: [f64; 2],
    pub judged: [f64; 2],
}

impl Outcome {
    /// Notes what is `known` on the morning of `day`.
    fn note(&mut self, day: i32, days: i32, known: f64, user: &User<'_>) {
        self.mean += known / f64::from(days);
        if day == 30 {
            self.day_30 = known;
        }
        if day == 90 {
            self.day_90 = known;
            self.met_90 = user.met() as f64;
        }
        if day > days - 7 {
            self.last_week += known / 7.0;
        }
    }
}

/// The library, and how each card can be asked.
pub struct Words {
    library: Library,
    kinds: HashMap<(CardId, Form), AnswerKind>,
}

pub fn understand(word: usize) -> CardId {
    CardId::new(TermId::new(DECK, &format!("word-{word}")), Direction::Understand)
}

impl Words {
    /// A deck of this many words. As in the decks of the program, all have an example and one in eight is an acronym.
    pub fn new(words: usize) -> Self {
        let mut text = format!("deck: {DECK}\nterms:\n");
        for word in 0..words {
            let expansion = if word % 8 == 0 {
                format!("expansion: Long form {word}, ")
            } else {
                String::new()
            };
            let _ = writeln!(
                text,
                "  - {{term: Word {word}, {expansion}gloss: gloss {word}, definition: definition {word}, example: Use word {word}., level: core}}"
            );
        }
        let deck = read(&"words".into(), text.as_bytes(), Origin::Named).deck;
        let library = Library::merge(deck.into_iter().collect()).library;
        let mut made = Self { library, kinds: HashMap::new() };
        made.kinds = made.all_kinds();
        made
    }

    /// The kinds of answers, by making each question once.
    fn all_kinds(&self) -> HashMap<(CardId, Form), AnswerKind> {
        let sentences = Sentences::default();
        let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).expect("defaults");
        let (first, later) = (Day::from_number(START), Day::from_number(START + 9));
        let mut kinds = HashMap::new();
        for (_, term) in self.library.terms() {
            for direction in Direction::ALL {
                let card = CardId::new(term.id.clone(), direction);
                let state = scheduler.review(&card, None, Grade::Good, first, Timestamp::default());
                let asking = self.asking(&card, Some(&state), later, &sentences);
                for form in Form::VARIANTS.iter().filter(|form| suits(**form, direction)) {
                    let made = question(*form, asking);
                    kinds.extend(made.map(|made| ((card.clone(), *form), made.kind())));
                }
            }
        }
        kinds
    }

    fn asking<'a>(
        &'a self,
        card: &'a CardId,
        state: Option<&'a CardState>,
        today: Day,
        sentences: &'a Sentences,
    ) -> Asking<'a> {
        let (deck, term) = self.library.entry(&card.term).expect("a word of the deck");
        let library = &self.library;
        Asking { library, deck, term, card, state, today, followed: &[], sentences, seed: 0 }
    }

    /// The first form of the ladder that the word has material for, and its kind of answer.
    fn form(&self, card: &CardId, state: Option<&CardState>, today: Day) -> (Form, AnswerKind) {
        let sentences = Sentences::default();
        let forms = ladder(&self.asking(card, state, today, &sentences), None);
        let found = |form: Form| Some((form, *self.kinds.get(&(card.clone(), form))?));
        forms.into_iter().find_map(found).expect("recall always works")
    }
}

/// A random number that depends only on these, so that different rules meet the same luck.
fn luck(card: &CardId, nth: u32, number: u64) -> [f64; 2] {
    let mut rng = seeded(hash(&format!("{card} {nth}"), number));
    [rng.random(), rng.random()]
}

/// Plays the days of `setup`.
pub fn play(setup: &Setup, words: &Words) -> Outcome {
    let Setup { kind, number, rule, .. } = *setup;
    let library = &words.library;
    let numbers: HashMap<TermId, usize> =
        (0..setup.words).map(|word| (understand(word).term, word)).collect();
    let index = |card: &CardId| {
        numbers[&card.term] + if card.direction == Direction::Speak { setup.words } else { 0 }
    };
    // Nothing carries over from one direction of a word to the other.
    let mut learner = Learner::new(kind, number, 2 * setup.words);
    let mut attendance = seeded(hash("attendance", number));
    let mut other = match rule {
        Rule::Other(other) => Some(Simple::new(other, setup.words, number)),
        _ => None,
    };
    let mut user = User::new(library, number, setup.speaks);
    let pace = Pace::default();
    let mut out = Outcome::default();
    let (mut truths, mut sessions, mut last_seen) = ([const { Vec::new() }; 2], 0, None);
    for day in 0..setup.days {
        let known: f64 = (0..setup.words).map(|word| learner.recall(word)).sum();
        out.note(day, setup.days, known, &user);
        let is_missed = attendance.random::<f64>() < MISSED;
        if is_missed || OFF.contains(&day) {
            learner.sleep(0.0);
            continue;
        }
        let is_return = last_seen.is_some_and(|last| day - last >= AWAY);
        last_seen = Some(day);
        let today = Day::from_number(START + day);
        let morning = Timestamp::from_millis(i64::from(today.number()) * 86_400_000 + 28_800_000);
        // The program halves the minutes, and rounds up.
        let half = setup.seconds.div_ceil(120) * 60;
        let budget_ms = u64::from(if is_return { half } else { setup.seconds }) * 1_000;
        let items = match &mut other {
            Some(other) => other.items(day, budget_ms, pace),
            None => user.items(rule, today, budget_ms, is_return),
        };
        let (mut now, mut reading_ms) = (morning, 0);
        let mut session = QuizSession::new(Uuid::nil(), morning, items).within(budget_ms, pace);
        while let Some(turn) = session.turn().cloned() {
            let card = turn.item.card;
            let at = index(&card);
            if turn.step == Step::Introduce {
                let takes = pace.introduction_ms;
                learner.meet(at);
                learner.wait(f64::from(takes) / 1_000.0);
                now = now.plus_millis(takes.into());
                reading_ms += takes;
                session.read(now);
                continue;
            }
            let state = user.states.get(&card).copied();
            let (mut form, mut kind) = words.form(&card, state.as_ref(), today);
            if rule == Rule::Before
                && state.is_none_or(|state| state.memory.stability < CHOICE_BELOW)
            {
                (form, kind) = (Form::Choose, AnswerKind::Picked);
            }
            let recall = learner.recall(at);
            let nth = state.map_or(0, |state| state.reviews);
            let [memory, luck] = luck(&card, nth, number);
            let recalled = memory < recall;
            let grade = setup.grade(kind, recalled, luck);
            let takes = pace.answer_ms + if grade.is_pass() { 0 } else { MISS_MS };
            let gain = if kind == AnswerKind::Picked { setup.recognition } else { 1.0 };
            learner.answer(at, Taught { recalled, gain });
            learner.wait(f64::from(takes) / 1_000.0);
            now = now.plus_millis(takes.into());
            let is_first = state.is_none_or(|state| state.last < today);
            if is_first && state.is_some() && kind != AnswerKind::Picked {
                truths[usize::from(kind == AnswerKind::Judged)].push(recall);
            }
            if let Some(other) = &mut other {
                other.answered(at, grade, day, is_first);
            }
            user.answered(&card, grade, (form, kind), today, now);
            session.answer(session.grade(grade), Uuid::nil(), now);
        }
        if rule == Rule::Tuned && day % 7 == 0 {
            user.tune();
        }
        let spent = now.since(morning) as f64 / 60_000.0;
        sessions += 1;
        if sessions == 5 {
            out.fifth = spent;
        }
        out.longest = out.longest.max(spent);
        out.minutes += spent;
        out.introductions += f64::from(reading_ms) / 60_000.0;
        learner.sleep(spent * 60.0);
    }
    let known = |cards: std::ops::Range<usize>| cards.map(|card| learner.recall(card)).sum();
    out.end = known(0..setup.words);
    out.usable = known(setup.words..2 * setup.words);
    out.last_week += out.end / 7.0;
    user.close(out, truths.map(|of| of.iter().sum::<f64>() / of.len() as f64))
}

/// What the program knows about the user.
struct User<'a> {
    library: &'a Library,
    scheduler: Scheduler,
    parameters: Parameters,
    states: States,
    reviews: Vec<Review>,
    ids: Ids,
    seed: u64,
    speaks: bool,
    /// When the parameters were fitted, and how many usable answers there were the last time.
    since: Option<Timestamp>,
    tuned_at: usize,
    fits: f64,
}

impl<'a> User<'a> {
    fn new(library: &'a Library, seed: u64, speaks: bool) -> Self {
        Self {
            library,
            scheduler: Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION)
                .expect("the defaults"),
            parameters: DEFAULT_PARAMETERS,
            states: States::new(),
            reviews: Vec::new(),
            ids: Ids::new(seed),
            seed,
            speaks,
            since: None,
            tuned_at: 0,
            fits: 0.0,
        }
    }

    /// The number of words asked so far.
    fn met(&self) -> usize {
        self.states.keys().filter(|card| card.direction == Direction::Understand).count()
    }

    /// What the program asks on `today`.
    fn items(&self, rule: Rule, today: Day, budget_ms: u64, is_return: bool) -> Vec<Item> {
        let Self { library, states, scheduler, .. } = self;
        let request = Request {
            decks: &[(DECK.into(), Level::Core)],
            today,
            budget_ms,
            takes_new: rule != Rule::Before,
            max_new: NEW,
            max_reviews: REVIEWS,
            pace: Pace::default(),
            only: None,
            looked_up: &[],
            wanted: &[],
            asked_for: &[],
            hidden: &[],
            crammed: &HashSet::new(),
            seed: self.seed ^ u64::from(today.number().unsigned_abs()),
        };
        let known = LearnerState { library, states, scheduler };
        let planned = plan(known, &request);
        if is_return && planned.due > 0 {
            return plan(known, &Request { max_new: 0, takes_new: false, ..request }).items;
        }
        planned.items
    }

    fn answered(
        &mut self,
        card: &CardId,
        grade: Grade,
        (form, kind): (Form, AnswerKind),
        day: Day,
        at: Timestamp,
    ) {
        let review = Review {
            id: self.ids.next(at),
            card: card.clone(),
            at,
            day,
            grade,
            form,
            kind,
            sentence: None,
            took_ms: Pace::default().answer_ms,
            hint: false,
            answer: None,
            session: Uuid::nil(),
            device: Uuid::nil(),
            early: false,
        };
        let state = self.scheduler.after(self.states.get(card), &review);
        let mut state = state.expect("every answer counts");
        state.held_a_week &= self.speaks;
        self.states.insert(card.clone(), state);
        self.reviews.push(review);
    }

    /// `out` with what the program counted, and the truth of typed answers and of those the user judged.
    fn close(&self, out: Outcome, [typed, judged]: [f64; 2]) -> Outcome {
        let (first, last) = (Day::from_number(START), Day::from_number(i32::MAX));
        let rate = recall_rate(self.reviews.iter(), first, last);
        Outcome {
            typed: [rate.typed.share().unwrap_or(f64::NAN), typed],
            judged: [rate.judged.share().unwrap_or(f64::NAN), judged],
            evidence: Evidence::gather(&self.reviews, self.library).count() as f64,
            fits: self.fits,
            tuned: f64::from(u8::from(self.since.is_some())),
            ..out
        }
    }

    /// Fits the schedule as soon as the program would suggest it.
    fn tune(&mut self) {
        let evidence = Evidence::gather(&self.reviews, self.library);
        if evidence.count() < (2 * self.tuned_at).max(NEEDED) {
            return;
        }
        self.tuned_at = evidence.count();
        let Ok(fit) = tune(&evidence, &self.parameters, self.since, |_, _| {}) else { return };
        self.fits += 1.0;
        if fit.comparison.is_better() {
            self.since = self.reviews.last().map(|review| review.at);
            self.parameters = fit.parameters;
            self.scheduler =
                Scheduler::new(&fit.parameters, DEFAULT_RETENTION).expect("a fit is in range");
            self.states = replay(&self.reviews, self.library, &self.scheduler);
            for state in self.states.values_mut() {
                state.held_a_week &= self.speaks;
            }
        }
    }
}
