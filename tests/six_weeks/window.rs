//! Runs the program in its own terminal, with the real clock.

use std::cell::RefCell;
use std::thread;
use std::time::Duration;

use super::desk::{Desk, Key, REPEAT_MS, REPEATS};
use super::support::TestEnv;
use super::support::screen::{Screen, key};

/// Waits longer than this are reading; shorter ones are typing, and are skipped.
const READING_MS: i64 = 400;
/// The minimum reading time: longer than the period in which a held key is ignored.
const PAUSE_MS: u64 = 330;
/// The polling interval of the screen.
const GLANCE: Duration = Duration::from_millis(10);
/// The screen has settled if it looks the same this many times in a row.
const STILL: usize = 6;
/// After this many polls, a key is considered to have had no effect.
const PATIENCE: usize = 50;

/// A terminal with the program in it.
pub struct Window {
    screen: Screen,
    /// The user's time: when it was opened, plus the time they count. They don't read a clock.
    now: i64,
    text: String,
}

impl Window {
    /// Starts the program at the time `now`, which `env` also contains.
    pub fn open(env: &TestEnv, now: i64) -> Self {
        let mut window = Self { screen: Screen::open(env, &[], 24, 80), now, text: String::new() };
        window.screen.shows("help");
        window.settle();
        window
    }

    /// Waits until the screen has settled. A frame may arrive in pieces.
    fn settle(&mut self) {
        let last = RefCell::new((String::new(), 0));
        self.screen.until("a screen that stands still", |screen| {
            let text = screen.text();
            let mut last = last.borrow_mut();
            let still = if last.0 == text { last.1 + 1 } else { 0 };
            *last = (text, still);
            still >= STILL
        });
        self.text = last.into_inner().0;
    }

    /// Waits until a key has changed the screen, or had no effect.
    fn answer(&mut self) {
        for _ in 0..PATIENCE {
            if self.screen.text() != self.text {
                break;
            }
            thread::sleep(GLANCE);
        }
        self.settle();
    }

    /// Waits for the program to exit.
    pub fn ends_well(&mut self) {
        self.screen.ends_well();
    }
}

fn bytes(pressed: Key) -> String {
    match pressed {
        Key::Char(c) => c.to_string(),
        Key::Ctrl(c) => char::from(c as u8 & 0x1f).to_string(),
        Key::Enter => key::ENTER.to_owned(),
        Key::Esc => key::ESC.to_owned(),
        Key::Down => key::DOWN.to_owned(),
        Key::Up => key::UP.to_owned(),
    }
}

impl Desk for Window {
    fn press(&mut self, key: Key) {
        self.screen.press(&bytes(key));
        self.answer();
    }

    fn wait(&mut self, ms: i64) {
        if ms >= READING_MS {
            thread::sleep(Duration::from_millis(PAUSE_MS));
            self.now += READING_MS;
        }
    }

    fn text(&mut self) -> String {
        self.text.clone()
    }

    fn underlined(&mut self) -> String {
        self.screen.look(|screen| {
            let (rows, columns) = screen.size();
            let (rows, columns) = (rows.get(), columns.get());
            let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
            let cells = cells.filter_map(|(row, column)| screen.cell(row, column));
            cells.filter(|cell| cell.underline()).map(vt100::Cell::contents).collect()
        })
    }

    fn now(&self) -> i64 {
        self.now
    }

    fn hold(&mut self, key: Key) {
        for _ in 0..REPEATS {
            self.screen.press(&bytes(key));
            thread::sleep(Duration::from_millis(REPEAT_MS.unsigned_abs()));
        }
        self.answer();
    }
}
