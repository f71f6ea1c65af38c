//! Tests `shoptalk deck new`: an empty deck to fill in, or one made from existing words.

use crate::support::TestEnv;

#[test]
fn a_new_deck_passes_check_and_takes_a_word() {
    let env = TestEnv::new();
    let ran = env.run(&["deck", "new", "Data platform"]).ends_with(0);
    assert!(ran.err.contains("created data-platform.yaml\n"), "{ran:#?}");
    let path = env.home().join("data-platform.yaml");
    let text = std::fs::read_to_string(&path).expect("it is there");
    insta::assert_snapshot!("new_deck", text);
    env.run(&["deck", "check", "--strict", "data-platform.yaml"]).ends_with(0);
    env.run(&["deck", "fmt", "--check", "data-platform.yaml"]).ends_with(0);
    env.run(&["deck", "add", "data-platform", "--term", "Lineage", "--definition", "d"])
        .ends_with(0);
    let ran = env.run(&["deck", "new", "data-platform"]).ends_with(2);
    assert!(ran.err.contains("data-platform.yaml already exists"), "{ran:#?}");
    assert!(std::fs::read_to_string(&path).expect("it is there").contains("Lineage"));
}

#[test]
fn a_deck_goes_where_decks_are_and_may_add_to_another() {
    let env = TestEnv::new();
    env.write("decks/other.yaml", "terms: []\n");
    env.run(&["deck", "new", "pay"]).ends_with(0);
    assert!(env.home().join("decks/pay.yaml").is_file());
    let ran = env.run(&["deck", "new", "platform"]).ends_with(0);
    assert!(ran.err.contains("`--extends platform` to add to that one"), "{ran:#?}");
    env.run(&["deck", "new", "ours.yaml", "--extends", "platform"]).ends_with(0);
    let text = std::fs::read_to_string(env.home().join("ours.yaml")).expect("it is there");
    assert!(text.contains("\nextends: platform\ntitle: Ours\n"), "{text}");
    env.run(&["deck", "new", "decks/x.txt"]).ends_with(2);
    env.run(&["deck", "new", "🚀"]).ends_with(2);
}

#[test]
fn a_table_becomes_a_deck_and_what_was_left_is_named() {
    let env = TestEnv::new();
    env.write("words.csv", "Wort,Bedeutung,Owner\nToil,Work that: comes back,Ann\nSLO,,Ben\n");
    let ran = env
        .run(&[
            "deck",
            "new",
            "ops",
            "--from",
            "words.csv",
            "--map",
            "term=Wort,definition=Bedeutung",
        ])
        .ends_with(0);
    assert!(
        ran.err.contains("  no definition: 1 (`SLO`, line 3)\ncreated ops.yaml with 1 word\n"),
        "{ran:#?}"
    );
    assert!(ran.err.contains("columns not used: `Owner`\n"), "{ran:#?}");
    let text = std::fs::read_to_string(env.home().join("ops.yaml")).expect("it is there");
    assert_eq!(
        text,
        "deck: ops\ntitle: Ops\nlanguage: de\nterms:\n  - term: Toil\n    definition: \"Work that: comes back\"\n"
    );
    let json = env.run(&[
        "deck",
        "new",
        "ops2",
        "--from",
        "words.csv",
        "--map",
        "term=Wort",
        "--map",
        "definition=Bedeutung",
        "--json",
    ]);
    let json = json.ends_with(0).json();
    assert_eq!((&json["terms"], &json["found"]), (&1.into(), &2.into()));
    assert_eq!(json["notes"][0]["cause"], "no definition");
    assert_eq!(json["notes"][0]["examples"][0], "`SLO`, line 3");
}

#[test]
fn a_folder_of_pages_becomes_a_deck() {
    let env = TestEnv::new();
    env.write("pages/canary.md", "---\ntitle: Canary\n---\n\nA first small release.\n");
    env.write("pages/list.md", "- **Toil**: Work that comes back\n");
    env.write("pages/empty.md", "```\nnothing here\n```\n");
    env.write("pages/logo.png", "x");
    let ran = env.run(&["deck", "new", "ops", "--from", "pages"]).ends_with(0);
    assert!(ran.err.contains("created ops.yaml with 2 words"), "{ran:#?}");
    assert!(
        ran.err.contains("left out: 1 (logo.png)\n") && ran.err.contains("1 (empty.md)\n"),
        "{ran:#?}"
    );
    env.run(&["deck", "check", "ops.yaml"]).ends_with(0);
}

#[test]
fn what_cannot_be_made_is_said_and_nothing_is_written() {
    let env = TestEnv::new();
    env.write("a.csv", "Term,Owner\nSLO,Ann\n");
    env.write("b.yaml", "a: [\n");
    env.write("c.docx", "x");
    env.write("d.csv", "Term,Meaning\nSLO,\n");
    for (args, code, why) in [
        (&["--from", "a.csv"][..], 2, "no known name for the definition"),
        (&["--from", "b.yaml"], 2, "b.yaml: line "),
        (
            &["--from", "c.docx"],
            2,
            "c.docx is a document; convert it: `pandoc c.docx -t markdown_mmd | shoptalk deck new ops",
        ),
        (
            &[
                "--from",
                "c.docx",
                "--data",
                "my data",
                "--extends",
                "base",
                "--map",
                "term=The word",
                "--yes",
            ],
            2,
            "| shoptalk --data 'my data' deck new ops --extends base --map 'term=The word' --yes --from -`",
        ),
        (&["--from", "d.csv"], 1, "no word could be imported"),
        (&["--from", "nowhere.csv"], 2, "nowhere.csv does not exist"),
        (&["--map", "term=x"], 2, "--from"),
        (&["--from", "a.csv", "--map", "colour=x"], 2, "fields are term"),
        (&["--from", "a.csv", "--map", "term"], 2, "as in term=Word"),
    ] {
        let ran = env.run(&[&["deck", "new", "ops"], args].concat()).ends_with(code);
        assert!(ran.err.contains(why), "{args:?}: {ran:#?}");
        assert!(!env.home().join("ops.yaml").exists(), "{args:?}");
    }
}
