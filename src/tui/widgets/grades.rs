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

/// The grades of `context`, `width` columns wide: on one line if it fits, or else two by two; or below each other, for lines
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
            [
                Span::styled(key, theme.key),
                Span::styled(format!(" {}:", grade.label()), theme.text),
                Span::styled(format!(" {}", day(*grade)), theme.figure(theme.muted)),
            ]
        })
        .collect();
    if medium == Medium::Lines {
        return parts.into_iter().map(Line::from_iter).collect();
    }
    let line = Line::from(parts.join(&Span::raw("  ")));
    if line.width() <= usize::from(width) {
        return vec![line];
    }
    let wide = |parts: &[Span<'_>]| parts.iter().map(Span::width).sum::<usize>();
    let column = |of: usize| parts.iter().skip(of).step_by(2).map(|parts| wide(parts)).max();
    let [left, right] = [0, 1].map(|of| column(of).unwrap_or(0));
    // Long times take the gap.
    let at = left + usize::from(width).saturating_sub(left + right).clamp(1, 2);
    let row = |parts: &[[Span<'static>; 3]]| {
        let gap = Span::raw(" ".repeat(at.saturating_sub(wide(&parts[0]))));
        Line::from(parts.join(&gap))
    };
    parts.chunks(2).map(row).collect()
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
        let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
        assert_eq!(
            rows,
            ["1 missed it: today   2 hard: 12 months", "3 knew it: 12 months 4 easy: 12 months"]
        );
    }
}
