//! Tests the settings file: concurrent writers, and files of unexpected kinds.

use std::fs;
use std::thread;

use shoptalk::settings::SETTINGS;

use crate::support::{Ran, TestEnv};

/// Runs all of `commands` in parallel.
fn at_once(env: &TestEnv, commands: &[&[&str]]) -> Vec<Ran> {
    thread::scope(|scope| {
        let runs: Vec<_> =
            commands.iter().map(|args| scope.spawn(move || env.run(args).ends_with(0))).collect();
        runs.into_iter().map(|run| run.join().expect("it ended well")).collect()
    })
}

/// The value of the setting `name`, as printed for scripts.
fn value(env: &TestEnv, name: &str) -> String {
    let json = env.run(&["settings", name, "--json"]).ends_with(0).json();
    json[0]["value"].as_str().expect("a value is text").to_owned()
}

#[test]
fn a_long_value_does_not_widen_the_rows_of_others() {
    let env = TestEnv::new();
    for deck in ["platform", "design", "product", "security"] {
        env.run(&["team", "follow", deck]).ends_with(0);
    }
    let all = env.run(&["settings"]).ends_with(0).out;
    let long = all.lines().find(|row| row.starts_with("follow ")).expect("it is listed");
    assert!(long.contains("security: core  the decks you are quizzed on"), "{all}");
    let minutes = all.lines().find(|row| row.starts_with("minutes ")).expect("it is listed");
    assert!(minutes.len() < 60, "{all}");
}

#[test]
fn what_several_programs_set_at_once_is_all_there() {
    let env = TestEnv::new();
    for round in 0..3 {
        let wanted: Vec<(&str, String)> = ["minutes", "new", "reviews", "day_starts"]
            .map(|name| (name, format!("{}", 9 + round)))
            .into();
        let mut commands: Vec<Vec<&str>> =
            wanted.iter().map(|(name, value)| vec!["settings", name, value]).collect();
        commands.push(vec!["team", "follow", ["platform", "data", "design"][round]]);
        commands.push(vec![
            "team",
            "follow",
            ["security", "ml", "product"][round],
            "--meets",
            "mon",
        ]);
        let commands: Vec<&[&str]> = commands.iter().map(Vec::as_slice).collect();
        at_once(&env, &commands);
        for (name, wanted) in wanted {
            assert_eq!(value(&env, name), wanted, "round {round}");
        }
    }
    for name in ["platform", "data", "design", "security", "ml", "product"] {
        assert!(value(&env, "follow").contains(&format!("{name}: core")), "{name}");
    }
    for name in ["security", "ml", "product"] {
        assert!(value(&env, "meets").contains(&format!("{name}: mon")), "{name}");
    }
    let left = fs::read_dir(env.data()).expect("the folder can be read");
    let left = left.map(|entry| entry.expect("it can be read").file_name());
    let left: Vec<_> = left.filter(|name| name.to_string_lossy().starts_with('.')).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[cfg(unix)]
#[test]
fn the_mode_of_the_file_stays_and_one_that_may_not_be_written_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let env = TestEnv::new();
    let path = env.write("data/settings.yaml", "minutes: 5\n");
    let set = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode));
    let mode = || fs::metadata(&path).expect("it is there").permissions().mode() & 0o777;
    set(0o644).expect("modes can be set");
    env.run(&["settings", "minutes", "7"]).ends_with(0);
    assert_eq!((mode(), value(&env, "minutes").as_str()), (0o644, "7"));
    set(0o444).expect("modes can be set");
    for args in [&["settings", "minutes", "8"][..], &["team", "follow", "data"]] {
        let ran = env.run(args).ends_with(2);
        assert!(ran.err.contains("is read-only; nothing was changed"), "{ran:#?}");
    }
    assert_eq!((mode(), value(&env, "minutes").as_str()), (0o444, "7"));
}

#[cfg(unix)]
#[test]
fn settings_that_are_a_link_stay_one_also_where_it_leads_to_nothing_yet() {
    let env = TestEnv::new();
    fs::create_dir_all(env.data()).expect("the folder can be made");
    std::os::unix::fs::symlink("../dotfiles/shoptalk.yaml", env.settings())
        .expect("links can be made");
    env.run(&["settings", "minutes", "7"]).ends_with(0);
    env.run(&["settings", "new", "3"]).ends_with(0);
    let kept = fs::read_to_string(env.home().join("dotfiles/shoptalk.yaml"));
    assert_eq!(kept.expect("the file was made"), "minutes: 7\nnew: 3\n");
    assert!(fs::symlink_metadata(env.settings()).expect("it is there").is_symlink());
}

#[cfg(unix)]
#[test]
fn settings_that_are_no_file_are_refused_at_once() {
    let env = TestEnv::new();
    fs::create_dir_all(env.data()).expect("the folder can be made");
    let made = std::process::Command::new("mkfifo").arg(env.settings()).status();
    assert!(made.expect("mkfifo can be run").success());
    for args in [&["settings"][..], &["settings", "minutes", "7"], &["team", "follow", "data"]] {
        let ran = env.run(args).ends_with(2);
        assert!(ran.err.contains("settings.yaml: not a file"), "{ran:#?}");
    }
    env.run(&["lookup", "toil"]).ends_with(0);
    let ran = env.run(&["stats"]).ends_with(0);
    assert!(ran.err.contains("cannot read settings: not a file"), "{ran:#?}");
}

#[test]
fn every_setting_is_in_the_help_and_completed() {
    let env = TestEnv::new();
    let help = env.run(&["settings", "--help"]).ends_with(0).out;
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for setting in SETTINGS {
        assert!(help.contains(&format!("- {}: {}", setting.name, setting.help)), "{help}");
    }
    for shell in ["bash", "zsh"] {
        let script = env.run(&["completions", shell]).ends_with(0).out;
        for setting in SETTINGS {
            assert!(script.contains(setting.name), "{} in {shell}", setting.name);
        }
    }
}

#[test]
fn while_a_file_is_looked_at_settings_are_not_changed() {
    let env = TestEnv::new();
    env.run(&["jot", "alpha"]).ends_with(0);
    env.run(&["data", "backup", "copy.sqlite"]).ends_with(0);
    for change in [&["settings", "minutes", "7"][..], &["team", "follow", "data"]] {
        let ran = env.run(&[&["--data", "copy.sqlite"], change].concat()).ends_with(2);
        assert!(ran.err.contains("leave"), "{ran:#?}");
    }
    let ran = env.run(&["--data", "nofile.sqlite", "stats"]).ends_with(2);
    assert!(ran.err.contains("nofile.sqlite does not exist"), "{ran:#?}");
    assert!(!env.home().join("nofile.sqlite").exists());
}
