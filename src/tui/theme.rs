//! Semantic styles and how each terminal displays them. The only file that knows about colors.
//!
//! There are three looks. If the terminal has 256 colors and says what its background is, the program uses colors of its own, each
//! with enough contrast on it. Otherwise, text to read keeps the terminal's own foreground, because the sixteen colors have too
//! little contrast on one background or the other. The third look has no color. Nothing to read is ever dim, and color only
//! marks things that also have a shape or a word.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Span;

/// The style of each part of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Normal text.
    pub text: Style,
    /// Emphasis: numbers, headings.
    pub strong: Style,
    /// A word of a team's language: the second accent.
    pub term: Style,
    /// Secondary text: units, hints, places.
    pub muted: Style,
    /// Where you are, and what you can do: the marker of the selected row, progress through a quiz.
    pub accent: Style,
    /// The mark of a right answer.
    pub good: Style,
    /// The mark of a wrong answer or an error.
    pub bad: Style,
    /// Key names.
    pub key: Style,
    /// Lines and frames.
    pub frame: Style,
    /// The selected row, which has a marker, too.
    pub selection: Style,
    /// What is chosen in a text, or must not be overlooked.
    pub chosen: Style,
    /// Matched characters.
    pub found: Style,
    /// The screen behind a window.
    pub behind: Style,
    /// How much, in four steps of one hue. With less than 256 colors they don't differ: each step has a glyph of its own.
    pub steps: [Color; 4],
    /// Whether to hide personal figures and names while others see the screen.
    pub hiding: bool,
}

/// The placeholder for hidden characters.
const HIDDEN: &str = "·";
/// Modifiers that mark text for redaction: digits only, or everything. They are removed before the buffer reaches the terminal.
const FIGURE: Modifier = Modifier::SLOW_BLINK;
const NAME: Modifier = Modifier::HIDDEN;

/// A terminal's background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// Light text on a dark background.
    Dark,
    /// Dark text on a light background.
    Light,
}

impl Background {
    /// The background with these red, green, and blue parts, each from 0 to 1.
    pub fn of(rgb: [f64; 3]) -> Self {
        // Halfway as the eye sees it: as much contrast to black as to white.
        if luminance(rgb) > 0.18 { Self::Light } else { Self::Dark }
    }
}

/// The relative luminance of a color, as WCAG 2 defines it.
fn luminance(rgb: [f64; 3]) -> f64 {
    let linear = |part: f64| {
        if part <= 0.03928 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = rgb.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// One of the 256 colors that has the same value on every terminal: those from 16 on.
const fn indexed(number: u8) -> Style {
    Style::new().fg(Color::Indexed(number))
}

impl Theme {
    /// Colors of our own, for a terminal with 256 colors and this background.
    pub const fn on(background: Background) -> Self {
        let [accent, term, good, bad, muted, frame, row, low, some, more, most] = match background {
            Background::Dark => [117, 221, 114, 210, 248, 242, 237, 208, 214, 220, 228],
            // Of the 256 colors, only blue gets dark in four steps.
            Background::Light => [24, 94, 22, 124, 240, 248, 254, 26, 21, 19, 17],
        };
        let bold = Modifier::BOLD;
        Self {
            term: indexed(term).add_modifier(bold),
            muted: indexed(muted),
            accent: indexed(accent),
            good: indexed(good).add_modifier(bold),
            bad: indexed(bad).add_modifier(bold),
            key: indexed(accent).add_modifier(bold),
            frame: indexed(frame),
            selection: Style::new().bg(Color::Indexed(row)).add_modifier(bold),
            behind: indexed(frame).remove_modifier(bold),
            steps: [
                Color::Indexed(low),
                Color::Indexed(some),
                Color::Indexed(more),
                Color::Indexed(most),
            ],
            ..Self::mono()
        }
    }

    /// The 16 ANSI colors on a background that the terminal doesn't tell.
    pub const fn ansi() -> Self {
        Self {
            accent: Style::new().fg(Color::Cyan),
            good: Style::new().fg(Color::Green).add_modifier(Modifier::BOLD),
            bad: Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
            selection: Style::new().add_modifier(Modifier::BOLD),
            steps: [Color::Cyan; 4],
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
        self.term.patch(self.found)
    }

    /// No color.
    pub const fn mono() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let reversed = plain.add_modifier(Modifier::REVERSED);
        let dim = plain.add_modifier(Modifier::DIM);
        Self {
            text: plain,
            strong: bold,
            term: bold,
            muted: plain,
            accent: bold,
            good: bold,
            bad: bold,
            key: bold,
            frame: dim,
            selection: bold,
            chosen: reversed,
            found: plain.add_modifier(Modifier::UNDERLINED),
            behind: dim,
            steps: [Color::Reset; 4],
            hiding: false,
        }
    }
}

/// `text`, or if `style` hides it what stands for any text, so that not even its length shows.
pub(super) fn unless_hidden(text: &str, style: Style) -> &str {
    if style.add_modifier.contains(NAME) && !text.is_empty() { NAMED } else { text }
}

/// `text` in `style`, or what stands for it.
pub(super) fn span(text: &str, style: Style) -> Span<'static> {
    Span::styled(unless_hidden(text, style).to_owned(), style)
}

/// `text` with its figures hidden.
pub(super) fn masked(text: &str) -> String {
    without_figures(&text.split("").collect::<Vec<_>>()).concat()
}

/// Hides the figures and names marked in a drawn buffer. What stands there instead has the same width whatever is hidden.
pub(super) fn redact(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width).max(1);
    for row in buffer.content.chunks_mut(width) {
        let mut at = 0;
        while at < row.len() {
            let kind = row[at].modifier & (NAME | FIGURE);
            let same = row[at..].iter().take_while(|cell| cell.modifier & (NAME | FIGURE) == kind);
            let end = at + same.count();
            let run = &mut row[at..end];
            if kind.contains(NAME) {
                hide_name(run);
            } else if kind.contains(FIGURE) {
                hide_figures(run);
            }
            for cell in run.iter_mut() {
                cell.modifier.remove(NAME | FIGURE);
            }
            at = end;
        }
    }
}

/// What stands for a name or a text.
const NAMED: &str = "····";

/// Hides all of `run`.
fn hide_name(run: &mut [Cell]) {
    let Some(first) = run.iter().position(|cell| !cell.symbol().trim().is_empty()) else { return };
    for (at, cell) in run.iter_mut().enumerate().skip(first) {
        cell.set_symbol(if at < first + NAMED.chars().count() { HIDDEN } else { " " });
    }
}

/// Hides each number in `run`.
fn hide_figures(run: &mut [Cell]) {
    let symbols: Vec<String> = run.iter().map(|cell| cell.symbol().to_owned()).collect();
    let symbols: Vec<&str> = symbols.iter().map(String::as_str).collect();
    let shown = without_figures(&symbols).into_iter().chain(std::iter::repeat(" "));
    for (cell, symbol) in run.iter_mut().zip(shown) {
        cell.set_symbol(symbol);
    }
}

/// `symbols` with one sign for each number, however long it is, except the size of a deck: "12 of 40 core words".
fn without_figures<'a>(symbols: &[&'a str]) -> Vec<&'a str> {
    let is_digit = |symbol: &str| symbol.chars().any(char::is_numeric);
    let mut shown = Vec::new();
    let mut at = 0;
    while at < symbols.len() {
        if !is_digit(symbols[at]) {
            shown.push(symbols[at]);
            at += 1;
            continue;
        }
        let end = at + symbols[at..].iter().take_while(|symbol| is_digit(symbol)).count();
        let rest = symbols[end..].concat();
        let is_size = LEVELS.iter().any(|level| rest.starts_with(level));
        if is_size && symbols[..at].concat().ends_with(" of ") {
            shown.extend(&symbols[at..end]);
        } else {
            shown.push(HIDDEN);
        }
        at = end;
    }
    shown
}

/// What follows the number of words of a deck.
const LEVELS: [&str; 4] = [" core", " working", " deep", " word"];

#[cfg(test)]
mod tests {
    use super::*;

    const BACKGROUNDS: [(&str, Background, u32); 5] = [
        ("white", Background::Light, 0x00ff_ffff),
        ("cream", Background::Light, 0x00fd_f6e3),
        ("black", Background::Dark, 0x0000_0000),
        ("dark gray", Background::Dark, 0x001e_1e1e),
        ("a lighter dark gray", Background::Dark, 0x0030_3030),
    ];

    fn rgb(hex: u32) -> [f64; 3] {
        let [_, red, green, blue] = hex.to_be_bytes();
        [red, green, blue].map(|part| f64::from(part) / 255.0)
    }

    /// The value of one of the 256 colors.
    fn value(color: Option<Color>) -> [f64; 3] {
        let Some(Color::Indexed(number @ 16..)) = color else { panic!("{color:?} has no value") };
        let gray = |step: u8| [8.0 + 10.0 * f64::from(step); 3];
        let level = |step: u8| if step == 0 { 0.0 } else { 55.0 + 40.0 * f64::from(step) };
        let parts = match number {
            232.. => gray(number - 232),
            _ => [(number - 16) / 36, (number - 16) / 6 % 6, (number - 16) % 6].map(level),
        };
        parts.map(|part| part / 255.0)
    }

    fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
        let [one, other] = [one, other].map(luminance);
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_color_of_text_has_enough_contrast_on_every_background_and_on_a_selected_row() {
        for (name, background, hex) in BACKGROUNDS {
            assert_eq!(Background::of(rgb(hex)), background, "{name}");
            let Theme { term, muted, accent, good, bad, key, selection, frame, steps, .. } =
                Theme::on(background);
            let steps = steps.map(|step| ("a step", Style::new().fg(step)));
            let roles = [
                ("term", term),
                ("muted", muted),
                ("accent", accent),
                ("good", good),
                ("bad", bad),
                ("key", key),
            ];
            for (role, style) in roles.into_iter().chain(steps) {
                for (place, behind) in [(name, rgb(hex)), ("a row", value(selection.bg))] {
                    let contrast = contrast(value(style.fg), behind);
                    assert!(contrast >= 4.5, "{role} on {place}, on {name}: {contrast:.2}");
                }
            }
            // Lines are not read.
            let contrast = contrast(value(frame.fg), rgb(hex));
            assert!(contrast >= 1.5, "lines on {name}: {contrast:.2}");
        }
    }

    #[test]
    fn nothing_to_read_is_dim() {
        let dark = Theme::on(Background::Dark);
        for theme in [Theme::mono(), Theme::ansi(), dark, Theme::on(Background::Light)] {
            let Theme { text, strong, term, muted, accent, good, bad, key, .. } = theme;
            let Theme { selection, chosen, found, .. } = theme;
            let read =
                [text, strong, term, muted, accent, good, bad, key, selection, chosen, found];
            let is_dim = |style: &Style| style.add_modifier.contains(Modifier::DIM);
            assert!(!read.iter().any(is_dim), "{theme:?}");
        }
    }

    #[test]
    fn each_step_of_the_hue_differs_from_the_background_clearly_more_than_the_one_before() {
        for (name, background, hex) in BACKGROUNDS {
            let steps = Theme::on(background).steps;
            let contrasts = steps.map(|step| contrast(value(Some(step)), rgb(hex)));
            let ratios = contrasts.windows(2).map(|pair| pair[1] / pair[0]);
            assert!(ratios.into_iter().all(|ratio| ratio >= 1.3), "{name}: {contrasts:?}");
        }
    }
}
