//! Semantic styles and how each terminal displays them. The only file that knows about colors.
//!
//! Text to read uses the terminal's own foreground, plain, bold, or reversed: colors that work on a dark background have too
//! little contrast on a light one. Color only marks things that also have a shape or a word.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

/// The style of each part of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Normal text.
    pub text: Style,
    /// Emphasis: terms, numbers, headings.
    pub strong: Style,
    /// Secondary text: units, hints, places.
    pub muted: Style,
    /// Accents: the filled part of a bar, the marker of the selected row.
    pub accent: Style,
    /// The mark of a right answer.
    pub good: Style,
    /// The mark of a wrong answer or an error.
    pub bad: Style,
    /// Key names.
    pub key: Style,
    /// Lines and frames.
    pub frame: Style,
    /// The selected row.
    pub selection: Style,
    /// Matched characters.
    pub found: Style,
    /// Whether to hide personal figures and names while others see the screen.
    pub hiding: bool,
}

/// The placeholder for hidden characters.
const HIDDEN: &str = "·";
/// Modifiers that mark text for redaction: digits only, or everything. They are removed before the buffer reaches the terminal.
const FIGURE: Modifier = Modifier::SLOW_BLINK;
const NAME: Modifier = Modifier::HIDDEN;

impl Theme {
    /// The 16 ANSI colors on the terminal's own background.
    pub const fn ansi() -> Self {
        Self {
            accent: Style::new().fg(Color::Cyan),
            good: Style::new().fg(Color::Green).add_modifier(Modifier::BOLD),
            bad: Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
            ..Self::mono()
        }
    }

    /// The style for text that contains figures about the user.
    pub const fn figure(&self, style: Style) -> Style {
        if self.hiding { style.add_modifier(FIGURE) } else { style }
    }

    /// The style for text that names people or is about them.
    pub const fn name(&self, style: Style) -> Style {
        if self.hiding { style.add_modifier(NAME) } else { style }
    }

    /// The style for what is marked in a text that is read as a whole.
    pub fn marked(&self) -> Style {
        self.strong.patch(self.found)
    }

    /// No color.
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

/// Hides the figures and names marked in a drawn buffer.
pub(super) fn redact(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let digit = cell.symbol().chars().any(char::is_numeric);
        let blank = cell.symbol().trim().is_empty();
        if (cell.modifier.contains(NAME) && !blank) || (cell.modifier.contains(FIGURE) && digit) {
            cell.set_symbol(HIDDEN);
        }
        cell.modifier.remove(NAME | FIGURE);
    }
}
