//! Predicts how many answers a quiz still asks for, by the documented rules, updated with each screen. New words and misses
//! come back within the quiz; anything that no longer fits into its minutes waits for another day.

use shoptalk::core::card::CardId;

use super::ledger::LONGEST_MS;

/// What there is to ask, and the time for it.
#[derive(Debug, Clone)]
pub struct Agenda {
    /// New words.
    pub new: usize,
    /// Other cards.
    pub old: usize,
    /// The other cards that are due, with their probability of recall; the rest are asked in this direction for the first time.
    /// `None` if not all due cards fit, because then it is unknown which ones are asked.
    pub due: Option<Vec<(CardId, f64)>>,
    /// Other cards that come before those that have just become due.
    pub first: usize,
    /// The time available, in milliseconds.
    pub budget_ms: i64,
    /// The durations of an introduction and an answer, in milliseconds.
    pub pace: (i64, i64),
}

impl Agenda {
    /// The expected time for a card with the probability `recall`, in milliseconds: a miss is asked again.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "seconds")]
    pub fn review_ms(&self, recall: f64) -> i64 {
        (self.pace.1 as f64 * (2.0 - recall)).round() as i64
    }

    /// The minimum and maximum expected time for everything, in milliseconds.
    pub fn expected_ms(&self) -> (i64, i64) {
        let (introduction_ms, answer_ms) = self.pace;
        let new = count(self.new) * (introduction_ms + answer_ms);
        let old = count(self.old) * answer_ms;
        let Some(due) = &self.due else { return (new + old, new + 2 * old) };
        let known: i64 = due.iter().map(|(_, recall)| self.review_ms(*recall)).sum();
        let all = new + known + count(self.old - due.len()) * answer_ms;
        (all, all)
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).expect("a quiz is short")
}

/// A card that was begun: introduced, or missed.
#[derive(Debug, Clone)]
pub struct Begun {
    /// The card.
    pub card: CardId,
    /// Whether it is a new word that was not answered yet.
    pub is_new: bool,
}

/// What is still to be asked, in no order.
#[derive(Debug, Clone)]
struct Waiting {
    agenda: Agenda,
    /// What currently doesn't fit into the minutes: new words, others, and which of these are due.
    later: (usize, usize, Vec<(CardId, f64)>),
    /// Cards that come back in this quiz.
    returning: Vec<Begun>,
    /// Cards begun in an earlier quiz. They are asked regardless of the time.
    begun: Vec<Begun>,
    /// The current card, if shown, with its probability of recall.
    turn: Option<(Begun, f64)>,
}

/// The questions of one quiz.
#[derive(Debug)]
pub struct Queue {
    waiting: Waiting,
    /// The state before each answer, with the number of words introduced by then.
    past: Vec<(Waiting, usize)>,
    introduced: Vec<CardId>,
    spent_ms: i64,
    until: i64,
    /// Whether the last event was an answer. Undo would first undo a skip.
    can_undo: bool,
    /// Whether the number of new words is known, not just the total.
    is_exact: bool,
    /// Whether a word was added that may be new or not.
    has_made_room: bool,
}

impl Queue {
    /// A quiz that starts at the time `now`.
    pub fn new(agenda: Agenda, now: i64) -> Self {
        let waiting = Waiting {
            agenda,
            later: (0, 0, Vec::new()),
            returning: Vec::new(),
            begun: Vec::new(),
            turn: None,
        };
        Self {
            waiting,
            past: Vec::new(),
            introduced: Vec::new(),
            spent_ms: 0,
            until: now,
            can_undo: false,
            is_exact: true,
            has_made_room: false,
        }
    }

    /// A quiz in which the cards `begun` were begun before.
    pub fn resuming(mut agenda: Agenda, begun: Vec<Begun>, now: i64) -> Self {
        let new = begun.iter().filter(|begun| begun.is_new).count();
        agenda.new -= new;
        agenda.old -= begun.len() - new;
        let mut queue = Self::new(agenda, now);
        queue.waiting.begun = begun;
        queue
    }

    /// A quiz with only the total known.
    pub fn of_some(left: usize, pace: (i64, i64), now: i64) -> Self {
        let agenda =
            Agenda { new: 0, old: left, due: None, first: left, budget_ms: i64::MAX / 4, pace };
        Self { is_exact: false, ..Self::new(agenda, now) }
    }

    /// Whether the number of new words is known.
    pub const fn is_exact(&self) -> bool {
        self.is_exact && !self.has_made_room
    }

    /// Sets the current card, as shown on the screen. `introduces` if it is a new word.
    pub fn turn(&mut self, card: &CardId, introduces: bool) {
        let Waiting { agenda, returning, begun, turn, .. } = &mut self.waiting;
        if turn.is_some() {
            return;
        }
        let next = if let Some(at) = returning.iter().position(|back| back.card == *card) {
            // It was shown a moment ago.
            (returning.remove(at), 1.0)
        } else if let Some(at) = begun.iter().position(|begun| begun.card == *card) {
            (begun.remove(at), 1.0)
        } else {
            let is_new = introduces && self.is_exact;
            let is_new = match (agenda.new, agenda.old) {
                (0, _) if self.has_made_room => false,
                (_, 0) if self.has_made_room => true,
                _ => is_new,
            };
            let from = if is_new { &mut agenda.new } else { &mut agenda.old };
            *from = from.checked_sub(1).expect("more is asked than there was to ask");
            let due = agenda.due.iter_mut().flatten().map(|due| due.0.clone());
            let at = due.enumerate().find(|(_, due)| due == card).map(|(at, _)| at);
            let recall = at.zip(agenda.due.as_mut()).map_or(1.0, |(at, due)| due.remove(at).1);
            (Begun { card: card.clone(), is_new: introduces }, recall)
        };
        *turn = Some(next);
    }

    /// Accepts `left`, the number of answers still to give on the screen. With only the total known, a different number is no
    /// contradiction, because anything that doesn't fit waits.
    pub fn agree(&mut self, left: usize) {
        if !self.is_exact() {
            let others = self.left() - self.waiting.agenda.old;
            self.waiting.agenda.old = left.saturating_sub(others);
        }
    }

    /// A word that was known before makes room for another, usually a new one, which the screen shows by what is `left`.
    pub fn make_room(&mut self, left: usize) {
        if self.is_exact && left == self.left() + 1 {
            self.waiting.agenda.new += 1;
            self.has_made_room = true;
        }
    }

    /// How many answers are still to give, including the current one, as far as known.
    pub fn left(&self) -> usize {
        let Waiting { agenda, returning, begun, turn, .. } = &self.waiting;
        let begun = returning.len() + begun.len();
        agenda.new + agenda.old + begun + usize::from(turn.is_some())
    }

    /// The cards that were begun but are not done.
    pub fn begun(&self) -> Vec<Begun> {
        let Waiting { returning, begun, turn, .. } = &self.waiting;
        let was_read = |card: &CardId| self.introduced.contains(card);
        // A miss that is asked again was answered before.
        let was_missed = |card: &CardId| {
            self.past
                .iter()
                .any(|(before, _)| before.turn.as_ref().is_some_and(|(turn, _)| turn.card == *card))
        };
        let turn = turn.iter().map(|(turn, _)| turn);
        let turn = turn.filter(|turn| was_read(&turn.card) || was_missed(&turn.card));
        returning.iter().chain(begun).chain(turn).cloned().collect()
    }

    /// How many of the answers to give are about new words.
    pub fn left_new(&self) -> usize {
        let Waiting { agenda, returning, begun, turn, .. } = &self.waiting;
        let turn = turn.iter().map(|(turn, _)| turn);
        agenda.new + returning.iter().chain(begun).chain(turn).filter(|back| back.is_new).count()
    }

    /// The minimum and maximum time they take, in milliseconds. `introduces` if a new word is on the screen.
    pub fn left_ms(&self, introduces: bool) -> (i64, i64) {
        let Waiting { agenda, returning, begun, turn, .. } = &self.waiting;
        let (introduction_ms, answer_ms) = agenda.pace;
        // A new word begun in another quiz is introduced again.
        let to_read = begun.iter().filter(|begun| begun.is_new).count();
        let again =
            count(returning.len() + begun.len()) * answer_ms + count(to_read) * introduction_ms;
        let now = match turn {
            Some(_) if introduces => introduction_ms + answer_ms,
            Some((_, recall)) => agenda.review_ms(*recall),
            None => 0,
        };
        let (least, most) = agenda.expected_ms();
        (least + again + now, most + again + now)
    }

    /// The introduction of the current word was read.
    pub fn read(&mut self, now: i64) {
        let Some((word, _)) = self.waiting.turn.take() else { return };
        self.introduced.push(word.card.clone());
        self.waiting.returning.push(word);
        self.step(now);
    }

    /// The current card was read again, and is asked later.
    pub fn postpone(&mut self, now: i64) {
        // Where two cards look the same, the one on the screen is still among the others.
        if let Some((word, _)) = self.waiting.turn.take() {
            self.waiting.returning.push(word);
        }
        self.step(now);
    }

    /// The current card was answered.
    pub fn answer(&mut self, passed: bool, now: i64) {
        self.past.push((self.waiting.clone(), self.introduced.len()));
        self.can_undo = true;
        let Some((word, _)) = self.waiting.turn.take() else { return };
        if !passed {
            self.waiting.returning.push(Begun { is_new: false, ..word });
        }
        self.step(now);
    }

    /// The current word is skipped or suspended.
    pub fn put_aside(&mut self) {
        self.past.push((self.waiting.clone(), self.introduced.len()));
        self.can_undo = false;
        self.waiting.turn = None;
        self.drop_what_does_not_fit();
    }

    /// Whether there is an answer to undo.
    pub fn can_undo(&self) -> bool {
        self.can_undo
    }

    /// The newest answer was undone.
    pub fn undo(&mut self) {
        let Some((before, introduced)) = self.past.pop() else { return };
        self.can_undo = false;
        self.waiting = before;
        let Waiting { agenda, returning, .. } = &mut self.waiting;
        for card in &self.introduced[introduced..] {
            let from = if self.is_exact { &mut agenda.new } else { &mut agenda.old };
            *from = from.saturating_sub(1);
            returning.push(Begun { card: card.clone(), is_new: true });
        }
    }

    /// Advances the time to `now`.
    fn step(&mut self, now: i64) {
        self.spent_ms += (now - self.until).clamp(0, LONGEST_MS);
        self.until = now;
        self.drop_what_does_not_fit();
    }

    /// Removes cards that could not be finished in time if missed.
    fn drop_what_does_not_fit(&mut self) {
        let Waiting { agenda, later, returning, begun, .. } = &mut self.waiting;
        let (introduction_ms, answer_ms) = agenda.pace;
        let owed: i64 =
            returning.iter().chain(begun.iter()).map(|back| 1 + i64::from(back.is_new)).sum();
        let left = agenda.budget_ms - self.spent_ms - owed * answer_ms;
        agenda.new += std::mem::take(&mut later.0);
        if left < 2 * answer_ms + introduction_ms {
            later.0 = std::mem::take(&mut agenda.new);
        }
        agenda.old += std::mem::take(&mut later.1);
        if let Some(due) = &mut agenda.due {
            due.append(&mut later.2);
        }
        if left < 2 * answer_ms {
            later.1 = std::mem::take(&mut agenda.old);
            later.2 = agenda.due.as_mut().map(std::mem::take).unwrap_or_default();
        }
    }
}
