//! The program in a terminal of its own, with a clock that runs by itself.

use std::cell::RefCell;
use std::thread;
use std::time::Duration;

use super::desk::{Desk, Key, REPEAT_MS, REPEATS};
use super::support::TestEnv;
use super::support::screen::{Screen, key};

/// Who waits longer than this reads; the rest is typing, and need not be waited for.
const READING_MS: i64 = 400;
/// So long the user reads at least: longer than a key that may be held down does nothing.
const PAUSE_MS: u64 = 330;
/// How often the screen is looked at.
const GLANCE: Duration = Duration::from_millis(10);
/// At so many glances in a row it looks the same when it stands still.
const STILL: usize = 6;
/// After so many glances a key is taken to have changed nothing.
const PATIENCE: usize = 50;

/// A terminal with the program in it.
pub struct Window {
    screen: Screen,
    /// When it was opened, and how long that is ago as far as the user counts: they look at no clock.
    now: i64,
    text: String,
}

impl Window {
    /// The program, started at the moment `now`, which `env` names, too.
    pub fn open(env: &TestEnv, now: i64) -> Self {
        let mut window = Self { screen: Screen::open(env, &[], 24, 80), now, text: String::new() };
        window.screen.shows("help");
        window.settle();
        window
    }

    /// Waits until the screen stands still. A frame may come in pieces.
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

    /// Waits until a key has changed the screen, or nothing comes of it.
    fn answer(&mut self) {
        for _ in 0..PATIENCE {
            if self.screen.text() != self.text {
                break;
            }
            thread::sleep(GLANCE);
        }
        self.settle();
    }

    /// Waits for the end of the program.
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
