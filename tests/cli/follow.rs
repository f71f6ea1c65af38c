//! Tests `shoptalk scan --follow` without a terminal: a line for each term of live captions.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use crate::support::{Ran, TestEnv};

fn follow(env: &TestEnv, args: &[&str], captions: &str) -> Ran {
    let mut command = env.shoptalk(&[&["scan", "--follow", "-"], args].concat());
    Ran::of(command.write_stdin(captions))
}

#[test]
fn captions_give_a_line_for_each_term_and_the_counts_at_the_end() {
    let env = TestEnv::new();
    let captions = "so the error\nso the error budget is\nso the error budget is gone\nand the XQZ\nthe error budget";
    let ran = follow(&env, &[], captions).ends_with(0);
    let line = "Error budget (Platform and SRE): amount of failure a service is allowed\n";
    assert_eq!(ran.out, format!("{line}XQZ: not in any deck\n"));
    assert_eq!(ran.err, "new to you: 1; not in any deck: 1\n");

    let pause = "\n".repeat(5_000);
    let later = format!("the XQZ\n{pause}the XQZ (Xylophone Quiz Zone)\nthe XQZ\n");
    let later = follow(&env, &[], &later).ends_with(0);
    assert_eq!(later.out, "XQZ: not in any deck\nXQZ: Xylophone Quiz Zone\n");

    let other = "the Sales Lunch Organizers (SLO) met\nand the SLO\n";
    let ran = follow(&env, &[], other).ends_with(0);
    let line = "SLO: Sales Lunch Organizers here, but not in the decks\n";
    assert_eq!(ran.out, line);

    let ran = follow(&env, &["--json"], captions).ends_with(0);
    let rows: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert_eq!(rows.len(), 2, "{ran:#?}");
    assert_eq!(
        (&rows[0]["term"], &rows[0]["known"]),
        (&"platform/error-budget".into(), &false.into())
    );
    assert_eq!((&rows[1]["text"], rows[1]["term"].is_null()), (&"XQZ".into(), true));
}

#[test]
fn a_term_whose_meaning_changes_is_printed_again_each_time() {
    let env = TestEnv::new();
    let pause = "\n".repeat(5_000);
    let [ml, data] = [
        "the training set, overfitting and inference of this model\n",
        "the star schema, the fact table, dbt, the joins, a dimension table and the ETL of this model\n",
    ];
    let again = "inference, the GPU, fine-tuning, training data, a training run, the weights, a benchmark, the prompt and overfitting again: they retrain this model\n";
    let captions = [ml, data, again].join(&pause);
    let ran = follow(&env, &[], &captions).ends_with(0);
    let models: Vec<&str> = ran
        .out
        .lines()
        .filter_map(|line| line.split_once("odel ("))
        .map(|(start, _)| start)
        .collect();
    assert_eq!(models, ["M", "Correction: M", "Correction: M"], "{ran:#?}");
    let ran = follow(&env, &["--json"], &captions).ends_with(0);
    let of_models = ran.out.lines().filter(|line| line.contains("\"Model\""));
    let corrected: Vec<bool> = of_models.map(|line| line.contains("\"corrected\":true")).collect();
    assert_eq!(corrected, [false, true, true], "{ran:#?}");
}

#[test]
fn each_term_comes_before_the_next_line_is_said() {
    let env = TestEnv::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_shoptalk"));
    command.env_clear().envs(env.variables().iter().cloned()).current_dir(env.home());
    command.args(["scan", "--follow", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::null()).spawn().expect("the program can be started");
    let mut input = child.stdin.take().expect("it is piped");
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    for (said, term) in
        [("the error bud", None), ("get is gone\n", Some("Error budget")), ("toil", Some("Toil"))]
    {
        input.write_all(said.as_bytes()).expect("it can be written to");
        if let Some(term) = term {
            let line = lines.next().expect("there is a line").expect("it can be read");
            assert!(line.starts_with(term), "{line}");
        }
    }
    drop(input);
    assert!(child.wait().expect("it ends").success() && lines.next().is_none());
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let env = TestEnv::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_shoptalk"));
    command.env_clear().envs(env.variables().iter().cloned()).current_dir(env.home());
    command.args(["scan", "--follow", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().expect("the program can be started");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("it is piped");
    input.write_all(b"toil and the error budget\n").expect("it can be written to");
    let output = child.wait_with_output().expect("it ends");
    drop(input);
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn what_cannot_be_followed_is_told_with_what_to_do() {
    let env = TestEnv::new();
    let ran = follow(&env, &["--quiz"], "toil").ends_with(2);
    assert!(ran.err.contains("--quiz needs a terminal"), "{ran:#?}");
    let ran = follow(&env, &[], "t\0o\0i\0l\0").ends_with(2);
    assert!(ran.err.contains("standard input cannot be read: it is not UTF-8 text"), "{ran:#?}");
    let page = include_str!("../data/scan/page.html");
    env.write("page.html", page);
    let ran = follow(&env, &[], page).ends_with(2);
    assert!(ran.err.contains("it is HTML; scan its text instead: `pandoc"), "{ran:#?}");
    for (args, why) in [
        (
            &["scan", "--follow", "page.html"][..],
            "page.html cannot be read: it is HTML; scan its text instead",
        ),
        (&["scan", "--follow", "."], "name the file to which the captions are written"),
        (&["scan", "--follow", "--lines", "x"], "cannot be used with"),
        (&["scan", "--follow", "--jot", "x"], "cannot be used with"),
    ] {
        let ran = env.run(args).ends_with(2);
        assert!(ran.err.contains(why), "{args:?}: {ran:#?}");
    }
}

#[test]
fn nothing_hostile_of_the_captions_is_printed_and_nothing_is_kept() {
    let env = TestEnv::new();
    let ran =
        follow(&env, &[], "a secret remark \u{1b}[2J on \u{1b}]0;x\u{7}toil and X\u{202e}QZ\n");
    assert!(
        ran.out.contains("Toil") && !ran.out.contains(['\u{1b}', '\u{7}', '\u{202e}']),
        "{ran:#?}"
    );
    let mut folders = vec![env.home().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder below home can be read") {
            let path = entry.expect("its entries can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).expect("a file below home can be read");
            assert!(!bytes.windows(6).any(|part| part == b"secret"), "{}", path.display());
        }
    }
}
