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
    assert!(ran.err.contains("name one, or with --output a folder"), "{ran:#?}");
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
        (&["platform", "--to", "csv", "-o", "nowhere/a.csv"], "nowhere/a.csv"),
    ] {
        let ran = env.run(&[&["deck", "export"], args].concat()).ends_with(2);
        assert!(ran.err.contains(why) && ran.out.is_empty(), "{args:?}: {ran:#?}");
    }
    assert_eq!(fs::read_to_string(env.home().join("page.html")).expect("it is there"), "mine");
}
