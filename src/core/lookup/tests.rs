//! Tests that hold for look-up in any glossary.

use super::*;

fn entry<'a>(term: &'a str, aliases: &[&'a str], definition: &'a str) -> Entry<'a> {
    Entry { term, aliases: aliases.to_vec(), definition, ..Entry::default() }
}

fn bakery() -> Vec<Entry<'static>> {
    vec![
        entry("Sourdough starter", &["levain"], "Flour and water kept alive with wild yeast."),
        entry("Proofing", &["second rise"], "The last rest of shaped dough before baking."),
        entry("DDT", &["desired dough temperature"], "How warm the dough should be after mixing."),
        entry("Bâtard", &[], "An oval loaf."),
        entry("Crème pâtissière", &["pastry cream"], "A thick custard for tarts."),
        entry("BreadMaster", &["BM9000"], "The oven's control program."),
        entry("C++", &[], "What the oven's firmware is written in."),
        entry("C#", &[], "What the till is written in."),
        entry("C", &[], "The grade of a hard wheat."),
        entry("技術的負債", &[], "Old shortcuts that cost time now."),
        entry("Закваска", &[], "Sourdough as it is called in Riga."),
        entry("חלה", &[], "A braided bread."),
        entry("🥐", &[], "The reaction that means: ready to ship."),
        entry("Launch 🚀", &["go-live"], "The day the shop opens."),
        entry("=>", &[], "Points from a flour to its mill."),
        entry("R&D", &["research and development"], "The test kitchen."),
        entry("Quality gate", &["Q2 gate"], "Nothing leaves before it passes."),
    ]
}

fn index() -> Index {
    Index::new(bakery().into_iter())
}

/// The terms of the best hits.
fn terms(query: &str) -> Vec<&'static str> {
    let entries = bakery();
    index().search(query, 5).iter().map(|hit| entries[hit.entry].term).collect()
}

fn first(query: &str) -> Option<&'static str> {
    terms(query).first().copied()
}

#[test]
fn what_was_heard_is_found() {
    for (query, term, why) in [
        ("sour doh starter", "Sourdough starter", "sound"),
        ("starter sourdough", "Sourdough starter", "word order"),
        ("levan", "Sourdough starter", "a typo in an alias"),
        ("proof", "Proofing", "the start of the name"),
        ("proofed", "Proofing", "a form of the word"),
        ("prfng", "Proofing", "an abbreviation"),
        ("dee dee tee", "DDT", "letters read aloud"),
        ("d d t", "DDT", "letters apart"),
        ("what is ddt", "DDT", "a question"),
        ("wild yeast flour", "Sourdough starter", "words of the definition"),
        ("batard", "Bâtard", "no accents"),
        ("creme patissiere", "Crème pâtissière", "no accents"),
        ("bread master", "BreadMaster", "spaces"),
        ("bm", "BreadMaster", "initials in camel case"),
        ("see plus plus", "C++", "signs read aloud"),
        ("c sharp", "C#", "# is sharp"),
        ("c hash", "C#", "# is hash"),
        ("c", "C", "one letter"),
        ("技術", "技術的負債", "the start of a name without spaces"),
        ("負債", "技術的負債", "its end"),
        ("закваск", "Закваска", "Cyrillic"),
        ("חלה", "חלה", "right to left"),
        ("🥐", "🥐", "emoji"),
        ("🚀", "Launch 🚀", "emoji beside letters"),
        ("launch", "Launch 🚀", "letters beside emoji"),
        ("=>", "=>", "signs"),
        ("r and d", "R&D", "a sign said as a word"),
        ("pr oofing", "Proofing", "sounds taken apart"),
        ("quallity gaet", "Quality gate", "typos"),
    ] {
        assert_eq!(first(query), Some(term), "{why}: {query}: {:?}", index().search(query, 3));
    }
}

#[test]
fn a_spelling_that_is_listed_is_first_or_tied() {
    let index = Index::new(
        [
            entry("Cue sheet", &[], "Q"),
            entry("Queue", &["cue"], "A line."),
            entry("Quality cue", &["cue"], "A hint."),
        ]
        .into_iter(),
    );
    let hits = index.search("Cue", 3);
    assert_eq!(hits.iter().map(|hit| hit.entry).collect::<Vec<_>>(), [1, 2, 0]);
    assert_eq!((hits[0].score, hits[0].name), (hits[1].score, 1));
    assert!(hits[2].score < hits[1].score);
}

#[test]
fn what_sounds_like_the_whole_name_comes_before_a_longer_name_that_begins_so() {
    let index = Index::new(
        [entry("Passkey", &[], "Opens doors."), entry("PaaS", &[], "A rented kitchen.")]
            .into_iter(),
    );
    let hits = index.search("pass", 2);
    assert_eq!((hits[0].entry, hits[0].signal), (1, Signal::Sound), "{hits:?}");
}

#[test]
fn the_start_of_a_name_is_found_by_its_sound_but_never_for_sure() {
    let index = Index::new(
        [
            entry("Hexagonal proofer", &[], "Six sides, and warm."),
            entry("Whip", &[], "Beats eggs."),
            entry("Vibe check", &[], "A look into the oven."),
        ]
        .into_iter(),
    );
    for (query, expected) in [("hexagonel", 0), ("vybe", 2), ("vybe ch", 2), ("heksa", 0)] {
        let hits = index.search(query, 2);
        assert_eq!((hits[0].entry, hits[0].signal), (expected, Signal::Sound), "{query}: {hits:?}");
        assert_eq!(Verdict::of(&hits), Verdict::Near, "{query}: {hits:?}");
    }
    assert!(index.search("vi", 2).iter().all(|hit| hit.signal != Signal::Sound));
}

#[test]
fn letters_read_aloud_are_letters() {
    let index = Index::new(
        [
            entry("SLA", &[], "A promise."),
            entry("SLO", &[], "An aim."),
            entry("Key performance indicator", &[], "A number to watch."),
            entry("Slow oven", &[], "Bakes overnight."),
        ]
        .into_iter(),
    );
    for (query, expected) in [
        ("ess el oh", 1),
        ("ess el ay", 0),
        ("ess el oh target", 1),
        ("kay pee eyes", 2),
        ("a slo", 1),
    ] {
        assert_eq!(
            index.search(query, 1)[0].entry,
            expected,
            "{query}: {:?}",
            index.search(query, 3)
        );
    }
}

#[test]
fn letters_read_aloud_and_letters_left_out_are_no_match_letters_apart_are() {
    let index = Index::new(
        [entry("RPO", &[], "How much may be lost."), entry("PO", &[], "Owns the bakery.")]
            .into_iter(),
    );
    let verdict = |query: &str| Verdict::of(&index.search(query, 2));
    assert_eq!(verdict("r p o"), Verdict::Match);
    assert_eq!(verdict("are pee oh"), Verdict::Near);
    assert_eq!(index.search("are pee oh", 1)[0].entry, 0);
    assert_eq!(verdict("eye pee oh"), Verdict::Near);
}

#[test]
fn a_word_beside_what_was_heard_does_not_hide_it_and_makes_it_less_sure() {
    let index = Index::new(
        [entry("JSON", &[], "Texts for programs."), entry("Jars", &["jar file"], "For jam.")]
            .into_iter(),
    );
    let hits = index.search("jason file", 2);
    assert_eq!(hits[0].entry, 0, "{hits:?}");
    assert_eq!(Verdict::of(&hits), Verdict::Near);
    assert_eq!(Verdict::of(&index.search("jar file", 2)), Verdict::Match);
}

#[test]
fn senses_stay_apart_and_come_in_the_order_of_their_ranks() {
    let entries = [
        entry("Lot", &[], "A batch of flour."),
        entry("Lot", &[], "A place to park."),
        entry("Lot", &[], "An item of an auction."),
    ];
    let index = Index::new(entries.into_iter());
    let order = |ranks: [Rank; 3]| {
        let hits = index.ranked(|at| ranks[at]).search("lot", 5);
        hits.iter().map(|hit| hit.entry).collect::<Vec<_>>()
    };
    assert_eq!(order([Rank::In(1); 3]), [0, 1, 2]);
    assert_eq!(order([Rank::In(1), Rank::In(1), Rank::In(0)]), [2, 0, 1]);
    assert_eq!(order([Rank::In(2), Rank::Out, Rank::In(1)]), [2, 0]);
}

#[test]
fn what_matched_is_marked() {
    let marked = |query: &str| {
        let entries = bakery();
        let hit = index().search(query, 1).remove(0);
        let names: Vec<&str> = std::iter::once(entries[hit.entry].term)
            .chain(entries[hit.entry].aliases.clone())
            .collect();
        let name: Vec<char> = names[hit.name].chars().collect();
        hit.matched.iter().map(|&at| name[at]).collect::<String>()
    };
    for (query, expected) in [
        ("sour", "Sour"),
        ("starter sour", "Sourstarter"),
        ("creme", "Crème"),
        ("bm", "BM"),
        ("ddt", "DDT"),
        ("負債", "負債"),
        ("proofng", "Proofng"),
        ("q2 g", "Q2g"),
        ("dee dee tee", "DDT"),
        ("sour doh", ""),
        ("🚀", "🚀"),
        ("launch", "Launch"),
    ] {
        assert_eq!(marked(query), expected, "{query}");
    }
}

#[test]
fn one_letter_finds_names_that_begin_with_it_and_nothing_else() {
    for hit in index().search("b", 20) {
        assert!(matches!(hit.signal, Signal::Start | Signal::Words | Signal::Same), "{hit:?}");
    }
    assert!(terms("x").is_empty());
}

#[test]
fn the_verdict_is_that_of_the_best_hit() {
    let verdict = |query: &str| Verdict::of(&index().search(query, 3));
    assert_eq!(verdict("levain"), Verdict::Match);
    assert_eq!(verdict("proofng"), Verdict::Match);
    assert_eq!(verdict("proo"), Verdict::Near);
    assert_eq!(verdict("submarine cable"), Verdict::None);
    assert_eq!(verdict(""), Verdict::None);
}

#[test]
fn odd_text_does_no_harm() {
    let huge = "flour ".repeat(12_000);
    let index = Index::new(
        bakery().into_iter().chain([entry(&huge, &[&huge, "", "  "], &huge), entry("", &[], "")]),
    );
    assert_eq!(index.len(), bakery().len() + 2);
    let long = "x".repeat(70_000);
    for query in [
        "",
        " ",
        "\0",
        "\u{1b}[31m",
        "\u{202e}abc",
        "e\u{301}",
        "🏳️‍🌈",
        "?!",
        "'",
        &long,
        &huge,
        "a b c d e f g h",
    ] {
        index.search(query, 5);
    }
    assert!(index.search("flour", 5).len() > 1);
    assert!(index.search("proof", 0).is_empty());
    assert!(Index::new(std::iter::empty()).search("proof", 5).is_empty());
}

#[test]
fn typing_on_finds_what_a_new_search_finds() {
    let index = index();
    for query in [
        "sour dough",
        "lev in",
        "proofing the dough",
        "what is a crumb",
        "the lev in is late",
        "aa rs",
    ] {
        for limit in [1, 3, 50] {
            let mut typing = Typing::default();
            for (at, c) in query.char_indices() {
                let typed = &query[..at + c.len_utf8()];
                let quick = index.search_on(typed, limit, &mut typing);
                let is_all = !typing.leaves_parts();
                let found = index.search_after(typed, limit, &mut typing);
                assert_eq!(found, index.search(typed, limit), "{typed} {limit}");
                assert!(!is_all || quick == found, "{typed} {limit}");
            }
            // Or something else altogether.
            let found = index.search_on("bread", limit, &mut typing);
            assert_eq!(found, index.search("bread", limit));
        }
    }
}

#[test]
fn new_parts_of_a_phrase_wait_until_typing_rests_and_are_kept_for_the_next_letter() {
    let (index, mut typing) = (index(), Typing::default());
    let names = |hits: &[Hit]| hits.first().map(|hit| index.name(hit).to_owned());
    let found = Some("Proofing".to_owned());
    assert_ne!(names(&index.search_on("try the proffing now", 3, &mut typing)), found);
    assert!(typing.leaves_parts());
    assert_eq!(names(&index.search_after("try the proffing now", 3, &mut typing)), found);
    assert!(!typing.leaves_parts());
    assert_eq!(names(&index.search_on("try the proffing now a", 3, &mut typing)), found);
}

#[test]
fn what_was_heard_inside_a_phrase_may_begin_with_a_stop_word_but_not_with_an_article() {
    let entries = [entry("MVP", &[], "The first version."), entry("Vulcan", &[], "A tool.")];
    let index = Index::new(entries.into_iter());
    let first = |query| index.search(query, 1).first().map(|hit| index.name(hit).to_owned());
    for query in ["restart in vp please", "they talk about in vp and nobody explains it"] {
        assert_eq!(first(query).as_deref(), Some("MVP"), "{query}");
    }
    assert_eq!(first("restart the vp please"), None);
}

#[test]
fn a_smaller_limit_gives_the_start_of_the_same_list() {
    let index = index();
    let several_readings = ["what is dough", "dee dee tee", "bread file", "st arter"];
    for query in ["s", "ba", "dough", "the oven", "sta", "kreem", "c", "ddt"]
        .into_iter()
        .chain(several_readings)
    {
        let all = index.search(query, 50);
        for limit in 1..5 {
            let few = index.search(query, limit);
            assert_eq!(few, all[..limit.min(all.len())], "{query}");
        }
    }
}

fn found(index: &Index, query: &str) -> Vec<(usize, Evidence)> {
    index.search(query, 3).iter().map(|hit| (hit.entry, hit.evidence)).collect()
}

#[test]
fn only_names_their_forms_listed_sounds_and_typing_mistakes_are_a_match() {
    let shop = |term, aliases: &[&'static str], sounds: &[&'static str], definition| Entry {
        sounds_like: sounds.to_vec(),
        ..entry(term, aliases, definition)
    };
    let index = Index::new(
        [
            shop("Rollback", &["revert"], &[], "Back to what ran before."),
            shop("PR", &["pull request"], &["pee are"], "A change that asks to be taken in."),
            shop(
                "Persona",
                &[],
                &["leader", "personnel"],
                "Someone who stands for many customers.",
            ),
            shop("nginx", &[], &["engine x"], "A web server."),
            shop("HTML", &[], &[], "What pages are written in."),
            shop("HITL", &[], &[], "A person checks it."),
            shop("Availability zone", &[], &[], "A part of a region."),
            shop("Churn", &[], &[], "The share of customers, or of their money, that is lost."),
            shop("Hallucination", &[], &[], "Fluent nonsense."),
            shop("Index", &[], &[], "Finds rows."),
            shop("GA", &[], &[], "Open to everyone."),
        ]
        .into_iter(),
    );
    for (query, entry, evidence) in [
        ("rollback", 0, Evidence::Name),
        ("revert", 0, Evidence::Name),
        ("roll-back", 0, Evidence::Name),
        ("rolled back", 0, Evidence::Form),
        ("rollbacks", 0, Evidence::Form),
        ("PRs", 1, Evidence::Form),
        ("pull requests", 1, Evidence::Form),
        ("hallucinated", 8, Evidence::Form),
        ("indices", 9, Evidence::Form),
        ("engine x", 3, Evidence::Heard),
        ("hmtl", 4, Evidence::Slip),
        ("halucination", 8, Evidence::Slip),
        ("pee are", 1, Evidence::Heard),
        ("write a rollback for it", 0, Evidence::Name),
    ] {
        let found = found(&index, query);
        assert_eq!(found[0], (entry, evidence), "{query}: {found:?}");
        assert!(found[0].1.is_match());
    }
    for (query, entry, evidence) in [
        ("money", 7, Evidence::Meaning),
        ("leader", 2, Evidence::Sound),
        ("rollb", 0, Evidence::Start),
        ("az", 6, Evidence::Short),
        ("zone availability", 6, Evidence::Words),
        ("rollback plan", 0, Evidence::Words),
        ("engine exx", 3, Evidence::Sound),
    ] {
        let found = found(&index, query);
        assert_eq!(found[0], (entry, evidence), "{query}: {found:?}");
        assert!(!found[0].1.is_match());
    }
}

#[test]
fn what_means_something_by_itself_is_no_mistake_and_no_sound_of_another_word() {
    let index = Index::new(
        [
            Entry { sounds_like: vec!["kernel", "curning"], ..entry("Kerning", &[], "Space.") },
            entry("Blocker", &[], "What is in the way."),
            entry("Toil", &[], "Work by hand."),
            entry("HTML", &[], "What pages are written in."),
            entry("GA", &[], "Open to everyone."),
        ]
        .into_iter(),
    );
    for (query, verdict) in [
        // A listed sound, unless it is a word.
        ("curning", Verdict::Match),
        ("kernel", Verdict::Near),
        // A typo, unless it is an English or technical word.
        ("bloker", Verdict::Match),
        ("docker", Verdict::Near),
        ("blocked", Verdict::Near),
        ("toll", Verdict::Near),
        // Another letter makes another acronym, and capitals mean themselves.
        ("hmtl", Verdict::Match),
        ("htmx", Verdict::Near),
        ("HMTL", Verdict::Near),
        // An everyday word is not the plural of an acronym.
        ("gas", Verdict::Near),
        ("GAs", Verdict::Match),
    ] {
        let hits = index.search(query, 3);
        assert_eq!(Verdict::of(&hits), verdict, "{query}: {hits:?}");
    }
}

#[test]
fn a_listed_sound_ranks_below_every_real_name() {
    let heard = |term, sound| Entry { sounds_like: vec![sound], ..entry(term, &[], "x") };
    let index = Index::new(
        [
            heard("Repro", "repos"),
            entry("Repo", &[], "Where code lies."),
            heard("Kue", "keue"),
            entry("Keue", &[], "A line."),
        ]
        .into_iter(),
    );
    assert_eq!(found(&index, "repos")[0], (1, Evidence::Form));
    assert_eq!(found(&index, "keue")[..2], [(3, Evidence::Name), (2, Evidence::Heard)]);
}

#[test]
fn pieces_of_a_sound_are_no_words_of_the_entry() {
    let index = Index::new(
        [Entry { sounds_like: vec!["con bon"], ..entry("Kanban", &[], "Cards on a board.") }]
            .into_iter(),
    );
    assert!(index.search("bones", 3).iter().all(|hit| hit.signal != Signal::Definition));
    assert_eq!(found(&index, "cards")[0].1, Evidence::Meaning);
}

#[test]
fn a_plural_ranks_above_the_start_of_another_name() {
    let index = Index::new(
        [
            entry("Metrics layer", &[], "Where numbers are defined once."),
            entry("Metric", &[], "A number that is watched."),
            entry("Prs", &[], "Another thing."),
        ]
        .into_iter(),
    );
    assert_eq!(found(&index, "metrics")[0], (1, Evidence::Form));
}
