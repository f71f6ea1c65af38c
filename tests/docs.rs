//! Checks that the documentation matches the program's tables, and that its examples work.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use shoptalk::core::deck::Origin;
use shoptalk::core::deck::fields::{DECK, Field, Kind, LINE, REPLY, SCENE, TERM};
use shoptalk::core::deck::fix::edited;
use shoptalk::core::deck::lint::lint;
use shoptalk::core::deck::problem::Problem;
use shoptalk::core::deck::read::read;
use shoptalk::core::deck::rules::Rule;
use shoptalk::core::deck::schema::{MODELINE, schema};
use shoptalk::core::library::Library;
use shoptalk::core::personal_data::PersonalData;
use shoptalk::settings::{SETTINGS, Settings};
use strum::VariantArray as _;

const GUIDE: &str = include_str!("../docs/guide.md");
const RULES_DOCUMENT: &str = include_str!("../docs/rules.md");
const CONTRIBUTING: &str = include_str!("../CONTRIBUTING.md");
const ARCHITECTURE: &str = include_str!("../ARCHITECTURE.md");
const SCHEMA: &str = include_str!("../decks/deck.schema.json");
const DECKS: &str = include_str!("../docs/decks.md");
const SETTINGS_DOCUMENT: &str = include_str!("../docs/settings.md");

/// The sections of `docs/rules.md`: code, title, and text.
fn sections() -> Vec<(&'static str, &'static str, &'static str)> {
    let sections = RULES_DOCUMENT.split("\n### ").skip(1);
    let section = |section: &'static str| {
        let (heading, rest) = section.split_once('\n').expect("a section has a text");
        let (code, title) = heading.split_once(' ').expect("a heading has a code and a title");
        (code, title, rest.split("\n## ").next().expect("a split has a first part"))
    };
    sections.map(section).collect()
}

/// The YAML examples of a section.
fn examples(section: &str) -> Vec<&str> {
    let blocks = section.split("```yaml\n").skip(1);
    blocks.map(|block| block.split("```").next().expect("a split has a first part")).collect()
}

/// The files of an example: one file, several, or some terms or scenes.
fn files(example: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, String)> = vec![("example.yaml".to_owned(), String::new())];
    for line in example.lines() {
        match line.strip_prefix("# ").and_then(|name| name.strip_suffix(".yaml")) {
            Some(stem) => files.push((format!("{stem}.yaml"), String::new())),
            None => files.last_mut().expect("one is there").1 += &format!("{line}\n"),
        }
    }
    files.retain(|(_, text)| !text.is_empty());
    let whole = |text: String| {
        let head = match &text[..text.len().min(7)] {
            "- term:" => "terms:\n",
            "- title" => "terms: []\nscenes:\n",
            _ => "",
        };
        format!("{head}{text}").into_bytes()
    };
    files.into_iter().map(|(name, text)| (name, whole(text))).collect()
}

/// All problems that `check` finds in some files.
fn problems(files: &[(String, Vec<u8>)]) -> Vec<Problem> {
    let reads: Vec<_> = files
        .iter()
        .map(|(name, bytes)| read(&name.as_str().into(), bytes, Origin::Named))
        .collect();
    let merge = Library::merge(reads.iter().filter_map(|read| read.deck.clone()).collect());
    let marked: Vec<_> =
        reads.iter().filter_map(|read| Some((read.deck.as_ref()?, &read.marks))).collect();
    let mut problems = lint(&marked, &merge.library);
    problems.extend(merge.problems);
    problems.extend(reads.into_iter().flat_map(|read| read.problems));
    problems
}

/// The codes that `check` reports for some files.
fn codes_of(files: &[(String, Vec<u8>)]) -> BTreeSet<&'static str> {
    problems(files).iter().map(|problem| problem.rule.code()).collect()
}

/// The codes that `check` reports for an example.
fn codes(example: &str) -> BTreeSet<&'static str> {
    codes_of(&files(example))
}

const GOOD: &str = "terms:\n  - term: Rollback\n    definition: The return of a running system to its last good version.\n";

/// Mistakes that can't be shown in a document, by code. Fixing any of them results in a good file.
fn unshown() -> Vec<(&'static str, Vec<u8>)> {
    let with = |from: &str, to: &str| GOOD.replace(from, to).into_bytes();
    vec![
        ("E101", GOOD.repeat(30_000).into_bytes()),
        ("E102", [GOOD.as_bytes(), b"# caf\xe9\n"].concat()),
        ("E103", with("running", "run\u{200b}ning")),
        ("E105", with("    definition", "   \u{a0}definition")),
        ("E106", with("terms:", "<<<<<<< ours\nterms:")),
        ("E107", with("\n", "\r")),
        ("W109", with("terms", "\u{feff}terms")),
        ("E110", [b"terms:\n".to_vec(), b"  - x\n".repeat(1001)].concat()),
    ]
}

/// Rules that don't depend on the contents of one file. Tests of the command cover them.
const ELSEWHERE: [&str; 5] = ["E108", "W111", "W114", "E315", "W416"];

#[test]
fn the_rules_are_documented_each_once_and_in_order() {
    let documented: Vec<_> = sections().iter().map(|(code, title, _)| (*code, *title)).collect();
    let rules: Vec<_> = Rule::ALL.iter().map(|rule| (rule.code(), rule.title())).collect();
    assert_eq!(documented, rules);
    for (rule, (code, _, text)) in Rule::ALL.iter().zip(sections()) {
        assert!(text.starts_with(&format!("\n{}\n\n", rule.why())), "{code}: {}", rule.why());
    }
}

#[test]
fn the_rules_are_shown_by_a_mistake_and_its_mending() {
    let unshown = unshown();
    for (code, _, text) in sections() {
        match examples(text)[..] {
            [mistake, fixed] => {
                assert!(codes(mistake).contains(code), "{code}: {:?}", codes(mistake));
                assert!(!codes(fixed).contains(code), "{code}: {:?}", codes(fixed));
                let errors = codes(fixed).into_iter().filter(|code| code.starts_with('E'));
                assert_eq!(errors.collect::<Vec<_>>(), [""; 0], "{code}");
            }
            [] => {
                assert!(text.contains("Mistake: ") && text.contains("Fix: "), "{code}");
                let known = unshown.iter().any(|(known, _)| *known == code);
                assert!(known || ELSEWHERE.contains(&code), "{code} is shown by no test");
            }
            _ => panic!("{code} has neither no example nor two"),
        }
    }
    let good = ("example.yaml".to_owned(), GOOD.as_bytes().to_vec());
    assert!(codes_of(&[good]).iter().all(|code| code.starts_with('N')));
    for (code, bytes) in unshown {
        let found = codes_of(&[("example.yaml".to_owned(), bytes)]);
        assert!(found.contains(code), "{code}: {found:?}");
    }
}

/// Checks that each fix offered for a problem works, in the documented examples and in those that can't be shown.
#[test]
fn each_mending_that_is_offered_mends() {
    let shown = sections()
        .into_iter()
        .filter_map(|(code, _, text)| Some((code, files(examples(text).first()?))));
    let unshown =
        unshown().into_iter().map(|(code, bytes)| (code, vec![("example.yaml".to_owned(), bytes)]));
    let mut fixed = BTreeSet::new();
    for (code, files) in shown.chain(unshown) {
        let count = |files: &[(String, Vec<u8>)]| {
            problems(files).iter().filter(|problem| problem.rule.code() == code).count()
        };
        let offered = problems(&files).into_iter().find(|problem| problem.rule.code() == code);
        let Some(problem) = offered else { continue };
        let Some(fix) = &problem.fix else { continue };
        let mut after = files.clone();
        let file = after.iter_mut().find(|(name, _)| **name == *problem.path);
        let (_, bytes) = file.expect("a problem stands in a file");
        let text = std::str::from_utf8(bytes).expect("what can be edited is text");
        let edits: Vec<_> = fix.edits.iter().collect();
        *bytes = edited(text, &edits).expect("edits fit the text").into_bytes();
        assert!(count(&after) < count(&files), "{code}: {problem}");
        fixed.insert(code);
    }
    assert!(fixed.len() >= 12, "{fixed:?}");
}

#[test]
fn the_fields_of_decks_terms_and_scenes_are_documented() {
    let tables = [
        (DECK, ""),
        (TERM, ""),
        (SCENE, " of a scene"),
        (LINE, " of a line"),
        (REPLY, " of a reply"),
    ];
    for (fields, of) in tables {
        let table = field_table(fields, of);
        assert!(DECKS.contains(&table), "put this into docs/decks.md:\n{table}");
    }
}

fn field_table(fields: &[Field], of: &str) -> String {
    let mut table = format!("| field{of} | holds | what it is for |\n| --- | --- | --- |\n");
    for Field { name, kind, required, help, .. } in fields {
        let name = if *required { format!("**`{name}`**") } else { format!("`{name}`") };
        table += &format!("| {name} | {} | {help} |\n", kind_in_words(*kind));
    }
    table
}

fn kind_in_words(kind: Kind) -> String {
    match kind {
        Kind::Line(most) => format!("one line, at most {most} characters"),
        Kind::Prose(most) => format!("text, at most {most} characters"),
        Kind::Lines(most) => format!("list of lines, each at most {most} characters"),
        Kind::Id => "id".to_owned(),
        Kind::Ids => "list of ids".to_owned(),
        Kind::Link => "`term-id` or `deck/term-id`".to_owned(),
        Kind::Links => "list of `term-id` or `deck/term-id`".to_owned(),
        Kind::Level => "`core`, `working` or `deep`; `working` when left out".to_owned(),
        Kind::Date => "date, as in `2026-11-01`".to_owned(),
        Kind::Lands => "`helps`, `lands flat` or `micromanages`".to_owned(),
        Kind::Parts(part) => match part.count() {
            None => format!("list of {}", part.names()),
            Some(count) if count.start() == count.end() => {
                format!("list of {} {}", count.start(), part.names())
            }
            Some(count) => format!("list of {} to {} {}", count.start(), count.end(), part.names()),
        },
    }
}

#[test]
fn the_schema_of_decks_is_that_of_the_fields() {
    let expected = serde_json::to_string_pretty(&schema()).expect("a schema is JSON") + "\n";
    let write = "write it with `cargo run -- deck schema > decks/deck.schema.json`";
    assert!(SCHEMA.replace("\r\n", "\n") == expected, "{write}");
}

#[test]
fn every_deck_that_ships_tells_editors_its_schema() {
    let decks = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let files = fs::read_dir(decks).expect("the decks are there");
    let files = files.map(|file| file.expect("a deck can be read").path());
    for file in files.filter(|file| file.extension().is_some_and(|end| end == "yaml")) {
        let text = fs::read_to_string(&file).expect("a deck can be read");
        assert_eq!(text.lines().next(), Some(MODELINE), "{}", file.display());
    }
}

#[test]
fn the_settings_are_documented_with_their_defaults() {
    let mut table = String::from("| setting | default | what it is | what it may be |\n");
    table.push_str("| --- | --- | --- | --- |\n");
    let defaults = Settings::default();
    for setting in SETTINGS {
        let (name, help, range) = (setting.name, setting.help, setting.range());
        table += &format!("| `{name}` | {} | {help} | {range} |\n", setting.get(&defaults));
    }
    assert!(SETTINGS_DOCUMENT.contains(&table), "put this into docs/settings.md:\n{table}");
}

#[test]
fn the_guide_names_all_personal_data_that_can_be_forgotten() {
    let words = PersonalData::VARIANTS.iter().map(|what| format!("`{}`", <&str>::from(what)));
    let words: Vec<String> = words.collect();
    let (last, others) = words.split_last().expect("there is some");
    let said =
        format!("{} or {last}", others.join(", ")).replacen('`', "`shoptalk data forget ", 1);
    assert!(GUIDE.contains(&said), "{said}");
    assert!(GUIDE.contains("Your own deck, `mine.yaml`, is yours"));
}

/// Expands braces: `name` once for each of the words between its braces.
fn spelt_out(name: &str) -> Vec<String> {
    let parts = name.split_once('{').and_then(|(before, rest)| {
        let (words, after) = rest.split_once('}')?;
        Some(words.split(',').map(move |word| format!("{before}{word}{after}")).collect())
    });
    parts.unwrap_or_else(|| vec![name.to_owned()])
}

#[test]
fn the_files_that_are_named_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders: BTreeSet<String> = ["", "src"]
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).expect("the folder is there"))
        .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
        .collect();
    for (document, text) in [("ARCHITECTURE.md", ARCHITECTURE), ("CONTRIBUTING.md", CONTRIBUTING)] {
        for name in text.split('`').skip(1).step_by(2).filter(|name| !name.contains([' ', '\n'])) {
            let Some((first, _)) = name.split_once('/') else { continue };
            if !folders.contains(first) {
                continue;
            }
            for name in spelt_out(name) {
                let found = ["", "src/"].iter().any(|folder| {
                    let path = root.join(format!("{folder}{name}"));
                    path.exists() || path.with_extension("rs").exists()
                });
                assert!(found, "{document} names {name}, which is not there");
            }
        }
    }
}
