//! Tests `shoptalk deck init-repo`: a repository of decks, ready for contributions.

use std::path::Path;

use crate::support::TestEnv;

fn read(env: &TestEnv, path: &str) -> String {
    std::fs::read_to_string(env.home().join(path)).expect("the file is there")
}

#[test]
fn what_is_laid_down_passes_its_own_check() {
    let env = TestEnv::new();
    let ran =
        env.run(&["deck", "init-repo", "words", "--action", "acme/shoptalk@v1.2.3"]).ends_with(0);
    let mut laid: Vec<_> = ran.out.lines().map(|line| line.replace('\\', "/")).collect();
    laid.sort_unstable();
    insta::assert_snapshot!("init_repo", laid.join("\n"));
    for file in &laid {
        assert!(env.home().join(file).is_file(), "{file}");
    }
    let check =
        env.shoptalk(&["deck", "check", "--strict"]).current_dir(env.home().join("words")).output();
    let check = check.expect("it can be started");
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    assert!(
        read(&env, "words/.github/workflows/decks.yml")
            .contains("      - uses: acme/shoptalk@v1.2.3\n")
    );
    assert!(ran.err.contains("a tag can be moved"), "{}", ran.err);
    let pinned = format!("acme/shoptalk@{}", "0f".repeat(20));
    let pinned = env.run(&["deck", "init-repo", "pinned", "--action", &pinned]).ends_with(0);
    assert!(!pinned.err.contains("a tag can be moved"), "{}", pinned.err);
    assert!(!env.home().join("pinned/.github/workflows/page.yml").exists());
    env.run(&["deck", "init-repo", "pinned", "--page", "--action", "acme/shoptalk@v1.2.3"])
        .ends_with(0);
    let page = read(&env, "pinned/.github/workflows/page.yml");
    assert!(
        page.contains("      - uses: acme/shoptalk@v1.2.3\n") && !page.contains("{action}"),
        "{page}"
    );
    let again = env.run(&["deck", "init-repo", "words"]).ends_with(0);
    assert!(again.out.is_empty() && again.err.contains("README.md already exists"), "{again:#?}");
}

#[test]
fn nothing_is_overwritten_and_owners_are_asked_about_their_decks() {
    let env = TestEnv::new();
    env.write("words/README.md", "mine");
    let deck = "owners: [\"@acme/ops\", Ana, \"ops@acme.example\", \"@a b\", \"@x\\n* @evil\"]\nterms:\n  - {term: T, definition: d}\n";
    env.write("words/decks/ops.yaml", deck);
    env.run(&["deck", "init-repo", "words"]).ends_with(0);
    assert_eq!(read(&env, "words/README.md"), "mine");
    assert_eq!(read(&env, "words/decks/ops.yaml"), deck);
    assert!(!env.home().join("words/decks/our-team.yaml").exists());
    let owners = read(&env, "words/.github/CODEOWNERS");
    let lines: Vec<_> = owners.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines, ["/decks/ops.yaml @acme/ops ops@acme.example"]);
    env.run(&["deck", "init-repo", "words", "--action", "x\n      - run: boo"]).ends_with(2);
    // A second run brings the owners up to date, and nothing else; `check` says when that is needed.
    let check = env.run(&["deck", "check", "words/decks"]).ends_with(0);
    assert!(!check.out.contains("W114"), "{check:#?}");
    env.write("words/decks/ops.yaml", &deck.replace("@acme/ops", "@acme/sre"));
    env.write("words/.github/CODEOWNERS", &format!("* @acme/all\n{owners}"));
    let check = env.run(&["deck", "check", "words/decks"]).ends_with(0);
    let said = "CODEOWNERS has no line `/decks/ops.yaml @acme/sre ops@acme.example`";
    assert!(check.out.contains("W114") && check.out.contains(said), "{check:#?}");
    let again = env.run(&["deck", "init-repo", "words"]).ends_with(0);
    assert_eq!(again.out.replace('\\', "/"), "words/.github/CODEOWNERS: brought up to date\n");
    let now = format!("* @acme/all\n{owners}").replace("@acme/ops", "@acme/sre");
    assert_eq!(read(&env, "words/.github/CODEOWNERS"), now);
    // And an action that was not known at first.
    let workflow = read(&env, "words/.github/workflows/decks.yml");
    let action = ["deck", "init-repo", "words", "--action", "acme/shoptalk@v1.2.3"];
    let again = env.run(&action).ends_with(0);
    let is_open = workflow.contains("<owner>");
    assert_eq!(again.out.contains("decks.yml: brought up to date"), is_open, "{again:#?}");
    assert!(!read(&env, "words/.github/workflows/decks.yml").contains("<owner>"));
}

#[test]
fn this_project_lives_by_what_it_offers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect("it is there");
    let form = ".github/ISSUE_TEMPLATE/term.yml";
    assert_eq!(read(form), read(&format!("templates/repo/{form}")), "{form}");
    // A deck in a subfolder must not go unnoticed: the hooks run on it, and the check reports it.
    for hooks in [".pre-commit-hooks.yaml", "templates/repo/.pre-commit-config.yaml"] {
        let read = read(hooks);
        let files: Vec<_> = read.lines().filter(|line| line.contains("files: ")).collect();
        assert!(!files.is_empty(), "{hooks}");
        assert!(
            files.iter().all(|line| line.ends_with(r"files: (?i)^decks/.+\.ya?ml")),
            "{files:?}"
        );
    }
    let action = read("action.yml");
    let version = format!("    default: \"{}\"\n", env!("CARGO_PKG_VERSION"));
    assert!(action.contains(&version), "the release in action.yml is another one");
    let faults = shoptalk::core::yaml::parse(&action).faults;
    assert!(faults.is_empty(), "action.yml is no YAML: {faults:?}");
}

/// The first steps of the action: it unpacks the correct archive and rejects any other.
#[cfg(target_os = "linux")]
#[test]
fn the_action_takes_no_archive_with_another_checksum() {
    use std::process::Command;

    let env = TestEnv::new();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/action/install.sh");
    let sh = |text: &str| {
        let ran = Command::new("bash").args(["-euc", text]).current_dir(env.home()).output();
        let ran = ran.expect("bash can be started");
        (ran.status.success(), String::from_utf8_lossy(&ran.stdout).into_owned())
    };
    let make = "target=\"$(uname -m)-unknown-linux-gnu\"; name=\"shoptalk-9.8.7-$target\"
        mkdir -p v9.8.7 \"$name\"; echo echo hello > \"$name/shoptalk\"; chmod +x \"$name/shoptalk\"
        tar -czf \"v9.8.7/$name.tar.gz\" \"$name\"; cd v9.8.7; sha256sum *.gz > SHA256SUMS";
    assert!(sh(make).0);
    let install = |version: &str, sum: &str| {
        sh(&format!(
            "VERSION='{version}' SHA256='{sum}' RELEASES=\"file://$PWD\" INTO=\"$PWD/into\" bash '{}'",
            script.display()
        ))
    };
    let (fine, said) = install("9.8.7", &"0".repeat(64));
    assert!(!fine && said.contains("::error::") && !env.home().join("into").exists(), "{said}");
    assert!(!install("9.8.7; touch boo", "").0 && !env.home().join("boo").exists());
    assert!(!install("../9.8.7", "").0);
    let (fine, said) = install("9.8.7", "");
    assert!(fine, "{said}");
    assert_eq!(sh("into/shoptalk").1, "hello\n");
}
