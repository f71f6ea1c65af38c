//! A quiz as somebody takes it: they read the screen, answer, and write down what they did.

use shoptalk::core::card::{CardId, TermId};
use shoptalk::core::deck::Level;
use shoptalk::core::library::Library;
use shoptalk::core::time::Day;

use super::desk::{Desk, Key};
use super::ledger::{Given, Ledger};
use super::page::Page;
use super::person::Person;
use super::question::{Question, Seen};
use super::queue::{Begun, Queue};
use super::texts::{Texts, texts_of};

/// How often somebody holds a key down rather than pressing it.
const HOLDS: f64 = 0.06;

/// What a quiz is held for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// What the day brings.
    Daily,
    /// A meeting: what is weakest, due or not.
    Cram,
}

/// One quiz, as far as it has come.
#[derive(Debug)]
pub struct Session {
    /// The answers of it that stand.
    pub answers: Vec<Given>,
    /// The words that were shown for the first time.
    pub introduced: Vec<TermId>,
    /// How many answers were still to be given when it was left, and how many of them about new words.
    pub left: (usize, usize),
    /// The cards among them that were begun.
    pub begun: Vec<Begun>,
    /// What it is held for.
    pub occasion: Occasion,
    /// What is still to be asked.
    pub queue: Queue,
}

/// Someone at a desk, with their notes.
pub struct Player<D> {
    /// Where they sit.
    pub desk: D,
    /// All decks.
    pub library: Library,
    /// The decks that they follow, each with its depth.
    pub followed: Vec<(String, Level)>,
    /// What they did.
    pub ledger: Ledger,
    /// Words that no one could explain yet: number, words, and the day on which they were jotted down.
    pub to_ask: Vec<(usize, String, Day)>,
    /// How many words they jotted down.
    pub jotted: usize,
    /// The cards of a quiz that was left which had been begun.
    pub begun: Vec<Begun>,
    /// Time spent with teams: the deck, the day, and what was seen.
    pub visits: Vec<(String, Day, String)>,
    /// Who they are.
    pub person: Person,
    /// Texts that may have numbers in them.
    pub texts: Texts,
    /// Words that no screen may show them.
    pub may_not_read: &'static [&'static str],
    /// Their time zone.
    pub zone: jiff::tz::TimeZone,
    /// Whether milliseconds can be counted: not where the clock runs by itself.
    pub is_exact: bool,
    /// Since when the question is there, without the time that was spent elsewhere.
    pub asked_at: i64,
    /// The number of the quiz.
    pub session: usize,
    /// Whether they said that they know the word of the question, and have to show it.
    pub claims: bool,
    /// Whether they saw a hint.
    pub hinted: bool,
}

impl<D: Desk> Player<D> {
    /// Someone at `desk` with empty notes.
    pub fn new(
        desk: D,
        library: Library,
        ledger: Ledger,
        person: Person,
        zone: jiff::tz::TimeZone,
    ) -> Self {
        let texts = Texts::new(library.decks().iter().flat_map(texts_of));
        Self {
            desk,
            library,
            followed: Vec::new(),
            ledger,
            to_ask: Vec::new(),
            jotted: 0,
            begun: Vec::new(),
            visits: Vec::new(),
            person,
            texts,
            zone,
            may_not_read: &[],
            is_exact: true,
            asked_at: 0,
            session: 0,
            claims: false,
            hinted: false,
        }
    }

    /// The study day: it starts at four in the morning.
    pub fn today(&self) -> Day {
        let at =
            jiff::Timestamp::from_millisecond(self.desk.now()).expect("a moment of this century");
        let local = at.to_zoned(self.zone.clone()).datetime();
        let date = Day::from_date(local.date());
        if local.hour() < 4 { date.plus(-1) } else { date }
    }

    /// Waits for as long as it takes, and presses `key`.
    pub fn press(&mut self, key: Key) {
        let pause = self.person.takes(700, 2_500);
        self.press_after(pause, key);
    }

    fn press_after(&mut self, pause: i64, key: Key) {
        self.desk.wait(pause);
        self.desk.press(key);
    }

    /// After `pause` presses `key`; or Enter, which does the same, and holds it down. The moment of that.
    pub fn go_on_with(&mut self, pause: i64, key: Key) -> i64 {
        self.desk.wait(pause);
        let at = self.desk.now();
        if self.person.happens(HOLDS) {
            self.desk.hold(Key::Enter);
        } else {
            self.desk.press(key);
        }
        at
    }

    /// Types `text`, as fast as people do.
    pub fn write(&mut self, text: &str) {
        for letter in text.chars() {
            let pause = self.person.takes(90, 350);
            self.press_after(pause, Key::Char(letter));
        }
    }

    /// The screen.
    pub fn page(&mut self) -> Page {
        let text = self.desk.text();
        for words in self.may_not_read {
            assert!(!text.contains(words), "{}: “{words}” on\n{text}", self.today());
        }
        Page::of_screen(&text)
    }

    /// Takes a quiz that has begun with the key before, to its end, or until somebody comes in after `leaves_after` answers.
    /// `queue` tells what there is to ask, where that is known.
    pub fn sit(
        &mut self,
        occasion: Occasion,
        queue: Option<Queue>,
        leaves_after: Option<usize>,
    ) -> Session {
        self.asked_at = self.desk.now();
        (self.claims, self.hinted) = (false, false);
        self.session = self.ledger.begin(self.asked_at);
        let queue = queue.unwrap_or_else(|| self.some_queue());
        let mut session = Session {
            answers: Vec::new(),
            introduced: Vec::new(),
            left: (0, 0),
            begun: Vec::new(),
            occasion,
            queue,
        };
        self.go_on(&mut session, leaves_after);
        session
    }

    /// Five minutes more of a quiz that is over.
    pub fn five_more(&mut self, session: &mut Session) {
        self.press(Key::Char('m'));
        self.asked_at = self.desk.now();
        session.queue = self.some_queue();
        self.go_on(session, None);
    }

    /// What there is to ask in a quiz of which only the screen knows how much.
    fn some_queue(&mut self) -> Queue {
        let left = self.question().left.unwrap_or(0);
        Queue::of_some(left, self.ledger.pace(self.today()), self.desk.now())
    }

    fn go_on(&mut self, session: &mut Session, leaves_after: Option<usize>) {
        for _ in 0..1_000 {
            let mut question = self.question();
            if question.seen == Seen::Summary {
                return;
            }
            self.tell_apart(&mut question, session.occasion);
            let introduces = question.seen == Seen::Introduction;
            if let [card] = &question.cards[..] {
                session.queue.turn(card, introduces);
            }
            session.queue.agree(question.left.unwrap_or(0));
            self.check_head(&question, introduces, session);
            self.check_rows(&question, session.occasion);
            if leaves_after.is_some_and(|most| session.answers.len() >= most) {
                session.left = (session.queue.left(), session.queue.left_new());
                session.begun = session.queue.begun();
                self.press(Key::Esc);
                return;
            }
            self.step(&question, session);
        }
        panic!("the quiz does not end:\n{}", self.desk.text());
    }

    /// The question on the screen. Every number on it is accounted for.
    pub fn question(&mut self) -> Question {
        let text = self.desk.text();
        let read = Question::read(&text, &self.library, &self.followed);
        let mut question = read.unwrap_or_else(|| panic!("{}: no question:\n{text}", self.today()));
        if question.cards.len() > 1 {
            let today = self.today();
            question.cards.retain(|card| self.ledger.is_due(card, today));
        }
        question
    }

    /// Does one thing with the screen.
    fn step(&mut self, question: &Question, session: &mut Session) {
        let card = question.cards.first().cloned();
        match &question.seen {
            Seen::Introduction => {
                self.meet(&card.expect("a new word is one of a deck"), session);
            }
            Seen::HardWord => {
                let pause = self.person.takes(3_000, 9_000);
                self.asked_at = self.go_on_with(pause, Key::Char(' '));
                session.queue.postpone(self.asked_at);
            }
            Seen::Outcome(_) => {
                if self.person.happens(0.05) {
                    self.undo(session);
                } else {
                    let pause = self.person.takes(1_000, 7_000);
                    self.asked_at = self.go_on_with(pause, Key::Char(' '));
                }
            }
            Seen::Pick(_) | Seen::Typed | Seen::Front | Seen::Back => {
                let [card] = &question.cards[..] else {
                    panic!(
                        "{}: which card is asked? {question:#?}\n{}",
                        self.today(),
                        self.desk.text()
                    )
                };
                if question.seen != Seen::Back && self.person.happens(0.03) {
                    self.look_away();
                }
                self.ask_oneself(card, question, session);
            }
            Seen::Summary => {}
        }
    }

    /// A new word: it is read, or known already.
    fn meet(&mut self, card: &CardId, session: &mut Session) {
        let pause = self.person.takes(8_000, 32_000);
        if self.person.happens(0.06) {
            self.press_after(pause, Key::Char('k'));
            self.claims = true;
            self.asked_at = self.desk.now();
        } else {
            let at = self.go_on_with(pause, Key::Char(' '));
            self.ledger.introduce(self.today(), at, at - self.asked_at);
            session.introduced.push(self.shown_as(card));
            session.queue.read(at);
            self.asked_at = at;
        }
    }

    /// The term of a followed deck under which `card` is shown.
    pub fn shown_as(&self, card: &CardId) -> TermId {
        let decks = self.followed.iter().filter_map(|(deck, _)| self.library.deck(deck));
        let mut terms = decks.flat_map(|deck| &deck.terms);
        let term = terms.find(|term| self.library.resolve(&term.id) == card.term);
        term.map_or_else(|| card.term.clone(), |term| term.id.clone())
    }

    /// Looks a word up in the middle of a question: that is no time of the answer.
    fn look_away(&mut self) {
        let pause = self.person.takes(500, 2_000);
        self.press_after(pause, Key::Ctrl('f'));
        let away = self.person.takes(2_000, 20_000);
        self.press_after(away, Key::Esc);
        self.asked_at += away;
    }
}
