//! The settings screen: each setting with its value and a description.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::core::text::capital;
use crate::core::width::cut;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::layout::Breakpoint;
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::{Page, Scroll};

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// The name in the file.
    pub name: &'static str,
    /// The name on screen.
    pub label: &'static str,
    /// The description.
    pub help: &'static str,
    /// A description of the accepted values.
    pub range: String,
    /// The value.
    pub value: String,
}

/// The settings screen.
#[derive(Debug)]
pub(crate) struct Settings {
    rows: Vec<Row>,
    path: Option<String>,
    cursor: Cursor,
    notice: Option<Notice>,
}

impl Settings {
    /// Shows the settings `rows`, stored in the file at `path`.
    pub(crate) fn new(rows: Vec<Row>, path: Option<String>) -> Self {
        Self { rows, path, cursor: Cursor::default(), notice: None }
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        let len = self.rows.len();
        match action {
            Action::Less | Action::More => {
                let row = self.rows.get(self.cursor.at());
                let step = |row: &Row| Effect::Step(row.name, action == Action::More);
                return row.map(step).into_iter().collect();
            }
            Action::Back => return vec![Effect::Back],
            _ => self.cursor.act(action, len),
        }
        Vec::new()
    }
}

/// The widths of the columns of labels, values, and descriptions.
const LABEL: usize = 16;
const VALUE: usize = 12;
const HELP: usize = 48;

impl Screen for Settings {
    fn context(&self) -> Context {
        Context::Settings
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(action) => return self.act(action),
            Msg::Key(_) => self.notice = None,
            Msg::Setting(name, value) => {
                if let Some(row) = self.rows.iter_mut().find(|row| row.name == name) {
                    row.value = value;
                }
            }
            Msg::Said(text) => self.notice = Some(Notice::done(text)),
            Msg::Failed(text) => self.notice = Some(Notice::failed(text)),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let notice = self.notice.as_ref();
        let parts = self.frame(frame, area, theme, notice);
        frame.render_widget(Line::styled("Settings", theme.strong), parts.head);
        let mut page = Page::new(parts.body.width);
        page.line(Line::default());
        let full = parts.shape == Breakpoint::Full;
        if let Some(Row { name, help, range, .. }) = self.rows.get(self.cursor.at()) {
            let said = format!("{} (`{name}`)", capital(help));
            page.text(&if full { format!("{said}: {range}.") } else { said }, theme.text);
        }
        if let Some(path) = self.path.as_ref().filter(|_| full) {
            page.text(
                &format!("Saved in {path}, which you can also edit."),
                theme.name(theme.muted),
            );
        }
        if full {
            page.blank();
        }
        let height = u16::try_from(page.len()).unwrap_or(1).min(parts.body.height / 2);
        let [list, foot] =
            parts.body.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(height)]));
        Scroll::default().draw(frame, foot, page, theme);
        let is_wide = usize::from(list.width) >= 2 + LABEL + VALUE + HELP + LABEL;
        self.cursor.draw(frame, list, theme, self.rows.len(), |at| {
            let row = &self.rows[at];
            let mut spans = vec![
                Span::raw(format!("{:<LABEL$}", row.label)),
                Span::styled(format!("{:<VALUE$}", cut(&row.value, VALUE - 1)), theme.strong),
            ];
            if full {
                spans.push(Span::raw(format!("{:<HELP$}", row.help)));
            }
            if is_wide {
                spans.push(Span::styled(row.name, theme.muted));
            }
            Line::from(spans)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{LABEL, VALUE};
    use crate::settings::SETTINGS;

    #[test]
    fn what_a_setting_does_fits_beside_it() {
        for setting in SETTINGS.iter().filter(|setting| !setting.is_by_deck()) {
            // The narrowest screen that shows it.
            let width = 76 - 2 - 2 - LABEL - VALUE;
            assert!(setting.help.len() <= width, "{}", setting.name);
            assert!(setting.label.len() < LABEL, "{}", setting.name);
        }
    }
}
