//! Compares two teams: shared terms, and what each team means by them.

use std::rc::Rc;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::core::bridge::{Bridge as Shared, Pair, bridge};
use crate::core::library::Library;
use crate::core::time::Day;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::layout;
use crate::tui::widgets::page::{Page, Scroll};

/// The comparison screen.
pub struct Bridge {
    library: Rc<Library>,
    left: Arc<str>,
    /// The teams to compare with, followed ones first.
    others: Vec<Arc<str>>,
    at: usize,
    today: Day,
    shared: Shared,
    scroll: Scroll,
}

impl Bridge {
    /// Compares the deck `left` with the first of `others`.
    pub fn new(library: Rc<Library>, left: Arc<str>, others: Vec<Arc<str>>, today: Day) -> Self {
        let (shared, scroll) = (Shared::default(), Scroll::default());
        let mut screen = Self { library, left, others, at: 0, today, shared, scroll };
        screen.compare();
        screen
    }

    fn compare(&mut self) {
        let right = self.others.get(self.at).and_then(|id| self.library.deck(id));
        let both = self.library.deck(&self.left).zip(right);
        self.shared = both
            .map(|(left, right)| bridge(&self.library, left, right, self.today))
            .unwrap_or_default();
        self.scroll.reset();
    }

    fn turn(&mut self, step: isize) {
        let last = self.others.len().saturating_sub(1);
        self.at = match self.at.checked_add_signed(step) {
            Some(at) if at <= last => at,
            Some(_) => 0,
            None => last,
        };
        self.compare();
    }

    fn page(&self, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        let Some(right) = self.others.get(self.at) else {
            page.text("There is no other team to compare with.", theme.text);
            return page;
        };
        let (here, there) = (self.library.title(&self.left), self.library.title(right));
        let Shared { same, different, links } = &self.shared;
        if same.is_empty() && different.is_empty() && links.is_empty() {
            page.text("Their decks share no words or links.", theme.text);
        }
        if !different.is_empty() {
            page.text("Same word, different meaning", theme.muted);
        }
        for Pair { left, right } in different {
            page.blank();
            let said = if left.word.eq_ignore_ascii_case(&right.word) {
                left.word.clone()
            } else {
                format!("{} / {}", left.word, right.word)
            };
            page.text(&said, theme.strong);
            page.hanging("  ", theme.text, &format!("{here}: {}", left.definition), theme.text);
            page.hanging("  ", theme.text, &format!("{there}: {}", right.definition), theme.text);
        }
        for (title, pairs) in [("Same meaning", same), ("Linked", links)] {
            if pairs.is_empty() {
                continue;
            }
            page.blank();
            page.text(title, theme.muted);
            for Pair { left, right } in pairs {
                let said = if left.word == right.word {
                    left.word.clone()
                } else {
                    format!("{} ({here}) and {} ({there})", left.word, right.word)
                };
                page.hanging("  ", theme.text, &said, theme.text);
            }
        }
        page
    }
}

impl Screen for Bridge {
    fn context(&self) -> Context {
        Context::Bridge
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        if let Msg::Action(action) = msg {
            match action {
                Action::Less => self.turn(-1),
                Action::More => self.turn(1),
                Action::Back => return vec![Effect::Back],
                _ => self.scroll.act(action),
            }
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let idle: &[_] = if self.others.len() > 1 { &[] } else { &[Action::Less, Action::More] };
        let parts = layout::frame(frame, area, theme, (Context::Bridge, idle), None, false);
        let there = self.others.get(self.at).map(|id| self.library.title(id)).unwrap_or_default();
        let title = format!("{} and {there}", self.library.title(&self.left));
        frame.render_widget(Line::styled(title, theme.strong), parts.head);
        self.scroll.draw(frame, parts.body, self.page(parts.body.width, theme), theme);
    }
}
