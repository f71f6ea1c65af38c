//! A text read between the lines with its terms below it, for `lookup` and `scan`.

use std::io;

use crate::commands::page::Page;
use crate::core::card::TermId;
use crate::core::document::{Row, Section};
use crate::core::library::Library;
use crate::core::lookup::Evidence;
use crate::core::reading::Reading;

/// The heading of the terms that are not doubtful.
pub(super) const TERMS: &str = "Terms";
/// The heading of words that may be plain English.
pub(super) const PERHAPS: &str = Evidence::Doubtful.label().expect("it has a label");

/// A text, and terms under headings.
pub(super) struct ReadText<'a> {
    /// The text.
    pub(super) reading: &'a Reading<'a>,
    /// The terms of each heading; headings without any are left out.
    pub(super) groups: Vec<(&'static str, Vec<&'a TermId>)>,
    /// All decks.
    pub(super) library: &'a Library,
}

impl ReadText<'_> {
    /// Prints the text, then the terms as rows.
    pub(super) fn print(&self, page: &mut Page<'_>) -> io::Result<()> {
        page.reading(self.reading)?;
        for (heading, terms) in self.groups() {
            page.gap()?;
            if !page.look().plain {
                page.title(heading)?;
            }
            for (deck, term) in terms.iter().filter_map(|term| self.library.entry(term)) {
                let label = if *heading == TERMS { "Term" } else { heading };
                page.row(label, &term.term, &deck.title, term.gist())?;
            }
        }
        Ok(())
    }

    /// The same as Markdown.
    pub(super) fn markdown(&self) -> String {
        let sections = self.groups().map(|(heading, terms)| {
            let entries = terms.iter().filter_map(|term| self.library.entry(term));
            let rows = entries.map(|(deck, term)| {
                Row::new(format!("{} ({})", term.term, deck.title), term.gist())
            });
            Section::new(*heading, rows)
        });
        self.reading.markdown("Between the lines", &sections.collect::<Vec<_>>())
    }

    fn groups(&self) -> impl Iterator<Item = &(&'static str, Vec<&TermId>)> {
        self.groups.iter().filter(|(_, terms)| !terms.is_empty())
    }
}
