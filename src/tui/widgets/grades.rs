//! The grades a user may give their own answer, each with its key and when the card would come back.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span, Text};
use strum::VariantArray as _;

use crate::core::review::Grade;
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::theme::Theme;

/// The grades of `context`: in two columns, or below each other for lines that are read one by one. `day` says when the card
/// comes back.
pub(crate) fn rows(
    context: Context,
    columns: bool,
    narrow: bool,
    day: impl Fn(Grade) -> String,
    theme: &Theme,
) -> Vec<Line<'static>> {
    let row = |grades: &[Grade]| {
        let spans = grades.iter().flat_map(|grade| {
            let key = keymap::key_for(context, Action::Grade(*grade));
            let (label, day) = (grade.label(), day(*grade));
            let text = if narrow {
                format!(" {label:<9} {day:<7}")
            } else {
                format!(" {label:<10} {day:<14}")
            };
            [Span::styled(key, theme.key), Span::styled(text, theme.figure(theme.text))]
        });
        Line::from(spans.collect::<Vec<_>>())
    };
    if columns {
        vec![row(&[Grade::Again, Grade::Good]), row(&[Grade::Hard, Grade::Easy])]
    } else {
        Grade::VARIANTS.iter().map(|grade| row(&[*grade])).collect()
    }
}

/// Draws `rows` from the top of `area`.
pub(crate) fn draw(frame: &mut Frame<'_>, area: Rect, rows: Vec<Line<'static>>) {
    frame.render_widget(Text::from(rows), area);
}
