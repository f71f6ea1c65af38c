//! Draws home: today, the practice of the last weeks, the teams, and the selected one beside or below them.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::bridge::Shared;
use crate::core::brief::page::days_ago;
use crate::core::fluency::{Fluency, next_step};
use crate::core::look_back::{GLYPHS, WEEKS, legend};
use crate::core::overview::{DeckRow, Glance, Overview};
use crate::core::stats::Progress;
use crate::core::text::capital;
use crate::core::width::cut_at_word;
use crate::core::words::counted;
use crate::tui::action::Action;
use crate::tui::message::Screen as _;
use crate::tui::screens::home::teams::{Table, others};
use crate::tui::screens::home::{Home, key};
use crate::tui::screens::{FIND_TEAM, FIVE_MINUTES, NO_TEAM, SIT_IN, in_days};
use crate::tui::theme::Theme;
use crate::tui::widgets::bar;
use crate::tui::widgets::layout::{self, Breakpoint, MEASURE};
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::{Page, Scroll};
use crate::tui::widgets::practice;

/// The maximum number of rows about a team that leave room for an offer of more than one row.
const ROOMY: usize = 5;

/// The columns of a step in the legend of the last weeks, and those that keep it apart from the date.
const STEP: usize = 3;
const GAP: usize = 2;

/// The columns of the list where the selected team stands beside it: the fewest and the most.
const LIST: [u16; 2] = [74, 92];
/// The columns from which the selected team stands beside the list.
const BESIDE: u16 = 112;

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
        let folded = self.folded();
        let len = self.rows();
        let parts = self.frame(frame, area, theme, None);
        let is_full = parts.shape == Breakpoint::Full;
        let is_beside = is_full && parts.body.width >= BESIDE;
        frame.render_widget(self.name(parts.head.width, theme), parts.head);
        frame.render_widget(Line::from(self.corner(theme)).right_aligned(), parts.head);
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
        // No row comes and goes with the selection.
        let has_offer = !self.overview.offers.is_empty();
        let guest = || Some(format!("{SIT_IN} with {}", self.guest().filter(|_| has_offer)?.title));
        if let Some(said) = offer.or_else(guest) {
            let label = format!(" {:<1$}", self.pressed(Action::Sit), wide - 1);
            top.hanging(&label, theme.key, &said, theme.figure(theme.text));
        }
        top.line(Line::default());
        let height = |page: &Page| u16::try_from(page.len()).unwrap_or(u16::MAX);
        let half = parts.body.height / 2;
        let rows = [Constraint::Length(height(&top).min(half)), Constraint::Fill(1)];
        let [head, rest] = parts.body.layout(&Layout::vertical(rows));
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
        let list = match self.find {
            None if is_full => u16::try_from(len).unwrap_or(left).min(left),
            _ => left,
        };
        let rows = [Constraint::Length(list), Constraint::Length(below), Constraint::Fill(1)];
        let [list, foot, rest] = body.layout(&Layout::vertical(rows));
        if is_beside {
            self.draw_practice(frame, rest, theme);
        }
        Scroll::default().draw(frame, foot, bottom, theme);
        let decks = &self.overview.decks;
        let width = usize::from(list.width);
        let cells: Vec<_> = decks.iter().map(|deck| self.cells(deck, theme)).collect();
        let table = Table::new(&cells, width, parts.shape, theme);
        let row = |at: usize| table.row(&decks[at], cells[at].as_ref(), width, theme);
        if let Some((field, cursor)) = &self.find {
            let rows = Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]);
            let [line, list] = list.layout(&rows);
            let found = self.found(field);
            cursor.draw(frame, list, theme, found.len(), |at| row(found[at]));
            if found.is_empty() {
                frame.render_widget(Line::styled(NO_TEAM, theme.text), list);
            }
            field.draw(frame, line, FIND_TEAM, theme);
            return;
        }
        self.cursor.draw(frame, list, theme, len, |at| match folded {
            Some(first) if at == first => others(&decks[first..], width, theme),
            _ => row(at),
        });
    }

    /// The number of rows of the list of teams.
    pub(super) fn rows(&self) -> usize {
        self.folded().map_or(self.overview.decks.len(), |first| first + 1)
    }

    /// The place of the first team that the user doesn't follow, if these share one row: until the selection gets there, or today's quiz asks about one.
    fn folded(&self) -> Option<usize> {
        let decks = &self.overview.decks;
        let followed = decks.iter().filter(|deck| deck.depth.is_some()).count();
        let is_long = decks.len() > followed + 1;
        let is_idle = decks[followed..].iter().all(|deck| deck.due + deck.new == 0);
        (followed > 0 && is_long && is_idle && self.cursor.at() < followed).then_some(followed)
    }

    /// The number of words to ask about, and the date.
    fn corner(&self, theme: &Theme) -> Vec<Span<'static>> {
        let day = Span::styled(self.overview.today.to_string(), theme.muted);
        match self.overview.to_ask {
            0 => vec![day],
            count => {
                let count = Span::styled(format!("{count} to ask ("), theme.figure(theme.text));
                let key = Span::styled(key(Action::ToAsk), theme.key);
                vec![count, key, Span::styled(")   ", theme.text), day]
            }
        }
    }

    /// The program's name, and a step for each of the last weeks, with a legend if there is room.
    fn name(&self, width: u16, theme: &Theme) -> Line<'static> {
        let mut spans = vec![Span::styled("shoptalk", theme.strong)];
        let practice = &self.overview.practice;
        if practice.weeks() > 0 && width >= 74 && !theme.hiding {
            spans.push(Span::raw("   "));
            spans.extend((0..WEEKS).map(|week| {
                let step = practice.of_week(week);
                Span::styled(GLYPHS[step], practice::style(step, theme))
            }));
            spans.push(Span::styled(format!(" {WEEKS} weeks"), theme.muted));
            let step = |step: usize| Some(format!(" {}{}", GLYPHS[step], legend(step, STEP)?));
            let steps: String = (1..GLYPHS.len()).filter_map(step).collect();
            let legend = Span::styled(format!(", busiest day{steps}"), theme.muted);
            let used = Line::from(self.corner(theme)).width() + legend.width() + GAP;
            if Line::from(spans.clone()).width() + used <= width.into() {
                spans.push(legend);
            }
        }
        Line::from(spans)
    }

    /// The selected team beside the list: progress, the weakest words, what to ask, and what changed.
    fn draw_side(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let Some(deck) = self.selected() else { return };
        let mut page = Page::new(area.width.min(layout::MEASURE));
        page.text(&deck.title, theme.strong);
        if let Some(summary) = &deck.summary {
            page.text(summary, theme.muted);
        }
        page.blank();
        match (&deck.fluency, &deck.glance) {
            (Some(fluency), Some(glance)) => self.add_team(&mut page, deck, fluency, glance, theme),
            _ => {
                page.text(&self.outside(deck), theme.text);
            }
        }
        Scroll::default().draw(frame, area, page, theme);
    }

    /// The size of a team's deck and, unless a team is typed, what can be done with a team that the user doesn't follow.
    fn outside(&self, deck: &DeckRow) -> String {
        let words = counted(deck.words, "word");
        if self.find.is_some() {
            return format!("{words}.");
        }
        let [follow, sit] = [Action::Toggle, Action::Sit].map(key);
        let has_scenes = deck.has_scenes && self.overview.has_journal;
        let sit = if has_scenes { format!(", {sit} sits in with it") } else { String::new() };
        format!("{words}; {follow} follows the team{sit}.")
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

    /// Adds what is known about a team that the user follows.
    fn add_team(
        &self,
        page: &mut Page,
        deck: &DeckRow,
        fluency: &Fluency,
        glance: &Glance,
        theme: &Theme,
    ) {
        let figure = theme.figure(theme.text);
        let width = page.width().min(MEASURE.into());
        if !theme.hiding {
            page.line(Line::from(bar::fluency(&fluency.now, width, theme)));
        }
        let mut runs = vec![(fluency.sentences().join(" "), figure)];
        runs.extend(self.next_step(fluency).map(|step| (format!(" {step}"), theme.text)));
        page.runs(&runs);
        let today = match (deck.due, deck.new) {
            (0, 0) => None,
            (0, new) => Some(counted(new, "new word")),
            (due, 0) => Some(format!("{} due", counted(due, "word"))),
            (due, new) => Some(format!("{} due, {new} new", counted(due, "word"))),
        };
        let meets = glance.meeting.map(|day| match day.since(self.overview.today) {
            0 => "you meet today".to_owned(),
            1 => "you meet tomorrow".to_owned(),
            _ => format!("you meet on {}", day.date().strftime("%A")),
        });
        let now: Vec<String> = today.into_iter().chain(meets).collect();
        if !now.is_empty() {
            page.blank();
            page.hanging("Now  ", theme.strong, &now.join("; "), figure);
        }
        if glance.changes > 0 {
            let (words, key) = (counted(glance.changes, "word"), key(Action::Brief));
            page.hanging(
                "Changed  ",
                theme.strong,
                &format!("{words} since your last brief ({key})"),
                theme.text,
            );
        }
        if !glance.weakest.is_empty() && !theme.hiding {
            page.blank();
            page.text("Weakest words", theme.strong);
            for (word, gloss) in &glance.weakest {
                let [word, gloss] = [format!("  {word}"), format!(": {gloss}")];
                page.hanging_runs("    ", &[(word, theme.term), (gloss, theme.text)]);
            }
        }
        if let Some(ask) = &glance.ask {
            page.blank();
            page.hanging("Ask  ", theme.strong, ask, theme.text);
        }
    }

    /// Adds today in one line, or two on a small screen: the key to press in a column so `wide`, what it does, and as much more
    /// about it as fits.
    fn add_today(&self, page: &mut Page, (is_full, wide): (bool, usize), theme: &Theme) {
        let (action, mut said) = self.today();
        if theme.hiding {
            // Figures about the user.
            said.truncate(1);
        }
        let key = action.map(|action| format!("{:<1$}", self.pressed(action), wide - 1));
        let mark = if key.is_none() {
            ""
        } else if self.find.is_some() {
            " "
        } else {
            "▌"
        };
        let indent = " ".repeat(if key.is_some() { wide } else { 0 });
        let label = [(mark.to_owned(), theme.accent), (key.unwrap_or_default(), theme.key)];
        loop {
            let more: String = said[1..].iter().map(|more| format!(" · {more}")).collect();
            let text = [(said[0].clone(), theme.figure(theme.strong)), (more, theme.text)];
            let mut line = Page::new(u16::try_from(page.width()).unwrap_or(u16::MAX));
            line.hanging_runs(&indent, &[&label[..], &text].concat());
            if said.len() == 1 || line.len() <= if is_full { 1 } else { 2 } {
                return page.append(line);
            }
            said.pop();
        }
    }

    /// The key for `action`; none while a team is typed.
    fn pressed(&self, action: Action) -> String {
        if self.find.is_some() { String::new() } else { key(action) }
    }

    /// What today is about: the key to press, what it does, and more about it, the least important last.
    fn today(&self) -> (Option<Action>, Vec<String>) {
        let Overview { decks, questions, new, expected_ms, due, done, next, .. } = &self.overview;
        let Overview { is_return, leaves_due, postponed, minutes: budget, .. } = &self.overview;
        let rest = || "the rest in the coming days".to_owned();
        let (is_first, old) = (*is_return && done.answers == 0, questions - new);
        if decks.is_empty() {
            let how = "There are no decks. Put deck files into your decks folder; `shoptalk settings` shows where it is.";
            return (None, vec![how.to_owned()]);
        }
        if self.follows_none() {
            return (
                Some(Action::Toggle),
                vec!["Follow a team to be quizzed on its words".to_owned()],
            );
        }
        if !self.overview.has_journal {
            let what = "Your progress cannot be read. You can look up and browse words meanwhile.";
            return (None, vec![what.to_owned()]);
        }
        if *questions > 0 {
            let kind = match (*new, old) {
                (0, _) if !is_first => "due word",
                (_, 0) => "new word",
                _ => "word",
            };
            let words = counted(*questions, kind);
            let mut said = if is_first {
                vec![format!("Welcome back: {words}")]
            } else {
                vec![format!("Practice {words}")]
            };
            // The minutes stay with their number.
            said.push(format!("about\u{a0}{}\u{a0}min", expected_ms.div_ceil(60_000)));
            if *new > 0 && old > 0 {
                said.push(format!("{old} due, {new} new"));
            }
            if *leaves_due {
                said.push(rest());
            } else if *postponed > 0 && *new > 0 {
                said.push(format!("{postponed} can wait"));
            }
            if done.answers > 0 {
                said.push(format!("{} answered today", done.answers));
            }
            return (Some(Action::Quiz), said);
        }
        if self.overview.is_over_time() {
            let today = match budget {
                1 => "today's minute is done".to_owned(),
                _ => format!("today's {budget} are done"),
            };
            let said = [capital(FIVE_MINUTES), today].into_iter();
            return (Some(Action::Quiz), said.chain((*due > 0).then(rest)).collect());
        }
        let next = match (*next, self.overview.new_tomorrow) {
            (Some((days @ 2.., count)), true) => {
                format!("Next: new words tomorrow, {} {}.", counted(count, "word"), in_days(days))
            }
            (Some((days, count)), true) => {
                format!("Next: {}, {} and new ones.", in_days(days), counted(count, "due word"))
            }
            (Some((days, count)), false) => {
                format!("Next: {}, {}.", in_days(days), counted(count, "word"))
            }
            (None, true) => "Next: new words tomorrow.".to_owned(),
            (None, false) => "Look something up, or follow another team.".to_owned(),
        };
        let what = if done.answers > 0 { "Today's quiz is done." } else { "Nothing is due." };
        (None, vec![format!("{what} {next}")])
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
                Some(fluency) if self.find.is_none() => {
                    style = theme.figure(style);
                    let mut said = fluency.sentences();
                    let changes = deck.glance.as_ref().map_or(0, |glance| glance.changes);
                    if changes > 0 {
                        let (words, key) = (counted(changes, "word"), key(Action::Brief));
                        said.push(format!("{words} changed since your last brief ({key})."));
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
            page.text(said, *style);
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

    /// What comes next once all words of a team were met.
    fn next_step(&self, fluency: &Fluency) -> Option<String> {
        let Progress { words, met, .. } = fluency.now;
        if words == 0 || met < words {
            return None;
        }
        let deeper = fluency.deeper.map(|next| {
            let key = key(Action::Depth);
            format!(": {key} adds {}", next_step(next))
        });
        let team = self.overview.met_most.as_ref().map(|title| {
            format!(
                " Or follow {title}, the other team you met most: {} on it.",
                key(Action::Toggle)
            )
        });
        let (deeper, team) = (deeper.unwrap_or_default(), team.unwrap_or_default());
        Some(format!("You have met every word{deeper}.{team}"))
    }
}
