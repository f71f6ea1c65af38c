//! Prints look-up results: meaning first, the best entry in full, the others in short form.

use std::collections::HashSet;
use std::io;

use crate::commands::Context;
use crate::commands::page::{OutputStyle, Page};
use crate::core::annotations::{Annotations, Own};
use crate::core::card::TermId;
use crate::core::deck::Term;
use crate::core::document::{self, Row, Section};
use crate::core::entry;
use crate::core::finder::{Findings, Found};
use crate::core::lookup::{Evidence, NEAR, Verdict};
use crate::core::packed_library::PackedLibrary;
use crate::core::reading;
use crate::core::text::clean;

/// How many similar names to suggest if nothing was found.
const NEAREST: usize = 3;

/// A query and its results.
#[derive(Clone, Copy)]
pub(super) struct Answer<'a> {
    /// The query as typed.
    pub(super) query: &'a str,
    /// The search results.
    pub(super) findings: &'a Findings,
    /// The library.
    pub(super) library: &'a PackedLibrary,
    /// The user's notes and flags.
    pub(super) marks: &'a Annotations,
    /// Number of senses cut off by the limit.
    pub(super) left_out: usize,
}

/// How much to print.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// The best entry on one line.
    Line,
    /// The matches; without a match, near hits and the meaning of the first.
    Fitting,
    /// Matches and near hits.
    All,
}

/// Prints matches to `out`, followed by misheard words of the same phrase, and other near hits and messages to `err`, each in its own
/// style from `looks`.
pub(super) fn print(
    answer: &Answer<'_>,
    detail: Detail,
    looks: [OutputStyle; 2],
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    let shown = clean(answer.query);
    match answer.findings.verdict {
        Verdict::Match => {}
        Verdict::Near => return near(answer, detail, looks[1], context),
        Verdict::None => return none(answer, context),
    }
    if let Some(first) = answer.findings.found.first()
        && first.hit.evidence == Evidence::Heard
        && let Some((_, term)) = answer.library.entry(&first.term)
    {
        writeln!(context.err, "“{shown}” sounds like “{}”.", clean(&term.term))?;
    }
    let mut page = Page::new(context.out, looks[0]);
    for (at, found) in answer.findings.fitting().enumerate() {
        let Some((title, term)) = answer.library.entry(&found.term) else { continue };
        if detail == Detail::Line {
            page.raw(&one_line(title, &term))?;
            break;
        }
        if at > 0 {
            page.break_off()?;
        }
        let own = answer.marks.own(answer.library.renames(), &found.term);
        print_entry(&mut page, answer.library, (title, &term), own, at == 0)?;
    }
    // Words of the phrase that were probably misheard, listed after those that matched.
    if detail == Detail::Fitting {
        let fitting: Vec<&TermId> = answer.findings.fitting().map(|found| &found.term).collect();
        let is_beside =
            |found: &&Found| found.hit.is_misheard_part() && !fitting.contains(&&found.term);
        let beside = answer.findings.found.iter().filter(is_beside);
        list(&beside, answer.library, &mut page)?;
    }
    context.out.flush()?;
    if answer.left_out > 0 {
        let more = answer.left_out;
        writeln!(context.err, "{more} more for “{shown}”: `--all` shows them all.")?;
    }
    if detail == Detail::All && rows(answer).next().is_some() {
        writeln!(context.err, "\nNear “{shown}”:")?;
        list(&rows(answer), answer.library, &mut Page::new(context.err, looks[1]))?;
    }
    Ok(())
}

/// Prints near hits as a list, with the meaning of the first. Everything goes to stderr: a script must not mistake it for an
/// answer.
fn near(
    answer: &Answer<'_>,
    detail: Detail,
    look: OutputStyle,
    context: &mut Context<'_>,
) -> anyhow::Result<()> {
    let query = clean(answer.query);
    if reading::is_sentence(answer.query) {
        writeln!(context.err, "“{query}” has no word that is surely a term. It may be about:")?;
    } else {
        writeln!(context.err, "“{query}” was not found. It may be:")?;
    }
    let mut page = Page::new(context.err, look);
    list(&rows(answer), answer.library, &mut page)?;
    let first = rows(answer).next().and_then(|found| answer.library.entry(&found.term));
    if let Some((title, term)) = first.filter(|_| detail != Detail::Line) {
        page.break_off()?;
        page.term(title, &term)?;
        page.text("Meaning", &term.definition)?;
    }
    Ok(())
}

/// The near hits.
fn rows<'a>(answer: &Answer<'a>) -> impl Iterator<Item = &'a Found> + Clone {
    // If the best hit is only near, lower-ranked exact matches don't count as matches either.
    let is_near = answer.findings.verdict == Verdict::Near;
    let near = move |found: &&Found| is_near || !found.hit.evidence.is_match();
    answer.findings.found.iter().filter(|found| found.hit.score >= NEAR).filter(near)
}

/// Prints near hits: a label, then term, team, and one line of the meaning.
fn list<'a>(
    rows: &(impl Iterator<Item = &'a Found> + Clone),
    library: &PackedLibrary,
    page: &mut Page<'_>,
) -> io::Result<()> {
    let mut labels: Vec<&str> = rows.clone().map(label).collect();
    let mut seen = HashSet::new();
    labels.retain(|label| seen.insert(*label));
    for group in labels {
        page.gap()?;
        if !page.look().plain {
            page.title(group)?;
        }
        for found in rows.clone().filter(|found| label(found) == group) {
            let Some((title, term)) = library.entry(&found.term) else { continue };
            page.row(group, &term.term, title, term.gist())?;
        }
    }
    Ok(())
}

/// The label for a near hit.
fn label(found: &Found) -> &'static str {
    found.hit.evidence.label().unwrap_or("Spelled like")
}

/// Reports that nothing was found, with similar names and suggestions.
fn none(answer: &Answer<'_>, context: &mut Context<'_>) -> anyhow::Result<()> {
    if reading::is_sentence(answer.query) {
        writeln!(context.err, "No word of “{}” is in any deck.", clean(answer.query))?;
        return Ok(());
    }
    writeln!(context.err, "Nothing like “{}” yet.", clean(answer.query))?;
    let named = answer.findings.found.iter().filter_map(|found| {
        let (title, term) = answer.library.entry(&found.term)?;
        Some(format!("{} ({})", clean(&term.term), clean(title)))
    });
    let nearest: Vec<String> = named.take(NEAREST).collect();
    if !nearest.is_empty() {
        writeln!(context.err, "Closest: {}", nearest.join(", "))?;
    }
    writeln!(context.err, "`shoptalk jot WORDS` saves it until you can ask.")?;
    Ok(())
}

/// The entry on one line, for status bars and scripts.
fn one_line(title: &str, term: &Term) -> String {
    format!("{} ({title}): {}", term.term, term.gist())
}

/// The matches as Markdown, one page each.
pub(super) fn markdown(
    findings: &Findings,
    library: &PackedLibrary,
    marks: &Annotations,
) -> String {
    let pages = findings.fitting().filter_map(|found| {
        let (title, term) = library.entry(&found.term)?;
        let title = format!("{} ({title})", entry::name(&term));
        let own = marks.own(library.renames(), &found.term);
        let facts = entry::notes(own).chain(entry::facts(library, &term, own));
        let meaning = entry::retired(library, &term).into_iter();
        let meaning = meaning.chain([Row::text(&*term.definition)]);
        let sections = [Section::new("", meaning), Section::new("More", facts)];
        Some(document::markdown(&title, &sections))
    });
    pages.collect::<Vec<_>>().join("\n")
}

/// Prints an entry: term, team, and meaning; if `whole`, also questions and all other fields.
fn print_entry(
    page: &mut Page<'_>,
    library: &PackedLibrary,
    (title, term): (&str, &Term),
    own: Own<'_>,
    whole: bool,
) -> io::Result<()> {
    page.term(title, term)?;
    if whole {
        page.gap()?;
    }
    if let Some(retired) = entry::retired(library, term) {
        page.facts(&[retired])?;
        page.gap()?;
    }
    page.text("Meaning", &term.definition)?;
    let mut facts: Vec<Row> = entry::notes(own).collect();
    if whole {
        facts.extend(entry::facts(library, term, own));
    }
    let same = library.same_entries(&term.id).into_iter();
    facts.extend(same.map(|(title, other)| entry::in_team(title, other.definition)));
    if !facts.is_empty() {
        page.gap()?;
    }
    page.facts(&facts)
}
