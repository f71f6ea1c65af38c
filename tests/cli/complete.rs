//! Tests shell completion: the program's own output, and real shells if installed.

use std::path::PathBuf;
use std::process::Command;

use crate::support::TestEnv;

/// A machine with a deck whose names are hostile to shells.
fn machine() -> TestEnv {
    let env = TestEnv::new();
    let deck = "deck: zed\ntitle: Zed\nterms:\n  - {term: Zedding board, definition: d}\n  - {term: Zedding $(touch x), id: t, definition: d}\n  - {term: \"Zedding `y` 'q'\", id: q, definition: d}\n";
    env.write("data/decks/zed.yaml", deck);
    env
}

#[test]
fn the_words_and_decks_that_may_follow_are_printed_with_whose_they_are() {
    let env = TestEnv::new();
    let ran = env.run(&["complete", "--", "lookup", "error", "bu"]).ends_with(0);
    assert_eq!(
        (ran.out.as_str(), ran.err.as_str()),
        (
            "budget burn rate\tPlatform and SRE: how fast the error budget is being used up\nbudget\tPlatform and SRE: amount of failure a service is allowed\n",
            ""
        )
    );
    let ran = env.run(&["complete", "--", "team", "teach-back", "error", "bud"]).ends_with(0);
    assert!(ran.out.starts_with("budget"), "{ran:#?}");
    let ran = env.run(&["complete", "--", "quiz", "pl"]).ends_with(0);
    assert_eq!(ran.out, "platform\tPlatform and SRE\n");
    assert_eq!(env.run(&["complete", "--", "team", "unfollow", ""]).ends_with(0).out, "");
    env.run(&["team", "follow", "data"]).ends_with(0);
    let ran = env.run(&["complete", "--", "team", "unfollow", ""]).ends_with(0);
    assert!(ran.out.starts_with("data\t"), "{ran:#?}");
    let ran = env.run(&["complete", "--", "settings", "p"]).ends_with(0);
    let names: Vec<&str> = ran.out.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(names, ["plain", "privacy"]);
    let ran = env.run(&["complete", "--", "settings", "privacy", ""]).ends_with(0);
    assert_eq!(ran.out, "off\t\non\t\n");
    // No file belongs here.
    for words in [&["jot", ""][..], &["team", "visit", "platform", "--on", "x"], &["wrong"]] {
        let ran = env.run(&[&["complete", "--"], words].concat()).ends_with(0);
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""), "{words:?}");
    }
    // Here the shell completes on its own.
    for words in [&["qu"][..], &["deck", "ch"], &["deck", "check", "x"], &["lookup", "--sh"], &[]] {
        let ran = env.run(&[&["complete", "--"], words].concat()).ends_with(1);
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""), "{words:?}");
    }
}

#[test]
fn what_is_not_in_the_help_is_in_no_script() {
    let env = TestEnv::new();
    for shell in ["elvish", "powershell", "fish", "bash", "zsh"] {
        let script = env.run(&["completions", shell]).ends_with(0).out;
        for line in script.lines().filter(|line| line.contains("completions")) {
            assert!(!line.contains(" complete "), "{shell}: {line}");
        }
    }
}

/// The folders with this machine's programs.
fn path() -> Option<std::ffi::OsString> {
    std::env::vars_os().find(|(name, _)| name == "PATH").map(|(_, value)| value)
}

/// The path of `shell` on this machine, if installed.
fn find(shell: &str) -> Option<PathBuf> {
    std::env::split_paths(&path()?).map(|folder| folder.join(shell)).find(|file| file.is_file())
}

/// The output of `shell` for `script`, with the program on its path. `None` if the shell is not installed.
fn in_shell(shell: &str, args: &[&str], script: &str) -> Option<String> {
    let shell = find(shell)?;
    let env = machine();
    let program = PathBuf::from(env!("CARGO_BIN_EXE_shoptalk"));
    let mut folders = vec![program.parent().expect("a program has a folder").to_owned()];
    folders.extend(std::env::split_paths(&path()?));
    let output = Command::new(shell)
        .env_clear()
        .envs(env.variables().iter().cloned())
        .env("PATH", std::env::join_paths(folders).expect("folders can be joined"))
        .current_dir(env.home())
        .args(args)
        .arg(script)
        .output()
        .expect("the shell can be started");
    assert!(!env.home().join("x").exists(), "a name was run as a command");
    let text = |bytes| String::from_utf8(bytes).expect("a shell prints UTF-8");
    assert_eq!(text(output.stderr), "");
    Some(text(output.stdout))
}

#[test]
fn the_scripts_offer_files_only_where_they_belong() {
    let env = TestEnv::new();
    let script = env.run(&["completions", "fish"]).ends_with(0).out;
    for (command, files) in [
        ("scan", true),
        ("deck; and __fish_seen_subcommand_from check", true),
        (
            "deck; and __fish_seen_subcommand_from sources; and __fish_seen_subcommand_from add",
            true,
        ),
        ("deck; and __fish_seen_subcommand_from rename", false),
        ("jot", false),
        ("settings", false),
    ] {
        let rule = format!("-n \"__fish_shoptalk_using_subcommand {command}\" -F\n");
        assert_eq!(script.contains(&rule), files, "{command}");
    }
    assert!(script.contains("\ncomplete -c shoptalk -f\n"));
    let script = env.run(&["completions", "zsh"]).ends_with(0).out;
    assert!(!script.contains("_default"), "{script}");
    assert!(script.contains("_files"), "{script}");
}

#[cfg(unix)]
#[test]
fn bash_offers_names_quoted_and_everything_else_as_before() {
    let script = r#"
        source <(shoptalk completions bash)
        offer() {
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
            _shoptalk_words shoptalk "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}" 2>/dev/null
            printf '<%s>' "${COMPREPLY[@]}"; echo
        }
        offer shoptalk lookup error bu
        offer shoptalk l 'error\ bu'
        offer shoptalk l '"error bu'
        offer shoptalk l zedding
        offer shoptalk l '"zedding'
        offer shoptalk lookup --deck zed
        offer shoptalk team unfo
        offer shoptalk settings co
        offer shoptalk settings color a
        offer shoptalk team follow platform --depth w
        offer shoptalk --color a
        offer shoptalk jot x
        eval "words=($(COMP_WORDS=(shoptalk l zedding); COMP_CWORD=2; _shoptalk_words shoptalk zedding l 2>/dev/null; echo "${COMPREPLY[*]}"))"
        printf '%s|' "${words[@]}"; echo
    "#;
    let Some(out) = in_shell("bash", &["--norc", "--noprofile", "-c"], script) else { return };
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines,
        [
            "<budget\\ burn\\ rate><budget>",
            "<error\\ budget\\ burn\\ rate><error\\ budget>",
            "<error budget burn rate><error budget>",
            "<zedding\\ board><zedding\\ \\$\\(touch\\ x\\)><zedding\\ \\`y\\`\\ \\'q\\'>",
            "<zedding board>",
            "<zed>",
            "<unfollow>",
            "<color>",
            "<auto><always>",
            "<working>",
            "<auto><always>",
            "<>",
            "zedding board|zedding $(touch x)|zedding `y` 'q'|",
        ],
        "{out}"
    );
}

#[cfg(unix)]
#[test]
fn fish_offers_names_and_decks() {
    let script = "shoptalk completions fish | source\ncomplete -C 'shoptalk lookup error b'\ncomplete -C 'shoptalk lookup zedding'\ncomplete -C 'shoptalk lookup --deck ze'\ncomplete -C 'shoptalk team unfo'\ncomplete -C 'shoptalk settings privacy o'";
    let Some(out) = in_shell("fish", &["--no-config", "-c"], script) else { return };
    let lines: Vec<&str> =
        out.lines().map(|line| line.split('\t').next().unwrap_or_default()).collect();
    assert_eq!(
        lines,
        [
            "budget",
            "zedding board",
            "zedding $(touch x)",
            "zedding `y` 'q'",
            "zed",
            "unfollow",
            "off",
            "on"
        ],
        "{out}"
    );
}

#[cfg(unix)]
#[test]
fn zsh_offers_names_and_decks() {
    // Completion needs a line editor, so print the candidates instead.
    let script = r#"
        autoload -Uz compinit && compinit -u -D
        source <(shoptalk completions zsh)
        compadd() { print -l -- "${(@)values}"; }
        _shoptalk_static() { print static; }
        offer() { words=("$@"); CURRENT=$#; _shoptalk; }
        offer shoptalk lookup error b
        offer shoptalk lookup zedding
        offer shoptalk quiz --deck
        offer shoptalk quiz ze
        offer shoptalk settings privacy o
    "#;
    let Some(out) = in_shell("zsh", &["-f", "-c"], script) else { return };
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines,
        [
            "budget",
            "zedding board",
            "zedding $(touch x)",
            "zedding `y` 'q'",
            "static",
            "zed",
            "off",
            "on"
        ],
        "{out}"
    );
}
