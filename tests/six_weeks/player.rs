//! The simulated user takes a quiz: reads the screen, answers, and records what they did.

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

/// How often the user holds a key down instead of pressing it.
const HOLDS: f64 = 0.06;

/// The purpose of a quiz.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// Today's quiz.
    Daily,
    /// Cram before a meeting: the weakest words, due or not.
    Cram,
}

/// The progress of one quiz.
#[derive(Debug)]
pub struct Session {
    /// Its answers that were not undone.
    pub answers: Vec<Given>,
    /// The words introduced.
    pub introduced: Vec<TermId>,
    /// How many answers were still to give when it was left, and how many of them about new words.
    pub left: (usize, usize),
    /// Those of them that were begun.
    pub begun: Vec<Begun>,
    /// Its purpose.
    pub occasion: Occasion,
    /// What is still to be asked.
    pub queue: Queue,
}

/// Someone at a desk, with their record.
pub struct Player<D> {
    /// Their desk.
    pub desk: D,
    /// All decks.
    pub library: Library,
    /// The decks they follow, each with its depth.
    pub followed: Vec<(String, Level)>,
    /// What they did.
    pub ledger: Ledger,
    /// Words that no one could explain yet: number, words, and the day they were jotted down.
    pub to_ask: Vec<(usize, String, Day)>,
    /// How many words they jotted down.
    pub jotted: usize,
    /// The begun cards of a quiz that was left.
    pub begun: Vec<Begun>,
    /// Visits to teams: the deck, the day, and the note.
    pub visits: Vec<(String, Day, String)>,
    /// Their knowledge and behavior.
    pub person: Person,
    /// Texts that may contain numbers.
    pub texts: Texts,
    /// Words that no screen may show them.
    pub may_not_read: &'static [&'static str],
    /// Their time zone.
    pub zone: jiff::tz::TimeZone,
    /// Whether milliseconds can be counted. False with a real clock.
    pub is_exact: bool,
    /// When the question appeared, shifted by time spent elsewhere.
    pub asked_at: i64,
    /// The number of the quiz.
    pub session: usize,
    /// Whether they claimed to know the word, and have to prove it.
    pub claims: bool,
    /// Whether they saw a hint.
    pub hinted: bool,
}

impl<D: Desk> Player<D> {
    /// Someone at `desk` with an empty record.
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

    /// The study day, which starts at four in the morning.
    pub fn today(&self) -> Day {
        let at =
            jiff::Timestamp::from_millisecond(self.desk.now()).expect("a moment of this century");
        let local = at.to_zoned(self.zone.clone()).datetime();
        let date = Day::from_date(local.date());
        if local.hour() < 4 { date.plus(-1) } else { date }
    }

    /// Waits as long as the user would, and presses `key`.
    pub fn press(&mut self, key: Key) {
        let pause = self.person.takes(700, 2_500);
        self.press_after(pause, key);
    }

    fn press_after(&mut self, pause: i64, key: Key) {
        self.desk.wait(pause);
        self.desk.press(key);
    }

    /// Presses `key` after `pause`; or Enter, which does the same, and holds it. Returns the time of that.
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

    /// Types `text` at a typical speed.
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

    /// Takes a quiz that was started before, to its end, or until an interruption after `leaves_after` answers.
    /// `queue` is what there is to ask, if known.
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

    /// Five more minutes after the end of a quiz.
    pub fn five_more(&mut self, session: &mut Session) {
        self.press(Key::Char('5'));
        self.asked_at = self.desk.now();
        session.queue = self.some_queue();
        self.go_on(session, None);
    }

    /// What there is to ask in a quiz if only its total is known, from the screen.
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
            if session.answers.last().is_some_and(|given| given.claimed && given.grade.is_pass()) {
                session.queue.make_room(question.left.unwrap_or(0));
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

    /// The question on the screen. Checks every number on it.
    pub fn question(&mut self) -> Question {
        let text = self.desk.text();
        let marked = self.desk.underlined();
        let read = Question::read(&text, &marked, &self.library, &self.followed);
        let mut question = read.unwrap_or_else(|| panic!("{}: no question:\n{text}", self.today()));
        if question.cards.len() > 1 {
            let today = self.today();
            question.cards.retain(|card| self.ledger.is_due(card, today));
        }
        question
    }

    /// Takes one step, depending on the screen.
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

    /// A new word: the user reads it, or claims to know it.
    fn meet(&mut self, card: &CardId, session: &mut Session) {
        let pause = self.person.takes(8_000, 32_000);
        if self.person.happens(0.06) {
            self.press_after(pause, Key::Char('i'));
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

    /// The term of a followed deck as which `card` is shown.
    pub fn shown_as(&self, card: &CardId) -> TermId {
        let decks = self.followed.iter().filter_map(|(deck, _)| self.library.deck(deck));
        let mut terms = decks.flat_map(|deck| &deck.terms);
        let term = terms.find(|term| self.library.resolve(&term.id) == card.term);
        term.map_or_else(|| card.term.clone(), |term| term.id.clone())
    }

    /// Looks up a word while a question is open. That time doesn't count for the answer.
    fn look_away(&mut self) {
        let pause = self.person.takes(500, 2_000);
        self.press_after(pause, Key::Ctrl('f'));
        let away = self.person.takes(2_000, 20_000);
        self.press_after(away, Key::Esc);
        self.asked_at += away;
    }
}
