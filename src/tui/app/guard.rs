//! Which keys can be meant: none that was typed before its page could be read, and none that is merely still held down.

use crate::core::time::{Day, Timestamp};
use crate::tui::action::Context;
use crate::tui::keymap::{ENTER, Key, SPACE};

/// After something new to read has appeared, a key that may be held down does nothing for so many milliseconds. A held key
/// comes about every 30 ms, and nobody reads an answer in less than this.
pub(super) const PAUSE_MS: u64 = 300;

/// What stands before the user: when any of it changes, there is something new to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    /// The situation.
    pub context: Context,
    /// How many screens lie on each other.
    pub depth: usize,
    /// Which of its pages the screen in front shows.
    pub number: u32,
    /// Whether the help lies on it.
    pub help: bool,
    /// The study day, on which hangs what is said about days to come.
    pub today: Day,
}

/// A key that was pressed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Press {
    /// The key.
    pub key: Key,
    /// Whether it does more than leave a screen or write a letter into a field.
    pub changes: bool,
    /// Whether it came alone: while it was waited for, and with none right behind it.
    pub is_alone: bool,
    /// When it was taken in.
    pub at: Timestamp,
}

/// The page that was drawn last.
#[derive(Debug, Clone, Copy)]
struct Drawn {
    page: Page,
    /// The key that brought it.
    brought_by: Option<Key>,
    /// Since when no key has come that was not meant.
    quiet_since: Timestamp,
}

/// Tells keys that are meant from those that cannot be.
#[derive(Debug, Default)]
pub(super) struct Guard {
    /// Whether pages are drawn. Whoever reads lines and types lines means each of them.
    draws: bool,
    drawn: Option<Drawn>,
    /// The key that came last, meant or not.
    last: Option<Key>,
}

impl Guard {
    /// From now on pages are drawn.
    pub(super) fn begin(&mut self) {
        self.draws = true;
    }

    /// Whether what was typed by now cannot be meant for `page`, because it is to be read first and was not drawn yet.
    pub(super) fn is_unread(&self, page: Page) -> bool {
        let is_new = self.drawn.is_none_or(|drawn| drawn.page != page);
        self.draws && is_new && page.context.is_read_first()
    }

    /// Notes that `page` was drawn.
    pub(super) fn note(&mut self, page: Page, now: Timestamp) {
        self.begin();
        if self.drawn.is_none_or(|drawn| drawn.page != page) {
            self.drawn = Some(Drawn { page, brought_by: self.last, quiet_since: now });
        }
    }

    /// Whether `press` can be meant for `page`.
    pub(super) fn is_meant(&mut self, press: Press, page: Page) -> bool {
        self.last = Some(press.key);
        if self.is_unread(page) {
            return false;
        }
        let Some(drawn) = &mut self.drawn else { return true };
        let goes_on = [ENTER, SPACE].contains(&press.key) && page.context.is_answer();
        let repeats =
            drawn.brought_by == Some(press.key) && press.changes && page.context.is_careful();
        let is_late = press.is_alone && press.at.since(drawn.quiet_since) >= PAUSE_MS;
        let is_meant = is_late || !(goes_on || repeats);
        if !is_meant {
            drawn.quiet_since = press.at;
        }
        is_meant
    }
}
