//! Text wrapped to a width, and scrolled where it is longer than the screen.

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::theme::Theme;

/// The widest label that text stands beside rather than below.
const HANGING: usize = 9;

/// Lines that were wrapped to a width.
#[derive(Debug, Default)]
pub struct Page {
    width: usize,
    lines: Vec<Line<'static>>,
}

impl Page {
    /// An empty page `width` columns wide.
    pub fn new(width: u16) -> Self {
        Self { width: usize::from(width).max(1), lines: Vec::new() }
    }

    /// Adds `text` in `style`, wrapped.
    pub fn text(&mut self, text: &str, style: Style) {
        self.hanging("", Style::new(), text, style);
    }

    /// Adds `text` behind `label`. Its further lines stand below its first one; below the label, where that is long.
    pub fn hanging(&mut self, label: &str, label_style: Style, text: &str, style: Style) {
        let wide = Span::raw(label).width();
        let indent = if wide <= HANGING { wide } else { 2 };
        let indent = " ".repeat(indent.min(self.width / 2));
        let whole = format!("{label}{text}");
        let options = textwrap::Options::new(self.width).subsequent_indent(&indent);
        for (at, line) in textwrap::wrap(&whole, options).into_iter().enumerate() {
            let spans = match line.strip_prefix(label) {
                Some(rest) if at == 0 => {
                    vec![
                        Span::styled(label.to_owned(), label_style),
                        Span::styled(rest.to_owned(), style),
                    ]
                }
                _ => vec![Span::styled(line.into_owned(), style)],
            };
            self.lines.push(Line::from(spans));
        }
    }

    /// Adds a line as it is.
    pub fn line(&mut self, line: Line<'static>) {
        self.lines.push(line);
    }

    /// Adds a blank line, unless the page is empty or ends in one.
    pub fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| line.width() > 0) {
            self.lines.push(Line::default());
        }
    }

    /// The lines as they read.
    pub fn texts(&self) -> impl Iterator<Item = String> {
        self.lines.iter().map(|line| line.to_string().trim_end().to_owned())
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }
}

/// How far a page is scrolled. It is clamped to the page when it is drawn.
#[derive(Debug, Default)]
pub struct Scroll {
    at: Cell<usize>,
    height: Cell<usize>,
}

impl Scroll {
    /// Scrolls by `lines`.
    pub fn move_by(&self, lines: isize) {
        self.at.set(self.at.get().saturating_add_signed(lines));
    }

    /// Scrolls by `pages` screens of the last drawing.
    pub fn page(&self, pages: isize) {
        let page = isize::try_from(self.height.get().max(2) - 1).unwrap_or(1);
        self.move_by(pages * page);
    }

    /// Back to the top.
    pub fn reset(&self) {
        self.at.set(0);
    }

    /// Draws as much of `page` as fits, with a mark where more is above or below.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, page: Page, theme: &Theme) {
        let height = usize::from(area.height);
        let most = page.lines.len().saturating_sub(height);
        let at = self.at.get().min(most);
        self.at.set(at);
        self.height.set(height);
        for (line, y) in page.lines.into_iter().skip(at).zip(area.y..area.bottom()) {
            frame.render_widget(line, Rect { y, height: 1, ..area });
        }
        let mark = |frame: &mut Frame<'_>, y: u16, text: &'static str| {
            let width = u16::try_from(Span::raw(text).width()).unwrap_or(0).min(area.width);
            let place = Rect { x: area.right().saturating_sub(width), y, width, height: 1 };
            frame.render_widget(Line::styled(text, theme.key), place);
        };
        if height > 0 && at < most {
            mark(frame, area.bottom() - 1, " ↓ more");
        }
        if height > 1 && at > 0 {
            mark(frame, area.y, " ↑ more");
        }
    }
}
