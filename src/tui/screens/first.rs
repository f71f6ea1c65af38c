//! The first-start screens: which teams do you work with, and how many minutes a day do you have?

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::overview::DeckRow;
use crate::core::width::width;
use crate::core::words::counted;
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::message::{Effect, Env, Msg, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::layout::{self, Breakpoint};
use crate::tui::widgets::page::{Page, Scroll};

/// The choices for minutes per day.
const MINUTES: [u32; 5] = [3, 5, 10, 15, 20];
/// The index of the default choice.
const PROPOSED: usize = 1;

/// What the program does.
const WHAT: &str = "Learn the words your teams use: a few questions a day, a quick look-up during a meeting, and a good question to take to \
    it.";
/// What is learned first, and how to learn more.
const DEPTH: &str = "You start with the words that a team says every week. Later, press d on a team for those of every month, or for all of them.";
const TEAMS: &str = "Which teams do you work with?";
/// The most characters of a name to find.
const LONGEST: usize = 40;

/// The first-start screen.
#[derive(Debug)]
pub(crate) struct First {
    decks: Vec<DeckRow>,
    chosen: Vec<bool>,
    /// What was typed to find a team.
    field: Field,
    /// The indexes of the decks it finds.
    found: Vec<usize>,
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
        Self {
            chosen: vec![false; decks.len()],
            field: Field::new("", LONGEST),
            found: (0..decks.len()).collect(),
            decks,
            teams: Cursor::default(),
            minutes,
            asks_minutes: false,
            notice: None,
        }
    }

    /// Finds the teams one of whose words starts with what was typed.
    fn find(&mut self) {
        let typed = self.field.value().to_lowercase();
        let is_found = |at: &usize| {
            let title = self.decks[*at].title.to_lowercase();
            title.starts_with(&typed)
                || title.split_whitespace().any(|word| word.starts_with(&typed))
        };
        self.found = (0..self.decks.len()).filter(is_found).collect();
        self.teams = Cursor::default();
    }

    fn selected(&self) -> Option<usize> {
        self.found.get(self.teams.at()).copied()
    }

    fn press(&mut self, key: KeyEvent) {
        self.notice = self.field.press(key);
        self.find();
        if self.found.is_empty() {
            self.notice = Some(format!(
                "no team is called that: press {} to see all",
                keymap::key_for(Context::FirstTeams, Action::Back)
            ));
        }
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        let len = if self.asks_minutes { MINUTES.len() } else { self.found.len() };
        let cursor = if self.asks_minutes { &mut self.minutes } else { &mut self.teams };
        match action {
            Action::Less => cursor.move_by(-1, len),
            Action::More => cursor.move_by(1, len),
            Action::Toggle => {
                if let Some(at) = self.selected() {
                    self.chosen[at] = !self.chosen[at];
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
            Action::Back if !self.field.value().is_empty() => {
                let selected = self.selected();
                self.field.clear();
                self.find();
                self.teams.set(selected.unwrap_or(0), self.found.len());
            }
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

impl First {
    /// The question, with what was typed.
    fn draw_question(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.field.draw(frame, area, &format!("{TEAMS} "), theme);
        let hint = Line::styled("type to find one", theme.muted);
        let is_room = usize::from(area.width) >= TEAMS.len() + 2 + hint.width();
        if self.field.value().is_empty() && is_room {
            let place = Rect { x: area.x + u16::try_from(TEAMS.len() + 2).unwrap_or(0), ..area }
                .intersection(area);
            frame.render_widget(hint, place);
        }
    }
}

impl Screen for First {
    fn context(&self) -> Context {
        if self.asks_minutes { Context::FirstMinutes } else { Context::FirstTeams }
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(action) => return self.act(action),
            Msg::Key(key) => self.press(key),
            Msg::Failed(why) => self.notice = Some(why),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let notice = self.notice.as_deref();
        let parts = layout::frame(frame, area, theme, (self.context(), &[]), notice);
        frame.render_widget(Line::styled("shoptalk", theme.strong), parts.head);
        let is_full = parts.shape == Breakpoint::Full;
        let mut above = Page::new(parts.body.width.min(layout::MEASURE));
        if self.asks_minutes {
            above.text("How many minutes a day?", theme.strong);
            if is_full {
                above.text("A few on most days make words stick.", theme.text);
                above.blank();
            }
            let [_, list] = split(frame, parts.body, above, theme);
            let row = |at: usize| Line::from(counted(MINUTES[at] as usize, "minute"));
            return self.minutes.draw(frame, list, theme, MINUTES.len(), row);
        }
        if is_full {
            above.text(WHAT, theme.text);
            above.blank();
        }
        let [_, rest] = split(frame, parts.body, above, theme);
        let [question, rest] =
            rest.layout(&Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]));
        self.draw_question(frame, question, theme);
        let wide = self.decks.iter().map(|deck| width(&deck.title)).max().unwrap_or(0);
        let summary = |deck: &DeckRow| deck.summary.clone().unwrap_or_default();
        let room = usize::from(rest.width).saturating_sub(wide + 9);
        let is_beside = self.decks.iter().all(|deck| width(&summary(deck)) <= room);
        // As many rows for each team, so that the list stays where it is.
        let columns = rest.width.min(layout::MEASURE);
        let high = |deck: &DeckRow| page_of(&summary(deck), columns, theme.text).len();
        let high = if is_beside { 0 } else { self.decks.iter().map(high).max().unwrap_or(0) };
        let depth = page_of(DEPTH, columns, theme.muted);
        let lengths = [high, depth.len()].map(|rows| u16::try_from(rows).unwrap_or(u16::MAX));
        let lengths = if is_full { lengths } else { [0, 0] };
        let gaps = lengths.map(|rows| u16::from(rows > 0));
        let others = lengths[0] + lengths[1] + gaps[0] + gaps[1];
        let rows = u16::try_from(self.decks.len()).unwrap_or(u16::MAX);
        let [list, _, of_team, _, below] = rest.layout(&Layout::vertical([
            Constraint::Length(rows.min(rest.height.saturating_sub(others))),
            Constraint::Length(gaps[0]),
            Constraint::Length(lengths[0]),
            Constraint::Length(gaps[1]),
            Constraint::Length(lengths[1]),
        ]));
        self.teams.draw(frame, list, theme, self.found.len(), |at| {
            let deck = &self.decks[self.found[at]];
            let mark = if self.chosen[self.found[at]] { "[x] " } else { "[ ] " };
            let mut spans = vec![Span::raw(mark), Span::raw(deck.title.clone())];
            if is_beside && is_full {
                let gap = " ".repeat(wide - width(&deck.title));
                spans.push(Span::styled(format!("{gap}   {}", summary(deck)), theme.muted));
            }
            Line::from(spans)
        });
        if let (Some(at), false) = (self.selected(), is_beside) {
            let page = page_of(&summary(&self.decks[at]), columns, theme.text);
            Scroll::default().draw(frame, of_team, page, theme);
        }
        Scroll::default().draw(frame, below, depth, theme);
    }
}

fn page_of(text: &str, columns: u16, style: Style) -> Page {
    let mut page = Page::new(columns);
    page.text(text, style);
    page
}

/// Draws `page` at the top of `area`, and returns its part and the rest.
fn split(frame: &mut Frame<'_>, area: Rect, page: Page, theme: &Theme) -> [Rect; 2] {
    let height = u16::try_from(page.len()).unwrap_or(1);
    let parts = area.layout(&Layout::vertical([Constraint::Length(height), Constraint::Fill(1)]));
    Scroll::default().draw(frame, parts[0], page, theme);
    parts
}
