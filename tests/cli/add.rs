//! Tests `shoptalk deck add`: inserts a new word in the right place, checks it, and prints the next step.

use shoptalk::core::deck::fields::{Kind, TERM};

use crate::support::TestEnv;

const DECK: &str = "deck: pay\ntitle: Payments\nterms:\n  - term:   Batch\n    # nightly\n    definition: a\n  # the other one\n  - term: Dunning\n    definition: d\n";

const CHARGEBACK: &[&str] = &[
    "--term",
    "Chargeback",
    "--definition",
    "A card payment that the customer's bank takes back from the seller: after a complaint.",
    "--alias",
    "charge-back",
    "--sounds-like",
    "charge bag",
    "--level",
    "core",
    "--see-also",
    "Dunning",
];

const WRITTEN: &str = "  - term: Chargeback\n    definition: \"A card payment that the customer's bank takes back from the seller: after a complaint.\"\n    aliases: [charge-back]\n    sounds_like: [charge bag]\n    see_also: [dunning]\n    level: core\n";

#[test]
fn a_word_goes_into_its_place_and_the_rest_of_the_file_stays() {
    let env = TestEnv::new();
    let path = env.write("decks/pay.yaml", DECK);
    for name in ["pay", "decks/pay.yaml"] {
        std::fs::write(&path, DECK).expect("it can be written");
        let ran = env.run(&[&["deck", "add", name], CHARGEBACK].concat()).ends_with(0);
        let text = std::fs::read_to_string(&path).expect("it is there");
        assert_eq!(text, DECK.replace("  # the other", &format!("{WRITTEN}  # the other")));
        assert!(ran.err.contains("pay/chargeback is in decks/pay.yaml, line 7"), "{ran:#?}");
        assert_eq!(ran.out, "", "there is no git here");
    }
    env.run(&["deck", "check", "decks"]).ends_with(0);
}

#[test]
fn every_field_with_a_flag_is_in_the_help_and_is_written() {
    let env = TestEnv::new();
    let path = env.write("decks/pay.yaml", DECK);
    let help = env.run(&["deck", "add", "--help"]).ends_with(0).out;
    let mut args = vec!["deck".to_owned(), "add".to_owned(), "pay".to_owned()];
    let with_flags = || TERM.iter().filter_map(|field| Some((field, field.flag?)));
    for (field, flag) in with_flags() {
        assert!(help.contains(&format!("      --{flag} <")), "{flag}");
        let value = match (field.name, field.kind) {
            ("term", _) => "Flux",
            (_, Kind::Level) => "core",
            _ => "dunning",
        };
        args.extend([format!("--{flag}"), value.to_owned()]);
    }
    env.run(&args.iter().map(String::as_str).collect::<Vec<_>>()).ends_with(0);
    let text = std::fs::read_to_string(&path).expect("it is there");
    for (field, _) in with_flags() {
        assert!(text.contains(&format!("{}: ", field.name)), "{}: {text}", field.name);
    }
}

#[test]
fn in_a_checkout_the_lines_of_git_are_printed() {
    let env = TestEnv::new();
    env.write("repo/.git/HEAD", "");
    env.write("repo/team decks/pay.yaml", DECK);
    let mut command = env.shoptalk(&[&["deck", "add", "team decks/pay.yaml"], CHARGEBACK].concat());
    let ran = crate::support::Ran::of(command.current_dir(env.home().join("repo"))).ends_with(0);
    let expected = "git switch -c add-chargeback\ngit add 'team decks/pay.yaml'\ngit commit -m 'Add Chargeback to Payments'\ngit push -u origin add-chargeback\n";
    assert_eq!(ran.out, expected);
    let json = env.run(&[
        "deck",
        "add",
        "repo/team decks/pay.yaml",
        "--term",
        "X",
        "--definition",
        "d",
        "--json",
    ]);
    let json = json.ends_with(0).json();
    assert_eq!((&json["id"], &json["line"]), (&"pay/x".into(), &16.into()));
    assert_eq!(json["problems"][0]["code"], "W403");
}

#[test]
fn what_is_there_already_is_said_and_not_added_twice() {
    let env = TestEnv::new();
    let path = env.write("decks/pay.yaml", DECK);
    let meaning = "The failure that a service is allowed before the team stops and repairs.";
    let ran = env
        .run(&["deck", "add", "pay", "--term", "Error budgets", "--definition", meaning])
        .ends_with(0);
    assert!(
        ran.err.contains("already exist:\n  Error budget (platform/error-budget): The"),
        "{ran:#?}"
    );
    let before = std::fs::read_to_string(&path).expect("it is there");
    let ran =
        env.run(&["deck", "add", "pay", "--term", "BATCH", "--definition", meaning]).ends_with(1);
    assert!(ran.err.contains("`batch` already exists, on line 4"), "{ran:#?}");
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), before);
}

#[test]
fn what_is_missing_or_wrong_is_said_and_nothing_is_written() {
    let env = TestEnv::new();
    let path = env.write("decks/pay.yaml", DECK);
    env.write("broken.yaml", "terms: [\n");
    let long = "x".repeat(601);
    let cases: &[(&[&str], i32, &str)] = &[
        (&["deck", "add"], 2, "name the deck to add to"),
        (&["deck", "add", "pay"], 2, "--term is missing"),
        (&["deck", "add", "pay", "--term", "X"], 2, "--definition is missing"),
        (&["deck", "add", "pay", "--term", " ", "--definition", "d"], 2, "--term is missing"),
        (
            &["deck", "add", "pay", "--term", "X", "--definition", &long],
            2,
            "has 601 characters; the limit is 600",
        ),
        (
            &["deck", "add", "pay", "--term", "X", "--definition", "d", "--level", "high"],
            2,
            "core, working, or deep",
        ),
        (&["deck", "add", "pay", "--term", "🚀", "--definition", "d"], 1, "no letters or digits"),
        (
            &["deck", "add", "pay", "--term", "X", "--definition", "d", "--see-also", "🚀/x"],
            1,
            "is not a term id",
        ),
        (&["deck", "add", "broken.yaml", "--term", "X", "--definition", "d"], 2, "is not closed"),
        (
            &["deck", "add", "nowhere.yaml", "--term", "X", "--definition", "d"],
            2,
            "`shoptalk deck new nowhere.yaml` creates it",
        ),
        (&["deck", "add", "decks/", "--term", "X", "--definition", "d"], 2, "is a folder"),
        (
            &["deck", "add", "nobody", "--term", "X", "--definition", "d"],
            2,
            "the decks here are pay",
        ),
        (
            &["deck", "add", "paymnts", "--term", "X", "--definition", "d"],
            2,
            "unknown deck `paymnts`; did you mean pay?",
        ),
        (
            &["deck", "add", "platform", "--term", "X", "--definition", "d"],
            2,
            "ships with the program",
        ),
    ];
    for (args, code, why) in cases {
        let ran = env.run(args).ends_with(*code);
        assert!(ran.err.contains(why), "{args:?}: {ran:#?}");
        assert_eq!(std::fs::read_to_string(&path).expect("it is there"), DECK, "{args:?}");
    }
}

#[test]
fn a_copy_of_a_deck_is_not_changed() {
    let env = TestEnv::new();
    let text = format!("source: https://example.org/decks\n{DECK}");
    let path = env.write("data/sources/acme/pay.yaml", &text);
    let name = path.to_str().expect("it is text");
    let ran = env.run(&[&["deck", "add", name], CHARGEBACK].concat()).ends_with(2);
    assert!(ran.err.contains("propose the change at https://example.org/decks"), "{ran:#?}");
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), text);
}

#[test]
fn hostile_flags_do_not_reach_the_file_or_the_terminal() {
    let env = TestEnv::new();
    let path = env.write("decks/pay.yaml", DECK);
    let meaning = "a \u{1b}[31mred\n- term: trap\u{202e} # and more";
    let ran = env.run(&["deck", "add", "pay", "--term", "C\u{7}", "--definition", meaning]);
    assert!(!ran.err.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{ran:#?}");
    let text = std::fs::read_to_string(&path).expect("it is there");
    assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text}");
    env.run(&["deck", "check", "decks"]).ends_with(0);
}

#[cfg(unix)]
#[test]
fn on_a_terminal_what_is_needed_is_asked_for() {
    let env = TestEnv::new();
    let path = env.write("decks/pay.yaml", DECK);
    let mut screen = crate::support::screen::Screen::open(&env, &["deck", "add"], 60, 80);
    screen.shows("  1  Payments  decks/pay.yaml").press("7\r").shows("a number from the list");
    screen.press("1\r").shows("The word, as people say it").press("Error budgets\r");
    screen.shows("  Error budget (platform/error-budget)").shows("Is yours a different one?");
    screen.press("y\r").shows("What it means").press("\r").shows("this is required");
    screen.press("A sum: what may fail in a month before the work on new things stops.\r");
    screen.shows("in three to nine words").press("how much may fail in a month\r");
    screen.shows("What someone on the team would say").press("The error budgets are gone.\r");
    screen.shows("Why the team cares").press("\r").shows("What you could ask next").press("\r");
    screen.shows("Other names").press("failure budget, slack\r").shows("only heard it").press("\r");
    screen.shows("Heard every week").press("high\r").shows("core, working, or deep; Enter alone");
    screen.press("core\r").shows("Add it to decks/pay.yaml, line 10? [Y/n]").press("\r");
    screen.shows("pay/error-budgets is in decks/pay.yaml, line 10").ends_well();
    let text = std::fs::read_to_string(&path).expect("it is there");
    let added = "  - term: Error budgets\n    gloss: how much may fail in a month\n    definition: \"A sum: what may fail in a month before the work on new things stops.\"\n    example: The error budgets are gone.\n    aliases: [failure budget, slack]\n    level: core\n";
    assert_eq!(text, format!("{DECK}{added}"));

    let mut screen = crate::support::screen::Screen::open(&env, &["deck", "add", "pay"], 60, 80);
    screen.shows("The word, as people say it").press("\x04").shows("nothing was written");
    assert_eq!(screen.ends().exit_code(), 2);
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), text);
}

#[test]
fn a_value_may_begin_with_a_hyphen() {
    let env = TestEnv::new();
    let file = env.write("decks/ops.yaml", "deck: ops\nterms: []\n");
    let path = file.to_str().expect("the path is text");
    let args = [
        "deck",
        "add",
        path,
        "--term",
        "Toil",
        "--definition",
        "Work that returns.",
        "--why",
        "- it grows",
    ];
    env.run(&args).ends_with(0);
    let text = std::fs::read_to_string(&file).expect("it is there");
    assert!(text.contains("why: \"- it grows\""), "{text}");
}

#[test]
fn a_deck_in_json_is_not_written_as_yaml() {
    let env = TestEnv::new();
    let deck = r#"{"deck": "pay", "title": "Pay", "terms": [{"term": "A", "definition": "B"}]}"#;
    let path = env.write("decks/pay.json", deck);
    let named = ["--decks", "decks/pay.json", "deck", "rename", "pay/a", "B"];
    for args in [&[&["deck", "add", "decks/pay.json"], CHARGEBACK].concat(), &named[..]] {
        let ran = env.run(args).ends_with(2);
        assert!(ran.err.contains("deck new decks/pay.yaml --from decks/pay.json`"), "{ran:#?}");
    }
    let ran = env.run(&["deck", "fmt", "decks/pay.json"]).ends_with(1);
    assert!(ran.err.contains("deck new decks/pay.yaml --from decks/pay.json`"), "{ran:#?}");
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), deck);
}

#[test]
fn a_deck_with_an_error_is_said_to_be_there_and_what_is_wrong_with_it() {
    let env = TestEnv::new();
    env.write("decks/pay.yaml", "title: Pay\nterms:\n  - term: A\n    definition: \"a\n");
    env.write("decks/ops.yaml", "deck: platform-ops\ntitle: Ops\n  - term: A\n");
    let ran = env.run(&[&["deck", "add", "pay"], CHARGEBACK].concat()).ends_with(2);
    let said = "the deck `pay` is in decks/pay.yaml, but line 4: ";
    assert!(ran.err.contains(said) && !ran.err.contains("deck new"), "{ran:#?}");
    let ran = env.run(&[&["deck", "add", "platform-ops"], CHARGEBACK].concat()).ends_with(2);
    assert!(ran.err.contains("is in decks/ops.yaml, but line 3: "), "{ran:#?}");
    assert!(ran.err.contains("add a line above: terms:"), "{ran:#?}");
    for args in [
        &["deck", "rename", "pay/a", "B"][..],
        &["quiz", "pay"],
        &["brief", "pay"],
        &["stats", "pay"],
        &["team", "pay"],
        &["team", "follow", "pay"],
        &["team", "visit", "pay"],
        &["lookup", "a", "--deck", "pay"],
        &["deck", "export", "pay", "--to", "csv"],
    ] {
        let ran = env.run(args).ends_with(2);
        assert!(ran.err.contains(said) && !ran.err.contains("unknown deck"), "{ran:#?}");
    }
}
