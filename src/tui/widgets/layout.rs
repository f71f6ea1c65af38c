//! Screen sizes, and the frame of every screen: margins, header, body, notice, footer.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Margin, Rect};

use crate::tui::action::{Action, Context};
use crate::tui::keymap::SCENE;
use crate::tui::theme::Theme;
use crate::tui::widgets::footer;
use crate::tui::widgets::notice::Notice;
pub(crate) use crate::tui::widgets::page::{MEASURE, TWO_COLUMNS};

/// The maximum width of a screen without columns: a terminal of 80 columns.
pub(crate) const SINGLE: u16 = 78;

/// The maximum width of a list with a text beside it: a terminal of 120 columns.
const WIDE: u16 = 118;

/// The maximum width of several pictures or lists beside each other.
const BROAD: u16 = 160;

/// The rows of a screen from which the footer stands apart.
const TALL: u16 = 30;

/// The maximum number of rows of a notice.
const NOTICE: usize = 4;

/// The size class of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breakpoint {
    /// 80×24 or more.
    Full,
    /// 30×8 or more: without side panels and padding.
    Compact,
    /// Too small to show anything well.
    Tiny,
}

impl Breakpoint {
    /// The size class of `area`.
    pub(crate) const fn of(area: Rect) -> Self {
        if area.width >= 76 && area.height >= 20 {
            Self::Full
        } else if area.width >= 30 && area.height >= 8 {
            Self::Compact
        } else {
            Self::Tiny
        }
    }
}

/// The areas of a screen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts {
    /// The first row.
    pub head: Rect,
    /// The area between header and notice.
    pub body: Rect,
    /// The size class.
    pub shape: Breakpoint,
}

/// The area of `body` for `rows` rows of text, and the row of the field below it, with a gap if there is room.
pub(crate) fn above_field(body: Rect, rows: usize) -> [Rect; 2] {
    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
    let gap = u16::from(body.height > rows.saturating_add(1));
    let areas = [Constraint::Max(rows), Constraint::Length(gap), Constraint::Length(1)];
    let [text, _, field] = body.layout(&Layout::vertical(areas));
    [text, field]
}

/// Draws the footer for the keys of a context (except those that do nothing at the moment, and with the labels of the moment) and
/// the notice, and returns the other areas.
pub(crate) fn frame(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    keys: (Context, impl Fn(Action) -> bool, impl Fn(Action) -> Option<&'static str>),
    notice: Option<&Notice>,
) -> Parts {
    let shape = Breakpoint::of(area);
    let inner = area.inner(Margin::new(1, 0));
    // All pages have one left edge: that of the widest.
    let page = inner.centered_horizontally(Constraint::Max(BROAD));
    let page = Rect { width: measure(keys.0, inner.width), ..page };
    let gap = u16::from(shape == Breakpoint::Full);
    let lines = |notice: &Notice| notice.lines(page.width, NOTICE, theme.strong, theme);
    let notice = notice.map(lines).unwrap_or_default();
    let rows = Layout::vertical([
        Constraint::Length(gap),
        Constraint::Length(1),
        Constraint::Length(gap),
        Constraint::Fill(1),
        Constraint::Length(u16::try_from(notice.len()).unwrap_or(0)),
        Constraint::Length(u16::from(area.height >= TALL)),
        Constraint::Length(1),
    ]);
    let [_, head, _, body, note, _, foot] = page.layout(&rows);
    for (line, y) in notice.into_iter().zip(note.y..note.bottom()) {
        frame.render_widget(line, Rect { y, height: 1, ..note });
    }
    frame.render_widget(footer::line(keys, foot.width, theme), foot);
    Parts { head, body, shape }
}

/// The maximum width of a screen on a terminal `width` columns wide.
fn measure(context: Context, width: u16) -> u16 {
    let most = match context {
        // These flow into two columns of text where there is room.
        Context::Entry
        | Context::Brief
        | Context::Team
        | Context::Bridge
        | Context::ToAsk
        | Context::Summary
            if width >= TWO_COLUMNS =>
        {
            WIDE
        }
        _ if width >= TWO_COLUMNS && SCENE.contains(&context) => WIDE,
        Context::Captions | Context::CaptionsEntry | Context::Settings => WIDE,
        Context::Browse if width >= TWO_COLUMNS => BROAD,
        Context::Home | Context::HomeFind | Context::Stats => BROAD,
        _ if context.is_lookup() => WIDE,
        _ => SINGLE,
    };
    width.min(most)
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    #[test]
    fn a_page_never_gets_narrower_as_the_terminal_gets_wider() {
        for &context in Context::VARIANTS {
            let widths: Vec<u16> = (20..=220).map(|width| measure(context, width)).collect();
            assert!(widths.is_sorted(), "{context:?}: {widths:?}");
            assert_eq!(widths[..58], (20..78).collect::<Vec<_>>(), "{context:?} fills 80 columns");
        }
    }
}
