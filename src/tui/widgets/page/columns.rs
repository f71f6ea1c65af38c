//! Flows a page into two columns where there is room.

use ratatui::text::{Line, Span};

use crate::core::document::Section;
use crate::tui::theme::Theme;
use crate::tui::widgets::page::{Page, cut_line};

/// The maximum text width, in columns.
pub(crate) const MEASURE: u16 = 72;

/// The width of the narrowest page with two columns of text.
pub(crate) const TWO_COLUMNS: u16 = 96;

/// The columns between two columns of text.
const GAP: u16 = 4;

/// The width of a text that flows on a page `width` columns wide: one of two columns, or else the only one.
pub(crate) fn column(width: u16) -> u16 {
    if width < TWO_COLUMNS { width.min(MEASURE) } else { (width - GAP) / 2 }
}

impl Page {
    /// A page `width` columns wide with the sections of a document: what has no title on top, the rest flowing into columns. Also
    /// returns the line of the number `selected`.
    pub(crate) fn flowing(
        sections: &[Section],
        selected: Option<usize>,
        width: u16,
        theme: &Theme,
    ) -> (Self, Option<usize>) {
        let untitled = sections.iter().take_while(|section| section.title.is_empty()).count();
        let mut page = Self::new(width.min(MEASURE));
        page.sections(&sections[..untitled], None, theme);
        let mut rest = Self::new(column(width));
        let at = rest.sections(&sections[untitled..], selected, theme);
        let at = page.flow(rest, width, at);
        (page, at)
    }

    /// Adds `text`, which is [`column()`] of `width` wide, in two columns of about the same height if `width` has room for them:
    /// first down the left one, then down the right one. Returns where its line `at` stands now.
    pub(crate) fn flow(&mut self, mut text: Self, width: u16, at: Option<usize>) -> Option<usize> {
        if text.len() > 0 {
            self.blank();
        }
        let above = self.len();
        if width < TWO_COLUMNS {
            self.append(text);
            return at.map(|at| above + at);
        }
        let end = text.end_of_column();
        let right = Self { lines: text.lines.split_off(end), ..Self::default() };
        self.columns(text, right);
        at.map(|at| above + at.checked_sub(end).unwrap_or(at))
    }

    /// Adds two columns of text.
    pub(crate) fn columns(&mut self, left: Self, right: Self) {
        self.columns_apart(left, right, GAP);
    }

    /// The same with a `gap` between them.
    pub(crate) fn columns_apart(&mut self, left: Self, right: Self, gap: u16) {
        let room = left.width;
        let (mut left, mut right) = (left.lines, right.lines);
        let rows = left.len().max(right.len());
        right.resize(rows, Line::default());
        left.resize(rows, Line::default());
        for (left, right) in left.into_iter().zip(right) {
            // A text whose words are wider than a column is cut there, not at the end of the page.
            let left = cut_line(left, room);
            let gap = (room + usize::from(gap)).saturating_sub(left.width());
            let mut spans = styled(left);
            if right.width() > 0 {
                spans.push(Span::raw(" ".repeat(gap)));
                spans.extend(styled(right));
            }
            self.line(Line::from(spans));
        }
    }

    /// The line with which the right column begins. A part, which ends with a blank line, is divided only if the columns would
    /// be far from equal otherwise, and then with some texts of it on either side.
    fn end_of_column(&self) -> usize {
        let len = self.len();
        let follows_blank = |at: usize| at > 0 && self.lines[at - 1].width() == 0;
        let height = |at: &usize| (at - usize::from(follows_blank(*at))).max(len - at);
        let between = self.starts.iter().copied().filter(|at| follows_blank(*at));
        // Two columns of one height are best; otherwise, the left one is the higher one.
        let between = between.rev().min_by_key(height).unwrap_or(len);
        let within = self.starts.windows(4).filter_map(|starts| {
            let is_inside = starts.iter().all(|at| *at > 0 && !follows_blank(*at));
            is_inside.then(|| starts[2])
        });
        let within = within.rev().min_by_key(height).unwrap_or(len);
        if height(&within) * 4 < height(&between) * 3 { within } else { between }
    }
}

/// The parts of `line`, which keep its style when others are added.
fn styled(line: Line<'static>) -> Vec<Span<'static>> {
    let style = line.style;
    line.spans.into_iter().map(|span| Span::styled(span.content, style.patch(span.style))).collect()
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;
    use crate::core::document::Row;

    /// The rows of a page `width` columns wide on which `sections` flow, and the row of the number `selected`.
    fn flowed(sections: &[Section], selected: usize, width: u16) -> (Vec<String>, Option<usize>) {
        let mut text = Page::new(column(width));
        let at = text.sections(sections, Some(selected), &Theme::mono());
        let mut page = Page::new(width);
        let at = page.flow(text, width, at);
        (page.texts().collect(), at)
    }

    fn section(title: &str, rows: std::ops::RangeInclusive<usize>) -> Section {
        let row = |at: usize| Row { number: Some(at), ..Row::new(format!("row {at}"), "text") };
        Section::new(title, rows.map(row))
    }

    /// What stands in the two columns of a page 100 columns wide.
    fn halves(rows: &[String]) -> [Vec<&str>; 2] {
        let half = |range: fn(&str) -> &str| rows.iter().map(|row| range(row).trim_end()).collect();
        [half(|row| row.get(..48).unwrap_or(row)), half(|row| row.get(52..).unwrap_or(""))]
    }

    #[test]
    fn sections_flow_down_the_left_column_and_then_down_the_right_one() {
        let sections = [section("One", 1..=2), section("Two", 3..=4), section("Three", 5..=6)];
        let (rows, at) = flowed(&sections, 5, 100);
        let [left, right] = halves(&rows);
        let one = ["One", "  row 1: text", "  row 2: text", "", "Two", "  row 3: text"];
        assert_eq!(left, [&one[..], &["  row 4: text", ""]].concat());
        assert_eq!(right[..3], ["Three", "▌ row 5: text", "  row 6: text"]);
        assert_eq!(at, Some(1), "the selected row is found in the right column");
        let (rows, at) = flowed(&sections, 5, 95);
        assert_eq!((rows.len(), at), (11, Some(9)), "there is one column without room for two");
    }

    #[test]
    fn a_long_section_is_divided_between_rows_with_some_on_either_side() {
        let (rows, at) = flowed(&[section("Short", 1..=1), section("Long", 2..=13)], 13, 100);
        let [left, right] = halves(&rows);
        assert_eq!(left.last(), Some(&"  row 5: text"));
        assert_eq!(right.first(), Some(&"  row 6: text"));
        assert_eq!(at, Some(7));
        let detailed =
            |at: usize| Row { details: vec!["detail".to_owned()], ..Row::text(at.to_string()) };
        let (rows, _) = flowed(&[Section::new("Long", (1..=6).map(detailed))], 0, 100);
        assert_eq!(halves(&rows)[1].first(), Some(&"  4"), "details stay with their row");
    }

    #[test]
    fn no_text_is_lost_and_every_row_keeps_within_the_page() {
        for count in 0..40 {
            let rows = (0..count).map(|at| Row::text(format!("text{at:02} ").repeat(at % 23 + 1)));
            let rows: Vec<Row> = rows.collect();
            let sections: Vec<Section> =
                rows.chunks(5).map(|rows| Section::new("Title", rows.to_vec())).collect();
            let words = |rows: &[String]| rows.join(" ").matches("text").count();
            let (one, two) = (flowed(&sections, 0, 95).0, flowed(&sections, 0, 96).0);
            assert_eq!(words(&one), words(&two));
            assert!(two.iter().all(|row| row.chars().count() <= 96), "{two:#?}");
        }
        let mut page = Page::new(100);
        let mut text = Page::new(column(100));
        text.text(&"x".repeat(200), Style::new());
        assert_eq!(page.flow(text, 100, None), None);
        assert!(page.texts().all(|row| row.len() <= 48));
    }
}
