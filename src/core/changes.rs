//! What has changed from one state of decks to another: for whoever reviews them, and for whoever learns from them.

mod fields;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::core::card::TermId;
use crate::core::deck::lint::{Marked, lint};
use crate::core::deck::problem::Problem;
use crate::core::deck::read::Read;
use crate::core::deck::rules::Severity;
use crate::core::deck::{Deck, Marks, Term};
use crate::core::diff::{Piece, diff, is_material};
use crate::core::library::Library;
use crate::core::words::words;

/// A term, by what names it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Named {
    /// Its id.
    pub id: TermId,
    /// The word.
    pub term: String,
    /// What it means.
    pub definition: String,
}

/// A term that is gone, so that the progress of everybody who learnt it would be lost.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Removed {
    /// What it was.
    #[serde(flatten)]
    pub was: Named,
    /// The new term that it seems to have become: it has the same meaning, or the same name in the same deck. It should
    /// say so with `formerly`.
    pub perhaps: Option<TermId>,
}

/// A term that has another id and says so, so that progress follows.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Renamed {
    /// The id that it had.
    pub from: TermId,
    /// The id that it has.
    pub to: TermId,
}

/// A field whose value is another one. A field that is not there is empty.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FieldChange {
    /// Its name in the file.
    pub field: &'static str,
    /// Its value before; the items of a list with commas between them.
    pub old: String,
    /// Its value now.
    pub new: String,
    /// How the one became the other, word by word.
    pub words: Vec<Piece>,
}

/// A term or a deck of which something has changed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Changed {
    /// Its id now.
    pub id: String,
    /// The word, or the title of the deck.
    pub name: String,
    /// Whether the definition says something else now, so that everybody who knows the term is shown what changed.
    pub shown_again: bool,
    /// What has changed, in the order in which fields are best written.
    pub fields: Vec<FieldChange>,
}

/// A link that led somewhere, and does no more.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct BrokenLink {
    /// The term that has the link.
    pub from: TermId,
    /// The field it stands in.
    pub field: &'static str,
    /// What it names.
    pub to: TermId,
}

/// What has changed from one state of decks to another. Everything is in the order of decks and terms.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Changes {
    /// Decks that are new.
    pub decks_added: Vec<String>,
    /// Decks that are gone, under every id that they had.
    pub decks_removed: Vec<String>,
    /// Decks of which something besides the terms has changed.
    pub decks_changed: Vec<Changed>,
    /// Terms that are new.
    pub added: Vec<Named>,
    /// Terms that are gone: their progress would be lost.
    pub removed: Vec<Removed>,
    /// Terms that have another id and keep their progress.
    pub renamed: Vec<Renamed>,
    /// Terms of which something has changed.
    pub changed: Vec<Changed>,
    /// Links that broke.
    pub broken_links: Vec<BrokenLink>,
    /// What is wrong now and was not before.
    pub problems: Vec<Problem>,
    /// How many things were wrong before and are not now.
    pub mended: usize,
    /// Files that are broken as a whole: their terms were left out of the comparison.
    pub unread: Vec<String>,
}

impl Changes {
    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a reviewer should not let it pass: progress would be lost, or there are new errors.
    pub fn is_bad(&self) -> bool {
        !self.removed.is_empty() || self.problems.iter().any(Problem::is_error)
    }

    /// Leaves only what concerns decks for which `wanted` holds; the problems are left out.
    #[must_use]
    pub fn of_decks(mut self, wanted: impl Fn(&str) -> bool) -> Self {
        let term = |id: &str| wanted(id.split('/').next().unwrap_or_default());
        self.decks_added.retain(|id| wanted(id));
        self.decks_removed.retain(|id| wanted(id));
        self.decks_changed.retain(|deck| wanted(&deck.id));
        self.added.retain(|one| wanted(one.id.deck()));
        self.removed.retain(|one| wanted(one.was.id.deck()));
        self.renamed.retain(|one| wanted(one.from.deck()) || wanted(one.to.deck()));
        self.changed.retain(|one| term(&one.id));
        self.broken_links.retain(|link| wanted(link.from.deck()));
        self.problems.clear();
        self.mended = 0;
        self
    }
}

/// One of the two states: its decks, merged, and what is wrong with them.
struct Side {
    decks: Vec<Deck>,
    library: Library,
    problems: Vec<Problem>,
    unread: HashSet<Arc<str>>,
}

impl Side {
    fn new(reads: Vec<Read>, around: &[&Deck]) -> Self {
        let mut problems = Vec::new();
        let mut unread = HashSet::new();
        let mut decks: Vec<Deck> = Vec::new();
        let mut marks: Vec<Vec<Marks>> = Vec::new();
        for read in reads {
            match read.deck {
                Some(deck) => {
                    let rank = deck.rank.saturating_add(1);
                    decks.push(Deck { rank, ..deck });
                    marks.push(read.marks);
                }
                None => unread.extend(read.problems.first().map(|problem| problem.path.clone())),
            }
            problems.extend(read.problems);
        }
        let own: HashSet<Arc<str>> = decks.iter().map(|deck| deck.path.clone()).collect();
        let all = around.iter().map(|deck| (*deck).clone()).chain(decks.iter().cloned());
        let merge = Library::merge(all.collect());
        problems.extend(merge.problems.into_iter().filter(|one| own.contains(&one.path)));
        let marked: Vec<Marked<'_>> = decks.iter().zip(marks.iter().map(Vec::as_slice)).collect();
        problems.extend(lint(&marked, &merge.library));
        problems.retain(|problem| problem.rule.severity != Severity::Hint);
        Self { decks, library: merge.library, problems, unread }
    }

    /// The decks that can be compared, by their paths: those that the other state could read, too.
    fn comparable<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a Deck> {
        self.decks.iter().filter(|deck| !other.unread.contains(&deck.path))
    }
}

/// What has changed from `old` to `new`. Links may lead to the decks `around`, which may also be extended; one that has
/// the id of a deck in `old` or `new` stands back, so that it does not serve for a deck that is gone.
pub fn changes(old: Vec<Read>, new: Vec<Read>, around: &[Deck]) -> Changes {
    let whole = |reads: &[Read]| -> Vec<String> {
        let decks = reads.iter().filter_map(|read| read.deck.as_ref());
        decks.filter(|deck| deck.extends.is_none()).map(|deck| deck.id.to_string()).collect()
    };
    let taken: HashSet<String> = whole(&old).into_iter().chain(whole(&new)).collect();
    let around: Vec<&Deck> = around.iter().filter(|deck| !taken.contains(&*deck.id)).collect();
    let (old, new) = (Side::new(old, &around), Side::new(new, &around));
    let mut changes = Changes::default();
    compare_decks(&old, &new, &mut changes);
    compare_terms(&old, &new, &mut changes);
    broken_links(&old, &new, &mut changes);
    let (problems, mended) = new_problems(&old.problems, &new.problems);
    changes.problems = problems;
    changes.mended = mended;
    changes.unread = new.unread.iter().map(ToString::to_string).collect();
    changes.unread.sort_unstable();
    changes
}

fn compare_decks(old: &Side, new: &Side, changes: &mut Changes) {
    let has = |side: &Side, deck: &Deck| side.decks.iter().any(|other| other.id == deck.id);
    for deck in old.comparable(new) {
        if !has(new, deck) && new.library.deck(&deck.id).is_none() {
            changes.decks_removed.push(deck.id.to_string());
        }
    }
    for deck in new.comparable(old) {
        let mut before = old.decks.iter().filter(|other| other.id == deck.id);
        match (before.next(), old.library.deck(&deck.id)) {
            (Some(before), _) => {
                let fields = fields::of_deck(before, deck);
                if !fields.is_empty() {
                    let (id, name) = (deck.id.to_string(), deck.title.clone());
                    changes.decks_changed.push(Changed { id, name, shown_again: false, fields });
                }
            }
            (None, None) => changes.decks_added.push(deck.id.to_string()),
            (None, Some(_)) => {}
        }
    }
}

fn named(term: &Term) -> Named {
    let (id, term, definition) = (term.id.clone(), term.term.clone(), term.definition.clone());
    Named { id, term, definition }
}

fn compare_terms(old: &Side, new: &Side, changes: &mut Changes) {
    let mut reached: HashSet<TermId> = HashSet::new();
    let mut gone: Vec<&Term> = Vec::new();
    for term in old.comparable(new).flat_map(|deck| &deck.terms) {
        if new.library.term(&term.id).is_some() {
            continue;
        }
        let to = new.library.resolve(&term.id);
        match new.library.term(&to) {
            Some(successor) => {
                changes.renamed.push(Renamed { from: term.id.clone(), to: to.clone() });
                // Two that became one are told from a term that had been there.
                if old.library.term(&to).is_none() && reached.insert(to) {
                    compare_texts(term, successor, changes);
                }
            }
            None => gone.push(term),
        }
    }
    let mut added: Vec<&Term> = Vec::new();
    for term in new.comparable(old).flat_map(|deck| &deck.terms) {
        match old.library.term(&term.id) {
            Some(before) => compare_texts(before, term, changes),
            None if reached.contains(&term.id) => {}
            None => added.push(term),
        }
    }
    let suspects = Suspects::new(&added, gone.len());
    let removed = gone.into_iter();
    changes.removed =
        removed.map(|term| Removed { was: named(term), perhaps: suspects.of(term) }).collect();
    changes.added = added.into_iter().map(named).collect();
}

/// So many pairs of a term that is gone and one that was added are compared word by word: then a respelt definition is
/// known again, too. Where there are more, only the same words are.
const MOST_PAIRS: usize = 20_000;

/// Terms that were added, by what would tell that they were there before under another id.
struct Suspects<'a> {
    names: HashMap<(&'a str, String), &'a Term>,
    meanings: HashMap<String, &'a Term>,
    /// Those that are compared one by one.
    few: &'a [&'a Term],
}

impl<'a> Suspects<'a> {
    fn new(added: &'a [&'a Term], gone: usize) -> Self {
        let few = if added.len().saturating_mul(gone) <= MOST_PAIRS { added } else { &[] };
        // From the end: of several that are alike, the first is meant.
        let terms = || added.iter().rev().copied();
        Self {
            names: terms().map(|term| ((term.id.deck(), term.term.to_lowercase()), term)).collect(),
            meanings: terms().map(|term| (meaning(term), term)).collect(),
            few,
        }
    }

    /// The added term that `gone` seems to have become.
    fn of(&self, gone: &Term) -> Option<TermId> {
        let alike = |term: &&&Term| !is_material(&gone.definition, &term.definition);
        let by_name = self.names.get(&(gone.id.deck(), gone.term.to_lowercase()));
        let found = by_name.or_else(|| self.meanings.get(&meaning(gone)));
        let found = found.copied().or_else(|| self.few.iter().find(alike).copied());
        found.map(|term| term.id.clone())
    }
}

/// The words of a definition, without punctuation and capitals.
fn meaning(term: &Term) -> String {
    let words = words(&term.definition).into_iter().map(|(word, _)| word);
    words.collect::<Vec<_>>().join(" ")
}

fn compare_texts(before: &Term, after: &Term, changes: &mut Changes) {
    let fields = fields::of_term(before, after);
    if !fields.is_empty() {
        changes.changed.push(Changed {
            id: after.id.to_string(),
            name: after.term.clone(),
            shown_again: is_material(&before.definition, &after.definition),
            fields,
        });
    }
}

/// The links of `term`, each with its field.
fn links(term: &Term) -> impl Iterator<Item = (&'static str, &TermId)> {
    let lists = [("see_also", &term.see_also), ("confused_with", &term.confused_with)];
    let single = [("same_as", &term.same_as), ("use", &term.instead)];
    let lists = lists.into_iter().flat_map(|(field, ids)| ids.iter().map(move |id| (field, id)));
    lists.chain(single.into_iter().filter_map(|(field, id)| Some((field, id.as_ref()?))))
}

fn broken_links(old: &Side, new: &Side, changes: &mut Changes) {
    for term in new.decks.iter().flat_map(|deck| &deck.terms) {
        for (field, to) in links(term) {
            if new.library.find(to).is_none() && old.library.find(to).is_some() {
                let (from, to) = (term.id.clone(), to.clone());
                changes.broken_links.push(BrokenLink { from, field, to });
            }
        }
    }
}

/// The problems of `new` that `old` does not have, and how many it was the other way round. Where they stand does not
/// matter, nor the numbers of lines in what they say: a line that was put in above makes no problem new.
fn new_problems(old: &[Problem], new: &[Problem]) -> (Vec<Problem>, usize) {
    let key = |problem: &Problem| {
        let what: String = problem.what.chars().filter(|c| !c.is_ascii_digit()).collect();
        (problem.rule.code, what)
    };
    let mut known: HashMap<_, usize> = HashMap::new();
    for problem in old {
        *known.entry(key(problem)).or_default() += 1;
    }
    let mut fresh = Vec::new();
    for problem in new {
        match known.get_mut(&key(problem)) {
            Some(count) if *count > 0 => *count -= 1,
            _ => fresh.push(problem.clone()),
        }
    }
    fresh.sort_by(|a, b| {
        let at = |one: &Problem| (!one.is_error(), one.place.line, one.place.column);
        (at(a).0, &a.path, at(a)).cmp(&(at(b).0, &b.path, at(b)))
    });
    (fresh, known.values().sum())
}

/// How `old` became `new` in the field called `field`; none when it did not change.
fn field_change(field: &'static str, old: String, new: String) -> Option<FieldChange> {
    (old != new).then(|| FieldChange { field, words: diff(&old, &new), old, new })
}

#[cfg(test)]
mod tests;
