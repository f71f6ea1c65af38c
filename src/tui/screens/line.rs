//! One line about a meeting: what was seen with a team, or what it answered.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line as Text;

use crate::core::jotting::LONGEST;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen, Subject};
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::page::{Page, Scroll};
use crate::tui::widgets::shape;

/// The screen on which the line is typed.
#[derive(Debug)]
pub struct Line {
    subject: Subject,
    field: Field,
    scroll: Scroll,
    notice: Option<String>,
}

impl Line {
    /// An empty line about `subject`.
    pub fn new(subject: Subject) -> Self {
        let field = Field::new("", LONGEST);
        Self { subject, field, scroll: Scroll::default(), notice: None }
    }

    /// What it is about, and what to write.
    fn texts(&self) -> (&str, &str, &'static str) {
        match &self.subject {
            Subject::Visit { title, .. } => (
                "Time with the team",
                title,
                "What did you see, what did you learn? You may leave it empty; the day is kept.",
            ),
            Subject::Asked { question, .. } => (
                "Asked",
                question,
                "What was the answer? Without one the question waits for it, and is not suggested again.",
            ),
            Subject::Answer { question, .. } => {
                ("Answered", question, "What was the answer? It is kept with today's date.")
            }
        }
    }

    fn page(&self, width: u16, theme: &Theme) -> Page {
        let (_, about, help) = self.texts();
        let mut page = Page::new(width);
        page.text(about, theme.strong);
        page.blank();
        page.text(help, theme.text);
        page
    }
}

impl Screen for Line {
    fn context(&self) -> Context {
        Context::Note
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(action) => {
                self.notice = None;
                match action {
                    Action::Enter => {
                        let words = self.field.value().to_owned();
                        return vec![Effect::Keep(self.subject.clone(), words)];
                    }
                    Action::Erase => self.field.clear(),
                    Action::PageUp => self.scroll.page(-1),
                    Action::PageDown => self.scroll.page(1),
                    Action::Back => return vec![Effect::Back],
                    _ => {}
                }
            }
            Msg::Key(key) => self.notice = self.field.press(key),
            // It is in the journal: only now is there nothing to lose.
            Msg::Kept => return vec![Effect::Back, Effect::Tell("kept")],
            Msg::Failed(why) => self.notice = Some(why),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let notice = self.notice.as_deref();
        let parts = shape::frame(frame, area, theme, Context::Note, notice, false);
        frame.render_widget(Text::styled(self.texts().0, theme.strong), parts.head);
        let page = self.page(parts.body.width, theme);
        let height = u16::try_from(page.len()).unwrap_or(u16::MAX);
        let [text, _, field] = parts.body.layout(&Layout::vertical([
            Constraint::Max(height),
            Constraint::Length(u16::from(parts.body.height > height.saturating_add(1))),
            Constraint::Length(1),
        ]));
        self.scroll.draw(frame, text, page, theme);
        self.field.draw_private(frame, field, "> ", theme);
    }
}
