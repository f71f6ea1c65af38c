use super::*;
use crate::core::deck::fields;

fn read(text: &str) -> Read {
    super::read(&"decks/sre.yaml".into(), text.as_bytes(), Origin::Named)
}

/// The codes and lines of the errors in `text`.
fn errors(text: &str) -> Vec<(&'static str, u32)> {
    let problems = read(text).problems;
    let errors = problems.into_iter().filter(Problem::is_error);
    errors.map(|problem| (problem.rule.code(), problem.place.line)).collect()
}

#[test]
fn every_field_is_read() {
    let read = read(
        "deck: platform\ntitle: Platform\nsummary: Keeps it running.\nowners: [\"@a/b\"]\nlanguage: en\n\
         source: https://example.org\nformerly: [infra]\nask:\n  - What woke you up?\nterms:\n  \
         - term: SLO\n    id: objective\n    expansion: Service-level objective\n    say: ess-ell-oh\n    \
         definition: A target.\n    example: We met it.\n    why: It counts.\n    ask: Why?\n    \
         aliases: [goal]\n    sounds_like: [slow]\n    see_also: [toil, product/roadmap]\n    \
         confused_with: [sla]\n    level: core\n    tags: [x]\n    explained_by: Ana\n    reviewed: 2026-11-01\n    \
         same_as: quality/slo\n    formerly: [level, ops/slo]\n    retired: 2026-09-01\n    use: slo-v2\n",
    );
    assert_eq!(read.problems, []);
    let deck = read.deck.unwrap();
    assert_eq!((&*deck.id, deck.title.as_str()), ("platform", "Platform"));
    assert_eq!((deck.formerly, deck.ask.len()), (vec!["infra".into()], 1));
    insta::assert_debug_snapshot!(deck.terms[0]);
}

#[test]
fn every_field_of_the_tables_is_taken_from_the_record() {
    // `Record::get` panics on a name that is not in the table. This checks the reverse: the code reads every field.
    let code = [include_str!("mod.rs"), include_str!("scenes.rs")].concat();
    for field in fields::all() {
        assert!(code.contains(&format!("\"{}\"", field.name)), "{} is never read", field.name);
    }
}

#[test]
fn the_name_of_the_file_is_the_id_of_a_deck_that_gives_none() {
    let read = read("terms: []\n");
    assert_eq!(&*read.deck.unwrap().id, "sre");
}

#[test]
fn all_problems_are_found_in_one_go() {
    let text = "deck: sre\ntitel: x\nterms:\n  - term: a\n    defintion: b\n  - definition: b\n  - term: no\n    \
                definition: c\n  - term: c\n    definition: d\n    aliases: e\n  - term: C\n    definition: f\n  \
                - term: g\n    definition: Ranked #1 of all\n    level: hard\n";
    assert_eq!(
        errors(text),
        [
            ("E301", 2),
            ("E301", 5),
            ("E302", 6),
            ("E209", 7),
            ("E304", 11),
            ("E308", 12),
            ("E210", 15),
            ("E305", 16)
        ]
    );
    let terms = read(text).deck.unwrap().terms;
    assert_eq!(terms.iter().map(|term| term.term.as_str()).collect::<Vec<_>>(), ["no", "c", "g"]);
}

#[test]
fn every_line_that_yaml_cannot_read_is_told_once_wherever_it_gave_up() {
    let text = "terms:\n  - term: a\n    definition: In short: d\n    aliases: [b \"c\", #e]\n    why: @f\n    tags: - g\n  \
                - term: h\n    definition: \"One\n      a: b\"\n    ask: %i\n    aliases: [\n      j]\n";
    assert_eq!(errors(text), [("E201", 3), ("E201", 4), ("E201", 5), ("E201", 6), ("E201", 10)]);
    let text = "terms:\n  - term: a\n    definition: d\n    aliases: [b \"c\", #e]\n";
    assert_eq!(read(text).problems.len(), 1);
}

#[test]
fn a_word_without_a_meaning_takes_its_id_and_the_first_that_has_one_serves() {
    let text = "terms:\n  - term: SLO\n  - term: slo\n    definition: a\n  - id: slo\n  - term: SLO\n    definition: b\n";
    assert_eq!(
        errors(text),
        [("E302", 2), ("E308", 3), ("E302", 5), ("E302", 5), ("E308", 5), ("E308", 6)]
    );
    let terms = read(text).deck.unwrap().terms;
    assert_eq!(terms.iter().map(|term| term.definition.as_str()).collect::<Vec<_>>(), ["a"]);
}

#[test]
fn a_problem_reads_as_place_what_and_mending() {
    let problems = read("terms:\n  - term: a\n    defintion: b\n").problems;
    let text = problems[0].to_string();
    assert_eq!(
        text,
        "decks/sre.yaml:3:5: error E301: unknown field `defintion`; did you mean `definition`?"
    );
}

#[test]
fn hostile_text_is_reported_and_does_not_get_through() {
    let escaped = read("terms:\n  - term: \"a\\x1b[31m\"\n    definition: \"b\\u202ec\"\n");
    assert_eq!(
        escaped.problems.iter().map(|p| p.rule.code()).collect::<Vec<_>>(),
        ["E103", "E103"]
    );
    let term = &escaped.deck.unwrap().terms[0];
    assert!(!term.term.chars().chain(term.definition.chars()).any(crate::core::text::is_hostile));

    let raw = read("terms:\n  - term: a\u{202e}b\n    definition: c\n");
    assert_eq!(raw.problems.len(), 1);
    assert!(!raw.deck.unwrap().terms[0].term.contains('\u{202e}'));
}

#[test]
fn a_file_that_is_made_of_mistakes_is_told_a_thousand_of_them() {
    let mistakes = [
        "  - x\n",
        "  - term: &a b\n",
        "  - {z: 1}\n",
        "  - term: x # y\n    why: z # y\n",
        "  - \u{1b}\n",
    ];
    for mistake in mistakes {
        let problems = read(&format!("terms:\n{}", mistake.repeat(3000))).problems;
        assert_eq!(problems.len(), crate::core::deck::problem::MOST + 1, "{mistake}");
        assert_eq!(problems.last().unwrap().rule.code(), "E110");
    }
    let links = "x, ".repeat(3000);
    let text = format!("terms:\n  - term: a\n    definition: b\n    see_also: [{links}]\n");
    assert_eq!(read(&text).problems[0].what, "`see_also` has 3000 items; the limit is 100");
}

#[test]
fn a_space_that_is_missing_behind_a_colon_is_told_where_it_is_missing() {
    let told = |text: &str| {
        let problems = read(text).problems;
        problems.iter().map(|one| (one.place.line, one.what.clone())).collect::<Vec<_>>()
    };
    let what = || "missing space after the colon".to_owned();
    assert_eq!(told("terms:\n  - term: a\n    definition:b\n"), [(3, what())]);
    assert_eq!(told("terms:\n  - term:a\n    definition:b\n"), [(2, what()), (3, what())]);
    let swallowed = "terms:\n  - term: a\n    definition: b\n      why:c\n";
    assert_eq!(told(swallowed), [(4, what())]);
    assert_eq!(told("terms:\n  - term: a\n    definition: b\n      of a 10:30 kind\n"), []);
}

#[test]
fn what_a_byte_order_mark_moves_is_moved() {
    let text = "\u{feff}terms:\n  - term: no\n    definition: d\n";
    let read = read(text);
    let codes: Vec<_> = read.problems.iter().map(|one| one.rule.code()).collect();
    assert_eq!(codes, ["W109", "E209"]);
    let place = read.problems[1].place;
    assert_eq!((&text[place.start as usize..place.end as usize], place.column), ("no", 11));
    assert_eq!(read.marks.terms[0].of("term", 0), place);
}

#[test]
fn what_ends_a_deck_is_told_apart_from_what_starts_another() {
    let deck = "terms:\n  - term: Toil\n    definition: d\n";
    for (below, what, is_fixed) in [
        ("...\n---\ndeck: b\n", "a second document starts here", false),
        ("...\n---\n", "`---` begins a second document, with nothing in it", false),
        ("...\ntags: [a]\n", "`...` ends the deck before this line", true),
    ] {
        let read = read(&format!("{deck}{below}"));
        let problem = read.problems.iter().find(|problem| problem.what == what);
        let problem = problem.unwrap_or_else(|| panic!("{below}{:?}", read.problems));
        assert_eq!(problem.fix.is_some(), is_fixed, "{below}");
    }
}

#[test]
fn a_colon_after_an_accent_in_braces_is_read() {
    let problems = read("terms:\n  - {term: Café: x, definition: y}\n").problems;
    assert_eq!(problems[0].place.line, 2);
}

#[test]
fn a_dash_is_offered_to_a_second_part_except_in_braces() {
    for (terms, is_offered) in [
        ("  - term: A\n    definition: d\n    term: B\n    definition: e\n", true),
        ("  - {term: A, definition: d, term: B, definition: e}\n", false),
        ("  - {term: A, definition: d,\n     term: B, definition: e}\n", false),
    ] {
        let read = read(&format!("terms:\n{terms}"));
        let what = "a second term starts here without a dash";
        let problem = read.problems.iter().find(|problem| problem.what == what).unwrap();
        assert_eq!(problem.fix.is_some(), is_offered, "{terms}");
    }
}

#[test]
fn merge_keys_are_named() {
    let problems = read("terms:\n  - term: a\n    definition: b\n    <<: {why: c}\n").problems;
    assert_eq!((problems[0].rule.code(), problems[0].place.line), ("E202", 4));
}

#[test]
fn a_syntax_error_breaks_the_deck_and_only_that() {
    let read = read("terms:\n  - term: Note: toil\n    definition: x\n");
    assert!(read.deck.is_none());
    assert_eq!(read.problems.len(), 1);
    assert_eq!(
        read.problems[0].to_string(),
        "decks/sre.yaml:2:11: error E201: text that contains a colon needs quotes; \
         put the whole text in double quotes: term: \"Note: toil\""
    );
}

#[test]
fn each_hostile_file_ends_in_a_clear_error() {
    let bombs = [
        "a: &a [x]\nb: &b [*a, *a]\nterms: [*b]\n".to_owned(),
        format!("terms: {}\n", "[".repeat(100_000)),
        format!("terms:\n  {}\n", "- ".repeat(100_000)),
        format!("terms: {}\n", "{a: ".repeat(100_000)),
        "terms: !!python/object/apply:os.system [ls]\n".to_owned(),
        "terms:\n  - term: a\u{0}b\n    definition: c\n".to_owned(),
        "x".repeat(3_000_000),
    ];
    for bomb in bombs {
        let start: String = bomb.chars().take(40).collect();
        assert!(!errors(&bomb).is_empty(), "{start}");
    }
}

/// Common mistakes, with the lines where an error must be reported.
#[test]
fn common_mistakes_are_reported_on_the_right_line() {
    let expected: serde_json::Value =
        serde_json::from_str(include_str!("../../../../tests/data/deck-mistakes/expected.json"))
            .unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/deck-mistakes");
    let mut report = String::new();
    for (name, lines) in expected["files"].as_object().unwrap() {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let read = super::read(&name.as_str().into(), &bytes, Origin::Named);
        let mut found: Vec<_> = read
            .problems
            .iter()
            .filter(|p| p.is_error())
            .map(|p| u64::from(p.place.line))
            .collect();
        found.dedup();
        let lines: Vec<_> = lines.as_array().unwrap().iter().map(|l| l.as_u64().unwrap()).collect();
        for problem in &read.problems {
            report.push_str(&format!("{problem}\n"));
        }
        assert_eq!(found, lines, "{name}\n{report}");
    }
    insta::assert_snapshot!(report);
}
