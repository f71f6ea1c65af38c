//! Draws look-up: the field, the results with a preview below them, and the open entry.

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::core::card::TermId;
use crate::core::finder::Found;
use crate::core::lookup::{Evidence, Verdict};
use crate::core::width::{cut_at_word, width as text_width};
use crate::tui::message::Screen as _;
use crate::tui::screens::cut;
use crate::tui::screens::lookup::Lookup;
use crate::tui::theme::{Theme, span};
use crate::tui::widgets::entry::{self, Detail};
use crate::tui::widgets::layout::MEASURE;
use crate::tui::widgets::page::{Page, column};

/// The minimum and maximum widths of a team's name and of a meaning in the list, in columns.
const TEAM: [usize; 2] = [6, 32];
const GIST: [usize; 2] = [12, 60];
/// The minimum width of a meaning that has a team's name beside it, unless the list is narrow, in columns.
const BESIDE: usize = 24;
/// The width below which a list is narrow: meanings matter more than teams and columns.
const WIDE: usize = 60;
/// The maximum number of rows kept for the preview of an entry if the list is long.
const PREVIEW: u16 = 16;
/// The minimum number of rows of a list that a rule divides.
const PARTED: u16 = 5;

/// The widths of the columns of the list; 0 for those that are left out.
#[derive(Debug, Clone, Copy)]
struct Columns {
    name: usize,
    gist: usize,
    team: usize,
}

/// A row of the list before it is laid out in columns.
#[derive(Default)]
struct Entry<'a> {
    name: Vec<Span<'static>>,
    /// How it is near, unless it matches.
    near: Option<&'static str>,
    gist: String,
    word: &'a str,
    team: &'a str,
}

impl Lookup {
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let parts = self.frame(frame, area, theme, self.notice.as_ref());
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
        // Leave room for the first meaning.
        let rows = u16::try_from(self.rows()).unwrap_or(u16::MAX);
        let most = rest.height.saturating_sub(PREVIEW).max(rest.height / 3).max(3);
        let near = self.near().filter(|_| most >= PARTED);
        let label = near.and_then(|at| self.label(at));
        let some = rows.saturating_add(u16::from(near.is_some())).min(most);
        let rows = [Constraint::Length(some), Constraint::Length(1), Constraint::Fill(1)];
        let [list, _, preview] = rest.layout(&Layout::vertical(rows));
        let width = usize::from(list.width);
        let entries = self.entries(width, theme);
        let columns = Columns::of(&entries, width);
        let row = |at| self.row(at, &entries, columns, width, theme);
        if self.query().is_empty() {
            self.cursor.draw(frame, list, theme, self.rows(), row);
        } else {
            // Keep the jot row visible.
            let rule = near.map(|at| (at, rule(label.unwrap_or("Near"), width, theme)));
            self.cursor.draw_with_last(frame, list, theme, self.rows(), rule.as_ref(), row);
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
                Verdict::Near => vec![self.label(0).unwrap_or("It may be:")],
                Verdict::None if self.is_partial => vec!["Searching…"],
                Verdict::None => vec!["Nothing like that yet."],
            }
        };
        say.splice(0..0, left_out);
        if self.query().is_empty() && !self.recent.is_empty() {
            say.push("Recent look-ups:");
        }
        say
    }

    /// The first row that is only near, below those that match.
    fn near(&self) -> Option<usize> {
        let found = &self.findings.found;
        let at = found.iter().position(|found| !found.hit.evidence.is_match())?;
        (self.findings.verdict == Verdict::Match && at > 0).then_some(at)
    }

    /// The label of the rows from `at` on, if they all have the same one.
    fn label(&self, at: usize) -> Option<&'static str> {
        let mut labels = self.findings.found[at..].iter().map(|found| found.hit.evidence.label());
        let first = labels.next().flatten();
        first.filter(|_| labels.all(|label| label == first))
    }

    /// The rows of the list that are words. On a narrow list, a team is only named to tell words of one name apart.
    fn entries(&self, width: usize, theme: &Theme) -> Vec<Entry<'_>> {
        let mut entries = self.all_entries(width, theme);
        let words: Vec<&str> = entries.iter().map(|entry| entry.word).collect();
        for entry in entries.iter_mut().filter(|_| width < WIDE) {
            if words.iter().filter(|word| word.eq_ignore_ascii_case(entry.word)).count() == 1 {
                entry.team = "";
            }
        }
        entries
    }

    /// The same, all with their teams. Only words that match say how they are related: the others are below a label.
    fn all_entries(&self, width: usize, theme: &Theme) -> Vec<Entry<'_>> {
        // On a narrow list, a long name takes room from the meaning.
        let most = if width < WIDE { width.saturating_sub(2) / 2 } else { width / 3 };
        let entry = |id: &TermId, near, name: Vec<Span<'static>>| {
            let (deck, term) = self.library.entry(id)?;
            Some(Entry { name, near, gist: self.gist(term), word: &term.term, team: &deck.title })
        };
        if self.query().is_empty() {
            let plain = |id: &TermId| {
                let (_, term) = self.library.entry(id)?;
                entry(id, None, vec![Span::raw(term.term.clone())])
            };
            return self.recent.iter().map(|id| plain(id).unwrap_or_default()).collect();
        }
        let named = |found: &Found| {
            let mut names = self.names(found, theme);
            let shortest = names.pop().unwrap_or_default();
            let name = names.into_iter().find(|spans| wide(spans) <= most).unwrap_or(shortest);
            let near = found.hit.evidence.label().filter(|_| found.hit.evidence.is_match());
            entry(&found.term, near, name)
        };
        self.findings.found.iter().map(|found| named(found).unwrap_or_default()).collect()
    }

    /// Whether the list is of recent look-ups, which say what someone didn't know, and is hidden.
    fn is_private(&self, theme: &Theme) -> bool {
        theme.hiding && self.query().is_empty()
    }

    /// Row `at` of the list.
    fn row(
        &self,
        at: usize,
        entries: &[Entry<'_>],
        columns: Columns,
        width: usize,
        theme: &Theme,
    ) -> Line<'static> {
        let Some(entry) = entries.get(at) else {
            let [before, after] =
                if self.is_jotted() { ["", " is in “To ask”"] } else { ["Jot ", " down"] };
            let room = width.saturating_sub(before.len() + text_width(after) + 4);
            return Line::from(format!("{before}“{}”{after}", cut(self.query(), room)));
        };
        let mut line = columns.line(entry, theme);
        if self.is_private(theme) {
            return Line::from(span(&line.to_string(), theme.name(theme.text)));
        }
        if !self.query().is_empty() && self.findings.verdict == Verdict::None {
            for span in &mut line.spans {
                span.style = span.style.patch(theme.muted);
            }
        }
        line
    }

    /// The name of a hit with the matched characters underlined, after the word if it is another one; then shorter variants.
    fn names(&self, found: &Found, theme: &Theme) -> Vec<Vec<Span<'static>>> {
        let Some((_, term)) = self.library.entry(&found.term) else { return Vec::new() };
        let plain = vec![Span::raw(term.term.clone())];
        let marked = underlined(&found.name, &found.hit.matched, theme);
        let with = |how: &str| [&plain[..], &[Span::raw(format!("  {how}"))]].concat();
        if found.is_spelling {
            let whole = [with("your spelling "), marked].concat();
            return vec![whole, with("your spelling"), plain];
        }
        if found.hit.name == 0 {
            return vec![marked];
        }
        let [open, close] = [" (", ")"].map(|sign| vec![Span::raw(sign)]);
        vec![[plain.clone(), open, marked, close].concat(), plain]
    }

    /// Draws a preview of the selected row.
    fn draw_preview(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut page = Page::new(area.width.min(MEASURE));
        if self.selected().is_some() && !self.is_private(theme) {
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
            if !self.is_jotted() {
                page.text("Enter saves it until someone explains it.", theme.text);
                page.blank();
            }
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

impl Columns {
    /// The columns of `entries` in a list `width` columns wide. Of the three, the team is left out first, because the meanings
    /// tell the senses of a word apart, too.
    fn of(entries: &[Entry<'_>], width: usize) -> Self {
        let widest = |of: &dyn Fn(&Entry<'_>) -> usize| entries.iter().map(of).max().unwrap_or(0);
        let name = widest(&|entry| wide(&entry.name)).min(width / 3);
        let gist = widest(&|entry| text_width(&entry.meaning())).min(GIST[1]);
        let team = widest(&|entry| text_width(entry.team)).min(TEAM[1]).min(width / 5 + 3);
        // A name that is cut may leave some of that free.
        let team = widest(&|entry| text_width(&cut_at_word(entry.team, team)));
        let rest = width.saturating_sub(2 + name + 2);
        let beside = rest.saturating_sub(if team > 0 { team + 2 } else { 0 });
        // Where columns would cut a meaning, it follows its name at once.
        let is_ragged = width < WIDE && gist > beside;
        let least = if width < WIDE { GIST[0] } else { BESIDE };
        let named = widest(&|entry| if entry.team.is_empty() { 0 } else { wide(&entry.name) });
        let room = if is_ragged { (beside + name).saturating_sub(named) } else { beside };
        let columns = if room >= gist.min(least) {
            Self { name, gist: if is_ragged { beside } else { gist.min(beside) }, team }
        } else if rest >= GIST[0] {
            Self { name, gist: rest, team: 0 }
        } else {
            Self { name, gist: 0, team: if rest >= TEAM[0] { rest } else { 0 } }
        };
        if is_ragged && columns.gist > 0 {
            return Self { name: 0, gist: columns.gist + columns.name, ..columns };
        }
        columns
    }

    /// `entry` as a line. A name that is too long for its column takes room from the meaning.
    fn line(self, entry: &Entry<'_>, theme: &Theme) -> Line<'static> {
        let end = self.name + if self.gist > 0 { 2 + self.gist } else { 0 };
        let mut spans = clipped(entry.name.clone(), end);
        let mut add = |at: usize, room: usize, text: String| {
            if room > 0 {
                spans.push(Span::raw(" ".repeat(at.saturating_sub(wide(&spans)))));
                spans.push(Span::styled(text, theme.muted));
            }
        };
        let at = self.name.max(wide(&entry.name)) + 2;
        // A meaning without a team takes the column of the team.
        let is_alone = entry.team.is_empty() && self.team > 0 && self.gist > 0;
        let room = (end + if is_alone { 2 + self.team } else { 0 }).saturating_sub(at);
        if room >= GIST[0].min(self.gist) {
            add(at, room, cut_at_word(&entry.meaning(), room));
        }
        // How a word is near must be said somewhere.
        let last = entry.near.filter(|_| self.gist == 0).map(str::to_lowercase);
        let last = last.unwrap_or_else(|| entry.team.to_owned());
        add(end + 2, self.team, cut_at_word(&last, self.team));
        Line::from(spans)
    }
}

impl Entry<'_> {
    /// How it is near, and what it means.
    fn meaning(&self) -> String {
        match self.near {
            Some(near) => format!("({}) {}", near.to_lowercase(), self.gist),
            None => self.gist.clone(),
        }
    }
}

/// The rule above the rows that are only near.
fn rule(label: &'static str, width: usize, theme: &Theme) -> Line<'static> {
    let rest = width.saturating_sub(text_width(label) + 6);
    Line::from(vec![
        Span::styled("── ", theme.frame),
        Span::styled(label, theme.muted),
        Span::styled(format!(" {}", "─".repeat(rest)), theme.frame),
    ])
}

/// The width of `spans`, in columns.
fn wide(spans: &[Span<'_>]) -> usize {
    spans.iter().map(Span::width).sum()
}

/// `spans`, cut at a word to `room` columns with an ellipsis.
fn clipped(spans: Vec<Span<'static>>, room: usize) -> Vec<Span<'static>> {
    let mut left = room;
    let mut out = Vec::new();
    for span in spans {
        let width = span.width();
        if width > left {
            out.push(Span::styled(cut_at_word(&span.content, left), span.style));
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
