//! Tests `shoptalk sit`: whole scenes in plain lines, what lands in the journal, and what to do without a scene.

use std::collections::BTreeMap;

use shoptalk::core::deck::Level;
use shoptalk::core::deck::scene::Scene;
use shoptalk::core::review::Grade;
use shoptalk::files;

use crate::support::{DAY, Ran, TestEnv, answer};

/// Lines that go on, answer and pick wherever they can: an empty one where there is something to read, `3` where not.
fn plays(env: &TestEnv, deck: &str) -> Ran {
    Ran::of(env.shoptalk(&["--plain", "sit", deck]).write_stdin("\n3\n".repeat(60)))
}

/// Text without blanks and line breaks.
fn packed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The ended plays in the journal, and how many sentences of each scene were asked, as `deck/scene`.
fn journal(env: &TestEnv) -> (Vec<String>, BTreeMap<String, usize>) {
    let journal = rusqlite::Connection::open(env.journal()).expect("there is a journal");
    let texts = |sql: &str| -> Vec<String> {
        let mut statement = journal.prepare(sql).expect("the tables are there");
        let rows = statement.query_map([], |row| row.get(0)).expect("they can be read");
        rows.map(|row| row.expect("it is text")).collect()
    };
    let plays = texts("SELECT deck || '/' || scene FROM plays WHERE ended ORDER BY at, id");
    let mut asked = BTreeMap::new();
    for sentence in texts("SELECT sentence FROM reviews WHERE sentence LIKE '%#%'") {
        let scene = sentence.split('#').next().expect("a split has a first part");
        *asked.entry(scene.to_owned()).or_default() += 1;
    }
    (plays, asked)
}

#[test]
fn every_built_in_scene_is_played_in_plain_lines_and_lands_in_the_journal() {
    let decks = files::built_in();
    let with_scenes: Vec<_> = decks.iter().filter(|deck| !deck.scenes.is_empty()).collect();
    let mut env = TestEnv::new();
    {
        let mut trainer = env.trainer(0, 1);
        let words = with_scenes.iter().flat_map(|deck| &deck.terms);
        for term in words.filter(|term| term.level == Level::Core) {
            let id = trainer.library().resolve(&term.id);
            trainer.record(answer(id.as_str(), Grade::Good)).expect("there is a journal");
        }
    }
    let mut day = 4;
    let mut all = Vec::new();
    for deck in with_scenes {
        for _ in &deck.scenes {
            day += 1;
            env.later(day * DAY);
            let ran = plays(&env, &deck.id).ends_with(0);
            let (plays, asked) = journal(&env);
            let last = plays.last().expect("it was played").clone();
            let is_this = |scene: &&Scene| last == format!("{}/{}", deck.id, scene.id);
            let scene = deck.scenes.iter().find(is_this).expect("it is of this deck");
            // Quotation marks within what is said are shown as single ones.
            let straight = |text: &str| packed(text).replace(['‘', '’'], "\"");
            let out = straight(&ran.out);
            let said = scene.lines.iter().map(|line| &line.says);
            let replied = scene.replies.iter().flat_map(|reply| [&reply.says, &reply.why]);
            for text in said.chain(replied).chain([&scene.title, &scene.setting]) {
                assert!(
                    out.contains(straight(text).trim_matches('"')),
                    "{last}: {text}\n{}",
                    ran.out
                );
            }
            assert!(ran.out.contains("Words to keep"), "{last}:\n{}", ran.out);
            assert!(!ran.out.contains(['\u{1b}', '\r']), "{last}");
            assert!((3..=6).contains(&asked[&last]), "{last} asks for {} words", asked[&last]);
            all.push(last);
        }
    }
    let count = all.len();
    assert_eq!(count, 26);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count, "each once");
}

/// A team with a scene, and one without.
fn teams(env: &TestEnv) -> String {
    let line = "      - {who: engineer, says: The alert is back.}\n".repeat(6);
    let reply = |lands: &str| format!("      - {{says: Hm., lands: {lands}, why: So it is.}}\n");
    let replies = ["helps", "lands flat", "micromanages"].map(reply).concat();
    let ops = format!(
        "deck: ops\ntitle: Ops\nterms:\n  - {{term: Alert, definition: a call for help, level: core}}\nscenes:\n  - title: At night\n    setting: A call.\n    lines:\n{line}    replies:\n{replies}"
    );
    env.write("teams/ops.yaml", &ops);
    let ml = "deck: ml\ntitle: ML\nterms:\n  - {term: Token, definition: a piece of text}\n";
    env.write("teams/ml.yaml", ml).with_file_name("").display().to_string()
}

#[test]
fn without_a_scene_a_team_or_a_terminal_it_says_what_to_do() {
    let env = TestEnv::new();
    let decks = teams(&env);
    let fails = |args: &[&str]| {
        let ran = env.run(&[&["--decks", &decks], args].concat()).ends_with(2);
        assert_eq!(ran.out, "");
        ran.err
    };
    let err = fails(&["--plain", "sit", "ml"]);
    assert!(
        err.contains("ML has no scene yet; write one with `shoptalk")
            && err.contains("deck add ml --scene`, or sit in with"),
        "{err}"
    );
    let built_in = fails(&["--plain", "sit", "basics"]);
    assert!(
        built_in.contains("has no scene yet; `docs/decks.md` says how to write one, or sit in"),
        "{built_in}"
    );
    assert!(err.contains("ops"), "{err}");
    let err = fails(&["--plain", "sit", "opps"]);
    assert!(err.contains("unknown deck `opps`; did you mean ops?"), "{err}");
    let err = fails(&["--plain", "sit"]);
    assert!(
        err.contains("you don't follow a team yet: name a deck, as in `shoptalk")
            && err.contains(" sit platform`"),
        "{err}"
    );
    let err = fails(&["sit", "ops"]);
    assert!(err.contains(" sit --plain` run line by line"), "{err}");
    env.run(&["--decks", &decks, "team", "follow", "ml"]).ends_with(0);
    let err = fails(&["--plain", "sit"]);
    assert!(err.contains("the teams you follow have no scene yet"), "{err}");
}

/// All that is said in the scene of `ops` in the `decks`.
fn plays_of(env: &TestEnv, decks: &str) -> String {
    let mut command = env.shoptalk(&["--decks", decks, "--plain", "sit", "ops"]);
    Ran::of(command.write_stdin("\n3\n".repeat(20))).ends_with(0).out
}

#[test]
fn a_scene_that_was_left_goes_on_and_is_forgotten_with_the_visits() {
    let env = TestEnv::new();
    let decks = teams(&env);
    let out = plays_of(&env, &decks);
    assert!(
        out.contains("To keep these words, follow Ops: run `shoptalk team follow ops`."),
        "{out}"
    );
    env.run(&["data", "forget", "visits", "--yes"]).ends_with(0);
    env.run(&["--decks", &decks, "team", "follow", "ops"]).ends_with(0);
    let sit = |lines: &'static str| {
        let mut command = env.shoptalk(&["--decks", &decks, "--plain", "sit", "ops"]);
        Ran::of(command.write_stdin(lines)).ends_with(0).out
    };
    assert!(sit("\n\n\n").contains("A new word"));
    let out = sit("\n\n\n\n3\n");
    assert!(out.starts_with("\nEngineer: The alert is back.\n"), "{out}");
    assert!(out.contains("What does it mean?"), "{out}");
    let left = |env: &TestEnv| journal(env).0.len();
    assert_eq!(left(&env), 0);
    sit("\n\n\n\n3\n\n3\n1\n\n\n");
    assert_eq!(left(&env), 1);
    let ran = env.run(&["data", "forget", "visits", "--yes"]).ends_with(0);
    assert!(ran.err.contains("1 record of a visit, a question, a scene,"), "{ran:#?}");
    assert_eq!(left(&env), 0);
}
