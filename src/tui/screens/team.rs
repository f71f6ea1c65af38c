//! A team's page: visits, questions and answers, jottings, notes, and words met, newest first. Type to search.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::core::team::Entry;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::layout;
use crate::tui::widgets::page::{Page, Scroll};

/// The maximum length of a search, in characters.
const LONGEST: usize = 100;

/// The team screen.
#[derive(Debug)]
pub(crate) struct Team {
    title: String,
    entries: Vec<Entry>,
    field: Field,
    scroll: Scroll,
    notice: Option<String>,
}

impl Team {
    /// The page of the team with this title.
    pub(crate) fn new(title: String, entries: Vec<Entry>) -> Self {
        let field = Field::new("", LONGEST);
        Self { title, entries, field, scroll: Scroll::default(), notice: None }
    }

    fn page(&self, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        if self.entries.is_empty() {
            page.text(
                "Nothing here yet. Visits, questions you asked, words you jotted down and \
                 words you met appear here.",
                theme.text,
            );
            return page;
        }
        let query = self.field.value();
        let mut day = None;
        for entry in self.entries.iter().filter(|entry| entry.matches(query)) {
            if day != Some(entry.day) {
                page.blank();
                let date = entry.day.date().strftime("%B %-d, %Y").to_string();
                page.text(&date, theme.figure(theme.strong));
                day = Some(entry.day);
            }
            page.hanging(
                &format!("{:<8}", entry.kind.label()),
                theme.muted,
                &entry.text,
                // Notes may name people.
                theme.name(theme.text),
            );
        }
        if day.is_none() {
            page.text("Nothing here contains all of these words.", theme.text);
        }
        page
    }
}

impl Screen for Team {
    fn context(&self) -> Context {
        Context::Team
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(Action::Back) => return vec![Effect::Back],
            Msg::Action(action) => {
                self.notice = None;
                self.scroll.act(action);
            }
            Msg::Key(key) => {
                self.field.press(key);
                self.scroll.reset();
            }
            Msg::Failed(why) => self.notice = Some(why),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let notice = self.notice.as_deref();
        let parts = layout::frame(frame, area, theme, (Context::Team, &[]), notice, false);
        self.scroll.draw(frame, parts.body, self.page(parts.body.width, theme), theme);
        self.field.draw_private(frame, parts.head, &format!("{}, search: ", self.title), theme);
    }
}
