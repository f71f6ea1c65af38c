//! One run of questions, from the first to the summary: what comes next, what comes back, and undo.

use std::collections::VecDeque;

use uuid::Uuid;

use crate::core::card::{CardId, TermId};
use crate::core::plan::Item;
use crate::core::review::Grade;
use crate::core::time::Timestamp;

/// A missed or new card comes back after at least this many other answers …
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
    answered: usize,
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
    queue: VecDeque<Item>,
    returning: Vec<Returning>,
    answered: Vec<Answered>,
    introduced: Vec<Item>,
    /// Words that were taken out of the sitting, under the ids that their cards have.
    aside: Vec<TermId>,
}

/// What undo would take back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newest<'a> {
    /// This answer.
    Answer(&'a Answered),
    /// That this word was taken out.
    Aside(&'a TermId),
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
}

impl Sitting {
    /// A sitting that asks `items`.
    pub fn new(id: Uuid, began: Timestamp, items: Vec<Item>) -> Self {
        let table = Table { queue: items.into(), ..Table::default() };
        let mut sitting = Self { id, began, table, past: Vec::new() };
        sitting.advance(began);
        sitting
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

    /// How many answers are still to be given, as far as one can know.
    pub fn left(&self) -> usize {
        let Table { turn, queue, returning, .. } = &self.table;
        usize::from(turn.is_some()) + queue.len() + returning.len()
    }

    /// How many new words are still to be introduced, the present one included.
    pub fn left_new(&self) -> usize {
        let now = self.table.turn.iter().filter(|turn| turn.step == Step::Introduce).count();
        now + self.table.queue.iter().filter(|item| item.is_new).count()
    }

    /// Adds more to ask.
    pub fn extend(&mut self, items: Vec<Item>, now: Timestamp) {
        let known = |table: &Table, card: &CardId| {
            table.turn.iter().any(|turn| turn.item.card == *card)
                || table.queue.iter().any(|item| item.card == *card)
                || table.returning.iter().any(|back| back.item.card == *card)
        };
        let fresh: Vec<Item> =
            items.into_iter().filter(|item| !known(&self.table, &item.card)).collect();
        self.table.queue.extend(fresh);
        if self.table.turn.is_none() {
            self.advance(now);
        }
    }

    /// The introduction was read: the first question comes a little later, within this sitting.
    pub fn read(&mut self, now: Timestamp) {
        let Some(turn) = self.table.turn.take() else { return };
        self.table.introduced.push(turn.item.clone());
        let answered = self.table.answered.len();
        self.table.returning.push(Returning { item: turn.item, since: now, answered });
        self.advance(now);
    }

    /// The present card was read and not answered: it is asked a little later, within this sitting.
    pub fn postpone(&mut self, now: Timestamp) {
        let Some(turn) = self.table.turn.take() else { return };
        let answered = self.table.answered.len();
        self.table.returning.push(Returning { item: turn.item, since: now, answered });
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
        self.past.push(self.table.clone());
        let Some(turn) = self.table.turn.take() else { return };
        self.table.answered.push(Answered { item: turn.item.clone(), grade, review });
        if !grade.is_pass() {
            let answered = self.table.answered.len();
            let item = Item { is_new: false, ..turn.item };
            self.table.returning.push(Returning { item, since: now, answered });
        }
        self.advance(now);
    }

    /// Takes `term`, under the id that its cards have, out of this sitting, whichever way it would be asked.
    pub fn put_aside(&mut self, term: &TermId, now: Timestamp) {
        self.past.push(self.table.clone());
        let stays = |item: &Item| item.card.term != *term;
        self.table.aside.push(term.clone());
        self.table.queue.retain(stays);
        self.table.returning.retain(|back| stays(&back.item));
        if self.table.turn.as_ref().is_some_and(|turn| !stays(&turn.item)) {
            self.table.turn = None;
            self.advance(now);
        }
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
                let answered = self.table.answered.len();
                let since = self.began;
                self.table.returning.push(Returning { item: item.clone(), since, answered });
                self.table.introduced.push(item);
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
        let answered = self.table.answered.len();
        let is_ripe = |back: &Returning| {
            answered.saturating_sub(back.answered) >= OTHERS_BETWEEN
                || now.since(back.since) >= WAIT_MS
        };
        let ripe = self.table.returning.iter().position(is_ripe);
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
mod tests {
    use super::*;
    use crate::core::card::{CardId, Direction, TermId};

    fn item(name: &str, is_new: bool) -> Item {
        let term = TermId::new("a", name);
        Item { card: CardId::new(term.clone(), Direction::Understand), term, is_new }
    }

    fn sitting(names: &[&str]) -> Sitting {
        let items = names.iter().map(|name| item(name, name.starts_with('n'))).collect();
        Sitting::new(Uuid::nil(), Timestamp::default(), items)
    }

    fn now(sitting: &Sitting) -> String {
        sitting.turn().map_or("-".to_owned(), |turn| turn.item.term.term().to_owned())
    }

    fn answer(sitting: &mut Sitting, grade: Grade) {
        sitting.answer(
            grade,
            Uuid::from_u128(sitting.answered().len() as u128),
            Timestamp::default(),
        );
    }

    #[test]
    fn a_missed_card_comes_back_after_five_others() {
        let mut sitting = sitting(&["a", "b", "c", "d", "e", "f", "g", "h"]);
        answer(&mut sitting, Grade::Again);
        let mut seen = Vec::new();
        while sitting.turn().is_some() {
            seen.push(now(&sitting));
            answer(&mut sitting, Grade::Good);
        }
        assert_eq!(seen, ["b", "c", "d", "e", "f", "a", "g", "h"]);
    }

    #[test]
    fn a_missed_card_comes_back_after_three_minutes() {
        let mut sitting = sitting(&["a", "b", "c"]);
        answer(&mut sitting, Grade::Again);
        let later = Timestamp::from_millis(3 * 60 * 1000);
        sitting.answer(Grade::Good, Uuid::nil(), later);
        assert_eq!(now(&sitting), "a");
    }

    #[test]
    fn a_missed_card_comes_back_at_once_when_nothing_else_is_left() {
        let mut sitting = sitting(&["a"]);
        answer(&mut sitting, Grade::Again);
        assert_eq!(now(&sitting), "a");
        answer(&mut sitting, Grade::Good);
        assert_eq!(sitting.turn(), None);
    }

    #[test]
    fn a_new_word_is_introduced_and_asked_in_the_same_sitting() {
        let mut sitting = sitting(&["n1", "a"]);
        assert_eq!(sitting.turn().unwrap().step, Step::Introduce);
        sitting.read(Timestamp::default());
        assert_eq!(now(&sitting), "a");
        answer(&mut sitting, Grade::Good);
        let turn = sitting.turn().unwrap();
        assert_eq!((turn.item.term.term(), turn.step), ("n1", Step::Ask));
    }

    #[test]
    fn a_claim_that_holds_is_an_easy_first_answer() {
        let mut sitting = sitting(&["n1"]);
        sitting.claim();
        assert_eq!(sitting.turn().unwrap().step, Step::Check);
        assert_eq!(sitting.grade(Grade::Good), Grade::Easy);
        assert_eq!(sitting.grade(Grade::Again), Grade::Again);
    }

    #[test]
    fn undo_gives_back_the_sitting_also_after_the_last_card() {
        let mut sitting = sitting(&["a", "b"]);
        answer(&mut sitting, Grade::Good);
        let before = sitting.clone();
        answer(&mut sitting, Grade::Again);
        assert_eq!(sitting.undo().unwrap().grade, Grade::Again);
        assert_eq!(sitting, before);
        answer(&mut sitting, Grade::Good);
        assert_eq!(sitting.turn(), None);
        sitting.undo();
        assert_eq!(sitting, before);
    }

    #[test]
    fn a_word_that_is_put_aside_is_not_asked_again_until_that_is_undone() {
        let mut sitting = sitting(&["a", "b", "c"]);
        answer(&mut sitting, Grade::Again);
        let before = sitting.clone();
        sitting.put_aside(&TermId::new("a", "a"), Timestamp::default());
        assert_eq!((now(&sitting).as_str(), sitting.left()), ("b", 2));
        sitting.put_aside(&TermId::new("a", "b"), Timestamp::default());
        assert_eq!((now(&sitting).as_str(), sitting.left()), ("c", 1));
        assert_eq!(sitting.newest(), Some(Newest::Aside(&TermId::new("a", "b"))));
        answer(&mut sitting, Grade::Good);
        assert!(sitting.turn().is_none() && matches!(sitting.newest(), Some(Newest::Answer(_))));
        assert_eq!(sitting.undo().unwrap().item.term.term(), "c");
        assert_eq!((sitting.undo(), sitting.undo()), (None, None));
        assert_eq!(sitting, before);
        assert!(matches!(sitting.newest(), Some(Newest::Answer(_))));
    }

    #[test]
    fn a_card_that_is_postponed_comes_after_five_others_or_when_nothing_else_is_left() {
        let mut sitting = sitting(&["a", "b", "c"]);
        sitting.postpone(Timestamp::default());
        assert_eq!((now(&sitting).as_str(), sitting.left()), ("b", 3));
        answer(&mut sitting, Grade::Good);
        answer(&mut sitting, Grade::Good);
        assert_eq!(now(&sitting), "a");
        sitting.postpone(Timestamp::default());
        assert_eq!(now(&sitting), "a");
    }

    #[test]
    fn undo_before_any_answer_does_nothing() {
        let mut sitting = sitting(&["a"]);
        let before = sitting.clone();
        assert_eq!(sitting.undo(), None);
        assert_eq!(sitting, before);
    }

    #[test]
    fn undo_keeps_what_was_introduced_since() {
        let mut sitting = sitting(&["a", "n1", "b"]);
        answer(&mut sitting, Grade::Good);
        sitting.read(Timestamp::default());
        sitting.undo();
        assert_eq!(now(&sitting), "a");
        answer(&mut sitting, Grade::Good);
        let rest: Vec<_> = std::iter::from_fn(|| {
            let turn = sitting.turn()?.clone();
            answer(&mut sitting, Grade::Good);
            Some((turn.item.term.term().to_owned(), turn.step))
        })
        .collect();
        assert!(rest.contains(&("n1".to_owned(), Step::Ask)), "{rest:?}");
        assert_eq!(rest.len(), 2);
    }
}
