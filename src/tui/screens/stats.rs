//! The statistics: a look back on weeks and months, and the days ahead, for all teams or one.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Bar, BarChart, BarGroup};

use crate::core::look_back::{HARDEST, LookBack, NOT_TESTED, RECALLED, SELF_GRADED, UNDERSTOOD};
use crate::core::stats::{Retention, Tested, percent};
use crate::core::time::Day;
use crate::core::width::{cut_at_word, width};
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::screens::turned;
use crate::tui::theme::Theme;
use crate::tui::widgets::layout::Breakpoint;
use crate::tui::widgets::page::{Page, Scroll};
use crate::tui::widgets::{bar, practice};

/// The lowest chart, in rows, with its title.
const LOW: u16 = 6;
/// The highest chart, in rows, with its title.
const CHART: u16 = 14;
/// The columns of a chart of the days ahead.
const DAYS: u16 = 41;
/// The widest bar of what was recalled, in columns.
const WIDEST: u16 = 40;
/// The columns from which both sides are equally wide.
const EVEN: u16 = 90;

/// The statistics screen.
#[derive(Debug)]
pub(crate) struct Stats {
    /// For all teams, then for each.
    all: Vec<LookBack>,
    at: usize,
    today: Day,
    scroll: Scroll,
}

impl Stats {
    /// Shows the first of `all`.
    pub(crate) fn new(all: Vec<LookBack>, today: Day) -> Self {
        Self { all, at: 0, today, scroll: Scroll::default() }
    }

    fn turn(&mut self, step: isize) {
        self.at = turned(self.at, step, self.all.len());
        self.scroll.reset();
    }

    fn shown(&self) -> &LookBack {
        &self.all[self.at]
    }

    /// Four pictures: what was done, what is left of it, and what comes.
    fn draw_pictures(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        // The words missed most stand below the pictures if there is room for all of them, and otherwise beside.
        let missed = self.missed(area.width, theme);
        let missed_rows = u16::try_from(missed.len()).unwrap_or(u16::MAX);
        let is_below = area.height >= practice::ROWS + LOW + 2 + missed_rows;
        let below = if is_below { missed_rows } else { 0 };
        let rows = [
            Constraint::Max(practice::ROWS + 1 + CHART),
            Constraint::Length(u16::from(below > 0)),
            Constraint::Length(below),
        ];
        let [area, _, below] = area.layout(&Layout::vertical(rows));
        Scroll::default().draw(frame, below, missed, theme);
        let columns = if area.width < EVEN {
            [Constraint::Fill(1), Constraint::Length(2), Constraint::Length(DAYS)]
        } else {
            [Constraint::Fill(1), Constraint::Length(4), Constraint::Fill(1)]
        };
        let [left, _, right] = area.layout(&Layout::horizontal(columns));
        let parted = |area: Rect, upper: u16| {
            let rows = [Constraint::Length(upper), Constraint::Length(1), Constraint::Max(CHART)];
            area.layout::<3>(&Layout::vertical(rows))
        };
        let [map, _, months] = parted(left, practice::ROWS);
        let mut page = self.memory(right.width, theme);
        if !is_below {
            page.blank();
            page.append(self.missed(right.width, theme));
        }
        // What leaves no room for the chart below scrolls.
        let most = right.height.saturating_sub(LOW + 1).max(practice::ROWS);
        let high = u16::try_from(page.len()).unwrap_or(u16::MAX).clamp(practice::ROWS, most);
        let [memory, _, due] = parted(right, high);
        let shown = self.shown();
        let body = titled(frame, map, &shown.practice.title(), theme);
        practice::draw(frame, body, &shown.practice, theme);
        self.scroll.draw(frame, memory, page, theme);
        let body = titled(frame, months, UNDERSTOOD, theme);
        match shown.only_month() {
            Some(said) => frame.render_widget(Line::styled(said, theme.text), body),
            None => draw_chart(frame, body, &shown.month_names(), theme),
        }
        let body = titled(frame, due, &shown.due_title(), theme);
        let days: Vec<(String, usize)> = shown
            .due_days(self.today)
            .into_iter()
            .map(|(name, due)| (name.chars().take(2).collect(), due))
            .collect();
        draw_chart(frame, body, &days, theme);
    }

    /// What was recalled against the target.
    fn memory(&self, width: u16, theme: &Theme) -> Page {
        let shown = self.shown();
        let mut page = Page::new(width);
        page.text(RECALLED, theme.strong);
        let Retention { typed, judged } = shown.retention;
        let rates = [("typed", typed), (SELF_GRADED, judged)];
        let rates: Vec<_> = rates.into_iter().filter(|(_, rate)| rate.tested > 0).collect();
        let said = |Tested { kept, tested }: Tested| {
            let share = percent(kept as usize, tested as usize);
            format!("  {kept} of {tested}, {share}%")
        };
        let label = rates.iter().map(|(label, _)| label.len()).max().unwrap_or(0) + 2;
        let longest = rates.iter().map(|(_, rate)| said(*rate).len()).max().unwrap_or(0);
        let used = u16::try_from(label + longest).unwrap_or(u16::MAX);
        let bar = width.saturating_sub(used).min(WIDEST);
        let mut mark = 0;
        for (name, rate) in &rates {
            let (kept, tested) = (rate.kept as usize, rate.tested as usize);
            let (cells, at) = bar::against(kept, tested, shown.target, bar, theme);
            mark = label + at;
            let mut spans = vec![Span::styled(format!("{name:<label$}"), theme.text)];
            spans.extend(cells);
            spans.push(Span::styled(said(*rate), theme.text));
            page.line(Line::from(spans));
        }
        if rates.is_empty() {
            page.text(NOT_TESTED, theme.text);
        } else {
            let target = format!("{}┃ target {}%", " ".repeat(mark), shown.target_percent());
            page.line(Line::styled(target, theme.text));
        }
        if let Some(said) = shown.in_new_sentences.said() {
            page.blank();
            page.text(&said, theme.strong);
        }
        page
    }

    /// The words missed most, below their title.
    fn missed(&self, width: u16, theme: &Theme) -> Page {
        let (indent, words) = self.shown().hardest_parts(usize::from(width));
        let mut page = Page::new(width);
        if !words.is_empty() {
            page.text(HARDEST, theme.strong);
        }
        for [missed, word, gloss] in words {
            let runs = [(missed, theme.text), (word, theme.term), (gloss, theme.text)];
            page.hanging_runs(&" ".repeat(indent), &runs);
        }
        page
    }

    /// The same below each other, on a screen that is too small for pictures side by side.
    fn page(&self, width: u16, theme: &Theme) -> Page {
        let mut page = Page::new(width);
        for (title, rows) in self.shown().parts(self.today, usize::from(width)) {
            page.blank();
            page.text(&title, theme.strong);
            for row in rows {
                page.line(Line::styled(row, theme.text));
            }
        }
        page
    }
}

impl Screen for Stats {
    fn context(&self) -> Context {
        Context::Stats
    }

    fn update(&mut self, msg: Msg, _: Env) -> Vec<Effect> {
        if let Msg::Action(action) = msg {
            match action {
                Action::Less => self.turn(-1),
                Action::More => self.turn(1),
                Action::Back => return vec![Effect::Back],
                _ => self.scroll.act(action),
            }
        }
        Vec::new()
    }

    fn is_idle(&self, action: Action, _: Rect) -> bool {
        matches!(action, Action::Less | Action::More) && self.all.len() <= 1
    }

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let parts = self.frame(frame, area, theme, None);
        let shown = self.shown();
        let team = shown.team.as_deref().unwrap_or("All teams");
        let title = cut_at_word(&format!("Statistics: {team}"), usize::from(parts.head.width));
        frame.render_widget(Line::styled(title, theme.strong), parts.head);
        let mut page = Page::new(parts.body.width);
        if theme.hiding {
            page.text("Your statistics are hidden. Press F2 to show them.", theme.text);
        } else if shown.is_empty() {
            page.text("No statistics yet. They start with your first answer.", theme.text);
        } else if parts.shape == Breakpoint::Full {
            return self.draw_pictures(frame, parts.body, theme);
        } else {
            page = self.page(parts.body.width, theme);
        }
        self.scroll.draw(frame, parts.body, page, theme);
    }
}

/// Draws the title on the first row, and returns the rest.
fn titled(frame: &mut Frame<'_>, area: Rect, title: &str, theme: &Theme) -> Rect {
    let [head, rest] = area.layout(&Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]));
    frame.render_widget(Line::styled(title.to_owned(), theme.strong), head);
    rest
}

/// Draws the last of the `bars`, as many as fit, each above its name and its number.
fn draw_chart(frame: &mut Frame<'_>, area: Rect, bars: &[(String, usize)], theme: &Theme) {
    let columns = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let narrowest = bars.iter().map(|(name, _)| width(name)).max().map_or(1, columns);
    let each = area.width / columns(bars.len()).max(1);
    let wide = each.saturating_sub(1).min(4).max(narrowest);
    let fitting = usize::from((area.width + 1) / (wide + 1));
    let shown = &bars[bars.len().saturating_sub(fitting)..];
    let [chart, numbers] =
        area.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]));
    let column = usize::from(wide);
    let mut below = Vec::new();
    let mut group = Vec::new();
    for (name, value) in shown {
        let style = if *value == 0 { theme.muted } else { theme.text };
        // A long number takes the gap.
        let number = format!("{value:^column$}");
        below.push(Span::styled(format!("{number:<0$}", column + 1), style));
        let bar = Bar::default().value(*value as u64).text_value(String::new());
        group.push(bar.label(Line::styled(name.clone(), theme.muted)));
    }
    let chart_of = BarChart::default()
        .data(BarGroup::default().bars(&group))
        .bar_width(wide)
        .bar_gap(1)
        .bar_style(Style::new().fg(theme.steps[3]));
    frame.render_widget(chart_of, chart);
    frame.render_widget(Line::from(below), numbers);
}
