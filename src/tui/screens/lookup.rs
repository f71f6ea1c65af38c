//! Look-up: type what you heard, and read what it means while it is still hanging in the air.

use std::cell::Cell;
use std::rc::Rc;

use crossterm::event::{Event, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler as _;

use crate::core::card::TermId;
use crate::core::finder::{Finder, Findings, Found, NameKind};
use crate::core::library::Library;
use crate::core::lookup::{NEAR, Verdict};
use crate::core::marks::Marks;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::screens::{COPIED, cut};
use crate::tui::theme::Theme;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::entry::{self, Detail};
use crate::tui::widgets::page::{Page, Scroll};
use crate::tui::widgets::shape::{self, Shape};

/// How many entries are listed.
const LIMIT: usize = 50;
/// The longest query, in characters.
const LONGEST: usize = 200;

/// The look-up screen.
pub struct Lookup {
    library: Rc<Library>,
    marks: Rc<Marks>,
    finder: Rc<Finder>,
    /// The word that a quiz is asking: it must not be given away.
    hidden: Option<TermId>,
    field: Input,
    findings: Findings,
    cursor: Cursor,
    /// Whether the entry has taken the place of the list, as it does in a small window.
    opened: bool,
    /// Whether the last drawing had room for both.
    is_wide: Cell<bool>,
    scroll: Scroll,
    notice: Option<String>,
}

impl Lookup {
    /// An empty field over `finder`, which leaves out `hidden`.
    pub fn new(
        library: Rc<Library>,
        marks: Rc<Marks>,
        finder: Rc<Finder>,
        hidden: Option<TermId>,
    ) -> Self {
        Self {
            library,
            marks,
            finder,
            hidden,
            field: Input::default(),
            findings: Findings { verdict: Verdict::None, found: Vec::new() },
            cursor: Cursor::default(),
            opened: false,
            is_wide: Cell::new(true),
            scroll: Scroll::default(),
            notice: None,
        }
    }

    fn search(&mut self) {
        let query = self.field.value().trim();
        self.findings = self.finder.find(query, LIMIT);
        // Below "did you mean" the list is noise; when there is nothing else, a few of it are better than none.
        let is_none = self.findings.verdict == Verdict::None;
        let least = if is_none { 0.0 } else { NEAR };
        let hidden = self.hidden.clone();
        let found = &mut self.findings.found;
        found.retain(|found| found.hit.score >= least && Some(&found.term) != hidden.as_ref());
        found.truncate(if is_none { 5 } else { LIMIT });
        self.cursor = Cursor::default();
        self.opened = false;
        self.scroll.reset();
    }

    fn type_key(&mut self, key: KeyEvent) {
        let before = self.field.value().to_owned();
        let grown = self.field.clone().with_value(before.clone());
        self.field.handle_event(&Event::Key(key));
        if self.field.value().chars().count() > LONGEST {
            self.field = grown;
        }
        if self.field.value() != before {
            self.search();
        }
    }

    fn selected(&self) -> Option<&Found> {
        self.findings.found.get(self.cursor.at())
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        let len = self.findings.found.len();
        match action {
            Action::Up | Action::Down => {
                let step = if action == Action::Up { -1 } else { 1 };
                if self.opened {
                    self.scroll.move_by(step);
                } else {
                    self.cursor.move_by(step, len);
                    self.scroll.reset();
                }
            }
            Action::PageUp => self.scroll.page(-1),
            Action::PageDown => self.scroll.page(1),
            Action::Enter => {
                if let Some(found) = self.selected() {
                    let term = found.term.clone();
                    let query = self.field.value().trim().to_owned();
                    self.opened = !self.is_wide.get();
                    return vec![Effect::LookedUp(term, query)];
                }
            }
            Action::Lookup => {
                self.field.reset();
                self.search();
            }
            Action::Back if self.opened => self.opened = false,
            Action::Back => return vec![Effect::Back],
            _ => {}
        }
        Vec::new()
    }

    /// The name of a hit with what was found underlined, and its team.
    fn row(&self, found: &Found, width: usize, theme: &Theme) -> Line<'static> {
        let Some((deck, term)) = self.library.entry(&found.term) else { return Line::default() };
        let mut spans = match found.kind {
            NameKind::Term => underlined(&found.name, &found.hit.matched, theme),
            _ => {
                let mut spans = vec![Span::raw(term.term.clone())];
                let lead = match found.kind {
                    NameKind::SoundsLike => "  sounds like ",
                    _ => "  ",
                };
                spans.push(Span::raw(lead));
                spans.extend(underlined(&found.name, &found.hit.matched, theme));
                spans
            }
        };
        let used: usize = spans.iter().map(Span::width).sum();
        let room = width.saturating_sub(used + 4);
        if room >= 8 {
            let team = cut(&deck.title, room);
            spans.push(Span::raw(" ".repeat(room - Span::raw(team.as_str()).width() + 2)));
            spans.push(Span::styled(team, theme.muted));
        }
        Line::from(spans)
    }

    fn entry(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let Some(found) = self.selected() else { return };
        let Some((deck, term)) = self.library.entry(&found.term) else { return };
        let mut page = Page::new(area.width);
        let own = self.marks.own(&self.library, &term.id);
        entry::add(&mut page, &self.library, deck, term, own, Detail::Whole, theme);
        entry::add_other_senses(&mut page, &self.library, term, theme);
        self.scroll.draw(frame, area, page, theme);
    }
}

/// `name` with the characters at `matched` underlined.
fn underlined(name: &str, matched: &[usize], theme: &Theme) -> Vec<Span<'static>> {
    let marked: Vec<(char, bool)> =
        name.chars().enumerate().map(|(at, c)| (c, matched.contains(&at))).collect();
    let runs = marked.chunk_by(|a, b| a.1 == b.1);
    runs.map(|run| {
        let text: String = run.iter().map(|(c, _)| *c).collect();
        if run[0].1 { Span::styled(text, theme.found) } else { Span::raw(text) }
    })
    .collect()
}

impl Screen for Lookup {
    fn context(&self) -> Context {
        Context::Lookup
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        match msg {
            Msg::Action(action) => return self.act(action),
            Msg::Key(key) => self.type_key(key),
            Msg::Failed(why) => self.notice = Some(why),
            Msg::Marked(marks) => self.marks = marks,
            Msg::Copied => self.notice = Some(COPIED.to_owned()),
            Msg::Said(what) => self.notice = Some(what.to_owned()),
            Msg::Noted => {
                self.notice = Some("noted for your next quiz, if you follow its team".to_owned());
            }
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let parts = shape::frame(frame, area, theme, Context::Lookup, self.notice.as_deref(), true);
        self.is_wide.set(parts.shape == Shape::Full);
        let label = "Heard: ";
        let room = usize::from(parts.head.width).saturating_sub(label.len() + 1);
        let skip = self.field.visual_scroll(room);
        let shown: String = self.field.value().chars().skip(skip).collect();
        frame.render_widget(
            Line::from(vec![Span::styled(label, theme.muted), Span::styled(shown, theme.strong)]),
            parts.head,
        );
        let at = label.len() + self.field.visual_cursor().saturating_sub(skip);
        let column = parts.head.x.saturating_add(u16::try_from(at).unwrap_or(0));
        frame.set_cursor_position((column.min(parts.head.right().saturating_sub(1)), parts.head.y));
        let found = &self.findings.found;
        let typed = !self.field.value().trim().is_empty();
        let say = match (self.findings.verdict, typed, found.is_empty()) {
            (_, false, _) => Some("Type what you heard, as you would spell it."),
            (Verdict::None, _, _) | (_, _, true) => Some("Nothing like that yet."),
            (Verdict::Near, ..) => Some("Did you mean"),
            (Verdict::Match, ..) => None,
        };
        let [say_row, rest] = parts.body.layout(&Layout::vertical([
            Constraint::Length(u16::from(say.is_some())),
            Constraint::Fill(1),
        ]));
        if let Some(say) = say {
            frame.render_widget(Line::styled(say, theme.text), say_row);
        }
        if found.is_empty() {
            return;
        }
        let is_none = self.findings.verdict == Verdict::None;
        let draw_list = |frame: &mut Frame<'_>, area: Rect| {
            let width = usize::from(area.width);
            self.cursor.draw(frame, area, theme, found.len(), |at| {
                let row = self.row(&found[at], width, theme);
                if is_none { row.patch_style(theme.muted) } else { row }
            });
        };
        if parts.shape == Shape::Full {
            let columns = Layout::horizontal([
                Constraint::Percentage(46),
                Constraint::Length(2),
                Constraint::Fill(1),
            ]);
            let [list, _, side] = rest.layout(&columns);
            draw_list(frame, list);
            if !is_none || self.opened {
                self.entry(frame, side, theme);
            }
        } else if self.opened {
            self.entry(frame, rest, theme);
        } else {
            // A small window still shows what the first one means.
            let some = u16::try_from(found.len()).unwrap_or(u16::MAX).min(rest.height / 3).max(1);
            let [list, below] =
                rest.layout(&Layout::vertical([Constraint::Length(some), Constraint::Fill(1)]));
            draw_list(frame, list);
            if !is_none {
                self.entry(frame, below, theme);
            }
        }
    }
}
