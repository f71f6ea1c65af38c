//! Tests the commands used before, during and after a meeting: `brief`, `visited`, `team`, `bridge`.

use crate::support::{DAY, Ran, TestEnv};

/// Two small teams that use one word with different meanings.
fn teams(env: &TestEnv) -> String {
    let ops = "deck: ops\ntitle: Ops\nask:\n  - What woke you?\n  - What is next?\nterms:\n  - {term: Alert, definition: a call for help, level: core, ask: Who hears it?}\n  - {term: Token, definition: a pass, level: core}\n";
    let ml = "deck: ml\ntitle: ML\nterms:\n  - {term: Token, definition: a piece of text, level: core, see_also: [ops/alert]}\n";
    env.write("teams/ops.yaml", ops);
    env.write("teams/ml.yaml", ml).with_file_name("").display().to_string()
}

#[test]
fn the_page_before_a_meeting_says_what_to_ask_and_which_words_to_have_ready() {
    let mut env = TestEnv::new();
    let decks = teams(&env);
    let ran = env.run(&["--decks", &decks, "brief", "ops"]).ends_with(0);
    let expected = "Ops
  2 core words to meet.

To ask
  1  What woke you?
  2  What is next?
  3  Alert: Who hears it?

Words to have ready
  Alert (new): a call for help
  Token (new): a pass
";
    assert_eq!(ran.out, expected);
    let plain = env.run(&["--decks", &decks, "--plain", "brief", "ops"]).ends_with(0);
    assert_eq!(plain.out, expected.replace("\n\n", "\n").replace("\n  ", "\n"));
    let ran = env.run(&["--decks", &decks, "brief", "ops", "--markdown"]).ends_with(0);
    assert!(ran.out.starts_with("# Ops\n"), "{ran:#?}");
    assert!(ran.out.contains("\n3. **Alert**: Who hears it?\n"), "{ran:#?}");
    let json = env.run(&["--decks", &decks, "brief", "ops", "--json"]).ends_with(0).json();
    let progress = serde_json::json!({ "words": 2, "met": 0, "understood": 0, "usable": 0 });
    assert_eq!(json[0]["progress"], progress);
    assert_eq!(json[0]["questions"][2]["term"], "ops/alert");
    assert!(json[0]["since"].is_null(), "there is no earlier day to compare with: {json}");
    env.later(DAY);
    env.write(
        "teams/ops.yaml",
        "deck: ops\ntitle: Ops\nterms:\n  - {term: Token, definition: a key}\n",
    );
    let ran = env.run(&["--decks", &decks, "brief", "ops"]).ends_with(0);
    let news = "New in the deck since you read it yesterday
  Token (changed): a key
    Before: a pass
  alert (removed)
";
    assert!(ran.out.contains(news), "{ran:#?}");
}

#[test]
fn a_question_that_was_asked_is_kept_with_its_answer_and_not_suggested_again() {
    let mut env = TestEnv::new();
    let decks = teams(&env);
    let brief = |env: &TestEnv, args: &[&str]| {
        env.run(&[&["--decks", &decks, "brief", "ops"][..], args].concat())
    };
    brief(&env, &["--asked", "1"]).ends_with(0);
    env.later(60_000);
    let ran = brief(&env, &["--asked", "2", "-m", "the new region"]).ends_with(0);
    assert!(ran.err.contains("“What is next?” is saved as answered"), "{ran:#?}");
    let ran = brief(&env, &[]).ends_with(0);
    let asked = "  1  What woke you? (asked today)\n  2  What is next? (answered today)\n";
    assert!(ran.out.contains(asked), "numbers stay for the day: {ran:#?}");
    let ran = brief(&env, &["--asked", "2"]).ends_with(2);
    assert!(ran.err.contains("is already answered"), "{ran:#?}");
    env.later(2 * DAY);
    let ran = brief(&env, &[]).ends_with(0);
    assert!(ran.out.contains("  1  Alert: Who hears it?\n"), "{ran:#?}");
    let asked = "Asked, but not answered yet\n  2  What woke you? (2 days ago)\n";
    assert!(ran.out.contains(asked), "{ran:#?}");
    let ran = brief(&env, &["--asked", "2"]).ends_with(2);
    assert!(ran.err.contains("already marked as asked; add the answer with -m"), "{ran:#?}");
    brief(&env, &["--asked", "2", "-m", "a full disk"]).ends_with(0);
    assert!(!brief(&env, &[]).out.contains("not answered yet"));
    let ran = brief(&env, &["--asked", "9"]).ends_with(2);
    assert!(ran.err.contains("there is no question 9"), "{ran:#?}");
    let ran = env.run(&["--decks", &decks, "team", "ops", "disk"]).ends_with(0);
    assert_eq!(ran.out, "2026-11-24  asked   What woke you? — a full disk\n");
}

#[test]
fn without_a_deck_the_teams_that_are_met_next_stand_on_the_page() {
    let env = TestEnv::new();
    let decks = teams(&env);
    let ran = env.run(&["--decks", &decks, "brief"]).ends_with(2);
    assert!(
        ran.err.contains(&format!("`shoptalk --decks {decks} team follow platform --meets tue`")),
        "{ran:#?}"
    );
    // The clock is set to a Sunday.
    env.run(&["--decks", &decks, "team", "follow", "ops", "--meets", "Wednesday"]).ends_with(0);
    let ran = env.run(&["--decks", &decks, "team", "follow", "ml", "--meets", "mon"]).ends_with(0);
    assert!(ran.err.contains("you meet them every Monday"), "{ran:#?}");
    let ran = env.run(&["--decks", &decks, "brief"]).ends_with(0);
    assert!(ran.out.starts_with("ML\n"), "{ran:#?}");
    assert!(ran.out.ends_with("\nThen: Ops on Wednesday\n"), "{ran:#?}");
    env.run(&["--decks", &decks, "team", "follow", "ml", "--meets", "none"]).ends_with(0);
    let ran = env.run(&["--decks", &decks, "brief"]).ends_with(0);
    assert!(ran.out.starts_with("Ops\n") && !ran.out.contains("Then:"), "{ran:#?}");
    env.run(&["team", "follow", "platform", "--meets", "noon"]).ends_with(2);
}

#[test]
fn time_with_a_team_is_written_down_and_counted_in_days() {
    let mut env = TestEnv::new();
    let decks = teams(&env);
    env.run(&["--decks", &decks, "team", "follow", "ops", "ml"]).ends_with(0);
    let args = ["--decks", &decks, "team", "visit", "ops", "-m", "the \u{1b}[2Jhandover", "--on"];
    env.run(&[&args[..], &["2026-11-10"]].concat()).ends_with(0);
    env.later(60_000);
    let ran = env.run(&[&args[..], &["2026-11-23"]].concat()).ends_with(2);
    assert!(ran.err.contains("2026-11-23 is in the future"), "{ran:#?}");
    let ran = env.run(&["--decks", &decks, "team", "visit"]).ends_with(0);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "ML   not yet      ");
    assert!(lines[1].starts_with("Ops  12 days ago    the ") && !ran.out.contains('\u{1b}'));
    let json = env.run(&["--decks", &decks, "team", "visit", "--json"]).ends_with(0).json();
    assert_eq!(json[1]["days_ago"], 12);
}

#[test]
fn asking_for_the_visits_to_a_team_shows_them_and_records_nothing() {
    let mut env = TestEnv::new();
    let decks = teams(&env);
    let visited = |env: &TestEnv, args: &[&str]| {
        env.run(&[&["--decks", &decks, "team", "visit"], args].concat())
    };
    let ran = visited(&env, &["ops"]).ends_with(0);
    assert_eq!(ran.out, "");
    let command = format!("`shoptalk --decks {decks} team visit ops -m");
    assert!(ran.err.contains(&format!("no visits to Ops yet: {command}")), "{ran:#?}");
    assert_eq!(visited(&env, &["ops", "--json"]).ends_with(0).json(), serde_json::json!([]));
    // A Sunday. Each visit is recorded on the given day.
    for (at, (text, on)) in
        [("tea", "yesterday"), ("the gate", "tuesday"), ("a party", "2026-11-01")]
            .iter()
            .enumerate()
    {
        env.later(i64::try_from(at).expect("a small number fits") * 60_000);
        let ran = visited(&env, &["ops", "-m", text, "--on", on]).ends_with(0);
        assert!(ran.err.contains(": saved; `shoptalk --decks "), "{ran:#?}");
    }
    let expected = "2026-11-21  tea\n2026-11-17  the gate\n2026-11-01  a party\n";
    for _ in 0..2 {
        assert_eq!(visited(&env, &["ops"]).ends_with(0).out, expected);
        let json = visited(&env, &["ops", "--json"]).ends_with(0).json();
        assert_eq!(
            (json[0]["text"].as_str(), json[2]["days_ago"].as_u64()),
            (Some("tea"), Some(21))
        );
        assert_eq!(json.as_array().map(Vec::len), Some(3));
    }
    let ran = visited(&env, &["ops", "-m", "x", "--on", "someday"]).ends_with(2);
    assert!(ran.err.contains("use today, yesterday, a weekday"), "{ran:#?}");
    for args in [&["ops", "--on", "mon"][..], &["ops", "-m", ""], &["-m", "x"]] {
        visited(&env, args).ends_with(2);
    }
    assert_eq!(visited(&env, &["ops"]).ends_with(0).out, expected);
}

#[test]
fn two_teams_are_compared_by_the_words_they_share() {
    let env = TestEnv::new();
    let decks = teams(&env);
    let ran = env.run(&["--decks", &decks, "team", "bridge", "ops", "ml"]).ends_with(0);
    let expected = "Ops / ML

Same word, different meaning
  Token
    Ops: a pass
    ML: a piece of text

One explains the other (Ops / ML)
  Alert / Token
    Alert: a call for help
    Token: a piece of text
";
    assert_eq!(ran.out, expected);
    let json =
        env.run(&["--decks", &decks, "team", "bridge", "ml", "ops", "--json"]).ends_with(0).json();
    assert_eq!(json["different"][0]["right"]["term"], "ops/token");
    env.run(&["--decks", &decks, "team", "bridge", "ops", "ops"]).ends_with(2);
}

#[test]
fn exactly_the_words_of_the_page_are_quizzed() {
    let env = TestEnv::new();
    let decks = teams(&env);
    let mut command = env.shoptalk(&["--plain", "--decks", &decks, "brief", "ops", "--quiz"]);
    let ran = Ran::of(command.write_stdin("\n")).ends_with(0);
    assert!(ran.out.contains("Cram: Ops: 0 right, 2 to go"), "{ran:#?}");
}
