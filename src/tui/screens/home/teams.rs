//! Draws the rows of the teams on home, in columns that fit the width.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::overview::DeckRow;
use crate::core::stats::Progress;
use crate::core::width::{cut_at_word, width as columns_of};
use crate::core::words::counted;
use crate::tui::screens::home::Home;
use crate::tui::theme::{Theme, masked};
use crate::tui::widgets::bar;

/// The width of a bar, by the minimum width of the page. It depends on the page, not on the list, so that a bar never gets
/// narrower as the page gets wider.
const BARS: [(usize, usize); 4] = [(150, 20), (72, 12), (50, 6), (36, 5)];
/// With less room than this for titles, only the bar says what is known, and then the day of the meeting is left out, in columns.
const TITLE: usize = 12;
/// With less room than this for titles, what is known is said in its short form, in columns.
const MEDIUM: usize = 18;
/// The gap between a title and what changed.
const GAP: &str = "  ";
/// The columns before a title: the mark of the selected row, and that of a team the user follows.
const MARKS: usize = 4;

impl Home {
    /// What stands in the row of `deck`, if it is followed: its share of today's quiz, and the number of words understood, or met
    /// if there are none.
    pub(super) fn cells(&self, deck: &DeckRow, theme: &Theme) -> Option<Cells> {
        let Progress { words, met, understood, .. } = deck.fluency.as_ref()?.now;
        let day = deck.glance.as_ref().and_then(|glance| glance.meeting);
        let day = day.map(|day| match day.since(self.overview.today) {
            0 => "today".to_owned(),
            _ => day.date().strftime("%a").to_string(),
        });
        let hidden = |text: String| if theme.hiding { masked(&text) } else { text };
        let known = match (met, understood) {
            (0, _) if !theme.hiding => [format!("{words} to meet"), format!("{words} to meet")],
            (met, 0) if !theme.hiding => [format!("met {met} of {words}"), format!("met {met}")],
            _ => {
                // The size of a deck says nothing about the user.
                let known = hidden(understood.to_string());
                [format!("understood {known} of {words}"), format!("understood {known}")]
            }
        };
        let [long, short] = known;
        Some(Cells {
            title: match deck.glance.as_ref().map_or(0, |glance| glance.changes) {
                0 => deck.title.clone(),
                changes => format!("{}{GAP}{changes} changed", deck.title),
            },
            day: day.unwrap_or_default(),
            today: hidden(today_of(deck)),
            known: [long, short, String::new()],
        })
    }
}

/// The number of forms of what is known of a team. In the last, only the bar says it.
const FORMS: usize = 3;

/// What stands in the row of a followed team.
pub(super) struct Cells {
    title: String,
    /// The day of the next meeting.
    day: String,
    today: String,
    /// What is known, the longest form first.
    known: [String; FORMS],
}

/// The widths of the columns of the rows of followed teams, and which form of what is known fits.
pub(super) struct Table {
    day: usize,
    today: usize,
    known: usize,
    form: usize,
    bar: usize,
}

impl Table {
    /// The columns for the `cells` of the teams in a list `width` columns wide, on a page `page` columns wide.
    pub(super) fn new(cells: &[Option<Cells>], [width, page]: [usize; 2], theme: &Theme) -> Self {
        let widest = |of: &dyn Fn(&Cells) -> &str| {
            cells.iter().flatten().map(|cells| columns_of(of(cells))).max().unwrap_or(0)
        };
        let title = widest(&|cells| &cells.title);
        let [day, today] = [widest(&|cells| &cells.day), widest(&|cells| &cells.today)];
        // The bar is a figure, too.
        let bar = BARS.iter().find(|(from, _)| page >= *from && !theme.hiding);
        let bar = bar.map_or(0, |(_, bar)| *bar);
        let mut table = Self { day, today, known: 0, form: 0, bar };
        for form in 0..FORMS {
            (table.form, table.known) = (form, widest(&|cells| &cells.known[form]));
            let bar = if bar > 0 { bar + 2 } else { 0 };
            let room = width.saturating_sub(MARKS + bar + table.right());
            if room >= title.min(if form == 0 { MEDIUM } else { TITLE }) {
                break;
            }
            if form + 1 == FORMS && room < title.min(TITLE) {
                table.day = 0;
            }
        }
        table
    }

    /// The row of `deck`: its `cells` if it is followed, or else its size.
    pub(super) fn row(
        &self,
        deck: &DeckRow,
        cells: Option<&Cells>,
        width: usize,
        theme: &Theme,
    ) -> Line<'static> {
        let Some(Cells { title, day, today, known }) = cells else {
            // The size of a deck says nothing about the user.
            let words = format!("  {}", counted(deck.words, "word"));
            let mut right = vec![Span::styled(words, theme.muted)];
            let today = today_of(deck);
            if !today.is_empty() {
                right.insert(0, Span::raw("  "));
                right.insert(1, Span::styled(today, theme.figure(theme.muted)));
            }
            return columns(&deck.title, right, "  ", width, theme.muted, theme);
        };
        let known = &known[self.form];
        let mut right = String::new();
        if self.day > 0 {
            right.push_str(&format!("  {day:<0$}", self.day));
        }
        for (text, column) in [(today, self.today), (known, self.known)] {
            if column > 0 {
                right.push_str(&format!("  {text:>column$}"));
            }
        }
        let right = vec![Span::styled(right, theme.text)];
        let bar = deck.fluency.as_ref().filter(|_| self.bar > 0);
        let bar = bar.map(|fluency| {
            [vec![Span::raw("  ")], bar::fluency(&fluency.now, self.bar, theme)].concat()
        });
        let right: Vec<_> = bar.into_iter().flatten().chain(right).collect();
        // What changed is said only where there is room for all of it.
        let used: usize = right.iter().map(Span::width).sum();
        let title = if columns_of(title) + used + MARKS > width { &deck.title } else { title };
        columns(title, right, "* ", width, theme.text, theme)
    }

    /// The columns to the right of the bar.
    fn right(&self) -> usize {
        let columns = [self.day, self.today, self.known].into_iter();
        columns.filter(|column| *column > 0).map(|column| column + 2).sum()
    }
}

/// The share of `deck` in today's quiz.
fn today_of(deck: &DeckRow) -> String {
    match (deck.due, deck.new) {
        (0, 0) => String::new(),
        (0, new) => format!("{new} new"),
        (due, 0) => format!("{due} due"),
        (due, new) => format!("{due} due {new} new"),
    }
}

/// The row for all teams that the user doesn't follow; `key` finds one, unless it is empty.
pub(super) fn others(decks: &[DeckRow], key: &str, width: usize, theme: &Theme) -> Line<'static> {
    let titles: Vec<&str> = decks.iter().map(|deck| deck.title.as_str()).collect();
    let count = counted(decks.len(), "more team");
    let how = if key.is_empty() { String::new() } else { format!(", {key} finds one") };
    let said = format!("{count}{how}: {}", titles.join(", "));
    Line::styled(format!("  {}", cut_at_word(&said, width.saturating_sub(MARKS))), theme.muted)
}

/// `mark`, `left`, and `right`, aligned to `width` columns.
fn columns(
    left: &str,
    right: Vec<Span<'static>>,
    mark: &'static str,
    width: usize,
    style: Style,
    theme: &Theme,
) -> Line<'static> {
    let used: usize = right.iter().map(Span::width).sum();
    let title = cut_at_word(left, width.saturating_sub(used + MARKS));
    let gap = width.saturating_sub(MARKS + Span::raw(title.as_str()).width() + used);
    let mut spans = vec![
        Span::styled(mark, theme.accent),
        Span::styled(title, style),
        Span::raw(" ".repeat(gap)),
    ];
    spans.extend(right);
    Line::from(spans)
}
