mod random;

use super::*;
use crate::core::card::TermId;
use crate::core::deck::Deck;
use crate::core::deck::Origin;
use crate::core::deck::content::Content;
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

/// Marks the inserted text.
fn inserted(text: &str) -> String {
    insert(text, &b()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn a_term_goes_into_its_place_in_the_way_of_the_file() {
    let cases = [
        // Plain, with comments above and below.
        (
            "deck: d\nterms:\n  - term: A\n    definition: a\n    # on A\n  # on C\n  - term: C\n    definition: c\n# end\n",
            "deck: d\nterms:\n  - term: A\n    definition: a\n    # on A\n  - term: B\n    definition: \"new: one\"\n    aliases: [\"x, y\", z]\n  # on C\n  - term: C\n    definition: c\n# end\n",
        ),
        // Dashes in the first column, wide gaps, Windows line ends, a byte order mark, and no final line end.
        (
            "\u{feff}terms:\r\n-   term: A\r\n    definition: a",
            "\u{feff}terms:\r\n-   term: A\r\n    definition: a\r\n-   term: B\r\n    definition: \"new: one\"\r\n    aliases: [\"x, y\", z]\r\n",
        ),
        // A dash on its own line, blank lines between the terms, a field after them, and an end-of-document marker.
        (
            "terms:\n    -\n      term: A\n      definition: a\n\n    - term: C\n      definition: c\ntitle: T\n...\n",
            "terms:\n    -\n      term: A\n      definition: a\n\n    - term: B\n      definition: \"new: one\"\n      aliases: [\"x, y\", z]\n\n    - term: C\n      definition: c\ntitle: T\n...\n",
        ),
        // A text that keeps its blank lines.
        (
            "terms:\n  - term: A\n    definition: |+\n      a\n\n\n  - term: C\n    definition: c\n",
            "terms:\n  - term: A\n    definition: |+\n      a\n\n\n  - term: B\n    definition: \"new: one\"\n    aliases: [\"x, y\", z]\n  - term: C\n    definition: c\n",
        ),
        // Before all other terms.
        (
            "terms: # words\n  # in order\n\n  # on C\n  - term: C\n    definition: c\n",
            "terms: # words\n  # in order\n\n  - term: B\n    definition: \"new: one\"\n    aliases: [\"x, y\", z]\n  # on C\n  - term: C\n    definition: c\n",
        ),
        // A flow list.
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
    let broken =
        |line, what: &str| EditError::Broken { line, what: what.to_owned(), fixable: false };
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
        ("terms: [\n", broken(1, "the list that starts here is not closed")),
        ("a: 1\r\rterms:\n", broken(1, "a line ends with only a carriage return")),
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
    assert_eq!(draft.get("definition"), "two lines and");
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
fn texts_are_appended_to_a_list_and_its_items_stay() {
    let with = |value: &str| {
        format!("deck: x\nterms:\n  - term: T\n    definition: d\n    {value}\n    # end\n")
    };
    let append = |text: &str| super::append(text, "t", "aliases", &["b: #".into(), "c".into()]);
    for (old, new) in [
        ("aliases: [a] # one", "aliases: [a, \"b: #\", c] # one"),
        (
            "aliases: [ # x\n      a, # one\n    ]",
            "aliases: [ # x\n      a, \"b: #\", c, # one\n    ]",
        ),
        ("aliases: # x\n    -  a # one", "aliases: # x\n    -  a # one\n    -  \"b: #\"\n    -  c"),
        ("aliases: []", "aliases: [\"b: #\", c]"),
    ] {
        assert_eq!(append(&with(old)), Ok(with(new)), "{old}");
    }
    let text = "deck: x\nterms: [{term: T, definition: d, aliases: [a]}, {term: U, definition: d}]";
    let more = ["b".to_owned()];
    assert_eq!(super::append(text, "t", "aliases", &more), Ok(text.replace("[a]", "[a, b]")));
    let added = text.replace("U, definition: d", "U, definition: d, aliases: [b]");
    assert_eq!(super::append(text, "u", "aliases", &more), Ok(added));
    assert_eq!(super::append(text, "v", "aliases", &more), Err(EditError::NoTerm("v".into())));
}

#[test]
fn terms_are_sorted_and_their_comments_go_with_them() {
    let text = "terms:\n  # all of them\n\n  # on C\n  - term: c\n    definition: |+\n      c\n\n  - term: B\n    definition: b\n    # below B\n\n  # on A\n  - term: A\n    definition: a\n# end";
    let sorted = "terms:\n  # all of them\n\n  # on A\n  - term: A\n    definition: a\n  - term: B\n    definition: b\n    # below B\n\n  # on C\n  - term: c\n    definition: |+\n      c\n\n# end";
    assert_eq!(sort(text).as_deref(), Ok(sorted));
    assert_eq!(sort(sorted).as_deref(), Ok(sorted));
    let flow = "terms: [{term: b, definition: b},\n {term: a, definition: a}]";
    let sorted = "terms: [{term: a, definition: a},\n {term: b, definition: b}]";
    assert_eq!(sort(flow).as_deref(), Ok(sorted));
    assert_eq!(sort("deck: d\n").as_deref(), Ok("deck: d\n"));
}

#[test]
fn a_term_gets_another_name_and_keeps_its_progress() {
    let text = "terms:\n  # on A\n  - term: A # one\n    definition: a\n  - term: B\n    definition: b\n    see_also: [a, x/a, d/a]\n    confused_with:\n      - a\n    use: 'a'\n";
    let new = rename(text, "a", "C: D").unwrap();
    let expected = "terms:\n  - term: B\n    definition: b\n    see_also: [a, x/a, d/a]\n    confused_with:\n      - a\n    use: 'a'\n  # on A\n  - term: \"C: D\" # one\n    definition: a\n    formerly: [a]\n";
    assert_eq!(new, Renamed { text: expected.into(), id: "c-d".into() });
    let (old, now) = (TermId::new("d", "a"), TermId::new("d", "c-d"));
    let linked = relink(expected, "d", &old, &now).unwrap();
    let expected = expected
        .replace("[a, x/a, d/a]", "[c-d, x/a, d/c-d]")
        .replace("- a\n", "- c-d\n")
        .replace("'a'", "c-d");
    assert_eq!(linked, (expected.clone(), 4));
    assert_eq!(relink(&expected, "d", &old, &now).unwrap(), (expected.clone(), 0));

    // Renaming back: the name in between is now a former one.
    let back = rename(&expected, "c-d", "A").unwrap();
    assert!(back.text.contains("term: A # one\n    definition: a\n    formerly: [c-d]\n"));
    assert_eq!(rename(text, "a", "b"), Err(EditError::Exists { id: "b".into(), line: 5 }));
    assert_eq!(rename(text, "z", "b"), Err(EditError::NoTerm("z".into())));
    assert_eq!(rename(text, "a", "🚀"), Err(EditError::NoId("🚀".into())));
    // If only the case changes, or the id is explicit, the id and the links stay.
    assert_eq!(rename(text, "a", "á").unwrap().id, "á");
    let given = text.replace("term: A # one", "term: A # one\n    id: q");
    let new = rename(&given, "q", "Z").unwrap();
    assert_eq!(new.id, "q");
    assert!(!new.text.contains("formerly"));
}

#[test]
fn a_term_moves_to_another_deck_with_all_that_is_its_own() {
    let from = "deck: a\nterms:\n- term: One\n  definition: o\n\n# on Two\n- term: Two # really\n  definition: |\n    t\n\n    u\n  see_also: [one, b/x]\n  formerly: [second]\n  # below Two\n- term: Zoo\n  definition: z\n";
    let into = "terms:\r\n    - term: X\r\n      definition: x\r\n";
    let moved = transfer((from, "a"), "two", (into, "b"), "Twin").unwrap();
    let expected = "deck: a\nterms:\n- term: One\n  definition: o\n- term: Zoo\n  definition: z\n";
    assert_eq!(moved.from, expected);
    let term = "    # on Two\n    - term: Twin # really\n      definition: |\n        t\n\n        u\n      see_also: [a/one, b/x]\n      formerly: [a/second, a/two]\n      # below Two\n";
    assert_eq!(
        moved.into,
        format!("terms:\r\n{}    - term: X\r\n      definition: x\r\n", term.replace('\n', "\r\n"))
    );
    assert_eq!(moved.id, "twin");
    // Moving back leaves an empty deck, and doesn't list the term's own name as a former one.
    let only = "deck: b\nterms: # all\n  - term: Twin\n    definition: t\n    formerly: [a/two]\n";
    let back = transfer((only, "b"), "twin", (&moved.from, "a"), "Two").unwrap();
    assert_eq!(back.from, "deck: b\nterms: [] # all\n");
    assert!(
        back.into.contains("  - term: Two\n")
            || back.into.contains("- term: Two\n  definition: t\n  formerly: [b/twin]\n"),
        "{}",
        back.into
    );
    let there = "terms: [{term: Two, definition: d}]\n";
    assert!(matches!(
        transfer((from, "a"), "two", (there, "b"), "Two"),
        Err(EditError::Exists { .. })
    ));
    assert_eq!(
        transfer((from, "a"), "two", ("terms: [{term: X, definition: d}]", "b"), "Two"),
        Err(EditError::Unsafe)
    );
}

#[test]
fn a_new_deck_is_sound_in_form_and_takes_words() {
    let head =
        Head { id: "pay", extends: false, title: "Pay: all of it", more: "", has_schema: true };
    let empty = empty(head, "pay.yaml");
    let read = read(&"pay.yaml".into(), empty.as_bytes(), Origin::Named);
    assert_eq!(read.problems, []);
    assert_eq!(read.deck.unwrap().title, "Pay: all of it");
    assert_eq!(format(&empty).as_deref(), Ok(&*empty));
    assert_eq!(names(&inserted(&empty)), ["B"]);
    // The commented-out sample becomes a term when the `#` marks are removed.
    let (top, sample) = empty.split_once("terms: []\n").unwrap();
    let sample: String = sample.lines().skip(3).map(|line| format!("{}\n", &line[2..])).collect();
    let sample = sample.replace('…', "x").replace("working", "deep");
    assert_eq!(names(&format!("{top}terms:\n{sample}")), ["x"]);

    let filled = filled(Head { extends: true, ..head }, &[b()]);
    assert_eq!(format(&filled).as_deref(), Ok(&*filled));
    assert_eq!(deck(&filled).extends.as_deref(), Some("pay"));
}

#[test]
fn a_deck_is_brought_into_one_form_and_stays_in_it() {
    let text = "\n\ndeck:   d  # the id\nask :\n- 'Why?'\n\n\n\nterms:\n-   definition: 'it''s'   # short\n    # what it is called\n    term:  B\n    aliases: [ x,'y' ,  z ]\n\n\n# on A\n-\n  term: A\n  why: |\n    one\n\n\n    two  \n\n\n\n  definition: >-\n    a\n  # below A\n\n";
    let formatted = "deck: d  # the id\nask:\n- \"Why?\"\n\nterms:\n  # on A\n  - term: A\n\n    definition: >-\n      a\n    why: |\n      one\n\n\n      two  \n    # below A\n\n  - definition: \"it's\"   # short\n    # what it is called\n    term: B\n    aliases: [x, \"y\", z]\n";
    assert_eq!(format(text).as_deref(), Ok(formatted));
    assert_eq!(format(formatted).as_deref(), Ok(formatted));
    for (field, as_it_should_be) in [
        ("definition: In short: d", "definition: \"In short: d\""),
        ("definition: d\n    why: it costs # a lot", "why: \"it costs # a lot\""),
    ] {
        let error = format(&format!("terms:\n  - term: A\n    {field}\n")).unwrap_err();
        assert!(error.to_string().contains(&format!(": {as_it_should_be}; ")), "{error}");
    }
    let kept = "\u{feff}terms:\r\n  - term: A\r\n    definition: |+\r\n      a\r\n\r\n";
    assert_eq!(format(kept).as_deref(), Ok(kept));
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
        assert_eq!(format(&text).as_deref(), Ok(&*text));
        for word in ["0", "Middle of nowhere", "zzz"] {
            let new = insert(&text, &Draft::new(word, "d")).unwrap();
            assert_eq!(names(&new).len(), names(&text).len() + 1);
            assert_eq!(sort(&new).as_deref(), Ok(&*new));
        }
    }
}

/// A deck with a scene that is not formatted, and the same deck as `fmt` writes it.
const SCENE: (&str, &str) = (
    r#"deck: ops
terms:
- term: Toil
  definition: d

scenes:
# the first
-   replies:
    -   why: 'It gives them room.'
        says:   "What do you need?"  # really
        lands: helps
    - {says: Hm., lands: flat, why: Nothing.}
    - says: Now!
      lands: micromanages
      # they know
      why: They know.


    title: Late
    lines:
          # the call begins
          - says: Nine percent.
            who: on-call engineer
            # nobody answers
          - {who: developer, says: Two minutes.}
          - who: developer
            says: >
              You had
              ten.
          - {who: developer, says: a}
          - {who: developer, says: b}
          - {who: developer, says: c}
          # the call ends
    setting: A call.
# the end
"#,
    r#"deck: ops
terms:
  - term: Toil
    definition: d

scenes:
  # the first
  - title: Late
    setting: A call.
    lines:
      # the call begins
      - who: on-call engineer
        says: Nine percent.
        # nobody answers
      - {who: developer, says: Two minutes.}
      - who: developer
        says: >
          You had
          ten.
      - {who: developer, says: a}
      - {who: developer, says: b}
      - {who: developer, says: c}
        # the call ends
    replies:
      - says: "What do you need?"  # really
        lands: helps
        why: "It gives them room."
      - {says: Hm., lands: flat, why: Nothing.}
      - says: Now!
        lands: micromanages
        # they know
        why: They know.
# the end
"#,
);

#[test]
fn scenes_are_formatted_like_terms() {
    let (text, wanted) = SCENE;
    assert_eq!(format(text).unwrap(), wanted);
    assert_eq!(format(wanted).unwrap(), wanted);
    let text = text.replace('\n', "\r\n");
    assert_eq!(format(&text).unwrap(), wanted.replace('\n', "\r\n"));
}

#[test]
fn edits_of_terms_leave_the_scenes_below_alone() {
    let (_, deck) = SCENE;
    let scenes = &deck[deck.find("\nscenes").unwrap()..];
    let zebra = Draft::new("Zebra", "e");
    let added = insert(deck, &zebra).unwrap();
    assert!(
        added
            .ends_with(&format!("    definition: d\n  - term: Zebra\n    definition: e\n{scenes}"))
    );
    let renamed = rename(&added, "toil", "Zeal").unwrap().text;
    assert!(renamed.contains("term: Zeal\n    definition: d\n    formerly: [toil]"));
    assert!(
        renamed.ends_with(scenes)
            && sort(&added.replace("Zebra", "Act")).unwrap().ends_with(scenes)
    );
    let moved = transfer((deck, "ops"), "toil", ("terms: []\n", "other"), "Toil").unwrap();
    assert_eq!(moved.from, format!("deck: ops\nterms: []\n{scenes}"));
    assert!(insert(&moved.from, &zebra).unwrap().ends_with(scenes));
    let none = format!("deck: ops{scenes}");
    assert!(
        insert(&none, &zebra).unwrap().ends_with("  - term: Zebra\n    definition: e\n# the end\n")
    );
}

const SECTIONS: &str = "deck: d\nterms:\n  # --- Cards ---\n\n  - term: Zebra\n    definition: z\n    see_also:\n      # both\n      - posting # the noun\n      - x/y\n    formerly:\n      # until 2020\n      - zeb\n  # on A\n  - term: Acquirer\n    definition: a\n\n  # --- Ledger ---\n\n  - term: Posting\n    definition: p\n  - term: Booking\n    definition: b\n";

#[test]
fn terms_are_sorted_within_their_section_and_headings_stay() {
    let sorted = sort(SECTIONS).unwrap();
    let names: Vec<&str> = sorted.lines().filter_map(|line| line.strip_prefix("  - ")).collect();
    assert_eq!(names, ["term: Acquirer", "term: Zebra", "term: Booking", "term: Posting"]);
    let headings: Vec<&str> = sorted.lines().filter(|line| line.starts_with("  #")).collect();
    assert_eq!(headings, ["  # --- Cards ---", "  # on A", "  # --- Ledger ---"]);
    let read = crate::core::deck::read::read(&"d".into(), sorted.as_bytes(), Origin::Named);
    let deck = read.deck.unwrap();
    let problems = crate::core::deck::lint::lint(
        &[(&deck, &read.marks)],
        &crate::core::library::Library::merge(vec![deck.clone()]).library,
    );
    assert!(problems.iter().all(|problem| problem.rule.code() != "W401"), "{problems:?}");
    let renamed = rename(&sorted, "acquirer", "Zulu").unwrap().text;
    let at = |text: &str| renamed.find(text).unwrap();
    assert!(at("term: Zebra") < at("# on A") && at("term: Zulu") < at("# --- Ledger"), "{renamed}");
}

#[test]
fn a_term_that_moves_to_another_deck_leaves_headings_and_takes_the_comments_in_its_lists() {
    let other = "deck: e\nterms:\n  - term: M\n    definition: m\n";
    let moved = transfer((SECTIONS, "d"), "zebra", (other, "e"), "Zebra").unwrap();
    let list = "see_also:\n      # both\n      - d/posting # the noun\n      - x/y\n    formerly:\n      # until 2020\n      - d/zeb\n      - d/zebra\n";
    assert!(moved.into.contains(list), "{}", moved.into);
    let ledger = transfer((SECTIONS, "d"), "posting", (other, "e"), "Posting").unwrap();
    assert!(ledger.from.contains("  # --- Ledger ---\n\n  - term: Booking"), "{}", ledger.from);
    assert!(moved.from.contains("  # --- Cards ---\n\n  # on A\n  - term: A"), "{}", moved.from);
}
