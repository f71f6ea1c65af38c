//! Renders a problem with its source line, its fix, and the reason for the rule. The only file that uses the rendering crate.

use std::ops::Range;

use annotate_snippets::renderer::{AnsiColor, DecorStyle, Effects, Style};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

use crate::commands::{Context, When};
use crate::core::deck::fix::edited;
use crate::core::deck::problem::{Edit, Fix, Problem};
use crate::core::deck::rules::Severity;
use crate::core::text::is_hostile;
use crate::core::width::{cut, width};
use crate::core::yaml::Span;
use crate::settings::Settings;

/// The longest line to render, in bytes. For longer ones only the location is printed.
const LONGEST: usize = 8 * 1024;

/// The maximum number of lines to render for a fix.
const MOST_LINES: usize = 6;

/// Renders problems in one style.
pub(crate) struct Pen {
    renderer: Renderer,
    width: usize,
    /// Whether to wrap titles too. If stdout isn't a terminal, each stays on one line so `grep` finds it.
    pub(super) fine: bool,
}

impl Pen {
    /// Renders for the terminal of `context`.
    pub(crate) fn of(context: &Context<'_>) -> Self {
        let listens = context.plain != When::Never;
        let styled = context.styled(&Settings::default());
        Self::new(styled, context.on_terminal.out && !listens, listens, context.width)
    }

    /// Renders for a terminal of `width` columns. `fine`: use box-drawing characters instead of ASCII. `plain`: output for
    /// screen readers.
    fn new(styled: bool, fine: bool, plain: bool, width: usize) -> Self {
        let bold = Style::new().effects(Effects::BOLD);
        let renderer = if styled {
            // Text uses the terminal's foreground color. Red and yellow only mark words that also state the severity.
            Renderer::styled()
                .error(AnsiColor::Red.on_default().effects(Effects::BOLD))
                .warning(AnsiColor::Yellow.on_default().effects(Effects::BOLD))
                .note(bold)
                .help(bold)
                .info(bold)
                .emphasis(bold)
                .context(bold)
                .line_num(Style::new().effects(Effects::DIMMED))
                .addition(AnsiColor::Green.on_default())
                .removal(AnsiColor::Red.on_default())
        } else {
            Renderer::plain()
        };
        let decor = if fine { DecorStyle::Unicode } else { DecorStyle::Ascii };
        let width = width.max(40);
        let renderer = renderer.decor_style(decor).term_width(width).no_graphics(plain);
        Self { renderer, width, fine }
    }

    /// Renders `problem` with its line in `text` and the related location in `other`; `why` adds the reason for the rule.
    pub(crate) fn draw(
        &self,
        problem: &Problem,
        text: Option<&str>,
        other: Option<&str>,
        why: bool,
    ) -> String {
        let level = match problem.rule.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Hint => Level::NOTE,
        };
        let title = level.primary_title(self.title(&problem.what, 13)).id(problem.rule.code());
        let mut group = Group::with_title(title);
        match text.and_then(|text| Excerpt::new(text, problem.place)) {
            Some(excerpt) => {
                let mark = AnnotationKind::Primary.span(excerpt.span.clone());
                group = group.element(excerpt.snippet(&problem.path).annotation(mark));
            }
            None => group = group.element(origin(&problem.path, problem.place)),
        }
        if let Some(also) = &problem.also {
            match other.and_then(|text| Excerpt::new(text, also.place)) {
                Some(excerpt) => {
                    let mark = AnnotationKind::Context.span(excerpt.span.clone());
                    let mark = mark.label(also.label.as_str());
                    group = group.element(excerpt.snippet(&also.path).annotation(mark));
                }
                None => group = group.element(origin(&also.path, also.place)),
            }
        }
        let after = text.zip(problem.fix.as_ref()).and_then(|(text, fix)| self.after(text, fix));
        if after.is_none() && !problem.help.is_empty() {
            group = group.element(Level::HELP.message(self.wrapped(&problem.advice())));
        }
        if why {
            group = group
                .element(Level::NOTE.with_name("why").message(self.wrapped(problem.rule.why())));
        }
        let mut report = vec![group];
        if let Some((snippet, patches)) = after {
            let title = Level::HELP.secondary_title(self.title(&problem.help, 6));
            report.push(title.element(snippet.patches(patches)));
        }
        self.renderer.render(&report)
    }

    /// Wraps `text`, leaving room for the gutter.
    fn wrapped(&self, text: &str) -> String {
        textwrap::fill(text, self.width.saturating_sub(14))
    }

    /// Wraps `text` as a title that starts after `lead` columns.
    fn title(&self, text: &str, lead: usize) -> String {
        let room = self.width.saturating_sub(lead);
        if self.fine { textwrap::fill(text, room) } else { text.to_owned() }
    }

    /// The lines that `fix` changes, before and after; `None` if there are too many or they are too long.
    fn after(
        &self,
        text: &str,
        fix: &Fix,
    ) -> Option<(Snippet<'static, Patch<'static>>, Vec<Patch<'static>>)> {
        if let [Edit { start, end, text: line }] = &fix.edits[..]
            && start == end
            && let Some(line) = line.strip_suffix('\n')
        {
            // A new line inserted between two others.
            let number = text.get(..usize::try_from(*start).ok()?)?.matches('\n').count() + 1;
            let patch = Patch::new(0..0, cut(&cleaned(line).0, self.width.saturating_sub(12)));
            return Some((Snippet::source("").line_start(number), vec![patch]));
        }
        let start = usize::try_from(fix.edits.iter().map(|edit| edit.start).min()?).ok()?;
        let end = usize::try_from(fix.edits.iter().map(|edit| edit.end).max()?).ok()?;
        let from = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
        // If the edit includes the newline, the next line isn't part of it.
        let inside = if end > start && text.get(..end)?.ends_with('\n') { end - 1 } else { end };
        let to = text.get(inside..)?.find('\n').map_or(text.len(), |at| inside + at + 1);
        let old = text.get(from..to)?;
        if old.len() > LONGEST || old.lines().count() > MOST_LINES {
            return None;
        }
        let number = text[..from].matches('\n').count() + 1;
        let (old, map) = cleaned(old);
        let place = |at: u32| {
            let at = *map.get(usize::try_from(at).ok()?.checked_sub(from)?)?;
            u32::try_from(at).ok()
        };
        let moved = |edit: &Edit| {
            let text = cleaned(&edit.text).0;
            Some(Edit { start: place(edit.start)?, end: place(edit.end)?, text })
        };
        let edits = fix.edits.iter().map(moved).collect::<Option<Vec<_>>>()?;
        let new = edited(&old, &edits.iter().collect::<Vec<_>>())?;
        let room = self.width.saturating_sub(12);
        let fits = |text: &str| text.lines().all(|line| width(line) <= room);
        if fits(&old) && fits(&new) {
            let patch = |edit: Edit| Patch::new(edit.start as usize..edit.end as usize, edit.text);
            let patches = edits.into_iter().map(patch).collect();
            return Some((Snippet::source(old).line_start(number), patches));
        }
        if old.trim_end().contains('\n') || new.trim_end().contains('\n') {
            return None;
        }
        // What changes has to be in sight.
        let (old, new) = (old.trim_end(), new.trim_end());
        let same = old.char_indices().zip(new.chars()).find(|((_, a), b)| a != b);
        let same = same.map_or(old.len().min(new.len()), |((at, _), _)| at);
        let mut hidden = old[..same].char_indices().map(|(at, _)| at).rev();
        let from = hidden.find(|at| width(&old[*at..same]) > room / 2).unwrap_or(0);
        let shown = |text: &str| match from {
            0 => cut(text, room),
            _ => format!("…{}", cut(&text[from..], room - 1)),
        };
        let (old, new) = (shown(old), shown(new));
        let whole = Patch::new(0..old.len(), new);
        Some((Snippet::source(old).line_start(number), vec![whole]))
    }
}

fn origin(path: &str, place: Span) -> Origin<'_> {
    let number = |n: u32| usize::try_from(n.max(1)).unwrap_or(1);
    Origin::path(path).line(number(place.line)).char_column(number(place.column))
}

/// A cleaned line of a file and the highlighted span in it.
struct Excerpt {
    line: String,
    number: usize,
    span: Range<usize>,
}

impl Excerpt {
    /// The line where `place` begins; `None` if it is out of range or the line is too long. A span that crosses lines is cut at
    /// the end of the first.
    fn new(text: &str, place: Span) -> Option<Self> {
        let number = usize::try_from(place.line).ok().filter(|number| *number > 0)?;
        let mut start = usize::try_from(place.start).ok()?.min(text.len());
        if start == 0 && number > 1 {
            // Only the line number is known.
            start = text.match_indices('\n').nth(number - 2)?.0 + 1;
        }
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let to = text[from..].find('\n').map_or(text.len(), |at| from + at);
        let line = text[from..to].trim_end_matches('\r');
        if line.len() > LONGEST {
            return None;
        }
        let end =
            usize::try_from(place.end).ok()?.clamp(start, from + line.len().max(start - from));
        let (line, map) = cleaned(line);
        let at = |byte: usize| map.get(byte - from).copied().unwrap_or(line.len());
        let span = at(start)..at(end);
        Some(Self { line, number, span })
    }

    fn snippet(self, path: &str) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        Snippet::source(self.line).line_start(self.number).path(path)
    }
}

/// Replaces each unsafe character in `text` with a placeholder and maps each old byte offset (and the end) to its new offset.
/// Keeps line feeds and tabs; the renderer shows tabs as spaces.
fn cleaned(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut map = Vec::with_capacity(text.len() + 1);
    for c in text.chars() {
        map.extend(std::iter::repeat_n(out.len(), c.len_utf8()));
        match c {
            '\n' | '\t' => out.push(c),
            '\r' => {}
            _ if is_hostile(c) => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    map.push(out.len());
    (out, map)
}

#[cfg(test)]
mod tests;
