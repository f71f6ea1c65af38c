//! Browsing: decks, their terms, and an entry.

use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::core::deck::{Deck, Term};
use crate::core::library::Library;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::screens::{counted, cut};
use crate::tui::theme::Theme;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::entry::{self, Detail};
use crate::tui::widgets::page::{Page, Scroll};
use crate::tui::widgets::shape;

/// How deep one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Decks,
    Terms,
    Entry,
}

/// The browse screen.
pub struct Browse {
    library: Rc<Library>,
    level: Level,
    decks: Cursor,
    terms: Cursor,
    scroll: Scroll,
}

impl Browse {
    /// The decks of `library`.
    pub fn new(library: Rc<Library>) -> Self {
        let level = Level::Decks;
        Self {
            library,
            level,
            decks: Cursor::default(),
            terms: Cursor::default(),
            scroll: Scroll::default(),
        }
    }

    fn deck(&self) -> Option<&Deck> {
        self.library.decks().get(self.decks.at())
    }

    fn term(&self) -> Option<&Term> {
        self.deck()?.terms.get(self.terms.at())
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        let len = match self.level {
            Level::Decks => self.library.decks().len(),
            Level::Terms | Level::Entry => self.deck().map_or(0, |deck| deck.terms.len()),
        };
        if self.level == Level::Entry {
            match action {
                Action::Up => self.scroll.move_by(-1),
                Action::Down => self.scroll.move_by(1),
                Action::PageUp => self.scroll.page(-1),
                Action::PageDown => self.scroll.page(1),
                Action::Top => self.scroll.reset(),
                Action::Bottom => self.scroll.move_by(isize::MAX),
                Action::Back => self.level = Level::Terms,
                _ => {}
            }
            return Vec::new();
        }
        let cursor = if self.level == Level::Decks { &mut self.decks } else { &mut self.terms };
        match action {
            Action::Up => cursor.move_by(-1, len),
            Action::Down => cursor.move_by(1, len),
            Action::PageUp => cursor.page(-1, len),
            Action::PageDown => cursor.page(1, len),
            Action::Top => cursor.set(0, len),
            Action::Bottom => cursor.set(usize::MAX, len),
            Action::Enter if self.level == Level::Decks && self.deck().is_some() => {
                self.level = Level::Terms;
                self.terms = Cursor::default();
            }
            Action::Enter if self.level == Level::Terms && self.term().is_some() => {
                self.level = Level::Entry;
                self.scroll.reset();
                // Read at leisure or looked up: either way the word was wanted.
                let term = self.term().map(|term| term.id.clone());
                return term
                    .map(|term| Effect::LookedUp(term, String::new()))
                    .into_iter()
                    .collect();
            }
            Action::Back if self.level == Level::Decks => return vec![Effect::Back],
            Action::Back => self.level = Level::Decks,
            _ => {}
        }
        Vec::new()
    }
}

impl Screen for Browse {
    fn context(&self) -> Context {
        if self.level == Level::Entry { Context::Entry } else { Context::Browse }
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(action) => self.act(action),
            _ => Vec::new(),
        }
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let parts = shape::frame(frame, area, theme, self.context(), None, false);
        let (head, list) = (parts.head, parts.body);
        let width = usize::from(list.width);
        let Some(deck) = self.deck() else {
            let mut page = Page::new(list.width);
            page.text("There are no decks. Put deck files into your decks folder; `shoptalk settings` says where it is.", theme.text);
            self.scroll.draw(frame, list, page, theme);
            return;
        };
        match self.level {
            Level::Decks => {
                frame.render_widget(Line::styled("Decks", theme.strong), head);
                let decks = self.library.decks();
                self.decks.draw(frame, list, theme, decks.len(), |at| {
                    let count = counted(decks[at].terms.len(), "word");
                    row(&decks[at].title, &count, width, theme)
                });
            }
            Level::Terms => {
                frame.render_widget(Line::styled(deck.title.clone(), theme.strong), head);
                if deck.terms.is_empty() {
                    let mut page = Page::new(list.width);
                    page.text("This deck has no words yet.", theme.text);
                    self.scroll.draw(frame, list, page, theme);
                }
                self.terms.draw(frame, list, theme, deck.terms.len(), |at| {
                    let term = &deck.terms[at];
                    row(&term.term, term.level.as_str(), width, theme)
                });
            }
            Level::Entry => {
                frame.render_widget(Line::styled(deck.title.clone(), theme.text), head);
                let Some(term) = self.term() else { return };
                let mut page = Page::new(list.width);
                page.text(&term.term, theme.strong);
                page.blank();
                entry::add(&mut page, &self.library, deck, term, Detail::Below, theme);
                entry::add_other_senses(&mut page, &self.library, term, theme);
                self.scroll.draw(frame, list, page, theme);
            }
        }
    }
}

/// `left`, cut where it must be, and `right` at the right end.
fn row(left: &str, right: &str, width: usize, theme: &Theme) -> Line<'static> {
    let room = width.saturating_sub(Span::raw(right).width() + 5);
    let shown = cut(left, room);
    let used = Span::raw(shown.as_str()).width() + Span::raw(right).width() + 2;
    let gap = " ".repeat(width.saturating_sub(used));
    Line::from(vec![Span::raw(shown), Span::raw(gap), Span::styled(right.to_owned(), theme.muted)])
}
