//! The user's own record of what they did, kept separately from the program: from the keys pressed and the screens shown.
//! All expected numbers are computed from it. The only code shared with the program is the schedule of one card, which has
//! other tests.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use shoptalk::core::card::{CardId, Direction, TermId};
use shoptalk::core::deck::{Deck, Level, Term};
use shoptalk::core::library::Library;
use shoptalk::core::review::{Form, Grade};
use shoptalk::core::schedule::{CardState, Scheduler};
use shoptalk::core::time::{Day, Timestamp};

/// The most time that counts for one step: anyone who takes longer has left the desk.
pub const LONGEST_MS: i64 = 120_000;
/// The assumed durations of an introduction and an answer, until there are ten of each.
const ASSUMED_MS: (i64, i64) = (15_000, 10_000);

/// An answer.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact about the answer, and any may go with any"
)]
pub struct Given {
    /// The card.
    pub card: CardId,
    /// When it was graded.
    pub at: i64,
    /// The study day at that time.
    pub day: Day,
    /// The grade: as shown on the screen, or given by the user.
    pub grade: Grade,
    /// How it was asked.
    pub form: Form,
    /// Whether a hint was shown.
    pub hint: bool,
    /// The time from the question to the grade.
    pub took_ms: i64,
    /// The quiz it belongs to.
    pub session: usize,
    /// Whether it was asked in a cram before it was due.
    pub early: bool,
    /// Whether it checked the claim that the word was known.
    pub claimed: bool,
    /// Whether it was picked from options.
    pub picked: bool,
    /// The word whose example was the question.
    pub sentence: Option<TermId>,
    /// Whether it was undone.
    pub struck: bool,
}

impl Given {
    /// Whether it leaves the card unchanged: a pass in a cram before the due day.
    const fn is_skipped(&self) -> bool {
        self.early && self.grade.is_pass()
    }

    /// Whether the word was recalled: right, without options or a hint.
    const fn is_recalled(&self) -> bool {
        self.grade.is_pass() && self.is_from_memory() && !self.hint
    }

    /// Whether it was asked without options.
    const fn is_from_memory(&self) -> bool {
        !self.picked
    }
}

/// The introduction of a new word.
#[derive(Debug, Clone)]
struct Introduced {
    day: Day,
    at: i64,
    took_ms: i64,
    session: usize,
}

/// Counts for the words of a deck, down to a depth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// All words.
    pub words: usize,
    /// Words asked before.
    pub met: usize,
    /// Words understood.
    pub understood: usize,
    /// Words that can be used.
    pub usable: usize,
    /// Words that had been asked thirty days ago.
    pub met_before: usize,
    /// Words that were understood thirty days ago.
    pub understood_before: usize,
    /// Words understood now that still will be in a week without another quiz.
    pub understood_then: usize,
}

/// A card at the end of a day.
#[derive(Debug, Clone, Copy)]
struct Standing {
    state: CardState,
    /// Whether it was recalled without help by the first question of a later day, and not missed since.
    recalled: bool,
    /// The day of its first pass by the first question of a later day.
    learned: Option<Day>,
}

/// The work of one study day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// Answers that were not undone.
    pub answers: usize,
    /// Words asked for the first time.
    pub new: usize,
    /// Time spent in quizzes, in milliseconds.
    pub ms: i64,
}

/// The record.
pub struct Ledger {
    scheduler: Scheduler,
    given: Vec<Given>,
    standings: HashMap<CardId, Standing>,
    introduced: Vec<Introduced>,
    /// Words that are skipped or suspended, and until which day; `None` if suspended.
    held: BTreeMap<TermId, Option<Day>>,
    /// The start of each quiz.
    sessions: Vec<i64>,
}

impl Ledger {
    /// An empty record for someone whose cards are scheduled by `scheduler`.
    pub fn new(scheduler: Scheduler) -> Self {
        Self {
            scheduler,
            given: Vec::new(),
            standings: HashMap::new(),
            introduced: Vec::new(),
            held: BTreeMap::new(),
            sessions: Vec::new(),
        }
    }

    /// Starts a quiz at the time `now`. Returns its number, from 1.
    pub fn begin(&mut self, now: i64) -> usize {
        self.sessions.push(now);
        self.sessions.len()
    }

    /// Records the answer `given`.
    pub fn answer(&mut self, given: Given) {
        let standing = self.after(self.standings.get(&given.card).copied(), &given);
        if let Some(standing) = standing {
            self.standings.insert(given.card.clone(), standing);
        }
        self.given.push(given);
    }

    /// Undoes the newest active answer, and returns it.
    pub fn strike(&mut self) -> Option<Given> {
        let newest = self.given.iter_mut().rev().find(|given| !given.struck)?;
        newest.struck = true;
        let newest = newest.clone();
        match self.standing_by(&newest.card, newest.day) {
            Some(standing) => self.standings.insert(newest.card.clone(), standing),
            None => self.standings.remove(&newest.card),
        };
        Some(newest)
    }

    /// Records the introduction of a word.
    pub fn introduce(&mut self, day: Day, at: i64, took_ms: i64) {
        let session = self.sessions.len();
        self.introduced.push(Introduced { day, at, took_ms, session });
    }

    /// Skips the word `term` until `until`, or suspends it.
    pub fn hold(&mut self, term: TermId, until: Option<Day>) {
        self.held.insert(term, until);
    }

    /// Updates a card with `given`.
    fn after(&self, before: Option<Standing>, given: &Given) -> Option<Standing> {
        let elapsed = before.map_or(0, |before| given.day.since(before.state.last));
        let mut after = if given.is_skipped() {
            before?
        } else {
            let at = Timestamp::from_millis(given.at);
            let state = before.map(|before| before.state);
            let state =
                self.scheduler.review(&given.card, state.as_ref(), given.grade, given.day, at);
            let recalled = given.grade.is_pass() && before.is_some_and(|before| before.recalled);
            Standing { state, recalled, learned: before.and_then(|before| before.learned) }
        };
        // A pass minutes after seeing the answer proves nothing: only the first question of a later day counts.
        if elapsed >= 1 {
            after.recalled |= given.is_recalled();
            after.learned = after.learned.or(given.grade.is_pass().then_some(given.day));
        }
        Some(after)
    }

    /// The card `card` at the end of `day`.
    fn standing_by(&self, card: &CardId, day: Day) -> Option<Standing> {
        let until = self.standing().filter(|given| given.card == *card && given.day <= day);
        until.fold(None, |before, given| self.after(before, given).or(before))
    }

    /// The answers that were not undone, in order.
    pub fn standing(&self) -> impl DoubleEndedIterator<Item = &Given> {
        self.given.iter().filter(|given| !given.struck)
    }

    /// The number of answers, and how many of them were undone.
    pub fn totals(&self) -> (usize, usize) {
        (self.given.len(), self.given.iter().filter(|given| given.struck).count())
    }

    /// The current state of `card`.
    pub fn state(&self, card: &CardId) -> Option<&CardState> {
        self.standings.get(card).map(|standing| &standing.state)
    }

    /// The day on which `card` was learned: passed on a later day than it was first asked.
    pub fn learned(&self, card: &CardId) -> Option<Day> {
        self.standings.get(card)?.learned
    }

    /// The days until `card` would come back after each grade on `today`, from worst to best; 0 means within the quiz.
    pub fn comes_back(&self, card: &CardId, today: Day) -> [u32; 4] {
        [Grade::Again, Grade::Hard, Grade::Good, Grade::Easy].map(|grade| {
            let at = Timestamp::default();
            let state = self.scheduler.review(card, self.state(card), grade, today, at);
            if state.unfinished { 0 } else { state.due.since(today) }
        })
    }

    /// The probability that someone with a good memory knows `card` on `day`, even if it was only just introduced.
    pub fn chance(&self, card: &CardId, day: Day) -> f64 {
        self.state(card).map_or(0.85, |state| f64::from(self.scheduler.recall(state, day)))
    }

    /// Whether `term` is skipped or suspended on `day`.
    pub fn is_held(&self, term: &TermId, day: Day) -> bool {
        self.held.get(term).is_some_and(|until| until.is_none_or(|until| day < until))
    }

    /// How many words are skipped or suspended on `day`.
    pub fn left_out(&self, day: Day) -> usize {
        self.held.keys().filter(|term| self.is_held(term, day)).count()
    }

    /// The work done on `day`.
    pub fn done(&self, day: Day) -> Done {
        // An undone answer still took time.
        let answers = self.given.iter().filter(|given| given.day == day);
        let answers = answers.map(|given| (given.session, given.at));
        let read = self.introduced.iter().filter(|introduced| introduced.day == day);
        let read = read.map(|introduced| (introduced.session, introduced.at));
        let mut steps: Vec<(usize, i64)> = answers.chain(read).collect();
        steps.sort_unstable();
        let mut ms = 0;
        let mut before = None;
        for (session, at) in steps {
            let same = before.filter(|(last, _)| *last == session);
            let from = same.map_or(self.sessions[session - 1], |(_, at)| at);
            // Time spent reading the outcome of an answer counts too.
            ms += (at - from).min(LONGEST_MS);
            before = Some((session, at));
        }
        let answers = self.standing().filter(|given| given.day == day).count();
        Done { answers, new: self.first_asked(day).len(), ms }
    }

    /// The words asked for the first time on `day`.
    pub fn first_asked(&self, day: Day) -> BTreeSet<&TermId> {
        let understand =
            self.standings.iter().filter(|(card, _)| card.direction == Direction::Understand);
        let first = understand.filter(|(_, standing)| standing.state.first == day);
        first.map(|(card, _)| &card.term).collect()
    }

    /// The days on which words of `deck` were asked for the first time, with these words.
    pub fn first_days(&self, deck: &Deck, library: &Library) -> BTreeMap<Day, BTreeSet<String>> {
        let mut days: BTreeMap<Day, BTreeSet<String>> = BTreeMap::new();
        for term in &deck.terms {
            let card = CardId::new(library.resolve(&term.id), Direction::Understand);
            if let Some(state) = self.state(&card) {
                days.entry(state.first).or_default().insert(term.term.clone());
            }
        }
        days
    }

    /// The durations of an introduction and an answer: the median of the newest hundred before `today`, once there are ten.
    pub fn pace(&self, today: Day) -> (i64, i64) {
        let middle = |mut times: Vec<i64>, assumed: i64| {
            times.truncate(100);
            times.sort_unstable();
            let middle = times.get(times.len() / 2).map(|ms| (*ms).clamp(1_000, LONGEST_MS));
            middle.filter(|_| times.len() >= 10).unwrap_or(assumed)
        };
        let read = self.introduced.iter().rev().filter(|introduced| introduced.day < today);
        let answers = self.standing().rev().filter(|given| given.day < today);
        (
            middle(read.map(|introduced| introduced.took_ms).collect(), ASSUMED_MS.0),
            middle(answers.map(|given| given.took_ms).collect(), ASSUMED_MS.1),
        )
    }

    /// The probability that `card` is recalled on `day`; 1 if it was never asked in this direction.
    pub fn recall(&self, card: &CardId, day: Day) -> f64 {
        self.state(card).map_or(1.0, |state| f64::from(self.scheduler.recall(state, day)))
    }

    /// Whether a word in this state counts as understood on the morning of `day`.
    fn counts(&self, standing: Option<&Standing>, day: Day) -> bool {
        standing.is_some_and(|standing| {
            standing.recalled && self.scheduler.recall(&standing.state, day) >= 0.8
        })
    }

    /// Whether `card` is due on `day`: missed and not passed since, or scheduled for this day or earlier.
    pub fn is_due(&self, card: &CardId, day: Day) -> bool {
        self.state(card).is_some_and(|state| state.unfinished || state.due <= day)
    }

    /// Whether `card` was answered on `day`.
    pub fn was_asked(&self, card: &CardId, day: Day) -> bool {
        self.standing().rev().take_while(|given| given.day >= day).any(|given| given.card == *card)
    }

    /// When the next of these words are due, and how many. A word with both cards due counts once, and overdue words count as
    /// due tomorrow.
    pub fn next_due(
        &self,
        words: impl Iterator<Item = TermId>,
        today: Day,
    ) -> Option<(u32, usize)> {
        let mut days: Vec<u32> = words
            .filter(|term| !self.is_held(term, today.plus(1)))
            .filter_map(|term| {
                let cards = Direction::ALL.map(|direction| CardId::new(term.clone(), direction));
                let [understand, speak] = cards.each_ref().map(|card| self.state(card));
                if speak.is_none() && understand.is_some_and(|state| state.held_a_week) {
                    return Some(1);
                }
                let states = [understand, speak].into_iter().flatten();
                states
                    .map(|state| if state.unfinished { 1 } else { state.due.since(today).max(1) })
                    .min()
            })
            .collect();
        days.sort_unstable();
        let next = *days.first()?;
        Some((next, days.iter().filter(|days| **days == next).count()))
    }

    /// Counts the words of `deck` down to `depth` on `day`.
    pub fn count(&self, deck: &Deck, depth: Level, library: &Library, day: Day) -> Counted {
        let mut counted = Counted::default();
        for term in words(deck, depth, day) {
            let id = library.resolve(&term.id);
            let [understand, speak] =
                Direction::ALL.map(|direction| CardId::new(id.clone(), direction));
            let now = self.standings.get(&understand);
            let before = self.standing_by(&understand, day.plus(-30));
            let add = |count: &mut usize, is_one: bool| *count += usize::from(is_one);
            add(&mut counted.words, true);
            add(&mut counted.met, now.is_some());
            add(&mut counted.understood, self.counts(now, day.plus(1)));
            add(&mut counted.usable, self.counts(self.standings.get(&speak), day.plus(1)));
            add(&mut counted.met_before, before.is_some());
            add(&mut counted.understood_before, self.counts(before.as_ref(), day.plus(-29)));
            add(&mut counted.understood_then, self.counts(now, day.plus(7)));
        }
        counted
    }

    /// How many words were asked in a sentence that was not shown with them before and is not their own example, and how many of
    /// these were understood.
    pub fn in_new_sentences(&self) -> (usize, usize) {
        self.in_new_sentences_of(|_| true)
    }

    /// The same for the words that `is_meant`.
    pub fn in_new_sentences_of(&self, is_meant: impl Fn(&TermId) -> bool) -> (usize, usize) {
        let mut shown = BTreeSet::new();
        let (mut understood, mut asked) = (0, 0);
        for given in self.standing().filter(|given| is_meant(&given.card.term)) {
            let Some(source) = &given.sentence else { continue };
            let is_new = shown.insert((&given.card, source)) && *source != given.card.term;
            if is_new && given.form == Form::InSentence {
                asked += 1;
                understood += usize::from(given.is_recalled());
            }
        }
        (understood, asked)
    }

    /// Retention over the thirty days up to `today`: how many questions without options were the first of their day about a
    /// card asked on an earlier day, and how many of them were recalled.
    pub fn recalled(&self, today: Day) -> [(usize, usize); 2] {
        let mut rates = [(0, 0); 2];
        for given in self.tests().filter(|given| given.day > today.plus(-30)) {
            let judged = matches!(given.form, Form::Recall | Form::InSentence);
            rates[usize::from(judged)].0 += usize::from(given.is_recalled());
            rates[usize::from(judged)].1 += 1;
        }
        rates
    }

    /// How many questions before `today` tested a memory.
    pub fn usable(&self, today: Day) -> usize {
        self.tests().filter(|given| given.day < today).count()
    }

    /// The questions that tested a memory: the first of a later day, asked without options, when the card was due.
    fn tests(&self) -> impl Iterator<Item = &Given> {
        let mut last: HashMap<&CardId, Day> = HashMap::new();
        self.standing().filter(|given| !given.is_skipped()).filter(move |given| {
            let before = last.insert(&given.card, given.day);
            let is_later = before.is_some_and(|before| before < given.day);
            is_later && given.is_from_memory() && !given.early
        })
    }

    /// How many words were recalled on later days over three months, without a miss in between.
    pub fn kept_three_months(&self) -> usize {
        let mut answers: BTreeMap<&CardId, Vec<&Given>> = BTreeMap::new();
        let heard = |given: &&Given| given.card.direction == Direction::Understand;
        for given in self.standing().filter(heard).filter(|given| !given.is_skipped()) {
            answers.entry(&given.card).or_default().push(given);
        }
        let is_kept = |given: &Vec<&Given>| {
            let mut runs = given.split(|given| !given.grade.is_pass());
            runs.any(|kept| {
                if kept.is_empty() {
                    return false;
                }
                // What follows a miss on the same day recalls nothing.
                let after_miss = given.iter().position(|one| std::ptr::eq(*one, kept[0]));
                let before = after_miss.and_then(|at| at.checked_sub(1)).map(|at| given[at].day);
                let recalled = kept.iter().enumerate().filter(|(at, one)| {
                    let before = if *at == 0 { before } else { Some(kept[at - 1].day) };
                    one.is_recalled() && before.is_some_and(|before| before < one.day)
                });
                let days: Vec<Day> = recalled.map(|(_, one)| one.day).collect();
                days.first().is_some_and(|first| days[days.len() - 1].since(*first) >= 90)
            })
        };
        answers.values().filter(|given| is_kept(given)).count()
    }
}

/// The words of `deck` down to `depth` that are not retired on `day`.
pub fn words(deck: &Deck, depth: Level, day: Day) -> impl Iterator<Item = &Term> {
    deck.terms.iter().filter(move |term| term.level <= depth && !term.is_retired(day.date()))
}
