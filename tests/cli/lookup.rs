//! Tests `shoptalk lookup`: from a heard word to its meaning.

use std::path::Path;

use serde_json::{Value, json};
use shoptalk::core::lookup::{Entry, Index, Verdict};
use shoptalk::core::review::Grade;
use shoptalk::trainer::Trainer;

use crate::support::{DAY, Ran, TestEnv, answer};

/// The trainer at one minute past noon.
fn trainer(env: &TestEnv) -> Trainer {
    env.trainer(60_000, 1)
}

/// The new words that a session of `deck` would start with.
fn next_words(env: &TestEnv, deck: &str) -> Vec<String> {
    let mut trainer = trainer(env);
    let decks = trainer.quizzed(&[deck.into()]);
    let plan = trainer.plan(&decks, None, None).expect("there is a journal");
    plan.items.iter().filter(|item| item.is_new).map(|item| item.term.to_string()).collect()
}

#[test]
fn a_word_is_explained_meaning_first() {
    let ran = TestEnv::new().run(&["lookup", "error", "budget"]).ends_with(0);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], "Error budget  Platform and SRE");
    assert!(
        lines[1].is_empty() && lines[2].starts_with("  The amount of unreliability"),
        "{}",
        ran.out
    );
    for label in ["  Ask       ", "  Heard     “", "  Why       "] {
        assert!(lines.iter().any(|line| line.starts_with(label)), "{label}: {}", ran.out);
    }
    assert!(lines.iter().all(|line| line.chars().count() <= 80), "{}", ran.out);
    assert_eq!(ran.err, "");
}

#[test]
fn in_plain_each_line_is_one_fact_and_nothing_is_drawn_or_painted() {
    let env = TestEnv::new();
    let ran = env.run(&["--plain", "--color", "always", "lookup", "error budget"]).ends_with(0);
    let labels: Vec<&str> =
        ran.out.lines().map(|line| line.split(':').next().unwrap_or("")).collect();
    assert_eq!(
        labels,
        [
            "Error budget",
            "Team",
            "Meaning",
            "Ask",
            "Heard",
            "Why",
            "See also",
            "Not to be confused with"
        ],
        "{ran:#?}"
    );
    assert!(!ran.out.contains('\u{1b}'), "{ran:#?}");
    let dumb = env.with("TERM", "dumb");
    assert_eq!(dumb.run(&["lookup", "error budget"]).out, ran.out);
}

#[test]
fn what_is_typed_exactly_stands_alone_or_with_other_senses() {
    let env = TestEnv::new();
    let heads = |words: &str| -> Vec<String> {
        let out = env.run(&["lookup", words]).ends_with(0).out;
        let lines = out.lines().filter(|line| !line.is_empty() && !line.starts_with(' '));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(heads("slo"), ["SLO, Service-level objective  Platform and SRE"]);
    assert!(heads("model").len() >= 3);
}

#[test]
fn l_is_short_for_lookup_and_quotes_do_not_matter() {
    let env = TestEnv::new();
    let out = env.run(&["lookup", "error", "budget"]).ends_with(0).out;
    assert_eq!(env.run(&["l", "error budget"]).ends_with(0).out, out);
    assert_eq!(env.run(&["l", "ERROR-budget"]).ends_with(0).out, out);
}

#[test]
fn a_script_reads_verdict_and_hits() {
    let env = TestEnv::new();
    let json = env.run(&["lookup", "--json", "sla"]).ends_with(0).json();
    assert_eq!((&json["query"], &json["verdict"]), (&"sla".into(), &"match".into()));
    let hits = json["hits"].as_array().expect("hits are a list");
    let first = &hits[0];
    assert_eq!(
        (&first["deck"], &first["id"], &first["term"], &first["signal"]),
        (&"platform".into(), &"sla".into(), &"SLA".into(), &"same".into())
    );
    assert!(first["definition"].is_string() && first["name"].is_string());
    let scores: Vec<f64> = hits.iter().filter_map(|hit| hit["score"].as_f64()).collect();
    assert_eq!(scores.len(), hits.len());
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
}

#[test]
fn what_does_not_fit_ends_with_1_and_says_what_is_near() {
    let env = TestEnv::new();
    let near = env.run(&["lookup", "budget for errors maybe"]).ends_with(1);
    assert!(
        near.err.starts_with("“budget for errors maybe” was not found. It may be:\n"),
        "{near:#?}"
    );
    let sentence = "who of them is woken up at night when it breaks";
    let said = env.run(&["lookup", sentence]).ends_with(1).err;
    let first = format!("“{sentence}” has no word that is surely a term. It may be about:\n");
    assert!(said.starts_with(&first), "{said}");
    assert!(
        near.err.contains(
            "\n  Error budget  Platform and SRE  amount of failure a service is allowed\n"
        ),
        "{near:#?}"
    );
    assert_eq!(near.out, "", "what is only near is no data");
    let json = env.run(&["lookup", "--json", "budget for errors maybe"]).ends_with(1).json();
    assert_eq!(json["verdict"], "near", "{json}");

    let none = env.run(&["lookup", "🦀🦀"]).ends_with(1);
    assert_eq!(
        (none.out.as_str(), none.err.as_str()),
        ("", "Nothing like “🦀🦀” yet.\n`shoptalk jot WORDS` saves it until you can ask.\n")
    );
    let json = env.run(&["lookup", "--json", "🦀🦀"]).ends_with(1).json();
    assert_eq!(json, serde_json::json!({ "query": "🦀🦀", "verdict": "none", "hits": [] }));
    for noise in ["zzzzqqq", "jjjj", "hmmmmm", "qwrtzp"] {
        let json = env.run(&["lookup", "--json", noise]).ends_with(1).json();
        assert_eq!(json["verdict"], "none", "no one says {noise}: {json}");
    }
}

#[test]
fn what_is_only_near_is_a_labelled_list_and_all_of_it_is_talk() {
    let env = TestEnv::new();
    let deck = "terms:\n  - {term: Zorgle rate, definition: How much is lost. A second sentence that is so long that no line has room for it.}\n  - {term: Zorgle tax, gloss: a fee for what is lost, definition: A fee of the state.}\n  - {term: Quibbix, definition: A fee for every zorgle that was lost on the way.}\n";
    let file = env.write("one.yaml", deck).to_string_lossy().into_owned();
    let args =
        |words: &[&'static str]| [&["--decks", &*file, "lookup", "--deck", "one"], words].concat();
    let ran = env.run(&args(&["zorg"])).ends_with(1);
    assert_eq!(
        (ran.out.as_str(), ran.err.as_str()),
        (
            "",
            "“zorg” was not found. It may be:\n\nStarts with\n  Zorgle rate  one  How much is lost. A second sentence that is so long…\n  Zorgle tax  one  a fee for what is lost\n\nZorgle rate  one\n  How much is lost. A second sentence that is so long that no line has room\n  for it.\n"
        )
    );
    let ran = env.run(&args(&["lost"])).ends_with(1);
    assert!(ran.err.contains("\nMay mean\n  Quibbix  one  A fee"), "{ran:#?}");
    let ran = env.run(&args(&["zorgel raid"])).ends_with(1);
    assert!(ran.err.contains("\nSounds like\n  Zorgle rate  one  How"), "{ran:#?}");
    let short = env.run(&args(&["--short", "zorg"])).ends_with(1);
    assert!(short.out.is_empty() && short.err.ends_with("a fee for what is lost\n"), "{short:#?}");
    let plain = env.run(&args(&["--plain", "zorg"])).ends_with(1);
    assert!(plain.err.contains("\nStarts with: Zorgle rate (one): How much"), "{plain:#?}");
    let json = env.run(&args(&["--json", "zorg"])).ends_with(1).json();
    assert_eq!((&json["verdict"], &json["hits"][0]["signal"]), (&"near".into(), &"start".into()));
}

#[test]
fn a_listed_sound_says_so_and_meanings_that_are_left_out_are_counted() {
    let mut env = TestEnv::new();
    let ran = env.run(&["lookup", "air budget"]).ends_with(0);
    assert_eq!(ran.err, "“air budget” sounds like “Error budget”.\n");
    let teams = |ran: &str| ran.lines().filter(|line| line.starts_with("Model  ")).count();
    env.later(1_000);
    let all = env.run(&["lookup", "--all", "model"]).ends_with(0);
    env.later(2_000);
    let ran = env.run(&["lookup", "-n", "1", "model"]).ends_with(0);
    let more = teams(&all.out) - 1;
    assert!(more > 1 && teams(&ran.out) == 1, "{all:#?}");
    assert_eq!(ran.err, format!("{more} more for “model”: `--all` shows them all.\n"));
    env.later(3_000);
    let json = env.run(&["lookup", "-n", "1", "--json", "model"]).ends_with(0).json();
    assert_eq!(json["left_out"], more);
}

#[test]
fn a_term_that_two_decks_share_is_found_by_the_names_of_either_and_shown_with_both_texts() {
    let env = TestEnv::new();
    env.write(
        "two/a.yaml",
        "title: Alpha\nterms:\n  - {term: Zorgle, definition: The one text.}\n",
    );
    env.write(
        "two/b.yaml",
        "title: Beta\nterms:\n  - {term: Vlimmer, definition: The other text., same_as: a/zorgle}\n",
    );
    let folder = env.home().join("two").to_string_lossy().into_owned();
    for word in ["Zorgle", "Vlimmer"] {
        let out = env.run(&["--decks", &folder, "lookup", word]).ends_with(0).out;
        assert!(out.starts_with("Zorgle  Alpha\n"), "{out}");
        assert!(out.contains("The one text.") && out.contains("In Beta  The other text."), "{out}");
        let json = env.run(&["--decks", &folder, "lookup", "--json", word]).ends_with(0).json();
        assert_eq!(json["hits"][0]["same"][0]["definition"], "The other text.", "{json}");
    }
}

#[test]
fn a_limit_and_a_deck_narrow_what_is_found() {
    let env = TestEnv::new();
    for limit in [1, 2, 7] {
        let args = ["lookup", "--json", "-n", &limit.to_string(), "model"];
        let json = env.run(&args).ends_with(0).json();
        assert_eq!(json["hits"].as_array().map(Vec::len), Some(limit), "{json}");
    }
    let json = env.run(&["lookup", "--json", "--deck", "data", "model"]).ends_with(0).json();
    let hits = json["hits"].as_array().expect("hits are a list");
    assert!(!hits.is_empty() && hits.iter().all(|hit| hit["deck"] == "data"), "{json}");
    let ran = env.run(&["lookup", "--deck", "nowhere", "model"]).ends_with(2);
    assert!(ran.err.contains("unknown deck `nowhere`"), "{ran:#?}");
    env.run(&["lookup", "-n", "0", "model"]).ends_with(2);
    let ran = env.run(&["lookup"]).ends_with(2);
    assert!(
        ran.err.contains("type what you heard, as in `shoptalk lookup air budget`"),
        "{ran:#?}"
    );
}

#[test]
fn a_word_of_several_teams_has_a_line_for_each_and_followed_teams_first() {
    let env = TestEnv::new();
    let teams = |env: &TestEnv| -> Vec<String> {
        let out = env.run(&["lookup", "model"]).ends_with(0).out;
        let heads = out.lines().filter_map(|line| line.strip_prefix("Model  "));
        heads.map(str::to_owned).collect()
    };
    let before = teams(&env);
    assert!(before.len() >= 3, "{before:?}");
    env.run(&["team", "follow", "ml"]).ends_with(0);
    let after = teams(&env);
    assert_eq!(after[0], "Machine learning and AI");
    assert!(before[0] != after[0] && before.iter().all(|team| after.contains(team)), "{after:?}");
}

#[test]
fn a_script_reads_the_ranking_that_is_measured() {
    let sample = |name: &str| -> Value {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/lookup").join(name);
        let text = std::fs::read_to_string(path).expect("the sample is there");
        serde_json::from_str(&text).expect("the sample is well formed")
    };
    let (terms, queries) = (sample("terms.json"), sample("heard.json"));
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let mut terms = list(&terms);
    for term in &mut terms {
        // The index below has no levels.
        term["level"] = "core".into();
    }
    let names: Vec<String> = terms.iter().map(|term| text(&term["term"])).collect();
    let others: Vec<Vec<String>> =
        terms.iter().map(|term| list(&term["aliases"]).iter().map(text).collect()).collect();
    let meanings: Vec<String> = terms.iter().map(|term| text(&term["definition"])).collect();
    let index = Index::new((0..terms.len()).map(|at| Entry {
        term: &names[at],
        aliases: others[at].iter().map(String::as_str).collect(),
        definition: &meanings[at],
        ..Entry::default()
    }));

    let env = TestEnv::new();
    // JSON is also YAML.
    let deck = json!({ "deck": "terms", "title": "Terms", "terms": terms });
    let file = env.write("terms.yaml", &deck.to_string());
    let file = file.to_string_lossy();
    for query in list(&queries).iter().step_by(24) {
        let query = text(&query["query"]);
        let words: Vec<&str> = query.split(' ').collect();
        let args = ["--decks", &file, "lookup", "--deck", "terms", "--json", "-n", "3", "--"];
        let ran = env.run(&[&args[..], &words].concat());
        let hits = index.search(&query, 3);
        let (verdict, code) = match Verdict::of(&hits) {
            Verdict::Match => ("match", 0),
            Verdict::Near => ("near", 1),
            Verdict::None => ("none", 1),
        };
        let json = ran.ends_with(code).json();
        assert_eq!(json["verdict"], verdict, "{query}: {json}");
        let printed: Vec<_> = list(&json["hits"])
            .iter()
            .map(|hit| {
                assert!(hit["deck"] == "terms" && hit["id"].is_string(), "{hit}");
                (text(&hit["term"]), text(&hit["signal"]), hit["score"].to_string())
            })
            .collect();
        let ranked = hits.iter().map(|hit| {
            let signal = <&str>::from(hit.signal).to_owned();
            (names[hit.entry].clone(), signal, hit.score.to_string())
        });
        assert_eq!(printed, ranked.collect::<Vec<_>>(), "{query}");
    }
}

#[test]
fn a_word_that_was_looked_up_comes_first_among_the_next_new_ones() {
    let mut env = TestEnv::new();
    let before = next_words(&env, "platform");
    let last = before.last().expect("there are new words").clone();
    for (at, word) in [&before[3], &last].into_iter().enumerate() {
        // The word, derived from its id.
        let word = word.trim_start_matches("platform/").replace('-', " ");
        env.later(i64::try_from(at).expect("a small number fits") * 60_000);
        env.run(&["lookup", "--deck", "platform", &word]).ends_with(0);
    }
    let after = next_words(&env, "platform");
    assert_eq!((&after[0], &after[1]), (&last, &before[3]), "the latest comes first");
}

#[test]
fn what_was_not_found_is_not_recorded() {
    let env = TestEnv::new();
    for words in ["budget for errors maybe", "🦀🦀", "money", "HDR", "error bud"] {
        env.run(&["lookup", words]).ends_with(1);
    }
    assert_eq!(trainer(&env).looked_up_lately().expect("there is a journal"), []);
    env.run(&["lookup", "--json", "toil"]).ends_with(0);
    let recorded = trainer(&env).looked_up_lately().expect("there is a journal");
    assert_eq!(recorded.iter().map(ToString::to_string).collect::<Vec<_>>(), ["platform/toil"]);
}

#[test]
fn colour_on_a_pipe_only_when_asked_for() {
    let env = TestEnv::new();
    assert!(!env.run(&["lookup", "toil"]).out.contains('\u{1b}'));
    assert!(env.run(&["--color", "always", "lookup", "toil"]).out.contains("\u{1b}[1mToil\u{1b}["));
    let env = env.with("NO_COLOR", "1");
    assert!(!env.run(&["lookup", "toil"]).out.contains('\u{1b}'));
}

#[test]
fn decks_for_this_run_come_from_files_folders_and_the_environment() {
    let env = TestEnv::new();
    let deck = |word: &str| format!("terms:\n  - {{term: {word}, definition: A made-up word.}}\n");
    let file = env.write("one/first.yaml", &deck("Zorgle"));
    env.write("two/second.yaml", &deck("Quibbix"));
    env.write("two/third.yml", &deck("Vlimmer"));
    env.write("two/.hidden.yaml", &deck("Frumious"));
    let folder = env.home().join("two");
    let path = |path: &std::path::Path| path.to_str().expect("a temporary path is text").to_owned();
    let (file, folder) = (path(&file), path(&folder));
    env.run(&["lookup", "Zorgle"]).ends_with(1);
    let args = ["--decks", &file, "--decks", &folder, "lookup"];
    for (word, code) in
        [("Zorgle", 0), ("Quibbix", 0), ("Vlimmer", 0), ("Frumious", 1), ("toil", 0)]
    {
        let ran = env.run(&[&args[..], &[word]].concat()).ends_with(code);
        assert_eq!(code == 0, ran.out.starts_with(word) || word == "toil", "{ran:#?}");
    }
    let both = std::env::join_paths([&file, &folder]).expect("temporary paths can be joined");
    let env = env.with("SHOPTALK_DECKS", both);
    env.run(&["lookup", "Zorgle"]).ends_with(0);
    env.run(&["lookup", "--deck", "third", "Vlimmer"]).ends_with(0);
    // A missing path only causes a message on stderr.
    let ran = env.run(&["--decks", "no/such.yaml", "lookup", "toil"]).ends_with(0);
    assert!(ran.err.contains("such.yaml:1:1: error E108"), "{ran:#?}");
}

#[test]
fn one_line_is_enough_for_those_who_ask_for_it_and_all_for_those_who_want_more() {
    let env = TestEnv::new();
    let ran = env.run(&["lookup", "--short", "air", "budget"]).ends_with(0);
    assert!(ran.out.starts_with("Error budget (Platform and SRE): amount of failure"), "{ran:#?}");
    assert_eq!(ran.out.lines().count(), 1, "{ran:#?}");

    let some = env.run(&["lookup", "runbook"]).ends_with(0);
    let all = env.run(&["lookup", "--all", "runbook"]).ends_with(0);
    assert_eq!(some.out, all.out);
    assert!(some.err.is_empty() && all.err.contains("Near “runbook”:"), "{some:#?}\n{all:#?}");
    let some = env.run(&["lookup", "error bud"]).ends_with(1);
    let all = env.run(&["lookup", "--all", "error bud"]).ends_with(1);
    assert!(all.out.is_empty() && all.err.len() > some.err.len(), "{all:#?}");
}

#[test]
fn a_remembered_spelling_finds_its_word_first_until_it_is_forgotten() {
    let env = TestEnv::new();
    let first = || {
        let json = env.run(&["lookup", "--json", "slow", "burn"]).json();
        (json["verdict"].clone(), json["hits"][0]["id"].clone())
    };
    assert_ne!(first(), ("match".into(), "error-budget".into()));
    let ran = env.run(&["lookup", "--spellings"]).ends_with(0);
    assert!(ran.out.is_empty() && ran.err.contains("no spellings are remembered"), "{ran:#?}");

    let term = "platform/error-budget".parse().expect("an id");
    trainer(&env).remember("Slow  burn?", &term).expect("there is a journal");
    assert_eq!(first(), ("match".into(), "error-budget".into()));
    env.run(&["lookup", "SLOW-BURN"]).ends_with(0);
    assert_eq!(
        env.run(&["lookup", "--spellings"]).ends_with(0).out,
        "slow burn  Error budget (platform/error-budget)\n"
    );
    let json = env.run(&["lookup", "--spellings", "--json"]).ends_with(0).json();
    assert_eq!(
        (&json[0]["spelling"], &json[0]["term"]),
        (&"slow burn".into(), &"Error budget".into())
    );

    let ran = env.run(&["lookup", "--forget-spelling", "slow", "burn"]).ends_with(0);
    assert!(ran.err.contains("“slow burn” is forgotten"), "{ran:#?}");
    assert_ne!(first(), ("match".into(), "error-budget".into()));
    let ran = env.run(&["lookup", "--forget-spelling", "slow", "burn"]).ends_with(2);
    assert!(ran.err.contains("--spellings"), "{ran:#?}");
}

#[test]
fn a_look_up_of_nothing_says_what_to_type() {
    let env = TestEnv::new();
    for nothing in ["", " "] {
        let ran = env.run(&["lookup", nothing]).ends_with(2);
        assert!(ran.err.contains("type what you heard"), "{ran:#?}");
    }
}

const SENTENCE: &str = "Half the error budget is gone, so tell kubectl to stop; the XQZ waits.";

#[test]
fn a_sentence_is_read_between_the_lines_and_its_terms_follow() {
    let env = TestEnv::new();
    let ran = env.run(&["lookup", SENTENCE]).ends_with(0);
    assert_eq!(ran.err, "");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].starts_with("Half the error budget   "), "{ran:#?}");
    assert_eq!(lines[1], "         amount of failure a service is allowed", "{ran:#?}");
    assert!(ran.out.contains("\n\nTerms\n  Error budget  Platform and SRE  amount"), "{ran:#?}");
    assert!(ran.out.contains("not in any deck"), "{ran:#?}");

    let plain = env.run(&["--plain", "lookup", SENTENCE]).ends_with(0);
    let start =
        "Half the error budget (amount of failure a service is allowed) is gone, so tell kubectl (";
    assert!(plain.out.starts_with(start), "{plain:#?}");
    assert!(plain.out.contains("\nTerm: Error budget (Platform and SRE): amount"), "{plain:#?}");
}

#[test]
fn a_sentence_is_read_by_scripts_and_as_markdown() {
    let env = TestEnv::new();
    let json = env.run(&["lookup", "--json", SENTENCE]).ends_with(0).json();
    assert_eq!(json["verdict"], "match");
    assert_eq!(json["hits"][0]["id"], "error-budget");
    let pieces = json["reading"][0].as_array().expect("the first line");
    assert_eq!(
        pieces[1],
        json!({
            "text": "error budget",
            "term": "platform/error-budget",
            "gloss": "amount of failure a service is allowed",
        })
    );
    let text: String = pieces.iter().filter_map(|piece| piece["text"].as_str()).collect();
    assert_eq!(text, SENTENCE);

    let markdown = env.run(&["lookup", "--markdown", SENTENCE]).ends_with(0).out;
    let start = "# Between the lines\n\nHalf the **error budget** (amount of failure a service is allowed) is gone,";
    assert!(markdown.starts_with(start), "{markdown}");
    assert!(
        markdown.contains("\n## Terms\n\n- **Error budget (Platform and SRE)**: "),
        "{markdown}"
    );
    let word = env.run(&["lookup", "--markdown", "error budget"]).ends_with(0).out;
    assert!(word.starts_with("# Error budget (Platform and SRE)\n\nThe amount of"), "{word}");
}

#[test]
fn a_sentence_is_painted_only_where_that_is_wanted_and_never_with_what_is_hostile() {
    let env = TestEnv::new();
    let hostile = format!("{SENTENCE} \u{1b}[2J\u{202e}");
    let ran = env.run(&["--color", "always", "lookup", &hostile]).ends_with(0);
    assert!(ran.out.contains("\u{1b}[1merror budget\u{1b}[0m"), "{ran:#?}");
    assert!(!ran.out.contains(['\u{202e}']) && !ran.out.contains("\u{1b}[2J"), "{ran:#?}");
    let mut command = env.shoptalk(&["lookup", &hostile]);
    let bare = Ran::of(command.env("NO_COLOR", "1")).ends_with(0);
    assert!(!bare.out.contains('\u{1b}'), "{bare:#?}");
}

#[test]
fn a_sentence_records_nothing_and_makes_no_journal() {
    let env = TestEnv::new();
    env.run(&["lookup", SENTENCE]).ends_with(0);
    assert!(!env.home().join("data").join("journal.sqlite").exists());
    let looked_up = trainer(&env).looked_up_lately().expect("there is a journal");
    assert_eq!(looked_up, []);
}

#[test]
fn what_is_known_well_is_left_alone_in_a_sentence() {
    let env = TestEnv::new();
    for day in [-9, 0] {
        let mut trainer = env.trainer(day * DAY, 3);
        trainer.record(answer("platform/error-budget", Grade::Easy)).expect("there is a journal");
    }
    let below = |env: &TestEnv| {
        let ran = env.run(&["lookup", SENTENCE]).ends_with(0);
        ran.out.lines().any(|line| line.trim() == "amount of failure a service is allowed")
    };
    assert!(!below(&env));
    env.run(&["settings", "glosses", "all"]).ends_with(0);
    assert!(below(&env));
}

#[test]
fn a_sentence_without_a_term_is_no_match_and_a_question_about_one_word_is_its_entry() {
    let env = TestEnv::new();
    let ran = env.run(&["lookup", "shall we all meet again in the autumn"]).ends_with(1);
    assert_eq!(ran.out, "", "{ran:#?}");
    let ran = env.run(&["lookup", "so what does an error budget mean"]).ends_with(0);
    assert!(ran.out.starts_with("so what does an error budget"), "{ran:#?}");
    let ran = env.run(&["lookup", "what does an error budget mean"]).ends_with(0);
    assert!(ran.out.contains("The amount of unreliability"), "{ran:#?}");
    let one = env.run(&["lookup", "--deck", "design", SENTENCE]);
    assert!(!one.out.contains("amount of failure"), "{one:#?}");
}

#[test]
fn a_sentence_is_read_for_the_decks_that_were_named_and_to_the_limit() {
    let env = TestEnv::new();
    let words = ["the", "foreign", "key", "points", "to", "the", "wrong", "SQL", "table"];
    let named = [&["lookup", "--deck", "backend"][..], &words].concat();
    let ran = env.run(&named).ends_with(0);
    assert!(ran.out.contains("\n  Foreign key  Backend  "), "also what it shares: {ran:#?}");
    let ran = env.run(&[&["lookup", "--limit", "1"][..], &words].concat()).ends_with(0);
    let rows = ran.out.split("\n\nTerms\n").nth(1).expect("there are terms");
    assert_eq!(rows.lines().count(), 1, "{ran:#?}");
    // A question about one term is answered by its entry, as on the screen, though it is misspelled.
    let ran = env.run(&["lookup", "what does the servise level objektive mean"]).ends_with(0);
    assert!(ran.out.contains("Service-level objective"), "{ran:#?}");
}

#[test]
fn the_readme_shows_what_look_up_prints() {
    let readme = include_str!("../../README.md");
    let (_, shown) =
        readme.split_once("$ shoptalk lookup air budget\n").expect("it has an example");
    let (shown, _) = shown.split_once("```").expect("the example ends");
    let ran = TestEnv::new().run(&["lookup", "air", "budget"]).ends_with(0);
    let bare = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(bare(shown), bare(&format!("{}{}", ran.err, ran.out)));
}

#[test]
fn a_deck_that_hides_a_built_in_one_brings_no_errors_in_others() {
    let env = TestEnv::new();
    let deck = "deck: platform\ntitle: Ours\nterms:\n  - {term: Flux capacitor, definition: d}\n";
    env.write("data/decks/platform.yaml", deck);
    let ran = env.run(&["lookup", "flux capacitor"]).ends_with(0);
    assert!(!ran.err.contains("E312"), "{ran:#?}");
}
