//! Tests `stats`, `follow`, `unfollow` and `settings`, and the trainer without a terminal.

use shoptalk::core::review::Grade;

use crate::support::{DAY, Ran, TestEnv, answer};

#[test]
fn statistics_have_a_shape_that_scripts_can_rely_on() {
    let env = TestEnv::new();
    let none = serde_json::json!({ "kept": 0, "tested": 0, "share": null });
    let mut empty = env.run(&["stats", "--json"]).ends_with(0).json();
    let back = empty["look_back"].take();
    assert_eq!(back["practice"]["first"], "2026-08-31", "twelve weeks from a Monday: {back}");
    assert_eq!(back["practice"]["answers"].as_array().map(Vec::len), Some(84), "{back}");
    assert_eq!(back["due"], serde_json::json!(vec![0; 14]));
    for name in ["months", "hardest"] {
        assert_eq!(back[name], serde_json::json!([]), "{name}");
    }
    assert_eq!(back["target"], 0.9);
    empty.as_object_mut().expect("it is a table").remove("look_back");
    assert_eq!(
        empty,
        serde_json::json!({
            "day": "2026-11-22",
            "today": { "reviews": 0, "new": 0, "minutes": 0 },
            "retention_30_days": { "typed": none, "judged": none },
            "in_new_sentences": { "understood": 0, "asked": 0 },
            "kept_three_months": 0,
            "thanks": [],
            "left_out": 0,
            "decks": []
        })
    );
    env.run(&["team", "follow", "platform", "--depth", "deep"]).ends_with(0);
    let json = env.run(&["stats", "--json"]).ends_with(0).json();
    let deck = &json["decks"][0];
    assert_eq!((&deck["deck"], &deck["depth"]), (&"platform".into(), &"deep".into()), "{json}");
    let names = ["words", "met", "understood", "usable", "due", "new", "month_ago"];
    for name in names {
        assert!(deck[name].is_number(), "{name}: {json}");
    }
    assert!(deck["forecast"]["understood"].is_number(), "{json}");
    assert!(deck["next"].is_null(), "not before every word was met: {json}");
    assert_eq!((&deck["met"], &deck["new"]), (&0.into(), &8.into()), "eight new words a day");
}

#[test]
fn statistics_are_a_table_for_people() {
    let env = TestEnv::new();
    let ran = env.run(&["stats"]).ends_with(0);
    assert!(
        ran.out.contains("You don't follow a team yet: `shoptalk team follow platform`"),
        "{ran:#?}"
    );
    // A deck named explicitly doesn't have to be followed.
    let ran = env.run(&["stats", "platform"]).ends_with(0);
    assert!(ran.out.contains("Platform and SRE") && ran.out.contains("understood"), "{ran:#?}");
    assert!(!ran.out.contains("Practiced"), "there is nothing to look back on: {ran:#?}");
    assert!(ran.out.contains("After the first answer, the days of practice"), "{ran:#?}");
    let ran = env.run(&["stats", "nowhere"]).ends_with(2);
    assert!(ran.err.contains("unknown deck `nowhere`; the decks are backend, "), "{ran:#?}");
}

#[test]
fn statistics_look_back_in_pictures_and_for_screen_readers_in_sentences() {
    let mut env = TestEnv::new();
    env.run(&["team", "follow", "platform"]).ends_with(0);
    for (ago, grade) in [(40, Grade::Good), (30, Grade::Good), (2, Grade::Again)] {
        let mut trainer = env.trainer(-ago * DAY, ago.unsigned_abs());
        trainer.record(answer("platform/toil", grade)).expect("there is a journal");
        trainer.record(answer("platform/slo", Grade::Good)).expect("there is a journal");
    }
    env.later(0);
    let ran = env.run(&["stats"]).ends_with(0);
    for said in [
        "Practiced 3 of the last 12 weeks",
        "Understood at each month's end\n  Oct",
        "Recalled in the last 30 days\n  1 of 2 self-graded, 50%\n  the target is 90%\n",
        "Due in the next 14 days: ",
        "Missed most since you began\n  1×  Toil",
        "█",
    ] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    let ran = env.run(&["--plain", "stats"]).ends_with(0);
    assert!(ran.out.contains("Practiced 3 of the last 12 weeks, on 3 days.\n"), "{}", ran.out);
    assert!(!ran.out.contains('█') && !ran.out.contains('░'), "{}", ran.out);
    let ran = env.run(&["stats", "design"]).ends_with(0);
    assert!(!ran.out.contains("Practiced"), "no answers there: {}", ran.out);
    assert!(!ran.out.contains("Recalled in"), "nor their figures: {}", ran.out);
}

#[test]
fn teams_and_days_are_named_as_one_says_them() {
    let env = TestEnv::new();
    let ran = env.run(&["team", "follow", "SRE", "brand", "--meets", "tues"]).ends_with(0);
    assert!(ran.err.contains("you now follow platform") && ran.err.contains("media"), "{ran:#?}");
    assert!(ran.err.contains("you meet them every Tuesday"), "{ran:#?}");
    env.run(&["team", "visit", "plat", "-m", "on call", "--on", "thurs"]).ends_with(0);
    env.run(&["team", "visit", "sre", "-m", "on call", "--on", "yesterday"]).ends_with(0);
    let days = env.run(&["team", "platform"]).ends_with(0).out;
    assert!(days.contains("2026-11-19") && days.contains("2026-11-21"), "{days}");
    for args in [&["brief", "sre"][..], &["stats", "platform and sre"]] {
        assert!(env.run(args).ends_with(0).out.contains("Platform and SRE"), "{args:?}");
    }
    env.run(&["lookup", "toil", "--deck", "sre"]).ends_with(0);
    for args in
        [&["brief", "platfrom"][..], &["quiz", "platfrom"], &["team", "unfollow", "platfrom"]]
    {
        let err = env.run(args).ends_with(2).err;
        assert!(err.contains("unknown deck `platfrom`; did you mean platform?"), "{err}");
    }
    let visit = |day| ["team", "visit", "sre", "-m", "on call", "--on", day];
    for (args, meant) in [
        (&["team", "follow", "sre", "--meets", "wensday"][..], "wednesday"),
        (&visit("tusday"), "tuesday"),
        (&visit("yesterdy"), "yesterday"),
    ] {
        let err = env.run(args).ends_with(2).err;
        assert!(err.contains(&format!("did you mean {meant}?")), "{err}");
    }
    let err = env.run(&["team", "m"]).ends_with(2).err;
    assert!(err.contains("unknown deck `m`; the decks are "), "one letter is too little: {err}");
    let err = env.run(&["team", "mobil and"]).ends_with(0).err;
    assert!(err.contains("about mobile"), "{err}");
    env.run(&["team", "unfollow", "sre"]).ends_with(0);
}

#[test]
fn a_misspelled_team_in_the_settings_is_asked_about() {
    let env = TestEnv::new();
    let settings = "follow:\n  platfrom: core\n  our-old-team: core\nmeets:\n  platform: wensday\n";
    std::fs::create_dir_all(env.data()).expect("the folder can be made");
    std::fs::write(env.settings(), settings).expect("the settings can be written");
    let err = env.run(&["stats"]).ends_with(0).err;
    assert!(err.contains("`platfrom`, which is not a deck; did you mean platform?"), "{err}");
    assert!(!err.contains("our-old-team"), "it may come back: {err}");
    assert!(err.contains("`platform: wensday`: did you mean wednesday?"), "{err}");
}

#[test]
fn teams_are_followed_and_left() {
    let env = TestEnv::new();
    let ran = env.run(&["team", "follow", "platform", "data"]).ends_with(0);
    assert!(
        ran.err.contains("you now follow platform (core words)") && ran.out.is_empty(),
        "{ran:#?}"
    );
    env.run(&["team", "follow", "--depth", "deep", "data"]).ends_with(0);
    env.run(&["team", "follow", "data"]).ends_with(0);
    let ran = env.run(&["team"]).ends_with(0);
    assert!(
        ran.out.lines().any(|line| line.starts_with("* data ") && line.contains("deep")),
        "{ran:#?}"
    );
    assert!(ran.out.lines().any(|line| line.starts_with("  backend ")), "{ran:#?}");
    let json = env.run(&["team", "--json"]).ends_with(0).json();
    let rows = json.as_array().expect("decks are a list");
    let followed =
        |id: &str| rows.iter().find(|row| row["deck"] == id).map(|row| row["followed"].clone());
    assert_eq!(
        [followed("platform"), followed("data"), followed("design")],
        [Some("core".into()), Some("deep".into()), Some(serde_json::Value::Null)]
    );
    let ran = env.run(&["team", "unfollow", "platform"]).ends_with(0);
    assert!(ran.err.contains("your progress is kept"), "{ran:#?}");
    let ran = env.run(&["team", "unfollow", "platform"]).ends_with(1);
    assert!(ran.err.contains("you do not follow platform"), "{ran:#?}");
    env.run(&["team", "follow", "nowhere"]).ends_with(2);
    env.run(&["team", "follow", "data", "--depth", "bottom"]).ends_with(2);
}

#[test]
fn settings_are_printed_changed_and_refused() {
    let env = TestEnv::new();
    let ran = env.run(&["settings"]).ends_with(0);
    assert!(
        ran.out.lines().any(|line| line.starts_with("minutes") && line.ends_with("(default)")),
        "{ran:#?}"
    );
    let places = env.run(&["data", "where"]).ends_with(0).out;
    for place in [env.journal(), env.settings(), env.data().join("decks")] {
        assert!(places.contains(&place.display().to_string()), "{places}");
    }
    let ran = env.run(&["settings", "minutes", "12"]).ends_with(0);
    assert!(ran.err.starts_with("minutes is now 12 ("), "{ran:#?}");
    let file = std::fs::read_to_string(env.settings()).expect("the settings were written");
    assert!(file.lines().any(|line| line == "minutes: 12"), "{file}");
    let json = env.run(&["settings", "--json"]).ends_with(0).json();
    let row =
        |name: &str| json.as_array().into_iter().flatten().find(|row| row["name"] == name).cloned();
    let minutes = row("minutes").expect("there are minutes");
    assert_eq!(minutes["value"], "12");
    assert_eq!(minutes["from"], env.settings().display().to_string());
    assert_eq!(row("new").expect("there is a limit of new words")["from"], "default");
    let ran = env.run(&["settings", "minutes"]).ends_with(0);
    assert!(ran.out.starts_with("minutes") && ran.out.lines().count() == 1, "{ran:#?}");

    for (name, value, why) in [
        ("minutes", "999", "`minutes` is a whole number from 1 to 240, not `999`"),
        ("retention", "2", "retention"),
        ("form", "introduce", "`form` is auto, choose, recall"),
        ("color", "blue", "color"),
        ("follow", "data", "`shoptalk team follow DECK`"),
        ("nonsense", "1", "invalid value 'nonsense' for '[NAME]'"),
    ] {
        let ran = env.run(&["settings", name, value]).ends_with(2);
        assert!(ran.err.contains(why) && ran.out.is_empty(), "{name}: {ran:#?}");
    }
    let ran = env.run(&["settings", "nonsense"]).ends_with(2);
    assert!(ran.err.contains("invalid value 'nonsense' for '[NAME]'"), "{ran:#?}");
    assert_eq!(std::fs::read_to_string(env.settings()).expect("they are there"), file);
}

#[test]
fn a_settings_file_with_a_mistake_is_reported_by_line_and_the_rest_holds() {
    let env = TestEnv::new();
    env.write("data/settings.yaml", "minutes: 9\n# mine\ncolour: never\n");
    let ran = env.run(&["settings", "minutes"]).ends_with(0);
    assert!(ran.out.starts_with("minutes     9"), "{ran:#?}");
    assert!(ran.err.contains("settings.yaml:3: "), "{ran:#?}");
    // Changing one setting preserves the rest of the file.
    env.run(&["settings", "minutes", "10"]).ends_with(0);
    let file = std::fs::read_to_string(env.settings()).expect("the settings are there");
    assert_eq!(file, "minutes: 10\n# mine\ncolour: never\n");
}

#[test]
fn the_folder_of_settings_can_be_named_apart() {
    let env = TestEnv::new();
    let config = env.home().join("conf");
    let named = config.to_str().expect("a temporary path is text");
    env.run(&["--config", named, "settings", "minutes", "7"]).ends_with(0);
    assert!(config.join("settings.yaml").exists() && !env.settings().exists());
    let env = env.with("SHOPTALK_CONFIG", config.clone());
    let ran = env.run(&["settings", "minutes"]).ends_with(0);
    assert!(ran.out.starts_with("minutes     7"), "{ran:#?}");
}

#[test]
fn the_trainer_says_that_it_needs_a_terminal() {
    let env = TestEnv::new();
    for args in [&[][..], &["quiz"], &["quiz", "platform"]] {
        let ran = env.run(args).ends_with(2);
        assert!(
            ran.err.contains("the trainer needs a terminal; `shoptalk lookup WORDS`"),
            "{ran:#?}"
        );
        assert_eq!(ran.out, "");
    }
}

#[test]
fn without_a_screen_the_first_start_lists_the_teams_and_how_to_begin() {
    let env = TestEnv::new();
    for args in [&[][..], &["--plain"]] {
        let ran = env.run(args).ends_with(2);
        assert!(ran.err.contains("\n  platform  Platform and SRE ("), "{ran:#?}");
    }
    let err = env.run(&["--plain"]).err;
    assert!(err.contains("run `shoptalk team follow platform`"), "{err}");
    env.run(&["team", "follow", "platform"]).ends_with(0);
    assert!(!env.run(&[]).ends_with(2).err.contains("Platform and SRE"));
}

#[test]
fn commands_in_messages_have_the_options_that_lead_to_the_same_files() {
    let env = TestEnv::new();
    let data = env.home().join("of a friend").to_string_lossy().into_owned();
    let config = env.home().join("c").to_string_lossy().into_owned();
    let given = ["--data", &data, "--config", &config];
    let ran = env.run(&[&given[..], &["--plain", "quiz"]].concat()).ends_with(2);
    let command = format!("`shoptalk --data '{data}' --config {config} team follow platform`");
    assert!(ran.err.contains(&command), "{ran:#?}");
    let ran = env.run(&[&given[..], &["stats"]].concat()).ends_with(0);
    let said = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(&command), "{ran:#?}");
}

#[test]
fn a_quiz_in_plain_lines_works_through_a_pipe_and_keeps_its_answers() {
    let env = TestEnv::new();
    let mut command = env.shoptalk(&["quiz", "platform", "--plain", "--minutes", "2"]);
    let ran = Ran::of(command.write_stdin("i\n0\n\nleave\n")).ends_with(0);
    assert!(ran.out.contains("A new word") && ran.out.contains("Here it is"), "{ran:#?}");
    assert!(ran.out.chars().all(|c| c == '\n' || !c.is_control()), "{ran:#?}");
    let mut again = env.shoptalk(&["quiz", "platform", "--plain"]);
    let ran = Ran::of(again.write_stdin("")).ends_with(0);
    assert!(ran.out.contains("What does it mean?"), "what was missed is asked: {ran:#?}");
}
