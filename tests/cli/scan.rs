//! Tests `shoptalk scan`: finds jargon in a text.

use shoptalk::core::review::Grade;

use crate::support::{DAY, Ran, TestEnv, answer};

const AGENDA: &str = "\
# Agenda

1. Is there any **error budget** left? The SLOs were missed.
2. The XQZ review: bring the XQZ figures.

```sh
kubectl get ABCD
```

The model overfits: features, labels and a training set; overfitting.
";

/// A machine with an agenda file, and its path.
fn machine() -> (TestEnv, String) {
    let env = TestEnv::new();
    let path = env.write("agenda.md", AGENDA);
    let path = path.to_str().expect("a temporary path is text").to_owned();
    (env, path)
}

#[test]
fn words_of_a_text_come_with_their_meaning_and_what_nobody_explains_last() {
    let (env, path) = machine();
    let ran = env.run(&["scan", &path]).ends_with(0);
    let start = "Error budget  Platform and SRE\n  amount of failure a service is allowed\n  On line 3\n\nSLO, Service-level objective  Platform and SRE\n";
    assert!(ran.out.starts_with(start), "{ran:#?}");
    let end = "No deck explains 1 acronym:\n\n  XQZ  2 times. On line 4: The XQZ review: bring the XQZ figures.\n";
    assert!(ran.out.ends_with(end), "{ran:#?}");
    assert!(!ran.out.contains("ABCD"), "{ran:#?}");
    assert!(ran.err.contains("not in any deck: 1"), "{ran:#?}");

    let plain = env.run(&["scan", "--plain", &path]).ends_with(0);
    let start = "Error budget\nTeam: Platform and SRE\nMeaning: amount of failure a service";
    assert!(plain.out.starts_with(start), "{plain:#?}");
}

#[test]
fn an_acronym_that_means_something_else_than_in_the_decks_is_said_to() {
    let env = TestEnv::new();
    env.write("x.txt", "The Sales Lunch Organizers (SLO) met.\n");
    let out = env.run(&["scan", "x.txt"]).ends_with(0).out;
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    let meaning = "SLO Sales Lunch Organizers here, but not in the decks. On line 1: ";
    assert!(out.contains(meaning), "{out}");
}

#[test]
fn a_script_reads_words_senses_and_acronyms() {
    let (env, path) = machine();
    let json = env.run(&["scan", "--json", &path]).ends_with(0).json();
    let first = &json["words"][0];
    assert_eq!(
        (&first["term"], &first["known"], &first["sure"], &first["first"]["line"]),
        (&"platform/error-budget".into(), &false.into(), &"only".into(), &3.into())
    );
    let words = json["words"].as_array().expect("words are a list");
    let model = words.iter().find(|word| word["text"] == "model").expect("the model is there");
    assert_eq!((&model["term"], &model["sure"]), (&"ml/model".into(), &"clear".into()), "{model}");
    assert_eq!(json["acronyms"][0]["text"], "XQZ");
    assert_eq!(json["acronyms"].as_array().map(Vec::len), Some(1));
}

#[test]
fn acronyms_are_jotted_down_once_with_the_sentence_and_the_team() {
    let (env, path) = machine();
    let ran = env.run(&["scan", "--jot", "--deck", "platform", &path]).ends_with(0);
    assert!(ran.err.contains("1 jotted down; `shoptalk jot` lists"), "{ran:#?}");
    let ran = env.run(&["scan", "--jot", &path]).ends_with(0);
    assert!(ran.err.contains("0 jotted down; 1 already there"), "{ran:#?}");
    let open = env.run(&["jot", "--json"]).ends_with(0).json();
    assert_eq!(open.as_array().map(Vec::len), Some(1));
    assert_eq!((&open[0]["words"], &open[0]["deck"]), (&"XQZ".into(), &"platform".into()));
    assert_eq!(open[0]["heard"], "The XQZ review: bring the XQZ figures.");
}

#[test]
fn what_is_known_is_named_and_no_more_or_left_out_and_not_quizzed() {
    let env = TestEnv::new();
    env.write("a.txt", "an error budget and toil");
    know(&env, "platform/error-budget");
    let ran = env.run(&["scan", "a.txt"]).ends_with(0);
    assert!(ran.out.starts_with("Toil  Platform"), "{ran:#?}");
    assert!(ran.out.ends_with("\n\nYou understand 1: Error budget\n"), "{ran:#?}");
    assert_eq!(ran.err, "not understood yet: 1; understood: 1; not in any deck: 0\n");
    let ran = env.run(&["scan", "--unknown", "a.txt"]).ends_with(0);
    assert!(
        !ran.out.contains("You understand") && ran.err.contains("understood: 1 (not shown)"),
        "{ran:#?}"
    );

    // Only the words found are asked, due or not. An empty line continues; then the input ends.
    let mut command = env.shoptalk(&["--plain", "scan", "--quiz", "a.txt"]);
    let ran = Ran::of(command.write_stdin("\n")).ends_with(0);
    assert!(ran.out.contains("2 to go") && ran.out.contains("\nError budget\n"), "{ran:#?}");

    know(&env, "platform/toil");
    let ran = env.run(&["scan", "--unknown", "a.txt"]).ends_with(1);
    assert_eq!(ran.out, "");
    let ran = env.run(&["--plain", "scan", "--unknown", "--quiz", "a.txt"]).ends_with(1);
    assert!(ran.err.contains("nothing to quiz"), "{ran:#?}");
}

/// Answers the first question about `term` as easy, and recalls it on a later day.
fn know(env: &TestEnv, term: &str) {
    for day in [-9, 0] {
        let mut trainer = env.trainer(day * DAY, term.len() as u64);
        trainer.record(answer(term, Grade::Easy)).expect("there is a journal");
    }
}

#[test]
fn what_cannot_be_scanned_is_told_with_what_to_do() {
    let env = TestEnv::new();
    env.write("x.pdf", "%PDF-1.7");
    env.write("empty.txt", "");
    for (args, code, why) in [
        (&["scan", "x.pdf"][..], 2, "is a PDF"),
        (&["scan", "no.txt"], 2, "no.txt: "),
        (&["scan", "."], 2, "add --count"),
        (&["scan", "-", "--quiz"], 2, "name a file instead"),
        (&["scan", "--count", "--jot", "x"], 2, "cannot be used with"),
        (&["scan", "empty.txt"], 1, "this text has no words"),
        (&["scan", "--deck", "platform", "x"], 2, "--jot"),
    ] {
        let ran = env.run(args).ends_with(code);
        assert!(ran.err.contains(why), "{args:?}: {ran:#?}");
    }
}

#[test]
fn what_is_not_utf_8_is_read_as_far_as_it_can_be() {
    let env = TestEnv::new();
    std::fs::write(env.home().join("latin.txt"), b"caf\xe9 and toil").expect("it can be written");
    let ran = env.run(&["scan", "latin.txt"]).ends_with(0);
    assert!(
        ran.out.starts_with("Toil") && ran.err.contains("parts that are not UTF-8 were skipped"),
        "{ran:#?}"
    );
}

#[test]
fn a_folder_is_counted_for_whoever_starts_a_deck() {
    let env = TestEnv::new();
    env.write("docs/a.md", "The XQZ and the \u{1b}[2J WRT.\n");
    env.write("docs/sub/b.txt", "XQZ, again XQZ; an SLO.\n");
    env.write("docs/.git/c.md", "HIDDEN\n");
    let ran = env.run(&["scan", "--count", "docs"]).ends_with(0);
    assert!(ran.out.starts_with("XQZ  3 times in 2 files\n  The XQZ and the"), "{ran:#?}");
    assert!(!ran.out.contains("SLO") && !ran.out.contains('\u{1b}'), "{ran:#?}");
    assert!(ran.err.ends_with("2 files read: 2 that no deck explains\n"), "{ran:#?}");
    let json = env.run(&["scan", "--count", "--json", "docs"]).ends_with(0).json();
    assert_eq!(
        (&json[0]["text"], &json[0]["files"], &json[0]["count"]),
        (&"XQZ".into(), &2.into(), &3.into())
    );
}

#[test]
fn a_transcript_on_standard_input_is_known_and_its_times_are_said() {
    let env = TestEnv::new();
    let text = "WEBVTT\n\n1\n00:01:05.000 --> 00:01:09.000\n<v Ana>Our air\n\n2\n00:01:09.000 --> 00:01:12.000\nbudget is gone\n";
    let mut command = env.shoptalk(&["scan", "-"]);
    let ran = Ran::of(command.write_stdin(text)).ends_with(0);
    assert!(ran.out.starts_with("Error budget  Platform and SRE\n"), "{ran:#?}");
    assert!(ran.out.contains("  At 1:05\n"), "{ran:#?}");
}

#[test]
fn a_transcript_as_plain_text_gives_the_words_and_times_that_it_gives_with_cues() {
    let env = TestEnv::new();
    let vtt = include_str!("../data/scan/meeting.vtt");
    env.write("meeting.vtt", vtt);
    let cues: Vec<Vec<&str>> = vtt.split("\n\n").skip(1).map(|cue| cue.lines().collect()).collect();
    let all = |line: &dyn Fn(&str, &str, &str) -> String| {
        let lines = cues.iter().map(|cue| {
            let (who, said) = cue[1].trim_start_matches("<v ").split_once('>').expect("a speaker");
            line(&cue[0][..8], who, said.trim_end_matches("</v>"))
        });
        lines.collect::<String>()
    };
    let found = |args: &[&str]| {
        let json = env.run(&[&["scan", "--json"][..], args].concat()).ends_with(0).json();
        let list = |kind: &str, fields: &[&str]| {
            let rows = json[kind].as_array().expect("a list").clone().into_iter();
            let row =
                |row: serde_json::Value| fields.iter().map(|at| row[at].to_string()).collect();
            rows.map(row).collect::<Vec<Vec<String>>>()
        };
        let ms = json["words"][1]["first"]["ms"].clone();
        let words = list("words", &["text", "term", "sure", "count"]);
        (words, list("acronyms", &["text", "count", "excerpt"]), ms)
    };
    let expected = found(&["meeting.vtt"]);
    assert!(expected.0.len() >= 4 && expected.1.len() == 1, "{expected:#?}");
    let shapes = [
        all(&|time, who, said| format!("{who}  {}\n{said}\n\n", &time[4..])),
        all(&|time, who, said| format!("{who}  {time}\n{said}\n\n")),
        all(&|time, who, said| format!("[{time}] {who}: {said}\n")),
        all(&|time, who, said| format!("{time} {who}: {said}\n")),
        all(&|time, who, said| format!("({}) {}: {said}\n", &time[4..], who.to_uppercase())),
        all(&|time, who, said| format!("[{who}] {time}\n{said}\n\n")),
        all(&|_, who, said| format!("{who}: {said}\n")),
    ];
    for text in &shapes {
        env.write("meeting.txt", text);
        let (words, acronyms, ms) = found(&["meeting.txt"]);
        assert_eq!((&words, &acronyms), (&expected.0, &expected.1), "{text}");
        assert!(ms == expected.2 || !text.contains("00:"), "{text}");
    }
    env.write("meeting.txt", &shapes[0]);
    let plain = env.run(&["--plain", "scan", "--lines", "meeting.txt"]).ends_with(0).out;
    let start =
        "Ana Silva  0:03\nGood morning, so what is left of our air budget (amount of failure";
    assert!(plain.starts_with(start) && plain.contains("\nBob Stone  0:11\nnot much"), "{plain}");
    // Bare words are no transcript by themselves.
    env.write("bare.txt", &all(&|_, _, said| format!("{said}\n")));
    assert_ne!(found(&["bare.txt"]).0, expected.0);
    let heard = |words: &[Vec<String>]| words.iter().any(|word| word[0].contains("air budget"));
    assert!(heard(&found(&["--heard", "bare.txt"]).0) && !heard(&found(&["bare.txt"]).0));
}

#[test]
fn an_export_is_refused_with_a_command_and_what_the_command_gives_has_no_ids() {
    let env = TestEnv::new();
    let mail = include_str!("../data/scan/email.eml");
    env.write("mail\u{1b}[2J.eml", mail);
    let ran = env.run(&["scan", "mail\u{1b}[2J.eml"]).ends_with(2);
    assert!(
        ran.err.contains("is a mail with its headers") && ran.err.contains("| shoptalk scan -")
    );
    assert!(!ran.err.contains('\u{1b}'), "{ran:#?}");
    let (_, body) = mail.split_once("\n\n").expect("a body");
    env.write("mail.txt", body);
    let json = env.run(&["scan", "--json", "mail.txt"]).ends_with(0).json();
    let words = json["words"].as_array().expect("words are a list");
    let sure: Vec<_> = words.iter().filter(|word| word["sure"] != "doubtful").collect();
    assert!(sure.len() <= 2, "{sure:#?}");
    assert_eq!(json["acronyms"].as_array().map(Vec::len), Some(0), "{json}");

    // As jq prints the export.
    let slack = include_str!("../data/scan/slack-export.json");
    env.write("slack.json", slack);
    let ran = env.run(&["scan", "slack.json"]).ends_with(2);
    assert!(ran.err.contains("is JSON") && ran.err.contains("jq -r"), "{ran:#?}");
    let texts = slack.lines().filter_map(|line| line.trim().strip_prefix("\"text\": \""));
    let texts: Vec<&str> = texts.map(|text| text.trim_end_matches(['"', ','])).collect();
    let mut command = env.shoptalk(&["scan", "--jot", "-"]);
    let ids = "U01AB: <@U024BE7LH> see #C024BE7LR and 6F9619FF-8B86-D011-B42D-00CF4FC964FF\n";
    let ran = Ran::of(command.write_stdin(texts.join("\n") + "\n" + ids)).ends_with(0);
    assert!(ran.out.contains("Canary") && ran.err.contains("\n0 jotted down"), "{ran:#?}");
    let mut command = env.shoptalk(&["scan", "--jot", "-"]);
    let chat =
        "<@U02CD> said the XQZ thing U01AB is red\nU01AB: the QQRT fails, call +49 170 1234567\n";
    Ran::of(command.write_stdin(chat)).ends_with(0);
    let open = env.run(&["jot", "--json"]).ends_with(0).json();
    let mut heard: Vec<&str> =
        open.as_array().expect("a list").iter().filter_map(|one| one["heard"].as_str()).collect();
    heard.sort_unstable();
    assert_eq!(heard, ["said the XQZ thing is red", "the QQRT fails, call"], "{open}");
}

#[test]
fn utf_16_is_read() {
    let env = TestEnv::new();
    let bytes: Vec<u8> =
        "\u{feff}Nothing but toil".encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(env.home().join("notes.txt"), bytes).expect("it can be written");
    let ran = env.run(&["scan", "notes.txt"]).ends_with(0);
    assert!(ran.out.starts_with("Toil") && !ran.err.contains("skipped"), "{ran:#?}");
}

#[test]
fn the_whole_text_is_shown_with_meanings_between_its_lines() {
    let (env, path) = machine();
    let ran = env.run(&["scan", "--lines", &path]).ends_with(0);
    assert!(ran.out.starts_with("# Agenda\n\n1. Is there any **error budget**   "), "{ran:#?}");
    let below = "\n                  amount of failure a service is allowed\n";
    assert!(ran.out.contains(below), "{ran:#?}");
    assert!(ran.out.contains("\n\nTerms\n  Error budget  Platform and SRE  amount"), "{ran:#?}");
    assert!(ran.err.contains("not in any deck: 1"), "{ran:#?}");

    let json = env.run(&["scan", "--lines", "--json", &path]).ends_with(0).json();
    assert_eq!(json["lines"][0][0]["text"], "# Agenda");
    assert_eq!(json["lines"][2][1]["term"], "platform/error-budget");
    assert_eq!(json["words"][0]["term"], "platform/error-budget", "the same engine");
    let markdown = env.run(&["scan", "--lines", "--markdown", &path]).ends_with(0).out;
    assert!(
        markdown.contains("any **error budget (amount of failure a service is allowed)** left"),
        "{markdown}"
    );
    assert_eq!(env.run(&["scan", "--markdown", &path]).ends_with(0).out, markdown);
    let plain = env.run(&["--plain", "scan", "--lines", &path]).ends_with(0).out;
    assert!(plain.contains("error budget (amount of failure a service is allowed)"), "{plain}");
}

#[test]
fn words_that_may_be_plain_english_come_last_and_are_said_to_be() {
    let env = TestEnv::new();
    let mail = include_str!("../data/prose/office-mail.txt");
    env.write("mail.txt", mail);
    let json = env.run(&["scan", "--json", "mail.txt"]).ends_with(0).json();
    let words = json["words"].as_array().expect("words are a list");
    let sure = words.iter().filter(|word| word["sure"] != "doubtful");
    assert!(sure.count() <= 2, "{words:#?}");
    let ran = env.run(&["scan", "mail.txt"]).ends_with(0);
    assert!(ran.out.contains("Perhaps plain English, perhaps a team's word:\n"), "{ran:#?}");
    assert!(ran.err.contains("; doubtful: "), "{ran:#?}");
    let plain = env.run(&["--plain", "scan", "--lines", "mail.txt"]).ends_with(0).out;
    assert!(plain.contains("\nPerhaps: "), "{plain}");
    let lines = env.run(&["scan", "--lines", "mail.txt"]).ends_with(0);
    assert!(lines.out.contains("\n\nPerhaps\n"), "{lines:#?}");
}

#[test]
fn a_text_of_any_size_and_kind_is_read_to_its_end() {
    let env = TestEnv::new();
    let line = "技術的負債 \u{1b}[2J\u{202e}and toil, again and again\r\n";
    env.write("large.txt", &(line.repeat(3_000) + &"x".repeat(300_000)));
    let ran = env.run(&["scan", "--lines", "large.txt"]).ends_with(0);
    assert!(!ran.out.contains(['\u{1b}', '\u{202e}', '\r']));
    assert!(ran.out.lines().count() > 6_000);
}
