//! The statistics: a look back on weeks and months, and the days ahead, for all teams or one.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Bar, BarChart, BarGroup};

use crate::core::look_back::{HARDEST, LookBack, RECALLED, UNDERSTOOD};
use crate::core::time::Day;
use crate::tui::action::{Action, Context};
use crate::tui::message::{Effect, Env, Msg, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::layout::{self, Breakpoint};
use crate::tui::widgets::page::{Page, Scroll};
use crate::tui::widgets::{bar, practice};

/// The rows of the two upper pictures.
const UPPER: u16 = 9;
/// The highest chart, in rows, with its title.
const CHART: u16 = 14;
/// The columns of a chart of the days ahead.
const DAYS: u16 = 41;
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
        let last = self.all.len().saturating_sub(1);
        self.at = match self.at.checked_add_signed(step) {
            Some(at) if at <= last => at,
            Some(_) => 0,
            None => last,
        };
        self.scroll.reset();
    }

    fn shown(&self) -> &LookBack {
        &self.all[self.at]
    }

    /// Four pictures: what was done, what is left of it, and what comes.
    fn draw_pictures(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let rows = Layout::vertical([
            Constraint::Length(UPPER),
            Constraint::Length(1),
            Constraint::Max(CHART),
        ]);
        let [upper, _, lower] = area.layout(&rows);
        let columns = if area.width < EVEN {
            [Constraint::Fill(1), Constraint::Length(2), Constraint::Length(DAYS)]
        } else {
            [Constraint::Fill(1), Constraint::Length(4), Constraint::Fill(1)]
        };
        let [map, _, memory] = upper.layout(&Layout::horizontal(columns));
        let [months, _, due] = lower.layout(&Layout::horizontal(columns));
        let shown = self.shown();
        let body = titled(frame, map, &shown.practice.title(), theme);
        practice::draw(frame, body, &shown.practice, theme);
        self.draw_memory(frame, memory, theme);
        let body = titled(frame, months, UNDERSTOOD, theme);
        draw_chart(frame, body, &shown.month_names(), Bars::Latest, theme);
        let body = titled(frame, due, &shown.due_title(), theme);
        let days: Vec<(String, usize)> = shown
            .due_days(self.today)
            .into_iter()
            .map(|(name, due)| (name.chars().take(2).collect(), due))
            .collect();
        draw_chart(frame, body, &days, Bars::Soonest, theme);
    }

    /// What was recalled against the target, and the hardest words.
    fn draw_memory(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let shown = self.shown();
        let mut page = Page::new(area.width);
        page.text(RECALLED, theme.strong);
        let (kept, tested) = (shown.recalled.kept as usize, shown.recalled.tested as usize);
        if tested > 0 {
            page.line(bar::line(kept, tested, area.width.min(40), theme));
        }
        for said in shown.recalled_rows() {
            page.text(&said, theme.text);
        }
        if !shown.hardest.is_empty() {
            page.blank();
            page.text(HARDEST, theme.strong);
            let room = usize::from(area.height).saturating_sub(page.len());
            for row in shown.hardest_rows(usize::from(area.width)).into_iter().take(room) {
                page.text(&row, theme.text);
            }
        }
        Scroll::default().draw(frame, area, page, theme);
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

    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let idle: &[_] = if self.all.len() > 1 { &[] } else { &[Action::Less, Action::More] };
        let parts = layout::frame(frame, area, theme, (Context::Stats, idle), None, layout::BROAD);
        let shown = self.shown();
        let team = shown.team.as_deref().unwrap_or("All teams");
        frame.render_widget(Line::styled(format!("Statistics: {team}"), theme.strong), parts.head);
        let mut page = Page::new(parts.body.width);
        if theme.hiding {
            page.text("All of this is figures about you, which are hidden now.", theme.text);
        } else if shown.is_empty() {
            page.text("Nothing to look back on yet. It begins with your first answer.", theme.text);
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

/// What the bars of a chart stand for, which decides about those that don't fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bars {
    /// Months up to now: the first ones give way.
    Latest,
    /// Days from now on: the last ones give way.
    Soonest,
}

impl Bars {
    /// The narrowest bar, which has room for its name.
    fn narrowest(self) -> u16 {
        match self {
            Self::Latest => 3,
            Self::Soonest => 2,
        }
    }
}

/// Draws as many of the `bars` as fit, each above its name and its number.
fn draw_chart(
    frame: &mut Frame<'_>,
    area: Rect,
    bars: &[(String, usize)],
    kind: Bars,
    theme: &Theme,
) {
    let count = u16::try_from(bars.len()).unwrap_or(u16::MAX).max(1);
    let wide = (area.width / count).saturating_sub(1).clamp(kind.narrowest(), 4);
    let fitting = usize::from((area.width + 1) / (wide + 1));
    let first = match kind {
        Bars::Latest => bars.len().saturating_sub(fitting),
        Bars::Soonest => 0,
    };
    let shown = bars.iter().skip(first).take(fitting);
    let [chart, numbers] =
        area.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]));
    let column = usize::from(wide);
    let mut below = Vec::new();
    let mut group = Vec::new();
    for (name, value) in shown {
        let style = if *value == 0 { theme.frame } else { theme.text };
        below.push(Span::styled(format!("{value:^column$} "), style));
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
