//! A sentence in the look-up field: read between the lines, above its terms.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::card::DeckId;
use crate::core::deck::Term;
use crate::core::finder::Findings;
use crate::core::jargon::{Kind, Scanner};
use crate::core::lookup::{NEAR, Verdict};
use crate::core::reading::{self, Limits, Reading, Role};
use crate::tui::screens::lookup::Lookup;
use crate::tui::theme::Theme;
use crate::tui::widgets::page::Page;

/// The widest sentence that is easy to read with what stands between its lines, in columns.
const READABLE: u16 = 100;

impl Lookup {
    /// Reads the query between the lines if it is a sentence. Returns what to list for it: for a sentence its terms first,
    /// otherwise `findings`.
    pub(super) fn read(&mut self, findings: Findings) -> Findings {
        self.reading = None;
        let query = self.query();
        if findings.verdict == Verdict::Match || !reading::is_sentence(query) {
            return listed(findings);
        }
        let scanner = self.scanner.get_or_init(|| Scanner::new(&self.library));
        let followed: Vec<&str> = self.followed.iter().map(DeckId::as_str).collect();
        let mut scan = reading::scan(scanner, &self.library, query, &followed, &[]);
        scan.words.retain(|word| !word.senses.iter().any(|sense| self.hides(&sense.term)));
        let (library, known) = (&self.library, &self.left_alone);
        let limits = Limits { near: reading::SEARCHED, meant: reading::MEANINGS };
        let mut findings =
            reading::findings(query, &mut scan, findings.found, &self.finder, limits, library);
        findings.found.retain(|found| !self.hides(&found.term));
        if findings.verdict == Verdict::Match {
            reading::guess(&mut scan, query, &findings.found);
            let (text, gist) = (query.to_owned(), |term: &Term| self.gist(term));
            self.reading = Some(Reading::new(text, Kind::Plain, &scan, library, known, &gist));
        }
        listed(findings)
    }

    /// The meaning of `term` in short, with the word that is asked masked.
    pub(super) fn gist(&self, term: &Term) -> String {
        match &self.secret {
            Some(secret) => secret.text(term.gist()),
            None => term.gist().to_owned(),
        }
    }

    /// Draws the sentence at the top of `area`, the selected term marked, and returns what is left.
    pub(super) fn draw_sentence(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) -> Rect {
        let Some(reading) = &self.reading else { return area };
        let mut page = Page::new(area.width);
        let mut chosen = None;
        for row in reading.rows(usize::from(area.width.min(READABLE))) {
            let spans = row.text.into_iter().map(|run| {
                let is_chosen =
                    matches!(&run.role, Role::Term(term) if Some(term) == self.selected());
                if is_chosen && chosen.is_none() {
                    // With what stands below it.
                    chosen = Some(page.len() + 1);
                }
                let style = match run.role {
                    Role::Term(_) if is_chosen => theme.key.patch(theme.found),
                    Role::Plain => theme.text,
                    Role::Term(_) | Role::Unknown => theme.marked().not_bold(),
                };
                Span::styled(run.text, style)
            });
            let line = Line::from(spans.collect::<Vec<_>>());
            page.line(line);
            if !row.below.is_empty() {
                page.line(Line::styled(row.below, Style::new()));
            }
        }
        // The terms below need some rows, too.
        let rows = u16::try_from(self.rows()).unwrap_or(u16::MAX).min(3);
        let most = area.height.saturating_sub(rows + 1).max(area.height / 2);
        let height = u16::try_from(page.len()).unwrap_or(u16::MAX).min(most);
        self.sentence.show(chosen, height);
        self.sentence.draw(frame, Rect { height, ..area }, page, theme);
        let used = (height + 1).min(area.height);
        Rect { y: area.y + used, height: area.height - used, ..area }
    }
}

/// `findings` without those that are far off, unless there are no others.
fn listed(mut findings: Findings) -> Findings {
    let is_none = findings.verdict == Verdict::None;
    findings.found.retain(|found| is_none || found.hit.score >= NEAR);
    findings
}
