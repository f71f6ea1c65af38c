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
    let merge = library(&[SLO, "deck: platform\nterms:\n  - {term: SLA, definition: promise}\n"]);
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
    assert_eq!(ids, ["reliability/drudge", "reliability/toil", "sre/drudge", "sre/toil"].map(id));
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
