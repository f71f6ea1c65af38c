//! Simulated learners of two kinds: one whose memory follows the scheduler's own model, and one based on ACT-R.

use rand::RngExt as _;
use shoptalk::core::review::Grade;
use shoptalk::core::rng::{SeededRng, seeded};
use shoptalk::core::schedule::{DEFAULT_PARAMETERS, Memory, Parameters, Scheduler};

/// The number of words to learn.
pub const WORDS: usize = 500;

/// The memory model of a learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// FSRS-6 with parameters that differ per learner.
    Fsrs,
    /// ACT-R as in Pavlik and Anderson (2005).
    ActR,
}

/// A learner. Words are numbered. Time passes only through method calls.
pub struct Learner {
    memory: Mind,
    day: i32,
    pub rng: SeededRng,
}

enum Mind {
    Fsrs(Box<Fsrs>),
    ActR(ActR),
}

impl Learner {
    /// The learner of this kind with this number as its seed.
    pub fn new(kind: Kind, number: u64) -> Self {
        let mut rng = seeded(number);
        let memory = match kind {
            Kind::Fsrs => Mind::Fsrs(Box::new(Fsrs::new(&mut rng))),
            Kind::ActR => Mind::ActR(ActR::new(&mut rng)),
        };
        Self { memory, day: 0, rng }
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

    /// The probability of recalling the meaning of `word` now.
    pub fn recall(&self, word: usize) -> f64 {
        match &self.memory {
            Mind::Fsrs(mind) => mind.recall(word, self.day),
            Mind::ActR(mind) => mind.recall(word),
        }
    }

    /// Shows the word for the first time.
    pub fn meet(&mut self, word: usize) {
        match &mut self.memory {
            Mind::Fsrs(mind) => mind.words[word].met = true,
            Mind::ActR(mind) => mind.present(word),
        }
    }

    /// Asks for the word, which is answered with `grade`, and then shows its meaning.
    pub fn answer(&mut self, word: usize, grade: Grade) {
        match &mut self.memory {
            Mind::Fsrs(mind) => mind.answer(word, grade, self.day),
            Mind::ActR(mind) => mind.present(word),
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

/// Memory based on FSRS-6. Stability, gain and decay vary by learner; stability also varies by word.
struct Fsrs {
    model: Scheduler,
    decay: f64,
    /// The probability of a pass a few minutes after the introduction.
    first: f64,
    words: Vec<Word>,
}

#[derive(Clone)]
struct Word {
    met: bool,
    /// The factor by which a memory lasts longer than the model predicts.
    lasts: f64,
    memory: Option<(Memory, i32)>,
}

/// The probability of a pass a few minutes after another answer. The model has no forgetting within a day.
const SAME_DAY: f64 = 0.95;

impl Fsrs {
    fn new(rng: &mut SeededRng) -> Self {
        let mut parameters: Parameters = DEFAULT_PARAMETERS;
        let strength = factor(rng, 0.4);
        for first in &mut parameters[..4] {
            *first *= (strength * factor(rng, 0.15)) as f32;
        }
        // The gain of a pass is proportional to e^w8.
        parameters[8] += normal(rng, 0.25) as f32;
        parameters[20] = (parameters[20] * factor(rng, 0.25) as f32).clamp(0.1, 0.5);
        let word =
            |rng: &mut SeededRng| Word { met: false, lasts: factor(rng, 0.25), memory: None };
        Self {
            model: Scheduler::new(&parameters, 0.9).expect("parameters in range make a model"),
            decay: parameters[20].into(),
            first: (0.8 + normal(rng, 0.05)).clamp(0.5, 0.95),
            words: (0..WORDS).map(|_| word(rng)).collect(),
        }
    }

    fn recall(&self, word: usize, day: i32) -> f64 {
        let Word { met, lasts, memory } = &self.words[word];
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

    fn answer(&mut self, word: usize, grade: Grade, day: i32) {
        let before = self.words[word].memory;
        let elapsed = before.map_or(0, |(_, last)| (day - last).unsigned_abs());
        let memory = self.model.next_memory(before.map(|(memory, _)| memory), grade, elapsed);
        self.words[word].memory = Some((memory, day));
    }
}

/// Memory based on ACT-R with activation-dependent decay: Pavlik and Anderson (2005), parameters of their first experiment.
/// Activation is m = β + ln Σ age^-d over all presentations. Each presentation decays by d = c·e^m + a, where m is the
/// activation at that time, so a word repeated too soon fades faster. Recall is 1 / (1 + e^((τ - m) / s)).
struct ActR {
    /// The clock in seconds. Time outside sessions is scaled down.
    now: f64,
    a: f64,
    c: f64,
    beta: Vec<f64>,
    /// For each word, the time and the decay of each presentation.
    traces: Vec<Vec<(f64, f64)>>,
}

const A: f64 = 0.177;
const C: f64 = 0.217;
const THRESHOLD: f64 = -0.704;
const NOISE: f64 = 0.255;
/// The weight of a second outside sessions.
const BETWEEN: f64 = 0.025;

impl ActR {
    fn new(rng: &mut SeededRng) -> Self {
        let own = normal(rng, 0.2);
        let beta = |rng: &mut SeededRng| own + normal(rng, 0.3);
        Self {
            now: 0.0,
            a: A * factor(rng, 0.1),
            c: C * factor(rng, 0.15),
            beta: (0..WORDS).map(|_| beta(rng)).collect(),
            traces: vec![Vec::new(); WORDS],
        }
    }

    fn activation(&self, word: usize) -> f64 {
        let strength = |(at, decay): &(f64, f64)| (self.now - at).max(1.0).powf(-decay);
        self.beta[word] + self.traces[word].iter().map(strength).sum::<f64>().ln()
    }

    fn recall(&self, word: usize) -> f64 {
        if self.traces[word].is_empty() {
            return 0.0;
        }
        1.0 / (1.0 + ((THRESHOLD - self.activation(word)) / NOISE).exp())
    }

    fn present(&mut self, word: usize) {
        // Before the first presentation, activation is minus infinity and e^m is 0.
        let decay = self.c.mul_add(self.activation(word).exp(), self.a);
        self.traces[word].push((self.now, decay));
    }
}
