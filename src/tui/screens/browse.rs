//! The deck browser: decks, their terms, and an entry.

use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::core::annotations::{Annotations, Hold};
use crate::core::deck::{Deck, Term};
use crate::core::entry::name;
use crate::core::library::Library;
use crate::core::time::Day;
use crate::core::width::{cut_at_word, width as width_of};
use crate::core::words::counted;
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::screens::{COPIED, NO_DECKS, marking};
use crate::tui::theme::Theme;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::entry::{self, Detail};
use crate::tui::widgets::layout::{MEASURE, TWO_COLUMNS};
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::{Page, Scroll, column};

/// The minimum width to show names and meanings side by side.
const COLUMNS: usize = 46;

/// The minimum and maximum width of a list beside a preview, in columns.
const LIST: [u16; 2] = [44, 56];

/// The gap between them, in columns.
const GAP: u16 = 4;

/// The minimum height of a list with a meaning below it, in rows.
const ROOMY: u16 = 7;

/// The rows kept below a list for the meaning of the selected row: on a narrow screen, and on a wide one.
const MEANING: [u16; 2] = [3, 2];

/// The minimum room for a meaning beside a name, in columns.
const GIST: usize = 8;

/// The current level of the hierarchy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Level {
    #[default]
    Decks,
    Terms,
    Entry,
}

/// The browse screen.
#[derive(Default)]
pub(crate) struct Browse {
    library: Rc<Library>,
    marks: Rc<Annotations>,
    today: Day,
    level: Level,
    decks: Cursor,
    terms: Cursor,
    scroll: Scroll,
    notice: Option<Notice>,
}

impl Browse {
    /// Shows `library` as of `today`, with the user's annotations: the words of `deck`, or else all decks.
    pub(crate) fn new(
        library: Rc<Library>,
        marks: Rc<Annotations>,
        today: Day,
        deck: Option<&str>,
    ) -> Self {
        let mut browse = Self { library, marks, today, ..Self::default() };
        let decks = browse.library.decks();
        if let Some(at) = decks.iter().position(|known| deck == Some(&*known.id)) {
            browse.decks.set(at, decks.len());
            browse.level = Level::Terms;
        }
        browse
    }

    fn deck(&self) -> Option<&Deck> {
        self.library.decks().get(self.decks.at())
    }

    fn term(&self) -> Option<&Term> {
        self.deck()?.terms.get(self.terms.at())
    }

    /// Replaces the library and stays at the same word if it still exists.
    fn reread(&mut self, library: Rc<Library>) {
        let deck = self.deck().map(|deck| deck.id.clone());
        let term = self.term().map(|term| term.id.clone());
        self.library = library;
        let decks = self.library.decks();
        let at = decks.iter().position(|known| Some(&known.id) == deck.as_ref());
        self.decks.set(at.unwrap_or(0), decks.len());
        let terms = self.deck().map_or(&[][..], |deck| &deck.terms);
        let term = term.map(|term| self.library.resolve(&term));
        let at_term = terms.iter().position(|known| Some(&known.id) == term.as_ref());
        let count = terms.len();
        self.terms.set(at_term.unwrap_or(0), count);
        self.level = match (at, at_term) {
            (None, _) => Level::Decks,
            (Some(_), None) if self.level == Level::Entry => Level::Terms,
            _ => self.level,
        };
    }

    /// The note next to a word in the list: its level, and whether it is skipped or suspended.
    fn aside(&self, term: &Term) -> String {
        match self.marks.held(self.library.renames(), &term.id, self.today) {
            Some(Hold::Until(_)) => format!("skipped, {}", term.level),
            Some(Hold::Suspended) => format!("suspended, {}", term.level),
            None => term.level.to_string(),
        }
    }

    /// The short meaning of the selected row.
    fn meaning(&self) -> &str {
        match (self.level, self.deck()) {
            (Level::Decks, Some(deck)) => deck.summary.as_deref().unwrap_or_default(),
            _ => self.term().map_or("", Term::gist),
        }
    }

    /// A preview of what the selected row opens.
    fn preview(&self, area: Rect, theme: &Theme) -> Page {
        let mut page = Page::new(area.width);
        match (self.level, self.deck(), self.term()) {
            (Level::Decks, Some(deck), _) => {
                page.text(self.meaning(), theme.text);
                page.blank();
                // One more than fits, so that the page says there are more.
                for term in deck.terms.iter().take(usize::from(area.height) + 1) {
                    let word = (term.term.clone(), theme.term);
                    page.hanging_runs("  ", &[word, (format!(": {}", term.gist()), theme.text)]);
                }
            }
            (_, Some(deck), Some(term)) => page = self.entry(deck, term, area.width, theme),
            _ => {}
        }
        page
    }

    /// The entry of a term, with the user's annotations.
    fn entry(&self, deck: &Deck, term: &Term, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width.min(MEASURE));
        page.text(&name(term), theme.term);
        page.blank();
        let hold = self.marks.held(self.library.renames(), &term.id, self.today);
        if let Some(hold) = hold.filter(|_| self.level == Level::Entry) {
            let action = match hold {
                Hold::Until(_) => Action::NotToday,
                Hold::Suspended => Action::LeaveOut,
            };
            let key = keymap::key_for(Context::Entry, action);
            entry::add_hold(&mut page, hold, &key, theme);
            page.blank();
        }
        let own = self.marks.own(self.library.renames(), &term.id);
        entry::add_top(&mut page, &self.library, deck, term, Detail::Below, theme);
        let mut rest = Page::new(column(width));
        entry::add_rest(&mut rest, &self.library, term, own, Detail::Below, theme);
        entry::add_same(&mut rest, &self.library, term, theme, |other| other.definition.clone());
        entry::add_other_senses(&mut rest, &self.library, term, theme);
        page.flow(rest, width, None);
        page
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        if self.level == Level::Entry {
            let (Some(deck), Some(term)) = (self.deck(), self.term()) else { return Vec::new() };
            let effect =
                marking::effect(action, &self.library, &self.marks, deck, term, self.today);
            self.scroll.act(action);
            if action == Action::Back {
                self.level = Level::Terms;
            }
            return effect.into_iter().collect();
        }
        match action {
            Action::Enter if self.level == Level::Decks && self.deck().is_some() => {
                self.level = Level::Terms;
                self.terms = Cursor::default();
            }
            Action::Enter if self.level == Level::Terms && self.term().is_some() => {
                self.level = Level::Entry;
                self.scroll.reset();
                // Reading an entry here counts as a look-up.
                let look_up = |term: &Term| Effect::LookedUp(term.id.clone(), String::new());
                return self.term().map(look_up).into_iter().collect();
            }
            Action::Back if self.level == Level::Decks => return vec![Effect::Back],
            Action::Back => self.level = Level::Decks,
            _ if self.level == Level::Decks => self.decks.act(action, self.library.decks().len()),
            _ => self.terms.act(action, self.deck().map_or(0, |deck| deck.terms.len())),
        }
        Vec::new()
    }
}

impl Screen for Browse {
    fn context(&self) -> Context {
        if self.level == Level::Entry { Context::Entry } else { Context::Browse }
    }

    fn update(&mut self, msg: Msg, env: Env) -> Vec<Effect> {
        self.today = env.today;
        match msg {
            Msg::Action(action) => return self.act(action),
            Msg::Key(_) => self.notice = None,
            Msg::Marked(marks) => self.marks = marks,
            Msg::Library(library) => self.reread(library),
            Msg::Wanted { said, .. } => self.notice = Some(Notice::done(said)),
            Msg::Copied => self.notice = Some(Notice::done(COPIED)),
            Msg::Said(text) => self.notice = Some(Notice::done(text)),
            Msg::Failed(text) => self.notice = Some(Notice::failed(text)),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let notice = self.notice.as_ref();
        let parts = self.frame(frame, area, theme, notice);
        let is_beside = self.level != Level::Entry && parts.body.width >= TWO_COLUMNS;
        let [mut list, side] = if is_beside {
            let wide = (parts.body.width - MEASURE - GAP).clamp(LIST[0], LIST[1]);
            let columns = [Constraint::Length(wide), Constraint::Length(GAP), Constraint::Fill(1)];
            let [list, _, side] = parts.body.layout(&Layout::horizontal(columns));
            [list, Rect { width: side.width.min(MEASURE), ..side }]
        } else {
            [parts.body; 2]
        };
        let head = parts.head;
        let width = usize::from(list.width);
        let len = match self.level {
            Level::Decks => self.library.decks().len(),
            Level::Terms => self.deck().map_or(0, |deck| deck.terms.len()),
            Level::Entry => 0,
        };
        if is_beside {
            Scroll::default().draw(frame, side, self.preview(side, theme), theme);
        } else if len > 0 && list.height >= ROOMY {
            let meaning = MEANING[usize::from(width >= COLUMNS)];
            // Without a preview, the whole meaning of the selected row follows the list.
            let rows = u16::try_from(len).unwrap_or(u16::MAX).min(list.height - meaning - 1);
            let rows = [Constraint::Length(rows), Constraint::Length(1), Constraint::Fill(1)];
            let [above, _, below] = list.layout(&Layout::vertical(rows));
            let mut page = Page::new(below.width);
            page.text(self.meaning(), theme.text);
            page.shorten(below.height.into());
            Scroll::default().draw(frame, below, page, theme);
            list = above;
        }
        let Some(deck) = self.deck() else {
            let mut page = Page::new(list.width);
            page.text(NO_DECKS, theme.text);
            self.scroll.draw(frame, list, page, theme);
            return;
        };
        match self.level {
            Level::Decks => {
                frame.render_widget(Line::styled("Decks", theme.strong), head);
                let decks = self.library.decks();
                let titles = decks.iter().map(|deck| deck.title.as_str());
                let column = column_of(titles, width).filter(|_| !is_beside);
                self.decks.draw(frame, list, theme, len, |at| {
                    let count = counted(decks[at].terms.len(), "word");
                    let summary = decks[at].summary.as_deref().unwrap_or_default();
                    row([&decks[at].title, summary, &count], column, width, theme)
                });
            }
            Level::Terms => {
                frame.render_widget(
                    Line::styled(cut_at_word(&deck.title, usize::from(head.width)), theme.strong),
                    head,
                );
                if deck.terms.is_empty() {
                    let mut page = Page::new(list.width);
                    page.text("This deck has no words yet.", theme.text);
                    self.scroll.draw(frame, list, page, theme);
                }
                let names = deck.terms.iter().map(|term| &*term.term);
                let column = column_of(names, width).filter(|_| !is_beside);
                self.terms.draw(frame, list, theme, len, |at| {
                    let term = &deck.terms[at];
                    row([&term.term, term.gist(), &self.aside(term)], column, width, theme)
                });
            }
            Level::Entry => {
                frame
                    .render_widget(Line::styled(cut_at_word(&deck.title, width), theme.text), head);
                let Some(term) = self.term() else { return };
                self.scroll.draw(frame, list, self.entry(deck, term, list.width, theme), theme);
            }
        }
    }
}

/// The width of the column of `names`, if meanings fit next to it.
fn column_of<'a>(names: impl Iterator<Item = &'a str>, width: usize) -> Option<usize> {
    let longest = names.map(width_of).max();
    longest.filter(|_| width >= COLUMNS).map(|longest| longest.min(width * 2 / 5))
}

/// A row: a name, its meaning if names have a `column`, and a note at the right edge.
fn row(
    [name, meaning, right]: [&str; 3],
    column: Option<usize>,
    width: usize,
    theme: &Theme,
) -> Line<'static> {
    // The name matters most.
    let right = if width_of(name) + width_of(right) + 5 > width { "" } else { right };
    let room = width.saturating_sub(width_of(right) + 5);
    let name = cut_at_word(name, room);
    // A name that is longer than the column takes room from its meaning.
    let indent = column.unwrap_or(0).saturating_sub(width_of(&name)) + 2;
    let room = room.saturating_sub(width_of(&name) + indent);
    let gist = column.filter(|_| room >= GIST).map(|_| cut_at_word(meaning, room));
    let gist = format!("{}{}", " ".repeat(indent), gist.unwrap_or_default());
    let used = width_of(&name) + width_of(&gist) + width_of(right) + 2;
    let gap = " ".repeat(width.saturating_sub(used));
    Line::from(vec![Span::raw(name), Span::styled(format!("{gist}{gap}{right}"), theme.muted)])
}
