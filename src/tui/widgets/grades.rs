//! The grades a user may give their own answer, each with its key and when the card would come back.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};
use strum::VariantArray as _;

use crate::core::review::Grade;
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::theme::Theme;
use crate::tui::widgets::page::Medium;

/// The grades of `context`, `width` columns wide: on one line if it fits, or else in two columns; or below each other, for lines
/// that are read one by one. `day` says when the card comes back.
pub(crate) fn rows(
    context: Context,
    medium: Medium,
    width: u16,
    day: impl Fn(Grade) -> String,
    theme: &Theme,
) -> Vec<Line<'static>> {
    let parts: Vec<[Span<'static>; 3]> = Grade::VARIANTS
        .iter()
        .map(|grade| {
            let key = keymap::key_for(context, Action::Grade(*grade));
            let comma = if medium == Medium::Lines { "," } else { "" };
            [
                Span::styled(key, theme.key),
                Span::styled(format!(" {}{comma}", grade.label()), theme.text),
                Span::styled(format!(" {}", day(*grade)), theme.figure(theme.muted)),
            ]
        })
        .collect();
    if medium == Medium::Lines {
        return parts.into_iter().map(Line::from_iter).collect();
    }
    let separator = [Span::styled(" · ", theme.muted)];
    let line = Line::from(parts.join(&separator[..]));
    if line.width() <= usize::from(width) {
        return vec![line];
    }
    // Hard and easy stand below the two grades that are given most.
    let wide = |parts: &[Span<'_>]| parts.iter().map(Span::width).sum::<usize>();
    let column = parts.iter().take(2).map(|parts| wide(parts)).max().unwrap_or(0);
    let [Some(left), Some(right)] = [parts.get(..2), parts.get(2..)] else { return vec![line] };
    let row = |(left, right): (&[Span<'static>; 3], &[Span<'static>; 3])| {
        let gap = [Span::raw(" ".repeat((column + 2).saturating_sub(wide(left))))];
        Line::from([&left[..], &gap, &right[..]].concat())
    };
    left.iter().zip(right).map(row).collect()
}

/// Draws `rows` from the top of `area`.
pub(crate) fn draw(frame: &mut Frame<'_>, area: Rect, rows: Vec<Line<'static>>) {
    frame.render_widget(Text::from(rows), area);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_narrow_window_the_days_of_every_grade_are_told_to_their_end() {
        let days = |grade| if grade == Grade::Again { "today" } else { "12 months" }.to_owned();
        let rows = rows(Context::QuizBack, Medium::Screen, 38, days, &Theme::mono());
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| row.width() <= 38), "{rows:?}");
    }
}
