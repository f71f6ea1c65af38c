//! Live captions: the terms that were heard so far, as one growing list, and the entry of one of them.

use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::core::annotations::Annotations;
use crate::core::captions::{Heard, Source};
use crate::core::card::TermId;
use crate::core::library::Library;
use crate::core::reading::UNKNOWN;
use crate::core::time::{Day, Timestamp};
use crate::core::width::{cut, cut_at_word};
use crate::core::words::counted;
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::message::{Effect, Env, Listing, Msg, Screen};
use crate::tui::screens::{COPIED, marking};
use crate::tui::theme::Theme;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::entry::{self, Detail};
use crate::tui::widgets::layout::{self, Breakpoint};
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::{Page, Scroll, column};

/// The minimum width to name the team in a row, in columns.
const TEAM: usize = 76;
/// The maximum rows for the meaning of the selected term below the list.
const MEANING: u16 = 3;
/// When the selection moves by itself, a key pressed within this time is still meant for the row before, in milliseconds.
const REACTION: i64 = 300;

/// The list of a meeting's terms.
#[derive(Default)]
pub(crate) struct Captions {
    library: Rc<Library>,
    marks: Rc<Annotations>,
    today: Day,
    /// The name of the source.
    name: String,
    listing: Listing,
    cursor: Cursor,
    /// What the user selected; if nothing, the latest is selected.
    pinned: Option<usize>,
    /// When the selection last moved by itself, and from what.
    before: Option<(Timestamp, usize)>,
    /// The muted terms, with their names.
    muted: Vec<(usize, String)>,
    jotted: Vec<String>,
    /// The open entry.
    open: Option<TermId>,
    scroll: Scroll,
    notice: Option<Notice>,
}

impl Captions {
    /// An empty list of the captions called `name`.
    pub(crate) fn new(
        library: Rc<Library>,
        marks: Rc<Annotations>,
        today: Day,
        name: String,
    ) -> Self {
        Self { library, marks, today, name, ..Self::default() }
    }

    fn selected(&self) -> Option<&Heard> {
        self.listing.heard.get(self.cursor.at())
    }

    /// Takes the new list. The selection stays on what the user selected, or else moves to the latest.
    fn list(&mut self, listing: Listing, now: Timestamp) {
        let before = self.selected().map(|heard| heard.number);
        let at = self.cursor.at();
        self.listing = listing;
        let heard = &self.listing.heard;
        let latest = || heard.iter().enumerate().max_by_key(|(_, heard)| heard.number);
        let place = match self.pinned {
            // If it is gone, select what comes next.
            Some(number) => self.place(number).unwrap_or(at),
            None => self.place(self.listing.latest).or(latest().map(|(at, _)| at)).unwrap_or(0),
        };
        self.cursor.set(place, heard.len());
        let selected = self.selected().map(|heard| heard.number);
        self.pinned = self.pinned.and(selected);
        if let Some(before) = before.filter(|before| Some(*before) != selected) {
            self.before = Some((now, before));
        }
    }

    /// Selects the row that a key pressed at `now` is meant for.
    fn mean(&mut self, now: Timestamp) {
        let recent = self.before.take().filter(|(at, _)| now.millis() - at.millis() < REACTION);
        let place = recent.and_then(|(_, number)| self.place(number));
        if let Some(place) = place {
            self.cursor.set(place, self.listing.heard.len());
        }
    }

    fn place(&self, number: usize) -> Option<usize> {
        self.listing.heard.iter().position(|heard| heard.number == number)
    }

    fn act(&mut self, action: Action, now: Timestamp) -> Vec<Effect> {
        self.notice = None;
        if let Some(id) = &self.open {
            let Some((deck, term)) = self.library.entry(id) else { return Vec::new() };
            let effect =
                marking::effect(action, &self.library, &self.marks, deck, term, self.today);
            match action {
                Action::Back => self.open = None,
                _ => self.scroll.act(action),
            }
            return effect.into_iter().collect();
        }
        self.mean(now);
        let len = self.listing.heard.len();
        match action {
            Action::Enter => return self.open(),
            Action::Jot => return self.jot(),
            Action::Mute => return self.mute(),
            Action::Undo => return self.unmute(),
            Action::Back => return vec![Effect::Back],
            Action::Next => {
                self.pinned = None;
                self.list(self.listing.clone(), now);
                self.before = None;
                return Vec::new();
            }
            _ => self.cursor.act(action, len),
        }
        self.pinned = self.selected().map(|heard| heard.number);
        Vec::new()
    }

    fn open(&mut self) -> Vec<Effect> {
        let Some(heard) = self.selected() else { return Vec::new() };
        let Some(term) = heard.senses.first().cloned() else {
            let key = keymap::key_for(Context::Captions, Action::Jot);
            let why = format!("no deck explains “{}”; {key} jots it down", heard.name);
            self.notice = Some(Notice::failed(why));
            return Vec::new();
        };
        self.open = Some(term.clone());
        self.scroll.reset();
        // Never save what was said.
        vec![Effect::LookedUp(term, String::new())]
    }

    fn jot(&mut self) -> Vec<Effect> {
        let Some(name) = self.selected().map(|heard| heard.name.clone()) else { return Vec::new() };
        self.jotted.push(name.clone());
        vec![Effect::Jot(name)]
    }

    fn jotted(&mut self, is_new: bool) {
        let how = if is_new { "is saved" } else { "is already" };
        let name = self.jotted.last().map_or("", String::as_str);
        self.notice = Some(Notice::done(format!("“{name}” {how} in “To ask”")));
    }

    fn mute(&mut self) -> Vec<Effect> {
        let Some(Heard { number, name, .. }) = self.selected().cloned() else { return Vec::new() };
        let key = keymap::key_for(Context::Captions, Action::Undo);
        self.notice =
            Some(Notice::done(format!("“{name}” is muted until you quit; {key} brings it back")));
        self.muted.push((number, name));
        vec![Effect::Mute(number, true)]
    }

    fn unmute(&mut self) -> Vec<Effect> {
        let Some((number, name)) = self.muted.pop() else {
            self.notice = Some(Notice::failed("nothing is muted"));
            return Vec::new();
        };
        self.notice = Some(Notice::done(format!("“{name}” is back")));
        self.pinned = Some(number);
        vec![Effect::Mute(number, false)]
    }

    /// The meaning of the likeliest sense, on one line.
    fn gist<'a>(&'a self, heard: &'a Heard) -> &'a str {
        let term = heard.senses.first().and_then(|sense| self.library.find(sense));
        match term {
            Some(term) => term.gist(),
            None if self.jotted.contains(&heard.name) => "not in any deck; jotted down",
            None => heard.expansion.as_deref().unwrap_or(UNKNOWN),
        }
    }

    fn row(&self, at: usize, column: usize, width: usize, theme: &Theme) -> Line<'static> {
        let heard = &self.listing.heard[at];
        let name = cut(&heard.name, column);
        let indent = " ".repeat(column + 2 - Span::raw(name.as_str()).width());
        let room = width.saturating_sub(column + 4);
        let team =
            if width < TEAM { String::new() } else { cut(&heard.teams(&self.library), room / 3) };
        let room = room.saturating_sub(Span::raw(team.as_str()).width() + 2);
        let gist = cut_at_word(self.gist(heard), room);
        let gap = " ".repeat(room - Span::raw(gist.as_str()).width().min(room) + 2);
        let style = match heard {
            Heard { is_known: true, .. } => theme.muted,
            Heard { senses, .. } if senses.is_empty() => theme.found,
            _ => theme.term,
        };
        let meaning = if heard.is_known { theme.muted } else { theme.text };
        Line::from(vec![
            Span::styled(name, style),
            Span::styled(format!("{indent}{gist}"), meaning),
            Span::styled(format!("{gap}{team}"), theme.muted),
        ])
    }

    /// The meaning of the selected term, and of the others it may be.
    fn meaning(&self, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        let Some(heard) = self.selected() else { return page };
        let mut senses = heard.senses.iter().filter_map(|sense| self.library.entry(sense));
        let Some((deck, term)) = senses.next() else {
            page.text(&format!("{}: {}", heard.name, self.gist(heard)), theme.text);
            return page;
        };
        let others = senses.map(|(deck, term)| format!("; or, to {}: {}", deck.title, term.gist()));
        let others: String = others.collect();
        page.text(&format!("{} ({}): {}{others}", term.term, deck.title, term.gist()), theme.text);
        page
    }

    /// The text shown until there is a term.
    fn empty(&self) -> String {
        let name = &self.name;
        match &self.listing.source {
            Source::Open => format!(
                "Reading {name}. Each term appears here as soon as it is in the captions. They are not kept."
            ),
            Source::Missing => format!("Waiting for {name}: there is no such file yet."),
            Source::Failed(why) => format!("{name} cannot be read: {why}."),
            Source::Ended => format!("{name} ended without a term to list."),
        }
    }

    /// What to say next to the name of the source.
    fn state(&self) -> &'static str {
        match &self.listing.source {
            Source::Missing => "waiting for the file",
            Source::Failed(_) => "cannot be read",
            Source::Ended => "ended",
            Source::Open => "live",
        }
    }

    fn draw_entry(&self, frame: &mut Frame<'_>, area: Rect, id: &TermId, theme: &Theme) {
        let Some((deck, term)) = self.library.entry(id) else { return };
        let mut page = Page::new(area.width.min(layout::MEASURE));
        entry::add_top(&mut page, &self.library, deck, term, Detail::Whole, theme);
        let own = self.marks.own(self.library.renames(), &term.id);
        let mut rest = Page::new(column(area.width));
        entry::add_rest(&mut rest, &self.library, term, own, Detail::Whole, theme);
        entry::add_same(&mut rest, &self.library, term, theme, |other| other.definition.clone());
        entry::add_other_senses(&mut rest, &self.library, term, theme);
        page.flow(rest, area.width, None);
        self.scroll.draw(frame, area, page, theme);
    }

    fn draw_list(&self, frame: &mut Frame<'_>, area: Rect, shape: Breakpoint, theme: &Theme) {
        let heard = &self.listing.heard;
        if heard.is_empty() {
            let mut page = Page::new(area.width.min(layout::MEASURE));
            page.text(&self.empty(), theme.text);
            return self.scroll.draw(frame, area, page, theme);
        }
        let page = self.meaning(area.width.min(layout::MEASURE), theme);
        let most = MEANING.min(area.height / 3);
        let height = u16::try_from(page.len()).unwrap_or(most).min(most);
        let gap = u16::from(shape == Breakpoint::Full);
        let rows = [Constraint::Fill(1), Constraint::Length(gap), Constraint::Length(height)];
        let [list, _, below] = area.layout(&Layout::vertical(rows));
        let width = usize::from(list.width);
        let longest = heard.iter().map(|heard| Span::raw(heard.name.as_str()).width()).max();
        let column = longest.unwrap_or(0).min(width * 2 / 5);
        self.cursor.draw(frame, list, theme, heard.len(), |at| self.row(at, column, width, theme));
        Scroll::default().draw(frame, below, page, theme);
    }
}

impl Screen for Captions {
    fn context(&self) -> Context {
        if self.open.is_some() { Context::CaptionsEntry } else { Context::Captions }
    }

    fn update(&mut self, msg: Msg, env: Env) -> Vec<Effect> {
        self.today = env.today;
        match msg {
            Msg::Action(action) => return self.act(action, env.now),
            Msg::Key(_) => self.notice = None,
            Msg::Captions(listing) => self.list(*listing, env.now),
            Msg::Marked(marks) => self.marks = marks,
            Msg::Library(library) => self.library = library,
            Msg::Jotted { is_new } => self.jotted(is_new),
            Msg::Wanted { said, .. } => self.notice = Some(Notice::done(said)),
            Msg::Copied => self.notice = Some(Notice::done(COPIED)),
            Msg::Said(text) => self.notice = Some(Notice::done(text)),
            Msg::Failed(text) => self.notice = Some(Notice::failed(text)),
            _ => {}
        }
        Vec::new()
    }

    fn is_idle(&self, action: Action, _: Rect) -> bool {
        match action {
            Action::Enter | Action::Jot | Action::Mute => self.listing.heard.is_empty(),
            Action::Next => self.pinned.is_none(),
            Action::Undo => self.muted.is_empty(),
            _ => false,
        }
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let parts = self.frame(frame, area, theme, self.notice.as_ref());
        let new = self.listing.heard.iter().filter(|heard| !heard.is_known).count();
        let count = format!("{} · {}", counted(new, "new word"), self.state());
        let room = usize::from(parts.head.width).saturating_sub(count.len() + 2);
        let name = cut(&self.name, room);
        let gap = " ".repeat(room + 2 - Span::raw(name.as_str()).width());
        let head = vec![
            Span::styled(name, theme.strong),
            Span::raw(gap),
            Span::styled(count, theme.figure(theme.text)),
        ];
        frame.render_widget(Line::from(head), parts.head);
        match &self.open {
            Some(id) => self.draw_entry(frame, parts.body, id, theme),
            None => self.draw_list(frame, parts.body, parts.shape, theme),
        }
    }
}
