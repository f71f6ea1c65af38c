//! Tests `shoptalk deck export`.

use std::fs;

use crate::support::TestEnv;

const BAKERY: &str = "deck: bakery
title: Bakery
source: https://github.com/acme/decks
terms:
  - term: Crumb
    definition: The inside of a loaf.
  - term: Proof
    definition: The last rest of the dough.
    see_also: [crumb]
";

#[test]
fn a_file_an_id_and_all_decks_can_be_exported() {
    let env = TestEnv::new();
    env.write("decks/bakery.yaml", BAKERY);
    env.write(
        "data/decks/mine.yaml",
        "deck: mine\nterms:\n  - {term: Secret, definition: Mine.}\n",
    );
    let ran = env.run(&["deck", "export", "decks/bakery.yaml", "--to", "markdown"]).ends_with(0);
    assert_eq!(
        ran.out,
        "# Bakery\n\n## Crumb\n\nThe inside of a loaf.\n\n## Proof\n\nThe last rest of the dough.\n\n- **See also:** Crumb\n"
    );
    let ran = env.run(&["deck", "export", "plat", "--to", "csv"]).ends_with(0);
    assert!(
        ran.out.starts_with("deck,term,id,") && ran.out.contains("\nplatform,SLO,"),
        "{}",
        ran.err
    );
    let all = env.run(&["deck", "export", "--to", "anki"]).ends_with(0).out;
    assert!(
        all.contains("\nplatform/slo\t") && !all.contains("mine/secret"),
        "own words stay here"
    );
    let ran = env.run(&["deck", "export", "mine", "--to", "csv"]).ends_with(0);
    assert!(ran.out.contains("\nmine,Secret,"), "{ran:#?}");
}

#[test]
fn a_deck_that_was_exported_comes_back_with_its_head() {
    let env = TestEnv::new();
    let head = "title: Le fournil\nsummary: One line.\nowners:\n  - \"@acme/bread\"\nlanguage: fr\nsource: https://github.com/acme/decks\nask:\n  - What is new?\n";
    let terms =
        "terms:\n  - term: Point of sale (POS)\n    definition: \"« La caisse\\U000000a0»\"\n";
    env.write("old.yaml", &format!("deck: old\n{head}{terms}"));
    env.run(&["deck", "export", "old.yaml", "--to", "json", "-o", "o.json"]).ends_with(0);
    env.run(&["deck", "new", "new", "--from", "o.json"]).ends_with(0);
    let text = fs::read_to_string(env.home().join("new.yaml")).expect("it was written");
    assert_eq!(text, format!("deck: new\n{head}{terms}"));
    // A deck in JSON is one for the trainer and for an export.
    let again = env.run(&["deck", "export", "o.json", "--to", "json"]).ends_with(0);
    assert_eq!(again.out, fs::read_to_string(env.home().join("o.json")).expect("it is there"));
    env.write("bakery.yaml", BAKERY);
    let ran = env.run(&["deck", "add", "bakery.yaml", "--from", "o.json"]).ends_with(0);
    assert!(
        ran.err.contains("  `title` of the imported deck, left out: 1 (Le fournil)\n"),
        "{ran:#?}"
    );
    let text = fs::read_to_string(env.home().join("bakery.yaml")).expect("it is there");
    assert!(text.starts_with("deck: bakery\ntitle: Bakery\nsource"), "{text}");
}

#[test]
fn a_page_links_to_the_repository_it_was_made_from() {
    let env = TestEnv::new();
    env.write("decks/bakery.yaml", BAKERY);
    let ran = env.run(&["deck", "export", "decks", "--to", "html", "-o", "page.html"]).ends_with(0);
    assert!(
        ran.err.contains("wrote 2 words of 1 deck to page.html") && ran.out.is_empty(),
        "{ran:#?}"
    );
    let page = fs::read_to_string(env.home().join("page.html")).expect("it was written");
    assert!(page.contains("<h1>Bakery</h1>"), "{page}");
    let address = "https://github.com/acme/decks/blob/HEAD/decks/bakery.yaml?plain=1#L7";
    assert!(page.contains(address), "{page}");
}

#[test]
fn several_decks_as_yaml_go_to_a_folder_and_read_as_the_same_decks() {
    let env = TestEnv::new();
    let ran = env.run(&["deck", "export", "--to", "yaml"]).ends_with(2);
    assert!(ran.err.contains("name one deck, or a folder with --output"), "{ran:#?}");
    env.run(&["deck", "export", "platform", "ml", "--to", "yaml", "-o", "out"]).ends_with(0);
    env.run(&["deck", "check", "out"]).ends_with(0);
    let platform = env.run(&["deck", "export", "platform", "--to", "json"]).ends_with(0);
    let again = env.run(&["deck", "export", "out/platform.yaml", "--to", "json"]).ends_with(0);
    assert_eq!(platform.out, again.out);
}

#[test]
fn what_cannot_be_exported_is_refused_and_nothing_is_written() {
    let env = TestEnv::new();
    env.write("bad.yaml", "terms:\n  - {term: A}\n");
    env.write("page.html", "mine");
    fs::create_dir(env.home().join("empty")).expect("a folder can be made");
    for (args, why) in [
        (["bad.yaml", "--to", "html", "-o", "page.html"].as_slice(), "nothing was exported"),
        (&["empty", "--to", "html"], "empty has no decks"),
        (&["nowhere.yaml", "--to", "csv"], "nowhere.yaml does not exist"),
        (&["plattform", "--to", "csv"], "platform"),
        (&["platform", "--to", "csv", "--title", "A"], "are for --to html"),
        (
            &["platform", "--to", "html", "--source", "acme/words"],
            "is not the address of a repository",
        ),
        (&["platform", "--to", "csv", "-o", "nowhere/a.csv"], "there is no folder nowhere"),
    ] {
        let ran = env.run(&[&["deck", "export"], args].concat()).ends_with(2);
        assert!(ran.err.contains(why) && ran.out.is_empty(), "{args:?}: {ran:#?}");
    }
    assert_eq!(fs::read_to_string(env.home().join("page.html")).expect("it is there"), "mine");
}

#[test]
fn two_files_of_one_deck_do_not_replace_each_other_and_no_id_is_twice_on_a_page() {
    let env = TestEnv::new();
    env.write("decks/bakery.yaml", BAKERY);
    let more = "extends: bakery\nterms:\n  - {term: Crumb, definition: Ours is dense.}\n";
    env.write("decks/more.yaml", more);
    for to in ["yaml", "json"] {
        let ran = env.run(&["deck", "export", "decks", "--to", to, "-o", "out"]).ends_with(2);
        assert!(ran.err.contains("two files have the deck `bakery`; export them one"), "{ran:#?}");
        assert!(!env.home().join("out").exists());
    }
    let page = env.run(&["deck", "export", "decks", "--to", "html"]).ends_with(0).out;
    let mut ids: Vec<&str> =
        page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{page}");
    assert!(page.contains("Ours is dense.") && !page.contains("inside of a loaf"));
    let cards = env.run(&["deck", "export", "decks", "--to", "anki"]).ends_with(0).out;
    assert_eq!(cards.matches("bakery/crumb\t").count(), 1);
}

#[test]
fn a_deck_that_is_exported_is_not_replaced_and_goes_before_a_folder_of_its_name() {
    let env = TestEnv::new();
    env.write("bakery.yaml", BAKERY);
    fs::create_dir(env.home().join("platform")).expect("a folder can be made");
    let export = ["deck", "export", "bakery.yaml", "--to", "html", "-o", "bakery.yaml"];
    let ran = env.run(&export).ends_with(2);
    assert!(ran.err.contains("give --output another name"), "{ran:#?}");
    assert_eq!(fs::read_to_string(env.home().join("bakery.yaml")).expect("it is there"), BAKERY);
    let ran = env.run(&["deck", "export", "platform", "--to", "csv"]).ends_with(0);
    assert!(ran.out.contains("\nplatform,SLO,"), "{ran:#?}");
}
