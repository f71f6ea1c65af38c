//! A one-line input: a note on a word, a flag, a visit to a team, or the answer to a question.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text;

use crate::core::annotations::NoteKind;
use crate::core::jotting::LONGEST;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen, Subject};
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::layout;
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::{Page, Scroll};

/// The input screen.
#[derive(Debug)]
pub(crate) struct Line {
    subject: Subject,
    /// The word and its meaning; `None` while the word is being asked, and for a meeting.
    shown: Option<(String, String)>,
    field: Field,
    /// Whether there is existing text.
    is_present: bool,
    scroll: Scroll,
    notice: Option<Notice>,
}

impl Line {
    /// An input about `subject`, filled with the existing text, if any.
    pub(crate) fn new(
        subject: Subject,
        shown: Option<(String, String)>,
        present: Option<&str>,
    ) -> Self {
        let field = Field::new(present.unwrap_or_default(), LONGEST);
        let (scroll, notice) = (Scroll::default(), None);
        Self { subject, shown, field, is_present: present.is_some(), scroll, notice }
    }

    /// The heading and the prompt.
    const fn texts(&self) -> (&'static str, &'static str) {
        match self.subject {
            Subject::Visit { .. } => (
                "Record a visit",
                "What did you see or learn? You can leave this empty; the date is saved.",
            ),
            Subject::Asked { .. } => (
                "Asked",
                "What was the answer? Without one, the question stays open and is not suggested again.",
            ),
            Subject::Answer { .. } => {
                ("Answered", "What was the answer? It is saved with today's date.")
            }
            Subject::Note(_, NoteKind::Note) => {
                ("Your note", "It is shown wherever the entry is shown.")
            }
            Subject::Note(_, NoteKind::Mnemonic) => (
                "Your mnemonic",
                "What brings the meaning to mind? It is shown with every answer from now on.",
            ),
            Subject::Flag(_) if self.is_present => (
                "Flag for the team",
                "You already flagged it. What you write here replaces that; `shoptalk data notes` lists it.",
            ),
            Subject::Flag(_) => (
                "Flag for the team",
                "What is unclear about it? You can leave this empty. `shoptalk data notes` lists what you flagged.",
            ),
        }
    }

    fn page(&self, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        let about = match &self.subject {
            Subject::Visit { title: about, .. }
            | Subject::Asked { question: about, .. }
            | Subject::Answer { question: about, .. } => Some(about),
            Subject::Note(..) | Subject::Flag(_) => self.shown.as_ref().map(|(term, _)| term),
        };
        if let Some(about) = about {
            page.text(about, theme.strong);
            if let Some((_, meaning)) = &self.shown {
                page.text(meaning, theme.text);
            }
            page.blank();
        }
        page.text(self.texts().1, theme.text);
        page
    }

    fn kept(&self) -> &'static str {
        match self.subject {
            Subject::Flag(_) => "saved; `shoptalk data notes` lists it",
            Subject::Note(..) if self.field.value().trim().is_empty() => {
                if self.is_present {
                    "deleted"
                } else {
                    "nothing to save"
                }
            }
            Subject::Note(..) => "saved; the same key changes it",
            _ => "saved",
        }
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
                self.notice = None;
                match action {
                    Action::Erase => self.field.clear(),
                    Action::Enter => {
                        let words = self.field.value().to_owned();
                        return vec![Effect::Keep(self.subject.clone(), words)];
                    }
                    _ => self.scroll.act(action),
                }
            }
            Msg::Key(key) => self.notice = self.field.press(key).map(Notice::failed),
            // Close the screen only now that the text is saved.
            Msg::Kept => return vec![Effect::Back, Effect::Tell(self.kept())],
            Msg::Failed(why) => self.notice = Some(Notice::failed(why)),
            _ => {}
        }
        Vec::new()
    }

    fn is_idle(&self, action: Action, _: Rect) -> bool {
        action == Action::Erase && self.field.value().is_empty()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let parts = self.frame(frame, area, theme, self.notice.as_ref());
        frame.render_widget(text::Line::styled(self.texts().0, theme.strong), parts.head);
        let page = self.page(parts.body.width, theme);
        let [text, field] = layout::above_field(parts.body, page.len());
        self.scroll.draw(frame, text, page, theme);
        // The text may name people.
        self.field.draw_private(frame, field, "> ", theme);
    }

    fn plain(&self, width: u16) -> Vec<String> {
        let mut lines = vec![self.texts().0.to_owned(), String::new()];
        lines.extend(self.page(width, &Theme::mono()).texts());
        if !self.field.value().is_empty() {
            lines.extend([String::new(), format!("Now: {}", self.field.value())]);
        }
        lines.extend(self.notice.iter().map(ToString::to_string));
        lines
    }
}
