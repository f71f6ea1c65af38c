//! Tests `shoptalk deck fmt`.

use crate::support::TestEnv;

const LOOSE: &str = "deck: pay\ntitle:  'Payments'\nterms:\n- term: Dunning\n  definition: d\n\n\n# on it\n- definition:   b\n  term: Batch\n  aliases: [ x,'y' ]";
const FORMED: &str = "deck: pay\ntitle: \"Payments\"\nterms:\n  # on it\n  - term: Batch\n    definition: b\n    aliases: [x, \"y\"]\n\n  - term: Dunning\n    definition: d\n";

#[test]
fn a_deck_is_brought_into_form_once() {
    let env = TestEnv::new();
    let path = env.write("decks/pay.yaml", LOOSE);
    let ran = env.run(&["deck", "fmt"]).ends_with(0);
    assert_eq!(ran.out.replace('\\', "/"), "decks/pay.yaml\n");
    assert_eq!(ran.err, "1 file: 1 formatted\n");
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), FORMED);
    let ran = env.run(&["deck", "fmt", "decks"]).ends_with(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", "1 file: already formatted\n"));
}

#[test]
fn asked_whether_a_deck_is_in_form_it_is_said_and_not_changed() {
    let env = TestEnv::new();
    let path = env.write("decks/pay.yaml", LOOSE);
    env.write("decks/good.yaml", &FORMED.replace("deck: pay", "deck: good"));
    let ran = env.run(&["deck", "fmt", "--check"]).ends_with(1);
    assert_eq!(ran.out.replace('\\', "/"), "decks/pay.yaml\n");
    assert!(ran.err.contains("2 files: 1 is not formatted"), "{ran:#?}");
    let ran = env.run(&["deck", "fmt", "--diff"]).ends_with(0);
    assert!(ran.out.contains("\n-title:  'Payments'\n+title: \"Payments\"\n"), "{ran:#?}");
    env.run(&["deck", "fmt", "--diff", "--check"]).ends_with(1);
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), LOOSE);
    env.run(&["deck", "fmt", "--check", "decks/good.yaml"]).ends_with(0);
}

#[test]
fn what_has_errors_or_is_not_there_is_said_and_left_alone() {
    let env = TestEnv::new();
    let broken = "terms:\n  - term:   A\n    definition: In short: d\n";
    let path = env.write("decks/broken.yaml", broken);
    env.write("decks/pay.yaml", LOOSE);
    let ran = env.run(&["deck", "fmt"]).ends_with(1);
    assert!(
        ran.err.contains("broken.yaml: line 3: text that contains a colon needs quotes; put the whole text in double quotes: definition: \"In short: d\"; `shoptalk deck check --fix` fixes it"),
        "{ran:#?}"
    );
    assert!(ran.err.ends_with("1 formatted; 1 could not be formatted\n"), "{ran:#?}");
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), broken);
    env.run(&["deck", "fmt", "nowhere"]).ends_with(1);
}

#[test]
fn of_one_file_that_cannot_be_read_no_others_are_told() {
    let env = TestEnv::new();
    env.write("pay.yaml", "terms: [\n");
    let ran = env.run(&["deck", "fmt", "pay.yaml"]).ends_with(1);
    assert!(ran.err.ends_with("1 file could not be formatted\n"), "{ran:#?}");
}
