//! Roles, and how each terminal can show them. The only file that knows colours.
//!
//! Text that must be read is the terminal's own foreground, plain, bold or reversed: colours that look well on a dark
//! background reach too little contrast on a light one. Colour is for marks, which have a shape or a word as well.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

/// What each part of a screen looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// What is to be read.
    pub text: Style,
    /// What is to be read first: a term, a number, a heading.
    pub strong: Style,
    /// What may be passed over: units, hints, places.
    pub muted: Style,
    /// Marks that lead the eye: the filled part of a bar, the marker of a selected row.
    pub accent: Style,
    /// The mark of something right.
    pub good: Style,
    /// The mark of something wrong.
    pub bad: Style,
    /// The name of a key.
    pub key: Style,
    /// Lines and frames.
    pub frame: Style,
    /// The selected row.
    pub selection: Style,
    /// The letters that were found.
    pub found: Style,
    /// Whether the user's figures and the names of people are hidden, for a screen that others see.
    pub hiding: bool,
}

/// Stands for what is hidden.
const HIDDEN: &str = "·";
/// Marks, until the screen is drawn, text of which the digits are hidden, and text of which everything is. Neither reaches the
/// terminal.
const FIGURE: Modifier = Modifier::SLOW_BLINK;
const NAME: Modifier = Modifier::HIDDEN;

impl Theme {
    /// Sixteen colours of the terminal's own, on its own background.
    pub const fn ansi() -> Self {
        Self {
            accent: Style::new().fg(Color::Cyan),
            good: Style::new().fg(Color::Green).add_modifier(Modifier::BOLD),
            bad: Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
            ..Self::mono()
        }
    }

    /// The look of a text with figures about the user in it.
    pub const fn figure(&self, style: Style) -> Style {
        if self.hiding { style.add_modifier(FIGURE) } else { style }
    }

    /// The look of a text that names people, or is about them.
    pub const fn name(&self, style: Style) -> Style {
        if self.hiding { style.add_modifier(NAME) } else { style }
    }

    /// No colour at all.
    pub const fn mono() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let dim = plain.add_modifier(Modifier::DIM);
        Self {
            text: plain,
            strong: bold,
            muted: dim,
            accent: bold,
            good: bold,
            bad: bold,
            key: bold,
            frame: dim,
            selection: plain.add_modifier(Modifier::REVERSED),
            found: plain.add_modifier(Modifier::UNDERLINED),
            hiding: false,
        }
    }
}

/// Hides what is marked as a figure or a name on a screen that has been drawn.
pub fn veil(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let digit = cell.symbol().chars().any(char::is_numeric);
        let blank = cell.symbol().trim().is_empty();
        if (cell.modifier.contains(NAME) && !blank) || (cell.modifier.contains(FIGURE) && digit) {
            cell.set_symbol(HIDDEN);
        }
        cell.modifier.remove(NAME | FIGURE);
    }
}

/// A theme in which every role has a colour of its own, so that a test can name it.
#[cfg(test)]
pub mod labelled {
    use super::{Color, Style, Theme};
    use ratatui::buffer::Buffer;
    use std::fmt::Write as _;

    const ROLES: [&str; 10] =
        ["text", "strong", "muted", "accent", "good", "bad", "key", "frame", "selection", "found"];

    /// The theme.
    pub const fn theme() -> Theme {
        const fn role(number: u8) -> Style {
            Style::new().fg(Color::Indexed(100 + number))
        }
        Theme {
            text: role(0),
            strong: role(1),
            muted: role(2),
            accent: role(3),
            good: role(4),
            bad: role(5),
            key: role(6),
            frame: role(7),
            selection: role(8),
            found: role(9),
            hiding: false,
        }
    }

    /// The words of `buffer`, row by row, each behind the role that it is painted in.
    pub fn painted(buffer: &Buffer) -> String {
        let mut out = String::new();
        for row in buffer.area.rows() {
            let cells: Vec<_> = row.columns().map(|at| &buffer[(at.x, at.y)]).collect();
            for run in cells.chunk_by(|a, b| a.fg == b.fg) {
                let Color::Indexed(number @ 100..) = run[0].fg else { continue };
                let words: String = run.iter().map(|cell| cell.symbol()).collect();
                let role = ROLES[usize::from(number - 100)];
                if !words.trim().is_empty() {
                    let _ = writeln!(out, "{:>3} {role:<9} {}", row.y, words.trim());
                }
            }
        }
        out
    }
}
