//! `shoptalk deck check --base REV`: the checks that compare decks with an earlier revision.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use crate::commands::check::not_read;
use crate::commands::check::reading::{self, Checked};
use crate::core::card::TermId;
use crate::core::changes::{Removed, changes_of_content};
use crate::core::deck::problem::{Edit, Fix, Problem};
use crate::core::deck::read::Read;
use crate::core::deck::rules::Rule;
use crate::core::deck::{Deck, Origin, Term};
use crate::core::text::clean;
use crate::core::yaml::Span;
use crate::files::{self, Revision};

/// The changes in decks since a revision.
#[derive(Default)]
pub(super) struct Since {
    /// New or changed terms: their missing fields are reported one by one.
    pub fresh: HashSet<TermId>,
    /// Terms removed without a redirect.
    gone: Vec<Removed>,
    /// The old file of each deck, by deck ID.
    files: HashMap<String, Arc<str>>,
    /// The new ID of each renamed term.
    renamed: HashMap<TermId, TermId>,
    /// The old decks.
    before: Checked,
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
    let mut before = Checked { reads: old.clone(), ..Checked::default() };
    before.problems = before.reads.iter_mut().flat_map(|read| read.problems.drain(..)).collect();
    // A file that was overlooked at the base, too, is nothing new.
    let was_there = |problem: &Problem| {
        let path = Path::new(&*problem.path);
        Revision::find(path, revision).is_ok_and(|revision| revision.has(path))
    };
    before.problems.extend(not_read(paths).into_iter().filter(was_there));
    let around: Vec<Deck> = files::built_in();
    let changes = changes_of_content(old, new, &around);
    let mut fresh: HashSet<_> = changes.added.into_iter().map(|term| term.id).collect();
    fresh.extend(changes.changed.iter().filter_map(|term| term.id.parse().ok()));
    let renamed = changes.renamed.into_iter().map(|term| (term.from, term.to)).collect();
    Ok(Since { fresh, gone: changes.removed, files, renamed, before })
}

/// Takes the problems out of `checked` that its decks had at the base already, and returns them.
pub(super) fn older(since: &mut Since, checked: &mut Checked, today: Date) -> Vec<Problem> {
    reading::lint(&mut since.before, &since.fresh, today);
    let formerly = checked.reads.iter().filter_map(|read| read.deck.as_ref());
    let formerly = formerly
        .flat_map(|deck| deck.formerly.iter().map(move |old| (old.as_str(), deck.id.to_string())));
    let decks: HashMap<&str, String> = formerly.collect();
    let mut known: HashMap<Key<'_>, usize> = HashMap::new();
    let places = Places::new(&since.before.reads);
    for problem in &since.before.problems {
        let mut key = places.key(problem);
        if let Some(now) = decks.get(&*key.deck) {
            key.deck.clone_from(now);
        }
        key.term = key.term.map(|term| since.renamed.get(term).unwrap_or(term));
        *known.entry(key).or_default() += 1;
    }
    let places = Places::new(&checked.reads);
    let is_old = |problem: &mut Problem| {
        let key = places.key(problem);
        match known.get_mut(&key) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            // What all terms lack, other than the new and changed ones.
            _ => {
                problem.rule == Rule::Incomplete
                    && !key.term.is_some_and(|term| since.fresh.contains(term))
            }
        }
    };
    checked.problems.extract_if(.., is_old).collect()
}

/// Whether decks have other owners than at the base, or there are other files.
pub(super) fn changes_owners(since: &Since, checked: &Checked) -> bool {
    let owners = |reads: &[Read]| -> BTreeMap<Arc<str>, Vec<String>> {
        let decks = reads.iter().filter_map(|read| read.deck.as_ref());
        decks.map(|deck| (deck.path.clone(), deck.owners.clone())).collect()
    };
    owners(&since.before.reads) != owners(&checked.reads)
}

/// What two versions of a problem have in common, wherever it moved.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    /// The deck's ID; the file's path if it can't be read.
    deck: String,
    term: Option<&'a TermId>,
    rule: Rule,
    what: String,
}

/// The terms of each file, by the line where they start.
struct Places<'a>(HashMap<&'a str, (&'a Deck, BTreeMap<u32, &'a Term>)>);

impl<'a> Places<'a> {
    fn new(reads: &'a [Read]) -> Self {
        let decks = reads.iter().filter_map(|read| read.deck.as_ref());
        let of = |deck: &'a Deck| {
            let lines = deck.terms.iter().map(|term| (term.line, term)).collect();
            (&*deck.path, (deck, lines))
        };
        Self(decks.map(of).collect())
    }

    fn key(&self, problem: &Problem) -> Key<'a> {
        let (path, rule) = (&*problem.path, problem.rule);
        let place = self.0.get(path);
        let deck = place.map_or(path, |(deck, _)| &*deck.id).to_owned();
        let terms = place.map(|(_, terms)| terms.range(..=problem.place.line));
        let term = terms.and_then(|mut terms| terms.next_back()).map(|(_, term)| *term);
        // What may differ in the messages: line numbers, the name of a renamed term, and the neighbor of a term out of order.
        let mut what = String::new();
        if problem.rule != Rule::Order {
            what = problem.what.chars().filter(|c| !c.is_ascii_digit()).collect();
            what = term.map_or(what.clone(), |term| what.replace(&term.term, ""));
        }
        Key { deck, term: term.map(|term| &term.id), rule, what }
    }
}

/// One problem for each ID that was removed without a redirect, with the place where a redirect belongs. `checked` has only problems
/// that are new: older ones did not remove a term.
pub(super) fn gone(since: &Since, checked: &Checked) -> Vec<Problem> {
    let broken: HashSet<&str> = checked
        .problems
        .iter()
        .filter(|problem| problem.is_error())
        .map(|problem| &*problem.path)
        .collect();
    let is_there = |id: &str| checked.marked().iter().any(|(deck, _)| &*deck.id == id);
    // A deck whose id comes from the name of its file, which has changed, has new ids for all of its terms.
    let mut moved: HashMap<(&str, &str), Vec<&Removed>> = HashMap::new();
    for removed in &since.gone {
        let from = removed.was.id.deck();
        if let Some(now) = &removed.perhaps
            && removed.was.id.term() == now.term()
            && !is_there(from)
            && !since.files.contains_key(now.deck())
        {
            moved.entry((from, now.deck())).or_default().push(removed);
        }
    }
    moved.retain(|_, terms| terms.len() > 1);
    let deck = |((old, new), _): (&(&str, &str), _)| {
        let mut decks = checked.reads.iter().filter_map(|read| read.deck.as_ref());
        let path = decks.find(|deck| &*deck.id == *new)?.path.clone();
        let place = Span { line: 1, column: 1, start: 0, end: 0 };
        let what =
            format!("the deck `{new}` seems to be the new name of `{old}`, but does not say so");
        let help = format!("add `formerly: [{old}]` above `terms`, for all of its words");
        Some(Problem::new(path, place, Rule::LostId, what, help))
    };
    let is_told =
        |removed: &&Removed| moved.values().flatten().any(|one| std::ptr::eq(*one, *removed));
    let terms = since.gone.iter().filter(|removed| !is_told(removed));
    let terms = terms.filter_map(|removed| lost(removed, since, checked, &broken));
    moved.iter().filter_map(deck).chain(terms).collect()
}

fn lost(
    removed: &Removed,
    since: &Since,
    checked: &Checked,
    broken: &HashSet<&str>,
) -> Option<Problem> {
    let rule = Rule::LostId;
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
