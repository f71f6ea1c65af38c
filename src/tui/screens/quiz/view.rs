//! Draws the quiz: its progress, the place of the question, the input, and the effect of each grade.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::core::form::{Answer as Kind, Question};
use crate::core::hint::{Hint, letters};
use crate::core::plan::Item;
use crate::core::quiz_session::Step;
use crate::core::review::{Form, Grade};
use crate::core::width::{cut_at_word, width as columns_of};
use crate::tui::action::Context;
use crate::tui::message::Screen as _;
use crate::tui::screens::quiz::{Phase, Quiz};
use crate::tui::screens::{in_days, when};
use crate::tui::theme::Theme;
use crate::tui::widgets::bar;
use crate::tui::widgets::grades;
use crate::tui::widgets::layout::Breakpoint;
use crate::tui::widgets::page::{Medium, Scroll};

/// The width below which the progress is shown in its short form, in columns.
pub(super) const NARROW: u16 = 56;
/// The width from which the bar has its full width, in columns.
const ROOMY: u16 = 72;
/// The columns of the bar that shows the progress of the session, where there is room.
const BAR: u16 = 10;

/// The units of the figures in the head.
const LEARNED: &str = "learned";
const RIGHT: &str = "right";
const TO_GO: &str = "to go";
const MIN: &str = "min";

/// How far the session is.
struct Figures {
    /// Words learned.
    learned: usize,
    /// Words answered right.
    right: usize,
    /// The words of the quiz: those and the ones to come.
    words: usize,
    /// Answers to give.
    left: usize,
    /// The minutes those take.
    minutes: usize,
}

impl Quiz {
    /// Draws the screen.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let context = self.context();
        // An answer has its place before it is shown, so that its question doesn't move.
        let last = if context == Context::QuizFront { Context::QuizBack } else { context };
        let parts = self.frame(frame, area, theme, self.notice.as_ref());
        let is_full = parts.shape == Breakpoint::Full;
        self.head(frame, parts.head, theme);
        let width = parts.body.width;
        let mut grades = self.grades(last, Medium::Screen, width, theme);
        let number = |len: usize| u16::try_from(len).unwrap_or(u16::MAX);
        let foot = |rows: usize| number(rows) + u16::from(rows > 0 && is_full);
        let kept = foot(grades.len());
        if last != context {
            grades.clear();
        }
        let is_typed = context == Context::QuizTyped;
        let hint = if is_typed { self.hint_lines(width) } else { Vec::new() };
        let typed = u16::from(is_typed) + number(hint.len());
        let room = parts.body.height.saturating_sub(typed + foot(grades.len()));
        // The same without a hint and with a notice, so that neither moves the question.
        let height = area.bottom().saturating_sub(parts.body.y + 2);
        let always = height.saturating_sub(u16::from(is_typed) + kept);
        let body = |context, medium| self.body(context, medium, width, theme);
        let mut page = body(last, Medium::Screen);
        // Keep options in view at once; otherwise save rows only on small screens.
        let is_pick = context == Context::QuizPick;
        let most = if is_pick { room } else { always };
        let is_tight = (is_pick || !is_full) && number(page.len()) > most;
        let medium = if is_tight { Medium::Tight } else { Medium::Screen };
        if is_tight {
            page = body(last, medium);
        }
        let len = number(page.len());
        if len > room
            && let Some([asked, options]) = self.apart(width, parts.body.height.into(), theme)
        {
            // All options stay in sight; the question scrolls above them.
            let rows = [Constraint::Fill(1), Constraint::Length(number(options.len()))];
            let [above, below] = parts.body.layout(&Layout::vertical(rows));
            self.scroll.draw(frame, above, asked, theme);
            return Scroll::default().draw(frame, below, options, theme);
        }
        // A question stands in the middle, on the same row whatever its form, unless its answer needs the room.
        let greeting = if self.greeting().is_some() { 2 } else { 0 };
        let above = match context {
            Context::Summary => 0,
            _ if !is_full => 0,
            _ => (height / 3).saturating_sub(greeting).min(always.saturating_sub(len)),
        };
        // The input goes below the question.
        let high = if is_typed { len } else { room };
        let [_, text, field, _, foot] = parts.body.layout(&Layout::vertical([
            Constraint::Length(above),
            Constraint::Length(high.min(room.saturating_sub(above))),
            Constraint::Length(typed),
            Constraint::Fill(1),
            Constraint::Length(number(grades.len())),
        ]));
        if last != context {
            page = body(context, medium);
        }
        self.scroll.draw(frame, text, page, theme);
        if is_typed {
            self.field(frame, hint, field, theme);
        }
        grades::draw(frame, foot, grades);
    }

    fn head(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let is_over = self.context() == Context::Summary;
        let bar = if area.width >= ROOMY { BAR } else { BAR / 2 };
        let gap = if area.width < NARROW { 1 } else { 2 };
        let title = self.title(area.width);
        let room = usize::from(area.width.saturating_sub(bar + 2 * gap));
        let room = room.saturating_sub(columns_of(&title));
        let count = if is_over { String::new() } else { self.count(area.width, room) };
        // On a narrow screen, the "hidden" mark replaces the count.
        let count = if theme.hiding && area.width < ROOMY { String::new() } else { count };
        // The places of digits that are not needed are free for the team.
        let count = count.trim_start();
        let wide = u16::try_from(Span::raw(count).width()).unwrap_or(u16::MAX);
        let [deck, number, line] = area.layout(
            &Layout::horizontal([
                Constraint::Fill(1),
                Constraint::Length(wide),
                Constraint::Length(bar),
            ])
            .spacing(gap),
        );
        let room = deck.width.saturating_sub(2 - gap);
        let title = cut_at_word(&title, room.into());
        let style = if is_over { theme.strong } else { theme.text };
        frame.render_widget(Line::styled(title, style), deck);
        let (right, words) = self.session.progress();
        // The progress bar reveals a figure, so hide it as well.
        let done = if theme.hiding { 0 } else { right };
        frame.render_widget(bar::line(done, words, bar, theme), line);
        frame.render_widget(Line::styled(count, theme.figure(theme.text)), number);
    }

    /// The team of the current word (unless that is the question), on a screen `width` columns wide.
    fn title(&self, width: u16) -> String {
        let shown = self.read().and_then(|id| self.entry(id));
        let hides_team = self.phase == Phase::Asked
            && self.question.as_ref().is_some_and(|question| question.form == Form::WhichTeam);
        let team = shown.filter(|_| !hides_team).map_or("", |(deck, _)| deck.title.as_str());
        match (self.is_cram(), team) {
            (true, _) if self.context() == Context::Summary => "Cram".to_owned(),
            (false, _) if self.context() == Context::Summary => "Quiz".to_owned(),
            (true, "") => "Cram".to_owned(),
            (true, team) if width >= NARROW => format!("Cram: {team}"),
            (_, team) => team.to_owned(),
        }
    }

    /// The figures of the session.
    fn figures(&self) -> Figures {
        let recall = |item: &Item| {
            let state = self.states.get(&item.card);
            state.map_or(1.0, |state| self.scope.scheduler.recall(state, self.today))
        };
        let cards = self.session.items_left().map(|item| (self.is_to_read(item), recall(item)));
        let minutes = self.scope.pace.expected_ms(cards).div_ceil(60_000);
        let (right, words) = self.session.progress();
        Figures {
            learned: self.learned().len(),
            right,
            words,
            left: self.session.left(),
            minutes: usize::try_from(minutes).unwrap_or(usize::MAX),
        }
    }

    /// The figures for a screen `width` columns wide, each in its place from the first question to the last. On a narrow screen, only
    /// those to come; without `room` for all, not the words learned.
    fn count(&self, width: u16, room: usize) -> String {
        let Figures { learned, right, words, left, minutes } = self.figures();
        let digits = words.to_string().len();
        if width < NARROW {
            return format!("{left:>digits$} {TO_GO}{minutes:>3} {MIN}");
        }
        let gap = digits.max(2) + 2;
        let count = format!("{right:>gap$} {RIGHT}{left:>gap$} {TO_GO}{minutes:>4} {MIN}");
        let all = format!("{learned} {LEARNED}{count}");
        if learned > 0 && all.len() <= room { all } else { count }
    }

    /// Whether `item` is a new word that hasn't been read or claimed yet.
    fn is_to_read(&self, item: &Item) -> bool {
        let is_checked =
            self.session.turn().is_some_and(|turn| turn.item == *item && turn.step == Step::Check);
        item.is_new && !is_checked && !self.session.introduced().contains(item)
    }

    /// The screen as plain lines: header, body, hint, effect of the grades, notice.
    pub(super) fn lines(&self, width: u16) -> Vec<String> {
        let theme = Theme::mono();
        let context = self.context();
        let is_left = self.session.left() > 0;
        let Figures { learned, right, left, minutes, .. } = self.figures();
        let count: Vec<String> = [
            (learned > 0, learned, LEARNED),
            (true, right, RIGHT),
            (is_left, left, TO_GO),
            (is_left, minutes, MIN),
        ]
        .into_iter()
        .filter(|(is_shown, ..)| *is_shown)
        .map(|(_, figure, unit)| format!("{figure} {unit}"))
        .collect();
        let count = if context == Context::Summary { String::new() } else { count.join(", ") };
        let head = [self.title(u16::MAX), count].into_iter().filter(|part| !part.is_empty());
        let mut lines = vec![head.collect::<Vec<_>>().join(": "), String::new()];
        lines.extend(self.body(context, Medium::Lines, width, &theme).texts());
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        let hint = self.hint_text(Medium::Lines).filter(|_| context == Context::QuizTyped);
        let grades = self.grades(context, Medium::Lines, width, &theme);
        let grades = grades.iter().map(|line| line.to_string().trim_end().to_owned());
        let foot: Vec<String> = hint.into_iter().chain(grades).collect();
        if !foot.is_empty() {
            lines.push(String::new());
            lines.extend(foot);
        }
        lines.extend(self.notice.iter().map(ToString::to_string));
        lines
    }

    /// The visible hint. For screen readers, it includes the number of letters.
    fn hint_text(&self, medium: Medium) -> Option<String> {
        let Some(Question { answer: Kind::Typed { accepted, .. }, .. }) = &self.question else {
            return None;
        };
        let (hint, answer) = (self.hint?, accepted.first()?);
        let mut text = format!("Hint: {}", hint.show(answer));
        if medium == Medium::Lines && hint != Hint::FirstLetter {
            let counts: Vec<String> = letters(answer).iter().map(ToString::to_string).collect();
            text.push_str(&format!("; letters: {}", counts.join(", ")));
        }
        Some(text)
    }

    /// The hint in lines of `width` columns, preferably broken between words.
    pub(super) fn hint_lines(&self, width: u16) -> Vec<String> {
        let Some(hint) = self.hint_text(Medium::Screen) else { return Vec::new() };
        let (blank, held, between) = (" ", "\u{a0}", "   ");
        let words: Vec<String> =
            hint.split(between).map(|word| word.replace(blank, held)).collect();
        let whole = words.join(between);
        let options = textwrap::Options::new(usize::from(width).max(1)).subsequent_indent("      ");
        let lines = textwrap::wrap(&whole, options);
        lines.iter().map(|line| line.replace(held, blank)).collect()
    }

    /// The input field, below the hint.
    pub(super) fn field(
        &self,
        frame: &mut Frame<'_>,
        hint: Vec<String>,
        area: Rect,
        theme: &Theme,
    ) {
        // If there isn't room for everything, show the input.
        let field = Rect { y: area.bottom().saturating_sub(1).max(area.y), ..area };
        for (line, y) in hint.into_iter().zip(area.y..field.y) {
            frame.render_widget(Line::styled(line, theme.text), Rect { y, height: 1, ..area });
        }
        let row = Rect { height: area.height.min(1), ..field };
        self.field.draw(frame, row, "Answer: ", theme);
    }

    /// The effect of each grade in `context`, before the user gives it.
    fn grades(
        &self,
        context: Context,
        medium: Medium,
        width: u16,
        theme: &Theme,
    ) -> Vec<Line<'static>> {
        let Some(turn) = self.session.turn() else { return Vec::new() };
        let state = self.states.get(&turn.item.card);
        let days = self.scope.scheduler.preview(&turn.item.card, state, self.today);
        let narrow = width < NARROW;
        let is_short = narrow || (medium != Medium::Lines && context == Context::QuizBack);
        let said = |days: u32| if is_short { when(days) } else { in_days(days) };
        // An early pass doesn't change the due date.
        let stays = state.filter(|_| self.is_early()).map(|state| state.due.since(self.today));
        let day = |grade: Grade| match stays {
            Some(_) if grade.is_pass() => "stays".to_owned(),
            _ => said(days[usize::from(grade.number()) - 1]),
        };
        match context {
            Context::QuizPick | Context::QuizTyped => {
                let (how, right) = match self.hint {
                    None => ("right", self.session.grade(Grade::Good)),
                    // With a hint, the grade can't be Good.
                    Some(_) if narrow => ("hinted", Grade::Hard),
                    Some(_) => ("right with a hint", Grade::Hard),
                };
                let right = stays.map_or_else(|| day(right), |_| "date unchanged".to_owned());
                let text = format!("{how}: {right}   wrong: {}", day(Grade::Again));
                vec![Line::styled(text, theme.figure(theme.muted))]
            }
            Context::QuizBack => {
                let day = |grade: Grade| {
                    day(if grade == Grade::Good { self.session_grade(grade) } else { grade })
                };
                let mut rows = grades::rows(Context::QuizBack, medium, width, day, theme);
                rows.extend(stays.map(|days| {
                    let text = format!("stays: back {}, as planned", in_days(days));
                    Line::styled(text, theme.figure(theme.muted))
                }));
                rows
            }
            _ => Vec::new(),
        }
    }
}
