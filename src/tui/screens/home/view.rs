//! Draws home: the head, the list of teams, and what is beside and below it.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::bridge::Shared;
use crate::core::brief::page::days_ago;
use crate::core::look_back::{GLYPHS, WEEKS, legend};
use crate::core::overview::Overview;
use crate::core::width::cut_at_word;
use crate::core::words::counted;
use crate::tui::action::Action;
use crate::tui::message::Screen as _;
use crate::tui::screens::home::teams::{Table, others};
use crate::tui::screens::home::{Home, key};
use crate::tui::screens::{FIND_TEAM, NO_TEAM, SIT_IN};
use crate::tui::theme::Theme;
use crate::tui::widgets::layout::Breakpoint;
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::{Page, Scroll};
use crate::tui::widgets::practice;

/// The maximum number of rows about a team that leave room for an offer of more than one row.
const ROOMY: usize = 5;

/// The maximum width of a step in the legend of the last weeks, in columns.
const STEP: usize = 3;
/// The width from which the last weeks are shown, in columns.
const MAP: u16 = 74;

/// The minimum and maximum width of the list if the selected team is beside it: the list of a terminal of 80 columns, or more.
const LIST: [u16; 2] = [78, 92];
/// The width from which the selected team is beside the list, in columns.
const BESIDE: u16 = 116;

impl Home {
    /// What must not be overlooked: everything about the journal and the settings, then the first problem with decks.
    fn warning(&self) -> Option<String> {
        let Overview { notices, deck_problem, .. } = &self.overview;
        let said: Vec<&str> = notices.iter().chain(deck_problem).map(String::as_str).collect();
        (!said.is_empty()).then(|| said.join(" · "))
    }

    /// Draws the screen.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let notice = self.notice.clone().or(self.warning().map(Notice::failed));
        let listed = self.listed();
        let len = if self.typed().is_some() { listed.len() } else { self.rows() };
        let parts = self.frame(frame, area, theme, None);
        let is_full = parts.shape == Breakpoint::Full;
        let is_beside = is_full && parts.body.width >= BESIDE;
        self.draw_head(frame, parts.head, theme);
        let mut top = Page::new(parts.body.width);
        // The columns of the keys.
        let wide = if is_full { 8 } else { 7 };
        self.add_today(&mut top, (is_full, wide), theme);
        // Why it is offered is personal.
        let room = match usize::from(parts.body.width) {
            _ if theme.hiding => 0,
            _ if is_full => usize::MAX,
            width => width.saturating_sub(SIT_IN.len() + wide + 2),
        };
        let offer = self.scene().map(|offer| format!("{SIT_IN}: {}", offer.within(room)));
        // Moving the selection neither adds nor removes a row.
        let has_offer = !self.overview.offers.is_empty();
        let guest = || Some(format!("{SIT_IN} with {}", self.guest().filter(|_| has_offer)?.title));
        if let Some(said) = offer.or_else(guest) {
            let label = format!(" {:<1$}", self.pressed(Action::Sit), wide - 1);
            top.hanging(&label, theme.key, &said, theme.figure(theme.text));
        }
        let height = |page: &Page| u16::try_from(page.len()).unwrap_or(u16::MAX);
        let half = parts.body.height / 2;
        let high = height(&top).min(half.saturating_sub(1));
        let rows = [Constraint::Length(high), Constraint::Length(1), Constraint::Fill(1)];
        let [head, field, rest] = parts.body.layout(&Layout::vertical(rows));
        Scroll::default().draw(frame, head, top, theme);
        let body = if is_beside {
            let wide = (rest.width * 3 / 5).clamp(LIST[0], LIST[1]);
            let columns = [Constraint::Length(wide), Constraint::Length(4), Constraint::Fill(1)];
            let [body, _, side] = rest.layout(&Layout::horizontal(columns));
            self.draw_side(frame, side, theme);
            body
        } else {
            rest
        };
        let mut bottom = self.below(body.width, (parts.shape, is_beside), notice.is_some(), theme);
        // On a small screen, the teams come first.
        let used = bottom.len() + len;
        let left = usize::from(body.height).saturating_sub(used);
        let most = match notice {
            _ if is_full => usize::MAX,
            Some(_) => left.max(3),
            None => left.max(1),
        };
        let quiet = [&self.overview.hint, &self.overview.aging].into_iter().flatten().next();
        if let Some(notice) = notice {
            if is_full {
                bottom.line(Line::default());
            }
            for line in notice.lines(body.width, most, theme.text, theme) {
                bottom.line(line);
            }
        } else if let Some(said) = quiet {
            if is_full {
                bottom.line(Line::default());
            }
            let mut page = Page::new(body.width);
            page.text(said, theme.text);
            if page.len() > most {
                page = Page::new(body.width);
                page.text(&cut_at_word(said, body.width.into()), theme.text);
            }
            bottom.append(page);
        }
        let below = height(&bottom).min(half);
        let left = body.height.saturating_sub(below);
        // What is below the teams follows them at once.
        let rows = u16::try_from(len.max(self.rows())).unwrap_or(left);
        let list = if is_full { rows.min(left) } else { left };
        let rows = [Constraint::Length(list), Constraint::Length(below), Constraint::Fill(1)];
        let [list, foot, rest] = body.layout(&Layout::vertical(rows));
        if is_beside {
            self.draw_practice(frame, rest, theme);
        }
        Scroll::default().draw(frame, foot, bottom, theme);
        let decks = &self.overview.decks;
        let width = usize::from(list.width);
        let cells: Vec<_> = decks.iter().map(|deck| self.cells(deck, theme)).collect();
        let table = Table::new(&cells, [width, parts.body.width.into()], theme);
        let row = |at: usize| match listed.get(at) {
            Some(place) => table.row(&decks[*place], cells[*place].as_ref(), width, theme),
            None => others(&decks[listed.len()..], &self.pressed(Action::Find), width, theme),
        };
        let cursor = self.find.as_ref().map_or(&self.cursor, |(_, cursor)| cursor);
        cursor.draw(frame, list, theme, len, row);
        if let Some((typed, _)) = &self.find {
            // In the blank row above the list, so that no team moves.
            typed.draw(frame, Rect { width: list.width, ..field }, FIND_TEAM, theme);
            if len == 0 {
                frame.render_widget(Line::styled(NO_TEAM, theme.text), list);
            }
        }
    }

    /// Draws the program's name, a step for each of the last weeks with a legend, the number of words to ask about, and the date.
    /// If there is not enough room, the date is left out first, then the name.
    fn draw_head(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let (mut weeks, mut ask) = (Vec::new(), Vec::new());
        let practice = &self.overview.practice;
        if practice.weeks() > 0 && area.width >= MAP && !theme.hiding {
            weeks.extend((0..WEEKS).map(|week| {
                let step = practice.of_week(week);
                Span::styled(GLYPHS[step], practice::style(step, theme))
            }));
            weeks.push(Span::styled(format!(" {WEEKS} weeks, busiest day"), theme.muted));
            for (step, glyph) in GLYPHS.iter().enumerate().skip(1) {
                let Some(said) = legend(step, STEP) else { continue };
                weeks.push(Span::styled(format!(" {glyph}"), practice::style(step, theme)));
                weeks.push(Span::styled(said, theme.muted));
            }
        }
        if self.overview.to_ask > 0 {
            let count = format!("{} to ask", self.overview.to_ask);
            ask.push(Span::styled(count, theme.figure(theme.text)));
            let key = key(Action::ToAsk);
            if self.find.is_some() {
                // What is beside it stays where it is.
                ask.push(Span::raw(" ".repeat(key.len() + 3)));
            } else {
                ask.push(Span::styled(" (", theme.text));
                ask.push(Span::styled(key, theme.key));
                ask.push(Span::styled(")", theme.text));
            }
        }
        let name = [Span::styled("shoptalk", theme.strong)];
        let day = [Span::styled(self.overview.today.to_string(), theme.muted)];
        let line = |parts: [&[Span<'static>]; 2]| {
            let gap = if parts.iter().any(|part| part.is_empty()) { "" } else { "   " };
            Line::from(parts.join(&Span::raw(gap)))
        };
        let forms: [[&[_]; 2]; 3] = [[&name, &day], [&name, &[]], [&[], &[]]];
        let mut lines =
            forms.map(|[name, day]| [line([name, &weeks]), line([&ask, day])]).into_iter();
        let fits = |[left, right]: &[Line<'_>; 2]| left.width() + right.width() < area.width.into();
        let [left, right] = lines.find(fits).unwrap_or_default();
        frame.render_widget(left, area);
        frame.render_widget(right.right_aligned(), area);
    }

    /// The practice of the last weeks, if there is room for it.
    fn draw_practice(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let practice = &self.overview.practice;
        if area.height > practice::ROWS && practice.weeks() > 0 && !theme.hiding {
            let rows = [1, 1, practice::ROWS - 1].map(Constraint::Length);
            let [_, head, map] = area.layout(&Layout::vertical(rows));
            frame.render_widget(Line::styled(practice.title(), theme.strong), head);
            practice::draw(frame, map, practice, theme);
        }
    }

    /// The area below the list: your fluency in the selected team's language, or what the team does if you don't follow it, unless
    /// that stands beside the list, and the time since each visit.
    fn below(
        &self,
        width: u16,
        (shape, is_beside): (Breakpoint, bool),
        has_notice: bool,
        theme: &Theme,
    ) -> Page {
        let mut page = Page::new(width);
        let selected = self.selected().filter(|_| !is_beside);
        if let (Breakpoint::Full, Some(deck)) = (shape, selected) {
            page.line(Line::default());
            let mut style = theme.text;
            let said: Vec<String> = match &deck.fluency {
                Some(fluency) if self.typed().is_none() => {
                    style = theme.figure(style);
                    let mut said = fluency.sentences();
                    let changes = deck.glance.as_ref().map_or(0, |glance| glance.changes);
                    if changes > 0 {
                        let (words, key) = (counted(changes, "word"), self.brief_key());
                        said.push(format!("{words} changed since your last brief{key}."));
                    }
                    // A notice needs the room.
                    said.extend(self.next_step(fluency).filter(|_| !has_notice));
                    said
                }
                // Also why a team is among those found.
                _ => deck.summary.iter().cloned().chain([self.outside(deck)]).collect(),
            };
            page.hanging(&format!("{}  ", deck.title), theme.strong, &said.join(" "), style);
        }
        // What was just done is said first; a warning stays, so it only takes room.
        let is_full = shape == Breakpoint::Full;
        let has_room = is_full && !has_notice && page.len() <= ROOMY;
        let is_quiet = self.notice.is_none() && (is_full || !has_notice);
        let offer = is_quiet.then(|| self.offer(has_room, theme)).flatten();
        if let Some((said, style)) = &offer {
            if is_full {
                page.line(Line::default());
            }
            let mut text = Page::new(width);
            text.text(said, *style);
            if self.find.is_none() {
                page.append(text);
            } else {
                // Its keys would be typed; its rows are kept, so that nothing moves.
                page.pad(page.len() + text.len());
            }
        }
        if !self.overview.visits.is_empty() && is_full {
            if has_room || offer.is_none() {
                page.line(Line::default());
            }
            let last = self
                .overview
                .visits
                .iter()
                .map(|(title, day)| format!("{title} {}", days_ago(*day, self.overview.today)));
            let label = "Last visits: ";
            let last = last.collect::<Vec<_>>().join(", ");
            let last = cut_at_word(&last, usize::from(width).saturating_sub(label.len()));
            page.line(Line::from(vec![
                Span::styled(label, theme.text),
                Span::styled(last, theme.name(theme.text)),
            ]));
        }
        page
    }

    /// An offer, if there is one: to say thanks, or else to compare two teams. In one line unless there is room.
    fn offer(&self, has_room: bool, theme: &Theme) -> Option<(String, Style)> {
        let Overview { thanks, bridge, .. } = &self.overview;
        let [copy, drop, compare] = [Action::Copy, Action::Drop, Action::Bridge].map(key);
        if let Some(thanks) = thanks {
            let said = if has_room {
                let how = format!("Say so? {copy} copies a sentence to send, {drop} dismisses it.");
                format!("{} {how}", thanks.reason())
            } else {
                format!("{copy} copy thanks to {}   {drop} don't", thanks.name)
            };
            return Some((said, theme.name(theme.text)));
        }
        let Shared { word, titles: [left, right], .. } = bridge.as_ref()?;
        let said = if has_room {
            let said = format!("“{word}” means one thing to {left} and another to {right};");
            // The key stays with what it does when the line wraps.
            format!("{said} press\u{a0}{compare}\u{a0}to\u{a0}compare.")
        } else {
            format!("{compare} two meanings of “{word}”")
        };
        Some((said, theme.text))
    }
}
