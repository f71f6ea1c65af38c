//! Prints deck changes on a terminal.

use std::io::{self, Write};

use crate::commands::diff::{fix, lost};
use crate::core::changes::{Changed, Changes, FieldChange};
use crate::core::diff::Piece;

/// The audience of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Reviews the changes before they are merged.
    Reviewer,
    /// Follows the deck and learns from it.
    Learner,
}

/// Writes `changes` for `reader`, wrapped to `width` columns. Added lines start with `+`, removed ones with `-`.
pub(crate) fn write(
    changes: &Changes,
    reader: Reader,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page { out, width: width.clamp(20, 100), begun: false };
    let heading = match reader {
        Reader::Reviewer => lost(changes).unwrap_or_default(),
        Reader::Learner => "Removed; your progress is kept in case they come back".to_owned(),
    };
    page.section(&heading, &changes.removed, |page, removed| {
        page.line(&format!("- {}  {}", removed.was.id, removed.was.term))?;
        match reader {
            Reader::Reviewer => page.text(&fix(removed)),
            Reader::Learner => Ok(()),
        }
    })?;
    let decks = (!changes.decks_added.is_empty() || !changes.decks_removed.is_empty())
        || !changes.decks_changed.is_empty();
    if decks {
        page.heading("Decks")?;
        for id in &changes.decks_added {
            page.line(&format!("+ {id}"))?;
        }
        for id in &changes.decks_removed {
            page.line(&format!("- {id}"))?;
        }
        for deck in &changes.decks_changed {
            page.changed(deck)?;
        }
    }
    page.section("Added", &changes.added, |page, term| {
        page.line(&format!("+ {}  {}", term.id, term.term))?;
        page.text(&term.definition)
    })?;
    page.section("Renamed; progress carries over", &changes.renamed, |page, one| {
        page.line(&format!("~ {} is now {}", one.from, one.to))
    })?;
    page.section("Changed", &changes.changed, Page::changed)?;
    page.section("Scenes added", &changes.scenes_added, |page, scene| {
        page.line(&format!("+ {}  {}", scene.id, scene.title))
    })?;
    page.section("Scenes removed", &changes.scenes_removed, |page, scene| {
        page.line(&format!("- {}  {}", scene.id, scene.title))
    })?;
    page.section("Scenes changed", &changes.scenes_changed, Page::changed)?;
    if reader == Reader::Learner {
        return Ok(());
    }
    page.section("Broken links", &changes.broken_links, |page, link| {
        page.line(&format!("! {}  {}: {}", link.from, link.field, link.to))
    })?;
    page.section("New problems", &changes.problems, |page, problem| {
        page.line(&problem.to_string())
    })?;
    page.section("Not compared, because they cannot be read", &changes.unread, |page, path| {
        page.line(path)
    })
}

struct Page<'a> {
    out: &'a mut dyn Write,
    width: usize,
    begun: bool,
}

impl Page<'_> {
    fn heading(&mut self, text: &str) -> io::Result<()> {
        let gap = if self.begun { "\n" } else { "" };
        self.begun = true;
        writeln!(self.out, "{gap}{text}")
    }

    fn section<T>(
        &mut self,
        heading: &str,
        items: &[T],
        each: impl Fn(&mut Self, &T) -> io::Result<()>,
    ) -> io::Result<()> {
        if !items.is_empty() {
            self.heading(heading)?;
        }
        items.iter().try_for_each(|item| each(self, item))
    }

    fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        let options = textwrap::Options::new(self.width)
            .initial_indent("    ")
            .subsequent_indent("      ")
            .break_words(false);
        textwrap::wrap(text, options).iter().try_for_each(|line| self.line(line))
    }

    fn changed(&mut self, changed: &Changed) -> io::Result<()> {
        self.line(&format!("~ {}  {}", changed.id, changed.name))?;
        changed.fields.iter().try_for_each(|field| self.text(&in_words(field)))?;
        if changed.shown_again {
            self.text("Anyone who knows it is shown what changed.")?;
        }
        Ok(())
    }
}

/// A word diff in the style of `git diff --word-diff`: `definition: A [-target-] {+promise+} for a service`.
fn in_words(change: &FieldChange) -> String {
    let words: Vec<String> = change
        .words
        .iter()
        .map(|piece| match piece {
            Piece::Same(words) => words.clone(),
            Piece::Gone(words) => format!("[-{words}-]"),
            Piece::New(words) => format!("{{+{words}+}}"),
        })
        .collect();
    format!("{}: {}", change.field, words.join(" "))
}
