use super::*;
use crate::core::deck::MINE;
use crate::core::deck::read::read;
use crate::core::finder::Finder;
use crate::core::packed_library::PackedLibrary;

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
    let [replaced] = &merge.replaced[..] else { panic!("{:?}", merge.replaced) };
    assert_eq!(
        (&*replaced.id, &*replaced.by.0, &*replaced.hidden.0),
        ("platform", "1.yaml", "0.yaml")
    );
    assert_eq!((&replaced.words[..], replaced.is_whole), (&["SLO".to_owned()][..], true));
}

#[test]
fn a_deck_that_extends_adds_and_replaces_terms() {
    let extra = "extends: platform\nterms:\n  - {term: SLO, definition: ours}\n  - {term: SLA, definition: p}\n";
    let merge = library(&[SLO, extra]);
    assert_eq!(merge.library.decks().len(), 1);
    assert_eq!(merge.library.term(&id("platform/slo")).unwrap().definition, "ours");
    assert!(merge.library.term(&id("platform/sla")).is_some());
    let [replaced] = &merge.replaced[..] else { panic!("{:?}", merge.replaced) };
    assert_eq!((&*replaced.by.0, &*replaced.hidden.0), ("1.yaml", "0.yaml"));
    assert_eq!((&replaced.words[..], replaced.is_whole), (&["SLO".to_owned()][..], false));
    // A third deck replaces the words of the second, not of the first.
    let merge = library(&[SLO, extra, extra]);
    let replaced: Vec<_> =
        merge.replaced.iter().map(|one| (&*one.by.0, &*one.hidden.0, one.words.len())).collect();
    assert_eq!(replaced, [("1.yaml", "0.yaml", 1), ("2.yaml", "1.yaml", 2)]);
}

#[test]
fn decks_are_listed_by_title_and_a_later_one_still_replaces_an_earlier_one() {
    let read = |id: &str, title: &str, rank| {
        let terms = format!("  - {{term: {title}, definition: d}}\n");
        let text = format!("deck: {id}\ntitle: {title}\nterms:\n{terms}");
        let origin = if rank == 0 { Origin::BuiltIn } else { Origin::Own };
        Deck { rank, ..deck(&format!("{rank}/{id}.yaml"), &text, origin) }
    };
    let decks = vec![
        read("a", "Zebra", 0),
        read("b", "Media", 0),
        read("c", "machines", 0),
        read(MINE, "Mine", 1),
        read("a", "Apes", 1),
    ];
    let titles = |merge: &Merge| -> Vec<String> {
        merge.library.decks().iter().map(|deck| deck.title.clone()).collect()
    };
    assert_eq!(titles(&Library::merge_by_title(decks)), ["Apes", "machines", "Media", "Mine"]);
}

#[test]
fn a_deck_is_extended_wherever_it_stands() {
    let sla = "extends: platform\nterms:\n  - {term: SLA, definition: p}\n";
    let toil = "extends: platform\nterms:\n  - {term: Toil, definition: t}\n";
    let orders = [[SLO, sla, toil], [sla, SLO, toil], [sla, toil, SLO], [toil, sla, SLO]];
    for order in orders {
        let merge = library(&order);
        assert_eq!((&merge.problems[..], &merge.replaced[..]), (&[][..], &[][..]));
        let decks = merge.library.decks();
        assert_eq!((decks.len(), decks[0].terms.len()), (1, 3));
    }
    // In one source, too.
    let read = |path, text| deck(path, text, Origin::Own);
    let merge = Library::merge(vec![read("a.yaml", sla), read("b.yaml", SLO)]);
    assert_eq!(merge.problems, []);
    assert_eq!(merge.library.decks()[0].terms.len(), 2);
}

#[test]
fn decks_that_extend_each_other_are_an_error() {
    let read = |path: &str, base: &str| {
        let text = format!("extends: {base}\nterms:\n  - {{term: {path}, definition: d}}\n");
        deck(&format!("{path}.yaml"), &text, Origin::Own)
    };
    let told = |decks: &[(&str, &str)]| {
        let merge = Library::merge(decks.iter().map(|(path, base)| read(path, base)).collect());
        let said = merge.problems.iter().map(|one| format!("{} {}", one.rule.code(), one.help));
        said.collect::<Vec<_>>()
    };
    for circle in [&[("a", "b"), ("b", "a")][..], &[("a", "b"), ("b", "c"), ("c", "a")]] {
        let told = told(circle);
        assert_eq!(told.len(), circle.len());
        assert!(told.iter().all(|one| one.starts_with("E319 ")), "{told:?}");
    }
    let chain = told(&[("a", "b"), ("b", "gone")]);
    assert!(
        chain.len() == 2 && chain.iter().all(|one| one.starts_with("W310 check the id")),
        "{chain:?}"
    );
    assert!(told(&[("gone", "gone")])[0].starts_with("W310 "));
}

#[test]
fn a_chain_of_decks_that_extend_is_followed_whatever_the_order() {
    let files = [
        ("platform", SLO.to_owned()),
        ("b", "extends: platform\nterms:\n  - {term: SLA, definition: b}\n  - {term: SLO, definition: b}\n".to_owned()),
        ("a", "extends: b\nterms:\n  - {term: SLO, definition: a, see_also: [sla]}\n".to_owned()),
        ("z", "extends: a\nterms:\n  - {term: SLI, definition: z, see_also: [b/slo]}\n".to_owned()),
    ];
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let read = |at: usize| deck(&format!("{}.yaml", files[at].0), &files[at].1, Origin::Own);
        let merge = Library::merge(order.map(read).into());
        assert_eq!(merge.problems, []);
        let [deck] = merge.library.decks() else { panic!("one deck") };
        let mut terms: Vec<_> =
            deck.terms.iter().map(|term| format!("{} {}", term.id, term.definition)).collect();
        terms.sort();
        assert_eq!(terms, ["platform/sla b", "platform/sli z", "platform/slo a"]);
        for link in deck.terms.iter().flat_map(|term| &term.see_also) {
            assert!(merge.library.find(link).is_some(), "{link}");
        }
        assert_eq!(merge.library.deck("a").map(|deck| &*deck.id), Some("platform"));
    }
}

#[test]
fn a_deck_that_extends_adds_and_replaces_scenes() {
    let scenes = |setting: &str, titles: &[&str]| {
        let line = "{who: tester, says: It broke.}";
        let lines = [line; 6].join(", ");
        let reply = |lands: &str| format!("{{says: Oh., lands: {lands}, why: w}}");
        let replies = [reply("helps"), reply("lands flat"), reply("flat")].join(", ");
        let scene = |title: &&str| {
            format!(
                "  - {{title: {title}, setting: {setting}, lines: [{lines}], replies: [{replies}]}}\n"
            )
        };
        format!("scenes:\n{}", titles.iter().map(scene).collect::<String>())
    };
    let base = format!("{SLO}{}", scenes("theirs", &["One", "Two"]));
    let extra = format!("extends: platform\nterms: []\n{}", scenes("ours", &["Two", "Three"]));
    let merge = library(&[&base, &extra]);
    let merged = merge.library.decks()[0].scenes.iter();
    let found: Vec<_> = merged.map(|scene| (&*scene.id, &*scene.setting)).collect();
    assert_eq!(found, [("one", "theirs"), ("two", "ours"), ("three", "ours")]);
    // A chain names the deck that brought what is replaced.
    let last = format!("extends: platform\nterms: []\n{}", scenes("last", &["One", "Three"]));
    let replaced: Vec<_> = library(&[&base, &extra, &last])
        .replaced
        .iter()
        .inspect(|one| assert!(one.words.is_empty(), "{one:?}"))
        .map(|one| format!("{} hides {} of {}", one.by.0, one.scenes.join(", "), one.hidden.0))
        .collect();
    assert_eq!(
        replaced,
        [
            "1.yaml hides Two of 0.yaml",
            "2.yaml hides One of 0.yaml",
            "2.yaml hides Three of 1.yaml"
        ]
    );
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
    assert_eq!(merge.problems[0].rule.code(), "E309");
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
    assert_eq!(merge.library.same(&id("b/x")), ["a/x", "c/x"].map(id));
    assert_eq!(merge.problems, []);
}

#[test]
fn an_old_id_leads_to_one_term() {
    let merge = library(&[
        "deck: a\nterms:\n  - {term: X, definition: x, formerly: [y]}\n  - {term: Z, definition: z, formerly: [y]}\n",
    ]);
    assert_eq!(merge.library.resolve(&id("a/y")), id("a/x"));
    assert_eq!(merge.problems[0].rule.code(), "E314");
    assert_eq!(merge.problems[0].what, "`Z` lists `a/y` in `formerly`, and so does `a/x`");
}

#[test]
fn a_circle_of_former_ids_is_told_of_each_term_in_it() {
    let merge = library(&[
        "deck: a\nterms:\n  - {term: X, definition: x, formerly: [v]}\n  - {term: V, definition: v, formerly: [b/z]}\n",
        "deck: b\nterms:\n  - {term: Z, definition: z, formerly: [a/x]}\n  - {term: W, definition: w, formerly: [w, z]}\n",
    ]);
    let told: Vec<_> = merge.problems.iter().map(|p| (p.rule.code(), p.place.line)).collect();
    // `W` only claims itself, and a term in the cycle, as former IDs.
    assert_eq!(told, [("E313", 3), ("E313", 4), ("E313", 3), ("E311", 4), ("E311", 4)]);
    assert_eq!(merge.library.resolve(&id("a/x")), id("a/x"));
}

/// A deck of `count` terms, each changed by `change`, which receives its index.
fn long(count: usize, change: impl Fn(usize, &mut Term)) -> Deck {
    let mut deck = deck("0.yaml", "deck: a\nterms:\n  - {term: w, definition: x}\n", Origin::Named);
    let term = deck.terms.remove(0);
    deck.terms.extend((0..count).map(|n| {
        let mut term = Term { id: word(n), term: format!("w{n}"), ..term.clone() };
        change(n, &mut term);
        term
    }));
    deck
}

fn word(number: usize) -> TermId {
    TermId::new("a", &format!("w{number}"))
}

/// Quadratic path walking would take minutes here.
#[test]
fn chains_and_rings_of_any_length_are_resolved() {
    const COUNT: usize = 20_000;
    const LAST: usize = COUNT - 1;
    let ring = |n| Some((n + 1) % COUNT);
    let lead_to = |root: usize, same_as: &dyn Fn(usize) -> Option<usize>| {
        let deck = long(COUNT, |n, term| term.same_as = same_as(n).map(word));
        let merge = Library::merge(vec![deck]);
        assert_eq!(merge.problems, []);
        let (library, root) = (merge.library, word(root));
        assert!(library.terms().all(|(_, term)| library.resolve(&term.id) == root), "{root}");
        assert_eq!(library.same(&root).len(), LAST, "{root}");
    };
    lead_to(LAST, &|n| ring(n).filter(|to| *to > 0));
    lead_to(0, &|n| n.checked_sub(1));
    lead_to(LAST, &ring);
    lead_to(7, &|n| (n != 7).then_some(7));
    lead_to(0, &|n| (n > 0).then_some(n / 2));
}

#[test]
fn a_look_up_among_many_words_that_are_the_same_shows_one() {
    let deck = long(5_000, |n, term| term.same_as = Some(word(n + 1)).filter(|_| n < 4_999));
    let library = Library::merge(vec![deck]).library;
    let packed = PackedLibrary::new(&library);
    for finder in [Finder::new(&library, &[], &[]), Finder::on(&packed, &[], &[])] {
        assert_eq!(finder.find("w0", 9).found[0].term, word(0));
        assert_eq!(finder.entry(&word(3)), Some((word(0), 0)));
    }
}

#[test]
fn long_rows_of_old_names_are_told_of_once_each() {
    const COUNT: usize = 20_000;
    let told = |change: &dyn Fn(usize, &mut Term)| {
        let codes = Library::merge(vec![long(COUNT, change)]).problems;
        let mut codes: Vec<_> = codes.into_iter().map(|problem| problem.rule.code()).collect();
        let count = codes.len();
        codes.dedup();
        (codes, count)
    };
    let next = |n| word((n + 1) % COUNT);
    let row = |n, term: &mut Term| term.formerly = vec![word(n + 1)];
    assert_eq!(told(&row), (vec!["E311"], COUNT - 1));
    assert_eq!(told(&|n, term| term.formerly = vec![next(n)]), (vec!["E313"], COUNT));
    assert_eq!(told(&|n, term| term.instead = Some(next(n))), (vec![], 0));
}

#[test]
fn what_does_not_exist_is_reported() {
    let merge = library(&[
        "deck: a\nterms:\n  - {term: X, definition: x, same_as: b/x}\n  - {term: W, definition: w, formerly: [x]}\n",
        "extends: nowhere\nterms: []\n",
    ]);
    let codes: Vec<_> = merge.problems.iter().map(|problem| problem.rule.code()).collect();
    assert_eq!(codes, ["W310", "E311", "E312"]);
}
