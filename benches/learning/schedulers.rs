//! Other schedulers to compare with. Each gets the same words, minutes, sessions and forms, and decides what to ask today.

use rand::RngExt as _;
use rand::seq::SliceRandom as _;
use shoptalk::core::plan::{Item, Pace};
use shoptalk::core::review::Grade;
use shoptalk::core::rng::{SeededRng, seeded};

use crate::user::{NEW, understand};

/// The rule by which a scheduler decides when a word is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// SM-2: intervals of 1 and 6 days, then times 2.5; back to the start after a miss.
    Sm2,
    /// Leitner: boxes with intervals of one day, two, four …; back to the first after a miss.
    Leitner,
    /// All words in turn, those not asked for the longest time first.
    RoundRobin,
}

impl Other {
    pub const ALL: [Self; 3] = [Self::Sm2, Self::Leitner, Self::RoundRobin];

    /// The name in the table.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Sm2 => "SM-2",
            Self::Leitner => "Leitner",
            Self::RoundRobin => "round robin",
        }
    }
}

/// A scheduler that treats each word independently.
pub struct Simple {
    rule: Other,
    words: Vec<Option<Word>>,
    rng: SeededRng,
}

#[derive(Clone, Copy)]
struct Word {
    due: i32,
    last: i32,
    missed: bool,
    /// Consecutive passes, on different days.
    row: i32,
    interval: f64,
}

impl Simple {
    pub fn new(rule: Other, words: usize, seed: u64) -> Self {
        Self { rule, words: vec![None; words], rng: seeded(seed) }
    }

    /// What to ask on `day`, as much as fits into the minutes: what is due, most overdue first, then new words.
    pub fn items(&mut self, day: i32, budget_ms: u64, pace: Pace) -> Vec<Item> {
        let known = |(word, known): (usize, &Option<Word>)| known.map(|known| (word, known));
        let known = self.words.iter().enumerate().filter_map(known);
        let is_due = |(_, word): &(usize, Word)| {
            self.rule == Other::RoundRobin || word.missed || word.due <= day
        };
        let mut due: Vec<(usize, Word)> = known.filter(is_due).collect();
        due.sort_by_key(|(number, word)| (word.due, *number));
        // What an answer takes with its share of misses, and a new word with its first question.
        let review_ms = u64::from(pace.answer_ms) * 23 / 20;
        let new_ms = pace.new_word_ms();
        let mut left_ms = budget_ms;
        let mut new = Vec::new();
        let mut take_new = |left_ms: &mut u64| {
            let fresh = (0..self.words.len()).filter(|word| self.words[*word].is_none()).take(NEW);
            for word in fresh {
                if *left_ms >= pace.most_ms(true) {
                    *left_ms -= new_ms;
                    new.push(word);
                }
            }
        };
        // Round robin is never done with what it has, so new words come first.
        if self.rule == Other::RoundRobin {
            take_new(&mut left_ms);
        }
        let (mut asked, all) = (Vec::new(), due.len());
        for (word, _) in due {
            if left_ms >= pace.most_ms(false) {
                left_ms -= review_ms;
                asked.push(word);
            }
        }
        if self.rule != Other::RoundRobin && asked.len() == all {
            take_new(&mut left_ms);
        }
        asked.shuffle(&mut self.rng);
        let mut items: Vec<Item> = asked.into_iter().map(|word| item(word, false)).collect();
        for word in new {
            // Spread among the reviews, as in the program.
            let at = self.rng.random_range(0..=items.len());
            items.insert(at, item(word, true));
        }
        items
    }

    /// Records an answer to `word`, and whether it is the first on that day.
    pub fn answered(&mut self, word: usize, grade: Grade, day: i32, is_first: bool) {
        let none = Word { due: day, last: day, missed: false, row: 0, interval: 0.0 };
        let mut known = self.words[word].unwrap_or(none);
        known.missed = !grade.is_pass();
        if is_first {
            // A word asked again after a miss only has to be passed eventually.
            known.row = if grade.is_pass() { known.row + 1 } else { 0 };
            known.interval = match (self.rule, known.row) {
                (Other::RoundRobin, _) => 0.0,
                (Other::Leitner, row) => 2.0_f64.powi(row.clamp(1, 7) - 1),
                (Other::Sm2, 0 | 1) => 1.0,
                (Other::Sm2, 2) => 6.0,
                (Other::Sm2, _) => known.interval * 2.5,
            };
        }
        known.last = day;
        known.due = day + (known.interval.round() as i32).max(1);
        self.words[word] = Some(known);
    }
}

fn item(word: usize, is_new: bool) -> Item {
    let card = understand(word);
    Item { term: card.term.clone(), card, is_new, is_begun: false }
}
