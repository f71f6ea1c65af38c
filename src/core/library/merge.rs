//! Merging decks: one takes the place of another or adds to it, and ids that were lead to those that are.

use std::collections::HashSet;

use crate::core::card::TermId;
use crate::core::deck::problem::Problem;
use crate::core::deck::rules::{self, Rule};
use crate::core::deck::{Deck, Origin};
use crate::core::library::Library;
use crate::core::yaml::Place;

/// The most former ids that are followed in search of a circle: nobody makes a longer one by hand.
const LONGEST_CIRCLE: usize = 50;

/// What merging had to say.
#[derive(Debug, Default)]
pub struct Merge {
    /// The library.
    pub library: Library,
    /// What is wrong between decks.
    pub problems: Vec<Problem>,
    /// What the user should know: one deck took the place of another.
    pub notices: Vec<String>,
}

impl Library {
    /// Merges `decks`, which stand in the order of their sources: a later one replaces or extends an earlier one.
    pub fn merge(decks: Vec<Deck>) -> Merge {
        let mut merge = Merge::default();
        for deck in decks {
            merge.add(deck);
        }
        merge.library.index(&mut merge.problems);
        merge
    }

    /// Finds the place of every term, and what every id means today; notes what is wrong with that.
    pub(super) fn index(&mut self, problems: &mut Vec<Problem>) {
        self.places.reserve(self.decks.iter().map(|deck| deck.terms.len()).sum());
        for (at, deck) in self.decks.iter().enumerate() {
            for (index, term) in deck.terms.iter().enumerate() {
                self.places.insert(term.id.clone(), (at, index));
            }
        }
        let taken: HashSet<&str> = self.decks.iter().map(|deck| &*deck.id).collect();
        for deck in &self.decks {
            for (at, old) in deck.formerly.iter().enumerate() {
                if taken.contains(old.as_str()) {
                    let what =
                        format!("the deck says it was `{old}`, but that deck is still there");
                    let problem = between(deck, 1, &rules::FORMERLY_ALIVE, what, "drop the line");
                    problems.push(Problem { about: Some(("formerly", at)), ..problem });
                } else {
                    self.renamed.insert(old.clone(), deck.id.clone());
                }
            }
        }
        self.follow_renames(problems);
        self.join_same(problems);
    }

    /// Lets the ids that terms had lead to the terms.
    fn follow_renames(&mut self, problems: &mut Vec<Problem>) {
        for deck in &self.decks {
            for term in &deck.terms {
                for (at, old) in term.formerly.iter().enumerate() {
                    let note = |rule, what: String, mend: &str| {
                        let problem = between(deck, term.line, rule, what, mend);
                        Problem { about: Some(("formerly", at)), ..problem }
                    };
                    let name = &term.term;
                    if *old != term.id && self.places.contains_key(old) && self.leads(old, &term.id)
                    {
                        let what =
                            format!("`{name}` says it was `{old}`, which says it was `{name}`");
                        let mend = "keep the one that is true, or drop both";
                        problems.push(note(&rules::FORMERLY_CIRCLE, what, mend));
                    } else if self.places.contains_key(old) {
                        let what =
                            format!("`{name}` says it was `{old}`, but that term is still there");
                        problems.push(note(&rules::FORMERLY_ALIVE, what, "drop the line"));
                    } else if let Some(other) = self.now.get(old).filter(|id| **id != term.id) {
                        let what = format!("`{name}` says it was `{old}`, and so does `{other}`");
                        let mend = "keep it where the progress belongs";
                        problems.push(note(&rules::FORMERLY_TWICE, what, mend));
                    } else {
                        self.now.insert(old.clone(), term.id.clone());
                    }
                }
            }
        }
    }

    /// Whether the ids that the term `from` had, and those that they had, lead to the term `to`.
    fn leads(&self, from: &TermId, to: &TermId) -> bool {
        let mut seen = HashSet::new();
        let mut open = vec![from];
        while let Some(id) = open.pop() {
            if id == to {
                return true;
            }
            if seen.insert(id) && seen.len() < LONGEST_CIRCLE {
                open.extend(self.term(id).into_iter().flat_map(|term| &term.formerly));
            }
        }
        false
    }

    /// Joins the terms that say `same_as`: all of them answer to the one that none of them points away from.
    fn join_same(&mut self, problems: &mut Vec<Problem>) {
        for deck in &self.decks {
            for term in &deck.terms {
                let targets = [("same_as", &term.same_as), ("use", &term.instead)];
                for (field, target) in targets {
                    let Some(target) = target else { continue };
                    let target = self.resolve(target);
                    if !self.places.contains_key(&target) {
                        let what = format!("`{field}: {target}` names no term of any deck");
                        let mend = "correct the id, or drop the line";
                        let rule = &rules::DANGLING_SAME_AS;
                        let problem = between(deck, term.line, rule, what, mend);
                        problems.push(Problem { about: Some((field, 0)), ..problem });
                    } else if field == "same_as" && self.resolve(&target) != self.resolve(&term.id)
                    {
                        self.now.insert(self.resolve(&term.id), target);
                    }
                }
            }
        }
    }
}

fn between(deck: &Deck, line: u32, rule: &'static Rule, what: String, mend: &str) -> Problem {
    let place = Place { line, column: 1, start: 0, end: 0 };
    Problem::new(deck.path.clone(), place, rule, what, mend)
}

impl Merge {
    fn add(&mut self, deck: Deck) {
        let earlier = self.library.decks.iter_mut().find(|earlier| earlier.id == deck.id);
        match (earlier, &deck.extends) {
            (Some(earlier), Some(_)) => {
                let ids = deck.terms.iter().map(|term| term.id.clone());
                let brought = ids.map(|id| (id, (deck.path.clone(), deck.origin.clone())));
                self.library.brought.extend(brought);
                extend(earlier, deck);
            }
            (None, None) => self.library.decks.push(deck),
            (None, Some(base)) => {
                let what = format!("the deck extends `{base}`, but no deck of this id came before");
                let mend = "check the id, or drop `extends`";
                let problem = between(&deck, 1, &rules::NO_BASE, what, mend);
                self.problems.push(Problem { about: Some(("extends", 0)), ..problem });
                self.library.decks.push(deck);
            }
            (Some(earlier), None) if earlier.rank == deck.rank => {
                let what = format!("the deck `{}` stands in {} already", deck.id, earlier.path);
                let mend = "give one of them another id, or say `extends`";
                let problem = between(&deck, 1, &rules::SAME_DECK, what, mend);
                self.problems.push(Problem { about: Some(("deck", 0)), ..problem });
            }
            (Some(earlier), None) => {
                if earlier.origin != Origin::BuiltIn || deck.origin != Origin::BuiltIn {
                    self.notices.push(format!(
                        "{} replaces the deck `{}` of {}; say `extends: {}` in it to add to it instead",
                        deck.path, deck.id, earlier.path, deck.id
                    ));
                }
                let id = deck.id.clone();
                *earlier = deck;
                self.library.brought.retain(|term, _| term.deck() != &*id);
            }
        }
    }
}

/// Adds the terms of `deck` to `base`: in place of those with the same id, the others at the end.
fn extend(base: &mut Deck, deck: Deck) {
    for term in deck.terms {
        match base.terms.iter_mut().find(|known| known.id == term.id) {
            Some(known) => *known = term,
            None => base.terms.push(term),
        }
    }
    base.ask.extend(deck.ask);
    base.formerly.extend(deck.formerly);
}
