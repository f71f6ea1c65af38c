//! A one-line input about a meeting: a visit, or the answer to a question.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen, Subject};
use crate::tui::theme::Theme;
use crate::tui::widgets::one_line::OneLine;
use crate::tui::widgets::page::Page;

/// The input screen.
#[derive(Debug)]
pub struct Line {
    subject: Subject,
    line: OneLine,
}

impl Line {
    /// An empty input about `subject`.
    pub fn new(subject: Subject) -> Self {
        Self { subject, line: OneLine::new("") }
    }

    /// The heading, the subject, and the prompt.
    fn texts(&self) -> (&str, &str, &'static str) {
        match &self.subject {
            Subject::Visit { title, .. } => (
                "Time with the team",
                title,
                "What did you see or learn? You can leave this empty; the date is saved.",
            ),
            Subject::Asked { question, .. } => (
                "Asked",
                question,
                "What was the answer? Without one, the question stays open and is not suggested again.",
            ),
            Subject::Answer { question, .. } => {
                ("Answered", question, "What was the answer? It is saved with today's date.")
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
            Msg::Action(Action::Back) => return vec![Effect::Back],
            Msg::Action(action) => {
                self.line.act(action);
                if action == Action::Enter {
                    let words = self.line.value().to_owned();
                    return vec![Effect::Keep(self.subject.clone(), words)];
                }
            }
            Msg::Key(key) => self.line.press(key),
            // Close the screen only now that the text is saved.
            Msg::Kept => return vec![Effect::Back, Effect::Tell("saved")],
            Msg::Failed(why) => self.line.fail(why),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.line.draw(frame, area, self.texts().0, |width| self.page(width, theme), theme);
    }
}
