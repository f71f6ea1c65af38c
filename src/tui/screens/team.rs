//! A team's page: how many of its words are known, visits, questions and answers, jottings, notes, and words met, newest first. Type to search.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use crate::core::card::DeckId;
use crate::core::deck::Deck;
use crate::core::team::{Entry, Kind};
use crate::core::width::{cut_at_word, width};
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::layout::MEASURE;
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::{Page, Scroll, column};

/// The maximum length of a search, in characters.
const LONGEST: usize = 100;
/// The label of the search.
const SEARCH: &str = "Search: ";
/// The minimum width to show the meaning of each word that was met, in columns.
const GLOSSED: usize = 52;
/// The minimum room for the search text, in columns.
const TYPED: usize = 12;

/// The team screen.
#[derive(Debug)]
pub(crate) struct Team {
    deck: DeckId,
    title: String,
    /// Sentences on how many of its words are understood, on their own and in new sentences.
    standing: Vec<String>,
    has_scenes: bool,
    entries: Vec<Entry>,
    field: Field,
    scroll: Scroll,
    notice: Option<Notice>,
}

impl Team {
    /// The page of the team of `deck`. `standing` says how many of its words are understood.
    pub(crate) fn new(deck: &Deck, standing: Vec<String>, entries: Vec<Entry>) -> Self {
        let (field, scroll) = (Field::new("", LONGEST), Scroll::default());
        let (has_scenes, title) = (!deck.scenes.is_empty(), deck.title.clone());
        let deck = deck.id.clone();
        Self { deck, title, standing, has_scenes, entries, field, scroll, notice: None }
    }

    fn page(&self, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width.min(MEASURE));
        if self.field.value().is_empty() {
            let style = theme.figure(theme.text);
            self.standing.iter().for_each(|sentence| page.text(sentence, style));
        }
        if self.entries.is_empty() {
            page.blank();
            page.text(
                "Nothing here yet. Visits, questions you asked, words you jotted down and \
                 words you met appear here.",
                theme.text,
            );
            return page;
        }
        let query = self.field.value();
        let mut day = None;
        let mut history = Page::new(column(width));
        for entry in self.entries.iter().filter(|entry| entry.matches(query)) {
            if day != Some(entry.day) {
                history.blank();
                history.text(&entry.day.to_string(), theme.strong);
                day = Some(entry.day);
            }
            let mut label = format!("{:<8}", entry.kind.label());
            if history.width() >= GLOSSED && !theme.hiding && !entry.words.is_empty() {
                let indent = " ".repeat(label.len() + 2);
                for [word, gloss] in &entry.words {
                    let runs = [
                        (&*label, theme.muted),
                        (word, theme.term),
                        (": ", theme.text),
                        (gloss, theme.text),
                    ];
                    history
                        .hanging_runs(&indent, &runs.map(|(text, style)| (text.to_owned(), style)));
                    label = " ".repeat(label.len());
                }
                continue;
            }
            let style = if entry.kind == Kind::Met { theme.term } else { theme.text };
            // Notes may name people.
            history.hanging(&label, theme.muted, &entry.text, theme.name(style));
        }
        if day.is_none() {
            history.text("Nothing here contains all of these words.", theme.text);
        }
        page.flow(history, width, None);
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
            Msg::Action(Action::Sit) => {
                return vec![Effect::Open(Route::Scene(vec![self.deck.clone()], None))];
            }
            Msg::Action(action) => {
                self.notice = None;
                self.scroll.act(action);
            }
            Msg::Key(key) => {
                self.notice = self.field.press(key).map(Notice::failed);
                self.scroll.reset();
            }
            Msg::Standing(standing, entries) => {
                (self.standing, self.entries) = (standing, entries);
            }
            Msg::Said(why) => self.notice = Some(Notice::done(why)),
            Msg::Failed(why) => self.notice = Some(Notice::failed(why)),
            _ => {}
        }
        Vec::new()
    }

    fn team(&self) -> Option<&DeckId> {
        Some(&self.deck)
    }

    fn is_idle(&self, action: Action, _: Rect) -> bool {
        action == Action::Sit && !self.has_scenes
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let parts = self.frame(frame, area, theme, self.notice.as_ref());
        self.scroll.draw(frame, parts.body, self.page(parts.body.width, theme), theme);
        let room = usize::from(parts.head.width).saturating_sub(SEARCH.len() + 2 + TYPED);
        let title = cut_at_word(&self.title, room);
        let wide = u16::try_from(width(&title)).unwrap_or(u16::MAX);
        let columns = [Constraint::Length(wide), Constraint::Length(2), Constraint::Fill(1)];
        let [head, _, field] = parts.head.layout(&Layout::horizontal(columns));
        frame.render_widget(Line::styled(title, theme.strong), head);
        self.field.draw_private(frame, field, SEARCH, theme);
    }
}
