//! Simulated learners of three kinds: memory after the scheduler's own model, after ACT-R, and one between the two.

use rand::RngExt as _;
use shoptalk::core::review::Grade;
use shoptalk::core::rng::{SeededRng, seeded};
use shoptalk::core::schedule::{DEFAULT_PARAMETERS, Memory, Parameters, Scheduler};

/// The memory model of a learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// FSRS-6 with parameters that differ per learner.
    Fsrs,
    /// ACT-R with a lower threshold, which forgets more slowly: between the other two. Made up, after no one in particular.
    Mild,
    /// ACT-R as in Pavlik and Anderson (2005).
    ActR,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Fsrs, Self::Mild, Self::ActR];

    /// The name in the tables.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Fsrs => "FSRS",
            Self::Mild => "mild",
            Self::ActR => "ACT-R",
        }
    }
}

/// What an answer shows and teaches.
#[derive(Debug, Clone, Copy)]
pub struct Taught {
    /// Whether it was recalled. A lucky guess was not, and teaches as much as a miss.
    pub recalled: bool,
    /// The gain relative to recall: 1, or less if it was picked from options.
    pub gain: f64,
}

/// A learner. Cards are numbered. Time passes only through method calls.
pub struct Learner {
    memory: Mind,
    day: i32,
}

enum Mind {
    Fsrs(Box<Fsrs>),
    ActR(ActR),
}

impl Learner {
    /// The learner of this kind with this number as its seed.
    pub fn new(kind: Kind, number: u64, cards: usize) -> Self {
        let mut rng = seeded(number);
        let memory = match kind {
            Kind::Fsrs => Mind::Fsrs(Box::new(Fsrs::new(&mut rng, cards))),
            Kind::Mild => Mind::ActR(ActR::new(&mut rng, cards, MILD_THRESHOLD)),
            Kind::ActR => Mind::ActR(ActR::new(&mut rng, cards, THRESHOLD)),
        };
        Self { memory, day: 0 }
    }

    /// Starts a new day after a session of `seconds`.
    pub fn sleep(&mut self, seconds: f64) {
        self.day += 1;
        if let Mind::ActR(mind) = &mut self.memory {
            mind.now += (86_400.0 - seconds).max(0.0) * BETWEEN;
        }
    }

    /// Lets time pass within a session.
    pub fn wait(&mut self, seconds: f64) {
        if let Mind::ActR(mind) = &mut self.memory {
            mind.now += seconds;
        }
    }

    /// The probability of recalling `card` now.
    pub fn recall(&self, card: usize) -> f64 {
        match &self.memory {
            Mind::Fsrs(mind) => mind.recall(card, self.day),
            Mind::ActR(mind) => mind.recall(card),
        }
    }

    /// Shows the card's word for the first time.
    pub fn meet(&mut self, card: usize) {
        match &mut self.memory {
            Mind::Fsrs(mind) => mind.cards[card].met = true,
            Mind::ActR(mind) => mind.present(card, 1.0),
        }
    }

    /// Asks for the card, and then shows the answer.
    pub fn answer(&mut self, card: usize, taught: Taught) {
        match &mut self.memory {
            Mind::Fsrs(mind) => mind.answer(card, taught, self.day),
            Mind::ActR(mind) => mind.present(card, taught.gain),
        }
    }
}

/// A sample from a normal distribution with mean 0 and the given standard deviation (Box-Muller).
fn normal(rng: &mut SeededRng, deviation: f64) -> f64 {
    let (a, b): (f64, f64) = (1.0 - rng.random::<f64>(), rng.random());
    deviation * (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

/// A log-normal factor with median 1: doubled as often as halved.
fn factor(rng: &mut SeededRng, deviation: f64) -> f64 {
    normal(rng, deviation).exp()
}

/// Memory based on FSRS-6. Stability, gain and decay vary by learner; stability also varies by card.
struct Fsrs {
    model: Scheduler,
    decay: f64,
    /// The probability of a pass a few minutes after the introduction.
    first: f64,
    cards: Vec<Card>,
}

#[derive(Clone)]
struct Card {
    met: bool,
    /// The factor by which a memory lasts longer than the model predicts.
    lasts: f64,
    memory: Option<(Memory, i32)>,
}

/// The probability of a pass a few minutes after another answer. The model has no forgetting within a day.
const SAME_DAY: f64 = 0.95;

impl Fsrs {
    fn new(rng: &mut SeededRng, cards: usize) -> Self {
        let mut parameters: Parameters = DEFAULT_PARAMETERS;
        let strength = factor(rng, 0.4);
        for first in &mut parameters[..4] {
            *first *= (strength * factor(rng, 0.15)) as f32;
        }
        // The gain of a pass is proportional to e^w8.
        parameters[8] += normal(rng, 0.25) as f32;
        parameters[20] = (parameters[20] * factor(rng, 0.25) as f32).clamp(0.1, 0.5);
        let card =
            |rng: &mut SeededRng| Card { met: false, lasts: factor(rng, 0.25), memory: None };
        Self {
            model: Scheduler::new(&parameters, 0.9).expect("parameters in range make a model"),
            decay: parameters[20].into(),
            first: (0.8 + normal(rng, 0.05)).clamp(0.5, 0.95),
            cards: (0..cards).map(|_| card(rng)).collect(),
        }
    }

    fn recall(&self, card: usize, day: i32) -> f64 {
        let Card { met, lasts, memory } = &self.cards[card];
        match memory {
            None if *met => self.first,
            None => 0.0,
            Some((_, last)) if *last == day => SAME_DAY,
            Some((memory, last)) => {
                let stability = f64::from(memory.stability) * lasts;
                let curve = 0.9_f64.powf(-1.0 / self.decay) - 1.0;
                (f64::from(day - last) / stability).mul_add(curve, 1.0).powf(-self.decay)
            }
        }
    }

    fn answer(&mut self, card: usize, taught: Taught, day: i32) {
        let before = self.cards[card].memory;
        let elapsed = before.map_or(0, |(_, last)| (day - last).unsigned_abs());
        let before = before.map(|(memory, _)| memory);
        let grade = if taught.recalled { Grade::Good } else { Grade::Again };
        let mut memory = self.model.next_memory(before, grade, elapsed);
        if taught.recalled {
            // Recognition gives a part of what recall adds to the stability before, or to that after a first miss.
            let missed = || self.model.next_memory(None, Grade::Again, 0);
            let least = before.unwrap_or_else(missed).stability;
            memory.stability = least + taught.gain as f32 * (memory.stability - least);
        }
        self.cards[card].memory = Some((memory, day));
    }
}

/// Memory based on ACT-R with activation-dependent decay: Pavlik and Anderson (2005), parameters of their first experiment.
/// Activation is m = β + ln Σ w·age^-d over all presentations; w is 1, or less for a recognition. Each presentation decays by
/// d = c·e^m + a, where m is the activation at that time, so a card repeated too soon fades faster. Recall is
/// 1 / (1 + e^((τ - m) / s)).
struct ActR {
    /// The clock in seconds. Time outside sessions is scaled down.
    now: f64,
    a: f64,
    c: f64,
    threshold: f64,
    beta: Vec<f64>,
    /// For each card, the time, decay and weight of each presentation.
    traces: Vec<Vec<(f64, f64, f64)>>,
}

const A: f64 = 0.177;
const C: f64 = 0.217;
const THRESHOLD: f64 = -0.704;
const MILD_THRESHOLD: f64 = -1.4;
const NOISE: f64 = 0.255;
/// The weight of a second outside sessions.
const BETWEEN: f64 = 0.025;

impl ActR {
    fn new(rng: &mut SeededRng, cards: usize, threshold: f64) -> Self {
        let own = normal(rng, 0.2);
        let beta = |rng: &mut SeededRng| own + normal(rng, 0.3);
        Self {
            now: 0.0,
            a: A * factor(rng, 0.1),
            c: C * factor(rng, 0.15),
            threshold,
            beta: (0..cards).map(|_| beta(rng)).collect(),
            traces: vec![Vec::new(); cards],
        }
    }

    fn activation(&self, card: usize) -> f64 {
        let strength =
            |(at, decay, weight): &(f64, f64, f64)| weight * (self.now - at).max(1.0).powf(-decay);
        self.beta[card] + self.traces[card].iter().map(strength).sum::<f64>().ln()
    }

    fn recall(&self, card: usize) -> f64 {
        if self.traces[card].is_empty() {
            return 0.0;
        }
        1.0 / (1.0 + ((self.threshold - self.activation(card)) / NOISE).exp())
    }

    fn present(&mut self, card: usize, weight: f64) {
        // Before the first presentation, activation is minus infinity and e^m is 0.
        let decay = self.c.mul_add(self.activation(card).exp(), self.a);
        self.traces[card].push((self.now, decay, weight));
    }
}
