//! Filters out accidental keys: those typed before the page was drawn, and those still held down.

use crate::core::time::{Day, Timestamp};
use crate::tui::action::Context;
use crate::tui::keymap::{ENTER, Key, SPACE};

/// How long to ignore a held key after new content appears, in milliseconds. Held keys repeat about every 30 ms, and no one
/// reads an answer in less than this.
pub(super) const PAUSE_MS: u64 = 300;

/// Identifies the visible page. If any field changes, there is new content to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    /// The context.
    pub context: Context,
    /// The number of open screens.
    pub depth: usize,
    /// The page number of the front screen.
    pub number: u32,
    /// Whether the help is open.
    pub help: bool,
    /// The study day, because pages mention days to come.
    pub today: Day,
}

/// A key press.
#[derive(Debug, Clone, Copy)]
pub(super) struct Press {
    /// The key.
    pub key: Key,
    /// Whether it does more than close a screen or type a letter.
    pub changes: bool,
    /// Whether it was awaited and no other event followed at once.
    pub is_alone: bool,
    /// When it was handled.
    pub at: Timestamp,
}

/// The last page that was drawn.
#[derive(Debug, Clone, Copy)]
struct Drawn {
    page: Page,
    /// The key that led to it.
    brought_by: Option<Key>,
    /// The time of the last ignored key, or of drawing.
    quiet_since: Timestamp,
}

/// Separates deliberate keys from accidental ones.
#[derive(Debug, Default)]
pub(super) struct Guard {
    /// Whether pages are drawn. In plain mode every line is deliberate.
    draws: bool,
    drawn: Option<Drawn>,
    /// The last key, ignored or not.
    last: Option<Key>,
}

impl Guard {
    /// Enables the filter: pages are drawn from now on.
    pub(super) fn begin(&mut self) {
        self.draws = true;
    }

    /// Whether to drop input because `page` must be read first and wasn't drawn yet.
    pub(super) fn is_unread(&self, page: Page) -> bool {
        let is_new = self.drawn.is_none_or(|drawn| drawn.page != page);
        self.draws && is_new && page.context.is_read_first()
    }

    /// Records that `page` was drawn.
    pub(super) fn note(&mut self, page: Page, now: Timestamp) {
        self.begin();
        if self.drawn.is_none_or(|drawn| drawn.page != page) {
            self.drawn = Some(Drawn { page, brought_by: self.last, quiet_since: now });
        }
    }

    /// Whether `press` was deliberate on `page`.
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
