//! Tests `shoptalk deck check`: every problem, its position, and how to fix it.

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
    let ran = env.run(&["deck", "check", "--json", text(&mistakes())]).ends_with(1);
    let json = ran.json();
    let problems = json.as_array().expect("problems are a list");
    assert!(problems.iter().all(|problem| problem["help"].is_string()), "{json}");
    for (name, lines) in files {
        let file = text(&mistakes().join(name)).to_owned();
        let of_file = problems.iter().filter(|problem| problem["path"] == file.as_str());
        let mut found: Vec<_> = of_file
            // All files contain the same deck with different mistakes, so checking them together adds E309.
            .filter(|problem| problem["severity"] == "error" && problem["code"] != "E309")
            .map(|problem| problem["line"].clone())
            .collect();
        found.dedup();
        assert_eq!(&serde_json::Value::from(found), lines, "{name}");
    }
    assert!(ran.err.contains(&format!("{} files checked", files.len())), "{}", ran.err);

    // The short format: one line per problem, in the same order.
    let ran = env.run(&["deck", "check", "--format", "short", text(&mistakes())]).ends_with(1);
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
    let warned =
        env.write("warned.yaml", &GOOD.replace("    why: It grows.\n", "    see_also: [gone]\n"));
    let broken = env.write("broken.yaml", "terms:\n  - term: Note: toil\n");
    let check = |args: &[&str]| env.run(&[&["deck", "check"], args].concat());
    let ran = check(&[text(&good)]).ends_with(0);
    assert_eq!(
        (ran.out.as_str(), ran.err.as_str()),
        ("", "1 file checked: no problems; `--hints` shows 1 hint\n")
    );
    let ran = check(&["--strict", "--hints", text(&good)]).ends_with(0);
    assert!(ran.out.contains("N409") && ran.err.contains(", 1 hint"), "{ran:#?}");
    let ran = check(&[text(&warned)]).ends_with(0);
    assert!(
        ran.out.contains("warning[W501]") && ran.err.contains("0 errors, 1 warning;"),
        "{ran:#?}"
    );
    check(&["--strict", text(&warned)]).ends_with(1);
    check(&[text(&broken)]).ends_with(1);
    check(&[text(&good), text(&broken)]).ends_with(1);
    let ran = check(&["no/such/file.yaml"]).ends_with(1);
    assert!(ran.out.contains("error[E108]") && ran.out.contains("file.yaml:1:1"), "{ran:#?}");
    let ran = check(&[]).ends_with(2);
    assert!(ran.err.contains("there is no `decks` folder here"), "{ran:#?}");
    check(&["--nonsense"]).ends_with(2);
}

#[test]
fn nothing_checked_is_no_deck_that_is_well() {
    for (files, path, said) in [
        (&["empty/README.md"][..], "empty", "`shoptalk deck new NAME` makes one"),
        (&["decks/.hidden/p.yaml"], "decks", "`shoptalk deck new NAME` makes one"),
        (&["a/p.yaml.txt"], "a", "a/p.yaml.txt looks like one: rename it to p.yaml"),
        (&["b/words.json", "b/deck.schema.json"], "b", "`shoptalk deck new NAME --from b`"),
        (&["c/deck.schema.json"], "c", "`shoptalk deck new NAME` makes one"),
    ] {
        let env = TestEnv::new();
        for file in files {
            env.write(file, if file.ends_with("json") { "{}" } else { GOOD });
        }
        for args in [
            &["deck", "check"][..],
            &["deck", "check", "--strict"],
            &["deck", "check", "--fix"],
            &["deck", "check", "--stale", "1y"],
            &["deck", "fmt"],
        ] {
            let ran = env.run(&[args, &[path]].concat()).ends_with(2);
            let err = ran.err.replace('\\', "/");
            assert!(ran.out.is_empty() && err.contains(said), "{args:?} {err}");
            assert!(err.contains(&format!("no deck (.yaml or .yml) in {path}: ")), "{err}");
        }
        let ran = env.run(&["deck", "check", "--format", "github", path]).ends_with(2);
        let first = "::error title=shoptalk check::nothing was checked: no deck";
        assert!(ran.out.starts_with(first), "{ran:#?}");
    }
}

#[test]
fn a_deck_that_is_not_read_is_named_beside_those_that_are() {
    let env = TestEnv::new();
    env.write("decks/good.yaml", GOOD);
    env.write("decks/upper.YAML", &GOOD.replace("title: ", "title: Upper "));
    let ran = env.run(&["deck", "check"]).ends_with(0);
    assert!(ran.err.starts_with("2 files checked: "), "a name in capitals is a name: {ran:#?}");
    env.write("decks/pay/more.yaml.txt", GOOD);
    let short = ["deck", "check", "--format", "short", "decks"];
    let ran = env.run(&short).ends_with(0);
    let out = ran.out.replace('\\', "/");
    let said = "decks/pay/more.yaml.txt:1:1: warning W111: this deck is not read";
    assert!(out.contains(said), "{out}");
    env.run(&["deck", "check", "--strict"]).ends_with(1);
    let ran = env.run(&["deck", "fmt", "--check"]);
    let err = ran.err.replace('\\', "/");
    assert!(err.contains("decks/pay/more.yaml.txt: this deck is not read"), "{err}");
    // A file named explicitly is not skipped.
    let ran = env.run(&[&short[..], &["decks/pay/more.yaml.txt"]].concat());
    assert!(!ran.out.contains(" warning W111"), "{ran:#?}");
}

#[test]
fn decks_in_subfolders_are_read_and_their_ids_are_unique_too() {
    let mut env = TestEnv::new();
    let path = std::env::vars_os().find(|(name, _)| name == "PATH").expect("there is one").1;
    env.set("PATH", path);
    let good = |deck: &str| GOOD.replace("title: ", &format!("deck: {deck}\ntitle: "));
    env.write("words/ops.yaml", &good("ops"));
    env.write("words/pay/cards.yaml", &good("cards").replace("Work that", "Labor that"));
    env.write("words/.github/ci.yaml", "on: push\njobs: {}\n");
    env.write("words/node_modules/x/x.yaml", &good("ops"));
    let ran = env.run(&["deck", "check", "--strict", "words"]).ends_with(0);
    assert!(ran.err.starts_with("2 files checked: no problems"), "{ran:#?}");
    let ran = env.run(&["--decks", "words", "lookup", "--deck", "cards", "toil"]).ends_with(0);
    assert!(ran.out.contains("Labor that comes back"), "{ran:#?}");
    git(&env, &["init", "--quiet", "--initial-branch=main"]);
    git(&env, &["add", "--force", "."]);
    git(&env, &["commit", "--quiet", "-m", "one"]);
    let ran = env.run(&["deck", "diff", "HEAD", "--path", "words"]).ends_with(0);
    assert!(ran.err.contains("nothing has changed"), "{ran:#?}");
    env.write("words/pay/more/ops.yaml", &good("ops"));
    env.write("words/pay/docker-compose.yaml", "services: {}\n");
    let ran = env.run(&["deck", "check", "--base", "HEAD", "--format", "short", "words"]);
    let out = ran.ends_with(1).out.replace('\\', "/");
    let lines: Vec<_> = out.lines().filter(|line| !line.contains(" W407: ")).collect();
    assert_eq!(lines.len(), 2, "{out}");
    let said = "words/pay/docker-compose.yaml:1:1: warning W112: this is a Docker Compose file";
    assert!(lines[0].starts_with(said), "{out}");
    assert!(lines[1].contains("E309: the deck `ops` is already in words/ops.yaml"), "{out}");
}

#[test]
fn a_file_of_another_tool_is_no_deck_that_is_well() {
    let env = TestEnv::new();
    env.write("x/docker-compose.yaml", "services:\n  web: {}\n");
    let ran = env.run(&["deck", "check", "x"]).ends_with(1);
    assert!(ran.out.contains("this is a Docker Compose file, not a deck"), "{ran:#?}");
    let ran = env.run(&["--decks", "x/docker-compose.yaml", "lookup", "toil"]);
    assert!(ran.err.contains("this is a Docker Compose file, not a deck"), "{ran:#?}");
    assert!(!env.run(&["--decks", "x", "lookup", "toil"]).err.contains("Docker"));
}

#[test]
fn without_a_path_the_decks_that_are_at_hand_are_checked() {
    let env = TestEnv::new();
    env.write("data/decks/own.yaml", "terms: [\n");
    let ran = env.run(&["deck", "check"]).ends_with(1);
    assert!(ran.out.contains("own.yaml:"), "{ran:#?}");
    env.write("decks/here.yaml", GOOD);
    let ran = env.run(&["deck", "check"]).ends_with(0);
    assert_eq!(ran.err, "1 file checked: no problems; `--hints` shows 1 hint\n");
}

#[test]
fn a_rule_is_explained() {
    let env = TestEnv::new();
    let ran = env.run(&["deck", "check", "--explain", "E209"]).ends_with(0);
    assert!(ran.out.starts_with("E209: ") && ran.out.contains("An error:"), "{ran:#?}");
    insta::assert_snapshot!("explain", ran.out);
    for rule in shoptalk::core::deck::rules::Rule::ALL {
        let out = env.run(&["deck", "check", "--explain", rule.code()]).ends_with(0).out;
        assert!(out.contains("Mistake: ") || out.contains("\nFixed:\n    "), "{out}");
        assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    }
    let ran = env.run(&["deck", "check", "--explain", "E999"]).ends_with(2);
    assert!(ran.err.contains("unknown rule `E999`; the rules are E"), "{ran:#?}");
}

/// Eight different mistakes in one file.
const EIGHT: &str = "title: Eight
owner: \"@acme/eight\"
terms:
  - term: Backlog
    defintion: The list of what could be built next, in the order of its worth.
  - term: no
    definition: The answer that keeps a list short, and that nobody likes to be given.
  - term: Burn down
    definition: The line that says how much of the planned work is left on each day.
    aliases: burndown chart
  - term: Epic
    definition: A large piece of work, ranked #1 by those who asked for it and last by the others.
  - term: burn-down
    definition: The line that says how much of the promised work is left on each day.
    Why: It shows late work early.
  - term: Spike
    level: Core
";

#[test]
fn a_file_with_eight_mistakes_gets_eight_reports_in_one_run() {
    let env = TestEnv::new();
    env.write("decks/eight.yaml", EIGHT);
    let json = env.run(&["deck", "check", "--json"]).ends_with(1).json();
    let errors = json.as_array().expect("a list").iter().filter(|one| one["severity"] == "error");
    let codes: Vec<_> = errors.map(|one| one["code"].as_str().expect("a code")).collect();
    assert_eq!(codes, ["E301", "E301", "E209", "E304", "E210", "E308", "E301", "E302", "E305"]);
    let ran = env.run(&["deck", "check"]).ends_with(1);
    insta::assert_snapshot!("check_eight", format!("{}{}", ran.out, ran.err));
}

#[test]
fn what_comes_again_and_again_is_listed_and_not_drawn() {
    let env = TestEnv::new();
    let mut many = String::from("terms:\n");
    for at in 0..20 {
        many += &format!("  - term: Word {at:02}\n    defintion: d\n");
    }
    many += "    levle: core\n";
    env.write("decks/many.yaml", &many);
    let ran = env.run(&["deck", "check"]).ends_with(1);
    assert_eq!(ran.out.matches("error[E301]").count(), 3, "{}", ran.out);
    assert_eq!(ran.out.matches("why:").count(), 1, "a reason is given once: {}", ran.out);
    insta::assert_snapshot!("check_many", ran.out);
    assert_eq!(
        env.run(&["deck", "check", "--format", "short"]).ends_with(1).out.lines().count(),
        21
    );
}

#[test]
fn colour_is_used_when_it_is_asked_for() {
    let env = TestEnv::new();
    env.write("decks/eight.yaml", EIGHT);
    assert!(!env.run(&["deck", "check"]).out.contains('\u{1b}'));
    assert!(env.run(&["deck", "check", "--color", "always"]).out.contains("\u{1b}[31m"));
    assert!(!env.run(&["deck", "check", "--color", "never"]).out.contains('\u{1b}'));
}

#[test]
fn fix_mends_shows_how_and_touches_nothing_else() {
    let env = TestEnv::new();
    let file = env.write("decks/eight.yaml", EIGHT);
    let dry = env.run(&["deck", "check", "--fix", "--dry-run"]).ends_with(1);
    assert!(
        dry.out.contains("-    defintion: The list") && dry.err.contains("could be fixed"),
        "{dry:#?}"
    );
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), EIGHT);

    let ran = env.run(&["deck", "check", "--fix"]).ends_with(1);
    insta::assert_snapshot!("check_fix", format!("{}{}", ran.out, ran.err));
    let fixed = std::fs::read_to_string(&file).expect("it is there");
    let same = EIGHT.lines().filter(|line| fixed.lines().any(|other| other == *line)).count();
    assert_eq!(same, EIGHT.lines().count() - 7, "{fixed}");

    let again = env.run(&["deck", "check", "--fix"]).ends_with(1);
    assert!(again.err.starts_with("nothing can be fixed automatically\n"), "{again:#?}");
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), fixed);
}

#[cfg(unix)]
#[test]
fn fix_keeps_line_ends_permissions_and_links() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let env = TestEnv::new();
    let windows =
        format!("\u{feff}{}", GOOD.replace("level: core", "level: Core").replace('\n', "\r\n"));
    let file = env.write("real/good.yaml", &windows);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).expect("it is ours");
    // In the user's own folder, links are the user's.
    let own = env.data().join("decks");
    std::fs::create_dir_all(&own).expect("a folder can be made");
    let link = own.join("good.yaml");
    symlink(&file, &link).expect("a link can be made");
    let own = own.to_str().expect("it is text");
    let ran = env.run(&["deck", "check", "--fix", "--strict", own]).ends_with(0);
    assert!(ran.err.contains("2 problems in 1 file fixed"), "{ran:#?}");
    let text = std::fs::read_to_string(&file).expect("it is there");
    assert_eq!(text, GOOD.replace('\n', "\r\n"));
    let mode = std::fs::metadata(&file).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert!(std::fs::symlink_metadata(&link).expect("it is there").is_symlink());
    let left: Vec<_> = std::fs::read_dir(env.home().join("real")).expect("a folder").collect();
    assert_eq!(left.len(), 1, "no file is left beside it");
}

#[test]
fn github_gets_annotations_and_a_summary() {
    let mut env = TestEnv::new();
    env.write("decks/eight.yaml", EIGHT);
    let ran = env.run(&["deck", "check", "--format", "github"]).ends_with(1);
    let first = ran.out.lines().next().expect("there is a line");
    let path = Path::new("decks").join("eight.yaml");
    let begin = format!(
        "::error file={},line=2,col=1,title=E301 Only fields that decks have.::",
        path.display()
    );
    assert!(first.starts_with(&begin), "{first}");
    let kinds: Vec<_> = ran.out.lines().filter_map(|line| line.split([' ', ':']).nth(2)).collect();
    assert!(kinds.is_sorted() && kinds.contains(&"warning"), "errors come first: {kinds:?}");
    let summary = env.home().join("summary.md");
    env.set("GITHUB_STEP_SUMMARY", &summary);
    env.run(&["deck", "check", "--format", "github"]).ends_with(1);
    let text = std::fs::read_to_string(&summary).expect("it was written");
    assert!(text.contains("| 2:1 | error E301 | unknown field `owner`"), "{text}");
    // Other formats write no summary.
    std::fs::remove_file(&summary).expect("it is ours");
    env.run(&["deck", "check"]).ends_with(1);
    assert!(!summary.exists());
}

fn git(env: &TestEnv, args: &[&str]) {
    let nowhere = env.home().join("no-settings");
    let settings = [("GIT_CONFIG_GLOBAL", &nowhere), ("GIT_CONFIG_SYSTEM", &nowhere)];
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
    let mut git = std::process::Command::new("git");
    let ran = git.current_dir(env.home()).envs(settings).args(who).args(args).output();
    let ran = ran.expect("git can be run");
    assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn beside_what_they_were_ids_without_a_word_are_errors_and_fresh_terms_are_told_one_by_one() {
    let mut env = TestEnv::new();
    let path = std::env::vars_os().find(|(name, _)| name == "PATH").expect("there is one").1;
    env.set("PATH", path);
    let term = |name: &str, of: &str| {
        format!(
            "  - term: {name}\n    definition: The {of} that a team promises itself to keep over a month.\n"
        )
    };
    let deck = |terms: &[String]| format!("title: Ours\nterms:\n{}", terms.concat());
    let old = [term("Alpha", "first"), term("Beta", "second"), term("Gamma", "third")];
    env.write("decks/ours.yaml", &deck(&old));
    git(&env, &["init", "--quiet", "--initial-branch=main"]);
    git(&env, &["add", "."]);
    git(&env, &["commit", "--quiet", "-m", "one"]);
    let ran = env.run(&["deck", "check", "--base", "main", "--hints"]).ends_with(0);
    assert!(ran.out.is_empty() && ran.err.contains("no new problems (1 older hint)"), "{ran:#?}");

    // Renamed without `formerly`; removed; new; and unchanged.
    let new = [term("Alphabet", "first"), term("Delta", "fourth"), term("Gamma", "third")];
    env.write("decks/ours.yaml", &deck(&new));
    env.run(&["deck", "check"]).ends_with(0);
    let ran = env.run(&["deck", "check", "--base", "main", "--strict"]).ends_with(1);
    insta::assert_snapshot!("check_base", format!("{}{}", ran.out.replace('\\', "/"), ran.err));
    let short =
        env.run(&["deck", "check", "--base", "main...", "--format", "short"]).ends_with(1).out;
    assert_eq!(short.matches(" error E315: ").count(), 2, "{short}");
    assert_eq!(short.matches("` has no `gloss`, `example`").count(), 2, "{short}");

    let said = new[0].replace("    definition", "    formerly: [alpha]\n    definition");
    let kept =
        term("Beta", "second").replace("    definition", "    retired: 2026-11-01\n    definition");
    env.write("decks/ours.yaml", &deck(&[said, kept, new[1].clone(), new[2].clone()]));
    env.run(&["deck", "check", "--base", "main"]).ends_with(0);

    let ran = env.run(&["deck", "check", "--base", "nowhere"]).ends_with(2);
    assert!(ran.err.contains("nowhere"), "{ran:#?}");
    env.run(&["deck", "check", "--base", "--upload-pack=touch x"]).ends_with(2);
}

/// A term with a link to nowhere, which is a warning, and `more` lines.
fn with_warning(name: &str, more: &str) -> String {
    let definition = "The promise that a team makes to those who use what it has built.";
    format!("  - term: {name}\n    definition: {definition}\n    see_also: [gone]\n{more}")
}

#[test]
fn with_a_base_only_what_the_change_brought_fails() {
    let mut env = TestEnv::new();
    let path = std::env::vars_os().find(|(name, _)| name == "PATH").expect("there is one").1;
    env.set("PATH", path);
    git(&env, &["init", "--quiet", "--initial-branch=main"]);
    let deck = |terms: &[String]| format!("title: Ours\nterms:\n{}", terms.concat());
    let check = |args: &[&str]| env.run(&[&["deck", "check", "--strict"], args].concat());
    let old = [
        with_warning("Alpha", ""),
        with_warning("Beta", "    levle: core\n").replace("made", "makes"),
        with_warning("Zulu", "").replace("built", "sold"),
    ];
    env.write("decks/ours.yaml", &deck(&old));
    env.write("decks/note.yaml.txt", &deck(&old));
    // Before the first commit, everything is new.
    check(&["--base", "HEAD"]).ends_with(1);
    git(&env, &["add", "."]);
    git(&env, &["commit", "--quiet", "-m", "one"]);
    check(&[]).ends_with(1);
    let ran = check(&["--base", "HEAD"]).ends_with(0);
    assert!(ran.err.contains("no new problems (1 older error, "), "{ran:#?}");
    assert!(ran.out.contains("unknown field `levle` (older than this change)"), "{ran:#?}");

    // Lines move, a term is renamed, and a good one is added.
    let good = "  - term: Aardvark\n    definition: The word that stands first in most of the lists that people have made.\n";
    let renamed = old[2].replace("term: Zulu", "term: Zebra\n    formerly: [zulu]");
    env.write("decks/ours.yaml", &deck(&[good.into(), old[0].clone(), old[1].clone(), renamed]));
    check(&["--base", "HEAD"]).ends_with(0);

    // An older error hides neither the same mistake in another term, nor that a term is gone.
    let delta = with_warning("Delta", "").replace("those", "people");
    env.write("decks/ours.yaml", &deck(&[old[1].clone(), delta, old[2].clone()]));
    let ran = check(&["--base", "HEAD", "--format", "short"]).ends_with(1);
    let new: Vec<_> = ran.out.lines().filter(|line| !line.contains("(older ")).collect();
    assert_eq!(new.len(), 3, "{ran:#?}");
    assert!(new[0].contains(" E315: `Alpha`") && new[2].contains(" W501: "), "{new:?}");
    assert!(new[1].contains(" N409: `Delta` has no "), "{new:?}");
    let rows = check(&["--base", "HEAD", "--json"]).ends_with(1).json();
    let rows = rows.as_array().expect("a list");
    let is_new = |row: &&serde_json::Value| row["new"] == true;
    // The third is what the new term lacks.
    assert_eq!((rows.iter().filter(is_new).count(), rows.len()), (3, 7), "{rows:#?}");
}

#[test]
fn a_deck_whose_file_has_a_new_name_is_told_once_what_keeps_the_progress() {
    let mut env = TestEnv::new();
    let path = std::env::vars_os().find(|(name, _)| name == "PATH").expect("there is one").1;
    env.set("PATH", path);
    let deck = format!(
        "title: Ours\nterms:\n{}{}",
        with_warning("Alpha", ""),
        with_warning("Beta", "").replace("built", "sold")
    );
    env.write("decks/old.yaml", &deck);
    git(&env, &["init", "--quiet", "--initial-branch=main"]);
    git(&env, &["add", "."]);
    git(&env, &["commit", "--quiet", "-m", "one"]);
    std::fs::rename(env.home().join("decks/old.yaml"), env.home().join("decks/new.yaml"))
        .expect("it can be renamed");
    let check = || env.run(&["deck", "check", "--base", "main", "--format", "short"]);
    let ran = check().ends_with(1);
    let said = "the deck `new` seems to be the new name of `old`, but does not say so; \
                add `formerly: [old]` above `terms`, for all of its words\n";
    assert_eq!(ran.out.matches(" E315: ").count(), 1, "{ran:#?}");
    assert!(ran.out.contains(said), "{ran:#?}");
    env.write("decks/new.yaml", &format!("formerly: [old]\n{deck}"));
    check().ends_with(0);
}

/// Runs the script of the GitHub action in the test's home.
#[cfg(unix)]
fn action(env: &TestEnv, variables: &[(&str, &str)]) -> (bool, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/action/check.sh");
    let ran = std::process::Command::new("bash")
        .arg(script)
        .env_clear()
        .envs(env.variables().iter().cloned())
        .env("SHOPTALK", env!("CARGO_BIN_EXE_shoptalk"))
        .env("DECKS", "decks")
        .envs(variables.iter().copied())
        .current_dir(env.home())
        .output()
        .expect("bash can be run");
    (ran.status.success(), String::from_utf8_lossy(&ran.stdout).into_owned())
}

#[cfg(unix)]
#[test]
fn the_action_fails_only_on_new_problems() {
    let mut env = TestEnv::new();
    let path = std::env::vars_os().find(|(name, _)| name == "PATH").expect("there is one").1;
    env.set("PATH", path);
    git(&env, &["init", "--quiet", "--initial-branch=main"]);
    let deck = |terms: &[&str]| {
        let terms: Vec<_> = terms.iter().map(|term| with_warning(term, "")).collect();
        format!("title: Ours\nterms:\n{}", terms.concat())
    };
    let commit = || {
        git(&env, &["add", "."]);
        git(&env, &["commit", "--quiet", "-m", "a change"]);
    };
    env.write("decks/ours.yaml", &deck(&["Alpha"]));
    commit();
    // Nothing to compare with yet.
    assert!(!action(&env, &[("EVENT", "push")]).0);
    env.write("notes.md", "words");
    commit();
    let (is_well, said) = action(&env, &[("EVENT", "pull_request")]);
    assert!(is_well && said.contains("nothing has changed"), "{said}");
    assert!(!action(&env, &[("BASE", "none")]).0);
    let other = with_warning("Beta", "").replace("promise", "pledge");
    env.write("decks/ours.yaml", &(deck(&["Alpha"]) + &other));
    commit();
    let (is_well, said) = action(&env, &[("EVENT", "pull_request")]);
    assert!(!is_well && said.matches("::warning ").count() == 1, "{said}");
    assert!(action(&env, &[("EVENT", "pull_request"), ("STRICT", "false")]).0);
    env.write("notes.md", "more words");
    commit();
    assert!(action(&env, &[("EVENT", "push"), ("BEFORE", &"0".repeat(40))]).0);
    assert!(!action(&env, &[("EVENT", "push"), ("BEFORE", "HEAD~2")]).0);
}

#[test]
fn words_that_nobody_confirmed_for_long_are_listed_by_owner() {
    let env = TestEnv::new();
    let deck = |owners: &str, reviewed: &str| {
        let terms = [("Alpha", ""), ("Beta", reviewed), ("Gamma", "    retired: 2020-01-01\n")];
        let terms =
            terms.map(|(term, more)| format!("  - term: {term}\n    definition: d\n{more}"));
        format!("{owners}terms:\n{}", terms.concat())
    };
    env.write("decks/a.yaml", &deck("owners: [\"@acme/a\"]\n", "    reviewed: 2025-11-22\n"));
    env.write("decks/b.yaml", &deck("", "    reviewed: 2025-11-23\n"));
    let ran = env.run(&["deck", "check", "--stale", "12m"]).ends_with(0);
    let out = ran.out.replace('\\', "/");
    assert_eq!(
        out,
        "@acme/a: 2 words\n  never       a/alpha  decks/a.yaml:3\n  2025-11-22  a/beta  decks/a.yaml:5\n\n\
         no owner (decks/b.yaml): 1 word\n  never       b/alpha  decks/b.yaml:2\n"
    );
    assert_eq!(ran.err, "3 of 6 words not confirmed since 2025-11-22\n");
    env.run(&["deck", "check", "--stale", "1y", "--strict"]).ends_with(1);
    let json = env.run(&["deck", "check", "--stale", "90d", "--json"]).ends_with(0).json();
    assert_eq!(json.as_array().map(Vec::len), Some(4));
    assert_eq!(json[0]["owners"][0].as_str().or(json[2]["owners"][0].as_str()), Some("@acme/a"));
    let ran = env.run(&["deck", "check", "--stale", "soon"]).ends_with(2);
    assert!(ran.err.contains("such as 90d, 12m, or 1y"), "{ran:#?}");
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    let env = TestEnv::new();
    if cfg!(unix) {
        let pipe = env.home().join("pipe.yaml");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.expect("mkfifo can be run").success());
        for path in [text(&pipe), "/dev/zero", "/dev/tty"] {
            let ran = env.run(&["deck", "check", path]).ends_with(1);
            assert!(ran.out.contains("E108") && ran.out.contains("not a file"), "{ran:#?}");
        }
    }
    let large = env.home().join("large.yaml");
    let file = std::fs::File::create(&large).expect("a file can be made");
    // A sparse file: reading it would take time and memory.
    file.set_len(100 << 20).expect("it can be made long");
    let ran = env.run(&["deck", "check", text(&large)]).ends_with(1);
    assert!(ran.out.contains("E101") && ran.out.contains("102400 KiB"), "{ran:#?}");
}

/// A pipe whose read end is closed.
fn broken_pipe() -> std::io::PipeWriter {
    let (_, writer) = std::io::pipe().expect("a pipe can be made");
    writer
}

#[test]
fn a_reader_who_has_had_enough_is_no_error() {
    let env = TestEnv::new();
    let mistakes = mistakes();
    let commands: &[&[&str]] = &[
        &["deck", "check", text(&mistakes)],
        &["deck", "check", "--json", text(&mistakes)],
        &["deck", "check", "--format", "github", text(&mistakes)],
        &["deck", "check", "--explain", "E209"],
        &["lookup", "toil"],
        &["lookup", "--json", "toil"],
        &["stats", "--json"],
        &["team"],
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
    let ran = Ran::of(
        env.shoptalk(&["deck", "check", "--format", "short", text(&mistakes())])
            .env("RUST_BACKTRACE", "0"),
    );
    assert!(ran.out.lines().count() > 1);
    assert!(!ran.out.contains("checked:") && ran.err.contains("checked:"), "talk is on stderr");
}

#[test]
fn as_many_problems_are_fixed_as_were_announced() {
    let env = TestEnv::new();
    for folder in ["deck-mistakes", "deck-mistakes-2"] {
        for entry in std::fs::read_dir(mistakes().with_file_name(folder)).expect("it is there") {
            let path = entry.expect("it can be listed").path();
            let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).expect("it can be read");
            std::fs::write(env.write(&format!("{folder}/{name}"), ""), bytes)
                .expect("there is room");
        }
        let said = env.run(&["deck", "check", folder]).err;
        let announced = said.split_once("`--fix` fixes ").expect("some can be fixed").1;
        let announced = announced.split_once(',').expect("more follows").0;
        let said = env.run(&["deck", "check", folder, "--fix"]).err;
        assert!(said.contains(&format!("{announced} in ")), "{announced}\n{said}");
        assert!(!said.contains("`--fix` fixes"), "{said}");
    }
}

#[test]
fn a_list_of_problems_counts_hints_apart_from_warnings() {
    let env = TestEnv::new();
    let path = env.home().join("many.yaml");
    let term = |at: u8| {
        let at = char::from(b'a' + at);
        format!("  - term: W{at}\n    definition: The meaning of {at}.\n")
    };
    let terms: String = (0..14).map(term).collect();
    let deck = format!("title: Many\nsummary: Fine.\nterms:\n{terms}    see_also: [gone]\n");
    std::fs::write(&path, deck).expect("it can be written");
    let ran = env.run(&["deck", "check", "--hints", text(&path)]);
    let listed = ran.out.lines().find(|line| line.contains("many.yaml")).expect("it is listed");
    let (counts, _) = listed.split_once(" in ").expect("it names the file");
    assert!(counts.ends_with("15 hints"), "{listed}");
    assert!(ran.err.contains(&format!(" 0 errors, {counts};")), "{listed}\n{}", ran.err);
}
