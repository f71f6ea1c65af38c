mod random;

use super::*;
use crate::core::deck::Deck;
use crate::core::deck::Origin;
use crate::core::deck::read::read;

fn deck(text: &str) -> Deck {
    let read = read(&"deck.yaml".into(), text.as_bytes(), Origin::Named);
    read.deck.unwrap_or_else(|| panic!("{:?}\n{text}", read.problems))
}

fn names(text: &str) -> Vec<String> {
    deck(text).terms.into_iter().map(|term| term.term).collect()
}

fn b() -> Draft {
    Draft::new("B", "new: one").with_list("aliases", ["x, y", "z"])
}

/// The text with what was put into it marked.
fn inserted(text: &str) -> String {
    insert(text, &b()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn a_term_goes_into_its_place_in_the_way_of_the_file() {
    let cases = [
        // Plain, with comments that belong above and below.
        (
            "deck: d\nterms:\n  - term: A\n    definition: a\n    # on A\n  # on C\n  - term: C\n    definition: c\n# end\n",
            "deck: d\nterms:\n  - term: A\n    definition: a\n    # on A\n  - term: B\n    definition: \"new: one\"\n    aliases: [\"x, y\", z]\n  # on C\n  - term: C\n    definition: c\n# end\n",
        ),
        // Dashes in the first column, wide gaps, Windows line ends, a mark at the start, and no end.
        (
            "\u{feff}terms:\r\n-   term: A\r\n    definition: a",
            "\u{feff}terms:\r\n-   term: A\r\n    definition: a\r\n-   term: B\r\n    definition: \"new: one\"\r\n    aliases: [\"x, y\", z]\r\n",
        ),
        // A dash on a line of its own, blank lines between the terms, a field behind them, an end of the document.
        (
            "terms:\n    -\n      term: A\n      definition: a\n\n    - term: C\n      definition: c\ntitle: T\n...\n",
            "terms:\n    -\n      term: A\n      definition: a\n\n    - term: B\n      definition: \"new: one\"\n      aliases: [\"x, y\", z]\n\n    - term: C\n      definition: c\ntitle: T\n...\n",
        ),
        // A text that keeps its blank lines.
        (
            "terms:\n  - term: A\n    definition: |+\n      a\n\n\n  - term: C\n    definition: c\n",
            "terms:\n  - term: A\n    definition: |+\n      a\n\n\n  - term: B\n    definition: \"new: one\"\n    aliases: [\"x, y\", z]\n  - term: C\n    definition: c\n",
        ),
        // First of all.
        (
            "terms: # words\n  # in order\n\n  # on C\n  - term: C\n    definition: c\n",
            "terms: # words\n  # in order\n\n  - term: B\n    definition: \"new: one\"\n    aliases: [\"x, y\", z]\n  # on C\n  - term: C\n    definition: c\n",
        ),
        // In brackets.
        (
            "terms: [{term: A, definition: a}, {term: C, definition: c}] # all\n",
            "terms: [{term: A, definition: a}, {term: B, definition: \"new: one\", aliases: [\"x, y\", z]}, {term: C, definition: c}] # all\n",
        ),
        (
            "terms: [\n  {term: A, definition: a},\n]\n",
            "terms: [\n  {term: A, definition: a},\n  {term: B, definition: \"new: one\", aliases: [\"x, y\", z]},\n]\n",
        ),
        (
            "{deck: d, terms: []}",
            "{deck: d, terms: [{term: B, definition: \"new: one\", aliases: [\"x, y\", z]}]}",
        ),
        (
            "{deck: d}",
            "{deck: d, terms: [{term: B, definition: \"new: one\", aliases: [\"x, y\", z]}]}",
        ),
    ];
    for (old, new) in cases {
        assert_eq!(inserted(old), new);
    }
}

#[test]
fn a_file_without_terms_gets_its_first() {
    let lines = "  - term: B\n    definition: \"new: one\"\n    aliases: [\"x, y\", z]\n";
    let cases = [
        ("", "terms:\n", ""),
        ("# mine\n", "# mine\nterms:\n", ""),
        ("---\n", "---\nterms:\n", ""),
        ("deck: d", "deck: d\nterms:\n", ""),
        ("deck: d\nterms: []\n", "deck: d\nterms:\n", ""),
        (
            "deck: d\nterms: [] # none\n  # yet\n# end\n",
            "deck: d\nterms: # none\n  # yet\n",
            "# end\n",
        ),
        ("terms:\ntitle: T\n", "terms:\n", "title: T\n"),
        ("terms: ~", "terms:\n", ""),
        ("deck: d\nask:\n  - What?\n...\n", "deck: d\nask:\n  - What?\nterms:\n", "...\n"),
    ];
    for (old, before, after) in cases {
        assert_eq!(inserted(old), format!("{before}{lines}{after}"), "{old:?}");
    }
}

#[test]
fn what_cannot_be_done_safely_is_not_done() {
    let broken = |line, what: &str| EditError::Broken { line, what: what.to_owned() };
    let cases = [
        ("terms:\n  - term: b\n    definition: x\n", EditError::Exists { id: "b".into(), line: 2 }),
        (
            "terms:\n  - term: X\n    id: b\n    definition: x\n",
            EditError::Exists { id: "b".into(), line: 2 },
        ),
        ("- a\n", EditError::NotADeck(1)),
        ("just words\n", EditError::NotADeck(1)),
        ("terms: none\n", EditError::NotADeck(1)),
        ("terms:\n  a: b\n", EditError::NotADeck(2)),
        ("terms: [\n", broken(1, "the list that begins here is not closed")),
        ("a: 1\r\rterms:\n", broken(1, "a line ends in a carriage return only")),
        ("terms: [ # none\n]\n", EditError::Unsafe),
    ];
    for (text, error) in cases {
        assert_eq!(insert(text, &b()), Err(error), "{text:?}");
    }
    let nameless = Draft::new("🚀", "up");
    assert_eq!(insert("", &nameless), Err(EditError::NoId("🚀".into())));
    assert!(insert("", &nameless.with("id", "rocket")).is_ok());
}

#[test]
fn a_draft_is_clean_and_in_order() {
    let draft = Draft::default()
        .with("definition", " two\r\nlines\u{a0}and \u{1b}[31m ")
        .with_list("aliases", ["", " "])
        .with("term", "X")
        .with("nonsense", "y")
        .with("aliases", "not a list");
    let fields: Vec<_> = draft.fields().map(|(name, _)| name).collect();
    assert_eq!(fields, ["term", "definition"]);
    assert_eq!(draft.get("definition"), "two lines and \u{fffd}[31m");
}

#[test]
fn one_field_of_a_term_is_set_and_the_rest_stays() {
    let text = "terms:\n  - term: A # one\n    definition: >-\n      a\n      b\n\n    level: core\n  - {term: C, definition: c}\n  - definition: d\n    term: D\n    see_also:\n      - a # first\n      - c";
    let set = |id: &str, name: &str, content: Content| set(text, id, name, &content);
    let becomes = |from: &str, to: &str| Ok(text.replacen(from, to, 1));
    assert_eq!(set("a", "term", Content::text("A: B")), becomes("term: A #", "term: \"A: B\" #"));
    assert_eq!(set("a", "definition", Content::text("x")), becomes(">-\n      a\n      b", "x"));
    assert_eq!(
        set("a", "aliases", Content::list(["x", "z"])),
        becomes("      b\n", "      b\n    aliases: [x, z]\n")
    );
    assert_eq!(
        set("c", "level", Content::text("deep")),
        becomes("definition: c}", "definition: c, level: deep}")
    );
    assert_eq!(
        set("d", "see_also", Content::list(["e"])),
        becomes("\n      - a # first\n      - c", " [e]")
    );
    assert_eq!(set("d", "tags", Content::list(["e"])), Ok(format!("{text}\n    tags: [e]\n")));
    assert_eq!(set("d", "why", Content::text("w")), becomes("term: D\n", "term: D\n    why: w\n"));
    assert_eq!(set("e", "why", Content::text("w")), Err(EditError::NoTerm("e".into())));
    assert_eq!(set("d", "why", Content::text("")), Err(EditError::Unsafe));
    assert_eq!(set("d", "tags", Content::text("w")), Err(EditError::Unsafe));
}

#[test]
fn terms_are_sorted_and_their_comments_go_with_them() {
    let text = "terms:\n  # all of them\n\n  # on C\n  - term: c\n    definition: |+\n      c\n\n  - term: B\n    definition: b\n    # below B\n\n  # on A\n\n  - term: A\n    definition: a\n# end";
    let sorted = "terms:\n  # all of them\n\n  # on A\n\n  - term: A\n    definition: a\n  - term: B\n    definition: b\n    # below B\n\n  # on C\n  - term: c\n    definition: |+\n      c\n\n# end";
    assert_eq!(sort(text).as_deref(), Ok(sorted));
    assert_eq!(sort(sorted).as_deref(), Ok(sorted));
    let flow = "terms: [{term: b, definition: b},\n {term: a, definition: a}]";
    let sorted = "terms: [{term: a, definition: a},\n {term: b, definition: b}]";
    assert_eq!(sort(flow).as_deref(), Ok(sorted));
    assert_eq!(sort("deck: d\n").as_deref(), Ok("deck: d\n"));
}

#[test]
fn the_decks_that_ship_take_a_term_anywhere() {
    for file in std::fs::read_dir("decks").unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|end| end != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(sort(&text).as_deref(), Ok(&*text));
        for word in ["0", "Middle of nowhere", "zzz"] {
            let new = insert(&text, &Draft::new(word, "d")).unwrap();
            assert_eq!(names(&new).len(), names(&text).len() + 1);
            assert_eq!(sort(&new).as_deref(), Ok(&*new));
        }
    }
}
