//! Tests the return after a few weeks away: thirty seeded absences with 300 cards due, using the program's own planning.
//!
//! `cargo test --test absence -- --nocapture` prints the table in `docs/learning.md`.
#![expect(clippy::print_stdout, reason = "the table is for those who ask for it")]
#![expect(clippy::cast_precision_loss, reason = "counts and days of a simulation are small")]

use std::collections::{HashMap, HashSet};

use rand::RngExt as _;
use shoptalk::core::card::{CardId, Direction, TermId};
use shoptalk::core::deck::{Level, Origin, read::read};
use shoptalk::core::learner_state::LearnerState;
use shoptalk::core::library::Library;
use shoptalk::core::plan::{Item, Pace, Request, States, plan};
use shoptalk::core::quiz_session::{QuizSession, Step};
use shoptalk::core::review::Grade;
use shoptalk::core::rng::{hash, seeded};
use shoptalk::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Scheduler};
use shoptalk::core::time::{Day, Timestamp};
use uuid::Uuid;

const ABSENCES: u64 = 30;
const BACKLOG: usize = 300;
/// New words of the same team.
const UNSEEN: usize = 20;
const DAYS: i32 = 30;
/// The first day back.
const BACK: Day = Day::from_number(20_601);

/// The order in which due cards are asked if there is no time for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// Longest overdue first.
    DueDay,
    /// The program's own order, by the value of a review.
    Worth,
}

/// The result of the month after the return. Knowledge is the mean probability of recall over the cards that were due,
/// weighted by level.
#[derive(Debug, Clone, Default)]
struct Outcome {
    /// On the morning of the return, on the next morning, and so on.
    known: Vec<f64>,
    /// A month after the last quiz.
    later: f64,
    /// Minutes on the longest day.
    longest: f64,
    /// Days until a core word is asked: mean and maximum.
    core_wait: f64,
    core_longest: f64,
    /// Days until no card is waiting and the first new word is introduced.
    down: f64,
    new: f64,
}

impl Outcome {
    fn average(&self) -> f64 {
        self.known[1..].iter().sum::<f64>() / f64::from(DAYS)
    }
}

fn level(at: usize) -> Level {
    [Level::Core, Level::Working, Level::Deep][at % 3]
}

fn library() -> Library {
    let term =
        |at: usize| format!("  - {{term: t{at}, definition: d{at}, level: {}}}\n", level(at));
    let terms: String = (0..BACKLOG + UNSEEN).map(term).collect();
    let text = format!("deck: a\nterms:\n{terms}");
    let deck = read(&"a.yaml".into(), text.as_bytes(), Origin::BuiltIn).deck;
    Library::merge(vec![deck.expect("a deck that is well formed")]).library
}

fn card(at: usize) -> CardId {
    CardId::new(TermId::new("a", &format!("t{at}")), Direction::Understand)
}

fn morning(day: Day) -> Timestamp {
    Timestamp::from_millis(i64::from(day.number()) * 86_400_000 + 28_800_000)
}

/// The states of 300 cards that were reviewed on schedule until the absence, and are all due now.
fn absence(seed: u64, scheduler: &Scheduler) -> States {
    let mut rng = seeded(seed);
    let away = rng.random_range(14..=60);
    let left = BACK.plus(-away);
    let mut states = States::new();
    let mut at = 0;
    while at < BACKLOG {
        let card = card(at);
        let mut day = left.plus(-rng.random_range(0..200));
        let mut state = scheduler.review(&card, None, Grade::Good, day, morning(day));
        while state.due < left {
            day = state.due;
            if rng.random::<f32>() >= scheduler.recall(&state, day) {
                state = scheduler.review(&card, Some(&state), Grade::Again, day, morning(day));
            }
            state = scheduler.review(&card, Some(&state), Grade::Good, day, morning(day));
        }
        if state.due <= BACK {
            states.insert(card, state);
            at += 1;
        }
    }
    states
}

fn items(
    order: Order,
    library: &Library,
    states: &States,
    scheduler: &Scheduler,
    day: Day,
    budget_ms: u64,
) -> Vec<Item> {
    let request = Request {
        decks: &[("a".into(), Level::Deep)],
        today: day,
        budget_ms,
        // Both orders choose from the same due cards.
        takes_new: false,
        max_new: 8,
        max_reviews: 60,
        pace: Pace::default(),
        only: None,
        hidden: &[],
        wanted: &[],
        asked_for: &[],
        looked_up: &[],
        crammed: &HashSet::new(),
        seed: u64::from(day.number().unsigned_abs()),
    };
    let planned = plan(LearnerState { library, states, scheduler }, &request);
    assert!(planned.expected_ms <= budget_ms, "{} of {budget_ms}", planned.expected_ms);
    if order == Order::Worth || !planned.leaves_due() {
        return planned.items;
    }
    // The same minutes in a different order.
    let mut due: Vec<_> =
        states.iter().filter(|(_, state)| state.unfinished || state.due <= day).collect();
    due.sort_by(|(a, x), (b, y)| {
        y.unfinished.cmp(&x.unfinished).then(x.due.cmp(&y.due)).then_with(|| a.cmp(b))
    });
    let answer = f64::from(Pace::default().answer_ms);
    let mut left = budget_ms as f64;
    let mut items = Vec::new();
    for (card, state) in due {
        if left < 2.0 * answer {
            break;
        }
        left -= answer * (2.0 - f64::from(scheduler.recall(state, day)));
        items.push(Item {
            card: card.clone(),
            term: card.term.clone(),
            is_new: false,
            is_begun: false,
        });
    }
    items
}

fn known(states: &States, scheduler: &Scheduler, day: Day) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for at in 0..BACKLOG {
        let weight = level(at).weight();
        sum += f64::from(weight * scheduler.recall(&states[&card(at)], day));
        weights += f64::from(weight);
    }
    sum / weights
}

/// Thirty days of quizzes after the absence with this `seed`.
fn come_back(
    order: Order,
    minutes: u64,
    seed: u64,
    library: &Library,
    scheduler: &Scheduler,
) -> Outcome {
    let pace = Pace::default();
    let mut states = absence(seed, scheduler);
    let mut first_asked: HashMap<CardId, i32> = HashMap::new();
    let never = f64::from(DAYS);
    let mut out = Outcome { down: never, new: never, ..Outcome::default() };
    for at in 0..DAYS {
        let day = BACK.plus(at);
        out.known.push(known(&states, scheduler, day));
        // The first day back is short.
        let minutes = if at == 0 { minutes.div_ceil(2) } else { minutes };
        let budget_ms = minutes * 60_000;
        let items = items(order, library, &states, scheduler, day, budget_ms);
        let start = morning(day);
        let mut now = start;
        let mut session = QuizSession::new(Uuid::nil(), now, items).within(budget_ms, pace);
        while let Some(turn) = session.turn().cloned() {
            let card = turn.item.card;
            first_asked.entry(card.clone()).or_insert(at);
            if turn.step == Step::Introduce {
                out.new = out.new.min(f64::from(at));
                now = now.plus_millis(pace.introduction_ms.into());
                session.read(now);
                continue;
            }
            let state = states.get(&card);
            let recall = state.map_or(0.9, |state| scheduler.recall(state, day));
            // The outcome of a question depends only on the card and the seed, not on the order.
            let nth = state.map_or(0, |state| state.reviews);
            let luck = seeded(hash(&format!("{card} {nth}"), seed)).random::<f32>();
            let grade = if luck < recall { Grade::Good } else { Grade::Again };
            now = now.plus_millis(pace.answer_ms.into());
            let state = scheduler.review(&card, state, grade, day, now);
            states.insert(card, state);
            session.answer(grade, Uuid::nil(), now);
        }
        let spent = now.since(start) as f64 / 60_000.0;
        assert!(
            spent <= minutes as f64,
            "{order:?} {seed}, day {at}: {spent} of {minutes} minutes"
        );
        out.longest = out.longest.max(spent);
        let waits = |at| states[&card(at)].unfinished || states[&card(at)].due <= day;
        if !(0..BACKLOG).any(waits) {
            out.down = out.down.min(f64::from(at));
        }
    }
    out.known.push(known(&states, scheduler, BACK.plus(DAYS)));
    out.later = known(&states, scheduler, BACK.plus(2 * DAYS));
    let core = (0..BACKLOG).filter(|at| level(*at) == Level::Core);
    let waits: Vec<f64> =
        core.map(|at| first_asked.get(&card(at)).map_or(never, |day| f64::from(*day))).collect();
    out.core_longest = waits.iter().copied().fold(0.0, f64::max);
    out.core_wait = waits.iter().sum::<f64>() / waits.len() as f64;
    out
}

/// Thirty absences, in two threads.
fn come_back_often(order: Order, minutes: u64) -> Vec<Outcome> {
    let library = library();
    let scheduler =
        Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).expect("the default schedule");
    let some = |seeds: std::ops::Range<u64>| -> Vec<Outcome> {
        seeds.map(|seed| come_back(order, minutes, seed, &library, &scheduler)).collect()
    };
    std::thread::scope(|scope| {
        let half = scope.spawn(|| some(0..ABSENCES / 2));
        let rest = some(ABSENCES / 2..ABSENCES);
        let mut outcomes = half.join().expect("no absence panics");
        outcomes.extend(rest);
        outcomes
    })
}

fn mean(outcomes: &[Outcome], of: impl Fn(&Outcome) -> f64) -> f64 {
    outcomes.iter().map(of).sum::<f64>() / outcomes.len() as f64
}

/// Both orders with this many minutes a day, and the rows of the table.
fn compared(minutes: u64) -> [Vec<Outcome>; 2] {
    let orders = [(Order::DueDay, "due day"), (Order::Worth, "shoptalk")];
    orders.map(|(order, name)| {
        let outcomes = come_back_often(order, minutes);
        let known = |day: usize| mean(&outcomes, |outcome| outcome.known[day]);
        println!(
            "| {minutes} | {name} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.4} | {:.1} | {:.0} | {:.1} | {:.1} | {:.2} |",
            known(7),
            known(14),
            known(21),
            known(30),
            mean(&outcomes, Outcome::average),
            mean(&outcomes, |outcome| outcome.later),
            mean(&outcomes, |outcome| outcome.core_wait),
            outcomes.iter().map(|outcome| outcome.core_longest).fold(0.0, f64::max),
            mean(&outcomes, |outcome| outcome.down),
            mean(&outcomes, |outcome| outcome.new),
            outcomes.iter().map(|outcome| outcome.longest).fold(0.0, f64::max),
        );
        outcomes
    })
}

/// In how many absences the second order does better.
fn more(both: &[Vec<Outcome>; 2], of: impl Fn(&Outcome) -> f64) -> usize {
    both[0].iter().zip(&both[1]).filter(|(due_day, worth)| of(worth) > of(due_day)).count()
}

#[test]
fn after_an_absence_more_is_remembered_than_in_the_order_of_due_days_and_core_words_wait_less() {
    println!(
        "| minutes a day | order | day 7 | day 14 | day 21 | day 30 | average day | a month later | core waits | at most | nothing waits | first new | longest day |"
    );
    println!("|{}", " --- |".repeat(13));
    let five = compared(5);
    assert_eq!(more(&five, Outcome::average), five[0].len());
    assert_eq!(more(&five, |outcome| outcome.known[7]), five[0].len());
    // The long-term effect, once it no longer matters which word was asked yesterday.
    let later = |outcomes: &[Outcome]| mean(outcomes, |outcome| outcome.later);
    assert!(later(&five[1]) > later(&five[0]));
    let waits = |outcomes: &[Outcome]| mean(outcomes, |outcome| outcome.core_wait);
    assert!(waits(&five[1]) < 0.5 * waits(&five[0]));
    // New words are introduced only once no card has to wait for lack of time.
    assert!(five[1].iter().all(|outcome| outcome.new >= 7.0));

    // If time is too short for all cards, the order still matters after a month.
    let three = compared(3);
    assert_eq!(more(&three, Outcome::average), three[0].len());
    assert_eq!(more(&three, |outcome| outcome.known[14]), three[0].len());
    assert!(later(&three[1]) > later(&three[0]));
}
