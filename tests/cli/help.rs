//! Tests help, completions and manual pages.

use crate::support::TestEnv;

#[test]
fn the_help_of_every_command_is_as_it_was_read() {
    let env = TestEnv::new();
    let commands = [
        "",
        "quiz",
        "sit",
        "lookup",
        "scan",
        "jot",
        "brief",
        "team",
        "team follow",
        "team unfollow",
        "team visit",
        "team bridge",
        "team teach-back",
        "stats",
        "deck",
        "deck new",
        "deck add",
        "deck rename",
        "deck check",
        "deck fmt",
        "deck diff",
        "deck schema",
        "deck init-repo",
        "deck words",
        "deck propose",
        "deck sources",
        "deck sources add",
        "deck sources update",
        "deck sources list",
        "deck sources remove",
        "data",
        "data where",
        "data notes",
        "data again",
        "data reset",
        "data backup",
        "data restore",
        "data doctor",
        "data forget",
        "settings",
        "settings tune",
        "completions",
        "man",
    ];
    for command in commands {
        let args: Vec<&str> =
            command.split(' ').filter(|word| !word.is_empty()).chain(["--help"]).collect();
        let ran = env.run(&args).ends_with(0);
        assert_eq!(ran.err, "");
        let name = if command.is_empty() { "shoptalk" } else { &command.replace(' ', "-") };
        // On Windows, the program has another name.
        insta::assert_snapshot!(name, ran.out.replace("shoptalk.exe", "shoptalk"));
    }
}

#[test]
fn the_help_names_every_command_and_they_are_few() {
    let env = TestEnv::new();
    let help = env.run(&["--help"]).out;
    let listed: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .collect();
    // `help` belongs to clap.
    for command in listed.iter().filter(|command| **command != "help") {
        env.run(&[command, "--help"]).ends_with(0);
    }
    // The limit: a new command becomes a subcommand of `team`, `deck` or `data`, or replaces an existing one.
    assert!((9..=15).contains(&listed.len()), "{listed:?}");
}

#[test]
fn every_shell_gets_completions() {
    let env = TestEnv::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = env.run(&["completions", shell]).ends_with(0);
        for word in ["shoptalk", "lookup", "unfollow", "strict"] {
            assert!(ran.out.contains(word), "{word} for {shell}");
        }
        assert_eq!(ran.err, "");
    }
    env.run(&["completions", "cash"]).ends_with(2);
}

#[test]
fn every_command_has_a_manual_page() {
    let env = TestEnv::new();
    let folder = env.home().join("man").join("man1");
    let ran = env.run(&["man", folder.to_str().expect("a temporary path is text")]).ends_with(0);
    assert_eq!(ran.out, "");
    for name in
        ["shoptalk", "shoptalk-lookup", "shoptalk-deck-check", "shoptalk-quiz", "shoptalk-settings"]
    {
        let page =
            std::fs::read_to_string(folder.join(format!("{name}.1"))).expect("the page is there");
        assert!(page.contains(".TH ") && page.contains(".SH NAME"), "{page}");
    }
}

#[test]
fn wrong_use_ends_with_2_and_says_how_it_is_right() {
    let env = TestEnv::new();
    for args in [&["nonsense"][..], &["--nonsense"], &["quiz", "--minutes", "0"], &["--color", "x"]]
    {
        let ran = env.run(args).ends_with(2);
        assert!(ran.out.is_empty() && ran.err.starts_with("error: "), "{ran:#?}");
    }
    let ran = env.run(&["--version"]).ends_with(0);
    assert_eq!(ran.out, format!("shoptalk {}\n", env!("CARGO_PKG_VERSION")));
}
