//! The settings screen: each setting with its value and a description.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::core::width::cut;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::layout::{self, Breakpoint};
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::{Page, Scroll};

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// The name.
    pub name: &'static str,
    /// The description.
    pub help: &'static str,
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

/// The widths of the name and value columns.
const NAME: usize = 11;
const VALUE: usize = 8;

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
        let parts = layout::frame(frame, area, theme, (Context::Settings, &[]), notice);
        frame.render_widget(Line::styled("Settings", theme.strong), parts.head);
        let mut page = Page::new(parts.body.width);
        page.line(Line::default());
        if parts.shape != Breakpoint::Full
            && let Some(row) = self.rows.get(self.cursor.at())
        {
            page.text(row.help, theme.text);
        } else if let Some(path) = &self.path {
            page.text(
                &format!("Saved in {path}, which you can also edit."),
                theme.name(theme.muted),
            );
        }
        let height = u16::try_from(page.len()).unwrap_or(1).min(parts.body.height / 2);
        let [list, foot] =
            parts.body.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(height)]));
        Scroll::default().draw(frame, foot, page, theme);
        let full = parts.shape == Breakpoint::Full;
        self.cursor.draw(frame, list, theme, self.rows.len(), |at| {
            let row = &self.rows[at];
            let mut spans = vec![
                Span::raw(format!("{:<NAME$}", row.name)),
                Span::styled(format!("{:<VALUE$}", cut(&row.value, VALUE - 1)), theme.strong),
            ];
            if full {
                spans.push(Span::raw(row.help));
            }
            Line::from(spans)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{NAME, VALUE};
    use crate::settings::SETTINGS;
    use crate::tui::widgets::layout::MEASURE;

    #[test]
    fn what_a_setting_does_fits_beside_it() {
        for setting in SETTINGS {
            let width = usize::from(MEASURE) - 2 - NAME - VALUE;
            assert!(setting.help.len() <= width, "{}", setting.name);
        }
    }
}
