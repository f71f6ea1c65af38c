//! A map of practice: a column for each week, a row for each weekday, and for each day how much was answered.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span, Text};

use crate::core::look_back::{GLYPHS, Practice, WEEKS, legend, legend_title, weekday};
use crate::tui::theme::Theme;

/// The columns before the first week.
const LABEL: usize = 4;

/// The rows of the map, with a title above it.
pub(crate) const ROWS: u16 = 9;

/// Draws the map.
pub(crate) fn draw(frame: &mut Frame<'_>, area: Rect, practice: &Practice, theme: &Theme) {
    frame.render_widget(Text::from(lines(practice, area.width.into(), theme)), area);
}

/// The map with its legend beside it, as much of it as fits into `width` columns.
pub(crate) fn lines(practice: &Practice, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let room = |cell: usize| width.saturating_sub(LABEL + cell * WEEKS);
    // Cells are wide only if the legend then still fits.
    let cell = if legend_title(room(3)).is_some() { 3 } else { 2 };
    let room = room(cell);
    let mut names = " ".repeat(cell * WEEKS);
    for (week, month) in practice.months().into_iter().enumerate() {
        if let Some(month) = month {
            // The name of a month that begins this week must not stick out of the map.
            let at = (cell * week).min(names.len() - month.len());
            names.replace_range(at..at + month.len(), &month);
        }
    }
    // Leave a space after a month's name in the last column.
    let apart = usize::from(!names.ends_with(' '));
    let mut months = vec![Span::raw(" ".repeat(LABEL)), Span::styled(names, theme.muted)];
    if let Some(title) = legend_title(room.saturating_sub(apart)) {
        months.push(Span::raw(if title.len() < room { " " } else { "" }));
        months.push(Span::styled(title, theme.muted));
    }
    let mut lines = vec![Line::from(months)];
    for day in 0..7 {
        let mut spans = vec![Span::styled(format!("{:<LABEL$}", weekday(day)), theme.muted)];
        for week in 0..WEEKS {
            spans.push(match practice.step(week, day) {
                None => Span::raw(" ".repeat(cell)),
                Some(step) => {
                    let glyph = GLYPHS[step].repeat(if step == 0 { 1 } else { cell - 1 });
                    Span::styled(format!("{glyph:<cell$}"), style(step, theme))
                }
            });
        }
        let said = legend(day, room.saturating_sub(3));
        if let (Some(said), Some(glyph)) = (said, GLYPHS.get(day)) {
            spans.push(Span::styled(format!(" {glyph} "), style(day, theme)));
            spans.push(Span::styled(said, theme.muted));
        }
        lines.push(Line::from(spans));
    }
    lines
}

/// The style of a day at this step.
pub(crate) fn style(step: usize, theme: &Theme) -> Style {
    match step.checked_sub(1) {
        None => theme.frame,
        Some(step) => Style::new().fg(theme.steps[step]),
    }
}
