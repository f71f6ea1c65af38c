//! Tests `shoptalk deck diff`: the report for reviewers of decks.

use crate::support::TestEnv;
use crate::support::repository::Repository;

const OPS: &str = "title: Ops\nsummary: Runs it.\nterms:\n  - term: SLO\n    expansion: Service-level objective\n    \
    definition: A target for how well a service does, which a team has agreed on with those who use it.\n    \
    example: We missed the SLO.\n    why: It ends an argument.\n    ask: How far from it are we?\n    level: core\n    see_also: [toil]\n  \
    - term: Toil\n    definition: Work that comes back every week and leaves nothing behind that would last.\n    \
    example: So much toil.\n    why: It grows.\n    ask: How much?\n    level: core\n";

fn repository() -> (TestEnv, Repository) {
    let mut env = TestEnv::new();
    let repository = Repository::new(&mut env, "team");
    repository.write("decks/ops.yaml", OPS);
    repository.commit();
    (env, repository)
}

fn diff(env: &TestEnv, repository: &Repository, args: &[&str]) -> crate::support::Ran {
    let args = [&["deck", "diff"], args].concat();
    crate::support::Ran::of(env.shoptalk(&args).current_dir(repository.folder()))
}

#[test]
fn a_change_that_costs_nobody_anything_passes() {
    let (env, repository) = repository();
    let ran = diff(&env, &repository, &["HEAD"]).ends_with(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", "nothing has changed\n"));
    let new = OPS
        .replace("A target for", "A promise of")
        .replace("term: Toil", "term: Drudgery")
        .replace(
            "    example: So much toil",
            "    formerly: [toil]\n    example: So much drudgery",
        );
    let new = new.replace("see_also: [toil]", "see_also: [drudgery]");
    let (slo, drudgery) = new.split_at(new.find("  - term: Drudgery").expect("it is there"));
    let (head, slo) = slo.split_at(slo.find("  - term: SLO").expect("it is there"));
    repository.write("decks/ops.yaml", &format!("{head}{drudgery}{slo}"));
    let ran = diff(&env, &repository, &["HEAD"]).ends_with(0);
    insta::assert_snapshot!("diff_renamed", ran.out);
    assert_eq!(ran.err, "1 term renamed, 2 terms changed\n");
}

#[test]
fn lost_progress_and_new_errors_do_not_pass() {
    let (env, repository) = repository();
    repository.git(&["checkout", "--quiet", "-b", "work"]);
    let without = &OPS[..OPS.find("  - term: Toil").expect("it is there")];
    repository.write("decks/ops.yaml", &format!("{without}  - term: Drudgery\n    definition: Work that comes back every week and leaves nothing behind that would last.\n"));
    repository.commit();
    let ran = diff(&env, &repository, &["main", "work"]).ends_with(1);
    insta::assert_snapshot!("diff_lost", ran.out.replace('\\', "/"));
    let ran = diff(&env, &repository, &["main...", "--format", "markdown"]).ends_with(1);
    insta::assert_snapshot!("diff_markdown", ran.out.replace('\\', "/"));
    assert_eq!(ran.err, "");
    let json = diff(&env, &repository, &["main", "--json"]).ends_with(1).json();
    assert_eq!((&json["bad"], &json["removed"][0]["id"]), (&true.into(), &"ops/toil".into()));
    assert_eq!(json["removed"][0]["perhaps"], "ops/drudgery");
    assert_eq!(json["broken_links"][0]["to"], "ops/toil");

    repository.write("decks/ops.yaml", &OPS.replace("    why: It grows.\n", "    wy: It grows.\n"));
    let ran = diff(&env, &repository, &["main"]).ends_with(1);
    assert!(ran.out.contains("error E301") && !ran.out.contains("would be lost"), "{ran:#?}");
}

#[test]
fn two_folders_are_compared_without_git() {
    let env = TestEnv::new();
    env.write("old/ops.yaml", OPS);
    env.write("new/ops.yaml", &OPS.replace("level: core\n    see", "level: deep\n    see"));
    let ran = env.run(&["deck", "diff", "old", "new"]).ends_with(0);
    assert!(ran.out.contains("~ ops/slo  SLO\n    level: [-core-] {+deep+}\n"), "{ran:#?}");
    let ran = env.run(&["deck", "diff", "old"]).ends_with(2);
    assert!(ran.err.contains("to compare two folders, name both"), "{ran:#?}");
}

#[test]
fn what_cannot_be_compared_is_said_in_plain_words() {
    let (env, repository) = repository();
    let ran = diff(&env, &repository, &["no-such"]).ends_with(2);
    assert!(ran.err.contains("unknown revision `no-such`"), "{ran:#?}");
    let ran = diff(&env, &repository, &["--", "--output=boo"]).ends_with(2);
    assert!(ran.err.contains("unknown revision `--output=boo`"), "{ran:#?}");
    assert!(!repository.folder().join("boo").exists());
    let ran = diff(&env, &repository, &["HEAD", "--path", "nowhere"]).ends_with(2);
    assert!(ran.err.contains("nowhere exists neither here nor at `HEAD`"), "{ran:#?}");
    let outside = env.run(&["deck", "diff", "HEAD"]).ends_with(2);
    assert!(outside.err.contains("is not in a git repository"), "{outside:#?}");
    let env = env.with("PATH", "nowhere");
    let ran = diff(&env, &repository, &["HEAD"]).ends_with(2);
    assert!(ran.err.contains("the program `git` is not on your PATH; install it"), "{ran:#?}");
}

#[test]
fn a_deck_that_is_gone_is_seen() {
    let (env, repository) = repository();
    std::fs::remove_file(repository.folder().join("decks/ops.yaml")).expect("it is there");
    for args in [&["HEAD"][..], &["HEAD", "--path", "decks/ops.yaml"]] {
        let ran = diff(&env, &repository, args).ends_with(1);
        assert!(ran.out.starts_with("Progress on 2 terms would be lost"), "{ran:#?}");
        assert!(ran.err.contains("1 deck removed"), "{ran:#?}");
    }
}
