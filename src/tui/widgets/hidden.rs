//! The mark in the header that figures and names are hidden, with the key that shows them.

use ratatui::Frame;
use ratatui::layout::{Constraint, Flex, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::theme::Theme;
use crate::tui::widgets::layout::Breakpoint;

/// Draws the mark on the first row: centered, or on the right if there is little room.
pub(crate) fn draw(frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    let key = keymap::key_for(Context::Home, Action::Hide);
    let (text, flex) = match Breakpoint::of(area) {
        Breakpoint::Full => {
            (format!(" figures and names are hidden: {key} shows them "), Flex::Center)
        }
        _ => (" hidden ".to_owned(), Flex::End),
    };
    if area.is_empty() {
        return;
    }
    let row = Rect { height: 1, ..area };
    let wide = u16::try_from(Span::raw(text.as_str()).width()).unwrap_or(u16::MAX);
    let [place] = row.layout(&Layout::horizontal([Constraint::Length(wide)]).flex(flex));
    // Clear words that the mark would cut, but not rules.
    let buffer = frame.buffer_mut();
    for x in (row.x..place.x).rev() {
        let cell = &mut buffer[(x, row.y)];
        if matches!(cell.symbol(), " " | "─") {
            break;
        }
        cell.set_symbol(" ");
    }
    frame.render_widget(Line::styled(text, theme.chosen), place);
}
