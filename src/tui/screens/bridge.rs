//! Compares two teams: shared terms, and what each team means by them.

use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::core::bridge::bridge;
use crate::core::card::DeckId;
use crate::core::document::{Row, Section};
use crate::core::library::Library;
use crate::core::time::Day;
use crate::core::width::cut_at_word;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::screens::turned;
use crate::tui::theme::Theme;
use crate::tui::widgets::page::{Page, Scroll};

/// The comparison screen.
pub(crate) struct Bridge {
    library: Rc<Library>,
    left: DeckId,
    /// The teams to compare with, followed ones first.
    others: Vec<DeckId>,
    at: usize,
    today: Day,
    title: String,
    /// The comparison, with and without definitions.
    sections: [Vec<Section>; 2],
    scroll: Scroll,
}

impl Bridge {
    /// Compares the deck `left` with the first of `others`.
    pub(crate) fn new(library: Rc<Library>, left: DeckId, others: Vec<DeckId>, today: Day) -> Self {
        let (title, sections, scroll) =
            (String::new(), <[Vec<Section>; 2]>::default(), Scroll::default());
        let mut screen = Self { library, left, others, at: 0, today, title, sections, scroll };
        screen.compare();
        screen
    }

    fn compare(&mut self) {
        let right = self.others.get(self.at).and_then(|id| self.library.deck(id));
        self.title = self.library.title(&self.left).into_owned();
        self.sections = match self.library.deck(&self.left).zip(right) {
            Some((left, right)) => {
                self.title = format!("{} / {}", left.title, right.title);
                let found = bridge(&self.library, left, right, self.today);
                [true, false].map(|is_whole| found.sections(&left.title, &right.title, is_whole))
            }
            None => {
                let none = Row::text("There is no other team to compare with.");
                [true, false].map(|_| vec![Section::new("", [none.clone()])])
            }
        };
        self.scroll.reset();
    }

    fn turn(&mut self, step: isize) {
        self.at = turned(self.at, step, self.others.len());
        self.compare();
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

    fn is_idle(&self, action: Action, _: Rect) -> bool {
        matches!(action, Action::Less | Action::More) && self.others.len() <= 1
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let parts = self.frame(frame, area, theme, None);
        let title = cut_at_word(&self.title, usize::from(parts.head.width));
        frame.render_widget(Line::styled(title, theme.strong), parts.head);
        let flowing =
            |sections: &[Section]| Page::flowing(sections, None, parts.body.width, theme).0;
        let [whole, short] = &self.sections;
        // Show definitions only if the whole page then still fits.
        let whole = flowing(whole);
        let fits = whole.len() <= parts.body.height.into();
        let page = if fits { whole } else { flowing(short) };
        self.scroll.draw(frame, parts.body, page, theme);
    }
}
