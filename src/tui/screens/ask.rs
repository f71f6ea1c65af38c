//! The screen "To ask": jotted-down words by team, until someone explains them.

mod form;

use std::borrow::Cow;
use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::core::brief::page::days_ago;
use crate::core::jotting::Jotting;
use crate::core::library::Library;
use crate::core::time::Day;
use crate::core::width::{cut_at_word, width as width_of};
use crate::tui::action::{Action, Context};
use crate::tui::keymap;
use crate::tui::message::{Effect, Env, Msg, Reply, Route, Screen, ToAsk};
use crate::tui::theme::{Theme, span};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::layout::{Breakpoint, TWO_COLUMNS};
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::{Page, Scroll, column};
use form::Form;

/// Actions on the selected jotting.
const ON_ONE: [Action; 4] = [Action::Enter, Action::Details, Action::Answer, Action::Drop];

/// The minimum rows for details that repeat the word and its team.
const ROOMY: u16 = 6;

/// Shown next to a word that a deck may explain by now.
const IN_A_DECK: &str = "in a deck now?";

/// The screen "To ask".
#[derive(Default)]
pub(crate) struct Ask {
    library: Rc<Library>,
    rows: Vec<ToAsk>,
    cursor: Cursor,
    /// The open form about the selected jotting.
    form: Option<Form>,
    /// A form that was closed with unsaved text.
    left: Option<Form>,
    /// Dropped jottings, latest last, so that each can be restored.
    dropped: Vec<Jotting>,
    today: Day,
    notice: Option<Notice>,
}

impl Ask {
    /// Lists the jottings `rows` as of `today`.
    pub(crate) fn new(library: Rc<Library>, rows: Vec<ToAsk>, today: Day) -> Self {
        let mut ask = Self { library, today, ..Self::default() };
        ask.put(rows);
        ask
    }

    /// Sets the jottings, sorted by team in deck order, those without a team last.
    fn put(&mut self, mut rows: Vec<ToAsk>) {
        let selected = self.selected().map(|row| row.jotting.id);
        let place = |row: &ToAsk| {
            let deck = row.jotting.deck.as_deref()?;
            self.library.decks().iter().position(|known| &*known.id == deck)
        };
        rows.sort_by_key(|row| {
            let team = row.jotting.deck.clone();
            (team.is_none(), place(row).unwrap_or(usize::MAX), team, row.jotting.at)
        });
        self.rows = rows;
        let at = self.rows.iter().position(|row| Some(row.jotting.id) == selected);
        self.cursor.set(at.unwrap_or_else(|| self.cursor.at()), self.rows.len());
    }

    fn selected(&self) -> Option<&ToAsk> {
        self.rows.get(self.cursor.at())
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        if self.form.is_some() {
            return self.act_on_form(action);
        }
        let len = self.rows.len();
        match action {
            Action::Back => return vec![Effect::Back],
            Action::Undo => {
                // Don't remove it from the stack until the journal has reopened it.
                let Some(jotting) = self.dropped.last() else {
                    self.notice = Some(Notice::failed("nothing to undo"));
                    return Vec::new();
                };
                return vec![Effect::Reopen(jotting.clone())];
            }
            _ if ON_ONE.contains(&action) => {
                let Some(ToAsk { jotting, .. }) = self.selected().cloned() else {
                    self.notice = Some(Notice::failed("nothing to ask"));
                    return Vec::new();
                };
                match action {
                    Action::Enter => return vec![Effect::Open(Route::Find(jotting.words))],
                    Action::Details => self.open(Form::details(jotting)),
                    Action::Answer => self.open(Form::answer(jotting)),
                    _ => {
                        self.dropped.push(jotting.clone());
                        return vec![Effect::Drop(jotting)];
                    }
                }
            }
            _ => self.cursor.act(action, len),
        }
        Vec::new()
    }

    /// Opens `form`, restoring its unsaved text if it was open before.
    fn open(&mut self, form: Form) {
        let left = self.left.take_if(|left| left.is_like(&form));
        self.form = Some(left.unwrap_or(form));
    }

    fn act_on_form(&mut self, action: Action) -> Vec<Effect> {
        let Some(form) = &mut self.form else { return Vec::new() };
        match action {
            Action::NextField => form.step(1),
            Action::PreviousField => form.step(-1),
            Action::Back => {
                self.left = self.form.take();
                self.notice =
                    Some(Notice::done("what you typed is still there when you come back"));
            }
            Action::Enter => match form.done(&self.library) {
                Ok(effect) => return vec![effect],
                Err(why) => self.notice = Some(Notice::failed(why)),
            },
            _ => {}
        }
        Vec::new()
    }

    fn changed(&mut self, rows: Vec<ToAsk>, reply: Reply) {
        let back = if reply == Reply::Back { self.dropped.pop() } else { None };
        self.put(rows);
        if let Some(back) = &back {
            let at = self.rows.iter().position(|row| row.jotting.id == back.id);
            self.cursor.set(at.unwrap_or_else(|| self.cursor.at()), self.rows.len());
        }
        // Close the form only now that the text is saved.
        self.form = None;
        let said = match reply {
            Reply::Kept => Some("saved".to_owned()),
            Reply::Answered => Some("added to your own words and to your next quiz".to_owned()),
            Reply::Dropped => self.dropped.last().map(|jotting| {
                let key = keymap::key_for(Context::ToAsk, Action::Undo);
                format!("“{}” is dropped; {key} undoes that", jotting.words)
            }),
            Reply::Back => back.map(|jotting| format!("“{}” is back", jotting.words)),
        };
        self.notice = said.map(|said| Notice::done(said).personal());
    }

    fn team<'a>(&'a self, jotting: &'a Jotting) -> Cow<'a, str> {
        let deck = jotting.deck.as_deref();
        deck.map_or("Anyone".into(), |id| self.library.title(id))
    }

    /// A row: the word, then its possible explanation or its date. The team is on a line above its first row.
    fn row(&self, at: usize, width: usize, theme: &Theme) -> Line<'static> {
        let row = &self.rows[at];
        let number = number(&row.jotting);
        let words = &row.jotting.words;
        let room = room_for_words(&row.jotting, width);
        let explained = row.explained.as_ref().and_then(|id| self.library.entry(id));
        let (style, forms) = match explained {
            Some((deck, term)) => {
                let short = format!("{IN_A_DECK} {}", term.term);
                (theme.text, vec![format!("{short} ({})", deck.title), short, IN_A_DECK.to_owned()])
            }
            None => (theme.muted, vec![days_ago(row.day, self.today)]),
        };
        // The word matters most, so the rest gives way to it.
        let fits = |form: &String| width_of(words) + 3 + width_of(form) <= room;
        let right = forms.into_iter().find(fits).unwrap_or_default();
        let right = span(&right, theme.name(style));
        let words = span(&cut_at_word(words, room), theme.name(theme.text));
        let used = words.width() + right.width();
        let gap = Span::raw(" ".repeat(room.saturating_sub(used)));
        Line::from(vec![Span::raw(number), words, gap, right])
    }

    /// The details of the selected jotting; with little room, without what the list shows.
    fn details(&self, Rect { width, height, .. }: Rect, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        let Some(row) = self.selected() else { return page };
        let is_roomy = height >= ROOMY;
        let room = room_for_words(&row.jotting, width.into());
        if is_roomy || width_of(&row.jotting.words) > room {
            page.text(&row.jotting.words, theme.name(theme.strong));
        }
        let team = self.team(&row.jotting);
        let known = [
            ("Team   ", Some(&*team).filter(|_| is_roomy), theme.text),
            // The sentence may contain names, too.
            ("Heard  ", row.jotting.heard.as_deref(), theme.name(theme.text)),
            ("From   ", row.jotting.said_by.as_deref(), theme.name(theme.text)),
        ];
        for (label, text, style) in known {
            if let Some(text) = text {
                page.hanging(label, theme.strong, &crate::core::text::clean(text), style);
            }
        }
        // A meaning gives away the word.
        let explained = row.explained.as_ref().filter(|_| !theme.hiding);
        if let Some((deck, term)) = explained.and_then(|id| self.library.entry(id)) {
            page.blank();
            let label = format!("{} ({})  ", term.term, deck.title);
            page.hanging(&label, theme.strong, &term.definition, theme.text);
        }
        page
    }

    fn draw_list(&self, frame: &mut Frame<'_>, area: Rect, shape: Breakpoint, theme: &Theme) {
        // Maps screen lines to rows: team headings take lines of their own.
        let mut lines: Vec<Option<usize>> = Vec::new();
        let mut before = None;
        for (at, row) in self.rows.iter().enumerate() {
            if before != Some(&row.jotting.deck) {
                lines.push(None);
                before = Some(&row.jotting.deck);
            }
            lines.push(Some(at));
        }
        let selected = lines.iter().position(|line| *line == Some(self.cursor.at())).unwrap_or(0);
        // The details stand beside the list where there is room, or else below it.
        let is_beside = area.width >= TWO_COLUMNS;
        let some = match shape {
            _ if is_beside => area.height,
            Breakpoint::Full => area.height / 2,
            _ => area.height * 2 / 3,
        };
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(some.max(2));
        let list = Rect { height, width: column(area.width), ..area };
        let mut cursor = Cursor::default();
        cursor.set(selected, lines.len());
        let width = usize::from(list.width);
        cursor.draw(frame, list, theme, lines.len(), |line| match lines[line] {
            Some(at) => self.row(at, width, theme),
            None => {
                let next = lines.get(line + 1).copied().flatten().unwrap_or(0);
                Line::styled(self.team(&self.rows[next].jotting), theme.strong)
            }
        });
        self.cursor.seen(list.height);
        let left = area.height.saturating_sub(height + 1);
        let place = if is_beside {
            Rect { x: area.right().saturating_sub(list.width), width: list.width, ..area }
        } else {
            Rect { y: area.bottom().saturating_sub(left), height: left, ..area }
        };
        let mut page = self.details(place, theme);
        page.shorten(place.height.into());
        Scroll::default().draw(frame, place, page, theme);
    }
}

impl Screen for Ask {
    fn context(&self) -> Context {
        if self.form.is_some() { Context::Form } else { Context::ToAsk }
    }

    fn update(&mut self, msg: Msg, env: Env) -> Vec<Effect> {
        self.today = env.today;
        match msg {
            Msg::Action(action) => return self.act(action),
            Msg::Key(key) => {
                let full = self.form.as_mut().and_then(|form| form.press(key));
                self.notice = full.map(Notice::failed);
            }
            Msg::Failed(why) => self.notice = Some(Notice::failed(why)),
            Msg::ToAsk(rows, reply) => self.changed(rows, reply),
            Msg::Library(library) => self.library = library,
            _ => {}
        }
        Vec::new()
    }

    fn is_idle(&self, action: Action, _: Rect) -> bool {
        let is_idle = match action {
            Action::Undo => self.dropped.is_empty(),
            action => self.rows.is_empty() && ON_ONE.contains(&action),
        };
        is_idle && self.form.is_none()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let parts = self.frame(frame, area, theme, self.notice.as_ref());
        if let Some(form) = &self.form {
            form.draw(frame, parts.head, parts.body, &self.library, theme);
            return;
        }
        frame.render_widget(Line::styled("To ask", theme.strong), parts.head);
        if self.rows.is_empty() {
            let mut page = Page::new(parts.body.width);
            page.text("Nothing to ask.", theme.text);
            page.blank();
            page.text("To jot down a word that no deck explains, choose the last row of look-up or run `shoptalk jot`. It waits here until someone explains it.", theme.text);
            Scroll::default().draw(frame, parts.body, page, theme);
            return;
        }
        self.draw_list(frame, parts.body, parts.shape, theme);
    }
}

/// The number of `jotting`, as its row begins with.
fn number(jotting: &Jotting) -> String {
    format!("{:>2}  ", jotting.number)
}

/// The columns for the words of `jotting` in a row of `width` columns, beside the cursor and the number.
fn room_for_words(jotting: &Jotting, width: usize) -> usize {
    width.saturating_sub(number(jotting).len() + 2)
}
