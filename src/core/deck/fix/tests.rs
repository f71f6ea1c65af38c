mod slips;

use std::collections::HashSet;

use super::*;
use crate::core::deck::fields;
use crate::core::deck::lint::lint;
use crate::core::deck::problem::{Fix, MOST};
use crate::core::deck::read::read;
use crate::core::deck::rules::Severity;
use crate::core::library::Library;

fn look(text: &str) -> Look {
    Look::at(&"a.yaml".into(), text.to_owned())
}

fn fixed(text: &str) -> String {
    fix(&"a.yaml".into(), text).map_or_else(|| text.to_owned(), |fixed| fixed.text)
}

/// Texts with one unambiguous mistake each, and their fixed versions.
const MISTAKES: &[(&str, &str)] = &[
    ("- term: no\n  definition: d\n", "- term: \"no\"\n  definition: d\n"),
    ("- term: a\n  defintion: d\n", "- term: a\n  definition: d\n"),
    ("- Term: a\n  definition: d\n", "- term: a\n  definition: d\n"),
    (
        "- term: a\n  definition: In short: d # x\n",
        "- term: a\n  definition: \"In short: d\" # x\n",
    ),
    ("- term: a\n  definition: @d \"e\"\n", "- term: a\n  definition: \"@d \\\"e\\\"\"\n"),
    ("- term: a\n  definition: 'It's d'\n", "- term: a\n  definition: \"It's d\"\n"),
    ("- term: a\n  definition: Ranked #1\n", "- term: a\n  definition: \"Ranked #1\"\n"),
    (
        "- term: a\n  definition: d\n  aliases: b, c\n",
        "- term: a\n  definition: d\n  aliases: [b, c]\n",
    ),
    (
        "- term: a\n  definition: d\n  aliases: \"b, c\"\n",
        "- term: a\n  definition: d\n  aliases: [\"b, c\"]\n",
    ),
    (
        "- term: a\n  definition: d\n  aliases: [b, c\n  why: e\n",
        "- term: a\n  definition: d\n  aliases: [b, c]\n  why: e\n",
    ),
    ("- term: a\n  definition: d\n  why: ~\n  ask:\n", "- term: a\n  definition: d\n"),
    ("- term: a\n  definition: d\n  level: Core\n", "- term: a\n  definition: d\n  level: core\n"),
    (
        "- term: a\n  definition: d\n  reviewed: 2026/1/5\n",
        "- term: a\n  definition: d\n  reviewed: 2026-01-05\n",
    ),
    (
        "- term: a\n  definition: d\n  see_also: [Error Budget]\n",
        "- term: a\n  definition: d\n  see_also: [error-budget]\n",
    ),
    (
        "- term: a\n  definition: d\n  tags: [x]\n  tags: [y]\n",
        "- term: a\n  definition: d\n  tags: [x]\n  tags: [y]\n",
    ),
    (
        "- term: a\n  definition: d\n  ask: [sic] e?\n",
        "- term: a\n  definition: d\n  ask: \"[sic] e?\"\n",
    ),
    (
        "- term: a\n  definition: d\n  level: deep\n  // level: core\n  //confused_with: [a]\n",
        "- term: a\n  definition: d\n  level: deep\n  # level: core\n  # confused_with: [a]\n",
    ),
    (
        "- term: a\n  definition: d\n  ask: [Ana] says: e\n",
        "- term: a\n  definition: d\n  ask: \"[Ana] says: e\"\n",
    ),
    ("- term: a\n  definition: d\n  why: x\n  why: x\n", "- term: a\n  definition: d\n  why: x\n"),
    ("- term: a\n\tdefinition: d\n", "- term: a\n  definition: d\n"),
    ("- term: a\n\u{a0} definition: d\n", "- term: a\n  definition: d\n"),
    ("- term: a\n  definition: d\u{200b}e\n", "- term: a\n  definition: de\n"),
    ("-term: a\n definition: d\n", "- term: a\n  definition: d\n"),
    ("- term:a\n  definition:d\n", "- term: a\n  definition: d\n"),
    (
        "- term: a\n  definition: d\n - term: b\n   definition: e\n",
        "- term: a\n  definition: d\n- term: b\n  definition: e\n",
    ),
    ("- term: a\n   definition: d\n", "- term: a\n  definition: d\n"),
    (
        "- term: a\n  definition: d\n  example; We\n  why ; e\n  level; core\n  ask;f?\n",
        "- term: a\n  definition: d\n  example: We\n  why: e\n  level: core\n  ask: f?\n",
    ),
    (
        "- term: a\n  definition: It is done.\n  example - We did it.\n",
        "- term: a\n  definition: It is done.\n  example: We did it.\n",
    ),
    (
        "- term: a\n  definition: d\n  tags;\n    - x\n- term; b\n  definition: e\n",
        "- term: a\n  definition: d\n  tags:\n    - x\n- term: b\n  definition: e\n",
    ),
    ("- term: a b;\n  definition: d\n", "- term: a b\n  definition: d\n"),
    ("- term: \"a b ,\"\n  definition: d\n", "- term: a b\n  definition: d\n"),
    ("- term: “a b”\n  definition: d\n", "- term: a b\n  definition: d\n"),
    ("- term: a\n  definition: *all* of it\n", "- term: a\n  definition: \"*all* of it\"\n"),
    (
        "- term: a\n  definition: d\n  tags: - x\n- term: b\n  definition: e\n",
        "- term: a\n  definition: d\n  tags:\n    - x\n- term: b\n  definition: e\n",
    ),
    (
        "- term: a\n  definition: Watch:\n    • one\n    – two\n  * three\n  level: core\n",
        "- term: a\n  definition: \"Watch: one, two, three\"\n  level: core\n",
    ),
];

/// Whole decks with mistakes that a careless fix makes worse, and their fixed versions.
const SNARES: &[(&str, &str)] = &[
    (
        "terms:\n  - term: Toil\n    definition: d\n    example: //wiki/Path\n    why:\n      \"one\n      // two\"\n",
        "terms:\n  - term: Toil\n    definition: d\n    example: //wiki/Path\n    why:\n      \"one\n      // two\"\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: d\n    example: //wiki/Path\n    \"why\": \"one\n      // two\"\n",
        "terms:\n  - term: Toil\n    definition: d\n    example: //wiki/Path\n    \"why\": \"one\n      // two\"\n",
    ),
    (
        "terms:\n  - {term: Toil, definition: d, example: //wiki/Path, why: \"one\n      // two\"}\n",
        "terms:\n  - {term: Toil, definition: d, example: //wiki/Path, why: \"one\n      // two\"}\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: d\n    example: //wiki/Path\n    why: \"one\n      // two\"\n",
        "terms:\n  - term: Toil\n    definition: d\n    example: //wiki/Path\n    why: \"one\n      // two\"\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: \"one\n      - - term: x\"\n    why: // c\n",
        "terms:\n  - term: Toil\n    definition: \"one\n      - - term: x\"\n    why: // c\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: d\n    example: //wiki/Path\n    aliases:\n      - 'it''s\n        // two'\n",
        "terms:\n  - term: Toil\n    definition: d\n    example: //wiki/Path\n    aliases:\n      - 'it''s\n        // two'\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: d\n    aliases:\n      - one\n       - two\n       - three\n      - four\n",
        "terms:\n  - term: Toil\n    definition: d\n    aliases:\n      - one\n      - two\n      - three\n      - four\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: d\n    see_also: Error Budget\n",
        "terms:\n  - term: Toil\n    definition: d\n    see_also: [error-budget]\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition Manual work that repeats.\n  - term: Zulu\n    definition: Manual work that repeats.\n",
        "terms:\n  - term: Toil\n    definition: Manual work that repeats.\n  - term: Zulu\n    definition: Manual work that repeats.\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: Manual work that repeats\n    level core\n",
        "terms:\n  - term: Toil\n    definition: Manual work that repeats\n    level: core\n",
    ),
    (
        "title Ops\nterms\n  - term: Toil\n    definition: d\n    aliases:\n      - x\n    why It costs\n",
        "title: Ops\nterms:\n  - term: Toil\n    definition: d\n    aliases:\n      - x\n    why: It costs\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: How to\n    use the tool\n",
        "terms:\n  - term: Toil\n    definition: \"How to use the tool\"\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: d\n   aliases: [busywork, 'team''s job']\n",
        "terms:\n  - term: Toil\n    definition: d\n    aliases: [busywork, 'team''s job']\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: d\n   see_also:\n      - zulu\n    level: core\n  - term: Zulu\n    definition: e\n",
        "terms:\n  - term: Toil\n    definition: d\n    see_also:\n      - zulu\n    level: core\n  - term: Zulu\n    definition: e\n",
    ),
    (
        "terms:\n - term: Toil\n    definition: d\n    see_also:\n      - zulu\n    level: core\n  - term: Zulu\n    definition: e\n",
        "terms:\n  - term: Toil\n    definition: d\n    see_also:\n      - zulu\n    level: core\n  - term: Zulu\n    definition: e\n",
    ),
    (
        "terms:\n  - term: Alpha\n    definition: d\n    see_also:\n      - toil\n- term: Toil\n    definition: e\n",
        "terms:\n  - term: Alpha\n    definition: d\n    see_also:\n      - toil\n  - term: Toil\n    definition: e\n",
    ),
    (
        "Terms:\n  - term: Toil\n    definition: d\n  - term: Zulu\n    definition: e\n",
        "terms:\n  - term: Toil\n    definition: d\n  - term: Zulu\n    definition: e\n",
    ),
    (
        "term:\n  - term: Toil\n    definition: d\n  - term: Zulu\n    definition: e\n",
        "terms:\n  - term: Toil\n    definition: d\n  - term: Zulu\n    definition: e\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: d\n    aliases: - one\n      - two\n",
        "terms:\n  - term: Toil\n    definition: d\n    aliases:\n      - one\n      - two\n",
    ),
    ("terms:  - term: Toil\n    definition: d\n", "terms:\n  - term: Toil\n    definition: d\n"),
    (
        "owners: [\"@acme/ops\", Ana].\nterms:\n  - term: Toil\n    definition: d\n",
        "owners: [\"@acme/ops\", Ana]\nterms:\n  - term: Toil\n    definition: d\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: d\n    aliases: [a, b]]\n",
        "terms:\n  - term: Toil\n    definition: d\n    aliases: [a, b]\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: \"Manual work.\",\n    level: core\n",
        "terms:\n  - term: Toil\n    definition: \"Manual work.\"\n    level: core\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: \"Manual work\"\"\n",
        "terms:\n  - term: Toil\n    definition: \"Manual work\"\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: d\n    aliases: [one, #general, C#]\n",
        "terms:\n  - term: Toil\n    definition: d\n    aliases: [one, \"#general\", C#]\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: d\n    why: Ask ops: now # TODO\n",
        "terms:\n  - term: Toil\n    definition: d\n    why: \"Ask ops: now\" # TODO\n",
    ),
    (
        "terms:\n  - term: Alpha\n    definition: See: \"this\" and 'that' # TODO check\n    why: Ask ops: they know #ops-help\n",
        "terms:\n  - term: Alpha\n    definition: \"See: \\\"this\\\" and 'that'\" # TODO check\n    why: \"Ask ops: they know #ops-help\"\n",
    ),
    (
        "terms:\n  - term: Alpha\n    definition: >\n    Returning a system\n\n    to its last: good version.\n    aliases: [x]\n",
        "terms:\n  - term: Alpha\n    definition: >\n      Returning a system\n\n      to its last: good version.\n    aliases: [x]\n",
    ),
    (
        "terms:\n  - term: Alpha\n    definition: |\n       Returning a system\n      to its last.\n",
        "terms:\n  - term: Alpha\n    definition: |\n       Returning a system\n       to its last.\n",
    ),
    (
        "terms:\n  - term: Toil\n\u{a0}\u{a0}\u{a0} definition: d\n",
        "terms:\n  - term: Toil\n    definition: d\n",
    ),
    (
        "terms:\n  - \"term\": \"Toil\",\n    \"gloss\": \"g\",\n    definition: d\n",
        "terms:\n  - \"term\": \"Toil\"\n    \"gloss\": \"g\"\n    definition: d\n",
    ),
    ("terms:\n  1. term: Toil\n    definition: d\n", "terms:\n  - term: Toil\n    definition: d\n"),
    (
        "Begriffe:\n  - term: SLO\n    definition: d\n  - term: Toil\n    definition: d\n",
        "terms:\n  - term: SLO\n    definition: d\n  - term: Toil\n    definition: d\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: d\n    reviewed: 28.11.2026\n",
        "terms:\n  - term: Toil\n    definition: d\n    reviewed: 2026-11-28\n",
    ),
    (
        "terms:\n  - term: Toil\n    definition: “One: two.\"\n",
        "terms:\n  - term: Toil\n    definition: \"One: two.\"\n",
    ),
];

/// Lists that are written in another way, and how they should be.
const LISTS: &[(&str, &str)] = &[
    (" \"reversal\", \"dispute\"", " [reversal, dispute]"),
    (" 'reversal', 'dispute' # both", " [reversal, dispute] # both"),
    (" `reversal`, `dispute`", " [reversal, dispute]"),
    (" (reversal, dispute)", " [reversal, dispute]"),
    (" reversal; dispute", " [reversal, dispute]"),
    (" [reversal, , dispute]", " [reversal, dispute]"),
    (" [\"reversal\"], [\"dispute\"]", " [\"reversal\", \"dispute\"]"),
    ("\n      dispute\n      reversal", "\n      [dispute, reversal]"),
    ("\n      - dispute\n      - #money", "\n      - dispute\n      - \"#money\""),
    ("\n      -dispute\n      -reversal", "\n      - dispute\n      - reversal"),
    ("\n      - dispute\n      -reversal", "\n      - dispute\n      - reversal"),
    ("\n      → dispute\n      → reversal", "\n      - dispute\n      - reversal"),
    ("\n      ✓ dispute\n      ✓ reversal", "\n      - dispute\n      - reversal"),
    ("\n      a) dispute\n      b) reversal", "\n      -  dispute\n      -  reversal"),
    ("\n      9. dispute\n      10. reversal", "\n      -  dispute\n      -   reversal"),
];

#[test]
fn a_list_keeps_its_items_however_they_were_separated() {
    for field in ["aliases", "sounds_like"] {
        for (mistake, right) in LISTS {
            let deck =
                |list| format!("terms:\n  - term: Toil\n    definition: d\n    {field}:{list}\n");
            let (mistake, right) = (deck(mistake), deck(right));
            assert_eq!(fixed(&mistake), right);
            let problems = look(&right).problems;
            assert!(problems.is_empty(), "{right}{problems:?}");
        }
    }
}

#[test]
fn a_fix_changes_only_the_mistake_and_leaves_no_error() {
    for (mistake, right) in SNARES {
        assert_eq!(fixed(mistake), *right);
        let read = look(right);
        let error = read.problems.iter().find(|problem| problem.is_error());
        assert!(error.is_none(), "{right}\n{error:?}");
    }
}

#[test]
fn a_comment_before_or_in_a_list_is_no_mistake() {
    for list in ["tags: [a, # first\n      b]", "aliases: # names\n      - a # first\n      - b"] {
        let text = format!("terms:\n  - term: Toil\n    definition: d\n    {list}\n");
        let problems = look(&text).problems;
        assert!(problems.is_empty(), "{text}{problems:?}");
        let formatted = crate::core::deck::edit::format(&text).unwrap();
        assert_eq!(formatted.matches('#').count(), text.matches('#').count(), "{formatted}");
    }
}

/// Decks with a mistake that only a person can fix.
const UNSURE: &[&str] = &[
    "terms:\n  - term: Heat\n    definition: Two kinds:\n      **hot** data\n      **cold** data\n",
    "terms:\n  - term: Heat\n    definition: Watch:\n      - hot\n        - very hot\n        - quite hot\n      - cold\n",
    "terms:\n  - term: Toil\n    definition: *work  # note\n",
    "terms:\n  - term: B\n    definition: d\n  - Alpha: d\n",
    "terms:\n  - term: Toil\n    definition: d\n    aliases: [one, #general, C#, three # old\n      , four]\n",
    "terms:\n  - term: Toil\n    definition: d\n    aliases: [\"a\" b]\n",
    "owners: [\"@acme/ops, Ana]\nterms:\n  - term: Toil\n    definition: d\n",
    "terms:\n  - {term: B definition: d}\n",
    "terms:\n  - term: Toil\n    definition: d\n    aliases: [\"reversal, \"dispute\"]\n",
    "terms:\n  - term: Toil\n    definition: d\n    aliases: ['reversal, 'dispute']\n",
    "terms:\n  - term: Toil\n    definition: d\n    aliases: [reversal \"pull back\", dispute]\n",
    "terms:\n  - term: Toil\n    definition: d\n    aliases: reversal / dispute\n",
    "terms:\n  - term: Toil\n    definition: d\n    aliases: [a, b], c\n",
    "terms:\n  - term: Toil\n    definition: d\n    aliases:\n      // both\n      - a\n      - b // c\n",
    "terms:\n  - term: Toil\n    definition: d\n    //aliases:\n      - a\n      - b\n",
    "terms:\n  - term: Toil\n    definition: d\n    aliases: [a, b] // more\n",
    "terms:\n  - term: Toil\n    definition: d\n    why: - cost\n      - risk\n",
    "terms:\n  - term: Toil\n    definition: d\n    aliases: \"reversal, dispute\n",
    "terms:\n  - term: Toil\n    definition: d\n    aliases: to reverse, or\n      to dispute\n",
    "terms:\n  - term: Toil\n    definition: d\n    aliases:\n      - reversal, dispute\n",
    "terms:\n  - term: Toil\n    definition: d\n    aliases:\n      - cards:\n",
    "terms:\n  - term: Toil\n    definition: d\n    why: it costs # a lot\n",
    "terms:\n  - term: Toil\n    definition: d\n    why: it costs #todo shorten\n",
    "terms:\n  - term: Toil\n    definition: d\n    why: #todo write\n",
    "terms:\n  - (term: Toil)\n    definition: d\n",
    "terms:\n  - term: Toil\n    definition A: d\n",
    "terms:\n  - term: Toil definition: d\n    level: core\n",
    "terms:\n  - term: Toil\n    meaning: d\n    description: e\n",
    "terms:\n  - term: Toil\n    definition: work.\n    - a\n    - b\n",
    "terms:\n  - term: Toil\n    definition: work:\n      • a, b\n      – c\n",
    "terms:\n  - term: Toil\n    definition: *work\n",
    "terms:\n  - term: Toil\n    definition: work:\n      1. a\n      - b\n",
    "Some words.\n\ndeck: a\nterms:\n  - term: Toil\n    definition: d\n",
    "terms:\n  - term: Toil\n    definition: d\n    example: \"The \\note is here.\"\n",
];

#[test]
fn a_mistake_that_can_be_meant_in_two_ways_is_named_and_left_alone() {
    for text in UNSURE {
        assert_eq!(fixed(text), *text);
        let problems = look(text).problems;
        let unclear = problems.iter().find(|problem| problem.what.contains("cannot be read"));
        assert!(!problems.is_empty() && unclear.is_none(), "{text}{problems:?}");
    }
}

fn deck(terms: &str) -> String {
    let lines: Vec<_> = terms.lines().map(|line| format!("  {line}\n")).collect();
    format!("# Ours.\ndeck: a\n\nterms:\n{}", lines.concat())
}

#[test]
fn each_slip_is_fixed_and_nothing_else_is_touched() {
    for (mistake, right) in MISTAKES {
        assert_eq!(fixed(&deck(mistake)), deck(right));
    }
}

#[test]
fn line_ends_and_the_end_of_the_file_stay_as_they_are() {
    for (mistake, right) in MISTAKES {
        let windows = |text: &str| deck(text).replace('\n', "\r\n");
        assert_eq!(fixed(&windows(mistake)), windows(right));
        let (mistake, right) = (deck(mistake), deck(right));
        let open = fixed(mistake.trim_end());
        assert_eq!(open.trim_end(), right.trim_end());
        assert_eq!(
            open.ends_with('\n') && right.trim_end().lines().count() < mistake.lines().count(),
            open.ends_with('\n')
        );
    }
}

#[test]
fn many_slips_are_fixed_together_and_a_second_run_finds_nothing() {
    let terms: Vec<_> = MISTAKES
        .iter()
        .enumerate()
        // These two shift other mistakes if they come before them.
        .filter(|(_, (mistake, _))| !mistake.contains("-term") && !mistake.contains("\n -"))
        .map(|(at, (mistake, right))| {
            let unlike = |text: &str| {
                text.replacen("definition: ", &format!("id: t-{at}\n  definition: "), 1)
            };
            (unlike(mistake), unlike(right))
        })
        .collect();
    let (mistakes, _): (String, String) = terms.into_iter().unzip();
    let text = format!("\u{feff}{}", deck(&mistakes));
    let first = fix(&"a.yaml".into(), &text).unwrap();
    assert!(first.fixed.len() >= 15, "{:#?}", first.fixed.len());
    assert!(!first.text.starts_with('\u{feff}') && first.text.starts_with("# Ours.\n"));
    assert!(fix(&"a.yaml".into(), &first.text).is_none(), "{}", first.text);
}

#[test]
fn what_a_person_has_to_decide_is_left_alone() {
    for text in [
        "- term: a\n  definition: d\n  definition: e\n",
        "- term: a\n  definition: &x d\n",
        "- term: a\n  definition: d # TODO say more\n",
        "- term: a\n  definition: null\n",
        "- term: a\n  definition: x\u{1b}[31m\n",
        "- term: a\n  definition: d\n  definitoin: e\n",
        "- term: a\n  why: e\n",
        "- {term: a, definition: d, why: ~}\n",
    ] {
        assert!(fix(&"a.yaml".into(), &deck(text)).is_none(), "{text}");
    }
}

#[test]
fn terms_are_put_in_order_with_their_comments_once_the_rest_can_be_read() {
    let text =
        deck("# Second.\n- term: b\n  definition: d\n- term: a\n  definition: In short: e\n");
    let fixed = fix(&"a.yaml".into(), &text).unwrap();
    assert_eq!(
        fixed.text,
        deck("- term: a\n  definition: \"In short: e\"\n# Second.\n- term: b\n  definition: d\n")
    );
    assert!(fixed.sorted && fixed.fixed.len() == 1);
    assert!(fix(&"a.yaml".into(), &fixed.text).is_none());
    let broken = deck("- term: b\n  definition: {\n- term: a\n  definition: d\n");
    assert!(fix(&"a.yaml".into(), &broken).is_none());
}

#[test]
fn an_edit_that_would_change_what_is_right_is_not_made() {
    let text = deck("- term: a\n  definition: d\n  why: e\n");
    let at = |what: &str| u32::try_from(text.find(what).unwrap()).unwrap();
    let swallow = Edit { start: at("definition"), end: at("why"), text: String::new() };
    let next = edited(&text, &[&swallow]).unwrap();
    assert!(unchanged(&look(&text), &look(&next), &[&swallow]));
    // The same result, but the edit claims to be elsewhere.
    let elsewhere = Edit { start: at("why"), end: at("why") + 3, text: "ask".to_owned() };
    assert!(!unchanged(&look(&text), &look(&next), &[&elsewhere]));
    let was = look(&text.replace("why: e", "why: ~"));
    let [empty] = &was.problems[..] else { panic!("{:?}", was.problems) };
    for (value, is_sound) in [("e", true), ("'e", false)] {
        let fix = Some(Fix::sure(vec![Edit::at(empty.place, value)]));
        let problem = Problem { fix, ..empty.clone() };
        let made = attempt(&"a.yaml".into(), &was, &[&problem]);
        assert_eq!(made.is_some(), is_sound, "less can be read after {value}");
    }
    assert_eq!(edited("é", &[&Edit { start: 1, end: 2, text: String::new() }]), None);
}

/// The names and contents of the files in a folder of decks with mistakes, by name.
fn mistakes(folder: &str) -> Vec<(Arc<str>, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(folder);
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let file = |path: std::path::PathBuf| {
        let name: Arc<str> = path.file_name().unwrap().to_string_lossy().into();
        (name, std::fs::read(&path).unwrap())
    };
    let mut files: Vec<_> = paths.map(file).collect();
    files.sort();
    files
}

#[test]
fn what_a_finding_shows_as_its_fix_is_what_is_written() {
    let files = ["deck-mistakes", "deck-mistakes-2"].into_iter().flat_map(mistakes);
    let mut count = 0;
    for (name, bytes) in files {
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        let after = fixed(text);
        for problem in look(text).problems {
            let Some(fix) = problem.fix.filter(|fix| fix.sure && !fix.shown.is_empty()) else {
                continue;
            };
            count += 1;
            assert!(after.contains(&fix.shown), "{name}: {}\n{after}", fix.shown);
        }
    }
    assert!(count > 20, "{count}");
}

/// What `check` says about each file of a folder of mistakes, and how each line that `--fix` changes reads afterwards.
#[test]
fn each_mistake_is_named_by_its_cause_with_the_line_as_it_should_be() {
    let mut report = String::new();
    for (name, bytes) in mistakes("deck-mistakes-2") {
        let read = read(&name, &bytes, Origin::Named);
        let library = Library::merge(read.deck.clone().into_iter().collect()).library;
        let marked: Vec<_> = read.deck.iter().map(|deck| (deck, &read.marks)).collect();
        let problems = read.problems.iter().cloned().chain(lint(&marked, &library));
        report += &format!("{name}\n");
        for problem in problems.filter(|problem| problem.rule.severity() != Severity::Hint) {
            let said = problem.to_string();
            report += &format!("  {}\n", said.strip_prefix(&*name).unwrap_or(&said));
        }
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        let after = fixed(text);
        let (old, new): (HashSet<&str>, Vec<&str>) =
            (text.lines().collect(), after.lines().collect());
        for line in new.into_iter().filter(|line| !old.contains(line)) {
            report += &format!("  > {line}\n");
        }
        assert_eq!(words(&after), words(text), "{name}");
    }
    assert!(!report.contains("cannot be read from here on"), "{report}");
    insta::assert_snapshot!(report);
}

/// The words of `text` in order, without the names of fields, and without what has no place in a text.
fn words(text: &str) -> Vec<String> {
    let is_marker = |line: &&str| {
        ["<<<<<<<", "|||||||", "=======", ">>>>>>>", "```"]
            .iter()
            .any(|mark| line.trim_start().starts_with(mark))
    };
    let lines = text.split(['\n', '\r']).filter(|line| !is_marker(line));
    // Non-breaking spaces are escaped in quotes.
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    let text: String =
        text.chars().filter(|c| !crate::core::text::is_hostile(*c) || c.is_whitespace()).collect();
    let text = text.replace("\\U000000a0", " ");
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.map(str::to_lowercase);
    let is_name = |word: &String| {
        let names = fields::all().flat_map(|field| field.name.split('_'));
        names
            .chain(["alias", "name", "meaning", "begriff", "bedeutung", "1"])
            .any(|name| name == word)
    };
    words.filter(|word| !is_name(word)).collect()
}

proptest::proptest! {
    #[test]
    fn a_fix_keeps_the_words_of_every_field_in_their_order(
        parts in proptest::collection::vec(proptest::sample::select(NASTY), 1..9),
        items in proptest::collection::vec(proptest::sample::select(NASTY), 1..6),
        bare in proptest::sample::select(&["", "    why it\n", "   gloss: it\n", "    say it\n"][..]),
    ) {
        let text = format!(
            "deck: a\nterms:\n  - term: x\n    definition: {}\n    aliases: {}\n{bare}    level: core\n",
            parts.concat(), items.concat(),
        );
        let after = fixed(&text);
        // An alias is not a part of the definition, and the other way around.
        let of = |text: &str, from: &str, to: &str| {
            let rest = text.split_once(from).map_or("", |(_, rest)| rest);
            words(rest.split_once(to).map_or(rest, |(own, _)| own))
        };
        proptest::prop_assert_eq!(words(&after), words(&text), "{}\n{}", text, after);
        // A field that is empty goes.
        if after.contains("aliases:") {
            for (from, to) in [("definition:", "aliases:"), ("aliases:", "level:")] {
                proptest::prop_assert_eq!(of(&after, from, to), of(&text, from, to), "{}\n{}", text, after);
            }
        }
    }
}

/// Parts of values that YAML may misread.
const NASTY: &[&str] = &[
    "toil",
    "Error budget",
    " ",
    ": ",
    ":",
    " #",
    "#",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "- ",
    "• ",
    "\\",
    "> ",
    "| ",
    "*",
    "&",
    "!",
    "%",
    "@",
    "`",
    "\n",
    "\n      ",
    "\n    ",
    "\n    - ",
    "\n       - ",
    " # ",
    "''",
    "\",",
    " = ",
    "：",
    "? ",
    "é",
    "\u{a0}",
    "\t",
    "no",
    "12",
];
