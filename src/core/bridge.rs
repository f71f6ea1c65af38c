//! Compares two decks: terms they share, terms they use differently, and links between them.

use std::collections::BTreeMap;

use crate::core::card::{DeckId, TermId};
use crate::core::deck::{Deck, Level, Term};
use crate::core::document::{Row, Section};
use crate::core::library::Library;
use crate::core::time::Day;

/// The shared, conflicting, and linked terms of two decks.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Bridge {
    /// Terms that both decks use in the same sense.
    pub same: Vec<Pair>,
    /// Terms that the decks use in different senses.
    pub different: Vec<Pair>,
    /// Terms of one deck that link to a term of the other.
    pub links: Vec<Pair>,
}

/// A term of the first deck and its counterpart in the second.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Pair {
    /// The term of the first deck.
    pub left: Side,
    /// The term of the second deck.
    pub right: Side,
}

/// One side of a pair.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Side {
    /// The term.
    pub term: TermId,
    /// The word.
    pub word: String,
    /// Its definition in this deck.
    pub definition: String,
    /// Its meaning in a few words.
    #[serde(skip)]
    pub gist: String,
}

impl From<&Term> for Side {
    fn from(from: &Term) -> Self {
        let Term { id, term, definition, .. } = from;
        let gist = from.gist().to_owned();
        Self { term: id.clone(), word: term.clone(), definition: definition.clone(), gist }
    }
}

impl Bridge {
    /// The nonempty parts of the comparison of the teams called `left` and `right`; with the definitions of words that mean
    /// different things, or only what they mean in a few words.
    pub fn sections(&self, left: &str, right: &str, is_whole: bool) -> Vec<Section> {
        let different = self.different.iter().map(|Pair { left: one, right: other }| {
            let mut word = one.word.clone();
            if !word.eq_ignore_ascii_case(&other.word) {
                word = format!("{word} / {}", other.word);
            }
            let meanings = [(left, one), (right, other)];
            let details = meanings.map(|(team, side)| match &side.gist {
                gist if is_whole && *gist != side.definition => {
                    format!("{team}: {gist}. {}", side.definition)
                }
                gist => format!("{team}: {gist}"),
            });
            Row { details: details.into(), ..Row::text(word) }
        });
        let same = |Pair { left: one, right: other }: &Pair| {
            if one.word == other.word {
                Row::new(&one.word, &one.gist)
            } else {
                Row::new(format!("{} / {}", one.word, other.word), &one.gist)
            }
        };
        let link = |Pair { left: one, right: other }: &Pair| {
            let glosses = [one, other].map(|side| format!("{}: {}", side.word, side.gist));
            let heading = format!("{} / {}", one.word, other.word);
            Row { details: glosses.into(), ..Row::text(heading) }
        };
        // The title says the order of the teams once for all rows.
        let links = format!("One explains the other ({left} / {right})");
        let mut sections = vec![
            Section::new("Same word, different meaning", different),
            Section::new("Same meaning", self.same.iter().map(same)),
            Section::new(links, self.links.iter().map(link)),
        ];
        sections.retain(|section| !section.rows.is_empty());
        if sections.is_empty() {
            let none = Row::text("Their decks share no words or links.");
            sections.push(Section::new("", [none]));
        }
        sections
    }
}

/// Compares `left` and `right`, in the order of `left`. Terms retired by `today` are left out.
pub fn bridge(library: &Library, left: &Deck, right: &Deck, today: Day) -> Bridge {
    let mut found = Bridge::default();
    for one in left.live(today.date()) {
        for other in right.live(today.date()) {
            let pair = || Pair { left: one.into(), right: other.into() };
            if library.resolve(&one.id) == library.resolve(&other.id) {
                found.same.push(pair());
            } else if said_the_same(one, other) {
                found.different.push(pair());
            } else if points_at(library, one, other) || points_at(library, other, one) {
                found.links.push(pair());
            }
        }
    }
    found
}

/// A word that two teams use in different senses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The word.
    pub word: String,
    /// The IDs of the two decks.
    pub decks: [DeckId; 2],
    /// Their titles.
    pub titles: [String; 2],
}

/// The number of the week of `today`, which begins on a Monday.
pub const fn week(today: Day) -> i32 {
    // Day 0 was a Thursday.
    (today.number() + 3).div_euclid(7)
}

/// This week's word among those that two of the `followed` decks use in different senses: every week another pair of decks, and
/// after all pairs the next word of each. Terms retired by `today` are left out, and words of two decks that are not `open`.
pub fn of_week(
    library: &Library,
    followed: &[(DeckId, Level)],
    today: Day,
    open: impl Fn([&Deck; 2], &str) -> bool,
) -> Option<Shared> {
    let decks: Vec<&Deck> = followed.iter().filter_map(|(id, _)| library.deck(id)).collect();
    let place = |deck: &Deck| decks.iter().position(|other| other.id == deck.id);
    let mut pairs: BTreeMap<(usize, usize), Vec<&str>> = BTreeMap::new();
    for (at, deck) in decks.iter().enumerate() {
        for term in deck.live(today.date()) {
            let senses = library.other_senses(term);
            let others = senses.filter(|(_, other)| !other.is_retired(today.date()));
            let others = others.filter_map(|(deck, _)| place(deck)).filter(|other| *other > at);
            for other in others.filter(|other| open([deck, decks[*other]], &term.term)) {
                pairs.entry((at, other)).or_default().push(&term.term);
            }
        }
    }
    let week = usize::try_from(week(today)).unwrap_or_default();
    let ((left, right), words) = pairs.iter().nth(week % pairs.len().max(1))?;
    let decks = [decks[*left], decks[*right]];
    Some(Shared {
        word: words[week / pairs.len() % words.len()].to_owned(),
        decks: decks.map(|deck| deck.id.clone()),
        titles: decks.map(|deck| deck.title.clone()),
    })
}

/// Whether the terms share a name, so listeners can't tell them apart.
fn said_the_same(one: &Term, other: &Term) -> bool {
    let lower = |term: &Term| term.names().map(str::to_lowercase).collect::<Vec<_>>();
    let names = lower(one);
    lower(other).iter().any(|name| names.contains(name))
}

fn points_at(library: &Library, from: &Term, to: &Term) -> bool {
    let id = library.resolve(&to.id);
    from.see_also.iter().any(|link| library.resolve(link) == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::deck::Origin;
    use crate::core::deck::read::read;

    #[test]
    fn shared_words_are_told_apart_by_sense_and_links_go_both_ways() {
        let a = "deck: a\nterms:\n  - {term: API, definition: the door, same_as: b/api}\n  - {term: Build, definition: the product, see_also: [b/ship]}\n  - {term: Old, definition: o, retired: 2020-01-01}\n  - {term: Token, definition: a pass, aliases: [ticket]}\n";
        let b = "deck: b\nterms:\n  - {term: API, definition: the door}\n  - {term: Old, definition: p}\n  - {term: Ship, definition: let go}\n  - {term: Theme, definition: t, see_also: [a/token]}\n  - {term: Ticket, definition: a piece of work}\n";
        let decks = [a, b]
            .map(|text| read(&"x.yaml".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap());
        let library = Library::merge(decks.into()).library;
        let [left, right] = ["a", "b"].map(|id| library.deck(id).unwrap());
        let told = |pairs: &[Pair]| -> Vec<String> {
            pairs.iter().map(|p| format!("{}~{}", p.left.word, p.right.word)).collect()
        };
        let found = bridge(&library, left, right, Day::from_number(20_000));
        assert_eq!(told(&found.same), ["API~API"]);
        assert_eq!(told(&found.different), ["Token~Ticket"]);
        assert_eq!(told(&found.links), ["Build~Ship", "Token~Theme"]);
        let back = bridge(&library, right, left, Day::from_number(20_000));
        assert_eq!(told(&back.links), ["Ship~Build", "Theme~Token"]);
    }

    #[test]
    fn each_week_has_a_word_of_two_followed_teams_and_the_next_week_another_pair() {
        let deck = |id: &str, words: &[&str]| {
            let terms =
                words.iter().map(|word| format!("  - {{term: {word}, definition: {id}}}\n"));
            let text = format!("deck: {id}\nterms:\n{}", terms.collect::<String>());
            read(&"x.yaml".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap()
        };
        let decks = vec![
            deck("a", &["Alert", "Pipeline", "Token"]),
            deck("b", &["Pipeline", "Token", "Zoom"]),
            deck("c", &["token", "Zoom"]),
        ];
        let library = Library::merge(decks).library;
        let followed = |ids: &[&str]| -> Vec<(DeckId, Level)> {
            ids.iter().map(|id| ((*id).into(), Level::Core)).collect()
        };
        let said = |ids: &[&str], day: i32| {
            let found = of_week(&library, &followed(ids), Day::from_number(day), |_, _| true)?;
            Some(format!("{} {}", found.decks.join("~"), found.word))
        };
        // 1970-01-05 was a Monday.
        let monday = 4 + 7 * 300;
        for day in monday..monday + 7 {
            assert_eq!(said(&["a", "b", "c"], day), said(&["a", "b", "c"], monday));
        }
        let weeks: Vec<String> =
            (0..6).filter_map(|week| said(&["a", "b", "c"], monday + week * 7)).collect();
        let all = ["a~c Token", "b~c Token", "a~b Token", "a~c Token", "b~c Zoom", "a~b Pipeline"];
        assert_eq!(weeks, all);
        let is_open = |_: [&Deck; 2], word: &str| word != "Token";
        let decks = followed(&["a", "b", "c"]);
        let left: Vec<String> = (0..4)
            .filter_map(|week| {
                of_week(&library, &decks, Day::from_number(monday + week * 7), is_open)
            })
            .map(|found| found.word)
            .collect();
        assert!(left.len() == 4 && !left.contains(&"Token".to_owned()), "{left:?}");
        let none = of_week(&library, &decks, Day::from_number(monday), |_, _| false);
        assert_eq!(none, None);
        assert_eq!(said(&["a"], monday), None);
        assert_eq!(said(&[], monday), None);
        assert!(said(&["b", "c"], monday).is_some_and(|said| said.starts_with("b~c")));
    }

    #[test]
    fn a_word_that_means_the_same_or_is_retired_is_no_bridge() {
        let texts = [
            "deck: a\nterms:\n  - {term: API, definition: the door, same_as: b/api}\n  - {term: Old, definition: o, retired: 2020-01-01}\n",
            "deck: b\nterms:\n  - {term: API, definition: the door}\n  - {term: Old, definition: p}\n",
        ];
        let decks = texts
            .map(|text| read(&"x.yaml".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap());
        let library = Library::merge(decks.into()).library;
        let followed = ["b", "a"].map(|id| (id.into(), Level::Core));
        assert_eq!(of_week(&library, &followed, Day::from_number(20_000), |_, _| true), None);
    }

    #[test]
    fn the_built_in_decks_have_words_that_two_teams_mean_differently() {
        let library = Library::merge(crate::files::built_in()).library;
        let [left, right] = ["security", "ml"].map(|id| library.deck(id).unwrap());
        let found = bridge(&library, left, right, Day::from_number(20_000));
        assert!(found.different.iter().any(|pair| pair.left.word == "Token"), "{found:?}");
    }
}
