//! `shoptalk check`: everything that is wrong, where it stands, and how to mend it.

use std::path::{Path, PathBuf};

use crate::support::{Ran, TestEnv};

const GOOD: &str = "title: Good\nsummary: Fine.\nterms:\n  - term: Toil\n    definition: Work that comes back every week and leaves nothing behind that would last.\n    \
                    example: So much toil.\n    why: It grows.\n    ask: How much?\n    level: core\n";

fn mistakes() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("data").join("deck-mistakes")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the path of the project is text")
}

#[test]
fn every_mistake_is_reported_on_its_line() {
    let expected = std::fs::read_to_string(mistakes().join("expected.json")).expect("it is there");
    let expected: serde_json::Value = serde_json::from_str(&expected).expect("it is JSON");
    let files = expected["files"].as_object().expect("it lists files");
    let env = TestEnv::new();
    let ran = env.run(&["check", "--json", text(&mistakes())]).ends_with(1);
    let json = ran.json();
    let problems = json.as_array().expect("problems are a list");
    for (name, lines) in files {
        let file = text(&mistakes().join(name)).to_owned();
        let of_file = problems.iter().filter(|problem| problem["path"] == file.as_str());
        let mut found: Vec<_> = of_file
            // They are all the same deck with another mistake, which is one more when they stand side by side.
            .filter(|problem| problem["severity"] == "error" && problem["code"] != "E309")
            .map(|problem| problem["line"].clone())
            .collect();
        found.dedup();
        assert_eq!(&serde_json::Value::from(found), lines, "{name}");
    }
    assert!(ran.err.contains(&format!("{} files checked", files.len())), "{}", ran.err);

    // The same on one line each, in the same order.
    let ran = env.run(&["check", text(&mistakes())]).ends_with(1);
    assert_eq!(ran.out.lines().count(), problems.len());
    for (line, problem) in ran.out.lines().zip(problems) {
        let part = |name: &str| problem[name].to_string().trim_matches('"').to_owned();
        let begin = [
            part("path"),
            part("line"),
            part("column"),
            format!(" {} {}", part("severity"), part("code")),
        ];
        let begin = begin.join(":").replace("\\\\", "\\");
        assert!(line.starts_with(&begin), "{line}\n{begin}");
    }
}

#[test]
fn the_exit_code_says_well_problems_or_misuse() {
    let env = TestEnv::new();
    let good = env.write("good.yaml", GOOD);
    let warned = env.write("warned.yaml", &GOOD.replace("    why: It grows.\n", ""));
    let broken = env.write("broken.yaml", "terms:\n  - term: Note: toil\n");
    let check = |args: &[&str]| env.run(&[&["check"], args].concat());
    let ran = check(&[text(&good)]).ends_with(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", "1 file checked: all well\n"));
    check(&["--strict", text(&good)]).ends_with(0);
    let ran = check(&[text(&warned)]).ends_with(0);
    assert!(ran.out.contains("warning W") && ran.err.contains("0 errors, 1 warning;"), "{ran:#?}");
    check(&["--strict", text(&warned)]).ends_with(1);
    check(&[text(&broken)]).ends_with(1);
    check(&[text(&good), text(&broken)]).ends_with(1);
    let ran = check(&["no/such/file.yaml"]).ends_with(1);
    assert!(ran.out.contains("file.yaml:1:1: error E108"), "{ran:#?}");
    let ran = check(&[]).ends_with(2);
    assert!(ran.err.contains("there is no folder `decks` here"), "{ran:#?}");
    check(&["--nonsense"]).ends_with(2);
}

#[test]
fn without_a_path_the_decks_that_are_at_hand_are_checked() {
    let env = TestEnv::new();
    env.write("data/decks/own.yaml", "terms: [\n");
    let ran = env.run(&["check"]).ends_with(1);
    assert!(ran.out.contains("own.yaml:"), "{ran:#?}");
    env.write("decks/here.yaml", GOOD);
    let ran = env.run(&["check"]).ends_with(0);
    assert_eq!(ran.err, "1 file checked: all well\n");
}

#[test]
fn a_rule_is_explained() {
    let env = TestEnv::new();
    let ran = env.run(&["check", "--explain", "E209"]).ends_with(0);
    assert!(ran.out.starts_with("E209: ") && ran.out.contains("An error:"), "{ran:#?}");
    let ran = env.run(&["check", "--explain", "E999"]).ends_with(2);
    assert!(ran.err.contains("there is no rule `E999`; rules are E"), "{ran:#?}");
}

/// A pipe that nobody reads any more.
fn broken_pipe() -> std::io::PipeWriter {
    let (_, writer) = std::io::pipe().expect("a pipe can be made");
    writer
}

#[test]
fn a_reader_who_has_had_enough_is_no_error() {
    let env = TestEnv::new();
    let mistakes = mistakes();
    let commands: &[&[&str]] = &[
        &["check", text(&mistakes)],
        &["check", "--json", text(&mistakes)],
        &["check", "--explain", "E209"],
        &["lookup", "toil"],
        &["lookup", "--json", "toil"],
        &["stats", "--json"],
        &["follow"],
        &["settings"],
        &["completions", "bash"],
    ];
    for args in commands {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_shoptalk"));
        command.env_clear().envs(env.variables().iter().cloned()).current_dir(env.home());
        let output = command.args(*args).stdout(broken_pipe()).output().expect("it can be started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
        assert!(!said.contains("panicked") && !said.to_lowercase().contains("pipe"), "{said}");
    }
}

#[test]
fn the_first_line_can_be_taken_and_the_rest_left() {
    let env = TestEnv::new();
    let ran = Ran::of(env.shoptalk(&["check", text(&mistakes())]).env("RUST_BACKTRACE", "0"));
    assert!(ran.out.lines().count() > 1);
    assert!(!ran.out.contains("checked:") && ran.err.contains("checked:"), "talk is on stderr");
}
