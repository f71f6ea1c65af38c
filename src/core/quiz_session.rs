//! A quiz session from the first question to the summary: what comes next, what is repeated, and undo.

use std::collections::{HashSet, VecDeque};

use uuid::Uuid;

use crate::core::card::{CardId, TermId};
use crate::core::plan::{Item, Pace};
use crate::core::review::Grade;
use crate::core::stats::LONGEST_MS;
use crate::core::time::Timestamp;

/// A missed or new card comes back after at least this many other cards …
pub const OTHERS_BETWEEN: usize = 5;
/// … or after this many milliseconds (three minutes).
pub const WAIT_MS: u64 = 3 * 60 * 1000;
/// The first question of a session comes after at most this many introductions.
pub const INTRODUCED_FIRST: usize = 2;

/// The next step for a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Introduce the term.
    Introduce,
    /// Ask and grade.
    Ask,
    /// Ask right away to check the claim "I know this".
    Check,
}

/// The current card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The card.
    pub item: Item,
    /// The step for it.
    pub step: Step,
}

/// A card to repeat within the session.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Returning {
    item: Item,
    since: Timestamp,
    /// The number of cards shown when it was put back.
    shown: usize,
}

/// An answer given in the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The card.
    pub item: Item,
    /// Its grade.
    pub grade: Grade,
    /// The ID of its review in the journal.
    pub review: Uuid,
}

/// The part of the session state that undo restores.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Table {
    turn: Option<Turn>,
    /// Whether the current card is a repeat.
    is_back: bool,
    /// Turns that were interrupted by other cards, latest last.
    interrupted: Vec<Turn>,
    queue: VecDeque<Item>,
    /// Items that do not fit into the time at the moment; they are asked if the others take less time than expected.
    waiting: VecDeque<Item>,
    returning: Vec<Returning>,
    answered: Vec<Answered>,
    introduced: Vec<Item>,
    /// The card IDs of words removed from the session.
    aside: Vec<TermId>,
}

impl Table {
    /// The number of cards shown so far, answered or introduced.
    const fn shown(&self) -> usize {
        self.answered.len() + self.introduced.len()
    }

    /// Whether `card` is still to be asked.
    fn holds(&self, card: &CardId) -> bool {
        self.turn.iter().chain(&self.interrupted).any(|turn| turn.item.card == *card)
            || self.queue.iter().any(|item| item.card == *card)
            || self.returning.iter().any(|back| back.item.card == *card)
    }

    /// Keeps only the pending items that satisfy `stays`; returns whether the current card was removed.
    fn retain(&mut self, stays: impl Fn(&Item) -> bool) -> bool {
        self.interrupted.retain(|turn| stays(&turn.item));
        self.queue.retain(&stays);
        self.waiting.retain(&stays);
        self.returning.retain(|back| stays(&back.item));
        self.turn.take_if(|turn| !stays(&turn.item)).is_some()
    }

    /// Schedules `item` to be repeated.
    fn comes_back(&mut self, item: Item, since: Timestamp) {
        let shown = self.shown();
        self.returning.push(Returning { item, since, shown });
    }
}

/// The action that undo would revert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newest<'a> {
    /// An answer.
    Answer(&'a Answered),
    /// The removal of a word.
    Aside(&'a TermId),
    /// "I know this", which is not checked yet.
    Claim,
}

/// The session's time budget and how much of it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Minutes {
    budget_ms: u64,
    pace: Pace,
    spent_ms: u64,
    /// The time up to which `spent_ms` is counted.
    until: Timestamp,
}

impl Minutes {
    /// Adds the time up to `now`, capped, because after a long pause the user has probably left the desk.
    fn pass(&mut self, now: Timestamp) {
        self.spent_ms += now.since(self.until).min(LONGEST_MS.into());
        self.until = now;
    }

    /// Whether `item` fits even if it is missed, with `owed` answers outstanding.
    fn hold(&self, item: &Item, owed: usize) -> bool {
        self.pace.holds(self.spent_ms, owed, item.is_new, self.budget_ms)
    }
}

/// A quiz session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizSession {
    /// Its ID in the journal.
    pub id: Uuid,
    /// When it began.
    pub began: Timestamp,
    table: Table,
    /// The state before each answer or removal, for undo.
    past: Vec<Table>,
    minutes: Option<Minutes>,
}

impl QuizSession {
    /// Creates a session that asks `items`.
    pub fn new(id: Uuid, began: Timestamp, items: Vec<Item>) -> Self {
        let table = Table { queue: items.into(), ..Table::default() };
        let mut session = Self { id, began, table, past: Vec::new(), minutes: None };
        session.advance(began);
        session
    }

    /// Limits the session to `budget_ms` milliseconds. Items that no longer fit, because answers take longer or are
    /// missed more often than expected, are left for another day.
    #[must_use]
    pub fn within(mut self, budget_ms: u64, pace: Pace) -> Self {
        self.minutes = Some(Minutes { budget_ms, pace, spent_ms: 0, until: self.began });
        self
    }

    fn pass(&mut self, now: Timestamp) {
        if let Some(minutes) = &mut self.minutes {
            minutes.pass(now);
        }
    }

    /// The current turn; `None` if the session is finished.
    pub fn turn(&self) -> Option<&Turn> {
        self.table.turn.as_ref()
    }

    /// The answers so far, in order.
    pub fn answered(&self) -> &[Answered] {
        &self.table.answered
    }

    /// The words introduced so far.
    pub fn introduced(&self) -> &[Item] {
        &self.table.introduced
    }

    /// How many words are left to answer.
    pub fn left(&self) -> usize {
        self.items_left().count()
    }

    /// The items left to answer, the current one first.
    pub fn items_left(&self) -> impl Iterator<Item = &Item> {
        let Table { turn, interrupted, queue, returning, .. } = &self.table;
        let now = turn.iter().chain(interrupted.iter().rev()).map(|turn| &turn.item);
        now.chain(queue).chain(returning.iter().map(|back| &back.item))
    }

    /// How many cards were passed, and how many there are with those to come. What was passed once stays so.
    pub fn progress(&self) -> (usize, usize) {
        let passed = self.table.answered.iter().filter(|answer| answer.grade.is_pass());
        let passed: HashSet<&CardId> = passed.map(|answer| &answer.item.card).collect();
        // At the end, what is still waiting is left for another day.
        let waiting = self.table.waiting.iter().filter(|_| self.turn().is_some());
        let to_come = self.items_left().chain(waiting).map(|item| &item.card);
        let all = to_come.chain(passed.iter().copied()).collect::<HashSet<_>>();
        (passed.len(), all.len())
    }

    /// Adds `items` and `more_ms` milliseconds.
    pub fn extend(&mut self, items: Vec<Item>, more_ms: u64, now: Timestamp) {
        if let Some(minutes) = &mut self.minutes {
            minutes.until = now;
            minutes.budget_ms = minutes.budget_ms.max(minutes.spent_ms).saturating_add(more_ms);
        }
        // The new plan already picked the best items for the time available.
        self.table.waiting.clear();
        let fresh: Vec<Item> =
            items.into_iter().filter(|item| !self.table.holds(&item.card)).collect();
        self.table.queue.extend(fresh);
        if self.table.turn.is_none() {
            self.advance(now);
        }
    }

    /// Marks the introduction as read; the first question follows later in the session.
    pub fn read(&mut self, now: Timestamp) {
        let Table { turn, introduced, .. } = &mut self.table;
        introduced.extend(turn.iter().map(|turn| turn.item.clone()));
        self.postpone(now);
    }

    /// Postpones the current card, which was read but not answered, to later in the session.
    pub fn postpone(&mut self, now: Timestamp) {
        let Some(turn) = self.table.turn.take() else { return };
        self.pass(now);
        self.table.comes_back(turn.item, now);
        self.advance(now);
    }

    /// Handles "I know this": the first question follows right away.
    pub fn claim(&mut self) {
        if let Some(turn) = &mut self.table.turn {
            turn.step = Step::Check;
        }
    }

    /// Takes back "I know this": the word is introduced after all.
    pub fn unclaim(&mut self) {
        if let Some(turn) = self.table.turn.as_mut().filter(|turn| turn.step == Step::Check) {
            turn.step = Step::Introduce;
        }
    }

    /// The final grade of an answer: a confirmed claim is Easy.
    pub fn grade(&self, judged: Grade) -> Grade {
        match self.turn() {
            Some(Turn { step: Step::Check, .. }) if judged.is_pass() => Grade::Easy,
            _ => judged,
        }
    }

    /// Records the answer to the current card with `grade`; `review` is its ID in the journal.
    pub fn answer(&mut self, grade: Grade, review: Uuid, now: Timestamp) {
        if self.table.turn.is_none() {
            return;
        }
        self.pass(now);
        self.past.push(self.table.clone());
        let Some(turn) = self.table.turn.take() else { return };
        self.table.answered.push(Answered { item: turn.item.clone(), grade, review });
        if !grade.is_pass() {
            self.table.comes_back(Item { is_new: false, is_begun: true, ..turn.item }, now);
        }
        self.advance(now);
    }

    /// Removes both directions of `term`, given by its card ID, from the session.
    pub fn put_aside(&mut self, term: &TermId, now: Timestamp) {
        self.past.push(self.table.clone());
        self.table.aside.push(term.clone());
        if self.table.retain(|item| item.card.term != *term) {
            self.advance(now);
        }
    }

    /// Asks `item` again in this session, unless it is already coming back.
    pub fn again(&mut self, item: Item, now: Timestamp) {
        if self.table.holds(&item.card) {
            return;
        }
        self.table.waiting.retain(|waiting| waiting.card != item.card);
        self.table.comes_back(item, now);
        if self.table.turn.is_none() {
            self.advance(now);
        }
    }

    /// Removes `card` from this session.
    pub fn drop(&mut self, card: &CardId, now: Timestamp) {
        if self.table.retain(|item| item.card != *card) {
            self.advance(now);
        }
    }

    /// Forgets the answer with the ID `review`, so undo skips it.
    pub fn forget(&mut self, review: Uuid) {
        self.table.answered.retain(|answered| answered.review != review);
    }

    /// Discards all answers to the word of `item`. If it was still to be asked, it comes next as a new word. Undo
    /// can't go back beyond this point.
    pub fn reset(&mut self, item: Item, now: Timestamp) {
        let others = |known: &Item| known.card.term != item.card.term;
        self.past.clear();
        self.table.answered.retain(|answered| others(&answered.item));
        self.table.introduced.retain(others);
        let left = self.left();
        let is_turn = self.table.retain(others);
        if self.left() < left {
            self.table.queue.push_front(item);
        }
        if is_turn {
            self.advance(now);
        }
    }

    /// Inserts `item` once before everything else; the current card follows.
    pub fn interrupt(&mut self, item: Item, step: Step) {
        self.table.retain(|known| known.card != item.card);
        self.table.interrupted.extend(self.table.turn.take());
        self.table.turn = Some(Turn { item, step });
    }

    /// The action that undo would revert.
    pub fn newest(&self) -> Option<Newest<'_>> {
        if self.turn().is_some_and(|turn| turn.step == Step::Check) {
            return Some(Newest::Claim);
        }
        let before = self.past.last()?;
        if before.aside.len() < self.table.aside.len() {
            return self.table.aside.last().map(Newest::Aside);
        }
        self.table.answered.last().map(Newest::Answer)
    }

    /// Reverts the latest answer, which it returns, or the latest removal of a word.
    pub fn undo(&mut self) -> Option<Answered> {
        let before = self.past.pop()?;
        let is_answer = before.answered.len() < self.table.answered.len();
        let undone = self.table.answered.last().filter(|_| is_answer).cloned();
        // Words introduced since then stay introduced.
        let introduced = std::mem::take(&mut self.table.introduced);
        self.table = before;
        for item in introduced {
            if !self.table.introduced.contains(&item) {
                self.table.queue.retain(|queued| *queued != item);
                self.table.waiting.retain(|queued| *queued != item);
                self.table.introduced.push(item.clone());
                self.table.comes_back(item, self.began);
            }
        }
        undone
    }

    /// Drops the current card from this session.
    pub fn skip(&mut self, now: Timestamp) {
        self.table.turn = None;
        self.advance(now);
    }

    fn advance(&mut self, now: Timestamp) {
        if let Some(minutes) = self.minutes {
            // A new word that was read may still be missed.
            let answers = |item: &Item| 1 + usize::from(item.is_new);
            let begun = self.table.queue.iter().filter(|item| item.is_begun);
            let begun = begun.chain(self.table.returning.iter().map(|back| &back.item));
            let owed = begun.map(answers).sum();
            let all = self.table.queue.drain(..).chain(self.table.waiting.drain(..));
            let (fits, waits) = all.partition(|item| item.is_begun || minutes.hold(item, owed));
            (self.table.queue, self.table.waiting) = (fits, waits);
        }
        if let Some(turn) = self.table.interrupted.pop() {
            self.table.turn = Some(turn);
            return;
        }
        let shown = self.table.shown();
        // The first question comes after two introductions, so nobody has to read for minutes before it.
        let is_first = self.table.answered.is_empty() && shown >= INTRODUCED_FIRST;
        let is_ripe = |back: &Returning| {
            is_first
                || shown.saturating_sub(back.shown) >= OTHERS_BETWEEN
                || now.since(back.since) >= WAIT_MS
        };
        // Repeats alternate with the rest, so words introduced in a row are not asked in a row.
        let may_come_back = !self.table.is_back || self.table.queue.is_empty();
        let ripe = self.table.returning.iter().position(is_ripe).filter(|_| may_come_back);
        self.table.is_back = ripe.is_some();
        self.table.turn = if let Some(at) = ripe {
            Some(Turn { item: self.table.returning.remove(at).item, step: Step::Ask })
        } else if let Some(item) = self.table.queue.pop_front() {
            let step = if item.is_new { Step::Introduce } else { Step::Ask };
            Some(Turn { item, step })
        } else if self.table.returning.is_empty() {
            None
        } else {
            // Nothing is left to put in between.
            Some(Turn { item: self.table.returning.remove(0).item, step: Step::Ask })
        };
    }
}

#[cfg(test)]
mod tests;
