//! A list with a selected row that scrolls as little as possible.

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::action::Action;
use crate::tui::theme::Theme;

/// The selected row. The offset is a cache from the last draw, not state.
#[derive(Debug, Default)]
pub struct Cursor {
    selected: usize,
    offset: Cell<usize>,
    height: Cell<usize>,
}

impl Cursor {
    /// The index of the selected row.
    pub const fn at(&self) -> usize {
        self.selected
    }

    /// Moves within `len` rows, up or down by a row or a page. Ignores other actions.
    pub fn act(&mut self, action: Action, len: usize) {
        match action {
            Action::Up => self.move_by(-1, len),
            Action::Down => self.move_by(1, len),
            Action::PageUp => self.page(-1, len),
            Action::PageDown => self.page(1, len),
            _ => {}
        }
    }

    /// Moves by `step` within `len` rows, stopping at the ends.
    pub fn move_by(&mut self, step: isize, len: usize) {
        self.selected = self.selected.saturating_add_signed(step).min(len.saturating_sub(1));
    }

    /// Moves by `pages`, in units of the last drawn height.
    pub fn page(&mut self, pages: isize, len: usize) {
        let page = isize::try_from(self.height.get().max(2) - 1).unwrap_or(1);
        self.move_by(pages * page, len);
    }

    /// Moves to row `to`, or to the last one if it is out of range.
    pub fn set(&mut self, to: usize, len: usize) {
        self.selected = to.min(len.saturating_sub(1));
    }

    /// Sets the number of visible rows, for lists drawn elsewhere.
    pub fn seen(&self, height: u16) {
        self.height.set(usize::from(height));
    }

    /// Draws `rows`, one line each, keeping the selected one visible. Always reserves the marker column.
    pub fn draw<'a>(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        theme: &Theme,
        len: usize,
        row: impl Fn(usize) -> Line<'a>,
    ) {
        let height = usize::from(area.height);
        self.height.set(height);
        if height == 0 || len == 0 {
            return;
        }
        let offset = self.follow(self.selected, height, len);
        for (at, y) in (offset..len.min(offset + height)).zip(area.y..) {
            self.draw_row(frame, Rect { y, height: 1, ..area }, theme, at, row(at));
        }
    }

    /// The same, but always shows the last row, at the bottom if not all rows fit.
    pub fn draw_with_last<'a>(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        theme: &Theme,
        len: usize,
        row: impl Fn(usize) -> Line<'a>,
    ) {
        let height = usize::from(area.height);
        if height < 2 || len <= height {
            return self.draw(frame, area, theme, len, row);
        }
        self.height.set(height);
        let last = len - 1;
        let offset = self.follow(self.selected.min(last - 1), height - 1, last);
        let rows = (offset..offset + height - 1).chain([last]);
        for (at, y) in rows.zip(area.y..) {
            self.draw_row(frame, Rect { y, height: 1, ..area }, theme, at, row(at));
        }
    }

    /// The first visible row, chosen to keep `selected` in view with the least scrolling.
    fn follow(&self, selected: usize, height: usize, len: usize) -> usize {
        let mut offset = self.offset.get().min(len.saturating_sub(height));
        if selected < offset {
            offset = selected;
        } else if selected >= offset + height {
            offset = selected + 1 - height;
        }
        self.offset.set(offset);
        offset
    }

    fn draw_row(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, at: usize, row: Line<'_>) {
        let selected = at == self.selected;
        let marker = if selected { "▌ " } else { "  " };
        let mut spans = vec![Span::styled(marker, theme.accent)];
        let style = if selected { theme.selection } else { theme.text };
        spans.extend(row.spans.into_iter().map(|span| {
            let span_style = style.patch(span.style);
            span.style(if selected { span_style.patch(theme.selection) } else { span_style })
        }));
        frame.render_widget(Line::from(spans), area);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selection_stops_at_the_ends() {
        let mut cursor = Cursor::default();
        cursor.move_by(-1, 3);
        assert_eq!(cursor.at(), 0);
        cursor.move_by(9, 3);
        assert_eq!(cursor.at(), 2);
        cursor.move_by(1, 0);
        assert_eq!(cursor.at(), 0);
    }
}
