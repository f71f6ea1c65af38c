//! The keys of the present situation, over the dimmed screen.

use ratatui::Frame;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Padding, Paragraph};

use crate::tui::action::Context;
use crate::tui::keymap::{self, Binding, Shown};
use crate::tui::theme::Theme;

/// Draws the help of `context` over whatever was drawn.
pub fn draw(frame: &mut Frame<'_>, area: Rect, context: Context, theme: &Theme) {
    frame.buffer_mut().set_style(area, theme.muted);
    let room = usize::from(area.height.saturating_sub(2));
    let (rows, are_all) = rows(context, room);
    let rows: Vec<(String, &str)> = rows
        .into_iter()
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
    if !are_all {
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

/// The rows that are live in `context`, in table order, as many as fit into `room` beside the word that there are more;
/// and whether they are all. Those that the footer never shows go first, then the least important ones.
fn rows(context: Context, room: usize) -> (Vec<&'static Binding>, bool) {
    let all: Vec<&Binding> = keymap::live(context).collect();
    if all.len() <= room {
        return (all, true);
    }
    let weight = |at: &usize| match all[*at].shown {
        Shown::Footer(rank) => (false, rank, *at),
        Shown::Help => (true, 0, *at),
    };
    let mut kept: Vec<usize> = (0..all.len()).collect();
    kept.sort_by_key(weight);
    kept.truncate(room.saturating_sub(1));
    kept.sort_unstable();
    (kept.into_iter().map(|at| all[at]).collect(), false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::action::Action;

    #[test]
    fn a_small_help_still_names_the_way_out_and_what_the_footer_names() {
        for context in Context::ALL {
            let (shown, _) = rows(context, 10);
            assert!(shown.len() <= 10, "{context:?}");
            assert!(shown.iter().any(|row| row.action == Action::Back), "{context:?}");
            let (all, are_all) = rows(context, 99);
            assert!(are_all && all.len() == keymap::live(context).count());
        }
        assert!(rows(Context::Home, 0).0.is_empty());
    }
}
