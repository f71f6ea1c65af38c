//! A screen layout with a one-line input below its context.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use crate::core::jotting::LONGEST;
use crate::tui::action::{Action, Context};
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::layout;
use crate::tui::widgets::page::{Page, Scroll};

/// The input, the scroll position of the text above it, and a notice.
#[derive(Debug)]
pub(crate) struct OneLine {
    field: Field,
    scroll: Scroll,
    notice: Option<String>,
}

impl OneLine {
    /// An input with the text `present` and the cursor at its end.
    pub(crate) fn new(present: &str) -> Self {
        Self { field: Field::new(present, LONGEST), scroll: Scroll::default(), notice: None }
    }

    /// The text.
    pub(crate) fn value(&self) -> &str {
        self.field.value()
    }

    /// The error message, until the next action.
    pub(crate) fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// Handles `action` in the input and clears the notice.
    pub(crate) fn act(&mut self, action: Action) {
        self.notice = None;
        match action {
            Action::Erase => self.field.clear(),
            _ => self.scroll.act(action),
        }
    }

    /// Handles a key.
    pub(crate) fn press(&mut self, key: KeyEvent) {
        self.notice = self.field.press(key);
    }

    /// Shows why saving failed. The text stays.
    pub(crate) fn fail(&mut self, why: String) {
        self.notice = Some(why);
    }

    /// Draws the screen: `title`, the text that `page` renders for the width, and the input. The input may name people, so it
    /// is hidden with names.
    pub(crate) fn draw(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        title: &str,
        page: impl Fn(u16) -> Page,
        theme: &Theme,
    ) {
        let idle: &[_] = if self.value().is_empty() { &[Action::Erase] } else { &[] };
        let parts = layout::frame(frame, area, theme, (Context::Note, idle), self.notice(), false);
        frame.render_widget(Line::styled(title, theme.strong), parts.head);
        let page = page(parts.body.width);
        let height = u16::try_from(page.len()).unwrap_or(u16::MAX);
        let [text, _, field] = parts.body.layout(&Layout::vertical([
            Constraint::Max(height),
            Constraint::Length(u16::from(parts.body.height > height.saturating_add(1))),
            Constraint::Length(1),
        ]));
        self.scroll.draw(frame, text, page, theme);
        self.field.draw_private(frame, field, "> ", theme);
    }
}
