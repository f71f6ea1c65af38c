//! Tests what the deck commands do with scenes: add, check, format and compare.

use crate::support::{Ran, TestEnv};

const DECK: &str = "deck: pay\ntitle: Payments\nterms:\n  - term: Dunning\n    definition: Reminding a customer of a bill that should have been paid some time ago.\n    level: core\n";

const SCENE: &str = "title: Friday at five\nsetting: The weekly run is late.\nlines:\n- says: \"The dunning run hangs: again.\"\n  who: developer\n- {who: accountant, says: How long?}\n- {who: developer, says: An hour.}\n- {who: accountant, says: Of what?}\n- {who: developer, says: Of watching it.}\n- {who: accountant, says: I will get cake.}\nreplies:\n- {says: What would help?, lands: helps, why: It asks.}\n- {says: Hang in there., lands: flat, why: Nobody let go.}\n- {says: Restart it., lands: micromanages, why: They know how.}\n";

const WRITTEN: &str = "scenes:\n  - title: Friday at five\n    setting: The weekly run is late.\n    lines:\n      - who: developer\n        says: \"The dunning run hangs: again.\"\n      - who: accountant\n        says: How long?\n      - who: developer\n        says: An hour.\n      - who: accountant\n        says: Of what?\n      - who: developer\n        says: Of watching it.\n      - who: accountant\n        says: I will get cake.\n    replies:\n      - says: What would help?\n        lands: helps\n        why: It asks.\n      - says: Hang in there.\n        lands: lands flat\n        why: Nobody let go.\n      - says: Restart it.\n        lands: micromanages\n        why: They know how.\n";

/// Runs `args` with `input` on the standard input.
fn piped(env: &TestEnv, args: &[&str], input: &str) -> Ran {
    Ran::of(env.shoptalk(args).write_stdin(input))
}

#[test]
fn a_scene_from_a_file_or_the_standard_input_goes_below_the_terms() {
    let env = TestEnv::new();
    let path = env.write("decks/pay.yaml", DECK);
    env.write("scene.yaml", SCENE);
    let text = || std::fs::read_to_string(&path).expect("it is there");
    let ran = env.run(&["deck", "add", "pay", "--scene", "--from", "scene.yaml"]).ends_with(0);
    assert_eq!(ran.err, "pay/friday-at-five is in decks/pay.yaml, line 8\n");
    assert_eq!(text(), format!("{DECK}{WRITTEN}"));
    env.run(&["deck", "check", "--strict", "decks"]).ends_with(0);
    env.run(&["deck", "fmt", "--check", "decks"]).ends_with(0);
    // A term that is added later does not end up among the scenes.
    let args = [
        "deck",
        "add",
        "pay",
        "--term",
        "Eft",
        "--definition",
        "Money sent by wire from one bank to the other within a day.",
    ];
    env.run(&args).ends_with(0);
    assert!(text().ends_with(WRITTEN), "{}", text());
    let ran = env.run(&["deck", "add", "pay", "--scene", "--from", "scene.yaml"]).ends_with(1);
    assert!(ran.err.contains("`friday-at-five` already exists, on line 10"), "{ran:#?}");
    for from in [&["--from", "-"][..], &[]] {
        std::fs::write(&path, DECK).expect("it can be written");
        let args = [&["deck", "add", "pay", "--scene", "--json"][..], from].concat();
        let json = piped(
            &env,
            &args,
            &format!("- id: cake\n  {}", SCENE.trim_end().replace('\n', "\n  ")),
        )
        .ends_with(0)
        .json();
        assert_eq!((&json["id"], &json["line"]), (&"pay/cake".into(), &8.into()));
        assert!(text().contains("  - id: cake\n    title: Friday at five\n"), "{}", text());
    }
}

#[test]
fn what_is_wrong_with_a_scene_is_said_and_nothing_is_written() {
    let env = TestEnv::new();
    let path = env.write("decks/pay.yaml", DECK);
    let item = format!("- {}\n", SCENE.trim_end().replace('\n', "\n  "));
    let cases: &[(&[&str], String, i32, &str)] = &[
        (&[], SCENE.replace("setting", "seting"), 1, "did you mean `setting`?"),
        (
            &[],
            SCENE.replace("lands: helps", "lands: well"),
            1,
            "write helps, lands flat or micromanages",
        ),
        (
            &[],
            SCENE.replace("- {who: developer, says: An hour.}\n", ""),
            1,
            "the scene has 5 lines; it needs 6 to 12",
        ),
        (&[], SCENE.replace("says: Of what?", "says: [Of"), 1, "nothing was written"),
        (&[], item.repeat(2), 1, "`Friday at five` has the same id"),
        (
            &[],
            format!("{item}{}", item.replace("Friday", "Monday")),
            2,
            "contains 2 scenes; add them one at a time",
        ),
        (&[], String::new(), 1, "the file contains no scene"),
        (&[], "scenes: []".to_owned(), 2, "standard input contains no scene"),
        (&["--from", "nowhere.yaml"], String::new(), 2, "nowhere.yaml"),
        (&["--term", "X"], String::new(), 2, "leave out the flags of a word"),
    ];
    for (more, input, code, why) in cases {
        let args = [&["deck", "add", "pay", "--scene"][..], more].concat();
        let ran = piped(&env, &args, input).ends_with(*code);
        assert!(ran.err.contains(why), "{why}: {ran:#?}");
        assert_eq!(std::fs::read_to_string(&path).expect("it is there"), DECK, "{why}");
    }
    let json =
        piped(&env, &["deck", "add", "pay", "--scene", "--json"], "title: x").ends_with(1).json();
    assert_eq!(json["problems"][0]["code"], "E302");
}

#[cfg(unix)]
#[test]
fn on_a_terminal_a_scene_is_asked_for_line_by_line() {
    let env = TestEnv::new();
    let path = env.write("decks/pay.yaml", DECK);
    let args = ["deck", "add", "pay", "--scene"];
    let mut screen = crate::support::screen::Screen::open(&env, &args, 90, 80);
    screen.shows("What happens, in a few words").press("!\r").shows("use letters or digits");
    screen.press("Friday at five\r").shows("Where and when").press("The weekly run is late.\r");
    screen.shows("What is said, in 6 to 12 lines").shows("Line 1:").press("\r");
    screen
        .shows("a scene has at least 6 lines")
        .press("It hangs.\r")
        .shows("write it as `role: what they say`");
    screen.press("developer: The dunning run hangs: again.\r");
    let said = [
        "accountant: How long?",
        "developer: An hour.",
        "accountant: Of what?",
        "developer: Of watching it.",
        "accountant: I will get cake.",
    ];
    for (at, line) in said.iter().enumerate() {
        screen.shows(&format!("Line {}:", at + 2)).press(&format!("{line}\r"));
    }
    screen.shows("Line 7:").press("\r").shows("Three things you could say next");
    screen.shows("What you could say next").press("What would help?\r");
    screen.shows("How it lands").press("well\r").shows("type helps, lands flat, or micromanages");
    screen.press("helps\r").shows("Why, in a sentence").press("It asks.\r");
    let others = [
        ["Hang in there.", "flat", "Nobody let go."],
        ["Restart it.", "Micromanages", "They know how."],
    ];
    for answers in others {
        for (question, answer) in
            ["What you could say", "How it lands", "Why, in"].iter().zip(answers)
        {
            // Lines that come at once would be taken for pasted ones.
            screen.until(question, |screen| {
                let text = screen.text();
                let asked = text.rfind(question).unwrap_or_default();
                let last = text[asked..].trim_end();
                last.lines().count() <= 2 && last.ends_with([':', '>'])
            });
            screen.press(&format!("{answer}\r"));
        }
    }
    screen.shows("Add it to decks/pay.yaml, line 8? [Y/n]").press("\r");
    screen.shows("pay/friday-at-five is in decks/pay.yaml, line 8").ends_well();
    let text = std::fs::read_to_string(&path).expect("it is there");
    assert_eq!(text, format!("{DECK}{WRITTEN}"));
}

#[test]
fn scenes_that_come_go_and_change_are_compared() {
    let env = TestEnv::new();
    env.write("old/pay.yaml", &format!("{DECK}{WRITTEN}"));
    env.write("new/pay.yaml", &format!("{DECK}{}", WRITTEN.replace("An hour", "A day")));
    let ran = env.run(&["deck", "diff", "old", "new"]).ends_with(0);
    assert!(
        ran.out.starts_with("Scenes changed\n~ pay/friday-at-five  Friday at five\n    lines: "),
        "{ran:#?}"
    );
    assert!(ran.out.contains("{+A day.+}"), "{ran:#?}");
    assert_eq!(ran.err, "1 scene changed\n");
    env.write("new/pay.yaml", DECK);
    let ran = env.run(&["deck", "diff", "new", "old"]).ends_with(0);
    assert_eq!(
        (&*ran.out, &*ran.err),
        ("Scenes added\n+ pay/friday-at-five  Friday at five\n", "1 scene added\n")
    );
    let ran = env.run(&["deck", "diff", "--format", "markdown", "old", "new"]).ends_with(0);
    assert!(
        ran.out.ends_with("**Scenes removed**\n\n- `pay/friday-at-five` `Friday at five`\n"),
        "{ran:#?}"
    );
}

#[test]
fn what_can_be_fixed_in_a_scene_is_fixed() {
    let env = TestEnv::new();
    let good = format!("{DECK}{WRITTEN}");
    let bad = good
        .replace("says: \"The dunning run hangs: again.\"", "says: The dunning run hangs: again.")
        .replacen("who: accountant", "Who: accountant", 1)
        .replace("says: An hour.", "says:An hour.")
        .replace("lands: helps", "lands: Help")
        .replace("setting:", "seting:");
    let path = env.write("decks/pay.yaml", &bad);
    let ran = env.run(&["deck", "check", "--fix", "decks"]).ends_with(0);
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), good, "{ran:#?}");
}
