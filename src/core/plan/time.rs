//! How long things take, and how far the minutes go.

/// How long things take the user: medians of their own times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Milliseconds to read an introduction.
    pub introduction_ms: u32,
    /// Milliseconds to answer a question.
    pub answer_ms: u32,
}

impl Default for Pace {
    /// What is assumed before there are times of one's own: 25 s an introduction, 10 s an answer.
    fn default() -> Self {
        Self { introduction_ms: 25_000, answer_ms: 10_000 }
    }
}

impl Pace {
    /// Milliseconds that a new word takes: its introduction and its first question.
    pub const fn new_word_ms(self) -> u64 {
        self.introduction_ms as u64 + self.answer_ms as u64
    }

    /// Milliseconds that a card may take: it may be missed, and is then asked again.
    pub const fn most_ms(self, is_new: bool) -> u64 {
        let asked = if is_new { self.new_word_ms() } else { self.answer_ms as u64 };
        asked + self.answer_ms as u64
    }

    /// Whether another card may be begun within `budget_ms` when `spent_ms` of it are gone and so many answers are `owed` to
    /// cards that were begun: also when it is missed.
    pub fn holds(self, spent_ms: u64, owed: usize, is_new: bool, budget_ms: u64) -> bool {
        let owed = u64::try_from(owed).unwrap_or(u64::MAX);
        let owed = owed.saturating_mul(self.answer_ms.into());
        let most = owed.saturating_add(self.most_ms(is_new));
        spent_ms.saturating_add(most) <= budget_ms
    }

    /// Milliseconds that cards are expected to take: each with its introduction, where it `is_new`, and asked again where it is
    /// missed, by its probability of recall.
    pub fn expected_ms(self, cards: impl Iterator<Item = (bool, f32)>) -> u64 {
        let each = |(is_new, recall)| {
            if is_new { self.new_word_ms() } else { self.review_ms(recall) }
        };
        cards.map(each).sum()
    }

    /// Milliseconds that a review of a card that is recalled with this probability is expected to take: a miss is asked again.
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

/// The minutes of a sitting, as they are given out.
pub(super) struct Purse {
    pace: Pace,
    budget_ms: u64,
    left_ms: u64,
}

impl Purse {
    pub(super) const fn new(budget_ms: u64, pace: Pace) -> Self {
        Self { pace, budget_ms, left_ms: budget_ms }
    }

    /// Takes the time of a review of a card that is recalled with this probability: a miss is asked again. Returns whether
    /// there was enough.
    pub(super) fn review(&mut self, recall: f32) -> bool {
        self.take(self.pace.review_ms(recall), false)
    }

    /// Takes the time of a first question the other way round.
    pub(super) fn speak(&mut self) -> bool {
        self.take(self.pace.answer_ms.into(), false)
    }

    /// Takes the time of a new word.
    pub(super) fn new_word(&mut self) -> bool {
        self.take(self.pace.new_word_ms(), true)
    }

    /// What was taken, in milliseconds.
    pub(super) const fn spent_ms(&self) -> u64 {
        self.budget_ms - self.left_ms
    }

    /// Nothing is begun that would go over the time when it is missed; but a whole minute always holds one thing.
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
