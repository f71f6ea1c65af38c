//! Teach-back: you explain a word, and then read your words beside the deck's, ready to hand to the team.

use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::core::card::TermId;
use crate::core::deck::{Deck, Term};
use crate::core::entry::name;
use crate::core::jotting::{LONGEST, kept};
use crate::core::library::Library;
use crate::core::teach_back;
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::screens::COPIED;
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::layout;
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::{Page, Scroll};

/// The minimum width to show both meanings side by side, in columns.
const WIDE: u16 = 60;

/// The heading.
const TITLE: &str = "In your own words";

/// The teach-back screen.
pub(crate) struct TeachBack {
    library: Rc<Library>,
    term: TermId,
    field: Field,
    /// The user's explanation; `None` while it is being written.
    words: Option<String>,
    scroll: Scroll,
    notice: Option<Notice>,
}

impl TeachBack {
    /// Asks for `term` in the user's own words.
    pub(crate) fn new(library: Rc<Library>, term: TermId) -> Self {
        let (field, scroll) = (Field::new("", LONGEST), Scroll::default());
        Self { library, term, field, words: None, scroll, notice: None }
    }

    fn entry(&self) -> Option<(&Deck, &Term)> {
        self.library.entry(&self.term)
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        match action {
            Action::Back => return vec![Effect::Back],
            Action::Erase => self.field.clear(),
            Action::Enter => {
                self.words = kept(self.field.value());
                if self.words.is_none() {
                    self.notice = Some(Notice::failed("write what it means, in your own words"));
                }
                self.scroll.reset();
            }
            Action::Copy => {
                if let (Some(words), Some((deck, term))) = (&self.words, self.entry()) {
                    return vec![Effect::Copy(teach_back::text(deck, term, words))];
                }
            }
            _ => self.scroll.act(action),
        }
        Vec::new()
    }

    fn page(&self, width: u16, is_drawn: bool, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        let Some((deck, term)) = self.entry() else {
            page.text("The word is no longer in any deck.", theme.text);
            return page;
        };
        let Some(words) = &self.words else {
            page.text(&term.term, theme.term);
            page.text(&deck.title, theme.muted);
            page.blank();
            page.text("What does it mean? You will read the deck's words next.", theme.text);
            return page;
        };
        page.text(&name(term), theme.term);
        page.blank();
        let both = [("You say", &**words), ("The deck says", &*term.definition)];
        if is_drawn && width >= WIDE {
            page.beside(both, [theme.strong; 2], theme.text);
        } else {
            for (label, text) in both {
                page.hanging(&format!("{label}  "), theme.strong, text, theme.text);
                page.blank();
            }
        }
        page.blank();
        let key = keymap::key_for(Context::TaughtBack, Action::Copy);
        let how = format!(
            "{key} copies both for {}, with “What did I get wrong?” Nothing is saved or sent.",
            deck.title
        );
        page.text(&how, theme.text);
        page.blank();
        let answer = format!("shoptalk team teach-back {} --correction \"…\" --by NAME", term.id);
        page.hanging("With their answer  ", theme.strong, &answer, theme.text);
        page
    }
}

impl Screen for TeachBack {
    fn context(&self) -> Context {
        if self.words.is_some() { Context::TaughtBack } else { Context::TeachBack }
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(action) => return self.act(action),
            Msg::Key(key) if self.words.is_none() => {
                self.notice = self.field.press(key).map(Notice::failed);
            }
            Msg::Copied => self.notice = Some(Notice::done(COPIED)),
            Msg::Library(library) => self.library = library,
            Msg::Said(what) => self.notice = Some(Notice::done(what)),
            Msg::Failed(what) => self.notice = Some(Notice::failed(what)),
            _ => {}
        }
        Vec::new()
    }

    fn is_idle(&self, action: Action, _: Rect) -> bool {
        action == Action::Erase && self.field.value().is_empty()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let parts = self.frame(frame, area, theme, self.notice.as_ref());
        frame.render_widget(Line::styled(TITLE, theme.strong), parts.head);
        let page = self.page(parts.body.width, true, theme);
        if self.words.is_some() {
            self.scroll.draw(frame, parts.body, page, theme);
            return;
        }
        let [text, field] = layout::above_field(parts.body, page.len());
        self.scroll.draw(frame, text, page, theme);
        self.field.draw(frame, field, "> ", theme);
    }

    fn plain(&self, width: u16) -> Vec<String> {
        let mut lines = vec![TITLE.to_owned(), String::new()];
        lines.extend(self.page(width, false, &Theme::mono()).texts());
        lines.extend(self.notice.iter().map(ToString::to_string));
        lines
    }

    fn asked(&self) -> Option<TermId> {
        self.words.is_none().then(|| self.term.clone())
    }
}
