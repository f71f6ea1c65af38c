//! `shoptalk deck check --base REV`: the checks that compare decks with an earlier revision.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::commands::check::reading::Checked;
use crate::core::card::TermId;
use crate::core::changes::{Removed, changes};
use crate::core::deck::problem::{Edit, Fix, Problem};
use crate::core::deck::{Deck, Origin, rules};
use crate::core::text::clean;
use crate::core::yaml::Span;
use crate::files::{self, Revision};

/// The changes in decks since a revision.
#[derive(Debug, Default)]
pub(super) struct Since {
    /// New or changed terms: their missing fields are reported one by one.
    pub fresh: HashSet<TermId>,
    /// Terms removed without a redirect.
    gone: Vec<Removed>,
    /// The old file text of each deck, by deck ID.
    files: HashMap<String, Arc<str>>,
}

/// Compares the decks at `paths` with `revision`.
pub(super) fn look(revision: &str, paths: &[PathBuf]) -> anyhow::Result<Since> {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for (rank, path) in (0..).zip(paths) {
        let before = Revision::find(path, revision)?.read(path, &Origin::Named)?;
        let now = files::read_path(path, &Origin::Named);
        old.extend(before.into_iter().map(|read| read.ranked(rank)));
        new.extend(now.into_iter().map(|read| read.ranked(rank)));
    }
    let decks = old.iter().filter_map(|read| read.deck.as_ref());
    let files: HashMap<String, Arc<str>> =
        decks.map(|deck| (deck.id.to_string(), deck.path.clone())).collect();
    let around: Vec<Deck> = files::built_in();
    let changes = changes(old, new, &around);
    let mut fresh: HashSet<_> = changes.added.into_iter().map(|term| term.id).collect();
    fresh.extend(changes.changed.iter().filter_map(|term| term.id.parse().ok()));
    Ok(Since { fresh, gone: changes.removed, files })
}

/// One problem for each ID that was removed without a redirect, with the place where a redirect belongs.
pub(super) fn gone(since: &Since, checked: &Checked) -> Vec<Problem> {
    let broken: HashSet<&str> = checked
        .problems
        .iter()
        .filter(|problem| problem.is_error())
        .map(|problem| &*problem.path)
        .collect();
    since.gone.iter().filter_map(|removed| lost(removed, since, checked, &broken)).collect()
}

fn lost(
    removed: &Removed,
    since: &Since,
    checked: &Checked,
    broken: &HashSet<&str>,
) -> Option<Problem> {
    let rule = &rules::LOST_ID;
    let (id, name) = (&removed.was.id, clean(&removed.was.term));
    let file = since.files.get(id.deck())?;
    let Some(now) = &removed.perhaps else {
        // The term may be missing because of an error in its file, which is reported already.
        if broken.contains(&**file) {
            return None;
        }
        let place = Span { line: 1, column: 1, start: 0, end: 0 };
        let what = format!("`{name}` (`{id}`) was removed, and no term lists it under `formerly`");
        let help = "keep it and add `retired:` with a date, or add its id to `formerly` of \
                    the term that replaces it";
        return Some(Problem::new(file.clone(), place, rule, what, help));
    };
    let (deck, at) = checked.reads.iter().find_map(|read| {
        let at = read.deck.as_ref()?.terms.iter().position(|term| term.id == *now)?;
        Some((read, at))
    })?;
    let (term, marks) = (&deck.deck.as_ref()?.terms[at], deck.marks.terms.get(at)?);
    let place = marks.of("term", 0);
    let old = if id.deck() == now.deck() { id.term() } else { id.as_str() };
    let what = format!("`{}` seems to be the new name of `{id}`, but does not say so", term.term);
    let mut problem =
        Problem::new(deck.deck.as_ref()?.path.clone(), place, rule, what, "add the old id");
    let shown = format!("formerly: [{old}]");
    let text = checked.text(&problem.path).filter(|_| term.formerly.is_empty());
    let insert = text.and_then(|text| after(text, place, &shown));
    if insert.is_none() {
        problem.help = format!("add `{old}` to its `formerly`, or keep `id: {}`", id.term());
    }
    problem.fix = insert.map(|edit| Fix::likely(vec![edit]).showing(shown));
    Some(problem)
}

/// An edit that inserts `field` on a new line below the value at `place`.
fn after(text: &str, place: Span, field: &str) -> Option<Edit> {
    let (start, end) = (usize::try_from(place.start).ok()?, usize::try_from(place.end).ok()?);
    let from = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let head = text.get(from..start)?;
    let margin = head.len() - head.trim_start_matches([' ', '-']).len();
    // In a flow mapping (`{…}`) a new line would not be a field.
    head.trim_start_matches([' ', '-']).starts_with("term").then_some(())?;
    let to = end + text.get(end..)?.find('\n')?;
    let line_end = if text.get(..to)?.ends_with('\r') { "\r\n" } else { "\n" };
    let at = u32::try_from(to + 1).ok()?;
    Some(Edit { start: at, end: at, text: format!("{}{field}{line_end}", " ".repeat(margin)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_goes_below_the_term_as_deep_as_it() {
        let text = "terms:\r\n  - term: SLO\r\n    definition: d\r\n";
        let at = u32::try_from(text.find("SLO").unwrap()).unwrap();
        let place = Span { line: 2, column: 11, start: at, end: at + 3 };
        let edit = after(text, place, "formerly: [x]").unwrap();
        assert_eq!(&text[..edit.start as usize], "terms:\r\n  - term: SLO\r\n");
        assert_eq!(edit.text, "    formerly: [x]\r\n");
        assert_eq!(
            after("terms:\n  - {term: SLO}\n", Span { start: 18, end: 21, ..place }, "x"),
            None
        );
    }
}
