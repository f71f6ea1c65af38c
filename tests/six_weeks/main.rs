//! Simulates six weeks of a default user with a controlled clock, and compares every number on every screen with the test's
//! own count, every day.

mod answers;
mod checks;
mod desk;
mod home;
mod ledger;
mod page;
mod pattern;
mod person;
mod plan;
mod player;
mod question;
mod queue;
mod shell;
mod summary;
#[path = "../support/mod.rs"]
mod support;
mod texts;
mod tour;
#[cfg(unix)]
mod window;
mod words;

use shoptalk::core::deck::Level;
use shoptalk::core::library::Library;
use shoptalk::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Scheduler};
use shoptalk::files;

use desk::{Bench, Desk, Key};
use home::Moment;
use ledger::Ledger;
use person::{Mind, Person};
use plan::MINUTES;
use player::{Occasion, Player};
use queue::{Agenda, Begun, Queue};

/// The teams that the user works with; two of them share a word.
const TEAMS: [&str; 3] = ["data", "platform", "security"];

fn zone() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::get("Europe/Lisbon").expect("a zone of the bundled data")
}

/// The time at `hour` o'clock plus some minutes, this many days after Monday, 5 October 2026.
fn moment(day: i64, hour: i64, minute: i64) -> i64 {
    let start = jiff::civil::date(2026, 10, 5).at(0, 0, 0, 0);
    let at = start.checked_add(jiff::Span::new().days(day).hours(hour).minutes(minute));
    let at = at.expect("a date of this century").to_zoned(zone()).expect("a moment");
    at.timestamp().as_millisecond()
}

/// Someone who has just installed the program, at `desk`.
fn newcomer<D: Desk>(mind: Mind, desk: D, zone: jiff::tz::TimeZone) -> Player<D> {
    let library = Library::merge(files::built_in()).library;
    let scheduler = Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION);
    let ledger = Ledger::new(scheduler.expect("the defaults are sound"));
    Player::new(desk, library, ledger, Person::new(mind, 1), zone)
}

impl<D: Desk> Player<D> {
    /// The first start: chooses teams and minutes.
    fn choose_teams(&mut self) {
        for id in TEAMS {
            let row = format!("[ ] {}", self.library.title(id));
            let is_selected = |line: &str| line.trim().starts_with('▌') && line.contains(&row);
            while !self.desk.text().lines().any(is_selected) {
                self.press(Key::Down);
            }
            self.press(Key::Char(' '));
            self.followed.push((id.to_owned(), Level::Core));
        }
        let order = |id: &str| self.library.decks().iter().position(|deck| &*deck.id == id);
        self.followed.sort_by_key(|(id, _)| order(id));
        self.press(Key::Enter);
        self.press(Key::Enter);
    }

    /// Jots down a word that no deck explains.
    fn jot(&mut self, words: &str) {
        self.press(Key::Char('/'));
        self.write(words);
        self.press(Key::Ctrl('l'));
        self.press(Key::Esc);
        self.jotted += 1;
        self.to_ask.push((self.jotted, words.to_owned(), self.today()));
        self.texts.add(words);
    }

    /// Drops the first jotted word.
    fn drop_first_jotting(&mut self) {
        self.press(Key::Char('a'));
        self.press(Key::Char('x'));
        self.press(Key::Esc);
        self.to_ask.remove(0);
    }

    /// Records a visit to the team that is selected on home.
    fn visit(&mut self, text: &str) {
        self.press(Key::Char('v'));
        self.write(text);
        self.press(Key::Enter);
        self.visits.push((self.followed[0].0.clone(), self.today(), text.to_owned()));
        self.texts.add(text);
    }

    /// Undoes the newest answer after the quiz. Its card is asked again if it was begun, or as long as there is time.
    fn think_again(&mut self) -> Moment {
        self.press(Key::Char('u'));
        let struck = self.ledger.strike().expect("an answer of today stands");
        let (card, today) = (struck.card, self.today());
        let state = self.ledger.state(&card);
        let is_new = state.is_none();
        let was_missed = state.is_some_and(|state| state.unfinished && state.last == today);
        if was_missed || (is_new && !struck.claimed) {
            self.begun = vec![Begun { card, is_new }];
            return Moment::Left { all: 1, new: usize::from(is_new) };
        }
        let (introduction_ms, answer_ms) = self.ledger.pace(today);
        let takes = 2 * answer_ms + if is_new { introduction_ms } else { 0 };
        let is_time = self.ledger.done(today).ms + takes <= MINUTES * 60_000;
        Moment::Left { all: usize::from(is_time), new: usize::from(is_time && is_new) }
    }

    /// Takes the day's quiz, and whatever else happens on `day`.
    fn quiz(&mut self, day: i64, agenda: Agenda) -> Moment {
        self.press(Key::Enter);
        let teams = self.followed.clone();
        let begun = std::mem::take(&mut self.begun);
        let now = self.desk.now();
        let queue = (agenda.new + agenda.old > 0).then(|| Queue::resuming(agenda, begun, now));
        let leaves_after = if is_one_of(day, &DAYS_OF_LEAVING) { Some(5) } else { None };
        let mut session = self.sit(Occasion::Daily, queue, leaves_after);
        if session.left != (0, 0) {
            let (all, new) = session.left;
            self.begun = session.begun;
            return Moment::Left { all, new };
        }
        self.summary(&teams, &session);
        if is_one_of(day, &DAYS_OF_MORE) {
            self.five_more(&mut session);
            self.summary(&teams, &session);
        }
        self.press(Key::Esc);
        if is_one_of(day, &DAYS_OF_CRAMMING) {
            self.press(Key::Char('c'));
            let session = self.sit(Occasion::Cram, None, None);
            self.summary(&teams[..1], &session);
            self.press(Key::Esc);
        }
        if is_one_of(day, &DAYS_OF_SECOND_THOUGHTS) {
            return self.think_again();
        }
        Moment::Left { all: 0, new: 0 }
    }
}

/// Days without a quiz.
const DAYS_OFF: [i64; 7] = [5, 12, 13, 20, 27, 33, 34];
/// Days on which the user is interrupted during the quiz.
const DAYS_OF_LEAVING: [i64; 3] = [3, 10, 23];
/// Days on which five minutes are not enough.
const DAYS_OF_MORE: [i64; 4] = [4, 9, 19, 29];
/// Days with a meeting.
const DAYS_OF_CRAMMING: [i64; 3] = [6, 18, 31];
/// Days on which the user undoes the last answer after the quiz.
const DAYS_OF_SECOND_THOUGHTS: [i64; 5] = [1, 8, 11, 25, 36];
/// The hours of the quiz; the last ones are after midnight.
const HOURS: [i64; 7] = [7, 12, 18, 9, 22, 25, 26];

fn is_one_of(day: i64, days: &[i64]) -> bool {
    days.contains(&day)
}

#[test]
fn every_number_of_six_weeks_is_what_was_counted() {
    let mut player = newcomer(Mind::Learning, Bench::new(zone()), zone());
    // Six weeks, an absence of more than two weeks, and three more days.
    for day in (0..42).chain(59..62) {
        let hour = HOURS[usize::try_from(day).expect("no day is before the first") % HOURS.len()];
        player.desk.set(moment(day, hour, day % 60));
        player.desk.start();
        if day == 0 {
            player.choose_teams();
            player.press(Key::Esc);
        }
        match day {
            2 => ["zilt valve", "quarn gate"].iter().for_each(|words| player.jot(words)),
            9 => player.drop_first_jotting(),
            4 => player.visit("saw the handover"),
            21 => player.visit("sat in on planning"),
            _ => {}
        }
        if is_one_of(day, &DAYS_OFF) {
            player.tour(Moment::Morning);
            continue;
        }
        let agenda = player.glance(Moment::Morning);
        let moment = player.quiz(day, agenda);
        let agenda = player.tour(moment);
        if agenda.new + agenda.old > 0 {
            let moment = player.quiz(-1, agenda);
            player.glance(moment);
        }
    }
    assert_eq!(
        player.desk.kept(),
        player.ledger.totals(),
        "answers, and those that were taken back"
    );
}

/// Words that must not be shown to anyone who has not recalled anything yet.
const PRAISE: [&str; 7] =
    ["earned", "earnt", "ell done", "ood start", "reat", "ongratulations", "still understand"];

/// A week of someone who knows nothing. The words `may_not_read` must never be shown.
fn a_week_of(
    mind: Mind,
    leaves_after: Option<usize>,
    may_not_read: &'static [&'static str],
) -> Player<Bench> {
    let mut player = newcomer(mind, Bench::new(zone()), zone());
    player.may_not_read = may_not_read;
    for day in 0..7 {
        player.desk.set(moment(day, 9, 0));
        player.desk.start();
        if day == 0 {
            player.choose_teams();
            player.press(Key::Esc);
        }
        let agenda = player.glance(Moment::Morning);
        player.press(Key::Enter);
        let queue = Queue::new(agenda, player.desk.now());
        let session = player.sit(Occasion::Daily, Some(queue), leaves_after);
        let (all, new) = session.left;
        if all == 0 {
            let teams = player.followed.clone();
            player.summary(&teams, &session);
            player.press(Key::Esc);
        }
        player.tour(Moment::Left { all, new });
    }
    player
}

#[test]
fn nobody_who_missed_everything_is_congratulated() {
    let player = a_week_of(Mind::Missing, Some(20), &PRAISE);
    assert!(player.ledger.standing().all(|given| !given.grade.is_pass()));
    assert!(player.counts().iter().all(|(_, count)| count.met > 0 && count.understood == 0));
}

#[test]
fn picking_at_chance_is_not_understanding() {
    let mut player = a_week_of(Mind::Guessing, None, &PRAISE[2..]);
    let passed = player.ledger.standing().filter(|given| given.grade.is_pass()).count();
    assert!(passed > 30, "{passed} were hit");
    assert!(player.counts().iter().all(|(_, count)| count.met > 0 && count.understood == 0));
    let page = player.page();
    assert!(!page.to_string().contains("understand"), "{page}");
}

#[cfg(unix)]
#[test]
fn three_days_in_a_terminal_come_to_what_was_counted() {
    use support::{DAY, NOON, TestEnv};
    use window::Window;

    let mut env = TestEnv::new();
    let mut player: Option<Player<Window>> = None;
    for day in 0..3 {
        env.later(day * DAY);
        let window = Window::open(&env, NOON + day * DAY);
        let player = match &mut player {
            Some(player) => {
                player.desk = window;
                player
            }
            none => {
                let mut newcomer = newcomer(Mind::Learning, window, jiff::tz::TimeZone::UTC);
                newcomer.is_exact = false;
                newcomer.choose_teams();
                newcomer.press(Key::Esc);
                none.insert(newcomer)
            }
        };
        let counts = player.counts();
        let (agenda, _) = player.home(&counts, Moment::Morning);
        player.press(Key::Enter);
        let queue = Queue::new(agenda, player.desk.now());
        let session = player.sit(Occasion::Daily, Some(queue), None);
        let teams = player.followed.clone();
        player.summary(&teams, &session);
        player.press(Key::Esc);
        let counts = player.counts();
        player.home(&counts, Moment::Left { all: 0, new: 0 });
        player.press(Key::Esc);
        player.desk.ends_well();
    }
}
