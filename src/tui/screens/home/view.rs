//! Draws home: today, the practice of the last weeks, the teams, and the selected one beside or below them.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::bridge::Shared;
use crate::core::brief::page::days_ago;
use crate::core::fluency::{Fluency, next_step};
use crate::core::look_back::{GLYPHS, WEEKS};
use crate::core::overview::{DeckRow, Glance, Overview};
use crate::core::stats::Progress;
use crate::core::width::cut_at_word;
use crate::core::words::counted;
use crate::tui::action::Action;
use crate::tui::message::Screen as _;
use crate::tui::screens::home::teams::others;
use crate::tui::screens::home::{Home, key};
use crate::tui::screens::{FIND_TEAM, NO_TEAM, SIT_IN, in_days, minutes};
use crate::tui::theme::Theme;
use crate::tui::widgets::bar;
use crate::tui::widgets::layout::{self, Breakpoint, MEASURE};
use crate::tui::widgets::notice::Notice;
use crate::tui::widgets::page::{Page, Scroll};
use crate::tui::widgets::practice;

/// The maximum number of rows about a team that leave room for an offer of more than one row.
const ROOMY: usize = 5;

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
        let is_beside = parts.shape == Breakpoint::Full && parts.body.width >= BESIDE;
        frame.render_widget(self.name(area.width, theme), parts.head);
        frame.render_widget(Line::from(self.corner(theme)).right_aligned(), parts.head);
        let body = if is_beside {
            let wide = (parts.body.width * 3 / 5).clamp(LIST[0], LIST[1]);
            let columns = [Constraint::Length(wide), Constraint::Length(4), Constraint::Fill(1)];
            let [body, _, side] = parts.body.layout(&Layout::horizontal(columns));
            self.draw_side(frame, side, theme);
            body
        } else {
            parts.body
        };
        let (number, detail) = self.today();
        let mut top = Page::new(body.width);
        top.text(&number, theme.figure(theme.strong));
        top.text(&detail, theme.figure(theme.text));
        let room = usize::from(body.width).saturating_sub(SIT_IN.len() + 5);
        // Why it is offered is personal.
        let room = match parts.shape {
            _ if theme.hiding => 0,
            Breakpoint::Full => usize::MAX,
            _ => room,
        };
        let offer = self.scene().map(|offer| format!("{SIT_IN}: {}", offer.within(room)));
        let guest = || Some(format!("{SIT_IN} with {}", self.guest()?.title));
        if let Some(said) = offer.or_else(guest) {
            let label = format!("{}  ", key(Action::Sit));
            top.hanging(&label, theme.key, &said, theme.figure(theme.text));
        }
        top.line(Line::default());
        let mut bottom = self.below(body.width, (parts.shape, is_beside), notice.is_some(), theme);
        // On a small screen, the teams come first.
        let is_full = parts.shape == Breakpoint::Full;
        let used = top.len() + bottom.len() + len;
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
        let height = |page: &Page| u16::try_from(page.len()).unwrap_or(u16::MAX);
        let most = body.height / 2;
        let [above, below] = [&top, &bottom].map(|page| height(page).min(most));
        let left = body.height.saturating_sub(above + below);
        // What is below the teams follows them at once.
        let list = match self.find {
            None if is_full => u16::try_from(len).unwrap_or(left).min(left),
            _ => left,
        };
        let rows = [above, list, below].map(Constraint::Length);
        let [head, list, foot] = body.layout(&Layout::vertical(rows));
        Scroll::default().draw(frame, head, top, theme);
        Scroll::default().draw(frame, foot, bottom, theme);
        let decks = &self.overview.decks;
        let width = usize::from(list.width);
        let table = self.table(width, parts.shape, theme);
        let row = |at: usize| self.row(&decks[at], width, &table, theme);
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

    /// The program's name, and a step for each of the last weeks.
    fn name(&self, width: u16, theme: &Theme) -> Line<'static> {
        let mut spans = vec![Span::styled("shoptalk", theme.strong)];
        let practice = &self.overview.practice;
        if practice.weeks() > 0 && width >= 76 && !theme.hiding {
            spans.push(Span::raw("   "));
            spans.extend((0..WEEKS).map(|week| {
                let step = practice.of_week(week);
                Span::styled(GLYPHS[step], practice::style(step, theme))
            }));
            spans.push(Span::styled(format!(" {WEEKS} weeks"), theme.muted));
        }
        Line::from(spans)
    }

    /// The selected team beside the list: progress, the weakest words, what to ask, and what changed; then the practice.
    fn draw_side(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        const MAP: u16 = 10;
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
                let words = counted(deck.words, "word");
                page.text(
                    &format!("{words}; {} follows the team.", key(Action::Toggle)),
                    theme.text,
                );
            }
        }
        let left = area.height.saturating_sub(u16::try_from(page.len()).unwrap_or(u16::MAX));
        Scroll::default().draw(frame, area, page, theme);
        let practice = &self.overview.practice;
        if left > MAP && practice.weeks() > 0 && !theme.hiding {
            let place = Rect { y: area.bottom() - MAP + 1, height: MAP - 1, ..area };
            let title = Line::styled(practice.title(), theme.strong);
            frame.render_widget(title, Rect { height: 1, ..place });
            let map = Rect { y: place.y + 1, height: place.height - 1, ..place };
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

    /// Today's count, and what it means.
    fn today(&self) -> (String, String) {
        let Overview { decks, questions, new, expected_ms, due, done, next, .. } = &self.overview;
        let Overview { is_return, leaves_due, postponed, minutes: budget, .. } = &self.overview;
        if decks.is_empty() {
            let where_to =
                "Put deck files into your decks folder; `shoptalk settings` shows where it is.";
            return ("There are no decks".to_owned(), where_to.to_owned());
        }
        if decks.iter().all(|deck| deck.depth.is_none()) {
            let what = "You don't follow a team yet.".to_owned();
            let how =
                format!("Press {} on a team to be quizzed on its words.", key(Action::Toggle));
            return (what, how);
        }
        if !self.overview.has_journal {
            let what = "Your progress cannot be read";
            return (what.to_owned(), "You can look up and browse words meanwhile.".to_owned());
        }
        if *questions > 0 && *is_return && done.answers == 0 {
            let what = format!(
                "{} to begin with, about {}.",
                counted(*questions, "word"),
                minutes(*expected_ms)
            );
            let rest = " The rest is spread over the coming days; new words wait until then.";
            let rest = if *leaves_due { rest } else { "" };
            return ("Welcome back".to_owned(), format!("{what}{rest}"));
        }
        if *questions > 0 {
            let about = format!("about {}", minutes(*expected_ms));
            let what = match (*new, *questions - *new) {
                (new, 0) => format!("{} today", counted(new, "new word")),
                (0, old) => format!("{} to go over today", counted(old, "word")),
                (new, old) => format!(
                    "{} to go over and {} today",
                    counted(old, "word"),
                    counted(new, "new one")
                ),
            };
            let done = match done.answers {
                0 => String::new(),
                answers => format!("; {answers} answered so far"),
            };
            let rest = match *postponed {
                _ if *leaves_due => "; the rest is spread over the coming days".to_owned(),
                count if count == 0 || *new == 0 => String::new(),
                count => format!("; {} can wait while you learn new ones", counted(count, "word")),
            };
            return (what, format!("{about}{done}{rest}"));
        }
        if *due > 0 || done.ms >= u64::from(*budget) * 60_000 {
            let what = match budget {
                1 => "Today's minute is done".to_owned(),
                _ => format!("Today's {budget} minutes are done"),
            };
            let rest = if *due > 0 { "The rest is spread over the coming days. " } else { "" };
            return (what, format!("{rest}Enter gives five more minutes."));
        }
        let next = match (*next, self.overview.new_tomorrow) {
            (Some((days @ 2.., count)), true) => {
                format!("Next: new words tomorrow, {} {}.", counted(count, "word"), in_days(days))
            }
            (Some((days, count)), _) => {
                format!("Next: {}, {}.", in_days(days), counted(count, "word"))
            }
            (None, true) => "Next: new words tomorrow.".to_owned(),
            (None, false) => "Look something up, or follow another team.".to_owned(),
        };
        let what = if done.answers > 0 { "Today's quiz is done" } else { "Nothing is due" };
        (what.to_owned(), next)
    }

    /// The area below the list: your fluency in the selected team's language, unless it stands beside the list, and the time since
    /// each visit.
    fn below(
        &self,
        width: u16,
        (shape, is_beside): (Breakpoint, bool),
        has_notice: bool,
        theme: &Theme,
    ) -> Page {
        let mut page = Page::new(width);
        let selected = self.selected().filter(|_| !is_beside);
        if let (Breakpoint::Full, Some(deck)) = (shape, selected)
            && let Some(fluency) = &deck.fluency
        {
            page.line(Line::default());
            let mut said = fluency.sentences();
            if let Some(changes) =
                deck.glance.as_ref().map(|glance| glance.changes).filter(|n| *n > 0)
            {
                let (words, key) = (counted(changes, "word"), key(Action::Brief));
                said.push(format!("{words} changed since your last brief ({key})."));
            }
            // A notice needs the room.
            said.extend(self.next_step(fluency).filter(|_| !has_notice));
            let said = said.join(" ");
            let style = theme.figure(theme.text);
            page.hanging(&format!("{}  ", deck.title), theme.strong, &said, style);
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
