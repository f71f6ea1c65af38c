//! A list with a selected row that scrolls as little as possible.

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::{HighlightSpacing, List, ListState};

use crate::tui::action::Action;
use crate::tui::theme::Theme;

/// The selected row. The offset is a cache from the last draw, not state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cursor {
    selected: usize,
    offset: Cell<usize>,
    height: Cell<usize>,
}

impl Cursor {
    /// The index of the selected row.
    pub(crate) const fn at(&self) -> usize {
        self.selected
    }

    /// Moves within `len` rows, by a row or a page as it was last drawn, or to the first or the last. Ignores other actions.
    pub(crate) fn act(&mut self, action: Action, len: usize) {
        self.move_by(action.step(self.height.get().max(2) - 1), len);
    }

    /// Moves by `step` within `len` rows, stopping at the ends.
    pub(crate) fn move_by(&mut self, step: isize, len: usize) {
        self.selected = self.selected.saturating_add_signed(step).min(len.saturating_sub(1));
    }

    /// Moves to row `to`, or to the last one if it is out of range.
    pub(crate) fn set(&mut self, to: usize, len: usize) {
        self.selected = to.min(len.saturating_sub(1));
    }

    /// Sets the number of visible rows, for lists drawn elsewhere.
    pub(crate) fn seen(&self, height: u16) {
        self.height.set(usize::from(height));
    }

    /// Draws `len` rows, one line each, keeping the selected one visible. The marker column, always reserved, shows which one
    /// that is, and whether there are more above and below.
    pub(crate) fn draw<'a>(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        theme: &Theme,
        len: usize,
        row: impl Fn(usize) -> Line<'a>,
    ) {
        self.draw_parted(frame, area, theme, len, None, row);
    }

    /// The same with a line that can't be selected before one of the rows.
    fn draw_parted<'a>(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        theme: &Theme,
        len: usize,
        rule: Option<&(usize, Line<'a>)>,
        row: impl Fn(usize) -> Line<'a>,
    ) {
        self.seen(area.height);
        let height = self.height.get();
        if height == 0 || len == 0 {
            return;
        }
        // The place of a row, and what stands at a place.
        let place = |at: usize| at + usize::from(rule.is_some_and(|(before, _)| *before <= at));
        let line = |place: usize| match rule {
            Some((before, line)) if *before == place => line.clone(),
            Some((before, _)) if *before < place => row(place - 1),
            _ => row(place),
        };
        let near = place(self.selected.min(len - 1));
        let selects = self.selected < len;
        let len = place(len - 1) + 1;
        // Leave no empty rows after the window grows or the list shrinks.
        let first = self.offset.get().min(len.saturating_sub(height));
        let first = first.clamp((near + 1).saturating_sub(height), near);
        self.offset.set(first);
        // Only the visible rows are built: a deck can have thousands.
        let list = List::new((first..len.min(first + height)).map(line))
            .style(theme.text)
            .highlight_style(theme.selection)
            .highlight_symbol(Line::styled("▌ ", theme.accent))
            .highlight_spacing(HighlightSpacing::Always);
        let selected = selects.then(|| near - first);
        let mut state = ListState::default().with_selected(selected);
        frame.render_stateful_widget(list, area, &mut state);
        // The marker column says that there are more rows.
        let last = first + height - 1;
        let mut mark = |is_cut: bool, line: usize, y: u16, sign: &'static str| {
            if is_cut {
                // Behind the mark of the selected row.
                let x = area.x + u16::from(selects && near == line);
                let place = Rect { x, y, width: 1, height: 1 }.intersection(area);
                frame.render_widget(Line::styled(sign, theme.key), place);
            }
        };
        mark(first > 0, first, area.y, "↑");
        mark(last + 1 < len, last, area.bottom() - 1, "↓");
    }

    /// The same, but always shows the last row, at the bottom if not all rows fit, and `rule` before one of the others.
    pub(crate) fn draw_with_last<'a>(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        theme: &Theme,
        len: usize,
        rule: Option<&(usize, Line<'a>)>,
        row: impl Fn(usize) -> Line<'a>,
    ) {
        let rows = len + usize::from(rule.is_some());
        if area.height < 2 || rows <= usize::from(area.height) {
            return self.draw_parted(frame, area, theme, len, rule, row);
        }
        let last = len - 1;
        let [top, bottom] =
            area.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]));
        let only = Self { selected: usize::from(self.selected != last), ..Self::default() };
        only.draw(frame, bottom, theme, 1, |_| row(last));
        self.draw_parted(frame, top, theme, last, rule, row);
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;

    #[test]
    fn no_row_stays_empty_after_the_window_grows() {
        let mut cursor = Cursor::default();
        cursor.set(8, 9);
        let shown = |height| {
            let mut terminal = Terminal::new(TestBackend::new(3, height)).unwrap();
            let row = |at: usize| Line::from(at.to_string());
            terminal
                .draw(|frame| cursor.draw(frame, frame.area(), &Theme::mono(), 9, row))
                .unwrap();
            let text = terminal.backend().to_string();
            text.chars().filter(|c| c.is_alphanumeric()).collect::<String>()
        };
        assert_eq!([shown(3), shown(5), shown(3)], ["678", "45678", "678"]);
    }

    #[test]
    fn a_line_between_rows_is_passed_over() {
        let mut cursor = Cursor::default();
        let mut terminal = Terminal::new(TestBackend::new(4, 3)).unwrap();
        let mut shown = Vec::new();
        for _ in 0..4 {
            let rule = (2, Line::from("--"));
            let row = |at: usize| Line::from(at.to_string());
            terminal
                .draw(|frame| {
                    cursor.draw_with_last(frame, frame.area(), &Theme::mono(), 4, Some(&rule), row);
                })
                .unwrap();
            shown.push(terminal.backend().to_string().replace(['"', ' ', '\n'], ""));
            cursor.move_by(1, 4);
        }
        assert_eq!(shown, ["▌0↓13", "0▌↓13", "↑--▌23", "↑--2▌3"]);
    }

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
