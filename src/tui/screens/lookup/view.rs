//! Draws look-up: the field, the results with a preview next to or below them, and the open entry.

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::card::TermId;
use crate::core::deck::Term;
use crate::core::finder::Found;
use crate::core::lookup::{Evidence, Verdict};
use crate::tui::message::Screen as _;
use crate::tui::screens::cut;
use crate::tui::screens::lookup::Lookup;
use crate::tui::theme::Theme;
use crate::tui::widgets::entry::{self, Detail};
use crate::tui::widgets::layout::{self, Breakpoint, MEASURE};
use crate::tui::widgets::page::{Page, column};

/// The minimum width of a team name, in columns, unless the window is tiny.
const TEAM: usize = 6;

impl Lookup {
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let notice = self.notice.as_ref();
        let idle = self.idle();
        let parts = layout::frame(frame, area, theme, (self.context(), &idle[..]), notice);
        self.field.draw(frame, parts.head, "Heard: ", theme);
        if !self.trail.is_empty() {
            self.draw_entry(frame, parts.body, theme);
            return;
        }
        let say = self.say();
        let height = u16::try_from(say.len()).unwrap_or(1);
        let below = self.draw_sentence(frame, parts.body, theme);
        let [top, rest] =
            below.layout(&Layout::vertical([Constraint::Length(height), Constraint::Fill(1)]));
        for (text, y) in say.into_iter().zip(top.y..top.bottom()) {
            frame.render_widget(Line::styled(text, theme.text), Rect { y, height: 1, ..top });
        }
        let [list, preview] = if parts.shape == Breakpoint::Full {
            let columns = Layout::horizontal([
                Constraint::Percentage(50),
                Constraint::Length(2),
                Constraint::Fill(1),
            ]);
            let [list, _, side] = rest.layout(&columns);
            [list, side]
        } else {
            // On a small screen, still leave room for the first meaning.
            let rows = u16::try_from(self.rows()).unwrap_or(u16::MAX);
            let some = rows.min((rest.height / 3).max(3));
            let rows = [Constraint::Length(some), Constraint::Length(1), Constraint::Fill(1)];
            let [list, _, below] = rest.layout(&Layout::vertical(rows));
            [list, below]
        };
        let width = usize::from(list.width);
        let row = |at| self.row(at, width, theme);
        if self.query().is_empty() {
            self.cursor.draw(frame, list, theme, self.rows(), row);
        } else {
            // Keep the jot row visible.
            self.cursor.draw_with_last(frame, list, theme, self.rows(), row);
        }
        self.draw_preview(frame, preview, theme);
    }

    /// The text above the list.
    fn say(&self) -> Vec<&'static str> {
        // Explain why the word of the question is missing from the results.
        let left_out = self.secret.as_ref().map(|_| "The word you are asked is hidden.");
        let mut say = if self.query().is_empty() {
            vec!["Type what you heard, as it sounded."]
        } else {
            match self.findings.verdict {
                Verdict::Match => return Vec::new(),
                Verdict::Near => vec!["It may be:"],
                Verdict::None => vec!["Nothing like that yet."],
            }
        };
        say.splice(0..0, left_out);
        if self.query().is_empty() && !self.recent.is_empty() {
            say.push("Recent look-ups:");
        }
        say
    }

    /// Row `at` of the list.
    fn row(&self, at: usize, width: usize, theme: &Theme) -> Line<'static> {
        if self.query().is_empty() {
            let Some(id) = self.recent.get(at) else { return Line::default() };
            let Some((_, term)) = self.library.entry(id) else { return Line::default() };
            return self.line(id, vec![vec![Span::raw(term.term.clone())]], width, theme);
        }
        let Some(found) = self.findings.found.get(at) else {
            let room = width.saturating_sub(13);
            return Line::from(format!("Jot “{}” down", cut(self.query(), room)));
        };
        let names = self.names(found, self.most(&found.term, width), theme);
        let mut line = self.line(&found.term, names, width, theme);
        if self.findings.verdict == Verdict::None {
            for span in &mut line.spans {
                span.style = span.style.patch(theme.muted);
            }
        }
        line
    }

    /// The columns left for a word and its relation, after the marker, the gap, and the team of `id`.
    fn most(&self, id: &TermId, width: usize) -> usize {
        let team = self.library.title(id.deck());
        width.saturating_sub(4 + Span::raw(&*team).width().min(TEAM))
    }

    /// The first of `names` that leaves room for the team of `id`, then the team, which tells senses apart.
    fn line(
        &self,
        id: &TermId,
        names: Vec<Vec<Span<'static>>>,
        width: usize,
        theme: &Theme,
    ) -> Line<'static> {
        let Some((deck, term)) = self.library.entry(id) else { return Line::default() };
        let most = self.most(id, width);
        let wide = |spans: &[Span<'static>]| spans.iter().map(Span::width).sum::<usize>();
        let shortest = names.last().cloned().unwrap_or_default();
        let fitting = names.into_iter().find(|spans| wide(spans) <= most);
        let mut spans = fitting.unwrap_or_else(|| clipped(shortest, most));
        let room = width.saturating_sub(4 + wide(&spans));
        let team = cut(&deck.title, room);
        let room = room - Span::raw(team.as_str()).width();
        let gloss = self.gloss(term).filter(|gloss| Span::raw(gloss.as_str()).width() + 2 <= room);
        let gloss = gloss.map(|gloss| format!("  {gloss}")).unwrap_or_default();
        let gap = " ".repeat(room - Span::raw(gloss.as_str()).width() + 2);
        spans.push(Span::styled(gloss, theme.muted));
        spans.push(Span::raw(gap));
        spans.push(Span::styled(team, theme.muted));
        Line::from(spans)
    }

    /// The gloss of `term`, masked if a quiz is asking it.
    fn gloss(&self, term: &Term) -> Option<String> {
        match &self.secret {
            Some(secret) => secret.masked(&self.library, term).gloss,
            None => term.gloss.clone(),
        }
    }

    /// The name of a hit with the matched characters underlined, and its relation if the query isn't the word itself;
    /// then a shorter variant, cut to `most` columns without losing the relation.
    fn names(&self, found: &Found, most: usize, theme: &Theme) -> Vec<Vec<Span<'static>>> {
        let Some((_, term)) = self.library.entry(&found.term) else { return Vec::new() };
        let plain = vec![Span::raw(term.term.clone())];
        let marked = underlined(&found.name, &found.hit.matched, theme);
        let with = |how: &str| [&plain[..], &[Span::raw(format!("  {how}"))]].concat();
        if found.is_spelling {
            let whole = [with("your spelling "), marked].concat();
            return vec![whole, with("your spelling"), plain];
        }
        let is_term = found.hit.name == 0;
        let evidence = found.hit.evidence;
        let Some(label) = evidence.label() else {
            return if is_term { vec![marked] } else { vec![[with(""), marked].concat(), plain] };
        };
        let tag = Span::raw(format!("  {}", label.to_lowercase()));
        let tagged = |name: &[Span<'static>]| [name, std::slice::from_ref(&tag)].concat();
        let short = tagged(&clipped(plain.clone(), most.saturating_sub(tag.width())));
        let whole = match evidence {
            _ if is_term => tagged(&marked),
            Evidence::Heard | Evidence::Sound => [with("sounds like "), marked].concat(),
            _ => tagged(&[with(""), marked].concat()),
        };
        vec![whole, short]
    }

    /// Draws a preview of the selected row.
    fn draw_preview(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut page = Page::new(area.width);
        if self.selected().is_some() {
            if let Some(relation) = self.relation() {
                let text = match (self.found().map(|found| found.hit.evidence), &self.reading) {
                    (Some(Evidence::Doubtful), _) => "Plain English here, or perhaps:".to_owned(),
                    (_, Some(_)) => "The sentence may mean:".to_owned(),
                    _ => format!("“{}” {relation}:", self.query()),
                };
                page.text(&text, theme.text);
                page.blank();
            }
            let mut rest = Page::new(column(area.width));
            self.add_entry([&mut page, &mut rest], Detail::Whole, theme);
            page.flow(rest, area.width, None);
        } else if !self.query().is_empty() {
            page.text("Enter saves it until someone explains it.", theme.text);
            page.blank();
            page.text(
                "Add the team, the sentence and who said it later, in “To ask” on the home screen.",
                theme.text,
            );
        }
        self.preview.draw(frame, area, page, theme);
    }

    /// The entry of the current word: what to read first, and the rest.
    fn add_entry(&self, [top, rest]: [&mut Page; 2], detail: Detail, theme: &Theme) {
        let Some((deck, term)) = self.current() else { return };
        let term = match &self.secret {
            Some(secret) => Cow::Owned(secret.masked(&self.library, term)),
            None => Cow::Borrowed(term),
        };
        let own = self.marks.own(self.library.renames(), &term.id);
        entry::add_top(top, &self.library, deck, &term, detail, theme);
        entry::add_rest(rest, &self.library, &term, own, detail, theme);
        entry::add_same(rest, &self.library, &term, theme, |other| match &self.secret {
            Some(secret) => secret.masked(&self.library, other).definition,
            None => other.definition.clone(),
        });
    }

    /// Draws the open entry with its links and the trail that led to it.
    fn draw_entry(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let Some(visit) = self.trail.last() else { return };
        let mut page = Page::new(area.width.min(MEASURE));
        if self.trail.len() > 1 {
            let way: Vec<&str> = self
                .trail
                .iter()
                .filter_map(|visit| Some(self.library.entry(&visit.term)?.1.term.as_str()))
                .collect();
            page.text(&way.join(" › "), theme.muted);
            page.blank();
        }
        let mut rest = Page::new(column(area.width));
        self.add_entry([&mut page, &mut rest], Detail::Linked, theme);
        let chosen = entry::add_links(&mut rest, &self.links(), visit.link, theme);
        let chosen = page.flow(rest, area.width, chosen);
        visit.scroll.show(chosen, area.height);
        visit.scroll.draw(frame, area, page, theme);
    }
}

/// `spans`, cut to `room` columns with an ellipsis.
fn clipped(spans: Vec<Span<'static>>, room: usize) -> Vec<Span<'static>> {
    let mut left = room;
    let mut out = Vec::new();
    for span in spans {
        let width = span.width();
        if width > left {
            out.push(Span::styled(cut(&span.content, left), span.style));
            break;
        }
        left -= width;
        out.push(span);
    }
    out
}

/// `name` with the characters at `matched` underlined.
fn underlined(name: &str, matched: &[usize], theme: &Theme) -> Vec<Span<'static>> {
    let mut marked: Vec<(char, bool)> =
        name.chars().enumerate().map(|(at, c)| (c, matched.contains(&at))).collect();
    // Combining marks must stay in the same span as their letter.
    for at in 1..marked.len() {
        if Span::raw(marked[at].0.to_string()).width() == 0 {
            marked[at].1 = marked[at - 1].1;
        }
    }
    let runs = marked.chunk_by(|a, b| a.1 == b.1);
    runs.map(|run| {
        let text: String = run.iter().map(|(c, _)| *c).collect();
        let style = if run[0].1 { theme.found } else { Style::new() };
        Span::styled(text, style)
    })
    .collect()
}
