//! Thin bars: progress through something, and fluency in a team's language.

use std::cmp::Ordering;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::stats::Progress;
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

/// The same with a mark at the share `target`: less than that ends before the mark, and more passes it. Also returns the column of
/// the mark.
#[expect(clippy::cast_precision_loss, reason = "counts of answers")]
pub(crate) fn against(
    done: usize,
    all: usize,
    target: f64,
    width: u16,
    theme: &Theme,
) -> (Vec<Span<'static>>, usize) {
    let reaches = |cells: &u16| f64::from(*cells) >= target * f64::from(width);
    let mark = usize::from((0..width).find(reaches).unwrap_or(width).saturating_sub(1));
    let width = usize::from(width);
    let filled = (width * done.min(all)).checked_div(all).unwrap_or(0);
    let filled = match (done as f64).total_cmp(&(target * all as f64)) {
        Ordering::Less => filled.min(mark.saturating_sub(1)),
        Ordering::Equal => mark,
        Ordering::Greater => filled.max(mark + 2),
    };
    let cell = |at: usize| match at {
        at if at == mark => Span::styled("┃", theme.strong),
        at if at < filled => Span::styled("━", theme.accent),
        _ => Span::styled("─", theme.frame),
    };
    ((0..width).map(cell).collect(), mark)
}

/// The words of a team as a bar `width` columns wide: the better known, the higher. Those the user can use come first, then those
/// they understand, those they met, and the rest.
pub(crate) fn fluency(progress: &Progress, width: usize, theme: &Theme) -> Vec<Span<'static>> {
    let Progress { words, met, understood, usable } = *progress;
    let understood = understood.max(usable);
    let met = met.max(understood);
    let [_, low, some, most] = theme.steps.map(|color| Style::new().fg(color));
    let (mut from, mut before) = (0, 0);
    let parts = [(usable, "▆", most), (understood, "▄", some), (met, "▂", low)];
    let mut spans = Vec::new();
    for (count, glyph, style) in parts {
        // A part that has words gets at least one column, if there is room.
        let least = from + usize::from(count > before);
        let to = (count * width).checked_div(words).unwrap_or(0).max(least).min(width);
        spans.push(Span::styled(glyph.repeat(to - from), style));
        (from, before) = (to, count);
    }
    spans.push(Span::styled("▁".repeat(width - from), theme.frame));
    spans
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

    #[test]
    fn a_target_stands_in_the_bar_whether_it_is_reached_or_not() {
        let drawn = |done, target| {
            let (spans, mark) = against(done, 10, target, 10, &Theme::mono());
            (Line::from(spans).to_string(), mark)
        };
        assert_eq!(drawn(5, 0.9), ("━━━━━───┃─".to_owned(), 8));
        assert_eq!(drawn(10, 0.9), ("━━━━━━━━┃━".to_owned(), 8));
        assert_eq!(drawn(0, 1.0), ("─────────┃".to_owned(), 9));
        assert_eq!(drawn(8, 0.85).0, "━━━━━━━─┃─", "less leaves a gap");
        assert_eq!(drawn(9, 0.85).0, "━━━━━━━━┃━", "more passes the mark");
        assert_eq!(against(0, 0, 0.9, 0, &Theme::mono()).0.len(), 0);
    }

    #[test]
    fn a_word_stands_the_higher_the_better_it_is_known() {
        let drawn = |words, met, understood, usable, width| {
            let progress = Progress { words, met, understood, usable };
            Line::from(fluency(&progress, width, &Theme::mono())).to_string()
        };
        assert_eq!(drawn(20, 15, 10, 5, 8), "▆▆▄▄▂▂▁▁");
        assert_eq!(drawn(90, 3, 2, 1, 8), "▆▄▂▁▁▁▁▁", "no part is left out");
        assert_eq!(drawn(9, 7, 2, 1, 8), "▆▄▂▂▂▂▁▁", "not even one narrower than a column");
        assert_eq!(drawn(90, 1, 1, 0, 8), "▄▁▁▁▁▁▁▁", "a part without words is not drawn");
        assert_eq!(drawn(4, 4, 4, 4, 8), "▆▆▆▆▆▆▆▆");
        assert_eq!(drawn(4, 1, 0, 2, 8), "▆▆▆▆▁▁▁▁");
        for (words, width) in [(0, 8), (1, 1), (3, 0), (1, 2)] {
            let met = words;
            assert_eq!(drawn(words, met, met, met, width).chars().count(), width);
        }
    }
}
