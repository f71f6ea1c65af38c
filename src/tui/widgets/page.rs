//! Wrapped text that scrolls if it is longer than the screen.

mod columns;

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::document::{Row, Section};
use crate::core::width::cut_at_word;
use crate::tui::action::Action;
use crate::tui::theme::{Theme, unless_hidden};

pub(crate) use columns::{MEASURE, TWO_COLUMNS, column};

/// The widest label that text is placed next to, rather than below, in columns.
const HANGING: usize = 9;

/// The widths in a table, in columns: the indent of its rows, the gap between columns, the date column, and the minimum for a
/// text beside its term.
const INDENT: usize = 2;
const GAP: usize = 2;
const WHEN: usize = 12;
const BESIDE: usize = 28;

/// The width of the mark that says there is more, in columns.
const MORE: u16 = 6;

/// Where a page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Medium {
    /// A screen.
    Screen,
    /// A screen that is too small: omit blank rows, and what can be left out.
    Tight,
    /// Plain lines, read one after the other: no columns, and only what is new.
    Lines,
}

/// Lines wrapped to a width.
#[derive(Debug, Default)]
pub(crate) struct Page {
    width: usize,
    lines: Vec<Line<'static>>,
    /// The lines at which a text begins, so that a column may end before them.
    starts: Vec<usize>,
}

impl Page {
    /// An empty page `width` columns wide.
    pub(crate) fn new(width: u16) -> Self {
        Self { width: usize::from(width).max(1), ..Self::default() }
    }

    /// Adds `text` in `style`, wrapped.
    pub(crate) fn text(&mut self, text: &str, style: Style) {
        self.hanging("", Style::new(), text, style);
    }

    /// Adds `text` after `label` with a hanging indent, or below the label if that is long.
    pub(crate) fn hanging(&mut self, label: &str, label_style: Style, text: &str, style: Style) {
        let wide = Span::raw(label).width();
        let indent = if wide <= HANGING { wide } else { 2 };
        let indent = " ".repeat(indent.min(self.width / 2));
        let whole = format!("{label}{}", unless_hidden(text, style));
        self.start();
        let options = textwrap::Options::new(self.width).subsequent_indent(&indent);
        for (at, line) in textwrap::wrap(&whole, options).into_iter().enumerate() {
            let spans = match line.strip_prefix(label) {
                Some(rest) if at == 0 => {
                    vec![
                        Span::styled(label.to_owned(), label_style),
                        Span::styled(rest.to_owned(), style),
                    ]
                }
                _ => vec![Span::styled(line.into_owned(), style)],
            };
            self.lines.push(Line::from(spans));
        }
    }

    /// Adds `spans` as one line, followed by as much of `text` as fits.
    pub(crate) fn one_line(&mut self, mut spans: Vec<Span<'static>>, text: &str, style: Style) {
        let used: usize = spans.iter().map(Span::width).sum();
        let room = self.width.saturating_sub(used + 3);
        if room >= 12 {
            let mut lines = textwrap::wrap(text, room).into_iter();
            let first = lines.next().unwrap_or_default();
            let more = if lines.next().is_some() { "…" } else { "" };
            spans.push(Span::styled(format!("  {first}{more}"), style));
        }
        self.start();
        self.lines.push(Line::from(spans));
    }

    /// Adds two texts side by side, each wrapped to half the width below its optional title.
    pub(crate) fn beside(&mut self, columns: [(&str, &str); 2], titles: [Style; 2], style: Style) {
        const GAP: usize = 3;
        let half = (self.width.saturating_sub(GAP) / 2).max(1);
        let wrapped = |text: &str, style: Style| -> Vec<Span<'static>> {
            let lines = textwrap::wrap(text, half).into_iter();
            lines.map(|line| Span::styled(line.into_owned(), style)).collect()
        };
        let headings = [0, 1].map(|side: usize| match columns[side].0 {
            "" => Vec::new(),
            heading => wrapped(heading, titles[side]),
        });
        // Align both texts, whichever title is longer.
        let high = headings.iter().map(Vec::len).max().unwrap_or(0);
        let texts = columns.map(|(_, text)| wrapped(text, style));
        let rows = high + texts.iter().map(Vec::len).max().unwrap_or(0);
        let [left, right] = [0, 1].map(|side: usize| {
            let mut column = headings[side].clone();
            column.resize(high, Span::default());
            column.extend(texts[side].iter().cloned());
            column.resize(rows, Span::default());
            column
        });
        self.start();
        for (left, right) in left.into_iter().zip(right) {
            let gap = " ".repeat((half + GAP).saturating_sub(left.width()));
            self.lines.push(Line::from(vec![left, Span::raw(gap), right]));
        }
    }

    /// Adds the sections of a document, with a mark at the row of the number `selected`. Returns the line of that row.
    pub(crate) fn sections(
        &mut self,
        sections: &[Section],
        selected: Option<usize>,
        theme: &Theme,
    ) -> Option<usize> {
        let mut at = None;
        for Section { title, rows } in sections {
            if title.is_empty() {
                for row in rows {
                    self.text(&row.line(), theme.figure(theme.text));
                }
                continue;
            }
            self.blank();
            self.text(title, theme.figure(theme.strong));
            for row @ Row { details, number, personal, .. } in rows {
                let is_selected = number.is_some() && *number == selected;
                if is_selected {
                    at = Some(self.len());
                }
                let mark = if is_selected { "▌ " } else { "  " };
                let is_strong = is_selected || !details.is_empty();
                let style = if is_strong { theme.strong } else { theme.text };
                let style = if *personal { theme.name(style) } else { style };
                let [label, text] = row.parts(theme.hiding);
                let colon = if label.is_empty() || text.is_empty() { "" } else { ": " };
                let label = (label, style.patch(theme.strong));
                let text = (format!("{colon}{text}"), style);
                self.hanging_runs("    ", &[(mark.to_owned(), theme.accent), label, text]);
                let starts = self.starts.len();
                for detail in details {
                    self.hanging_runs("      ", &[(format!("    {detail}"), theme.text)]);
                }
                // Details stay with their row.
                self.starts.truncate(starts);
            }
        }
        at
    }

    /// Appends another page.
    pub(crate) fn append(&mut self, other: Self) {
        let above = self.len();
        self.starts.extend(other.starts.iter().map(|at| above + at));
        self.lines.extend(other.lines);
    }

    /// Adds styled runs of words as one wrapped text.
    pub(crate) fn runs(&mut self, runs: &[(String, Style)]) {
        self.hanging_runs("", runs);
    }

    /// The same with an indent before all lines but the first.
    pub(crate) fn hanging_runs<'a>(&mut self, indent: &str, runs: &'a [(String, Style)]) {
        let shown = |(text, style): &'a (String, Style)| unless_hidden(text, *style);
        let whole: String = runs.iter().map(shown).collect();
        let ends = runs.iter().scan(0, |end, run @ (_, style)| {
            *end += shown(run).len();
            Some((*end, *style))
        });
        let ends: Vec<(usize, Style)> = ends.collect();
        let mut at = 0;
        self.start();
        let options = textwrap::Options::new(self.width).subsequent_indent(indent);
        for (number, line) in textwrap::wrap(&whole, options).into_iter().enumerate() {
            let indent = if number == 0 { "" } else { indent };
            let text = line.strip_prefix(indent).unwrap_or(&line);
            // Wrapping only drops spaces between lines.
            let start = at + whole[at..].find(text).unwrap_or(0);
            let end = (start + text.len()).min(whole.len());
            let mut spans = Vec::new();
            if !indent.is_empty() {
                spans.push(Span::raw(indent.to_owned()));
            }
            let mut from = start;
            for (to, style) in &ends {
                let to = (*to).min(end);
                if to > from {
                    spans.push(Span::styled(whole[from..to].to_owned(), *style));
                    from = to;
                }
            }
            at = end;
            self.lines.push(Line::from(spans));
        }
    }

    /// Adds a line unchanged.
    pub(crate) fn line(&mut self, line: Line<'static>) {
        self.start();
        self.lines.push(line);
    }

    /// Adds a blank line, unless the page is empty or ends in one.
    pub(crate) fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| line.width() > 0) {
            self.lines.push(Line::default());
        }
    }

    /// Adds blank lines until there are `rows` lines.
    pub(crate) fn pad(&mut self, rows: usize) {
        self.lines.resize(rows.max(self.len()), Line::default());
    }

    /// Cuts what comes after `rows` lines, and says so with an ellipsis.
    pub(crate) fn shorten(&mut self, rows: usize) {
        let is_longer = self.len() > rows;
        self.lines.truncate(rows);
        if let Some(mut last) = self.lines.pop_if(|_| is_longer) {
            last.push_span(" …");
            let room = self.width.min(last.width().saturating_sub(1));
            self.lines.push(cut_line(last, room));
        }
    }

    /// Adds a row of a table: `term` in its column `wide` columns wide, `text` beside it or below it if there is little room, and
    /// `when` at the right edge.
    pub(crate) fn row(
        &mut self,
        wide: usize,
        term: Span<'static>,
        text: (&str, Style),
        when: Span<'static>,
    ) {
        let beside = self.width.saturating_sub(INDENT + wide + GAP + GAP + WHEN);
        let is_beside = beside >= BESIDE;
        let indent = if is_beside { INDENT + wide + GAP } else { 2 * INDENT };
        let room = if is_beside { beside } else { self.width.saturating_sub(indent).max(1) };
        let above = (!is_beside).then(|| "".into());
        let texts = above.into_iter().chain(textwrap::wrap(text.0, room));
        let end = self.width.saturating_sub(when.width());
        let mut ends = Some((term, when));
        self.start();
        for line in texts {
            let (term, when) = ends.take().unzip();
            let line = Span::styled(line.into_owned(), text.1);
            let mut row = Line::default();
            for (to, part) in [(INDENT, term), (indent, Some(line)), (end, when)] {
                let gap = " ".repeat(to.saturating_sub(row.width()));
                row.spans.extend(part.map(|part| [Span::raw(gap), part]).into_iter().flatten());
            }
            self.lines.push(row);
        }
    }

    /// Removes blank lines at the end.
    pub(crate) fn end(&mut self) {
        while self.lines.last().is_some_and(|line| line.width() == 0) {
            self.lines.pop();
        }
    }

    /// Marks the next line as the beginning of a text.
    fn start(&mut self) {
        self.starts.push(self.len());
    }

    /// The lines as plain text.
    pub(crate) fn texts(&self) -> impl Iterator<Item = String> {
        self.lines.iter().map(|line| line.to_string().trim_end().to_owned())
    }

    /// The width, in columns.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The number of lines.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }
}

/// The scroll position of a page, clamped when drawing.
#[derive(Debug, Default)]
pub(crate) struct Scroll {
    at: Cell<usize>,
    height: Cell<usize>,
    /// Whether the next draw should scroll a line into view.
    follows: Cell<bool>,
}

impl Scroll {
    /// Scrolls by a line or a page, or to an end. Ignores other actions.
    pub(crate) fn act(&self, action: Action) {
        // Overlap by a row.
        self.move_by(action.step(self.height.get().max(2) - 1));
    }

    /// Scrolls by `lines`.
    pub(crate) fn move_by(&self, lines: isize) {
        self.at.set(self.at.get().saturating_add_signed(lines));
    }

    /// Makes the next [`Scroll::show`] scroll its line into view.
    pub(crate) fn follow(&self) {
        self.follows.set(true);
    }

    /// If requested, scrolls as little as possible to show `line` on a screen of `height` rows.
    pub(crate) fn show(&self, line: Option<usize>, height: u16) {
        let (Some(line), true) = (line, self.follows.take()) else { return };
        let height = usize::from(height).max(1);
        self.at.set(self.at.get().clamp((line + 1).saturating_sub(height), line));
    }

    /// If requested, scrolls to the end of a page of `len` lines on a screen of `height` rows, but not past the `line` to read
    /// first.
    pub(crate) fn show_end(&self, len: usize, line: usize, height: u16) {
        if self.follows.take() {
            self.at.set(len.saturating_sub(usize::from(height)).min(line));
        }
    }

    /// Scrolls back to the top.
    pub(crate) fn reset(&self) {
        self.at.set(0);
    }

    /// Draws the visible part of `page`, with marks if there is more above or below: beside a short line, and otherwise in the
    /// margin, so that no text is covered.
    pub(crate) fn draw(&self, frame: &mut Frame<'_>, area: Rect, page: Page, theme: &Theme) {
        let height = usize::from(area.height);
        let most = page.lines.len().saturating_sub(height);
        let at = self.at.get().min(most);
        self.at.set(at);
        self.height.set(height);
        for (line, y) in page.lines.into_iter().skip(at).zip(area.y..area.bottom()) {
            let mark = match y {
                y if y + 1 == area.bottom() && at < most => "↓",
                y if y == area.y && height > 1 && at > 0 => "↑",
                _ => "",
            };
            let row = Rect { y, height: 1, ..area };
            let line = cut_line(line, area.width.into());
            let more = Rect { x: area.right().saturating_sub(MORE), width: MORE, ..row };
            let has_room = line.width() + usize::from(MORE) < area.width.into();
            frame.render_widget(line, row);
            let (said, place) = if has_room {
                (format!("{mark} more"), more)
            } else {
                (mark.to_owned(), Rect { x: area.right(), width: 1, ..row })
            };
            if !mark.is_empty() {
                let place = place.intersection(frame.area());
                frame.render_widget(Line::styled(said, theme.key), place);
            }
        }
    }
}

/// `line` cut after a whole word to fit into `room` columns.
fn cut_line(mut line: Line<'static>, room: usize) -> Line<'static> {
    if line.width() <= room {
        return line;
    }
    let text = cut_at_word(&line.to_string(), room);
    let mut left = text.trim_end_matches('…').len();
    let mut style = Style::new();
    let mut spans = Vec::new();
    for span in std::mem::take(&mut line.spans) {
        let shown = span.content.get(..left).unwrap_or(&span.content);
        left -= shown.len();
        if !shown.is_empty() {
            style = span.style;
            spans.push(Span::styled(shown.to_owned(), style));
        }
    }
    spans.push(Span::styled("…", style));
    line.spans = spans;
    line
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use ratatui::style::Modifier;

    use super::*;

    #[test]
    fn two_texts_side_by_side_begin_on_one_row() {
        let mut page = Page::new(23);
        let styles = [Style::new(); 2];
        page.beside([("One", "left"), ("A longer title", "right")], styles, Style::new());
        page.beside([("", "x"), ("", "y")], styles, Style::new());
        let texts: Vec<String> = page.texts().collect();
        assert_eq!(
            texts,
            ["One          A longer", "             title", "left         right", "x            y"]
        );
    }

    #[test]
    fn runs_keep_their_styles_over_the_ends_of_lines() {
        let bold = Style::new().bold();
        let mut page = Page::new(10);
        let runs = [("one two ", Style::new()), ("three four", bold), (" five", Style::new())];
        page.runs(&runs.map(|(text, style)| (text.to_owned(), style)));
        assert_eq!(page.texts().collect::<Vec<_>>(), ["one two", "three four", "five"]);
        let styles: Vec<Vec<Style>> = page
            .lines
            .iter()
            .map(|line| line.spans.iter().map(|span| span.style).collect())
            .collect();
        assert_eq!(styles, [vec![Style::new()], vec![bold], vec![Style::new()]]);
        page.runs(&[("技術的負債ですよ".to_owned(), bold)]);
        assert_eq!(page.texts().skip(3).collect::<Vec<_>>(), ["技術的負債", "ですよ"]);
    }

    #[test]
    fn the_marks_that_there_is_more_cover_no_text() {
        let mut terminal = Terminal::new(TestBackend::new(13, 3)).unwrap();
        let scroll = Scroll::default();
        scroll.move_by(1);
        let area = Rect::new(0, 0, 12, 3);
        let shown = |terminal: &mut Terminal<TestBackend>| {
            let mut page = Page::new(12);
            for text in ["one", "a whole line", "short", "another line", "two", "three"] {
                page.text(text, Style::new());
            }
            terminal.draw(|frame| scroll.draw(frame, area, page, &Theme::mono())).unwrap();
            let bold = |y| terminal.backend().buffer()[(0, y)].modifier;
            assert_eq!([0, 2].map(bold), [Modifier::empty(); 2], "nor do they change its style");
            terminal.backend().to_string()
        };
        let rows = ["a whole line↑", "short        ", "another line↓"];
        let all = shown(&mut terminal);
        assert_eq!(all.lines().map(|row| row.trim_matches('"')).collect::<Vec<_>>(), rows);
        scroll.move_by(1);
        let rows = ["short ↑ more ", "another line ", "two   ↓ more "];
        let all = shown(&mut terminal);
        assert_eq!(all.lines().map(|row| row.trim_matches('"')).collect::<Vec<_>>(), rows);
    }

    #[test]
    fn every_word_of_a_long_text_is_in_sight_on_one_of_its_pages() {
        let (width, height) = (12, 5);
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let scroll = Scroll::default();
        let mut seen = String::new();
        for _ in 0..20 {
            let mut page = Page::new(width);
            (0..17).for_each(|row| page.text(&format!("row full {row:02}"), Style::new()));
            let draw = |frame: &mut Frame<'_>| {
                scroll.draw(frame, frame.area(), page, &Theme::mono());
            };
            terminal.draw(draw).unwrap();
            seen.push_str(&terminal.backend().to_string());
            scroll.act(Action::PageDown);
        }
        for row in 0..17 {
            assert!(seen.contains(&format!("row full {row:02}")), "{row}:\n{seen}");
        }
    }
}
