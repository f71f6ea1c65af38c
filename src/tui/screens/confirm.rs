//! The dialog that asks before the reset of a word, which can't be undone, and before continuing with another progress file.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::core::card::TermId;
use crate::core::words::no_longer_count;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::page::{Page, Scroll};

/// The dialog.
#[derive(Debug)]
pub(crate) struct Confirm {
    /// The word to reset; `None` to continue with another file.
    term: Option<TermId>,
    question: String,
    comes_of_it: String,
    scroll: Scroll,
}

impl Confirm {
    /// Asks whether to reset `term`, named `word`, which has `count` answers.
    pub(crate) fn new(term: TermId, word: &str, count: usize) -> Self {
        Self {
            term: Some(term),
            question: format!("Reset “{word}”?"),
            comes_of_it: format!(
                "Your {}, in either direction, and the word is new again. This cannot be undone.",
                no_longer_count(count)
            ),
            scroll: Scroll::default(),
        }
    }

    /// Asks `question` about the progress file, with what `comes_of_it`.
    pub(crate) fn displaced((question, comes_of_it): (String, String)) -> Self {
        Self { term: None, question, comes_of_it, scroll: Scroll::default() }
    }

    fn page(&self, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        page.text(&self.question, theme.strong);
        page.blank();
        page.text(&self.comes_of_it, theme.figure(theme.text));
        page
    }
}

impl Screen for Confirm {
    fn context(&self) -> Context {
        if self.term.is_some() { Context::Confirm } else { Context::Displaced }
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(Action::Confirm) => {
                let effect = self.term.clone().map_or(Effect::ContinueWithFile, Effect::Reset);
                return vec![Effect::Back, effect];
            }
            Msg::Action(Action::Back) => return vec![Effect::Back],
            Msg::Action(action) => self.scroll.act(action),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let parts = self.frame(frame, area, theme, None);
        frame.render_widget(Line::styled(self.context().title(), theme.strong), parts.head);
        let page = self.page(parts.body.width, theme);
        self.scroll.draw(frame, parts.body, page, theme);
    }

    fn plain(&self, width: u16) -> Vec<String> {
        self.page(width, &Theme::mono()).texts().collect()
    }
}
