//! Merges decks: replaces or extends earlier ones, and resolves former IDs.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::core::card::{DeckId, TermId};
use crate::core::deck::problem::Problem;
use crate::core::deck::read::stem;
use crate::core::deck::rules::Rule;
use crate::core::deck::scene::Scene;
use crate::core::deck::{Deck, MINE, Origin, Term};
use crate::core::deck_names;
use crate::core::library::Library;
use crate::core::library::circles::circles;
use crate::core::yaml::Span;

/// The result of a merge.
#[derive(Debug, Default)]
pub struct Merge {
    /// The library.
    pub library: Library,
    /// Problems between decks.
    pub problems: Vec<Problem>,
    /// The decks, and terms and scenes of decks, that a later one of the same id replaces.
    pub replaced: Vec<Replaced>,
    /// The file and origin of each scene that an extending deck brought, by the ids of its deck and itself.
    scenes: HashMap<(DeckId, String), (Arc<str>, Origin)>,
}

/// A deck that is not served, because a later one has its id; or terms of it, because one that extends it has theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The ID of both.
    pub id: DeckId,
    /// The file and origin of the deck that is served.
    pub by: (Arc<str>, Origin),
    /// The file and origin of the deck that is not.
    pub hidden: (Arc<str>, Origin),
    /// The names of its terms that are not served.
    pub words: Vec<String>,
    /// The titles of its scenes that are not served.
    pub scenes: Vec<String>,
    /// Whether these are all that it has.
    pub is_whole: bool,
}

impl Library {
    /// The same as [`Library::merge`], with the decks in the order of their titles, as teams are listed. The user's own words come
    /// last.
    pub fn merge_by_title(mut decks: Vec<Deck>) -> Merge {
        let whole = decks.iter().filter(|deck| deck.extends.is_none());
        let titles: HashMap<DeckId, String> =
            whole.map(|deck| (deck.id.clone(), deck.title.to_lowercase())).collect();
        // Those of one ID have one title, that of the last, so that they stay in their order.
        decks.sort_by_cached_key(|deck| {
            deck.extends.is_none().then(|| (*deck.id == *MINE, titles.get(&deck.id).cloned()))
        });
        Self::merge(decks)
    }

    /// Merges `decks`, ordered by source: a later deck replaces an earlier one of the same id, and one that extends a deck adds to it
    /// wherever it stands.
    pub fn merge(decks: Vec<Deck>) -> Merge {
        let mut merge = Merge::default();
        let (extensions, whole): (Vec<_>, Vec<_>) =
            decks.into_iter().partition(|deck| deck.extends.is_some());
        for deck in whole {
            merge.add(deck);
        }
        let files =
            extensions.iter().map(|deck| (stem(&deck.path).to_owned(), deck.id.to_string()));
        let files = files.collect();
        let mut extensions: Vec<_> =
            extensions.into_iter().map(|deck| (merge.base(&deck.id, &files), deck)).collect();
        // A deck that adds to what another one adds comes after that.
        extensions.sort_by_key(|(base, _)| base.map(|(steps, _)| steps));
        for (base, deck) in extensions {
            merge.extend(deck, base.map(|(_, at)| at), &files);
        }
        merge.library.index(&mut merge.problems);
        merge
    }

    /// Indexes every term and resolves every ID; adds to `problems`.
    fn index(&mut self, problems: &mut Vec<Problem>) {
        self.index_places();
        let taken: HashSet<&str> = self.decks.iter().map(|deck| &*deck.id).collect();
        for deck in &self.decks {
            for (at, old) in deck.formerly.iter().enumerate() {
                if taken.contains(&**old) {
                    let what = format!("`formerly` lists `{old}`, but that deck still exists");
                    let (rule, help) = (Rule::FormerlyAlive, "remove it from `formerly`");
                    problems.push(between((deck, 1), ("formerly", at), rule, what, help));
                } else {
                    self.renames.decks.insert(old.clone(), deck.id.clone());
                }
            }
        }
        self.follow_renames(problems);
        self.join_same(problems);
    }

    /// Resolves former IDs to current terms.
    fn follow_renames(&mut self, problems: &mut Vec<Problem>) {
        // Computed on demand: a former ID is almost never a current term's.
        let circles = OnceCell::new();
        for deck in &self.decks {
            for term in &deck.terms {
                for (at, old) in term.formerly.iter().enumerate() {
                    let note = |rule, what: String, help: &str| {
                        between((deck, term.line), ("formerly", at), rule, what, help)
                    };
                    let name = &term.term;
                    let circle =
                        |id: &TermId| circles.get_or_init(|| former_circles(&self.decks)).get(id);
                    if *old != term.id
                        && self.places.contains_key(old)
                        && circle(old) == circle(&term.id)
                    {
                        let what = format!("`{name}` and `{old}` list each other in `formerly`");
                        let help = "keep only the correct one, or remove both";
                        problems.push(note(Rule::FormerlyCircle, what, help));
                    } else if self.places.contains_key(old) {
                        let what = format!(
                            "`{name}` lists `{old}` in `formerly`, but that term still exists"
                        );
                        let help = "remove it from `formerly`";
                        problems.push(note(Rule::FormerlyAlive, what, help));
                    } else if let Some(other) =
                        self.renames.terms.get(old).filter(|id| **id != term.id)
                    {
                        let what =
                            format!("`{name}` lists `{old}` in `formerly`, and so does `{other}`");
                        let help = "keep it only in the term that should get the progress";
                        problems.push(note(Rule::FormerlyTwice, what, help));
                    } else {
                        self.renames.terms.insert(old.clone(), term.id.clone());
                    }
                }
            }
        }
    }

    /// Joins terms through `same_as`; the root is the term that points to no other.
    fn join_same(&mut self, problems: &mut Vec<Problem>) {
        let mut joined = Joined::default();
        for deck in &self.decks {
            for term in &deck.terms {
                let targets = [("same_as", &term.same_as), ("use", &term.instead)];
                for (field, target) in targets {
                    let Some(target) = target else { continue };
                    let target = joined.root(self.resolve(target));
                    if !self.places.contains_key(&target) {
                        let what = format!("`{field}: {target}` names a term that does not exist");
                        let help = "fix the id, or remove the line";
                        let rule = Rule::DanglingSameAs;
                        problems.push(between((deck, term.line), (field, 0), rule, what, help));
                    } else if field == "same_as" {
                        joined.join(&term.id, target);
                    }
                }
            }
        }
        for now in self.renames.terms.values_mut() {
            *now = joined.root(now.clone());
        }
        self.renames.terms.extend(joined.into_roots());
    }
}

/// The cycle number of each term of `decks` in the graph of `formerly`.
fn former_circles(decks: &[Deck]) -> HashMap<&TermId, usize> {
    let terms: Vec<&Term> = decks.iter().flat_map(|deck| &deck.terms).collect();
    let numbers: HashMap<&TermId, usize> =
        terms.iter().enumerate().map(|(at, term)| (&term.id, at)).collect();
    let former = |term: &&Term| {
        let ids = term.formerly.iter();
        ids.filter_map(|old| numbers.get(old).copied()).collect()
    };
    let circles = circles(&terms.iter().map(former).collect::<Vec<Vec<usize>>>());
    numbers.into_iter().map(|(id, at)| (id, circles[at])).collect()
}

/// Union–find over terms that are the same: each points to another, and finally to the root.
#[derive(Default)]
struct Joined(HashMap<TermId, TermId>);

impl Joined {
    /// The root of `id`. Compresses the path, so long chains are walked once.
    fn root(&mut self, id: TermId) -> TermId {
        let (mut root, mut passed) = (id, Vec::new());
        while let Some(next) = self.0.get(&root) {
            passed.push(std::mem::replace(&mut root, next.clone()));
        }
        for id in passed {
            self.0.insert(id, root.clone());
        }
        root
    }

    /// Joins the group of `id` to the root `other`.
    fn join(&mut self, id: &TermId, other: TermId) {
        let root = self.root(id.clone());
        if root != other {
            self.0.insert(root, other);
        }
    }

    /// Each joined term with its root.
    fn into_roots(mut self) -> HashMap<TermId, TermId> {
        let ids: Vec<TermId> = self.0.keys().cloned().collect();
        for id in ids {
            self.root(id);
        }
        self.0
    }
}

/// A problem in `deck` that shows only together with others, about this field and item of the term at `line`.
fn between(
    (deck, line): (&Deck, u32),
    about: (&'static str, usize),
    rule: Rule,
    what: String,
    help: &str,
) -> Problem {
    let place = Span { line, column: 1, start: 0, end: 0 };
    let problem = Problem::new(deck.path.clone(), place, rule, what, help);
    Problem { about: Some(about), ..problem }
}

impl Merge {
    /// Adds a deck that does not extend another.
    fn add(&mut self, deck: Deck) {
        let earlier = self.library.decks.iter_mut().find(|earlier| earlier.id == deck.id);
        match earlier {
            None => self.library.decks.push(deck),
            Some(earlier) if earlier.rank == deck.rank => {
                let what = format!("the deck `{}` is already in {}", deck.id, earlier.path);
                let help = "give one of them a different id, or use `extends`";
                let about = ("deck", 0);
                self.problems.push(between((&deck, 1), about, Rule::SameDeck, what, help));
            }
            Some(earlier) => {
                let by = (deck.path.clone(), deck.origin.clone());
                let hidden = std::mem::replace(earlier, deck);
                if hidden.origin != Origin::BuiltIn || by.1 != Origin::BuiltIn {
                    self.replaced.push(Replaced {
                        id: hidden.id.clone(),
                        by,
                        words: hidden.terms.iter().map(|term| term.term.clone()).collect(),
                        scenes: hidden.scenes.iter().map(|scene| scene.title.clone()).collect(),
                        is_whole: true,
                        hidden: (hidden.path, hidden.origin),
                    });
                }
            }
        }
    }

    /// The index of the deck that `id` names, or that a chain of extending `files` leads to from there, and the length of that chain.
    fn base(&self, id: &str, files: &HashMap<String, String>) -> Option<(usize, usize)> {
        let next = |id: &&str| files.get(*id).map(String::as_str);
        let mut chain = std::iter::successors(Some(id), next).take(files.len() + 1).enumerate();
        chain.find_map(|(steps, id)| Some((steps, self.place(id)?)))
    }

    /// The index of the deck `id`.
    fn place(&self, id: &str) -> Option<usize> {
        self.library.decks.iter().position(|deck| &*deck.id == id)
    }

    /// Adds `deck`, which extends another, to the one with the index `base`. `files` has the deck that each extending file extends.
    fn extend(&mut self, mut deck: Deck, base: Option<usize>, files: &HashMap<String, String>) {
        if let Some(base) = base.or_else(|| self.place(&deck.id)) {
            let base = &mut self.library.decks[base];
            if base.id != deck.id {
                // The words of the file that it extends are those of this deck.
                self.library.renames.decks.insert(deck.id.clone(), base.id.clone());
                for term in &mut deck.terms {
                    term.id = TermId::new(&base.id, term.id.term());
                }
            }
            let by = (deck.path.clone(), deck.origin.clone());
            let ids: Vec<TermId> = deck.terms.iter().map(|term| term.id.clone()).collect();
            let scenes: Vec<_> =
                deck.scenes.iter().map(|scene| (base.id.clone(), scene.id.clone())).collect();
            let (terms, hidden_scenes) = extend(base, deck);
            let terms = terms
                .into_iter()
                .map(|term| (self.library.brought.get(&term.id).cloned(), term.term, false));
            let hidden_scenes = hidden_scenes.into_iter().map(|scene| {
                let brought = self.scenes.get(&(base.id.clone(), scene.id.clone()));
                (brought.cloned(), scene.title, true)
            });
            for (brought, name, is_scene) in terms.chain(hidden_scenes) {
                let hidden = brought.unwrap_or_else(|| (base.path.clone(), base.origin.clone()));
                let is_same = |one: &Replaced| (&one.by, &one.hidden) == (&by, &hidden);
                let at = self.replaced.iter().position(is_same).unwrap_or_else(|| {
                    let (id, by) = (base.id.clone(), by.clone());
                    let (words, scenes) = (Vec::new(), Vec::new());
                    self.replaced.push(Replaced { id, by, hidden, words, scenes, is_whole: false });
                    self.replaced.len() - 1
                });
                let Replaced { words, scenes, .. } = &mut self.replaced[at];
                if is_scene { scenes } else { words }.push(name);
            }
            self.library.brought.extend(ids.into_iter().map(|id| (id, by.clone())));
            self.scenes.extend(scenes.into_iter().map(|id| (id, by.clone())));
            return;
        }
        let base = &*deck.id;
        let about = ("extends", 0);
        let own = stem(&deck.path);
        let next = files.get(base).filter(|_| base != own);
        let mut chain = std::iter::successors(next, |next| files.get(*next)).take(files.len());
        let problem = if chain.any(|next| next == own) {
            let what = format!("the decks `{own}` and `{base}` extend each other");
            let help = "remove `extends` from the one that the other adds to";
            between((&deck, 1), about, Rule::ExtendsCircle, what, help)
        } else {
            let what = format!("the deck extends `{base}`, but there is no deck with this id");
            let decks = self.library.decks.iter().map(|deck| (&*deck.id, &*deck.title));
            let help = deck_names::ask(base, &decks.collect::<Vec<_>>())
                .unwrap_or_else(|| "check the id, or remove `extends`".to_owned());
            between((&deck, 1), about, Rule::NoBase, what, &help)
        };
        self.problems.push(problem);
        self.library.decks.push(deck);
    }
}

/// Merges the terms and scenes of `deck` into `base`: replaces those with the same ID and appends the others. Returns those that
/// were replaced.
fn extend(base: &mut Deck, deck: Deck) -> (Vec<Term>, Vec<Scene>) {
    let (mut replaced, mut scenes) = (Vec::new(), Vec::new());
    let terms = base.terms.iter().enumerate();
    let mut places: HashMap<TermId, usize> =
        terms.rev().map(|(at, term)| (term.id.clone(), at)).collect();
    for term in deck.terms {
        match places.get(&term.id) {
            Some(at) => replaced.push(std::mem::replace(&mut base.terms[*at], term)),
            None => {
                places.insert(term.id.clone(), base.terms.len());
                base.terms.push(term);
            }
        }
    }
    for scene in deck.scenes {
        match base.scenes.iter_mut().find(|known| known.id == scene.id) {
            Some(known) => scenes.push(std::mem::replace(known, scene)),
            None => base.scenes.push(scene),
        }
    }
    base.ask.extend(deck.ask);
    base.formerly.extend(deck.formerly);
    (replaced, scenes)
}
