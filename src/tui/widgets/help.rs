//! The keys of the present situation, over the dimmed screen.

use ratatui::Frame;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Padding, Paragraph};

use crate::tui::action::Context;
use crate::tui::keymap;
use crate::tui::theme::Theme;

/// Draws the help of `context` over whatever was drawn.
pub fn draw(frame: &mut Frame<'_>, area: Rect, context: Context, theme: &Theme) {
    frame.buffer_mut().set_style(area, theme.muted);
    let rows: Vec<(String, &str)> = keymap::live(context)
        .map(|binding| {
            let keys: Vec<String> = binding.keys.iter().map(keymap::Key::name).collect();
            (keys.join(", "), binding.label)
        })
        .collect();
    let wide = rows.iter().map(|(keys, _)| Span::raw(keys.as_str()).width()).max().unwrap_or(0);
    let mut lines: Vec<Line<'_>> = rows
        .iter()
        .map(|(keys, label)| {
            let gap = " ".repeat(wide - Span::raw(keys.as_str()).width());
            Line::from(vec![
                Span::raw(gap),
                Span::styled(keys.clone(), theme.key),
                Span::raw("   "),
                Span::styled(*label, theme.text),
            ])
        })
        .collect();
    let room = usize::from(area.height.saturating_sub(2));
    // Where not all keys fit, those of the help alone go first; a small window has few anyway.
    if lines.len() > room {
        lines.truncate(room.saturating_sub(1));
        lines.push(Line::styled("… more in a larger window", theme.muted));
    }
    let width = lines.iter().map(Line::width).max().unwrap_or(0) + 6;
    let height = lines.len() + 2;
    let number = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let place = area.centered(Constraint::Max(number(width)), Constraint::Max(number(height)));
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.frame)
        .title(Line::styled(" Keys, any key closes ", theme.strong))
        .padding(Padding::horizontal(2));
    frame.render_widget(Clear, place);
    frame.render_widget(Paragraph::new(lines).block(block), place);
}
