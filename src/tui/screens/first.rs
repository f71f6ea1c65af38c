//! The first-start screens: which teams do you work with, and how many minutes a day do you have?

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::core::overview::DeckRow;
use crate::core::width::cut_at_word;
use crate::core::words::counted;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::layout::{self, Breakpoint};
use crate::tui::widgets::page::Page;

/// The choices for minutes per day.
const MINUTES: [u32; 5] = [3, 5, 10, 15, 20];
/// The index of the default choice.
const PROPOSED: usize = 1;

/// The first-start screen.
#[derive(Debug)]
pub(crate) struct First {
    decks: Vec<DeckRow>,
    chosen: Vec<bool>,
    teams: Cursor,
    minutes: Cursor,
    asks_minutes: bool,
    notice: Option<String>,
}

impl First {
    /// Starts with the choice of teams from `decks`.
    pub(crate) fn new(decks: Vec<DeckRow>) -> Self {
        let mut minutes = Cursor::default();
        minutes.set(PROPOSED, MINUTES.len());
        let chosen = vec![false; decks.len()];
        Self { decks, chosen, teams: Cursor::default(), minutes, asks_minutes: false, notice: None }
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        let len = if self.asks_minutes { MINUTES.len() } else { self.decks.len() };
        let cursor = if self.asks_minutes { &mut self.minutes } else { &mut self.teams };
        match action {
            Action::Less => cursor.move_by(-1, len),
            Action::More => cursor.move_by(1, len),
            Action::Toggle => {
                if let Some(chosen) = self.chosen.get_mut(self.teams.at()) {
                    *chosen = !*chosen;
                }
            }
            Action::Enter if !self.asks_minutes => {
                if self.chosen.contains(&true) {
                    self.asks_minutes = true;
                } else {
                    self.notice = Some("choose a team first: press space on it".to_owned());
                }
            }
            Action::Enter => return self.finish(),
            Action::Back if self.asks_minutes => self.asks_minutes = false,
            Action::Back => return vec![Effect::Quit],
            _ => cursor.act(action, len),
        }
        Vec::new()
    }

    fn finish(&self) -> Vec<Effect> {
        let chosen = self.decks.iter().zip(&self.chosen).filter(|(_, chosen)| **chosen);
        let chosen = chosen.map(|(deck, _)| deck.id.to_string()).collect();
        vec![
            Effect::Set("minutes", MINUTES[self.minutes.at()].to_string()),
            Effect::FollowOnly(chosen),
            Effect::Replace(Route::Home),
            Effect::Open(Route::Quiz(Vec::new())),
        ]
    }
}

impl Screen for First {
    fn context(&self) -> Context {
        if self.asks_minutes { Context::FirstMinutes } else { Context::FirstTeams }
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(action) => return self.act(action),
            Msg::Failed(why) => self.notice = Some(why),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let notice = self.notice.as_deref();
        let parts = layout::frame(frame, area, theme, (self.context(), &[]), notice);
        frame.render_widget(Line::styled("shoptalk", theme.strong), parts.head);
        let (question, hint) = if self.asks_minutes {
            ("How many minutes a day?", "A few on most days make words stick.")
        } else {
            (
                "Which teams do you work with?",
                "You will be quizzed on their core words, those said every week.",
            )
        };
        let mut page = Page::new(parts.body.width);
        page.text(question, theme.strong);
        if parts.shape == Breakpoint::Full {
            page.text(hint, theme.text);
            page.line(Line::default());
        }
        let height = u16::try_from(page.len()).unwrap_or(1);
        let [top, list] =
            parts.body.layout(&Layout::vertical([Constraint::Length(height), Constraint::Fill(1)]));
        crate::tui::widgets::page::Scroll::default().draw(frame, top, page, theme);
        if self.asks_minutes {
            let row = |at: usize| Line::from(counted(MINUTES[at] as usize, "minute"));
            self.minutes.draw(frame, list, theme, MINUTES.len(), row);
            return;
        }
        let wide = self.decks.iter().map(|deck| Span::raw(deck.title.as_str()).width()).max();
        let wide = wide.unwrap_or(0);
        let full = parts.shape == Breakpoint::Full;
        self.teams.draw(frame, list, theme, self.decks.len(), |at| {
            let deck = &self.decks[at];
            let mark = if self.chosen[at] { "[x] " } else { "[ ] " };
            let gap = " ".repeat(wide - Span::raw(deck.title.as_str()).width());
            let mut spans = vec![Span::raw(mark), Span::raw(deck.title.clone())];
            if let (true, Some(summary)) = (full, &deck.summary) {
                let room = usize::from(list.width).saturating_sub(wide + 9);
                spans.push(Span::styled(
                    format!("{gap}   {}", cut_at_word(summary, room)),
                    theme.muted,
                ));
            }
            Line::from(spans)
        });
    }
}
