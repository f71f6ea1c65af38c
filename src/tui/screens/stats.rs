//! The statistics: a look back on weeks and months, and the days ahead, for all teams or one.

use jiff::civil::Date;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Bar, BarChart, BarGroup, Widget as _};

use crate::core::look_back::{
    FIRST_DAY, HARDEST, LookBack, NOT_TESTED, RECALLED, SELF_GRADED, UNDERSTOOD,
};
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

/// The minimum height of a chart with its title, in rows.
const LOW: usize = 7;
/// The maximum height of a chart with its title, in rows.
const CHART: usize = 14;
/// The width of the chart of the days ahead, in columns.
const DAYS: u16 = 41;
/// The maximum width of a recall bar, in columns.
const WIDEST: u16 = 40;
/// The minimum width to make both sides equally wide, in columns.
const EVEN: u16 = 90;

/// The statistics screen.
#[derive(Debug)]
pub(crate) struct Stats {
    /// One for all teams, then one for each.
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

    /// Four pictures, two by two, for a screen of `width` columns and `height` rows, and below them the words missed most.
    fn pictures(&self, width: u16, height: u16, theme: &Theme) -> Page {
        let shown = self.shown();
        let (gap, wide) = if width < EVEN { (2, DAYS) } else { (4, (width - 4) / 2) };
        let [mut left, mut right] = [Page::new(width - gap - wide), self.memory(wide, theme)];
        left.text(&shown.practice.title(), theme.strong);
        for line in practice::lines(&shown.practice, left.width(), theme) {
            left.line(line);
        }
        let missed = self.missed(width, theme);
        let upper = left.len().max(right.len());
        let used = upper + 1 + missed.len() + usize::from(missed.len() > 0);
        let rows = usize::from(height).saturating_sub(used).clamp(LOW, CHART);
        let name = |day: Date| day.strftime("%a").to_string().chars().take(2).collect();
        let days = shown.due_days(self.today).map(|(day, due)| (name(day), due));
        let days: Vec<(String, usize)> = days.collect();
        left.pad(upper + 1);
        left.text(UNDERSTOOD, theme.strong);
        match shown.only_month() {
            Some(said) => left.text(&said, theme.text),
            None => add_chart(&mut left, &shown.month_names(), rows, theme),
        }
        right.pad(upper + 1);
        right.text(&shown.due_title(), theme.strong);
        if shown.due.iter().any(|due| *due > 0) {
            add_chart(&mut right, &days, rows, theme);
        }
        let mut page = Page::new(width);
        page.columns_apart(left, right, gap);
        page.blank();
        page.append(missed);
        page.end();
        page
    }

    /// The share of answers recalled, compared with the target.
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

    /// The same one below the other, for a screen too small for two columns.
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
            page.text(FIRST_DAY, theme.text);
        } else if parts.shape == Breakpoint::Full {
            page = self.pictures(parts.body.width, parts.body.height, theme);
        } else {
            page = self.page(parts.body.width, theme);
        }
        self.scroll.draw(frame, parts.body, page, theme);
    }
}

/// Adds a chart of the last of the `bars`, as many as fit, each above its name and its number. With its title, it is `rows` high.
fn add_chart(page: &mut Page, bars: &[(String, usize)], rows: usize, theme: &Theme) {
    let narrowest = bars.iter().map(|(name, _)| width(name)).max().unwrap_or(1);
    let each = page.width() / bars.len().max(1);
    let column = each.saturating_sub(1).min(4).max(narrowest);
    let fitting = (page.width() + 1) / (column + 1);
    let shown = &bars[bars.len().saturating_sub(fitting)..];
    let mut below = Vec::new();
    let mut group = Vec::new();
    for (at, (name, value)) in (1..).zip(shown) {
        let style = if *value == 0 { theme.muted } else { theme.text };
        // A long number takes the gap.
        let wide = column + usize::from(at < shown.len());
        below.push(Span::styled(format!("{:<wide$}", format!("{value:^column$}")), style));
        let bar = Bar::default().value(*value as u64).text_value(String::new());
        group.push(bar.label(Line::raw(name.clone())));
    }
    let cells = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let area = Rect::new(0, 0, cells(page.width()), cells(rows.saturating_sub(2)));
    let mut drawn = Buffer::empty(area);
    let bars = BarChart::default().data(BarGroup::default().bars(&group));
    bars.bar_width(cells(column)).bar_gap(1).render(area, &mut drawn);
    for row in area.rows() {
        let text: String = row.positions().map(|at| drawn[at].symbol()).collect();
        let is_names = row.y + 1 == area.bottom();
        let style = if is_names { theme.muted } else { Style::new().fg(theme.steps[3]) };
        page.line(Line::styled(text, style));
    }
    page.line(Line::from(below));
}
