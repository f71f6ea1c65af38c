//! One line to type, below what it is about.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use crate::core::jotting::LONGEST;
use crate::tui::action::{Action, Context};
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::page::{Page, Scroll};
use crate::tui::widgets::shape;

/// The line, how far what stands above it is scrolled, and what is to be said about it.
#[derive(Debug)]
pub struct OneLine {
    field: Field,
    scroll: Scroll,
    notice: Option<String>,
}

impl OneLine {
    /// A line that says `present`, with the cursor at its end.
    pub fn new(present: &str) -> Self {
        Self { field: Field::new(present, LONGEST), scroll: Scroll::default(), notice: None }
    }

    /// What is typed.
    pub fn value(&self) -> &str {
        self.field.value()
    }

    /// What went wrong, until the next action.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// Does what `action` means to the line itself, and takes the notice away.
    pub fn act(&mut self, action: Action) {
        self.notice = None;
        match action {
            Action::Erase => self.field.clear(),
            _ => self.scroll.act(action),
        }
    }

    /// Takes a key in.
    pub fn press(&mut self, key: KeyEvent) {
        self.notice = self.field.press(key);
    }

    /// Says that it could not be kept. What was typed stays.
    pub fn fail(&mut self, why: String) {
        self.notice = Some(why);
    }

    /// Draws the whole screen: `title`, then what `page` makes of the width there is, then the line. What is typed may name
    /// people.
    pub fn draw(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        title: &str,
        page: impl Fn(u16) -> Page,
        theme: &Theme,
    ) {
        let idle: &[_] = if self.value().is_empty() { &[Action::Erase] } else { &[] };
        let parts = shape::frame(frame, area, theme, (Context::Note, idle), self.notice(), false);
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
