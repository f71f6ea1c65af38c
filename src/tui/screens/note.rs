//! A line of one's own on a word: a note, a mnemonic, or what is unclear about it.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use crate::core::card::TermId;
use crate::core::jotting::LONGEST;
use crate::core::marks::NoteKind;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen, Writing};
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::page::{Page, Scroll};
use crate::tui::widgets::shape;

/// The screen on which one line is typed.
#[derive(Debug)]
pub struct Note {
    term: TermId,
    writing: Writing,
    /// The word and its meaning; none while the word is being asked.
    shown: Option<(String, String)>,
    field: Field,
    /// Whether something stands there already.
    is_present: bool,
    /// Whether the text is on its way to the journal.
    keeping: bool,
    scroll: Scroll,
    notice: Option<String>,
}

impl Note {
    /// A field for `writing` on `term`, with the text that is there, if something is.
    pub fn new(
        term: TermId,
        writing: Writing,
        shown: Option<(String, String)>,
        present: Option<&str>,
    ) -> Self {
        let field = Field::new(present.unwrap_or_default(), LONGEST);
        let (is_present, scroll, notice) = (present.is_some(), Scroll::default(), None);
        Self { term, writing, shown, field, is_present, keeping: false, scroll, notice }
    }

    const fn title(&self) -> &'static str {
        match self.writing {
            Writing::Note(NoteKind::Note) => "A note of yours",
            Writing::Note(NoteKind::Mnemonic) => "A mnemonic of yours",
            Writing::Flag => "Flag for the team",
        }
    }

    const fn help(&self) -> &'static str {
        match self.writing {
            Writing::Note(NoteKind::Note) => {
                "It stands with the entry wherever the entry is shown."
            }
            Writing::Note(NoteKind::Mnemonic) => {
                "What brings the meaning to mind? It is shown with every answer from then on."
            }
            Writing::Flag if self.is_present => {
                "You flagged it already. What you write here takes the place of that; `shoptalk flags` lists it."
            }
            Writing::Flag => {
                "What is unclear about it? You may leave it empty. `shoptalk flags` lists what you flagged."
            }
        }
    }

    fn page(&self, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        if let Some((term, meaning)) = &self.shown {
            page.text(term, theme.strong);
            page.text(meaning, theme.text);
            page.blank();
        }
        page.text(self.help(), theme.text);
        page
    }

    fn keep(&mut self) -> Effect {
        self.keeping = true;
        let (term, words) = (self.term.clone(), self.field.value().to_owned());
        match self.writing {
            Writing::Note(kind) => Effect::Note(term, kind, words),
            Writing::Flag => Effect::Flag(term, words),
        }
    }

    fn kept(&self) -> &'static str {
        match (self.writing, self.field.value().trim().is_empty()) {
            (Writing::Flag, _) => "flagged; `shoptalk flags` lists it",
            (Writing::Note(_), true) => "nothing is kept of it",
            (Writing::Note(_), false) => "kept",
        }
    }
}

impl Screen for Note {
    fn context(&self) -> Context {
        Context::Note
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(action) => {
                self.notice = None;
                match action {
                    Action::Enter => return vec![self.keep()],
                    Action::Erase => self.field.clear(),
                    Action::PageUp => self.scroll.page(-1),
                    Action::PageDown => self.scroll.page(1),
                    Action::Back => return vec![Effect::Back],
                    _ => {}
                }
            }
            Msg::Key(key) => self.notice = self.field.press(key),
            // It is in the journal: only now is there nothing to lose.
            Msg::Marked(_) if self.keeping => return vec![Effect::Back, Effect::Tell(self.kept())],
            Msg::Failed(why) => {
                self.keeping = false;
                self.notice = Some(why);
            }
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let notice = self.notice.as_deref();
        let parts = shape::frame(frame, area, theme, Context::Note, notice, false);
        frame.render_widget(Line::styled(self.title(), theme.strong), parts.head);
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

    fn plain(&self, width: u16) -> Vec<String> {
        let mut lines = vec![self.title().to_owned(), String::new()];
        lines.extend(self.page(width, &Theme::mono()).texts());
        if !self.field.value().is_empty() {
            lines.extend([String::new(), format!("Now: {}", self.field.value())]);
        }
        lines.extend(self.notice.iter().map(|notice| format!("! {notice}")));
        lines
    }
}
