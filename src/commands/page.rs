//! Text layout for the shell: white space for structure, weight for emphasis, and wrapping to the terminal's width.
//!
//! `--plain` prints one fact per line, for screen readers.

use std::io::{self, Write};

use crate::core::deck::Term;
use crate::core::document::{Row, Section};
use crate::core::reading::{self, Reading};
use crate::core::text::clean;
use crate::core::typed_command::typeable;
use crate::core::width::{cut, cut_at_word, width};

/// The maximum text width, in columns.
const MEASURE: usize = 76;
/// The minimum width for wrapping, in columns.
const NARROWEST: usize = 20;
/// The minimum width for labels in their own column.
const COLUMNS: usize = 40;
/// The widest label that aligns the texts of its group, in columns.
const SHORT: usize = 9;
/// The indentation of text below a heading.
const INDENT: &str = "  ";

/// How to print text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OutputStyle {
    /// Whether to use bold and underline.
    pub(super) styled: bool,
    /// Whether to print one fact per line.
    pub(super) plain: bool,
    /// The terminal's width, in columns.
    pub(super) width: usize,
}

/// The role of a piece of text, which decides its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Read first: a term.
    Strong,
    /// The label of a fact.
    Label,
    /// Secondary text.
    Muted,
}

/// A writer for formatted text.
pub(super) struct Page<'a> {
    out: &'a mut dyn Write,
    look: OutputStyle,
}

impl<'a> Page<'a> {
    /// A new page on `out`.
    pub(super) fn new(out: &'a mut dyn Write, look: OutputStyle) -> Self {
        Self { out, look }
    }

    /// The output style.
    pub(super) const fn look(&self) -> OutputStyle {
        self.look
    }

    fn width(&self) -> usize {
        self.look.width.clamp(NARROWEST, MEASURE)
    }

    /// `text` in the style of its role.
    fn paint(&self, role: Role, text: &str) -> String {
        if !self.look.styled || self.look.plain || text.is_empty() {
            return text.to_owned();
        }
        let code = match role {
            Role::Strong => "1",
            // No color: most colors are too pale on a light terminal.
            Role::Label => "4",
            Role::Muted => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// An empty line between blocks; nothing in plain mode.
    pub(super) fn gap(&mut self) -> io::Result<()> {
        if self.look.plain { Ok(()) } else { writeln!(self.out) }
    }

    /// `text` on one line of any length, for callers that cut it themselves.
    pub(super) fn raw(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", clean(text))
    }

    /// An empty line between entries.
    pub(super) fn break_off(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A term, its expansion, and an aside.
    pub(super) fn heading(
        &mut self,
        strong: &str,
        after: Option<&str>,
        aside: &str,
    ) -> io::Result<()> {
        let after = after.map(|text| format!(", {text}")).unwrap_or_default();
        let (strong, after, aside) = (clean(strong), clean(&after), clean(aside));
        if self.look.plain {
            return writeln!(self.out, "{strong}{after}");
        }
        let gap = if aside.is_empty() { "" } else { "  " };
        let (head, note) = (self.paint(Role::Strong, &strong), self.paint(Role::Muted, &aside));
        if width(&format!("{strong}{after}{gap}{aside}")) <= self.width() {
            return writeln!(self.out, "{head}{after}{gap}{note}");
        }
        // Put the aside on the next line if it doesn't fit.
        for (at, line) in
            textwrap::wrap(&format!("{strong}{after}"), self.width()).iter().enumerate()
        {
            let bold = (at == 0).then(|| line.strip_prefix(&*strong)).flatten();
            match bold {
                Some(rest) => writeln!(self.out, "{head}{rest}")?,
                None => writeln!(self.out, "{}", self.paint(Role::Strong, line))?,
            }
        }
        if aside.is_empty() {
            return Ok(());
        }
        self.wrapped(&aside, INDENT, INDENT, Some(Role::Muted))
    }

    /// A term with its expansion, and its team's title.
    pub(super) fn term(&mut self, title: &str, term: &Term) -> io::Result<()> {
        self.heading(&term.term, term.expansion.as_deref(), title)?;
        if self.look.plain { self.text("Team", title) } else { Ok(()) }
    }

    /// A heading on its own.
    pub(super) fn title(&mut self, text: &str) -> io::Result<()> {
        self.heading(text, None, "")
    }

    /// A document.
    pub(super) fn document(&mut self, title: &str, sections: &[Section]) -> io::Result<()> {
        self.title(title)?;
        for Section { title, rows } in sections {
            let mut rest = INDENT;
            if !title.is_empty() {
                self.gap()?;
                self.title(title)?;
                rest = "    ";
            }
            for row in rows {
                let (lead, rest) = match row.number {
                    Some(number) => (format!("  {number}  "), "     "),
                    None => (INDENT.to_owned(), rest),
                };
                // What has details is their heading.
                let label = if row.details.is_empty() { &row.label } else { &row.line() };
                self.labelled(&lead, rest, label, &row.line())?;
                for detail in &row.details {
                    self.item("    ", "      ", detail)?;
                }
            }
        }
        Ok(())
    }

    /// A text with the meaning of each term below it; in plain mode, after it.
    pub(super) fn reading(&mut self, reading: &Reading<'_>) -> io::Result<()> {
        if self.look.plain {
            return reading.inline().try_for_each(|line| writeln!(self.out, "{line}"));
        }
        let mut rows = reading.rows(self.width()).peekable();
        while let Some(row) = rows.next() {
            let text = row.text.iter().map(|run| match run.role {
                reading::Role::Plain => run.text.clone(),
                reading::Role::Term(_) => self.paint(Role::Strong, &run.text),
                reading::Role::Unknown => self.paint(Role::Label, &run.text),
            });
            let text: String = text.collect();
            writeln!(self.out, "{}", text.trim_end())?;
            if !row.below.is_empty() {
                writeln!(self.out, "{}", row.below)?;
                // Otherwise the next line could be taken for a meaning, too.
                if rows.peek().is_some_and(|next| !next.text.is_empty()) {
                    writeln!(self.out)?;
                }
            }
        }
        Ok(())
    }

    /// A paragraph below a heading, prefixed with `label` in plain mode.
    pub(super) fn text(&mut self, label: &str, text: &str) -> io::Result<()> {
        let text = clean(text);
        if self.look.plain {
            return writeln!(self.out, "{label}: {text}");
        }
        self.wrapped(&text, INDENT, INDENT, None)
    }

    /// Facts below a heading, with their texts aligned, except after a long label.
    pub(super) fn facts(&mut self, facts: &[Row]) -> io::Result<()> {
        let short = facts.iter().map(|row| width(&row.label)).filter(|wide| *wide <= SHORT);
        let column = short.max().unwrap_or(0);
        let rest = " ".repeat(INDENT.len() + column + 2);
        for Row { label, text, .. } in facts {
            let (label, text) = (clean(label), clean(text));
            let (painted, wide) = (self.paint(Role::Label, &label), width(&label));
            if self.look.plain {
                writeln!(self.out, "{label}: {text}")?;
            } else if self.width() < COLUMNS || wide > self.width() / 2 {
                self.wrapped(&label, INDENT, INDENT, Some(Role::Label))?;
                self.wrapped(&text, "    ", "    ", None)?;
            } else {
                let first = " ".repeat(INDENT.len() + wide.max(column) + 2);
                let lines = self.lines(&text, &first, &rest);
                for (at, line) in lines.iter().enumerate() {
                    match line.get(INDENT.len() + wide..).filter(|_| at == 0) {
                        Some(text) => writeln!(self.out, "{INDENT}{painted}{text}")?,
                        None => writeln!(self.out, "{line}")?,
                    }
                }
            }
        }
        Ok(())
    }

    /// A term, its team, and as much of its meaning as fits on one line. `label` says how it was found, in plain mode.
    pub(super) fn row(
        &mut self,
        label: &str,
        term: &str,
        team: &str,
        meaning: &str,
    ) -> io::Result<()> {
        let [term, team, meaning] = [term, team, meaning].map(clean);
        if self.look.plain {
            return writeln!(self.out, "{label}: {term} ({team}): {meaning}");
        }
        // Leave room for the team next to a long term.
        let term = cut(&term, self.width() / 2);
        let line = cut_at_word(&format!("{INDENT}{term}  {team}  {meaning}"), self.width());
        let body = line.strip_prefix(&format!("{INDENT}{term}"));
        match body {
            Some(rest) => writeln!(self.out, "{INDENT}{}{rest}", self.paint(Role::Strong, &term)),
            None => writeln!(self.out, "{line}"),
        }
    }

    /// A line on its own, wrapped.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        let text = typeable(text);
        let text = clean(&text);
        if self.look.plain {
            return writeln!(self.out, "{text}");
        }
        self.wrapped(&text, "", INDENT, None)
    }

    /// `text` after the prefix `lead`; continuation lines start with `rest`.
    pub(super) fn item(&mut self, lead: &str, rest: &str, text: &str) -> io::Result<()> {
        self.labelled(lead, rest, "", text)
    }

    /// The same with the `label` that begins `text` in bold, as far as it stands on the first line.
    fn labelled(&mut self, lead: &str, rest: &str, label: &str, text: &str) -> io::Result<()> {
        let (label, text) = (clean(label), clean(text));
        if self.look.plain {
            return writeln!(self.out, "{}{text}", lead.trim_start());
        }
        let rest = &rest[..rest.len().min(self.width() / 2)];
        for (at, line) in self.lines(&text, lead, rest).into_iter().enumerate() {
            let (indent, body) = line.split_at(if at == 0 { lead.len() } else { 0 });
            let bold = if at > 0 { "" } else { label.get(..body.len()).unwrap_or(&label) };
            match body.strip_prefix(bold) {
                Some(after) => {
                    writeln!(self.out, "{indent}{}{after}", self.paint(Role::Strong, bold))?;
                }
                None => writeln!(self.out, "{line}")?,
            }
        }
        Ok(())
    }

    /// A paragraph of secondary text, prefixed with `label` in plain mode.
    pub(super) fn note(&mut self, label: &str, text: &str) -> io::Result<()> {
        let text = clean(text);
        if self.look.plain {
            return writeln!(self.out, "{label}: {text}");
        }
        self.wrapped(&text, INDENT, INDENT, Some(Role::Muted))
    }

    fn lines(&self, text: &str, first: &str, rest: &str) -> Vec<String> {
        let options =
            textwrap::Options::new(self.width()).initial_indent(first).subsequent_indent(rest);
        textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
    }

    fn wrapped(
        &mut self,
        text: &str,
        first: &str,
        rest: &str,
        role: Option<Role>,
    ) -> io::Result<()> {
        for line in self.lines(text, first, rest) {
            let body = line.trim_start();
            let indent = &line[..line.len() - body.len()];
            let body = role.map_or_else(|| body.to_owned(), |role| self.paint(role, body));
            writeln!(self.out, "{indent}{body}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(look: OutputStyle, print: impl Fn(&mut Page<'_>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        print(&mut Page::new(&mut out, look)).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn entry(page: &mut Page<'_>) -> io::Result<()> {
        page.heading("SLO", Some("Service-level objective"), "Platform and SRE")?;
        page.gap()?;
        page.text("Meaning", "The level of service that a team sets itself.")?;
        page.gap()?;
        page.facts(&[
            Row::new("Ask", "How much is left?"),
            Row::new("Heard", "“It is gone.”"),
            Row::new("Not to be confused with", "SLA"),
        ])
    }

    #[test]
    fn nothing_is_wider_than_its_place_at_any_width() {
        for width in [1, 20, 25, 40, 47, 48, 60, 76, 80, 200] {
            let look = OutputStyle { styled: false, plain: false, width };
            let text = printed(look, entry);
            for line in text.lines() {
                let wide = crate::core::width::width(line);
                assert!(wide <= width.clamp(20, 76), "{width}: {line}");
            }
        }
    }

    #[test]
    fn an_entry_is_set_by_white_space_and_in_plain_by_one_fact_a_line() {
        let look = OutputStyle { styled: false, plain: false, width: 80 };
        assert_eq!(
            printed(look, entry),
            "SLO, Service-level objective  Platform and SRE\n\n  The level of service that a team sets itself.\n\n  \
             Ask    How much is left?\n  Heard  “It is gone.”\n  Not to be confused with  SLA\n"
        );
        let plain = OutputStyle { plain: true, styled: true, ..look };
        assert_eq!(
            printed(plain, entry),
            "SLO, Service-level objective\nMeaning: The level of service that a team sets itself.\nAsk: How much is left?\n\
             Heard: “It is gone.”\nNot to be confused with: SLA\n"
        );
    }

    #[test]
    fn an_item_goes_on_below_its_lead_and_in_plain_on_its_line() {
        let item = |page: &mut Page<'_>| {
            page.title("To ask")?;
            page.item("  1  ", "     ", "What is eating it, and who decides?")
        };
        let look = OutputStyle { styled: false, plain: false, width: 24 };
        assert_eq!(printed(look, item), "To ask\n  1  What is eating it,\n     and who decides?\n");
        let plain = OutputStyle { plain: true, ..look };
        assert_eq!(printed(plain, item), "To ask\n1  What is eating it, and who decides?\n");
    }

    #[test]
    fn hostile_text_does_not_reach_the_terminal() {
        let look = OutputStyle { styled: true, plain: false, width: 80 };
        let text = printed(look, |page| {
            page.heading("a\u{1b}[2Jb", Some("\u{202e}"), "\u{7}")?;
            page.facts(&[Row::new("Ask", "\u{1b}]0;x\u{7}")])?;
            page.note("Note", "\u{1b}c")
        });
        let bare = text
            .replace("\u{1b}[1m", "")
            .replace("\u{1b}[2m", "")
            .replace("\u{1b}[4m", "")
            .replace("\u{1b}[0m", "");
        assert!(!bare.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{bare:?}");
    }
}
