//! One run of questions, from the first to the summary: what comes next, what comes back, and undo.

use std::collections::VecDeque;

use uuid::Uuid;

use crate::core::card::{CardId, TermId};
use crate::core::plan::{Item, Pace};
use crate::core::review::Grade;
use crate::core::stats::LONGEST_MS;
use crate::core::time::Timestamp;

/// A missed or new card comes back after at least this many others, answered or introduced …
pub const OTHERS_BETWEEN: usize = 5;
/// … or this many milliseconds: three minutes.
pub const WAIT_MS: u64 = 3 * 60 * 1000;

/// What is to be done with a card now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Show the term for the first time.
    Introduce,
    /// Ask, and grade.
    Ask,
    /// Ask at once to check the claim "I know this".
    Check,
}

/// A card whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The card.
    pub item: Item,
    /// What to do with it.
    pub step: Step,
}

/// A card that comes back within the sitting.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Returning {
    item: Item,
    since: Timestamp,
    /// How many cards had been shown by then.
    shown: usize,
}

/// What has happened to a card in the sitting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The card.
    pub item: Item,
    /// Its grade.
    pub grade: Grade,
    /// The review in the journal.
    pub review: Uuid,
}

/// The part of a sitting that undo gives back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Table {
    turn: Option<Turn>,
    /// Whether that card has come back.
    is_back: bool,
    /// Whose turn it was when another card was put before it, the latest last.
    interrupted: Vec<Turn>,
    queue: VecDeque<Item>,
    /// What does not fit into the minutes as things stand: it is asked after all when the rest takes less time than it might have.
    waiting: VecDeque<Item>,
    returning: Vec<Returning>,
    answered: Vec<Answered>,
    introduced: Vec<Item>,
    /// Words that were taken out of the sitting, under the ids that their cards have.
    aside: Vec<TermId>,
}

impl Table {
    /// How many cards have been shown: answered, or introduced.
    const fn shown(&self) -> usize {
        self.answered.len() + self.introduced.len()
    }

    /// Whether `card` is still to be asked.
    fn holds(&self, card: &CardId) -> bool {
        self.turn.iter().chain(&self.interrupted).any(|turn| turn.item.card == *card)
            || self.queue.iter().any(|item| item.card == *card)
            || self.returning.iter().any(|back| back.item.card == *card)
    }

    /// Drops what is still to be asked and does not fulfil `stays`; whether the card is gone whose turn it is.
    fn retain(&mut self, stays: impl Fn(&Item) -> bool) -> bool {
        self.interrupted.retain(|turn| stays(&turn.item));
        self.queue.retain(&stays);
        self.waiting.retain(&stays);
        self.returning.retain(|back| stays(&back.item));
        self.turn.take_if(|turn| !stays(&turn.item)).is_some()
    }

    /// Keeps `item` until others have been shown.
    fn comes_back(&mut self, item: Item, since: Timestamp) {
        let shown = self.shown();
        self.returning.push(Returning { item, since, shown });
    }
}

/// What undo would take back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newest<'a> {
    /// This answer.
    Answer(&'a Answered),
    /// That this word was taken out.
    Aside(&'a TermId),
}

/// The minutes of a sitting, and what is gone of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Minutes {
    budget_ms: u64,
    pace: Pace,
    spent_ms: u64,
    /// Until when `spent_ms` is counted.
    until: Timestamp,
}

impl Minutes {
    /// Counts the time up to `now`; whoever takes very long has left the desk.
    fn pass(&mut self, now: Timestamp) {
        self.spent_ms += now.since(self.until).min(LONGEST_MS.into());
        self.until = now;
    }

    /// Whether `item` may be begun when so many answers are `owed` already: also when it is missed.
    fn hold(&self, item: &Item, owed: usize) -> bool {
        self.pace.holds(self.spent_ms, owed, item.is_new, self.budget_ms)
    }
}

/// One run of questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    /// Its name in the journal.
    pub id: Uuid,
    /// When it began.
    pub began: Timestamp,
    table: Table,
    /// The table before each answer and each word that was taken out, for undo.
    past: Vec<Table>,
    minutes: Option<Minutes>,
}

impl Sitting {
    /// A sitting that asks `items`.
    pub fn new(id: Uuid, began: Timestamp, items: Vec<Item>) -> Self {
        let table = Table { queue: items.into(), ..Table::default() };
        let mut sitting = Self { id, began, table, past: Vec::new(), minutes: None };
        sitting.advance(began);
        sitting
    }

    /// Keeps to these milliseconds: what cannot be asked within them any more, because answers take longer than they did or
    /// more of them are missed, is left for another day.
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

    /// Whose turn it is; none when all is done.
    pub fn turn(&self) -> Option<&Turn> {
        self.table.turn.as_ref()
    }

    /// What was answered, in order.
    pub fn answered(&self) -> &[Answered] {
        &self.table.answered
    }

    /// The words that were shown for the first time.
    pub fn introduced(&self) -> &[Item] {
        &self.table.introduced
    }

    /// How many words are still to be answered.
    pub fn left(&self) -> usize {
        self.items_left().count()
    }

    /// What is still to be answered, the present card first.
    pub fn items_left(&self) -> impl Iterator<Item = &Item> {
        let Table { turn, interrupted, queue, returning, .. } = &self.table;
        let now = turn.iter().chain(interrupted.iter().rev()).map(|turn| &turn.item);
        now.chain(queue).chain(returning.iter().map(|back| &back.item))
    }

    /// Adds more to ask, and `more_ms` to do it in.
    pub fn extend(&mut self, items: Vec<Item>, more_ms: u64, now: Timestamp) {
        if let Some(minutes) = &mut self.minutes {
            minutes.until = now;
            minutes.budget_ms = minutes.budget_ms.max(minutes.spent_ms).saturating_add(more_ms);
        }
        // The new plan knows what is worth most in the time there is now.
        self.table.waiting.clear();
        let fresh: Vec<Item> =
            items.into_iter().filter(|item| !self.table.holds(&item.card)).collect();
        self.table.queue.extend(fresh);
        if self.table.turn.is_none() {
            self.advance(now);
        }
    }

    /// The introduction was read: the first question comes a little later, within this sitting.
    pub fn read(&mut self, now: Timestamp) {
        let Some(turn) = self.table.turn.take() else { return };
        self.pass(now);
        self.table.introduced.push(turn.item.clone());
        self.table.comes_back(turn.item, now);
        self.advance(now);
    }

    /// The present card was read and not answered: it is asked a little later, within this sitting.
    pub fn postpone(&mut self, now: Timestamp) {
        let Some(turn) = self.table.turn.take() else { return };
        self.pass(now);
        self.table.comes_back(turn.item, now);
        self.advance(now);
    }

    /// "I know this": the first question comes at once.
    pub fn claim(&mut self) {
        if let Some(turn) = &mut self.table.turn {
            turn.step = Step::Check;
        }
    }

    /// The grade that an answer earns: a claim that held is an easy first answer.
    pub fn grade(&self, judged: Grade) -> Grade {
        match self.turn() {
            Some(Turn { step: Step::Check, .. }) if judged.is_pass() => Grade::Easy,
            _ => judged,
        }
    }

    /// The present card was answered with `grade`, which stands in the journal as `review`.
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

    /// Takes `term`, under the id that its cards have, out of this sitting, whichever way it would be asked.
    pub fn put_aside(&mut self, term: &TermId, now: Timestamp) {
        self.past.push(self.table.clone());
        self.table.aside.push(term.clone());
        if self.table.retain(|item| item.card.term != *term) {
            self.advance(now);
        }
    }

    /// Asks `item` once more in this sitting, unless it comes back anyway.
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

    /// Asks `card` no more in this sitting.
    pub fn drop(&mut self, card: &CardId, now: Timestamp) {
        if self.table.retain(|item| item.card != *card) {
            self.advance(now);
        }
    }

    /// The answer that is `review` counts no longer, and is none that undo would take back.
    pub fn forget(&mut self, review: Uuid) {
        self.table.answered.retain(|answered| answered.review != review);
    }

    /// No answer to the word of `item` counts any longer. Where it was still to come, it comes next, as a new word. What was
    /// done before cannot be taken back here.
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

    /// Puts `item` before everything else, once; then it goes on with the card whose turn it is now.
    pub fn interrupt(&mut self, item: Item, step: Step) {
        self.table.retain(|known| known.card != item.card);
        self.table.interrupted.extend(self.table.turn.take());
        self.table.turn = Some(Turn { item, step });
    }

    /// What undo would take back.
    pub fn newest(&self) -> Option<Newest<'_>> {
        let before = self.past.last()?;
        if before.aside.len() < self.table.aside.len() {
            return self.table.aside.last().map(Newest::Aside);
        }
        self.table.answered.last().map(Newest::Answer)
    }

    /// Gives back the sitting as it was before the newest answer, which it returns, or before a word was taken out.
    pub fn undo(&mut self) -> Option<Answered> {
        let before = self.past.pop()?;
        let is_answer = before.answered.len() < self.table.answered.len();
        let undone = self.table.answered.last().filter(|_| is_answer).cloned();
        // Words that were introduced since stay read.
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

    /// Drops the present card from this sitting.
    pub fn skip(&mut self, now: Timestamp) {
        self.table.turn = None;
        self.advance(now);
    }

    fn advance(&mut self, now: Timestamp) {
        if let Some(minutes) = self.minutes {
            // A new word that was read may yet be missed.
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
        let is_ripe = |back: &Returning| {
            shown.saturating_sub(back.shown) >= OTHERS_BETWEEN || now.since(back.since) >= WAIT_MS
        };
        // What comes back takes turns with the rest: words that were met one after the other are not asked in a row.
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
            // Nothing else is left to put in between.
            Some(Turn { item: self.table.returning.remove(0).item, step: Step::Ask })
        };
    }
}

#[cfg(test)]
mod tests;
