//! Estimates how long questions take, and how many fit into a time budget.

/// The user's pace: medians of their own times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Time to read an introduction, in milliseconds.
    pub introduction_ms: u32,
    /// Time to answer a question, in milliseconds.
    pub answer_ms: u32,
}

impl Default for Pace {
    /// Used until the user has times of their own: 15 s for an introduction, 10 s for an answer.
    fn default() -> Self {
        Self { introduction_ms: 15_000, answer_ms: 10_000 }
    }
}

impl Pace {
    /// Time for a new word, in milliseconds: its introduction and first question.
    pub const fn new_word_ms(self) -> u64 {
        self.introduction_ms as u64 + self.answer_ms as u64
    }

    /// The most time a card may take, in milliseconds: it may be missed and asked again.
    pub const fn most_ms(self, is_new: bool) -> u64 {
        let asked = if is_new { self.new_word_ms() } else { self.answer_ms as u64 };
        asked + self.answer_ms as u64
    }

    /// Whether another card fits into `budget_ms` even if it is missed, with `spent_ms` used and `owed` answers
    /// outstanding for cards already begun.
    pub fn holds(self, spent_ms: u64, owed: usize, is_new: bool, budget_ms: u64) -> bool {
        let owed = u64::try_from(owed).unwrap_or(u64::MAX);
        let owed = owed.saturating_mul(self.answer_ms.into());
        let most = owed.saturating_add(self.most_ms(is_new));
        spent_ms.saturating_add(most) <= budget_ms
    }

    /// Expected time for cards, in milliseconds, including introductions for new ones and repeats after a miss. Each
    /// card is given as `is_new` and its probability of recall.
    pub fn expected_ms(self, cards: impl Iterator<Item = (bool, f32)>) -> u64 {
        let each = |(is_new, recall)| {
            if is_new { self.new_word_ms() } else { self.review_ms(recall) }
        };
        cards.map(each).sum()
    }

    /// How many reviews fit into `minutes` if one in ten is missed: at least one.
    pub fn reviews_in(self, minutes: u32) -> usize {
        let fitting = (u64::from(minutes) * 60_000).checked_div(self.review_ms(0.9)).unwrap_or(0);
        usize::try_from(fitting).unwrap_or(usize::MAX).max(1)
    }

    /// Expected time to review a card with this probability of recall, in milliseconds, including the repeat after a
    /// miss.
    fn review_ms(self, recall: f32) -> u64 {
        let answer_ms = f64::from(self.answer_ms);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most twice the time of an answer"
        )]
        let expected = (answer_ms * (2.0 - f64::from(recall))).round() as u64;
        expected
    }
}

/// Tracks how much of a session's time budget is used.
pub(super) struct Purse {
    pace: Pace,
    budget_ms: u64,
    left_ms: u64,
}

impl Purse {
    pub(super) const fn new(budget_ms: u64, pace: Pace) -> Self {
        Self { pace, budget_ms, left_ms: budget_ms }
    }

    /// Reserves time to review a card with this probability of recall, including the repeat after a miss. Returns
    /// whether it fits.
    pub(super) fn review(&mut self, recall: f32) -> bool {
        self.take(self.pace.review_ms(recall), false)
    }

    /// Reserves time for the first question in the other direction.
    pub(super) fn speak(&mut self) -> bool {
        self.take(self.pace.answer_ms.into(), false)
    }

    /// Reserves time for a new word.
    pub(super) fn new_word(&mut self) -> bool {
        self.take(self.pace.new_word_ms(), true)
    }

    /// The reserved time, in milliseconds.
    pub(super) const fn spent_ms(&self) -> u64 {
        self.budget_ms - self.left_ms
    }

    /// Nothing starts that would run over if missed, but a full minute always fits one item.
    fn take(&mut self, expected_ms: u64, is_new: bool) -> bool {
        const MINUTE: u64 = 60_000;
        let is_first = self.left_ms == self.budget_ms && self.budget_ms >= MINUTE;
        let fits = self.left_ms >= self.pace.most_ms(is_new) || is_first;
        if fits {
            self.left_ms = self.left_ms.saturating_sub(expected_ms);
        }
        fits
    }
}
