//! The mark in the head that says that figures and names are hidden, and how they are shown again.

use ratatui::Frame;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};

use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::theme::Theme;
use crate::tui::widgets::shape::Shape;

/// Draws the mark in the middle of the first row.
pub fn draw(frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    let key = keymap::key_for(Context::Home, Action::Hide).unwrap_or_default();
    let text = match Shape::of(area) {
        Shape::Full => format!(" figures and names are hidden: {key} shows them "),
        _ => " hidden ".to_owned(),
    };
    let row = Rect { height: area.height.min(1), ..area };
    let wide = u16::try_from(Span::raw(text.as_str()).width()).unwrap_or(u16::MAX);
    let place = row.centered_horizontally(Constraint::Length(wide));
    frame.render_widget(Line::styled(text, theme.selection), place);
}
