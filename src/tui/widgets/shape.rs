//! How much room there is, and the frame that every screen has: margins, head, body, a line for notices, footer.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Margin, Rect};
use ratatui::text::Line;

use crate::tui::theme::Theme;
use crate::tui::widgets::footer::{self, Keys};

/// The widest that text may be, in columns.
pub const MEASURE: u16 = 72;

/// What fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// 80×24 and more.
    Full,
    /// 30×8 and more: side panels and padding go first.
    Compact,
    /// Less: nothing can be shown well.
    Tiny,
}

impl Shape {
    /// The shape of `area`.
    pub const fn of(area: Rect) -> Self {
        if area.width >= 76 && area.height >= 20 {
            Self::Full
        } else if area.width >= 30 && area.height >= 8 {
            Self::Compact
        } else {
            Self::Tiny
        }
    }
}

/// The parts of a screen.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    /// The first row.
    pub head: Rect,
    /// What is between head and notice.
    pub body: Rect,
    /// The shape of it all.
    pub shape: Shape,
}

/// Draws footer and notice, and says where head and body are. `wide` screens use the whole width, the others a column
/// that is pleasant to read.
pub fn frame<'a>(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    keys: impl Into<Keys<'a>>,
    notice: Option<&str>,
    wide: bool,
) -> Parts {
    let shape = Shape::of(area);
    let measure = if wide { 112 } else { MEASURE };
    let area = area.inner(Margin::new(1, 0));
    let page = area.centered_horizontally(Constraint::Max(measure));
    let top = u16::from(shape == Shape::Full);
    let gap = u16::from(shape == Shape::Full);
    let rows = Layout::vertical([
        Constraint::Length(top),
        Constraint::Length(1),
        Constraint::Length(gap),
        Constraint::Fill(1),
        Constraint::Length(u16::from(notice.is_some())),
        Constraint::Length(1),
    ]);
    let [_, head, _, body, note, foot] = page.layout(&rows);
    if let Some(notice) = notice {
        frame.render_widget(Line::styled(format!("! {notice}"), theme.strong), note);
    }
    frame.render_widget(footer::line(keys, foot.width, theme), foot);
    Parts { head, body, shape }
}
