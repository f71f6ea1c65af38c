//! Compares two versions of decks, for reviewers and for learners.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::core::card::{DeckId, TermId};
use crate::core::deck::content::Content;
use crate::core::deck::fields::{DECK, Field, SCENE, TERM};
use crate::core::deck::lint::{Marked, lint};
use crate::core::deck::problem::Problem;
use crate::core::deck::read::Read;
use crate::core::deck::rules::Severity;
use crate::core::deck::scene::Scene;
use crate::core::deck::{Deck, Marks, Term};
use crate::core::diff::{Piece, diff, is_material};
use crate::core::library::Library;
use crate::core::words::words;

/// A term with its ID and text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Named {
    /// Its ID.
    pub id: TermId,
    /// The word.
    pub term: String,
    /// Its definition.
    pub definition: String,
}

/// A removed term, whose learners would lose their progress.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Removed {
    /// The removed term.
    #[serde(flatten)]
    pub was: Named,
    /// The added term it probably became: same definition, or same name in the same deck. That term should say so with
    /// `formerly`.
    pub perhaps: Option<TermId>,
}

/// A term whose ID changed and whose `formerly` carries the progress over.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Renamed {
    /// The old ID.
    pub from: TermId,
    /// The new ID.
    pub to: TermId,
}

/// A field whose value changed. A missing field counts as empty.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FieldChange {
    /// The field's name in the file.
    pub field: &'static str,
    /// The old value; list items are joined with commas.
    pub old: String,
    /// The new value.
    pub new: String,
    /// The word-by-word diff.
    pub words: Vec<Piece>,
}

/// A scene with its ID and title.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct NamedScene {
    /// Its ID behind that of its deck, as in `platform/three-in-the-morning`.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// A changed term, scene or deck.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Changed {
    /// Its current ID.
    pub id: String,
    /// The term, or the title of the scene or deck.
    pub name: String,
    /// Whether the definition changed materially, so everyone who knows the term is shown the change.
    pub shown_again: bool,
    /// The changed fields, in the standard field order.
    pub fields: Vec<FieldChange>,
}

/// A link whose target no longer exists.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct BrokenLink {
    /// The term that contains the link.
    pub from: TermId,
    /// The field that contains it.
    pub field: &'static str,
    /// The missing target.
    pub to: TermId,
}

/// The differences between two versions of decks, in deck and term order.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Changes {
    /// Added decks.
    pub decks_added: Vec<DeckId>,
    /// Removed decks, including their former IDs.
    pub decks_removed: Vec<DeckId>,
    /// Decks with changed fields other than their terms and scenes.
    pub decks_changed: Vec<Changed>,
    /// Added terms.
    pub added: Vec<Named>,
    /// Removed terms, whose progress would be lost.
    pub removed: Vec<Removed>,
    /// Terms with a new ID that keep their progress.
    pub renamed: Vec<Renamed>,
    /// Terms with changed fields.
    pub changed: Vec<Changed>,
    /// Added scenes.
    pub scenes_added: Vec<NamedScene>,
    /// Removed scenes.
    pub scenes_removed: Vec<NamedScene>,
    /// Scenes with changed fields.
    pub scenes_changed: Vec<Changed>,
    /// Links that broke.
    pub broken_links: Vec<BrokenLink>,
    /// New problems.
    pub problems: Vec<Problem>,
    /// How many problems were fixed.
    pub fixed: usize,
    /// Files that cannot be parsed, so their terms were not compared.
    pub unread: Vec<String>,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a reviewer should reject the change: progress would be lost, or there are new errors.
    pub fn is_bad(&self) -> bool {
        !self.removed.is_empty() || self.problems.iter().any(Problem::is_error)
    }

    /// Keeps only changes to decks for which `wanted` returns true; drops the problems.
    #[must_use]
    pub fn of_decks(mut self, wanted: impl Fn(&str) -> bool) -> Self {
        let within = |id: &str| wanted(id.split('/').next().unwrap_or_default());
        self.decks_added.retain(|id| wanted(id));
        self.decks_removed.retain(|id| wanted(id));
        self.decks_changed.retain(|deck| wanted(&deck.id));
        self.added.retain(|one| wanted(one.id.deck()));
        self.removed.retain(|one| wanted(one.was.id.deck()));
        self.renamed.retain(|one| wanted(one.from.deck()) || wanted(one.to.deck()));
        self.changed.retain(|one| within(&one.id));
        self.scenes_added.retain(|one| within(&one.id));
        self.scenes_removed.retain(|one| within(&one.id));
        self.scenes_changed.retain(|one| within(&one.id));
        self.broken_links.retain(|link| wanted(link.from.deck()));
        self.problems.clear();
        self.fixed = 0;
        self
    }
}

/// One of the two versions: its merged decks and their problems.
struct Side {
    decks: Vec<Deck>,
    library: Library,
    problems: Vec<Problem>,
    unread: HashSet<Arc<str>>,
}

impl Side {
    fn new(reads: Vec<Read>, around: &[&Deck], with_problems: bool) -> Self {
        let mut problems = Vec::new();
        let mut unread = HashSet::new();
        let mut decks: Vec<Deck> = Vec::new();
        let mut marks: Vec<Marks> = Vec::new();
        for read in reads {
            match read.deck {
                Some(deck) => {
                    let rank = deck.rank.saturating_add(1);
                    decks.push(Deck { rank, ..deck });
                    marks.push(read.marks);
                }
                None => {
                    let errors = read.problems.iter().filter(|problem| problem.is_error());
                    unread.extend(errors.map(|problem| problem.path.clone()));
                }
            }
            problems.extend(read.problems);
        }
        let own: HashSet<Arc<str>> = decks.iter().map(|deck| deck.path.clone()).collect();
        let all = around.iter().map(|deck| (*deck).clone()).chain(decks.iter().cloned());
        let merge = Library::merge(all.collect());
        problems.extend(merge.problems.into_iter().filter(|one| own.contains(&one.path)));
        if with_problems {
            let marked: Vec<Marked<'_>> = decks.iter().zip(&marks).collect();
            problems.extend(lint(&marked, &merge.library));
            problems.retain(|problem| problem.rule.severity() != Severity::Hint);
        } else {
            problems.clear();
        }
        // Of two decks of one ID, the first is served.
        let mut seen = HashSet::new();
        decks.retain(|deck| deck.extends.is_some() || seen.insert(deck.id.clone()));
        Self { decks, library: merge.library, problems, unread }
    }

    /// The scene `id` of the deck with this current or former ID.
    fn scene(&self, deck: &str, id: &str) -> Option<&Scene> {
        self.library.deck(deck)?.scenes.iter().find(|scene| scene.id == id)
    }

    /// The decks that can be compared, by path: those that the other version could also parse.
    fn comparable<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a Deck> {
        self.decks.iter().filter(|deck| !other.unread.contains(&deck.path))
    }
}

/// The changes from `old` to `new`. Links may point to the decks in `around`, and those may be extended. A deck in
/// `around` is ignored if `old` or `new` has one with the same ID, so it can't stand in for a removed deck.
pub fn changes(old: Vec<Read>, new: Vec<Read>, around: &[Deck]) -> Changes {
    compare(old, new, around, true)
}

/// The same without the problems, which take the most time.
pub fn changes_of_content(old: Vec<Read>, new: Vec<Read>, around: &[Deck]) -> Changes {
    compare(old, new, around, false)
}

fn compare(old: Vec<Read>, new: Vec<Read>, around: &[Deck], problems: bool) -> Changes {
    let whole = |reads: &[Read]| -> Vec<DeckId> {
        let decks = reads.iter().filter_map(|read| read.deck.as_ref());
        decks.filter(|deck| deck.extends.is_none()).map(|deck| deck.id.clone()).collect()
    };
    let taken: HashSet<DeckId> = whole(&old).into_iter().chain(whole(&new)).collect();
    let around: Vec<&Deck> = around.iter().filter(|deck| !taken.contains(&deck.id)).collect();
    let (old, new) = (Side::new(old, &around, problems), Side::new(new, &around, problems));
    let mut changes = Changes::default();
    compare_decks(&old, &new, &mut changes);
    compare_terms(&old, &new, &mut changes);
    compare_scenes(&old, &new, &mut changes);
    broken_links(&old, &new, &mut changes);
    let (problems, fixed) = new_problems(&old.problems, &new.problems);
    changes.problems = problems;
    changes.fixed = fixed;
    changes.unread = new.unread.iter().map(ToString::to_string).collect();
    changes.unread.sort_unstable();
    changes
}

fn compare_decks(old: &Side, new: &Side, changes: &mut Changes) {
    let has = |side: &Side, deck: &Deck| side.decks.iter().any(|other| other.id == deck.id);
    for deck in old.comparable(new) {
        if !has(new, deck) && new.library.deck(&deck.id).is_none() {
            changes.decks_removed.push(deck.id.clone());
        }
    }
    for deck in new.comparable(old) {
        // Several files may belong to one deck.
        let before = || old.decks.iter().filter(|other| other.id == deck.id);
        let same = before().find(|other| other.path == deck.path).or_else(|| before().next());
        match (same, old.library.deck(&deck.id)) {
            (Some(before), _) => {
                let fields = fields(DECK, |field| [(field.of_deck)(before), (field.of_deck)(deck)]);
                if !fields.is_empty() {
                    let (id, name) = (deck.id.to_string(), deck.title.clone());
                    changes.decks_changed.push(Changed { id, name, shown_again: false, fields });
                }
            }
            (None, None) if !changes.decks_added.contains(&deck.id) => {
                changes.decks_added.push(deck.id.clone());
            }
            (None, _) => {}
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
                // A term merged into an existing one is not compared: the existing one is compared with its own old
                // version.
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

/// The scenes of `deck`, each with the deck.
fn scenes(deck: &Deck) -> impl Iterator<Item = (&Deck, &Scene)> {
    deck.scenes.iter().map(move |scene| (deck, scene))
}

fn compare_scenes(old: &Side, new: &Side, changes: &mut Changes) {
    let named = |deck: &Deck, scene: &Scene| NamedScene {
        id: format!("{}/{}", deck.id, scene.id),
        title: scene.title.clone(),
    };
    for (deck, scene) in old.comparable(new).flat_map(scenes) {
        if new.scene(&deck.id, &scene.id).is_none() {
            changes.scenes_removed.push(named(deck, scene));
        }
    }
    for (deck, scene) in new.comparable(old).flat_map(scenes) {
        let NamedScene { id, title } = named(deck, scene);
        let before = deck.formerly.iter().map(DeckId::as_str).chain([&*deck.id]);
        match before.filter_map(|deck| old.scene(deck, &scene.id)).next_back() {
            Some(before) => {
                let of = |field: &Field| [(field.of_scene)(before), (field.of_scene)(scene)];
                let fields = fields(SCENE, of);
                if !fields.is_empty() {
                    changes.scenes_changed.push(Changed {
                        id,
                        name: title,
                        shown_again: false,
                        fields,
                    });
                }
            }
            None => changes.scenes_added.push(NamedScene { id, title }),
        }
    }
}

/// The maximum number of removed–added pairs to compare word by word, which also finds respelled definitions. Above
/// it, only identical wording matches.
const MOST_PAIRS: usize = 20_000;

/// Added terms, indexed by the features that identify a renamed term.
struct Suspects<'a> {
    names: HashMap<(&'a str, String), &'a Term>,
    meanings: HashMap<String, &'a Term>,
    /// The terms to compare one by one.
    few: &'a [&'a Term],
}

impl<'a> Suspects<'a> {
    fn new(added: &'a [&'a Term], gone: usize) -> Self {
        let few = if added.len().saturating_mul(gone) <= MOST_PAIRS { added } else { &[] };
        // Reversed, so the first of several equal terms wins.
        let terms = || added.iter().rev().copied();
        Self {
            names: terms().map(|term| ((term.id.deck(), term.term.to_lowercase()), term)).collect(),
            meanings: terms().map(|term| (meaning(term), term)).collect(),
            few,
        }
    }

    /// The added term that `gone` probably became.
    fn of(&self, gone: &Term) -> Option<TermId> {
        let alike = |term: &&&Term| !is_material(&gone.definition, &term.definition);
        let by_name = self.names.get(&(gone.id.deck(), gone.term.to_lowercase()));
        let found = by_name.or_else(|| self.meanings.get(&meaning(gone)));
        let found = found.copied().or_else(|| self.few.iter().find(alike).copied());
        found.map(|term| term.id.clone())
    }
}

/// The words of a definition, ignoring punctuation and case.
fn meaning(term: &Term) -> String {
    let words = words(&term.definition).into_iter().map(|(word, _)| word);
    words.collect::<Vec<_>>().join(" ")
}

fn compare_texts(before: &Term, after: &Term, changes: &mut Changes) {
    let fields = fields(TERM, |field| [(field.of_term)(before), (field.of_term)(after)]);
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

/// The problems in `new` that are not in `old`, and the number of fixed ones. Positions and line numbers in messages
/// are ignored, so an inserted line creates no new problem.
fn new_problems(old: &[Problem], new: &[Problem]) -> (Vec<Problem>, usize) {
    let key = |problem: &Problem| {
        let what: String = problem.what.chars().filter(|c| !c.is_ascii_digit()).collect();
        (problem.rule, what)
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

/// The fields of `table` whose two `values` differ.
fn fields(table: &[Field], values: impl Fn(&Field) -> [Content; 2]) -> Vec<FieldChange> {
    let change = |field: &Field| {
        let [old, new] = values(field).map(|value| value.texts().join(", "));
        (old != new).then(|| FieldChange { field: field.name, words: diff(&old, &new), old, new })
    };
    table.iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests;
