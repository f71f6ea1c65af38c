//! Tests that no output on stdout or stderr contains a control character, whatever a deck contains.

use proptest::prelude::*;
use shoptalk::core::text::is_hostile;

use crate::support::{Ran, TestEnv};

/// Texts that would control a terminal or disguise their content.
const HOSTILE: [&str; 9] = [
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]0;title\u{7}",
    "\u{1b}P+q544e\u{1b}\\",
    "\u{9b}5mblink",
    "over\u{202e}ride",
    "iso\u{2066}late",
    "back\u{8}space\u{7f}",
    "line\r\nbreak\ttab\u{85}next\u{2028}",
    "nul\u{0}zero\u{200b}wide\u{feff}",
];

/// Panics if a line of the output contains a hostile character.
#[track_caller]
fn harmless(ran: &Ran) {
    for text in [&ran.out, &ran.err] {
        let found = text.chars().find(|c| *c != '\n' && is_hostile(*c));
        assert_eq!(found, None, "{ran:#?}");
    }
}

/// A deck in which every text is `text`, either escaped or literal.
fn deck_of(env: &TestEnv, text: &str, escaped: bool) -> String {
    let mut quoted = String::from("\"Zorgle ");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            _ if escaped && is_hostile(c) => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    let text = quoted;
    let mut deck =
        format!("title: {text}\nsummary: {text}\nowners: [{text}]\nask: [{text}]\nterms:\n");
    for id in ["one", "two"] {
        deck.push_str(&format!(
            "  - id: {id}\n    term: {text}\n    definition: {text}\n    example: {text}\n    why: {text}\n    \
             ask: {text}\n    say: {text}\n    expansion: {text}\n    aliases: [{text}]\n    sounds_like: [{text}]\n    \
             tags: [{text}]\n    see_also: [{text}]\n    use: {text}\n    level: {text}\n    {text}: 1\n"
        ));
    }
    let line = format!("      - {{who: {text}, says: {text}}}\n").repeat(6);
    let reply = |lands| format!("      - {{says: {text}, lands: {lands}, why: {text}}}\n");
    let replies = ["helps", "flat", "micromanages"].map(reply).concat();
    deck.push_str(&format!(
        "scenes:\n  - title: {text}\n    setting: {text}\n    lines:\n{line}    replies:\n{replies}  \
         - id: {text}\n    lines: {text}\n    replies: [{text}, {{lands: {text}, {text}: 1}}]\n"
    ));
    let file = env.write("hostile/zorgle.yaml", &deck);
    file.to_str().expect("a temporary path is text").to_owned()
}

/// Runs every command that prints parts of a deck on `decks`.
fn run_everything(env: &TestEnv, decks: &str) {
    let commands: &[&[&str]] = &[
        &["deck", "check", decks],
        &["deck", "check", "--json", decks],
        &["deck", "check", "--format", "short", decks],
        &["deck", "check", "--format", "github", decks],
        &["deck", "check", "--stale", "1y", decks],
        &["deck", "check", "--fix", "--dry-run", decks],
        &["deck", "diff", "none.yaml", decks],
        &["deck", "diff", "--format", "markdown", "none.yaml", decks],
        &["deck", "add", "none.yaml", "--scene", "--from", decks],
        &["--decks", decks, "lookup", "--all", "zorgle"],
        &["--decks", decks, "lookup", "--json", "zorgle"],
        &["--decks", decks, "stats", "zorgle"],
        &["--decks", decks, "stats", "--json", "zorgle"],
        &["--decks", decks, "team"],
    ];
    env.write("none.yaml", "terms: []\n");
    for args in commands {
        let ran = env.run(args);
        harmless(&ran);
        if args.contains(&"--json") && ran.code < 2 {
            ran.json();
        }
    }
}

#[test]
fn nothing_hostile_in_a_deck_is_printed() {
    let env = TestEnv::new();
    let decks = deck_of(&env, &HOSTILE.concat(), true);
    // The deck was loaded with all its texts, not just rejected.
    let ran = env.run(&["--decks", &decks, "lookup", "zorgle"]).ends_with(1);
    let near = ran.err.split_once("was not found").expect("it is near").1;
    assert!(near.contains("override") && !near.contains('\u{fffd}'), "{ran:#?}");
    run_everything(&env, &decks);
    for text in HOSTILE {
        let decks = deck_of(&env, text, false);
        harmless(&env.run(&["--decks", &decks, "lookup", "zorgle"]));
    }
}

#[test]
fn nothing_hostile_in_a_broken_file_or_its_name_is_printed() {
    let env = TestEnv::new();
    for (at, text) in HOSTILE.into_iter().enumerate() {
        // Most of this is invalid YAML without quotes.
        env.write(
            &format!("raw/deck{at}.yaml"),
            &format!("terms:\n  - term: {text}\n    {text}: x\n"),
        );
    }
    if cfg!(unix) {
        env.write("raw/\u{1b}[31mna\u{202e}me.yaml", "terms: [\n");
    }
    env.run(&["deck", "check", "raw"]).ends_with(1);
    run_everything(&env, "raw");
}

#[test]
fn every_file_that_was_made_to_do_harm_ends_in_an_error_that_says_where() {
    let env = TestEnv::new();
    let levels = |from: usize, to: usize| {
        let links = |level: usize| vec![format!("*a{level}"); 10].join(", ");
        (from..to).map(move |level| format!("a{level}: &a{level} [{}]\n", links(level - 1)))
    };
    let laughs: String =
        std::iter::once("a0: &a0 [lol]\n".to_owned()).chain(levels(1, 20)).collect();
    let many = |what: &str| what.repeat(10_000);
    let files: &[(&str, Vec<u8>, &str, u32)] = &[
        ("laughs", format!("{laughs}terms: *a19\n").into_bytes(), "E202", 1),
        (
            "lists",
            format!("a: &a [{}]\nterms: [{}]\n", many("x, "), many("*a, ")).into_bytes(),
            "E202",
            1,
        ),
        (
            "texts",
            format!("a: &a {}\nterms: [{}]\n", many("xxxxx"), many("*a, ")).into_bytes(),
            "E202",
            1,
        ),
        ("itself", b"terms: &a [*a]\n".to_vec(), "E202", 1),
        ("merge", b"terms:\n  - term: a\n    <<: {definition: b}\n".to_vec(), "E202", 3),
        ("brackets", many("[[[[[[[[[[").into_bytes(), "E206", 1),
        ("braces", many("{a: {a: {a: ").into_bytes(), "E206", 1),
        ("dashes", many("- - - - - ").into_bytes(), "E206", 1),
        ("keys", many("? ? ? ? ? ").into_bytes(), "E206", 1),
        ("tag", b"terms: !!python/object/apply:os.system [ls]\n".to_vec(), "E203", 1),
        ("nul", b"terms:\n  - term: a\0b\n    definition: c\n".to_vec(), "E103", 2),
        ("nuls", vec![0; 100_000], "E103", 1),
        ("escape", b"terms:\n  - term: \"\\x1b[31m\"\n    definition: c\n".to_vec(), "E103", 2),
        ("latin", b"terms:\n  - term: caf\xe9\n    definition: c\n".to_vec(), "E102", 2),
        ("wide", "terms:\n".encode_utf16().flat_map(u16::to_le_bytes).collect(), "E102", 1),
        ("large", many("# too much of a comment ").repeat(9).into_bytes(), "E101", 1),
        ("quote", format!("terms: \"{}", many("x")).into_bytes(), "E201", 1),
    ];
    for (name, bytes, code, line) in files {
        let file = env.write(&format!("{name}.yaml"), "");
        std::fs::write(&file, bytes).expect("a file below home can be written");
        let file = file.to_str().expect("a temporary path is text");
        let json = env.run(&["deck", "check", "--json", file]).ends_with(1).json();
        let told =
            json.as_array().expect("a list").iter().any(|one| {
                one["code"] == *code && one["line"] == *line && one["severity"] == "error"
            });
        assert!(told, "{name}: {json}");
        for args in [&["deck", "check", file][..], &["deck", "check", "--fix", "--dry-run", file]] {
            harmless(&env.run(args).ends_with(1));
        }
        // Other commands skip it, and use the other decks.
        let ran = env.run(&["--decks", file, "lookup", "error budget"]).ends_with(0);
        assert!(ran.out.contains("Error budget"), "{name}: {ran:#?}");
    }
}

#[test]
fn nothing_hostile_in_an_argument_is_printed() {
    let env = TestEnv::new();
    let text = HOSTILE.concat().replace('\0', "");
    for args in [
        &["lookup", "--", &text][..],
        &["lookup", "--json", "--", &text],
        &["lookup", "--deck", &text, "toil"],
        &["deck", "check", "--explain", &text],
        &["deck", "check", "--", &text],
        &["stats", "--", &text],
        &["team", "follow", "--", &text],
        &["team", "unfollow", "--", &text],
        &["settings", "--", &text],
        &["--color", &text],
        &["settings", "minutes", &text],
    ] {
        let ran = env.run(args);
        // To look-up it is a sentence, in which "tab" is a term.
        let expected = if args[0] == "lookup" { 0..=2 } else { 1..=2 };
        assert!(expected.contains(&ran.code), "{args:?} {ran:#?}");
        harmless(&ran);
    }
    // JSON contains the query as it was given.
    let json = env.run(&["lookup", "--json", "--", &text]).ends_with(0).json();
    assert_eq!(json["query"], text.as_str());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_of_a_deck_is_printed_as_anything_but_text(
        text in r"[\x00-\x1f\x7f-\u{9f}\u{200b}-\u{206f}\u{feff}a-z:#&*%@\[\]{}'\x22\\ ]{1,24}",
        escaped in any::<bool>(),
    ) {
        let env = TestEnv::new();
        let decks = deck_of(&env, &text, escaped);
        harmless(&env.run(&["deck", "check", &decks]));
        harmless(&env.run(&["--decks", &decks, "lookup", "zorgle"]));
    }
}

#[cfg(unix)]
#[test]
fn the_name_of_a_folder_is_shown_without_what_it_could_do_to_the_terminal() {
    let env = TestEnv::new();
    let folder = env.data().join("q\u{1b}[31mz");
    let folder = folder.to_string_lossy();
    harmless(&env.run(&["--data", &folder, "settings"]).ends_with(0));
    harmless(&env.run(&["man", &folder]).ends_with(0));
}
