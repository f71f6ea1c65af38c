//! Splits wide clusters into one cell per spacing character, so that no half of one stays on screen.
//!
//! In scripts such as Devanagari and Thai, some vowel signs take a cell of their own next to their letter. Ratatui stores both
//! in one cell of width two and clears only the first when the text changes. The terminal receives the same characters in the
//! same order either way.

use ratatui::buffer::Buffer;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Gives each spacing character in `buffer` its own cell, except in clusters drawn as one glyph (emoji, flags).
pub(super) fn part(buffer: &mut Buffer) {
    for row in 0..buffer.area.height {
        for column in 0..buffer.area.width {
            let at = (buffer.area.x + column, buffer.area.y + row);
            let symbol = buffer[at].symbol();
            if symbol.len() > 1
                && symbol.width() > 1
                && let Some(at_byte) = second(symbol)
            {
                let (first, rest) = symbol.split_at(at_byte);
                let (first, rest) = (first.to_owned(), rest.to_owned());
                let room = u16::try_from(first.width()).unwrap_or(1);
                if column + room < buffer.area.width {
                    let style = buffer[at].style();
                    buffer[at].set_symbol(&first);
                    buffer[(at.0 + room, at.1)].set_symbol(&rest).set_style(style);
                }
            }
        }
    }
}

/// The byte offset of the second spacing character in `cluster`.
fn second(cluster: &str) -> Option<usize> {
    let is_one = |c| matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3fb}'..='\u{1f3ff}');
    if cluster.chars().any(is_one) {
        return None;
    }
    let widths = cluster.chars().map(|c| c.width().unwrap_or(0));
    if widths.sum::<usize>() != cluster.width() {
        return None;
    }
    let mut wide = cluster.char_indices().filter(|(_, c)| c.width().unwrap_or(0) > 0);
    wide.nth(1).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn drawn(text: &str) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        buffer.set_string(0, 0, text, Style::new().bold());
        part(&mut buffer);
        buffer
    }

    #[test]
    fn a_vowel_sign_has_its_cell_and_goes_with_it() {
        let buffer = drawn("कनीकी");
        let symbols: Vec<&str> = (0..5).map(|x| buffer[(x, 0)].symbol()).collect();
        assert_eq!(symbols, ["क", "न", "ी", "क", "ी"]);
        assert_eq!(buffer[(2, 0)].style(), buffer[(1, 0)].style());
        let blank = Buffer::empty(buffer.area);
        let cleared: Vec<u16> = buffer.diff(&blank).into_iter().map(|(x, _, _)| x).collect();
        assert_eq!(cleared, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn what_is_drawn_as_one_stays_one() {
        for text in ["👩‍💻", "🇩🇪", "👍🏽", "❤️", "技", "שָׁ", "é", "한"]
        {
            let mut untouched = Buffer::empty(Rect::new(0, 0, 12, 1));
            untouched.set_string(0, 0, text, Style::new().bold());
            assert_eq!(drawn(text), untouched, "{text}");
        }
    }

    #[test]
    fn at_the_edge_nothing_is_lost() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 1, 1));
        buffer[(0, 0)].set_symbol("नी");
        part(&mut buffer);
        assert_eq!(buffer[(0, 0)].symbol(), "नी");
    }
}
