//! A thin progress bar.

use ratatui::text::{Line, Span};

use crate::tui::theme::Theme;

/// A bar `width` columns wide, filled to `done` of `all`.
pub(crate) fn line(done: usize, all: usize, width: u16, theme: &Theme) -> Line<'static> {
    let width = usize::from(width);
    let filled = (width * done.min(all)).checked_div(all).unwrap_or(0);
    Line::from(vec![
        Span::styled("━".repeat(filled), theme.accent),
        Span::styled("─".repeat(width - filled), theme.frame),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_wide_as_it_should_be_whatever_is_done() {
        for (done, all) in [(0, 0), (0, 5), (2, 5), (5, 5), (9, 5)] {
            assert_eq!(line(done, all, 20, &Theme::mono()).width(), 20);
        }
        assert_eq!(line(1, 2, 4, &Theme::mono()).to_string(), "━━──");
    }
}
