//! Tests `shoptalk deck sources`: decks copied from elsewhere and updated through git.

use crate::support::repository::Repository;
use crate::support::{DAY, Ran, TestEnv};

fn deck(terms: &[(&str, &str)]) -> String {
    let terms = terms.iter().map(|(term, rest)| format!("  - term: {term}\n    {rest}\n"));
    format!("title: Ops\nterms:\n{}", terms.collect::<String>())
}

const SLO: (&str, &str) =
    ("SLO", "definition: A target for a service that was agreed on with those who use it");
const TOIL: (&str, &str) =
    ("Toil", "definition: Work that comes back every week and leaves nothing behind");

/// A repository with one deck, already added as the source `team`.
fn taken() -> (TestEnv, Repository) {
    let mut env = TestEnv::new();
    let repository = Repository::new(&mut env, "team");
    repository.write("decks/ops.yaml", &deck(&[SLO, TOIL]));
    repository.commit();
    let ran = env.run(&["deck", "sources", "add", &repository.url()]).ends_with(0);
    assert_eq!(ran.out, "ops  Ops, 2 words\n");
    assert!(ran.err.contains("team is added: 1 deck ("), "{ran:#?}");
    (env, repository)
}

fn looked_up(env: &TestEnv, word: &str) -> Ran {
    env.run(&["lookup", "--deck", "ops", "-n", "1", word])
}

#[test]
fn decks_of_a_repository_serve_at_once_and_change_only_by_update() {
    let (env, repository) = taken();
    assert!(looked_up(&env, "toil").ends_with(0).out.contains("comes back every week"));
    env.run(&["team", "follow", "ops"]).ends_with(0);
    repository.write(
        "decks/ops.yaml",
        &deck(&[
            ("Drudgery", "formerly: [toil]\n    definition: Work that comes back every day"),
            SLO,
        ]),
    );
    repository.write("decks/other.yaml", &deck(&[("Page", "definition: A call")]));
    repository.commit();
    assert!(looked_up(&env, "toil").ends_with(0).out.contains("every week"));
    let ran = env.run(&["deck", "sources", "update"]).ends_with(0);
    insta::assert_snapshot!("update", ran.out);
    let said = "team: 1 term renamed, 1 term changed in decks you follow; 1 term added, 1 deck added in other decks (";
    assert!(ran.err.contains(said), "{ran:#?}");
    assert!(looked_up(&env, "drudgery").ends_with(0).out.contains("every day"));
    let ran = env.run(&["deck", "sources", "update", "team"]).ends_with(0);
    assert!(ran.out.is_empty() && ran.err.contains("team: nothing new"), "{ran:#?}");
}

#[test]
fn an_update_that_fails_leaves_the_old_decks_serving() {
    let (mut env, repository) = taken();
    env.later(3 * DAY);
    repository.write("decks/ops.yaml", "terms:\n  - {term: X\n");
    repository.commit();
    let ran = env.run(&["deck", "sources", "update"]).ends_with(1);
    assert!(ran.out.starts_with("ops.yaml:"), "{ran:#?}");
    assert!(ran.err.contains("still using the decks from 3 days ago"), "{ran:#?}");
    std::fs::remove_dir_all(repository.folder()).expect("it is there");
    let ran = env.run(&["deck", "sources", "update"]).ends_with(1);
    assert!(ran.err.contains("team: git: ") && ran.err.contains("still using"), "{ran:#?}");
    let env = env.with("PATH", "nowhere");
    let ran = env.run(&["deck", "sources", "update"]).ends_with(1);
    assert!(ran.err.contains("the program `git` is not on your PATH"), "{ran:#?}");
    assert!(looked_up(&env, "toil").ends_with(0).out.contains("every week"));
}

#[test]
fn progress_is_kept_over_updates_and_removal() {
    let (env, repository) = taken();
    let progress = || env.run(&["stats", "ops", "--json"]).ends_with(0).json();
    env.run(&["team", "follow", "ops"]).ends_with(0);
    let before = progress();
    repository.write("decks/ops.yaml", &deck(&[SLO]));
    repository.commit();
    let ran = env.run(&["deck", "sources", "update"]).ends_with(0);
    let gone = "Removed; your progress is kept in case they come back\n- ops/toil  Toil\n";
    assert!(ran.err.contains("1 term removed") && ran.out == gone, "{ran:#?}");
    repository.write("decks/ops.yaml", &deck(&[SLO, TOIL]));
    repository.commit();
    env.run(&["deck", "sources", "update"]).ends_with(0);
    assert_eq!(progress(), before);
    let ran = env.run(&["deck", "sources", "remove", "Team"]).ends_with(0);
    assert_eq!(ran.err, "team is removed; progress on its words is kept\n");
    assert!(!env.data().join("sources/team").exists());
    env.run(&["deck", "sources", "remove", "team"]).ends_with(2);
}

#[test]
fn sources_are_listed_with_their_age() {
    let (mut env, repository) = taken();
    env.write("more/more.yaml", &deck(&[TOIL]));
    env.run(&["deck", "sources", "add", "more", "--name", "mine-too"]).ends_with(0);
    env.later(2 * DAY + 3_600_000);
    let ran = env.run(&["deck", "sources", "list"]).ends_with(0);
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines[0], format!("team  {}", repository.url()));
    assert!(lines[1].starts_with("  fetched 2 days ago (") && lines[1].ends_with("): ops"));
    assert!(lines[2].starts_with("mine-too  ") && lines[3] == "  fetched 2 days ago: more");
    let json = env.run(&["deck", "sources", "list", "--json"]).ends_with(0).json();
    assert_eq!((&json[0]["name"], &json[0]["days_old"]), (&"team".into(), &2.into()));
    assert_eq!((&json[1]["kind"], &json[1]["decks"][0]), (&"folder".into(), &"more".into()));
    let empty = TestEnv::new().run(&["deck", "sources", "list"]).ends_with(0);
    assert!(empty.err.contains("no deck sources yet"), "{empty:#?}");
}

#[test]
fn decks_of_one_id_are_named_where_sources_are_added_updated_and_listed() {
    let (env, _) = taken();
    env.write("more/ops.yaml", &deck(&[TOIL]));
    let ran = env.run(&["deck", "sources", "add", "more"]).ends_with(0);
    let said = "the deck `ops` of the source more hides that of the source team (2 words); \
                to see both, give one another id, or let it say `extends: ops`\n";
    assert!(ran.err.contains(said), "{ran:#?}");
    let ran = env.run(&["deck", "sources", "update"]).ends_with(0);
    assert!(!ran.err.contains("hides"), "said already: {ran:#?}");
    env.write("data/decks/ops.yaml", &deck(&[SLO]));
    let ran = env.run(&["deck", "sources", "list"]).ends_with(0);
    let lines: Vec<_> = ran.out.lines().filter(|line| line.starts_with("  ops ")).collect();
    assert_eq!(
        lines,
        [
            "  ops is hidden by the one of the source more",
            "  ops hides the one of the source team",
            "  ops is hidden by the one of your own decks",
        ]
    );
    let json = env.run(&["deck", "sources", "list", "--json"]).ends_with(0).json();
    assert_eq!(json[0]["conflicts"][0]["other"], "the source more");
    // An extension hides nothing, though its base is added after it.
    env.write("extra/pay-more.yaml", &format!("extends: pay\n{}", deck(&[TOIL])));
    env.write("base/pay.yaml", &deck(&[SLO]));
    env.run(&["deck", "sources", "add", "extra"]).ends_with(0);
    let ran = env.run(&["deck", "sources", "add", "base"]).ends_with(0);
    assert!(!ran.err.contains("hides"), "{ran:#?}");
    let ran = env.run(&["lookup", "--deck", "pay", "-n", "1", "toil"]).ends_with(0);
    assert!(ran.out.contains("comes back every week"), "{ran:#?}");
}

#[test]
fn what_would_harm_is_refused_and_nothing_is_left() {
    let (env, repository) = taken();
    let url = repository.url();
    let boo = env.home().join("boo");
    let ext = format!("ext::touch {}", boo.display());
    let helper = format!("--upload-pack=touch {}", boo.display());
    for args in [
        &["deck", "sources", "add", &ext][..],
        &["deck", "sources", "add", "--name", "x", "--", &helper],
        &["deck", "sources", "add", &url, "--name", "-x"],
        &["deck", "sources", "add", &url, "--name", "../x"],
        &["deck", "sources", "add", &url, "--name", "x", "--branch", "--upload-pack=touch boo"],
        &["deck", "sources", "add", &url, "--name", "x", "--path", "../.."],
        &["deck", "sources", "add", &url, "--name", "x", "--path", "nowhere"],
        &["deck", "sources", "add", &url],
        &["deck", "sources", "add", "http://127.0.0.1:1/x"],
    ] {
        let ran = env.run(args).ends_with(2);
        assert!(ran.out.is_empty(), "{ran:#?}");
    }
    assert!(!boo.exists());
    // The source that was added, and the lock.
    let left = std::fs::read_dir(env.data().join("sources")).expect("it is there").count();
    assert_eq!(left, 2);
}

#[test]
fn links_and_submodules_of_a_repository_are_left_out() {
    let (env, repository) = taken();
    // As stored in git, even if this system has no symbolic links.
    let link = repository.object("/etc/passwd");
    let commit = repository.head();
    for entry in [
        format!("120000,{link},decks/link.yaml"),
        format!("160000,{commit},decks/shared"),
        format!("160000,{commit},library"),
    ] {
        repository.git(&["update-index", "--add", "--cacheinfo", &entry]);
    }
    repository.git(&["commit", "--quiet", "-m", "odd things"]);
    let ran = env.run(&["deck", "sources", "update"]).ends_with(0);
    assert!(ran.err.contains("skipped link.yaml: it is a link"), "{ran:#?}");
    assert!(ran.err.contains("skipped shared: it is a submodule"), "{ran:#?}");
    assert!(!ran.err.contains("library"), "{ran:#?}");
    assert!(looked_up(&env, "toil").ends_with(0).out.contains("every week"));
}

/// A deck that adds to the deck `base`.
fn extending(base: &str, terms: &[(&str, &str)]) -> String {
    format!("extends: {base}\n{}", deck(terms))
}

#[test]
fn words_that_a_source_replaces_are_named_where_it_is_added_updated_and_listed() {
    let (env, _) = taken();
    let named = |word| (word, "definition: What it is in this squad, for at least a month or so");
    env.write("squad/a.yaml", &extending("ops", &[SLO, named("Page")]));
    let ran = env.run(&["deck", "sources", "add", "squad"]).ends_with(0);
    let said = "in the deck `ops`, the source squad replaces `SLO` of the source team\n";
    assert!(ran.err.contains(said), "{ran:#?}");
    let list = || env.run(&["deck", "sources", "list"]).ends_with(0).out;
    assert!(list().contains("\n  ops replaces `SLO` of the source team\n"), "{}", list());
    assert!(list().contains("\n  ops has its `SLO` replaced by the source squad\n"), "{}", list());
    // Only what is new is said again; of many words, three are named.
    let update = || env.run(&["deck", "sources", "update"]).ends_with(0).err;
    assert!(!update().contains("replaces"));
    env.write("squad/a.yaml", &extending("ops", &[SLO, TOIL]));
    assert!(update().contains("replaces `SLO` and `Toil` of the source team\n"));
    let words = ["SLO", "Toil", "Runbook", "Canary"].map(named);
    env.write("many/m.yaml", &extending("platform", &words));
    let ran = env.run(&["deck", "sources", "add", "many"]).ends_with(0);
    let said = "replaces 4 words (`SLO`, `Toil`, `Runbook`, …) of the built-in decks\n";
    assert!(ran.err.contains(said), "{ran:#?}");
    // What the user's own decks replace is meant.
    env.write("data/decks/mine.yaml", &extending("ops", &[SLO]));
    assert!(!list().contains("your own decks"), "{}", list());
}

#[test]
fn files_of_one_deck_in_a_source_are_one_deck() {
    let env = TestEnv::new();
    env.write("late/a.yaml", &extending("late", &[SLO]));
    env.write("late/z.yaml", &format!("deck: late\n{}", deck(&[TOIL])));
    let ran = env.run(&["deck", "sources", "add", "late"]).ends_with(0);
    assert_eq!(ran.out, "late  Ops, 2 words\n");
    assert!(ran.err.contains("late is added: 1 deck;"), "{ran:#?}");
    assert!(env.run(&["deck", "sources", "list"]).out.ends_with("fetched today: late\n"));
    let ran = env.run(&["deck", "sources", "update"]).ends_with(0);
    assert_eq!(ran.err, "late: nothing new\n");
}

#[test]
fn a_source_with_two_decks_says_how_to_follow_both() {
    let env = TestEnv::new();
    env.write("two/ops.yaml", &format!("deck: ops\n{}", deck(&[SLO])));
    env.write("two/pay.yaml", &format!("deck: pay\n{}", deck(&[TOIL])));
    let ran = env.run(&["deck", "sources", "add", "two"]).ends_with(0);
    let said = "2 decks; to be quizzed on them, run `shoptalk team follow ops pay`\n";
    assert!(ran.err.ends_with(said), "{ran:#?}");
}

#[test]
fn two_decks_of_one_id_in_a_source_and_a_base_that_is_missing_are_named_at_once() {
    let mut env = TestEnv::new();
    let repository = Repository::new(&mut env, "team");
    repository.write("decks/a.yaml", &format!("deck: zed\n{}", deck(&[SLO])));
    repository.write("decks/b.yaml", &format!("deck: zed\n{}", deck(&[TOIL])));
    repository.write("decks/c.yaml", &extending("nowhere", &[("Page", "definition: A call")]));
    repository.commit();
    let ran = env.run(&["deck", "sources", "add", &repository.url()]).ends_with(0);
    assert!(ran.err.contains("E309") && ran.err.contains("W310"), "{ran:#?}");
    let ran = env.run(&["deck", "sources", "list"]).ends_with(0);
    assert!(ran.out.contains("E309") && ran.out.contains("W310"), "{ran:#?}");
    let ran = env.run(&["deck", "sources", "update", "team"]).ends_with(0);
    assert!(ran.err.contains("team: nothing new"), "{ran:#?}");
}

#[test]
fn errors_of_a_source_are_told_when_it_is_added_and_in_its_list_but_not_in_passing() {
    let env = TestEnv::new();
    env.write("ours/ops.yaml", &deck(&[SLO]));
    env.write("ours/glossary.yaml", "terms:\n  - name: SLO\n    meaning: a target\n");
    for at in 1..=5 {
        env.write(&format!("ours/bad{at}.yaml"), "terms:\n  - term: A: b\n");
    }
    let ran = env.run(&["deck", "sources", "add", "ours"]).ends_with(0);
    assert_eq!(ran.out, "ops  Ops, 1 word\n");
    let said =
        "skipped glossary.yaml: this is not a deck: its terms have none of a term's fields\n";
    assert!(ran.err.contains(said), "{ran:#?}");
    assert_eq!(ran.err.matches(" error E201: ").count(), 3, "{ran:#?}");
    assert!(ran.err.contains("2 more problems: shoptalk deck sources list\n"), "{ran:#?}");
    for args in [["team", "follow", "ops"], ["lookup", "-n1", "slo"]] {
        let ran = env.run(&args).ends_with(0);
        assert!(!ran.err.contains("E201") && !ran.err.contains("problem"), "{ran:#?}");
    }
    let ran = env.run(&["deck", "sources", "list"]).ends_with(0);
    assert_eq!(ran.out.matches(" error E201: ").count(), 5, "{ran:#?}");
    assert_eq!(
        env.run(&["deck", "sources", "update"]).ends_with(0).err.matches("ours:").count(),
        1
    );
}

const POINTER: &str = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n";

#[test]
fn files_that_are_no_decks_are_named_by_what_they_are() {
    let (env, repository) = taken();
    for at in 0..5 {
        repository.write(&format!("decks/k{at}.yaml"), "apiVersion: v1\nkind: Service\n");
    }
    repository.commit();
    let ran = env.run(&["deck", "sources", "update"]).ends_with(0);
    assert!(
        ran.err.contains("skipped k0.yaml: this is a Kubernetes manifest, not a deck\n"),
        "{ran:#?}"
    );
    assert!(ran.err.contains("skipped 2 more files that are not decks\n"), "{ran:#?}");
    assert!(!looked_up(&env, "toil").ends_with(0).err.contains("k0"));
    // A deck that moved to Git LFS is not lost.
    repository.write("decks/ops.yaml", POINTER);
    repository.write("decks/pay.yaml", &deck(&[SLO]));
    repository.commit();
    let ran = env.run(&["deck", "sources", "update"]).ends_with(1);
    assert!(ran.out.contains("ops.yaml:1:1: error E113: this is a Git LFS pointer"), "{ran:#?}");
    assert!(looked_up(&env, "toil").ends_with(0).out.contains("comes back every week"));
    // And nothing is added where there is nothing to learn.
    env.write("lfs/ops.yaml", POINTER);
    let ran = env.run(&["deck", "sources", "add", "lfs"]).ends_with(2);
    assert!(ran.err.contains("skipped ops.yaml: this is a Git LFS pointer"), "{ran:#?}");
}

#[test]
fn a_submodule_of_decks_is_named_with_its_address() {
    let (env, repository) = taken();
    let commit = repository.head();
    repository.git(&["rm", "--quiet", "-r", "decks"]);
    repository.write(
        ".gitmodules",
        "[submodule \"words\"]\n\tpath = decks\n\turl = https://me:secret@a.b/words\n",
    );
    repository.git(&["add", ".gitmodules"]);
    repository.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{commit},decks")]);
    repository.git(&["commit", "--quiet", "-m", "elsewhere"]);
    for more in [&[][..], &["--path", "decks"]] {
        let url = repository.url();
        let args = [&["deck", "sources", "add", &url, "--name", "x"], more].concat();
        let ran = env.run(&args).ends_with(2);
        let said = "decks is a submodule: its decks are in another repository, https://a.b/words; add that one";
        assert!(ran.err.contains(said), "{ran:#?}");
    }
    std::fs::create_dir(repository.folder().join("decks")).expect("it is gone");
    let ran = env.run(&["deck", "sources", "add", "team", "--name", "x"]).ends_with(2);
    assert!(ran.err.contains("decks is a submodule that was not fetched; run `git"), "{ran:#?}");
}

#[test]
fn a_password_in_an_address_is_neither_kept_nor_shown() {
    let mut env = TestEnv::new();
    let _ = Repository::new(&mut env, "unused");
    let ran = env
        .run(&["deck", "sources", "add", "https://me:secret@127.0.0.1:1/acme/decks"])
        .ends_with(2);
    let said = format!("{}{}", ran.out, ran.err);
    assert!(said.contains("fetching decks from https://127.0.0.1:1/acme/decks\n"), "{ran:#?}");
    assert!(!said.contains("secret") && !said.contains("me:"), "{ran:#?}");
}

#[test]
fn decks_in_subfolders_come_along_from_a_repository_and_from_a_folder() {
    let mut env = TestEnv::new();
    let repository = Repository::new(&mut env, "team");
    repository.write("decks/ops.yaml", &deck(&[SLO]));
    repository.write("decks/pay/words.yaml", &format!("deck: pay\n{}", deck(&[TOIL])));
    repository.write("decks/web/words.yaml", &format!("deck: web\n{}", deck(&[TOIL])));
    repository.write("decks/.hidden/x.yaml", &deck(&[TOIL]));
    repository.write("other/x.yaml", &deck(&[TOIL]));
    repository.commit();
    let url = repository.url();
    let found = "ops  Ops, 1 word\npay  Ops, 1 word\nweb  Ops, 1 word\n";
    assert_eq!(env.run(&["deck", "sources", "add", &url]).ends_with(0).out, found);
    env.run(&["deck", "sources", "remove", "team"]).ends_with(0);
    assert_eq!(env.run(&["deck", "sources", "add", "team"]).ends_with(0).out, found);
    assert!(env.data().join("sources/team/copy-1/pay/words.yaml").is_file());
    repository.write("decks/web/words.yaml", &format!("deck: web\n{}", deck(&[TOIL, SLO])));
    let ran = env.run(&["deck", "sources", "update"]).ends_with(0);
    assert!(ran.err.contains("team: 1 term added in other decks"), "{ran:#?}");
    repository.write("decks/web/words.yaml", "terms: [\n");
    let ran = env.run(&["deck", "sources", "update"]).ends_with(1);
    assert!(ran.out.replace('\\', "/").starts_with("web/words.yaml:1:"), "{ran:#?}");
}

/// Puts a program called `name` on the PATH that does what `script` says, in which `$REST` are the other folders of the PATH.
#[cfg(unix)]
fn with_program(env: &mut TestEnv, name: &str, script: &str) {
    use std::os::unix::fs::PermissionsExt as _;

    let path = std::env::vars_os().find(|(name, _)| name == "PATH");
    let path = path.expect("this machine has programs").1;
    let script = format!("#!/bin/sh\nREST='{}'\n{script}\n", path.display());
    let program = env.write(&format!("bin/{name}"), &script);
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&program, executable).expect("it is ours");
    env.set("PATH", format!("{}:{}", env.home().join("bin").display(), path.display()));
}

#[cfg(unix)]
#[test]
fn the_reason_why_git_fails_is_shown_with_what_to_do_and_nothing_is_asked() {
    let mut env = TestEnv::new();
    let repository = Repository::new(&mut env, "team");
    let arguments = env.home().join("arguments");
    let script = format!(
        "echo \"$@\" > {}\necho 'git@example.org: Permission denied (publickey).' >&2\nexit 255",
        arguments.display()
    );
    with_program(&mut env, "ssh", &script);
    let ran = env.run(&["deck", "sources", "add", "git@example.org:acme/words.git"]).ends_with(2);
    assert!(
        ran.err.contains(
            "git: git@example.org: Permission denied (publickey); the server accepts none"
        )
    );
    let arguments = std::fs::read_to_string(arguments).expect("ssh was called");
    assert!(arguments.contains("-oBatchMode=yes"), "{arguments}");
    for (script, said) in [
        ("echo 'Host key verification failed.' >&2; exit 255", "ssh does not know this server yet"),
        (
            "echo '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @' >&2
            echo 'Host key verification failed.' >&2; exit 255",
            "the server's key is not the one ssh knows",
        ),
        (
            "echo 'Connection closed by 192.0.2.1 port 22' >&2; exit 255",
            "check the address and your network connection",
        ),
        (
            "echo 'ERROR: Repository not found.' >&2; exit 128",
            "git: Repository not found; check the address",
        ),
    ] {
        with_program(&mut env, "ssh", script);
        let ran = env.run(&["deck", "sources", "add", "ssh://git@example.org/words"]).ends_with(2);
        assert!(ran.err.contains(said), "{ran:#?}");
    }
    let url = repository.url();
    let ran = env.run(&["deck", "sources", "add", &url]).ends_with(2);
    assert!(ran.err.contains("the repository has no commits yet"), "{ran:#?}");
    repository.commit();
    let ran = env.run(&["deck", "sources", "add", &url, "--branch", "nosuch"]).ends_with(2);
    assert!(ran.err.contains("git: Remote branch nosuch not found"), "{ran:#?}");
    let ran =
        env.run(&["deck", "sources", "add", "https://t0ken@127.0.0.1:1/acme/words"]).ends_with(2);
    assert!(ran.err.contains("check the address and your network connection"), "{ran:#?}");
    assert!(!ran.err.contains("t0ken"), "{ran:#?}");
}

#[test]
fn a_branch_and_a_folder_can_be_chosen() {
    let (env, repository) = taken();
    repository.git(&["checkout", "--quiet", "-b", "next"]);
    repository.write("words/next.yaml", &deck(&[TOIL]));
    repository.commit();
    let url = repository.url();
    let args =
        ["deck", "sources", "add", &url, "--name", "next", "--branch", "next", "--path", "words"];
    assert_eq!(env.run(&args).ends_with(0).out, "next  Ops, 1 word\n");
    let json = env.run(&["deck", "sources", "list", "--json"]).ends_with(0).json();
    assert_eq!((&json[1]["branch"], &json[1]["path"]), (&"next".into(), &"words".into()));
    env.run(&["deck", "sources", "update", "next"]).ends_with(0);
}

/// Serves `repository` over the git protocol on the loopback interface, for two connections. Returns the port.
#[cfg(unix)]
fn serve_twice(repository: &Repository) -> (u16, std::thread::JoinHandle<()>) {
    use std::os::fd::OwnedFd;
    use std::process::{Command, Stdio};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it has an address").port();
    let base = format!("--base-path={}", repository.folder().display());
    let server = std::thread::spawn(move || {
        for _ in 0..2 {
            let (stream, _) = listener.accept().expect("somebody comes");
            let (there, back): (OwnedFd, OwnedFd) =
                (stream.try_clone().expect("a socket can be shared").into(), stream.into());
            let mut git = Command::new("git");
            git.args(["daemon", "--inetd", "--export-all", &base]).env("GIT_CONFIG_NOSYSTEM", "1");
            git.stdin(Stdio::from(there)).stdout(Stdio::from(back)).stderr(Stdio::null());
            git.status().expect("git can be started");
        }
    });
    (port, server)
}

#[cfg(unix)]
#[test]
fn decks_come_over_the_network() {
    let mut env = TestEnv::new();
    let repository = Repository::new(&mut env, "team");
    repository.write("ops.yaml", &deck(&[SLO, TOIL]));
    repository.commit();
    let (port, server) = serve_twice(&repository);
    let url = format!("git://127.0.0.1:{port}/.git");
    env.run(&["deck", "sources", "add", &url, "--name", "team"]).ends_with(0);
    repository.write("ops.yaml", &deck(&[SLO]));
    repository.commit();
    let ran = env.run(&["deck", "sources", "update"]).ends_with(0);
    assert!(ran.err.contains("1 term removed"), "{ran:#?}");
    server.join().expect("it has served twice");
    let ran = env.run(&["deck", "sources", "update"]).ends_with(1);
    assert!(ran.err.contains("still using today's decks"), "{ran:#?}");
}

#[cfg(unix)]
#[test]
fn a_git_that_needs_all_contents_to_list_files_still_fetches_only_the_decks() {
    let mut env = TestEnv::new();
    let repository = Repository::new(&mut env, "team");
    repository.write("decks/ops.yaml", &deck(&[SLO]));
    repository.write("large.txt", &"much ".repeat(1000));
    repository.commit();
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    repository.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
    // As git 2.39: it fails to list sizes where a content is missing.
    let script = "case \"$*\" in *ls-tree*-l*)
        out=$(PATH=$REST git \"$@\" | tr '\\0' '@')
        case $out in *BAD*) echo 'fatal: could not fetch 0a92e0 from promisor remote' >&2; exit 128;; esac;;
    esac
    PATH=$REST exec git \"$@\"";
    with_program(&mut env, "git", script);
    let ran = env.run(&["deck", "sources", "add", &repository.url()]).ends_with(0);
    assert_eq!(ran.out, "ops  Ops, 1 word\n");
}
