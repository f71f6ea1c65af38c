//! Tests importing glossaries in other formats: the terms of each case, what was left out, and that nothing is lost in silence.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use shoptalk::core::deck::edit::Draft;
use shoptalk::core::import::{Form, Imported, Names, NoteKind};

use crate::support::{Ran, TestEnv};

/// The folder of the cases.
fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import")
}

/// `deck new t.yaml --from CASE`, in the folder of the cases.
fn import(env: &TestEnv, case: &str, more: &[&str]) -> Ran {
    let from = env.home().join("cases").join(case);
    let from = from.to_str().expect("the path is text");
    env.run(&[&["deck", "new", "t.yaml", "--from", from], more].concat())
}

/// `shoptalk` with `args`, and `text` as the standard input.
fn with_input(env: &TestEnv, args: &[&str], text: &str) -> Ran {
    Ran::of(env.shoptalk(args).write_stdin(text))
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a folder can be made");
        for entry in fs::read_dir(from).expect("the cases are there") {
            let entry = entry.expect("it can be read");
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).expect("it can be copied");
    }
}

/// Every case with its terms, as they stand in the deck, and with all that was said.
#[test]
fn every_case_gives_its_words_and_says_what_it_left_out() {
    let env = TestEnv::new();
    copy(&cases(), &env.home().join("cases"));
    let mut names: Vec<String> = fs::read_dir(cases())
        .expect("the cases are there")
        .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
        .filter(|name| name != "no-level.yaml")
        .collect();
    names.sort();
    let deck = env.home().join("t.yaml");
    let home = env.home().display().to_string();
    let mut all = String::new();
    for name in names {
        let ran = import(&env, &name, &[]);
        all += &format!("=== {name}\n");
        if let Ok(text) = fs::read_to_string(&deck) {
            all += text.split_once("terms:\n").expect("it has terms").1;
            env.run(&["deck", "check", "t.yaml"]).ends_with(0);
            fs::remove_file(&deck).expect("it is there");
        }
        let said = ran.err.split("created t.yaml").next().unwrap_or_default();
        all += &said.replace(&format!("{home}/cases/"), "").replace("shoptalk: ", "");
    }
    insta::assert_snapshot!("import_cases", all);
}

#[test]
fn what_is_asked_for_is_taken_by_name_by_number_and_by_path() {
    let env = TestEnv::new();
    copy(&cases(), &env.home().join("cases"));
    for (case, args, expected) in [
        (
            "unknown-header-3.csv",
            &["--map", "term=foo,definition=bar"][..],
            "2 words from 2 entries",
        ),
        (
            "unknown-header-3.csv",
            &["--header", "no", "--map", "term=1,definition=2,tags=3"],
            "3 words from 3 entries",
        ),
        ("unknown-header.csv", &["--header", "no"], "3 words from 3 entries"),
        ("no-header.csv", &["--header", "yes"], "2 words from 2 entries"),
        ("languages.yml", &["--map", "term=fr.term,definition=fr.def"], "1 word from 3 entries"),
        ("unknown-records", &["--map", "term=mot,definition=sens"], "2 words from 2 entries"),
    ] {
        let ran = import(&env, case, &[args, &["--dry-run"]].concat()).ends_with(0);
        assert!(ran.err.contains(expected), "{case} {args:?}: {ran:#?}");
        assert!(ran.err.ends_with("nothing was written, because of --dry-run\n"), "{ran:#?}");
        assert!(!env.home().join("t.yaml").exists());
    }
}

#[test]
fn a_text_in_another_alphabet_is_not_taken_for_latin_1() {
    let env = TestEnv::new();
    let file = env.home().join("words.csv");
    // “Спринт;Две недели” in windows-1251.
    let text = b"Term;Definition\n\xd1\xef\xf0\xe8\xed\xf2;\xc4\xe2\xe5 \xed\xe5\xe4\xe5\xeb\xe8 \xf0\xe0\xe1\xee\xf2\xfb \xe8 \xee\xf2\xe4\xfb\xf5\xe0\n";
    std::fs::write(file, text).expect("it can be written");
    let ran = env.run(&["deck", "new", "t", "--from", "words.csv"]).ends_with(2);
    assert!(ran.err.contains("is not UTF-8, but probably"), "{ran:#?}");
    assert!(ran.err.contains("`iconv -f ENCODING -t UTF-8 words.csv | "), "{ran:#?}");
}

#[test]
fn a_folder_without_a_glossary_of_its_own_is_asked_about() {
    let env = TestEnv::new();
    env.write("site/package.json", "{\"name\": \"site\"}");
    env.write("site/src/terms/a.md", "---\ntitle: SLO\n---\nA target.\n");
    env.write("site/src/terms/b.md", "---\ntitle: Toil\n---\nManual work.\n");
    env.write("site/docs/guide.md", "- **Make**: it builds the site\n");
    let ran = env.run(&["deck", "new", "t", "--from", "site"]).ends_with(2);
    assert!(ran.err.contains("such as src/terms (2 words), docs/guide.md (1 word)"), "{ran:#?}");
}

#[test]
fn files_of_other_tools_are_refused_by_name() {
    let env = TestEnv::new();
    for (file, text, what) in [
        (
            "docker-compose.yml",
            "services:\n  web:\n    image: x\n",
            "a Docker Compose file, not a glossary",
        ),
        ("ci.yaml", "name: ci\non: [push]\njobs:\n  a: {}\n", "a GitHub workflow, not a glossary"),
        (
            "words.csv",
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n",
            "a Git LFS pointer; run `git lfs pull`",
        ),
    ] {
        env.write(file, text);
        let ran = env.run(&["deck", "new", "t", "--from", file]).ends_with(2);
        assert!(ran.err.contains(&format!("{file} is {what}\n")), "{ran:#?}");
    }
    env.write("words.yaml", "services: What a team runs\nstages: Steps of a pipeline\n");
    env.run(&["deck", "new", "t", "--from", "words.yaml"]).ends_with(0);
}

#[test]
fn words_are_added_to_a_deck_that_exists() {
    let env = TestEnv::new();
    env.write(
        "ops.yaml",
        "deck: ops\ntitle: Ops\nterms:\n  # Kept.\n  - term: SLO\n    definition: A target.\n",
    );
    env.write(
        "words.csv",
        "Term,Meaning,Related\nToil,Manual work,SLO\nslo,Again,\nBug,A fault,toil\n",
    );
    let ran = env.run(&["deck", "add", "ops.yaml", "--from", "words.csv"]).ends_with(0);
    assert!(
        ran.err.contains(
            "2 words from 3 entries\nentries left out:\n  in the deck already: 1 (`slo`, line 3)\n"
        ),
        "{ran:#?}"
    );
    assert!(ran.err.contains("added 2 words to ops.yaml"), "{ran:#?}");
    let text = fs::read_to_string(env.home().join("ops.yaml")).expect("it is there");
    assert_eq!(
        text,
        "deck: ops\ntitle: Ops\nterms:\n  - term: Bug\n    definition: A fault\n    see_also: [toil]\n  # Kept.\n  - term: SLO\n    definition: A target.\n  - term: Toil\n    definition: Manual work\n    see_also: [slo]\n"
    );
    let json = env.run(&["deck", "add", "ops.yaml", "--from", "words.csv", "--json"]);
    assert!(json.ends_with(1).err.contains("no word could be imported"));
    env.run(&["deck", "add", "ops.yaml", "--from", "words.csv", "--term", "x"]).ends_with(2);
    env.run(&["deck", "add", "ops.yaml", "--map", "term=x"]).ends_with(2);
    env.run(&["deck", "add", "ops.yaml", "--scene", "--from", "words.csv", "--dry-run"])
        .ends_with(2);
}

#[test]
fn a_page_about_the_word_in_its_name_is_imported_with_its_folder() {
    let env = TestEnv::new();
    copy(&cases().join("14-vault"), &env.home().join("the words"));
    let said =
        |from: &str, code| env.run(&["deck", "new", "t.yaml", "--from", from]).ends_with(code).err;
    let page = said("the words/Backlog.md", 2);
    let hint = "; if it is the page of “Backlog”, import its folder: `shoptalk deck new t.yaml --from 'the words'`";
    assert!(page.trim_end().ends_with(hint), "{page}");
    let folder = said("the words", 0);
    assert!(folder.contains("3 words from 3 entries"), "{folder}");
    // What would give no word there, or more, has no such hint.
    env.write("the words/empty.md", "- [a](b)\n");
    let said = env.run(&["deck", "add", "t.yaml", "--from", "the words/empty.md"]).ends_with(2);
    assert!(!said.err.contains("import its folder"), "{}", said.err);
}

#[test]
fn a_sheet_in_another_language_makes_a_deck_in_it() {
    let env = TestEnv::new();
    env.write("words.csv", "Begriff;Bedeutung\nLast;Was zu tun ist\n");
    let new = env.run(&["deck", "new", "t.yaml", "--from", "words.csv"]).ends_with(0);
    let remark = "the names of the columns are German, so `language` is `de`\n";
    assert!(new.err.contains(remark), "{}", new.err);
    let deck = fs::read_to_string(env.home().join("t.yaml")).expect("it was written");
    assert!(deck.contains("\nlanguage: de\n"), "{deck}");
    env.run(&["deck", "check", "t.yaml"]).ends_with(0);
    // The deck that they are added to has its own.
    env.write("more.csv", "Begriff;Bedeutung\nWeiche;Wo es abgeht\n");
    let added = env.run(&["deck", "add", "t.yaml", "--from", "more.csv"]).ends_with(0);
    assert!(!added.err.contains("language"), "{}", added.err);
}

#[test]
fn a_page_in_two_languages_is_taken_in_one() {
    let env = TestEnv::new();
    env.write("words/de/Pod.md", "# Pod\n\nEine Gruppe\n");
    env.write("words/en/Pod.md", "# Pod\n\nA group\n");
    let ran = env.run(&["deck", "new", "t.yaml", "--from", "words", "--dry-run"]).ends_with(0);
    assert!(ran.err.contains("  Pod: A group\n1 word from 1 entry\n"), "{ran:#?}");
    assert!(ran.err.contains("files in other languages, left out"), "{ran:#?}");
    let from = ["deck", "new", "t.yaml", "--from", "words/de", "--dry-run"];
    assert!(env.run(&from).ends_with(0).err.contains("  Pod: Eine Gruppe\n"));
}

#[test]
fn a_card_of_a_word_that_was_renamed_is_not_added_again() {
    let env = TestEnv::new();
    env.write("ops.yaml", "deck: ops\nterms:\n  - {term: Toil, definition: Work.}\n");
    let export = ["deck", "export", "ops.yaml", "--to", "anki"];
    let before = env.run(&export).ends_with(0).out;
    env.run(&["deck", "rename", "ops.yaml/toil", "Drudgery"]).ends_with(0);
    let after = env.run(&export).ends_with(0).out;
    assert_eq!(after, before.replace("\tToil\t", "\tDrudgery\t"), "only the front is another");
    env.write("cards.txt", &after);
    let ran = env.run(&["deck", "add", "ops.yaml", "--from", "cards.txt"]).ends_with(1);
    assert!(ran.err.contains("in the deck already: 1"), "{ran:#?}");
}

#[test]
fn the_standard_input_may_hold_any_format() {
    let env = TestEnv::new();
    for (text, term) in [
        ("Term\tDefinition\nSLO\tA target\n", "SLO"),
        ("# Words\n\n- **Toil**: work\n", "Toil"),
        ("{\"Bug\": \"A fault\"}", "Bug"),
        ("Term,Definition\nSLA,A promise, for a service\n", "SLA"),
        ("Our words\n\nTerm;Definition\nPod;A group; of containers\n", "Pod"),
        ("Node,A machine\n", "Node"),
    ] {
        let deck = format!("{term}.yaml");
        let ran = with_input(&env, &["deck", "new", &deck, "--from", "-"], text).ends_with(0);
        assert!(ran.err.contains("1 word from 1 entry\n"), "{ran:#?}");
    }
    let ran = with_input(&env, &["deck", "new", "x", "--from", "-"], "<html></html>").ends_with(2);
    assert!(ran.err.contains("standard input is HTML; convert it: `pandoc -f html FILE -t markdown_mmd | shoptalk deck new x --from -`"), "{ran:#?}");
}

/// What becomes of a page: the deck, and how much was counted as left out. `None` if it is refused.
fn outcome(text: &str) -> Option<(String, usize)> {
    let mut imported = Imported::default();
    imported.take(text, Form::Markdown, None, &Names::default()).ok()?;
    let (terms, summary) = imported.finish();
    let counts = summary.notes.iter().filter(|note| note.kind != NoteKind::Remark);
    let counts: usize = counts.map(|note| note.count).sum();
    let unused = summary.columns.iter().filter(|column| column.field.is_none()).count();
    Some((terms.iter().map(Draft::lines).collect(), counts + unused))
}

/// Whether `line` may be left out without a word: headings, the names of columns, and pictures.
fn is_noise(line: &str, next: Option<&&str>) -> bool {
    let is_rule =
        |line: &str| line.starts_with(['-', '=', '|']) && !line.contains(char::is_alphabetic);
    line.starts_with(['#', '!', '|']) || next.is_some_and(|line| is_rule(line))
}

#[test]
fn no_line_of_a_glossary_can_be_taken_away_unnoticed() {
    for path in texts(&cases()) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let name = path.display().to_string();
        let form = Form::of(&name).unwrap_or_else(|| Form::guess(&text));
        // Front matter names columns, and in reStructuredText a line of hyphens ends a glossary.
        if form != Form::Markdown || text.starts_with("---") || text.contains(".. glossary::") {
            continue;
        }
        for text in [
            text.clone(),
            text.replace("\n\n", "\n\n---\n\n"),
            text.replace("\n\n", "\n---\n"),
            text.replace('\n', "\r\n"),
        ] {
            let Some(whole) = outcome(&text) else { continue };
            let known = words(&whole.0);
            let lines: Vec<&str> = text.lines().collect();
            let is_lost = |line: &str| words(line).iter().any(|word| !known.contains(word));
            let mut at = 0;
            for run in lines.chunk_by(|one, other| is_lost(one) == is_lost(other)) {
                let rest = [&lines[..at], &vec![""; run.len()], &lines[at + run.len()..]].concat();
                let is_noise = |number: usize| is_noise(lines[number], lines.get(number + 1));
                if is_lost(run[0]) && !(at..at + run.len()).all(is_noise) {
                    assert_ne!(
                        outcome(&rest.join("\n")),
                        Some(whole.clone()),
                        "{name}: {run:?} of\n{text}"
                    );
                }
                at += run.len();
            }
        }
    }
}

/// The words of `text`, in small letters.
fn words(text: &str) -> HashSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1);
    words.map(str::to_lowercase).collect()
}

/// The files in the folder `path` and below.
fn texts(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).expect("the cases are there");
    entries.flat_map(|entry| texts(&entry.expect("it can be read").path())).collect()
}
