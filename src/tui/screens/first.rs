//! The first-start screens: which teams do you work with, and how many minutes a day do you have?

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use crate::core::deck::Level;
use crate::core::fluency::heard;
use crate::core::overview::DeckRow;
use crate::core::words::counted;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Route, Screen};
use crate::tui::screens::{FIND_TEAM, LONGEST_TEAM, NO_TEAM};
use crate::tui::theme::Theme;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::layout::Breakpoint;
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::{Page, Scroll};

/// The choices for minutes per day.
const MINUTES: [u32; 5] = [3, 5, 10, 15, 20];
/// What the program is for, and a short form for small screens.
const PURPOSE: [&str; 2] = [
    "Learn the words that your teams use, a few minutes a day, and look up any of them the moment \
     someone says it.",
    "Learn the words your teams use, a few minutes a day.",
];
/// The index of the default choice.
const PROPOSED: usize = 1;

/// The first-start screen.
#[derive(Debug)]
pub(crate) struct First {
    decks: Vec<DeckRow>,
    chosen: Vec<bool>,
    /// What is typed to find a team.
    field: Field,
    teams: Cursor,
    minutes: Cursor,
    asks_minutes: bool,
    notice: Option<Notice>,
}

impl First {
    /// Starts with the choice of teams from `decks`.
    pub(crate) fn new(decks: Vec<DeckRow>) -> Self {
        let mut minutes = Cursor::default();
        minutes.set(PROPOSED, MINUTES.len());
        let chosen = vec![false; decks.len()];
        let (field, teams) = (Field::new("", LONGEST_TEAM), Cursor::default());
        Self { decks, chosen, field, teams, minutes, asks_minutes: false, notice: None }
    }

    /// The teams that contain what is typed, by their places among all.
    fn found(&self) -> Vec<usize> {
        DeckRow::found(&self.decks, self.field.value())
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        let found = self.found();
        let len = if self.asks_minutes { MINUTES.len() } else { found.len() };
        let cursor = if self.asks_minutes { &mut self.minutes } else { &mut self.teams };
        match action {
            Action::Less => cursor.move_by(-1, len),
            Action::More => cursor.move_by(1, len),
            Action::Toggle => {
                if let Some(at) = found.get(self.teams.at()) {
                    self.chosen[*at] = !self.chosen[*at];
                    self.field.clear();
                    self.teams.set(*at, self.decks.len());
                }
            }
            Action::Enter if !self.asks_minutes => {
                if self.chosen.contains(&true) {
                    self.asks_minutes = true;
                } else {
                    self.notice = Some(Notice::failed("choose a team first: press space on it"));
                }
            }
            Action::Enter => return self.finish(),
            Action::Back if self.asks_minutes => self.asks_minutes = false,
            Action::Back if !self.field.value().is_empty() => {
                self.field.clear();
                self.teams = Cursor::default();
            }
            Action::Back => return vec![Effect::Quit],
            _ => cursor.act(action, len),
        }
        Vec::new()
    }

    fn finish(&self) -> Vec<Effect> {
        let chosen = self.decks.iter().zip(&self.chosen).filter(|(_, chosen)| **chosen);
        let chosen = chosen.map(|(deck, _)| deck.id.clone()).collect();
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
        match self.field.value() {
            _ if self.asks_minutes => Context::FirstMinutes,
            "" => Context::FirstTeams,
            _ => Context::FirstFind,
        }
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(action) => return self.act(action),
            Msg::Key(key) if !self.asks_minutes => {
                self.notice = self.field.press(key).map(Notice::failed);
                self.teams = Cursor::default();
            }
            Msg::Failed(why) => self.notice = Some(Notice::failed(why)),
            _ => {}
        }
        Vec::new()
    }

    fn is_idle(&self, action: Action, _: Rect) -> bool {
        action == Action::Toggle && self.found().is_empty()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let parts = self.frame(frame, area, theme, self.notice.as_ref());
        let is_full = parts.shape == Breakpoint::Full;
        frame.render_widget(Line::styled("shoptalk", theme.strong), parts.head);
        let mut page = Page::new(parts.body.width);
        if self.asks_minutes {
            if !is_full {
                page.text(&start(false), theme.text);
            }
            page.text("How many minutes a day?", theme.strong);
            page.text("A few on most days make words stick.", theme.text);
            if is_full {
                page.blank();
            }
            let [top, list] = split(parts.body, &page);
            Scroll::default().draw(frame, top, page, theme);
            let row = |at: usize| Line::from(counted(MINUTES[at] as usize, "minute"));
            self.minutes.draw(frame, list, theme, MINUTES.len(), row);
            return;
        }
        page.text(PURPOSE[usize::from(!is_full)], theme.text);
        if is_full {
            page.blank();
        }
        page.text("Which teams do you work with?", theme.strong);
        if is_full {
            page.text(&start(true), theme.text);
            page.blank();
        }
        let found = self.found();
        let chosen = self.chosen.iter().filter(|chosen| **chosen).count();
        if chosen > 0 {
            let said = Line::styled(format!("{chosen} chosen"), theme.text).right_aligned();
            frame.render_widget(said, parts.head);
        }
        let mut about = Page::new(parts.body.width);
        let selected = found.get(self.teams.at()).map(|at| &self.decks[*at]);
        match selected {
            Some(deck) => about.text(deck.summary.as_deref().unwrap_or_default(), theme.text),
            None => about.text(NO_TEAM, theme.text),
        }
        let [top, rest] = split(parts.body, &page);
        let below = u16::try_from(about.len()).unwrap_or(0).min(rest.height / 2);
        let gap = Constraint::Length(u16::from(is_full));
        let rows =
            [Constraint::Length(1), Constraint::Fill(1), gap, Constraint::Length(below), gap];
        let [line, list, _, foot, _] = rest.layout(&Layout::vertical(rows));
        Scroll::default().draw(frame, top, page, theme);
        Scroll::default().draw(frame, foot, about, theme);
        self.field.draw(frame, line, FIND_TEAM, theme);
        self.teams.draw(frame, list, theme, found.len(), |at| {
            let mark = if self.chosen[found[at]] { "[x] " } else { "[ ] " };
            Line::from(format!("{mark}{}", self.decks[found[at]].title))
        });
    }
}

/// The depth to start with, and that there is more.
fn start(is_full: bool) -> String {
    let [core, working] = [Level::Core, Level::Working].map(heard);
    if !is_full {
        return format!("You start with your teams' core words, {core}. Add the rest later.");
    }
    format!(
        "You start with their core words, {core}. Later you can add the working words, {working}, and the rest."
    )
}

/// The part of `body` for `page`, and the rest.
fn split(body: Rect, page: &Page) -> [Rect; 2] {
    let height = u16::try_from(page.len()).unwrap_or(1);
    body.layout(&Layout::vertical([Constraint::Length(height), Constraint::Fill(1)]))
}
