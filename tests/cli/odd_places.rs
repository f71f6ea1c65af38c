//! Tests files that are read-only, no files at all, links that lead out of a clone, and a limit on the size of files.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use shoptalk::core::review::Grade;

use crate::support::{Ran, TestEnv, answer};

fn make_pipe(path: &Path) {
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
    assert!(Command::new("mkfifo").arg(path).status().expect("it runs").success());
}

/// Runs `shoptalk` with `args`, which must not take long.
fn run_soon(env: &TestEnv, args: &[&str]) -> Ran {
    Ran::of(env.shoptalk(args).timeout(Duration::from_secs(60)))
}

#[test]
fn a_backup_can_be_looked_at_and_is_not_changed() {
    let env = TestEnv::at_home();
    env.run(&["team", "follow", "platform"]).ends_with(0);
    env.run(&["jot", "flux capacitor"]).ends_with(0);
    let backup = env.home().join("backup.sqlite");
    let file = backup.to_str().expect("it is text");
    env.run(&["data", "backup", file]).ends_with(0);
    env.run(&["jot", "--drop", "1"]).ends_with(0);
    let before = fs::read(&backup).expect("it is there");
    for args in [&["jot"][..], &["stats"], &["brief", "platform"], &["data", "notes"], &["team"]] {
        let ran = env.run(&[&["--data", file], args].concat());
        assert!(ran.code < 2 && ran.err.contains("was opened to look at it"), "{ran:#?}");
        assert!(args != ["jot"] || ran.out.contains("flux capacitor"), "{ran:#?}");
    }
    let ran = env.run(&["--data", file, "lookup", "slo"]).ends_with(0);
    assert!(ran.err.contains("this look-up was not saved: "), "{ran:#?}");
    for args in [
        &["jot", "x"][..],
        &["jot", "--answer", "1", "a thing"],
        &["quiz", "--plain"],
        &["data", "restore", file, "--yes"],
    ] {
        let ran = env.run(&[&["--data", file], args].concat()).ends_with(2);
        assert!(ran.err.contains("leave it out") || ran.err.contains("leave out"), "{ran:#?}");
        assert!(ran.err.matches("nothing is saved").count() < 2, "once: {ran:#?}");
    }
    assert_eq!(fs::read(&backup).expect("it is there"), before);
    assert!(!env.home().join(".local/share/shoptalk/decks").exists());
    let files = fs::read_dir(env.home()).expect("it can be read");
    assert!(files.flatten().all(|file| !file.file_name().to_string_lossy().contains("sqlite-")));
}

#[test]
fn a_pipe_that_a_backup_replaces_is_not_called_progress() {
    let env = TestEnv::new();
    env.run(&["team", "follow", "platform"]).ends_with(0);
    env.trainer(0, 1).record(answer("platform/slo", Grade::Good)).expect("there is a journal");
    env.run(&["data", "backup"]).ends_with(0);
    fs::remove_file(env.journal()).expect("it was there");
    make_pipe(&env.journal());
    let ran = run_soon(&env, &["data", "restore", "2026-11-22"]).ends_with(2);
    assert!(ran.err.contains("replace something that is not a file with 1 answer"), "{ran:#?}");
    let ran = run_soon(&env, &["data", "restore", "2026-11-22", "--yes"]).ends_with(0);
    assert!(ran.err.contains("what was in its place is in "), "{ran:#?}");
}

/// Root may write anywhere, so for root this test shows nothing.
#[test]
fn a_read_only_journal_is_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let env = TestEnv::new();
    env.trainer(0, 1).record(answer("platform/toil", Grade::Good)).expect("there is a journal");
    env.run(&["jot", "flux"]).ends_with(0);
    let chmod = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    chmod(&env.journal(), 0o400);
    chmod(&env.data(), 0o500);
    if fs::File::options().write(true).open(env.journal()).is_err() {
        let ran = env.run(&["jot"]).ends_with(0);
        assert!(ran.out.contains("flux") && ran.err.contains("is read-only"), "{ran:#?}");
        env.run(&["stats", "platform"]).ends_with(0);
        env.run(&["brief", "platform"]).ends_with(0);
        env.run(&["jot", "other"]).ends_with(2);
        let ran = env.run(&["lookup", "toil"]).ends_with(0);
        assert!(ran.err.contains("this look-up was not saved: "), "{ran:#?}");
    }
    chmod(&env.data(), 0o700);
}

#[test]
fn a_pipe_in_the_place_of_a_file_is_refused_at_once() {
    for (file, args, code) in [
        ("data/settings.yaml", &["settings"][..], 2),
        ("data/settings.yaml", &["settings", "minutes", "7"], 2),
        ("data/settings.yaml", &["lookup", "toil"], 0),
        ("data/journal.sqlite", &["stats"], 2),
        ("data/journal.sqlite", &["lookup", "toil"], 0),
        ("data/decks/mine.yaml", &["lookup", "toil"], 0),
        ("data/decks/mine.yaml", &["stats"], 0),
        ("data/sources/acme/source.json", &["deck", "sources", "list"], 0),
        ("talk.txt", &["scan", "talk.txt"], 2),
        ("pay.yaml", &["deck", "check", "pay.yaml"], 1),
        ("pay.yaml", &["deck", "fmt", "pay.yaml"], 1),
        ("pay.csv", &["deck", "new", "pay", "--from", "pay.csv"], 2),
        ("copy", &["data", "restore", "copy"], 2),
        ("data", &["stats"], 2),
    ] {
        let env = TestEnv::new();
        make_pipe(&env.home().join(file));
        let ran = run_soon(&env, args);
        assert_eq!(ran.code, code, "{file}: {ran:#?}");
        let said = format!("{}{}", ran.out, ran.err).to_lowercase();
        assert!(code == 0 || said.contains("file"), "{ran:#?}");
    }
}

#[test]
fn a_limit_on_the_size_of_files_is_a_message() {
    let env = TestEnv::new();
    env.run(&["jot", "flux"]).ends_with(0);
    let program = env!("CARGO_BIN_EXE_shoptalk");
    let limited = |most: u32, args: &str| {
        let mut command = assert_cmd::Command::new("sh");
        command.env_clear().envs(env.variables().iter().cloned());
        let line = format!("ulimit -f {most}; exec {program} {args}");
        Ran::of(command.args(["-c", &line]))
    };
    for (most, args) in [0, 1, 20]
        .into_iter()
        .flat_map(|most| ["jot 'more and more'", "data backup"].map(|args| (most, args)))
    {
        let ran = limited(most, args).ends_with(2);
        assert!(ran.err.contains("limit") && !ran.err.contains("full"), "{most} {ran:#?}");
    }
    // What only reads still does.
    for (args, said) in [("jot", "flux"), ("stats", "0 answers"), ("lookup slo", "Service")] {
        let ran = limited(1, args).ends_with(0);
        assert!(ran.out.contains(said), "{ran:#?}");
    }
    assert!(env.run(&["jot"]).ends_with(0).out.contains("flux"));
}

#[test]
fn links_in_a_clone_are_not_followed() {
    let env = TestEnv::new();
    let deck = "terms:\n  - term: B\n    definition: d\n  - term: A\n    definition: d\n";
    let outside = env.write("outside/a.yaml", deck);
    let secret = env.write("outside/secret", "password: hunter2\nterms: [\n");
    fs::create_dir_all(env.home().join("decks")).expect("it can be made");
    symlink(&outside, env.home().join("decks/a.yaml")).expect("a link can be made");
    symlink(&secret, env.home().join("decks/b.yaml")).expect("a link can be made");
    for args in [
        &["deck", "check"][..],
        &["deck", "check", "--fix"],
        &["deck", "check", "decks/b.yaml"],
        &["deck", "fmt"],
        &["deck", "fmt", "decks/a.yaml"],
    ] {
        let ran = env.run(args).ends_with(1);
        assert!(format!("{}{}", ran.out, ran.err).contains("is a link, which is not followed"));
        assert!(!ran.out.contains("hunter2") && !ran.err.contains("hunter2"), "{ran:#?}");
    }
    assert_eq!(fs::read_to_string(&outside).expect("it is there"), deck);
    env.write("decks/c.yaml", "terms:\n  - term: Zork\n    definition: d\n");
    for args in [&["lookup", "zork"][..], &["--decks", "decks", "lookup", "zork"], &["scan", "-"]] {
        let ran = env.run(&[&["--decks", "decks"], args].concat());
        assert!(ran.err.contains("is a link, which is not followed"), "{ran:#?}");
        assert!(!ran.out.contains("hunter2") && !ran.err.contains("hunter2"), "{ran:#?}");
    }
    let ran = env.run(&["--decks", "decks/a.yaml", "lookup", "zork"]);
    assert!(!ran.err.contains("is a link"), "what the user names is the user's: {ran:#?}");
    // In the user's own folder, links are the user's.
    fs::create_dir_all(env.data().join("decks")).expect("it can be made");
    let own = env.data().join("decks/a.yaml");
    symlink(&outside, &own).expect("a link can be made");
    env.run(&["deck", "fmt", own.to_str().expect("it is text")]).ends_with(0);
    assert_ne!(fs::read_to_string(&outside).expect("it is there"), deck);
    assert!(own.is_symlink());
}

#[test]
fn a_word_is_not_written_through_a_link_in_a_clone() {
    let env = TestEnv::new();
    let deck = "deck: a\nterms:\n  - term: B\n    definition: d\n    see_also: [c/d]\n";
    let outside = env.write("outside/a.yaml", deck);
    let inside = env.write("decks/c.yaml", "deck: c\nterms:\n  - term: D\n    definition: d\n");
    symlink(&outside, env.home().join("decks/a.yaml")).expect("a link can be made");
    let word = ["--term", "X", "--definition", "d"];
    for args in [
        &["deck", "add", "a", word[0], word[1], word[2], word[3]][..],
        &["deck", "add", "decks/a.yaml", word[0], word[1], word[2], word[3]],
        &["deck", "rename", "a/b", "E"],
        &["deck", "rename", "c/d", "a/D"],
        &["deck", "new", "a"],
    ] {
        let ran = env.run(args).ends_with(2);
        let is_said = ran.err.contains("is a link, which is not followed");
        assert!(is_said || ran.err.contains("already exists"), "{ran:#?}");
    }
    let ran = env.run(&["deck", "rename", "c/d", "F"]).ends_with(0);
    assert!(ran.err.contains("decks/a.yaml is a link, which is not followed"), "{ran:#?}");
    assert!(fs::read_to_string(inside).expect("it is there").contains("term: F"));
    assert_eq!(fs::read_to_string(&outside).expect("it is there"), deck);
}

#[test]
fn a_folder_of_decks_that_is_a_link_is_not_written_to() {
    let env = TestEnv::new();
    let deck = "deck: a\nterms:\n  - term: B\n    definition: d\n  - term: A\n    definition: d\n";
    let outside = env.write("outside/a.yaml", deck);
    symlink(env.home().join("outside"), env.home().join("decks")).expect("a link can be made");
    for args in [
        &["deck", "add", "a", "--term", "X", "--definition", "d"][..],
        &["deck", "rename", "a/b", "E"],
        &["deck", "new", "c"],
        &["deck", "fmt"],
        &["deck", "check", "--fix"],
    ] {
        let ran = env.run(args).ends_with(2);
        assert!(ran.err.contains("decks is a link, which is not followed"), "{ran:#?}");
    }
    let files = fs::read_dir(env.home().join("outside")).expect("it can be read");
    assert_eq!(files.count(), 1);
    assert_eq!(fs::read_to_string(&outside).expect("it is there"), deck);
    env.run(&["deck", "fmt", "outside"]).ends_with(0);
}

#[test]
fn a_repository_is_not_laid_down_through_a_link() {
    let env = TestEnv::new();
    let outside = env.home().join("outside");
    fs::create_dir(&outside).expect("it can be made");
    fs::create_dir(env.home().join("repo")).expect("it can be made");
    symlink(&outside, env.home().join("repo/.github")).expect("a link can be made");
    let ran = env.run(&["deck", "init-repo", "repo"]).ends_with(2);
    assert!(ran.err.contains(".github is a link, which is not followed"), "{ran:#?}");
    assert_eq!(fs::read_dir(&outside).expect("it can be read").count(), 0);
}

#[test]
fn a_folder_that_a_sync_tool_keeps_is_warned_about_once() {
    let env = TestEnv::new();
    let data = env.home().join("Dropbox/shoptalk");
    let env = env.with("SHOPTALK_DATA", data);
    env.run(&["team", "follow", "platform"]).ends_with(0);
    for is_new in [true, false] {
        let ran = env.run(&["quiz", "--plain"]).ends_with(0);
        assert_eq!(ran.err.contains("Dropbox keeps "), is_new, "{ran:#?}");
    }
    let mut quiz = env.shoptalk(&["--data", "Dropbox/other", "quiz", "--plain", "platform"]);
    let ran = Ran::of(quiz.current_dir(env.home()));
    let whole = env.home().join("Dropbox/other").display().to_string();
    assert!(ran.err.contains(&format!("Dropbox keeps {whole} in sync")), "{ran:#?}");
}

#[test]
fn what_the_system_says_is_told_without_its_numbers() {
    let env = TestEnv::new();
    for args in [
        &["--decks", "nowhere", "lookup", "slo"][..],
        &["deck", "check", "nowhere"],
        &["deck", "fmt", "nowhere"],
        &["deck", "import", "nowhere/x.csv"],
        &["scan", "nowhere"],
        &["data", "restore", "/dev/null/x"],
        &["data", "backup", "/dev/null/x"],
        &["--data", "/proc/none", "jot", "x"],
        &["--config", "/dev/null", "settings"],
        &["words", "heard", "nowhere"],
    ] {
        let ran = env.run(args);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(!said.is_empty() && !said.contains("os error"), "{args:?} {ran:#?}");
    }
}
