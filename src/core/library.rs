//! All decks that are installed, merged into one, with every id that a term ever had.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::core::card::TermId;
use crate::core::deck::problem::Problem;
use crate::core::deck::rules::{self, Rule};
use crate::core::deck::{Deck, Origin, Term};
use crate::core::yaml::Place;

/// The most former ids that are followed in search of a circle: nobody makes a longer one by hand.
const LONGEST_CIRCLE: usize = 50;

/// All decks that are installed, merged.
#[derive(Debug, Default)]
pub struct Library {
    decks: Vec<Deck>,
    /// Deck and term of each id.
    places: HashMap<TermId, (usize, usize)>,
    /// The id that stands for another one now: through `formerly`, renamed decks and `same_as`.
    now: HashMap<TermId, TermId>,
    /// Ids that decks had, and the ids that they have.
    renamed: HashMap<String, Arc<str>>,
    /// File and origin of the terms that a deck which extends another brought into it.
    brought: HashMap<TermId, (Arc<str>, Origin)>,
    /// Deck and term of each name that several terms have, in lower case.
    shared: HashMap<String, Vec<(usize, usize)>>,
}

/// Where the text of a term stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// The file, as it is shown.
    pub path: Arc<str>,
    /// The line on which the term begins, from 1.
    pub line: u32,
    /// Where the file comes from.
    pub origin: Origin,
    /// Where its team takes proposals, if the deck says so.
    pub source: Option<String>,
}

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

    /// The same with `deck` in place of the one that has its id, or as the last one.
    #[must_use]
    pub fn with(&self, deck: Deck) -> Self {
        let (mut decks, id) = (self.decks.clone(), deck.id.clone());
        match decks.iter_mut().find(|known| known.id == deck.id) {
            Some(known) => *known = deck,
            None => decks.push(deck),
        }
        let mut library = Self::merge(decks).library;
        library.brought.clone_from(&self.brought);
        library.brought.retain(|term, _| term.deck() != &*id);
        library
    }

    /// All decks, in the order in which they came.
    pub fn decks(&self) -> &[Deck] {
        &self.decks
    }

    /// The deck with this id, or that once had it.
    pub fn deck(&self, id: &str) -> Option<&Deck> {
        let find = |id: &str| self.decks.iter().find(|deck| &*deck.id == id);
        find(id).or_else(|| find(self.renamed.get(id)?))
    }

    /// The term with exactly this id.
    pub fn term(&self, id: &TermId) -> Option<&Term> {
        let (deck, term) = *self.places.get(id)?;
        self.decks.get(deck)?.terms.get(term)
    }

    /// All terms, deck by deck.
    pub fn terms(&self) -> impl Iterator<Item = (&Deck, &Term)> {
        self.decks.iter().flat_map(|deck| deck.terms.iter().map(move |term| (deck, term)))
    }

    /// The id under which `id` is learnt today: renamed, moved and merged terms keep their progress. `id` itself
    /// when nothing else is known of it, so that the progress of a missing term is kept.
    pub fn resolve(&self, id: &TermId) -> TermId {
        let mut id = id.clone();
        // A chain cannot be longer than the table; a circle ends there too.
        for _ in 0..=self.now.len() {
            if let Some(next) = self.now.get(&id) {
                id = next.clone();
            } else if !self.places.contains_key(&id)
                && let Some(deck) = self.renamed.get(id.deck())
                && id.deck() != &**deck
            {
                id = TermId::new(deck, id.term());
            } else {
                break;
            }
        }
        id
    }

    /// The term that `id` names today.
    pub fn find(&self, id: &TermId) -> Option<&Term> {
        self.term(&self.resolve(id)).or_else(|| self.term(id))
    }

    /// The term that `id` names, with its deck: the very one where it is there, else what it became.
    pub fn entry(&self, id: &TermId) -> Option<(&Deck, &Term)> {
        let (deck, term) = *self.places.get(id).or_else(|| self.places.get(&self.resolve(id)))?;
        let deck = self.decks.get(deck)?;
        Some((deck, deck.terms.get(term)?))
    }

    /// Where the text of the term that `id` names stands.
    pub fn whereabouts(&self, id: &TermId) -> Option<Whereabouts> {
        let (deck, term) = self.entry(id)?;
        let (path, origin) = match self.brought.get(&term.id) {
            Some((path, origin)) => (path.clone(), origin.clone()),
            None => (deck.path.clone(), deck.origin.clone()),
        };
        Some(Whereabouts { path, line: term.line, origin, source: deck.source.clone() })
    }

    /// Every id whose progress counts for `id`: itself and all that it or its deck ever had.
    pub fn ids_of(&self, id: &TermId) -> Vec<TermId> {
        let mut ids = vec![id.clone()];
        ids.extend(self.now.keys().filter(|old| self.resolve(old) == *id).cloned());
        let by_deck: Vec<TermId> = ids
            .iter()
            .flat_map(|known| {
                let old = self.renamed.iter().filter(|(_, new)| ***new == *known.deck());
                old.map(|(old, _)| TermId::new(old, known.term()))
            })
            .collect();
        ids.extend(by_deck.into_iter().filter(|old| self.resolve(old) == *id));
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Other terms that are said the same, each with its deck: the other senses of the word.
    pub fn other_senses<'a>(
        &'a self,
        term: &'a Term,
    ) -> impl Iterator<Item = (&'a Deck, &'a Term)> {
        let own = self.resolve(&term.id);
        let places = self.shared.get(&term.term.to_lowercase()).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(move |(deck, at)| {
            let deck = self.decks.get(*deck)?;
            let other = deck.terms.get(*at)?;
            (self.resolve(&other.id) != own).then_some((deck, other))
        })
    }

    /// A number that changes whenever an id means another one: part of the key of what is derived from reviews.
    pub fn renames_fingerprint(&self) -> u64 {
        let mut pairs: Vec<String> =
            self.now.iter().map(|(old, new)| format!("{old} {new}")).collect();
        pairs.extend(self.renamed.iter().map(|(old, new)| format!("{old} {new}")));
        pairs.sort_unstable();
        crate::core::rng::hash(&pairs.join("\n"), 0)
    }

    fn index(&mut self, problems: &mut Vec<Problem>) {
        for (at, deck) in self.decks.iter().enumerate() {
            for (index, term) in deck.terms.iter().enumerate() {
                self.places.insert(term.id.clone(), (at, index));
                self.shared.entry(term.term.to_lowercase()).or_default().push((at, index));
            }
        }
        self.shared.retain(|_, places| places.len() > 1);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::read::read;

    fn deck(path: &str, text: &str, origin: Origin) -> Deck {
        let read = read(&path.into(), text.as_bytes(), origin);
        assert_eq!(read.problems, []);
        read.deck.unwrap()
    }

    fn library(texts: &[&str]) -> Merge {
        let decks = texts.iter().enumerate();
        let decks = decks.map(|(at, text)| {
            let origin = [Origin::BuiltIn, Origin::Own, Origin::Named][at.min(2)].clone();
            Deck { rank: u32::try_from(at).unwrap(), ..deck(&format!("{at}.yaml"), text, origin) }
        });
        Library::merge(decks.collect())
    }

    fn id(text: &str) -> TermId {
        text.parse().unwrap()
    }

    const SLO: &str = "deck: platform\nterms:\n  - {term: SLO, definition: target}\n";

    #[test]
    fn a_later_deck_replaces_the_earlier_one_whole_and_the_program_says_so() {
        let merge =
            library(&[SLO, "deck: platform\nterms:\n  - {term: SLA, definition: promise}\n"]);
        assert!(merge.library.term(&id("platform/slo")).is_none());
        assert!(merge.library.term(&id("platform/sla")).is_some());
        assert_eq!(merge.notices.len(), 1);
    }

    #[test]
    fn a_deck_that_extends_adds_and_replaces_terms() {
        let extra = "extends: platform\nterms:\n  - {term: SLO, definition: ours}\n  - {term: SLA, definition: p}\n";
        let merge = library(&[SLO, extra]);
        assert_eq!(merge.library.decks().len(), 1);
        assert_eq!(merge.library.term(&id("platform/slo")).unwrap().definition, "ours");
        assert!(merge.library.term(&id("platform/sla")).is_some());
    }

    #[test]
    fn the_file_of_a_term_is_known_also_where_it_was_brought_into_another_deck() {
        let extra = "extends: platform\nterms:\n  - {term: SLA, definition: p}\n";
        let merge = library(&[SLO, extra]);
        let of = |text| merge.library.whereabouts(&id(text)).unwrap();
        let (slo, sla) = (of("platform/slo"), of("platform/sla"));
        assert_eq!((&*slo.path, slo.line, slo.origin), ("0.yaml", 3, Origin::BuiltIn));
        assert_eq!((&*sla.path, sla.line, sla.origin), ("1.yaml", 3, Origin::Own));
        let merge = library(&[SLO, extra, SLO]);
        let slo = merge.library.whereabouts(&id("platform/slo")).unwrap();
        assert_eq!((&*slo.path, slo.origin), ("2.yaml", Origin::Named));
    }

    #[test]
    fn a_deck_twice_in_one_source_is_an_error() {
        let decks = vec![deck("a/x.yaml", SLO, Origin::Own), deck("a/y.yaml", SLO, Origin::Own)];
        let merge = Library::merge(decks);
        assert_eq!(merge.problems[0].rule.code, "E309");
    }

    #[test]
    fn renamed_and_moved_terms_and_decks_are_found_under_their_old_ids() {
        let merge = library(&[
            "deck: quality\nterms:\n  - {term: Goal, definition: g, formerly: [objective, platform/slo]}\n",
            "deck: reliability\nformerly: [sre]\nterms:\n  - {term: Toil, definition: t, formerly: [drudge]}\n",
        ]);
        let library = &merge.library;
        for (old, new) in [
            ("platform/slo", "quality/goal"),
            ("quality/objective", "quality/goal"),
            ("sre/toil", "reliability/toil"),
            ("sre/drudge", "reliability/toil"),
            ("quality/goal", "quality/goal"),
            ("gone/gone", "gone/gone"),
        ] {
            assert_eq!(library.resolve(&id(old)), id(new), "{old}");
        }
        assert_eq!(&*library.deck("sre").unwrap().id, "reliability");
        let ids = library.ids_of(&id("reliability/toil"));
        assert_eq!(
            ids,
            ["reliability/drudge", "reliability/toil", "sre/drudge", "sre/toil"].map(id)
        );
    }

    #[test]
    fn terms_that_are_the_same_answer_to_one_id_also_in_a_circle() {
        let merge = library(&[
            "deck: a\nterms:\n  - {term: X, definition: x, same_as: b/x}\n",
            "deck: b\nterms:\n  - {term: X, definition: x, same_as: c/x}\n",
            "deck: c\nterms:\n  - {term: X, definition: x, same_as: a/x}\n",
        ]);
        let ids = ["a/x", "b/x", "c/x"].map(|text| merge.library.resolve(&id(text)));
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(merge.problems, []);
    }

    #[test]
    fn an_old_id_leads_to_one_term() {
        let merge = library(&[
            "deck: a\nterms:\n  - {term: X, definition: x, formerly: [y]}\n  - {term: Z, definition: z, formerly: [y]}\n",
        ]);
        assert_eq!(merge.library.resolve(&id("a/y")), id("a/x"));
        assert_eq!(merge.problems[0].rule.code, "E314");
        assert_eq!(merge.problems[0].what, "`Z` says it was `a/y`, and so does `a/x`");
    }

    #[test]
    fn a_circle_of_former_ids_is_told_of_each_term_in_it() {
        let merge = library(&[
            "deck: a\nterms:\n  - {term: X, definition: x, formerly: [v]}\n  - {term: V, definition: v, formerly: [b/z]}\n",
            "deck: b\nterms:\n  - {term: Z, definition: z, formerly: [a/x]}\n  - {term: W, definition: w, formerly: [w, z]}\n",
        ]);
        let told: Vec<_> = merge.problems.iter().map(|p| (p.rule.code, p.place.line)).collect();
        // `W` only says of itself, and of a term in the circle, that it was them.
        assert_eq!(told, [("E313", 3), ("E313", 4), ("E313", 3), ("E311", 4), ("E311", 4)]);
        assert_eq!(merge.library.resolve(&id("a/x")), id("a/x"));
    }

    #[test]
    fn what_does_not_exist_is_reported() {
        let merge = library(&[
            "deck: a\nterms:\n  - {term: X, definition: x, same_as: b/x}\n  - {term: W, definition: w, formerly: [x]}\n",
            "extends: nowhere\nterms: []\n",
        ]);
        let codes: Vec<_> = merge.problems.iter().map(|problem| problem.rule.code).collect();
        assert_eq!(codes, ["W310", "E311", "E312"]);
    }
}
