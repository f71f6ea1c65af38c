//! A one-line input about a word: a note, a mnemonic, or the reason for a flag.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::core::annotations::NoteKind;
use crate::core::card::TermId;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen, Writing};
use crate::tui::theme::Theme;
use crate::tui::widgets::one_line::OneLine;
use crate::tui::widgets::page::Page;

/// The input screen.
#[derive(Debug)]
pub struct Note {
    term: TermId,
    writing: Writing,
    /// The word and its meaning; `None` while the word is being asked.
    shown: Option<(String, String)>,
    line: OneLine,
    /// Whether there is existing text.
    is_present: bool,
    /// Whether the text is being saved.
    keeping: bool,
}

impl Note {
    /// An input for `writing` on `term`, filled with the existing text, if any.
    pub fn new(
        term: TermId,
        writing: Writing,
        shown: Option<(String, String)>,
        present: Option<&str>,
    ) -> Self {
        let (line, is_present) = (OneLine::new(present.unwrap_or_default()), present.is_some());
        Self { term, writing, shown, line, is_present, keeping: false }
    }

    const fn title(&self) -> &'static str {
        match self.writing {
            Writing::Note(NoteKind::Note) => "Your note",
            Writing::Note(NoteKind::Mnemonic) => "Your mnemonic",
            Writing::Flag => "Flag for the team",
        }
    }

    const fn help(&self) -> &'static str {
        match self.writing {
            Writing::Note(NoteKind::Note) => "It is shown wherever the entry is shown.",
            Writing::Note(NoteKind::Mnemonic) => {
                "What brings the meaning to mind? It is shown with every answer from now on."
            }
            Writing::Flag if self.is_present => {
                "You already flagged it. What you write here replaces that; `shoptalk data notes` lists it."
            }
            Writing::Flag => {
                "What is unclear about it? You can leave this empty. `shoptalk data notes` lists what you flagged."
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
        let (term, words) = (self.term.clone(), self.line.value().to_owned());
        match self.writing {
            Writing::Note(kind) => Effect::Note(term, kind, words),
            Writing::Flag => Effect::Flag(term, words),
        }
    }

    fn kept(&self) -> &'static str {
        match (self.writing, self.line.value().trim().is_empty()) {
            (Writing::Flag, _) => "flagged; `shoptalk data notes` lists it",
            (Writing::Note(_), true) => "nothing is saved",
            (Writing::Note(_), false) => "saved",
        }
    }
}

impl Screen for Note {
    fn context(&self) -> Context {
        Context::Note
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(Action::Back) => return vec![Effect::Back],
            Msg::Action(action) => {
                self.line.act(action);
                if action == Action::Enter {
                    return vec![self.keep()];
                }
            }
            Msg::Key(key) => self.line.press(key),
            // Close the screen only now that the text is saved.
            Msg::Marked(_) if self.keeping => return vec![Effect::Back, Effect::Tell(self.kept())],
            Msg::Failed(why) => {
                self.keeping = false;
                self.line.fail(why);
            }
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.line.draw(frame, area, self.title(), |width| self.page(width, theme), theme);
    }

    fn plain(&self, width: u16) -> Vec<String> {
        let mut lines = vec![self.title().to_owned(), String::new()];
        lines.extend(self.page(width, &Theme::mono()).texts());
        if !self.line.value().is_empty() {
            lines.extend([String::new(), format!("Now: {}", self.line.value())]);
        }
        lines.extend(self.line.notice().iter().map(|notice| format!("! {notice}")));
        lines
    }
}
